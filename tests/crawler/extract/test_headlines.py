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
        (f"<h1>{TITLE}</h1><h4>作者：张三</h4>{DATE}", "", ""),
        (f"<h1>{TITLE}</h1>{DATE}<h2>一、工业增速加快</h2>", "", ""),
        (f"<h1>{TITLE}</h1><h4>2026-11-20 09:30</h4>", "", ""),
        (f"<h4><a href=/>江畔财经首页</a></h4><h1>{TITLE}</h1>{DATE}", "", ""),
    ],
)
def test_kicker_and_subtitle_are_told_from_what_else_stands_beside_a_headline(head, kicker, subtitle):
    assert lines(head) == (kicker, TITLE, subtitle)


@pytest.mark.parametrize("label", ["原创", "转载", " 视频", "独家"])
def test_a_label_set_into_the_heading_is_no_part_of_the_headline(label):
    assert lines(f"<h1>{TITLE}<span>{label}</span></h1>{DATE}")[1] == TITLE
    assert lines(f"<h1>{TITLE}{label}</h1>{DATE}", title=f"{TITLE}{label}_江畔网")[1] == TITLE + label
