"""The rules: each looks at one text of the page, with the page as context, and says what it found and why."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.spam.vocabulary import Hit, hits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.items import Fragment
    from crawler.spam.canonical import Canonical

_SEPARATORS = re.compile(r"[|丨_,;、/\\\t\n·•#>《》\"“”‖│┃¦~+ \u3000。!?:]+|-{1,}|—+|<[^<>]{0,200}>")
_SENTENCE_END = re.compile("[。!?;]")
_LABEL = re.compile(
    r"(?:主站|本站)?蜘蛛池(?:模板|模版)?\s*[:]?|(?:友情)?链接\s*[:]|感谢您访问我们的网站.{0,30}?资源感兴趣\s*[:]?"
)
_KIT = re.compile(r"感谢您?访问我们的网站.{0,12}?您?可能还?对以下资源感兴趣\s*[:]?")
_DEBRIS = re.compile(r"^(?:[\s•·]*<(\w+) id=\"([a-z0-9]{4,8})\">(?:\s*<\w+ id=\"\2\">|\s*</\w+>)*)+[\s•·]*$")


@dataclass(slots=True, frozen=True)
class Finding:
    """Spam in one unit: canonical offsets, kind, score 0 to 1, rule and the evidence in words."""

    start: int
    end: int
    kind: str
    score: float
    rule: str
    evidence: str


@dataclass(slots=True)
class Unit:
    """One text of the page: which field it belongs to and where it starts there."""

    field: str
    base: int
    canon: Canonical
    fragment: int
    source: Fragment | None
    hits: list[Hit] = field(default_factory=list)


class Page:
    """All units of a page, and what they say together."""

    def __init__(self, units: list[Unit], url: str = "") -> None:
        self.units = units
        self.url = url
        for unit in units:
            unit.hits = hits(unit.canon.text)


@dataclass(slots=True)
class Segment:
    """A piece between separators."""

    start: int
    end: int
    text: str
    value: float


def segments(unit: Unit) -> list[Segment]:
    """Cut a unit at its separators and weigh each piece: above 0 speaks for spam."""
    text = unit.canon.text
    found = []
    at = 0
    queue = unit.hits
    next_hit = 0
    for a, b in _between(text):
        while next_hit < len(queue) and queue[next_hit].start < a:
            next_hit += 1
        at = next_hit
        weight = strong = covered = 0
        while at < len(queue) and queue[at].end <= b:
            weight += queue[at].weight
            strong += queue[at].weight == 3
            covered += queue[at].end - queue[at].start
            at += 1
        length = b - a
        if (strong and covered * 5 >= length * 2) or (weight >= 4 and covered * 5 >= length * 3):
            value = 1.0
        elif strong or weight >= 3:
            value = 0.3 if length <= 30 else -2.0
        else:
            value = -0.6 if length <= 14 else -2.0
        found.append(Segment(a, b, text[a:b], value))
    return found


def _between(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for m in _SEPARATORS.finditer(text):
        if m.start() > at:
            yield at, m.start()
        at = m.end()
    if at < len(text):
        yield at, len(text)


def examine(unit: Unit, page: Page) -> list[Finding]:
    """Return what the rules find in one unit."""
    return [*_debris(unit), *_kit(unit), *_runs(unit)]


def _debris(unit: Unit) -> Iterator[Finding]:
    text = unit.canon.text
    if "id=" in text and _DEBRIS.match(text[:20000]):
        yield Finding(
            0, len(text), "debris", 0.97, "empty_elements@1", "nothing but empty elements with one random id"
        )


def _kit(unit: Unit) -> Iterator[Finding]:
    for m in _KIT.finditer(unit.canon.text):
        yield Finding(
            m.start(),
            len(unit.canon.text),
            "link_block",
            0.97,
            "kit_lead_in@1",
            "the fixed lead-in of a link-injecting kit",
        )


def _runs(unit: Unit) -> Iterator[Finding]:
    """Find blocks of spam segments: maximal-scoring runs, after Ruzzo and Tompa (1999) in spirit."""
    parts = segments(unit)
    begin = 0
    while begin < len(parts):
        if parts[begin].value <= 0:
            begin += 1
            continue
        total = best = 0.0
        best_end = begin
        at = begin
        while at < len(parts) and total > best - 4 and total >= 0:
            total += parts[at].value
            if total > best:
                best, best_end = total, at
            at += 1
        run = parts[begin : best_end + 1]
        text = unit.canon.text
        first, last = _chain(text, parts, begin, best_end)
        run = parts[first : last + 1]
        spam = {p.text for p in run if p.value >= 1}
        start, end = run[0].start, run[-1].end
        before = text[max(0, start - 40) : start]
        label = next((m for m in _LABEL.finditer(before) if not before[m.end() :].strip()), None)
        whole = not text[:start].strip(" 　|丨_,") and not text[end:].strip(" 　|丨_,?")
        if len(spam) >= 4 or (len(spam) >= 2 and (label or whole)):
            if label:
                start = start - len(before) + label.start()
            while end < len(text) and text[end] in "|丨_,、 　?":
                end += 1
            if not text[:start].strip(" 　|丨_,"):
                start = 0
            kind = "head_line" if unit.fragment <= 2 and len(run) <= 12 else "link_block"
            share = len(spam) / max(1, len({p.text for p in run}))
            yield Finding(
                start,
                end,
                kind,
                min(0.99, 0.75 + 0.05 * len(spam)) if share >= 0.5 else 0.6,
                "segment_run@1",
                f"{len(spam)} different spam phrases in {len(run)} pieces side by side",
            )
        begin = max(best_end, last) + 1


def _chain(text: str, parts: list[Segment], first: int, last: int) -> tuple[int, int]:
    """Widen a run over neighbours joined by the run's own separator: members of one and the same list."""
    gaps = Counter(text[parts[i].end : parts[i + 1].start].strip() or " " for i in range(first, last))
    if not gaps:
        return first, last
    sign = gaps.most_common(1)[0][0]
    if sign in ", ":
        return first, last

    def joined(i: int) -> bool:
        gap = text[parts[i].end : parts[i + 1].start].strip() or " "
        return gap == sign

    while first and joined(first - 1) and parts[first - 1].end - parts[first - 1].start <= 40:
        first -= 1
    while last + 1 < len(parts) and joined(last) and parts[last + 1].end - parts[last + 1].start <= 40:
        last += 1
    return first, last


def doorway(page: Page) -> str:
    """Say why the page is an advertisement dressed as an article; empty when it is not."""
    return ""
