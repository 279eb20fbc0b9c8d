"""The section: from the "you are here" bar, an element or label beside the headline, the title's tail."""

import pytest

from crawler.extract import extract_html

TEXT = (
    "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>"
    "<p>分产业看，第一产业增加值平稳增长，第三产业对经济增长的贡献率进一步提高。</p>"
)
TITLE = "前三季度全市经济增长百分之五点六"


def section(before: str, title: str = f"{TITLE} - 江畔网") -> str:
    html = (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{before}<h1>{TITLE}</h1>"
        f"<div>2026-11-20 17:26</div><div class=content>{TEXT}</div></body></html>"
    )
    return extract_html(html.encode()).section


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ('<div class="breadcrumb"><a>財經</a><a>財經快訊</a></div>', "財經快訊"),
        ("<div>主頁 / 財經</div>", "財經"),
        ("<div>本页位置：<a>首页</a> → <a>经济</a> → 正文</div>", "经济"),
        ('<ul class="breadcrumb__list"><li>首頁</li><li>產業.科技</li><li>內文</li></ul>', "產業.科技"),
        ("<nav aria-label=breadcrumb><ol><li>首页</li><li>即时</li><li>新加坡</li></ol></nav>", "新加坡"),
        (
            "<div id=pt><a>江畔热线</a> &rsaquo; <a>门户</a> &rsaquo; <a>财经</a> &rsaquo; 查看内容</div>",
            "财经",
        ),
        (
            "<div>首页 | 公司</div><div class=crumbs><a>首页</a> &gt; <a>评论</a> &gt; 正文</div>",
            "评论",
        ),
        ('<span class="category">即時財經</span>', "即時財經"),
        ('<span class="a_catalog"><a href="/cj">产经</a></span>', "产经"),
        ('<a rel="category tag" href="/kj">科技</a>', "科技"),
        ("<div>分類：產業動態</div>", "產業動態"),
        ("<div>要闻 财经 汽车</div>", ""),
    ],
)
def test_the_section_is_where_the_page_says_it_is(before, expected):
    assert section(before) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{TITLE}｜即時新聞｜財經｜東岸新聞網", "財經"),
        (f"{TITLE}_财经_江畔网", "财经"),
        (f"{TITLE}_新政_市民_住房", ""),
        (f"{TITLE} - 江畔网", ""),
    ],
)
def test_a_title_that_ends_in_section_and_site_names_the_section(title, expected):
    assert section("", title) == expected
