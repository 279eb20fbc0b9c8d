"""One stored article once more through today's steps.

It is re-derived from its raw response where the WARC is at hand, else from what is stored: the text as
published (the clean text with its cuts put back) goes through the steps again.  In that case cuts that rest
on the page's make-up (hidden text, blocks of links) cannot be found again and stay as they are.  What
analysts restored is not cut again, what they confirmed stays cut.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.items import Article, Byline, Draft, Fragment, Image, Published, Source
from crawler.spam import restore
from crawler.store.articles import Incoming, incoming
from crawler.store.duplicates import fingerprint
from crawler.store.judged import CUT_FIELDS, respect, to_span
from crawler.store.spam_memory import SiteMemories

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from scrapy.settings import BaseSettings

    from crawler.families.archive import ArchiveSpider


@dataclass(slots=True)
class Rederived:
    """One article under today's rules."""

    id: str
    new: Incoming | None
    """None: the rules of today give no article."""
    reason: str = ""
    """Why not (then it is left as it is), or ``page`` / ``stored``: what it was derived from."""


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
                step.memories = memories
        self._spider: ArchiveSpider | None = None

    def rederive(self, stored: dict[str, Any], spans: Sequence[dict[str, Any]]) -> Rederived:
        """Return the stored article (with its ``spam_spans``) as today's rules give it."""
        article = self._from_page(stored)
        source = "page" if article is not None else "stored"
        if article is None:
            article = from_stored(stored, spans)
        for step in self.steps:
            step.run(article)
            if step.name == "despam":
                if source == "stored":
                    keep_cuts(article, spans)
                respect(article, spans)
        if article.rejection is not None:
            return Rederived(stored["_id"], None, article.rejection.reason)
        article.fingerprint = fingerprint(article.body.hans)
        article.id = stored["_id"]
        new = incoming(article)
        if source == "stored":  # the draft was made of these: what it does not hold stays as it is
            for name in ("section", "breadcrumbs", "keywords", "images", "is_partial"):
                new.document[name] = stored.get(name, new.document.get(name))
            new.document["hashes"]["published"] = stored["hashes"]["published"]
            new.document["extraction"] = stored.get("extraction", {}) | {
                "rules_version": new.document["extraction"].get("rules_version", "")
            }
        return Rederived(stored["_id"], new, source)

    def _from_page(self, stored: dict[str, Any]) -> Article | None:
        """Read the article from its raw response; None when that is not at hand."""
        from crawler.archive import read_response

        where = stored.get("archive") or {}
        if not self.archive_dir or not where.get("file"):
            return None
        try:
            page = read_response(self.archive_dir, where)
        except (OSError, ValueError):
            return None

        async def read() -> Article | None:
            spider = self._archive_spider(Path(self.archive_dir) / where["file"])
            found = [a async for a in spider.articles_of(page) if a.rejection is None]
            known = [a for a in found if stored["_id"] in {a.id, *a.known_as}]
            return (known or found or [None])[0] if len(found) == 1 or known else None

        return asyncio.run(read())

    def _archive_spider(self, file: Path) -> ArchiveSpider:
        from scrapy.crawler import Crawler

        from crawler.families.archive import ArchiveSpider

        class Reader(ArchiveSpider):
            name = "archive"

        if self._spider is None:
            self._spider = Reader.from_crawler(Crawler(Reader, self.settings), path=self.archive_dir)
        self._spider.files = sorted(file.parent.glob("*.warc.gz"))
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


def keep_cuts(article: Article, stored: Iterable[Mapping[str, Any]]) -> None:
    """Add the stored cuts that today's rules did not find, where they do not overlap one they found."""
    for old in map(to_span, stored):
        taken = any(
            s.field == old.field and s.start < old.end and old.start < s.end for s in article.spam_spans
        )
        if old.field in CUT_FIELDS and not taken:
            old.fragment = -1
            article.spam_spans.append(old)
