"""The press serves what its manifest promises; no crawler is involved here."""

import gzip
import re
import socket
from datetime import UTC, datetime, timedelta
from urllib.error import HTTPError
from urllib.request import ProxyHandler, build_opener

import pytest

from crawler.sample_press import SamplePress
from crawler.sample_press.content import Spam

NOW = datetime(2026, 11, 22, 4, 30, tzinfo=UTC)  # a Sunday, 12:30 at +08:00


@pytest.fixture(scope="module")
def press():
    with SamplePress(now=NOW) as press:
        yield press


@pytest.fixture(scope="module")
def get(press):
    opener = build_opener(ProxyHandler({"http": f"http://{press.address}"}))

    def fetch(url, timeout=10):
        return opener.open(url, timeout=timeout)

    return fetch


def body_of(get, press, key):
    return get(press.urls[key]).read()


def test_more_than_forty_articles_each_at_its_own_address(press):
    assert len(press.expected) >= 40
    assert len({expected.url for expected in press.expected}) == len(press.expected)


def test_every_hard_case_of_the_issue_is_there(press):
    cases = {e.story.special for e in press.expected} | {e.story.charset_case for e in press.expected}
    assert cases >= {
        "hacked", "hidden_spam", "inline_spam", "multi_page", "yearless", "relative", "heals", "syndicated",
        "syndicated_copy", "paywalled", "gbk bytes, header says utf-8", "gbk bytes, no charset anywhere",
        "big5-hkscs bytes, no charset anywhere", "big5 bytes, header says iso-8859-1",
    }  # fmt: skip
    assert {r.reason for r in press.rejected} >= {"challenge", "redirect_loop", "too_large", "empty_list"}


def test_every_article_is_served_with_its_text(press, get):
    for expected in press.expected:
        if expected.story.special == "heals":
            continue
        encoding = {"gbk": "gb18030", "gb1": "gb18030", "big": "big5hkscs"}.get(
            expected.story.charset_case[:3], "gb18030" if "linlan" in expected.url else "utf-8"
        )
        html = get(expected.url).read().decode(encoding)
        for paragraph in expected.paragraphs[: expected.story.pages[0] if expected.story.pages else None]:
            if "inline" not in expected.story.special:
                assert paragraph in html


def test_inline_injection_lies_inside_a_sentence(press, get):
    html = body_of(get, press, "30203").decode()
    assert re.search(rf"手艺，<a [^>]+>{Spam().texts['inline']}</a>，短板", html)


def test_an_article_that_fails_once_heals(press, get):
    press.fail(press.urls["30211"], status=503, times=1)
    with pytest.raises(HTTPError, match="503"):
        body_of(get, press, "30211")
    assert "渔民夜校" in body_of(get, press, "30211").decode()


def test_huge_page_is_thirty_megabytes_without_saying_so(press, get):
    answer = get("http://www.haiyu.example/gongsi/30294.html")
    assert answer.headers["Content-Length"] is None
    assert len(answer.read()) >= 30 * 1024 * 1024


def test_redirects_go_in_a_circle(get):
    with pytest.raises(HTTPError, match="infinite loop"):
        get("http://www.haiyu.example/gongsi/30292.html")


def test_unknown_addresses_are_not_found_and_robots_are_stated(press, get):
    with pytest.raises(HTTPError, match="404"):
        get("http://www.haiyu.example/nothing")
    for expected in press.expected:
        assert (
            "User-agent: *" in get(re.sub(r"example/.*", "example/robots.txt", expected.url)).read().decode()
        )


def test_news_sitemap_is_gzipped(get):
    packed = get("http://news.minlan.example/sitemap-news.xml.gz").read()
    assert b"<news:publication_date>2026-11-18T10:00:00+08:00" in gzip.decompress(packed)


def test_issues_are_the_newest_friday_and_thursday(press):
    assert "/2026-11/20/" in press.urls["content_10021"]
    assert "/202611/19/" in press.urls["content_20101"]


def test_relative_dates_count_from_the_presss_clock(press, get):
    relative = next(e for e in press.expected if e.story.key == "30206")
    assert relative.published_at == NOW - timedelta(hours=3)
    assert "3小时前" in body_of(get, press, "30206").decode()
    yearless = next(e for e in press.expected if e.story.key == "30205")
    assert yearless.published_at == datetime(2026, 11, 18, 1, 30, tzinfo=UTC)


def test_an_edit_changes_page_and_manifest(get):
    with SamplePress(now=NOW) as press:
        press.edit("40307", title="改过的标题")
        opener = build_opener(ProxyHandler({"http": f"http://{press.address}"}))
        assert "<h1>改过的标题</h1>" in opener.open(press.urls["40307"], timeout=10).read().decode()
        assert next(e for e in press.expected if e.story.key == "40307").title == "改过的标题"


def test_a_delayed_page_comes_late_and_others_do_not(press, get):
    press.delay(press.urls["40306"], 600)
    with pytest.raises(TimeoutError):
        get(press.urls["40306"], timeout=0.3)
    assert get(press.urls["40305"], timeout=60).read()
    press.delay(press.urls["40306"], 0.01)
    assert get(press.urls["40306"], timeout=60).read()


def test_what_was_asked_is_on_record(press, get):
    url = press.urls["40304"]
    before = press.hits[url]
    get(url).read()
    assert press.hits[url] == before + 1
    assert press.log[-1].url == url
    assert press.log[-1].headers["host"] == "www.xiling.example"


def test_a_taken_port_is_an_error():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            SamplePress(port=taken.getsockname()[1]).start()


def test_clients_that_leave_early_do_not_stop_the_press(press, get):
    host, port = press.address.split(":")
    for rest in (b"", b"GET / HTTP/1.1\r\n", b"\r\n\r\n"):
        with socket.create_connection((host, int(port))) as client:
            client.sendall(rest)
    assert body_of(get, press, "40301")
