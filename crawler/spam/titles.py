"""A brand hung on the title, and the keyword line that goes with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, FUNCTION_WORDS, Finding
from crawler.spam.sentences import topicality
from crawler.spam.vocabulary import furniture
from crawler.spam.weighing import Place, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.spam.page import Page, Unit

_LABEL = "(?:本文|文章|相关|热门|网站)?(?:关键[词字]|标签|热[词搜]|tags?|keywords?)"
KEYWORDS_LABEL = re.compile(
    rf"^[\[【(]?(?:(?:{_LABEL}|主题?词|主题|相关(?:搜索|词条)?|热门搜索) *(?:[\])】] *:?|:)|{_LABEL} ) *"
)
_SEPARATED = re.compile(r"[,，、;|丨 _/][^,，、;|丨 _/]+[,，、;|丨 _/]")
_ITEMS = re.compile("[^,，、;|丨 _/]{2,30}")
_SUFFIX = re.compile(
    r"(?:\s*[_|丨]\s*|\s*-{1,2}\s*|\s*[—–]+\s*|(?P<space>\s+)|[\[【(（<])([^_|丨\-—–\[【(（<]{2,30}?)[\]】)）>]?\s*$"
)
HANGS = " _|丨-—–"
"""What hangs a suffix on a title."""
_AROUND = HANGS + "()[]【】<>"
OFFICIAL = re.compile(
    "(?:[局厅委部院校馆]|委员会|大学|银行|协会|学会|中心|政府|交易所|报社|[日晚早时]报|电视台|频道)"
    "(?:官网|官方网站?|网站?|门户|首页)$"
)
"""An institution's own site."""
_MOST = 3
"""Suffixes of one title that are looked at."""
_Hung = tuple["Unit", int, int, int, int, bool]
"""A title, then as ``_suffixes`` says."""


def titles(page: Page) -> list[Finding]:
    """Find a brand hung on the title, and a line of keywords, the title's own and others."""
    title = next((u.text for u in page.units if u.field == "title"), "")
    heads = [u for u in page.units[:4] if _may_be_title(u, title)]
    hung = [(u, *x) for u in heads for x in _suffixes(u)]
    prose = "\n".join(u.text for u in page.prose)
    headed = bool(hung) and hung[0][0] is page.units[0]
    keys = list(_keywords(page.units[headed:], f"{_own_title(page, hung)}\n{prose}"[:_READ]))
    weights = weigh(page, [*(k.place for k in keys), *(Place(u, a, b) for u, _, _, a, b, _ in hung)])
    named = {k.place.text for k in keys if k.place.text not in prose}
    found = list(_hung(page, hung, weights[len(keys) :], named))
    ends = {bare_name(f.unit.text[f.start : f.end]) for f in found}
    lines: dict[int, list[tuple[_Keyword, float]]] = {}
    for key, weight in zip(keys, weights, strict=False):
        value = weight + 3.0 * (key.place.text in ends) + 1.0 * key.is_foreign
        lines.setdefault(key.place.unit.order, []).append((key, value))
    for order, line in lines.items():
        unit = page.units[order]
        sold = [(key, value) for key, value in line if value > 1.0]
        if not sold:
            continue
        places = [(0, len(unit.text), max(value for _, value in sold))]
        if all(key.is_among_own and key.place.text not in ends for key, _ in sold):
            places = [(*_with_separator(key.place), value) for key, value in sold]
        for start, end, value in places:
            score = min(0.95, value / (value + 0.6))
            why = "a line of keywords with a spam phrase that the article does not have"
            found.append(Finding(unit, start, end, "keyword_line", score, "keyword_line@6", why))
    return found


def bare_name(text: str) -> str:
    """Return what hangs on a title without the signs around it."""
    return text.strip(_AROUND)


@dataclass(slots=True, frozen=True)
class _Keyword:
    """A keyword that may be sold."""

    place: Place
    is_foreign: bool
    """The article does not have it, and has most of those beside it."""
    is_among_own: bool
    """It stands under a site's own label, with keywords of the article: they stay."""


def _with_separator(place: Place) -> tuple[int, int]:
    """Return where a keyword begins and ends with the separator that came with it."""
    end = place.end
    while end < len(place.unit.text) and place.unit.text[end] in _BETWEEN:
        end += 1
    start = place.start
    while end == len(place.unit.text) and start and place.unit.text[start - 1] in _BETWEEN:
        start -= 1
    return start, end


