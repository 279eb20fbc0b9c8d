"""The store step's engine: batches, retries, the spool; an article is acknowledged when it is durable.

One task writes; while it waits for MongoDB, what comes in collects and is the next batch.  So a slow crawl
writes one by one at once, a fast one in batches, and nothing ever waits for a timer.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from itertools import islice
from typing import TYPE_CHECKING, Any

from bson.errors import BSONError, InvalidDocument
from pymongo.errors import (
    ConnectionFailure,
    DocumentTooLarge,
    InvalidOperation,
    OperationFailure,
    PyMongoError,
)

from crawler.store.articles import REWRITTEN, write_batch
from crawler.store.connection import in_brief, shared
from crawler.store.duplicates import document, mark_settled, settle, settle_pending
from crawler.store.embedded import EmbeddedServerError
from crawler.store.spool import Spool, waiting

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from pathlib import Path
    from typing import Self

    from scrapy.crawler import Crawler

    from crawler.store.connection import Connection
    from crawler.store.incoming import Incoming

logger = logging.getLogger(__name__)

WAITING = "waiting"
"""Counter: articles of this crawl that are in the spool at its end."""
UNREADABLE = "unreadable"
"""Counter: articles of the spool that can be stored by no means."""
BATCH = 64
BATCH_CHARS = 8_000_000
_FIRST_PAUSE = 0.1
_LONGEST_PAUSE = 5.0
_BUSY_SECONDS = 75.0
"""How long a server is tried that answers but takes nothing: it is starved, or a transaction left open by a
killed crawl is in the way (it ends after 10 s here, after 60 s on other servers)."""
_DUPLICATE_KEY = 11000
_POISON_CODES = frozenset({2, 121, 10334, 17280, _DUPLICATE_KEY, 17419, 17420, 22})
"""The document's fault: bad value, fails validation, too large, duplicate key …"""
_POISON = (
    InvalidDocument,
    DocumentTooLarge,
    InvalidOperation,
    BSONError,
    OverflowError,
    ValueError,
    TypeError,
)


class StorageFailedError(RuntimeError):
    """Neither MongoDB nor the local disk would take the article; it is not stored anywhere."""


class _Patience:
    """How long, and after which pauses, what MongoDB does not take is tried again."""

    def __init__(self, seconds: float) -> None:
        self._began = time.monotonic()
        self._until = self._began + seconds
        self._pause = _FIRST_PAUSE

    def is_over(self, error: PyMongoError) -> bool:
        """Tell whether, after this error, it is not worth another try."""
        if not isinstance(error, ConnectionFailure):
            self._until = max(self._until, self._began + _BUSY_SECONDS)
        return time.monotonic() + self._pause > self._until

    async def wait(self) -> None:
        """Wait for the next try."""
        await asyncio.sleep(self._pause * random.uniform(0.7, 1.3))
        self._pause = min(self._pause * 2, _LONGEST_PAUSE)


