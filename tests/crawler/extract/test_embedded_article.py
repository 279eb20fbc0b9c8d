# ruff: noqa: E501 (markup is easier to read unbroken)
"""Articles that only a page's data holds: what the object around the text says of them is taken, too."""

import json
from datetime import datetime

import pytest

from crawler.extract import extract_html
from crawler.items import Article
from crawler.text.dates import CHINA
from crawler.text.normalise import normalise

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=CHINA)
TITLE = "前三季度全市经济增长百分之五点六"
P1 = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。"
P2 = "分产业看，第一产业增加值平稳增长，第二产业增加值增长较快，第三产业对经济增长的贡献率进一步提高。"
HTML = f"<p>{P1}</p><p>{P2}</p>"


def page(script: str) -> bytes:
    return f"<html><head><meta charset=utf-8><title>{TITLE}_江畔财经</title></head><body><div id=app></div>{script}</body></html>".encode()


def nuxt() -> str:
    """Lay out a Nuxt 3 page's data: every value once, objects hold the places of theirs."""
    values = [
        ["ShallowReactive", 1], {"data": 2}, {"a-77": 3},
        {"id": 4, "title": 5, "content": 6, "author": 7, "source": 8, "publishTime": 9, "channel": 10},
        77, TITLE, HTML, "童舟", "江畔财经", "2026-11-20 10:55:20", "产业",
    ]  # fmt: skip
    return f'<script type="application/json" id="__NUXT_DATA__">{json.dumps(values)}</script>'


INNER = {
    "title": TITLE,
    "content": HTML,
    "author": "童舟",
    "source": "江畔财经",
    "publishTime": "2026-11-20 10:55:20",
    "section": "产业",
}
HOT = [
    {"id": i, "title": f"别的标题{i}", "publishTime": "2026-11-21 08:00:00", "author": "路人"}
    for i in range(3)
]
OBJECT = {
    "newsTitle": TITLE,
    "newsBody": HTML,
    "writer": "童舟",
    "mediaName": "江畔财经",
    "createTime": "2026-11-20T10:55:20+08:00",
    "channelName": "产业",
}
PLAIN = json.dumps({"page": {"detail": {"data": OBJECT}}, "nav": ["首页"]})
CALL = (
    "renderArticle({id: 77, title: '" + TITLE + "', author: '童舟', source: '江畔财经', channel: '产业', "
    "ptime: 1795143320, content: '" + HTML + "', likes: 3}, {title: '别的标题', author: '路人'})"
)


@pytest.mark.parametrize(
    "script",
    [
        nuxt(),
        f"<script>window.__APP_DATA__ = JSON.parse({json.dumps(PLAIN)});</script>",
        f"<script>window['pageState']={PLAIN};</script>",
        f"<script>var detailData = {PLAIN}; boot(detailData)</script>",
        f"<script>{CALL}</script>",
        f"<script type=application/json>{json.dumps({'props': {'detail': INNER, 'hot': HOT}})}</script><p><a href=/2>别的标题2</a> 2026-11-21</p>",
    ],
    ids=["devalue", "JSON.parse", "subscript", "variable", "JavaScript", "detail"],
)
def test_what_a_pages_data_says_of_its_article_is_taken(script):
    draft = extract_html(page(script), url="https://m.river.example/d/77", now=NOW)
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1, P2]
    article = Article(draft=draft, url=draft.url, fetched_at=NOW)
    normalise(article)
    assert draft.title == TITLE
    assert article.byline.reporters == ["童舟"]
    assert article.source.name == "江畔财经"
    assert article.section == "产业"
    assert f"{article.published_at.astimezone(CHINA):%F %T}" == "2026-11-20 10:55:20"


@pytest.mark.parametrize(
    "values", ["[[1,2],[3,4]]", '[{"a":1},{"b":0}]', '[{"a":{"a":0}},"x"]', '[{"a":0}]', "[[]]"]
)
def test_other_lists_and_circles_do_no_harm(values):
    draft = extract_html(page(f'<script type="application/json">{values}</script><p>{P1}</p>'), now=NOW)
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1]


@pytest.mark.parametrize(
    ("document_title", "shown"),
    [
        ("江畔财经", ""),
        ("江畔发布 - 江畔市融媒体中心官方客户端", ""),
        ("江畔财经_看得见的江畔", "<h1>江畔财经</h1><a href=/a>首页</a>"),
    ],
)
def test_the_headline_in_a_pages_data_outweighs_the_sites_name(document_title, shown):
    script = f"<script>window.__NUXT__={json.dumps({'data': [{**INNER, 'editor': '林渔'}]})};</script>"
    html = f"<html><head><meta charset=utf-8><title>{document_title}</title></head><body><div id=__nuxt>{shown}</div>{script}</body></html>"
    draft = extract_html(html.encode(), url="https://m.river.example/d/77", now=NOW)
    assert draft.title == TITLE
    article = Article(draft=draft, url=draft.url, fetched_at=NOW)
    normalise(article)
    assert article.byline.reporters == ["童舟"]
    assert article.byline.editors == ["林渔"]
