"""Judge pages whose spam is known, and count what was found of it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.items import Fragment
from crawler.spam import find_spam

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.spam_builder import Made
    from crawler.spam import Verdict
    from crawler.spam.trained import Trained

Spans = list[list[tuple[int, int]]]
"""Per line or fragment of a page, what is cut of it."""


def as_lines(lines: Sequence[str]) -> list[Fragment]:
    """Return a page's lines as ``scrapy clean`` reads them."""
    return [Fragment(i, x, kind="line") for i, x in enumerate(lines)]


def judge(lines: Sequence[str], trained: Trained | None = None) -> Verdict:
    """Judge a page given as lines."""
    return find_spam(as_lines(lines), trained=trained)


def places(lines: Sequence[str], verdict: Verdict) -> Spans:
    """Return, per line, what was cut."""
    return places_in(as_lines(lines), verdict)


def places_in(fragments: Sequence[Fragment], verdict: Verdict, states: Sequence[str] = ("cut",)) -> Spans:
    """Return, per fragment, what was cut, or has one of the states."""
    begins: dict[str, list[int]] = {"body": [], "page": []}
    at = dict.fromkeys(begins, 0)
    for f in fragments:
        for name, counts in (("body", f.role == "body"), ("page", True)):
            begins[name].append(at[name])
            at[name] += (len(f.text) + 1) * counts
    found: Spans = [[] for _ in fragments]
    for s in verdict.spans:
        if s.state in states and s.fragment >= 0:
            begin = begins[s.field][s.fragment] if s.field in begins else 0
            found[s.fragment].append((s.start - begin, s.end - begin))
    return found


@dataclass(slots=True)
class Tally:
    """Characters and lines of spam, found and not, and what else was cut."""

    pages: int = 0
    rejected: int = 0
    spam: int = 0
    hit: int = 0
    cut: int = 0
    lines: int = 0
    line_hits: int = 0
    cut_lines: int = 0
    right_lines: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, made: Made, found: list[list[tuple[int, int]]]) -> None:
        """Count a page in."""
        self.pages += 1
        gold: list[set[int]] = [set() for _ in made.lines]
        for n, a, b in made.spans:
            gold[n] |= set(range(a, b))
        for line, g, f in zip(made.lines, gold, found, strict=True):
            c = {i for a, b in f for i in range(a, b)}
            self.spam += len(g)
            self.cut += len(c)
            self.hit += len(g & c)
            self.lines += bool(g)
            self.line_hits += bool(g) and len(g & c) >= 0.9 * len(g)
            self.cut_lines += bool(c)
            self.right_lines += bool(c) and len(c & g) >= 0.9 * len(c)
            if g and len(g & c) < 0.9 * len(g):
                self.missed.append("".join(line[i] for i in sorted(g))[:90])
            if len(c - g) > 2:
                self.wrong.append("".join(line[i] for i in sorted(c - g))[:90])

    def row(self, name: str) -> str:
        """Return the table's row."""
        if self.rejected == self.pages and not self.spam:
            return f"{name:12} {self.pages:5}  all {self.rejected} pages set aside"
        return (
            f"{name:12} {self.pages:5} {share(self.hit, self.spam):>9} {share(self.hit, self.cut):>9}"
            f" {share(self.line_hits, self.lines):>9} {share(self.right_lines, self.cut_lines):>9}"
            f" {1000 * self.seconds / max(1, self.pages):8.1f}"
        )


Tallies = dict[str, Tally]
HEAD = (
    f"{'':12} {'pages':>5} {'recall':>9} {'precision':>9} {'recall':>9} {'precision':>9} {'ms/page':>8}\n"
    f"{'':18} {'by character':^19} {'by line':^19}"
)


def share(part: float, whole: float) -> str:
    """Return a part of a whole as a percentage."""
    return f"{100 * part / whole:.2f} %" if whole else "–"


def count(made: Made, fragments: list[Fragment], title: str, trained: Trained | None, into: Tallies) -> bool:
    """Judge a page and add it to the tallies of its layout and its hiding (``~name``).

    Return whether it lost anything of its own.
    """
    begin = time.process_time()
    verdict = find_spam(fragments, title=title, trained=trained)
    spent = time.process_time() - begin
    found = places_in(fragments, verdict)
    for name in (made.layout, "~" + made.hiding):
        into[name].add(made, found)
        into[name].seconds += spent
        into[name].rejected += bool(verdict.doorway)
    spam = [{i for n, a, b in made.spans if n == line for i in range(a, b)} for line in range(len(found))]
    return any(set(range(a, b)) - own for own, cuts in zip(spam, found, strict=True) for a, b in cuts)


def measure(made_pages: Iterable[Made], trained: Trained | None, into: Tallies) -> None:
    """Judge pages given as lines."""
    for made in made_pages:
        count(made, as_lines(made.lines), "", trained, into)
