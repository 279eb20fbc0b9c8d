"""Search ``articles`` in either script: choose what to read, ask MongoDB, rank.

The text index holds pairs of characters (``crawler.text.search_key``).  Given several terms, MongoDB
would read the postings of all of them; here the rarest pair alone (``crawler.text.frequency``) drives the
index, and the other terms are checked on the articles it leads to.  Postings come highest weight first,
then newest, so a common term stops after the first block instead of sorting a hundred thousand articles;
and they carry time, region and site, so that those filters need no article.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from crawler.store.query import Filters, QueryError, Term, filter_document, parse_query
from crawler.store.snippets import Snippet, make_snippet
from crawler.text.frequency import share
from crawler.text.search_key import SINGLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pymongo.collection import Collection
    from pymongo.database import Database

Reader = Literal["hans", "hant", "original"]
Sort = Literal["relevance", "date"]

BLOCK = 100
"""Articles ranked together, at most; later pages come from the next block."""
MAX_SIZE = 100
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Articles that may be read for a block, so that terms which seldom meet do not fill a large one slowly.
_READ = 1000
# A filter that leaves so few articles may be read through; an article costs as much as so many postings.
_FEW, _POSTINGS = 1500, 15


@dataclass(slots=True)
class Hit:
    """One article found."""

    id: str
    title: Snippet
    body: Snippet
    document: dict[str, Any]
    """``url site outlet region section published_at published.precision script spam``."""


@dataclass(slots=True)
class Results:
    """One page of hits, best first."""

    hits: list[Hit]
    total: int
    """How many articles match; a lower bound when not ``total_exact``."""
    total_exact: bool
    page: int
    size: int


def search(
    database: Database[dict[str, Any]],
    text: str,
    filters: Filters | None = None,
    *,
    page: int = 1,
    size: int = 10,
    sort: Sort = "relevance",
    reader: Reader = "hans",
) -> Results:
    """Return page ``page`` (from 1) of the articles that match ``text`` and ``filters``.

    Relevance: articles with more of the terms in their title first, then by the index's weight
    (where the driving term stands, how often, in how long a text), then newest first; the weight is left
    out where a filter leaves few articles.  Without terms, or with ``sort="date"``, newest first.
    ``reader``: the form of the text that snippets show.  Raises ``QueryError``.
    """
    if page < 1 or not 1 <= size <= MAX_SIZE:
        raise QueryError(f"page {page} of size {size}: pages count from 1, sizes from 1 to {MAX_SIZE}")
    query = parse_query(text)
    articles = database.articles
    conditions = filter_document(filters or Filters())
    first = (page - 1) * size
    driver, block, hint = _plan(articles, query.required, conditions, sort, size=size, last=first + size)
    by_date = sort == "date" or not driver

    # The server splits 3.5 and drops accents: only a pair of characters needs no second look.
    sure = "" if driver.isascii() else driver
    asked = [_has(term, "$gte") for term in query.required if term.indexed != sure]
    asked += [_has(term, "$lt") for term in query.excluded]
    wanted = conditions | ({"$expr": {"$and": asked}} if asked else {})
    if driver:
        wanted["$text"] = {"$search": driver}

    skipped = first // block * block
    rows = articles.find(wanted, {"search_title": 1}, hint=hint)
    if by_date:
        rows = rows.sort([("published_at", -1), ("_id", 1)])
    candidates = list(rows.skip(skipped).limit(block + 1).batch_size(block + 1))
    more = len(candidates) > block
    candidates = candidates[:block]
    if sort == "relevance":
        candidates.sort(key=lambda row: -_in_title(query.required, row.get("search_title", "")))
    ids = [row["_id"] for row in candidates[first - skipped : first - skipped + size]]
    return Results(
        hits=_hits(articles, ids, query.required, reader),
        total=skipped + len(candidates) + more,
        total_exact=not more,
        page=page,
        size=size,
    )


def newest(
    database: Database[dict[str, Any]], filters: Filters, start: str = "", size: int = 25
) -> tuple[list[Hit], str]:
    """Return ``size`` articles that pass ``filters``, newest first, and where the next of them start.

    ``start`` is such a place, or empty for the newest; however far on, only what is shown is read.  Raises
    ``QueryError``.
    """
    conditions = filter_document(filters)
    if start:
        at, _, name = start.partition(".")
        try:
            moment = _EPOCH + timedelta(milliseconds=int(at)) if at else None
        except (ValueError, OverflowError):
            raise QueryError(f"from {start}: no place in the list") from None
        if moment is None:  # the undated come last
            conditions |= {"published_at": None, "_id": {"$gte": name}}
        else:  # "not later", since "earlier" would leave the undated out
            conditions["published_at"] = conditions.get("published_at", {}) | {"$not": {"$gt": moment}}
            conditions["$nor"] = [{"published_at": moment, "_id": {"$lt": name}}]
    rows = database.articles.find(conditions, {"published_at": 1})
    found = list(rows.sort([("published_at", -1), ("_id", 1)]).limit(size + 1).batch_size(size + 1))
    after = ""
    if len(found) > size:
        following = found.pop()
        published = following.get("published_at")
        after = f"{(published - _EPOCH) // timedelta(milliseconds=1) if published else ''}.{following['_id']}"
    return _hits(database.articles, [row["_id"] for row in found], (), "original"), after


def _hits(
    articles: Collection[dict[str, Any]], ids: list[str], terms: tuple[Term, ...], reader: Reader
) -> list[Hit]:
    fields = (
        "url",
        "site",
        "outlet",
        "region",
        "section",
        "published_at",
        "published.precision",
        "script",
        "spam",
    )
    shown = dict.fromkeys((*fields, f"title.{reader}", f"body.{reader}"), 1)
    documents = {
        row["_id"]: row for row in articles.find({"_id": {"$in": ids}}, shown, batch_size=MAX_SIZE + 1)
    }
    hits = []
    for row in (documents[name] for name in ids if name in documents):
        title, body = row.pop("title", {}).get(reader, ""), row.pop("body", {}).get(reader, "")
        hits.append(
            Hit(
                id=row.pop("_id"),
                title=make_snippet(title, terms, len(title)),
                body=make_snippet(body, terms),
                document=row,
            )
        )
    return hits


class _Plan(NamedTuple):
    """How a query is answered."""

    driver: str
    """The index entry to read; empty: articles newest first."""
    block: int
    """Articles read and ranked together, a multiple of the page's size."""
    hint: str | None = None
    """The index to use; None leaves it to the server."""


