"""``scrapy genspider``: begin a site file from a page, with its family and selectors guessed."""

from __future__ import annotations

import gzip
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand

if TYPE_CHECKING:
    import argparse
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from twisted.python.failure import Failure

_FAMILIES = (
    "portal", "trs", "feed", "json_list", "app_if", "wp_json", "founder_classic", "founder_layout",
    "founder_index", "page_articel", "shtml", "uniflows", "qpaper", "media_aid",
)  # fmt: skip

_SITE = '''"""{outlet} — {family}. Looked at on {today}; not yet verified (scrapy doctor {name})."""

from crawler.families.{family} import {base}


class {cls}({base}):
    name = "{name}"
    outlet = {outlet_literal}
    region = "{region}"
{attributes}'''


class Command(ProjectCommand):
    """Write ``spiders/<region>/<name>.py``."""

    default_settings = {}  # noqa: RUF012  (Scrapy's own declaration; what Scrapy logs of errors is shown)

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[-t FAMILY] [--region CN-SD] [--outlet NAME] [--article URL] NAME URL-or-saved-page"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Begin a site: guess family, addresses and selectors from a list or front page"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Fetches URL (a list, a front door, a feed; robots.txt obeyed) and an article it names, or reads "
            "a saved page (give its address with --url), and writes a site file of about ten lines.  "
            "Families: " + ", ".join(_FAMILIES) + ".  docs/add-a-site.md goes on from there."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("-t", "--template", choices=_FAMILIES, help="family; default: guessed")
        parser.add_argument(
            "--region", default="CN-BJ", help="ISO 3166-2, or HK, MO, TW, SG, MY (default CN-BJ)"
        )
        parser.add_argument("--outlet", default="", help="the outlet's name; default: the page's title")
        parser.add_argument("--url", default="", help="address of a saved page")
        parser.add_argument("--article", default="", help="address of an article, if the page names none")
        parser.add_argument("--dry-run", action="store_true", help="print the file, write nothing")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Look at the page, guess, write."""
        if len(args) != 2:
            raise UsageError("give NAME and the URL (or file) of a list or front page")
        name, source = args
        if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise UsageError(f"{name}: lower-case letters, digits and _ only, a letter first")
        if not re.fullmatch(r"CN-[A-Z]{2}|HK|MO|TW|SG|MY", opts.region):
            raise UsageError(f"--region {opts.region}: CN-XX (ISO 3166-2), HK, MO, TW, SG or MY")
        if taken := self._taken(name):
            raise UsageError(f"{name}: {taken} has this name already", print_help=False)
        pages = self._pages(source, opts)
        text = self.site_file(name, pages, opts)
        folder = Path("spiders", opts.region.lower().replace("-", "_"))
        path = folder / f"{name}.py"
        if opts.dry_run:
            print(text)
            return
        if path.exists():
            raise UsageError(f"{path} is there already", print_help=False)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
        path.write_text(text, "utf-8")
        print(f"{path} written. Next: scrapy doctor {name}, correct it, scrapy record {name}")

    def _taken(self, name: str) -> str:
        """Return what has a spider's name already, in whichever region; ``""``: nothing."""
        from scrapy.spiderloader import get_spider_loader

        loader = get_spider_loader(self.settings)
        return loader.load(name).__module__.replace(".", "/") + ".py" if name in loader.list() else ""

    def site_file(self, name: str, pages: list[Response], opts: argparse.Namespace) -> str:
        """Return the site file that a list page (and an article page, second) suggests."""
        from crawler.catalogue.guess import EPAPERS, article_shape, guess_family, guess_items, paper_address
        from crawler.families.entry import way_in
        from crawler.families.json_list import at_path, read_json, text_at
        from crawler.families.list_page import ListPage, absolute
        from crawler.families.papers import family_class
        from crawler.text.clock import CHINA

        page = ListPage(pages[0])
        anchors = page.anchors()
        family = opts.template or guess_family(
            [page.url, *way_in(page), *(a.url for a in anchors)], page.text
        )
        attributes: dict[str, Any] = {}
        named: list[str] = []
        if family in EPAPERS:
            page_urls = [
                u for u in (page.url, *way_in(page), *(a.url for a in anchors)) if guess_family([u]) == family
            ]
            is_page = re.compile(f"(?:{family_class(family).page_url})$")
            attributes = next((paper_address(u, family) for u in page_urls if is_page.search(u)), {})
            attributes = attributes or {"paper": page.url.rstrip("/")}
        else:
            attributes["lists"] = page.url
            shape, article = article_shape(anchors)
            if family in {"portal", "trs"} and shape:
                attributes["article_url"] = shape
                named = [article]
            if family == "json_list":
                found = read_json(page.text)
                attributes |= guess_items(found)
                rows = at_path(found, attributes.get("items", ""))
                key = attributes.get("item_url", "url")
                named = [absolute(page.url, text_at(row, key)) for row in rows or () if isinstance(row, dict)]
            if hosts := other_hosts(page.url, named):
                attributes["hosts"] = hosts
        if len(pages) > 1:
            attributes |= self._selectors(pages[1])
        title = page.tree.xpath("string(//title)").strip() if family not in {"feed", "json_list"} else ""
        outlet = re.sub(r'["\\]', "", opts.outlet or re.split(r"[-_|—–\s]", title)[0]) or name
        module = __import__(f"crawler.families.{family}", fromlist=["_"])
        base = next(
            key for key, value in vars(module).items()
            if isinstance(value, type) and value.__module__ == module.__name__ and key.endswith("Spider")
        )  # fmt: skip
        if opts.region in {"HK", "MO", "TW"}:
            attributes = {"script": "hant", **attributes}
        lines = "".join(f"    {key} = {literal(key, value)}\n" for key, value in attributes.items())
        cls = "".join(part[:1].upper() + part[1:] for part in name.split("_")) + "Spider"
        today = datetime.now(CHINA).date().isoformat()
        return _SITE.format(
            outlet=outlet, outlet_literal=literal("outlet", outlet), family=family, today=today, name=name,
            base=base, cls=cls, region=opts.region, attributes=lines,
        )  # fmt: skip

    def _selectors(self, response: Response) -> dict[str, str]:
        from crawler.catalogue.guess import guess_selectors
        from crawler.extract import extract_html
        from crawler.fetch.failures import header_texts

        return guess_selectors(extract_html(response.body, url=response.url, headers=header_texts(response)))

    def _pages(self, source: str, opts: argparse.Namespace) -> list[Response]:
        from scrapy.http import HtmlResponse

        try:
            is_address = bool(re.match(r"https?://", source) and urlsplit(source).hostname)
        except ValueError as error:
            raise UsageError(f"{source}: no address ({error})", print_help=False) from None
        if not is_address:
            path = Path(source)
            if not path.is_file():
                raise UsageError(f"{source}: neither an http(s) address nor a file", print_help=False)
            body = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            page = HtmlResponse(opts.url or "http://saved.example/", body=body)
            return [page, page]
        from scrapy.crawler import AsyncCrawlerProcess

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        settings = self.settings.copy()
        changed = {"ITEM_PIPELINES": {}, "EXTENSIONS": {}, "INCREMENTAL": False, "LOG_LEVEL": "ERROR"}
        settings.setdict(changed, priority="cmdline")
        pages: list[Response] = []
        why: list[str] = []
        process = AsyncCrawlerProcess(settings)
        process.crawl(ScoutSpider, start=source, article=opts.article, pages=pages, why=why)
        process.start()
        if not pages:
            raise UsageError(f"{source}: {why[0] if why else 'could not be read'}", print_help=False)
        for line in why:  # the list is there: what is missing is the article
            print(f"warning: {line}; title and body are not guessed", file=sys.stderr)
        return pages


