"""Measure the spam detector: ``make bench-spam``."""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import Any

from bench import spam_pages, train_spam
from bench.spam_pages import HIDINGS, LAYOUTS, Made, Words, grammar
from crawler.items import Fragment
from crawler.spam import find_spam


def fragments(lines: list[str]) -> list[Fragment]:
    """Fragments as ``scrapy clean`` makes them of lines."""
    return [Fragment(i, x, role="body" if x.strip() else "chrome", kind="line") for i, x in enumerate(lines)]


def cuts(
    lines: list[str], model: Any = None, states: tuple[str, ...] = ("cut",)
) -> tuple[list[list[tuple[int, int]]], Any]:
    """Return, per line, the spans taken out, and the verdict."""
    parts = fragments(lines)
    verdict = find_spam(parts, model=model)
    starts, at = {}, 0
    page = {}
    whole = 0
    for f in parts:
        page[f.index] = whole
        whole += len(f.text) + 1
        if f.role == "body":
            starts[f.index] = at
            at += len(f.text) + 1
    found: list[list[tuple[int, int]]] = [[] for _ in lines]
    for s in verdict.spans:
        if s.state in states:
            base = (starts if s.field == "body" else page)[s.fragment]
            found[s.fragment].append((s.start - base, s.end - base))
    return found, verdict


class Tally:
    def __init__(self) -> None:
        self.spam = self.hit = self.cut = self.lines = self.line_hits = self.false = self.pages = (
            self.rejected
        ) = self.whole = 0

    def add(self, made: Made, found: list[list[tuple[int, int]]], doorway: str) -> None:
        self.pages += 1
        self.rejected += bool(doorway)
        gold: list[set[int]] = [set() for _ in made.lines]
        for n, a, b in made.spans:
            gold[n] |= set(range(a, b))
        ok = True
        for g, f in zip(gold, found, strict=True):
            c = {i for a, b in f for i in range(a, b)}
            self.spam += len(g)
            self.cut += len(c)
            self.hit += len(g & c)
            self.lines += bool(g)
            self.line_hits += bool(g) and len(g & c) >= 0.9 * len(g)
            self.false += len(c - g)
            ok &= len(c - g) <= 2
        self.whole += ok

    def row(self) -> str:
        return f"pages {self.pages:4d} chars {100 * self.hit / max(1, self.spam):6.2f} % lines {100 * self.line_hits / max(1, self.lines):6.2f} % precision {100 * self.hit / max(1, self.cut):6.2f} % article whole {100 * self.whole / max(1, self.pages):6.2f} % rejected {self.rejected}"


def articles(fold: int, folds: int = 4) -> list[list[str]]:
    texts = [
        r["text"]
        for i, r in enumerate(train_spam.rows("clean_finance.jsonl.gz"))
        if fold < 0 or i % folds == fold
    ]
    texts = [t for t in texts if len(t) > 60]
    rng = Random(5)
    rng.shuffle(texts)
    return [texts[i : i + 4] for i in range(0, len(texts) - 4, 4)]


def generated(
    model: Any, fold: int, count: int, *, hidings: bool = True, show: str = "", traditional: bool = False
) -> dict[str, Tally]:
    """Measure on generated pages; ``fold`` ≥ 0: only the held-out part of vocabulary and texts."""
    rng = Random(99)
    pool = articles(fold)
    words = Words(list(grammar()), fold, 4, only=fold >= 0)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for layout in LAYOUTS:
        for i in range(count):
            hiding = rng.choice(list(HIDINGS)) if hidings and i % 2 else "plain"
            body = pool[rng.randrange(len(pool))]
            if i % 4 >= 2:
                body = [spam_pages.traditional(rng, x) for x in body]
            made = spam_pages.page(rng, layout, body, words, hiding, fold=fold, only=fold >= 0)
            found, verdict = cuts(made.lines, model)
            tallies[layout].add(made, found, verdict.doorway)
            tallies["~" + hiding].add(made, found, verdict.doorway)
            if layout in show and layout != "J":
                for n, a, b in made.spans[:30]:
                    c = {x for p, q in found[n] for x in range(p, q)}
                    if len(c & set(range(a, b))) < 0.9 * (b - a):
                        print(
                            "MISS",
                            layout,
                            hiding,
                            made.words,
                            made.lines[n][max(0, a - 5) : a],
                            "[[",
                            made.lines[n][a:b][:120],
                            "]]",
                            [(s.kind, s.score) for s in verdict.spans if s.fragment == n],
                        )
                for n, f in enumerate(found):
                    g = {x for m, p, q in made.spans if m == n for x in range(p, q)}
                    for p, q in f:
                        if len(set(range(p, q)) - g) > 2:
                            print("FALSE", layout, hiding, [made.lines[n][x:y][:100] for x, y in [(p, q)]])
    return tallies


