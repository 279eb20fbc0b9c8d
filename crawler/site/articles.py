"""How an article is fetched and taken apart, over all its pages; what becomes of pages that gave none."""

from __future__ import annotations

import asyncio
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, Spider
from scrapy.exceptions import CloseSpider

from crawler.extract.challenge import challenge_kind
from crawler.families.item_page import FLAG, page_selectors
from crawler.fetch.failures import header_texts, reason_of
from crawler.items import Article, Draft, Rejection
from crawler.site.days import is_finer, response_time
from crawler.site.declaration import Site

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence

    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.extract.selectors import Selectors

_LONG_BODY = 500_000
"""Bytes of a page from which extraction may keep the reactor too long: more than nearly all pages have."""


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

    def said(self) -> dict[str, Any] | None:
        """Return what the list said beside the address; None where that alone does not bring the text."""
        if self.html or self.detail:
            return None
        return {name: value for name, value in asdict(self).items() if value and name != "url"}


class ArticleSpider(Site, Spider):
    """Makes an ``Article`` of a list item: extracted, its pages joined, or set aside with the reason."""

    challenges_in_a_row = 0

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
            listed=item.said(),
            known_as=[response.meta.get("article_id", ""), self.address(response.url)["id"]],
            **self.address(item.url if item.detail else response.url),
        )
        yield self.next_or_done(article, draft, response, seen=[response.url])

    async def extract(self, response: Response, item: ListItem, now: datetime) -> Draft:
        """Return the page's draft; that of a long page is made in a thread, the reactor stays free."""
        from crawler.extract import extract_html

        read = partial(
            extract_html,
            response.body,
            url=response.url,
            headers=header_texts(response),
            selectors=self.selectors_for(response, item),
            now=now,
        )
        return await asyncio.to_thread(read) if len(response.body) > _LONG_BODY else read()

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
        only_of_first(article)
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
        only_of_first(article)
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
        article = self.set_aside(item.url if item else request.url, reason, detail, step=step)
        article.listed = item.said() if item else None
        return article

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


# ── Pages of one article ────────────────────────────────────────────────────────────────────────


def is_next_page(url: str, current: str, seen: Sequence[str]) -> bool:
    """Return whether ``url`` may be another page of the article: same host and folder, not seen.

    Or below the first page's own address (``/p/1234/page/2/``).
    """
    done = {_bare(page) for page in seen}
    new, old, first = urlsplit(url), urlsplit(current), urlsplit(seen[0] if seen else current)
    same_folder = new.path.rpartition("/")[0] == old.path.rpartition("/")[0]
    below = len(first.path) > 1 and new.path.startswith(first.path.rstrip("/") + "/")
    return _bare(url) not in done and new.hostname == old.hostname and (same_folder or below)


def only_of_first(article: Article) -> None:
    """Forget ETag and Last-Modified: the first page's cannot tell whether the others changed or are back."""
    article.etag = article.last_modified = ""


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
