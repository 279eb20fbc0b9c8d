"""Kill crawls and databases at random moments, and count what is lost, doubled or altered.

``python -m bench.faults [--kills 200] [--peer] [--seed N]`` crawls the sample press again and again.  In
every round the crawl is killed (SIGKILL) a few times and started again with the same command, or the
database is; then one start is left alone, and the database is compared with an undisturbed one.  Prints a
table: ours, and (``--peer``) the same rounds with the item pipeline of Scrapy's documentation and stock
``JOBDIR``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from pymongo import MongoClient

from crawler.sample_press import SamplePress
from crawler.store import embedded
from crawler.store.articles import KEPT
from crawler.store.connection import OPTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

DATABASE = "faults"
PRESS_TIME = datetime(2026, 11, 20, 4, tzinfo=UTC)
SLOWEST_RUN = 120.0
DISK_MB = 700
KINDS = ("crawler", "crawler", "mongod", "away")
"""What may happen to a crawl: it is killed, its server is killed, its server hangs for a while."""


@dataclass
class Result:
    """What a series of rounds came to."""

    rounds: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    doubled: int = 0
    altered: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    """Which fields differ in the altered."""
    crashes: int = 0
    false_ends: int = 0
    """Rounds whose last run exited 0 although something was lost."""
    seconds: float = 0.0


class Zygote:
    """A process that has everything imported and forks crawls: a start costs 0.1 s instead of 2 s."""

    def __init__(self, log: Path) -> None:
        self.log = log.open("ab")
        command = [sys.executable, "-m", "bench.faults", "--zygote"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log, text=True, bufsize=1
        )
        self.read()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()
        self.log.close()

    def read(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the crawls' parent has died, see {self.log.name}")
        return json.loads(line)

    def ask(self, **what: Any) -> dict[str, Any]:
        self.process.stdin.write(json.dumps(what) + "\n")
        return self.read()

    def crawl(self, spiders: list[str], settings: dict[str, Any], jobdir: str = "") -> int:
        """Start a crawl; returns its pid."""
        return self.ask(do="crawl", spiders=spiders, settings=settings, jobdir=jobdir)["pid"]

    def wait(self, pid: int, seconds: float) -> int | None:
        """Return the exit status (negative: killed by that signal), None when it still runs."""
        until = time.monotonic() + seconds
        while (code := self.ask(do="poll", pid=pid)["code"]) is None and time.monotonic() < until:
            time.sleep(0.02)
        return code


def run_zygote() -> None:
    """Serve ``Zygote``: fork crawls on request, tell how they ended."""
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.spiderloader import get_spider_loader
    from scrapy.utils.project import get_project_settings

    import pipelines.dedupe
    import pipelines.enrich
    import pipelines.normalise
    import pipelines.store
    import pipelines.validate  # noqa: F401
    from crawler.cleaning import Cleaner
    from crawler.documents import Document

    os.environ.setdefault("SCRAPY_SETTINGS_MODULE", "crawler.settings")
    settings = get_project_settings()
    page = (
        "<html><body><h1>青島財經</h1><div><p>"
        + "證券時報記者報道,漲3.5%。" * 20
        + "</p></div></body></html>"
    )
    Cleaner(settings).clean(Document("warm", html=page.encode(), url="http://www.haiyu.example/x.html"))
    get_spider_loader(settings)
    print(json.dumps({"ready": True}), flush=True)
    ended: dict[int, int] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if order["do"] == "poll":
            if order["pid"] not in ended:
                pid, status = os.waitpid(order["pid"], os.WNOHANG)
                if pid:
                    ended[pid] = os.waitstatus_to_exitcode(status)
            print(json.dumps({"code": ended.get(order["pid"])}), flush=True)
            continue
        pid = os.fork()
        if pid:
            print(json.dumps({"pid": pid}), flush=True)
            continue
        code = 70
        try:
            os.dup2(2, 1)
            settings.setdict(order["settings"], priority="cmdline")
            process = AsyncCrawlerProcess(settings)
            crawlers = []
            for name in order["spiders"]:
                crawler = process.create_crawler(name)
                if order["jobdir"]:
                    crawler.settings.set("JOBDIR", f"{order['jobdir']}/{name}", priority="cmdline")
                crawlers.append(crawler)
                process.crawl(crawler)
            process.start()
            codes = [
                c.stats.get_value("run/exit_code", 1 if process.bootstrap_failed else 0) for c in crawlers
            ]
            code = max(codes)
        finally:
            os._exit(code)


class DocsPipeline:
    """The peer: what Scrapy's documentation shows for MongoDB, one insert per item."""

    def __init__(self, uri: str, database: str) -> None:
        self.client = MongoClient(uri)
        self.database = self.client[database]

    @classmethod
    def from_crawler(cls, crawler: Any) -> DocsPipeline:
        return cls(crawler.settings["MONGODB_URI"], crawler.settings["MONGODB_DATABASE"])

    def process_item(self, item: Any) -> Any:
        if item.rejection is None:
            from crawler.store.record import to_document

            document = to_document(item)
            document["article"] = document.pop("_id")
            self.database["articles"].insert_one(document)
        return item

    def close_spider(self) -> None:
        self.client.close()


