"""The network and the trees: what they compute, whatever they have learnt."""

import dataclasses

import numpy as np
import pytest

from bench import train_doorways, train_spam, train_spans
from crawler.spam import tagger, trees
from crawler.spam.canonical import points_of

PAGE = "首页 > 财经\n园区产值增长一成\n\n记者从市统计局获悉，前三季度产值38亿元。\n友情链接:新华网|人民网\n"


def test_every_character_is_tagged_whatever_the_page():
    for text in ("", "\n", "\n\n字", "a", "1" * 700, "\udc80字", "\U00030000" * 3, PAGE):
        tags = tagger.load().tags(text)
        assert tags.shape == (tagger.ANSWERS, len(text))
        assert np.isfinite(tags).all()


def test_how_much_is_multiplied_at_a_time_changes_nothing(monkeypatch):
    text = PAGE * 40
    whole = tagger.load().tags(text)
    monkeypatch.setattr(tagger, "_ROWS", 7)
    monkeypatch.setattr(tagger, "_CHUNK", 14)
    assert np.allclose(whole, tagger.load().tags(text), atol=1e-3)


MARKED = "友情链接:新华网|人民网|线上真人娱乐城注册送彩金"
"""A line that any network marks."""


def test_what_the_networks_say_is_the_mean_of_what_each_says_where_the_first_mark_something():
    shipped = tagger.load()
    each = [dataclasses.replace(shipped, networks=(x,)).tags(MARKED) for x in shipped.networks]
    assert len(each) > tagger.READ_ALL
    assert not np.allclose(each[0], each[1], atol=0.5)
    assert np.allclose(shipped.tags(MARKED), np.mean(each, axis=0), atol=1e-4)


def test_lines_far_from_what_the_first_networks_mark_are_not_read_again():
    shipped = tagger.load()
    first = dataclasses.replace(shipped, networks=shipped.networks[: tagger.READ_ALL])
    quiet = ["前三季度园区产值38亿元，同比增长一成。"] * 6
    lines = [*quiet, MARKED, *quiet]
    text = "\n".join(lines)
    ends = np.cumsum([len(x) + 1 for x in lines])
    differ = (shipped.tags(text) != first.tags(text)).any(axis=0)
    of_line = [bool(x.any()) for x in np.split(differ, ends[:-1] - 1)]
    assert of_line == [False] * 4 + [True] * 5 + [False] * 4
    assert np.array_equal(shipped.tags("\n".join(quiet)), first.tags("\n".join(quiet)))


def test_lines_with_a_pair_are_counted_once_each_and_up_to_three():
    text = "港口港口\n港口,a口\n港口\n港口\n货物"
    counted = tagger.lines_with_pair(points_of(text)).tolist()
    assert counted == [3, 1, 3, 0, 0, 3, 0, 0, 0, 0, 0, 3, 0, 0, 3, 0, 0, 1, 0]


def test_digits_are_one_class():
    marks = [tagger.load().tags(PAGE.replace("38", x)) for x in ("38", "99")]
    assert np.array_equal(*marks)


def test_trees_add_up_what_their_leaves_say():
    stump = trees.Trees(
        feature=np.array([[1, 0, 0], [0, 0, 0]], dtype=np.int16),
        threshold=np.array([[0.5, 0, 0], [2.0, 0, 0]]),
        left=np.array([[1, 1, 2], [1, 1, 2]], dtype=np.int16),
        right=np.array([[2, 1, 2], [2, 1, 2]], dtype=np.int16),
        value=np.array([[0, -1.0, 2.0], [0, 10.0, 20.0]]),
        base=0.5,
        depth=3,
        version="test",
    )
    assert stump.scores(np.array([[1.0, 0.5], [3.0, 0.6]])).tolist() == [9.5, 22.5]
    assert stump.scores(np.zeros((0, 2))).tolist() == []


def test_the_shipped_tagger_is_the_one_the_script_makes_of_these_inputs():
    with np.load(train_spam.ROOT / "crawler/spam/data/tagger.npz", allow_pickle=False) as stored:
        assert str(stored["inputs"]) == train_spam.tagger_inputs_hash(), "train again: make train-spam"


@pytest.mark.parametrize(("name", "script"), [("spans", train_spans), ("doorways", train_doorways)])
def test_the_shipped_trees_are_those_the_script_makes_of_these_inputs(name, script):
    with np.load(train_spam.ROOT / f"crawler/spam/data/{name}.npz", allow_pickle=False) as stored:
        assert str(stored["inputs"]) == script.inputs_hash(), "train again: make train-spam"
