"""One document per crawl in ``runs``, and the honest end: what went wrong, in one line, and an exit code."""

from __future__ import annotations

import asyncio
import logging
import platform
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any

from bson import ObjectId
from pymongo.errors import PyMongoError
from scrapy import signals

from crawler.enrich.versions import table_versions
from crawler.exit_codes import BLOCKED, DATABASE_AWAY, EMPTY, FAILED, LOST, OK, REJECTS
from crawler.rules_version import rules_version
from crawler.step import STEP_ERROR
from crawler.store.alive import is_alive, keep_alive, signs_of_life
from crawler.store.connection import NO_DATABASE, UNAVAILABLE, in_brief, shared
from crawler.store.embedded import EmbeddedServerError
from crawler.store.record import plain

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import Self

    from pymongo.asynchronous.database import AsyncDatabase
    from scrapy.crawler import Crawler

    from crawler.items import Article

logger = logging.getLogger(__name__)

run_recorded = object()
"""Signal: a crawl's document in ``runs`` is complete.  Sent with ``run``, the document, and ``partial``."""
EXIT_CODE = "run/exit_code"
PROBLEMS = "run/problems"
ALARMS = "run/alarms"
"""Stat: the alarms about the site that began with this crawl (``crawler.health``), a line each."""

_CALM_REASONS = ("finished", "closespider_")
_SAID_ALREADY = frozenset({"archive_unwritable", "blocked", NO_DATABASE})
"""Reasons that have a line of their own."""
_PACKAGES = ("scrapy", "pymongo", "lxml", "OpenCC", "warcio", "rensa")
_FEWEST_TO_JUDGE = 20
_FEWEST_OF_NOTHING_ELSE = 5
"""Pages set aside for the first time that make a crawl a failure when it saw no others."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that went wrong with a crawl."""

    code: int
    """Exit code."""
    line: str


def judge(
    stats: Mapping[str, Any], reason: str, before: Mapping[str, Any] | None = None, reject_limit: float = 0.5
) -> list[Problem]:
    """Return what went wrong, worst first; empty when all went well.

    ``before``: the stats of the site's last good run, if any.  ``reject_limit``: share of the pages looked
    at that may be set aside (judged from 20 pages on; from 5 where all of them are).
    """
    now, then = Counter(_figures(stats)), Counter(_figures(before or {}))
    lines = [
        (LOST, _lost(now)),
        (DATABASE_AWAY, _unavailable(stats) or _waiting(now)),
        (FAILED, _unarchived(now)),
        (EMPTY, _empty(now, then)),
        (BLOCKED, "the site answers with challenges; stopped" if reason == "blocked" else ""),
        (REJECTS, _rejects(now, reject_limit)),
        (FAILED, _failed(now, reason)),
    ]
    return [Problem(code, line) for code, line in lines if line]


def _figures(stats: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in stats.items() if isinstance(value, int | float)}


def _lost(now: Counter[str]) -> str:
    if n := now["item_error_count"]:
        return f"{n} articles failed on the way and are stored nowhere (see the log)"
    if n := now["store/unreadable"]:
        return f"{n} articles of the spool cannot be stored (the log names the file that keeps them)"
    return ""


def _unavailable(stats: Mapping[str, Any]) -> str:
    return "; ".join(str(stats.get(UNAVAILABLE, "")).splitlines())


def _waiting(now: Counter[str]) -> str:
    if n := now["store/waiting"]:
        return f"MongoDB is away: {n} articles wait on disk; the next crawl or `scrapy replay` stores them"
    return ""


def _unarchived(now: Counter[str]) -> str:
    if n := now["archive/unwritten"]:
        return f"ARCHIVE_DIR cannot be written: {n} pages are not kept, the next crawl asks for them again"
    return ""


def _empty(now: Counter[str], then: Counter[str]) -> str:
    """Say where nothing was found though something used to be."""
    used_to = then["list/links"]
    if now["list/failed"] and not now["list/pages"]:  # refused, or no answer: no redesign
        return f"none of {now['list/failed']} lists could be read (see rejected_items)"
    if used_to and not now["list/links"]:
        return f"no list gave an article; the last good run saw {used_to} links"
    if used_to and now["dropped/empty_list"] > then["dropped/empty_list"]:
        return f"{now['dropped/empty_list']} list(s) are empty, some used to have articles"
    return ""


