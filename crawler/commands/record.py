"""``scrapy record``: make a site's golden pages from its live pages, with their text replaced by filler."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    import argparse

    from scrapy import Request
    from scrapy.http import Response

    from crawler.items import Article
    from crawler.site import NewsSpider

_ENDINGS = {"json": ".json", "javascript": ".json", "xml": ".xml"}


class Command(ProjectCommand):
    """Crawl one article of a site and keep the pages that led to it."""

    default_settings = {}  # noqa: RUF012  (Scrapy's own declaration; what Scrapy logs of errors is shown)

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--force] SITE [URL]"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Make a site's golden pages from its live pages, text replaced by filler"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Crawls SITE until its first article (or URL, which a list must name), keeps that article and "
            "the lists that led to it in tests/sites/SITE with every text replaced by filler, and writes "
            "expected.json from them: read it before committing."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--force", action="store_true", help="replace golden pages that are there")
        parser.add_argument("--to", default="tests/sites", metavar="FOLDER", help="default: tests/sites")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Record, write, try."""
        if not 1 <= len(args) <= 2:
            raise UsageError("give SITE, and URL if a certain article is wanted")
        site = self._site(args[0])
        folder = Path(opts.to, args[0])
        if folder.exists() and any(folder.iterdir()) and not opts.force:
            raise UsageError(f"{folder} is there already; --force replaces it", print_help=False)
        recorder = self._crawl(site, args[1] if len(args) > 1 else "")
        if recorder.article is None:
            reasons = "; ".join(recorder.failures) or "its lists named none (or not that one)"
            print(f"error: no article of {args[0]} could be had: {reasons}", file=sys.stderr)
            self.exitcode = FAILED
            return
        write_folder(folder, site, recorder)
        done = subprocess.run(  # noqa: S603  (this interpreter, this project)
            [sys.executable, "-m", "crawler.catalogue.golden", str(folder)],
            capture_output=True,
            text=True,
            check=False,
        )
        records = [row["record"] for row in map(json.loads, done.stdout.splitlines()) if "record" in row]
        if len(records) != 1:
            print(f"error: {folder} gives {len(records)} articles, not one\n{done.stderr}", file=sys.stderr)
            self.exitcode = FAILED
            return
        from crawler.catalogue.golden import record_fields

        expected = {
            name: value for name, value in record_fields(records[0]).items() if value not in ("", [], None)
        }
        (folder / "expected.json").write_text(
            json.dumps(expected, ensure_ascii=False, indent=1) + "\n", "utf-8"
        )
        print(
            f"{folder}: {len(list(folder.iterdir())) - 2} pages.  Read expected.json: is every field right?"
        )

    def _site(self, name: str) -> type[NewsSpider]:
        from crawler.families.papers import paper_id, site_named

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if paper_id(name):
            said = "a row of the catalogue, which has no golden pages; a site file has (docs/add-a-site.md)"
            raise UsageError(f"{name}: {said}", print_help=False)
        try:
            return site_named(self.settings, name)
        except KeyError as error:
            raise UsageError(error.args[0], print_help=False) from None

    def _crawl(self, site: type[NewsSpider], url: str) -> Recorder:
        from scrapy import signals
        from scrapy.crawler import AsyncCrawlerProcess

        assert self.settings is not None  # noqa: S101
        settings = self.settings.copy()
        changed = {
            "ITEM_PIPELINES": {},
            "EXTENSIONS": {},
            "INCREMENTAL": False,
            "COMPRESSION_ENABLED": False,  # pages are kept as they come over the wire
            "LOG_LEVEL": "ERROR",
            "CLOSESPIDER_TIMEOUT": 300,
        }
        settings.setdict(changed, priority="cmdline")
        wanted = site.canonical(url) if url else ""

        def accepts(spider: NewsSpider, link: str) -> bool:
            return site.accepts(spider, link) and wanted in {"", spider.canonical(link)}

        process = AsyncCrawlerProcess(settings)
        crawler = process.create_crawler(type(site.__name__, (site,), {"max_lists": 1, "accepts": accepts}))
        recorder = Recorder()
        crawler.signals.connect(recorder.keep, signals.response_downloaded)
        crawler.signals.connect(recorder.note, signals.item_scraped)
        process.crawl(crawler, limit="1")
        process.start()
        return recorder


