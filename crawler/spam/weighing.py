"""How foreign a phrase is on its page: model, lists, hiding, place, kinship to the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.spam.page import HAN_PAIR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.spam.page import Page, Unit
    from crawler.spam.vocabulary import Hit

_FOREIGN_LETTERS = re.compile(
    "[\u0370-\u03ff\u0400-\u04ff](?=[\u4e00-\u9fffA-Za-z])|(?<=[\u4e00-\u9fffA-Za-z])[\u0370-\u03ff\u0400-\u04ff]"
    "|[\U0001d400-\U0001d7ff]"
)
_OWN_SHARE = 0.3
"""Share of a phrase's character pairs that any phrase of the language finds in an article."""


@dataclass(slots=True, frozen=True)
class Place:
    """A phrase: canonical offsets in its unit."""

    unit: Unit
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return the phrase."""
        return self.unit.text[self.start : self.end]


def weigh(page: Page, places: Sequence[Place]) -> list[float]:
    """Return for each phrase the log-odds that it is not the article's or the site's own."""
    if not places:
        return []
    anchors, _ = page.sums.scores(
        [p.unit.start + p.start for p in places], [p.unit.start + p.end for p in places]
    )
    values = [
        min(5.0, a) + (_signs(page, p) if a > _DOUBTFUL or (a > _HOPELESS and _marked(p.unit)) else 0.0)
        for a, p in zip(anchors.tolist(), places, strict=True)
    ]
    if max(values) < -1.0:
        return values
    own = _pairs_of(p for p, v in zip(places, values, strict=True) if v > -1.0)
    return [
        v - 4.0 * max(0.0, _share(page, own, p.text) - _OWN_SHARE) if v > -1.0 else v
        for v, p in zip(values, places, strict=True)
    ]


def may_be_foreign(page: Page, phrases: Sequence[tuple[Unit, int, int]]) -> list[bool]:
    """Say, per phrase (unit, start, end), whether ``weigh`` may add anything to its n-grams' word."""
    starts = [unit.start + start for unit, start, _ in phrases]
    anchors, _ = page.sums.scores(starts, [unit.start + end for unit, _, end in phrases])
    return [
        a > (_HOPELESS if _marked(unit) else _DOUBTFUL)
        for a, (unit, _, _) in zip(anchors.tolist(), phrases, strict=True)
    ]


_DOUBTFUL = -2.5
"""Log-odds of the model below which only a mark in the page's markup or letters could make it spam …"""
_HOPELESS = -4.0
"""… and below which nothing could."""


def _marked(unit: Unit) -> bool:
    return unit.hidden or unit.leaves or unit.canon.edits > 0


SURE_WORD = 3
"""Weight of a listed word that is hardly ever in news."""


def hits_from(unit: Unit, start: int, end: int) -> list[Hit]:
    """Return the listed words that begin in ``[start, end)`` of a text, without looking at all of its own."""
    first, last = (bisect_left(unit.hits, unit.start + x, key=lambda h: h.start) for x in (start, end))
    return unit.hits[first:last]


def listed(unit: Unit, start: int, end: int) -> tuple[int, float]:
    """Return the greatest weight of the listed words in ``[start, end)`` and the share they cover."""
    inside = [h for h in hits_from(unit, start, end) if h.end <= unit.start + end]
    if not inside:
        return 0, 0.0
    weight = max((h.weight for h in inside), default=0) + (len(inside) > 1)
    return weight, sum(h.end - h.start for h in inside) / max(1, end - start)


def hidden_letters(unit: Unit, start: int, end: int) -> bool:
    """Say whether a phrase is written so that filters miss it: letters held apart, look-alikes, readings."""
    a, b = unit.canon.span(start, end)
    written = unit.canon.original[a:b]
    if unit.canon.edits and (b - a) - (end - start) >= max(2, 0.25 * (end - start)):
        return True
    return bool(_FOREIGN_LETTERS.search(written))


def _signs(page: Page, place: Place) -> float:
    unit = place.unit
    weight, covered = listed(unit, place.start, place.end)
    value = 1.5 if weight >= 3 and covered >= 0.5 else 0.5 if weight >= 2 and covered >= 0.4 else 0.0
    if not page.spelt_oddly and hidden_letters(unit, place.start, place.end):
        value += 2.0
    value += 1.5 * unit.hidden
    if unit.leaves and unit.source is not None:
        a, b = unit.canon.span(place.start, place.end)
        value += 1.5 * any(x.offsite and x.start < b and x.end > a for x in unit.source.links)
    return value + 0.7 * (unit.side > 2 and page.side < -20)


def _pairs_of(places: Iterable[Place]) -> Counter[str]:
    """Count the pairs of Han characters that phrases add to the page's prose."""
    count: Counter[str] = Counter()
    for place in places:
        if len(place.unit.text) >= 40 and place.unit.sentences:
            count.update(HAN_PAIR.findall(place.text))
    return count


def shared_with_prose(page: Page, places: Sequence[Place]) -> list[float]:
    """Return the share of each phrase's character pairs that the page's prose has too, phrases aside."""
    own = _pairs_of(places)
    return [_share(page, own, p.text) for p in places]


def _share(page: Page, own: Counter[str], text: str) -> float:
    pairs = HAN_PAIR.findall(text)
    gist = page.gist
    return sum(gist[x] > own[x] for x in pairs) / len(pairs) if pairs else 0.0


def told_again(page: Page, unit: Unit) -> float:
    """Return the share of a text's character pairs that the page's prose has beside it."""
    pairs = Counter(HAN_PAIR.findall(unit.text))
    own = pairs if len(unit.text) >= 40 and unit.sentences else Counter[str]()
    return sum(page.gist[x] > own[x] for x in pairs) / max(1, len(pairs))
