"""Floors under what ``make bench-extract`` measures on the labelled development pages."""

import collections
import gzip
import json
import re
from pathlib import Path

import pytest

from crawler.extract import extract_html

DATA = Path(__file__).parents[3] / "../shared/data"
EDITOR = re.compile(r"^\W*(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對)\s*[:：]", re.MULTILINE)


def grams(text: str) -> collections.Counter:
    text = re.sub(r"\s+", "", text)
    return collections.Counter(text[i : i + 2] for i in range(len(text) - 1))


def bare(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text).lower()


@pytest.fixture(scope="module")
def results():
    if not DATA.exists():
        pytest.skip("the development data is not here")
    found = []
    for file in sorted(DATA.glob("pages*/*/*.json")):
        html = file.with_name(file.stem + ".html.gz")
        if html.exists():
            gold = json.loads(file.read_text())
            draft = extract_html(gzip.decompress(html.read_bytes()), url=gold.get("url") or "")
            body = "\n".join(f.text for f in draft.fragments if f.role == "body")
            found.append((draft, body, gold))
    return found


def body_f1(results, wanted) -> float:
    scores = []
    for _, body, gold in results:
        if gold.get("text") and wanted(gold):
            ours, theirs = grams(body), grams(gold["text"])
            scores.append(
                2 * sum((ours & theirs).values()) / max(1, sum(ours.values()) + sum(theirs.values()))
            )
    return sum(scores) / len(scores)


@pytest.mark.parametrize(
    ("wanted", "floor"),
    [
        pytest.param(lambda gold: gold["text_kind"] == "hand", 0.975, id="hand"),
        pytest.param(lambda gold: True, 0.980, id="all"),
        pytest.param(lambda gold: len(gold["text"]) <= 250, 0.980, id="short"),
    ],
)
def test_bodies_are_right(results, wanted, floor):
    assert body_f1(results, wanted) >= floor


def test_titles_are_right_but_for_a_sites_tail_in_the_gold(results):
    pairs = [(d.title, g["title"]) for d, _, g in results if g.get("title")]
    right = [bare(t) in {bare(g), bare(re.split(r"\s*[_|｜]|\s+[-–—]\s*|--", g)[0])} for t, g in pairs]
    assert sum(right) / len(right) >= 0.98


def test_no_editor_line_is_left_in_a_body(results):
    assert sum(bool(EDITOR.search(body)) for _, body, _ in results) <= 0.01 * len(results)


def test_no_article_is_rejected(results):
    assert [d.url for d, _, g in results if g.get("text") and d.not_article] == []
