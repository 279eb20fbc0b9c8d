"""What holds for every text: spans are exact, ordered and apart; both scripts say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.enrich.aligned import align
from crawler.enrich.amounts import find_amounts
from crawler.enrich.regions import find_regions
from crawler.enrich.stocks import find_stocks

FINDERS = [find_stocks, find_regions, find_amounts]
PIECES = [
    *(
        "贵州茅台",
        "台積電",
        "（600519）",
        "600519.SH",
        "00700.HK",
        "(2330)",
        "青岛市",
        "市北区",
        "昆山",
        "鼓楼区",
        "廣東省",
    ),
    *(
        "45亿元",
        "同比增长",
        "下降",
        "12.5%",
        "2—3",
        "三千二百",
        "元",
        "港币",
        "US$",
        "百分之",
        "〔2023〕12号",
        "，。",
        "🙂",
    ),
    *"第年月万億兆（）、的和-~.,点余多𠮷\n\ufffd\u200b",
]
text_like = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@pytest.mark.parametrize("find", FINDERS)
@given(text=st.one_of(text_like, st.text(max_size=60)))
def test_spans_are_exact_ordered_and_apart(find, text):
    last = 0
    for found in find(text):
        start, end = found["span"]
        assert last <= start < end <= len(text)
        assert found["text"] == text[start:end]
        last = start if find is find_stocks else end


@given(st.text())
def test_the_aligned_twin_keeps_length_and_changes_nothing_twice(text):
    twin = align(text)
    assert len(twin) == len(text)
    assert align(twin) == twin


@pytest.mark.parametrize(
    ("hans", "hant"),
    [
        ("贵州茅台（600519）与青岛啤酒（600600）", "貴州茅臺（600519）與青島啤酒（600600）"),
        ("台积电（2330）", "臺積電（2330）"),
        ("广东省广州市天河区", "廣東省廣州市天河區"),
        ("台湾云林县与台东县", "臺灣雲林縣與臺東縣"),
        ("营收三千二百万港币，年增3.5亿元", "營收三千二百萬港幣，年增3.5億元"),
        ("约2亿—3亿欧元", "約2億—3億歐元"),
    ],
)
@pytest.mark.parametrize("find", FINDERS)
def test_both_scripts_say_the_same(find, hans, hant):
    def bare(found):
        return [{k: v for k, v in f.items() if k not in ("text", "name", "former")} for f in found]

    assert bare(find(hans)) == bare(find(hant))


def test_names_are_given_as_published():
    assert find_stocks("臺積電（2330）漲")[0]["name"] == "臺積電"
    assert find_stocks("2330.TW漲")[0]["name"] == "台積電"


def test_a_shared_county_name_that_nothing_decides_lists_its_candidates():
    [found] = find_regions("鼓楼区发布公告")
    assert found["code"] == ""
    assert found["candidates"] == ["320106", "320302", "350102", "410204"]


def test_the_outlets_province_decides_between_counties_of_one_name():
    assert find_regions("鼓楼区发布公告", context="CN-FJ")[0]["code"] == "350102"


def test_a_name_given_up_is_reported_under_todays_code():
    [found] = find_regions("胶南市的企业")
    assert (found["code"], found["name"], found["former"]) == ("370211", "黄岛区", "胶南市")


def test_bounds_are_read_on_either_side():
    bounds = [a["bound"] for a in find_amounts("约3亿元，不足5%，超过2万吨，10亿元以上，30万元左右，20余家")]
    assert bounds == ["about", "under", "over", "over", "about", "over"]
