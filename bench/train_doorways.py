"""Train ``crawler/spam/data/doorways.npz``: which pages are advertisements as a whole (``make train-spam``).

Of the written pages, each half as witnesses see it that have learnt from the other, as lines and as HTML
gives them; a page whose article is nearly all spam is a doorway, whatever its layout is called.  The
labelled lookalikes and some clean texts, which the witnesses know, are added.
"""

from __future__ import annotations

import argparse
import sys
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.fit_trees import Learner
from bench.held_out import CACHE
from bench.spam_texts import ROOT
from bench.train_spam import hash_of
from bench.train_spans import (
    REST,
    RIGHT,
    SEED,
    as_html,
    clean_pages,
    held_out_pair,
    lookalikes,
    witnesses_of,
)
from bench.train_spans import inputs_hash as spans_inputs_hash
from bench.written_pages import HALVES, drawn_once
from crawler.extract import extract_lines
from crawler.spam import doorways, trees, weights
from crawler.spam.detector import units
from crawler.spam.page import Page

if TYPE_CHECKING:
    import numpy.typing as npt

    from bench.spam_builder import Made
    from crawler.items import Fragment

    Floats = npt.NDArray[np.float64]

TARGET = ROOT / "crawler/spam/data/doorways.npz"
VERSION = "2"
LEARNER = Learner(
    max_iter=80,
    max_depth=3,
    learning_rate=0.1,
    l2_regularization=5.0,
    min_samples_leaf=10,
    random_state=SEED,
)
"""Few and shallow: there are some hundred doorways to learn from."""


def collect(part: int) -> tuple[Floats, npt.NDArray[np.bool_]]:
    """Return the features of a part's articles, and whether each is a doorway."""
    rng = Random(SEED)
    if part == REST:
        laid = [*lookalikes(rng), *clean_pages(rng)]
    else:
        laid = [
            x for m in drawn_once(rng, part, only=True) for x in (as_lines(m), as_html(rng, m, lines=0.0))
        ]
    witnesses = witnesses_of(part)
    rows, labels = [], []
    for made, fragments, title in laid:
        page = Page(units(fragments, title), witnesses)
        prose = doorways.prose_of(page)
        if doorways.is_long_enough(prose):
            rows.append(doorways.features(page, prose))
            labels.append(_share_of_spam(made, fragments) > RIGHT)
    return np.array(rows), np.array(labels)


@cache
def collected() -> list[tuple[Floats, npt.NDArray[np.bool_]]]:
    """Return the same of every part."""
    with Pool(HALVES) as pool:
        pool.map(held_out_pair, range(HALVES))
        return pool.map(collect, range(REST + 1), chunksize=1)


def as_lines(made: Made) -> tuple[Made, list[Fragment], str]:
    """Lay a page out as ``scrapy clean`` reads lines."""
    draft = extract_lines(made.lines)
    return made, draft.fragments, draft.title


def _share_of_spam(made: Made, fragments: list[Fragment]) -> float:
    """Return which share of an article's characters is spam."""
    own = {f.index: len(f.text) for f in fragments if f.role in {"title", "body"}}
    spam = sum(b - a for n, a, b in made.spans if n in own)
    return spam / max(1, sum(own.values()))


def train(without: int = -1) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of trees that have learnt from all pages, or all but a half of the written ones."""
    parts = [x for part, x in enumerate(collected()) if part != without]
    rows, labels = (np.concatenate(x) for x in zip(*parts, strict=True))
    print(f"{len(rows)} articles, {labels.sum()} of them doorways", file=sys.stderr)
    about = {"version": VERSION, "inputs": inputs_hash()}
    return LEARNER.fit(rows, labels) | {name: np.array(value) for name, value in about.items()}


@cache
def doorways_without(half: int) -> trees.Trees:
    """Return trees that have not learnt from a half of the written pages; trained once, then kept."""
    path = CACHE / f"doorways_without_{half}_{inputs_hash()}.npz"
    if not path.exists():
        np.savez_compressed(path, **train(half))
    return trees.of(weights.read(path))


def inputs_hash() -> str:
    """Return a short hash of the trees' inputs."""
    return hash_of("bench/train_doorways.py", also=repr((spans_inputs_hash(), doorways.FEATURES)))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--output", type=Path, default=TARGET)
    chosen = options.parse_args()
    np.savez_compressed(chosen.output, **train())
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e3:.0f} KB")


if __name__ == "__main__":
    main()
