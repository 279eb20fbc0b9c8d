"""Who printed whose text: MinHash fingerprints of the clean text, clusters kept up to date as articles come.

The fingerprint reads the Simplified form's letters and digits, so script, punctuation and layout do not
count.  Its 128 values stand for the set of 5-character shingles (Broder 1997: the share of equal values
estimates the sets' Jaccard similarity, standard error 0.04 at 0.7); 16 bands of 4 are looked up in an index
(Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4), which finds a pair of similarity 0.7 with
probability 0.99 and one of 0.8 with 0.9998.

A cluster is what hangs together by pairs that share a band and are at or above ``THRESHOLD``: the same
whatever the order of arrival.  Its id is that of its original, and articles alone have none.  When the text
of a member becomes another, its cluster is worked out anew: it may leave, and take a bridge away.
"""

from __future__ import annotations

import asyncio
import hashlib
import random
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pymongo import UpdateOne, WriteConcern
from pymongo.errors import OperationFailure

from crawler.store.changes import differences

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from pymongo import AsyncMongoClient
    from pymongo.asynchronous.client_session import AsyncClientSession
    from pymongo.asynchronous.database import AsyncDatabase

THRESHOLD = 0.7
METHOD = "minhash-128/5-gram@2"
_VALUES, _BANDS, _ROWS, _SHINGLE, _SEED = 128, 16, 4, 5, 20_120_926
_FEWEST_SHINGLES = 40
# Beyond, a text is one that everybody prints: some of those like it are enough to find its cluster, and
# those of its cluster that did not change are not compared again.
_MOST_CANDIDATES, _MOST_LIKE_ONE, _MOST_COMPARED = 2000, 200, 1000
_TRIES, _PAUSE = 10, 0.1
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def fingerprint(hans: str) -> bytes:
    """Return the MinHash of a text's Simplified form (512 bytes); empty for texts too short to compare."""
    import numpy as np
    from rensa import RMinHash

    letters = "".join(filter(str.isalnum, hans))
    shingles = {letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1)}
    if len(shingles) < _FEWEST_SHINGLES:
        return b""
    minhash = RMinHash(num_perm=_VALUES, seed=_SEED)
    minhash.update(list(shingles))
    return np.array(minhash.digest(), "<u4").tobytes()


def bands(minhash: bytes) -> list[int]:
    """Return the keys to find a fingerprint by, one 32-bit number per band; none for an empty one.

    Of 16 million keys, those of a million articles, one in 270 is shared by chance: fewer bytes cost nothing.
    """
    size = 4 * _ROWS
    return [
        int.from_bytes(
            hashlib.blake2b(bytes([n]) + minhash[n * size : (n + 1) * size], digest_size=4).digest(),
            "big",
            signed=True,
        )
        for n in range(_BANDS if minhash else 0)
    ]


def values(minhash: bytes) -> bytes:
    """Return what is kept of a fingerprint to compare it: the lowest byte of each value.

    Li and König 2010 (b-bit minwise hashing): as good as all four but for equality by chance, 1 in 256.
    """
    return minhash[::4]


def similarity(a: bytes, b: bytes) -> float:
    """Return the estimated Jaccard similarity of two fingerprints (``values``), 0 to 1."""
    import numpy as np

    return max(0.0, float(_unbiased((np.frombuffer(a, "u1") == np.frombuffer(b, "u1")).mean())))


def _unbiased(equal: Any) -> Any:
    """Return the share of equal values less what is equal by chance."""
    return (equal - 1 / 256) / (1 - 1 / 256)


