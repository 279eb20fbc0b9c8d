"""Single phrases: alone on a line, glued to a paragraph, in brackets, a clause of their own."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, FUNCTION_WORDS, GAMING, Finding
from crawler.spam.page import SEPARATORS
from crawler.spam.vocabulary import furniture
from crawler.spam.weighing import Place, listed, may_be_foreign, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.spam.page import Page, Unit

_CLAUSE = re.compile('(?:(?<=[,;。!?])|^)[^,;。!?\n“”"《》「」『』:]{3,24}(?=,)')
_BRACKET = re.compile(r"[【\[(〖]([^【】\[\]()〖〗《》「」『』。!?;\n]{4,30})[】\])〗]")
_TAIL = re.compile("[。!?”](?![^。!?]*[。!?])([^。!?”\n]{3,34})$")
_ROW_TAIL = re.compile(
    r"[\s|·]*(?:\(?\d{2,4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\)?|\d[\d:.,]*(?:次|人|阅读|点击|浏览)?)\s*$"
)
_ENDS_A_TAIL = re.compile(r"[\d:.,)日次人读击览]\s*$")
_ROW_HEAD = re.compile(r"^[\s#【\[(·•*>>»]*(?:\d{1,3}[.、:)\]】)]\s*)?")
_HAN = re.compile("[\u4e00-\u9fff]")
_QUOTED = re.compile('[“"「『‘][^”"」』’]*$')
_CONTACT_LINE = re.compile(
    "联系人|地址|邮编|邮箱|电话|传真|热线|报名|客服|编辑|记者|来源|责编|作者|投稿|值班"
)
_PRIOR = {"line": -1.0, "tail": -1.0, "bracket": -1.8, "clause": -1.5, "odd": -0.7}
"""Log-odds the form itself adds: how much rarer than genuine ones foreign phrases of that form are."""
_CHROME = -1.0
"""Log-odds for a line outside the article: a site's own furniture has words of every kind."""
_LEAST = -2.0
"""Log-odds below which no company makes a phrase spam."""
_FEW = 4
"""Han characters below which a phrase says too little."""
_LEVEL = 3.0
"""Log-odds from which a phrase is cut (score 0.8); at half of it, flagged."""


@dataclass(slots=True)
class _Candidate:
    place: Place
    cut: tuple[int, int]
    form: str
    value: float = 0.0


def phrases(page: Page, spoiled: bool) -> list[Finding]:  # noqa: FBT001
    """Find phrases foreign to their page; one strengthens others that begin like it, or stand likewise."""
    laid = list(_candidates(page))
    hopeful = may_be_foreign(page, [x[:3] for x in laid])
    found = [
        _Candidate(Place(unit, start, end), cut, form)
        for (unit, start, end, cut, form), may_be in zip(laid, hopeful, strict=True)
        if may_be
    ]
    own = furniture()
    for candidate, value in zip(found, weigh(page, [c.place for c in found]), strict=True):
        line = candidate.form == "line"
        if value < _LEAST or (line and (_own(candidate.place.text, own) or _says_little(candidate.place))):
            candidate.value = value - 5.0
            continue
        candidate.value = (
            value + _prior(candidate) - 0.5 * min(3, len(FUNCTION_WORDS.findall(candidate.place.text)))
        )
    doubtful = [c for c in found if c.value > _LEAST]
    if not doubtful:
        return []
    kin = _kin(doubtful)
    sure = sum(c.value >= _LEVEL for c in doubtful)
    findings = []
    for c in doubtful:
        value = c.value + kin[id(c)] + (1.2 if spoiled or sure - (c.value >= _LEVEL) >= 2 else 0.0)
        if value < 0.5 * _LEVEL:
            continue
        value -= _at_home(c)
        if value >= 0.5 * _LEVEL:
            findings.append(_finding(page, c, value, kin[id(c)]))
    return findings


def _candidates(page: Page) -> Iterator[tuple[Unit, int, int, tuple[int, int], str]]:
    """Yield phrases: unit, start, end, what is cut with it, form."""
    for unit in page.units:
        text = unit.text
        size = len(text)
        if unit.field == "title" or not 3 <= size <= 20_000:
            continue
        if size <= 44 and not unit.sentences:
            start, end = bare(text)
            phrase = text[start:end].strip(" 】])#|>")
            if 3 <= len(phrase) <= 40 and not _CONTACT_LINE.search(text):
                at = text.index(phrase, start)
                yield unit, at, at + len(phrase), (0, len(text)), "line"
        elif size >= 30 and unit.sentences:
            yield from _inside(unit)
            if not page.spelt_oddly:
                for start, end in _oddly_written(unit):
                    yield unit, start, end, (start, end), "odd"


def bare(text: str) -> tuple[int, int]:
    """Return where a line's own words are, without bullets before and dates or counts behind."""
    end = len(text)
    tail = _ROW_TAIL.search(text) if _ENDS_A_TAIL.search(text) else None
    while tail and tail.start() > 3:
        end = tail.start()
        tail = _ROW_TAIL.search(text, 0, end)
    head = _ROW_HEAD.match(text)
    return head.end() if head else 0, end


