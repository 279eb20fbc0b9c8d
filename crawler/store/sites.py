"""How the sites are: their documents of ``sites``, their crawls, and what is stored of all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.store.spam_review import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pymongo.database import Database

_ORDER = ("broken", "warn", "ok")


def worst_first(database: Database[dict[str, Any]], names: Sequence[str] = ()) -> list[dict[str, Any]]:
    """Return the documents of the sites named (or of all that crawls have judged), the worst first."""
    chosen = {"state": {"$in": _ORDER}} | ({"_id": {"$in": names}} if names else {})
    return sorted(database.sites.find(chosen), key=lambda site: (_ORDER.index(site["state"]), site["_id"]))


def latest_runs(database: Database[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return each site's latest crawl, also one that still runs or was killed."""
    latest = {"$group": {"_id": "$site", "run": {"$first": "$$ROOT"}}}
    rows = database.runs.aggregate([{"$sort": {"site": 1, "started_at": -1}}, latest])
    return {row["_id"]: row["run"] for row in rows}


def totals(database: Database[dict[str, Any]]) -> dict[str, int]:
    """Return how much is stored of all sites; counted in indexes, never in the articles."""
    waiting = {"state": {"$in": STATES["waiting"]}}
    return {
        "articles": database.articles.estimated_document_count(),
        "hacked": database.articles.count_documents({"spam.hacked": True}),
        "waiting": database.spam_spans.count_documents(waiting),
        "set aside": database.rejected_items.estimated_document_count(),
    }
