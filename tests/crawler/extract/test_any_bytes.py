# ruff: noqa: E501, RUF005 (markup is easier to read unbroken)
"""Whatever the bytes: no crash, bounded time and memory, and the same answer again."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.extract import extract_html
from crawler.extract.walk import MAX_FRAGMENTS
from crawler.items import page_text

REPOSITORY = Path(__file__).parents[3]
TEXT = "青岛港前三季度货物吞吐量同比增长百分之五，"
SECONDS = 10
"""Of one core; these take 0.1 to 2 of them when it is idle, more when its twin is busy."""

HEAD = "<meta charset=utf-8><title>港口吞吐量增长</title><h1>港口吞吐量增长</h1><div class=info>2026-11-20 09:30</div>".encode()

BOMBS = {
    "nested blocks": b"<div>" * 300_000 + TEXT.encode(),
    "nested inline": b"<b>" * 100_000 + TEXT.encode() + b"<p>" + TEXT.encode(),
    "nested anchors": b"<a href=x>" * 60_000 + TEXT.encode(),
    "nested tables": b"<table><tr><td>" * 30_000 + TEXT.encode(),
    "nested lists": b"<ul><li>" * 50_000 + TEXT.encode(),
    "paragraphs without end": b"<p>a" * 500_000,
    "breaks": b"a<br>" * 500_000,
    "links": b"<a href=//x.y/z>a</a> " * 100_000,
    "open angle brackets": b"<" * 3_000_000,
    "open tag": b"<div class=" + b"x" * 3_000_000,
    "open comment": b"<!--" * 500_000,
    "open style": b"<style>" + b".a{display:none " * 200_000,
    "rules": b"<style>" + b".a .b{display:none}" * 50_000 + b"</style><p class=b>" + TEXT.encode(),
    "open braces": b"<style>" + b"{" * 1_000_000 + b"</style>",
    "comments in styles": b"<style>" + b"/*" * 500_000 + b"</style>",
    "at rules": b"<style>" + b"@media x{" * 100_000 + b"</style>",
    "styles": b"".join(b'<i style="display:none;a%d">x</i>' % i for i in range(30_000)),
    "entities": b"&#x;&amp&#99999999999;&nbsp&bogus;&#0;&#xD800;" * 100_000,
    "zeros": b"\0" * 5_000_000,
    "zeros in text": ("<p>" + "\0".join(TEXT) + "</p>").encode() * 1000,
    "white space": b"<p>" + b" \n\t" * 1_000_000 + TEXT.encode(),
    "one line": b"<p>" + TEXT.encode() * 50_000,
    "one line of script behind half a character": TEXT.encode()[:-1] + b"<script>" + b"a=1;" * 500_000,
    "commas": b"<p>" + "，".encode() * 500_000,
    "brackets": b"<p>" + "（【[".encode() * 200_000,
    "json": b'<script type="application/ld+json">' + b"[" * 500_000 + b"</script>",
    "json objects": b'<script type="application/ld+json">' + b'{"@graph":' * 50_000 + b"</script>",
    "state": b"<script>window.__INITIAL_STATE__=" + b'{"a":' * 100_000 + b"</script>",
    "wide table": b"<table>" + b"<tr>" + b"<td>a</td>" * 100_000 + b"</tr><tr><td>b</td></tr></table>",
    "digits": b"<p>" + b"1" * 1_000_000,
    "dates": b"<p>2026-11-22 09:30 " * 20_000,
    "titles": b"<title>" + "标题_".encode() * 200_000 + b"</title><h1>" + "标题_".encode() * 100,
    "thirty megabytes": b"<div><p>" + (TEXT.encode() + b"</p><p class=x>") * 400_000,
    "binary": bytes(range(256)) * 20_000,
    "cards": HEAD
    + f"<div class=art>{f'<p>{TEXT}。</p>' * 3}</div>".encode()
    + f"<div class=card><b>{TEXT}</b><p>{TEXT}。</p></div>".encode() * 100_000,
    "groups of cards": HEAD
    + "".join(
        f"<div class=g{i}>{f'<div class=card{i}><b>标题</b><p>{TEXT}。</p></div>' * 3}</div>"
        for i in range(1500)
    ).encode(),
    "nested preformatted": HEAD + b"<pre><b>\n" * 2000,
    "nested preformatted by style": HEAD + b"<div style='white-space:pre'>\n<b>" * 2000,
    "rows": HEAD
    + b"<table>"
    + "<tr><td>600519</td><td><p>某某酒业</p></td><td>1,688.00</td></tr>".encode() * 50_000,
    "scripts": HEAD
    + b"<script>x_time='2026-11-20';y.date=3;var pubtime='2026-11-20 09:30'</script>" * 10_000,
    "linked data": HEAD + b'<script type="application/ld+json">{"@type":"NewsArticle",}}</script>' * 10_000,
    "keys": HEAD + b"<script>" + b"'xtime':1," * 290_000 + b"</script>",
    "times": HEAD + b"<time datetime=2026-11-20>x</time><span class=time>2026-11-20</span>" * 20_000,
    "metas": b"<meta name=pubdate content=2026-11-20><meta property='og:a' content=b>" * 20_000,
    "long attributes": b"".join(
        b"<p class='%s' id='%s'>a" % (b"aTime " * 5_000, b"infoB" * 5_000) for _ in range(50)
    ),
    "data in attributes": b"<div data-x='"
    + b'[{"content":' * 50_000
    + b"'></div>"
    + (b"<div data-x='[%s]'></div>" % (b'"a",' * 80)) * 5000,
    "sources of a picture": HEAD + b"<p>a<img srcset='" + b"a.jpg 1x, " * 250_000 + b"'>",
    "pictures": HEAD
    + f"<p>{TEXT}。</p>".encode()
    + b"<img src=a.jpg data-src=b.jpg alt=c>" * 20_000
    + f"<p>{TEXT}。</p>".encode(),
    "credits": HEAD + "<p>（记者 张三 通讯员 李四）责任编辑：王五 来源：江畔日报</p>".encode() * 8000,
    "openers": HEAD + ("<p>" + "（【" * 60 + "</p>").encode() * 8000,
    "dates in Chinese": HEAD + ("<p>" + "二〇二六年十一月" * 10 + "</p>").encode() * 8000,
    "separators": b"<title>" + b"a - b_" * 60_000 + b"</title><h1>" + b"a - b_" * 25 + b"</h1>",
    "values shared a million times": HEAD
    + b'<script type="application/json">'
    + json.dumps(
        [dict.fromkeys(map(str, range(60)), 500)] * 500
        + [[501] * 200, dict.fromkeys(map(str, range(60)), 502), TEXT * 9]
    ).encode()
    + b"</script>",
    "hidden pieces": HEAD + b"<p>" + b"<span style='display:none'>a</span>b" * 30_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_take_bounded_time(name):
    start = time.process_time()
    draft = extract_html(BOMBS[name], url="http://a.example.com/b.html")
    assert time.process_time() - start < SECONDS
    assert len(draft.fragments) <= MAX_FRAGMENTS
    assert ("cut" in draft.fields.get("page", "")) >= (name == "thirty megabytes")


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in kilobytes on Linux only")
def test_thirty_megabytes_take_bounded_memory():
    code = """
