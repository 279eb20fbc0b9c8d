"""One article, one address, one id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.urls import article_id, canonical_url, same_article


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://News.Example.COM:80/a/b.html", "http://news.example.com/a/b.html"),
        ("https://news.example.com:443/a", "https://news.example.com/a"),
        ("http://123.232.38.158:8888/x", "http://123.232.38.158:8888/x"),
        ("http://[::1]:8000/a", "http://[::1]:8000/a"),
        ("https://news.example.com", "https://news.example.com/"),
        ("https://user:secret@news.example.com/a", "https://news.example.com/a"),
        ("https://news.example.com./a", "https://news.example.com/a"),
        ("http://例子.中国/新闻", "http://xn--fsqu00a.xn--fiqs8s/%E6%96%B0%E9%97%BB"),
        ("http://e.example/a/../b/./c//d", "http://e.example/b/c/d"),
        ("http://e.example/a/", "http://e.example/a/"),
        ("http://e.example/%7Euser/%e4%b8%ad", "http://e.example/~user/%E4%B8%AD"),
        ("http://e.example/100%", "http://e.example/100%25"),
        ("http://e.example/a b", "http://e.example/a%20b"),
        ("http://e.example/a\\b", "http://e.example/a/b"),
        ("http://e.example/x.do;jsessionid=AB12?id=3", "http://e.example/x.do?id=3"),
        ("http://e.example/a#top", "http://e.example/a"),
        ("http://e.example/#/detail/123", "http://e.example/#/detail/123"),
        ("http://e.example/#!news/1", "http://e.example/#!news/1"),
        # What says how the reader came is dropped
        ("http://e.example/a?utm_source=x&utm_medium=y&id=3&from=wechat", "http://e.example/a?id=3"),
        ("http://e.example/content_1.htm?div=-1", "http://e.example/content_1.htm"),
        ("http://e.example/a?spm=1.2.3&fbclid=x&isappinstalled=0", "http://e.example/a"),
        ("http://e.example/a?id=1&_=1795311000000", "http://e.example/a?id=1"),
        ("http://e.example/a?id=1&t=0.7364", "http://e.example/a?id=1"),
        ("http://e.example/a?", "http://e.example/a"),
        # What says which article it is stays
        ("http://e.example/news?newsid=ETN350", "http://e.example/news?newsid=ETN350"),
        ("http://e.example/v.aspx?a=0b1c-22", "http://e.example/v.aspx?a=0b1c-22"),
        ("http://e.example/?aid=12&t=5", "http://e.example/?aid=12&t=5"),
        ("http://e.example/?b=2&a=1&a=1", "http://e.example/?a=1&b=2"),
        ("http://e.example/?id=1&amp;page=2", "http://e.example/?id=1&page=2"),
        ("http://e.example/?id", "http://e.example/?id"),
        (" http://e.example/a\n", "http://e.example/a"),
    ],
)
def test_an_address_has_one_spelling(url, expected):
    assert canonical_url(url) == expected
    assert canonical_url(expected) == expected


def test_a_site_says_which_parameters_count():
    url = "http://e.example/a?id=3&page=2&from=x"
    assert canonical_url(url, keep_query=("ID",)) == "http://e.example/a?id=3"
    assert canonical_url(url, keep_query=("id", "from")) == "http://e.example/a?from=x&id=3"
    assert canonical_url(url, keep_query=()) == "http://e.example/a"
    assert canonical_url(url, drop_query=("page",)) == "http://e.example/a?id=3"


@pytest.mark.parametrize(
    "url",
    ["", "news/1.html", "ftp://e.example/a", "javascript:void(0)", "http://", "http://[::1/a", "http://a b/"],
)
def test_what_is_no_address_is_refused_by_name(url):
    with pytest.raises(ValueError, match="URL"):
        canonical_url(url)


def test_ids_are_stable_and_survive_https():
    assert article_id("http://e.example/a?id=1") == article_id("https://e.example/a?id=1")
    assert article_id("https://e.example/a?id=1") != article_id("https://e.example/a?id=2")
    # Pinned: ids are stored; another value would make every article new
    assert article_id("https://e.example/a") == "088017f8ba0f06a8fa645659b01fe14e"


@pytest.mark.parametrize(
    ("declared", "fetched", "trusted"),
    [
        ("https://www.e.example/a/123456.html", "https://m.e.example/a/123456.html?from=x", True),
        ("https://www.e.example/article/3807765", "https://e.example/article/3807765/long-headline", True),
        ("https://e.example/", "https://e.example/a/123456.html", False),
        ("https://e.example/finance/", "https://e.example/finance/123456.html", False),
        ("https://e.example/a/999999.html", "https://e.example/a/123456.html", False),
        ("https://other.example/a/123456.html", "https://e.example/a/123456.html", False),
        ("https://e.example/news.aspx", "https://e.example/news.aspx?newsid=123456", False),
        (
            "https://e.example/news.aspx?newsid=123456",
            "https://e.example/news.aspx?newsid=123456&ref=1",
            True,
        ),
        ("/a/123456.html", "https://e.example/a/123456.html", False),
    ],
)
def test_a_declared_address_is_trusted_when_it_names_the_fetched_article(declared, fetched, trusted):
    assert same_article(declared, fetched) is trusted


ADDRESS = st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["http", "HTTPS"]),
    st.from_regex(r"[a-zA-Z0-9]{1,10}(\.[a-z]{2,5}){1,2}(:(80|443|8080))?", fullmatch=True),
    st.text(max_size=30).map(lambda s: "/" + s.replace("?", "").replace("#", "")),
    st.text(max_size=30).map(lambda s: "?" + s.replace("#", "")),
)


@given(ADDRESS)
def test_canonical_is_idempotent_ascii_and_without_spaces(url):
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert once.isascii()
    assert not any(c.isspace() for c in once)


@given(st.text(max_size=60))
def test_any_text_gives_an_address_or_a_clear_error(text):
    try:
        address = canonical_url(text)
    except ValueError as error:
        address = str(error)
    assert address.startswith(("http", "not "))
