"""What looks like a place or a company and is none, and what is one though it stands alone."""

import pytest

from crawler.enrich.amounts import find_amounts
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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("医思样本服务集团（02138.HK）回购，服务集团众多", ["医思样本服务集团"]),
        ("今日早盘恒腾样本网络集团(00136.HK)大涨", ["恒腾样本网络集团"]),
        ("公司与中国样本投资管理（00605.HK）签约", ["中国样本投资管理"]),
        ("异动丨样本光学（01999.HK），2月15日样本城控股（02999.HK）", ["样本光学", "样本城控股"]),
        ("瑞信下调样屋（03999.HK）评级，首予样动公司(04999.HK)买入", ["样屋", "样动公司"]),
        ("北京动力源科技股份有限公司，青岛样本生物股份有限公司", []),
    ],
)
def test_long_names_are_taken_whole_and_their_ends_are_no_companies(text, names):
    assert [stock["name"] for stock in find_stocks(text)] == names


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("三大指数分别下跌28.6%、32.75%和33%", [(-28.6, "down"), (-32.75, "down"), (-33.0, "down")]),
        ("产量分别增长10.4%、17.3%，占比6%", [(10.4, "up"), (17.3, "up"), (6.0, "")]),
        ("两项分别下降3%、增长5%", [(-3.0, "down"), (5.0, "up")]),
        ("分别下降3%、20万元", [(-3.0, "down"), (200000.0, "")]),
        ("毛利率下降3%，分别为5%和6%", [(-3.0, "down"), (5.0, ""), (6.0, "")]),
    ],
)
def test_a_verb_said_once_for_a_list_holds_for_all_of_it(text, changes):
    assert [(a["value"], a.get("direction", "")) for a in find_amounts(text)] == changes


def test_what_a_change_is_compared_with_holds_for_the_list_too():
    assert [(a["value"], a["basis"]) for a in find_amounts("同比分别下降3%和0.7%")] == [
        (-3.0, "yoy"),
        (-0.7, "yoy"),
    ]


@pytest.mark.parametrize(
    ("text", "money"),
    [
        ("进口集成电路4176亿块，价值3121亿美元", ["3121亿美元"]),
        ("用GPU需要40块，延时更短", []),
        ("一顿饭五十块，加菜另付10块", ["五十块"]),
    ],
)
def test_pieces_are_no_money(text, money):
    assert [a["text"] for a in find_amounts(text) if a["currency"]] == money
