"""Whether the crawl of a ``runs`` document still goes on.

On its own machine its process tells; on others its sign of life does, which it writes every few minutes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import platform
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pymongo.errors import PyMongoError

from crawler.store.process import birth, is_process

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pymongo.asynchronous.collection import AsyncCollection

_EVERY = timedelta(minutes=5)
"""Between two signs of life."""
_SILENT = timedelta(minutes=30)
"""After which a crawl of another machine is taken for dead: its database may have been away for a while."""


def signs_of_life() -> dict[str, Any]:
    """Return the fields of ``runs`` by which others tell that this process still crawls."""
    pid = os.getpid()
    return {"host": platform.node(), "pid": pid, "born": birth(pid), "alive_at": datetime.now(UTC)}


async def keep_alive(
    runs: AsyncCollection[dict[str, Any]], key: Any, seconds: float = _EVERY.total_seconds()
) -> None:
    """Write a run's sign of life again and again, until cancelled; while the database is away, none."""
    while True:
        await asyncio.sleep(seconds)
        with contextlib.suppress(PyMongoError):
            await runs.update_one({"_id": key}, {"$set": {"alive_at": datetime.now(UTC)}})


def state_of(run: Mapping[str, Any]) -> str:
    """Return a run's ``state``: ``finished``, ``running``, or ``killed`` also where nobody has noted that."""
    state: str = run["state"]
    return "killed" if state == "running" and not is_alive(run) else state


def is_alive(run: Mapping[str, Any]) -> bool:
    """Tell whether a crawl still goes on."""
    if run["state"] != "running":
        return False
    if run.get("host") == platform.node():
        return is_process(int(run["pid"]), run.get("born", ""))
    return bool(datetime.now(UTC) - run.get("alive_at", run["started_at"]) < _SILENT)
