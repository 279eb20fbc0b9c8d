"""From a page's fragments to the spans to cut: what each rule found, weighed against the rest of the page."""

from __future__ import annotations

import itertools
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from crawler.items import SpamSpan
from crawler.spam import rules
from crawler.spam.canonical import canonicals
from crawler.spam.doorways import doorway
from crawler.spam.marks import READINGS, readings
from crawler.spam.memory import Memory, judge
from crawler.spam.page import Page, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.items import Fragment
    from crawler.spam.finding import Finding
    from crawler.spam.trained import Trained

LONGEST = 200_000
"""Characters of one text that are judged; of a longer one, its two ends."""
INJECTED = frozenset(
    {
        "link_block",
        "head_line",
        "keyword_line",
        "title_suffix",
        "inline_clause",
        "brand_replacement",
        "hidden_text",
        "spliced_story",
        "doorway",
        "debris",
        "cloaking",
    }
)
"""Kinds that somebody other than the outlet must have put there."""


class Settings(Protocol):
    """Whatever gives a number by name; Scrapy's settings do."""

    def getfloat(self, name: str, default: float = ...) -> float:
        """Return a setting."""


@dataclass(slots=True, frozen=True)
class Thresholds:
    """Score from which a span is cut, and from which it is flagged for review (0 to 1)."""

    cut: float = 0.8
    flag: float = 0.5

    @classmethod
    def of(cls, settings: Settings) -> Thresholds:
        """Read ``SPAM_CUT_THRESHOLD`` and ``SPAM_FLAG_THRESHOLD``."""
        return cls(
            settings.getfloat("SPAM_CUT_THRESHOLD", 0.8), settings.getfloat("SPAM_FLAG_THRESHOLD", 0.5)
        )


@dataclass(slots=True)
class Verdict:
    """What was found on a page."""

    spans: list[SpamSpan] = field(default_factory=list)
    """By field and offset, never overlapping within a field."""
    hacked: bool = False
    doorway: str = ""
    """Why the page is no article but an advertisement; empty when it is one."""


def find_spam(
    fragments: Sequence[Fragment],
    *,
    title: str = "",
    kicker: str = "",
    subtitle: str = "",
    thresholds: Thresholds | None = None,
    memory: Memory | None = None,
    trained: Trained | None = None,
) -> Verdict:
    """Return the spam of a page.  Offsets are as ``SpamSpan`` says; linear in the page's length.

    ``memory`` is what the site's other pages say; ``trained`` stands in for what is shipped
    (cross-validation).
    """
    limits = thresholds or Thresholds()
    page = Page(units(fragments, title, kicker, subtitle), trained)
    verdict = Verdict()
    by_unit: dict[int, list[Finding]] = {}
    for finding in rules.find(page, limits.cut):
        by_unit.setdefault(finding.unit.order, []).append(finding)
    for order, found in sorted(by_unit.items()):
        unit = page.units[order]
        weighed = found
        if memory is not None:
            weighed = [_remembered(f, memory) for f in found]
        last = 0
        for f in settle(weighed, limits):
            verdict.spans.append(_span(unit, f, limits, last))
            last = verdict.spans[-1].end - unit.base
    verdict.spans.sort(key=lambda s: (s.field, s.start))
    _bridged(verdict.spans, fragments)
    _keep_a_title(verdict.spans, title)
    verdict.doorway = doorway(page)
    gone = [s for s in verdict.spans if s.state == "cut"]
    verdict.hacked = bool(verdict.doorway) or tell_of_hacking(gone)
    if verdict.hacked:
        verdict.spans += _readings(verdict.spans, page.units, limits, memory)
        verdict.spans.sort(key=lambda s: (s.field, s.start))
    return verdict


def _readings(
    spans: Sequence[SpamSpan], units: Sequence[Unit], limits: Thresholds, memory: Memory | None
) -> list[SpamSpan]:
    """Return the readings that a kit's conversion left all over a hacked page's article, beside its spans."""
    taken: dict[str, list[SpamSpan]] = {}
    for span in spans:
        taken.setdefault(span.field, []).append(span)
    found = []
    for unit, a, b in readings(units):
        start, end, text = unit.base + a, unit.base + b, unit.canon.original[a:b]
        own = taken.get(unit.field, [])
        at = bisect_left(own, end, key=lambda s: s.start)
        score, why = judge(_READING, memory.recall(text)) if memory is not None else (_READING, "")
        if unit.field == "page" or score < limits.flag or (at and own[at - 1].end > start):
            continue
        evidence = "readings in brackets all over a hacked page, as a kit's conversion leaves them"
        found.append(
            SpamSpan(
                field=unit.field,
                start=start,
                end=end,
                text=text,
                kind="debris",
                score=round(score, 3),
                rule=READINGS,
                evidence=f"{evidence}; {why}" if why else evidence,
                state="cut" if score >= limits.cut else "flagged",
                fragment=unit.fragment,
            )
        )
    return found


_READING = 0.9
"""Score of what is certain where the page is hacked."""


def tell_of_hacking(spans: Iterable[SpamSpan]) -> bool:
    """Say whether somebody other than the outlet must have put spans there that were cut.

    Calls tell if they are plain; and outside the article, where portals offer everything themselves, one
    text alone does if it is.
    """
    outside = set()
    for span in spans:
        plain = span.score >= _PLAIN or span.state == "confirmed"
        if span.kind in INJECTED and (plain or span.field != "page"):
            return True
        if span.kind == "call_to_action" and plain:
            return True
        if span.kind in INJECTED:
            outside.add(span.text)
    return len(outside) > 1


