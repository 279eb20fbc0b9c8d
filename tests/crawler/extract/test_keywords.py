# ruff: noqa: E501 (markup is easier to read unbroken)
"""Keywords: stated by the page, or shown as tags beside the article."""

import pytest

from crawler.extract import extract_html

TITLE = "前三季度全市经济增长百分之五点六"
TEXT = (
    "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>"
    "<p>分产业看，第一产业增加值平稳增长，工业投资对经济增长的贡献率进一步提高。</p>"
)
WORDS = ["经济增长", "工业投资", "统计"]
LINKS = "".join(f"<a href=/t/{i}>{word}</a>" for i, word in enumerate(WORDS))


def words(head: str = "", *, inside: str = "", below: str = "") -> list[str]:
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}_江畔网</title>{head}</head><body><h1>{TITLE}</h1>"
        f"<div>2026-11-20 09:30</div><div class=content>{TEXT}{inside}</div>{below}</body></html>"
    )
    return extract_html(html.encode()).keywords


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=keywords content='经济增长,工业投资,统计'>",
        "<meta name=Keywords content='经济增长，工业投资；统计'>",
        "<meta name=keywords content='经济增长 工业投资 统计 经济增长'>",
        "<meta name=keywords content='经济增长,工业投资,统计,江畔网'>",
        "<meta name=keywords content='#经济增长#工业投资#统计'>",
        "<meta name=keywords content=''><meta name=news_keywords content='经济增长,工业投资,统计'>",
        "<meta name=DC.Subject content='经济增长;工业投资;统计'>",
        "".join(f"<meta property=article:tag content={word}>" for word in WORDS),
        '<script type=application/ld+json>{"@type":"NewsArticle","keywords":["经济增长","工业投资","统计"]}</script>',
        '<script type=application/ld+json>{"@type":"NewsArticle","keywords":"经济增长,工业投资,统计"}</script>',
        f'<script>window.__INITIAL_STATE__={{"a":{{"title":"{TITLE}","tags":[{{"name":"经济增长"}},{{"name":"工业投资"}},{{"name":"统计"}}]}}}}</script>',
        "<!--enpproperty <keyword>经济增长 工业投资 统计</keyword>/enpproperty-->",
    ],
)
def test_keywords_are_what_the_page_states(head):
    assert words(head) == WORDS


@pytest.mark.parametrize(
    "bar",
    [
        f"<div class=tags>标签：{LINKS}</div>",
        f"<div><span>關鍵字：</span>{LINKS}</div>",
        "<p>关键词：经济增长；工业投资；统计</p>",
        "<ul class=tag-list>" + "".join(f"<li><a href=/x/{w}>{w}</a></li>" for w in WORDS) + "</ul>",
        "<p>" + " ".join(f"<a href=/tag/{i}>#{w}</a>" for i, w in enumerate(WORDS)) + "</p>",
        "<dl class=keyword><dt>關鍵字</dt>"
        + "".join(f"<dd><a href=/x/{w}>{w}</a></dd>" for w in WORDS)
        + "</dl>",
    ],
)
def test_tags_beside_the_article_are_keywords_where_the_page_states_none(bar):
    assert words(inside=bar) == words(below=bar) == WORDS
    site = "<meta name=keywords content='江畔网,江畔新闻,财经门户'>"
    assert words(site, below=bar) == WORDS


@pytest.mark.parametrize(
    ("head", "below"),
    [
        ("", f"<div class=side><h3>热门标签</h3><div class=tags>{LINKS}</div></div>"),
        ("", "<p>关键词：</p>"),
        (f"<meta name=keywords content={TITLE}>", ""),
        ("<meta name=keywords content='江畔新闻网'>", ""),
    ],
)
def test_the_sites_own_words_are_no_keywords(head, below):
    assert words(head, below=below) == []


def test_blanks_divide_words_only_where_nothing_else_does():
    assert words("<meta name=keywords content='AI 芯片,台積電'>") == ["AI 芯片", "台積電"]
