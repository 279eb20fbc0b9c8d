"""All rules, in their order: certain ones first, then those that take their evidence from what was found."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.spam.appeals import calls, doorway, stories, unrelated
from crawler.spam.lists import blocks, columns, polluted_bars, rows
from crawler.spam.marks import debris, kit
from crawler.spam.phrases import phrases
from crawler.spam.sentences import replacements
from crawler.spam.tagged import marked
from crawler.spam.titles import titles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

__all__ = ["doorway", "find"]

CERTAIN = 0.9
"""Score from which a finding makes the rest of the page suspect."""
DOUBTED = 0.79
"""Score of what the tagger does not bear out: flagged for review, not cut."""
_AGREED = 0.7
"""Log-odds that two witnesses together have above their sum."""
_MEMBER, _SURE_LIST = -3.0, -2.0
"""Mean log-odds of characters that suffice in lists that are borne out as a whole, or certain by themselves."""


def find(page: Page) -> list[Finding]:
    """Return what all rules find on a page.

    There are two witnesses: the n-grams and word lists, and the tagger.  What the first finds is cut where
    the tagger bears it out: its characters are spam rather than not, on average.  Where both are in doubt
    about the same span, their log-odds add up.
    """
    certain = [*debris(page), *kit(page)]
    tagged = list(marked(page))
    lists = [*blocks(page), *rows(page), *columns(page), *polluted_bars(page)]
    found = [*titles(page), *calls(page), *stories(page), *unrelated(page), *replacements(page)]
    spoiled = any(f.score >= CERTAIN for f in (*certain, *tagged, *lists, *found))
    found += phrases(page, spoiled)
    both = _agreements(tagged, [*lists, *found])
    together = sum(_tags(page, f) for f in lists) >= sum(f.end - f.start for f in lists) > 0
    heard = [
        _heard(f, _mean(page, f) >= (_MEMBER if together else _SURE_LIST * (f.score >= CERTAIN)))
        for f in lists
    ]
    heard += [_heard(f, _mean(page, f) >= 0) for f in found]
    return [*certain, *both, *tagged, *heard]


def _agreements(tagged: list[Finding], found: list[Finding]) -> Iterator[Finding]:
    """Yield what both witnesses find, with what they say together."""
    of_unit: dict[int, list[Finding]] = {}
    for f in tagged:
        of_unit.setdefault(f.unit.order, []).append(f)
    for f in found:
        for other in of_unit.get(f.unit.order, ()):
            shared = min(f.end, other.end) - max(f.start, other.start)
            if 2 * shared >= max(f.end - f.start, other.end - other.start):
                odds = _odds(f.score) + _odds(other.score) + _AGREED
                why = f"{f.evidence}; {other.evidence}"
                yield replace(f, score=min(0.99, 1 / (1 + math.exp(-odds))), evidence=why)


def _odds(score: float) -> float:
    return math.log(score / (1 - score))


def _tags(page: Page, f: Finding) -> float:
    return float(page.tags[f.unit.start + f.start : f.unit.start + f.end].sum())


def _mean(page: Page, f: Finding) -> float:
    return _tags(page, f) / max(1, f.end - f.start)


def _heard(f: Finding, borne_out: bool) -> Finding:  # noqa: FBT001
    return f if borne_out or f.unit.hidden else replace(f, score=min(f.score, DOUBTED))
