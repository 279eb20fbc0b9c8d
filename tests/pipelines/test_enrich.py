"""Step 400: evidence with spans in the cut body, in the currency and province of the outlet, counted."""

import pytest
from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from crawler.items import Article, Draft, Text
from pipelines.enrich import EnrichPipeline


def enriched(body, region):
    crawler = get_crawler()
    stats = MemoryStatsCollector(crawler)
    article = Article(Draft(), body=Text(original=body), region=region)
    EnrichPipeline(Settings(), stats).run(article)
    return article, stats.get_stats()


def test_every_span_points_into_the_cut_body():
    body = "贵州茅台（600519）在青岛市市北区投资2—3亿元。\n同比增长5%。"
    article, stats = enriched(body, "CN-SD")
    found = [*article.stocks, *article.regions, *article.amounts]
    assert [body[slice(*f["span"])] for f in found] == [f["text"] for f in found]
    assert [f["text"] for f in found] == ["贵州茅台（600519）", "青岛市市北区", "2—3亿元", "5%"]
    assert stats == {"enrich/stocks": 1, "enrich/regions": 1, "enrich/amounts": 2}
    assert article.body.original == body


@pytest.mark.parametrize(
    ("region", "currency"), [("CN-SD", "CNY"), ("HK", "HKD"), ("CN-HK", "HKD"), ("TW", "TWD"), ("MO", "MOP")]
)
def test_a_bare_yuan_is_the_outlets_currency(region, currency):
    article, _ = enriched("營收達5億元", region)
    assert article.amounts[0]["currency"] == currency


def test_the_outlets_province_decides_between_places_of_one_name():
    assert enriched("鼓楼区发布公告", "CN-FJ")[0].regions[0]["code"] == "350102"


def test_an_empty_body_has_no_evidence():
    article, stats = enriched("", "CN-SD")
    assert (article.stocks, article.regions, article.amounts, stats) == ([], [], [], {})
