"""Filler keeps a page's shape and nothing of its text; guesses begin a site file."""

# ruff: noqa: E501  (a made-up page reads best on one line)

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.catalogue.filler import fill_html, fill_json, filler
from crawler.catalogue.guess import article_shape, guess_family, guess_items, guess_selectors, paper_address
from crawler.families.list_page import Anchor
from crawler.items import Draft, Fragment

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), max_size=60)


@given(CHINESE)
def test_filler_has_the_same_length_and_is_the_same_each_time(text):
    assert len(filler(text)) == len(text)
    assert filler(text) == filler(text)


@given(st.text(max_size=200))
def test_no_page_breaks_filling(text):
    fill_html(text)
    fill_html(f"<p title='{text}'>{text}</p><script>{text}</script>")


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("来源：某某日报 记者 王某某 2026-11-20 09:30", ["来源：", "记者 ", "2026-11-20 09:30"]),
        ("11月20日，增长12.5%", ["11月20日，", "12.5%"]),
        ("第01版：要闻", ["第01版："]),
    ],
)
def test_labels_dates_and_figures_stay(text, kept):
    assert all(part in filler(text) for part in kept)


def test_tags_addresses_and_dates_stay_and_words_go():
    page = (
        '<html><head><title>甲乙丙丁戊己</title><meta property="og:url" content="http://a.cn/1.html">'
        '<meta name="description" content="甲乙丙丁戊己"><script>alert("甲乙丙丁戊己")</script>'
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"甲乙丙丁戊己","datePublished":"2026-11-20"}</script>'
        '</head><body><!-- <author>甲乙丙丁戊己</author> --><a href="/x.html" title="甲乙丙丁戊己">甲乙&amp;丙丁戊己</a></body></html>'
    )
    filled = fill_html(page)
    assert not re.search("甲乙|丙丁|戊己", filled)
    assert re.findall(r"</?[\w]+", filled) == re.findall(r"</?[\w]+", page)
    assert 'content="http://a.cn/1.html"' in filled
    assert '"datePublished": "2026-11-20"' in filled
    assert "&amp;" in filled


def test_scripts_that_lead_on_are_kept_others_are_emptied():
    assert (
        fill_html("<script>var s='甲';location.href='/a.htm';</script>")
        == "<script>location.href='/a.htm'</script>"
    )
    assert "createPageHTML(3, 0, 'index', 'html')" in fill_html(
        "<script>createPageHTML(3, 0, 'index', 'html');</script>"
    )


def test_json_inside_json_is_filled():
    filled = fill_json(
        {"url": "http://a.cn/甲", "id": "甲1", "list": json.dumps([{"title": "甲乙丙"}], ensure_ascii=False)}
    )
    assert "甲乙" not in json.dumps(filled, ensure_ascii=False)
    assert len(json.loads(filled["list"])[0]["title"]) == 3


@pytest.mark.parametrize(
    ("url", "text", "family"),
    [
        ("http://a.cn/html/2026-11/22/node_2.htm", "", "founder_classic"),
        ("http://a.cn/pc/layout/202611/22/node_01.html", "", "founder_layout"),
        ("http://a.cn/x/20261122/html/index.htm", "", "founder_index"),
        ("http://a.cn/content/20261122/Page01NU.htm", "", "page_articel"),
        ("http://a.cn/shtml/x/20261122/v1.shtml", "", "shtml"),
        ("http://a.cn/epaper/uniflows/html/2026/11/22/01/default.htm", "", "uniflows"),
        ("http://a.cn/Html/2026-11-22/Qpaper.html", "", "qpaper"),
        ("http://a.cn/Article/index/aid/12.html", "", "media_aid"),
        ("http://a.cn/feed", "<?xml version='1.0'?><rss>", "feed"),
        ("http://a.cn/api", '{"data": []}', "json_list"),
        ("http://a.cn/api", 'cb({"data": []})', "json_list"),
        ("http://a.cn/jj/", "<script>createPageHTML(3,0,'index','html')</script>", "trs"),
        ("http://a.cn/", "<link href='/wp-content/x.css'>", "wp_json"),
        ("http://a.cn/", "<html><p>", "portal"),
    ],
)
def test_families_by_address_and_text(url, text, family):
    assert guess_family([url], text) == family


def test_the_shape_of_a_list_s_articles():
    headlines = [
        Anchor(f"http://www.a.cn/articles/2026-11-20/41011{n}.html", "港口货物吞吐量创新高") for n in range(5)
    ]
    others = [Anchor(f"http://www.a.cn/about/{n}.html", "关于") for n in range(9)]
    shape, example = article_shape([*others, *headlines])
    assert re.search(shape, "http://www.a.cn/articles/2027-01-02/5.html")
    assert not re.search(shape, "http://www.a.cn/about/5.html")
    assert example == headlines[0].url
    assert article_shape(others) == ("", "")


@pytest.mark.parametrize(
    ("url", "family", "expected"),
    [
        ("http://a.cn/p/html/2026-11/22/node_2.htm", "founder_classic", {"paper": "http://a.cn/p", "first_page": "node_2.htm"}),
        ("http://a.cn/column/202611/22/colA1.html", "founder_layout", {"paper": "http://a.cn", "issue": "/column/{date:%Y%m/%d}/", "first_page": "colA1.html"}),
        ("http://a.cn/about.html", "founder_classic", {}),
    ],
)  # fmt: skip
def test_a_newspaper_s_addresses_from_one_page(url, family, expected):
    assert paper_address(url, family) == expected


def test_what_a_json_list_keeps_where():
    value = {
        "code": 0,
        "data": {
            "tags": [{"name": "x"}],
            "items": [{"newsUrl": "/1", "title": "甲", "pubTime": 1}, {"newsUrl": "/2"}],
        },
    }
    assert guess_items(value) == {"items": "data.items", "item_url": "newsUrl", "item_date": "pubTime"}
    assert guess_items(None) == {}


def test_selectors_from_where_the_text_was_found():
    box = "html/body/div.wrap/div#content.article"
    fragments = [Fragment(0, "题", role="title", path="html/body/div.wrap/h1.big")]
    fragments += [Fragment(n, "段", path=f"{box}/p") for n in (1, 2)]
    assert guess_selectors(Draft(fragments=fragments)) == {"title": "h1.big", "body": "#content"}
    marked = [Fragment(n, "段", path="html/body/div.main/p.info_p") for n in (1, 2)]
    assert guess_selectors(Draft(fragments=marked)) == {"body": "p.info_p"}
    assert guess_selectors(Draft()) == {}
