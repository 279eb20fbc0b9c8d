"""Pages out of files instead of the network: saved pages, our own WARC, or anybody's (CC-NEWS)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.http import HtmlResponse
from scrapy.spiderloader import get_spider_loader

from crawler.extract.challenge import challenge_kind
from crawler.families.archive_files import PAGES, WARCS, ArchiveFiles, file_url, is_html
from crawler.families.epaper import EpaperSpider
from crawler.families.issue_addresses import plain
from crawler.families.list_page import registered_domain
from crawler.families.papers import CATALOGUE, paper_at, paper_named
from crawler.items import Article, Draft, Rejection
from crawler.site import ListItem, NewsSpider, Tally

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.archive_reading import ArchivedResponse

_ON_THE_WAY = 32
_ITEM_FIELDS = {field.name for field in fields(ListItem)} - {"detail"}


class ArchiveSpider(Spider):
    """Feeds files through the same extraction and pipelines as a crawl; nothing is fetched.

    Arguments (``-a``): ``path=`` a file, or a folder (read recursively); ``site=NAME`` treat every page as
    that site's; ``fetched_at=`` ISO time with offset that relative dates in saved pages count from (default:
    when the file was written); ``limit=N`` pages.

    Every page ends in ``articles`` or ``rejected_items``.  What is no page (pictures, robots.txt, redirects,
    lists of our own crawls) is counted under ``archive/…`` only.  A page of a site that is declared in
    ``spiders/`` is read with that site's selectors, any other one generically.
    """

    family = "archive"
    sites: Sites
    """The declared ones."""

    def __init__(
        self,
        name: str | None = None,
        *,
        path: str = "",
        site: str = "",
        fetched_at: str = "",
        limit: str = "0",
        **kwargs: Any,
    ) -> None:
        super().__init__(name, **kwargs)
        if not path:
            raise ValueError("say what to read: -a path=FILE_OR_FOLDER")
        self.files = ArchiveFiles(Path(path))
        if not self.files.root.exists():
            raise ValueError(f"-a path={path}: no such file or folder")
        if not self.files.hold_pages():
            raise ValueError(f"-a path={path}: no page and no WARC ({', '.join((*PAGES, *WARCS))})")
        if not str(limit).isdigit():
            raise ValueError(f"-a limit={limit}: not a number")
        self.limit = int(limit)
        self.only_site = site
        self.fetched_at = parse_moment(fetched_at, "fetched_at")
        self.on_the_way = asyncio.Semaphore(_ON_THE_WAY)
        self.addresses: dict[str, str] = {}
        """Id of every saved page of this run → its file."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """Make the spider; know the declared sites; hear when an item is done."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.sites = Sites(crawler)
        if spider.only_site:
            try:
                spider.sites.named(spider.only_site)
            except KeyError:
                raise ValueError(f"-a site={spider.only_site}: no such site") from None
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider.item_done, signal)
        return spider

    def item_done(self) -> None:
        """Make room for the next page."""
        self.on_the_way.release()

    async def start(self) -> AsyncIterator[Any]:
        """Yield the article of every page, as fast as the pipelines take them."""
        pages = self.read_all()
        number = 0
        while not self.limit or number < self.limit:
            page = await asyncio.to_thread(next, pages, None)
            if page is None:
                return
            async for article in self.articles_of(page):
                number += 1
                await self.on_the_way.acquire()
                yield article

    def read_all(self) -> Iterator[ArchivedResponse]:
        """Yield everything that files at or below ``path`` hold, in order of name."""
        self.count("other_files", self.files.find())
        yield from self.files.read(self.fetched_at)

    # ── Pages ───────────────────────────────────────────────────────────────────────────────────

    async def articles_of(self, page: ArchivedResponse) -> AsyncIterator[Article]:
        """Yield what a page becomes: an article, a rejection; nothing where it is no page."""
        kind = page.hints.get("news", "") if page.hints else "article"
        if page.fault:
            yield self.set_aside(page, page.fault.partition(":")[0], page.fault)
        elif 300 <= page.status < 400:
            self.count("redirects")
        elif kind == "list":
            for article in await self.guarded(page, self.carried_by_list):
                yield article
        elif kind != "article":
            self.count(f"{kind or 'other'}_responses")  # next pages are joined to the page before them
        elif page.status != 200:
            guard = challenge_kind(page.status, page.headers, page.body)
            yield self.set_aside(page, "challenge" if guard else f"http_{page.status}", guard)
        elif page.file.endswith(WARCS) and not is_html(page):
            self.count("not_html")
        else:
            for article in await self.guarded(page, self.replayed):
                yield article

    async def guarded(
        self, page: ArchivedResponse, read: Callable[[ArchivedResponse], Awaitable[list[Article]]]
    ) -> list[Article]:
        """Return what ``read`` makes of a page, or that it failed: the reading of all others goes on."""
        try:
            return await read(page)
        except Exception as error:
            self.logger.exception("%s at %d: %s", page.file, page.offset, page.url)
            return [self.set_aside(page, "archive_error", f"{type(error).__name__}: {error}"[:300])]

    async def replayed(self, page: ArchivedResponse) -> list[Article]:
        """Return the article of a page as the site's own spider reads it, its further pages joined."""
        known = {name: value for name, value in page.hints.get("item", {}).items() if name in _ITEM_FIELDS}
        item = ListItem(**{"url": page.url or file_url(page.file), **known})
        site = self.sites.of(page, self.only_site)
        output = await anext(site.parse_article(as_response(page), item))
        while isinstance(output, Request):
            article: Article = output.cb_kwargs["article"]
            following = await asyncio.to_thread(self.files.next_page, page, output.url)
            if following is None:
                site.page_lost(article, "not in the archive")
                output = article
            else:
                output = await anext(site.parse_next_page(as_response(following), **output.cb_kwargs))
        output.archive = {"file": page.file, "offset": page.offset}
        return [self.only_one(page, output)]

    async def carried_by_list(self, page: ArchivedResponse) -> list[Article]:
        """Return the articles that a list of our own crawl carried whole."""
        self.count("lists")
        site = self.sites.of(page, self.only_site)
        if page.status != 200 or not (getattr(site, "item_html", "") or getattr(site, "full_text", False)):
            return []
        response = as_response(page)
        items = [item for item in site.find_items(response) if item.html]
        site.canonical_asked.clear()  # another fetch of the same list may carry another version
        return [
            output
            async for output in site.read_items(items, response, Tally())
            if isinstance(output, Article)
        ]

    def only_one(self, page: ArchivedResponse, article: Article) -> Article:
        """Set a saved page aside that claims the address of another one: the two would become one article."""
        if page.file.endswith(WARCS) or self.addresses.setdefault(article.id, page.file) == page.file:
            return article
        twin = self.set_aside(
            page, "same_address", f"{article.url} is also the address of {self.addresses[article.id]}"
        )
        twin.draft = article.draft
        return twin

    def set_aside(self, page: ArchivedResponse, reason: str, detail: str = "") -> Article:
        """Return the rejected article a page becomes."""
        if page.file.endswith(WARCS):
            url = page.url or f"{file_url(page.file)}#{page.offset}"
        else:
            url = file_url(page.file)
        if self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"dropped/{reason}")
        return Article(
            draft=Draft(url=url),
            fetched_at=page.fetched_at,
            archive={"file": page.file, "offset": page.offset},
            rejection=Rejection(reason, "archive", detail),
            **(self.sites.any_site.address(url) | self.sites.of(page, self.only_site).identity()),
        )

    def count(self, what: str, by: int = 1) -> None:
        """Count what was read and is no page."""
        if by and self.crawler.stats is not None:
            self.crawler.stats.inc_value(f"archive/{what}", by)


