"""Search ``articles`` in either script: parse what a reader typed, ask MongoDB, rank, cut out snippets.

The text index holds pairs of characters (``crawler.text.search_key``).  Given several terms, MongoDB
would read the postings of all of them; here the rarest pair alone drives the index, and the other
terms are checked on the documents it leads to.  Postings come highest weight first, so a common term
stops after the first block instead of sorting a hundred thousand documents.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from crawler.text.search_key import SINGLES, fold, fold_aligned, search_terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pymongo.collection import Collection
    from pymongo.database import Database

Reader = Literal["hans", "hant", "original"]
Sort = Literal["relevance", "date"]

LOCAL = timezone(timedelta(hours=8))
"""All outlets' days are days at +08:00."""
BLOCK = 200
"""Articles ranked together; later pages come from the next block."""
SNIPPET = 80
"""Characters of a snippet."""
MAX_SIZE = 100

_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')
_COMMON = 60
# A filter that leaves so few articles is quicker to read through than any posting list.
_FEW = 1500


class QueryError(ValueError):
    """The query or a filter cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for, as typed and as the index spells it."""

    typed: str
    indexed: str

    @property
    def pieces(self) -> list[str]:
        """Its index entries."""
        return self.indexed.split()

    @property
    def needle(self) -> str:
        """What to find in ``search_terms`` with a blank before and after it.

        A word or number has to be whole; a single character at an end may be half of a pair:
        1300万 is in ``1300 万元``.
        """
        before = " " if self.indexed[0].isascii() else ""
        after = " " if self.indexed[-1].isascii() else ""
        return f"{before}{self.indexed}{after}"


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for: every required term, none of the excluded."""

    required: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the articles must be; an empty field does not restrict."""

    since: date | None = None
    """First local day of publication."""
    until: date | None = None
    """Last local day of publication."""
    site: str = ""
    region: str = ""
    """ISO 3166-2 of the outlet; ``CN`` includes ``CN-SD``."""
    place: str = ""
    """GB/T 2260 code of a region named in the text; ``3702`` includes ``370203``."""
    section: str = ""
    stock: str = ""
    """``600519``, or with its exchange ``600519.SH``."""
    spam: str = ""
    """``clean`` (nothing was cut), ``cut`` or ``hacked``."""
    script: str = ""
    """``hans``, ``hant``, ``mixed``, ``undetermined`` or ``machine`` (machine-made Traditional)."""