def alike(one: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the ids of those that belong with ``one``: a band in common, and at or above ``THRESHOLD``.

    All are documents of ``fingerprints``; those of another ``method`` are like none.
    """
    import numpy as np

    others = [other for other in others if other["bands"] and other["method"] == METHOD]
    if not one["bands"] or not others:
        return set()
    in_band = np.array([other["bands"] for other in others]) == np.array(one["bands"])
    same = np.frombuffer(b"".join(other["values"] for other in others), "u1").reshape(-1, _VALUES)
    close = _unbiased((same == np.frombuffer(one["values"], "u1")).mean(1)) >= THRESHOLD
    return {others[n]["_id"] for n in np.flatnonzero(in_band.any(1) & close)}


def document(article: str, minhash: bytes) -> dict[str, Any]:
    """Return the document of ``fingerprints``; ``pending`` until its cluster is settled."""
    kept = {"bands": bands(minhash), "values": values(minhash), "method": METHOD}
    return {"_id": article, **kept, "pending": True}


async def settle(
    client: AsyncMongoClient[dict[str, Any]],
    database: AsyncDatabase[dict[str, Any]],
    fingerprints: Sequence[Mapping[str, Any]],
    *,
    first_time: Container[str] = (),
) -> int:
    """Put stored articles into clusters; returns how many were found to have a double.

    ``fingerprints`` are documents of that collection, committed before; ``first_time``: ids of those that are
    new, and so in no cluster they might have left.  May be repeated at will; ``mark_settled`` ends that.
    """
    found = await _neighbours(database, fingerprints)
    with_doubles = {one for one, near in found.items() if len(near) > 1}
    may_leave = [one for one in found.keys() - with_doubles if one not in first_time]
    clustered = {"_id": {"$in": may_leave}, "duplicates.cluster": {"$gt": ""}}
    if with_doubles or (may_leave and await database.articles.find_one(clustered, {"_id": 1})):
        async with client.start_session() as session, await session.start_transaction():
            await _rearrange(session, database, found)
    return len(with_doubles)


async def mark_settled(
    database: AsyncDatabase[dict[str, Any]], fingerprints: Sequence[Mapping[str, Any]]
) -> None:
    """Note that the clusters of these are settled; for many at once it costs as much as for one.

    Those that became others meanwhile stay pending.  Not waited for on the disk: what is pending again after
    a crash is settled again, to the same end.
    """
    these = {
        "_id": {"$in": [f["_id"] for f in fingerprints]},
        "values": {"$in": [f["values"] for f in fingerprints]},
    }
    quick = database.get_collection("fingerprints", write_concern=WriteConcern(w=1, j=False))
    await quick.update_many(these, {"$unset": {"pending": ""}})


async def settle_pending(
    client: AsyncMongoClient[dict[str, Any]], database: AsyncDatabase[dict[str, Any]], at_once: int = 64
) -> int:
    """Settle what a killed crawl left pending; returns how many articles that were.

    Crawls that begin together settle the same ones and conflict: each tries again, at another moment.
    """
    done = tries = 0
    while batch := await database.fingerprints.find({"pending": True}).limit(at_once).to_list():
        try:
            await settle(client, database, batch)
        except OperationFailure as error:
            tries += 1
            if tries > _TRIES or not error.has_error_label("TransientTransactionError"):
                raise
            await asyncio.sleep(random.uniform(0, tries * _PAUSE))
            continue
        await mark_settled(database, batch)
        done += len(batch)
    return done


async def _neighbours(
    database: AsyncDatabase[dict[str, Any]], fingerprints: Sequence[Mapping[str, Any]]
) -> dict[str, set[str]]:
    """Return for each fingerprint the ids of all like it, itself included."""
    candidates = await _candidates(database, fingerprints, _MOST_CANDIDATES)
    near: dict[str, set[str]] = {}
    for one in fingerprints:
        others = candidates
        if len(candidates) > _MOST_CANDIDATES:  # cut off: a text that everybody prints may hide the others
            others = await _candidates(database, [one], _MOST_LIKE_ONE)
        near[one["_id"]] = {one["_id"]} | alike(one, others)
    return near


async def _candidates(
    database: AsyncDatabase[dict[str, Any]], fingerprints: Iterable[Mapping[str, Any]], most: int
) -> list[dict[str, Any]]:
    """Return the fingerprints that share a band with one of these, at most one more than ``most``."""
    keys = {key for one in fingerprints for key in one["bands"]}
    return await database.fingerprints.find({"bands": {"$in": list(keys)}}).limit(most + 1).to_list()


def _connected(links: Iterable[set[str]]) -> list[set[str]]:
    """Return the groups that hang together by sets that overlap."""
    groups: list[set[str]] = []
    for link in links:
        touching = [g for g in groups if g & link]
        groups = [g for g in groups if not g & link] + [link.union(*touching)]
    return groups


async def _rearrange(
    session: AsyncClientSession, database: AsyncDatabase[dict[str, Any]], found: Mapping[str, set[str]]
) -> None:
    """Bring the clusters of these articles, of their neighbours and of all in those up to date."""
    shown = dict.fromkeys(("outlet", "published_at", "published", "source", "duplicates"), 1)
    wanted = {"_id": {"$in": list(set().union(*found.values()))}}
    members = {m["_id"]: m async for m in database.articles.find(wanted, shown, session=session)}
    of_these = {(m.get("duplicates") or {}).get("cluster") for m in members.values()} - {None, ""}
    if of_these:
        others = {"duplicates.cluster": {"$in": list(of_these)}, "_id": {"$nin": list(members)}}
        members |= {m["_id"]: m async for m in database.articles.find(others, shown, session=session)}
    cursor = database.fingerprints.find({"_id": {"$in": list(members)}}, session=session)
    prints = {f["_id"]: f async for f in cursor if f["bands"] and f["method"] == METHOD}
    clusters: dict[str, set[str]] = {}
    for key, member in members.items():
        clusters.setdefault((member.get("duplicates") or {}).get("cluster", ""), set()).add(key)
    clusters.pop("", None)
    links = [near & members.keys() for near in found.values()]
    for cluster in clusters.values():
        links += _links(cluster, found.keys() & cluster, prints)
    writes: list[UpdateOne] = []
    for group in _connected([*links, *({key} for key in members)]):
        states = _states([members[key] for key in group], prints)
        writes += [
            UpdateOne({"_id": key}, {"$set": {"duplicates": state}})
            for key, state in states.items()
            if (members[key].get("duplicates") or {}) != state
        ]
    if writes:
        await database.articles.bulk_write(writes, session=session)


def _links(cluster: set[str], changed: set[str], prints: Mapping[str, Mapping[str, Any]]) -> list[set[str]]:
    """Return what hangs together in a cluster some of whose members may have changed."""
    if not changed or len(cluster) > _MOST_COMPARED:
        return [cluster - changed]
    those = [prints[key] for key in cluster if key in prints]
    return [{one["_id"]} | alike(one, those) for one in those]


def _states(
    members: Sequence[Mapping[str, Any]], prints: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, Any]]:
    """Return ``duplicates`` of each member of a group; empty for one alone."""
    if len(members) == 1:
        return {members[0]["_id"]: {}}
    original = original_of(members)
    states = {}
    for key in (member["_id"] for member in members):
        known = key in prints and original in prints
        close = similarity(prints[key]["values"], prints[original]["values"]) if known else 1.0
        states[key] = {"cluster": original, "original": original, "similarity": round(close, 3)}
    return states


def original_of(members: Sequence[Mapping[str, Any]]) -> str:
    """Return the id of the member that was first.

    Who credits another member's outlet did not write it; then the publication time counts (a bare day as
    its end, no time as never), then the id, so that the answer does not depend on the order of arrival.
    """
    return str(min(members, key=lambda m: (credits_another(m, members), _moment(m), m["_id"]))["_id"])


def credits_another(member: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a member names another member's outlet, not its own, as its source."""
    if names_outlet(member, member.get("outlet", "")):
        return False
    return any(names_outlet(member, m.get("outlet", "")) for m in members if m["_id"] != member["_id"])


