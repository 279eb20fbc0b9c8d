"""Lists of spam phrases: in one text, over many lines, or a few among genuine links."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.spam.finding import FUNCTION_WORDS, SENTENCE, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.page import Page, Unit

_HAN = re.compile("[\u4e00-\u9fff]")
_LABEL = re.compile(
    r"(?:(?:主站|本站)?蜘蛛池(?:模板|模版)?|友情链接|友链|相关链接|热门推荐|推荐阅读|精彩推荐|网站首页|本站关键词|热门标签|tags?|关键词|热搜)\s*[::]?\s*$"
)
LIST_PRIOR = 1.1
"""Log-odds added to a piece of a list: where unseen spam phrases and furniture part (cross-validated)."""
_LINES = 8
"""Short lines of one piece, one after the other, that make a list."""
_ROW_LEVEL = -2.0
"""Mean log-odds of a row's pieces from which it is no page furniture: of 1,000 genuine rows of sites left out
of training 99 % are below -2.1; of rows of trades left out of training 95 % are above."""
_FEWEST = 6
"""Different pieces that make a row."""


def emissions(page: Page) -> npt.NDArray[np.float64]:
    """Weigh every piece as a member of a spam list: positive speaks for it, in log-odds."""
    import numpy as np

    length = page.ends - page.starts
    value = np.clip(page.anchor + LIST_PRIOR, -5.0, 4.5)
    share = page.covered / np.maximum(length, 1)
    value += np.where((share >= 0.5) & (page.weight >= 3), 1.5, 0.0) + np.where(
        (share >= 0.8) & (page.weight >= 2), 0.5, 0.0
    )
    value = np.where(length == 1, np.minimum(value, -0.2), value)
    value -= np.where(length > 30, 1.0, 0.0) + np.where(length > 60, 2.0, 0.0)
    strong = (page.before == 1).astype(float) + (page.after == 1)
    value += 0.3 * strong
    prose = (page.before == 2).astype(float) + (page.after == 2)
    ends = np.array([u.sentences for u in page.units])
    prosaic = np.where(ends >= 2, 2.2, np.where(ends > 0, 1.6, 0.4))
    per_unit = np.array([1.5 * u.hidden + u.offsite for u in page.units])
    lines: list[int] = []
    for unit in page.units:
        order = unit.order
        if unit.side > 2 and page.side < -20:
            per_unit[order] += 0.7
        if unit.last - unit.first != 1 or len(unit.text) > 20:
            lines = []
            continue
        lines.append(order)
        if len(lines) >= _LINES:
            per_unit[lines if len(lines) == _LINES else order] += 0.6
    value += per_unit[page.unit_of] - prose * prosaic[page.unit_of]
    for i in np.flatnonzero((value > 0) & (length >= 6))[:_MOST_READ].tolist():
        value[i] -= 0.8 * min(3, len(FUNCTION_WORDS.findall(page.text[page.starts[i] : page.ends[i]])))
    return value


_MOST_READ = 5000
"""Pieces of a page whose grammar is looked at."""


def rows(page: Page) -> Iterator[Finding]:
    """Judge a text of six or more short pieces with one kind of sign between them by its pieces' mean."""
    import numpy as np

    for unit in page.units:
        if unit.last - unit.first < _FEWEST:
            continue
        for first, last in _stretches(page, unit):
            inner = page.before[first + 1 : last]
            if (inner == inner[0]).mean() < 0.8:
                continue
            pieces = {}
            for i in range(first, last):
                pieces[page.text[page.starts[i] : page.ends[i]]] = float(page.anchor[i])
            if len(pieces) < 6 or max(map(len, pieces)) > 40:
                continue
            mean = float(np.clip(list(pieces.values()), -6.0, 4.0).mean())
            weight = (mean - _ROW_LEVEL - (0.4 if inner[0] in (2, 3) else 0.0)) * min(len(pieces), 20)
            if weight <= 2.0:
                continue
            listed = unit.order <= 3 and last - first <= 14
            kind = "hidden_text" if unit.hidden else "head_line" if listed else "link_block"
            why = f"a row of {len(pieces)} phrases that sites' own rows do not have (mean {mean:.1f})"
            start, end = 0, len(unit.text)
            if last - first < unit.last - unit.first:
                start, end = int(page.starts[first]) - unit.start, int(page.ends[last - 1]) - unit.start
            score = min(0.98, weight / (weight + 2.0))
            yield Finding(unit, start, end, kind, score, "phrase_row@2+" + page.model.rule, why)


