"""Crawl only what is new: known articles are skipped until they are due for another look.

What is due is asked for whether or not a list still names it.

A list page none of whose articles is new ends the paging.  ``-a full=1`` and the setting
``INCREMENTAL = False`` turn it off; without a database everything is fetched and nothing is lost.
"""

from __future__ import annotations

import logging
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError
from scrapy import Request
from scrapy.exceptions import CloseSpider, NotConfigured

from crawler.site import ListItem, NewsSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.store.known import KnownUrls

logger = logging.getLogger(__name__)

_LISTED = {field.name for field in fields(ListItem)} - {"url", "detail"}
"""What a visit may say of its list's item; a newer program may have noted more."""


class IncrementalMiddleware:
    """Spider middleware between a ``NewsSpider`` and the scheduler."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("INCREMENTAL"):
            raise NotConfigured("INCREMENTAL is off")
        self.crawler = crawler
        self.known: KnownUrls | None = None
        self.caught_up: bool | None = None
        self.unavailable = False
        self.asked_again: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for a crawl."""
        return cls(crawler)

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """Ask for the lists first, then for what is due: most of it no list names any more."""
        async for output in start:
            yield output
        for request in await self._due():
            yield request

    async def _due(self) -> list[Request]:
        spider = self.crawler.spider
        if not isinstance(spider, NewsSpider) or spider.goes_back or spider.is_partial:
            return []
        known = await self._known()
        if known is None:
            return []
        from crawler.store.visits import STORED

        now = datetime.now(UTC)
        try:
            visits = await known.due(spider.name, now, self.crawler.settings.getint("REVISITS_A_CRAWL"))
        except PyMongoError as error:
            self._failed(error)
            return []
        requests = []
        for visit in visits:
            if visit["_id"] in self.asked_again:
                continue
            listed = {name: value for name, value in visit["listed"].items() if name in _LISTED}
            request = spider.article_request(ListItem(visit["url"], **listed))
            if visit["status"] != STORED:
                self._count("incremental/tried_again")
            requests.append(self._asked_again(request, visit, now))
        return requests

    def _asked_again(self, request: Request, visit: dict[str, Any], now: datetime) -> Request:
        from crawler.store.known import conditional_headers

        self._count("incremental/due_again")
        self.asked_again.add(visit["_id"])
        for name, value in conditional_headers(visit, now).items():
            request.headers.setdefault(name, value)
        request.meta["handle_httpstatus_list"] = [304]
        return request

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """Let articles that are new or due through, and the next list page where something was new."""
        if response.status == 304:
            await self._not_modified(response)
        held: list[Request] = []
        async for output in result:
            if isinstance(output, Request) and output.meta.get("news") in {"article", "list"}:
                held.append(output)
            else:
                yield output
        for request in await self._wanted(held):
            yield request

    async def _wanted(self, requests: list[Request]) -> list[Request]:
        articles = [request for request in requests if request.meta["news"] == "article"]
        visits = await self._visits([request.meta["article_id"] for request in articles])
        if not visits:
            return requests
        from crawler.store.known import is_due

        now = datetime.now(UTC)
        nothing_new = len(articles) == sum(request.meta["article_id"] in visits for request in articles)
        if nothing_new and self.caught_up is None:  # asked once: the last crawl may have been killed
            try:
                self.caught_up = await self.known.is_caught_up(self.crawler.spider.name)
            except PyMongoError:
                self.caught_up = False  # walking all lists loses nothing
        nothing_new = nothing_new and bool(self.caught_up)
        wanted = []
        for request in requests:
            visit = visits.get(request.meta.get("article_id", ""))
            if visit is not None and visit["_id"] in self.asked_again:
                continue
            if visit is not None and not is_due(visit, now):
                self._count("incremental/known_skipped")
                continue
            if visit is not None:
                self._asked_again(request, visit, now)
            if nothing_new and request.meta.get("list_page", 0) > 0:
                self._count("incremental/paging_ended")
                continue
            wanted.append(request)
        return wanted

    async def _visits(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        if not ids or getattr(self.crawler.spider, "full", True):
            return {}
        known = await self._known()
        if known is None:
            return {}
        try:
            return await known.look_up(ids)
        except PyMongoError as error:
            self._failed(error)
            return {}

    async def _known(self) -> KnownUrls | None:
        """Return what is known; None where there is no database."""
        if self.known is None and not self.unavailable:
            from crawler.store.known import KnownUrls

            try:
                self.known = await KnownUrls.of(self.crawler)
            except CloseSpider as error:
                self.unavailable = True
                self._failed(error.__cause__ or error)
        return self.known

    def _failed(self, error: BaseException) -> None:
        self._count("incremental/look_up_failed")
        logger.warning("What is known cannot be looked up, fetching everything: %s", error)

    async def _not_modified(self, response: Response) -> None:
        self._count("incremental/not_modified")
        if self.known is not None:
            try:
                await self.known.not_modified(response.meta["article_id"])
            except PyMongoError as error:  # it is asked again by the next crawl
                logger.warning("That a page has not changed cannot be noted: %s", error)

    def _count(self, what: str) -> None:
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(what)
