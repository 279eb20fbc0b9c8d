"""What is known of a span, in numbers for the trees: of itself, what rules found, the rest of the page."""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from crawler.spam.elsewhere import MOST_COMPARED, kin, marks_of_lists, repeats
from crawler.spam.finding import CRIME, FUNCTION_WORDS, GAMING, odds
from crawler.spam.weighing import hidden_letters, listed, shared_with_prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page
    from crawler.spam.weighing import Place

FEATURES = (
    *("mean", "top", "marked", "log_length", "share", "begins", "ends", "sentences", "elsewhere", "others"),
    *("anchor", "passage", "weight", "covered", "grammar", "crime", "gaming", "own_gist", "odd", "side"),
    *("order", "from_end", "title", "line_anchor", "line_passage", "neighbours"),
    *("said", "by", "alike", "listed", "near", "kin", "hidden", "offsite", "outside"),
    *("account", "quoted", "of_sentence", "rest_mean", "repeats"),
    *("pieces", "piece_mean", "piece_least", "piece_share", "row_pieces", "row_mean", "lines_mean"),
    *("first", "last", "inner", "leaves", "stays"),
    *("torn_before", "torn_after", "torn_around", "repeats_mean", "page_crime", "page_gaming", "enclosed"),
)
"""What the trees know of a span: of its characters, its place in its text, what else the page has, what the
n-grams and word lists say of it, what explains it, and how it is written; of the rule that found it, or came
nearest: its log-odds, which one, how much both share; of what rules found in lists: how much, and how marked
those near by are; how marked spans of other texts are that begin alike; whether the page hides it, how much
of its text links elsewhere, whether it is outside the article; whether it names an account, is quoted, and
which share it is of the sentences it stands in; the mean of all the rest of the page; and how often else
the page says the same.  Then the n-grams' word piece by piece: how many pieces a span has, their mean, the
least, which share is spam's; how many more its text has, and their mean; the mean of the lines about it.
And the tagger's word of its ends: how much a span begins and ends there, and how much within it; and which
share of it links to another site, and which to the page's own.  Then, how surely it begins and ends within a
word, and how surely the word beside it goes on behind it; how marked the same words are where else the page
says them.  Last, how many words of crimes and of gaming the article has, and whether the span stands between
quotation marks, as what is reported about does."""
RULES = (
    *("", "phrase_list", "phrase_row", "phrase_column", "polluted_bar", "title_suffix", "keyword_line"),
    *(
        "call_to_action",
        "spliced_story",
        "unrelated_story",
        "brand_in_sentence",
        "lone_phrase",
        "glued_phrase",
    ),
    *("bracketed_phrase", "inline_clause", "odd_spelling"),
)
"""Names of rules, by their number for the trees; 0 for none."""
_LISTS = frozenset({"phrase_list", "phrase_row", "phrase_column", "polluted_bar"})
_UNSAID = -4.0
"""Log-odds that stand for no rule's having found anything."""


@dataclass(slots=True, frozen=True)
class Said:
    """What a rule says of a span: log-odds, its number in ``RULES``, share of their union both have."""

    odds: float = _UNSAID
    rule: int = 0
    alike: float = 0.0


def rule_name(f: Finding) -> str:
    """Return a finding's rule without version and model."""
    return f.rule.partition("@")[0]


def heard(places: Sequence[Place], findings: Sequence[Finding]) -> list[Said]:
    """Return, per span, what the rule says whose finding is most like it."""
    of_unit: dict[int, list[Finding]] = {}
    for f in sorted(findings, key=lambda f: f.start):
        of_unit.setdefault(f.unit.order, []).append(f)
    longest = {order: max(f.end - f.start for f in own) for order, own in of_unit.items()}
    found = []
    for p in places:
        own = of_unit.get(p.unit.order, [])
        near = bisect_left(own, p.start - longest.get(p.unit.order, 0), key=lambda f: f.start)
        best = Said()
        for f in islice(own, near, near + MOST_COMPARED):
            if f.start >= p.end:
                break
            shared = min(f.end, p.end) - max(f.start, p.start)
            alike = shared / (max(f.end, p.end) - min(f.start, p.start))
            if shared > 0 and (alike, odds(f.score)) > (best.alike, best.odds):
                best = Said(odds(f.score), RULES.index(rule_name(f)), alike)
        found.append(best)
    return found


