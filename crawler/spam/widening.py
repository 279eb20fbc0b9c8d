"""Findings that have their scores, beside each other: where one takes in what stands around it.

A bracket without its other half, the comma of a clause, or the last two pieces of a row of paid links would
be left behind in the text; and two findings of the same words should not differ in how sure they are.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from crawler.spam.elsewhere import SIGNS
from crawler.spam.evidence import rule_name
from crawler.spam.finding import Finding, odds, score
from crawler.spam.kinds import kind_of
from crawler.spam.page import SEPARATORS
from crawler.spam.titles import HANGS, bare_name
from crawler.spam.weighing import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.page import Page

WHOLE = 0.95
"""Share of a text, or of a sentence, that is all of it."""


def widened(page: Page, weighed: Sequence[Finding], by_rules: Sequence[Finding], cut: float) -> list[Finding]:
    """Return the findings, those that differ in signs alone equally sure, and wider ones beside them.

    ``by_rules`` are the rules' findings with the scores the rules gave; ``cut`` is the score from which a
    span is cut.  Of a row or line both are returned, its pieces and all of it: ``detector.settle`` chooses.
    """
    told = {_ending(f): odds(f.score) for f in by_rules}
    found = equally_sure([with_edges(f) for f in weighed])
    found = whole_rows(page, _reconciled(found, told), cut)
    return whole_lines(page, found)


# ── One finding: signs and brackets ─────────────────────────────────────────────────────────────


def with_signs(place: Place) -> tuple[int, int]:
    """Return the span with what was put in with it: a line's number, a clause's comma, a separator."""
    text, start, end = place.unit.text, place.start, place.end
    if _LABEL.fullmatch(text, 0, start) and sum(map(bool, SEPARATORS.split(text[start:end]))) > 2:
        start = 0
    rest = sum(map(str.isalnum, text[:start] + text[end:]))
    numbered = _NUMBER_OF_A_LINE.fullmatch(text, 0, start) and not any(map(str.isalnum, text[end:]))
    if numbered or rest <= _STRAY * (end - start):
        return 0, len(text)
    start = from_sign(place)
    return start, end + (text[end : end + 1] == "," and (start == 0 or text[start - 1] in ",;。:"))


def from_sign(place: Place) -> int:
    """Return where a span begins with the separator by which it hangs on a title."""
    if place.end == len(place.unit.text) and kind_of(place) == "title_suffix":
        return len(place.unit.text[: place.start].rstrip(HANGS))
    return place.start


_LABEL = re.compile(r"\W{0,2}[\u4e00-\u9fff]{2,6} ?: ?")
"""What stands before a list and is cut with all of it."""
_NUMBER_OF_A_LINE = re.compile(r"[\W_]*(?:\d{1,3}[\W_]+)?")
_STRAY = 0.02
"""Letters left over beside a span, per character of it, that are too few to be anybody's words."""


def with_edges(f: Finding) -> Finding:
    """Return a finding with what would be left behind of a word, of a pair of brackets, or before a title."""
    text = f.unit.text
    start, end = _with_brackets(text, *_with_word(text, f.start, f.end))
    if start == 0 and f.unit.field == "title":
        end = _HUNG_BEFORE.match(text, end).end()  # type: ignore[union-attr]  # matches nothing at least
    if (start, end) == (f.start, f.end):
        return f
    hung = end == len(text) and kind_of(Place(f.unit, start, end)) == "title_suffix"
    return replace(f, start=start, end=end, kind="title_suffix" if hung else f.kind)


def _with_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in the rest of a Latin word or number that a span begins or ends in."""
    rest = _WORD.match(text, end) if end and _WORD.match(text[end - 1]) else None
    if rest and rest.end() - end <= _REST:
        end = rest.end()
    before = len(text[max(0, start - _REST) : start]) if start < len(text) and _WORD.match(text[start]) else 0
    while before and start and _WORD.match(text[start - 1]):
        before, start = before - 1, start - 1
    return start, end


_WORD = re.compile("[a-z0-9]+")
_REST = 8
"""Letters of a word that are taken in at most."""
_HUNG_BEFORE = re.compile(r"[\s_|丨\-—–·,、:>~/*#◆◇★☆●■▲▼♥※]*")
"""What a span at the head of a title hangs by."""


def _with_brackets(text: str, start: int, end: int) -> tuple[int, int]:
    """Take in both brackets around a span, or the other half of a pair that is in it."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if (before, after) in _BRACKETS:
        return start - 1, end + 1
    within = text[start:end]
    for opening, closing in _BRACKETS:
        more = within.count(opening) - within.count(closing)
        if more > 0 and after == closing:
            return start, end + 1
        if more < 0 and before == opening:
            return start - 1, end
    return start, end


