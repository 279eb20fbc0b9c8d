"""Fit the weights of ``crawler/extract/confidence.py``, and say how well it tells good bodies from bad.

On every labelled page three bodies are looked at: the one chosen, and those of the second and third best
element that is another.  Good is an F1 of .9 or more.  Printed: the weights, and the area under the ROC curve
of all bodies and of the chosen ones, each page judged by weights fitted without it (five folds of pages).

    .venv-bench/bin/python -m bench.fit_confidence [--judged FOLDER …]

``--judged``: folders with gold.jsonl, as blind judges make them.
"""

from __future__ import annotations

import argparse
import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from bench.extract import CHINA, f1, pages
from crawler.extract import anchor, body, confidence, extract_html, scoring

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = 0.9
CHOICES = 3
FOLDS = 5


def choosing(rank: int):
    """Return a stand-in for the choice of the body: that of the element of this rank."""

    def choose(scored: scoring.ScoredPage) -> body.Choice:
        if not scored.fragments:
            return body.Choice(None, [], 0.0)
        body.weigh(scored)
        found = scoring.candidates(scored)
        scored.anchor = anchor.find(scored, scored.headline)
        found.sort(key=lambda c: scoring.score(c[1]), reverse=True)
        seen: list[set[int]] = []
        for node, _ in found[:12]:
            choice = body.taken(scored, node)
            own = set(choice.indexes)
            if own and all(len(own & other) < 0.5 * max(len(own), len(other)) for other in seen):
                seen.append(own)
                if len(seen) == rank + 1:
                    return choice
        return body.Choice(None, [], 0.0)

    return choose


def labelled(data: Path, judged: list[Path]) -> Iterator[tuple[bytes, dict, str]]:
    """Yield pages, what ``extract_html`` is told of them, and their text (empty: no article)."""
    for _, path, gold in pages(data):
        if gold.get("text"):
            told = {"url": gold.get("url") or "", "now": datetime(2026, 1, 1, tzinfo=CHINA)}
            yield gzip.decompress(path.read_bytes()), told, gold["text"]
    for folder in judged:
        for gold in map(json.loads, (folder / "gold.jsonl").read_text("utf-8").splitlines()):
            told = {
                "url": gold["url"],
                "headers": gold["headers"],
                "now": datetime.fromisoformat(gold["fetched"]),
            }
            text = "\n".join(gold["body"]) if gold["article"] else ""
            yield (folder / gold["file"]).read_bytes(), told, text


def fitted(x: np.ndarray, good: np.ndarray) -> LogisticRegression:
    """Return a logistic regression; the first feature is its constant."""
    return LogisticRegression(fit_intercept=False, max_iter=1000).fit(x, good)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--judged", type=Path, nargs="*", default=[])
    options = parser.parse_args()
    real = body._chosen  # noqa: SLF001 (the fit is of what it chooses)
    rows = []
    for number, (html, told, text) in enumerate(labelled(options.data, options.judged)):
        for rank in range(CHOICES):
            body._chosen = choosing(rank) if rank else real  # noqa: SLF001
            draft = extract_html(html, **told)
            found = confidence.features(draft)
            taken = "\n".join(f.text for f in draft.fragments if f.role == "body")
            if found and draft.method == "generic":
                rows.append((number, rank, bool(text) and f1(taken, text) >= GOOD, found))
    x = np.array([row[3] for row in rows])
    good = np.array([row[2] for row in rows])
    page, rank = (np.array([row[i] for row in rows]) for i in (0, 1))
    scores = np.zeros(len(rows))
    for fold in range(FOLDS):
        out = page % FOLDS == fold
        scores[out] = fitted(x[~out], good[~out]).decision_function(x[out])
    print(f"{len(rows)} bodies, {good.sum()} good; chosen: {(rank == 0).sum()}, {good[rank == 0].sum()} good")
    chosen = roc_auc_score(good[rank == 0], scores[rank == 0])
    print(f"area under the curve: all {roc_auc_score(good, scores):.3f}, chosen {chosen:.3f}")
    print("WEIGHTS = " + ", ".join(f"{w:.2f}" for w in fitted(x, good).coef_[0]))


if __name__ == "__main__":
    main()