PEER_SETTINGS: dict[str, Any] = {
    "SCHEDULER": "scrapy.core.scheduler.Scheduler",
    "SPIDER_MIDDLEWARES": {},
    "EXTENSIONS": {},
    "ITEM_PIPELINES": {
        "pipelines.normalise.NormalisePipeline": 100,
        "pipelines.detect_script.DetectScriptPipeline": 200,
        "pipelines.despam.DespamPipeline": 300,
        "pipelines.convert.ConvertPipeline": 350,
        "bench.faults.DocsPipeline": 900,
    },
}


class Trial:
    """One press, one database, and crawls of it that are disturbed."""

    def __init__(
        self, press: SamplePress, zygote: Zygote, folder: Path, rng: random.Random, spiders: list[str]
    ) -> None:
        self.press, self.zygote, self.folder, self.rng = press, zygote, folder, rng
        self.spiders = spiders
        self.server = embedded.start(folder / "data")
        self.client: MongoClient[dict[str, Any]] = MongoClient(self.server.uri, **OPTIONS)
        self.database = self.client[DATABASE]
        self.reference: dict[str, dict[str, Any]] = {}
        self.full_run = 0.0

    def close(self) -> None:
        self.client.close()
        self.server.stop()

    def settings(self, *, peer: bool) -> dict[str, Any]:
        chosen = dict(self.press.settings)
        chosen |= {
            "DATA_DIR": str(self.folder / "data"),
            "MONGODB_URI": self.server.uri if peer else "",
            "MONGODB_DATABASE": DATABASE,
            "LOG_LEVEL": "ERROR",
            "RETRY_TIMES": 1,
            "STORE_PATIENCE": 6,
        }
        return chosen | PEER_SETTINGS if peer else chosen

    def crawl_undisturbed(self) -> None:
        """Make the reference database."""
        began = time.monotonic()
        pid = self.zygote.crawl(self.spiders, self.settings(peer=False))
        code = self.zygote.wait(pid, SLOWEST_RUN)
        self.full_run = time.monotonic() - began
        if code is None:
            os.kill(pid, signal.SIGKILL)
            raise RuntimeError("an undisturbed crawl does not end")
        self.reference = self.stored()
        sites = [site for site in self.press.sites.values() if site.paper.spider in self.spiders]
        wanted = {expected.url for site in sites for expected in site.expected}
        missing = wanted - {d["canonical_url"] for d in self.reference.values()}
        if missing:
            raise RuntimeError(f"an undisturbed crawl misses {sorted(missing)}")
        self.client.drop_database(DATABASE)

    def stored(self) -> dict[str, dict[str, Any]]:
        """Return what is stored, without what a later fetch changes by nature."""
        self.server.revive()
        found = {}
        for document in self.database.articles.find():
            kept = {*KEPT, "spam"}
            if "relative" in document.get("published", {}).get("inferred", ()):
                kept.add("published_at")  # "3 hours ago" counts from the fetch
            document["extraction"].pop("rules_version", None)  # somebody may be editing a rule meanwhile
            found[document["_id"]] = {k: v for k, v in document.items() if k not in kept}
        return found

    def round(self, result: Result, kills: int, kinds: tuple[str, ...], *, jobdir: bool, peer: bool) -> None:
        """Crawl with ``kills`` kills in between, then compare."""
        began = time.monotonic()
        job = str(self.folder / f"job-{result.rounds}") if jobdir or peer else ""
        settings = self.settings(peer=peer)
        done = 0
        code: int | None = None
        while done < kills:
            pid = self.zygote.crawl(self.spiders, settings, job)
            code = self.zygote.wait(pid, self.rng.uniform(0.05, 1.0) * self.full_run)
            if code is not None:
                break  # it came to its end before the blow
            kind = self.rng.choice(kinds)
            done += 1
            result.kills[kind] += 1
            if kind == "mongod":
                os.kill(self.server.pid, signal.SIGKILL)
                self.await_server(pid, revive=peer)
            elif kind == "away":
                self.freeze_server(pid, self.rng.uniform(1, 25))
            else:
                os.kill(pid, signal.SIGKILL)
            if self.zygote.wait(pid, SLOWEST_RUN) is None:
                raise RuntimeError(f"a crawl hangs after {kind}")
        self.server.revive()
        pid = self.zygote.crawl(self.spiders, settings, job)
        code = self.zygote.wait(pid, SLOWEST_RUN)
        if code is None:
            os.kill(pid, signal.SIGKILL)
            self.zygote.wait(pid, 10)
        self.compare(result, code)
        result.rounds += 1
        result.seconds += time.monotonic() - began
        self.client.drop_database(DATABASE)
        if job:
            shutil.rmtree(job, ignore_errors=True)

    def round_on_full_disk(self, result: Result, disk: Path) -> None:
        """Crawl with a megabyte or so to write to, then with room enough; compare."""
        settings = self.settings(peer=False)
        ballast = disk / "ballast"
        stats = os.statvfs(disk)
        room = int(self.rng.uniform(0.05, 3) * 1024 * 1024)
        with ballast.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, stats.f_bavail * stats.f_frsize - room))
        job = str(disk / "job") if result.rounds % 2 else ""
        pid = self.zygote.crawl(self.spiders, settings, job)
        code = self.zygote.wait(pid, SLOWEST_RUN * 2)
        if code is None:
            raise RuntimeError("a crawl hangs on a full disk")
        result.kills["disk full" if code else "disk not quite full"] += 1
        ballast.unlink()
        self.server.revive()
        pid = self.zygote.crawl(self.spiders, settings, job)
        self.compare(result, self.zygote.wait(pid, SLOWEST_RUN))
        result.rounds += 1
        self.client.drop_database(DATABASE)

    def freeze_server(self, pid: int, seconds: float) -> None:
        """Let the server answer nobody for a while, as a network that is cut does."""
        os.kill(self.server.pid, signal.SIGSTOP)
        try:
            self.zygote.wait(pid, seconds)
        finally:
            os.kill(self.server.pid, signal.SIGCONT)

    def await_server(self, pid: int, *, revive: bool) -> None:
        """Let the crawl start its server again; the peer has nobody who would, so it is done for it."""
        until = time.monotonic() + 30
        while time.monotonic() < until and self.zygote.wait(pid, 0.1) is None:
            if revive:
                time.sleep(self.rng.uniform(0, 2))
                self.server.revive()
                return
            found = json.loads((self.folder / "data/mongodb/server.json").read_text())
            if found.get("pid") != self.server.pid:
                self.server.pid = found["pid"]
                return

    def compare(self, result: Result, code: int | None) -> None:
        """Count what differs from the undisturbed crawl."""
        articles = Counter(
            d.get("article", d["_id"]) for d in self.database.articles.find({}, {"_id": 1, "article": 1})
        )
        lost = len(self.reference.keys() - articles.keys())
        result.lost += lost
        result.doubled += sum(articles.values()) - len(articles)
        stored = self.stored()
        for key in stored.keys() & self.reference.keys():
            before, after = self.reference[key], stored[key]
            fields = sorted(f for f in before.keys() | after.keys() if before.get(f) != after.get(f))
            result.altered += bool(fields)
            result.fields.update(fields)
            if fields and os.environ.get("PROGRESS"):
                print(key, *((before.get(f), after.get(f)) for f in fields), file=sys.stderr, flush=True)
        result.crashes += code is None or code < 0 or code == 70
        result.false_ends += bool(lost and code == 0)


