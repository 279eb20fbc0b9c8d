"""One stored article once more through today's steps.

It is re-derived from its raw response where the WARC is at hand, else from what is stored: the text as
published (the clean text with its cuts put back) goes through the steps again.  Then rules see less: cuts
that rest on the page's make-up (hidden text, blocks of links) cannot be found again and stay as they are,
and what was not found on the page is cut only where the words alone leave no doubt (else, of 88 made-up
genuine pages, two lost a clause: pages that are not ours to ship, and trees of before).  Other cuts that
rules of before made and today's do not make are taken back.  What analysts restored is not cut again, what
they confirmed stays cut.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from crawler.items import Article, Byline, Draft, Fragment, Image, Link, Published, Source
from crawler.rules_version import rules_version
from crawler.spam import restore
from crawler.store.duplicates import fingerprint
from crawler.store.incoming import Incoming, incoming
from crawler.store.judged import CUT_FIELDS, respect, to_span
from crawler.store.spam_memory import SiteMemories

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scrapy.settings import BaseSettings

    from crawler.families.archive import ArchiveSpider

_Record = TypeVar("_Record")
_OF_MAKE_UP = frozenset({"hidden_text", "link_block"})
"""Kinds of spans that the words alone do not show."""


@dataclass(slots=True)
class Rederived:
    """One article under today's rules."""

    id: str
    new: Incoming | None
    """None: the rules of today give no article."""
    reason: str = ""
    """Why not, or ``page`` / ``stored``: what it was derived from."""
    refused: Incoming | None = None
    """The dead letter that today's rules would write instead of an article."""


class Rederiver:
    """Derives articles again; one per process, steps and sites are loaded once."""

    def __init__(
        self, settings: BaseSettings, archive_dir: str, memory: Iterable[dict[str, Any]] = ()
    ) -> None:
        """``memory``: documents of ``spam_memory``, of any sites: what a crawl of today would know."""
        from crawler.cleaning import Cleaner

        self.settings = settings
        self.archive_dir = archive_dir
        self.steps = Cleaner(settings).steps
        memories = SiteMemories(lambda _what, _by: None)
        memories.take(memory)
        for step in self.steps:
            if step.name == "despam":
                step.memories = memories  # type: ignore[attr-defined]
        self._spider: ArchiveSpider | None = None
        self._reader_regions: dict[tuple[str, str], str] = {}

    def rederive(self, stored: dict[str, Any], spans: Sequence[dict[str, Any]]) -> Rederived:
        """Return the stored article (with its ``spam_spans``) as today's rules give it."""
        article = self._from_page(stored)
        source = "page" if article is not None else "stored"
        if article is None:
            article = from_stored(stored, spans)
        article.reader_region = self._reader_region(stored)
        for step in self.steps:
            step.run(article)
            if step.name == "despam" and article.rejection is None:
                if source == "stored":
                    made_by = (stored.get("extraction") or {}).get("rules_version")
                    same_rules = made_by == rules_version()
                    surely = self.settings.getfloat("SPAM_CUT_THRESHOLD_WITHOUT_PAGE")
                    doubt_new(article, spans, surely, same_rules=same_rules)
                    keep_cuts(article, spans, same_rules=same_rules)
                respect(article, spans)
        done = self._done(stored["_id"], article, source)
        if done.new is not None and source == "stored":
            # The draft was made of what is stored: what it does not hold stays as it is.
            document = done.new.document
            for name in ("section", "breadcrumbs", "keywords", "images", "is_partial"):
                document[name] = stored.get(name, document.get(name))
            document["hashes"]["published"] = stored["hashes"]["published"]
            document["extraction"] = stored.get("extraction", {}) | {
                "rules_version": document["extraction"].get("rules_version", "")
            }
        return done

    def rederive_rejected(self, rejected: dict[str, Any]) -> Rederived:
        """Return what today's rules make of a document of ``rejected_items``."""
        article = self._from_page(rejected)
        source = "page" if article is not None else "stored"
        if article is None:
            article = from_rejected(rejected)
        article.reader_region = self._reader_region(rejected)
        for step in self.steps:
            step.run(article)
        return self._done(rejected["_id"], article, source)

    @staticmethod
    def _done(key: str, article: Article, source: str) -> Rederived:
        article.id = key
        if article.rejection is not None:
            return Rederived(key, None, article.rejection.reason, incoming(article))
        article.fingerprint = fingerprint(article.body.hans)
        return Rederived(key, incoming(article), source)

    def _reader_region(self, stored: Mapping[str, Any]) -> str:
        """Return whose Traditional the article's derived form is: its site says so, else its region."""
        from scrapy.spiderloader import get_spider_loader

        from crawler.site import NewsSpider

        site, region = known = stored.get("site", ""), stored.get("region", "")
        if known not in self._reader_regions:
            try:
                declared = get_spider_loader(self.settings).load(site)
            except KeyError:  # a site that is gone
                declared = type("Gone", (NewsSpider,), {"name": site, "region": region})
            identity = declared.identity() if issubclass(declared, NewsSpider) else {}
            self._reader_regions[known] = identity.get("reader_region", "TW")
        return self._reader_regions[known]

    def _from_page(self, stored: dict[str, Any]) -> Article | None:
        """Read the article from its raw response; None when that, or the site that read it, is not here."""
        from crawler.archive_reading import read_response
        from crawler.families.archive import AnySite

        where = stored.get("archive") or {}
        if not self.archive_dir or not where.get("file"):
            return None
        try:
            page = read_response(self.archive_dir, where)
        except (OSError, ValueError):
            return None

        async def read_again() -> Article | None:
            spider = self._archive_spider(Path(self.archive_dir) / where["file"])
            read = [a async for a in spider.articles_of(page) if a.rejection is None]
            # Nobody's page may have become a site's; a site that is gone leaves its articles what they were.
            found = [a for a in read if stored.get("site", "") in {a.site, AnySite.name}]
            known = [a for a in found if stored["_id"] in {a.id, *a.known_as}]
            if known:
                return known[0]
            return found[0] if len(found) == 1 else None

        return asyncio.run(read_again())

    def _archive_spider(self, file: Path) -> ArchiveSpider:
        from scrapy.crawler import Crawler
        from scrapy.statscollectors import StatsCollector

        from crawler.families.archive import ArchiveSpider

        class Reader(ArchiveSpider):
            name = "archive"

        if self._spider is None:
            crawler = Crawler(Reader, self.settings)
            crawler.stats = StatsCollector(crawler)  # nobody's crawl, but what it counts must go somewhere
            self._spider = Reader.from_crawler(crawler, path=self.archive_dir)
        self._spider.files.found = sorted(file.parent.glob("*.warc.gz"))
        self._spider.addresses.clear()
        return self._spider


