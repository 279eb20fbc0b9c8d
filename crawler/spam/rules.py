"""All rules, in their order: certain ones first, then those that take their evidence from what was found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spam import beside, boilerplate, exhibits, lotteries, namesakes, offers
from crawler.spam.appeals import calls, stories, unrelated
from crawler.spam.lists import blocks, columns, polluted_bars, rows
from crawler.spam.marks import cloaks, debris, kit
from crawler.spam.phrases import phrases
from crawler.spam.recurring import recurring
from crawler.spam.scoring import weighed
from crawler.spam.sentences import replacements
from crawler.spam.titles import titles

if TYPE_CHECKING:
    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

CERTAIN = 0.9
"""Score from which a finding makes the rest of the page suspect."""


def find(page: Page, cut: float) -> list[Finding]:
    """Return what all rules find on a page, those that are not certain weighed together with the tagger.

    ``cut`` is the score from which a span is cut.
    """
    certain, found = told(page)
    found = recurring(page, [*certain, *exhibits.spared(page, weighed(page, found, cut))])
    found = boilerplate.of_brands(page, exhibits.spared(page, found), cut)
    found = beside.taken_along(page, offers.whole(page, found, cut), cut)
    return namesakes.spared(page, lotteries.spared(page, found), cut)


def told(page: Page) -> tuple[list[Finding], list[Finding]]:
    """Return what the rules say before it is weighed: what is certain, and all the rest."""
    certain = [*debris(page), *kit(page), *cloaks(page)]
    found = [*blocks(page), *rows(page), *columns(page), *polluted_bars(page)]
    found += [*titles(page), *calls(page), *stories(page), *unrelated(page), *replacements(page)]
    spoiled = any(f.score >= CERTAIN for f in (*certain, *found))
    return certain, [*found, *phrases(page, spoiled)]
