"""A spam phrase or a brand inside a sentence about something else; the sentence stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, GAMING, SENTENCE, Finding
from crawler.spam.vocabulary import name_ends

if TYPE_CHECKING:
    from crawler.spam.page import Page, Unit


_NAMED = frozenset('“”「」『』《》、‘’"')
"""Signs beside a name that is quoted or told off in a row: a report names it."""


def at_home(rest: str) -> float:
    """Weigh what in the rest of a text explains a gambling word: its subject, or a crime reported."""
    return 2.0 * len(set(GAMING.findall(rest))) + 0.6 * min(4, len(set(CRIME.findall(rest))))


def replacements(page: Page) -> list[Finding]:
    """Find a gambling brand standing where a name stood, in sentences about something else."""
    topical = topicality(page)
    named: dict[str, int] = {}
    for unit in page.units:
        for h in unit.hits:
            if h.kind == "brand" and h.weight == 3:
                name = page.text[h.start : h.end]
                named[name] = named.get(name, 0) + 1
    if not named or topical - len(named) > 1 or len(named) > 4:
        return []
    found = []
    for unit in page.units:
        places = [
            (h.start - unit.start, h.end - unit.start)
            for h in unit.hits
            if h.kind == "brand" and h.weight == 3
        ]
        if not places or len(unit.text) < 12:
            continue
        against = at_home(_without(unit.text, places))
        for a, b in places:
            times = named[unit.text[a:b]]
            listed = unit.text[max(0, a - 1) : a] in _NAMED or unit.text[b : b + 1] in _NAMED
            v = 4.5 + min(2, times - 1) - against - 3.0 * listed
            if v > 0.7:
                why = f"a gambling brand {times} times in a text about something else"
                score = min(0.93, v / (v + 0.9))
                start, end = _grown(page, unit, a, b)
                found.append(
                    Finding(unit, start, end, "brand_replacement", score, "brand_in_sentence@3", why)
                )
    return found


def _grown(page: Page, unit: Unit, start: int, end: int) -> tuple[int, int]:
    """Take in letters on both sides that are marked as clearly as the brand: lists know names in part.

    A name that ends as such names do is whole.
    """
    tags = page.tags[unit.start : unit.start + len(unit.text)]
    level = max(1.0, _AS_CLEARLY * float(tags[start:end].mean()))
    first, last = start, end
    most = 0 if unit.text[start:end].endswith(name_ends()) else _MORE
    while first > 0 and start - first < _MORE and unit.text[first - 1].isalnum() and tags[first - 1] > level:
        first -= 1
    while last < len(tags) and last - end < most and unit.text[last].isalnum() and tags[last] > level:
        last += 1
    return first, last


_AS_CLEARLY, _MORE = 0.75, 10
"""Share of a brand's mean mark, and the most letters, by which it grows."""


def _without(text: str, places: list[tuple[int, int]]) -> str:
    """Return the text with the given places, in order, left out."""
    parts = []
    at = 0
    for a, b in places:
        parts.append(text[at:a])
        at = max(at, b)
    return " ".join([*parts, text[at:]])


def topicality(page: Page) -> int:
    """Count the strong words in the page's prose: where gambling is the subject, it is no injection."""
    words = set()
    for unit in page.units:
        if unit.hits and len(unit.text) > 40 and SENTENCE.search(unit.text[:400]):
            words |= {page.text[h.start : h.end] for h in unit.hits if h.weight == 3}
    return len(words)
