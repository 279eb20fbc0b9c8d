# ruff: noqa: E501 (markup is easier to read unbroken)
"""What a page says where readers do not look is handed to the detector, and is no part of the article."""

import time
from base64 import b64encode
from urllib.parse import quote

import pytest

from crawler.extract import extract_html

ADDRESS = "https://www.haiyu.example.com/a/1.html"
SHOWN = "<h1>港口扩建工程通过验收</h1><p>记者从港务集团获悉，扩建工程昨天通过验收，两个泊位年底投入使用。</p>"
WORDS = "暗处写的文字"
LINK = f"<a href='http://other.example.net/'>{WORDS}</a>"


def unseen(head="", body=""):
    page = f"<html><head><meta charset=utf-8><title>港口扩建工程通过验收_海榆网</title>{head}</head><body>{SHOWN}{body}</body></html>"
    draft = extract_html(page.encode(), url=ADDRESS)
    assert [f.text for f in draft.fragments if f.role == "title"] == ["港口扩建工程通过验收"]
    assert not any(WORDS in f.text for f in draft.fragments)
    return draft.unseen


def codes(text):
    return ",".join(str(ord(c)) for c in text)


@pytest.mark.parametrize(
    ("head", "body", "where"),
    [
        (f"<meta name=keywords content='港口,验收'><meta name=keywords content='{WORDS}'>", "", "head"),
        (f"<meta property='og:title' content='{WORDS}'>", "", "head"),
        (f'<script type="application/ld+json">{{"@type":"WebPage","name":"{WORDS}"}}</script>', "", "head"),
        (f"<style>.x:before{{content:'{WORDS}'}}</style>", "", "style"),
        ("", f"<img src=/1.gif alt='{WORDS}'>", "attribute"),
        ("", f"<a href=/1 title='{WORDS}'><img src=/1.gif></a>", "attribute"),
        ("", f"<form><input value='{WORDS}'></form>", "attribute"),
        ("", f"<div data-about='{WORDS}'></div>", "attribute"),
        ("", f'<script>window.__STATE__={{"links":[{{"t":"{WORDS}"}}]}}</script>', "data"),
        ("", f'<script type="application/json">{{"seo":{{"k":"{WORDS}"}}}}</script>', "data"),
        (
            "",
            "<script>document.write(unescape('%3Cb%3E'+'"
            + "".join(f"%u{ord(c):04X}" for c in WORDS)
            + "'+'%3C/b%3E'))</script>",
            "script",
        ),
        ("", f"<svg width=0><text>{WORDS}</text></svg>", "drawing"),
        ("", f'<iframe srcdoc="<p>{WORDS}</p>"></iframe>', "iframe"),
        ("", f"<!-- {LINK} -->", "comment"),
        ("", f"<!--[if lt IE 5]>{LINK}<![endif]-->", "comment"),
        ("", f'<script>document.write("<div>{LINK}</div>")</script>', "script"),
        ("", f'<script>var x=document.body;x.innerHTML+="{LINK}"</script>', "script"),
        ("", f"<script>document.title='{WORDS}'</script>", "script"),
        (
            "",
            "<script>document.title='" + "".join(f"\\u{ord(c):04x}" for c in WORDS) + "'</script>",
            "script",
        ),
        (
            "",
            "<script>eval(String.fromCharCode(" + codes(f'document.write("{LINK}")') + "))</script>",
            "script",
        ),
        (
            "",
            "<script>document.write(unescape('%3Ca href=1%3E"
            + "".join(f"%u{ord(c):04X}" for c in WORDS)
            + "%3C/a%3E'))</script>",
            "script",
        ),
        (
            "",
            f"<script>x.innerHTML=decodeURIComponent('%3Cb%3E{quote(WORDS)}%3C/b%3E')</script>",
            "script",
        ),
        (
            "",
            f"<script>document.write(atob('{b64encode(f'<b>{WORDS}</b>'.encode()).decode()}'))</script>",
            "script",
        ),
        (
            "",
            "<script>eval(function(p,a,c,k,e,d){return p}('0.1(\"<2>3</2>\")',4,4,'document|write|b|"
            + WORDS
            + "'.split('|'),0,{}))</script>",
            "script",
        ),
    ],
)
def test_a_place_readers_do_not_look_at_is_read(head, body, where):
    found = [f for f in unseen(head, body) if WORDS in f.text]
    assert [(f.text, f.hidden_by, f.role) for f in found] == [(WORDS, where, "chrome")]


def test_links_in_such_places_lead_where_they_lead():
    (found,) = unseen(body=f"<!-- {LINK} -->")
    assert [(x.href, x.offsite) for x in found.links] == [("http://other.example.net/", True)]


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("<meta name=description content='记者从港务集团获悉，扩建工程昨天通过验收…'>", ""),
        ("<meta property='og:title' content='港口扩建工程通过验收_海榆网'>", ""),
        ("", "<img src=/1.jpg alt='扩建工程'>"),
        ("", "<img src=/1.jpg alt='photo 12'>"),
        ("", "<!-- 头部广告 -->"),
        ("", "<script>var shareTitle='分享到朋友圈'</script>"),
    ],
)
def test_what_the_page_shows_too_or_writes_nowhere_is_left_out(head, body):
    assert unseen(head, body) == []


def test_elements_nobody_uses_that_share_a_random_id_are_a_kits():
    body = "<acronym id=k2w8q></acronym><bdo id=k2w8q><a href=/1>某</a></bdo><dfn id=x3s2a></dfn>"
    (found,) = unseen(body=body)
    assert found.kind == "code"
    assert found.text.startswith('<acronym id="k2w8q"></acronym>')


@pytest.mark.parametrize(
    "body",
    [
        "<acronym id=wto>WTO</acronym><var id=x1>x</var><kbd id=ctrl>Ctrl</kbd>",
        "<ruby id=a1b2>汉<rt>han</rt></ruby>",
        "<li id=nav01></li><li id=nav01></li><div id=k2w8q></div><div id=k2w8q></div>",
    ],
)
def test_other_ids_are_no_kits(body):
    assert [f for f in unseen(body=body) if f.kind == "code"] == []


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<img src=/{n}.gif alt='第{n}张图片的说明'>" for n in range(50_000)),
        "".join(f"<!-- <a href=/{n}>第{n}条</a> -->" for n in range(30_000)),
        "<script>document.write('" + "<b>某某</b>" * 200_000 + "')</script>",
        "".join(f"<script>document.title='第{n}个标题{{'</script>" for n in range(20_000)),
        "<script>" + "location.href='//a.example.net/';document.referrer;baidu;" * 120 + "</script>",
        (
            "<script>eval(function(p,a,c,k,e,d){return p}('"
            + "0 " * 2000
            + "',2,1,'"
            + "某" * 3000
            + "'.split('|')))</script>"
        )
        * 200,
    ],
)
def test_a_hostile_page_takes_no_longer_than_it_is_long(body):
    start = time.process_time()
    extract_html(f"<html><body>{SHOWN}{'<p>港口扩建。</p>' * 3000}{body}</body></html>".encode(), url=ADDRESS)
    assert time.process_time() - start < 6
