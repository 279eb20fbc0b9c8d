import pytest

from crawler.text.frequency import joined, share


@pytest.mark.parametrize(
    ("rarer", "commoner"),
    [
        ("果品", "公司"),
        ("国公", "公司"),  # 中国公司: a pair across words is rarer than a word
        ("团传", "集团"),
        ("半导", "2026"),  # a year is in most articles
        ("600519", "公司"),
        ("半导", "铜"),
        ("司的", "的"),  # what the index has not is never chosen
    ],
)
def test_of_two_entries_the_rarer_is_known(rarer, commoner):
    assert 0 <= share(rarer) < share(commoner) <= 1


@pytest.mark.parametrize("word", ["烟草", "银行", "銀行", "经济", "北京"])
def test_two_characters_of_a_word_are_joined(word):
    assert joined(*word) > 4


@pytest.mark.parametrize("pair", ["取烟", "草专", "司的", "在北", "a银", "行。", "𠀀𠀁"])
def test_two_that_meet_by_chance_are_not(pair):
    assert joined(*pair) == 0
