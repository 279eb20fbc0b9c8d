"""NewsSpider: what a site declares, and how a crawl walks it.

lists → list items → article pages (joined when there are several) → ``Article`` with its draft.
A site file only sets the attributes below; a family (``crawler/families``) says how its lists read.
Whatever could not be fetched leaves as an ``Article`` with ``rejection`` set: nothing is lost silently.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from crawler.extract.challenge import challenge_kind
from crawler.families.item_page import FLAG, make_page, page_selectors
from crawler.families.list_page import registered_domain
from crawler.fetch.failures import header_texts, reason_of
from crawler.items import Article, Draft, Rejection

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.extract.selectors import Selectors

Queries = str | tuple[str, ...]
"""One CSS selector or XPath, or alternatives of which the first that finds something is taken."""

CHINA_TIME = timezone(timedelta(hours=8))
SELECTOR_FIELDS = (
    "title", "body", "date", "source", "author", "byline", "kicker", "subtitle", "section",
    "breadcrumbs", "keywords", "images", "next_page", "remove",
)  # fmt: skip


@dataclass(slots=True)
class ListItem:
    """What a list says about one article; everything but ``url`` may be empty."""

    url: str
    title: str = ""
    published_raw: str = ""
    author: str = ""
    source: str = ""
    section: str = ""
    keywords: list[str] = field(default_factory=list)
    html: str = ""
    """The article's text where the list carries it whole: the page is then not fetched."""
    detail: dict[str, Any] = field(default_factory=dict)
    """Keyword arguments of the ``Request`` that brings the text when it is not ``url`` itself."""


@dataclass(slots=True)
class Tally:
    """What a list page came to."""

    found: int = 0
    outside: int = 0
    """Of them, outside the days asked for."""


