# ruff: noqa: E501 (sentences are easier to read unbroken)
"""The confidence of a body says how likely it is to be right."""

import json
from pathlib import Path

import pytest

from crawler.extract import confidence, extract_html

GOLDEN = sorted((Path(__file__).parents[2] / "sites").glob("*/article.html"))
TITLE = "前三季度全市经济增长百分之五点六"
P1 = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。"
P2 = "分产业看，第一产业增加值平稳增长，第二产业增加值增长较快，第三产业对经济增长的贡献率进一步提高。"
OTHER = "第{}家企业在本市经开区开工建设新厂房，明年投产，年产值超过三亿元。"
OTHERS = "".join(f"<p>{OTHER.format(i)}</p>" for i in range(20))
DATE = "<div class=info>2026-11-02 09:30 来源：示例日报</div>"
ARTICLE = f"<h1>{TITLE}</h1>{DATE}<div class=article>" + f"<p>{P1}</p><p>{P2}</p>" * 4 + "</div>"


def sure(body: str) -> float:
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{body}</body></html>"
    draft = extract_html(html.encode(), url="https://a.example/1.html")
    assert draft.method in {"generic", ""}
    return draft.confidence


def test_a_whole_article_alone_on_its_page_is_nearly_certain():
    assert sure(ARTICLE) >= 0.95


@pytest.mark.parametrize(
    "worse",
    [
        f"<h1>{TITLE}</h1><div class=article><p>{P1}</p></div>",
        f"<h1>{TITLE}</h1>{DATE}<div class=article><p>{P1}</p></div><div class=x><h3>动态</h3>{OTHERS}</div>",
        f"<h1>{TITLE}</h1>{DATE}<ul><li>营业收入</li><li>净利润</li><li>总资产合计</li></ul>",
    ],
    ids=["short and undated", "much else", "no sentence"],
)
def test_what_speaks_against_a_body_lowers_it(worse):
    assert sure(worse) < sure(ARTICLE) - 0.2


def test_a_page_without_a_body_has_none():
    assert sure("") == 0.0


def test_the_golden_pages_are_all_likely():
    low = {}
    for page in GOLDEN:
        url = json.loads(page.with_name("expected.json").read_text("utf-8"))["url"]
        draft = extract_html(page.read_bytes(), url=url)
        if draft.confidence < 0.6:
            low[page.parent.name] = draft.confidence
    assert low == {}


def test_each_feature_has_a_weight():
    draft = extract_html(f"<h1>{TITLE}</h1><p>{P1}</p>".encode())
    assert len(confidence.features(draft)) == len(confidence.FEATURES) == len(confidence.WEIGHTS)