class ScoutSpider(Spider):
    """Fetches a page, the page it leads on to, and one article it names."""

    name = "scout"

    def __init__(
        self, start: str, article: str, pages: list[Response], why: list[str], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.first, self.article, self.pages, self.why = start, article, pages, why

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the page."""
        yield Request(self.first, dont_filter=True, errback=self.failed)

    def parse(self, response: Response, hops: int = 0) -> Any:
        """Keep the page; follow a front door, then one article."""
        from crawler.catalogue.guess import article_shape
        from crawler.families.entry import way_in
        from crawler.families.list_page import ListPage

        page = ListPage(response)
        anchors = page.anchors()
        if len(anchors) < 3 and hops < 3 and (onward := way_in(page)):
            yield Request(onward[0], self.parse, cb_kwargs={"hops": hops + 1}, errback=self.failed)
            return
        self.pages.append(response)
        _, found = article_shape(anchors)
        if url := self.article or found or self._story(anchors):
            yield Request(url, self.keep, errback=self.failed)

    def _story(self, anchors: list[Any]) -> str:
        shape = re.compile(r"/(?:content|con|c|Articel)_?\d\w*\.html?$|/aid/\d+\.html$|/\d+\.s?html$")
        urls = (a.url.partition("?")[0] for a in anchors if len(a.text) > 5)
        return next((url for url in urls if shape.search(url)), "")

    def failed(self, failure: Failure) -> None:
        """Note why a page could not be had."""
        from crawler.fetch.failures import reason_of

        url = failure.request.url  # type: ignore[attr-defined]
        self.why.append(f"{url} could not be read: {' '.join(reason_of(failure)).strip()}")

    def keep(self, response: Response) -> None:
        """Keep the article's page."""
        self.pages.append(response)


def other_hosts(page_url: str, urls: list[str]) -> tuple[str, ...]:
    """Return the hosts of articles that are not the list's: without them the site's links are refused."""
    from crawler.families.list_page import registered_domain

    own = registered_domain(page_url)
    hosts = {urlsplit(url).hostname or "" for url in urls if url and registered_domain(url) != own}
    return tuple(sorted(hosts - {""}))[:5]


def literal(key: str, value: str | tuple[str, ...]) -> str:
    """Return an attribute's value as it stands in a site file: a string and nothing else, whatever is in it.

    Titles, addresses and class names are a stranger's, and the file is code.
    """
    if isinstance(value, tuple):
        inner = ", ".join(literal(key, one) for one in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    is_plain = '"' not in value and value.isprintable() and not value.endswith("\\")
    return f'r"{value}"' if key == "article_url" and is_plain else json.dumps(value, ensure_ascii=False)
