"""What the rest of a page says of a span: its words elsewhere, lists near by, spans that begin alike."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from crawler.spam.page import LONGEST_FOR_TAGS

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page
    from crawler.spam.weighing import Place


MOST_COMPARED = 200
"""Findings, links or spans that are compared with a span: no genuine text has so many."""


def repeats(page: Page, places: Sequence[Place], sums: npt.NDArray[np.float64]) -> list[tuple[float, float]]:
    """Return how often else the page says what a span says, up to nine times, and the mean log-odds there.

    Signs at its ends aside.  ``sums`` are those of the log-odds.
    """
    text = page.text[:LONGEST_FOR_TAGS]
    known: dict[str, list[int]] = {}
    found = []
    for p in places:
        name = p.text.strip(SIGNS)
        if not 1 < len(name) <= _NAME:
            found.append((0.0, _NO_KIN))
            continue
        if name not in known:
            known[name] = _places_of(name, text)
        own = range(p.unit.start + p.start, p.unit.start + p.end)
        others = [x for x in known[name] if x not in own][:_MOST_REPEATS]
        marks = sum(float(sums[x + len(name)] - sums[x]) for x in others)
        found.append((len(others), marks / (len(others) * len(name)) if others else _NO_KIN))
    return found


def _places_of(name: str, text: str) -> list[int]:
    """Return where a name stands first of all, to one place more than are counted: one is its own."""
    found: list[int] = []
    at = text.find(name)
    while at >= 0 and len(found) <= _MOST_REPEATS:
        found.append(at)
        at = text.find(name, at + len(name))
    return found


_MOST_REPEATS = 9
SIGNS = ' ,:;、。-—_|·#*()[]【】《》「」"“”'
"""What stands around a name and is none of it."""
_NAME = 24
"""Characters of the longest name that is counted."""


def marks_of_lists(page: Page, places: Sequence[Place], listed: Sequence[Finding]) -> list[float]:
    """Return, per span, the mean log-odds of what rules found in lists beside it."""
    of_unit: dict[int, list[Finding]] = {}
    for f in listed:
        of_unit.setdefault(f.unit.order, []).append(f)
    orders = sorted(of_unit)
    sums, sizes = [0.0], [0]
    for order in orders:
        own = of_unit[order]
        sums.append(sums[-1] + sum(float(_tags(page, f).sum()) for f in own))
        sizes.append(sizes[-1] + sum(f.end - f.start for f in own))
    found = []
    for p in places:
        first = bisect_left(orders, p.unit.order - _BESIDE)
        last = bisect_right(orders, p.unit.order + _BESIDE)
        alone = first == last or p.unit.sentences > 0
        found.append(_NO_LIST if alone else (sums[last] - sums[first]) / (sizes[last] - sizes[first]))
    return found


def kin(found: Sequence[Place], means: Sequence[float]) -> list[float]:
    """Return, per span, the highest mean of spans in other texts that begin alike: a seller names himself."""
    begins = [_LETTERS.sub("", p.text[:_HEAD])[:_ALIKE] for p in found]
    best: dict[str, list[tuple[float, int]]] = {}
    for p, mean, begin in zip(found, means, begins, strict=True):
        if len(begin) == _ALIKE:
            own = best.setdefault(begin, [])
            own.append((mean, p.unit.order))
    for own in best.values():
        own.sort(reverse=True)
    return [
        next((m for m, order in best.get(begin, ())[:MOST_COMPARED] if order != p.unit.order), _NO_KIN)
        for p, begin in zip(found, begins, strict=True)
    ]


_LETTERS = re.compile(r"[^\w]+")
_ALIKE, _HEAD = 3, 12
"""Letters that make a beginning, of this many characters."""
_NO_KIN = -9.0
"""Stands for there being none."""
_BESIDE = 5
"""Texts before and after that a list may go on in."""
_NO_LIST = 9.0
"""Stands for there being none beside a span."""


def _tags(page: Page, f: Finding) -> npt.NDArray[np.float32]:
    return page.tags[f.unit.start + f.start : f.unit.start + f.end]
