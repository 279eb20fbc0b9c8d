"""Spans the tagger marks: runs of characters it takes for spam, their ends set where something ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.spam.lists import maximal_runs
from crawler.spam.page import LONGEST_FOR_TAGS, PROSE
from crawler.spam.phrases import bare
from crawler.spam.titles import KEYWORDS_LABEL
from crawler.spam.weighing import Place

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from crawler.spam.page import Page, Unit

_LEAST, _LEAST_INSIDE = 2, 3
"""Characters of a span, and of one in a text of sentences."""
_SHIFT = 1.0
"""Added to a character's log-odds before runs are sought: a span may have doubtful characters."""
_CAP = 5.0
"""Log-odds a single character may speak with."""
_NEAR = 2
"""Characters by which a span may miss the edge of a piece."""
MOST = 2000
"""Spans of a page that are looked at: the tagger's, and the rules'."""


def spans(page: Page) -> list[Place]:
    """Return the spans that are marked at all, their ends set to separators near by."""
    import numpy as np

    if not page.units:
        return []
    tags = np.clip(page.tags, -_CAP, _CAP) + _SHIFT
    starts = np.array([u.start for u in page.units])
    found: list[Place] = []
    means = np.add.reduceat(tags, starts) / np.diff(starts, append=len(tags))
    asked = (np.maximum.reduceat(tags, starts) > 0) | (means > _DOUBTFUL + _SHIFT)
    for i in np.flatnonzero(asked).tolist():
        unit = page.units[i]
        if unit.start + len(unit.text) > LONGEST_FOR_TAGS:
            break
        own = tags[unit.start : unit.start + len(unit.text)]
        if unit.sentences:
            found += _sentences(unit, own - _SHIFT)
            found += _between_ends(page, unit)
        for first, last in maximal_runs(own) if own.max() > 0 else ():
            start, end = _to_edges(page, unit, *_core(own[first:last] - _SHIFT, first))
            start, end = _likely_ends(page, unit, start, end)
            if (
                unit.sentences
                and page.firsts[unit.start + start] + page.lasts[unit.start + end - 1] < _NO_ENDS
            ):
                continue
            end = _at_name(unit, start, _before_credit(unit, start, end))
            if not unit.sentences:
                start, end = _without_genuine_ends(page, unit, _behind_label(unit, start), end)
            if end - start >= (_LEAST_INSIDE if unit.sentences else _LEAST):
                found.append(Place(unit, start, end))
        if len(found) > MOST:
            break
    return found


def _behind_label(unit: Unit, start: int) -> int:
    """Return where a span begins that does not take along the label of a site's own row."""
    m = KEYWORDS_LABEL.match(unit.text)
    return max(start, m.end()) if m else start


def _at_name(unit: Unit, start: int, end: int) -> int:
    """Return where a span ends that is a listed name and a letter or two of what follows."""
    names = (h.end - unit.start for h in unit.hits if h.start - unit.start == start and h.kind == "brand")
    return next((x for x in names if 0 < end - x <= _NEAR), end)


def _before_credit(unit: Unit, start: int, end: int) -> int:
    """Return where a span ends when it does not take the word along that a credit begins with."""
    m = _CREDIT.search(unit.text, start, end)
    return m.start() if m and m.end() == end else end


_CREDIT = re.compile(
    r"[\s(（/／]*(?:(?:本报|本刊|本网|见习|实习|特约)?(?:记者|通讯员)|编辑|审核|校对|摄|文|图)$"
)


def _sentences(unit: Unit, tags: npt.NDArray[np.float32]) -> list[Place]:
    """Return the sentences, as far as they follow each other, that may be spam as a whole."""
    import numpy as np

    ends = [m.end() for m in _SENTENCE_END.finditer(unit.text)]
    if not ends or ends[-1] < len(unit.text):
        ends.append(len(unit.text))
    starts = [0, *ends[:-1]]
    sizes = np.diff(starts, append=len(unit.text))
    marked = (np.add.reduceat(tags, starts) > _DOUBTFUL * sizes).tolist()
    found: list[Place] = []
    for start, end, yes in zip(starts, ends, marked, strict=True):
        if not yes:
            continue
        if found and found[-1].end == start:
            found[-1] = Place(unit, found[-1].start, end)
        else:
            found.append(Place(unit, start, end))
    return [p for p in found if p.end - p.start >= _LEAST]


_DOUBTFUL = -2.5
"""Mean log-odds of a sentence's characters from which the trees are asked about it."""
_SENTENCE_END = re.compile('[。!?;]+["”」』)]*')


def _core(tags: npt.NDArray[np.float32], at: int) -> tuple[int, int]:
    """Return the part of a run that has the greatest sum: its ends are where the doubt begins.

    Beside characters that are plainly spam, others that are hardly so are none.
    """
    import numpy as np

    sums = np.concatenate(([0.0], np.cumsum(tags - _HARDLY * tags.max())))
    rise = sums[1:] - np.minimum.accumulate(sums)[:-1]
    last = int(rise.argmax()) + 1
    return at + int(sums[:last].argmin()), at + last


_HARDLY = 0.25
"""Share of a run's greatest mark below which a character is hardly marked."""