def features(page: Page, found: Sequence[Place], findings: Sequence[Finding] = ()) -> npt.NDArray[np.float64]:
    """Return one row of ``FEATURES`` per span; ``findings`` are the rules'."""
    import numpy as np

    clipped = np.clip(page.tags, -9, 9)
    sums = [np.concatenate(([0.0], np.cumsum(x))) for x in (clipped, clipped > 0, 1 / (1 + np.exp(-clipped)))]
    first = np.array([p.unit.start + p.start for p in found])
    last = np.array([p.unit.start + p.end for p in found])
    size = last - first
    mean, marked, inside = ((x[last] - x[first]) / size for x in sums)
    top = [clipped[a:b].max() for a, b in zip(first.tolist(), last.tolist(), strict=True)]
    rest = (sums[2][-1] - inside * size) / np.maximum(1, len(page.text) - size)
    near = [np.clip(x, 0, len(page.text)) for x in (first - _AROUND, last + _AROUND)]
    beside = (sums[2][near[1]] - sums[2][near[0]] - inside * size) / np.maximum(1, near[1] - near[0] - size)
    anchors, passages = page.sums.scores(first, last)
    listed = [f for f in findings if rule_name(f) in _LISTS]
    letters = sum(f.end - f.start for f in listed)
    times, times_mean = np.array(repeats(page, found, sums[0])).T
    columns = [
        *(mean, np.array(top), marked, np.log(size)),
        np.array([_in_its_text(p) for p in found]).T,
        *(10 * rest, np.full(len(found), min(5, len(found) - 1))),
        *(np.clip(anchors, -12, 24), np.clip(passages, -12, 24)),
        np.array([_explained(p) for p in found]).T,
        np.array(shared_with_prose(page, found)),
        np.array([_written(page, p) for p in found]).T,
        beside,
        np.array([(s.odds, s.rule, s.alike) for s in heard(found, findings)]).T,
        np.full(len(found), min(9.0, math.log1p(letters))),
        np.array(marks_of_lists(page, found, listed)),
        np.array(kin(found, mean.tolist())),
        np.array([(p.unit.hidden, p.unit.offsite, p.unit.field == "page") for p in found], dtype=float).T,
        np.array([_in_its_sentence(p) for p in found], dtype=float).T,
        (sums[0][-1] - mean * size) / np.maximum(1, len(page.text) - size),
        times,
        _of_pieces(page, found, first, last),
        np.array(_ends(page, first.tolist(), last.tolist())).T,
        np.array([_linked(p) for p in found]).T,
        np.array([_torn(p) for p in found]).T,
        times_mean,
        *(np.full(len(found), float(min(_MOST_WORDS, len(words)))) for words in page.subject),
        np.array([_is_enclosed(p) for p in found], dtype=float),
    ]
    rows: npt.NDArray[np.float64] = np.vstack(columns).T
    return rows


_MOST_WORDS = 8
"""Words of a subject that are counted."""


def _is_enclosed(place: Place) -> bool:
    """Say whether a span is all that stands between quotation marks."""
    text, start, end = place.unit.text, place.start, place.end
    return text[max(0, start - 1) : start] in _OPENING and text[end : end + 1] in _CLOSING


_OPENING, _CLOSING = frozenset('“"「『《‘'), frozenset('”"」』》’')


def _ends(page: Page, first: Sequence[int], last: Sequence[int]) -> list[tuple[float, float, float]]:
    """Return the log-odds that a span begins and ends where each does, and the most of either within it."""
    firsts, lasts = page.firsts, page.lasts
    found = []
    for a, b in zip(first, last, strict=True):
        within = max(firsts[a + 1 : b].max(initial=_NO_END), lasts[a : b - 1].max(initial=_NO_END))
        found.append((float(firsts[a]), float(lasts[b - 1]), float(within)))
    return found


_NO_END = -9.0
"""Log-odds that stand for there being none."""


def _linked(place: Place) -> tuple[float, float]:
    """Return which share of a span links to another site, and which to the page's own."""
    source = place.unit.source
    if source is None or not source.links:
        return 0.0, 0.0
    start, end = place.unit.canon.span(place.start, place.end)
    shares = [0, 0]
    first = max(0, bisect_right(source.links, start, key=lambda x: x.start) - 1)
    for link in islice(source.links, first, first + MOST_COMPARED):
        if link.start >= end:
            break
        shares[not link.offsite] += max(0, min(end, link.end) - max(start, link.start))
    size = max(1, end - start)
    return shares[0] / size, shares[1] / size


def _torn(place: Place) -> tuple[float, float, float]:
    """Return how surely the text is one word across a span's beginning, across its end, and without it."""
    unit, start, end = place.unit, place.start, place.end
    return unit.seam(start), unit.seam(end), unit.seam(start, end)


