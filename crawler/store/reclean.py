"""Stored articles and dead letters once more through today's rules: what would change, and changing it.

How one is derived again: ``crawler.store.rederive``.  A dead letter that today's rules take for an article
becomes one; a stored article that they would set aside stays, unless asked for otherwise.  Everything can be
taken back (``crawler.store.moves``).

Articles come and go one by one: a million need no more memory than a thousand.  Each batch is a transaction,
so a run that is killed leaves whole articles, some of before and some of after.
"""

from __future__ import annotations

import logging
import os
from collections import Counter, deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context, parent_process
from threading import Thread
from typing import TYPE_CHECKING, Any

import bson
from bson.codec_options import CodecOptions
from pymongo import DeleteMany, InsertOne, ReplaceOne
from pymongo.errors import AutoReconnect, BulkWriteError, CursorNotFound

from crawler.collector import collect_seldom
from crawler.step import STEP_ERROR
from crawler.store.articles import KEPT, VERSIONS, same_article, span_documents
from crawler.store.duplicates import document as fingerprint_document
from crawler.store.incoming import Incoming
from crawler.store.judged import carry_reviews
from crawler.store.moves import CHANGED, SET_ASIDE, accept, set_aside
from crawler.store.rederive import Rederived, Rederiver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Future

    from pymongo.client_session import ClientSession
    from pymongo.collection import Collection
    from pymongo.database import Database

logger = logging.getLogger(__name__)

_OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
_BATCH = 50
_CURSOR_BATCH = 50
"""Articles the server sends at once: a cursor that is not asked for ten minutes is closed."""
_DUPLICATE_KEY = 11000
_TRIES = 2


@dataclass(slots=True)
class Difference:
    """What a re-cleaning changes, over all articles looked at."""

    most_examples: int = 5
    """Kept of each kind: all of them might be a million."""
    looked: int = 0
    changed: int = 0
    failed: int = 0
    """Articles and dead letters at which our own code failed: they stay as they are."""
    by_source: Counter[str] = field(default_factory=Counter)
    by_field: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)
    """``+rule`` cuts that come, ``-rule`` cuts that go."""
    refused_for: Counter[str] = field(default_factory=Counter)
    """Articles that today's rules would set aside, by reason."""
    refused: list[tuple[str, str, str]] = field(default_factory=list)
    """Some of them: ``(reason, id, title)``."""
    dead_letters: int = 0
    """Of ``rejected_items``, looked at."""
    accepted_from: Counter[str] = field(default_factory=Counter)
    """Of them, articles by today's rules, by why they were set aside."""
    accepted: list[tuple[str, str, str]] = field(default_factory=list)
    """Some of them: ``(why it was set aside, id, title)``."""
    examples: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    """``(id, field, before, after)``."""

    def add(self, before: dict[str, Any], spans: Sequence[dict[str, Any]], result: Rederived) -> bool:
        """Count an article in; True when it changes."""
        self.looked += 1
        if result.reason == STEP_ERROR:
            self.failed += 1
            return False
        if result.new is None:
            self.refused_for[result.reason] += 1
            if len(self.refused) < self.most_examples:
                self.refused.append((result.reason, result.id, before["title"]["original"]))
            return False
        self.by_source[result.reason] += 1
        changed = list(field_changes(before, result.new.document))
        old = Counter((s["field"], s["start"], s["end"], s["rule"], s["state"]) for s in spans)
        new = Counter((s["field"], s["start"], s["end"], s["rule"], s["state"]) for s in result.new.spans)
        self.by_rule.update(f"-{key[3]}" for key in (old - new).elements())
        self.by_rule.update(f"+{key[3]}" for key in (new - old).elements())
        for change in changed:
            self.by_field[change[0]] += 1
            # Of each field: where one is another in every article, nothing else would be seen.
            if self.by_field[change[0]] <= self.most_examples:
                self.examples.append((result.id, *change))
        is_changed = bool(changed) or old != new
        self.changed += is_changed
        return is_changed

    def add_dead_letter(self, before: dict[str, Any], result: Rederived) -> bool:
        """Count a document of ``rejected_items`` in; True when it is an article by today's rules."""
        self.dead_letters += 1
        self.failed += result.reason == STEP_ERROR
        if result.new is None:
            return False
        self.accepted_from[before["reason"]] += 1
        if len(self.accepted) < self.most_examples:
            self.accepted.append((before["reason"], result.id, result.new.document["title"]["original"]))
        return True


