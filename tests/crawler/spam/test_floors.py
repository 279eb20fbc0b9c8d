"""Floors under what ``make bench-spam`` measures, set a little below it; small enough for every run."""

import pytest

from bench import spam, train_spam

needs_data = pytest.mark.skipif(
    not (train_spam.SHARED / "spam").exists(), reason="../shared/data is not there"
)


@needs_data
@pytest.mark.parametrize("traditional", [False, True])
def test_clean_texts_lose_nothing(traditional):
    total, lost = spam.clean_cuts(None, -1, traditional=traditional, step=97)
    assert total > 200
    assert not lost


@needs_data
def test_what_resembles_spam_and_page_furniture_stay():
    assert spam.never_spam(None, -1)[1] == []


@needs_data
def test_the_labelled_pages_lose_their_spam():
    found = {name: tally for name, tally, _ in spam.labelled(None)}
    for name in ("tail_label_pipe", "tail_u4e28", "head_underscore", "friendlink_gambling", "title_suffix"):
        assert found[name].hit >= 0.99 * found[name].spam, name
        assert found[name].hit >= 0.99 * found[name].cut, name
    assert found["cta_line"].hit >= 0.95 * found["cta_line"].spam
    assert found["inline_clause"].hit >= 0.8 * found["inline_clause"].spam