def _to_edges(page: Page, unit: Unit, first: int, last: int) -> tuple[int, int]:
    """Take in, or leave out, the pieces a span begins and ends in, as most of them is marked or not.

    A span within one piece keeps its ends, unless they nearly meet those of the piece.
    """
    start, end = bare(unit.text) if len(unit.text) <= _ROW else (0, len(unit.text))
    mostly = _NEARLY if unit.sentences > 1 else MOSTLY
    if min(last, end) - max(first, start) >= mostly * (end - start):
        return 0, len(unit.text)
    begins = page.starts[unit.first : unit.last] - unit.start
    ends = page.ends[unit.first : unit.last] - unit.start
    if not len(begins):
        return first, last
    head = max(0, int(begins.searchsorted(first, side="right")) - 1)
    if first >= ends[head] and head + 1 < len(begins):  # on the separator before a piece
        head += 1
        first = int(begins[head])
    tail = min(int(ends.searchsorted(last)), len(ends) - 1)
    if head >= tail:
        start, end = int(begins[head]), int(ends[head])
        if last - first >= MOSTLY * (end - start):
            return start, max(last, end)
        return (start if abs(first - start) <= _NEAR else first), (end if abs(end - last) <= _NEAR else last)
    start, end = int(begins[head]), int(ends[head])
    if start < first < end:
        first = start if end - first >= MOSTLY * (end - start) else int(begins[head + 1])
    start, end = int(begins[tail]), int(ends[tail])
    if start < last < end:
        last = end if last - start >= MOSTLY * (end - start) else int(ends[tail - 1])
    return first, last


def _between_ends(page: Page, unit: Unit) -> list[Place]:
    """Return what stands between a clear first character and a clear last one, however marked itself.

    Signs of a sentence on either side are left to it.
    """
    import numpy as np

    firsts = page.firsts[unit.start : unit.start + len(unit.text)]
    lasts = page.lasts[unit.start : unit.start + len(unit.text)]
    found = []
    for first in np.flatnonzero(firsts > _CLEAR)[:MOST].tolist():
        near = lasts[first + _LEAST - 1 : first + _LONGEST_PHRASE]
        if unit.seam(first) > TORN or not len(near) or near.max() <= _CLEAR:
            continue
        clear = np.flatnonzero(near > _CLEAR)
        sure = [float(near[n]) - unit.seam(first + _LEAST + n) for n in clear.tolist()]
        phrase = unit.text[first : first + _LEAST + int(clear[np.argmax(sure)])]
        start = first + len(phrase) - len(phrase.lstrip(PROSE))
        end = first + len(phrase.rstrip(PROSE))
        if end - start >= _LEAST_INSIDE:
            found.append(Place(unit, start, end))
    return found


TORN = 1.0
"""Log-odds of one word's going on from which nobody's text begins or ends there."""
_CLEAR, _LONGEST_PHRASE = 0.0, 24
"""Log-odds from which an end is clear, and the most characters between two."""


def _likely_ends(page: Page, unit: Unit, start: int, end: int) -> tuple[int, int]:
    """Return the ends near by, in the same pieces, that the tagger takes most for a span's.

    What tears a word apart is hardly one.
    """
    head, tail = _reach(unit, start, min(_REACH, end - start - 1)), _reach(unit, end - 1, _REACH)
    firsts, lasts = page.firsts[unit.start :], page.lasts[unit.start :]
    first = max(head, key=lambda at: float(firsts[at]) - unit.seam(at))
    tail = range(max(tail.start, first + _LEAST - 1), tail.stop)
    if not tail:
        return start, end
    return first, max(tail, key=lambda at: float(lasts[at]) - unit.seam(at + 1)) + 1


def _reach(unit: Unit, at: int, reach: int) -> range:
    """Return the places around one that no sign parts from it."""
    first = last = at
    while first > 0 and at - first < reach and unit.text[first - 1].isalnum():
        first -= 1
    while last + 1 < len(unit.text) and last - at < reach and unit.text[last + 1].isalnum():
        last += 1
    return range(first, last + 1)


_NO_ENDS = -9.0
"""Log-odds of both ends of what is marked in a sentence below which it is part of a word."""
_REACH = 4
"""Characters by which the marks may miss where a span begins and ends."""


def _without_genuine_ends(page: Page, unit: Unit, start: int, end: int) -> tuple[int, int]:
    """Leave out pieces at both ends that the n-grams know for a headline's or a site's own."""
    head = int(page.starts[unit.first : unit.last].searchsorted(unit.start + start)) + unit.first
    tail = int(page.ends[unit.first : unit.last].searchsorted(unit.start + end, side="right")) + unit.first
    first, last = head, tail
    while first < last - 1 and page.anchor[first] < _GENUINE:
        first += 1
    while last - 1 > first and page.anchor[last - 1] < _GENUINE:
        last -= 1
    start = int(page.starts[first]) - unit.start if first > head else start
    return start, int(page.ends[last - 1]) - unit.start if last < tail else end


_GENUINE = -3.0
"""Log-odds of the n-grams below which a piece is nobody's advertisement."""
_ROW = 80
"""Characters up to which a text may be a line of a list, with its number, date or price."""
MOSTLY = 0.6
"""Share of a piece, or of a text, from which the rest of it goes too …"""
_NEARLY = 0.9
"""… and of a text of several sentences: the others may be the article's own."""
