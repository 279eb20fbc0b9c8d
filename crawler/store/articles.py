"""Writing articles: what an incoming article changes in the database, and doing it, all or nothing.

An article that says the same as the stored one changes nothing at all in ``articles``, ``spam_spans`` and
``article_revisions``: running a crawl twice leaves the same database.  That a page was looked at again is
kept apart, in ``visits``.  One transaction per batch: an article, its spans, its revision and its visit are
stored together or not at all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pymongo import DeleteMany, DeleteOne, InsertOne, ReplaceOne, UpdateOne

from crawler.fetch.reasons import GONE
from crawler.store.changes import PUBLISHED_FIELDS, differences, published_value
from crawler.store.duplicates import document as fingerprint_document
from crawler.store.incoming import lost_page
from crawler.store.judged import carry_reviews
from crawler.store.spam_changes import spam_change
from crawler.store.spam_memory import lesson_writes
from crawler.store.visits import MOVED, revisit_at, visit_after

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime
    from typing import Self

    from pymongo import AsyncMongoClient
    from pymongo.asynchronous.client_session import AsyncClientSession
    from pymongo.asynchronous.database import AsyncDatabase

    from crawler.store.incoming import Incoming

REWRITTEN = frozenset({"new", "edited", "rederived", "returned", "spam_changed"})
"""Kinds of change after which the article's text may be another."""
KEPT = ("url", "first_seen_at", "fetched_at", "updated_at", "revision", "archive", "duplicates", "withdrawn")
"""Fields that do not make an article another one: which of its addresses was asked, when it was fetched, and
its neighbours."""
VERSIONS = ("extraction.rules_version", "extraction.tables", "script.converter")
"""Fields that say what the article was read and converted with: another version alone makes no other one."""


@dataclass(slots=True)
class Change:
    """What one incoming article does to the database."""

    kind: str
    """``new``, ``unchanged``, ``edited``, ``rederived`` (same page, other rules), ``spam_changed`` (only
    injected text came or went), ``withdrawn``, ``returned``, ``older`` (a later version is stored),
    ``incomplete`` (a page of it could not be fetched this time, the whole is stored), ``rejected``,
    ``rejected_again``."""
    document: dict[str, Any] | None = None
    """The new state of ``articles`` (or, for ``rejected``, of ``rejected_items``); None: as it was."""
    spans: list[dict[str, Any]] | None = None
    """The new ``spam_spans`` of the article; None: as they were."""
    revision: dict[str, Any] | None = None
    """A document of ``article_revisions``."""
    spam: dict[str, Any] | None = None
    """A document of ``spam_changes``."""


def change(
    new: Incoming,
    stored: dict[str, Any] | None,
    stored_spans: Sequence[dict[str, Any]],
    rejected: dict[str, Any] | None,
) -> Change:
    """Decide what an incoming article changes; pure."""
    if new.is_rejected:
        return _change_by_rejection(new, stored, rejected)
    if stored is None:
        at = new.fetched_at
        document = new.document | {"first_seen_at": at, "updated_at": at, "revision": 0}
        return Change("new", document, span_documents(new.document, new.spans))
    withdrawn = stored.get("withdrawn")
    # A page that waited in the spool says nothing of what became of its article since.
    if new.fetched_at < max(stored["fetched_at"], withdrawn["at"] if withdrawn else stored["fetched_at"]):
        return Change("older")
    if lost_page(new.document) and not lost_page(stored):
        return Change("incomplete")
    new = _keep_first_reading(new, stored)
    returned = bool(withdrawn)
    spam = spam_change(stored, stored_spans, new.document, new.spans, new.fetched_at)
    if not returned and not spam and _core(new.document) == _core(stored):
        return Change("unchanged")
    document = new.document | {
        "first_seen_at": stored["first_seen_at"],
        "updated_at": new.fetched_at,
        "revision": stored["revision"],
        "duplicates": stored.get("duplicates") or new.document.get("duplicates", {}),
    }
    spans = span_documents(new.document, carry_reviews(new.spans, stored_spans))
    same_page = new.document["hashes"]["published"] == stored["hashes"]["published"]
    if same_page and not returned and any(s["state"] == "restored" for s in stored_spans):
        return Change("unchanged")  # an analyst has judged this page; new rules for it go by reclean
    # Pages that were lost the last time are no edit of the outlet's.
    changes = [] if same_page or lost_page(stored) else differences(stored, document)
    if spam and all(c["kind"] == "cosmetic" for c in changes):  # white space and marks around what was cut
        changes = []
    if not changes and not returned:
        return Change("spam_changed" if spam else "rederived", document, spans, spam=spam)
    document["revision"] += 1
    event = "returned" if returned else "edited"
    return Change(event, document, spans, _revision(stored, event, new.fetched_at, changes), spam)


