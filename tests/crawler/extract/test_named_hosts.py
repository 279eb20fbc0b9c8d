"""Hosts that markup and scripts name are handed to the detector; what a text shows is its own."""

import time

import pytest

from crawler.extract import extract_html

ADDRESS = "https://www.haiyu.example.com/a/1.html"
TEXT = "<p>港口扩建工程昨天通过验收。</p>"


def hosts(html, url=ADDRESS):
    return extract_html(f"<html><body>{TEXT}{html}</body></html>".encode(), url=url).hosts


@pytest.mark.parametrize(
    ("html", "named"),
    [
        ("<a href='https://Other.example.org:8080/x'>某</a>", ["other.example.org"]),
        ("<a href='//other.example.org'>某</a><img src='//other.example.org/1.gif'>", ["other.example.org"]),
        ('<script>var x={"u":"https:\\/\\/other.example.org\\/1"}</script>', ["other.example.org"]),
        ("<a href='/go?to=https%3A%2F%2Fother.example.org%2f'>某</a>", ["other.example.org"]),
        (
            "<script>document.write(unescape('%3Ca href=%22https://other.example.org/%22%3Ex%3C/a%3E'))</script>",
            ["other.example.org"],
        ),
        ("<p>见 https://other.example.org/ 。</p>", []),
        ("<a href='https://m.haiyu.example.com/'>某</a>", []),
        ("<script>// see the note\nvar x=1//2.5\n</script>", []),
    ],
)
def test_another_sites_host_is_named_once(html, named):
    assert hosts(html) == named


def test_of_a_page_without_an_address_none_is_known_to_be_anothers():
    assert hosts("<a href='https://other.example.org/'>某</a>", url="") == []


def test_a_hostile_page_takes_no_longer_than_it_is_long():
    start = time.process_time()
    hosts("".join(f"<i data-u='//h{n}.example.org'>" for n in range(30_000)) + "//" * 200_000)
    assert time.process_time() - start < 6
