"""Rounds of crawling the sample press with blows in between, each compared with an undisturbed crawl."""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pymongo import MongoClient

from crawler.sample_press import SamplePress
from crawler.store import embedded
from crawler.store.connection import OPTIONS
from crawler.store.spam_memory import local_day

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Self

    from bench.fault_crawls import Zygote
    from crawler.sample_press.server import Answer, Asked

DATABASE = "faults"
PRESS_TIME = datetime(2026, 11, 20, 4, tzinfo=UTC)
SLOWEST_RUN = 300.0
KILLS = ("crawler", "mongod")
KINDS = (*["crawler"] * 5, *["mongod"] * 3, "away", "network")
"""What may happen: the crawl is killed, the server is killed, the server hangs or the sites do not answer
for a while."""

DIFFERS = {
    "articles": {"url", "first_seen_at", "fetched_at", "updated_at"},
    "rejected_items": {"first_seen_at", "fetched_at"},
    "visits": {
        *("checked_at", "changed_at", "first_seen_at", "due_at"),
        *("looks", "failures", "failing_since", "url", "listed"),
    },
    "spam_memory": {"first_seen_at", "text"},
    "spam_spans": set(),
    "spam_changes": set(),
    "article_revisions": set(),
    "fingerprints": set(),
}
"""Collection → fields that may differ from the undisturbed crawl's: when somebody looked and how often, which
of an article's addresses was asked first, which of the spellings of a remembered text came first.  Everything
else must be equal.  ``runs`` tells the crawls' own story and is not compared."""


_SLOWER = 1.1
"""A crawl that was struck might have taken longer than the last: blows reach its end, too."""


