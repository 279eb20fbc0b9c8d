"""A brand hung on the title, and the keyword line that goes with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, FUNCTION_WORDS, Finding
from crawler.spam.sentences import topicality
from crawler.spam.vocabulary import furniture
from crawler.spam.weighing import Place, weigh

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.spam.page import Page, Unit

_KEYWORDS = re.compile("^(?:本文)?(?:关键(?:词|字)|标签|tags?) *: *")
_ITEMS = re.compile("[^,，、;| _]{2,30}")
_SUFFIX = re.compile(
    r"(?:\s*[_|丨]\s*|\s*-{1,2}\s*|\s*[—–]+\s*|(?P<space>\s+)|[\[【(（<])([^_|丨\-—–\[【(（<]{2,30})[\]】)）>]?\s*$"
)
_MOST = 3
"""Suffixes of one title that are looked at."""


def titles(page: Page) -> list[Finding]:
    """Find a brand hung on the title, and a keyword line that begins with a brand."""
    lines = [u for u in page.units if len(u.text) <= 300 and _KEYWORDS.match(u.text)]
    keys = [Place(u, *m.span()) for u in lines if (m := _ITEMS.search(u.text, _head(u)))]
    title = next((u.text for u in page.units if u.field == "title"), "")
    heads = [u for u in page.units[:4] if _may_be_title(u, title)]
    hung = [(u, *x) for u in heads for x in _suffixes(u)]
    weights = weigh(page, [*keys, *(Place(u, a, b) for u, _, _, a, b, _ in hung)])
    prose = "\n".join(u.text for u in page.units if len(u.text) >= 40 and u.sentences)
    named = {k.text for k in keys if k.text not in prose}
    found = list(_hung(page, hung, weights[len(keys) :], named))
    ends = {f.unit.text[f.start : f.end].strip("_|丨-—– []【】()<>") for f in found}
    for place, weight in zip(keys, weights, strict=False):
        rest = [m[0] for m in _ITEMS.finditer(place.unit.text, place.end)]
        fits = len(rest) >= 2 and sum(x in page.units[0].text or x in prose for x in rest) >= 0.6 * len(rest)
        value = weight + 3.0 * (place.text in ends) + 1.0 * (fits and place.text in named)
        if value > 1.0:
            why = "a line of keywords that begins with a spam brand"
            score = min(0.95, value / (value + 0.6))
            found.append(
                Finding(place.unit, 0, len(place.unit.text), "keyword_line", score, "keyword_line@2", why)
            )
    return found


def _head(unit: Unit) -> int:
    m = _KEYWORDS.match(unit.text)
    return m.end() if m else 0


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
    hung: list[tuple[Unit, int, int, int, int, bool]],
    weights: list[float],
    named: set[str],
) -> Iterator[Finding]:
    topical = topicality(page) > 2
    stopped: set[int] = set()
    for (unit, start, end, a, b, spaced), weight in zip(hung, weights, strict=True):
        phrase = unit.text[a:b].rstrip(" ]】)）>")
        if phrase in furniture():
            continue
        value = weight - 0.3 - 1.5 * spaced - 0.7 * min(3, len(FUNCTION_WORDS.findall(phrase)))
        value += 2.5 * (phrase in named) + 1.5 * (unit.text.count(phrase) > 1)
        value -= 1.5 * len(set(CRIME.findall(unit.text))) + 3.0 * bool(set(phrase) & set("“”《》「」"))
        if topical or value < 1.0 or unit.order in stopped:
            stopped.add(unit.order)
            continue
        score = min(0.97, value / (value + 0.55))
        why = "a spam phrase hung on the title after a separator"
        yield Finding(unit, start, end, "title_suffix", score, "title_suffix@2", why)
