"""Stored articles once more through today's rules: what would change, changing it, and taking it back.

An article is re-derived from its raw response where the WARC is at hand, else from what is stored: the text
as published (the clean text with its cuts put back) goes through the steps again.  In that case cuts that
rest on the page's make-up (hidden text, blocks of links) cannot be found again and stay as they are.
What analysts restored is not cut again, what they confirmed stays cut.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any

import bson
from bson.codec_options import CodecOptions
from pymongo import DeleteMany, InsertOne, ReplaceOne

from crawler.store.articles import KEPT, VERSIONS, Incoming, same_article, span_documents
from crawler.store.duplicates import document as fingerprint_document
from crawler.store.judged import carry_reviews
from crawler.store.rederive import Rederived, Rederiver

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pymongo.database import Database

_OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
_BATCH = 50


@dataclass(slots=True)
class Difference:
    """What a re-cleaning changes, over all articles looked at."""

    looked: int = 0
    changed: int = 0
    by_source: Counter[str] = field(default_factory=Counter)
    by_field: Counter[str] = field(default_factory=Counter)
    by_rule: Counter[str] = field(default_factory=Counter)
    """``+rule`` cuts that come, ``-rule`` cuts that go."""
    refused: Counter[str] = field(default_factory=Counter)
    """Articles that today's rules would set aside, by reason; they stay."""
    examples: list[tuple[str, str, Any, Any]] = field(default_factory=list)
    """``(id, field, before, after)``."""

    def add(self, before: dict[str, Any], spans: Sequence[dict[str, Any]], result: Rederived) -> bool:
        """Count an article in; True when it changes."""
        self.looked += 1
        if result.new is None:
            self.refused[result.reason] += 1
            return False
        self.by_source[result.reason] += 1
        changed = list(field_changes(before, result.new.document))
        old = Counter((s["field"], s["start"], s["end"], s["rule"], s["state"]) for s in spans)
        new = Counter((s["field"], s["start"], s["end"], s["rule"], s["state"]) for s in result.new.spans)
        self.by_rule.update(f"-{key[3]}" for key in (old - new).elements())
        self.by_rule.update(f"+{key[3]}" for key in (new - old).elements())
        self.by_field.update(name for name, _, _ in changed)
        self.examples += [(result.id, *change) for change in changed]
        is_changed = bool(changed) or old != new
        self.changed += is_changed
        return is_changed


def field_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], prefix: str = ""
) -> Iterator[tuple[str, Any, Any]]:
    """Yield ``(dotted field, before, after)`` of what differs, fields that keep their value aside."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if old == new or (not prefix and name in {*KEPT, "hashes"}) or name in VERSIONS:
            continue
        if isinstance(old, dict) and isinstance(new, dict) and not prefix:
            yield from field_changes(old, new, f"{name}.")
        else:
            yield prefix + name, old, new


# ── Many ────────────────────────────────────────────────────────────────────────────────────────


_here: list[Rederiver] = []
"""A worker process's one rederiver: steps, sites and memory are loaded once."""


def _begin(archive_dir: str, memory: Sequence[dict[str, Any]]) -> None:
    from scrapy.utils.project import get_project_settings

    _here[:] = [Rederiver(get_project_settings(), archive_dir, memory)]


def _work(packed: bytes) -> bytes:
    """Do a part of the work in another process; BSON in, BSON out."""
    given = bson.decode(packed, _OPTIONS)
    done = _here[0].rederive(given["stored"], given["spans"])
    new = {name: getattr(done.new, name) for name in Incoming.__slots__} if done.new else None
    return bson.encode({"id": done.id, "new": new, "reason": done.reason})


