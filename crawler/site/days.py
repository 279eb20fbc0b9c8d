"""Days in addresses, arguments and pages, and the clock they count from."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.fetch.failures import header_texts

if TYPE_CHECKING:
    from scrapy.http import Response


def fill_in(template: str, *, page: int = 1, day: date) -> str:
    """Return a list address with its ``{page}``, ``{date:…}``, ``{now}``, ``{week_ago}`` filled in."""
    if "{" not in template:
        return template
    now = int(datetime.now(UTC).timestamp())
    return template.format(page=page, date=day, now=now, week_ago=now - 7 * 86400)


def parse_day(raw: str, argument: str) -> date | None:
    """Return an ISO day, ``None`` for ``""``.  Raises ``ValueError`` naming the argument."""
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"-a {argument}={raw}: not a day such as 2026-11-22") from None


URL_DAY = re.compile(r"(?<!\d)(20\d\d)([-/]?)(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


def url_day(url: str) -> date | None:
    """Return the day an address names (``/2026-11/22/``, ``/202611/22/``, ``/20261122/``), if any."""
    for year, _, month, day in URL_DAY.findall(urlsplit(url).path):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def is_finer(raw: str, than: str, now: datetime) -> bool:
    """Return whether a date says more than another: any more than none, a time of day more than a day."""
    from crawler.text.dates import parse_date

    new, old = parse_date(raw, now=now), parse_date(than, now=now) if than else None
    if new is None or old is None:
        return new is not None or not than
    return old.precision == "day" != new.precision


def response_time(response: Response) -> datetime:
    """Return when the page was answered: what relative dates count from.

    The server's ``Date`` is taken for pages out of the HTTP cache only; clocks of small papers err.
    """
    now = response.meta.get("fetched_at") or datetime.now(UTC)  # as the archive has it, when there is one
    if "cached" not in response.flags:
        return now
    try:
        return min(now, parsedate_to_datetime(header_texts(response)["Date"]).astimezone(UTC))
    except (KeyError, ValueError):
        return now
