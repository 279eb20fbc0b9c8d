"""``scrapy doctor``: look at live sites and say which work, which do not, and what to do."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    import argparse

    from crawler.catalogue.checkup import Findings
    from crawler.site import NewsSpider


class Command(ProjectCommand):
    """Crawl a few articles of each site and judge."""

    default_settings = {}  # noqa: RUF012  (Scrapy's own declaration; what Scrapy logs of errors is shown)

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--articles N] [--json] [--no-database] SITE… | --all"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Look at live sites: do lists, links and selectors still fit, and what to do if not"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "SITE is a spider, or paper_ID of the catalogue.  Asks each for its lists and a few articles, "
            "as politely as a crawl, stores no article, and gives a verdict: works, changed, blocked, "
            "paywalled, gone, unreachable.  Writes it to the collection `sites` (verified_at: the day it "
            "last worked).  Exit status 1 unless all work."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--all", action="store_true", help="every site of the catalogue")
        parser.add_argument(
            "--articles", type=int, default=3, metavar="N", help="articles per site (default 3)"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object per site")
        parser.add_argument("--no-database", action="store_true", help="do not write the verdicts to `sites`")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look, judge, print, write."""
        from crawler.catalogue.checkup import advice, is_cut_off, judge
        from crawler.families.papers import declared_in

        if opts.articles < 1:
            raise UsageError(f"--articles {opts.articles}: at least 1")
        sites = self._sites(args, every=opts.all)
        found = self._look(sites, opts.articles)
        if is_cut_off(found):
            print("error: no site's name is resolved here: has this machine a network?", file=sys.stderr)
            self.exitcode = FAILED
            return
        rows = []
        for site, findings in zip(sites, found, strict=True):
            verdict, why = judge(findings)
            pages = Path("tests/sites", findings.site)
            rows.append(
                {
                    "site": findings.site,
                    "verdict": verdict,
                    "why": why,
                    "advice": advice(
                        verdict,
                        findings.site,
                        where=declared_in(site),
                        golden_pages=str(pages) if pages.is_dir() else "",
                    ),
                    "lists": findings.lists,
                    "links": findings.links,
                    "articles": findings.articles,
                    "selectors": {name: f"{hit}/{of}" for name, (hit, of) in findings.hits.items()},
                    "set_aside": dict(findings.reasons),
                    "sample": findings.sample,
                }
            )
        for row in rows:
            print(json.dumps(row, ensure_ascii=False) if opts.json else in_words(row))
        if not opts.no_database:
            self._write(rows)
        self.exitcode = 0 if all(row["verdict"] == "works" for row in rows) else FAILED

    def _sites(self, names: list[str], *, every: bool) -> list[type[NewsSpider]]:
        from scrapy.spiderloader import get_spider_loader

        from crawler.families.papers import site_named
        from crawler.site import NewsSpider

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if every == bool(names):
            raise UsageError("name sites, or --all")
        try:
            if names:
                return [site_named(self.settings, name) for name in dict.fromkeys(names)]
        except KeyError as error:
            raise UsageError(error.args[0], print_help=False) from None
        loader = get_spider_loader(self.settings)
        sites = [loader.load(name) for name in loader.list() if not name.startswith("sample_")]
        return [s for s in sites if issubclass(s, NewsSpider) and not s.needs_arguments]

    def _look(self, sites: list[type[NewsSpider]], articles: int) -> list[Findings]:
        from scrapy import signals
        from scrapy.crawler import AsyncCrawlerProcess

        from crawler.catalogue.checkup import Findings
        from crawler.cleaning import Cleaner
        from crawler.site import SELECTOR_FIELDS

        assert self.settings is not None  # noqa: S101
        cleaner = Cleaner(self.settings)
        settings = self.settings.copy()
        changed = {
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {"scrapy.extensions.closespider.CloseSpider": 500},
            "INCREMENTAL": False,
            "LOG_LEVEL": "CRITICAL",
            "RETRY_TIMES": 1,
            "CLOSESPIDER_TIMEOUT": 180,
        }
        settings.setdict(changed, priority="cmdline")
        process = AsyncCrawlerProcess(settings)
        results = []
        for site in sites:
            results.append(findings := Findings(site.name))
            declared = frozenset(name for name in SELECTOR_FIELDS if vars(site).get(name))  # not its family's
            crawler = process.create_crawler(type(site.__name__, (site,), {"max_lists": 1}))

            def note(item: Any, findings: Findings = findings, declared: frozenset[str] = declared) -> None:
                findings.add(cleaner.finish(item), declared)

            def close(spider: Any, findings: Findings = findings) -> None:
                stats = spider.crawler.stats.get_stats()
                findings.lists, findings.links = stats.get("list/pages", 0), stats.get("list/links", 0)
                findings.elsewhere = spider.elsewhere
                findings.taken_for_pages = stats.get("epaper/articles_taken_for_pages", 0)

            crawler.signals.connect(note, signals.item_scraped, weak=False)
            crawler.signals.connect(close, signals.spider_closed, weak=False)
            process.crawl(crawler, limit=str(articles))
        process.start()
        return results

    def _write(self, rows: list[dict[str, Any]]) -> None:
        from crawler.store.connection import DatabaseUnavailableError, connected
        from crawler.store.embedded import EmbeddedServerError

        assert self.settings is not None  # noqa: S101
        now = datetime.now(UTC)
        try:
            with connected(self.settings, writes=True) as database:
                for row in rows:
                    seen = {"checked_at": now, **{key: row[key] for key in row if key != "site"}}
                    seen |= {"verified_at": now} if row["verdict"] == "works" else {}
                    database.sites.update_one({"_id": row["site"]}, {"$set": seen}, upsert=True)
        except (DatabaseUnavailableError, EmbeddedServerError) as error:
            print(f"warning: verdicts not written: {error}", file=sys.stderr)


def in_words(row: dict[str, Any]) -> str:
    """Return a site's verdict for people."""
    lines = [
        f"{row['site']}: {row['verdict'].upper()} ({row['why']})",
        f"  {row['lists']} lists, {row['links']} links, {row['articles']} articles read",
    ]
    if row["selectors"]:
        lines.append("  selectors that hit: " + ", ".join(f"{k} {v}" for k, v in row["selectors"].items()))
    if row["set_aside"]:
        lines.append("  set aside: " + ", ".join(f"{k} ×{v}" for k, v in row["set_aside"].items()))
    if sample := row["sample"]:
        lines.append(
            f"  sample: {sample['title']} | {sample['published']} | {sample['paragraphs']} paragraphs"
        )
        lines.append(f"          {sample['url']}")
    if row["verdict"] != "works":
        lines.append(f"  → {row['advice']}")
    return "\n".join(lines)
