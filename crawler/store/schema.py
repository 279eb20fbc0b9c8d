"""Collections, their validators and indexes: made by code, as often as one likes.

The server checks what matters for trust (types, required fields, known values); it does not forbid further
fields, so that a newer program can write to a database an older one still reads.
"""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING, Any

from pymongo import ASCENDING, DESCENDING, TEXT, IndexModel
from pymongo.errors import OperationFailure

from crawler.store.views import view_commands

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from pymongo.asynchronous.database import AsyncDatabase
    from pymongo.database import Database

logger = logging.getLogger(__name__)

# The server's codes for: a collection, or an index of other options or keys, is there under that name.
_IS_ANOTHER = frozenset({48, 85, 86})
# Of making an index again, where another crawl is at it, too: the old one is gone already, or our new one was
# dropped while it was being made, by who then makes it.
_OVERTAKEN = {"dropIndexes": 27, "createIndexes": 276}

_TEXT = {"bsonType": "string"}
_DATE = {"bsonType": ["date", "null"]}
_INT = {"bsonType": ["int", "long"], "minimum": 0}
_NUMBER = {"bsonType": ["double", "int", "long"]}
_BOOL = {"bsonType": "bool"}
_TEXTS = {"bsonType": "array", "items": _TEXT}


def _record(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    return {
        "bsonType": "object",
        "required": list(required),
        "properties": required | (optional or {}),
    }


_THREE_FORMS = _record({"original": _TEXT, "hans": _TEXT, "hant": _TEXT})
_SPAN = {"bsonType": ["array", "null"], "items": {"bsonType": ["int", "long"]}}

VALIDATORS: dict[str, dict[str, Any]] = {
    "articles": _record(
        {
            "_id": {"bsonType": "string", "minLength": 1},
            "url": _TEXT,
            "canonical_url": {"bsonType": "string", "minLength": 1},
            "site": _TEXT,
            "title": _record(
                {"original": {"bsonType": "string", "minLength": 1}, "hans": _TEXT, "hant": _TEXT}
            ),
            "body": _THREE_FORMS,
            "script": _record(
                {
                    "detected": {"enum": ["hans", "hant", "mixed", "undetermined"]},
                    "machine_converted": _BOOL,
                }
            ),
            "spam": _record({"spans": _INT, "chars": _INT, "kinds": _TEXTS, "hacked": _BOOL}),
            "published_at": _DATE,
            "first_seen_at": {"bsonType": "date"},
            "fetched_at": {"bsonType": "date"},
            "updated_at": {"bsonType": "date"},
            "revision": _INT,
            "hashes": _record({"published": _TEXT, "text": _TEXT}),
        },
        {
            "outlet": _TEXT,
            "region": _TEXT,
            "section": _TEXT,
            "kicker": _TEXT,
            "subtitle": _TEXT,
            "breadcrumbs": _TEXTS,
            "keywords": _TEXTS,
            "paragraphs": _TEXTS,
            "images": {"bsonType": "array", "items": _record({"url": _TEXT, "caption": _TEXT})},
            # Fields that came later are not required: MongoDB checks stored articles too when they change.
            "byline": _record(
                {"raw": _TEXT, "reporters": _TEXTS, "correspondents": _TEXTS, "editors": _TEXTS},
                {"reviewers": _TEXTS},
            ),
            "source": _record({"name": _TEXT, "url": _TEXT}, {"outlet": _TEXT}),
            "published": _record(
                {
                    "raw": _TEXT,
                    "precision": {"enum": ["second", "minute", "day", None]},
                    "timezone": _TEXT,
                    "inferred": _TEXTS,
                }
            ),
            "modified_at": _DATE,
            "stocks": {"bsonType": "array", "items": {"bsonType": "object", "properties": {"span": _SPAN}}},
            "regions": {"bsonType": "array", "items": {"bsonType": "object", "properties": {"span": _SPAN}}},
            "amounts": {"bsonType": "array", "items": {"bsonType": "object", "properties": {"span": _SPAN}}},
            "duplicates": {"bsonType": "object"},
            "extraction": {"bsonType": "object"},
            "archive": {"bsonType": "object"},
            "search_title": _TEXT,
            "search_terms": _TEXT,
            "is_partial": _BOOL,
        },
    ),
    "article_revisions": _record(
        {
            "_id": _TEXT,
            "article": _TEXT,
            "revision": _INT,
            "event": {"enum": ["edited", "withdrawn", "returned"]},
            "at": {"bsonType": "date"},
            "changes": {"bsonType": "array", "items": {"bsonType": "object", "required": ["field", "kind"]}},
        }
    ),
    "spam_spans": _record(
        {
            "_id": _TEXT,
            "article": _TEXT,
            "field": {"enum": ["title", "kicker", "subtitle", "body", "page"]},
            "start": _INT,
            "end": _INT,
            "text": _TEXT,
            "kind": _TEXT,
            "score": _NUMBER,
            "rule": _TEXT,
            "state": {"enum": ["cut", "flagged", "restored", "confirmed"]},
        },
        {"site": _TEXT},
    ),
    "spam_changes": _record(
        {
            "_id": _TEXT,
            "article": _TEXT,
            "event": {"enum": ["added", "removed", "changed"]},
            "at": {"bsonType": "date"},
        }
    ),
    "spam_memory": _record({"_id": _TEXT, "site": _TEXT, "key": _TEXT}),
    "rejected_items": _record(
        {"_id": _TEXT, "reason": {"bsonType": "string", "minLength": 1}, "step": _TEXT, "detail": _TEXT}
    ),
    "runs": _record({"site": _TEXT, "started_at": {"bsonType": "date"}, "state": _TEXT}),
    "sites": {"bsonType": "object"},
    "visits": _record({"_id": _TEXT, "url": _TEXT, "checked_at": {"bsonType": "date"}, "due_at": _DATE}),
    "reclean_backups": _record({"_id": _TEXT, "run": _TEXT, "article": {"bsonType": "object"}}),
    "fingerprints": _record({"_id": _TEXT, "bands": {"bsonType": "array"}}),
}
"""One JSON schema per collection; ``visits`` holds when each address was looked at and when it is due."""

INDEXES: dict[str, list[IndexModel]] = {
    "articles": [
        IndexModel([("canonical_url", ASCENDING)], name="canonical_url", unique=True),
        # Lists go by time and `_id`: where an index ends with the time, the server sorts all articles.
        IndexModel(
            [("site", ASCENDING), ("published_at", DESCENDING), ("_id", ASCENDING)], name="site_published"
        ),
        IndexModel([("region", ASCENDING), ("published_at", DESCENDING)], name="region_published"),
        IndexModel([("published_at", DESCENDING), ("_id", ASCENDING)], name="published"),
        IndexModel(
            [("spam.hacked", ASCENDING), ("published_at", DESCENDING), ("_id", ASCENDING)],
            name="hacked",
            partialFilterExpression={"spam.hacked": True},
        ),
        IndexModel([("fetched_at", DESCENDING)], name="fetched"),
        IndexModel([("stocks.code", ASCENDING), ("published_at", DESCENDING)], name="stock_published"),
        IndexModel([("regions.code", ASCENDING), ("published_at", DESCENDING)], name="place_published"),
        IndexModel([("duplicates.cluster", ASCENDING)], name="cluster"),
        IndexModel([("hashes.text", ASCENDING)], name="text_hash"),
        # The terms are folded already and Chinese has no stems: "none".  No article names its language
        # in a field of that name; the override keeps a stray one from being taken for an instruction.
        # The last three let a filter read index entries instead of articles; compressed, they cost no room.
        IndexModel(
            [
                ("search_title", TEXT),
                ("search_terms", TEXT),
                ("published_at", ASCENDING),
                ("region", ASCENDING),
                ("site", ASCENDING),
            ],
            name="search",
            storageEngine={"wiredTiger": {"configString": "block_compressor=zstd"}},
            weights={"search_title": 8, "search_terms": 1},
            default_language="none",
            language_override="text_index_language",
        ),
    ],
    "article_revisions": [
        IndexModel([("article", ASCENDING), ("at", ASCENDING)], name="article"),
        IndexModel([("at", DESCENDING)], name="at"),
    ],
    "spam_spans": [
        IndexModel([("article", ASCENDING), ("field", ASCENDING), ("start", ASCENDING)], name="article"),
        IndexModel([("state", ASCENDING), ("kind", ASCENDING)], name="review"),
        IndexModel([("state", ASCENDING), ("score", ASCENDING), ("_id", ASCENDING)], name="certainty"),
        IndexModel(
            [("site", ASCENDING), ("state", ASCENDING), ("score", ASCENDING), ("_id", ASCENDING)],
            name="site_certainty",
        ),
        IndexModel([("rule", ASCENDING)], name="rule"),
    ],
    "spam_changes": [
        IndexModel([("article", ASCENDING), ("at", ASCENDING)], name="article"),
        IndexModel([("at", DESCENDING)], name="at"),
    ],
    "spam_memory": [IndexModel([("site", ASCENDING)], name="site")],
    "rejected_items": [
        IndexModel([("reason", ASCENDING), ("site", ASCENDING)], name="reason"),
        IndexModel([("fetched_at", DESCENDING)], name="fetched"),
        IndexModel([("site", ASCENDING), ("fetched_at", DESCENDING)], name="site_fetched"),
    ],
    "runs": [
        IndexModel([("site", ASCENDING), ("started_at", DESCENDING)], name="site_started"),
        IndexModel([("state", ASCENDING)], name="running", partialFilterExpression={"state": "running"}),
    ],
    "sites": [],
    "visits": [
        IndexModel([("site", ASCENDING), ("due_at", ASCENDING)], name="due"),
        IndexModel([("article", ASCENDING)], name="article"),
        IndexModel([("checked_at", DESCENDING)], name="checked"),
    ],
    "reclean_backups": [IndexModel([("run", ASCENDING)], name="run")],
    "fingerprints": [
        IndexModel([("bands", ASCENDING)], name="bands"),
        IndexModel([("pending", ASCENDING)], name="pending", sparse=True),
    ],
}


Command = dict[str, Any]

_SITE_OF_SPANS: Command = {
    "aggregate": "spam_spans",
    "pipeline": [
        {"$match": {"site": None}},
        {"$lookup": {"from": "articles", "localField": "article", "foreignField": "_id", "as": "of"}},
        {"$project": {"site": {"$ifNull": [{"$first": "$of.site"}, ""]}}},
        {"$merge": {"into": "spam_spans", "whenNotMatched": "discard"}},
    ],
    "cursor": {},
}
"""Gives spans that were stored before they had a site that of their article."""


def _commands() -> Iterator[tuple[Command, list[Command]]]:
    """Yield pairs: the command that makes a thing, and those to run when another of its name is there."""
    for name, schema in VALIDATORS.items():
        validator = {"$jsonSchema": schema}
        yield {"create": name, "validator": validator}, [{"collMod": name, "validator": validator}]
        for index in INDEXES[name]:
            make = {"createIndexes": name, "indexes": [index.document]}
            yield make, [{"dropIndexes": name, "index": index.document["name"]}, make]
    for make, change in view_commands():
        yield make, [change]
    yield _SITE_OF_SPANS, []


def _say(changes: list[Command]) -> None:
    """Warn of an index that is about to be made again, which takes its time."""
    for change in changes:
        if "dropIndexes" in change:
            name = f"{change['dropIndexes']}.{change['index']}"
            logger.warning("Index %s is another now and made again: minutes per 100,000 articles", name)


def _steps() -> Generator[Command, OperationFailure | None, None]:
    """Yield the commands one after another; each is answered with the server's refusal, or None."""
    for make, changes in _commands():
        refused = yield make
        if refused is None:
            continue
        if refused.code not in _IS_ANOTHER:
            raise refused
        _say(changes)
        for change in changes:
            refused = yield change
            if refused is not None and refused.code != _OVERTAKEN.get(next(iter(change))):
                raise refused


async def ensure_schema(database: AsyncDatabase[dict[str, Any]]) -> None:
    """Make or update every collection, validator and index; harmless when all is as it should be.

    An index whose definition changed is made again: minutes where there are 100,000 articles.
    """
    steps, refused = _steps(), None
    with contextlib.suppress(StopIteration):
        while True:
            command = steps.send(refused)
            try:
                await database.command(command)
            except OperationFailure as error:
                refused = error
            else:
                refused = None


def ensure_schema_blocking(database: Database[dict[str, Any]]) -> None:
    """Do as ``ensure_schema``, through a blocking client."""
    steps, refused = _steps(), None
    with contextlib.suppress(StopIteration):
        while True:
            command = steps.send(refused)
            try:
                database.command(command)
            except OperationFailure as error:
                refused = error
            else:
                refused = None
