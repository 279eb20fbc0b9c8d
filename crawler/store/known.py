"""Which addresses are known, and which of them are due for another look: the incremental crawl's memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.store.connection import shared
from crawler.store.visits import REVISIT_AFTER, STORED, revisit_at

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Self

    from pymongo.asynchronous.database import AsyncDatabase
    from scrapy.crawler import Crawler


TRUSTED_FOR = timedelta(days=1)
"""Age of an article up to which the server's word is taken that it has not changed."""


class KnownUrls:
    """Looks addresses up in ``visits``, by the id of their canonical form."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]]) -> None:
        self.database = database

    @classmethod
    async def of(cls, crawler: Crawler) -> Self:
        """Return a crawl's, over its shared connection."""
        return cls((await shared(crawler)).database)

    async def look_up(self, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Return the ``visits`` document of each id that is known; aliases lead to their article's."""
        wanted = list(ids)
        visits = {d["_id"]: d async for d in self.database.visits.find({"_id": {"$in": wanted}})}
        targets = {d["article"] for d in visits.values() if "article" in d}
        if targets:
            found = {d["_id"]: d async for d in self.database.visits.find({"_id": {"$in": list(targets)}})}
            visits = {i: found.get(d.get("article", ""), d) for i, d in visits.items()}
        return visits

    async def due(self, site: str, now: datetime, most: int) -> list[dict[str, Any]]:
        """Return the site's addresses that are due and can be asked for without a list, longest due first.

        Pages that never gave an article are given up when they are as old as articles no longer revisited.
        """
        oldest = now - REVISIT_AFTER[-1][0]
        wanted = {"site": site, "due_at": {"$lte": now}, "first_seen_at": {"$gt": oldest}}
        wanted |= {"listed": {"$type": "object"}}
        return await self.database.visits.find(wanted).sort("due_at", 1).limit(most).to_list()

    async def is_caught_up(self, site: str) -> bool:
        """Return whether the site's last crawl walked its lists to the end.

        Only then may a list page without anything new end the paging: after a crawl that was killed or
        cut short, what it never came to lies behind pages that are known.
        """
        ended = {"site": site, "state": {"$ne": "running"}}
        last = await self.database.runs.find_one(ended, {"complete": 1}, sort=[("started_at", -1)])
        return bool(last and last.get("complete"))

    async def not_modified(self, key: str, now: datetime | None = None) -> None:
        """Record that the server said 304 to a conditional request for the article with this id."""
        now = now or datetime.now(UTC)
        visit = (await self.look_up([key])).get(key)
        if visit is None:
            return
        seen = {"checked_at": now, "due_at": revisit_at(now, visit.get("first_seen_at", now)), "failures": 0}
        seen["failing_since"] = None
        await self.database.visits.update_one({"_id": visit["_id"]}, {"$set": seen, "$inc": {"looks": 1}})


def is_due(visit: dict[str, Any], now: datetime) -> bool:
    """Return whether a known address is to be fetched again now."""
    due = visit.get("due_at")
    return due is not None and due <= now


def conditional_headers(visit: dict[str, Any], now: datetime) -> dict[str, str]:
    """Return the request headers that let the server answer 304 when nothing has changed.

    None for a page that was set aside or withdrawn: "not changed" would leave it so for ever.  None for an
    article older than a day: some servers say 304 whatever an editor did, and what they hide in the first
    hours the later looks must find.
    """
    if visit.get("status", STORED) != STORED or now - visit.get("first_seen_at", now) >= TRUSTED_FOR:
        return {}
    headers = {"If-None-Match": visit.get("etag", ""), "If-Modified-Since": visit.get("last_modified", "")}
    return {name: value for name, value in headers.items() if value}
