"""Digital newspapers: front door → issue → pages → articles.  The F families only set addresses."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request

from crawler.families.entry import way_in
from crawler.families.issue_addresses import below, other_day, plain, redated, up_to_day
from crawler.families.list_page import ListPage, absolute, registered_domain
from crawler.site import ListItem, NewsSpider, Tally, is_missing, parse_day, url_day

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.extract.selectors import Selectors
    from crawler.families.list_page import Anchor

_MOST_HOPS = 4


class EpaperSpider(NewsSpider):
    """Walks a digital newspaper.

    The newest issue is where the front door (``paper`` itself, by HTTP, meta refresh, script or frame)
    or the calendar leads; without either, today's folder with the declared ``first_page``, then the day
    before, up to ``look_back`` days.  Asked for a day, the first page's name learnt at the front door is
    looked up in that day's folder.  Dates are the issue's, to the day.
    """

    family = "epaper"
    trust_list_date = True
    crawl_every = 4

    # ── The paper (read by EpaperSpider) ────────────────────────────────────────────────────────
    paper: str = ""
    """Address under which issues lie, without a slash at the end; also the front door."""
    entry: str = "/"
    """The front door, relative to ``paper``; ``""``: there is none."""
    issue: str = ""
    """Folder of an issue, relative to ``paper``: ``/html/{date:%Y-%m/%d}/``."""
    first_page: str = ""
    """Name of an issue's first page, for when the front door does not tell; may hold ``{date:…}``."""
    calendar: str = ""
    """List of a month's issues, relative to ``paper``: ``/pc/layout/{date:%Y%m}/period.xml``."""
    page_url: str = ""
    """Regular expression that the address of a newspaper page ends with."""
    article_url: str = ""
    """Regular expression that the address of an article ends with."""
    page_names: str = ""
    """Regular expression; only pages whose name fits are read.  Empty: all."""
    before: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    """Earlier layouts: ISO day → attributes that hold for issues before that day."""

    _LAYOUT = ("paper", "entry", "issue", "first_page", "calendar", "page_url", "article_url")

    @classmethod
    def home_urls(cls) -> Sequence[str]:
        """Return the paper's addresses, earlier ones too."""
        return [cls.paper, *(past["paper"] for past in cls.before.values() if "paper" in past)]

    def layout(self, day: date | None) -> dict[str, Any]:
        """Return the attributes that hold for an issue of ``day``."""
        present = {name: getattr(self, name) for name in self._LAYOUT}
        past = [(until, changed) for until, changed in self.before.items() if day and day.isoformat() < until]
        return present | (dict(min(past, key=lambda row: row[0])[1]) if past else {})

    # ── Finding the issue ───────────────────────────────────────────────────────────────────────

    def start_lists(self) -> Iterator[Any]:
        """Ask the calendar or the front door; days of earlier layouts directly."""
        days = self.days()
        current = [day for day in days if not self._is_past(day)]
        if current and self.calendar:
            yield from self.ask_calendars(current)
        elif current and self.entry:
            yield self.entry_request(self.paper + self.entry, days=current)
        elif current:
            yield from self.ask_issues(current)
        for day in days:
            if self._is_past(day):
                yield from self.ask_issues([day])

    def _is_past(self, day: date) -> bool:
        return any(day.isoformat() < until for until in self.before)

    def entry_request(self, url: str, days: list[date], hops: int = 0) -> Request:
        """Return the request of the front door, or of the address it leads on to."""
        return Request(
            url,
            callback=self.parse_entry,
            errback=self.entry_failed,
            cb_kwargs={"days": [day.isoformat() for day in days], "hops": hops},
            headers=dict(self.headers),
            meta={"news": "list"},
            dont_filter=True,
        )

    async def parse_entry(self, response: Response, days: list[str], hops: int) -> AsyncIterator[Any]:
        """Go where the front door leads: to the newest issue, or on by meta refresh, script or frame."""
        if kind := self.challenge(response):
            yield self.set_aside(response.url, "challenge", kind, step="list")
            self.stop_if_blocked()
            return
        wanted = [date.fromisoformat(day) for day in days]
        page = ListPage(response)
        here = self.as_page(response.url)
        if here and not self.asks_days:
            async for output in self.parse_page(response, day=here.isoformat()):
                yield output
            return
        front = response.url if here else self.newest_page(page)
        if front:
            if self.asks_days:
                for request in self.ask_issues(wanted, like=front):
                    yield request
            else:
                yield self.page_request(front, self.as_page(front))
            return
        onward = [url for url in way_in(page) if registered_domain(url) in self.allowed_domains]
        if onward and hops < _MOST_HOPS:
            yield self.entry_request(onward[0], wanted, hops + 1)
            return
        async for output in self.guess_issue(wanted, response.url):
            yield output

    def entry_failed(self, failure: Failure) -> Iterator[Any]:
        """Without a front door, ask for the days' issues by their declared first page."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        if self.first_page:
            self.count("epaper/no_entry")
            yield from self.ask_issues([date.fromisoformat(day) for day in kwargs["days"]])
            return
        yield self.failed(failure, step="list")
        self.stop_if_blocked()

    async def guess_issue(self, days: list[date], url: str) -> AsyncIterator[Any]:
        """Ask for the issues by the declared first page; without one, say that none was found."""
        if not self.first_page:
            yield self.set_aside(url, "no_issue", "the front door leads to no issue", step="list")
            return
        for request in self.ask_issues(days):
            yield request

    def as_page(self, url: str) -> date | None:
        """Return the issue's day when ``url`` is one of its pages."""
        return url_day(url) if re.search(f"(?:{self.page_url})$", urlsplit(url).path) else None

    def newest_page(self, page: ListPage) -> str:
        """Return the first page of the newest issue among a page's links and redirects, or ``""``."""
        links = [*way_in(page), *(anchor.url for anchor in page.anchors())]
        days = {url: day for url in links if (day := self.as_page(url)) and day <= self.today()}
        own = below(days, self.paper + self.issue.partition("{")[0], self.paper)
        return max(own, key=days.__getitem__, default="")  # of equal ones the first

    def ask_issues(self, days: list[date], like: str = "") -> Iterator[Any]:
        """Yield the request of each day's first page; ``like`` is another issue's, where one is known."""
        for day in days:
            layout = self.layout(day)
            folder = layout["paper"] + layout["issue"].format(date=day)
            known = like and url_day(like) and not self._is_past(day)
            if known:
                yield self.page_request(redated(like, day), day)
            elif layout["first_page"]:
                yield self.page_request(folder + layout["first_page"].format(date=day), day)
            else:
                yield self.set_aside(
                    folder, "no_issue", "first page unknown: declare first_page", step="list"
                )

    # ── Calendars ───────────────────────────────────────────────────────────────────────────────

    def ask_calendars(self, days: list[date], *, back: bool = False) -> Iterator[Request]:
        """Yield the request of the calendar of every month the days lie in."""
        months: dict[str, list[str]] = {}
        for day in days:
            months.setdefault(self.paper + self.calendar.format(date=day), []).append(day.isoformat())
        for url, wanted in months.items():
            yield Request(
                url,
                callback=self.parse_calendar,
                errback=self.calendar_failed,
                cb_kwargs={"days": wanted, "back": back},
                headers=dict(self.headers),
                meta={"news": "list"},
                dont_filter=True,
            )

    async def parse_calendar(self, response: Response, days: list[str], *, back: bool) -> AsyncIterator[Any]:
        """Ask for the issues the calendar lists among the wanted days, or for its newest."""
        fronts = read_calendar(ListPage(response).text)
        if self.asks_days:
            wanted = [day for day in days if day in fronts]
            self.count("epaper/no_issue", len(days) - len(wanted))
            if self.only_day and not wanted:
                yield self.set_aside(response.url, "no_issue", f"no issue on {self.only_day}", step="list")
        else:
            wanted = sorted(day for day in fronts if day <= self.today().isoformat())[-1:]
            if not wanted:
                for request in self.previous_month(days[0], back=back):
                    yield request
                return
        for day in wanted:
            issued = date.fromisoformat(day)
            folder = self.paper + self.issue.format(date=issued)
            yield self.page_request(absolute(folder, fronts[day]) or folder, issued)

    def calendar_failed(self, failure: Failure) -> Iterator[Any]:
        """Try last month's calendar on the first days of a month, then the front door."""
        kwargs = failure.request.cb_kwargs  # type: ignore[attr-defined]
        yield from self.previous_month(kwargs["days"][0], back=kwargs["back"] or self.asks_days)

    def previous_month(self, day: str, *, back: bool) -> Iterator[Request]:
        """Yield the request of the month before, once; then that of the front door."""
        first = date.fromisoformat(day).replace(day=1)
        if not back:
            yield from self.ask_calendars([first - timedelta(days=1)], back=True)
        else:
            yield self.entry_request(self.paper + (self.entry or "/"), self.days())

    # ── Pages of an issue ───────────────────────────────────────────────────────────────────────

    def page_request(self, url: str, day: date | None, name: str = "", *, first: bool = True) -> Request:
        """Return the request of a newspaper page."""
        return Request(
            url,
            callback=self.parse_page,
            errback=self.page_failed,
            cb_kwargs={"day": day.isoformat() if day else "", "name": name, "first": first},
            headers=dict(self.headers),
            meta={"news": "list"},
            priority=0 if first else -1,
            dont_filter=first,
        )

    async def parse_page(
        self, response: Response, day: str, name: str = "", *, first: bool = True
    ) -> AsyncIterator[Any]:
        """Ask for a newspaper page's articles, and for the issue's other pages."""
        if kind := self.challenge(response):
            yield self.set_aside(response.url, "challenge", kind, step="list")
            self.stop_if_blocked()
            return
        page = ListPage(response)
        issued = parse_day(day, "day")
        if first:
            self.pages_asked.add(plain(response.url))
        on_site = [
            anchor
            for anchor in page.anchors()
            if registered_domain(anchor.url) in self.allowed_domains and not other_day(anchor.url, issued)
        ]
        pages = [anchor for anchor in on_site if self.is_page(urlsplit(anchor.url).path)]
        articles = [
            anchor
            for anchor in on_site
            if self.is_article(urlsplit(anchor.url).path) and anchor not in pages  # szbzA1 and szbz86304
        ]
        paper = self.layout(issued)["paper"]
        pages = self.own(pages, up_to_day(response.url), paper)
        articles = self.own(articles, paper)
        self.count("list/pages")
        self.count("list/links", len(articles))
        if not articles:
            self.count("epaper/pages_without_articles")  # a page of advertisements is normal
            like_both = sum(self.is_article(urlsplit(anchor.url).path) for anchor in pages)
            self.count("epaper/articles_taken_for_pages", like_both)  # page_url may be too wide
            if first and not pages:
                yield self.set_aside(response.url, "empty_list", "no page and no article linked", step="list")
        name = name or self.page_name(page)
        items = (ListItem(a.url, title=a.text, published_raw=day, section=name) for a in articles)
        async for output in self.read_items(items if self.reads(name) else (), response, Tally()):
            yield output
        for anchor in pages if not self.has_enough else ():
            if (request := self.follow_page(anchor.url, anchor.text, issued)) is not None:
                yield request

    def own(self, anchors: list[Anchor], *places: str) -> list[Anchor]:
        """Return the anchors without those that lead to the same day's issue of a sister paper."""
        dated = [anchor.url for anchor in anchors if url_day(anchor.url)]
        sisters = set(dated) - set(below(dated, *places))
        self.count("epaper/links_to_sister_papers", len(sisters))
        return [anchor for anchor in anchors if anchor.url not in sisters]

    @cached_property
    def pages_asked(self) -> set[str]:
        """Newspaper pages asked for in this run; what earlier runs asked, the dupe filter knows."""
        return set()

    def follow_page(self, url: str, name: str, day: date | None) -> Request | None:
        """Return the request of another page of the issue, once."""
        key = plain(url)
        if key in self.pages_asked or not self.reads(name):
            return None
        self.pages_asked.add(key)
        return self.page_request(url, day, page_label(name), first=False)

    def is_page(self, path: str) -> bool:
        """Return whether a path is a newspaper page's."""
        return self._ends(path, "page_url")

    def is_article(self, path: str) -> bool:
        """Return whether a path is an article's."""
        return self._ends(path, "article_url")

    def _ends(self, path: str, name: str) -> bool:
        patterns = {getattr(self, name), *(past.get(name, "") for past in self.before.values())} - {""}
        return any(re.search(f"(?:{pattern})$", path) for pattern in patterns)

    def reads(self, name: str) -> bool:
        """Return whether a page of that name is wanted; unnamed links are followed to see."""
        return not (self.page_names and page_label(name)) or bool(re.search(self.page_names, name))

    def page_name(self, page: ListPage) -> str:
        """Return the name of the newspaper page itself, as the list of pages gives it, or ``""``."""
        own = plain(page.url)
        return next((page_label(a.text) for a in page.anchors() if plain(a.url) == own), "")

    def selectors_for(self, response: Response, item: ListItem) -> Selectors:
        """Return the selectors of the layout the issue had."""
        chosen = super().selectors_for(response, item)
        day = url_day(item.url) or parse_day(item.published_raw, "day")
        return self.selectors(self.layout(day)) if day and self._is_past(day) else chosen

    def page_failed(self, failure: Failure) -> Iterator[Any]:
        """Go back a day where the newest issue is not out; a day without issue is no error."""
        url, kwargs = failure.request.url, failure.request.cb_kwargs  # type: ignore[attr-defined]
        day = parse_day(kwargs["day"], "day")
        if is_missing(failure) and kwargs["first"] and day:
            if not self.asks_days and (self.today() - day).days < self.look_back:
                self.count("list/day_back")
                yield from self.ask_issues([day - timedelta(days=1)], like=url)
                return
            if self.since:
                self.count("epaper/no_issue")
                return
            yield self.set_aside(url, "no_issue", f"none on {day}", step="list")
            return
        yield self.failed(failure, step="list")
        self.stop_if_blocked()


def page_label(name: str) -> str:
    """Return a page's name without link furniture such as ``pdf`` and ``上一版``."""
    text = " ".join(name.split())
    return "" if re.fullmatch(r"(?i)\W*(pdf|上一[版页]|下一[版页]|[<>«»\d]*)\W*", text) else text


def read_calendar(text: str) -> dict[str, str]:
    """Return ISO day → first page of the issues a ``period.xml`` lists.

    Two dialects are known: ``period_date``/``front_page`` and ``date``/``url``.
    """
    fronts = {}
    for rest in re.split(r"<(?:period|item|issue)\b", text)[1:]:
        block = re.split(r"</(?:period|item|issue)>", rest, maxsplit=1)[0]
        day = re.search(r"<(?:period_date|date)>\s*(20\d\d-?\d\d-?\d\d)\s*<", block)
        front = re.search(r"<(?:front_page|url)>\s*([^<\s]+)\s*<", block)
        if day and front:
            with suppress(ValueError):  # no day of the calendar
                fronts[date.fromisoformat(day[1]).isoformat()] = front[1]
    return fronts