def field_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """Yield ``(dotted field, before, after)`` of what differs, fields that keep their value aside."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new or (not prefix and name in {*KEPT, "hashes"}) or prefix + name in VERSIONS:
            continue
        if isinstance(old, dict) and isinstance(new, dict) and not prefix:
            yield from field_changes(old, new, f"{name}.")
        else:
            yield prefix + name, old, new


# ── Many ────────────────────────────────────────────────────────────────────────────────────────


_here: list[Rederiver] = []
"""A worker process's one rederiver: steps, sites and memory are loaded once."""


def _begin(archive_dir: str, memory: Sequence[dict[str, Any]], settings: dict[str, Any]) -> None:
    from scrapy.utils.project import get_project_settings

    Thread(target=_end_with_parent, daemon=True).start()
    chosen = get_project_settings()
    chosen.setdict(settings, priority="cmdline")
    collect_seldom()
    _here[:] = [Rederiver(chosen, archive_dir, memory)]


def _end_with_parent() -> None:
    """End when the parent was killed: a pool's worker would wait for work for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(packed: bytes) -> bytes:
    """Do a part of the work in another process; BSON in, BSON out."""
    given = bson.decode(packed, _OPTIONS)
    try:
        if given["spans"] is None:
            done = _here[0].rederive_rejected(given["stored"])
        else:
            done = _here[0].rederive(given["stored"], given["spans"])
        return _packed(done)
    except Exception:  # one article must not end the run for all others
        logger.exception("%s cannot be derived again", given["stored"]["_id"])
        return _packed(Rederived(given["stored"]["_id"], None, STEP_ERROR))


def _packed(done: Rederived) -> bytes:
    outcome = {name: getattr(done, name) for name in ("id", "new", "reason", "refused")}
    for name in ("new", "refused"):
        if outcome[name] is not None:
            outcome[name] = {slot: getattr(outcome[name], slot) for slot in Incoming.__slots__}
    return bson.encode(outcome)


Again = tuple[dict[str, Any], list[dict[str, Any]] | None, Rederived]
"""What is stored (of ``articles`` with its spans, of ``rejected_items`` with None), and what it would be."""


def rederive_all(
    database: Database[dict[str, Any]],
    where: Mapping[str, Any],
    *,
    archive_dir: str = "",
    processes: int = 1,
    limit: int = 0,
    run: str = "",
    settings: Mapping[str, Any] | None = None,
) -> Iterator[Again]:
    """Yield every article that ``where`` (a MongoDB filter) finds, and every dead letter with a text.

    ``limit``: of either at most so many.  ``run``: its name, when what is yielded is written meanwhile; what
    it sets aside is no dead letter of before.  ``settings``: those of the command line.
    """
    with_text = {"$and": [dict(where), {"step": {"$nin": ["fetch", "list"]}}]}

    def jobs() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]] | None]]:
        for stored in in_order(database.articles, where, limit):
            yield stored, list(database.spam_spans.find({"article": stored["_id"]}))
        for rejected in in_order(database.rejected_items, with_text, limit):
            moved = {"_id": f"{run}:{rejected['_id']}", "what": SET_ASIDE}
            if not run or database.reclean_backups.find_one(moved, {"_id": 1}) is None:
                yield rejected, None

    sites = {*database.articles.distinct("site", where), *database.rejected_items.distinct("site", with_text)}
    memory = list(database.spam_memory.find({"site": {"$in": sorted(sites)}}))
    # Processes are begun afresh: a fork of this one would inherit the database's threads half.
    with ProcessPoolExecutor(
        max(1, processes),
        get_context("spawn"),
        initializer=_begin,
        initargs=(archive_dir, memory, dict(settings or {})),
    ) as pool:
        waiting: deque[tuple[dict[str, Any], list[dict[str, Any]] | None, Future[bytes]]] = deque()
        for stored, spans in jobs():
            packed = bson.encode({"stored": stored, "spans": spans})
            waiting.append((stored, spans, pool.submit(_work, packed)))
            while len(waiting) > 16 * processes:
                yield _finished(*waiting.popleft())
        while waiting:
            yield _finished(*waiting.popleft())


def in_order(
    collection: Collection[dict[str, Any]], where: Mapping[str, Any], limit: int = 0
) -> Iterator[dict[str, Any]]:
    """Yield documents in the order of ``_id``; goes on where it was when the server was started anew."""
    found: Mapping[str, Any] = where
    given = tries = 0
    while not limit or given < limit:
        try:
            left = limit - given if limit else 0
            for document in collection.find(found, batch_size=_CURSOR_BATCH).sort("_id", 1).limit(left):
                yield document
                given += 1
                tries = 0
                found = {"$and": [dict(where), {"_id": {"$gt": document["_id"]}}]}
        except (AutoReconnect, CursorNotFound):
            tries += 1
            if tries > _TRIES:
                raise
        else:
            return


def _finished(stored: dict[str, Any], spans: list[dict[str, Any]] | None, future: Future[bytes]) -> Again:
    done = bson.decode(future.result(), _OPTIONS)
    new, refused = (Incoming(**done[name]) if done[name] else None for name in ("new", "refused"))
    return stored, spans, Rederived(done["id"], new, done["reason"], refused)


@dataclass(slots=True)
class Commits:
    """Writes what a run changes as it comes, in batches."""

    database: Database[dict[str, Any]]
    run: str
    set_aside_too: bool = False
    """True: articles that today's rules refuse move to ``rejected_items``."""
    planned: int = 0
    written: Counter[str] = field(default_factory=Counter)
    """``changed``, ``accepted``, ``set_aside``."""
    _waiting: dict[str, list[tuple[dict[str, Any], Rederived]]] = field(default_factory=dict)

    def add(self, what: str, before: dict[str, Any], result: Rederived) -> None:
        """Write it with the batch it fills: ``what`` is one of ``crawler.store.moves``."""
        if what == SET_ASIDE and not self.set_aside_too:
            return
        self.planned += 1
        batch = self._waiting.setdefault(what, [])
        batch.append((before, result))
        if len(batch) >= _BATCH:
            self._write(what)

    def finish(self) -> None:
        """Write what is left."""
        for what in list(self._waiting):
            self._write(what)

    def _write(self, what: str) -> None:
        batch = self._waiting.pop(what)
        write = commit if what == CHANGED else set_aside if what == SET_ASIDE else accept
        self.written[what] += write(self.database, self.run, batch)


