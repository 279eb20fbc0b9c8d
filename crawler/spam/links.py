"""Texts of links that sound like a seller's, among others in one text."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from crawler.spam.elsewhere import SIGNS
from crawler.spam.marked import MOST
from crawler.spam.weighing import Place

if TYPE_CHECKING:
    from crawler.items import Link
    from crawler.spam.page import Page, Unit


def sold_links(page: Page) -> list[Place]:
    """Return the texts of links, among others in one text, that the n-grams take for a seller's.

    A paid link in a row or behind a label is neither a piece of it nor all of it.
    """
    found = [
        Place(unit, start, end)
        for unit in page.units
        if unit.source is not None and unit.source.text == unit.canon.original
        if len(unit.source.links) <= MOST
        for link in unit.source.links
        if (link.start, link.end) != (0, len(unit.source.text))
        for start, end in (_of_link(unit, link),)
        if 2 < end - start <= _LONGEST_LINK
    ]
    if not found:
        return []
    anchors, _ = page.sums.scores(
        [p.unit.start + p.start for p in found], [p.unit.start + p.end for p in found]
    )
    return [p for p, anchor in zip(found, anchors.tolist(), strict=True) if anchor > _SOLD_LINK][:MOST]


def _of_link(unit: Unit, link: Link) -> tuple[int, int]:
    """Return where a link's text stands in the canonical text, without the signs at its ends."""
    offsets = unit.canon.offsets
    start, end = bisect_left(offsets, link.start), bisect_left(offsets, link.end)
    text = unit.text[start:end]
    return end - len(text.lstrip(SIGNS)), start + len(text.rstrip(SIGNS))


_LONGEST_LINK, _SOLD_LINK = 30, 8.0
"""Characters of a link's text, and log-odds of the n-grams from which the trees are asked about it."""
