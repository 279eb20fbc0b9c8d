# ruff: noqa: E501, ISC004 (markup is easier to read unbroken)
"""The lines set over and under a headline."""

import pytest

from crawler.extract import extract_html

TITLE = "前三季度全市经济增长百分之五点六"
DATE = "<div>2026-11-20 09:30　来源：江畔日报</div>"
TEXT = (
    "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>"
    "<p>分产业看，第一产业增加值平稳增长，第三产业对经济增长的贡献率进一步提高。</p>"
)
FOUNDER = (
    "<table><founder-title><tr><td class={0}>重大项目追踪</td></tr><tr><td><strong>{1}</strong></td></tr>"
    "<tr><td class={0}>配套企业同步落地五家</td></tr></founder-title></table>"
)


def lines(head: str, title: str = f"{TITLE}_江畔网") -> tuple[str, str, str]:
    page = (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{head}<div>{TEXT}</div></body>"
    )
    draft = extract_html(page.encode())
    return draft.kicker, draft.title, draft.subtitle


@pytest.mark.parametrize(
    ("head", "kicker", "subtitle"),
    [
        (f"<h1>{TITLE}</h1>{DATE}", "", ""),
        (FOUNDER.format("a", TITLE) + DATE, "重大项目追踪", "配套企业同步落地五家"),
        (
            f"<p class=PreTitle>统计看台</p><h2>{TITLE}</h2><p class=SubTitle>增速加快</p>{DATE}",
            "统计看台",
            "增速加快",
        ),
        (
            f"<div><h3>三季度数据解读之一</h3><h1>{TITLE}</h1><h2>工业投资增速加快</h2>{DATE}</div>",
            "三季度数据解读之一",
            "工业投资增速加快",
        ),
        (f"<h1>{TITLE}</h1><p>——来自市统计局的数据</p>{DATE}", "", "——来自市统计局的数据"),
        (
            f"<h1>{TITLE}</h1><div class=fbt>——2026年前三季度数据解读</div>{DATE}",
            "",
            "——2026年前三季度数据解读",
        ),
        (f"<h1>{TITLE}</h1><p>2026年前三季度数据解读</p>{DATE}", "", ""),
        (f"<h1>{TITLE}</h1><p class=sub>工业投资增速加快</p>{DATE}", "", "工业投资增速加快"),
        (
            f"<div class=title>{TITLE}<span class=subtitle>工业投资增速加快</span></div>{DATE}",
            "",
            "工业投资增速加快",
        ),
        (
            f"<h1><span>统计局最新数据</span><span>{TITLE}</span><span>工业投资增速加快</span></h1>{DATE}",
            "统计局最新数据",
            "工业投资增速加快",
        ),
        (f"<h1>{TITLE}</h1><h4>作者：张三</h4>{DATE}", "", ""),
        (f"<h1>{TITLE}</h1>{DATE}<h2>一、工业增速加快</h2>", "", ""),
        (f"<h1>{TITLE}</h1><h4>2026-11-20 09:30</h4>", "", ""),
        (f"<h4><a href=/>江畔财经首页</a></h4><h1>{TITLE}</h1>{DATE}", "", ""),
        (f"<h1>{TITLE}<small>工业投资增速加快</small></h1>{DATE}", "", "工业投资增速加快"),
        (f"<h1>{TITLE}<br>——来自市统计局的数据</h1>{DATE}", "", "——来自市统计局的数据"),
        (f"<h1><em class=yinti>统计局最新数据</em><br>{TITLE}</h1>{DATE}", "统计局最新数据", ""),
        (
            f"<table><tr><td class=font02>统计局最新数据</td></tr><tr><td class=font01>{TITLE}</td></tr>"
            f"<tr><td class=font02>工业投资增速加快</td></tr></table>{DATE}",
            "统计局最新数据",
            "工业投资增速加快",
        ),
        (
            f"<p align=center>统计局最新数据</p><p align=center><font size=5>{TITLE}</font></p>"
            f"<p align=center>工业投资增速加快</p><p align=center>2026-11-20 09:30</p>",
            "统计局最新数据",
            "工业投资增速加快",
        ),
        (
            f"<table><tr><td align=center>统计局最新数据<br><b>{TITLE}</b><br>工业投资增速加快</td></tr></table>{DATE}",
            "统计局最新数据",
            "工业投资增速加快",
        ),
        (f"<div>引题：统计看台</div><h1>{TITLE}</h1><div>副題：增速加快</div>{DATE}", "统计看台", "增速加快"),
        (
            f"<div class=t1>看台</div><div class=t2>{TITLE}</div><div class=t3>增速加快</div>{DATE}",
            "看台",
            "增速加快",
        ),
        (f"<h5>统计看台</h5><h3>{TITLE}</h3><h5>工业投资增速加快</h5>", "统计看台", "工业投资增速加快"),
        (f"<header><h1>{TITLE}</h1><h2>工业投资增速加快</h2></header>", "", "工业投资增速加快"),
        (f"<h2>财经新闻</h2><h1>{TITLE}</h1>{DATE}", "", ""),
        (
            f"<h1>{TITLE}</h1><div class=summary>摘要：全市经济增长，工业投资加快，消费回暖。</div>{DATE}",
            "",
            "",
        ),
        (f"<header><h1>{TITLE}</h1><p>上一篇 放大+ 缩小- 朗读</p></header>{DATE}", "", ""),
    ],
)
def test_kicker_and_subtitle_are_told_from_what_else_stands_beside_a_headline(head, kicker, subtitle):
    assert lines(head) == (kicker, TITLE, subtitle)


