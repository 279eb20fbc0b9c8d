import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.spam.canonical import canonical, canonicals


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("娱\u200b乐\ufeff城", "娱乐城"),
        ("加.微.信.群", "加微信群"),
        ("领 取 牛 股", "领取牛股"),
        ("娱(yú)乐(lè)城", "娱乐城"),
        ("&#x5A31;&amp;#20048;&amp;amp;#x57CE;", "娱乐城"),
        ("娛樂場", "娱乐场"),
        ("𝒜𝐛𝟙", "ab1"),
        ("арр", "app"),
        ("微🔥信", "微信"),
        ("⼊⼝", "入口"),
        ("①②③", "123"),
        ("【娱】【乐】【城】官网", "娱乐城官网"),
        ("报告（一）指出", "报告(一)指出"),
        ("刻 / 章 / 办 / 证", "刻章办证"),
        ("c‧a‧s‧h‧6‧6", "cash66"),
        ("A股 B股 与 H股", "a股 b股 与 h股"),
        ("同比增长11.3%，其中", "同比增长11.3%,其中"),
    ],
)
def test_hiding_is_undone(written, meant):
    assert canonical(written).text == meant
    assert canonicals(["原文。", written, "原文。"])[1].text == meant


@given(st.text(max_size=300))
def test_every_span_maps_into_the_original_in_order(text):
    folded = canonical(text)
    assert len(folded.offsets) == len(folded.text)
    places = [folded.span(i, i + 1) for i in range(len(folded.text))]
    assert all(0 <= a <= b <= len(text) for a, b in places)
    assert all(x[1] == y[0] for x, y in pairwise(places))


def test_what_was_dropped_goes_with_the_span_around_it():
    text = "甲娱\u200b乐(lè)城乙"
    folded = canonical(text)
    at = folded.text.index("娱乐城")
    a, b = folded.span(at, at + 3)
    assert text[a:b] == "娱\u200b乐(lè)城"


@pytest.mark.parametrize("piece", ["&amp;" * 3, "加 ", "娱(yú)", "\u200b", "a.b.", "(", "&#x5A31;"])
def test_long_texts_take_linear_time(piece):
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    canonical(text)
    assert time.process_time() - start < 5
