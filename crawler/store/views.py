"""Views: questions analysts ask daily, answered by the server whenever they look.

A view stores nothing; it runs its pipeline over the collections as they are, and a ``find`` on it may
add conditions.  Days are local (+08:00).  Field by field: docs/analysts.md.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL = "+08:00"
_DAY = {"$dateToString": {"date": "$published_at", "format": "%Y-%m-%d", "timezone": LOCAL}}
_PRESENT: dict[str, Any] = {"$match": {"published_at": {"$type": "date"}, "withdrawn": {"$exists": False}}}
_IS_COPY = {
    "$and": [{"$gt": ["$duplicates.original", ""]}, {"$ne": ["$duplicates.original", "$_id"]}],
}


def _count_if(condition: Any) -> dict[str, Any]:
    return {"$sum": {"$cond": [condition, 1, 0]}}


def _mentions(field: str, keys: dict[str, str]) -> list[dict[str, Any]]:
    """Articles that name a thing, per day; an article counts once however often it names it."""
    group = {"day": "$day", **{name: f"$thing.{source}" for name, source in keys.items()}}
    return [
        _PRESENT,
        {"$project": {"day": _DAY, "outlet": 1, "thing": f"${field}"}},
        {"$unwind": "$thing"},
        {"$match": {"thing.code": {"$gt": ""}}},
        {
            "$group": {
                "_id": {**group, "article": "$_id"},
                "outlet": {"$first": "$outlet"},
                "times": {"$sum": 1},
            }
        },
        {
            "$group": {
                "_id": {name: f"$_id.{name}" for name in group},
                "articles": {"$sum": 1},
                "mentions": {"$sum": "$times"},
                "outlets": {"$addToSet": "$outlet"},
            }
        },
        {
            "$project": {
                "_id": 0,
                **{name: f"$_id.{name}" for name in group},
                "articles": 1,
                "mentions": 1,
                "outlets": 1,
            }
        },
    ]


VIEWS: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "articles_per_day": (
        "articles",
        [
            _PRESENT,
            {
                "$group": {
                    "_id": {"day": _DAY, "outlet": "$outlet", "region": "$region"},
                    "articles": {"$sum": 1},
                    "copies": _count_if(_IS_COPY),
                    "hacked": _count_if("$spam.hacked"),
                    "chars": {"$sum": {"$strLenCP": "$body.original"}},
                    "spam_chars": {"$sum": "$spam.chars"},
                }
            },
            {"$replaceWith": {"$mergeObjects": ["$_id", "$$ROOT"]}},
            {"$unset": "_id"},
            {"$sort": {"day": -1, "outlet": 1}},
        ],
    ),
    "first_publishers": (
        "articles",
        [
            {"$match": {"duplicates.cluster": {"$gt": ""}}},
            {"$sort": {"published_at": 1, "_id": 1}},
            {
                "$group": {
                    "_id": "$duplicates.cluster",
                    "members": {
                        "$push": {
                            "article": "$_id",
                            "outlet": "$outlet",
                            "url": "$url",
                            "title": "$title.hans",
                            "published_at": "$published_at",
                            "precision": "$published.precision",
                            "similarity": "$duplicates.similarity",
                            "is_original": {"$eq": ["$_id", "$duplicates.original"]},
                        }
                    },
                }
            },
            {
                "$set": {
                    "first": {
                        "$first": {"$filter": {"input": "$members", "as": "m", "cond": "$$m.is_original"}}
                    },
                    "copies": {
                        "$filter": {"input": "$members", "as": "m", "cond": {"$not": "$$m.is_original"}}
                    },
                }
            },
            {
                "$project": {
                    "_id": 0,
                    "cluster": "$_id",
                    "outlet": "$first.outlet",
                    "article": "$first.article",
                    "title": "$first.title",
                    "published_at": "$first.published_at",
                    "precision": "$first.precision",
                    "copies": 1,
                    "outlets": {"$setUnion": ["$members.outlet", []]},
                }
            },
            {"$match": {"outlets.1": {"$exists": True}}},  # one outlet's text at two addresses is no reprint
        ],
    ),
    "edits": (
        "article_revisions",
        [
            {"$lookup": {"from": "articles", "localField": "article", "foreignField": "_id", "as": "now"}},
            {"$set": {"now": {"$first": "$now"}}},
            {
                "$project": {
                    "_id": 0,
                    "article": 1,
                    "revision": 1,
                    "event": 1,
                    "at": 1,
                    "changes": 1,
                    "kinds": {"$setUnion": [{"$ifNull": ["$changes.kind", []]}, []]},
                    "outlet": "$now.outlet",
                    "site": "$now.site",
                    "url": "$now.url",
                    "title": "$now.title.hans",
                    "published_at": "$now.published_at",
                    "hours_after_publication": {
                        "$dateDiff": {"startDate": "$now.published_at", "endDate": "$at", "unit": "hour"}
                    },
                }
            },
        ],
    ),
    "stock_days": ("articles", _mentions("stocks", {"code": "code", "exchange": "exchange"})),
    "region_days": ("articles", _mentions("regions", {"code": "code", "name": "name"})),
}
"""Name → (collection it looks at, pipeline)."""


def view_commands() -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield pairs: the command that makes a view, and the one that changes it when it is there."""
    for name, (collection, pipeline) in VIEWS.items():
        definition = {"viewOn": collection, "pipeline": pipeline}
        yield {"create": name, **definition}, {"collMod": name, **definition}