@dataclass
class Result:
    """What a round, or a series of them, came to."""

    rounds: int = 0
    blows: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    """Articles stored twice, or under an address that the undisturbed crawl does not have."""
    altered: int = 0
    """Documents of any collection that are not what they are after an undisturbed crawl."""
    crashes: int = 0
    false_ends: int = 0
    """Rounds whose last run exited 0 although something was lost."""
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    """What differs, in words."""

    @property
    def kills(self) -> int:
        """Blows that were a SIGKILL."""
        return sum(self.blows[kind] for kind in KILLS)

    def add(self, other: Result) -> None:
        """Add another's figures."""
        self.blows.update(other.blows)
        for name in ("rounds", "lost", "doubled", "altered", "crashes", "false_ends", "seconds"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes


Picture = dict[str, dict[str, dict[str, Any]]]
"""Collection → ``_id`` → document, without what may differ."""


class FragilePress(SamplePress):
    """The sample press behind a network that can be cut."""

    is_cut = False

    def _answer(self, asked: Asked) -> Answer:
        if self.is_cut:
            raise ConnectionResetError
        return super()._answer(asked)


class Trial:
    """One press, one database, and crawls of it that are disturbed."""

    def __init__(self, zygote: Zygote, folder: Path, *, sites_at_once: int = 2, peer: bool = False) -> None:
        """``sites_at_once``: papers of the press that a round crawls; the rounds take turns."""
        self.press = FragilePress(now=PRESS_TIME).start()
        self.zygote, self.folder, self.peer = zygote, folder, peer
        self.groups = batched(self.press.spiders, sites_at_once)
        self.server = embedded.start(folder / "data")
        self.client: MongoClient[dict[str, Any]] = MongoClient(self.server.uri, **OPTIONS)
        self.database = self.client[DATABASE]
        self.references: dict[tuple[str, ...], Picture] = {}
        self.seconds: dict[tuple[str, ...], float] = {}
        """What a whole crawl takes; kept up with, since the machine is not always as busy."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()
        self.server.stop()
        self.press.stop()

    def settings(self, *, peer: bool) -> dict[str, Any]:
        from bench.fault_crawls import PEER_SETTINGS

        chosen = dict(self.press.settings)
        chosen |= {
            "DATA_DIR": str(self.folder / "data"),
            "MONGODB_URI": self.server.uri if peer else "",
            "MONGODB_DATABASE": DATABASE,
            "LOG_LEVEL": "ERROR",
            "RETRY_TIMES": 1,
            "STORE_PATIENCE": 4,
        }
        return chosen | PEER_SETTINGS if peer else chosen

    def undisturbed(self, spiders: tuple[str, ...]) -> Picture:
        """Return what crawls without any blow leave.

        It is done twice: both must give the same, and what the press expects.  Anew every day: the spam
        memory keeps the day on which it learnt.
        """
        known = (local_day(), *spiders)
        if known in self.references:
            return self.references[known]
        pictures: list[Picture] = []
        for _ in range(2):
            began = time.monotonic()
            pid = self.zygote.crawl(spiders, self.settings(peer=False))
            code = self.zygote.wait(pid, SLOWEST_RUN)
            self.seconds[spiders] = time.monotonic() - began
            if code != 0:
                os.kill(pid, signal.SIGKILL)
                raise RuntimeError(f"an undisturbed crawl ends with {code}")
            pictures.append(self.picture())
            self.clear()
        if unequal := differing(*pictures):
            raise RuntimeError(f"two undisturbed crawls differ: {unequal[:5]}")
        sites = [site for site in self.press.sites.values() if site.paper.spider in spiders]
        wanted = {expected.url for site in sites for expected in site.expected}
        missing = wanted - {d["canonical_url"] for d in pictures[0]["articles"].values()}
        if missing:
            raise RuntimeError(f"an undisturbed crawl misses {sorted(missing)}")
        self.references[known] = pictures[0]
        return self.references[known]

    def clear(self) -> None:
        """Empty the database; collections and indexes stay, making them takes longer than a crawl."""
        for name in self.database.list_collection_names(filter={"type": "collection"}):
            if not name.startswith("system."):
                self.database[name].delete_many({})

    def picture(self) -> Picture:
        """Return what the database holds, without what may differ."""
        self.server.revive()
        # That a list could not be read once stays on record.
        lists = set(self.database.rejected_items.distinct("_id", {"step": "list"}))
        found: Picture = {}
        for name, may_differ in DIFFERS.items():
            documents = found[name] = {}
            for document in self.database[name].find():
                left_out = set(may_differ)
                if "relative" in (document.get("published") or {}).get("inferred", ()):
                    left_out.add("published_at")  # "3 hours ago" counts from the fetch
                if document["_id"] not in lists:
                    documents[str(document["_id"])] = {k: v for k, v in document.items() if k not in left_out}
        for memory in found["spam_memory"].values():
            for sets in ("articles", "plain"):
                memory[sets] = sorted(memory.get(sets, ()))
        return found

    def round(self, number: int, kills: int, kinds: tuple[str, ...], seed: str) -> Result:
        """Crawl with up to ``kills`` blows in between, then once more in peace; compare.

        Rounds with and without a job folder take turns; the peer always has one.  A round over midnight
        (+08:00) compares two days: it is done again.
        """
        day = local_day()
        result = self.disturbed(number, kills, kinds, seed)
        return result if day == local_day() else self.disturbed(number, kills, kinds, seed)

    def disturbed(self, number: int, kills: int, kinds: tuple[str, ...], seed: str) -> Result:
        """Do as ``round`` says, whatever the day."""
        rng = random.Random(seed)
        spiders = self.groups[number % len(self.groups)]
        self.undisturbed(spiders)
        result = Result(1)
        began = time.monotonic()
        job = str(self.folder / f"job-{number}") if self.peer or number // len(self.groups) % 2 else ""
        settings = self.settings(peer=self.peer)
        for _ in range(kills):
            started = time.monotonic()
            pid = self.zygote.crawl(spiders, settings, job)
            is_over = self.zygote.wait(pid, rng.uniform(0.05, 0.6) * self.seconds[spiders]) is not None
            if not result.blows:  # one that goes on with what another left takes less
                self.seconds[spiders] = (
                    time.monotonic() - started if is_over else self.seconds[spiders] * _SLOWER
                )
            if is_over:
                break  # it came to its end before the blow
            kind = rng.choice(kinds)
            result.blows[kind] += 1
            self.strike(kind, pid, rng)
            if self.zygote.wait(pid, SLOWEST_RUN) is None:
                self.end_hanging(pid, f"a crawl hangs after {kind}", result)
        self.server.revive()
        self.finish(result, spiders, job)
        result.seconds = time.monotonic() - began
        if job:
            shutil.rmtree(job, ignore_errors=True)
        return result

    def finish(self, result: Result, spiders: tuple[str, ...], job: str) -> None:
        """Crawl once more in peace, compare, and clear the table."""
        pid = self.zygote.crawl(spiders, self.settings(peer=self.peer), job)
        code = self.zygote.wait(pid, SLOWEST_RUN)
        if code is None:
            self.end_hanging(pid, "the last crawl hangs", result)
        self.compare(result, spiders, code)
        self.clear()

    def end_hanging(self, pid: int, what: str, result: Result) -> None:
        """Count a crawl that comes to no end, let it say in the log where it stands, and kill it."""
        result.crashes += 1
        result.notes.append(what)
        os.kill(pid, signal.SIGUSR1)
        self.zygote.wait(pid, 5)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.zygote.wait(pid, 10)

    def strike(self, kind: str, pid: int, rng: random.Random) -> None:
        """Deal a blow to a running crawl or what it leans on."""
        if kind == "mongod":
            self.signal_server(signal.SIGKILL)
            self.await_server(pid, rng)
        elif kind == "away":  # it answers nobody for a while
            self.signal_server(signal.SIGSTOP)
            try:
                self.zygote.wait(pid, rng.uniform(0.5, 10))
            finally:
                self.signal_server(signal.SIGCONT)
        elif kind == "network":
            self.press.is_cut = True
            self.zygote.wait(pid, rng.uniform(0.1, 2))
            self.press.is_cut = False
        else:
            os.kill(pid, signal.SIGKILL)

    def signal_server(self, number: signal.Signals) -> None:
        """Send the server a signal, whoever started it last; none where it is just being started."""
        found = json.loads((self.folder / "data/mongodb/server.json").read_text())
        self.server.pid = found.get("pid", self.server.pid)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.server.pid, number)

    def await_server(self, pid: int, rng: random.Random) -> None:
        """Let the crawl start its server again; the peer has nobody who would, so it is done for it."""
        until = time.monotonic() + 30
        while time.monotonic() < until and self.zygote.wait(pid, 0.1) is None:
            if self.peer:
                time.sleep(rng.uniform(0, 2))
                self.server.revive()
                return
            found = json.loads((self.folder / "data/mongodb/server.json").read_text())
            if found.get("pid") != self.server.pid:
                self.server.pid = found["pid"]
                return

    def on_full_disk(self, number: int, disk: Path, seed: str) -> Result:
        """Crawl with a megabyte or so to write to, then with room enough; compare."""
        rng = random.Random(seed)
        spiders = self.groups[number % len(self.groups)]
        self.undisturbed(spiders)
        result = Result(1)
        began = time.monotonic()
        ballast = disk / "ballast"
        stats = os.statvfs(disk)
        room = int(rng.uniform(0.05, 3) * 1024 * 1024)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, stats.f_bavail * stats.f_frsize - room))
        job = str(disk / f"job-{number}") if number % 2 else ""
        pid = self.zygote.crawl(spiders, self.settings(peer=False), job)
        code = self.zygote.wait(pid, SLOWEST_RUN * 2)
        if code is None:
            self.end_hanging(pid, "a crawl hangs on a full disk", result)
        result.blows["disk nearly full" if code == 0 else "disk full"] += 1
        ballast.unlink()
        self.server.revive()
        self.finish(result, spiders, job)
        if job:
            shutil.rmtree(job, ignore_errors=True)
        result.seconds = time.monotonic() - began
        return result

    def compare(self, result: Result, spiders: tuple[str, ...], code: int | None) -> None:
        """Count what differs from the undisturbed crawl."""
        reference = self.undisturbed(spiders)
        wanted = reference["articles"]
        self.server.revive()
        found = Counter(d.get("article", d["_id"]) for d in self.database.articles.find({}, {"article": 1}))
        lost = sorted(wanted.keys() - found.keys())
        result.lost = len(lost)
        result.doubled = found.total() - len(found.keys() & wanted.keys())
        result.crashes += int(code is not None and (code < 0 or code == 70))
        result.false_ends = int(bool(result.lost) and code == 0)
        result.notes += [
            f"lost {wanted[key]['canonical_url']}" for key in sorted(wanted.keys() - found.keys())
        ]
        if self.peer:  # what it stores has no cuts, clusters or visits to compare
            result.notes.clear()
            return
        unequal = differing(reference, self.picture())
        result.altered = len(unequal)
        result.notes += unequal


def batched(names: list[str], size: int) -> list[tuple[str, ...]]:
    """Return the names in groups."""
    return [tuple(names[at : at + size]) for at in range(0, len(names), size)]


def differing(wanted: Picture, found: Picture) -> list[str]:
    """Return in words which documents are not the same; lost articles are counted elsewhere."""
    notes = []
    for name, documents in wanted.items():
        others = found.get(name, {})
        if name != "articles":
            notes += [f"{name} {key}: missing" for key in sorted(documents.keys() - others.keys())]
        notes += [f"{name} {key}: one too many" for key in sorted(others.keys() - documents.keys())]
        for key in sorted(documents.keys() & others.keys()):
            a, b = documents[key], others[key]
            fields = [f for f in sorted(a.keys() | b.keys()) if a.get(f) != b.get(f)]
            notes += [f"{name} {key}: {', '.join(fields)}: {_short(a, fields)} → {_short(b, fields)}"] * bool(
                fields
            )
    return notes


def _short(document: dict[str, Any], fields: list[str]) -> str:
    return str([document.get(f) for f in fields])[:300]