_BRACKETS = (("(", ")"), ("[", "]"), ("【", "】"), ("〔", "〕"), ("<", ">"))


# ── Two findings of the same words ──────────────────────────────────────────────────────────────


def equally_sure(findings: list[Finding]) -> list[Finding]:
    """Give findings that differ only in the signs at their ends the score of the surest among them."""
    cores = [_core(f) for f in findings]
    surest: dict[tuple[int, int, int], float] = {}
    for core, f in zip(cores, findings, strict=True):
        surest[core] = max(f.score, surest.get(core, 0.0))
    return [replace(f, score=surest[core]) for core, f in zip(cores, findings, strict=True)]


def _core(f: Finding) -> tuple[int, int, int]:
    """Return the text a finding is in, and where it starts and ends there without the signs at its ends."""
    text = _text(f)
    rest = text.lstrip(SIGNS)
    start = f.end - len(rest)
    return f.unit.order, start, start + len(rest.rstrip(SIGNS))


def _reconciled(findings: list[Finding], told: dict[tuple[int, int, str], float]) -> list[Finding]:
    """Compare what hangs on a title with what else was found.

    What hangs there and is in a line of keywords too is evidence twice, also where only the rules say so
    (``told`` has their log-odds).  What may be spam and hangs before what surely is goes with it, and a line
    of nothing but keywords with what is sold in it, if a rule says so too.  A list that is one piece of the
    title and what hangs on it is no list.
    """
    hung = [f for f in findings if f.kind == "title_suffix"][:_MOST_HUNG]
    lines = [f for f in findings if rule_name(f) == "keyword_line"]
    sure: dict[int, float] = {}
    for f, g in product(lines, hung):
        if bare_name(_text(g)) not in _text(f):
            continue
        if odds(g.score) > 0:  # the trees weigh a whole line, its own words too: the rule knows which are not
            line = max(odds(f.score), told.get(_ending(f), 0.0))
            sure[id(f)] = sure[id(g)] = score(line + odds(g.score))
        elif told.get(_ending(f), 0.0) + told.get(_ending(g), 0.0) >= _SURE_TWICE:
            sure[id(f)] = sure[id(g)] = max(score(_SURE_TWICE - _UNBELIEVED), f.score, g.score)
    for f, g in product(hung, hung):
        if f.unit is g.unit and f.end == g.start and odds(g.score) > _SURE_LINE and odds(f.score) > 0:
            sure[id(f)] = max(f.score, sure.get(id(f), 0.0), score(_SURE_LINE))
    best: dict[int, float] = {}
    for f in findings:
        best[f.unit.order] = max(f.score, best.get(f.unit.order, 0.0))
    for f in filter(_is_all_keywords, lines):
        if told.get(_ending(f), 0.0) > 0:
            sure[id(f)] = max(sure.get(id(f), 0.0), best[f.unit.order])
    kept = [
        f for f in findings if rule_name(f) != "phrase_list" or not any(_is_title_and(f, g) for g in hung)
    ]
    return [replace(f, score=sure[id(f)]) if id(f) in sure else f for f in kept]


_MOST_HUNG = 12
"""Findings on titles that are looked at: no genuine page has so many."""
_SURE_TWICE, _UNBELIEVED = 4.5, 2.5
"""Log-odds of both together from which they are believed against the trees, and what that takes off."""


def _is_all_keywords(f: Finding) -> bool:
    """Say whether a finding is a line of nothing but keywords, as kits put over a page: no site's label."""
    return f.start == 0 and f.end == len(f.unit.text) and _KEYWORDS_ALONE.fullmatch(f.unit.text) is not None


_KEYWORDS_ALONE = re.compile("[^,、:。!?|]+(?:[,、][^,、:。!?|]+){2,}[,、]?")


def _ending(f: Finding) -> tuple[int, int, str]:
    """Return where a finding ends, and by which rule."""
    return f.unit.order, f.end, rule_name(f)