class AnySite(NewsSpider):
    """Stands in for the sites nobody declared: generic extraction, no outlet claimed."""

    name = "archive"

    @classmethod
    def canonical(cls, url: str) -> str:
        """Return the address that identifies a page; what is no web address identifies itself."""
        try:
            return super().canonical(url)
        except ValueError:
            return url

    async def extract(self, response: Response, item: ListItem, now: datetime) -> Draft:
        """Return the page's draft; a page without an address is extracted as such."""
        if response.url.startswith("file:"):
            from crawler.extract import extract_html

            return await asyncio.to_thread(extract_html, response.body, url="", now=now)
        return await super().extract(response, item, now)


class Sites:
    """The declared sites as an archive needs them: by name, or by the address of a page."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.loader = get_spider_loader(crawler.settings)
        self.made: dict[str, NewsSpider] = {}
        self.any_site = self._ready(AnySite)
        self._by_domain: dict[str, list[type[NewsSpider]]] = {}

    def named(self, name: str) -> NewsSpider:
        """Return the site of that name, or the paper of the catalogue; raises ``KeyError`` for none."""
        if name not in self.made:
            declared = paper_named(name) or self.loader.load(name)
            if not issubclass(declared, NewsSpider) or declared.needs_arguments:
                raise KeyError(name)
            self.made[name] = self._ready(declared)
        return self.made[name]

    def of(self, page: ArchivedResponse, only: str = "") -> NewsSpider:
        """Return the site a page belongs to: the one that fetched it, else the one at its address."""
        try:
            site = only or page.hints.get("site") or self.at(page.url)
            # Crawls of before 2026-11-29 wrote this of every paper of the catalogue.
            return self.named(paper_at(page.url) if site == CATALOGUE else site)
        except KeyError:
            return self.any_site

    def at(self, url: str) -> str:
        """Return the name of the site whose articles have such addresses, ``""`` for none."""
        if not self._by_domain:
            for name in self.loader.list():
                declared = self.loader.load(name)
                if issubclass(declared, NewsSpider):
                    homes = [*declared.home_urls(), *(f"http://{host}/" for host in declared.hosts)]
                    for domain in {registered_domain(home) for home in homes}:
                        self._by_domain.setdefault(domain, []).append(declared)
        candidates = self._by_domain.get(registered_domain(url), ()) if url else ()
        fits = [site for site in candidates if not site.article_url or re.search(site.article_url, url)]
        nearest = max(fits, key=lambda site: closeness(site, url), default=None)
        if nearest is None:
            return ""
        if not closeness(nearest, url) and (sister := paper_at(url)):  # of the same publisher
            paper = self.named(sister)
            if isinstance(paper, EpaperSpider) and paper.is_article(urlsplit(url).path):
                return sister
        return nearest.name

    def _ready(self, declared: type[NewsSpider]) -> NewsSpider:
        site = declared.from_crawler(self.crawler)
        site.challenge_limit = 10**9  # nobody is asked here, nobody can be pestered
        return site


def closeness(site: type[NewsSpider], url: str) -> int:
    """Return how much of an address is where a digital newspaper has its issues, else its pages; 0: none.

    A publisher's papers may differ in that only.
    """
    if not issubclass(site, EpaperSpider):
        return 0
    places = (site.paper + site.issue.partition("{")[0], f"{site.paper}/")
    return max((len(place) for place in map(plain, places) if plain(url).startswith(place)), default=0)


def as_response(page: ArchivedResponse) -> HtmlResponse:
    """Return a page as the response it was."""
    url = page.url or file_url(page.file)
    meta: dict[str, Any] = {"fetched_at": page.fetched_at, "news": page.hints.get("news", "article")}
    if asked_for := page.hints.get("asked_for"):
        meta["redirect_urls"] = [asked_for]
    headers = {name.encode("latin-1"): value.encode("latin-1") for name, value in page.headers.items()}
    return HtmlResponse(
        url,
        status=page.status,
        headers=headers,
        body=page.body,
        flags=["archived"],
        request=Request(url, meta=meta),
    )


def parse_moment(raw: str, argument: str) -> datetime | None:
    """Return an ISO time in UTC, ``None`` for ``""``.  Raises ``ValueError`` naming the argument."""
    if not raw:
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ValueError(f"-a {argument}={raw}: not a time with its offset such as 2026-11-22T09:30+08:00")
    return moment.astimezone(UTC)
