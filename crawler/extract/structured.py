"""What a page says about itself to machines: meta elements and JSON-LD."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.elements import Elements

_ARTICLE_TYPES = ("article", "newsarticle", "reportagenewsarticle", "blogposting", "report", "webpage")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_MOST_TAGS = 30
_FOUNDER_VALUE = re.compile(r"<(\w{3,12})>([^<]{1,300})</\1>")
_FOUNDER_NAMES = {
    "title": "articletitle", "keyword": "keywords", "subtitle": "subtitle", "introtitle": "introtitle",
    "nodename": "nodename", "author": "author", "sourcename": "source", "date": "publishdate",
}  # fmt: skip
_FOUNDER_CHARS = 20_000
_WORDS = ("headline", "alternativeHeadline", "name", "alternateName", "description", "keywords")
JSON_CHARS = 3_000_000
"""Longer scripts are not read as data."""


@dataclass(slots=True)
class Structured:
    """A page's statements about itself."""

    meta: dict[str, str] = field(default_factory=dict)
    """``name``/``property``/``itemprop`` in lower case → first non-empty content."""
    article: dict[str, Any] = field(default_factory=dict)
    """The first JSON-LD object that is an article."""
    breadcrumbs: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    """All JSON-LD types, in lower case."""
    canonical: str = ""
    said: list[str] = field(default_factory=list)
    """What the JSON-LD objects say of themselves in words."""
    tags: list[str] = field(default_factory=list)
    """All of several ``article:tag`` elements."""

    def first(self, *names: str) -> tuple[str, str]:
        """Return the first meta value among ``names`` and which name gave it."""
        for name in names:
            value = self.meta.get(name, "")
            if value:
                return value, f"meta:{name}"
        return "", ""


def read(elements: Elements, page: str = "") -> Structured:
    """Read meta elements, JSON-LD and, in the text of the ``page``, what Founder's CMS writes into a comment.

    Broken JSON is skipped.
    """
    found = Structured()
    for link in elements.links:
        if "canonical" in link.get("rel", "").lower().split() and not found.canonical:
            found.canonical = link.get("href", "").strip()
    _read_metas(elements, found)
    for kind, text in elements.scripts:
        if "ld+json" in kind and text:
            for thing in _objects(_loads(text)):
                _take(thing, found)
    if "enpproperty" in page:
        _read_founder(page, found)
    return found


def _read_metas(elements: Elements, found: Structured) -> None:
    for meta in elements.metas:
        name = meta.get("name") or meta.get("property") or meta.get("itemprop")
        content = meta.get("content")
        if name and content:
            content = " ".join(content.split())
            name = name.strip().lower()
            if name == "article:tag" and content and len(found.tags) < _MOST_TAGS:
                found.tags.append(content)
            if content and name not in found.meta and len(found.meta) < 300:
                found.meta[name] = content


def _read_founder(page: str, found: Structured) -> None:
    """Take ``<!--enpproperty <title>…</title><nodename>…</nodename>…-->`` for meta elements."""
    start = page.find("<!--enpproperty")
    comment = page[start : start + _FOUNDER_CHARS].partition("-->")[0] if start >= 0 else ""
    for name, raw in _FOUNDER_VALUE.findall(comment):
        value = plain(raw)
        if name in _FOUNDER_NAMES and value and value not in {"null", "none"}:
            found.meta.setdefault(_FOUNDER_NAMES[name], value)


def _loads(text: str) -> Any:
    if len(text) > JSON_CHARS:
        return None
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(_CONTROL.sub(" ", re.sub(r",\s*([}\]])", r"\1", text)), strict=False)
    except (ValueError, RecursionError):
        return None


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    stack = [data]
    seen = 0
    while stack and seen < 500:
        item = stack.pop(0)
        seen += 1
        if isinstance(item, list):
            stack[:0] = item[:100]
        elif isinstance(item, dict):
            yield item
            graph = item.get("@graph")
            if graph:
                stack.insert(0, graph)


def _take(thing: dict[str, Any], found: Structured) -> None:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    names = {k.lower() for k in kinds if isinstance(k, str)}
    found.types |= names
    found.said += filter(None, (plain(thing.get(key)) for key in _WORDS))
    if names & set(_ARTICLE_TYPES) and (
        not found.article or (names != {"webpage"} and not found.article.get("headline"))
    ):
        found.article = thing
    if "breadcrumblist" in names and not found.breadcrumbs:
        items = thing.get("itemListElement")
        entries = items if isinstance(items, list) else []
        for entry in entries[:12]:
            if isinstance(entry, dict):
                item = entry.get("item")
                name = entry.get("name") or (item.get("name") if isinstance(item, dict) else "")
                if isinstance(name, str) and name.strip():
                    found.breadcrumbs.append(plain(name))


def plain(value: Any) -> str:
    """Return a JSON value as one line of text: entities decoded, tags dropped, white space folded."""
    if isinstance(value, dict):
        value = value.get("name") or value.get("@value") or value.get("url") or ""
    if isinstance(value, list):
        return " ".join(filter(None, (plain(v) for v in value[:10])))
    if isinstance(value, bool) or value is None:
        return ""
    text = unescape(str(value))
    if "<" in text:
        text = re.sub(r"<[^<>]{0,500}>", "", text)
    return " ".join(text.split())


def words(data: Structured) -> Iterator[tuple[list[str], str]]:
    """Yield the keywords the page states, unsplit, and where, what counts most first."""
    for name in (
        "keywords",
        "news_keywords",
        "parsely-tags",
        "dc.subject",
        "dc.keywords",
        "article_keywords",
    ):
        if value := data.meta.get(name, ""):
            yield [value], f"meta:{name}"
    if data.tags:
        yield data.tags, "meta:article:tag"
    stated = data.article.get("keywords")
    items = stated if isinstance(stated, list) else [stated]
    if found := [text for item in items[:_MOST_TAGS] if (text := plain(item))]:
        yield found, "json_ld"


def text_of(article: dict[str, Any], *keys: str) -> str:
    """Return the first non-empty of an object's values as one line of text."""
    for key in keys:
        text = plain(article.get(key))
        if text:
            return text
    return ""