def _keep_first_reading(new: Incoming, stored: dict[str, Any]) -> Incoming:
    """Keep the stored time where the page only says how long ago it was: the first reading is the finest."""
    said = new.document.get("published") or {}
    if stored.get("published_at") is None or "relative" not in said.get("inferred", ()):
        return new
    kept = {name: stored[name] for name in ("published_at", "published") if name in stored}
    return replace(new, document=new.document | kept)


def _change_by_rejection(
    new: Incoming, stored: dict[str, Any] | None, rejected: dict[str, Any] | None
) -> Change:
    """Decide what a page set aside changes: it never takes a stored article away; gone ones are marked."""
    if stored is not None:
        status = GONE.get(new.document["reason"])
        if status is None or stored.get("withdrawn") or new.fetched_at < stored["fetched_at"]:
            return Change("rejected_again")
        document = stored | {
            "withdrawn": {"at": new.fetched_at, "status": status},
            "revision": stored["revision"] + 1,
            "updated_at": new.fetched_at,
        }
        changes = [{"field": "withdrawn", "kind": "withdrawn", "before": None, "after": status}]
        return Change("withdrawn", document, None, _revision(stored, "withdrawn", new.fetched_at, changes))
    if rejected is not None and _core(rejected) == _core(new.document):
        return Change("rejected_again")
    first = rejected["first_seen_at"] if rejected else new.fetched_at
    return Change("rejected", new.document | {"first_seen_at": first})


def _revision(
    stored: dict[str, Any], event: str, at: datetime, changes: list[dict[str, Any]]
) -> dict[str, Any]:
    """Return the revision document: what it said before, and what became of it."""
    before: dict[str, Any] = {}
    for name in (*PUBLISHED_FIELDS, "published.raw", "byline.raw", "hashes.published"):
        before[name.replace(".", "_")] = published_value(stored, name)
    return {
        "_id": f"{stored['_id']}:{stored['revision'] + 1}",
        "article": stored["_id"],
        "site": stored["site"],
        "revision": stored["revision"] + 1,
        "event": event,
        "at": at,
        "changes": changes,
        "kinds": sorted({c["kind"] for c in changes}),
        "before": before | {"fetched_at": stored["fetched_at"], "archive": stored.get("archive", {})},
    }


