"""What the database holds of some sites, as tables a person reads at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from unicodedata import east_asian_width

from crawler.spam.cutting import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from pymongo.database import Database

SCRIPTS = ("hans", "hant", "mixed", "undetermined")


def summarise(database: Database[dict[str, Any]], sites: Sequence[str], since: datetime) -> str:
    """Return tables of what is stored of ``sites``; ``new`` counts what came at or after ``since`` (aware).

    Articles per outlet and script, spans cut per kind, pages set aside per reason.
    """
    ours = {"$match": {"site": {"$in": list(sites)}}}
    rows = database.articles.aggregate(
        [
            ours,
            {
                "$group": {
                    "_id": "$outlet",
                    "n": {"$sum": 1},
                    "new": {"$sum": {"$cond": [{"$gte": ["$first_seen_at", since]}, 1, 0]}},
                    **{
                        script: {"$sum": {"$cond": [{"$eq": ["$script.detected", script]}, 1, 0]}}
                        for script in SCRIPTS
                    },
                    "machine": {"$sum": {"$cond": ["$script.machine_converted", 1, 0]}},
                    "hacked": {"$sum": {"$cond": ["$spam.hacked", 1, 0]}},
                }
            },
            {"$sort": {"_id": 1}},
        ]
    )
    columns = ("n", "new", *SCRIPTS, "machine", "hacked")
    head = ("outlet", "articles", "new", *SCRIPTS, "machine-converted", "hacked")
    lines = table(head, [(row["_id"], *(row[name] for name in columns)) for row in rows])
    spans = database.spam_spans.aggregate(
        [
            {"$match": {**ours["$match"], "state": {"$in": sorted(GONE)}}},
            {"$group": {"_id": "$kind", "n": {"$sum": 1}, "chars": {"$sum": {"$strLenCP": "$text"}}}},
            {"$sort": {"n": -1, "_id": 1}},
        ]
    )
    lines += ["", *table(("cut", "spans", "characters"), [(s["_id"], s["n"], s["chars"]) for s in spans])]
    aside = database.rejected_items.aggregate(
        [ours, {"$group": {"_id": "$reason", "n": {"$sum": 1}}}, {"$sort": {"n": -1, "_id": 1}}]
    )
    lines += ["", *table(("set aside", "pages"), [(r["_id"], r["n"]) for r in aside])]
    return "\n".join(lines)


def progress(database: Database[dict[str, Any]], since: datetime) -> str:
    """Return one line that says how far the crawls that began at or after ``since`` have come."""
    looked = database.visits.count_documents({"checked_at": {"$gte": since}})
    # What was first seen since was fetched since, and that has an index.
    new = database.articles.count_documents({"fetched_at": {"$gte": since}, "first_seen_at": {"$gte": since}})
    return f"{looked} pages looked at, {new} new articles stored"


def table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """Lay out rows in columns, numbers to the right, wide characters counted as two cells."""
    cells = [[str(cell) if cell else "·" for cell in row] for row in rows]
    if not cells:
        return [f"{head[0]}: nothing"]
    widths = [max(_width(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
    lines = []
    for row in [list(head), *cells]:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        lines.append("  ".join([first, *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]))
    return lines


def _width(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
