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
    from collections.abc import Iterable, Iterator

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

__all__ = ["doorway", "find"]

CERTAIN = 0.9
"""Score from which a finding makes the rest of the page suspect."""
_AGREED = 0.7
"""Log-odds that two witnesses together have above their sum."""
_DOUBT = 0.4
"""Log-odds a finding loses for each that its characters are, on average, against being spam."""


def find(page: Page) -> list[Finding]:
    """Return what all rules find on a page.

    There are two witnesses: the n-grams and word lists, and the tagger.  What the first finds counts less the
    more the tagger takes its characters for text; where both find the same span, their log-odds add up.
    """
    certain = [*debris(page), *kit(page)]
    brands = replacements(page)
    tagged = _short_of(brands, marked(page))
    lists = [*blocks(page), *rows(page), *columns(page), *polluted_bars(page)]
    found = [*titles(page), *calls(page), *stories(page), *unrelated(page), *brands]
    spoiled = any(f.score >= CERTAIN for f in (*certain, *tagged, *lists, *found))
    found += _short_of(brands, phrases(page, spoiled))
    listed = _mean(page, lists)
    heard = [_heard(f, (_mean(page, [f]) + listed) / 2) for f in lists]
    heard += [_heard(f, _mean(page, [f])) for f in found]
    return _columns_agree([*certain, *_agreements(tagged, [*lists, *found]), *tagged, *heard])


def _short_of(brands: list[Finding], found: Iterable[Finding]) -> list[Finding]:
    """Leave out what goes beyond a brand in a sentence."""
    return [f for f in found if not any(_goes_beyond(f, brand) for brand in brands)]


def _columns_agree(found: list[Finding]) -> list[Finding]:
    """Give lines one under the other that are all suspect a little more than their middle one has."""
    best: dict[int, float] = {}
    for f in found:
        if _is_suspect_line(f):
            best[f.unit.order] = max(best.get(f.unit.order, 0.0), f.score)
    raised: dict[int, float] = {}
    run: list[int] = []
    for order in [*sorted(best), -1]:
        if run and order != run[-1] + 1:
            if len(run) >= _COLUMN:
                middle = sorted(best[x] for x in run)[len(run) // 2]
                level = _score(_odds(middle) + min(1.0, _EACH * (len(run) - _COLUMN)))
                raised |= dict.fromkeys(run, level)
            run = []
        run.append(order)
    return [
        replace(f, score=max(f.score, raised.get(f.unit.order, 0.0))) if _is_suspect_line(f) else f
        for f in found
    ]


def _is_suspect_line(f: Finding) -> bool:
    return f.score >= _SUSPECT and f.end - f.start >= _WHOLE * len(f.unit.text)


_WHOLE, _SUSPECT, _COLUMN = 0.9, 0.4, 4
"""Share of a line, score and number from which lines make a column."""
_EACH = 0.15
"""Log-odds that each further line of a column adds."""


def _goes_beyond(f: Finding, brand: Finding) -> bool:
    """Say whether a finding holds a brand and a little more of its sentence: the brand alone will do."""
    if f.unit is not brand.unit or f.end - f.start > 0.9 * len(f.unit.text):
        return False
    if not f.start <= brand.start < brand.end <= f.end < f.start + _TIMES * (brand.end - brand.start):
        return False
    return (f.end - f.start) - (brand.end - brand.start) > _ROOM


_TIMES, _ROOM = 4, 2
"""How many times a brand's length, and how many characters more than it, make a finding go too far."""


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
                yield replace(f, score=_score(odds), evidence=f"{f.evidence}; {other.evidence}")


def _heard(f: Finding, tags: float) -> Finding:
    """Weigh a finding of the first witness by what the second says of its characters."""
    doubt = _DOUBT * (1 + (f.unit.field == "page" and not f.unit.hidden))  # sites' own lists advertise too
    return f if tags >= 0 else replace(f, score=_score(_odds(f.score) + doubt * tags))


def _mean(page: Page, found: list[Finding]) -> float:
    """Return the mean log-odds of the characters of some findings."""
    total = sum(float(page.tags[f.unit.start + f.start : f.unit.start + f.end].sum()) for f in found)
    return total / max(1, sum(f.end - f.start for f in found))


def _odds(score: float) -> float:
    score = min(max(score, 1e-6), 1 - 1e-6)
    return math.log(score / (1 - score))


def _score(odds: float) -> float:
    return min(0.99, 1 / (1 + math.exp(-odds)))
