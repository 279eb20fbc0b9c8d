"""Moves between ``articles`` and ``rejected_items`` that a re-cleaning makes, and taking a run back.

Each change keeps in ``reclean_backups`` what was there before, under the run's name.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from pymongo.errors import AutoReconnect, CursorNotFound, DuplicateKeyError

from crawler.store.articles import same_article, span_documents
from crawler.store.duplicates import document as fingerprint_document
from crawler.store.visits import STORED, revisit_at

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pymongo.client_session import ClientSession
    from pymongo.database import Database

    from crawler.store.incoming import Incoming
    from crawler.store.rederive import Rederived

_CURSOR_BATCH = 50
_TRIES = 2
CHANGED, ACCEPTED, SET_ASIDE = "changed", "accepted", "set_aside"
"""``reclean_backups.what``: an article re-derived, a dead letter made an article, an article set aside."""
JUDGEMENT = "review:"
"""How the name begins under which an analyst's judgement of one span keeps its backup."""


def accept(
    database: Database[dict[str, Any]],
    run: str,
    batch: Sequence[tuple[dict[str, Any], Rederived]],
    now: datetime | None = None,
) -> int:
    """Make articles of dead letters; returns how many.

    One that changed since it was read, or whose address another article has, is left where it is.
    """
    now = now or datetime.now(UTC)
    done = 0
    for before, result in batch:
        if result.new is None:
            continue
        move = partial(_accept, database, run=run, before=before, new=result.new, now=now)
        with suppress(DuplicateKeyError):
            done += _in_transaction(database, move)
    return done


def _accept(
    database: Database[dict[str, Any]],
    session: ClientSession,
    *,
    run: str,
    before: dict[str, Any],
    new: Incoming,
    now: datetime,
) -> bool:
    key = before["_id"]
    current = database.rejected_items.find_one({"_id": key}, session=session)
    if current is None or current["fetched_at"] != before["fetched_at"]:
        return False
    if database.articles.find_one({"_id": key}, {"_id": 1}, session=session):
        return False
    first_seen_at = before.get("first_seen_at") or new.fetched_at
    article = new.document | {"_id": key, "first_seen_at": first_seen_at, "updated_at": now, "revision": 0}
    backup = {"run": run, "what": ACCEPTED, "at": now, "article": {"_id": key}, "rejected": current}
    _back_up(database, session, backup)
    database.rejected_items.delete_one({"_id": key}, session=session)
    _put(database, session, article, span_documents(article, new.spans))
    if new.fingerprint:
        values = fingerprint_document(key, new.fingerprint)
        database.fingerprints.replace_one({"_id": key}, values, upsert=True, session=session)
    visit = {"status": STORED, "failures": 0, "failing_since": None}
    visit["due_at"] = revisit_at(now, first_seen_at)
    database.visits.update_one({"_id": key}, {"$set": visit}, session=session)
    return True


def set_aside(
    database: Database[dict[str, Any]],
    run: str,
    batch: Sequence[tuple[dict[str, Any], Rederived]],
    now: datetime | None = None,
) -> int:
    """Move articles that today's rules refuse to ``rejected_items``; returns how many.

    Their revisions stay; who printed the same is looked for again without them.
    """
    now = now or datetime.now(UTC)
    done = 0
    for before, result in batch:
        if result.refused is not None:
            letter = result.refused.document
            move = partial(_set_aside, database, run=run, before=before, letter=letter, now=now)
            done += _in_transaction(database, move)
    return done


def _set_aside(
    database: Database[dict[str, Any]],
    session: ClientSession,
    *,
    run: str,
    before: dict[str, Any],
    letter: dict[str, Any],
    now: datetime,
) -> bool:
    key = before["_id"]
    current = database.articles.find_one({"_id": key}, session=session)
    if current is None or not same_article(before, current):
        return False
    _back_up(database, session, {"run": run, "what": SET_ASIDE, "at": now, "article": current})
    _take(database, session, current)
    letter = letter | {"_id": key, "first_seen_at": current["first_seen_at"]}
    database.rejected_items.replace_one({"_id": key}, letter, upsert=True, session=session)
    database.visits.update_one({"_id": key}, {"$set": {"status": letter["reason"]}}, session=session)
    return True


def runs(database: Database[dict[str, Any]]) -> list[str]:
    """Return the names of the re-cleanings that can be rolled back, the oldest first; judgements are none."""
    return sorted(r for r in database.reclean_backups.distinct("run") if not r.startswith(JUDGEMENT))