def names_outlet(member: Mapping[str, Any], outlet: str) -> bool:
    """Tell whether a member's source is ``outlet``, as published or by the one name it goes by."""
    source = member.get("source") or {}
    return bool(outlet) and (outlet in source.get("name", "") or outlet == source.get("outlet"))


def _moment(member: Mapping[str, Any]) -> datetime:
    at = member.get("published_at")
    if at is None:
        return _NEVER
    by_day = (member.get("published") or {}).get("precision") == "day"
    moment: datetime = at + timedelta(hours=23, minutes=59) if by_day else at
    return moment


async def story(database: AsyncDatabase[dict[str, Any]], article: str) -> list[dict[str, Any]]:
    """Return a text's way through the papers: its cluster, the original first, then by time.

    Each: ``article, outlet, url, published_at, delay`` (seconds after the original; None if unknown),
    ``similarity, credited`` (names the original's outlet) and ``edits`` (see ``changes.differences``).
    """
    one = await database.articles.find_one({"_id": article})
    if one is None:
        return []
    cluster = (one.get("duplicates") or {}).get("cluster")
    members = await database.articles.find({"duplicates.cluster": cluster}).to_list() if cluster else [one]
    first = next((m for m in members if m["_id"] == (cluster or article)), members[0])
    rows = []
    for member in sorted(members, key=lambda m: (m is not first, _moment(m), m["_id"])):
        times = member.get("published_at"), first.get("published_at")
        rows.append(
            {
                "article": member["_id"],
                "outlet": member.get("outlet", ""),
                "url": member["url"],
                "published_at": times[0],
                "delay": (times[0] - times[1]).total_seconds() if times[0] and times[1] else None,
                "similarity": (member.get("duplicates") or {}).get("similarity", 1.0),
                "credited": names_outlet(member, first.get("outlet", "")),
                "edits": [] if member is first else differences(_in_hans(first), _in_hans(member)),
            }
        )
    return rows


def _in_hans(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be compared across scripts: title and body in Simplified."""
    return {name: {"original": document[name]["hans"]} for name in ("title", "body")}