def clean_texts(
    model: Any, fold: int, *, traditional: bool = False, step: int = 1, folds: int = 4
) -> list[tuple[str, str]]:
    """Return (text, what was cut of it) of the clean texts that lost something."""
    lost = []
    from opencc import OpenCC

    convert = OpenCC("s2t").convert if traditional else str
    total = 0
    for i, r in enumerate(train_spam.rows("clean_finance.jsonl.gz")):
        if (fold >= 0 and i % folds != fold) or i % step:
            continue
        total += 1
        lines = convert(r["text"]).split("\n")
        found, verdict = cuts(lines, model, ("cut", "flagged"))
        for s in verdict.spans:
            lost.append((s.state, s.rule, s.score, s.text, lines[s.fragment]))
    print(
        "clean",
        total,
        "cut texts",
        len({x[4] for x in lost if x[0] == "cut"}),
        "flagged",
        len({x[4] for x in lost if x[0] != "cut"}),
    )
    return lost


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--fold", type=int, default=-1)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--show", default="")
    options.add_argument("--step", type=int, default=1)
    options.add_argument("--only", default="gen,clean,hard,real,chrome,synth")
    o = options.parse_args()
    model = None
    if o.fold >= 0:
        cached = Path(f"/tmp/spam_fold{o.fold}.npz")
        model = train_spam.load_from(cached)
    if "gen" in o.only:
        for layout, t in generated(model, o.fold, o.count, show=o.show).items():
            print(f"{layout:14s}", t.row())
    if "clean" in o.only:
        for x in sorted(clean_texts(model, o.fold, step=o.step), key=lambda x: -x[2])[:60]:
            print("  ", x[0], x[1], x[2], "|", x[3][:100], "| of", len(x[4]), x[4][:60])
    if "hard" in o.only:
        for i, (name, text) in enumerate(train_spam.hard_negatives()):
            if o.fold >= 0 and i % 4 != o.fold:
                continue
            _, verdict = cuts(text.split("\n"), model)
            for s in verdict.spans:
                print("  HARD", name, s.state, s.rule, s.score, s.text[:100])
    if "chrome" in o.only:
        for i, r in enumerate(train_spam.rows("chrome.jsonl.gz")):
            if o.fold >= 0 and i % 4 != o.fold:
                continue
            _, verdict = cuts(r["lines"], model)
            for s in verdict.spans:
                print("  CHROME", r["id"], s.state, s.rule, s.score, s.text[:100])
    if "synth" in o.only:
        per = defaultdict(Tally)
        for r in train_spam.rows("synthetic.jsonl.gz"):
            spans = (
                [(n, 0, len(x)) for n, (x, s) in enumerate(zip(r["lines"], r["spam"])) if s]
                if "spam" in r
                else [tuple(r["span"])]
            )
            made = Made(r["layout"], r["lines"], spans)
            found, verdict = cuts(made.lines, model)
            per[r["layout"]].add(made, found, verdict.doorway)
            if o.show:
                for n, a, b in spans:
                    if not found[n]:
                        print(
                            "MISS",
                            r["layout"],
                            r["lines"][n][a:b][:60],
                            [(s.kind, s.score) for s in verdict.spans],
                        )
                for n, f in enumerate(found):
                    for p, q in f:
                        if n not in [x[0] for x in spans]:
                            print("FALSE", r["layout"], r["lines"][n][p:q][:80])
        for k, t in per.items():
            print("synth", f"{k:18s}", t.row())
    if "real" in o.only:
        for r in train_spam.rows("real_lines.jsonl.gz"):
            made = Made(
                r["kind"][:20],
                r["lines"],
                [(n, 0, len(x)) for n, (x, s) in enumerate(zip(r["lines"], r["spam"])) if s],
            )
            found, verdict = cuts(made.lines, model)
            t = Tally()
            t.add(made, found, verdict.doorway)
            print("real", r["id"][:22], r["kind"][:24], t.row())
            if "R" in o.show:
                for n, f in enumerate(found):
                    if f and not r["spam"][n]:
                        print("     FALSE", [r["lines"][n][p:q][:80] for p, q in f])
                    if r["spam"][n] and not f:
                        print("     MISS", r["lines"][n][:80])


if __name__ == "__main__":
    main()
