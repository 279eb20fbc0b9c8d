"""Where in a text the terms of a query stand, and the stretch of it that shows them best."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from crawler.text.search_key import fold_aligned

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.store.query import Term

SNIPPET = 80
"""Characters of a snippet."""


@dataclass(slots=True)
class Snippet:
    """A piece of text and where in it the terms stand (start, end)."""

    text: str
    marks: list[tuple[int, int]] = field(default_factory=list)

    def marked(self, before: str, after: str) -> str:
        """Return the text with every mark between ``before`` and ``after``."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


def find_marks(text: str, terms: Iterable[Term]) -> list[tuple[int, int, int]]:
    """Return (start, end, number of the term) wherever ``text`` has a term, in either script."""
    joined, origin = fold_aligned(text)
    found = []
    for number, term in enumerate(terms):
        found += [
            (origin[match.start()], origin[match.end() - 1] + 1, number)
            for match in _in_text(term).finditer(joined)
        ]
    return sorted(found)


def make_snippet(text: str, terms: Iterable[Term], length: int = SNIPPET) -> Snippet:
    """Return the stretch of ``text``, at most ``length`` characters, that shows the most terms."""
    marks = find_marks(text, terms)
    best, most = 0, 0
    for start, _, _ in marks:
        shown = len({number for s, e, number in marks if start <= s and e <= start + length * 3 // 4})
        if shown > most:
            best, most = start, shown
    start = max(0, min(best - length // 4, len(text) - length))
    end = min(len(text), start + length)
    merged: list[tuple[int, int]] = []
    for mark_start, mark_end, _ in marks:
        if start <= mark_start and mark_end <= end:
            if merged and mark_start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], mark_end))
            else:
                merged.append((mark_start, mark_end))
    head, tail = "…" * (start > 0), "…" * (end < len(text))
    shift = len(head) - start
    body = text[start:end].replace("\n", " ")
    return Snippet(f"{head}{body}{tail}", [(s + shift, e + shift) for s, e in merged])


@cache
def _in_text(term: Term) -> re.Pattern[str]:
    """Return the expression that finds the term in folded running text."""
    # A sign that is no letter to Python (of private use, of the Yi script) is indexed and stands for itself.
    runs = re.findall(r"\d+(?:\.\d+)+|\d+|[^\W\d_]+", term.typed) or [term.typed]
    # The fold took the commas out of numbers; the text still has them.
    spelt = [",?".join(map(re.escape, run)) if run.isdigit() else re.escape(run) for run in runs]
    first, last = runs[0][0], runs[-1][-1]
    before = f"(?<![{_same(first)}])" if first.isascii() else ""
    after = f"(?![{_same(last)}])" if last.isascii() else ""
    return re.compile(before + r"[\W_]*".join(spelt) + after)


def _same(sign: str) -> str:
    """Return what goes on the word or number that a sign is of: neither is found as a part of another."""
    return "0-9" if sign.isdigit() else "a-z"
