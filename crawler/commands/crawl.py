"""``scrapy crawl``: Scrapy's own, with an exit code that says how it went."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl

if TYPE_CHECKING:
    import argparse

    from scrapy.crawler import Crawler


class Command(ScrapyCrawl):
    """Runs a spider; exits 0 only when all went well (see ``crawler.store.runs.Problem``)."""

    crawler: Crawler | None = None

    def _create_crawler(self, name: str) -> Crawler:
        self.crawler = super()._create_crawler(name)
        return self.crawler

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then say in one line each what went wrong."""
        super().run(args, opts)
        # Late, since every command's module is imported to list the commands: pymongo takes its time.
        from crawler.store.runs import PROBLEMS, exit_code

        stats = getattr(self.crawler, "stats", None)
        found = stats.get_stats() if stats else {}
        for line in found.get(PROBLEMS, ()):
            print(f"{args[0]}: {line}", file=sys.stderr)
        self.exitcode = exit_code(found)
