"""What a crawl left in the database, as a table a person reads at the end of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pymongo.database import Database

SCRIPTS = ("hans", "hant", "mixed", "undetermined")


def summarise(database: Database[dict[str, Any]], since: datetime) -> str:
    """Return the summary of what was fetched at or after ``since`` (aware).

    Articles per outlet and script, spans cut per kind, pages set aside per reason.
    """
    fetched = {"$match": {"fetched_at": {"$gte": since}}}
    outlets: dict[str, dict[str, int]] = {}
    by_outlet = {"$group": {"_id": {"outlet": "$outlet", "script": "$script.detected"}, "n": {"$sum": 1}}}
    converted = {"$match": {"script.machine_converted": True}}
    for row in database.articles.aggregate([fetched, by_outlet]):
        outlets.setdefault(row["_id"]["outlet"], {})[row["_id"]["script"]] = row["n"]
    machine = _count(database.articles, [fetched, converted, {"$count": "n"}])
    hacked = _count(database.articles, [fetched, {"$match": {"spam.hacked": True}}, {"$count": "n"}])
    spans = _by(
        database.articles,
        [
            fetched,
            {"$lookup": {"from": "spam_spans", "localField": "_id", "foreignField": "article", "as": "span"}},
            {"$unwind": "$span"},
            {"$match": {"span.state": {"$in": ["cut", "confirmed"]}}},
            {
                "$group": {
                    "_id": "$span.kind",
                    "n": {"$sum": 1},
                    "chars": {"$sum": {"$strLenCP": "$span.text"}},
                }
            },
        ],
    )
    rejected = _by(
        database.rejected_items,
        [{"$match": {"fetched_at": {"$gte": since}}}, {"$group": {"_id": "$reason", "n": {"$sum": 1}}}],
    )
    lines = _table(
        ("outlet", "articles", *SCRIPTS),
        [
            (outlet, sum(n.values()), *(n.get(script, 0) for script in SCRIPTS))
            for outlet, n in sorted(outlets.items())
        ],
    )
    lines += ["", f"machine-converted Traditional: {machine}    hacked pages: {hacked}", ""]
    lines += _table(("cut", "spans", "characters"), [(s["_id"], s["n"], s["chars"]) for s in spans]) or [
        "nothing cut"
    ]
    lines += [
        "",
        *(_table(("set aside", "pages"), [(r["_id"], r["n"]) for r in rejected]) or ["nothing set aside"]),
    ]
    return "\n".join(lines)


def progress(database: Database[dict[str, Any]], since: datetime) -> str:
    """Return one line that says how far the crawls that began at or after ``since`` have come."""
    fetched = {"fetched_at": {"$gte": since}}
    stored = database.articles.count_documents(fetched)
    aside = database.rejected_items.count_documents(fetched)
    return f"{stored} articles stored, {aside} pages set aside"


def _count(collection: Any, pipeline: list[dict[str, Any]]) -> int:
    return sum(row["n"] for row in collection.aggregate(pipeline))


def _by(collection: Any, pipeline: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return list(collection.aggregate([*pipeline, {"$sort": {"n": -1, "_id": 1}}]))


def _table(head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> list[str]:
    """Lay out rows in columns, numbers to the right, wide characters counted as two cells."""
    cells = [[str(cell) if cell else "·" for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(_width(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
    lines = []
    for row in [list(head), *cells]:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        lines.append("  ".join([first, *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]))
    return lines


def _width(text: str) -> int:
    return sum(2 if char >= "\u1100" and char != "·" else 1 for char in text)
