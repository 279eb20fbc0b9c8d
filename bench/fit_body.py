"""Fit the weights of ``crawler.extract.scoring`` on labelled pages, with a cross-validation by source.

Each page offers its elements as candidates; a soft maximum over ``weights · features`` picks one, and the
expected character-bigram F1 of the picks is maximised (plain gradient ascent with a quadratic penalty).
Left out by turns: a whole source repository, and within the largest repositories a whole site.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import pickle
import re
from pathlib import Path

import numpy as np

from crawler.extract import body, page, scoring


def grams(text: str) -> collections.Counter[str]:
    text = re.sub(r"\s+", "", text)
    return collections.Counter(text[i : i + 2] for i in range(len(text) - 1))


def f1(ours: collections.Counter[str], gold: collections.Counter[str]) -> float:
    both = sum((ours & gold).values())
    return 2 * both / max(1, sum(ours.values()) + sum(gold.values()))


def collect(folder: Path) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """Return per page: name, group to leave out, candidate features, F1 of each candidate."""
    rows = []
    real = body.choose
    for gold_file in sorted(folder.glob("pages*/*/*.json")):
        html = gold_file.with_name(gold_file.stem + ".html.gz")
        gold = json.loads(gold_file.read_text())
        if not html.exists() or not gold.get("text"):
            continue
        wanted = grams(gold["text"])
        seen: list[tuple[list[float], float]] = []

        def spy(blocks: page.Page, title_index: int, headline: str, wanted=wanted, seen=seen) -> body.Choice:
            scored = scoring.ScoredPage(blocks, title_index, hidden=False, headline=headline)
            body.weigh(scored)
            for node, features in scoring.candidates(scored):
                indexes = body.taken(scored, node).indexes
                text = "\n".join(blocks.fragments[i].text for i in indexes)
                seen.append((features, f1(grams(text), wanted)))
            return real(blocks, title_index, headline)

        body.choose = spy
        page.extract_html(gzip.decompress(html.read_bytes()), url=gold.get("url") or "")
        body.choose = real
        source = gold_file.parent.name
        site = re.sub(r"_?\d+$", "", gold_file.stem) if source == "gne" else source
        if source in {"immortal", "magic-html", "ayltai"}:
            site = gold_file.stem
        if seen:
            rows.append(
                (
                    f"{source}/{gold_file.stem}",
                    f"{source}/{site}",
                    np.array([s[0] for s in seen]),
                    np.array([s[1] for s in seen]),
                )
            )
    return rows


def fit(rows: list, penalty: float, steps: int = 600) -> np.ndarray:
    weights = np.zeros(len(scoring.FEATURES))
    weights[0] = 1.0
    moment = np.zeros_like(weights)
    square = np.zeros_like(weights)
    for step in range(1, steps + 1):
        gradient = -penalty * weights
        for _, _, features, scores in rows:
            z = features @ weights
            p = np.exp(z - z.max())
            p /= p.sum()
            gradient += (p * (scores - p @ scores)) @ features
        moment = 0.9 * moment + 0.1 * gradient
        square = 0.999 * square + 0.001 * gradient**2
        weights += 0.05 * (moment / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return weights


def picked(weights: np.ndarray, rows: list) -> list[float]:
    return [float(scores[int(np.argmax(features @ weights))]) for _, _, features, scores in rows]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--penalty", type=float, default=0.03)
    parser.add_argument("--cache", type=Path)
    options = parser.parse_args()
    if options.cache and options.cache.exists():
        rows = pickle.loads(options.cache.read_bytes())
    else:
        rows = collect(options.data)
        if options.cache:
            options.cache.write_bytes(pickle.dumps(rows))
    print(f"{len(rows)} pages, best possible {np.mean([r[3].max() for r in rows]):.4f}")
    weights = fit(rows, options.penalty)
    print(f"fitted on all: {np.mean(picked(weights, rows)):.4f}")
    groups = sorted({g for _, g, _, _ in rows})
    folds = [set(groups[i::10]) for i in range(10)]
    left_out: list[tuple[float, str]] = []
    for fold in folds:
        trained = fit([r for r in rows if r[1] not in fold], options.penalty)
        test = [r for r in rows if r[1] in fold]
        left_out += zip(picked(trained, test), [r[0] for r in test], strict=True)
    print(f"cross-validated, sites left out: {np.mean([f for f, _ in left_out]):.4f}")
    print("worst:", [(n, round(f, 3)) for f, n in sorted(left_out)[:8]])
    print("WEIGHTS = (")
    print("    " + ", ".join(f"{w:.2f}" for w in weights) + ",")
    print(")")
    for name, weight in zip(scoring.FEATURES, weights, strict=True):
        print(f"  {name:14} {weight:7.2f}")


if __name__ == "__main__":
    main()
