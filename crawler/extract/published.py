"""When an article was published: which of the dates on a page is the one.

Kinds of evidence, best first: what the page declares to machines (meta, JSON-LD), what is marked up as a
date or stands beside the title, the address, data embedded in scripts, and last a short line that is a date.
Several agree on most pages: an earlier kind that contradicts the address or the information bar loses to
it, and of those that name the same day the most exact is taken.  A date in a sentence of the body is never
the answer, but for a dateline where there is nothing else, nor one the page calls a modification while
there is another.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract.date_candidates import NO_MOMENT, are_close, day_of, may_be_dates
from crawler.extract.declared_dates import embedded, stated
from crawler.extract.marked_dates import NAMED, marked, short_text
from crawler.extract.written_dates import of_dateline, written
from crawler.text.dates import CHINA, parse_date

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lxml import etree

    from crawler.extract.date_candidates import Candidate
    from crawler.extract.elements import Elements


_GREENWICH = re.compile(r"(?:Z|GMT|UTC|[+-]00:?00)$")
_ZONE = re.compile(r"(?:[+-]\d\d:?\d\d|Z|GMT|UTC|HKT|CST)\s*(?:\(.*)?$")


def find_published(
    page: Elements,
    *,
    url: str = "",
    lines: Sequence[str] = (),
    elements: Sequence[etree._Element] = (),
    title: str = "",
    article: Sequence[int] = (),
    now: datetime | None = None,
    shell: bool = False,
) -> tuple[str, str]:
    """Return the string the publication date is read from, and where it stands; empty when none.

    ``page``: its elements, scripts included.  ``lines``: its text lines in page order (only those that
    are no sentences are read).  ``elements``: the block each line stands in; without them all elements
    with a name are looked at, which takes longer.  ``title``: the article's, where known; else the ``h1``.
    ``article``: the indexes in ``lines`` of title and text.  ``now``: dates after it (plus a day)
    are not publication dates, yearless ones resolve against it; without it nothing is too late.
    ``shell``: the text came out of a script, and a date may be a literal of it without a name.
    """
    now = now or NO_MOMENT
    found = list(islice(stated(page, url, now, title), 40))
    if not _is_settled(found):
        dated = may_be_dates(lines)
        blocks = [elements[i] for i in dated if i < len(elements)] if elements else NAMED(page.root)
        found += islice(marked(page, blocks, now, title), 60)
        if not _is_settled(found):
            head = elements[article[0]] if article and article[0] < len(elements) else None
            found += islice(embedded(page, now, shell=shell, headline=head), 20)
            found += islice(written(lines, dated, title or _title_of(page), article, now), 60)
    if not found:
        return of_dateline(lines, article, now)
    return _answer(_choose(found), now)


def find_published_in_lines(
    lines: Sequence[str], *, title: str = "", article: Sequence[int] = (), now: datetime | None = None
) -> tuple[str, str]:
    """Return the line the publication date is read from, of a page given as lines alone; or empty.

    Arguments and result as for ``find_published``.
    """
    now = now or NO_MOMENT
    found = list(islice(written(lines, may_be_dates(lines), title, article, now), 60))
    return _answer(_choose(found), now) if found else ("", "")


def _choose(found: list[Candidate]) -> Candidate:
    ranked = sorted(found, key=lambda c: c.kind)
    best = _as_shown(ranked[0], ranked)
    if best.kind == 0 and (best.date.precision == "day" or _is_zoneless(best)):
        # A template's meta element that names the day the page was made: what readers see is exact
        shown = [c for c in ranked if c.kind == 1 and c.date.precision != "day" and not c.date.inferred]
        if best.date.precision != "day":
            shown = [c for c in shown if c.where == "line_by_title"]
        if shown and not any(are_close(c.date, best.date) for c in ranked if c is not best and c.kind < 6):
            best = shown[0]
    address = next((c for c in ranked if c.where == "url"), None)
    if address and not are_close(best.date, address.date):
        # A template's date, a re-generated page: trust what agrees with the address, if anything does
        best = next(
            (c for c in ranked if c is not address and c.kind < 7 and are_close(c.date, address.date)), best
        )
        if not are_close(best.date, address.date) and best.kind >= 2:
            best = address
    if "year" in best.date.inferred:
        day = day_of(best.date)
        whole = [c for c in ranked if "year" not in c.date.inferred]
        same_day = [c for c in whole if (day_of(c.date).month, day_of(c.date).day) == (day.month, day.day)]
        exact = [c for c in same_day if c.date.precision != "day"]
        if not exact and best.date.precision != "day" and any(day_of(c.date) == day for c in same_day):
            return best  # 11月21日 10:22, and the address names the year
        return next(iter((*exact, *same_day)), best)
    if best.date.precision == "day":
        same = [c for c in ranked if c.kind <= 5 and are_close(c.date, best.date)]
        return min(same, key=lambda c: (c.date.precision == "day", c.kind), default=best)
    return best


def _as_shown(best: Candidate, ranked: list[Candidate]) -> Candidate:
    """Return what readers see of a declared moment whose zone is missing or wrong; else the moment itself."""
    same = _are_one_moment if _is_zoneless(best) else _is_local if _is_in_greenwich(best) else None
    if same is None or best.kind > 0:
        return best
    return next((c for c in ranked if c.kind == 1 and same(best, c)), best)


def _is_zoneless(declared: Candidate) -> bool:
    """Tell a declared moment that may be a day alone (00:00:00), or in Greenwich time without saying so."""
    return declared.date.precision != "day" and not _ZONE.search(declared.raw)


def _is_in_greenwich(declared: Candidate) -> bool:
    return (
        declared.kind == 0
        and declared.date.precision != "day"
        and bool(_GREENWICH.search(declared.raw.strip()))
    )


def _is_local(declared: Candidate, shown: Candidate) -> bool:
    """Tell what readers see as the same hour and minute: local time is declared as Greenwich time."""
    if shown.date.precision == "day" or shown.date.inferred:
        return False
    apart = declared.date.at.replace(second=0) - shown.date.at.replace(second=0)
    return apart == CHINA.utcoffset(None)


def _are_one_moment(declared: Candidate, shown: Candidate) -> bool:
    """Tell what readers see as the exact time of what is declared as its day, or eight hours off."""
    if shown.date.precision == "day" or shown.date.inferred:
        return False
    local = declared.date.at.astimezone(CHINA)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return day_of(declared.date) == day_of(shown.date)
    apart = shown.date.at.replace(second=0) - declared.date.at.replace(second=0)
    return apart == CHINA.utcoffset(None)


def _is_settled(found: list[Candidate]) -> bool:
    """Tell whether no line or script could change the choice."""
    if not found:
        return False
    best = _choose(found)
    address = next((c for c in found if c.where == "url"), None)
    exact = best.date.precision != "day" and "year" not in best.date.inferred
    # Without a declared date no other of its kind is taken before the first that is marked up or shown
    exact = exact and (not _is_zoneless(best) or all(c.kind > 0 for c in found))
    exact = exact and not (_is_in_greenwich(best) and all(c.kind != 1 for c in found))
    return exact and best.kind <= 1 and (address is None or are_close(address.date, best.date))


def _answer(best: Candidate, now: datetime) -> tuple[str, str]:
    """Return the whole string, or the date in it where the whole would be read otherwise."""
    whole = parse_date(best.raw, now=now)
    return (best.raw if whole and whole.at == best.date.at else best.date.raw), best.where


def _title_of(page: Elements) -> str:
    for element in page.headings:
        if 6 <= len(text := short_text(element)) <= 100:
            return text
    return ""
