"""``scrapy crawlall``: crawl many sites, some at a time, with one summary and an honest exit code."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.catalogue.choice import add_choice, spiders_for
from crawler.command_line import ProjectCommand
from crawler.exit_codes import FAILED, STOPPED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator
    from types import FrameType

    from crawler.site import NewsSpider

_COUNTS = {
    "store/new": "new",
    "store/edited": "edited",
    "store/unchanged": "unchanged",
    "store/rejected": "set aside",
}
"""Counter → what is said of it, also where it is 0."""
_SELDOM = {
    "store/rederived": "changed by our rules only",
    "store/spam_changed": "with injected text that came or went",
    "store/withdrawn": "withdrawn",
    "store/returned": "back again",
    "incremental/known_skipped": "known and not due",
    "store/replayed": "stored late, from the spool",
}
LOOK = """
database {name} in {where}
  {scrapy} search '银行 贷款'   find articles, in either script
  {scrapy} spam list             every cut, with its reason; show, restore or confirm one
  {scrapy} dashboard             sites, articles and every cut in place, in a browser
  {scrapy} database              keep MongoDB running and print its address, for mongosh or Compass"""
"""Said at the end: how to look at what was stored."""


@dataclass(slots=True)
class Outcome:
    """How the crawl of one site ended."""

    site: str
    exit_code: int
    seconds: float
    pid: int
    log: Path
    stats: dict[str, Any] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    alarms: list[str] = field(default_factory=list)
    """About the site, begun with this crawl."""


class Command(ProjectCommand):
    """Runs each site in a process of its own, so that none takes another one down."""

    def __init__(self) -> None:
        super().__init__()
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.lock = threading.RLock()  # a second signal may interrupt the first one's handler
        self.stopped = False
        self.is_turn: Callable[[str], bool] = lambda _: True
        self.begun_elsewhere: list[str] = []
        """Sites that another ``crawlall --due`` began while they waited here."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--region R] [--family F] [--sites A,B] [--due] [--jobs N] [-a NAME=VALUE]"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Crawl all sites, or those of a region or family; one summary, one exit code"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Exit status: 0 when every crawl went well; else the crawls' own when they agree "
            "(see `scrapy crawl`), 1 when they differ, 130 when stopped."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        add_choice(parser)
        parser.add_argument(
            "--due", action="store_true", help="only those whose turn it is, as `scrapy schedule` tells"
        )
        parser.add_argument(
            "--jobs", type=int, default=os.cpu_count() or 1, help="sites at a time (default: cores)"
        )
        parser.add_argument(
            "-a", dest="arguments", action="append", default=[], metavar="NAME=VALUE", help="for every spider"
        )

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Crawl the chosen sites and sum up."""
        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if args:
            raise UsageError(f"{args[0]}: name sites with --sites A,B")
        if opts.jobs < 1:
            raise UsageError(f"--jobs {opts.jobs}: at least 1")
        spiders = spiders_for(self.settings, opts)
        self._check_arguments(spiders, opts.arguments)
        from pymongo.errors import PyMongoError

        from crawler.schedule.timetable import crawls_here
        from crawler.store.connection import connected, in_brief
        from crawler.store.summary import summarise

        options = [*(f"-s{name}" for name in opts.set), *(f"-a{pair}" for pair in opts.arguments)]
        # The embedded server stays up between the crawls, and the schema is made once, not by all at a time.
        with connected(self.settings, writes=True) as database:
            sites = self._due(database, spiders) if opts.due else [spider.name for spider in spiders]
            jobs = opts.jobs - (crawls_here(database) if opts.due else 0)
            if sites and jobs < 1:
                print(f"{len(sites)} sites are due, but --jobs {opts.jobs} crawls run here already")
            if not sites or jobs < 1:
                return
            began = datetime.now(UTC)
            logs = Path(self.settings["DATA_DIR"], "logs", f"crawlall-{began:%Y%m%dT%H%M%S}")
            logs.mkdir(parents=True, exist_ok=True)
            previous = signal.signal(signal.SIGTERM, self._stop)
            try:
                with Progress(database, began):
                    outcomes = list(self._crawl(sites, options, logs, jobs, database))
            finally:
                signal.signal(signal.SIGTERM, previous)
            if not opts.due:  # of all that is stored: too much to read every quarter of an hour
                try:
                    print(f"\n{summarise(database, sites, began)}")
                except PyMongoError as error:
                    print(f"error: what is stored cannot be read: {in_brief(error)}", file=sys.stderr)
        where = "MONGODB_URI" if self.settings["MONGODB_URI"] else f"{self.settings['DATA_DIR']}/mongodb"
        if self.begun_elsewhere:
            print(f"\nbegun by another crawl meanwhile: {', '.join(sorted(self.begun_elsewhere))}")
        ours = [site for site in sites if site not in self.begun_elsewhere]
        print(summary(outcomes, ours), flush=True)
        if wrong := troubles(outcomes, ours):
            print(wrong, file=sys.stderr, flush=True)
        scrapy = sys.argv[0] if sys.argv[0].endswith("scrapy") else "scrapy"
        print(LOOK.format(where=where, name=self.settings["MONGODB_DATABASE"], scrapy=scrapy), flush=True)
        self.exitcode = STOPPED if self.stopped else verdict(outcomes)

    def _due(self, database: Any, spiders: list[type[NewsSpider]]) -> list[str]:
        """Return the sites whose turn it is, the longest due first; say so where there are none.

        From now on each is looked at again before it begins: another ``crawlall --due`` may have begun it.
        """
        from pymongo.errors import PyMongoError

        from crawler.schedule.timetable import timetable, turn_of
        from crawler.text.clock import CHINA

        known = {spider.name: spider for spider in spiders}

        def is_turn(site: str) -> bool:
            try:
                return turn_of(database, known[site]).is_due(datetime.now(UTC))
            except PyMongoError:  # the crawl itself says what is wrong
                return True

        self.is_turn = is_turn
        turns = timetable(database, spiders)
        now = datetime.now(UTC)
        due = [turn.site for turn in turns if turn.is_due(now)]
        if not due:
            times = ((turn.site, turn.due.astimezone(CHINA)) for turn in turns if turn.due)
            coming = next((f"; next {site} at {at:%Y-%m-%d %H:%M} (+08:00)" for site, at in times), "")
            print(f"none of {len(turns)} sites is due{coming}")
        return due

    def _check_arguments(self, spiders: list[type[NewsSpider]], pairs: list[str]) -> None:
        """Raise ``UsageError`` for ``-a`` that a site refuses: said once, before anything starts."""
        from crawler.commands.crawl import check_arguments

        if not pairs:
            return
        if unnamed := next((pair for pair in pairs if "=" not in pair), ""):
            raise UsageError(f"-a {unnamed}: wanted NAME=VALUE", print_help=False)
        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        for spider in spiders:
            check_arguments(spider, self.settings, dict(pair.split("=", 1) for pair in pairs))

    def _crawl(
        self, sites: list[str], options: list[str], logs: Path, jobs: int, database: Any
    ) -> Iterator[Outcome]:
        """Crawl ``jobs`` sites at a time, yield outcomes as they come."""
        with ThreadPoolExecutor(jobs) as pool:
            waiting = [pool.submit(self._crawl_one, site, options, logs / f"{site}.log") for site in sites]
            while waiting:
                try:
                    for future in as_completed(waiting[:]):
                        waiting.remove(future)
                        if (outcome := future.result()) is not None:
                            complete(outcome, database)
                            print(line(outcome), flush=True)
                            yield outcome
                except KeyboardInterrupt:
                    self._stop()

    def _crawl_one(self, site: str, options: list[str], log: Path) -> Outcome | None:
        """Crawl a site in a process of its own; ``None`` when it was not begun any more."""
        if not self.is_turn(site):
            self.begun_elsewhere.append(site)
            return None
        began = time.monotonic()
        jobdir = next((o.removeprefix("-sJOBDIR=") for o in options if o.startswith("-sJOBDIR=")), "")
        own = [f"-sJOBDIR={Path(jobdir, site)}"] if jobdir else []
        command = [sys.executable, "-m", "scrapy", "crawl", site, *options, *own]
        with log.open("wb") as output:
            with self.lock:
                if self.stopped:
                    return None
                # A group of its own: Ctrl-C reaches it once, through _stop; twice would cut it short.
                process = subprocess.Popen(command, stdout=output, stderr=output, process_group=0)  # noqa: S603
                self.running[site] = process
            code = process.wait()
        with self.lock:
            del self.running[site]
        return Outcome(site, code, time.monotonic() - began, process.pid, log)

    def _stop(self, signum: int = signal.SIGTERM, frame: FrameType | None = None) -> None:  # noqa: ARG002
        """Begin no further crawl; let those that run finish what they have."""
        with self.lock:  # a crawl that is just being begun is one of those that run
            self.stopped = True
            for process in self.running.values():
                process.terminate()


class Progress:
    """Says how far the crawls are: in place on a terminal, elsewhere every half minute.

    Elsewhere on stdout: what is on stderr is mailed by cron, and should be worth it.
    """

    def __init__(self, database: Any, began: datetime) -> None:
        self.database, self.began = database, began
        self.live = sys.stderr.isatty()
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._run, name="progress", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _run(self) -> None:
        from pymongo.errors import PyMongoError

        from crawler.store.summary import progress

        while not self.ended.wait(1 if self.live else 30):
            try:
                found = progress(self.database, self.began)
            except PyMongoError:
                continue  # the crawls spool meanwhile, and say so themselves at their end
            seconds = (datetime.now(UTC) - self.began).total_seconds()
            said = f"… {seconds:.0f} s: {found}"
            if self.live:
                print(f"\r{said} ", end="", file=sys.stderr, flush=True)
            else:
                print(said, flush=True)
        if self.live:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def complete(outcome: Outcome, database: Any) -> None:
    """Fill in what the crawl's ``runs`` document says; without MongoDB, where to look instead."""
    from pymongo.errors import PyMongoError

    from crawler.store.connection import in_brief

    away: list[str] = []
    try:
        run = database.runs.find_one({"site": outcome.site, "pid": outcome.pid}, sort=[("started_at", -1)])
    except PyMongoError as error:
        run = None
        away = [f"MongoDB is away ({in_brief(error)}): what it stored cannot be read"]
    if run is not None:
        outcome.stats, outcome.problems = run.get("stats") or {}, run.get("problems") or []
        outcome.alarms = run.get("alarms") or []
    if outcome.exit_code and not outcome.problems:
        words = last_words(outcome.log, outcome.site)
        outcome.problems = [f"ended with {outcome.exit_code}: {words}; see {outcome.log}"]
    outcome.problems += away


