"""Who printed whose text: MinHash fingerprints of the clean text, clusters kept up to date as articles come.

The fingerprint reads the Simplified form's letters and digits, so script, punctuation and layout do not
count.  Its 128 values stand for the set of 5-character shingles (Broder 1997: the share of equal values
estimates the sets' Jaccard similarity, standard error 0.04 at 0.7); 16 bands of 4 are looked up in an index
(Leskovec, Rajaraman, Ullman: Mining of Massive Datasets, 3.4), which finds a pair of similarity 0.7 with
probability 0.99 and one of 0.8 with 0.9998.

A cluster is what hangs together by pairs at or above ``THRESHOLD``: the same whatever the order of arrival.
Its id is that of its original, and articles alone have none.
"""

from __future__ import annotations

import hashlib
import struct
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pymongo import UpdateOne, WriteConcern

from crawler.store.changes import differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pymongo import AsyncMongoClient
    from pymongo.asynchronous.client_session import AsyncClientSession
    from pymongo.asynchronous.database import AsyncDatabase

THRESHOLD = 0.7
METHOD = "minhash-128/5-gram@1"
_VALUES, _BANDS, _ROWS, _SHINGLE, _SEED = 128, 16, 4, 5, 20_120_926
_FEWEST_SHINGLES = 40
_MOST_CANDIDATES = 2000
_PACKED = struct.Struct(f"<{_VALUES}I")
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def fingerprint(hans: str) -> bytes:
    """Return the MinHash of a text's Simplified form (512 bytes); empty for texts too short to compare."""
    from rensa import RMinHash

    letters = "".join(c for c in hans if c.isalnum())
    shingles = {letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1)}
    if len(shingles) < _FEWEST_SHINGLES:
        return b""
    minhash = RMinHash(num_perm=_VALUES, seed=_SEED)
    minhash.update(list(shingles))
    return _PACKED.pack(*minhash.digest())


def bands(values: bytes) -> list[int]:
    """Return the keys under which a fingerprint is found: one 64-bit number per band."""
    size = 4 * _ROWS
    return [
        int.from_bytes(
            hashlib.blake2b(bytes([n]) + values[n * size : (n + 1) * size], digest_size=8).digest(),
            "big",
            signed=True,
        )
        for n in range(_BANDS)
    ]


def similarity(a: bytes, b: bytes) -> float:
    """Return the estimated Jaccard similarity of two fingerprints, 0 to 1."""
    if a == b:
        return 1.0
    pairs = zip(_PACKED.unpack(a), _PACKED.unpack(b), strict=True)
    return sum(1 for x, y in pairs if x == y) / _VALUES


def document(article: str, values: bytes) -> dict[str, Any]:
    """Return the document of ``fingerprints``; ``pending`` until its cluster is settled."""
    return {"_id": article, "bands": bands(values), "values": values, "method": METHOD, "pending": True}


async def settle(
    client: AsyncMongoClient[dict[str, Any]],
    database: AsyncDatabase[dict[str, Any]],
    fingerprints: Sequence[Mapping[str, Any]],
) -> int:
    """Put stored articles into clusters; returns how many were found to have a double.

    ``fingerprints`` are documents of that collection, committed before.  May be repeated at will.
    """
    found = await _neighbours(database, fingerprints)
    groups = _connected(found)
    if groups:
        async with client.start_session() as session, await session.start_transaction():
            for group in groups:
                await _unite(session, database, group)
    # Not waited for on the disk: what is pending again after a crash is settled again, to the same end.
    quick = database.get_collection("fingerprints", write_concern=WriteConcern(w=1, j=False))
    await quick.update_many({"_id": {"$in": list(found)}}, {"$unset": {"pending": ""}})
    return sum(1 for near in found.values() if len(near) > 1)


async def settle_pending(
    client: AsyncMongoClient[dict[str, Any]], database: AsyncDatabase[dict[str, Any]], at_once: int = 64
) -> int:
    """Settle what a killed crawl left pending; returns how many articles that were."""
    done = 0
    while batch := await database.fingerprints.find({"pending": True}).limit(at_once).to_list():
        await settle(client, database, batch)
        done += len(batch)
    return done


