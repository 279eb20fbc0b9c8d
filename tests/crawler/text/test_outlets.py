"""Outlets under the one name they go by."""

from __future__ import annotations

import re
import time
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.outlets import canonical_outlet, is_known_outlet

ROWS = [
    line.split("\t")
    for line in resources.files("crawler.text").joinpath("data/outlets.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

CASES = [  # published, region of the page, the one name
    ("新华社", "", "新华社"),
    ("新華社", "HK", "新华社"),
    ("新华通讯社", "", "新华社"),
    ("新华社客户端", "", "新华社"),
    ("新华社官方微博", "", "新华社"),
    ("新华社微信公众号", "", "新华社"),
    ("“新华社”微信公众号", "", "新华社"),
    ("新华社、央视新闻", "", "新华社"),
    ("新华网", "", "新华网"),
    ("新华网客户端", "", "新华网"),
    ("人民日报客户端", "", "人民日报"),
    ("人民日报海外版", "", "人民日报海外版"),
    ("中新社", "", "中国新闻社"),
    ("中新网", "", "中国新闻网"),
    ("央视新闻客户端", "", "央视新闻"),
    ("央视网", "", "央视网"),
    ("上海证券报·中国证券网(上海)", "", "上海证券报"),
    ("证券时报网", "", "证券时报网"),
    ("证券时报e公司", "", "证券时报网"),
    ("21财经APP", "", "21世纪经济报道"),
    ("南方Plus", "", "南方+"),
    ("澎湃新闻·澎湃号·政务", "", "澎湃新闻"),
    ("青岛日报社/观海新闻", "CN-SD", "青岛日报"),
    ("青岛发布微信公众号", "CN-SD", "青岛发布"),
    ("《财经》杂志", "", "财经"),
    ("国家统计局网站", "", "国家统计局"),
    ("琅琊观察", "", "琅琊观察"),
    ("大公文匯全媒體", "HK", "大公文匯網"),
    ("香港文匯報", "HK", "文匯報"),
    ("文匯報", "HK", "文匯報"),
    ("文汇报", "CN-SH", "文汇报"),
    ("文匯報", "CN-SH", "文汇报"),
    ("文汇报", "", "文汇报"),
    ("經濟日報", "TW", "經濟日報"),
    ("經濟日報", "CN-TW", "經濟日報"),
    ("經濟日報", "HK", "香港經濟日報"),
    ("經濟日報", "CN-SD", "经济日报"),
    ("经济日报", "", "经济日报"),
    ("經濟日報", "", "經濟日報"),
    ("东方日报", "MY", "东方日报"),
    ("東方日報", "HK", "東方日報"),
    ("东方日报", "CN-SD", "东方日报"),
    ("中央社", "TW", "中央社"),
    ("中央通訊社", "TW", "中央社"),
    ("now新聞台", "HK", "now 新聞"),
    ("zaobao", "SG", "联合早报"),
    ("路透", "", "路透社"),
    ("网站", "", "网站"),
    ("微信公众号", "", "微信公众号"),
    ("", "", ""),
]


@pytest.mark.parametrize(("published", "region", "outlet"), CASES)
def test_an_outlet_has_one_name(published, region, outlet):
    assert canonical_outlet(published, region) == outlet


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[1])
def test_every_listed_form_leads_home(row):
    country, name, *forms = row
    region = "CN-BJ" if country == "CN" else country
    assert {canonical_outlet(form, region) for form in (name, *forms)} == {name}


SITES = sorted(
    path
    for path in (Path(__file__).parents[3] / "spiders").rglob("*.py")
    if "outlet = " in path.read_text("utf-8")
)


@pytest.mark.parametrize("site", SITES, ids=lambda path: path.stem)
def test_a_sites_outlet_goes_by_the_name_the_site_declares(site):
    declared = dict(re.findall(r'^    (outlet|region) = "(.*)"$', site.read_text("utf-8"), re.MULTILINE))
    assert canonical_outlet(declared["outlet"], declared["region"]) == declared["outlet"]


def test_no_form_belongs_to_two_outlets_of_one_country():
    seen: dict[tuple[str, str], str] = {}
    for country, name, *forms in ROWS:
        for form in (name, *forms):
            assert seen.setdefault((country, form), name) == name


@pytest.mark.parametrize("name", ["某某研究", "张三", "", "青岛"])
def test_what_is_not_listed_is_not_known(name):
    assert not is_known_outlet(name)


@pytest.mark.parametrize("piece", ["(北京)", "（", "微信", "·", "()", "网站 "])
def test_what_is_too_long_for_a_name_keeps_what_it_says_and_costs_no_time(piece):
    name = f"某报{piece * 30_000}某"
    began = time.process_time()
    assert canonical_outlet(name) == name
    assert not is_known_outlet(name)
    assert time.process_time() - began < 1


@given(
    st.text(alphabet="新华社网经济日报經濟日報客户端微信公众号网站APP（）()北京·、/“” ", max_size=16),
    st.sampled_from(["", "HK", "TW", "MO", "CN-SD", "MY"]),
)
def test_a_name_has_a_name_of_its_own_and_keeps_it(name, region):
    once = canonical_outlet(name, region)
    assert canonical_outlet(once, region) == once
    assert bool(once) == bool(name.strip(" \u3000\"'“”「」《》"))