class Recorder:
    """Every page of a crawl as it came, and what became of the article."""

    def __init__(self) -> None:
        self.pages: list[tuple[Request, Response]] = []
        self.article: Article | None = None
        self.failures: list[str] = []

    def keep(self, response: Response, request: Request) -> None:
        """Keep a page."""
        if not request.url.endswith("/robots.txt") and response.status < 400:
            self.pages.append((request, response))

    def note(self, item: Article) -> None:
        """Note the article, or why there is none."""
        if item.rejection is None:
            self.article = item
        else:
            self.failures.append(f"{item.url}: {item.rejection.reason} {item.rejection.detail}".strip())

    def way_to_article(self) -> list[tuple[Request, Response]]:
        """Return the pages less the lists that did not lead to the article."""
        led = {
            (request.headers.get("Referer") or b"").decode()
            for request, _ in self.pages
            if request.meta.get("news") == "article"
        }
        return [
            (request, response)
            for request, response in self.pages
            if "template" not in request.cb_kwargs or response.url in led or not any(led)
        ]


def write_folder(folder: Path, site: type[NewsSpider], recorder: Recorder) -> None:
    """Write the pages, their text replaced, and ``site.json``."""
    from crawler.extract.charset import decode
    from crawler.fetch.failures import header_texts
    from crawler.site import url_day

    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    rows: list[dict[str, Any]] = []
    dated = (
        [site.home_urls()[0]]
        if hasattr(site, "paper")
        else [t for t in site.list_templates() if "{date" in t]
    )
    day = None
    for number, (request, response) in enumerate(recorder.way_to_article()):
        headers = header_texts(response)
        kind = headers.get("Content-Type", "text/html").partition(";")[0].strip()
        decoded = decode(response.body, headers)
        ending = next((end for part, end in _ENDINGS.items() if part in kind), ".html")
        role = "article" if request.meta.get("news") in {"article", "next_page"} else "list"
        name = f"{role}{number}{ending}"
        body = fill_page(decoded.text, ending, site.script)
        charset = (
            f"; charset={decoded.encoding}" if "charset=" in headers.get("Content-Type", "").lower() else ""
        )
        (folder / name).write_bytes(body.encode(decoded.encoding, "xmlcharrefreplace"))
        row: dict[str, Any] = {"url": steady(request.url), "file": name, "type": kind + charset}
        row |= {"method": request.method} if request.method != "GET" else {}
        row |= {"status": response.status} if response.status != 200 else {}
        row |= {"headers": {"Location": headers["Location"]}} if "Location" in headers else {}
        rows.append(row)
        day = url_day(request.url) or day
    arguments = {"date": day.isoformat()} if dated and day else {}
    text = json.dumps({"arguments": arguments, "pages": rows}, ensure_ascii=False, indent=1)
    (folder / "site.json").write_text(text + "\n", "utf-8")


def fill_page(text: str, ending: str, script: str) -> str:
    """Return a page of any kind with its text replaced."""
    from crawler.catalogue.filler import fill_html, fill_json, filler
    from crawler.families.json_list import read_json

    if ending != ".json":
        return fill_html(text, script)
    found = read_json(text)
    return (
        filler(text, script)
        if found is None
        else json.dumps(fill_json(found, script), ensure_ascii=False, indent=1)
    )


def steady(url: str) -> str:
    """Return an address with the Unix times of about now in its query as ``*``."""
    now = time.time()
    path, mark, query = url.partition("?")
    steadied = re.sub(
        r"(?<!\d)\d{10}(?!\d)", lambda m: "*" if abs(now - int(m[0])) < 8 * 86400 else m[0], query
    )
    return path + mark + steadied