def last_words(log: Path, site: str) -> str:
    """Return what a crawl that left no run says of itself in its log: its problems, else the last line."""
    lines = log.read_text("utf-8", "replace").splitlines() if log.is_file() else []
    if problems := [line.removeprefix(f"{site}: ") for line in lines if line.startswith(f"{site}: ")]:
        return "; ".join(problems)
    last = next((line.strip() for line in reversed(lines) if line.strip()), "not a word")
    return last.rpartition(": error: ")[2][:300]


def counts(outcomes: list[Outcome]) -> str:
    """Return in words how many articles were new, edited, unchanged, set aside, withdrawn, not asked for."""

    def total(counter: str) -> int:
        return sum(int(outcome.stats.get(counter) or 0) for outcome in outcomes)

    said = [f"{total(counter)} {words}" for counter, words in _COUNTS.items()]
    said += [f"{total(counter)} {words}" for counter, words in _SELDOM.items() if total(counter)]
    return ", ".join(said)


def line(outcome: Outcome) -> str:
    """Return what is printed when a site is done."""
    mark = "failed" if outcome.exit_code else "ok"
    first = f"{mark:6} {outcome.site:<24} {counts([outcome])}  {outcome.seconds:.0f} s"
    return "\n       ".join([first, *outcome.problems])