def _oddly_written(unit: Unit) -> Iterator[tuple[int, int]]:
    """Yield stretches where letter after letter is held apart, or that stand between pictures."""
    if not unit.canon.edits:
        return
    offsets = unit.canon.offsets
    gaps = [i for i in range(1, len(offsets)) if offsets[i] - offsets[i - 1] > 1]
    first = 0
    for n in range(1, len(gaps) + 1):
        if n < len(gaps) and gaps[n] - gaps[n - 1] <= _STEP:
            continue
        start, end = max(0, gaps[first] - 1), min(len(offsets), gaps[n - 1] + 1)
        if n - first >= _HELD and end - start <= 40 and not SEPARATORS.search(unit.text, start, end):
            yield start, end
        first = n


_STEP = 3
"""Letters between two interruptions of one stretch, at most."""
_HELD = 2
"""Interruptions that make a stretch."""


def _prior(c: _Candidate) -> float:
    return _PRIOR[c.form] + (_CHROME if c.form == "line" and c.place.unit.field == "page" else 0.0)


def _says_little(place: Place) -> bool:
    """Say whether a line outside the article is too short, or foreign, to tell a seller's from a button's."""
    if place.unit.field != "page" or listed(place.unit, place.start, place.end)[0] >= 2:
        return False
    return len(_HAN.findall(place.text)) < _FEW


def _own(phrase: str, own: frozenset[str]) -> bool:
    """Say whether a phrase is made of a site's own words and nothing else."""
    size = len(phrase)
    ends = {0}
    for start in range(size - 1):
        if start in ends:
            ends.update(
                end for end in range(start + 2, min(start + 6, size) + 1) if phrase[start:end].strip() in own
            )
    return size in ends


def _inside(unit: Unit) -> Iterator[tuple[Unit, int, int, tuple[int, int], str]]:
    text = unit.text
    for m in _CLAUSE.finditer(text):
        yield unit, m.start(), m.end(), (m.start(), m.end() + 1), "clause"
    for m in _BRACKET.finditer(text):
        if not m[1].isascii():
            yield unit, m.start(1), m.end(1), m.span(), "bracket"
    tail = _TAIL.search(text, max(0, len(text) - 80))
    phrase = tail[1].strip(" 】])[【(|") if tail else ""
    if tail and len(phrase) >= 3:
        at = text.index(phrase, tail.start(1))
        yield unit, at, at + len(phrase), tail.span(1), "tail"


def _kin(found: Sequence[_Candidate]) -> dict[int, float]:
    """Weigh how many others begin with the same two or more letters: a seller's name held before each.

    Outside the article the same phrase again is no other: portals repeat their own buttons.
    """
    begins: Counter[str] = Counter()
    around = [c.place.text for c in found if c.place.unit.field == "page"]
    for text in [*set(around), *(c.place.text for c in found if c.place.unit.field != "page")]:
        begins[text[:3]] += 1
        if len(text) > 2:
            begins[text[:2]] += 1
    kin = {}
    for c in found:
        text = c.place.text
        alike = max(begins[text[:3]], begins[text[:2]] if not text[:2].isascii() else 0)
        kin[id(c)] = min(2.4, 0.8 * (alike - 1))
    return kin


def _at_home(c: _Candidate) -> float:
    """Weigh what explains the phrase: quoted, or in a text about crime or about gambling itself."""
    text = c.place.unit.text
    rest = text[: c.cut[0]] + " " + text[c.cut[1] :]
    quoted = bool(_QUOTED.search(text[max(0, c.cut[0] - 40) : c.place.start]))
    unit = c.place.unit
    alike = [h for h in unit.hits if h.weight >= 2 and not c.cut[0] <= h.start - unit.start < c.cut[1]]
    if c.form == "line":
        return 1.5 * len(set(CRIME.findall(text)))
    return (
        3.0 * quoted
        + 1.5 * min(2, len(alike))
        + 2.0 * len(set(GAMING.findall(rest)))
        + 0.8 * min(4, len(set(CRIME.findall(rest))))
    )


_RULE = {
    "line": ("link_block", "lone_phrase@3", "a phrase alone, foreign to the page"),
    "tail": (
        "inline_clause",
        "glued_phrase@1",
        "a phrase after the paragraph's last sentence, foreign to it",
    ),
    "bracket": ("inline_clause", "bracketed_phrase@1", "a bracket foreign to its sentence"),
    "clause": ("inline_clause", "inline_clause@3", "a clause foreign to its sentence"),
    "odd": ("inline_clause", "odd_spelling@1", "written so that filters miss it, foreign to its sentence"),
}


def _finding(page: Page, c: _Candidate, value: float, kin: float) -> Finding:
    kind, rule, why = _RULE[c.form]
    unit = c.place.unit
    if c.form == "line":
        kind = "hidden_text" if unit.hidden else "head_line" if unit.order <= 3 else kind
    if kin:
        why += ", others begin alike"
    score = min(0.95, value / (value + 0.75))
    return Finding(unit, *c.cut, kind, score, f"{rule}+{page.model.rule}", why)
