"""Floors per layout for words that no list and no training has: a little under what was measured."""

from pathlib import Path

import numpy as np
import pytest

from bench import train_spam

PHRASES = [
    x
    for x in (Path(__file__).parent / "data/unseen_phrases.txt").read_text("utf-8").splitlines()
    if x[0] != "#"
]
SOME = PHRASES[::3]


def tail(sign):
    return lambda article: [[*article, sign.join(PHRASES[i::3])] for i in range(3)]


def one_each(page):
    return lambda article: [page(article, phrase) for phrase in PHRASES]


LAYOUTS = {
    "tail |": (tail("|"), 0.99),
    "tail |, spaced": (tail(" | "), 0.99),
    "tail 丨": (tail("丨"), 0.99),
    "tail _": (tail("_"), 0.99),
    "tail space": (tail(" "), 0.99),
    "lines": (lambda article: [[*article, *PHRASES[i::3]] for i in range(3)], 0.99),
    "head": (lambda article: [[",".join(PHRASES[i : i + 6]), *article] for i in range(0, 30, 6)], 0.99),
    "numbered": (lambda a: [[*a, *(f"{n}. {p}" for n, p in enumerate(SOME, 1))]], 0.88),
    "dated": (lambda a: [[*a, *(f"{p}|2026-03-1{n % 9}|{n}21次" for n, p in enumerate(SOME))]], 0.88),
    "held apart": (lambda article: [[*article, "|".join(".".join(p) for p in SOME)]], 0.99),
    "invisible": (lambda article: [[*article, "|".join("\u200b".join(p) for p in SOME)]], 0.99),
    "title": (one_each(lambda a, p: [f"{a[0]}_{p}", *a[1:]]), 0.9),
    "title and keywords": (
        one_each(lambda a, p: [f"{a[0]}_{p}", *a[1:], f"本文关键词：{p},科技,创新,产值"]),
        0.93,
    ),
    # Five phrases that neighboured trained trades gave way to harder ones: the detector before has .759 here.
    "clause": (one_each(lambda a, p: [a[0], a[1].replace("，", f"，{p}，", 1), *a[2:]]), 0.75),
    "after paragraphs": (
        lambda a: [
            [a[0], *(y for x, p in zip(a[1:], PHRASES[i : i + 3], strict=False) for y in (x, p))]
            for i in range(0, len(PHRASES), 3)
        ],
        0.7,
    ),
}


def test_the_shipped_model_is_the_one_the_script_makes_of_these_inputs():
    with np.load(train_spam.TARGET, allow_pickle=False) as stored:
        assert str(stored["inputs"]) == train_spam.inputs_hash(), "train again: make train-spam"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_words_nobody_listed_are_found_by_what_stands_around_them(article, cleaned, layout):
    make, floor = LAYOUTS[layout]
    written = [sum(map(len, lines)) for lines in make(article)]
    left = [sum(map(len, cleaned(lines)[0])) for lines in make(article)]
    spam = [a - sum(map(len, article)) for a in written]
    found = sum(a - b for a, b in zip(written, left, strict=True)) / sum(spam)
    assert floor <= found <= 1.02


def test_the_article_around_is_left_whole(article, cleaned):
    for make, _ in LAYOUTS.values():
        for lines in make(article):
            clean = "\n".join(cleaned(lines)[0])
            assert all(x in clean for x in article[2:])
