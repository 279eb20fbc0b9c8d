# ruff: noqa: E501 (markup is easier to read unbroken)
"""Which of a page's dates is its publication."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html

from crawler.extract import extract_html, extract_lines
from crawler.extract.elements import Elements
from crawler.extract.published import find_published, find_published_in_lines
from crawler.text.dates import CHINA, parse_date

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=CHINA)
PAGES = Path(__file__).parents[3] / "../shared/data"
BODY = "<p>据介绍，2019年3月1日，该园区启动建设，预计2027年1月1日投产。</p>" * 3


def page(head="", bar="", tail="", title="青岛生物科技园区启用"):
    return html.document_fromstring(
        f"<html><head><title>{title}_财经网</title>{head}</head><body><p class='nav'>2026-11-22 星期日</p>"
        f"<h1>{title}</h1>{bar}<div class='content'>{BODY}</div>{tail}</body></html>"
    )


def lines_of(tree):
    for element in tree.iter("script", "style"):
        element.text = ""
    return [" ".join(e.text_content().split()) for e in tree.iter("h1", "p", "div") if not len(e)]


def day(tree, url="", **more):
    raw, where = find_published(Elements(tree), url=url, now=NOW, **more)
    parsed = parse_date(raw, now=NOW) if raw else None
    return (parsed and parsed.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M"), where)


CASES = {
    "meta": (
        {"head": '<meta property="article:published_time" content="2026-11-20T09:30:00+08:00">'},
        "2026-11-20 09:30",
        "meta:article:published_time",
    ),
    "a plain meta name": (
        {"head": '<meta name="PubDate" content="2026-11-20 09:30">'},
        "2026-11-20 09:30",
        "meta:pubdate",
    ),
    "JSON-LD": (
        {
            "head": '<script type="application/ld+json">{"@graph":[{"@type":"BreadcrumbList"},'
            '{"@type":"NewsArticle","datePublished":"2026-11-20T09:30:00+08:00",'
            '"dateModified":"2026-11-21T09:30:00+08:00"}]}</script>'
        },
        "2026-11-20 09:30",
        "json_ld",
    ),
    "broken JSON-LD": (
        {
            "head": '<script type="application/ld+json">{"headline":"a"b",'
            '"pubDate":"2026-11-20T09:30:00",}</script>'
        },
        "2026-11-20 09:30",
        "json_ld",
    ),
    "a time element": (
        {"bar": '<time datetime="2026-11-20T09:30:00+08:00">3天前</time>'},
        "2026-11-20 09:30",
        "time",
    ),
    "an information bar": (
        {"bar": '<div class="article-info">来源：证券时报 <span>2026年11月20日 09:30</span></div>'},
        "2026-11-20 09:30",
        "div.article-info",
    ),
    "year, day and time in elements of their own": (
        {
            "bar": '<div class="header-time"><span class="year"><em>2026</em></span> '
            '<span class="day"><em>11</em>/<em>20</em></span> <span class="time">09:30:15</span></div>'
        },
        "2026-11-20 09:30",
        "div.header-time",
    ),
    "publication before modification": (
        {
            "bar": '<div class="info">更新时间：2026-11-21 10:00</div>'
            '<div class="info">发布时间：2026-11-20 09:30</div>'
        },
        "2026-11-20 09:30",
        "div.info",
    ),
    "a modification when there is nothing else": (
        {"bar": '<div class="info">更新时间：2026-11-21 10:00</div>'},
        "2026-11-21 10:00",
        "div.info",
    ),
    "embedded state": (
        {"head": '<script>window.__DATA__={"id":1,"publishTime":"2026-11-20 09:30:00"}</script>'},
        "2026-11-20 09:30",
        "script",
    ),
    "an epoch in a script": (
        {"head": '<script>var ct = "1795138200";</script>'},
        "2026-11-20 09:30",
        "script",
    ),
}


@pytest.mark.parametrize(("parts", "expected", "where"), CASES.values(), ids=CASES)
def test_each_kind_of_evidence_is_read(parts, expected, where):
    assert day(page(**parts)) == (expected, where)


def test_a_line_beside_the_title_is_read_and_the_day_of_the_page_head_is_not():
    tree = page(bar="<div><p>2026-11-20 09:30 来源：证券时报</p></div>")
    assert day(tree, lines=lines_of(tree)) == ("2026-11-20 09:30", "line_by_title")


def test_dates_in_sentences_are_never_the_answer():
    tree = page()
    assert find_published(
        Elements(tree), url="http://e.example/a/1.html", lines=lines_of(tree)[1:], now=NOW
    ) == (
        "",
        "",
    )


@pytest.mark.parametrize(
    ("declared", "shown", "expected"),
    [
        ("2026-11-20 00:00:00", "2026/11/20 18:05", "2026-11-20 18:05"),
        ("2026-11-20 10:05:00", "2026-11-20 18:05", "2026-11-20 18:05"),
        ("2026-11-20T16:20:00", "2026-11-21 00:20", "2026-11-21 00:20"),
        ("2026-11-20T10:05:00+08:00", "2026-11-20 18:05", "2026-11-20 10:05"),
        ("2026-11-20 00:00:00", "2026-11-21 18:05", "2026-11-20 00:00"),
        ("2026-11-20 09:30:00", "更新时间：2026-11-20 17:30", "2026-11-20 09:30"),
        ("2026-11-20 09:30:00", "2026-11-20", "2026-11-20 09:30"),
    ],
)
def test_a_moment_declared_without_a_zone_is_corrected_by_what_readers_see(declared, shown, expected):
    head = f'<script type="application/ld+json">{{"datePublished":"{declared}"}}</script>'
    tree = page(head=head, bar=f"<div class=info>{shown}</div>")
    draft = extract_html(html.tostring(tree), now=NOW)
    found = parse_date(draft.published_raw, now=NOW)
    assert found
    assert found.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") == expected


def test_the_address_decides_between_contradicting_dates():
    head = '<meta name="publishdate" content="2026-11-22 03:00:00">'
    bar = '<div class="info">2026-11-02 09:30</div>'
    url = "http://e.example/2026-11/02/content_1.htm"
    assert day(page(head, bar), url) == ("2026-11-02 09:30", "div.info")


def test_the_address_alone_gives_the_day():
    assert find_published(
        Elements(page()), url="http://e.example/html/2026-11/20/content_1.htm", now=NOW
    ) == (
        "2026-11/20",
        "url",
    )


def test_the_more_exact_of_two_that_agree_is_taken():
    head = '<meta name="pubdate" content="2026-11-20">'
    assert day(page(head, '<div class="info">2026-11-20 09:30</div>')) == ("2026-11-20 09:30", "div.info")


def test_a_yearless_date_takes_the_year_from_elsewhere_on_the_page():
    head = '<meta itemprop="dateUpdate" content="2019-10-08 12:00:57">'
    raw, _ = find_published(Elements(page(head, '<div class="info">发布时间：10-08 12:00</div>')), now=NOW)
    assert raw == "2019-10-08 12:00:57"


@pytest.mark.parametrize("date", ["2027-03-01 09:30", "1970-01-01 08:00", "2026-02-30 09:30", "0000-00-00"])
def test_impossible_and_future_dates_are_passed_over(date):
    head = f'<meta property="article:published_time" content="{date}">'
    assert day(page(head, '<div class="info">2026-11-20 09:30</div>')) == ("2026-11-20 09:30", "div.info")


@pytest.mark.parametrize(
    "name", ["comment-time", "related-list-date", "side-time", "update-time", "footer-info"]
)
def test_dates_of_other_things_are_not_the_articles(name):
    assert day(page(tail=f'<div class="{name}">2026-11-21 08:00</div>'))[0] is None


TEXT = "近日，园区启用，2019年3月1日开工建设的园区首批入驻企业一百一十余家，产值突破四十五亿元。"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            ["园区开工", "2026-11-20 09:30 来源：证券时报 作者：张三", TEXT],
            "2026-11-20 09:30 来源：证券时报 作者：张三",
        ),
        (["园区开工", "2026年11月20日 星期五", TEXT], "2026年11月20日 星期五"),
        (["园区开工", "发布时间：2026年11月20日09:30", TEXT], "发布时间：2026年11月20日09:30"),
        (["园区开工", TEXT, "（青岛财经日报 2026年11月20日）"], "（青岛财经日报 2026年11月20日）"),
        (["园区在2019年3月1日开工", "", TEXT], ""),
        (["园区开工", "2019年3月1日开工", TEXT], ""),
        (["园区开工", TEXT, "Copyright 2019-2026 版权所有"], ""),
        ([], ""),
    ],
)
def test_lines_without_a_page_are_read_alike(lines, expected):
    assert find_published_in_lines(lines, title=lines[0] if lines else "", now=NOW)[0] == expected
    assert extract_lines(lines).published_raw == expected


def test_the_same_page_gives_the_same_date_without_a_moment():
    bar = '<div class="info">2026-11-20 09:30</div>'
    assert find_published(Elements(page(bar=bar))) == ("2026-11-20 09:30", "div.info")


def test_a_list_of_other_articles_does_not_date_this_one():
    others = "".join(f'<div><b class="date">2026-11-{d} 08:00</b></div>' for d in (11, 12, 13))
    tree = page(bar=others + "<p>2026-11-20 09:30</p>")
    lines = ["青岛生物科技园区启用", "2026-11-20 09:30", "据介绍，该园区启动建设。"]
    assert day(tree, lines=lines, title=lines[0]) == ("2026-11-20 09:30", "line_by_title")


def test_a_huge_page_of_dates_takes_no_time():
    bar = '<div class="x-date">2026年11月20日 09:30</div>' * 20_000
    assert day(page(bar=bar)) == ("2026-11-20 09:30", "div.x-date")


@pytest.mark.skipif(not PAGES.exists(), reason="needs ../shared/data")
def test_ninety_eight_of_a_hundred_development_pages_are_dated_right():
    right = total = 0
    for gold in sorted(PAGES.glob("pages*/*/*.json")):
        label = json.loads(gold.read_text("utf-8"))
        if not label.get("date"):
            continue
        body = gzip.decompress(gold.with_suffix(".html.gz").read_bytes())
        draft = extract_html(body, url=label.get("url") or "", now=NOW)
        date = parse_date(draft.published_raw, now=NOW)
        total += 1
        right += date is not None and f"{date.at.astimezone(CHINA):%Y-%m-%d}" == label["date"][:10]
    assert total >= 115
    assert right / total >= 0.98


TITLE = "青岛生物科技园区启用"
FULL = (
    "<html><head><meta charset=utf-8><title>{title}_财经网</title>{head}</head><body>{pre}"
    "<h1>{title}</h1>{bar}<div class=c>" + BODY + "</div>{post}</body></html>"
)


OTHER_LD = (
    '<script type="application/ld+json">{"@type":"NewsArticle","headline":"江畔十一月刊目录与征订启事",'
    '"datePublished":"2026-11-10T09:30:00+08:00"}</script>'
)
LIST = (
    "<ul>"
    + "".join(f"<li><a href=/a/{i}.html>青岛第{i}家园区启用</a> 2026-11-1{i}</li>" for i in range(6))
    + "</ul>"
)
CARDS = "".join(f"<div class=card><h3>第{i}家园区启用</h3><i>2026-11-1{i}</i></div>" for i in range(6))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"bar": "<span class=time>刚刚</span>"}, "2026-11-22"),
        ({"bar": "<div class=date>2天前</div>"}, "2026-11-20"),
        ({"bar": "<div>中華民國一一五年十一月二十日</div>"}, "2026-11-20"),
        ({"bar": "<p class=date><span class=day>20</span><span>2026/11</span></p>"}, "2026-11-20"),
        (
            {
                "pre": "<div class=top>2026年11月22日 星期日</div>",
                "post": "<div>发布时间：2026-11-20 18:05</div>",
            },
            "2026-11-20",
        ),
        ({"pre": "<div>2026年11月10日 晴 12℃</div>", "post": "<div>2026-11-20 18:05</div>"}, "2026-11-20"),
        (
            {"head": "<meta name=pubdate content='2026-11-22'>", "bar": "<div>2026-11-19 18:05</div>"},
            "2026-11-19",
        ),
        ({"bar": "<div>成文日期：2026-11-10</div><div>发布日期：2026-11-20</div>"}, "2026-11-20"),
        ({"bar": "<div>打印时间：2026-11-22 09:00</div><div>2026-11-20 18:05</div>"}, "2026-11-20"),
        ({"bar": "<div class=c><p>某某社青岛11月20日电 今天园区启用，企业入驻。</p></div>"}, "2026-11-20"),
        ({"title": "央行今日开展逆回购操作"}, ""),
        ({"bar": "<div>2026-11-20 18:05　来源: <a>江畔晚报</a><a>举报</a></div>"}, "2026-11-20"),
        ({"bar": "<div>更新时间：2026-11-21 21:00 发布时间：2026-11-20 19:00</div>"}, "2026-11-20"),
        (
            {"bar": "<div class=t><script>localTime({dt:'2026/11/20 18:05'})</script><i>推荐 5</i></div>"},
            "2026-11-20",
        ),
        ({"bar": "<div>Friday, Nov 20, 2026</div>"}, "2026-11-20"),
        ({"bar": "<div>评论 2026-11-21 10:00</div><div>2026-11-20 09:30</div>"}, "2026-11-20"),
        ({"bar": "<div>开会时间：2026-11-21</div><div>发布时间：2026-11-20</div>"}, "2026-11-20"),
        ({"head": OTHER_LD, "bar": "<div>2026-11-20 09:30</div>"}, "2026-11-20"),
        ({"head": OTHER_LD}, "2026-11-10"),
        ({"bar": "<div><b>20</b><i>2026-11</i></div>"}, "2026-11-20"),
        ({"bar": "<div><b>20</b><i>11月</i><em>2026</em></div>"}, "2026-11-20"),
        ({"bar": "<div><span title='2026-11-20 09:30:12'>两天前</span></div>"}, "2026-11-20"),
        ({"bar": "<div><time title='2026-11-20 09:30'>2天前</time></div>"}, "2026-11-20"),
        (
            {"head": "<meta name=pubdate content='2026-11-22 11:59:00'>", "bar": "<p>2026-11-19 18:05</p>"},
            "2026-11-19",
        ),
        (
            {"head": "<meta name=pubdate content='2026-11-22 11:59:26'><meta name=others content='页面生成时间 2026-11-22 11:59:26'>", "bar": "<p>日期：2026-11-14 来源：江畔党建</p>"},
            "2026-11-14",
        ),
        (
            {"head": "<meta name=pubdate content='2026-11-20 11:59:26'><meta name=others content='页面生成时间 2026-11-20 11:59:26'>"},
            "2026-11-20",
        ),
        ({"head": "<meta name=articleDate content=20261120>", "pre": "<div>11月14日(六)</div>"}, "2026-11-20"),
        ({"bar": "<script>var banner = {till: '2026-11-20'};</script>"}, ""),
        (
            {
                "title": "新园区启用",
                "bar": "<div>楼主 发表于 2026-11-20 18:05:10 | 只看该作者</div>",
                "post": "<div>路人甲 发表于 2026-11-21 00:20</div><p>支持。</p>",
            },
            "2026-11-20",
        ),
    ],
)  # fmt: skip
def test_of_several_dates_on_a_page_one_is_the_publication(parts, expected):
    whole = {"title": TITLE, "head": "", "pre": "", "bar": "", "post": "", **parts}
    draft = extract_html(FULL.format(**whole).encode(), now=NOW)
    found = parse_date(draft.published_raw, now=NOW) if draft.published_raw else None
    assert (found.at.astimezone(CHINA).strftime("%Y-%m-%d") if found else "") == expected


@pytest.mark.parametrize(
    ("before", "behind", "expected"),
    [
        ("<div>今天是2026年11月22日</div>", LIST, ""),
        ("", LIST, ""),
        ("", CARDS, ""),
        ("", f"<p>2026年11月20日</p>{LIST}", "2026-11-20"),
        (
            "",
            f"<i>转载</i><p>返回</p><p>原创</p><p>作者：童舟 发表于：2026-11-20 12:30</p>{LIST}",
            "2026-11-20",
        ),
        ("", "<p>2026-11-20</p>", "2026-11-20"),
    ],
)
def test_lists_behind_the_text_date_nothing(before, behind, expected):
    html = f"<meta charset=utf-8><title>{TITLE}</title>{before}<h1>{TITLE}</h1><div>{BODY}</div>{behind}"
    draft = extract_html(html.encode(), now=NOW)
    found = parse_date(draft.published_raw, now=NOW) if draft.published_raw else None
    assert (found.at.astimezone(CHINA).strftime("%Y-%m-%d") if found else "") == expected


def test_a_year_over_month_and_day_over_the_time():
    bar = (
        '<div class=side><div class="year"><span>2026</span></div>'
        "<div class=md>11/<!-- -->08</div><div class=time>16<!-- -->:37</div></div>"
    )
    made = page('<meta name="apub:time" content="2026-11-9 02:57:42">', bar)
    found = extract_html(html.tostring(made, encoding="utf-8"), now=NOW)
    parsed = parse_date(found.published_raw, now=NOW)
    assert parsed is not None
    assert parsed.at.astimezone(CHINA).strftime("%m-%d %H:%M") == "11-08 16:37"


def test_when_a_page_was_made_counts_where_it_says_nothing_else():
    made = page('<meta name="apub:time" content="2026-11-9 02:57:42">')
    assert day(made) == ("2026-11-09 02:57", "meta:apub:time")


@pytest.mark.parametrize("title", ["包子舖堅持好料 虧損2年出頭天", "青岛生物科技园区启用"])
def test_a_date_may_be_glued_to_the_headline(title):
    html = (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div class=top>2026/11/10 星期二 │加入最愛</div>"
        f"<div class=box><span class=ttl>{title}</span><span class=dt>2026/11/1 18:13</span></div><div class=c>{BODY}</div></body></html>"
    )
    draft = extract_html(html.encode(), now=NOW)
    found = parse_date(draft.published_raw, now=NOW)
    assert draft.title == title
    assert found
    assert f"{found.at.astimezone(CHINA):%Y-%m-%d %H:%M}" == "2026-11-01 18:13"


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ("<p class=t><a href=/a/2.html>梦想成为选手的少年们出发了</a></p>", "2026-08-25 17:52"),
        ("<p class=t><a href=/a/1.html>青岛生物科技园区启用</a></p>", "2026-09-28 13:17"),
        ("<p class=t>责任单位</p>", "2026-09-28 13:17"),
    ],
    ids=["another article", "this one", "no link"],
)
def test_a_date_right_under_another_articles_link_is_that_articles(over, expected):
    bar = "<p class=detail>2026-08-25 17:52 作者：林晓彤</p>"
    found = page(bar=bar, tail=f"<div class=box><div>{over}<p class=time>2026-09-28 13:17:51</p></div></div>")
    assert day(found, lines=lines_of(found), title="青岛生物科技园区启用")[0] == expected


@pytest.mark.parametrize(
    ("line", "dated"),
    [
        ("8分钟前，湖北的张**下单成功", False),
        ("3天前开工的泊位", False),
        ("8分钟前", True),
        ("3小时前 来源：江畔日报", True),
        ("江畔日报 3小时前", True),
    ],
)
def test_how_long_ago_something_else_happened_is_no_date(line, dated):
    found = page(bar=f"<p class=x>{line}</p>")
    of_the_head = "2026-11-22 00:00"
    assert (day(found, lines=lines_of(found), title="青岛生物科技园区启用")[0] != of_the_head) is dated


@pytest.mark.parametrize("name", ["date", "today", "newsdate"])
def test_a_masthead_that_tells_the_moon_as_well_is_no_evidence_beside_another_date(name):
    html = (
        f"<div class=head><div class={name}>2026年11月1日‧星期日‧丙午年九月廿二日</div></div><div class=content><h1>江畔行銷有請影星助陣</h1>"
        f"<div id=newstext><span>2026-08-13</span>{BODY}</div></div>"
    )
    draft = extract_html(html.encode("utf-8"), now=NOW)
    assert draft.published_raw == "2026-08-13"


def test_a_masthead_is_the_issues_day_where_there_is_nothing_else():
    html = f"<div class=date>2026年11月1日 星期日 农历九月廿二</div><h1>江畔园区启用</h1><div class=content>{BODY}</div>"
    draft = extract_html(html.encode("utf-8"), now=NOW)
    assert draft.published_raw.startswith("2026年11月1日")


def test_the_day_under_a_headline_that_shares_its_block_with_the_subtitle():
    menu = "".join(f"<li><a href=/{i}>栏目{i}</a></li>" for i in range(80))
    tools = "".join(f"<li>{word}</li>" for word in ("回應()", "列印", "轉寄", "討論", "推薦", "收藏", "字級"))
    html = (
        f"<title>科技業年終最高三十個月 尾牙最期待歌手 - 江畔新聞</title><ul>{menu}</ul>"
        f"<div id=Heading>科技業年終最高三十個月　尾牙最期待歌手<br><span>年終比去年多兩天　獎金太低想離職</span></div>"
        f"<div>2026/11/12</div><ul>{tools}</ul><div class=text>{BODY}</div>"
    )
    draft = extract_html(html.encode("utf-8"), now=NOW)
    assert draft.published_raw == "2026/11/12"


@pytest.mark.parametrize(
    ("declared", "expected"),
    [("2026-11-20T08:19:35Z", "08:19"), ("2026-11-20T00:19:35Z", "08:19"), ("2026-11-20T03:00:00Z", "11:00")],
)
def test_local_time_declared_as_greenwich_time_is_what_readers_see(declared, expected):
    html = f'<meta name=pubdate content="{declared}"><h1>江畔園區啟用</h1><div><span class=viewtime>2026-11-20 08:19</span>{BODY}</div>'
    draft = extract_html(html.encode("utf-8"), now=NOW)
    at = parse_date(draft.published_raw, now=NOW).at.astimezone(CHINA)
    assert at.strftime("%Y-%m-%d %H:%M") == f"2026-11-20 {expected}"


def test_a_sites_clock_in_an_element_named_date_does_not_outweigh_yesterday():
    clock, bar = (
        "<div class=date>今天是2026年11月22日 星期日</div>",
        "<div class=by>江畔日报 昨日 10:20</div>",
    )
    text = "<p>江畔港务部门公布，今年前三季度全港完成货物吞吐量三千二百万吨，同比增长一成二。</p>" * 2
    html = f"<meta charset=utf-8><title>港口吞吐量增长</title>{clock}<h1>港口吞吐量增长</h1>{bar}<div>{text}</div>"
    assert extract_html(html.encode(), now=NOW).published_raw.endswith("昨日 10:20")
