"""How long it takes to find an article's doubles among many: three sizes, extrapolated to a million.

``python -m bench.duplicates [--sizes 10000,40000,160000]``.  Each size holds made-up fingerprints, one in
ten of them a near copy of another; then 256 new articles are stored, one by one and in batches, as the crawl
does, with their fingerprints in the same transaction, and settled.  Printed is what an article costs more
than one that is only stored; both are measured in turns, since others may use the machine.  The index is a
B-tree: time grows with the logarithm of the size, which is what the extrapolation assumes (least squares
over the three).
"""

from __future__ import annotations

import argparse
import asyncio
import math
import os
import random
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from scrapy.settings import Settings

from bench import processor
from crawler.store.connection import Connection, connect
from crawler.store.duplicates import document, fingerprint, mark_settled, settle
from crawler.store.writer import BATCH

Document = dict[str, Any]
NEW = 256
LETTERS = 900
MILLION = 1_000_000


def made_up(rng: random.Random, length: int = LETTERS) -> str:
    return "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(length))


def near_copy(values: bytes, rng: random.Random) -> bytes:
    """Return a fingerprint like ``values`` but for an eighth of its numbers."""
    copy = bytearray(values)
    for n in rng.sample(range(128), 16):
        copy[4 * n : 4 * n + 4] = os.urandom(4)
    return bytes(copy)


def article(key: str) -> dict[str, Any]:
    return {"_id": key, "outlet": "样本报", "canonical_url": key, "source": {"name": ""}, "duplicates": {}}


async def fill(connection: Connection, size: int, rng: random.Random) -> list[bytes]:
    """Bring the collection to ``size`` fingerprints; returns some of them."""
    database = connection.database
    have = await database.fingerprints.estimated_document_count()
    known: list[bytes] = []
    while have < size:
        batch = []
        for n in range(have, min(size, have + 2000)):
            values = near_copy(rng.choice(known), rng) if known and n % 10 == 0 else os.urandom(512)
            known.append(values)
            one = document(f"old{n}", values)
            del one["pending"]
            batch.append(one)
        await database.fingerprints.insert_many(batch, ordered=False)
        await database.get_collection("articles").insert_many(
            [article(one["_id"]) for one in batch], ordered=False
        )
        have += len(batch)
        known = known[-2000:]
    await connection.client.admin.command("fsync")  # a crawl never adds 100,000 at once: let that settle
    for _ in range(30):
        used = processor.seconds(connection.server.pid)
        await asyncio.sleep(2)
        if processor.seconds(connection.server.pid) - used < 0.1:
            break
    return known


class Stopwatch:
    """Adds up what stretches of work take: the clock's time, and the processors' here and in the server."""

    def __init__(self, server_pid: int) -> None:
        self.pid = server_pid
        self.clock = self.used = 0.0

    def __enter__(self) -> Self:
        self.clock -= time.perf_counter()
        self.used -= processor.seconds(self.pid)
        return self

    def __exit__(self, *_: object) -> None:
        self.clock += time.perf_counter()
        self.used += processor.seconds(self.pid)


async def store(connection: Connection, articles: list[Document], prints: list[Document]) -> None:
    """Store articles, and their fingerprints, in one transaction as the crawl does."""
    async with connection.client.start_session() as session, await session.start_transaction():
        await connection.database.articles.insert_many(articles, session=session)
        if prints:
            await connection.database.fingerprints.insert_many(prints, session=session)


async def measure(
    connection: Connection, known: list[bytes], at_once: int, rng: random.Random
) -> tuple[float, float]:
    """Return ms (clock, processors) that looking for doubles adds to an article stored ``at_once``."""
    texts = [made_up(rng) for _ in range(NEW)]
    database = connection.database
    looking, without = Stopwatch(connection.server.pid), Stopwatch(connection.server.pid)
    settled: list[Document] = []
    for start in range(0, NEW, at_once):
        part = range(start, start + at_once)
        with without:
            await store(connection, [article(f"new{at_once}-plain{n}") for n in part], [])
        copies = {n: near_copy(rng.choice(known), rng) for n in part if n % 10 == 0}
        with looking:
            prints = {n: fingerprint(texts[n]) for n in part} | copies
            new = [document(f"new{at_once}-{n}", prints[n]) for n in part]
            await store(connection, [article(one["_id"]) for one in new], new)
            await settle(connection.client, database, new, first_time={one["_id"] for one in new})
            settled += new
            if len(settled) >= BATCH:
                await mark_settled(database, settled)
                settled.clear()
    gone = {"_id": {"$regex": f"^new{at_once}-"}}
    await database.fingerprints.delete_many(gone)
    await database.articles.delete_many(gone)
    clock, used = looking.clock - without.clock, looking.used - without.used
    return clock / NEW * 1000, used / NEW * 1000


def extrapolated(sizes: list[int], times: list[float]) -> float:
    """Return the time at a million: a straight line over the logarithm of the size."""
    xs = [math.log(size) for size in sizes]
    mean_x, mean_y = sum(xs) / len(xs), sum(times) / len(times)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, times, strict=True)) / sum(
        (x - mean_x) ** 2 for x in xs
    )
    return mean_y + max(slope, 0.0) * (math.log(MILLION) - mean_x)


async def run(sizes: list[int], folder: Path) -> None:
    rng = random.Random(1)
    settings = Settings({"MONGODB_URI": "", "DATA_DIR": str(folder), "MONGODB_DATABASE": "bench"})
    connection = await connect(settings)
    await connection.database.command("collMod", "articles", validator={})  # ours are mere outlines here
    rows: list[tuple[float, ...]] = []
    print(f"{'ms an article':>12}{'one by one':>14}{'(processor)':>14}{'64 at once':>14}{'(processor)':>14}")
    try:
        known: list[bytes] = []
        for size in sizes:
            known = await fill(connection, size, rng) or known
            rows.append(
                (*await measure(connection, known, 1, rng), *await measure(connection, known, 64, rng))
            )
            print(f"{size:13,}" + "".join(f"{value:14.2f}" for value in rows[-1]), flush=True)
        last = [extrapolated(sizes, list(times)) for times in zip(*rows, strict=True)]
        print(f"{MILLION:13,}" + "".join(f"{value:14.2f}" for value in last) + "   extrapolated")
        stats = await connection.database.command("collStats", "fingerprints")
        per = (stats["storageSize"] + stats["totalIndexSize"]) / stats["count"]
        print(f"on disk {per:,.0f} bytes an article")
    finally:
        await connection.close()


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="10000,40000,160000")
    sizes = sorted(int(size) for size in parser.parse_args().sizes.split(","))
    with tempfile.TemporaryDirectory(prefix="duplicates-") as folder:
        asyncio.run(run(sizes, Path(folder)))


if __name__ == "__main__":
    main()
