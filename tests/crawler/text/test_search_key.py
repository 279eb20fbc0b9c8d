import gzip
import json
import re
from importlib import resources
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.text.convert import to_hans, to_hant
from crawler.text.search_key import SINGLES, fold, indexed, search_terms

TEXTS = Path(__file__).parents[3] / "../shared/data/spam/clean_finance.jsonl.gz"
CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=60)


@pytest.mark.parametrize(
    "same",
    [
        ("青岛生物科技", "青島生物科技"),
        ("动卫中心", "動衛中心"),
        ("台湾", "臺灣", "台灣"),
        ("什么", "什麼", "甚麼", "甚麽"),
        ("里面", "裡面", "裏面"),
        ("账户部分", "帳戶部份"),
        ("发布注册", "發佈註冊", "發布注冊"),
        ("计划", "計劃", "計畫"),
        ("1300万", "1,300萬", "１，３００萬"),
        ("“AI”", "「ＡＩ」", '"ai"', "‘AI’"),
        ("三千 万", "三千\u3000万", "三千\n万"),
        ("零\u200b宽", "零寬"),
    ],
)
def test_spellings_of_one_thing_have_one_key(same):
    assert len({fold(text) for text in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("青岛", "青鸟"), ("1300", "13000"), ("1,300", "1.300"), ("未", "末"), ("上海", "上涨")],
)
def test_different_things_keep_different_keys(one, other):
    assert fold(one) != fold(other)


@settings(deadline=None)  # the first example loads the tables
@given(st.text(max_size=80))
def test_fold_is_idempotent(text):
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)  # the first example loads the tables
@given(CHINESE)
def test_a_text_and_its_twins_have_one_key_whatever_the_context(text):
    key = fold(text)
    assert fold(to_hans(text, script="hant", tidied=False)) == key
    for region in ("TW", "HK"):
        assert fold(to_hant(text, region, script="hans", tidied=False)) == key


def test_few_characters_share_a_key():
    table = json.loads(resources.files("crawler.text").joinpath("data/fold.json").read_text("utf-8"))
    classes = {}
    for char, key in table.items():
        classes.setdefault(key, []).append(char)
    assert max(map(len, classes.values())) <= 10
    assert all(len(char) == len(key) == 1 for char, key in table.items())


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", ""),
        ("，。", ""),
        ("青岛港", "青岛 岛港"),
        ("青岛，港", "青岛  港"),
        ("AI芯片", "ai 芯片"),
        ("AI，芯片", "ai  芯片"),
        ("600519.SH涨3.5%", "600519  sh 涨 3.5"),
        ("沪深300ETF联接", "沪深 300 etf 联接"),
        ("A50ETF、iPhone4", "a50 etf  iphone 4"),
        ("5G手机，P2P，2019H1", "5g 手机  p2p  2019h1"),
        ("營收1,234萬", "营收 1234 万"),
    ],
)
def test_index_terms_keep_order_and_mark_what_stood_apart(text, terms):
    assert search_terms(text) == terms


def test_an_articles_terms_hold_title_body_and_single_commodities():
    title, everything = indexed("青島港", "銅價上漲")
    assert title == "青岛 岛港"
    assert everything == "青岛 岛港  铜价 价上 上涨   港 铜"
    assert {"铜", "金"} <= SINGLES


@settings(deadline=None)  # the first example loads the tables
@given(CHINESE, st.data())
def test_any_piece_of_a_text_is_a_substring_of_its_terms(text, data):
    runs = [run for run in re.findall(r"[^\W\d_]+", fold(text)) if len(run) > 1]
    if not runs:
        return
    run = data.draw(st.sampled_from(runs))
    start = data.draw(st.integers(0, len(run) - 2))
    end = data.draw(st.integers(start + 2, len(run)))
    assert search_terms(run[start:end]) in search_terms(text)


@pytest.mark.skipif(not TEXTS.is_file(), reason="the development texts are not here")
def test_sentences_the_fold_was_not_written_from_have_one_key_with_their_twins():
    with gzip.open(TEXTS, "rt", encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for row in islice(rows, 1500)]
    sentences = {part for text in texts for part in re.split(r"(?<=[。！？\n])", text) if len(part) > 8}
    same = sum(
        fold(part) == fold(to_hant(part, region, script="hans"))
        for part in sentences
        for region in ("TW", "HK")
    )
    assert len(sentences) > 1500
    assert same / len(sentences) / 2 >= 0.995
