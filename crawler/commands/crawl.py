"""``scrapy crawl``: Scrapy's own, with an exit code that says how it went."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.commands.crawl import Command as ScrapyCrawl
from scrapy.exceptions import UsageError

from crawler.command_line import SettingsChecked

if TYPE_CHECKING:
    import argparse

    from scrapy import Spider
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings


class Command(SettingsChecked, ScrapyCrawl):
    """Runs a spider; exits 0 only when all went well (see ``crawler.store.runs.Problem``)."""

    crawler: Crawler | None = None

    def _create_crawler(self, name: str) -> Crawler:
        self.crawler = super()._create_crawler(name)
        return self.crawler

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl, then say in one line each what went wrong."""
        from crawler.families.papers import paper_id

        named = args[0] if args else ""
        # `paper_ID` is what health, runs and articles call it.
        if len(args) == 1 and (key := paper_id(args[0])):
            args, opts.spargs = ["paper"], {**opts.spargs, "id": key}
        self._check_arguments(args, opts)
        super().run(args, opts)
        # Late, since every command's module is imported to list the commands: pymongo takes its time.
        from crawler.store.runs import ALARMS, PROBLEMS, exit_code

        stats = getattr(self.crawler, "stats", None)
        found = stats.get_stats() if stats else {}
        for line in found.get(PROBLEMS, ()):
            print(f"{named}: {line}", file=sys.stderr)
        for line in found.get(ALARMS, ()):
            print(f"alarm: {line}", file=sys.stderr)
        self.exitcode = exit_code(found)

    def _check_arguments(self, args: list[str], opts: argparse.Namespace) -> None:
        """Raise ``UsageError`` for no spider, or for arguments it refuses: else both are tracebacks."""
        from scrapy.spiderloader import get_spider_loader

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if len(args) != 1:
            return  # Scrapy says how it is used
        loader = get_spider_loader(self.settings)
        if args[0] not in loader.list():
            raise UsageError(f"{args[0]}: no such spider; `scrapy list` names them", print_help=False)
        check_arguments(loader.load(args[0]), self.settings, opts.spargs)
        self._check_job_folder()

    def _check_job_folder(self) -> None:
        """Raise ``UsageError`` where another crawl works with ``JOBDIR``."""
        from scrapy.utils.job import job_dir

        from crawler.store.job import is_in_use

        try:
            folder = job_dir(self.settings)
        except OSError as error:
            said = f"JOBDIR={self.settings['JOBDIR']}: the folder cannot be made: {error.strerror}"
            raise UsageError(said, print_help=False) from None
        if folder and is_in_use(folder):
            raise UsageError(
                f"JOBDIR={folder}: another crawl works with this folder: wait for it, or name another",
                print_help=False,
            )


def check_arguments(spider: type[Spider], settings: BaseSettings, arguments: dict[str, str]) -> None:
    """Raise ``UsageError`` for arguments (``-a``) that a spider refuses."""
    from scrapy.crawler import Crawler

    try:
        spider.from_crawler(Crawler(spider, settings), **arguments)
    except (ValueError, TypeError) as error:
        raise UsageError(f"{spider.name}: {error}", print_help=False) from None