def _rejects(now: Counter[str], limit: float) -> str:
    if n := now["store/poisoned"]:
        return f"MongoDB refused {n} documents (see rejected_items, not_storable)"
    # Those that failed before, and are no longer on any list, tell nothing of this crawl.
    again = max(0, now["store/rejected_again"] - now["incremental/tried_again"])
    gone = now["store/withdrawn"]
    aside = now["store/rejected"] + again + gone
    stored = ("new", "unchanged", "edited", "rederived", "spam_changed", "older", "returned")
    looked = aside + sum(now[f"store/{kind}"] for kind in stored) + now["incremental/not_modified"]
    is_all = aside == looked and now["store/rejected"] + gone >= _FEWEST_OF_NOTHING_ELSE
    if is_all or (looked >= _FEWEST_TO_JUDGE and aside > limit * looked):
        moved = f"; {gone} of them stored articles that are gone: have the addresses moved?" if gone else ""
        return f"{aside} of {looked} pages were set aside (see rejected_items){moved}"
    return ""


def _failed(now: Counter[str], reason: str) -> str:
    if n := now["spider_exceptions/count"]:
        return f"{n} errors in the spider's code (see the log)"
    if n := now[f"dropped/{STEP_ERROR}"]:
        return f"{n} articles made a step fail (see rejected_items, {STEP_ERROR}, and the log)"
    calm = reason.startswith(_CALM_REASONS) or reason in _SAID_ALREADY
    return "" if calm else f"ended early: {reason}"


def is_complete(stats: Mapping[str, Any], reason: str) -> bool:
    """Tell whether a crawl walked everything it meant to: nothing lost, no list unread, not cut short."""
    now = Counter(_figures(stats))
    return reason == "finished" and not any(
        now[name] for name in ("item_error_count", "list/failed", "spider_exceptions/count")
    )


def exit_code(stats: Mapping[str, Any]) -> int:
    """Return the exit code of a finished crawl from its stats (1 when it did not come to its end)."""
    return int(stats.get(EXIT_CODE, FAILED))