def _is_title_and(f: Finding, hung: Finding) -> bool:
    """Say whether a list is one piece of a title and what hangs on it."""
    if f.unit is not hung.unit or f.end != hung.end or f.start >= hung.start:
        return False
    return sum(map(bool, SEPARATORS.split(f.unit.text[f.start : hung.start]))) == 1


def _text(f: Finding) -> str:
    return f.unit.text[f.start : f.end]


# ── Rows and columns ────────────────────────────────────────────────────────────────────────────


def whole_rows(page: Page, findings: list[Finding], cut: float) -> list[Finding]:
    """Add all of a text without sentences where three pieces of it are cut and the rest is hardly better.

    Where the pieces are quite sure and the tagger marks the whole row, a finding that is most of it is
    widened to all of it; else the surest piece is, if what the pieces leave over is hardly less marked.
    """
    of_row: dict[int, list[Finding]] = {}
    for f in findings:
        if not f.unit.sentences:
            of_row.setdefault(f.unit.order, []).append(f)
    found = list(findings)
    for row in of_row.values():
        unit, gone = row[0].unit, [f for f in row if f.score >= cut]
        tags = page.tags[unit.start : unit.start + len(unit.text)]
        most = [f for f in row if f.end - f.start >= _MOST_OF_A_ROW * len(unit.text)]
        if len({f.start for f in gone if f.score >= _SURELY}) >= _PIECES and tags.mean() >= _MARKED:
            found += [replace(f, start=0, end=len(unit.text), score=max(f.score, _SURELY)) for f in most]
        elif len({f.start for f in gone}) >= _PIECES and _rest(tags, gone) >= _LEFT_OVER:
            surest = max(gone, key=lambda f: f.score)
            found.append(replace(surest, start=0, end=len(unit.text)))
    return found


def _rest(tags: npt.NDArray[np.float32], own: list[Finding]) -> float:
    """Return the mean log-odds of the characters of a row that no finding takes."""
    import numpy as np

    left = np.ones(len(tags), dtype=bool)
    for f in own:
        left[f.start : f.end] = False
    return float(tags[left].mean()) if left.any() else -np.inf


_PIECES = 3
"""Pieces that make a row."""
_SURELY, _MARKED, _MOST_OF_A_ROW = 0.95, 2.0, 0.8
"""Score of each piece and mean log-odds of all characters where the whole row is spam; share of the row that
the finding to widen has to be."""
_LEFT_OVER = -0.5
"""Mean log-odds of what the pieces leave over, from which it is cut with them."""


def whole_lines(page: Page, findings: list[Finding]) -> list[Finding]:
    """Add all of a short line that may be spam, or is in part, where those before and after surely are.

    A line that leads to the next (``…，更多内容请关注：``) needs none before it, and the first or last of a
    column none on its other side.
    """
    doubted: dict[int, Finding] = {}
    gone: set[int] = set()
    for f in findings:
        if odds(f.score) > 0 and not f.unit.sentences:
            best = doubted.setdefault(f.unit.order, f)
            if f.end - f.start > best.end - best.start:
                doubted[f.unit.order] = f
            if odds(f.score) > _SURE_LINE and f.end - f.start >= WHOLE * len(f.unit.text):
                gone.add(f.unit.order)
    between = (f for n, f in doubted.items() if n not in gone and _goes_along(n, f, gone))
    return findings + [
        replace(f, start=0, end=len(f.unit.text), score=max(f.score, score(_SURE_LINE)))
        for f in between
        if len(f.unit.text) <= _LINE and f.unit.field == page.units[f.unit.order + _side(f, gone)].field
    ]


def _goes_along(n: int, f: Finding, gone: set[int]) -> bool:
    """Say whether a line stands between two that go, leads to one, or begins or ends a column of them."""
    if n + 1 in gone and (n - 1 in gone or f.unit.text.endswith(":")):
        return True
    return any(all(n + side * step in gone for step in range(1, _COLUMN + 1)) for side in (-1, 1))


def _side(f: Finding, gone: set[int]) -> int:
    """Return on which side of a line the next one goes."""
    return 1 if f.unit.order + 1 in gone else -1


_COLUMN = 3
"""Lines that make a column."""
_SURE_LINE, _LINE = 1.5, 40
"""Log-odds of a line that is surely spam, and the most characters of a line that is one of a column."""