_PLAIN = 0.85
"""Score of what papers do not print themselves."""


def units(fragments: Sequence[Fragment], title: str = "", kicker: str = "", subtitle: str = "") -> list[Unit]:
    """Lay the page out: where each text stands, and in which field its offsets count."""
    laid: list[tuple[str, int, str, int, Fragment | None]] = []
    titled = next((f for f in fragments if f.role == "title" and f.text == title), None)
    for name, text in (("title", title), ("kicker", kicker), ("subtitle", subtitle)):
        if text:
            source = titled if name == "title" else None
            laid.append((name, 0, text, source.index if source else -1, source))
    in_body = in_page = 0
    for f in fragments:
        if f is not titled:
            body = f.role == "body"
            name, base = ("body", in_body) if body else ("page", in_page)
            if len(f.text) <= LONGEST:
                laid.append((name, base, f.text, f.index, f))
            else:
                laid += ((name, base + at, part, f.index, f) for at, part in _ends(f.text))
        in_page += len(f.text) + 1
        if f.role == "body":
            in_body += len(f.text) + 1
    folded = canonicals([text for _, _, text, _, _ in laid])
    return [
        Unit(name, base, canon, index, source)
        for (name, base, _, index, source), canon in zip(laid, folded, strict=True)
    ]


def _ends(text: str) -> list[tuple[int, str]]:
    """Return (offset, text) of what is judged of a text that no article has."""
    half = LONGEST // 2
    return [(0, text[:half]), (len(text) - half, text[-half:])]


def _bridged(spans: list[SpamSpan], fragments: Sequence[Fragment]) -> list[SpamSpan]:
    """Where an overlong text is spam at both inner ends of what was judged, take what lies between too."""
    for f in fragments:
        if len(f.text) <= LONGEST:
            continue
        half = LONGEST // 2
        own = [s for s in spans if s.fragment == f.index and s.field != "title"]
        size = len(f.text)
        for a, b in itertools.pairwise(own):
            gap = b.start - a.end
            if gap == size - LONGEST and size > LONGEST and a.end - a.start <= half and a.state == b.state:
                start = half - (a.end - a.start)
                a.text = f.text[start : start + gap + (a.end - a.start) + (b.end - b.start)]
                a.end = b.end
                spans.remove(b)
    return spans


def _remembered(f: Finding, memory: Memory) -> Finding:
    start, end = f.unit.canon.span(f.start, f.end)
    score, why = judge(f.score, memory.recall(f.unit.canon.original[start:end]))
    return replace(f, score=score, evidence=f"{f.evidence}; {why}") if why else f


def settle(found: list[Finding], limits: Thresholds) -> list[Finding]:
    """Drop what is too weak; of findings that overlap keep those to cut first, then what is worth most.

    A span is worth its length times what its score has above the threshold: a sure clause is better than its
    whole sentence just above it.
    """

    def worth(f: Finding) -> float:
        return (f.end - f.start) * (
            f.score - (limits.cut if f.score >= limits.cut else limits.flag) + _LITTLE
        )

    kept: list[Finding] = []
    for f in sorted(found, key=lambda f: (f.score < limits.cut, -worth(f), f.start)):
        if f.score < limits.flag or f.start >= f.end:
            continue
        at = bisect_left(kept, f.start, key=lambda k: k.start)
        if (at == 0 or kept[at - 1].end <= f.start) and (at == len(kept) or f.end <= kept[at].start):
            kept.insert(at, f)
    return kept


_LITTLE = 0.01
"""So that of two at the threshold the longer is worth more."""


def _span(unit: Unit, f: Finding, limits: Thresholds, after: int) -> SpamSpan:
    """Make the span of a finding; pictures right before it go with it, down to ``after``."""
    start, end = unit.canon.span(f.start, f.end)
    start = max(after, unit.canon.before(start))
    return SpamSpan(
        field=unit.field,
        start=unit.base + start,
        end=unit.base + end,
        text=unit.canon.original[start:end],
        kind=f.kind,
        score=round(f.score, 3),
        rule=f.rule,
        evidence=f.evidence,
        state="cut" if f.score >= limits.cut and not _is_title(f) else "flagged",
        fragment=unit.fragment,
    )


def _is_title(f: Finding) -> bool:
    """Say whether a finding is all but a word of the article's title: it keeps that, a person decides."""
    if f.unit.field != "title" or f.end - f.start <= _MOST_OF_IT * len(f.unit.text):
        return False
    rest = f.unit.text[: f.start] + f.unit.text[f.end :]
    return sum(map(str.isalnum, rest)) < _A_TITLE


def _keep_a_title(spans: Sequence[SpamSpan], title: str) -> None:
    """Flag the longest of a title's cuts where all of them together leave none: an article has one."""
    cuts = sorted((s for s in spans if s.field == "title" and s.state == "cut"), key=lambda s: len(s.text))
    whole = sum(map(str.isalnum, title))
    left = whole - sum(sum(map(str.isalnum, s.text)) for s in cuts)
    while len(cuts) > 1 and left < _A_TITLE and whole - left > _MOST_OF_IT * whole:
        cuts[-1].state = "flagged"
        left += sum(map(str.isalnum, cuts.pop().text))


_MOST_OF_IT, _A_TITLE = 0.6, 8
"""Share of a title that is most of it, and letters that are a title still."""
