"""Train ``crawler/spam/data/spans.npz``, how certain findings and marked spans are (in ``make train-spam``).

Of pages written for it (``data/written_pages.txt``), which the shipped tagger and n-grams have not been
trained on: so the trees learn how far those two can be trusted on what they have never seen.  Pages are laid
out as HTML gives them, or as lines; the labelled lookalikes, the development pages and some clean texts, which
the witnesses know, are added.  Trees that learnt on generated pages found a third less at the same false cuts.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.spam_builder import Made
from bench.spam_hiding import traditional
from bench.spam_texts import ROOT, clean_texts, hard_negatives, records
from bench.spam_words import DATA
from bench.tagged_pages import real_drafts
from bench.train_spam import spans_inputs_hash
from crawler.items import Fragment, Link
from crawler.spam import evidence, model, scoring, tagger, trees
from crawler.spam.detector import units
from crawler.spam.page import Page
from crawler.spam.rules import told
from crawler.spam.trained import Trained
from crawler.spam.vocabulary import lexicon

if TYPE_CHECKING:
    import numpy.typing as npt

TARGET = ROOT / "crawler/spam/data/spans.npz"
VERSION = "3"
SEED = 20261129
DRAWS = 6
"""Times every page is laid out."""
TREES, DEPTH = 200, 5
CLEAN = 1500
"""Clean texts of each part: of some 5,500 most are drawn, and more than once."""
AS_LINES, TRADITIONAL = 0.35, 0.2
"""Share of pages that are lines without markup, and of pages in Traditional script."""
HIDES, LINKS, PORTAL, HIDDEN_FURNITURE = 0.3, 0.5, 0.2, 0.03
"""How often a page hides its spam, makes links of it, links elsewhere itself; hides a piece of furniture."""
LOOKALIKE, WEIGHT = "lookalike", 1.0
"""Layout and weight of pages that people have said are genuine; the witnesses have read most of them."""
RIGHT = 0.8
"""Share of a span's characters that must be spam for it to be right."""


@dataclass(slots=True)
class Spans:
    """Features of spans, the share of their characters that is spam, and where each is from."""

    rows: list[npt.NDArray[np.float64]] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    layouts: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    spam: int = 0
    covered: int = 0


def written_pages() -> list[Made]:
    """Return the pages of ``data/written_pages.txt``: the first line is the title, ⟦…⟧ holds spam."""
    found = []
    for block in re.split(r"(?m)^(?=== )", (DATA / "written_pages.txt").read_text("utf-8")):
        head, *marked = block.rstrip("\n").split("\n")
        if not head.startswith("== "):
            continue
        made = Made(head[3:], [], title=0)
        for n, line in enumerate(marked):
            text = ""
            for part in re.split("(⟦[^⟧]*⟧)", line):
                if part.startswith("⟦"):
                    made.spans.append((n, len(text), len(text) + len(part) - 2))
                text += part.strip("⟦⟧")
            made.lines.append(text)
        found.append(made)
    return found


def collect(seed: int) -> Spans:
    """Mark the written pages, the labelled lookalikes and some clean texts, as the shipped witnesses do."""
    no_trees = trees.Trees(*[np.zeros((0, 0))] * 5, base=0.0, depth=0, version="")
    shipped = Trained(model.load(), lexicon(), tagger.load(), no_trees)
    found = Spans()
    rng = Random(seed)
    drawn = (in_traditional(rng, made) if rng.random() < TRADITIONAL else made for made in written_pages())
    laid_out = ((made, *as_html(rng, made)) for made in drawn)
    for made, fragments, title in (*laid_out, *lookalikes(rng), *clean_pages(rng)):
        page = Page(units(fragments, title), shipped)
        gold = [np.zeros(len(x.text) + 1, dtype=bool) for x in fragments]
        for line, a, b in made.spans:
            gold[line][a:b] = True
        found.spam += sum(int(x.sum()) for x in gold)
        said = scoring.worth_weighing(page, told(page)[1])
        places = scoring.candidates(page, said)
        if not places:
            continue
        for m, row in zip(places, evidence.features(page, places, said), strict=True):
            a, b = m.unit.canon.span(m.start, m.end)
            inside = gold[max(0, m.unit.fragment)][a:b]
            found.rows.append(row)
            found.labels.append(float(inside.mean()))
            found.covered += int(inside.sum())
            found.layouts.append(made.layout)
            found.texts.append(m.text)
    return found


def in_traditional(rng: Random, made: Made) -> Made:
    """Return a page converted, as a Traditional site's is: with its spam, or all but that."""
    along = rng.random() < 0.5
    lines = []
    for n, line in enumerate(made.lines):
        parts, at = [], 0
        for _, start, end in sorted(x for x in made.spans if x[0] == n):
            spam = line[start:end]
            parts += [_converted(line[at:start]), _converted(spam) if along else spam]
            at = end
        lines.append("".join([*parts, _converted(line[at:])]))
    return replace(made, lines=lines)


