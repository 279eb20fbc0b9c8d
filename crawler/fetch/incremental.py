"""Crawl only what is new: known articles are skipped until they are due for another look.

A list page none of whose articles is new ends the paging.  ``-a full=1`` and the setting
``INCREMENTAL = False`` turn it off; without a database everything is fetched and nothing is lost.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError
from scrapy import Request
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.store.known import KnownUrls

logger = logging.getLogger(__name__)


class IncrementalMiddleware:
    """Spider middleware between a ``NewsSpider`` and the scheduler."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getbool("INCREMENTAL"):
            raise NotConfigured("INCREMENTAL is off")
        self.crawler = crawler
        self.known: KnownUrls | None = None
        self.caught_up: bool | None = None
        self.unavailable = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for a crawl."""
        return cls(crawler)

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
        from crawler.store.known import conditional_headers, is_due

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
            if visit is not None and not is_due(visit, now):
                self._count("incremental/known_skipped")
                continue
            if visit is not None:
                self._count("incremental/due_again")
                for name, value in conditional_headers(visit, now).items():
                    request.headers.setdefault(name, value)
                request.meta["handle_httpstatus_list"] = [304]
            if nothing_new and request.meta.get("list_page", 0) > 0:
                self._count("incremental/paging_ended")
                continue
            wanted.append(request)
        return wanted

    async def _visits(self, ids: list[str]) -> dict[str, dict[str, Any]]:
        if not ids or self.unavailable or getattr(self.crawler.spider, "full", True):
            return {}
        from crawler.store.connection import DatabaseUnavailableError
        from crawler.store.embedded import EmbeddedServerError
        from crawler.store.known import KnownUrls

        try:
            if self.known is None:
                self.known = await KnownUrls.of(self.crawler)
            return await self.known.look_up(ids)
        except (PyMongoError, DatabaseUnavailableError, EmbeddedServerError) as error:
            self.unavailable = self.known is None
            self._count("incremental/look_up_failed")
            logger.warning("What is known cannot be looked up, fetching everything: %s", error)
            return {}

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