def commit(
    database: Database[dict[str, Any]],
    run: str,
    batch: Sequence[tuple[dict[str, Any], Rederived]],
    now: datetime | None = None,
) -> int:
    """Write re-derived articles, each with a backup under the run's name; returns how many.

    Left for another time is an article that changed since it was read; left alone, one whose address, as
    today's rules write it, another article has.
    """
    now = now or datetime.now(UTC)
    written = 0
    for start in range(0, len(batch), _BATCH):
        part = {
            result.id: (before, result.new) for before, result in batch[start : start + _BATCH] if result.new
        }
        written += _commit_part(database, run, part, now)
    return written


_Part = dict[str, tuple[dict[str, Any], Incoming]]


def _commit_part(database: Database[dict[str, Any]], run: str, part: _Part, now: datetime) -> int:
    try:
        with database.client.start_session() as session:
            # An election, or a crawl that writes the same article, is tried again.
            return session.with_transaction(lambda inner: _write_part(database, inner, run, part, now))
    except BulkWriteError as error:
        codes = {found.get("code") for found in (error.details or {}).get("writeErrors", ())}
        if _DUPLICATE_KEY not in codes:
            raise
    if len(part) == 1:
        return 0
    return sum(_commit_part(database, run, {key: pair}, now) for key, pair in part.items())


def _write_part(
    database: Database[dict[str, Any]], session: ClientSession, run: str, part: _Part, now: datetime
) -> int:
    here = {"$in": list(part)}
    current = {d["_id"]: d for d in database.articles.find({"_id": here}, session=session)}
    spans: dict[str, list[dict[str, Any]]] = {}
    for span in database.spam_spans.find({"article": here}, session=session):
        spans.setdefault(span["article"], []).append(span)
    prints = {d["_id"]: d for d in database.fingerprints.find({"_id": here}, session=session)}
    writes: dict[str, list[Any]] = {
        name: [] for name in ("articles", "spam_spans", "reclean_backups", "fingerprints")
    }
    written = 0
    for key, (before, new) in part.items():
        if key not in current or not same_article(before, current[key]):
            continue
        written += 1
        old = current[key]
        document = new.document | {name: old[name] for name in KEPT if name in old}
        document["_id"] = key
        document["updated_at"] = now
        backup = {"_id": f"{run}:{key}", "run": run, "what": CHANGED, "at": now, "article": old}
        backup |= {"spans": spans.get(key, []), "fingerprints": prints.get(key)}
        writes["reclean_backups"].append(ReplaceOne({"_id": backup["_id"]}, backup, upsert=True))
        writes["articles"].append(ReplaceOne({"_id": key}, document))
        writes["spam_spans"].append(DeleteMany({"article": key}))
        carried = carry_reviews(new.spans, spans.get(key, ()))
        writes["spam_spans"] += [InsertOne(span) for span in span_documents(document, carried)]
        values = fingerprint_document(key, new.fingerprint)  # an empty one: too short to compare now
        writes["fingerprints"].append(ReplaceOne({"_id": key}, values, upsert=True))
    for name, requests in writes.items():
        if requests:
            database[name].bulk_write(requests, session=session)
    return written