def _converted(text: str) -> str:
    found = traditional(Random(0), text)
    return found if len(found) == len(text) else text


def as_html(rng: Random, made: Made) -> tuple[list[Fragment], str]:
    """Return a page's fragments and title: as lines, or with what HTML tells of each.

    A page says where its article is; spam is hidden, or links elsewhere, far more often than the rest.
    """
    fragments = [Fragment(i, x, kind="line") for i, x in enumerate(made.lines)]
    if made.title < 0 or rng.random() < AS_LINES:
        return fragments, ""
    long = [i for i, x in enumerate(made.lines) if len(x) >= 40 and i > made.title]
    last = max(long, default=made.title) if rng.random() < 0.5 else len(fragments)
    spans: dict[int, list[tuple[int, int]]] = {}
    for line, a, b in made.spans:
        spans.setdefault(line, []).append((a, b))
    hides, links, portal = (rng.random() < x for x in (HIDES, LINKS, PORTAL))
    for i, f in enumerate(fragments):
        f.role = "title" if i == made.title else "body" if made.title < i <= last else "chrome"
        own = spans.get(i, [])
        whole = sum(b - a for a, b in own) >= RIGHT * len(f.text) > 0
        f.hidden = hides if whole else f.role == "chrome" and rng.random() < HIDDEN_FURNITURE
        if own and links:
            f.links = [Link("http://a.example/", a, b, offsite=True) for a, b in own]
        elif f.role == "chrome" and portal and rng.random() < 0.5:
            f.links = [Link("http://b.example/", 0, len(f.text), offsite=True)]
        f.link_chars = sum(x.end - x.start for x in f.links)
    return fragments, made.lines[made.title]


Laid = tuple[Made, list[Fragment], str]


def lookalikes(rng: Random) -> list[Laid]:
    """Return half of the labelled pages that resemble spam and are none, and of the development pages."""
    pages = [text.split("\n") for _, text in hard_negatives()]
    pages += [r["lines"] for r in records("chrome.jsonl.gz")]
    made = [Made(LOOKALIKE, lines) for lines in pages]
    found: list[Laid] = [(m, [Fragment(i, x, kind="line") for i, x in enumerate(m.lines)], "") for m in made]
    found += [(Made(LOOKALIKE, []), d.fragments, d.title) for _, d in real_drafts()]
    return rng.sample(found, len(found) // 2)


def clean_pages(rng: Random) -> list[Laid]:
    """Return some of the clean texts: what is nearly never to be cut."""
    known = [t for t in clean_texts() if len(t) > 30]
    texts = rng.sample(known, min(CLEAN, len(known)))
    return [
        (Made(LOOKALIKE, []), [Fragment(i, x, kind="line") for i, x in enumerate(text.split("\n"))], "")
        for text in texts
    ]


def fit(
    rows: npt.NDArray[np.float64], labels: npt.NDArray[np.float64], weights: npt.NDArray[np.float64]
) -> dict[str, npt.NDArray[Any]]:
    """Fit the trees and return their arrays."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    learner = HistGradientBoostingClassifier(
        max_iter=TREES,
        max_depth=DEPTH,
        learning_rate=0.08,
        l2_regularization=1.0,
        min_samples_leaf=30,
        early_stopping=False,
        random_state=SEED,
    )
    learner.fit(rows, labels > RIGHT, sample_weight=weights)
    trees = [predictors[0].nodes for predictors in learner._predictors]  # noqa: SLF001  (no public way to read them)
    size = max(map(len, trees))
    found = {
        name: np.zeros((len(trees), size), dtype=kind)
        for name, kind in (
            ("feature", np.int16),
            ("threshold", np.float64),
            ("left", np.int16),
            ("right", np.int16),
            ("value", np.float32),
        )
    }
    for tree, nodes in enumerate(trees):
        own = np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        found["feature"][tree, own] = np.where(leaf, 0, nodes["feature_idx"])
        found["threshold"][tree, own] = np.where(leaf, 0.0, nodes["num_threshold"])
        found["left"][tree, own] = np.where(leaf, own, nodes["left"])
        found["right"][tree, own] = np.where(leaf, own, nodes["right"])
        found["value"][tree, own] = nodes["value"]
    base = float(np.ravel(learner._baseline_prediction)[0])  # noqa: SLF001
    about = {"base": base, "depth": DEPTH, "version": VERSION, "inputs": spans_inputs_hash()}
    return found | {name: np.array(value) for name, value in about.items()}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--output", type=Path, default=TARGET)
    chosen = options.parse_args()
    found = [collect(SEED + i) for i in range(DRAWS)]
    rows = np.array([x for part in found for x in part.rows])
    labels = np.array([x for part in found for x in part.labels])
    weights = np.array([WEIGHT if x == LOOKALIKE else 1.0 for part in found for x in part.layouts])
    print(f"{len(rows)} spans, {(labels > RIGHT).mean():.1%} of them spam")
    np.savez_compressed(chosen.output, **fit(rows, labels, weights))
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
