"""The fields around the text: credits and modification dates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from crawler.extract import structured

if TYPE_CHECKING:
    from crawler.extract.structured import Structured

_MADE_BY = re.compile(r"\bdesign(?:ed|er)?\b|powered by|www\.", re.IGNORECASE)
"""Who made the site: agencies sign it as its author."""
_CREDITS = (
    (
        "author",
        ("author", "article:author", "og:article:author", "dc.creator", "byl", "parsely-author"),
        ("author", "creator"),
    ),
    (
        "source",
        ("source", "contentsource", "article:source", "og:article:source", "news:source", "dc.source"),
        ("sourceOrganization",),
    ),
    ("editor", ("editor", "contenteditor", "责任编辑"), ("editor",)),
)


def credit(name: str, data: Structured) -> tuple[str, str]:
    """Return what meta elements or JSON-LD say of ``author``, ``source`` or ``editor``, and where."""
    for kind, metas, keys in _CREDITS:
        if kind == name:
            value, where = data.first(*metas)
            if not value or value.startswith(("http://", "https://")):
                people = {key: _without_organisations(data.article.get(key)) for key in keys}
                value, where = (
                    structured.text_of(data.article if kind != "author" else people, *keys),
                    "json_ld",
                )
            if value and not (value.startswith(("http://", "https://")) or _MADE_BY.search(value)):
                return value, where
    return "", ""


def author_organisation(data: Structured) -> str:
    """Return the outlet that JSON-LD gives as the author."""
    author = data.article.get("author")
    return "" if _without_organisations(author) else structured.plain(author)


def _without_organisations(value: Any) -> Any:
    if isinstance(value, list):
        return [kept for v in value if (kept := _without_organisations(v))]
    kind = value.get("@type") if isinstance(value, dict) else None
    return None if isinstance(kind, str) and kind.endswith("Organization") else value


def modified(data: Structured) -> tuple[str, str]:
    """Return what the page declares as the time of its last change, and where."""
    value, where = data.first(
        "article:modified_time",
        "og:updated_time",
        "article:modified",
        "datemodified",
        "lastmodified",
        "last-modified",
        "dcterms.modified",
    )
    if not value:
        value, where = structured.text_of(data.article, "dateModified", "upDate"), "json_ld"
    return value, where if value else ""