@pytest.mark.parametrize("label", ["原创", "转载", " 视频", "独家"])
def test_a_label_set_into_the_heading_is_no_part_of_the_headline(label):
    assert lines(f"<h1>{TITLE}<span>{label}</span></h1>{DATE}")[1] == TITLE
    assert lines(f"<h1>{TITLE}{label}</h1>{DATE}", title=f"{TITLE}{label}_江畔网")[1] == TITLE + label


@pytest.mark.parametrize(
    "head",
    [
        f"<!--enpproperty <title>{TITLE}</title><subtitle>增速加快</subtitle><introtitle>统计看台</introtitle>/enpproperty-->",
        "<meta name=subtitle content=增速加快><meta name=introtitle content=统计看台>",
        f'<script>window.__INITIAL_STATE__={{"a":{{"title":"{TITLE}","introTitle":"统计看台","subTitle":"增速加快"}}}}</script>',
    ],
)
def test_what_only_the_pages_data_say_of_kicker_and_subtitle_is_taken(head):
    assert lines(f"{head}<h1>{TITLE}</h1>{DATE}") == ("统计看台", TITLE, "增速加快")


def test_a_second_headline_in_json_ld_is_the_subtitle_unless_it_is_the_first_again():
    script = '<script type=application/ld+json>{{"@type":"NewsArticle","alternativeHeadline":"{0}"}}</script>'
    assert lines(f"{script.format('增速加快')}<h1>{TITLE}</h1>{DATE}")[2] == "增速加快"
    assert lines(f"{script.format(TITLE)}<h1>{TITLE}</h1>{DATE}")[2] == ""


def test_a_dashed_line_at_the_head_of_the_text_is_the_subtitle_and_none_of_the_text():
    html = f"<html><title>{TITLE}</title><h1>{TITLE}</h1>{DATE}<div><p>——来自市统计局的数据</p>{TEXT}</div>"
    draft = extract_html(html.encode(), headers={"Content-Type": "text/html; charset=utf-8"})
    assert draft.subtitle == "——来自市统计局的数据"
    assert not any(f.text == draft.subtitle for f in draft.fragments if f.role == "body")


def test_a_heading_in_one_group_with_the_headline_is_its_subtitle_though_no_date_follows():
    head = f"<div><header><hgroup><h1>{TITLE}</h1><h2>棲陋屋睡地板 「還能要求什麼」</h2></hgroup></header>"
    page = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{head}{TEXT}</div></body>"
    draft = extract_html(page.encode())
    assert draft.subtitle == "棲陋屋睡地板 「還能要求什麼」"
    assert draft.subtitle not in [f.text for f in draft.fragments if f.role == "body"]


def test_a_number_in_the_place_of_a_kicker_is_none():
    page = f'<html><head><meta charset=utf-8><title>{TITLE}</title><meta name=introtitle content="235"></head><body><h1>{TITLE}</h1>{DATE}{TEXT}</body>'
    assert extract_html(page.encode()).kicker == ""