class RunRecorder:
    """Extension: begins a ``runs`` document, ends it with stats and verdict, and says the verdict."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.database: AsyncDatabase[dict[str, Any]] | None = None
        self.run: dict[str, Any] = {}
        self.sign_of_life: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the extension and listen."""
        recorder = cls(crawler)
        crawler.signals.connect(recorder.begin, signals.spider_opened)
        crawler.signals.connect(recorder.item_done, signals.item_scraped)
        crawler.signals.connect(recorder.item_lost, signals.item_error)
        crawler.signals.connect(recorder.end, signals.spider_closed)
        return recorder

    @property
    def site(self) -> str:
        """Name of the site that is crawled."""
        return self.crawler.spider.name if self.crawler.spider else ""

    async def begin(self) -> None:
        """Insert the run; mark earlier ones of the site that do not go on any more as killed."""
        settings = self.crawler.settings
        if not settings.getdict("ITEM_PIPELINES").get("pipelines.store.StorePipeline"):
            return  # a crawl that stores nothing (doctor, tests of a spider) leaves no trace
        self.database = (await shared(self.crawler)).database
        self.run = plain(
            {
                "site": self.site,
                "started_at": datetime.now(UTC),
                "state": "running",
                "versions": versions(),
                "jobdir": bool(settings["JOBDIR"]),
                "partial": self.is_partial(),
            }
            | signs_of_life()
        )
        try:
            await self._mark_killed()
            self.run["_id"] = (await self.database.runs.insert_one(self.run)).inserted_id
            self.sign_of_life = asyncio.create_task(keep_alive(self.database.runs, self.run["_id"]))
        except PyMongoError as error:  # it went away this very moment; articles have their spool
            logger.warning("The run's document could not be begun: %s", in_brief(error))

    async def _mark_killed(self) -> None:
        """Mark earlier runs of the site that do not go on any more as killed."""
        if self.database is None:
            return
        ours = {name: self.run[name] for name in ("host", "pid")}
        async for earlier in self.database.runs.find({"site": self.run["site"], "state": "running"}):
            if ours.items() <= earlier.items() or not is_alive(earlier):
                killed = {"state": "killed", "exit_code": FAILED}
                await self.database.runs.update_one({"_id": earlier["_id"]}, {"$set": killed})

    def item_lost(self) -> None:
        """Count an article that made a pipeline fail: Scrapy only logs it, and it is stored nowhere."""
        self.crawler.stats.inc_value("item_error_count")

    def item_done(self, item: Article) -> None:
        """Count lists that could not be read."""
        rejection = getattr(item, "rejection", None)
        if rejection is not None and rejection.step == "list":
            self.crawler.stats.inc_value("list/failed")

    def is_partial(self) -> bool:
        """Tell whether the crawl was asked for less than all of the site's lists."""
        return bool(getattr(self.crawler.spider, "is_partial", False))

    async def _revived(self, do: Callable[[], Awaitable[Any]]) -> Any:
        """Do it; once more where the embedded server had died since the last article and runs again."""
        try:
            return await do()
        except PyMongoError:
            try:
                runs_again = await (await shared(self.crawler)).revive()
            except (EmbeddedServerError, OSError):
                runs_again = False
            if not runs_again:
                raise
        return await do()

    async def end(self, reason: str) -> None:
        """Judge the crawl, say what went wrong, and complete the run's document."""
        if self.sign_of_life is not None:
            self.sign_of_life.cancel()
        stats = self.crawler.stats
        before: dict[str, Any] | None = None
        last_words: list[Problem] = []
        if self.database is not None:
            try:
                good = {"site": self.run["site"], "exit_code": OK, "stats.list/links": {"$gt": 0}}
                latest = [("started_at", -1)]
                last_good = await self._revived(partial(self.database.runs.find_one, good, sort=latest))
                # A crawl of named pages asks for no list: none that is empty tells anything.
                before = None if getattr(self.crawler.spider, "only_urls", None) else last_good
            except PyMongoError as error:
                last_words.append(Problem(DATABASE_AWAY, f"MongoDB is away: {in_brief(error)}"))
        limit = self.crawler.settings.getfloat("REJECT_LIMIT", 0.5)
        problems = judge(stats.get_stats(), reason, (before or {}).get("stats"), limit)
        if all(p.code != DATABASE_AWAY for p in problems):
            problems += last_words
        code = problems[0].code if problems else OK
        stats.set_value(EXIT_CODE, code)
        stats.set_value(PROBLEMS, [p.line for p in problems])
        for problem in problems:
            logger.error("%s: %s", self.site, problem.line)
        if self.database is None:
            return
        done = {
            "finished_at": datetime.now(UTC),
            "state": "finished",
            "reason": reason,
            "exit_code": code,
            "complete": is_complete(stats.get_stats(), reason) and not self.is_partial(),
            "problems": [p.line for p in problems],
            "stats": stats.get_stats(),
        }
        begun = {name: value for name, value in self.run.items() if name not in ("_id", "alive_at")}
        document = begun | plain(done)
        key = self.run.get("_id") or ObjectId()
        try:
            write = partial(self.database.runs.update_one, {"_id": key}, {"$set": document}, upsert=True)
            await self._revived(write)
        except PyMongoError as error:
            line = f"MongoDB is away: this run is not in `runs` ({in_brief(error)})"
            logger.error("%s: %s", self.site, line)  # noqa: TRY400 (one clear line)
            if all(p.code != DATABASE_AWAY for p in problems):
                stats.set_value(EXIT_CODE, code or DATABASE_AWAY)
                stats.set_value(PROBLEMS, [*(p.line for p in problems), line])
            return
        await self.crawler.signals.send_catch_log_async(
            run_recorded, run=document | {"_id": key}, partial=self.is_partial()
        )


def versions() -> dict[str, str]:
    """Return the versions of what decides the result: Python, libraries, this project."""
    found = {"python": platform.python_version(), "rules": rules_version()}
    found |= {f"tables {field}": dated for field, dated in table_versions().items()}
    for name in (*_PACKAGES, "regional-news"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
