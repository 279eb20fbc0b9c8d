# ruff: noqa: E501 (markup is easier to read unbroken)
"""Where a page's headline is an advertisement, its other headline is the article's; else it keeps what it has."""

import pytest

from crawler.extract import extract_html
from crawler.items import Article
from crawler.spam import Thresholds
from crawler.spam.despam import despam

OWN = "海屿港前十个月吞吐量增长百分之八"
SOLD = "_爱游戏体育app下载"
LINES = [
    "海屿市统计局昨天公布，今年前十个月全市港口货物吞吐量达到二千三百万吨，同比增长百分之八点四。",
    "市港务局局长林向东表示，新投用的三个泊位运转平稳，装卸效率比去年提高两成，等候时间缩短半天。",
    "据介绍，明年港区还将新建一条铁路专用线，连接内陆的两个货运站，预计年运量八百万吨。",
]


def judged(headline, *, document, top="", lines=LINES):
    shown = f"<h1>{headline}</h1>{top}<div>" + "".join(f"<p>{x}</p>" for x in lines) + "</div>"
    page = f"<html><head><meta charset=utf-8><title>{document}</title></head><body>{shown}</body></html>"
    article = Article(draft=extract_html(page.encode(), url="https://www.haiyu.example.com/a/1.html"))
    despam(article, Thresholds())
    return article


@pytest.mark.parametrize(
    ("document", "top"),
    [
        (SOLD, f"<h2>{OWN}</h2>"),
        (f"{OWN}_海屿新闻网", ""),
        (f"{OWN} - 海屿新闻网", ""),
        (f"{OWN}-海屿新闻网", ""),
    ],
)
def test_the_other_headline_is_the_articles(document, top):
    article = judged(SOLD, document=document, top=top)
    assert (article.title.original, article.spam.hacked) == (OWN, True)
    assert article.paragraphs == LINES


@pytest.mark.parametrize(
    ("headline", "document", "top"),
    [
        (SOLD, SOLD, ""),
        (SOLD, SOLD, "<h2>相关阅读</h2>"),
        (SOLD, SOLD, "<h2>澳门威尼斯人娱乐城官网首存送彩金</h2>"),
        (SOLD, SOLD, "<h2>邻县举办第九届山地马拉松赛事</h2>"),
        (OWN, f"{SOLD}_海屿新闻网", ""),
    ],
)
def test_without_another_one_it_keeps_what_it_has(headline, document, top):
    assert judged(headline, document=document, top=top).title.original == headline
