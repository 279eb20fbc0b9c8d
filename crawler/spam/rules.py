"""All rules, in their order: certain ones first, then those that take their evidence from what was found."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.spam.appeals import calls, doorway, stories, unrelated
from crawler.spam.evidence import odds, rule_name, score, weighed
from crawler.spam.lists import blocks, columns, polluted_bars, rows
from crawler.spam.marks import debris, kit
from crawler.spam.phrases import phrases
from crawler.spam.sentences import replacements
from crawler.spam.titles import titles

if TYPE_CHECKING:
    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

__all__ = ["doorway", "find", "told"]

CERTAIN = 0.9
"""Score from which a finding makes the rest of the page suspect."""


def find(page: Page) -> list[Finding]:
    """Return what all rules find on a page, those that are not certain weighed together with the tagger."""
    certain, found = told(page)
    return [*certain, *_columns_agree(_without_titles(weighed(page, found)))]


def told(page: Page) -> tuple[list[Finding], list[Finding]]:
    """Return what the rules say before it is weighed: what is certain, and all the rest."""
    certain = [*debris(page), *kit(page)]
    found = [*blocks(page), *rows(page), *columns(page), *polluted_bars(page)]
    found += [*titles(page), *calls(page), *stories(page), *unrelated(page), *replacements(page)]
    spoiled = any(f.score >= CERTAIN for f in (*certain, *found))
    return certain, [*found, *phrases(page, spoiled)]


def _without_titles(found: list[Finding]) -> list[Finding]:
    """Leave out what takes the end of a title along with what hangs on it."""
    suffixes = {f.unit.order: f for f in found if rule_name(f) == "title_suffix" and f.score >= CERTAIN}
    return [f for f in found if f.unit.order not in suffixes or not _goes_before(f, suffixes[f.unit.order])]


def _goes_before(f: Finding, suffix: Finding) -> bool:
    return f.start < suffix.start < suffix.end <= f.end and suffix.start - f.start < suffix.end - suffix.start


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
                level = score(odds(middle) + min(1.0, _EACH * (len(run) - _COLUMN)))
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