class NewsSpider(Spider):
    """Base of every site.

    Arguments (``-a``): ``full=1`` fetch known articles too; ``since=YYYY-MM-DD`` go back to that day;
    ``date=YYYY-MM-DD`` that day (or issue) only; ``urls=A,B`` these article pages only;
    ``limit=N`` stop asking for articles after N.
    """

    # ── The outlet ──────────────────────────────────────────────────────────────────────────────
    name: str = ""
    """Same as the file's; letters, digits, underscores, no leading digit (21jingji → jingji21)."""
    outlet: str = ""
    """As readers know it, in its own script."""
    region: str = ""
    """ISO 3166-2 on the mainland (``CN-SD``), else ISO 3166-1 (``HK``, ``MO``, ``TW``, ``SG``, ``MY``)."""
    reader_region: str = ""
    """Whose Traditional the derived form is: ``TW`` or ``HK``; empty: as the region has it."""
    script: str = "hans"
    """Script the outlet publishes in; stated for docs and doctor, detection does not rely on it."""
    family: str = ""
    """Set by the family."""
    needs_arguments: bool = False
    """True where the spider cannot run without ``-a``: ``crawlall`` leaves it out."""
    verified_at: str = ""
    """Day somebody saw it work live (``scrapy doctor``); empty: never claimed."""

    # ── Addresses (read by NewsSpider) ──────────────────────────────────────────────────────────
    hosts: tuple[str, ...] = ()
    """Further hosts articles live on; the lists' registered domains are always allowed."""
    article_url: str = ""
    """Regular expression searched in a link's absolute URL; empty: whatever ``links`` selects."""
    keep_query: tuple[str, ...] | None = None
    """Query keys that identify an article; ``None``: all but tracking keys, ``()``: none."""
    drop_query: tuple[str, ...] = ()
    """Query keys to drop beside the tracking ones."""
    headers: ClassVar[Mapping[str, str]] = {}
    """Sent with every list and article request."""

    # ── Lists (read by NewsSpider) ──────────────────────────────────────────────────────────────
    lists: tuple[str, ...] | str = ()
    """List addresses; may hold ``{page}``, ``{date:%Y%m%d}``, ``{now}``, ``{week_ago}`` (Unix seconds)."""
    first_list: int = 1
    """What ``{page}`` begins with."""
    max_lists: int = 3
    """Pages of one list in an ordinary crawl."""
    max_lists_back: int = 200
    """Pages of one list with ``full``, ``since`` or ``date``."""
    look_back: int = 7
    """Days to go back when today's dated list (or issue) is not there yet."""
    skip_titles: str = (
        r"^\W*(今日|本[版报]|要闻)?(导读|導讀|导航|目录|版权声明|图片新闻|圖片新聞|公益广告|公益廣告|广告|廣告|社址|责任编辑"
        r"|[遗遺]失[声聲]明|公告|启事|啟事|声明|聲明|报头|天气预报|上期回顾|下转.{0,6}版)\W*$|^\W*(本报)?社址|广告热线|^\W*(上接|下转)第?.{1,4}版"
    )
    """Links with such a text lead to no article (mastheads, contents, notices): counted, not fetched."""

    # ── Article pages (read by extraction; each a CSS selector, an XPath, or a tuple of them) ────
    title: Queries = ""
    body: Queries = ""
    date: Queries = ""
    source: Queries = ""
    author: Queries = ""
    byline: Queries = ""
    kicker: Queries = ""
    subtitle: Queries = ""
    section: Queries = ""
    breadcrumbs: Queries = ""
    keywords: Queries = ""
    images: Queries = ""
    next_page: Queries = ""
    remove: Queries = ""
    trust_list_date: bool = False
    """True where the list's (the issue's) date is better than what the page shows."""
    max_pages: int = 20
    """Pages of one article that are joined."""

    # ── Manners ─────────────────────────────────────────────────────────────────────────────────
    challenge_limit: int = 3
    """Challenge pages in a row after which the crawl stops: the site does not want it now."""

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
        self.full = str(full).lower() not in {"", "0", "no", "false"}
        self.since = parse_day(since, "since")
        self.only_day = parse_day(date, "date")
        self.only_urls = [url.strip() for url in urls.split(",") if url.strip()]
        if self.since and self.only_day:
            raise ValueError("give -a since=… or -a date=…, not both")
        if not str(limit).isdigit():
            raise ValueError(f"-a limit={limit}: not a number")
        self.limit = int(limit)
        self.canonical_asked: set[str] = set()
        self.challenges_in_a_row = 0
        self.allowed_domains = sorted(
            {registered_domain(url) for url in [*self.home_urls(), *(f"http://{h}/" for h in self.hosts)]}
        )

    # ── What others ask a site, without a crawl ─────────────────────────────────────────────────

    @classmethod
    def selectors(cls, changed: Mapping[str, Any] | None = None) -> Selectors:
        """Return the selectors for extraction: ``changed``, then the site's own, then its family's."""
        from crawler.extract.selectors import Selectors, alternatives

        classes = cls.__mro__[: cls.__mro__.index(NewsSpider) + 1]
        return Selectors(
            **{
                name: tuple(
                    dict.fromkeys(
                        option
                        for attributes in (changed or {}, *map(vars, classes))
                        for option in alternatives(attributes.get(name, ""))
                    )
                )
                for name in SELECTOR_FIELDS
            }
        )

    @classmethod
    def identity(cls) -> dict[str, str]:
        """Return the article fields that say which outlet it is."""
        reader = cls.reader_region or ("HK" if cls.region in {"HK", "MO", "CN-HK", "CN-MO"} else "TW")
        return {"site": cls.name, "outlet": cls.outlet, "region": cls.region, "reader_region": reader}

    @classmethod
    def canonical(cls, url: str) -> str:
        """Return the address that identifies an article of this site."""
        from crawler.text.urls import canonical_url

        return canonical_url(url, keep_query=cls.keep_query, drop_query=cls.drop_query)

    @classmethod
    def home_urls(cls) -> Sequence[str]:
        """Return addresses whose domains belong to the site."""
        return cls.list_templates()

    @classmethod
    def list_templates(cls) -> tuple[str, ...]:
        """Return ``lists`` as a tuple."""
        return (cls.lists,) if isinstance(cls.lists, str) else cls.lists

    def today(self) -> date:
        """Return the outlet's calendar day (all regions crawled are at +08:00)."""
        return datetime.now(CHINA_TIME).date()

    @property
    def goes_back(self) -> bool:
        """True when this crawl was asked for more than the newest."""
        return bool(self.full or self.asks_days)

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
        if not too_old and page - self.first_list + 1 < last:
            for request in self.next_lists(response, template, page, day):
                yield request

    async def read_items(
        self, items: Iterable[ListItem], response: Response, tally: Tally
    ) -> AsyncIterator[Any]:
        """Ask for the articles among ``items``; those whose text came along are extracted at once."""
        now = response_time(response)
        for item in items:
            tally.found += 1
            canonical = self.canonical(item.url)
            if canonical in self.canonical_asked:
                continue
            if self.is_junk(item.title):
                self.count("list/junk_links")
            elif not self.is_wanted(self.item_day(item, now)):
                tally.outside += 1
                self.count("list/outside_dates")
            elif self.limit and len(self.canonical_asked) >= self.limit:
                return
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
        if not url.startswith(("http://", "https://")) or registered_domain(url) not in self.allowed_domains:
            return False
        return not self.article_url or re.search(self.article_url, url) is not None

    def item_day(self, item: ListItem, now: datetime) -> date | None:
        """Return the day a list item was published on, where the list or the address says so."""
        from crawler.text.dates import parse_date

        if item.published_raw and (parsed := parse_date(item.published_raw, now=now)):
            return parsed.at.astimezone(CHINA_TIME).date()
        return url_day(item.url)

    def is_wanted(self, day: date | None) -> bool:
        """Return whether ``since``/``date`` ask for something of that day (unknown days: yes)."""
        if day is None:
            return True
        return (not self.since or day >= self.since) and (not self.only_day or day == self.only_day)

    # ── Articles ────────────────────────────────────────────────────────────────────────────────

    def article_request(self, item: ListItem, **options: Any) -> Request:
        """Return the request of an article; ``meta`` carries what the incremental crawl looks at."""
        from crawler.text.urls import article_id

        canonical = self.canonical(item.url)
        options = {"url": item.url, "headers": dict(self.headers), **options, **item.detail}
        return Request(
            callback=self.parse_article,
            errback=self.article_failed,
            cb_kwargs={"item": item},
            meta={"news": "article", "article_id": article_id(canonical), "canonical_url": canonical},
            **options,
        )

    async def parse_article(self, response: Response, item: ListItem) -> AsyncIterator[Any]:
        """Extract an article; ask for its next page where it has one."""
        if response.status == 304:  # the incremental crawl asked whether it has changed
            return
        if kind := self.challenge(response):
            yield self.set_aside(item.url, "challenge", kind)
            self.stop_if_blocked()
            return
        now = response_time(response)
        draft = await self.extract(response, item, now)
        self.apply_hints(draft, item, now)
        article = Article(
            draft=draft,
            fetched_at=now,
            etag=header_texts(response).get("Etag", ""),
            last_modified=header_texts(response).get("Last-Modified", ""),
            archive=dict(response.meta.get("archive") or {}),
            known_as=[response.meta.get("article_id", ""), self.address(response.url)["id"]],
            **self.address(item.url if item.detail else response.url),
        )
        yield self.next_or_done(article, draft, response, seen=[response.url])

    async def extract(self, response: Response, item: ListItem, now: datetime) -> Draft:
        """Return the page's draft; extraction runs in a thread, the reactor stays free."""
        from crawler.extract import extract_html

        return await asyncio.to_thread(
            extract_html,
            response.body,
            url=response.url,
            headers=header_texts(response),
            selectors=self.selectors_for(response, item),
            now=now,
        )

    def selectors_for(self, response: Response, item: ListItem) -> Selectors:  # noqa: ARG002
        """Return the selectors that fit a fetched page."""
        chosen = self.selectors()
        return page_selectors(chosen.remove) if FLAG in response.flags else chosen

    def apply_hints(self, draft: Draft, item: ListItem, now: datetime) -> None:
        """Fill in what only the list told."""
        if item.published_raw and (
            self.trust_list_date or is_finer(item.published_raw, draft.published_raw, now)
        ):
            draft.published_raw = item.published_raw
            draft.fields["published"] = "list"
        hints = {
            "title": item.title,
            "author_raw": item.author,
            "source_raw": item.source,
            "section": item.section,
        }
        for name, value in hints.items():
            if value and not getattr(draft, name) and not draft.not_article:
                setattr(draft, name, value)
                draft.fields[name.removesuffix("_raw")] = "list"
        if item.keywords and not draft.keywords:
            draft.keywords = list(item.keywords)
            draft.fields["keywords"] = "list"
        if draft.method == "site" and self.family and not self.body_is_own():
            draft.method = f"family:{self.family}"

    @classmethod
    def body_is_own(cls) -> bool:
        """Return whether the site, not its family, says where the text is."""
        return bool(vars(cls).get("body"))

    def address(self, url: str) -> dict[str, str]:
        """Return the article fields that follow from its address, and those of the outlet."""
        from crawler.text.urls import article_id

        canonical = self.canonical(url)
        return {"id": article_id(canonical), "url": url, "canonical_url": canonical, **self.identity()}

    # ── Articles over several pages ─────────────────────────────────────────────────────────────

    def next_or_done(
        self, article: Article, draft: Draft, response: Response, seen: list[str]
    ) -> Request | Article:
        """Return the request of the article's next page, or the article when it is whole."""
        url = next((url for url in draft.next_pages if is_next_page(url, response.url, seen)), "")
        if not url:
            return article
        if max((fragment.page for fragment in article.draft.fragments), default=1) >= self.max_pages:
            self.page_lost(article, f"more than {self.max_pages} pages")
            return article
        return Request(
            url,
            callback=self.parse_next_page,
            errback=self.next_page_failed,
            cb_kwargs={"article": article, "seen": [*seen, url]},
            headers={"Referer": response.url, **self.headers},
            meta={"news": "next_page"},
            priority=5,  # an article begun is finished first
            dont_filter=True,  # a page known from elsewhere must not swallow the article
        )

    async def parse_next_page(
        self, response: Response, article: Article, seen: list[str]
    ) -> AsyncIterator[Any]:
        """Append a further page's fragments; go on, or yield the article, once."""
        if kind := self.challenge(response):
            self.page_lost(article, f"challenge {kind}")
            yield article
            self.stop_if_blocked()
            return
        draft = await self.extract(response, ListItem(response.url), response_time(response))
        if not append_page(article.draft, draft):
            self.count("article/pages_repeated")
            yield article
            return
        self.count("article/pages_joined")
        yield self.next_or_done(article, draft, response, [*seen, response.url])

    def next_page_failed(self, failure: Failure) -> Iterator[Any]:
        """Yield what there is of the article, marked partial."""
        article: Article = failure.request.cb_kwargs["article"]  # type: ignore[attr-defined]
        self.page_lost(article, " ".join(reason_of(failure)).strip())
        yield article

    def page_lost(self, article: Article, why: str) -> None:
        """Mark an article that goes on where we could not."""
        article.is_partial = article.draft.is_partial = True
        article.draft.fields["next_pages"] = f"lost: {why}"
        self.count("article/pages_lost")

    # ── Failures ────────────────────────────────────────────────────────────────────────────────

    def article_failed(self, failure: Failure) -> Iterator[Any]:
        """Set aside an article that could not be fetched."""
        yield self.failed(failure)
        self.stop_if_blocked()

    def failed(self, failure: Failure, step: str = "fetch") -> Article:
        """Return the rejected article a failed request becomes."""
        request = failure.request  # type: ignore[attr-defined]
        reason, detail = reason_of(failure)
        if reason == "challenge":
            self.challenges_in_a_row += 1
            self.count(f"challenge/{detail}")
        item = request.cb_kwargs.get("item")
        return self.set_aside(item.url if item else request.url, reason, detail, step=step)

    def set_aside(self, url: str, reason: str, detail: str = "", *, step: str = "fetch") -> Article:
        """Return a rejected article: what becomes of a page or list that gave none."""
        self.count(f"dropped/{reason}")
        self.logger.warning("%s: %s %s", url, reason, detail)
        return Article(
            draft=Draft(url=url),
            fetched_at=datetime.now(UTC),
            rejection=Rejection(reason, step, detail),
            **self.address(url),
        )

    def challenge(self, response: Response) -> str:
        """Return which guard answered instead of the page, or ``""``."""
        kind = challenge_kind(response.status, header_texts(response), response.body)
        if kind:
            self.challenges_in_a_row += 1
            self.count(f"challenge/{kind}")
        else:
            self.challenges_in_a_row = 0
        return kind

    def stop_if_blocked(self) -> None:
        """End the crawl after several challenges in a row: the site does not want it now."""
        if self.challenges_in_a_row >= self.challenge_limit:
            raise CloseSpider("blocked")

    def count(self, what: str, by: int = 1) -> None:
        """Add to a counter of the crawl."""
        if by and self.crawler.stats is not None:
            self.crawler.stats.inc_value(what, by)


