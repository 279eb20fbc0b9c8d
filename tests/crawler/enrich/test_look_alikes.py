"""What looks like a place or a company and is none, and what is one though it stands alone."""

import pytest

from crawler.enrich.regions import find_regions
from crawler.enrich.stocks import find_stocks


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("大家对海运非常熟悉，也常熟练操作", []),
        ("江淮南部和黄淮南部有雨", []),
        ("在巴中国移民近三十万", []),
        ("杭州湾跨海大桥", []),
        ("上海综指收跌，深圳成指微涨", []),
        ("商务部新闻发言人沈丹阳表示", []),
        ("记者丹阳报道，市长江阴之行", ["丹阳", "江阴"]),
        ("无锡市民出行，青岛市民政局", ["无锡", "青岛市"]),
    ],
)
def test_words_and_people_are_no_places(text, places):
    assert [region["text"] for region in find_regions(text)] == places


def test_a_county_named_under_its_city_is_known_by_its_short_name_from_there_on():
    text = "南沙未定。广州南沙的码头将开港，南沙客运港在旁"
    assert [(r["text"], r["code"]) for r in find_regions(text)] == [
        ("广州南沙", "440115"),
        ("南沙", "440115"),
    ]
    assert len(find_regions("北京朝阳设厂，朝阳产业兴旺")) == 1


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("中国石油对外依存度升到六成，中国石油需求回落", []),
        ("中国石油涨停", ["601857"]),
        ("天汽模、优利德和安博通涨停", ["002510", "688628", "688168"]),
    ],
)
def test_the_oil_of_china_is_no_share_and_unmistakable_names_need_no_code(text, codes):
    assert [stock["code"] for stock in find_stocks(text)] == codes
