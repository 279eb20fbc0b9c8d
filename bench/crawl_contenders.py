"""The contenders of bench-crawl; run by ``bench.crawl``, each in a process of its own."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pymongo
import scrapy
from itemadapter import ItemAdapter
from scrapy import signals
from scrapy.crawler import CrawlerProcess
from scrapy.utils.project import get_project_settings

from bench.crawl_pages import HOST
from crawler.families.portal import PortalSpider

WARM_UP = 50
"""Pages fetched before the clock starts: imports, tables and models are loaded once a crawl, not once a page.

Not items stored: those of a crawl that writes in batches are known long after their work is done (123 pages
were ready when ours heard of its first fifty), and the clock would leave that work out."""
PLAIN = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "LOG_LEVEL": "ERROR",
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
}


class Pages(scrapy.Spider):
    """Fetches every article of the server."""

    name = "pages"

    async def start(self) -> Any:
        for number in range(self.count):
            yield scrapy.Request(f"http://{self.address}/a/{number}.html")

    def parse(self, response: Any) -> Any:
        yield {"url": response.url, "size": len(response.body)}


class CssPages(Pages):
    """Takes the fields with CSS selectors."""

    def parse(self, response: Any) -> Any:
        yield {
            "url": response.url,
            "title": response.css("h1::text").get(),
            "date": response.css(".date::text").get(),
            "source": response.css(".source::text").get(),
            "body": "\n".join(text.strip() for text in response.css(".content p::text").getall()),
        }


class TrafilaturaPages(Pages):
    """Takes title, date and text with trafilatura, both scripts with OpenCC."""

    def parse(self, response: Any) -> Any:
        found = self.extract(response.body, url=response.url, with_metadata=True)
        yield {
            "url": response.url,
            "title": found.title,
            "date": found.date,
            "body": found.text,
            "body_hant": self.to_hant.convert(found.text),
            "body_hans": self.to_hans.convert(found.text),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        import opencc
        import trafilatura

        self.extract = trafilatura.bare_extraction
        self.to_hant, self.to_hans = opencc.OpenCC("s2tw"), opencc.OpenCC("tw2s")


class MongoPipeline:
    """One blocking insert per item, as the example of Scrapy's documentation does it."""

    def open_spider(self) -> None:
        self.client = pymongo.MongoClient(os.environ["MONGODB_URI"])
        self.db = self.client[os.environ["MONGODB_DATABASE"]]

    def process_item(self, item: Any) -> Any:
        self.db["items"].insert_one(ItemAdapter(item).asdict())
        return item

    def close_spider(self) -> None:
        self.client.close()


class BulkMongoPipeline(MongoPipeline):
    """A hundred items per insert."""

    def open_spider(self) -> None:
        super().open_spider()
        self.waiting: list[dict[str, Any]] = []

    def process_item(self, item: Any) -> Any:
        self.waiting.append(ItemAdapter(item).asdict())
        if len(self.waiting) == 100:
            self.flush()
        return item

    def flush(self) -> None:
        if self.waiting:
            self.db["items"].insert_many(self.waiting)
            self.waiting = []

    def close_spider(self) -> None:
        self.flush()
        super().close_spider()


class OurPages(PortalSpider):
    """A site as data, walked from its list; the project's own settings, archive included."""

    name = "our_pages"
    outlet = "基准财经网"
    region = "CN-SD"
    lists = f"http://{HOST}/list.html"
    links = ".list a"
    title = "h1"
    body = ".content"
    date = ".date"
    source = ".source"


def settings_of(name: str, address: str) -> Any:
    if name == "ours":
        settings = get_project_settings()
        settings.setdict(
            {
                **PLAIN,
                "HOST_MAP": {"*": address},
                "DOWNLOAD_DELAY": 0,
                "AUTOTHROTTLE_ENABLED": False,
                "ARCHIVE_DIR": os.environ["ARCHIVE_DIR"],
            }
        )
        return settings
    pipelines = {"css": MongoPipeline, "trafilatura": BulkMongoPipeline}
    return {**PLAIN, "ITEM_PIPELINES": {pipelines[name]: 300} if name in pipelines else {}}


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def main(name: str, address: str, count: str, report: str) -> None:
    spiders = {"fetch": Pages, "css": CssPages, "trafilatura": TrafilaturaPages, "ours": OurPages}
    process = CrawlerProcess(settings_of(name, address))
    crawler = process.create_crawler(spiders[name])
    begun: list[float] = []
    fetched = 0

    def page_fetched(response: Any) -> None:
        nonlocal fetched
        fetched += "/a/" in response.url
        if fetched == WARM_UP and not begun:
            begun.extend((time.perf_counter(), processor_seconds()))

    crawler.signals.connect(page_fetched, signals.response_received)
    arguments = {} if name == "ours" else {"address": address, "count": int(count)}
    process.crawl(crawler, **arguments)
    process.start()
    found = {
        "wall": time.perf_counter() - begun[0],
        "cpu": processor_seconds() - begun[1],
        "items": crawler.stats.get_value("store/new" if name == "ours" else "item_scraped_count", 0),
    }
    Path(report).write_text(json.dumps(found))


if __name__ == "__main__":
    main(*sys.argv[1:])