def same_article(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Return whether two documents say the same, whenever and wherever they were fetched."""
    return _core(a) == _core(b)


def _core(document: dict[str, Any]) -> dict[str, Any]:
    """Return what makes two documents the same article (see ``KEPT``; spam in the frame comes and goes)."""
    core = {key: value for key, value in document.items() if key not in KEPT and key != "spam"}
    for part, _, name in (version.partition(".") for version in VERSIONS):
        core[part] = {key: value for key, value in core.get(part, {}).items() if key != name}
    return core


def span_documents(article: Mapping[str, Any], spans: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return an article's spans as documents of ``spam_spans``, each with an ``_id`` a replay gives again."""
    seen: Counter[str] = Counter()
    documents = []
    for span in spans:
        name = f"{article['_id']}:{span['field']}:{span['start']}-{span['end']}"
        seen[name] += 1
        number = f":{seen[name]}" if seen[name] > 1 else ""
        documents.append({"_id": name + number, "article": article["_id"], "site": article["site"], **span})
    return documents


async def write_batch(
    client: AsyncMongoClient[dict[str, Any]],
    database: AsyncDatabase[dict[str, Any]],
    batch: Sequence[Incoming],
) -> list[str]:
    """Write a batch in one transaction; returns each article's ``Change.kind``.

    When it returns, all of it is journalled.  When it raises (``PyMongoError``), none of it is stored, or,
    if the connection broke during the commit, all of it: writing the same batch again is right in any case.
    """
    async with client.start_session() as session:
        async with await session.start_transaction():
            picture = await _Picture.read(session, database, batch)
            kinds = [picture.add(new) for new in batch]
            for name, requests in picture.writes.items():
                if requests:
                    await database[name].bulk_write(requests, ordered=True, session=session)
        return kinds


@dataclass(slots=True)
class _Picture:
    """What the database holds of a batch's articles, and what is to be written."""

    stored: dict[str, dict[str, Any]]
    rejected: dict[str, dict[str, Any]]
    visits: dict[str, dict[str, Any]]
    spans: dict[str, list[dict[str, Any]]]
    writes: dict[str, list[Any]]

    @classmethod
    async def read(
        cls,
        session: AsyncClientSession,
        database: AsyncDatabase[dict[str, Any]],
        batch: Sequence[Incoming],
    ) -> Self:
        wanted = {"_id": {"$in": list({key for new in batch for key in (new.id, *new.known_as)})}}
        stored, rejected, visits = [
            {d["_id"]: d async for d in database[name].find(wanted, session=session)}
            for name in ("articles", "rejected_items", "visits")
        ]
        spans: dict[str, list[dict[str, Any]]] = {}
        if stored:
            of_stored = {"article": {"$in": list(stored)}}
            async for span in database.spam_spans.find(of_stored, session=session):
                spans.setdefault(span["article"], []).append(span)
        names = (
            "articles", "spam_spans", "article_revisions", "rejected_items", "visits", "fingerprints",
            "spam_memory", "spam_changes",
        )  # fmt: skip
        return cls(stored, rejected, visits, spans, {name: [] for name in names})

    def add(self, new: Incoming) -> str:
        """Add what an article writes, and keep the picture up for the rest of the batch."""
        stored = self.stored.get(new.id)
        done = change(new, stored, self.spans.get(new.id, []), self.rejected.get(new.id))
        writes = self.writes
        if done.kind == "rejected" and done.document is not None:
            writes["rejected_items"].append(ReplaceOne({"_id": new.id}, done.document, upsert=True))
            self.rejected[new.id] = done.document
        elif done.document is not None:
            writes["articles"].append(
                ReplaceOne({"_id": new.id}, done.document) if stored else InsertOne(done.document)
            )
            self.stored[new.id] = done.document
            if not new.is_rejected and new.id in self.rejected:
                del self.rejected[new.id]
                writes["rejected_items"].append(DeleteOne({"_id": new.id}))
        if done.revision is not None:
            writes["article_revisions"].append(InsertOne(done.revision))
        if done.spam is not None:
            writes["spam_changes"].append(InsertOne(done.spam))
        if done.spans is not None:
            if self.spans.get(new.id):
                writes["spam_spans"].append(DeleteMany({"article": new.id}))
            writes["spam_spans"] += [InsertOne(span) for span in done.spans]
            self.spans[new.id] = done.spans
        if (new.fingerprint or stored) and done.kind in REWRITTEN:  # an empty one: too short to compare now
            known_as = fingerprint_document(new.id, new.fingerprint)
            writes["fingerprints"].append(ReplaceOne({"_id": new.id}, known_as, upsert=True))
        writes["spam_memory"] += lesson_writes(new.document["site"], new.lessons, new.fetched_at)
        self._add_visit(new, done.kind)
        return done.kind

    def _add_visit(self, new: Incoming, kind: str) -> None:
        visit = visit_after(new, kind, self.visits.get(new.id), self.stored.get(new.id))
        self.visits[new.id] = visit
        self.writes["visits"].append(ReplaceOne({"_id": new.id}, visit, upsert=True))
        for alias in sorted({*new.known_as} - {new.id}):
            if alias in self.stored:  # an article of its own once; now its address leads elsewhere
                self._add_move(alias, new)
                continue
            link = {"url": visit["url"], "site": visit["site"], "article": new.id}
            link |= {"checked_at": visit["checked_at"], "due_at": None}
            self.writes["visits"].append(UpdateOne({"_id": alias}, {"$set": link}, upsert=True))

    def _add_move(self, alias: str, new: Incoming) -> None:
        """Note that a stored article's address leads to another page; it is looked at again in its turn."""
        due = revisit_at(new.fetched_at, self.stored[alias]["first_seen_at"])
        seen = {"checked_at": new.fetched_at, "due_at": due, "status": MOVED}
        self.writes["visits"].append(UpdateOne({"_id": alias}, {"$set": seen, "$inc": {"looks": 1}}))
