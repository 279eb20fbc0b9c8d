# ruff: noqa: E501  (tables)
"""Train ``crawler/spam/data/model.npz``: ``nice .venv-bench/bin/python -m bench.train_spam`` (scikit-learn needed).

Positives: phrases, messages and doorway sentences generated from ``bench/data``, and the labelled lines of
``../shared/data/spam``.  Negatives: pieces and paragraphs of the clean texts there, page furniture, words of the
language.  Seeds are fixed; the same inputs give the same file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.spam_hiding import HIDINGS
from bench.spam_texts import (
    ROOT,
    clean_texts,
    genuine_anchor,
    hard_negatives,
    page_texts,
    real_messages,
    records,
)
from bench.spam_words import (
    CITIES,
    COMMON,
    DATA,
    FAMILIES,
    FOLDS,
    Words,
    brand,
    by_group,
    clause,
    data_lines,
    family,
    grammar,
    language,
    line_of,
    message,
    of_fold,
    paragraph,
    phrase,
    story,
    trades,
    words_by_kind,
)
from bench.written_pages import NO_LAYOUTS, written_pages
from crawler.spam import dictionary, tagger
from crawler.spam.canonical import canonical
from crawler.spam.model import BITS, EDGE, MULTIPLIERS, ORDERS, Model, buckets, codes
from crawler.spam.page import SEPARATORS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from bench.spam_builder import Made

TARGET = ROOT / "crawler/spam/data/model.npz"
VERSION = "4"
SEED = 20261122
DRAWS = {"adult": 6000, "gambling": 6000, "brand2": 5000, "lottery": 2500, "casino2": 2500, "numbers": 2000}
"""Phrases drawn of a trade: as common as it is on hacked pages."""
WRITTEN = 1.5
"""What a text of the written pages weighs."""


@dataclass(slots=True)
class Sample:
    """Canonical texts with labels, weights and groups (what is left out together)."""

    texts: list[str] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)

    def add(self, texts: Iterable[str], label: int, weight: float = 1.0) -> None:
        """Add texts, folded to their canonical form."""
        found = [text for text in map(str.strip, folded(texts)) if text]
        self.texts += found
        self.labels += [label] * len(found)
        self.weights += [weight] * len(found)


def folded(texts: Iterable[str]) -> list[str]:
    """Return the canonical form of each text; all at once, which is ten times as quick."""
    lines = [text.replace("\n", " ") for text in texts]
    together = canonical("\n".join(lines)).text.split("\n")
    return together if len(together) == len(lines) else [canonical(line).text for line in lines]


def pieces(texts: Iterable[str], longest: int = 40) -> Iterator[str]:
    """Cut texts at separators."""
    for text in folded(texts):
        for piece in SEPARATORS.split(text):
            if 1 < len(piece) <= longest and not piece.isdigit():
                yield piece


def paragraphs(
    rng: Random, words: Words, pools: Sequence[list[str]], count: int, longest: int
) -> Iterator[str]:
    """Draw paragraphs of 1 to ``longest`` sentences, each of one trade's or field's templates."""
    for pool in rng.choices(pools, k=count):
        yield paragraph(rng, words, pool, longest)


def build(
    *,
    fold: int = -1,
    half: int = -1,
    without: frozenset[str] = NO_LAYOUTS,
    reviewed: Sequence[dict[str, Any]] = (),
) -> tuple[Sample, Sample]:
    """Return the anchor and passage samples.

    ``fold`` (0 to 3) leaves out, as a whole, one family of trades, and of everything else a quarter: of each
    slot's words, of the message templates, the genuine texts and the development pages; of the written pages
    all whose spam has such a word.  ``half`` leaves out a half of the written pages, ``without`` layouts of
    theirs and ways of hiding.
    """
    rng = Random(SEED)
    left_out = set(family(fold)) if fold >= 0 else set()
    words = Words([kind for kind in trades() if kind not in left_out], fold)
    hidings = [h for h in HIDINGS if h != "entities" and h not in without] or ["plain"]
    links = {kind: of_fold(x, fold) for kind, x in words_by_kind("genuine_links").items()}
    anchor, passage = Sample(), Sample()

    drawn = [phrase(rng, words, kind) for kind in words.classes for _ in range(DRAWS.get(kind, 330))]
    anchor.add(sorted(set(drawn)), 1, 0.5)
    named = sorted({brand(rng, words) for _ in range(12_000)}) if "gambling" in words.classes else []
    anchor.add(named, 1, 0.4)
    said = [clause(rng, rng.choice(drawn), fold=fold) for _ in range(6000)]
    anchor.add((x for x in said if len(x) <= 30), 1, 0.3)
    passage.add(said, 1, 0.3)
    anchor.add((HIDINGS[rng.choice(hidings)](rng, x) for x in drawn[::6]), 1, 0.4)
    calls = [message(rng, words, fold=fold) for _ in range(5000)]
    doors = [
        "".join(message(rng, words, "door", fold=fold) for _ in range(rng.randint(1, 4))) for _ in range(3500)
    ]
    calls += paragraphs(rng, words, by_group("message_trades", "cta", fold), 6000, 1)
    doors += paragraphs(rng, words, by_group("message_trades", "door", fold), 5000, 4)
    passage.add(calls, 1)
    passage.add(doors, 1)
    sold = [
        story(rng, words, rng.randint(1, 4), rng.choice(("ad", "tale", "whole")), fold=fold)
        for _ in range(9000)
    ]
    passage.add(sold, 1, 0.5)
    boxes = [
        line_of(rng, "message_boxes", rng.choice(("comment", "popup", "pick")), rng.choice(drawn), fold=fold)
        for _ in range(2500)
    ]
    passage.add(boxes, 1, 0.5)
    passage.add((HIDINGS[rng.choice(hidings)](rng, x) for x in sold[::6]), 1, 0.4)
    passage.add((HIDINGS[rng.choice(hidings)](rng, x) for x in calls[::4]), 1, 0.7)
    passage.add(
        (
            " ".join(phrase(rng, words, kind) for _ in range(rng.randint(1, 8)))
            for kind in words.classes
            for _ in range(45)
        ),
        1,
        0.5,
    )
    for row in of_fold(records("real_lines.jsonl.gz"), fold):
        if row["id"].startswith("mt_"):
            continue
        bad = [
            x
            for x, s in zip(row["lines"], row["spam"], strict=True)
            if s and "id=" not in x and "[已删]" not in x
        ]
        cut = sorted(set(pieces(bad)))
        rng.shuffle(cut)
        anchor.add(cut[:400], 1, 1.0)
        passage.add([x for x in bad if len(x) > 40][:40], 1, 2.0)
    for row in of_fold(records("synthetic.jsonl.gz"), fold):
        if "spam" in row:
            bad = [x for x, s in zip(row["lines"], row["spam"], strict=True) if s]
            anchor.add(sorted(set(pieces(bad)))[:20], 1, 0.3)
    passage.add(of_fold(real_messages(), fold), 1, 2.0)
    for row in reviewed:
        for sample in (anchor, passage):
            sample.add([row["text"]], row["spam"], 2.0)
    for made in written_pages(half, fold=fold, without=without):
        add_written(made, anchor, passage)
    clean = clean_texts(fold)
    hard = [t for _, t in of_fold(hard_negatives(), fold)]
    hard += [x.replace("{city}", rng.choice(CITIES)) for x in of_fold(data_lines("genuine_lines.txt"), fold)]
    furniture = [x for r in of_fold(records("chrome.jsonl.gz"), fold) for x in r["lines"]]
    nodes = [text for site, text in page_texts() if fold < 0 or site % FOLDS != fold]
    anchor.add(sorted(set(pieces(clean)))[::2], 0, 0.4)
    anchor.add(sorted(set(pieces(hard))), 0, 1.5)
    anchor.add(sorted(set(pieces(furniture)) | {x for x in furniture if len(x) <= 40}), 0, 1.5)
    anchor.add(sorted(set(pieces(nodes)) | {x for x in nodes if len(x) <= 40}), 0, 1.0)
    anchor.add(sorted({genuine_anchor(rng, links) for _ in range(30_000)} | set(links["k"])), 0, 1.0)
    anchor.add(of_fold(data_lines("genuine_names.txt"), fold), 0, 1.0)
    anchor.add(_dictionary(rng), 0, 0.15)
    passage.add(clean[::2], 0)
    passage.add(paragraphs(rng, words, by_group("genuine_sentences", "genuine", fold), 6000, 3), 0, 1.5)
    passage.add(hard, 0, 3.0)
    beside = [x for name in ("comments", "leads") for x in of_fold(data_lines(f"genuine_{name}.txt"), fold)]
    passage.add(beside, 0, 1.5)
    anchor.add((x for x in beside if len(x) <= 30), 0, 1.0)
    for text in hard:
        passage.add([x for x in re.split("[。!?！？\n]", text) if len(x) > 8], 0, 1.5)
    for text in clean[1::6]:
        passage.add([x for x in re.split("[。!?！？\n]", text) if len(x) > 8], 0, 0.5)
    passage.add([x for x in furniture if len(x) > 6], 0, 1.0)
    passage.add([x for x in nodes if len(x) > 8], 0, 0.7)
    return anchor, passage


def add_written(made: Made, anchor: Sample, passage: Sample) -> None:
    """Add a written page: what is marked, and of a genuine one everything."""
    marked = [made.lines[n][a:b] for n, a, b in made.spans]
    texts = marked or made.lines
    label = int(bool(marked))
    anchor.add(pieces(texts), label, WRITTEN)
    passage.add([x for x in texts if len(x) > 8], label, WRITTEN)


def _dictionary(rng: Random) -> list[str]:
    foul = {COMMON, *FAMILIES[0], *FAMILIES[1]}  # of other trades' goods there is news too
    spam = {e for kind in foul for entries in grammar()[kind].values() for e in entries}
    found = [w for w, _ in language() if 2 <= len(w) <= 6 and w not in spam]
    rng.shuffle(found)
    return found[:40000]


def fit(sample: Sample, c: float = 30.0) -> tuple[np.ndarray, float, float]:
    """Fit one score; return int8 weights, their scale and the bias."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import SGDClassifier

    columns, starts, values = [], [0], []
    for text in sample.texts:
        points = codes(text)
        grams = np.concatenate(list(buckets(points)))
        columns.append(grams)
        values.append(np.full(len(grams), 1 / np.sqrt(len(grams)), dtype=np.float64))
        starts.append(starts[-1] + len(grams))
    x = csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), np.array(starts)),
        shape=(len(sample.texts), 1 << BITS),
    )
    x.sum_duplicates()
    y = np.array(sample.labels)
    w = np.array(sample.weights)
    w = w / w.mean()
    learner = SGDClassifier(
        loss="log_loss", alpha=1 / (c * len(y)), max_iter=8, tol=None, random_state=SEED, average=True
    )
    learner.fit(x, y, sample_weight=w)
    weights = learner.coef_[0]
    scale = float(np.percentile(np.abs(weights[weights != 0]), 99.9)) / 127
    return np.clip(np.round(weights / scale), -127, 127).astype(np.int8), scale, float(learner.intercept_[0])