async def _neighbours(
    database: AsyncDatabase[dict[str, Any]], fingerprints: Sequence[Mapping[str, Any]]
) -> dict[str, set[str]]:
    """Return for each fingerprint the ids of all like it, itself included."""
    keys = {key for f in fingerprints for key in f["bands"]}
    by_band: dict[int, list[dict[str, Any]]] = {}
    cursor = database.fingerprints.find({"bands": {"$in": list(keys)}}, {"bands": 1, "values": 1})
    async for other in cursor.limit(_MOST_CANDIDATES + len(fingerprints)):
        for key in keys.intersection(other["bands"]):
            by_band.setdefault(key, []).append(other)
    near: dict[str, set[str]] = {}
    for one in fingerprints:
        candidates = {o["_id"]: o["values"] for key in one["bands"] for o in by_band.get(key, ())}
        near[one["_id"]] = {one["_id"]} | {
            i for i, values in candidates.items() if similarity(one["values"], values) >= THRESHOLD
        }
    return near


def _connected(near: Mapping[str, set[str]]) -> list[set[str]]:
    """Return the groups of two and more that hang together."""
    groups: list[set[str]] = []
    for one in near.values():
        touching = [g for g in groups if g & one]
        groups = [g for g in groups if not g & one] + [one.union(*touching)]
    return [g for g in groups if len(g) > 1]


async def _unite(
    session: AsyncClientSession, database: AsyncDatabase[dict[str, Any]], group: Iterable[str]
) -> None:
    """Make one cluster of a group and of every cluster its members are in."""
    wanted = {"_id": {"$in": list(group)}}
    clusters = {
        a["duplicates"]["cluster"]
        async for a in database.articles.find(wanted, {"duplicates.cluster": 1}, session=session)
        if a.get("duplicates", {}).get("cluster")
    }
    everyone = {"$or": [wanted, {"duplicates.cluster": {"$in": list(clusters)}}]}
    shown = dict.fromkeys(("outlet", "published_at", "published", "source.name", "duplicates"), 1)
    members = await database.articles.find(everyone, shown, session=session).to_list()
    if len(members) < 2:  # a double whose article was taken away
        return
    values = {
        f["_id"]: f["values"]
        async for f in database.fingerprints.find(
            {"_id": {"$in": [m["_id"] for m in members]}}, {"values": 1}, session=session
        )
    }
    original = original_of(members)
    writes: list[UpdateOne] = []
    for member in members:
        key = member["_id"]
        alike = similarity(values[key], values[original]) if key in values and original in values else 1.0
        state = {"cluster": original, "original": original, "similarity": round(alike, 3)}
        if member.get("duplicates") != state:
            writes.append(UpdateOne({"_id": key}, {"$set": {"duplicates": state}}))
    if writes:
        await database.articles.bulk_write(writes, session=session)


def original_of(members: Sequence[Mapping[str, Any]]) -> str:
    """Return the id of the member that was first.

    Who credits another member's outlet did not write it; then the publication time counts (a bare day as
    its end, no time as never), then the id, so that the answer does not depend on the order of arrival.
    """
    return str(min(members, key=lambda m: (credits_another(m, members), _moment(m), m["_id"]))["_id"])


def credits_another(member: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> bool:
    """Tell whether a member names another member's outlet, not its own, as its source."""
    source, own = (member.get("source") or {}).get("name", ""), member.get("outlet", "")
    if not source or (own and own in source):
        return False
    return any(m.get("outlet") and m["outlet"] in source for m in members if m["_id"] != member["_id"])


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
                "credited": bool(first.get("outlet")) and first["outlet"] in member["source"]["name"],
                "edits": [] if member is first else differences(_in_hans(first), _in_hans(member)),
            }
        )
    return rows


def _in_hans(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return what can be compared across scripts: title and body in Simplified."""
    return {name: {"original": document[name]["hans"]} for name in ("title", "body")}