# ── Pure helpers of the walk ────────────────────────────────────────────────────────────────────


def fill_in(template: str, *, page: int = 1, day: date) -> str:
    """Return a list address with its ``{page}``, ``{date:…}``, ``{now}``, ``{week_ago}`` filled in."""
    if "{" not in template:
        return template
    now = int(datetime.now(UTC).timestamp())
    return template.format(page=page, date=day, now=now, week_ago=now - 7 * 86400)


def parse_day(raw: str, argument: str) -> date | None:
    """Return an ISO day, ``None`` for ``""``.  Raises ``ValueError`` naming the argument."""
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise ValueError(f"-a {argument}={raw}: not a day such as 2026-11-22") from None


URL_DAY = re.compile(r"(?<!\d)(20\d\d)([-/]?)(0[1-9]|1[0-2])[-/]?(0[1-9]|[12]\d|3[01])(?!\d)")


def url_day(url: str) -> date | None:
    """Return the day an address names (``/2026-11/22/``, ``/202611/22/``, ``/20261122/``), if any."""
    for year, _, month, day in URL_DAY.findall(urlsplit(url).path):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def is_finer(raw: str, than: str, now: datetime) -> bool:
    """Return whether a date says more than another: any more than none, a time of day more than a day."""
    from crawler.text.dates import parse_date

    new, old = parse_date(raw, now=now), parse_date(than, now=now) if than else None
    if new is None or old is None:
        return new is not None or not than
    return old.precision == "day" != new.precision