def rollback(database: Database[dict[str, Any]], run: str) -> tuple[int, int]:
    """Put back what a run changed; returns how many articles were put back and how many were not.

    Not put back are articles that changed again after the run, or whose address another one has by now.
    Raises KeyError for a run nobody knows.
    """
    if database.reclean_backups.find_one({"run": run}) is None:
        raise KeyError(run)
    back = tries = 0
    while True:
        left = 0
        try:
            for backup in database.reclean_backups.find({"run": run}, batch_size=_CURSOR_BATCH):
                is_back = False
                with suppress(DuplicateKeyError):
                    is_back = _in_transaction(database, partial(_take_back, database, backup=backup))
                back, left = back + is_back, left + (not is_back)
        except (AutoReconnect, CursorNotFound):  # the server was started anew: what is done is done
            tries += 1
            if tries > _TRIES:
                raise
        else:
            return back, left


def _in_transaction(database: Database[dict[str, Any]], do: Callable[[ClientSession], bool]) -> bool:
    """Do it in one transaction; again where another process, or an election, was in the way."""
    with database.client.start_session() as session:
        return session.with_transaction(do)


def _take_back(database: Database[dict[str, Any]], session: ClientSession, *, backup: dict[str, Any]) -> bool:
    is_back = _undo(database, session, backup)
    if is_back:
        database.reclean_backups.delete_one({"_id": backup["_id"]}, session=session)
    return is_back


def _undo(database: Database[dict[str, Any]], session: ClientSession, backup: dict[str, Any]) -> bool:
    key = backup["article"]["_id"]
    what = backup.get("what", CHANGED)
    current = database.articles.find_one({"_id": key}, session=session)
    if what == SET_ASIDE:
        if current is not None:
            return False  # a later crawl found an article there again
        database.rejected_items.delete_one({"_id": key}, session=session)
    else:
        if current is None or current["updated_at"] != backup["at"]:
            return False
        _take(database, session, current)
    if what == ACCEPTED:
        database.rejected_items.insert_one(backup["rejected"], session=session)
    else:
        _put(database, session, backup["article"], backup["spans"])
    for name in ("fingerprints", "visits"):
        if held := backup.get(name):
            pending = {"pending": True} if name == "fingerprints" else {}
            database[name].replace_one({"_id": key}, held | pending, upsert=True, session=session)
    return True


def _back_up(database: Database[dict[str, Any]], session: ClientSession, backup: dict[str, Any]) -> None:
    """Keep what there is of an article; ``backup`` says in what run, what is done, and when."""
    key = backup["article"]["_id"]
    backup |= {
        "_id": f"{backup['run']}:{key}",
        "spans": list(database.spam_spans.find({"article": key}, session=session)),
        "fingerprints": database.fingerprints.find_one({"_id": key}, session=session),
        "visits": database.visits.find_one({"_id": key}, session=session),
    }
    database.reclean_backups.replace_one({"_id": backup["_id"]}, backup, upsert=True, session=session)


def _put(
    database: Database[dict[str, Any]],
    session: ClientSession,
    article: dict[str, Any],
    spans: Sequence[dict[str, Any]],
) -> None:
    """Store an article and its spans; who printed the same is looked for when fingerprints are settled."""
    database.articles.insert_one(article | {"duplicates": {}}, session=session)
    if spans:
        # Those of a backup may be older than the field ``site``.
        its_spans = [{"site": article["site"], **span} for span in spans]
        database.spam_spans.insert_many(its_spans, session=session)


def _take(database: Database[dict[str, Any]], session: ClientSession, article: dict[str, Any]) -> None:
    """Take an article out, its cluster with it: what is left of that is settled anew."""
    key = article["_id"]
    database.articles.delete_one({"_id": key}, session=session)
    database.spam_spans.delete_many({"article": key}, session=session)
    database.fingerprints.delete_one({"_id": key}, session=session)
    cluster = (article.get("duplicates") or {}).get("cluster")
    if cluster:
        others = database.articles.distinct("_id", {"duplicates.cluster": cluster}, session=session)
        database.articles.update_many({"_id": {"$in": others}}, {"$set": {"duplicates": {}}}, session=session)
        database.fingerprints.update_many(
            {"_id": {"$in": others}}, {"$set": {"pending": True}}, session=session
        )
