"""Train ``crawler/spam/data/spans.npz``, how certain findings and marked spans are (in ``make train-spam``).

Of pages written for it (``bench/written_pages.py``), each half as tagger and n-grams see it that have learnt
from the other: so the trees learn how far those two can be trusted on what they have never seen.  Pages are
laid out as HTML gives them, or as lines.  The labelled lookalikes, the development pages and some clean
texts, which the witnesses know, are added; and with little weight generated pages, for the long lists nobody
writes by hand.  Trees that learnt on generated pages alone found a third less at the same false cuts.
"""

from __future__ import annotations

import argparse
import re
import sys
from dataclasses import dataclass, field, replace
from functools import cache
from multiprocessing import Pool
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.fit_trees import Learner
from bench.held_out import CACHE, held_out, held_out_tagger
from bench.spam_builder import Made
from bench.spam_texts import ROOT, clean_texts, hard_negatives, records
from bench.tagged_pages import IN_A_SITE, beside_article, made_pages, moved_down, real_drafts
from bench.train_spam import hash_of, tagger_inputs_hash
from bench.train_spam import inputs_hash as model_inputs_hash
from bench.written_pages import HALVES, drawn_once
from crawler.items import Fragment, Link
from crawler.spam import evidence, model, scoring, tagger, trees, weights
from crawler.spam.detector import units
from crawler.spam.page import Page
from crawler.spam.rules import told
from crawler.spam.trained import Trained
from crawler.spam.vocabulary import lexicon

if TYPE_CHECKING:
    import numpy.typing as npt

TARGET = ROOT / "crawler/spam/data/spans.npz"
VERSION = "10"
SEED = 20261130
DRAWS = 6
"""Times every page is laid out."""
LEARNER = Learner(
    max_iter=300,
    max_depth=8,
    learning_rate=0.08,
    l2_regularization=1.0,
    min_samples_leaf=100,
    random_state=SEED,
    max_leaf_nodes=63,
)
"""Of another half's spans .622 are found at a false one in 200; with 200 trees of depth 5, .593."""
CLEAN = 1500
"""Clean texts of each part: of some 5,500 most are drawn, and more than once."""
AS_LINES = 0.35
"""Share of pages that are lines without markup."""
HIDES, LINKS, OWN_FOLDER = 0.3, 0.5, 0.15
"""How often a page hides its spam, makes links of it, links to pages the attacker has put on the site."""
TABS, IN_TABS, HIDDEN_FURNITURE = 0.2, 0.6, 0.03
"""How often a page has its furniture in tabs and menus; a piece of it is hidden there, and elsewhere."""
LINKED, PORTAL = 0.7, 0.2
"""How often a page's own furniture are links, and such a row leads to other sites."""
GENERATED, LITTLE = 6000, 0.5
"""Generated pages of each part, and what their spans weigh beside those of written pages."""
LOOKALIKE = "lookalike"
"""Layout of pages that people have said are genuine; the witnesses have read most of them."""
RIGHT = 0.8
"""Share of a span's characters that must be spam for it to be right."""


@dataclass(slots=True)
class Spans:
    """Features of spans, the share of their characters that is spam, and what each weighs."""

    rows: list[npt.NDArray[np.float64]] = field(default_factory=list)
    labels: list[float] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)


REST = HALVES
"""The part of the pages that is not a half of the written ones: what the witnesses shipped have learnt."""


def collect(seed: int, part: int) -> Spans:
    """Mark a part of the pages to learn from, each laid out once.

    Each half of the written ones is marked by the witnesses that have not learnt from it, the rest by those
    shipped.
    """
    rng = Random(seed)
    laid: list[tuple[float, Laid]] = []
    witnesses = witnesses_of(part)
    if part == REST:
        laid += [(1.0, x) for x in (*lookalikes(rng), *clean_pages(rng))]
        generated = (made for made in made_pages(seed, GENERATED) if made.layout != "K")
        laid += [(LITTLE, in_a_site(rng, as_html(rng, made))) for made in generated]
    else:
        laid += [(1.0, in_a_site(rng, as_html(rng, made))) for made in drawn_once(rng, part, only=True)]
    found = Spans()
    for weight, (made, fragments, title) in laid:
        page = Page(units(fragments, title), witnesses)
        gold = [np.zeros(len(x.text) + 1, dtype=bool) for x in fragments]
        for line, a, b in made.spans:
            gold[line][a:b] = True
        said = scoring.worth_weighing(page, told(page)[1])
        places = scoring.candidates(page, said)
        if not places:
            continue
        for m, row in zip(places, evidence.features(page, places, said), strict=True):
            a, b = m.unit.canon.span(m.start, m.end)
            inside = gold[max(0, m.unit.fragment)][a:b]
            found.rows.append(row)
            found.labels.append(float(inside.mean()))
            found.weights.append(weight)
    return found


def witnesses_of(part: int) -> Trained:
    """Return the witnesses that have not learnt from a part of the pages, without trees."""
    none = trees.Trees(*[np.zeros((0, 0))] * 5, base=0.0, depth=0, version="")
    if part == REST:
        return Trained(model.load(), lexicon(), tagger.load(), none, none)
    return Trained(held_out(half=part), lexicon(), held_out_tagger(half=part), none, none)


Laid = tuple[Made, list[Fragment], str]
"""A page, its fragments, and its title where it has one."""


