"""A small database as crawls leave it, cleaned and stored by the real code, for docs/analysts.md."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from pymongo import AsyncMongoClient
from scrapy.settings import Settings

from crawler.cleaning import Cleaner
from crawler.documents import Document
from crawler.items import Article, Draft, Rejection, SpamSpan
from crawler.store.articles import write_batch
from crawler.store.duplicates import document as fingerprint_document
from crawler.store.duplicates import fingerprint, settle
from crawler.store.incoming import incoming
from crawler.store.schema import ensure_schema

SHARED = (
    "贵州茅台（600519）昨日晚间公布三季报，前三季度实现营业收入1231亿元，同比增长15.2%，净利润608亿元。"
    "公司表示，五粮液（000858）等同行业公司渠道库存仍在消化，高端白酒需求平稳，青岛市市北区与崂山区的经销商反映"
    "节前备货好于上年。分析人士认为，明年行业增速将放缓，现金分红比例有望继续提高，投资者应当关注批发价格的变化。"
)
STORIES = [
    # key, outlet, region, published, headline, paragraphs
    ("1", "青岛样报", "CN-SD", "2026-11-20 09:00", "白酒龙头业绩稳健", [SHARED, "本报记者 王小明"]),
    ("2", "香港樣報", "HK", "2026-11-20 14:30", "白酒龙头业绩稳健", [SHARED, "来源：青岛样报"]),
    (
        "3",
        "青岛样报",
        "CN-SD",
        "2026-11-21 10:15",
        "港口货物吞吐量下降",
        [
            "青岛港前十月货物吞吐量5.6亿吨，同比下降12.3%，集装箱吞吐量2400万标箱，同比增长6.1%。",
            "胶州市新签约项目总投资2—3亿元，位于上合示范区，预计明年投产后新增就业岗位八百余个，带动周边物流企业发展。",
        ],
    ),
    (
        "4",
        "香港樣報",
        "HK",
        "2026-11-21 16:00",
        "騰訊控股回購股份",
        [
            "騰訊控股（00700.HK）昨日斥資5億港元回購股份，這是公司連續第三日回購，市值升至4.5萬億港元，帶動恒指上升。",
            "投資者關注美國科技股走勢，分析員認為人民幣資產吸引力上升，預計明年派息增加10%，並指廣東省廣州市業務擴張順利。",
        ],
    ),
]
PAGE = (
    "<html><head><meta charset='utf-8'><title>{title}_{outlet}</title></head><body><div class='article'>"
    "<h1>{title}</h1><div class='info'>{at} 来源：{outlet}</div><div class='content'>{paragraphs}</div>"
    "</div></body></html>"
)


def page(title, outlet, at, paragraphs):
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return PAGE.format(title=title, outlet=outlet, at=at, paragraphs=text).encode()


def cleaned(key, outlet, region, at, title, paragraphs, now):
    settings = Settings()
    settings.setmodule("crawler.settings")
    url = f"http://{'hk' if region == 'HK' else 'sd'}.example.com/2026/{key}.html"
    cleaner = Cleaner(
        settings, site={"site": f"sample_{region.lower()[-2:]}", "outlet": outlet, "region": region}
    )
    article = cleaner.clean(Document("", html=page(title, outlet, at, paragraphs), url=url), now)
    assert article.rejection is None, article.rejection
    article.fingerprint = fingerprint(article.body.hans)
    return article


async def fill(uri, name):
    now = datetime(2026, 11, 22, tzinfo=UTC)
    articles = [cleaned(*story, now) for story in STORIES]
    injected = "更多内容请加本站客服"
    spammed = articles[2]
    start = len(spammed.body.original)
    spammed.spam_spans = [
        SpamSpan(
            "body",
            start,
            start + len(injected),
            injected,
            "call_to_action",
            0.97,
            "sample@1",
            "an invitation",
        )
    ]
    spammed.spam.spans, spammed.spam.chars, spammed.spam.kinds = 1, len(injected), ["call_to_action"]
    key, outlet, region, at, _, paragraphs = STORIES[2]
    corrected = [p.replace("5.6亿吨", "5.8亿吨") for p in paragraphs]
    edited = cleaned(key, outlet, region, at, "港口货物吞吐量回落", corrected, now + timedelta(hours=2))
    edited.spam_spans, edited.spam = spammed.spam_spans, spammed.spam
    gone = Article(Draft(url="http://sd.example.com/2026/9.html"), url="http://sd.example.com/2026/9.html")
    gone.fetched_at, gone.rejection = now, Rejection("no_body", "validate")
    client = AsyncMongoClient(uri, tz_aware=True)
    try:
        database = client[name]
        await ensure_schema(database)
        for batch in ([*articles, gone], [edited]):
            new = [incoming(article) for article in batch]
            await write_batch(client, database, new)
            await settle(
                client, database, [fingerprint_document(n.id, n.fingerprint) for n in new if n.fingerprint]
            )
    finally:
        await client.close()


@pytest.fixture
def filled(mongodb_uri, database_name, database):
    asyncio.run(fill(mongodb_uri, database_name))
    return database