import resource
from crawler.extract import extract_html
extract_html(b"<p>a")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
extract_html(b"<div><p>" + ("\u9752\u5c9b\u6e2f\uff0c" * 5 + "</p><p class=x>").encode() * 400_000)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""
    grown = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, cwd=REPOSITORY)
    assert int(grown.stdout) < 400_000


@pytest.mark.parametrize("tag", ["font", "div"])
@pytest.mark.parametrize("depth", [300, 1500, 5000])
def test_text_is_found_however_deep_it_is(depth, tag):
    page = f"<html><body>{f'<{tag}>' * depth}{TEXT}{f'</{tag}>' * depth}<p>{TEXT}</p></body></html>"
    assert page_text(extract_html(page.encode()).fragments).count(TEXT) == 2


def test_paths_stay_short_however_deep_and_wordy_the_elements_are():
    wordy = f"<div id={'x' * 190}>{TEXT}"
    fragments = extract_html(("<html><body>" + wordy * 1500).encode()).fragments
    assert len(fragments) == 1500
    assert max(len(fragment.path) for fragment in fragments) < 21_000


PIECES = st.sampled_from(
    ["<p>", "</p>", "<div class='article'>", "</div>", "<br>", "<table><tr><td>", "</td>", "</table>", "<a href='../x?a=1'>", "</a>"]
    + ["<h1>", "</h1>", "<style>.a{display:none}</style>", "<span class=a>", "</span>", "<li>", "<script>", "</script>", "<!--", "-->"]
    + ["&nbsp;", "&#x4e2d;", "&", "<", ">", "\0", "\ufdd0", "\ufdd1", "\ufdd2", "\n", "　", TEXT, "责任编辑：王大文", "2026-11-22", "相关阅读"]
    + ["<title>", "</title>", "<img src=a.jpg data-src=b.jpg>", "<a href='http://[x'>", "<base href='http://[::1'>", "<meta charset=big5>", "]]>"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_markup_is_taken_apart(pieces):
    body = "".join(pieces).encode("utf-8", "surrogatepass")
    draft = extract_html(body, url="http://news.example.com/a/b.html")
    fragments = draft.fragments
    assert [f.index for f in fragments] == list(range(len(fragments)))
    titles = [f.text for f in fragments if f.role == "title"]
    assert len(titles) <= 1
    assert not titles or draft.title in titles[0]
    for fragment in fragments:
        assert fragment.text == fragment.text.strip() != ""
        assert not set("\ufdd0\ufdd1\ufdd2\n\0") & set(fragment.text)
        assert 0 <= fragment.link_chars <= len(fragment.text)
        assert bool(fragment.hidden_by) >= fragment.hidden
        assert all(0 <= a.start < a.end <= len(fragment.text) for a in fragment.links)
    assert extract_html(body, url="http://news.example.com/a/b.html") == draft


@given(st.binary(max_size=2000))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_taken(body):
    draft = extract_html(body)
    assert draft.mojibake >= 0
    assert bool(draft.not_article) or any(f.role == "body" for f in draft.fragments)


@given(
    st.lists(st.text(alphabet="青岛港口经济增长，。 ab12", min_size=1, max_size=30), min_size=1, max_size=20)
)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_of_a_page_is_lost(texts):
    page = "<html><body>" + "".join(f"<div><p>{t}</p></div>" for t in texts) + "</body></html>"
    found = "".join(page_text(extract_html(page.encode()).fragments).split())
    assert found == "".join("".join(texts).split())
