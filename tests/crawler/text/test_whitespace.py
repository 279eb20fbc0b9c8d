"""Derived forms: tidy, and nothing but tidy."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.whitespace import (
    chinese_punctuation,
    half_width,
    invisible_counts,
    one_line,
    tidy,
    unescape,
    without_invisible,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("近年來,青島市北崛起;園區:集聚?發展!", "近年來，青島市北崛起；園區：集聚？發展！"),
        ("培育2-3家獨角獸企業、1-2家上市公司,加速孵化", "培育2-3家獨角獸企業、1-2家上市公司，加速孵化"),
        ("產值突破45億元,稅收5000萬元,就業1300余人", "產值突破45億元，稅收5000萬元，就業1300余人"),
        ("企業有AI,HIP等", "企業有AI,HIP等"),
        ("截至2022年,园区", "截至2022年，园区"),
        ("增长3.5%,创新高", "增长3.5%，创新高"),
        ("共3,000家,时间09:30,比分2:1", "共3,000家，时间09:30，比分2:1"),
        ("U.S., Inc. said: no", "U.S., Inc. said: no"),
        ("见 http://e.example:80/a,b 页", "见 http://e.example:80/a,b 页"),
        ("公司(下称A股)表示", "公司（下称A股）表示"),
        ("(记者 张三)本报讯", "（记者 张三）本报讯"),
        ("f(x)与g(x)", "f(x)与g(x)"),
        ("台积电(2330)股价", "台积电(2330)股价"),
        ("他说:“好”,然后走了", "他说：“好”，然后走了"),
        ("", ""),
    ],
)
def test_marks_between_chinese_become_chinese(text, expected):
    assert chinese_punctuation(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ＡＢｃ１２３％", "ABc123%"),
        ("，：（）“”！？；　", "，：（）“”！？；　"),
        ("㈱①", "㈱①"),
    ],
)
def test_only_letters_digits_and_percent_become_half_width(text, expected):
    assert half_width(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u200bb\u2060c\ufeff", "abc"),
        ("甲\u202e乙\u200f", "甲乙"),
        ("甲\x00\x08\x7f\x9f乙", "甲乙"),
        ("一\t二\n三", "一\t二\n三"),
    ],
)
def test_invisible_characters_go(text, expected):
    assert without_invisible(text) == expected


def test_invisible_characters_are_counted_by_kind():
    assert invisible_counts("a\u200b\u200b\u202eb\x00\n") == {"zero_width": 2, "bidi": 1, "control": 1}
    assert invisible_counts("青岛\n财经\t日报") == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A&amp;B&nbsp;&#38;&#x4e2d;", "A&B\xa0&中"),
        ("R&D投入 A&B; x&y=1", "R&D投入 A&B; x&y=1"),
        ("&unknownentity;", "&unknownentity;"),
    ],
)
def test_left_over_entities_are_decoded(text, expected):
    assert unescape(text) == expected


def test_a_field_is_one_trimmed_line():
    assert one_line("  财经&nbsp;\n\u3000 要闻\u200b ") == "财经 要闻"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u3000\u3000青岛市北\u3000 崛起 ", "青岛市北 崛起"),
        ("第一行\r\n 第二行 \u2028第三行", "第一行\n第二行\n第三行"),
        ("２０２６年,增长３.５％", "2026年，增长3.5%"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
    ],
)
def test_tidy_puts_it_all_together(text, expected):
    assert tidy(text) == expected


@given(
    st.text(
        alphabet=st.one_of(
            st.characters(), st.sampled_from("，,;:?!()（）&#;ampltx中文 \u3000\n\u200b１％ａ")
        ),
        max_size=60,
    )
)
def test_tidy_twice_is_tidy_once(text):
    once = tidy(text)
    if "&" not in once:  # a doubly escaped entity loses one layer a time
        assert tidy(once) == once


@given(st.text(max_size=80))
def test_tidy_never_loses_a_chinese_character(text):
    def chinese(s: str) -> list[str]:
        return [c for c in s if "\u4e00" <= c <= "\u9fa5"]

    if "&" not in text:  # a compatibility character (U+F9xx, U+2F8xx) becomes the one it stands for
        assert chinese(tidy(text)) == chinese(normalize("NFC", text))