def columns(page: Page) -> Iterator[Finding]:
    """Judge six or more short texts one under the other as a row is judged."""
    import numpy as np

    total = np.concatenate(([0.0], np.cumsum(np.clip(page.anchor, -6.0, 4.0))))
    run: list[Unit] = []
    for unit in [*page.units, None]:
        if unit is not None and len(unit.text) <= 40 and not unit.sentences and unit.last > unit.first:
            run.append(unit)
            continue
        if len(run) >= _FEWEST:
            first, last = np.array([u.first for u in run]), np.array([u.last for u in run])
            values = (total[last] - total[first]) / (last - first)
            for a, b in maximal_runs(values - _ROW_LEVEL):
                if b - a >= _FEWEST:
                    yield from _column(page, run[a:b], values[a:b])
        run = []


def _column(page: Page, units: list[Unit], values: npt.NDArray[np.float64]) -> Iterator[Finding]:
    pieces = dict(zip((u.text for u in units), values.tolist(), strict=True))
    if len(pieces) < _FEWEST:
        return
    mean = sum(pieces.values()) / len(pieces)
    weight = (mean - _ROW_LEVEL - 0.3) * min(len(pieces), 20)
    if weight <= 2.0:
        return
    score = min(0.98, weight / (weight + 2.0))
    why = f"{len(pieces)} short lines that sites' own lists do not have (mean {mean:.1f})"
    for unit, value in zip(units, values.tolist(), strict=True):
        if value > _ROW_LEVEL:
            kind = "hidden_text" if unit.hidden else "link_block"
            rule = "phrase_column@1+" + page.model.rule
            yield Finding(unit, 0, len(unit.text), kind, score, rule, why)