def run(
    kills: int,
    seed: int,
    folder: Path,
    *,
    peer: bool = False,
    kinds: tuple[str, ...] = KINDS,
    spiders: tuple[str, ...] = (),
) -> Result:
    """Disturb crawls until ``kills`` blows are dealt; rounds with and without a job folder in turn."""
    rng = random.Random(seed)
    result = Result()
    with ExitStack() as stack:
        press = stack.enter_context(SamplePress(now=PRESS_TIME))
        zygote = stack.enter_context(Zygote(folder / "crawls.log"))
        trial = Trial(press, zygote, folder, rng, list(spiders or press.spiders))
        stack.callback(trial.close)
        trial.crawl_undisturbed()
        while result.kills.total() < kills:
            left = kills - result.kills.total()
            trial.round(result, min(left, rng.randint(1, 5)), kinds, jobdir=result.rounds % 2 == 0, peer=peer)
            if sys.stderr.isatty() or os.environ.get("PROGRESS"):
                print(f"{result.kills.total()} of {kills}: {result}", file=sys.stderr, flush=True)
    return result


def run_disk_full(rounds: int, seed: int, folder: Path) -> tuple[Result, str]:
    """Let the disk with the database and the spool fill up under crawls, make room, crawl again, compare.

    The disk is a small tmpfs, which takes root to mount; where that is refused the second value says so.
    """
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", disk],
        capture_output=True,
        check=False,
        text=True,
    )
    if mounted.returncode:
        return Result(), f"not run, no disk of its own: {mounted.stderr.strip()}"
    rng = random.Random(seed)
    result = Result()
    try:
        with ExitStack() as stack:
            press = stack.enter_context(SamplePress(now=PRESS_TIME))
            zygote = stack.enter_context(Zygote(folder / "crawls.log"))
            trial = Trial(press, zygote, disk, rng, press.spiders)
            stack.callback(trial.close)
            trial.crawl_undisturbed()
            for _ in range(rounds):
                trial.round_on_full_disk(result, disk)
    finally:
        subprocess.run(["umount", disk], check=False)
    return result, ""


