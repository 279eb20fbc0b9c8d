"""What was found in one place is looked for in the others: who replaces a name does so all over the page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, GAMING, SENTENCE
from crawler.spam.marked import MOST, TORN
from crawler.spam.titles import bare_name
from crawler.spam.vocabulary import name_ends
from crawler.spam.weighing import SURE_WORD, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page, Unit

_SURE = 0.8
"""Score of what is looked for again …"""
_AGAIN, _REPORTED = 0.9, 0.7
"""… and the most a place is given where it is found; in a report of crime: it may be quoted there."""
_LEAST, _MOST = 3, 24
"""Letters of a name or phrase that says enough by itself."""
_LIKE_SPAM = 9.0
"""Log-odds of the n-grams from which a phrase is spam wherever it stands."""
_STRAY = 2
"""Letters of a sentence that are taken for a name's at most."""
_MOST_NAMES = 20
"""Names that are looked for: no page sells more of them inside its sentences."""


def recurring(page: Page, found: Sequence[Finding]) -> list[Finding]:
    """Return what was found, and the other places of the page that say what was surely found in one.

    That is a listed name, or like a seller's phrase in itself: outside the article two places have to say it.
    A name is as long as it is where it stands most often: a letter of the sentence beside it stays.
    """
    surest: dict[str, Finding] = {}
    seen: dict[str, set[int]] = {}
    for f in sorted(found, key=lambda f: -f.score):
        if f.score < _SURE or len(surest) == _MOST_NAMES:
            break
        name = _name(f)
        if not _LEAST <= len(name) <= _MOST or SENTENCE.search(name) or GAMING.fullmatch(name):
            continue
        seen.setdefault(name, set()).add(f.unit.order)
        borne_out = f.unit.field != "page" or len(seen[name]) > 1
        if borne_out and (_is_listed(f) or _is_like_spam(page, f)):
            surest.setdefault(name, f)
    surest = {name: f for name, f in surest.items() if not _is_own_word(page, name)}
    if not surest:
        return list(found)
    times = {name: page.text.count(name) for name in surest}
    own = {name: _bare(name, times) for name in surest}
    found = [_cut_to(f, own[_name(f)]) if f.unit.sentences and _name(f) in own else f for f in found]
    names = re.compile("|".join(re.escape(x) for x in sorted(set(own.values()), key=len, reverse=True)))
    places = (
        (unit, m)
        for unit in page.units
        for m in names.finditer(unit.text)
        if max(unit.seam(m.start()), unit.seam(m.end())) < TORN
    )
    again = (
        _again(surest[m[0]], unit, *m.span(), reported=page.is_report) for unit, m in islice(places, MOST)
    )
    return [*found, *again]


def _is_own_word(page: Page, name: str) -> bool:
    """Say whether the tagger takes a name for the text's own, on average of all places that say it."""
    places = islice(re.finditer(re.escape(name), page.text), MOST)
    marks = [float(page.tags[m.start() : m.end()].mean()) for m in places]
    return len(marks) > _FEW and sum(marks) < _OWN * len(marks)


_FEW, _OWN = 2, -4.0
"""Places that say too little about a name, and mean log-odds below which more of them say that it is nobody's
brand."""


def _name(f: Finding) -> str:
    return bare_name(f.unit.text[f.start : f.end])


def _bare(name: str, times: dict[str, int]) -> str:
    """Return the name within a name that stands on the page more often, if it is all but a letter or two."""
    within = (x for x in times if x in name and len(name) - len(x) <= _STRAY and times[x] > times[name])
    core = max(within, key=len, default=name)
    return name if name.endswith(name_ends()) and not name.endswith(core) else core


def _cut_to(f: Finding, name: str) -> Finding:
    start = f.unit.text.find(name, f.start, f.end)
    return replace(f, start=start, end=start + len(name)) if len(name) < len(_name(f)) else f


def _again(f: Finding, unit: Unit, start: int, end: int, *, reported: bool) -> Finding:
    """Return the finding of a name in another place."""
    return replace(
        f,
        unit=unit,
        start=start,
        end=end,
        kind=f.kind if f.unit is unit else "brand_replacement" if unit.sentences else "link_block",
        score=min(f.score, _REPORTED if reported or len(set(CRIME.findall(unit.text))) > 1 else _AGAIN),
        rule="same_words@3",
        evidence=f"the same words as elsewhere on the page, where: {f.evidence}",
    )


def _is_listed(f: Finding) -> bool:
    return listed(f.unit, f.start, f.end)[0] >= SURE_WORD


def _is_like_spam(page: Page, f: Finding) -> bool:
    first = f.unit.start + f.start
    anchors, _ = page.sums.scores([first], [first + f.end - f.start])
    return float(anchors[0]) > _LIKE_SPAM
