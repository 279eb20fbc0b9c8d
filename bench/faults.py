"""Kill crawls and databases at random moments, and count what is lost, doubled or altered.

``python -m bench.faults [--kills 200] [--peer] [--seed N]`` crawls the sample press again and again.  In
every round crawls are killed (SIGKILL) and started again with the same command, their database is killed or
hangs, the sites stop to answer; then one crawl is left alone, and the database is compared with an
undisturbed one.  The same rounds with the item pipeline of Scrapy's documentation and stock ``JOBDIR`` stand
beside it (``--peer``); a disk that fills up and broken pages follow.

Every round is written to ``--state`` as it ends: an interrupted run goes on there, and when all is done the
file is removed and the table printed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from bench.broken_pages import Broken, clean_broken_pages
from bench.fault_crawls import Zygote
from bench.fault_rounds import KINDS, Result, Trial
from crawler.rules_version import rules_version

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

DISK_MB = 700
BLOWS_A_ROUND = 6
PAGES_AT_ONCE = 1000
PEER_SHARE = 4
"""The peer is dealt this part of the kills: its result shows early."""


class Progress:
    """What was done so far, in a file: one JSON line per round."""

    def __init__(self, path: Path | None, key: dict[str, Any]) -> None:
        self.path = path
        self.done: dict[str, list[dict[str, Any]]] = {}
        lines = path.read_text().splitlines() if path and path.exists() else []
        lines = [line for line in lines if line.endswith("}")]  # a kill may tear the last
        if not lines or json.loads(lines[0]) != key:
            lines = [json.dumps(key)]
        for row in map(json.loads, lines[1:]):
            self.done.setdefault(row.pop("trial"), []).append(row)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(line + "\n" for line in lines))
        if self.done:
            say(f"going on with {path}: {', '.join(f'{k} {len(v)}' for k, v in self.done.items())} rounds")

    def of(self, trial: str) -> list[dict[str, Any]]:
        return self.done.setdefault(trial, [])

    def add(self, trial: str, row: dict[str, Any]) -> None:
        self.of(trial).append(row)
        if self.path:
            line = json.dumps({"trial": trial, **row}, ensure_ascii=False, default=str) + "\n"
            with self.path.open("a") as file:
                file.write(line)  # one write: the broken pages are noted from another thread

    def finish(self) -> None:
        if self.path:
            self.path.unlink(missing_ok=True)


def result_of(rows: list[dict[str, Any]]) -> Result:
    """Return the sum of rounds read from the file."""
    total = Result()
    for row in rows:
        total.add(Result(**row | {"blows": Counter(row["blows"])}))
    return total


def run(
    kills: int,
    seed: int,
    folder: Path,
    progress: Progress | None = None,
    *,
    peer: bool = False,
    kinds: tuple[str, ...] = KINDS,
) -> Result:
    """Go through rounds until ``kills`` SIGKILLs are dealt, those of ``progress`` included."""
    progress = progress or Progress(None, {})
    name = "peer" if peer else "ours"
    total = result_of(progress.of(name))
    if total.kills >= kills:
        return total
    with Zygote(folder) as zygote, Trial(zygote, folder, peer=peer) as trial:
        while total.kills < kills:
            blows = min(BLOWS_A_ROUND, kills - total.kills)
            done = trial.round(total.rounds, blows, kinds, f"{seed}/{name}/{total.rounds}")
            progress.add(name, vars(done))
            total.add(done)
            say(f"{name}: {total.kills} of {kills} kills, {in_words(total)}")
    return total


def run_disk_full(rounds: int, seed: int, folder: Path, progress: Progress) -> tuple[Result, str]:
    """Let the disk with the database and the spool fill up under crawls, make room, crawl again, compare.

    The disk is a small tmpfs, which takes root to mount; where that is refused the second value says so.
    """
    total = result_of(progress.of("disk full"))
    if total.rounds >= rounds:
        return total, ""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", disk]
    mounted = subprocess.run(mount, capture_output=True, check=False, text=True)
    if mounted.returncode:
        return Result(), f"not run, no disk of its own: {mounted.stderr.strip()}"
    with ExitStack() as stack:
        stack.callback(subprocess.run, ["umount", disk], check=False)
        zygote = stack.enter_context(Zygote(folder))
        trial = stack.enter_context(Trial(zygote, disk, sites_at_once=6))
        while total.rounds < rounds:
            done = trial.on_full_disk(total.rounds, disk, f"{seed}/disk/{total.rounds}")
            progress.add("disk full", vars(done))
            total.add(done)
            say(f"disk full: {total.rounds} of {rounds} rounds, {in_words(total)}")
    return total, ""


class BrokenPages:
    """Broken pages are cleaned in a process beside the crawls, a thousand at once."""

    def __init__(self, pages: int, seed: int, progress: Progress) -> None:
        self.pages, self.progress = pages, progress
        self.pool = ProcessPoolExecutor(1, get_context("spawn"))
        done = len(progress.of("broken pages"))
        for n in range(done, -(-pages // PAGES_AT_ONCE)):
            size = min(PAGES_AT_ONCE, pages - n * PAGES_AT_ONCE)
            self.pool.submit(clean_broken_pages, size, f"{seed}/pages/{n}").add_done_callback(self.note)

    def note(self, done: Future[Broken]) -> None:
        if done.cancelled():
            return
        self.progress.add("broken pages", vars(done.result()))
        total = self.total()
        say(f"broken pages: {total.pages} of {self.pages}, {total.crashes} crashes, {total.seconds:.0f} s")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pool.shutdown(cancel_futures=True)

    def wait(self) -> Broken:
        self.pool.shutdown()
        return self.total()

    def total(self) -> Broken:
        total = Broken()
        for done in (Broken(**row) for row in self.progress.of("broken pages")):
            total.slowest = max(total.slowest, done.slowest)
            for name in ("pages", "crashes", "unlike", "seconds", "notes"):
                setattr(total, name, getattr(total, name) + getattr(done, name))
        return total


def main() -> None:
    """Run as a command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--peer", action="store_true", help="run the peer, too (a quarter of the kills)")
    parser.add_argument("--disk-full", type=int, default=0, metavar="N", help="rounds with a full disk")
    parser.add_argument("--mutations", type=int, default=0, metavar="N", help="broken pages to clean")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--state", type=Path, default=Path(".data/bench-faults.jsonl"))
    parser.add_argument("--keep", action="store_true", help="keep the folders with logs and data")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # leaves no server and no crawl behind
    progress = Progress(options.state, {"seed": options.seed, "rules": rules_version()})
    with BrokenPages(options.mutations, options.seed, progress) as pages:
        rows: list[tuple[str, Result]] = []
        with folder_for("ours", keep=options.keep) as folder:
            rows.append(("ours", run(options.kills, options.seed, folder, progress)))
        if options.peer:
            kinds = tuple(kind for kind in KINDS if kind != "away")  # it freezes with its server
            with folder_for("peer", keep=options.keep) as folder:
                kills = options.kills // PEER_SHARE
                peer = run(kills, options.seed, folder, progress, peer=True, kinds=kinds)
            rows.append(("docs pipeline, stock JOBDIR", peer))
        refused = ""
        if options.disk_full:
            with folder_for("disk full", keep=options.keep) as folder:
                full, refused = run_disk_full(options.disk_full, options.seed, folder, progress)
            rows.append(("ours, disk full", full))
        broken = pages.wait()
    show(rows)
    if refused:
        print(f"disk full: {refused}")
    if broken.pages:
        print(
            f"{broken.pages} broken pages: {broken.crashes} crashes, {broken.unlike} whose clean text and"
            f" cuts do not give the original, slowest {broken.slowest:.2f} s, {broken.seconds:.0f} s in all"
        )
    for note in [note for _, r in rows for note in r.notes] + broken.notes:
        print(f"  {note}")
    progress.finish()


@contextmanager
def folder_for(name: str, *, keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        yield folder
    finally:
        if keep:
            print(f"{name}: {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def show(rows: list[tuple[str, Result]]) -> None:
    """Print the table."""
    heads = ("rounds", "SIGKILLs", "lost", "doubled", "altered", "crashes", "false 0", "seconds")
    print(" " * 28 + "".join(f"{head:>9}" for head in heads) + "  blows")
    for name, r in rows:
        found = [r.rounds, r.kills, r.lost, r.doubled, r.altered, r.crashes, r.false_ends]
        blows = ", ".join(f"{n} {kind}" for kind, n in sorted(r.blows.items()))
        cells = "".join(f"{value:>9}" for value in (*found, round(r.seconds)))
        print(f"{name:28}{cells}  {blows}")


def in_words(r: Result) -> str:
    """Return a result in a line."""
    return (
        f"{r.rounds} rounds, lost {r.lost}, doubled {r.doubled}, altered {r.altered}, crashes {r.crashes},"
        f" {r.seconds:.0f} s"
    )


def say(line: str) -> None:
    """Tell how far it is."""
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
