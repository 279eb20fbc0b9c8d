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

import hashlib
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
# Beyond, a text is one that everybody prints: some of those like it are enough to find its cluster, and
# those of its cluster that did not change are not compared again.
_MOST_CANDIDATES, _MOST_LIKE_ONE, _MOST_COMPARED = 2000, 200, 1000
_NEVER = datetime(9999, 1, 1, tzinfo=UTC)


def fingerprint(hans: str) -> bytes:
    """Return the MinHash of a text's Simplified form (512 bytes); empty for texts too short to compare."""
    import numpy as np
    from rensa import RMinHash

    letters = "".join(c for c in hans if c.isalnum())
    shingles = {letters[i : i + _SHINGLE] for i in range(len(letters) - _SHINGLE + 1)}
    if len(shingles) < _FEWEST_SHINGLES:
        return b""
    minhash = RMinHash(num_perm=_VALUES, seed=_SEED)
    minhash.update(list(shingles))
    return np.array(minhash.digest(), "<u4").tobytes()


def bands(values: bytes) -> list[int]:
    """Return the keys to find a fingerprint by: one 64-bit number per band, none for an empty one."""
    if not values:
        return []
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
    import numpy as np

    return 1.0 if a == b else float((np.frombuffer(a, "<u4") == np.frombuffer(b, "<u4")).mean())


def alike(one: bytes, others: Mapping[str, bytes]) -> set[str]:
    """Return the keys of those that belong with ``one``: a band in common, and at or above ``THRESHOLD``."""
    import numpy as np

    keys = [key for key, values in others.items() if values]
    if not one or not keys:
        return set()
    table = np.frombuffer(b"".join(others[key] for key in keys), "<u4").reshape(-1, _VALUES)
    same = table == np.frombuffer(one, "<u4")
    in_band = same[:, : _BANDS * _ROWS].reshape(-1, _BANDS, _ROWS).all(2).any(1)
    return {keys[n] for n in np.flatnonzero(in_band & (same.mean(1) >= THRESHOLD))}


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
    with_doubles = {one for one, near in found.items() if len(near) > 1}
    clustered = {"_id": {"$in": list(found.keys() - with_doubles)}, "duplicates.cluster": {"$gt": ""}}
    if with_doubles or await database.articles.find_one(clustered, {"_id": 1}):
        async with client.start_session() as session, await session.start_transaction():
            await _rearrange(session, database, found)
    # Not waited for on the disk: what is pending again after a crash is settled again, to the same end.
    quick = database.get_collection("fingerprints", write_concern=WriteConcern(w=1, j=False))
    await quick.update_many({"_id": {"$in": list(found)}}, {"$unset": {"pending": ""}})
    return len(with_doubles)


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
    candidates = await _candidates(database, fingerprints, _MOST_CANDIDATES)
    near: dict[str, set[str]] = {}
    for one in fingerprints:
        others = candidates
        if len(candidates) > _MOST_CANDIDATES:  # cut off: a text that everybody prints may hide the others
            others = await _candidates(database, [one], _MOST_LIKE_ONE)
        near[one["_id"]] = {one["_id"]} | alike(one["values"], others)
    return near


async def _candidates(
    database: AsyncDatabase[dict[str, Any]], fingerprints: Iterable[Mapping[str, Any]], most: int
) -> dict[str, bytes]:
    """Return the fingerprints that share a band with one of these, at most one more than ``most``."""
    keys = {key for one in fingerprints for key in one["bands"]}
    cursor = database.fingerprints.find({"bands": {"$in": list(keys)}}, {"values": 1}).limit(most + 1)
    return {other["_id"]: other["values"] async for other in cursor}


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
    wanted = {"_id": {"$in": list(set().union(*found.values()))}}
    of_these = await database.articles.distinct("duplicates.cluster", wanted, session=session)
    everyone = {"$or": [wanted, {"duplicates.cluster": {"$in": [key for key in of_these if key]}}]}
    shown = dict.fromkeys(("outlet", "published_at", "published", "source.name", "duplicates"), 1)
    members = {m["_id"]: m async for m in database.articles.find(everyone, shown, session=session)}
    cursor = database.fingerprints.find({"_id": {"$in": list(members)}}, {"values": 1}, session=session)
    values = {f["_id"]: f["values"] async for f in cursor}
    clusters: dict[str, set[str]] = {}
    for key, member in members.items():
        clusters.setdefault((member.get("duplicates") or {}).get("cluster", ""), set()).add(key)
    clusters.pop("", None)
    links = [near & members.keys() for near in found.values()]
    for cluster in clusters.values():
        links += _links(cluster, found.keys() & cluster, values)
    writes: list[UpdateOne] = []
    for group in _connected([*links, *({key} for key in members)]):
        states = _states([members[key] for key in group], values)
        writes += [
            UpdateOne({"_id": key}, {"$set": {"duplicates": state}})
            for key, state in states.items()
            if (members[key].get("duplicates") or {}) != state
        ]
    if writes:
        await database.articles.bulk_write(writes, session=session)


def _links(cluster: set[str], changed: set[str], values: Mapping[str, bytes]) -> list[set[str]]:
    """Return what hangs together in a cluster some of whose members may have changed."""
    if not changed or len(cluster) > _MOST_COMPARED:
        return [cluster - changed]
    texts = {key: values[key] for key in cluster if key in values}
    return [{key} | alike(text, texts) for key, text in texts.items()]


def _states(members: Sequence[Mapping[str, Any]], values: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    """Return ``duplicates`` of each member of a group; empty for one alone."""
    if len(members) == 1:
        return {members[0]["_id"]: {}}
    original = original_of(members)
    first = values.get(original, b"")
    states = {}
    for key in (member["_id"] for member in members):
        alike_first = similarity(values[key], first) if values.get(key) and first else 1.0
        states[key] = {"cluster": original, "original": original, "similarity": round(alike_first, 3)}
    return states


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