def mutated(page: bytes, rng: random.Random) -> bytes:
    """Return a page as a broken server, disk or line might deliver it."""
    page = bytearray(page)
    for _ in range(rng.randint(1, 6)):
        at, size = rng.randrange(len(page) + 1), int(rng.expovariate(0.02)) + 1
        match rng.randrange(9):
            case 0:
                page[at : at + size] = rng.randbytes(size)
            case 1:
                del page[at : at + size]
            case 2:
                page[at:at] = rng.randbytes(size)
            case 3:
                page[at:at] = page[rng.randrange(len(page) + 1) :][: size * 20]
            case 4:
                page = page[:at]
            case 5:
                page[at:at] = rng.choice(_POISONS)
            case 6:
                page = bytearray(page.replace(rng.choice(_LABELS), rng.choice(_LABELS)))
            case 7:
                page[at:at] = rng.choice((b"<div>", b"<p", b"<!--", b"<table><tr>", b"</div>")) * rng.randint(
                    1, 3000
                )
            case 8:
                page = bytearray(
                    bytes(page).translate(bytes((b ^ 0x80) if b > 0xA0 else b for b in range(256)))
                )
    return bytes(page)


_LABELS = (b"utf-8", b"gb2312", b"gbk", b"big5", b"utf-16", b"iso-2022-jp", b"x-none")
_POISONS = (
    b"\x00" * 50, b"\xff\xfe", b"\xef\xbb\xbf", "\u202e\u200b\u2066".encode(), b"&#xD800;&#0;&#x110000;",
    b"<![CDATA[", b"<!DOCTYPE x [<!ENTITY a '&a;&a;'>]>&a;", b"<script>", b"<base href='javascript:x'>",
    b'<script type="application/ld+json">{"datePublished": ' + b"[" * 5000, b"&nbsp" * 2000,
)  # fmt: skip


