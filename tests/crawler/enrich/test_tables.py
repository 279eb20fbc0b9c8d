"""The tables are whole, and the script that builds them reads its sources rightly."""

import re

import pytest

from crawler.enrich import amounts
from crawler.enrich.aligned import TABLES as FOLDER
from crawler.enrich.aligned import Words, align, read_table, table_version
from crawler.enrich.regions import PROVINCE_OF_ISO, region_names
from crawler.enrich.securities import company_names
from crawler.enrich.tables.build import former_rows, region_rows, stock_rows
from crawler.enrich.versions import USED, table_sources, table_versions

TABLES = ["regions", "regions_by_hand", "former_regions", "stocks", "stocks_by_hand"]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_names_its_version_and_repeats_no_row(name):
    assert table_version(name)[:3] == "202"
    rows = read_table(name)
    assert len(rows) == len(set(rows))


def test_every_table_has_a_part_in_the_version_of_some_field():
    assert set(table_sources()) == {path.stem for path in FOLDER.glob("*.tsv")}
    assert table_versions().keys() == USED.keys()
    assert all(re.fullmatch(r"202\d-\d\d-\d\d [0-9a-f]{8}", v) for v in table_versions().values())


def test_every_region_has_its_parent_and_every_province_its_letters():
    rows = [*read_table("regions"), *read_table("regions_by_hand")]
    codes = {row[0] for row in rows}
    assert all(row[3] in codes for row in rows if row[3])
    assert set(PROVINCE_OF_ISO.values()) == {row[0] for row in rows if row[2] == "province"}
    assert sum(row[2] == "city" for row in rows) >= 333 + 22
    assert sum(row[2] == "county" for row in rows) >= 2800


def test_former_names_lead_to_codes_in_force():
    codes = {row[0] for row in read_table("regions")}
    assert all(row[1] in codes for row in read_table("former_regions"))


def test_chosen_names_are_names_of_the_tables():
    stocks = {align(row[2]) for t in ("stocks", "stocks_by_hand") for row in read_table(t)}
    assert {row[0] for row in read_table("stock_names_risky")} <= stocks


def test_a_row_of_the_wrong_width_is_named(tmp_path, monkeypatch):
    (tmp_path / "broken.tsv").write_text("# version 1\ncode\tname\n1\ta\n2\n", encoding="utf-8")
    monkeypatch.setattr("crawler.enrich.aligned.TABLES", tmp_path)
    with pytest.raises(ValueError, match=r"broken.tsv line 4: 1 columns, not 2"):
        read_table("broken")


def test_words_are_found_overlapping_and_longest_first():
    assert Words(["青岛", "青岛市", "市北区"]).find("青岛市北区") == [
        (0, "青岛市"),
        (0, "青岛"),
        (2, "市北区"),
    ]


def test_regions_are_read_from_the_packages_literal():
    source = """AREAS: list[dict] = [
        {"code": "37", "name": "山东省", "children": [
            {"code": "3702", "name": "青岛市", "children": [{"code": "370203", "name": "市北区"}]}]},
        {"code": "资料暂缺", "name": "台湾省"}]"""
    assert region_rows(source) == [
        ("370000", "山东省", "province", ""),
        ("370200", "青岛市", "city", "370000"),
        ("370203", "市北区", "county", "370200"),
        ("710000", "台湾省", "province", ""),
    ]


def test_former_names_keep_what_is_young_specific_and_succeeded():
    def event(year, old, code, kind="更名"):
        return {"year": year, "type": kind, "old": {"name": old}, "new": {"code": f"{code}000000"}}

    current = [("370211", "黄岛区", "county", "370200"), ("420600", "襄阳市", "city", "420000")]
    events = [
        event(2012, "胶南市", "370211", "撤销"),
        event(2010, "襄樊市", "420600"),
        event(1990, "某某县", "420600"),
        event(2012, "新区", "370211"),
        event(2012, "郊县区", "999999"),
        event(2012, "胶北市", "370211", "同名改码"),
    ]
    assert former_rows(events, current) == [("胶南市", "370211", "2012"), ("襄樊市", "420600", "2010")]


def test_stocks_come_from_both_lists_with_cut_names_mended():
    universe = "code,exchange,name\n601398,SH,XD工商银\n000002,SZ,万 科Ａ\n"
    taiwan = "type,code,name\n股票,2330,台積電\nETF,0050,元大台灣50\n上市認購(售)權證,030001,某權證\n"
    assert stock_rows(universe, [("TW", taiwan)]) == [
        ("601398", "SH", "工商银行", "stock"),
        ("000002", "SZ", "万科Ａ", "stock"),
        ("2330", "TW", "台積電", "stock"),
        ("0050", "TW", "元大台灣50", "fund"),
    ]


def test_the_quick_checks_of_amounts_let_every_word_of_their_patterns_through():
    for pattern, ends in (
        (amounts._CHANGE, amounts._CHANGE_ENDS),
        (amounts._BOUND_BEFORE, amounts._BOUND_ENDS),
    ):
        words = re.findall("[\u4e00-\u9fff]+", pattern.pattern)
        assert {word[-1] for word in words} <= ends


def test_names_of_regions_are_those_that_mean_nothing_else():
    names = region_names()
    assert {"青岛", "青岛市", "北京", "澳门", "市北区"} <= names
    assert not {"", "朝阳", "青岛啤酒", "新区"} & names


def test_company_names_leave_out_what_is_also_a_word():
    names = company_names()
    assert {"青岛啤酒", "金沙中国", "tcl科技"} <= names
    assert not {"三峡旅游", "中国", "a"} & names