def _stretches(page: Page, unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield pieces ``[first, last)`` that make rows: a text without sentences, else what ``|`` joins."""
    if len(unit.text) <= 60_000 and not _has_sentences(unit, "?; "):
        yield unit.first, unit.last
        return
    first = unit.first
    for i in range(unit.first + 1, unit.last + 1):
        joined = i < unit.last and page.before[i] == 1 and page.ends[i] - page.starts[i] <= 40
        if not joined:
            if i - first >= 7:
                yield first + 1, i
            first = i


def _has_sentences(unit: Unit, signs: str) -> bool:
    """Say whether a sentence ends in a text, ``signs`` at its own end aside."""
    return unit.sentences > 0 and SENTENCE.search(unit.text.rstrip(signs)) is not None


def blocks(page: Page) -> list[Finding]:
    """Find lists of spam phrases, within a text and across neighbouring ones.

    Maximal scoring runs of pieces (Ruzzo and Tompa, 1999); a run's evidence counts each phrase once.
    """
    import numpy as np

    if not len(page.starts):
        return []
    value = emissions(page)
    found = []
    good = np.concatenate(([0], np.cumsum(value > 0.5))).tolist()
    known = np.concatenate(([0], np.cumsum(page.strong >= 3))).tolist()
    bounded = value.clip(-3, 3)
    for first, last in maximal_runs(value):
        if good[last] - good[first] < 2 and known[last] == known[first]:
            continue
        found += _block(page, value, bounded, first, last)
    return found


def maximal_runs(value: npt.NDArray[np.floating], most: int = 200_000) -> list[tuple[int, int]]:
    """Return the disjoint maximal scoring runs ``[first, last)`` of ``value``, in linear time.

    Beyond ``most`` pieces neighbours are taken together first, so that a hostile page costs no more.
    """
    import numpy as np

    group = -(-len(value) // most)
    sums = np.add.reduceat(value, np.arange(0, len(value), group)) if group > 1 else value
    total = np.concatenate(([0.0], np.cumsum(sums, dtype=np.float64))).tolist()
    runs: list[list[float]] = []  # first, last, sum before, sum with it, nearest run with less before it
    for i in np.flatnonzero(sums > 0).tolist():
        run = [i, i + 1, total[i], total[i + 1], -1]
        while True:
            j = len(runs) - 1
            while j >= 0 and runs[j][2] >= run[2]:
                j = int(runs[j][4])
            if j < 0 or runs[j][3] >= run[3]:
                run[4] = j
                runs.append(run)
                break
            run = [runs[j][0], run[1], runs[j][2], run[3], -1]
            del runs[j:]
    return [(int(a) * group, min(int(b) * group, len(value))) for a, b, *_ in runs]


def _block(  # noqa: C901  (one decision a line)
    page: Page, value: npt.NDArray[np.float64], bounded: npt.NDArray[np.float64], first: int, last: int
) -> list[Finding]:
    pieces: dict[str, float] = {}
    for i in range(first, min(last, first + 3000)):
        pieces.setdefault(page.text[page.starts[i] : page.ends[i]], float(value[i]))
    hidden = any(page.units[i].hidden for i in {int(page.unit_of[first]), int(page.unit_of[last - 1])})
    evidence = sum(pieces.values())
    spam = sum(v > 0.5 for v in pieces.values())
    score = evidence / (evidence + 2.0) if evidence > 0 else 0.0
    if spam == 3 and not hidden and 1 not in page.before[first + 1 : last]:
        score = min(score, 0.79)
    if spam < 3:
        known = page.strong[first:last].max() >= 3
        score = min(score, 0.79 if spam == 2 else 0.7 if known else 0.0)
    if score < 0.5:
        return []
    units = page.units[int(page.unit_of[first]) : int(page.unit_of[last - 1]) + 1]
    own = [float(bounded[max(first, u.first) : min(last, u.last)].sum()) for u in units]
    enough = 1.0 if spam >= 0.6 * len(pieces) else 2.5
    sure = [x > enough for x in own]
    near = _neighbourhood(sure)
    found = []
    for unit, amount, certain, dense in zip(units, own, sure, near, strict=True):
        a, b = max(first, unit.first), min(last, unit.last)
        if b <= a or (
            len(units) > 1 and not certain and not (dense and amount > -4 and len(unit.text) <= 40)
        ):
            continue
        while a < b and value[a] <= 0 and certain:
            a += 1
        while b > a and value[b - 1] <= 0 and certain:
            b -= 1
        if a == b:
            continue
        start, end = _widen(page, unit, a, b, value)
        label = unit.text[start : int(page.starts[a]) - unit.start]
        why = f"{spam} spam phrases among {len(pieces)} pieces side by side"
        strength = score
        if "蜘蛛池" in label:
            strength, why = max(score, 0.97), why + ", under a label link sellers use"
        if unit.hidden:
            why += ", hidden from readers"
        kind = (
            "hidden_text" if unit.hidden else "head_line" if unit.order <= 3 and b - a <= 14 else "link_block"
        )
        found.append(
            Finding(unit, start, end, kind, min(strength, 0.99), "phrase_list@2+" + page.model.rule, why)
        )
    return found


def _neighbourhood(sure: list[bool], reach: int = 4) -> list[bool]:
    """Say, per text of a run, whether those around it, on both sides, are nearly all spam."""
    n = len(sure)
    if n < _FEWEST:
        return [False] * n
    total = [0]
    for x in sure:
        total.append(total[-1] + x)
    dense = []
    for i in range(n):
        left, right = max(0, i - reach), min(n, i + reach + 1)
        around = total[right] - total[left] - sure[i]
        dense.append(around >= 0.7 * (right - left - 1))
    return dense


def _widen(page: Page, unit: Unit, first: int, last: int, value: npt.NDArray[np.float64]) -> tuple[int, int]:
    """Take in list neighbours, label, and separators; return offsets in the unit."""
    text = unit.text
    start, end = int(page.starts[first]) - unit.start, int(page.ends[last - 1]) - unit.start
    whole = unit.last - unit.first
    if (
        last - first >= max(3, 0.6 * whole)
        and not _has_sentences(unit, "?;")
        and (last - first >= max(6, 0.85 * whole) or value[unit.first : unit.last].min() > -4)
    ):
        return 0, len(text)  # a line that is such a list and nothing else
    inner = page.after[first : last - 1]
    if (
        last - first >= 4 and len(inner) and (inner == 1).mean() > 0.6
    ):  # |-lists: everything joined by | belongs
        while (
            first > unit.first
            and page.before[first] == 1
            and page.ends[first - 1] - page.starts[first - 1] <= 40
            and page.anchor[first - 1] > -2.5
        ):
            first -= 1
        while (
            last < unit.last
            and page.before[last] == 1
            and page.ends[last] - page.starts[last] <= 40
            and page.anchor[last] > -2.5
        ):
            last += 1
        start, end = int(page.starts[first]) - unit.start, int(page.ends[last - 1]) - unit.start
    label = _LABEL.search(text, max(0, start - 24), start)
    if label and last - first >= _A_LIST:
        start = label.start()
    while end < len(text) and text[end] in "|丨_,、 ?/★·-":
        end += 1
    if not _has_words(text[:start], last - first):
        start = 0
    if not _has_words(text[end:], last - first):
        end = len(text)
    return start, end


def _has_words(rest: str, beside: int) -> bool:
    """Say whether what is left of a line says something: signs do not, nor a single character by a list."""
    enough = 2 if beside >= _A_LIST else 1
    return len(list(islice(filter(str.isalnum, rest), enough))) == enough


_A_LIST = 4
"""Links that are a list."""


def _among_outlets(page: Page, piece: int) -> bool:
    """Say whether a piece stands in a row of links that is plainly genuine: outlets' names, nothing else."""
    unit = page.units[int(page.unit_of[piece])]
    rest = [float(page.anchor[i]) for i in range(unit.first, unit.last) if i != piece]
    return len(rest) >= 5 and max(rest) < 0.0 and sum(rest) / len(rest) < _OUTLETS


_FURNITURE = 0.3
"""Share of the pieces near a link that are a site's own, in a row of genuine ones."""
_OUTLETS = -3.0
"""Mean log-odds of a row of outlets' names."""


def polluted_bars(page: Page) -> list[Finding]:
    """Find a few paid links among genuine ones: the pieces themselves, never their neighbours."""
    import numpy as np

    length = page.ends - page.starts
    named = (page.strong >= 3) & (page.covered >= 0.7 * length)
    value = page.anchor + np.where(named, 3.0, 0.0)
    candidates = np.flatnonzero((value > 4.2) & (length <= 16) & (page.before != 2) & (page.after != 2))
    furniture = np.concatenate(([0], np.cumsum((length <= 14) & (page.anchor < 0))))
    listed = candidates.tolist()
    left, right = np.maximum(0, candidates - 12), np.minimum(len(length), candidates + 13)
    share = (furniture[right] - furniture[left]) / (right - left)
    lines = []
    for n in np.flatnonzero(share >= _FURNITURE).tolist():
        i = listed[n]
        unit = page.units[int(page.unit_of[i])]
        if (
            unit.last - unit.first == 2
            or unit.field == "title"
            or _has_sentences(unit, "?")
            or not (named[i] or _HAN.search(page.text, int(page.starts[i]), int(page.ends[i])))
        ):
            continue  # the model has read Chinese pages only
        near = listed[max(0, n - 12) : n + 13]
        others = {page.text[page.starts[j] : page.ends[j]] for j in near if abs(j - i) <= 60}
        words = len(FUNCTION_WORDS.findall(page.text[page.starts[i] : page.ends[i]]))
        v = float(value[i]) - 1.5 * words + min(2, len(others) - 1) + 2 * unit.offsite
        a, b = int(page.starts[i]) - unit.start, int(page.ends[i]) - unit.start
        while b < len(unit.text) and unit.text[b] in "|丨_ ,、/·":
            b += 1
        alone = len(others) < 2
        score = min(0.75 if words or (alone and not _among_outlets(page, i)) else 0.93, v / (v + 1.0))
        why = f"a spam phrase in a row of genuine links, {len(others)} such near"
        lines.append(Finding(unit, a, b, "link_block", score, "polluted_bar@3+" + page.model.rule, why))
    return lines