def run_mutations(pages: int, seed: int) -> tuple[int, int, float]:
    """Clean ``pages`` broken pages; returns (crashes, texts that do not add up, slowest in seconds)."""
    from scrapy.settings import Settings

    import crawler.settings
    from crawler.cleaning import Cleaner
    from crawler.documents import Document
    from crawler.items import uncut_body
    from crawler.sample_press.server import Asked
    from crawler.spam import restore

    settings = Settings()
    settings.setmodule(crawler.settings)
    cleaner = Cleaner(settings)
    rng = random.Random(seed)
    press = SamplePress(now=PRESS_TIME)
    originals = [
        (expected.url, press.answer(Asked(expected.url, {})).body)
        for site in press.sites.values()
        for expected in site.expected
    ]
    crashes = broken = 0
    slowest = 0.0
    for n in range(pages):
        url, body = rng.choice(originals)
        page = mutated(body, rng)
        began = time.perf_counter()
        try:
            article = cleaner.clean(Document(str(n), html=page, url=url), PRESS_TIME)
        except Exception as error:  # noqa: BLE001 - any is a crash
            crashes += 1
            print(f"  page {n}: {type(error).__name__}: {error}"[:200], file=sys.stderr)
            continue
        slowest = max(slowest, time.perf_counter() - began)
        if article.rejection is not None:
            crashes += article.rejection.reason == "step_error"
            continue
        spans = [s for s in article.spam_spans if s.field == "body"]
        broken += restore(article.body.original, spans) != uncut_body(article.draft.fragments)
    return crashes, broken, slowest


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
    parser.add_argument("--keep", action="store_true", help="keep the folder with logs and data")
    parser.add_argument("--zygote", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.zygote:
        run_zygote()
        return
    heads = ("rounds", "blows", "lost", "doubled", "altered", "crashes", "false 0", "seconds")
    print(" " * 28 + "".join(f"{head:>9}" for head in heads))
    trials: list[tuple[str, int, bool]] = [("ours", options.kills, False)]
    if options.peer:
        trials.append(("docs pipeline, stock JOBDIR", options.kills // 4, True))
    for name, kills, peer in trials:
        if kills:
            with folder_for(name, keep=options.keep) as folder:
                show(name, run(kills, options.seed, folder, peer=peer, kinds=KINDS[:3] if peer else KINDS))
    if options.disk_full:
        with folder_for("disk full", keep=options.keep) as folder:
            result, refused = run_disk_full(options.disk_full, options.seed, folder)
        if refused:
            print(f"disk full: {refused}")
        else:
            show("ours, disk full", result)
    if options.mutations:
        crashes, broken, slowest = run_mutations(options.mutations, options.seed)
        print(
            f"{options.mutations} broken pages: {crashes} crashes, {broken} whose clean text and cuts do not"
            f" give the original, slowest {slowest:.2f} s"
        )


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


def show(name: str, r: Result) -> None:
    values = (
        r.rounds,
        r.kills.total(),
        r.lost,
        r.doubled,
        r.altered,
        r.crashes,
        r.false_ends,
        round(r.seconds),
    )
    print(
        f"{name:28}" + "".join(f"{value:>9}" for value in values), dict(r.kills), dict(r.fields), flush=True
    )


if __name__ == "__main__":
    main()