def rederive_all(
    database: Database[dict[str, Any]],
    where: Mapping[str, Any],
    *,
    archive_dir: str = "",
    processes: int = 1,
    limit: int = 0,
) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]], Rederived]]:
    """Yield ``(stored, its spans, re-derived)`` of every article that ``where`` (a MongoDB filter) finds."""

    def jobs() -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
        for stored in database.articles.find(where).sort("_id", 1).limit(limit):
            yield stored, list(database.spam_spans.find({"article": stored["_id"]}))

    memory = list(database.spam_memory.find({"site": {"$in": database.articles.distinct("site", where)}}))
    # Processes are begun afresh: a fork of this one would inherit the database's threads half.
    with ProcessPoolExecutor(
        max(1, processes), get_context("spawn"), initializer=_begin, initargs=(archive_dir, memory)
    ) as pool:
        waiting: list[tuple[dict[str, Any], list[dict[str, Any]], Any]] = []
        for stored, spans in jobs():
            packed = bson.encode({"stored": stored, "spans": spans})
            waiting.append((stored, spans, pool.submit(_work, packed)))
            while len(waiting) > 16 * processes:
                yield _finished(*waiting.pop(0))
        while waiting:
            yield _finished(*waiting.pop(0))


def _finished(
    stored: dict[str, Any], spans: list[dict[str, Any]], future: Any
) -> tuple[dict[str, Any], list[dict[str, Any]], Rederived]:
    done = bson.decode(future.result(), _OPTIONS)
    new = Incoming(**done["new"]) if done["new"] else None
    return stored, spans, Rederived(done["id"], new, done["reason"])


def commit(
    database: Database[dict[str, Any]],
    run: str,
    batch: Sequence[tuple[dict[str, Any], Rederived]],
    now: datetime | None = None,
) -> int:
    """Write re-derived articles, each with a backup under the run's name; returns how many.

    An article that changed since it was read is left for another time.
    """
    now = now or datetime.now(UTC)
    written = 0
    for start in range(0, len(batch), _BATCH):
        part = {
            result.id: (before, result.new) for before, result in batch[start : start + _BATCH] if result.new
        }
        with database.client.start_session() as session, session.start_transaction():
            current = {
                d["_id"]: d for d in database.articles.find({"_id": {"$in": list(part)}}, session=session)
            }
            spans: dict[str, list[dict[str, Any]]] = {}
            for span in database.spam_spans.find({"article": {"$in": list(part)}}, session=session):
                spans.setdefault(span["article"], []).append(span)
            writes: dict[str, list[Any]] = {
                "articles": [],
                "spam_spans": [],
                "reclean_backups": [],
                "fingerprints": [],
            }
            for key, (before, new) in part.items():
                if key not in current or not same_article(before, current[key]):
                    continue
                written += 1
                old = current[key]
                document = new.document | {name: old[name] for name in KEPT if name in old}
                document["_id"] = key
                document["updated_at"] = now
                backup = {
                    "_id": f"{run}:{key}",
                    "run": run,
                    "article": old,
                    "spans": spans.get(key, []),
                    "at": now,
                }
                writes["reclean_backups"].append(ReplaceOne({"_id": backup["_id"]}, backup, upsert=True))
                writes["articles"].append(ReplaceOne({"_id": key}, document))
                writes["spam_spans"].append(DeleteMany({"article": key}))
                carried = carry_reviews(new.spans, spans.get(key, ()))
                writes["spam_spans"] += [InsertOne(span) for span in span_documents(key, carried)]
                values = fingerprint_document(key, new.fingerprint)
                writes["fingerprints"].append(ReplaceOne({"_id": key}, values, upsert=True))
            for name, requests in writes.items():
                if requests:
                    database[name].bulk_write(requests, session=session)
    return written


def rollback(database: Database[dict[str, Any]], run: str) -> tuple[int, int]:
    """Put back what a run changed; returns how many articles were put back and how many were not.

    Not put back are articles that changed again after the run.  Raises KeyError for a run nobody knows.
    """
    if database.reclean_backups.find_one({"run": run}) is None:
        raise KeyError(run)
    back = left = 0
    for backup in database.reclean_backups.find({"run": run}):
        key = backup["article"]["_id"]
        with database.client.start_session() as session, session.start_transaction():
            current = database.articles.find_one({"_id": key}, {"updated_at": 1}, session=session)
            if current is None or current["updated_at"] != backup["at"]:
                left += 1
                continue
            database.articles.replace_one({"_id": key}, backup["article"], session=session)
            database.spam_spans.delete_many({"article": key}, session=session)
            if backup["spans"]:
                database.spam_spans.insert_many(backup["spans"], session=session)
            database.reclean_backups.delete_one({"_id": backup["_id"]}, session=session)
        back += 1
    return back, left