@dataclass(slots=True)
class Snippet:
    """A piece of text and where in it the terms stand (start, end)."""

    text: str
    marks: list[tuple[int, int]] = field(default_factory=list)

    def marked(self, before: str, after: str) -> str:
        """Return the text with every mark between ``before`` and ``after``."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.text[at:start], before, self.text[start:end], after]
            at = end
        return "".join([*parts, self.text[at:]])


@dataclass(slots=True)
class Hit:
    """One article found."""

    id: str
    title: Snippet
    body: Snippet
    document: dict[str, Any]
    """``url``, ``site``, ``outlet``, ``region``, ``published_at``, ``script``, ``spam``."""


@dataclass(slots=True)
class Results:
    """One page of hits, best first."""

    hits: list[Hit]
    total: int
    """How many articles match; a lower bound when not ``total_exact``."""
    total_exact: bool
    page: int
    size: int


def parse_query(text: str) -> Query:
    """Return the terms of ``text``: words (all required), ``"a phrase"``, ``-without``.

    Full-width spaces, quotes and minus signs count as the plain ones.  A term without any letter,
    digit or character is ignored.  Raises ``QueryError`` when nothing but exclusions is left.
    """
    required: dict[str, Term] = {}
    excluded: dict[str, Term] = {}
    for minus, phrase, word in _TERM.findall(fold(text).replace("−", "-")):
        typed = phrase or word.strip('"')
        indexed = search_terms(typed)
        if indexed:
            (excluded if minus else required)[indexed] = Term(typed, indexed)
    if excluded and not required:
        raise QueryError(f"{text}: a query needs at least one term that is not excluded")
    return Query(tuple(required.values()), tuple(excluded.values()))


def filter_document(filters: Filters) -> dict[str, Any]:
    """Return the filters as a MongoDB query.  Raises ``QueryError`` naming the field."""
    found = _published(filters.since, filters.until)
    for name in ("site", "section"):
        if value := getattr(filters, name):
            found[name] = value
    if filters.region:
        found["region"] = {"$regex": f"^{re.escape(filters.region.upper())}(?:-|$)"}
    if filters.place:
        code = filters.place
        if code.isdigit():  # 370200 is all of 3702
            code = code.rstrip("0")
            code += "0" * (len(code) % 2)
        found["regions.code"] = {"$regex": f"^{re.escape(code)}"}
    if filters.stock:
        found["stocks"] = {"$elemMatch": _stock(filters.stock)}
    if filters.spam:
        states: dict[str, dict[str, Any]] = {
            "clean": {"spam.spans": 0},
            "cut": {"spam.spans": {"$gt": 0}},
            "hacked": {"spam.hacked": True},
        }
        found |= _one_of("spam", filters.spam, states)
    if filters.script:
        scripts: dict[str, dict[str, Any]] = {
            name: {"script.detected": name} for name in ("hans", "hant", "mixed", "undetermined")
        }
        found |= _one_of("script", filters.script, scripts | {"machine": {"script.machine_converted": True}})
    return found


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
    (where the driving term stands, how often, in how long a text).  Without terms, or with
    ``sort="date"``, newest first.  ``reader``: the form of the text that snippets show.
    Raises ``QueryError``.
    """
    if page < 1 or not 1 <= size <= MAX_SIZE:
        raise QueryError(f"page {page} of size {size}: pages count from 1, sizes from 1 to {MAX_SIZE}")
    query = parse_query(text)
    articles = database.articles
    conditions = filter_document(filters or Filters())
    driver = _driver(query.required)
    if driver and conditions and _is_few(articles, conditions):
        driver = ""
    if driver and sort == "date" and _rank(driver) < _COMMON:
        driver = ""  # reading newest first meets it soon enough
    by_date = sort == "date" or not driver

    # The server splits 3.5 and drops accents: only a pair of characters needs no second look.
    sure = "" if driver.isascii() else driver
    asked = [_has(term, "$gte") for term in query.required if term.indexed != sure]
    asked += [_has(term, "$lt") for term in query.excluded]
    wanted = conditions | ({"$expr": {"$and": asked}} if asked else {})
    if driver:
        wanted["$text"] = {"$search": driver}

    block = max(size, BLOCK // size * size)
    first = (page - 1) * size
    skipped = first // block * block
    rows = articles.find(wanted, {"search_title": 1})
    if by_date:
        rows = rows.sort([("published_at", -1), ("_id", 1)])
    candidates = list(rows.skip(skipped).limit(block + 1).batch_size(block + 1))
    more = len(candidates) > block
    candidates = candidates[:block]
    if not by_date:
        candidates.sort(key=lambda row: -_in_title(query.required, row.get("search_title", "")))
    ids = [row["_id"] for row in candidates[first - skipped : first - skipped + size]]
    return Results(
        hits=_hits(articles, ids, query.required, reader),
        total=skipped + len(candidates) + more,
        total_exact=not more,
        page=page,
        size=size,
    )


def find_marks(text: str, terms: Iterable[Term]) -> list[tuple[int, int, int]]:
    """Return (start, end, number of the term) wherever ``text`` has a term, in either script."""
    joined, origin = fold_aligned(text)
    found = []
    for number, term in enumerate(terms):
        found += [
            (origin[match.start()], origin[match.end() - 1] + 1, number)
            for match in _in_text(term).finditer(joined)
        ]
    return sorted(found)


def make_snippet(text: str, terms: Iterable[Term], length: int = SNIPPET) -> Snippet:
    """Return the stretch of ``text``, at most ``length`` characters, that shows the most terms."""
    marks = find_marks(text, terms)
    best, most = 0, 0
    for start, _, _ in marks:
        shown = len({number for s, e, number in marks if start <= s and e <= start + length * 3 // 4})
        if shown > most:
            best, most = start, shown
    start = max(0, min(best - length // 4, len(text) - length))
    end = min(len(text), start + length)
    merged: list[tuple[int, int]] = []
    for mark_start, mark_end, _ in marks:
        if start <= mark_start and mark_end <= end:
            if merged and mark_start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], mark_end))
            else:
                merged.append((mark_start, mark_end))
    head, tail = "…" * (start > 0), "…" * (end < len(text))
    shift = len(head) - start
    body = text[start:end].replace("\n", " ")
    return Snippet(f"{head}{body}{tail}", [(s + shift, e + shift) for s, e in merged])


def _hits(
    articles: Collection[dict[str, Any]], ids: list[str], terms: tuple[Term, ...], reader: Reader
) -> list[Hit]:
    fields = ("url", "site", "outlet", "region", "section", "published_at", "script", "spam")
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


@cache
def _common_pairs() -> dict[str, int]:
    pairs = resources.files("crawler.text").joinpath("data/common_pairs.txt").read_text("utf-8").split()
    return {pair: rank for rank, pair in enumerate(pairs)}


def _rank(piece: str) -> int:
    """Return how common an index entry is: 0 the commonest pair; single characters count as common."""
    if len(piece) == 1:
        return _COMMON
    return _common_pairs().get(piece, len(_common_pairs()))


def _driver(terms: Iterable[Term]) -> str:
    """Return the index entry to read: the rarest of all required; empty when there is none."""
    pieces = [
        piece
        for term in terms
        for piece in term.pieces
        if len(piece) > 1 or piece in SINGLES or piece.isascii()
    ]
    return max(pieces, key=lambda piece: (_rank(piece), len(piece)), default="")


def _is_few(articles: Collection[dict[str, Any]], conditions: dict[str, Any]) -> bool:
    """Return whether the filters alone, by their indexes, leave few articles."""
    names = ("published_at", "site", "region")
    indexed: dict[str, Any] = {name: conditions[name] for name in names if name in conditions}
    return bool(indexed) and articles.count_documents(indexed, limit=_FEW + 1) <= _FEW


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


@cache
def _in_text(term: Term) -> re.Pattern[str]:
    """Return the expression that finds the term in folded running text."""
    runs = re.findall(r"\d+(?:\.\d+)+|\d+|[^\W\d_]+", term.typed)
    # The fold took the commas out of numbers; the text still has them.
    spelt = [",?".join(map(re.escape, run)) if run.isdigit() else re.escape(run) for run in runs]
    before = "(?<![0-9a-z])" if runs[0][0].isascii() else ""
    after = "(?![0-9a-z])" if runs[-1][-1].isascii() else ""
    return re.compile(before + r"[\W_]*".join(spelt) + after)


def _stock(text: str) -> dict[str, Any]:
    code, _, exchange = text.upper().replace("/", ".").partition(".")
    if not code.isalnum():
        raise QueryError(f"stock {text}: not a code such as 600519, 600519.SH or 0700.HK")
    # Hong Kong's codes are stored with five digits, people write four.
    codes = [code.zfill(5)] if exchange == "HK" else sorted({code, code.zfill(5)})
    return {"code": {"$in": codes}} | ({"exchange": exchange} if exchange else {})


def _published(since: date | None, until: date | None) -> dict[str, Any]:
    if since and until and since > until:
        raise QueryError(f"since {since} is after until {until}")
    limits: dict[str, datetime] = {}
    if since:
        limits["$gte"] = _midnight(since)
    if until:
        limits["$lt"] = _midnight(until + timedelta(days=1))
    return {"published_at": limits} if limits else {}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)


def _one_of(name: str, value: str, choices: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if value not in choices:
        raise QueryError(f"{name} {value}: not one of {', '.join(choices)}")
    return choices[value]
