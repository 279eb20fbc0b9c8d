"""A site's memory of doubtful texts, across pages and runs: collection ``spam_memory``.

One document per site and text: on which articles a rule found it, and what analysts said of it.  What an
article teaches is written with it, in one transaction, and is evidence **from the next day on**: what is cut
from a page does not depend on which of the day's pages came first, nor on how often a crawl was killed.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo import UpdateOne
from pymongo.errors import PyMongoError

from crawler.spam.memory import Recall, key
from crawler.store.connection import shared
from crawler.store.judged import respect
from crawler.text.clock import CHINA

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable
    from typing import Self

    from pymongo.asynchronous.database import AsyncDatabase
    from pymongo.database import Database
    from scrapy.crawler import Crawler

    from crawler.items import Article

COUNTED = 20
"""Articles up to which a text is counted; one more is kept: an article is no evidence about itself."""
_SAMPLE = 200
_AGAIN_AFTER = 60.0
"""Seconds after which a memory that could not be read is read again: each try may take as long as MongoDB is
given to answer, and a crawl whose database is away goes on."""
_JUDGED = {"state": {"$in": ["restored", "confirmed"]}}


def local_day() -> str:
    """Return today's ISO day in China, by which what a page teaches counts or does not yet."""
    return datetime.now(CHINA).date().isoformat()


class SpamMemory:
    """The memory of one site as of the morning of ``today``; ``recall`` is what ``find_spam`` asks."""

    def __init__(self, site: str, today: str) -> None:
        """``today``: ISO day."""
        self.site = site
        self.today = today
        self._found: dict[str, set[str]] = {}
        self._plain: dict[str, set[str]] = {}
        self._said: dict[str, str] = {}
        self._taught: dict[str, set[str]] = {}
        self._reading = ""

    def take(self, document: dict[str, Any]) -> None:
        """Take in a document of ``spam_memory``."""
        name = document["key"]
        for known, entries in ((self._found, "articles"), (self._plain, "plain")):
            if earlier := self._earlier(document.get(entries, ())):
                known[name] = earlier
        if document.get("said"):
            self._said[name] = document["said"]

    def _earlier(self, entries: Iterable[str]) -> set[str]:
        """Return the articles of entries ``"<article> <day>"`` from before today."""
        pairs = (entry.partition(" ") for entry in entries)
        return {article for article, _, day in pairs if day < self.today}

    def of(self, article: str) -> SpamMemory:
        """Return the memory as ``article`` may use it: what it said itself is no evidence about it."""
        view = SpamMemory(self.site, self.today)
        view._found, view._plain, view._said, view._reading = self._found, self._plain, self._said, article
        return view

    def recall(self, text: str) -> Recall:
        """Return what the site's other articles, and analysts, say of a text."""
        if not (self._found or self._plain or self._said):
            return Recall()  # most sites have never been attacked
        name = key(text)
        said = self._said.get(name, "")
        return Recall(
            self._count(self._found, name),
            self._count(self._plain, name),
            said == "restored",
            said == "confirmed",
        )

    def _count(self, where: dict[str, set[str]], name: str) -> int:
        return min(len(where.get(name, set()) - {self._reading}), COUNTED)

    def lessons(self, article: Article) -> list[dict[str, Any]]:
        """Return what a despammed article teaches and was not known: for ``lesson_writes``."""
        found = {key(s.text): s for s in article.spam_spans if s.state in {"cut", "flagged"}}
        fragments = article.draft.fragments if self._found else ()  # plain is said of what was once found
        lines = {key(f.text) for f in fragments if 4 <= len(f.text) <= _SAMPLE}
        plain = {n for n in (lines & self._found.keys()) - found.keys() if article.id not in self._found[n]}
        entry = f"{article.id} {self.today}"
        return [
            {"key": name, "where": "articles", "entry": entry, "text": s.text[:_SAMPLE], "kind": s.kind}
            for name, s in sorted(found.items())
            if self._is_news("articles", name, article.id)
        ] + [
            {"key": name, "where": "plain", "entry": entry}
            for name in sorted(plain)
            if self._is_news("plain", name, article.id)
        ]

    def _is_news(self, where: str, name: str, article: str) -> bool:
        """Tell whether one more article is worth a write: it is new, and of such there are not enough yet."""
        known = (self._found if where == "articles" else self._plain).get(name, set())
        taught = self._taught.setdefault(f"{where} {name}", set())
        if article in known or len(known) > COUNTED or len(taught) > 2 * COUNTED:
            return False
        taught.add(article)
        return True


