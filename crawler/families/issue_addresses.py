"""What the addresses of a digital newspaper say: the day of the issue, and whose issue it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.site import URL_DAY, url_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def other_day(url: str, day: date | None) -> bool:
    """Return whether an address names another day than the issue's."""
    named = url_day(url)
    return bool(day and named and named != day)


def redated(url: str, day: date) -> str:
    """Return the address with the day it names changed to ``day``, in the same spelling."""
    parts = urlsplit(url)

    def other(found: re.Match[str]) -> str:
        text = found[0]
        separators = re.findall(r"[-/]", text)
        if len(separators) == 2:
            return f"{day:%Y}{separators[0]}{day:%m}{separators[1]}{day:%d}"
        return f"{day:%Y%m}{separators[0]}{day:%d}" if separators else f"{day:%Y%m%d}"

    return parts._replace(path=URL_DAY.sub(other, parts.path)).geturl()


def up_to_day(url: str) -> str:
    """Return an address up to the day it names, which all pages of an issue share; ``""`` without a day."""
    parts = urlsplit(url)
    day = URL_DAY.search(parts.path)
    return parts._replace(path=parts.path[: day.start()], query="", fragment="").geturl() if day else ""


def below(urls: Iterable[str], *places: str) -> list[str]:
    """Return the addresses below the first place that has any; all of them where none has.

    A publisher's papers stand side by side, alike but for a folder or the host, and link to one another.
    """
    found = list(urls)
    for place in filter(None, map(plain, places)):
        if here := [url for url in found if plain(url).startswith(place)]:
            return here
    return found


def plain(url: str) -> str:
    """Return host and path in lower case: what tells one page from another."""
    parts = urlsplit(url)
    return f"{parts.netloc}{parts.path}".lower()
