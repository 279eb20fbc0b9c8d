"""``scrapy demo``: the whole way of an article, on the sample press; what ``make crawl`` runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.commands.crawlall import Command as CrawlAll

if TYPE_CHECKING:
    import argparse


class Command(CrawlAll):
    """Serves six made-up papers on 127.0.0.1 and crawls them all: needs no internet, harms no one."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--jobs N] [-a NAME=VALUE]"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Crawl the sample press on this machine; shows what was stored and what was cut"

    def long_desc(self) -> str:
        """Return the help text."""
        return "Serves the papers of crawler/sample_press on 127.0.0.1 and crawls them as crawlall does."

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve, crawl, sum up."""
        from crawler.sample_press import SamplePress

        opts.region, opts.family, opts.sites = "sample", "", ""
        with SamplePress() as press:
            print(f"Sample press: {len(press.sites)} papers on {press.address}")
            opts.set = [*opts.set, *press.arguments[1::2]]
            super().do(args, opts)
