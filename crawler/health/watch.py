"""What watches a crawl for the health of its site, and writes it to ``sites`` when the crawl is over."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError
from scrapy import Request, signals
from scrapy.exceptions import NotConfigured

from crawler.fetch.failures import header_texts
from crawler.health import alerts
from crawler.health.figures import Tally
from crawler.health.judgement import Limits
from crawler.health.record import Health, add, told, untold
from crawler.items import Article
from crawler.site import NewsSpider
from crawler.store.connection import in_brief, shared
from crawler.store.record import plain
from crawler.store.runs import ALARMS, run_recorded

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from pymongo.asynchronous.database import AsyncDatabase
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

_LIST_PAGES_CHECKED = 20
"""At most so many a crawl: an issue of a newspaper has dozens, all made from one template."""


class HealthWatch:
    """Extension: counts the articles of a crawl; judges the site when the crawl's run is recorded."""

    def __init__(self, crawler: Crawler) -> None:
        if not crawler.settings.getdict("ITEM_PIPELINES").get("pipelines.store.StorePipeline"):
            raise NotConfigured("nothing is stored")  # doctor, tests of a spider
        self.crawler = crawler
        self.tally = Tally()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension and listen."""
        watch = cls(crawler)
        crawler.signals.connect(watch.item_done, signals.item_scraped)
        crawler.signals.connect(watch.judge, run_recorded)
        return watch

    def item_done(self, item: Article) -> None:
        """Count what came out of the pipelines."""
        if isinstance(item, Article):
            self.tally.take(item)

    async def judge(self, run: dict[str, Any], partial: bool) -> None:  # noqa: FBT001  (pydispatch)
        """Compare the crawl with the site's earlier ones, write the health, say and send what changed."""
        spider = self.crawler.spider
        if not isinstance(spider, NewsSpider):  # the archive: pages of many sites, and of long ago
            return
        cut_short = run["reason"] not in {"finished", "blocked"}
        known = {"reason": run["reason"], "exit_code": run["exit_code"], "partial": partial or cut_short}
        if spider.asks_days:  # several issues, or old ones: their links compare with no other crawl's
            known["lists"] = {}
        figures = self.tally.figures(str(run["_id"]), run["started_at"], run["stats"], **known)
        limits = Limits.of(self.crawler.settings)
        try:
            database = (await shared(self.crawler)).database
            before = Health.of(await database.sites.find_one({"_id": spider.name}))
            health, begun, ended = add(before, figures, self.tally.evidence, limits, spider.name)
            outlet = {"outlet": spider.outlet, "region": spider.region}
            await _write(database, spider.name, health, outlet)
            lines = [alarm.line(spider.name) for alarm in begun]
            await database.runs.update_one({"_id": run["_id"]}, {"$set": {"alarms": lines}})
            self.crawler.stats.set_value(ALARMS, lines)
            for alarm in (*begun, *ended):
                logger.warning("%s", alarm.line(spider.name))
            await self._tell(database, spider.name, health)
        except PyMongoError as error:
            logger.warning("The health of %s could not be written: %s", spider.name, in_brief(error))

    async def _tell(self, database: AsyncDatabase[dict[str, Any]], site: str, health: Health) -> None:
        """Send a message of each alarm that began or ended; those not sent are tried after the next one."""
        wanted = alerts.addresses(self.crawler.settings)
        if not wanted:
            return
        sent = [a for a in untold(health) if await asyncio.to_thread(alerts.send, wanted, site, a)]
        if sent:
            await _write(database, site, told(health, sent))
        self.crawler.stats.inc_value("health/messages_sent", len(sent))


class ListWatchMiddleware:
    """Spider middleware: counts what lists name, looks at their pages for injected content.

    Links in injected texts are not followed: some lead to doorway pages on the outlet's own server.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.looked_at: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for a crawl."""
        return cls(crawler)

    async def process_spider_output(
        self, response: Response, result: AsyncIterator[Any]
    ) -> AsyncIterator[Any]:
        """Pass on what a list page led to, but for what its intruders want."""
        request, watch = response.request, self.crawler.get_extension(HealthWatch)
        meta = request.meta if request is not None else {}
        if request is None or watch is None or meta.get("news") != "list" or meta.get("list_page"):
            async for output in result:
                yield output
            return
        injected = await self._injected(response, watch.tally)
        links = 0
        async for output in result:
            if isinstance(output, Request) and output.url in injected:
                self.crawler.stats.inc_value("health/injected_links_refused")
                logger.warning("%s: linked from injected text, not followed: %s", response.url, output.url)
            else:
                links += _leads_to_article(output)
                yield output
        watch.tally.list_read(request.cb_kwargs.get("template") or "issue", links)

    async def _injected(self, response: Response, tally: Tally) -> set[str]:
        """Return the addresses linked from injected texts; note a page that has any."""
        settings = self.crawler.settings
        kind = response.headers.get("Content-Type") or b"text/html"
        known = response.url in self.looked_at or len(self.looked_at) >= _LIST_PAGES_CHECKED
        if known or b"html" not in kind or not settings.getbool("HEALTH_LIST_PAGES"):
            return set()
        from crawler.health.list_spam import inspect_list
        from crawler.spam import Thresholds

        self.looked_at.add(response.url)
        found = await asyncio.to_thread(
            inspect_list,
            response.body,
            url=response.url,
            headers=header_texts(response),
            thresholds=Thresholds.of(settings),
        )
        tally.list_inspected(response.url, hacked=found.hacked)
        return found.links if found.hacked else set()


def _leads_to_article(output: Any) -> bool:
    """Tell whether what a list gave is an article, or the request of one."""
    if isinstance(output, Request):
        return bool(output.meta.get("news") == "article")
    return isinstance(output, Article) and output.rejection is None


async def _write(
    database: AsyncDatabase[dict[str, Any]], site: str, health: Health, more: dict[str, Any] | None = None
) -> None:
    """Write a site's health; what others keep in its document (``doctor``) stays."""
    await database.sites.update_one(
        {"_id": site}, {"$set": plain(health.document() | (more or {}))}, upsert=True
    )