def train(**left_out: Any) -> Model:
    """Build the samples and fit both scores."""
    anchor, passage = build(**left_out)
    a, p = fit(anchor), fit(passage)
    return Model.of(a[0], p[0], (a[1], p[1]), (a[2], p[2]), VERSION)


def save(model: Model, path: Path) -> None:
    """Write the weights."""
    np.savez_compressed(
        path,
        anchor=model.anchor,
        passage=model.passage,
        scales=np.array(model.scales),
        biases=np.array(model.biases),
        version=np.array(model.version),
        inputs=np.array(inputs_hash()),
    )


def hash_of(*names: str, also: str = "") -> str:
    """Return a short hash of files of this project and of the words and texts pages are made of."""
    data = sorted(
        path
        for kind in ("explicit", "message", "genuine", "trade", "written")
        for path in DATA.glob(f"{kind}_*")
    )
    inputs = [path.read_bytes() for path in (*(ROOT / name for name in names), *data)]
    return hashlib.sha256(b"".join([*inputs, also.encode()])).hexdigest()[:12]


def inputs_hash() -> str:
    """Return a short hash of this project's own training inputs; the shipped file carries it."""
    own = (
        "bench/train_spam.py",
        "bench/spam_texts.py",
        "bench/spam_words.py",
        "bench/spam_hiding.py",
        "bench/written_pages.py",
    )
    also = repr((BITS, ORDERS, MULTIPLIERS, EDGE, SEPARATORS.pattern))
    return hash_of(*own, "crawler/spam/canonical.py", also=also)


