"""What is known of an address (``visits``): what it gave, when it was looked at, when it is due again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from crawler.fetch.reasons import GONE, NETWORK, NOT_ARCHIVED, PASSING
from crawler.step import STEP_ERROR
from crawler.store.incoming import lost_page

if TYPE_CHECKING:
    from crawler.store.incoming import Incoming

REVISIT_AFTER = (
    (timedelta(hours=6), timedelta(hours=1)),
    (timedelta(days=1), timedelta(hours=6)),
    (timedelta(days=3), timedelta(days=1)),
    (timedelta(days=30), timedelta(days=7)),
)
"""(age up to, look again after): news is edited in its first hours; older than the last is not revisited."""
STORED = "stored"
"""``visits.status`` of a page that gave an article; else why it was set aside."""
MOVED = "moved"
"""``visits.status`` of a stored article whose address leads to another page."""
AS_IT_WAS = frozenset({"unchanged", "rederived", "older", "incomplete", "rejected_again"})
"""Kinds of change after which an address gives what it gave before."""
RETRY_AFTER = timedelta(hours=1)
RETRY_AT_MOST = timedelta(days=7)
_OUR_FAULT = frozenset({STEP_ERROR, NOT_ARCHIVED})


def visit_after(
    new: Incoming, kind: str, before: dict[str, Any] | None, article: dict[str, Any] | None
) -> dict[str, Any]:
    """Return the state of an address after this look at it."""
    before = before or {}
    failures = before.get("failures", 0) + 1 if new.is_rejected else 0
    failing_since = (before.get("failing_since") or new.fetched_at) if failures else None
    first = article["first_seen_at"] if article else before.get("first_seen_at", new.fetched_at)
    due = due_at(new, first, failures - 1, failing_since)
    if article and new.is_rejected and (due is None or new.document["reason"] in GONE):
        due = revisit_at(new.fetched_at, first)  # what is no article today may be one again tomorrow
    return {
        "_id": new.id,
        "url": new.document["url"] or new.document["canonical_url"],
        "site": new.document["site"],
        "checked_at": max(new.fetched_at, before.get("checked_at", new.fetched_at)),
        "changed_at": before.get("changed_at", first) if kind in AS_IT_WAS else new.fetched_at,
        "first_seen_at": first,
        "looks": before.get("looks", 0) + 1,
        "failures": failures,
        "failing_since": failing_since,
        "status": new.document["reason"] if new.is_rejected else STORED,
        "etag": new.etag or (before.get("etag", "") if new.is_rejected else ""),
        "last_modified": new.last_modified or (before.get("last_modified", "") if new.is_rejected else ""),
        "due_at": due,
        "listed": before.get("listed") if new.listed is None else new.listed,
    }


def due_at(
    new: Incoming, first_seen_at: datetime, failures: int, failing_since: datetime | None = None
) -> datetime | None:
    """Return when to look at the page again, by its age; None: no more.

    ``failures``: looks in a row that gave no article, before this one; ``failing_since``: the first of them.

    Pages set aside for a passing reason are tried again after an hour, then two, four … up to a week.  What
    the network kept from us is tried again by every crawl of the first hour (somebody mends the line and
    starts the same command again), then when as much time again has passed.  The same goes for an article
    one of whose pages was lost, while it is young.
    """
    if new.is_rejected:
        if new.document["reason"] in _OUR_FAULT:
            return new.fetched_at  # not the page's: tried again by the next crawl
        if not new.document["reason"].startswith(PASSING):
            return new.fetched_at + RETRY_AT_MOST if new.document["step"] in {"fetch", "store"} else None
        wait: timedelta = RETRY_AFTER * 2 ** min(failures, 10)
        if new.document["reason"].startswith(NETWORK):
            wait = new.fetched_at - (failing_since or new.fetched_at)
            wait = wait if wait >= RETRY_AFTER else timedelta(0)
        return new.fetched_at + min(wait, RETRY_AT_MOST)
    if lost_page(new.document).startswith(NETWORK) and new.fetched_at - first_seen_at < RETRY_AFTER:
        return new.fetched_at
    return revisit_at(new.fetched_at, first_seen_at)


def revisit_at(now: datetime, first_seen_at: datetime) -> datetime | None:
    """Return when a stored article is to be looked at again (``REVISIT_AFTER``); None: no more."""
    age = now - first_seen_at
    return next((now + wait for up_to, wait in REVISIT_AFTER if age < up_to), None)
