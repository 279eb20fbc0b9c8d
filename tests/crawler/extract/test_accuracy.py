"""Floors under what ``make bench-extract`` measures: per page and on average.

Of the labelled development pages, where they are; and, always, of the sites' golden pages by the generic
path, as if nobody had described their sites.
"""

import collections
import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.extract import extract_html
from crawler.items import Article
from crawler.text.normalise import normalise

GOLDEN = sorted((Path(__file__).parents[2] / "sites").glob("*/article.html"))
WEAK = {"d8d4c4ec": 0.55, "2bac7fb2": 0.82}
"""Development pages whose body is known to be found in part only, and their floors; 0.88 for all others."""
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
            found.append((draft, body, gold, file.stem))
    return found


def f1(body: str, wanted: str) -> float:
    ours, theirs = grams(body), grams(wanted)
    return 2 * sum((ours & theirs).values()) / max(1, sum(ours.values()) + sum(theirs.values()))


def body_f1(results, wanted) -> float:
    scores = [f1(body, gold["text"]) for _, body, gold, _ in results if gold.get("text") and wanted(gold)]
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
    pairs = [(d.title, g["title"]) for d, _, g, _ in results if g.get("title")]
    right = [bare(t) in {bare(g), bare(re.split(r"\s*[_|｜]|\s+[-–—]\s*|--", g)[0])} for t, g in pairs]
    assert sum(right) / len(right) >= 0.98


def test_no_editor_line_is_left_in_a_body(results):
    assert sum(bool(EDITOR.search(body)) for _, body, _, _ in results) <= 0.01 * len(results)


def test_no_article_is_rejected(results):
    assert [d.url for d, _, g, _ in results if g.get("text") and d.not_article] == []


def test_no_page_falls_behind_though_the_average_stands(results):
    # Some machine-made golds count the line in which a reprint says what it was first called as text.
    scores = {
        name: f1(body, re.sub(r"(?m)^\W*原标题\s*[:：].*\n?", "", gold["text"]))
        for _, body, gold, name in results
        if gold.get("text")
    }
    assert {name: score for name, score in scores.items() if score < WEAK.get(name, 0.88)} == {}
    assert sum(score < 0.97 for score in scores.values()) <= 12


@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.parent.name)
def test_a_golden_page_is_read_without_its_sites_selectors(page):
    gold = json.loads(page.with_name("expected.json").read_text("utf-8"))
    draft = extract_html(page.read_bytes(), url=gold["url"])
    body = "\n".join(f.text for f in draft.fragments if f.role == "body")
    assert f1(body, "\n".join(gold["paragraphs"])) >= 0.98
    assert bare(draft.title) == bare(gold["title"])
    assert draft.not_article == ""


def test_most_golden_pages_say_when_and_who_without_selectors():
    # Some sites say it in their lists or in answers of their own alone: these their spiders read.
    now = datetime(2026, 11, 21, tzinfo=UTC)
    dated = named = 0
    for page in GOLDEN:
        gold = json.loads(page.with_name("expected.json").read_text("utf-8"))
        draft = extract_html(page.read_bytes(), url=gold["url"], now=now)
        article = Article(draft=draft, url=draft.url, fetched_at=now)
        normalise(article)
        dated += str(article.published_at)[:10] == gold["published_at"][:10]
        named += set(article.byline.reporters) == set(gold.get("reporters") or [])
    assert len(GOLDEN) >= 70
    assert dated >= 0.78 * len(GOLDEN)
    assert named >= 0.83 * len(GOLDEN)