def as_html(rng: Random, made: Made, *, lines: float = AS_LINES) -> Laid:
    """Lay a page out: a share of them as lines, else with what HTML tells of each.

    A page says where its article is; spam is hidden, or links elsewhere, far more often than the rest.
    """
    fragments = [Fragment(i, x, kind="line") for i, x in enumerate(made.lines)]
    if made.title < 0 or rng.random() < lines:
        return made, fragments, ""
    long = [i for i, x in enumerate(made.lines) if len(x) >= 40 and i > made.title]
    last = max(long, default=made.title) if rng.random() < 0.5 else len(fragments)
    spans: dict[int, list[tuple[int, int]]] = {}
    for line, a, b in made.spans:
        spans.setdefault(line, []).append((a, b))
    hides, links, own_folder, linked = (rng.random() < x for x in (HIDES, LINKS, OWN_FOLDER, LINKED))
    furniture = IN_TABS if rng.random() < TABS else HIDDEN_FURNITURE
    for i, f in enumerate(fragments):
        f.role = "title" if i == made.title else "body" if made.title < i <= last else "chrome"
        own = spans.get(i, [])
        whole = sum(b - a for a, b in own) >= RIGHT * len(f.text) > 0
        f.hidden = hides if whole else f.role == "chrome" and rng.random() < furniture
        if own and links:
            pieces = (m.span() for a, b in own for m in _PIECE.finditer(f.text, a, b))
            f.links = [Link("http://a.example/", a, b, offsite=not own_folder) for a, b in pieces]
        if f.role == "chrome" and linked:
            leaves = rng.random() < PORTAL
            pieces = (m.span() for m in _PIECE.finditer(f.text))
            f.links += [
                Link("http://b.example/", a, b, offsite=leaves)
                for a, b in pieces
                if all(b <= start or a >= end for start, end in own)
            ]
            f.links.sort(key=lambda x: x.start)
        f.link_chars = sum(x.end - x.start for x in f.links)
    return made, fragments, made.lines[made.title]


def in_a_site(rng: Random, laid: Laid, *, share: float = IN_A_SITE) -> Laid:
    """Put a share of the pages that have a title between what a development page has around its article."""
    made, fragments, title = laid
    if not title or rng.random() >= share:
        return laid
    _, draft = rng.choice(real_drafts())
    article = [f.index for f in draft.fragments if f.role in {"title", "body"}]
    if not article:
        return laid
    furniture = [f for f in draft.fragments if f.role == "chrome"]
    above = [f for f in furniture if f.index < article[0]]
    below = [f for f in furniture if f.index > article[-1]]
    above, below = beside_article(rng, above, below)
    whole = [replace(f, index=i) for i, f in enumerate((*above, *fragments, *below))]
    return moved_down(replace(made, lines=[f.text for f in whole]), len(above)), whole, title


_PIECE = re.compile(r"[^\s|丨·,，、/_]+")


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


def train(without: int = -1, processes: int = 2) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of trees that have learnt from all pages, or all but a half of the written ones."""
    with Pool(processes) as pool:  # two witnesses of each kind are trained at once, then kept
        pool.map(held_out_pair, range(HALVES))
    parts = [x for part in range(REST + 1) if part != without for x in collected(part, processes)]
    rows, labels, counts = (np.concatenate([part[n] for part in parts]) for n in range(3))
    print(f"{len(rows)} spans, {(labels > RIGHT).mean():.1%} of them spam", file=sys.stderr)
    about = {"version": VERSION, "inputs": inputs_hash()}
    fitted = LEARNER.fit(rows, labels > RIGHT, counts)
    return fitted | {name: np.array(value) for name, value in about.items()}


Arrays = tuple["npt.NDArray[np.float64]", "npt.NDArray[np.float64]", "npt.NDArray[np.float64]"]


@cache
def collected(part: int, processes: int = 2) -> list[Arrays]:
    """Return rows, labels and weights of a part's spans, of every time its pages are laid out."""
    with Pool(processes) as pool:
        found = pool.starmap(collect, [(SEED + i, part) for i in range(DRAWS)])
    return [(np.array(x.rows), np.array(x.labels), np.array(x.weights)) for x in found]


@cache
def trees_without(half: int) -> trees.Trees:
    """Return trees that have not learnt from a half of the written pages; trained once, then kept."""
    path = CACHE / f"spans_without_{half}_{inputs_hash()}.npz"
    if not path.exists():
        print(f"half {half} of the written pages: training trees without it …", file=sys.stderr, flush=True)
        np.savez_compressed(path, **train(half))
    return trees.of(weights.read(path))


def held_out_pair(half: int) -> None:
    """Train both witnesses without a half, unless they are kept already."""
    held_out(half=half)
    held_out_tagger(half=half)


def inputs_hash() -> str:
    """Return a short hash of the trees' inputs: whom they weigh, on what pages, and what they are told."""
    own = (
        *("bench/train_spans.py", "bench/fit_trees.py", "bench/written_pages.py"),
        *("crawler/spam/evidence.py", "crawler/spam/elsewhere.py"),
    )
    witnesses = (model_inputs_hash(), tagger_inputs_hash())
    return hash_of(*own, also=repr((*witnesses, evidence.FEATURES, evidence.RULES)))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--output", type=Path, default=TARGET)
    options.add_argument("--processes", type=int, default=2)
    chosen = options.parse_args()
    np.savez_compressed(chosen.output, **train(processes=chosen.processes))
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
