"""``scrapy crawl``: Scrapy's own, with an exit code that says how it went."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

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
        self._check_arguments(args, opts)
        super().run(args, opts)
        # Late, since every command's module is imported to list the commands: pymongo takes its time.
        from crawler.store.runs import ALARMS, PROBLEMS, exit_code

        stats = getattr(self.crawler, "stats", None)
        found = stats.get_stats() if stats else {}
        for line in found.get(PROBLEMS, ()):
            print(f"{args[0]}: {line}", file=sys.stderr)
        for line in found.get(ALARMS, ()):
            print(f"alarm: {line}", file=sys.stderr)
        self.exitcode = exit_code(found)

    def _check_arguments(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise ``UsageError`` for ``-a`` arguments a spider refuses: inside the crawl it is a traceback."""
        from scrapy.crawler import Crawler
        from scrapy.spiderloader import get_spider_loader

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if len(args) != 1 or args[0] not in (loader := get_spider_loader(self.settings)).list():
            return  # Scrapy's own message is good
        try:
            spider = loader.load(args[0])
            spider.from_crawler(Crawler(spider, self.settings), **opts.spargs)
        except (ValueError, TypeError) as error:
            raise UsageError(f"{args[0]}: {error}", print_help=False) from None
        self._check_job_folder()

    def _check_job_folder(self) -> None:
        """Raise ``UsageError`` where another crawl works with ``JOBDIR``."""
        from scrapy.utils.job import job_dir

        from crawler.store.job import is_in_use

        folder = job_dir(self.settings)
        if folder and is_in_use(folder):
            raise UsageError(f"JOBDIR={folder}: another crawl works with this folder", print_help=False)
