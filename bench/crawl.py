"""``make bench-crawl``: our crawl against three plain ones, over a local server with 40 KB Chinese pages.

Every contender is a process of its own that fetches the same pages with the same concurrency and no delay;
the server runs in a third process, MongoDB in a fourth.  Contenders take turns, the best of the rounds
counts.  ``wall`` is from the fiftieth page fetched to the last item stored, ``cpu`` the contender's own
processor time in that span (children included): on a machine that others use, the second is the steadier.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.crawl_contenders import WARM_UP
from crawler.store import embedded

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

ROOT = Path(__file__).parents[1]
CONTENDERS = {
    "fetch": "Scrapy, fetching only",
    "css": "Scrapy + CSS + the docs' MongoPipeline",
    "trafilatura": "Scrapy + trafilatura + OpenCC + bulk writes",
    "ours": "ours, everything on",
}
AIMS = (("ours", "css", 0.8), ("ours", "trafilatura", 4.0))


def serve(count: int, ready: Connection) -> None:
    from bench.crawl_pages import serve as serve_pages

    with serve_pages(count) as server:
        ready.send(server.address)
        ready.recv()


def measure(name: str, address: str, uri: str, count: int, folder: Path) -> dict[str, float]:
    """Return ``{wall, cpu, items, bytes}`` of one contender's crawl, in a fresh database."""
    report = folder / "report.json"
    database = f"bench_{name}"
    command = [sys.executable, "-m", "bench.crawl_contenders", name, address, str(count), str(report)]
    environ = {
        **os.environ,
        "MONGODB_URI": uri,
        "MONGODB_DATABASE": database,
        "DATA_DIR": str(folder / "data"),
    }
    environ["ARCHIVE_DIR"] = str(folder / "archive")
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    if done.returncode or not report.exists():
        raise SystemExit(f"{name} failed:\n{done.stdout}{done.stderr}")
    found: dict[str, float] = json.loads(report.read_text())
    if found["items"] != count:
        raise SystemExit(f"{name} made {found['items']} items of {count} pages:\n{done.stderr[-3000:]}")
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=400)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--only", choices=CONTENDERS, action="append")
    options = arguments.parse_args()
    here, there = multiprocessing.Pipe()
    server = multiprocessing.Process(target=serve, args=(options.pages, there), daemon=True)
    server.start()
    address = here.recv()
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder, embedded.start(Path(folder, "mongodb")) as mongod:
        for _ in range(options.rounds):
            for name in options.only or CONTENDERS:
                drop(mongod.uri, f"bench_{name}")
                with tempfile.TemporaryDirectory(dir=folder) as own:
                    found = measure(name, address, mongod.uri, options.pages, Path(own))
                kept = best.setdefault(name, found)
                best[name] = {key: min(kept[key], found[key]) for key in found}
    here.send("stop")
    server.join(5)
    print(table(best, options.pages, options.rounds))


def drop(uri: str, database: str) -> None:
    from pymongo import MongoClient

    with MongoClient(uri) as client:
        client.drop_database(database)


def table(best: dict[str, dict[str, float]], pages: int, rounds: int) -> str:
    """Return the table people read: pages a second, by the clock and by processor time, and the ratios."""
    lines = [
        f"{pages} pages of 40 KB, best of {rounds} rounds, {os.cpu_count()} cores shared with the rest",
        "",
    ]
    lines.append(f"{'':46}{'pages/s':>9}{'pages/cpu s':>13}")
    for name, label in CONTENDERS.items():
        if name in best:
            wall, cpu = ((pages - WARM_UP) / best[name][key] for key in ("wall", "cpu"))
            lines.append(f"{label:46}{wall:9.0f}{cpu:13.0f}")
    lines.append("")
    for one, other, aim in AIMS:
        if one in best and other in best:
            ratios: list[Any] = [best[other][key] / best[one][key] for key in ("wall", "cpu")]
            lines.append(f"ours / {CONTENDERS[other]}: {ratios[0]:.2f} (by cpu {ratios[1]:.2f}); aim {aim}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