def lesson_writes(site: str, lessons: Iterable[dict[str, Any]], at: datetime) -> list[UpdateOne]:
    """Return the writes of what an article teaches; made twice they change nothing."""
    return [
        UpdateOne(
            {"_id": f"{site}:{lesson['key']}"},
            {
                "$addToSet": {lesson["where"]: lesson["entry"]},
                "$setOnInsert": {"site": site, "first_seen_at": at}
                | {name: lesson[name] for name in ("key", "text", "kind") if name in lesson},
            },
            upsert=True,
        )
        for lesson in lessons
    ]


class SiteMemories:
    """The memories of the sites a crawl visits, each read when its first article comes by."""

    def __init__(
        self, count: Callable[[str, int], None], today: str = "", *, again_after: float = _AGAIN_AFTER
    ) -> None:
        """``today``: ISO day; ``again_after``: seconds until what could not be read is read again."""
        self.count = count
        self.again_after = again_after
        self.today = today or local_day()
        self.database: AsyncDatabase[dict[str, Any]] | None = None
        self._sites: dict[str, SpamMemory] = {}
        self._judged: dict[str, list[dict[str, Any]]] | None = None
        self._unread: dict[str, float] = {}
        """Site whose memory, or what analysts said of its spans, could not be read → when to try again."""

    @classmethod
    async def open(cls, crawler: Crawler, count: Callable[[str, int], None]) -> Self:
        """Return a crawl's, over its shared connection."""
        memories = cls(count)
        memories.database = (await shared(crawler)).database
        return memories

    def take(self, documents: Iterable[dict[str, Any]]) -> None:
        """Take in documents of ``spam_memory``, of any sites."""
        for document in documents:
            self._sites.setdefault(document["site"], SpamMemory(document["site"], self.today)).take(document)

    async def around(
        self, article: Article, step: Callable[[Article], Coroutine[Any, Any, Article]]
    ) -> Article:
        """Run ``step`` on an article with its site's memory at hand, respect what analysts said of it."""
        await self.know(article.site)
        done = await step(article)
        judged = (self._judged or {}).get(done.id)
        if judged and done.rejection is None:
            respect(done, judged)
        done.lessons = self._sites[done.site].lessons(done)
        return done

    async def know(self, site: str) -> None:
        """Read a site's memory unless it is known, and once what analysts said of single spans.

        What cannot be read now is read later: until then its pages are judged without.
        """
        if self.database is None:
            return
        if site in self._sites and time.monotonic() < self._unread.get(site, float("inf")):
            return
        self._unread[site] = time.monotonic() + self.again_after  # of many pages at once, one tries again
        memory = SpamMemory(site, self.today)
        try:
            async for document in self.database.spam_memory.find({"site": site}):
                memory.take(document)
            if self._judged is None:
                judged: dict[str, list[dict[str, Any]]] = {}
                async for span in self.database.spam_spans.find(_JUDGED):
                    judged.setdefault(span["article"], []).append(span)
                self._judged = judged
        except PyMongoError:  # better judged without what is remembered than lost
            self.count("memory_unread", 1)
            self._unread[site] = time.monotonic() + self.again_after
            self._sites.setdefault(site, SpamMemory(site, self.today))
        else:
            if self._unread.pop(site, None) is not None:
                self._sites[site] = memory

    def of(self, article: Article) -> SpamMemory:
        """Return what an article may ask."""
        memory = self._sites.get(article.site) or SpamMemory(article.site, self.today)
        return memory.of(article.id)


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