_BETWEEN = ",，、;|丨 _/"


def _own_title(page: Page, hung: list[_Hung]) -> str:
    """Return a page's first text without what may have been hung on it: it is nobody's word for a keyword."""
    head = page.units[0] if page.units else None
    if head is None:
        return ""
    return head.text[: min((start for unit, start, *_ in hung if unit is head), default=len(head.text))]


def _keywords(units: Sequence[Unit], article: str) -> Iterator[_Keyword]:
    """Yield the keywords that may be sold, of these texts of a page.

    Under a label the first of a line may; any may that the article does not have, where most others are its.
    """
    lines = []
    for unit in units:
        text = unit.text
        if len(text) > _LINE or unit.field == "title":
            continue
        labelled = KEYWORDS_LABEL.match(text)
        read = unit.field != "page" or (unit.source is not None and unit.source.kind == "meta")
        if not labelled and (not read or unit.sentences or not _SEPARATED.search(text)):
            continue
        items = [m.span() for m in _ITEMS.finditer(text, labelled.end() if labelled else 0)]
        if (1 if labelled else _FEW) <= len(items) <= _MANY:
            lines.append((unit, labelled is not None, items))
    told = article if len(lines) <= _FEW_LINES else _pairs(article)
    for unit, is_labelled, items in lines:
        pairs = [_pairs(unit.text[a:b]) for a, b in items]
        own = [sum(pair in told for pair in x) >= 0.5 * len(x) for x in pairs]
        fits = sum(own) >= 2 and sum(own) >= 0.4 * len(items)
        for n, (a, b) in enumerate(items):
            if (fits and not own[n]) or (is_labelled and n == 0):
                foreign = fits and not own[n]
                yield _Keyword(Place(unit, a, b), foreign, is_labelled and foreign)


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


_FEW_LINES = 6
"""Lines whose pairs are quicker found in the text itself than in a set of all of its pairs."""
_READ = 100_000
"""Characters of an article whose words are known."""
_LINE, _FEW, _MANY = 300, 3, 30
"""Characters of a line of keywords at most; keywords that make one without a label, and the most of one."""


def _may_be_title(unit: Unit, title: str) -> bool:
    """Say whether something may be hung on a text: a title, and what begins like it, where there is one."""
    if unit.field in ("title", "subtitle", "kicker"):
        return len(unit.text) <= 200
    if len(unit.text) > 90 or "。" in unit.text:
        return False
    return not title or unit.text[:_ALIKE] in title


_ALIKE = 4
"""Characters a page's other headings share with its title."""


def _suffixes(unit: Unit) -> Iterator[tuple[int, int, int, int, bool]]:
    """Yield (start, end, start of the phrase, its end, held only by a space), from the title's end."""
    end = len(unit.text)
    for _ in range(_MOST):
        m = _SUFFIX.search(unit.text, 0, end) if end > 4 else None
        if not m or m.start() < 4:
            return
        yield m.start(), end, *m.span(2), m["space"] is not None
        end = m.start()


def _hung(
    page: Page,
    hung: list[_Hung],
    weights: list[float],
    named: set[str],
) -> Iterator[Finding]:
    topical = topicality(page) > 2
    stopped: set[int] = set()
    for (unit, start, end, a, b, spaced), weight in zip(hung, weights, strict=True):
        phrase = unit.text[a:b].rstrip(" ]】)）>")
        if phrase in furniture() or OFFICIAL.search(phrase):
            continue
        value = weight - 0.3 - 1.5 * spaced - 0.7 * min(3, len(FUNCTION_WORDS.findall(phrase)))
        value += 3.0 * (phrase in named) + 1.5 * (unit.text.count(phrase) > 1)
        value -= 1.5 * len(set(CRIME.findall(unit.text))) + 3.0 * bool(set(phrase) & set("“”《》「」"))
        if topical or value < 1.0 or unit.order in stopped:
            stopped.add(unit.order)
            continue
        score = min(0.97, value / (value + 0.55))
        why = "a spam phrase hung on the title after a separator"
        yield Finding(unit, start, end, "title_suffix", score, "title_suffix@3", why)
