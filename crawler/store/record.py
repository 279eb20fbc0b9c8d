"""The record: an ``Article`` as the document of ``articles``, and as the JSON of ``scrapy clean``.

The shape is documented field by field in ``crawler.items`` and in ``docs/analysts.md``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crawler.items import Article, Rejection

_NOT_STORED = frozenset(
    "draft id spam_spans rejection reader_region known_as listed etag last_modified fingerprint"  # noqa: SIM905
    " lessons".split()
)
_SURROGATE = re.compile("[\ud800-\udfff]")
MAX_INT64 = 2**63 - 1


def to_document(article: Article) -> dict[str, Any]:
    """Return the document of ``articles``: ``_id`` first, nested records as dicts, times as datetimes.

    ``spam_spans`` are not in it: they are documents of their own (``to_spans``).  The result shares nothing
    with the article, and every key in it is a legal field name (see ``plain``).
    """
    document: dict[str, Any] = {"_id": article.id}
    for field in fields(article):
        if field.name not in _NOT_STORED:
            document[field.name] = plain(getattr(article, field.name))
    return document


def to_spans(article: Article) -> list[dict[str, Any]]:
    """Return the article's spam spans as dicts, in the order of field and offset."""
    return [plain(span) for span in sorted(article.spam_spans, key=lambda s: (s.field, s.start, s.end))]


def to_rejected(article: Article, rejection: Rejection) -> dict[str, Any]:
    """Return the dead letter: why, and the whole article with its draft, so that it can be judged."""
    document = to_document(article)
    document |= {
        "reason": rejection.reason,
        "step": rejection.step,
        "detail": rejection.detail,
        "draft": plain(article.draft),
        "spam_spans": to_spans(article),
    }
    return document


def to_json(article: Article) -> dict[str, Any]:
    """Return the record as JSON values: as ``to_document`` with ``id``, ISO times, and ``spam_spans``."""
    document = to_document(article)
    del document["_id"]
    return {"id": article.id, **as_json(document), "spam_spans": as_json(to_spans(article))}


def plain(value: Any) -> Any:
    """Return a value as MongoDB and JSON can take it.

    Dataclasses and mappings become dicts, sequences lists, naive times UTC.  Keys become strings in which
    what MongoDB would read as an operator or a path is replaced (``$`` ``＄``, ``.`` ``．``, NUL removed);
    lone surrogates become U+FFFD; integers beyond 64 bits become floats, NaN and infinities null.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int):
        return value if -MAX_INT64 <= value <= MAX_INT64 else float(value)
    if isinstance(value, datetime):
        return _utc(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return _text(str(value))


def as_json(value: Any) -> Any:
    """Return plain values with times as ISO 8601 in UTC (``2026-11-22T01:30:00Z``)."""
    if isinstance(value, datetime):
        return _utc(value).isoformat(timespec="milliseconds").replace(".000", "").replace("+00:00", "Z")
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    return value


def _text(value: str) -> str:
    """Return the text with lone surrogates replaced one for one, so that offsets keep their meaning."""
    return value if value.isascii() else _SURROGATE.sub("\ufffd", value)


def _key(key: Any) -> str:
    name = _text(str(key)).replace("\0", "").replace(".", "．")
    return "＄" + name[1:] if name.startswith("$") else name


def _utc(value: datetime) -> datetime:
    """Return the time in UTC, cut to the millisecond MongoDB keeps."""
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.replace(microsecond=aware.microsecond // 1000 * 1000)
