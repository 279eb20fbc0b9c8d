"""When a site's next crawl is due: as often as it declares, less often where news is seldom.

Nothing of this is stored: it follows from the ``runs`` there were and from what is usual in ``sites``.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.exit_codes import BLOCKED, DATABASE_AWAY
from crawler.site import NewsSpider
from crawler.store.alive import is_alive, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pymongo.database import Database
    from scrapy import Spider

_DAY = timedelta(days=1)
_LOOKS = 4
"""Crawls in the time that usually passes between a site's news."""


@dataclass(frozen=True, slots=True)
class Turn:
    """When it is a site's turn."""

    site: str
    every: timedelta
    """From the begin of one crawl to that of the next."""
    last: datetime | None
    """When the latest crawl of the whole site began; None: there was none."""
    ended: str
    """How that ended: ``ok``, ``exit 3``, ``killed``, ``running``; empty where there was none."""
    due: datetime | None
    """None while it runs."""

    def is_due(self, now: datetime) -> bool:
        """Tell whether to crawl it now."""
        return self.due is not None and self.due <= now


def timetable(database: Database[dict[str, Any]], sites: Iterable[type[Spider]]) -> list[Turn]:
    """Return the sites' turns, the longest due first, those that run last; saved pages have none."""
    found = [turn_of(database, site) for site in sites if issubclass(site, NewsSpider)]
    return sorted(found, key=lambda turn: (turn.due is None, turn.due, turn.site))


def turn_of(database: Database[dict[str, Any]], site: type[NewsSpider]) -> Turn:
    """Return a site's turn as of now; crawls that were asked for a part only do not count."""
    whole = {"site": site.name, "partial": {"$ne": True}}
    run = database.runs.find_one(whole, sort=[("started_at", -1)])
    health = database.sites.find_one({"_id": site.name}, {"usual.hours_between_news": 1}) or {}
    gap = (health.get("usual") or {}).get("hours_between_news")
    return turn(site.name, timedelta(hours=site.crawl_every), run, timedelta(hours=gap) if gap else None)


def crawls_here(database: Database[dict[str, Any]]) -> int:
    """Return how many crawls run on this machine, whoever began them."""
    here = {"state": "running", "host": platform.node()}
    return sum(map(is_alive, database.runs.find(here, {"state": 1, "host": 1, "pid": 1, "born": 1})))


def turn(site: str, declared: timedelta, run: Mapping[str, Any] | None, gap: timedelta | None) -> Turn:
    """Return a site's turn, from what it declares, its latest run and the usual time between its news.

    A crawl that was cut short, or could store nothing, is due again at once; a site that answered with
    challenges is left alone for a day.
    """
    every = max(declared, min(gap / _LOOKS, _DAY)) if gap else declared
    if run is None:
        return Turn(site, every, None, "", datetime.min.replace(tzinfo=UTC))
    began, ended = run["started_at"], _ended(run)
    if ended == "running":
        return Turn(site, every, began, ended, None)
    code = run.get("exit_code")
    if ended == "killed" or code == DATABASE_AWAY or run.get("reason") == "shutdown":
        wait = timedelta(0)
    else:
        wait = max(every, _DAY) if code == BLOCKED else every
    return Turn(site, every, began, ended, began + wait)


def _ended(run: Mapping[str, Any]) -> str:
    state = state_of(run)
    if state == "finished":
        return f"exit {run['exit_code']}" if run["exit_code"] else "ok"
    return state
