"""What the word lists find, and where."""

import pytest

from crawler.spam.vocabulary import lexicon, terms


def test_a_word_at_the_end_of_a_text_ends_there_whatever_longer_ones_begin_alike():
    words = lexicon()
    assert all(hit.end <= len(word) for word in terms() for hit in words.hits(word))


def brands(text):
    return [text[h.start : h.end] for h in lexicon().hits(text) if h.kind == "brand" and h.weight == 3]


@pytest.mark.parametrize(
    ("text", "brand"),
    [
        ("会上77035威尼斯经理带领大家学习", "77035威尼斯"),
        ("2838金沙召开新学期教职工大会", "2838金沙"),
        ("在45000cm威尼斯签约室举行", "45000cm威尼斯"),
        ("太阳集团3562cc党委组织学习", "太阳集团3562cc"),
    ],
)
def test_the_number_of_a_betting_sites_mirror_makes_a_name_a_brand(text, brand):
    assert brands(text) == [brand]


@pytest.mark.parametrize(
    "text",
    [
        "2024威尼斯电影节开幕",
        "1928金沙中国收涨2%，2282美高梅中国跌1%",
        "金沙1928.hk",
        "88威尼斯商人剧组",
        "米兰2026冬奥会",
    ],
)
def test_a_year_or_a_shares_code_does_not(text):
    assert brands(text) == []


@pytest.mark.parametrize(
    "text", ["凯发电气与浩欧博签约", "星辉娱乐昨日公告", "永利澳门公布业绩", "优德精密、天博智能收涨"]
)
def test_a_listed_companys_name_is_no_brand_whatever_it_is_built_like(text):
    assert not [h for h in lexicon().hits(text) if h.weight > 1]


@pytest.mark.parametrize(
    ("text", "brand"), [("登录凯发娱乐官网注册", "凯发娱乐官网注册"), ("酷游娱乐官网", "酷游娱乐官网")]
)
def test_a_betting_site_is_one(text, brand):
    assert brands(text) == [brand]