def response_time(response: Response) -> datetime:
    """Return when the page was answered: what relative dates count from.

    The server's ``Date`` is taken for pages out of the HTTP cache only; clocks of small papers err.
    """
    now = response.meta.get("fetched_at") or datetime.now(UTC)  # as the archive has it, when there is one
    if "cached" not in response.flags:
        return now
    try:
        return min(now, parsedate_to_datetime(header_texts(response)["Date"]).astimezone(UTC))
    except (KeyError, ValueError):
        return now


def is_missing(failure: Failure) -> bool:
    """Return whether the server said that there is no such page."""
    response = getattr(failure.value, "response", None)
    return response is not None and response.status in {404, 410}


def is_next_page(url: str, current: str, seen: Sequence[str]) -> bool:
    """Return whether ``url`` may be another page of the article: same host and folder, not seen."""
    done = {_bare(page) for page in seen}
    new, old = urlsplit(url), urlsplit(current)
    same_folder = new.path.rpartition("/")[0] == old.path.rpartition("/")[0]
    return _bare(url) not in done and new.hostname == old.hostname and same_folder


def _bare(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].rstrip("/")


def append_page(whole: Draft, draft: Draft) -> bool:
    """Join a further page to the draft; False when it only repeats text that is already there."""
    page = max((f.page for f in whole.fragments), default=1) + 1
    had = {f.text for f in whole.fragments if f.role == "body"}
    new = [f.text for f in draft.fragments if f.role == "body"]
    if not new or had.issuperset(new):
        return False
    for fragment in draft.fragments:
        fragment.page = page
        fragment.index = len(whole.fragments)
        if fragment.role == "title":  # the article has its title
            fragment.role = "chrome"
        whole.fragments.append(fragment)
    whole.byline_raw.extend(raw for raw in draft.byline_raw if raw not in whole.byline_raw)
    images = {image.url for image in whole.images}
    whole.images.extend(image for image in draft.images if image.url not in images)
    whole.mojibake += draft.mojibake
    return True