class Writer:
    """Writes articles durably; many tasks may call ``save`` at once."""

    def __init__(
        self,
        connection: Connection,
        data_dir: str | Path,
        name: str,
        *,
        patience: float = 20.0,
        count: Callable[[str, int], None] = lambda _what, _by: None,
    ) -> None:
        """``patience``: seconds MongoDB may be away before articles go to the spool."""
        self.connection = connection
        self.patience = patience
        self.spool = Spool(data_dir, name)
        self.data_dir = data_dir
        self.count = count
        self.on_failure: Callable[[], Coroutine[Any, Any, None]] | None = None
        """Called once when neither MongoDB nor the disk takes articles: what is fetched on is in vain."""
        self.is_away = False
        """True while articles go to the spool."""
        self._queue: asyncio.Queue[tuple[Incoming, asyncio.Future[str]] | None] = asyncio.Queue(BATCH * 4)
        self._task: asyncio.Task[None] | None = None
        self._probe_at = 0.0
        self._settled: list[dict[str, Any]] = []
        self._failing: asyncio.Future[None] | None = None

    @classmethod
    async def open(cls, crawler: Crawler, count: Callable[[str, int], None]) -> Self:
        """Return a crawl's writer, running, with what earlier crawls left in the spool stored.

        Raises ``CloseSpider`` when there is no database to begin with.
        """
        settings = crawler.settings
        writer = cls(
            await shared(crawler),
            settings["DATA_DIR"],
            crawler.spider.name if crawler.spider else "",
            patience=settings.getfloat("STORE_PATIENCE"),
            count=count,
        )
        engine = crawler.engine
        if engine is not None:
            writer.on_failure = lambda: engine.close_spider_async(reason="storage_failed")
        await writer.replay(patience=writer.patience)
        with contextlib.suppress(PyMongoError):  # they stay pending: no reason not to crawl
            await settle_pending(writer.connection.client, writer.connection.database)
        writer.start()
        return writer

    def start(self) -> None:
        """Begin to write; in a running event loop."""
        self._task = asyncio.get_running_loop().create_task(self._write_all())

    async def save(self, new: Incoming) -> str:
        """Return when the article is durable: its ``Change.kind``, ``spooled`` or ``poisoned``.

        Waits while the queue is full.  Raises ``StorageFailedError`` when it could not be kept at all.
        """
        done: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await self._queue.put((new, done))
        return await done

    async def close(self) -> None:
        """Write what is queued, try once more to store what was spooled, and end."""
        if self._task is not None:
            await self._queue.put(None)
            await self._task
            self._task = None
        self.spool.close()
        with contextlib.suppress(PyMongoError, EmbeddedServerError, OSError):
            if self.spool.count:
                await self.connection.revive()
                await self.replay()
            await self._mark_settled()
            await settle_pending(self.connection.client, self.connection.database)
        self.count(WAITING, self.spool.waiting)

    async def replay(self, *, patience: float | None = None) -> int:
        """Store what waits in the spool of this and of dead processes; returns how many articles.

        ``patience``: seconds MongoDB may be away (longer where it is busy); None: tried once.
        Raises ``PyMongoError`` when MongoDB is (still) away; what is not stored stays in the spool.  What can
        be read or stored by no means is counted (``unreadable``), told, and kept in a file beside.
        """
        stored = 0
        for file in waiting(self.data_dir):
            try:
                articles = iter(file)
                while batch := list(islice(articles, BATCH)):
                    kinds = await self._store_patiently(batch, patience)
                    stored += len(kinds)
                    file.unreadable += len(batch) - len(kinds)
                    if self.spool.wrote(file.path):  # this crawl's own news, as if MongoDB had been there
                        for kind in kinds:
                            self.count(kind, 1)
            except BaseException:
                file.release()
                raise
            unreadable = file.unreadable
            if path := file.done():
                self.count(UNREADABLE, unreadable)
                logger.error("%d articles of the spool cannot be stored and are kept in %s", unreadable, path)
        if stored:
            self.count("replayed", stored)
            logger.info("Stored %d articles from the spool", stored)
        return stored

    async def _store_patiently(self, batch: Sequence[Incoming], seconds: float | None) -> list[str]:
        """Do as ``_store_each``, again and again while MongoDB is away."""
        patience = _Patience(seconds or 0)
        while True:
            try:
                return await self._store_each(batch)
            except PyMongoError as error:
                if seconds is None or patience.is_over(error):
                    raise
                self.count("retries", 1)
                logger.debug("MongoDB does not take what waited in the spool, trying again: %s", error)
            await self._revive()
            await patience.wait()

    async def _store_each(self, batch: Sequence[Incoming]) -> list[str]:
        """Store articles of the spool; returns the kinds, none of what becomes no dead letter either."""
        try:
            return await self._store(batch)
        except (PyMongoError, *_POISON) as error:
            if isinstance(error, PyMongoError) and not is_poison(error):
                raise
            if len(batch) > 1:
                return [kind for new in batch for kind in await self._store_each([new])]
            return []

    # ── The writing task ────────────────────────────────────────────────────────────────────────

    async def _write_all(self) -> None:
        more = True
        while more:
            entry = await self._queue.get()
            entries = []
            chars = 0
            while entry is not None:
                entries.append(entry)
                chars += len(entry[0].document.get("search_terms", "")) * 5
                if len(entries) >= BATCH or chars > BATCH_CHARS or self._queue.empty():
                    break
                entry = self._queue.get_nowait()
            more = entry is not None
            if entries:
                await self._write([new for new, _ in entries], [done for _, done in entries])

    async def _write(self, batch: list[Incoming], waiters: Sequence[asyncio.Future[str]]) -> None:
        try:
            kinds = await self._keep(batch)
        except Exception as error:  # noqa: BLE001 - whatever it is, each waiting item must hear of it
            for waiter in waiters:
                if not waiter.done():
                    waiter.set_exception(StorageFailedError(f"not stored: {error}"))
            if self.on_failure is not None and self._failing is None:
                self._failing = asyncio.ensure_future(self.on_failure())
            return
        self.count("batches", 1)
        for kind, waiter in zip(kinds, waiters, strict=True):
            self.count(kind, 1)
            if not waiter.done():
                waiter.set_result(kind)

    async def _keep(self, batch: list[Incoming]) -> list[str]:
        """Store a batch, or spool it when MongoDB stays away."""
        patience = _Patience(self.patience)
        while not self.is_away or time.monotonic() >= self._probe_at:
            if self.is_away:
                await self._revive()
            try:
                kinds = await self._store(batch)
            except PyMongoError as error:
                self.count("retries", 1)
                if self.is_away or patience.is_over(error):
                    self._go_away(error)
                    break
                logger.debug("MongoDB does not take a batch, trying again: %s", error)
                await self._revive()
                await patience.wait()
            else:
                if self.is_away:
                    self.is_away = False
                    logger.warning("MongoDB is back")
                return kinds
        await asyncio.to_thread(self.spool.append, batch)
        return ["spooled"] * len(batch)

    def _go_away(self, error: Exception) -> None:
        if not self.is_away:
            is_gone = isinstance(error, ConnectionFailure)
            why = "is away" if is_gone else "answers, but takes nothing"
            logger.error("MongoDB %s; articles go to the spool: %s", why, in_brief(error))
        self.is_away = True
        self._probe_at = time.monotonic() + self.patience

    async def _revive(self) -> None:
        try:
            if await self.connection.revive():
                self.count("server_restarts", 1)
                logger.warning("The embedded MongoDB had died; it runs again")
        except (EmbeddedServerError, OSError) as error:
            logger.warning("The embedded MongoDB has died and does not start: %s", str(error)[:300])

    async def _store(self, batch: Sequence[Incoming]) -> list[str]:
        """Write a batch to MongoDB; a document it will never take goes to ``rejected_items`` instead."""
        try:
            kinds = await write_batch(self.connection.client, self.connection.database, batch)
        except _POISON as error:
            poison: Exception = error
        except PyMongoError as error:
            if not is_poison(error):
                raise
            poison = error
        else:
            await self._settle(batch, kinds)
            return kinds
        if len(batch) > 1:
            return [kind for new in batch for kind in await self._store([new])]
        new = batch[0]
        if new.document.get("step") == "store":
            raise poison  # not even the dead letter
        if getattr(poison, "code", 0) == _DUPLICATE_KEY and not await self._is_taken(new):
            return await self._store(batch)  # another process was quicker
        logger.error("Cannot store %s: %s", new.document.get("url"), str(poison)[:300])
        await self._store([new.as_rejected("not_storable", f"{type(poison).__name__}: {poison}")])
        return ["poisoned"]

    async def _settle(self, batch: Sequence[Incoming], kinds: Sequence[str]) -> None:
        """Find the doubles of what was just stored; what fails here is pending and settled later."""
        by_kind = {n.id: kind for n, kind in zip(batch, kinds, strict=True)}
        rewritten = [
            document(n.id, n.fingerprint)
            for n, kind in zip(batch, kinds, strict=True)
            if (n.fingerprint or kind != "new") and kind in REWRITTEN
        ]
        if not rewritten:
            return
        first_time = {key for key, kind in by_kind.items() if kind == "new"}
        client, database = self.connection.client, self.connection.database
        try:
            self.count("with_a_double", await settle(client, database, rewritten, first_time=first_time))
            self._settled += rewritten
            if len(self._settled) >= BATCH:
                await self._mark_settled()
        except PyMongoError as error:
            self.count("unsettled", len(rewritten))
            logger.debug("Doubles are looked for later: %s", error)

    async def _mark_settled(self) -> None:
        settled, self._settled = self._settled, []
        if settled:
            await mark_settled(self.connection.database, settled)

    async def _is_taken(self, new: Incoming) -> bool:
        """Tell whether another article has this one's canonical address."""
        other = {"canonical_url": new.document["canonical_url"], "_id": {"$ne": new.id}}
        return await self.connection.database.articles.find_one(other, {"_id": 1}) is not None


def is_poison(error: PyMongoError) -> bool:
    """Tell a document's own fault from a server that is away, busy or full."""
    if isinstance(error, ConnectionFailure) or error.has_error_label("TransientTransactionError"):
        return False
    if not isinstance(error, OperationFailure):
        return isinstance(error, _POISON)
    details: Mapping[str, Any] = error.details or {}
    codes = {error.code, *(e.get("code") for e in details.get("writeErrors", []))}
    return bool(codes & _POISON_CODES)
