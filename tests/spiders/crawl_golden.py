"""Crawl golden pages: ``crawl_golden.py FOLDER…`` prints one JSON row per item, all sites in one process.

Run by test_golden_pages.py: a crawl needs a reactor of its own, and 78 processes would take minutes.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.utils.misc import load_object
from scrapy.utils.project import get_project_settings

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[2])]

from golden_server import serving  # noqa: E402

from crawler.store.record import to_json  # noqa: E402


def row(item, spider):
    """Return what the tests look at."""
    if item.rejection:
        return {"spider": spider.name, "url": item.url, "rejection": asdict(item.rejection)}
    return {"spider": spider.name, "record": to_json(item), "draft": asdict(item.draft)}


def main(folders):
    settings = get_project_settings()
    steps = {
        path: order
        for path, order in settings.getdict("ITEM_PIPELINES").items()
        if not load_object(path).needs_database
    }
    with serving(folders) as address:
        settings.setdict(
            {
                "HOST_MAP": {"*": address},
                "ITEM_PIPELINES": steps,
                "INCREMENTAL": False,
                "DOWNLOAD_DELAY": 0,
                "AUTOTHROTTLE_ENABLED": False,
                "EXTENSIONS": {},
                "ROBOTSTXT_OBEY": True,
                "LOG_LEVEL": "ERROR",
            },
            priority="cmdline",
        )
        process = AsyncCrawlerProcess(settings)
        rows = []
        for folder in folders:
            crawler = process.create_crawler(folder.name)
            crawler.signals.connect(
                lambda item, spider: rows.append(row(item, spider)), signals.item_scraped, weak=False
            )
            process.crawl(crawler, **json.loads((folder / "site.json").read_text("utf-8"))["arguments"])
        process.start()
    for found in rows:
        print(json.dumps(found, ensure_ascii=False, default=str))  # noqa: T201


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