def from_stored(stored: Mapping[str, Any], spans: Iterable[Mapping[str, Any]]) -> Article:
    """Return an article at the start of its way, made of what is stored: texts as published."""
    cuts = {name: [to_span(s) for s in spans if s["field"] == name] for name in CUT_FIELDS}
    body = restore(stored["body"]["original"], cuts["body"])
    title = restore(stored["title"]["original"], cuts["title"])
    byline, source, published = (stored.get(name) or {} for name in ("byline", "source", "published"))
    draft = Draft(
        url=stored["url"],
        title=title,
        kicker=restore(stored.get("kicker", ""), cuts["kicker"]),
        subtitle=restore(stored.get("subtitle", ""), cuts["subtitle"]),
        fragments=[Fragment(n, line) for n, line in enumerate(body.split("\n"))],
        byline_raw=[byline["raw"]] if byline.get("raw") else [],
        source_raw=source.get("name", ""),
        source_url=source.get("url", ""),
        published_raw=published.get("raw", ""),
        method=(stored.get("extraction") or {}).get("method", ""),
        images=[Image(**image) for image in stored.get("images", ())],
    )
    article = Article(draft)
    plain = {f.name for f in fields(Article)} - {
        "draft", "title", "body", "byline", "source", "published", "script", "spam", "images", "spam_spans",
    }  # fmt: skip
    for name in plain & stored.keys():
        setattr(article, name, stored[name])
    article.id = stored["_id"]
    article.byline = Byline(**byline) if byline else Byline()
    article.source = Source(**source) if source else Source()
    article.published = Published(**published) if published else Published()
    return article


def from_rejected(rejected: Mapping[str, Any]) -> Article:
    """Return the article of a dead letter at the start of its way, with the draft as extraction gave it."""
    held = rejected.get("draft") or {}
    draft = _made(Draft, held)
    draft.images = [_made(Image, image) for image in held.get("images", ())]
    draft.fragments = [_made(Fragment, fragment) for fragment in held.get("fragments", ())]
    draft.unseen = [_made(Fragment, fragment) for fragment in held.get("unseen", ())]
    for fragment in (*draft.fragments, *draft.unseen):
        fragment.links = [_made(Link, link) for link in fragment.links]
    article = Article(draft, id=rejected["_id"])
    for name in ("url", "canonical_url", "site", "outlet", "region", "archive", "fetched_at", "is_partial"):
        if name in rejected:
            setattr(article, name, rejected[name])
    article.published.timezone = (rejected.get("published") or {}).get("timezone") or "+08:00"
    return article


def _made(record: type[_Record], values: Mapping[str, Any]) -> _Record:
    names = {f.name for f in fields(record)}
    return record(**{name: value for name, value in values.items() if name in names})


def doubt_new(
    article: Article, stored: Sequence[Mapping[str, Any]], surely: float, *, same_rules: bool
) -> None:
    """Cut nothing below ``surely`` that was not found on the page: better rules flag it for review.

    The rules that read the page (``same_rules``) did not find it there: it is dropped.
    """
    known = list(map(to_span, stored))
    kept = []
    for span in article.spam_spans:
        is_known = any(s.field == span.field and s.start < span.end and span.start < s.end for s in known)
        if not is_known and span.score < surely:
            if same_rules:
                continue
            span.state = "flagged"
        kept.append(span)
    article.spam_spans = kept


def keep_cuts(article: Article, stored: Iterable[Mapping[str, Any]], *, same_rules: bool) -> None:
    """Add the stored cuts that could not be found again, where they do not overlap one that was.

    Those are the ones that rest on the page's make-up; with the rules that made them (``same_rules``) all,
    since only the page can be what is missing.  Found outside the article, in no stored text: all.  What is
    only doubted now gives way to them.
    """
    for old in map(to_span, stored):
        lacks_page = same_rules or old.kind in _OF_MAKE_UP
        if old.field != "page" and not (old.field in CUT_FIELDS and lacks_page):
            continue
        beside = [
            s
            for s in article.spam_spans
            if s.field == old.field and s.start < old.end and old.start < s.end and old.field != "page"
        ]
        if any(s.state != "flagged" for s in beside):
            continue
        old.fragment = -1
        article.spam_spans = [s for s in article.spam_spans if s not in beside]
        article.spam_spans.append(old)