def _plan(
    articles: Collection[dict[str, Any]],
    terms: tuple[Term, ...],
    conditions: dict[str, Any],
    sort: Sort,
    *,
    size: int,
    last: int,
) -> _Plan:
    """Choose what to read: the rarest term's postings, the few articles a filter leaves, or the newest.

    ``last``: number of the last hit asked for; all pages of a query have one order.
    """
    rarest = sorted(min(map(share, _pieces(term)), default=1.0) for term in terms)
    driver = min((piece for term in terms for piece in _pieces(term)), key=share, default="")
    if not driver:
        return _Plan("", max(size, BLOCK // size * size))
    stored = articles.estimated_document_count()
    if not stored:  # perhaps no collection either, and no text index to ask
        return _Plan("", size)
    postings = rarest[0] * stored
    if conditions and postings > _POSTINGS * size:
        index, count = _few(articles, conditions)
        if index and count * _POSTINGS < postings:
            return _Plan("", -(-_FEW // size) * size, index)
    if sort == "date" and last / math.prod(rarest) < postings:
        return _Plan("", size)
    most = min(BLOCK, max(BLOCK // 2, int(_READ * math.prod(rarest[1:]))))
    return _Plan(driver, max(size, most // size * size))


def _pieces(term: Term) -> list[str]:
    """Return the term's entries that the text index has."""
    return [piece for piece in term.pieces if len(piece) > 1 or piece in SINGLES or piece.isascii()]


# Condition → the index that serves it, the most selective first.
_INDEXES = {
    "stocks.code": "stock_published",
    "site": "site_published",
    "regions.code": "place_published",
    "region": "region_published",
    "published_at": "published",
}


def _few(articles: Collection[dict[str, Any]], conditions: dict[str, Any]) -> tuple[str, int]:
    """Return the index by which the filters leave few articles, and how many; an empty name: none does."""
    countable = conditions | (
        {"stocks.code": conditions["stocks"]["$elemMatch"]["code"]} if "stocks" in conditions else {}
    )
    for name, index in _INDEXES.items():
        if name in countable:
            asked = {key: countable[key] for key in (name, "published_at") if key in countable}
            count = articles.count_documents(asked, limit=_FEW + 1, hint=index)
            if count <= _FEW:
                return index, count
    return "", 0


def _has(term: Term, comparison: str) -> dict[str, Any]:
    """Return the expression: the place of the term in the article's terms is ``comparison`` 0.

    Comparing bytes costs 5 µs an article, a regular expression over the same text 30 µs.
    """
    needle = term.needle
    terms = "$search_terms" if needle == term.indexed else {"$concat": [" ", "$search_terms", " "]}
    return {comparison: [{"$indexOfBytes": [terms, {"$literal": needle}]}, 0]}


def _in_title(terms: Iterable[Term], title: str) -> int:
    padded = f" {title} "
    return sum(term.needle in padded for term in terms)