def summary(outcomes: list[Outcome], sites: list[str]) -> str:
    """Return the totals."""
    failed = sum(bool(outcome.exit_code) for outcome in outcomes)
    return f"\n{len(outcomes)} of {len(sites)} sites crawled, {failed} failed: {counts(outcomes)}"


def troubles(outcomes: list[Outcome], sites: list[str]) -> str:
    """Return the sites that failed, and why; the alarms that began; the sites that were not begun."""
    lines = []
    for outcome in outcomes:
        if outcome.exit_code:
            lines += [f"  {outcome.site}: exit {outcome.exit_code}, log {outcome.log}"]
            lines += [f"    {problem}" for problem in outcome.problems]
    if alarms := [line for outcome in outcomes for line in outcome.alarms]:
        lines += ["alarms that began (`scrapy health` shows all):", *(f"  {line}" for line in alarms)]
    if missing := sorted(set(sites) - {outcome.site for outcome in outcomes}):
        lines.append(f"  not crawled: {', '.join(missing)}")
    return "\n".join(lines)


def verdict(outcomes: list[Outcome]) -> int:
    """Return the exit code of all: 0, the one the failures share, or 1."""
    codes = {outcome.exit_code for outcome in outcomes if outcome.exit_code}
    if not codes:
        return 0
    return codes.pop() if len(codes) == 1 and min(codes) > 0 else FAILED