def _of_pieces(
    page: Page, places: Sequence[Place], first: npt.NDArray[np.int64], last: npt.NDArray[np.int64]
) -> npt.NDArray[np.float64]:
    """Return what the n-grams say of the pieces in each span, beside it in its text, on the lines about it.

    A list is a list of spam when each of its links is, whatever a label before them says.
    """
    import numpy as np

    worth = np.clip(page.anchor, -_LEAST_WORTH, _MOST_WORTH)
    sums, spam = (np.concatenate(([0.0], np.cumsum(x))) for x in (worth, page.anchor > _LIKE_SPAM))
    head = np.searchsorted(page.ends, first, side="right")
    tail = np.maximum(np.searchsorted(page.starts, last), head)
    count = np.maximum(1, tail - head)
    own = sums[tail] - sums[head]
    least = [
        float(worth[a:b].min()) if b > a else 0.0 for a, b in zip(head.tolist(), tail.tolist(), strict=True)
    ]
    begins, ends = (np.array([getattr(p.unit, x) for p in places]) for x in ("first", "last"))
    more = np.maximum(0, ends - begins - (tail - head))
    beside = (sums[ends] - sums[begins] - own) / np.maximum(1, more)
    first_of, last_of = np.array([(u.first, u.last) for u in page.units]).T
    of_line = (sums[last_of] - sums[first_of]) / np.maximum(1, last_of - first_of)
    lines = np.concatenate(([0.0], np.cumsum(of_line)))
    order = np.array([p.unit.order for p in places])
    low, high = np.maximum(0, order - _LINES), np.minimum(len(page.units), order + _LINES + 1)
    about = (lines[high] - lines[low] - lines[order + 1] + lines[order]) / np.maximum(1, high - low - 1)
    rows: npt.NDArray[np.float64] = np.vstack(
        [np.log(count), own / count, least, (spam[tail] - spam[head]) / count, np.log1p(more), beside, about]
    )
    return rows


_LEAST_WORTH, _MOST_WORTH, _LIKE_SPAM = 6.0, 12.0, 3.0
"""Log-odds within which a piece counts, and from which it is like spam."""
_LINES = 3
"""Lines before and after that tell whether a line is one of a column."""
_AROUND = 60
"""Characters on either side whose marks tell whether a span stands among others."""


def _in_its_text(place: Place) -> list[float]:
    unit, start, end = place.unit, place.start, place.end
    return [
        (end - start) / len(unit.text),
        float(start == 0 or not unit.text[start - 1].isalnum()),
        float(end == len(unit.text) or not unit.text[end].isalnum()),
        min(4, unit.sentences),
    ]


_ACCOUNT = re.compile(
    r"(?<![a-z])[a-z]{2,20}[-_.]?[a-z]{0,20}\d{2,}|(?<![a-z])[a-z]{2,20}_[a-z]|@[a-z]\w{3}"
    r"|(?<!\d)\d{2,12} \d{2,12} \d{2}|[a-z0-9]\.(?:com|cc|vip|top|net|xyz|app|me)\b"
)
"""An account, a number held apart, an address: in canonical text."""
_OPENED = re.compile('[“"「『‘][^”"」』’。!?]*$')
_LONG, _READ = 120, 2000
"""Characters before a span that are looked at for what opens it, and of one that are read for an account."""


def _in_its_sentence(place: Place) -> tuple[bool, bool, float]:
    """Say whether a span names an account and is quoted, and which share of its sentences it is."""
    unit, start, end = place.unit, place.start, place.end
    before = unit.text[max(0, start - _LONG) : start]
    head = max((before.rfind(x) for x in "。!?;"), default=-1) + 1
    ends = [x for x in (unit.text.find(stop, end - 1, end + _LONG) for stop in "。!?;") if x >= 0]
    tail = min(ends, default=min(len(unit.text), end + _LONG))
    around = len(before) - head + max(0, tail - end)
    quoted = bool(_OPENED.search(before))
    return (
        bool(_ACCOUNT.search(unit.text, start, min(end, start + _READ))),
        quoted,
        (end - start) / (end - start + around),
    )


def _explained(place: Place) -> list[float]:
    unit, text = place.unit, place.text
    weight, covered = listed(unit, place.start, place.end)
    rest = unit.text[max(0, place.start - 400) : place.start] + " " + unit.text[place.end :][:400]
    return [
        weight,
        min(1.0, covered),
        10 * len(FUNCTION_WORDS.findall(text)) / len(text),
        min(4, len(set(CRIME.findall(rest)) | set(CRIME.findall(text)))),
        min(3, len(set(GAMING.findall(rest)))),
    ]


def _written(page: Page, place: Place) -> list[float]:
    unit = place.unit
    return [
        float(hidden_letters(unit, place.start, place.end)),
        float(unit.side > 2 and page.side < -20),
        min(4, unit.order),
        min(4, len(page.units) - 1 - unit.order),
        float(unit.field == "title"),
        max(-6.0, min(6.0, unit.anchor)),
        max(-6.0, min(6.0, unit.passage)),
    ]
