"""The fields around the text: credits and modification dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract import structured

if TYPE_CHECKING:
    from crawler.extract.structured import Structured

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
                value, where = structured.text_of(data.article, *keys), "json_ld"
            if value and not value.startswith(("http://", "https://")):
                return value, where
    return "", ""


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
