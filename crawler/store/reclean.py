"""Stored articles once more through today's rules: what would change, changing it, and taking it back.

An article is re-derived from its raw response where the WARC is at hand, else from what is stored: the text
as published (the clean text with its cuts put back) goes through the steps again.  In that case cuts that
rest on the page's make-up (hidden text, blocks of links) cannot be found again and stay as they are.
What analysts restored is not cut again, what they confirmed stays cut.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bson
from bson.codec_options import CodecOptions
from pymongo import DeleteMany, InsertOne, ReplaceOne

from crawler.items import Article, Byline, Draft, Fragment, Image, Published, Source, SpamSpan, uncut_body
from crawler.spam import cut, restore
from crawler.store.articles import KEPT, Incoming, incoming, same_article, span_documents
from crawler.store.duplicates import document as fingerprint_document
from crawler.store.duplicates import fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pymongo.database import Database
    from scrapy.settings import BaseSettings

    from crawler.families.archive import ArchiveSpider

_OPTIONS: CodecOptions[dict[str, Any]] = CodecOptions(tz_aware=True)
_CUT_FIELDS = ("title", "kicker", "subtitle", "body")
_BATCH = 50


@dataclass(slots=True)
class Rederived:
    """One article under today's rules."""

    id: str
    new: Incoming | None
    """None: the rules of today give no article."""
    reason: str = ""
    """Why not (then it is left as it is), or ``page`` / ``stored``: what it was derived from."""


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
        if old == new or (not prefix and name in {*KEPT, "hashes"}) or name == "rules_version":
            continue
        if isinstance(old, dict) and isinstance(new, dict) and not prefix:
            yield from field_changes(old, new, f"{name}.")
        else:
            yield prefix + name, old, new


# ── One article ─────────────────────────────────────────────────────────────────────────────────


class Rederiver:
    """Derives articles again; one per process, steps and sites are loaded once."""

    def __init__(self, settings: BaseSettings, archive_dir: str) -> None:
        from crawler.cleaning import Cleaner

        self.settings = settings
        self.archive_dir = archive_dir
        self.steps = Cleaner(settings).steps
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
    cuts = {name: [_span(s) for s in spans if s["field"] == name] for name in _CUT_FIELDS}
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
    for old in map(_span, stored):
        taken = any(
            s.field == old.field and s.start < old.end and old.start < s.end for s in article.spam_spans
        )
        if old.field in _CUT_FIELDS and not taken:
            old.fragment = -1
            article.spam_spans.append(old)


def respect(article: Article, stored: Iterable[Mapping[str, Any]]) -> None:
    """Leave in the text what an analyst restored, keep cut what one confirmed; then cut again."""
    draft = article.draft
    texts = {
        "title": draft.title,
        "kicker": draft.kicker,
        "subtitle": draft.subtitle,
        "body": uncut_body(draft.fragments),
    }
    for old in map(_span, stored):
        if old.state not in {"restored", "confirmed"} or old.field not in texts:
            continue
        text = texts[old.field]
        at = old.start if text.startswith(old.text, old.start) else text.find(old.text)
        if at < 0:
            continue  # the page no longer says it
        old.start, old.end, old.fragment = at, at + len(old.text), -1
        others = [
            s for s in article.spam_spans if s.field != old.field or s.end <= old.start or old.end <= s.start
        ]
        article.spam_spans = [*others, old]
    clean = {
        name: cut(text, [s for s in article.spam_spans if s.field == name]) for name, text in texts.items()
    }
    article.title.original, article.body.original = clean["title"], clean["body"]
    article.kicker, article.subtitle = clean["kicker"], clean["subtitle"]
    article.paragraphs = [line for line in clean["body"].split("\n") if line.strip()]
    gone = [s for s in article.spam_spans if s.state in {"cut", "confirmed"}]
    article.spam.spans, article.spam.chars = len(gone), sum(len(s.text) for s in gone)
    article.spam.kinds = sorted({s.kind for s in gone})


def _span(stored: Mapping[str, Any]) -> SpamSpan:
    names = {f.name for f in fields(SpamSpan)}
    return SpamSpan(**{name: value for name, value in stored.items() if name in names})


# ── Many ────────────────────────────────────────────────────────────────────────────────────────


@cache
def _rederiver(archive_dir: str) -> Rederiver:
    from scrapy.utils.project import get_project_settings

    return Rederiver(get_project_settings(), archive_dir)


def _work(job: tuple[str, bytes]) -> bytes:
    """Do a part of the work in another process; BSON in, BSON out."""
    archive_dir, packed = job
    given = bson.decode(packed, _OPTIONS)
    done = _rederiver(archive_dir).rederive(given["stored"], given["spans"])
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

    # Processes are begun afresh: a fork of this one would inherit the database's threads half.
    with ProcessPoolExecutor(max(1, processes), mp_context=get_context("spawn")) as pool:
        waiting: list[tuple[dict[str, Any], list[dict[str, Any]], Any]] = []
        for stored, spans in jobs():
            packed = bson.encode({"stored": stored, "spans": spans})
            waiting.append((stored, spans, pool.submit(_work, (archive_dir, packed))))
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
                reviewed = {(s["field"], s["text"]): s for s in spans.get(key, ()) if "reviewed_by" in s}
                for span in span_documents(key, new.spans):
                    review = reviewed.get((span["field"], span["text"]), {})
                    known = {name: review[name] for name in ("reviewed_by", "reviewed_at") if name in review}
                    writes["spam_spans"].append(InsertOne(span | known))
                if new.fingerprint:
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