def tagger_inputs_hash() -> str:
    """Return the same of the tagger's inputs (here, so that it can be compared where there is no PyTorch)."""
    own = (
        "bench/train_tagger.py",
        "bench/tagged_pages.py",
        "bench/spam_pages.py",
        "bench/spam_layouts.py",
        "bench/spam_builder.py",
        "bench/spam_forms.py",
        "bench/spam_texts.py",
        "bench/spam_words.py",
        "bench/spam_hiding.py",
        "bench/written_pages.py",
        "crawler/spam/canonical.py",
    )
    return hash_of(
        *own,
        also=repr(
            (
                *(tagger.WIDTH, tagger.DILATIONS, tagger.PAIRS, tagger.UNKNOWN, tagger.ENDERS),
                *(dictionary.BUCKETS, dictionary.CLASSES_OF_PAIRS, dictionary.CLASSES_OF_TRIPLES),
            )
        ),
    )


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--output", type=Path, default=TARGET)
    options.add_argument(
        "--fold", type=int, default=-1, help="leave a family of trades and this quarter of the rest out"
    )
    options.add_argument("--reviewed", type=Path, help="rows of `scrapy spam export`")
    chosen = options.parse_args()
    judged = (
        [json.loads(x) for x in chosen.reviewed.read_text("utf-8").splitlines()] if chosen.reviewed else []
    )
    target = chosen.output
    save(train(fold=chosen.fold, reviewed=judged), target)
    print(f"{target}: {target.stat().st_size / 1e6:.2f} MB")
