"""How a crawl walks a site: lists, what they name, their next pages."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request

from crawler.families.item_page import make_page
from crawler.families.list_page import registered_domain
from crawler.site.articles import ArticleSpider, ListItem
from crawler.site.days import fill_in, parse_day, response_time, url_day
from crawler.text.clock import CHINA

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator

    from scrapy.http import Response
    from twisted.python.failure import Failure


@dataclass(slots=True)
class Tally:
    """What a list page came to."""

    found: int = 0
    outside: int = 0
    """Of them, outside the days asked for."""


class NewsSpider(ArticleSpider):
    """Base of every site.

    Arguments (``-a``): ``full=1`` fetch known articles too; ``since=YYYY-MM-DD`` go back to that day;
    ``date=YYYY-MM-DD`` that day (or issue) only; ``urls=A,B`` these article pages only;
    ``limit=N`` stop asking for articles, and for further lists, after N.
    """

    def __init__(
        self,
        name: str | None = None,
        *,
        full: str = "",
        since: str = "",
        date: str = "",
        urls: str = "",
        limit: str = "0",
        **kwargs: Any,
    ) -> None:
        if unknown := [key for key in kwargs if not key.startswith("_")]:  # scrapyd passes _job
            raise ValueError(f"-a {unknown[0]}=…: no such argument; full, since, date, urls, limit")
        super().__init__(name, **kwargs)
        self.full = parse_switch(full, "full")
        self.since = parse_day(since, "since")
        self.only_day = parse_day(date, "date")
        self.only_urls = [url.strip() for url in re.split(r",(?=\s*https?://)", urls) if url.strip()]
        if self.since and self.only_day:
            raise ValueError("give -a since=… or -a date=…, not both")
        if self.since and self.since > self.today():
            raise ValueError(f"-a since={since}: still to come")
        if not str(limit).isdigit():
            raise ValueError(f"-a limit={limit}: not a number")
        self.limit = int(limit)
        self.canonical_asked: set[str] = set()
        self.challenges_in_a_row = 0
        self.elsewhere: Counter[str] = Counter()
        """Host that is none of the site's → links of lists that lead there."""
        self.allowed_domains = sorted(
            {registered_domain(url) for url in [*self.home_urls(), *(f"http://{h}/" for h in self.hosts)]}
        )
        for url in self.only_urls:
            self._require_own(url)

    def _require_own(self, url: str) -> None:
        """Raise ``ValueError`` for what is no address, or one of another site: later it is only set aside."""
        try:
            self.canonical(url)
        except ValueError as error:
            raise ValueError(f"-a urls={url}: {error}") from None
        if registered_domain(url) not in self.allowed_domains:
            raise ValueError(f"-a urls={url}: of another site than {', '.join(self.allowed_domains)}")

    def today(self) -> date:
        """Return the outlet's calendar day (all regions crawled are at +08:00)."""
        return datetime.now(CHINA).date()

    @property
    def goes_back(self) -> bool:
        """True when this crawl was asked for more than the newest."""
        return bool(self.full or self.asks_days)

    @property
    def is_partial(self) -> bool:
        """True when this crawl was asked for less than all of the site's lists."""
        return bool(self.limit or self.only_day or self.only_urls)

    @property
    def has_enough(self) -> bool:
        """True when as many articles were asked for as this crawl was to ask for."""
        return 0 < self.limit <= len(self.canonical_asked)

    @property
    def asks_days(self) -> bool:
        """True when this crawl was asked for certain days: then the newest issue will not do instead."""
        return bool(self.since or self.only_day)

    def days(self) -> list[date]:
        """Return the days whose dated lists or issues are wanted, newest first."""
        if self.only_day:
            return [self.only_day]
        today = self.today()
        back = (today - self.since).days if self.since else 0
        return [today - timedelta(days=n) for n in range(back + 1)]

    # ── Lists ───────────────────────────────────────────────────────────────────────────────────

    async def start(self) -> AsyncIterator[Any]:
        """Ask for the named pages, or for the first page of every list."""
        for part in ("crawler.extract", "crawler.text.dates", "crawler.text.urls"):
            import_module(part)  # now, in this thread: two threads that import at once may see half a module
        if self.only_urls:
            for url in self.only_urls:
                yield self.article_request(ListItem(url), dont_filter=True)
            return
        for output in self.start_lists():
            yield output

    def start_lists(self) -> Iterator[Any]:
        """Yield the request of the first page of every list (of every wanted day where lists are dated)."""
        for template in self.list_templates():
            for day in self.days() if "{date" in template else [None]:
                yield self.list_request(template, self.first_list, day, dont_filter=True)

    def list_request(self, template: str, page: int, day: date | None = None, **options: Any) -> Request:
        """Return the request of one page of a list; ``options`` go to ``Request``."""
        cb_kwargs = {"template": template, "page": page, "day": day.isoformat() if day else ""}
        return Request(
            options.pop("url", "") or fill_in(template, page=page, day=day or self.today()),
            callback=self.parse_list,
            errback=self.list_failed,
            cb_kwargs=cb_kwargs,
            meta={"news": "list", "list_page": page - self.first_list},
            priority=self.first_list - page,
            **{"headers": dict(self.headers), **options},
        )

    async def parse_list(
        self, response: Response, template: str, page: int, day: str = ""
    ) -> AsyncIterator[Any]:
        """Ask for the articles a list names, and for its next page."""
        if kind := self.challenge(response):
            yield self.set_aside(response.url, "challenge", kind, step="list")
            self.stop_if_blocked()
            return
        tally = Tally()
        async for output in self.read_items(self.find_items(response), response, tally):
            yield output
        self.count("list/pages")
        self.count("list/links", tally.found)
        if not tally.found and not self.is_index(response):
            if page == self.first_list:
                yield self.set_aside(response.url, "empty_list", "no article link found", step="list")
            return
        too_old = self.since is not None and 0 < tally.found == tally.outside
        last = self.max_lists_back if self.goes_back else self.max_lists
        if not too_old and not self.has_enough and page - self.first_list + 1 < last:
            for request in self.next_lists(response, template, page, day):
                yield request

    async def read_items(
        self, items: Iterable[ListItem], response: Response, tally: Tally
    ) -> AsyncIterator[Any]:
        """Ask for the articles among ``items``; those whose text came along are extracted at once."""
        now = response_time(response)
        for item in items:
            try:
                canonical = self.canonical(item.url)
            except ValueError:
                self.count("list/unusable_links")
                continue
            tally.found += 1
            if canonical in self.canonical_asked:
                continue
            if self.is_junk(item.title):
                self.count("list/junk_links")
            elif not self.is_wanted(self.item_day(item, now)):
                tally.outside += 1
                self.count("list/outside_dates")
            elif self.has_enough:
                continue  # what a list names is counted to its end, however little of it is asked for
            elif item.html:
                self.canonical_asked.add(canonical)
                page = make_page(item.url, item.title, item.html)
                page.request = response.request
                async for output in self.parse_article(page, item):
                    yield output
            else:
                self.canonical_asked.add(canonical)
                yield self.article_request(item, headers={"Referer": response.url, **self.headers})

    def find_items(self, response: Response) -> Iterable[ListItem]:
        """Yield what a list page names, in its order.  Families implement it."""
        raise NotImplementedError

    def is_index(self, response: Response) -> bool:  # noqa: ARG002
        """Return whether a list names lists, not articles (a sitemap index)."""
        return False

    def next_lists(self, response: Response, template: str, page: int, day: str) -> Iterator[Request]:  # noqa: ARG002
        """Yield the request of the list's next page: here where the address counts pages."""
        if "{page}" in template:
            yield self.list_request(template, page + 1, parse_day(day, "day"))

    def list_failed(self, failure: Failure) -> Iterator[Any]:
        """Go back a day where a dated list is not out yet; else set the list aside."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        day = parse_day(kwargs.get("day", ""), "day")
        if is_missing(failure):
            if day and not self.asks_days and (self.today() - day).days < self.look_back:
                self.count("list/day_back")
                yield self.list_request(
                    kwargs["template"], kwargs["page"], day - timedelta(days=1), dont_filter=True
                )
                return
            if kwargs.get("page", self.first_list) > self.first_list or (self.since and day):
                self.count("list/past_the_end")  # a list's end, or a day without an issue
                return
        yield self.failed(failure, step="list")
        self.stop_if_blocked()

    def is_junk(self, title: str) -> bool:
        """Return whether a link's text says that it leads to no article."""
        return bool(title and self.skip_titles and re.search(self.skip_titles, title.strip()))

    def accepts(self, url: str) -> bool:
        """Return whether a link of a list may be one of the site's articles."""
        if not url.startswith(("http://", "https://")):
            return False
        if registered_domain(url) not in self.allowed_domains:
            self.elsewhere[urlsplit(url).hostname or ""] += 1
            return False
        return not self.article_url or re.search(self.article_url, url) is not None

    def item_day(self, item: ListItem, now: datetime) -> date | None:
        """Return the day a list item was published on, where the list or the address says so."""
        from crawler.text.dates import parse_date

        if item.published_raw and (parsed := parse_date(item.published_raw, now=now)):
            return parsed.at.astimezone(CHINA).date()
        return url_day(item.url)

    def is_wanted(self, day: date | None) -> bool:
        """Return whether ``since``/``date`` ask for something of that day (unknown days: yes)."""
        if day is None:
            return True
        return (not self.since or day >= self.since) and (not self.only_day or day == self.only_day)


def parse_switch(raw: str, argument: str) -> bool:
    """Return whether an argument is switched on.  Raises ``ValueError`` naming it for what says neither."""
    said = str(raw).lower()
    if said not in {"", "0", "no", "false", "1", "yes", "true"}:
        raise ValueError(f"-a {argument}={raw}: neither 1 nor 0")
    return said in {"1", "yes", "true"}


def is_missing(failure: Failure) -> bool:
    """Return whether the server said that there is no such page."""
    response = getattr(failure.value, "response", None)
    return response is not None and response.status in {404, 410}
