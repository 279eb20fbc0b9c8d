"""A site's memory of doubtful texts, across pages and runs: collection ``spam_memory``.

One document per site and text: on which articles a rule found it, and what analysts said of it.  A crawl
loads its site's documents at the start and writes what it learnt as it goes; adding the same article twice
changes nothing, so replays and several crawlers at once are harmless.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from crawler.spam.memory import Recall, key
from crawler.store.connection import shared

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from typing import Self

    from pymongo.asynchronous.database import AsyncDatabase
    from pymongo.database import Database
    from scrapy.crawler import Crawler

    from crawler.items import Article

_ARTICLES_KEPT = 20
_SAMPLE = 200
_BATCH = 100


class SpamMemory:
    """The memory of one site; ``recall`` is what ``find_spam`` asks."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._found: dict[str, set[str]] = {}
        self._plain: dict[str, set[str]] = {}
        self._said: dict[str, str] = {}
        self._reading = ""

    def take(self, document: dict[str, Any]) -> None:
        """Take in a document of ``spam_memory``."""
        name = document["key"]
        self._found[name] = set(document.get("articles", ()))
        self._plain[name] = set(document.get("plain", ()))
        if document.get("said"):
            self._said[name] = document["said"]

    def of(self, article: str) -> SpamMemory:
        """Return the memory as ``article`` may use it: what it said itself is no evidence about it."""
        view = SpamMemory(self.site)
        view._found, view._plain, view._said, view._reading = self._found, self._plain, self._said, article
        return view

    def recall(self, text: str) -> Recall:
        """Return what the site's other articles, and analysts, say of a text."""
        name = key(text)
        said = self._said.get(name, "")
        return Recall(
            len(self._found.get(name, set()) - {self._reading}),
            len(self._plain.get(name, set()) - {self._reading}),
            said == "restored",
            said == "confirmed",
        )

    def learn(self, article: Article) -> list[UpdateOne]:
        """Take in an article's findings, and return the writes that make them last."""
        now = datetime.now(UTC)
        found = {key(s.text): s for s in article.spam_spans if s.state in {"cut", "flagged"}}
        lines = {key(f.text) for f in article.draft.fragments if 4 <= len(f.text) <= _SAMPLE}
        writes = []
        for name, span in found.items():
            self._found.setdefault(name, set()).add(article.id)
            sample = {"site": self.site, "key": name, "text": span.text[:_SAMPLE], "kind": span.kind}
            writes.append(self._write(name, "articles", article.id, sample, now))
        for name in (lines & self._found.keys()) - found.keys():
            if article.id not in self._found[name]:
                self._plain.setdefault(name, set()).add(article.id)
                writes.append(self._write(name, "plain", article.id, {"site": self.site, "key": name}, now))
        return writes

    def _write(self, name: str, where: str, article: str, first: dict[str, Any], now: datetime) -> UpdateOne:
        known = self._found if where == "articles" else self._plain
        change: dict[str, Any] = {"$setOnInsert": first | {"first_seen_at": now}}
        if len(known.get(name, ())) <= _ARTICLES_KEPT:
            change["$addToSet"] = {where: article}
        return UpdateOne({"_id": f"{self.site}:{name}"}, change, upsert=True)


class SiteMemories:
    """The memories of the sites a crawl visits, each read when its first article comes by."""

    def __init__(self, database: AsyncDatabase[dict[str, Any]], count: Callable[[str, int], None]) -> None:
        self.database = database
        self.count = count
        self._sites: dict[str, SpamMemory] = {}
        self._unsaved: list[UpdateOne] = []

    @classmethod
    async def open(cls, crawler: Crawler, count: Callable[[str, int], None]) -> Self:
        """Return a crawl's, over its shared connection; what is left is written when the spider closes."""
        from scrapy import signals

        memories = cls((await shared(crawler)).database, count)
        crawler.signals.connect(memories.save, signals.spider_closed)
        return memories

    async def around(
        self, article: Article, step: Callable[[Article], Coroutine[Any, Any, Article]]
    ) -> Article:
        """Run ``step`` on an article with its site's memory at hand, and learn from the outcome."""
        await self.know(article.site)
        done = await step(article)
        await self.learn(done)
        return done

    async def know(self, site: str) -> None:
        """Read a site's memory unless it is known."""
        if site in self._sites:
            return
        memory = SpamMemory(site)
        try:
            async for document in self.database.spam_memory.find({"site": site}):
                memory.take(document)
        except PyMongoError:  # better judged without what is remembered than lost
            self.count("memory_unread", 1)
        self._sites.setdefault(site, memory)

    def of(self, article: Article) -> SpamMemory:
        """Return what an article may ask; its site must be known."""
        return self._sites[article.site].of(article.id)

    async def learn(self, article: Article) -> None:
        """Take in what was found in an article; written in batches."""
        self._unsaved += self._sites[article.site].learn(article)
        if len(self._unsaved) >= _BATCH:
            await self.save()

    async def save(self) -> None:
        """Write what was learnt.  While MongoDB is away it waits; only at the crawl's end it can be lost."""
        writes, self._unsaved = self._unsaved, []
        if writes:
            try:
                await self.database.spam_memory.bulk_write(writes, ordered=False)
            except PyMongoError:
                self._unsaved = writes + self._unsaved
                self.count("memory_unsaved", len(writes))


def remember_verdict(database: Database[dict[str, Any]], site: str, text: str, said: str) -> None:
    """Keep what an analyst said of a text (``restored`` or ``confirmed``) for all pages of the site."""
    name = key(text)
    database.spam_memory.update_one(
        {"_id": f"{site}:{name}"},
        {
            "$set": {"site": site, "key": name, "text": text[:_SAMPLE], "said": said},
            "$setOnInsert": {"first_seen_at": datetime.now(UTC)},
        },
        upsert=True,
    )


def judged(database: Database[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Yield what analysts said of spans, as rows for ``bench/train_spam.py --reviewed``."""
    for span in database.spam_spans.find({"state": {"$in": ["restored", "confirmed"]}}).sort("_id", 1):
        yield {
            "text": span["text"],
            "spam": int(span["state"] == "confirmed"),
            "kind": span["kind"],
            "rule": span["rule"],
        }
