"""The article inside a page's data, for shell pages whose text only a script would show."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawler.extract.script_values import (
    DEEPEST,
    HTML,
    SHORTEST,
    assigned,
    beside,
    in_attributes,
    literals,
    markup,
    objects,
    scripts,
)
from crawler.extract.structured import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.elements import Elements

_BODY_KEYS = frozenset(
    """
    content articlebody body contenttext content_html contenthtml html text maintext articlecontent
    paragraphs blocks content_list contentlist elements detail details txt contents maincontent mainbody
    fulltext
    """.split()  # noqa: SIM905
)
_PIECE_KEYS = ("text", "content", "html", "value", "data", "children", "paragraph", "nodes")
_INLINE = frozenset({"text", "span", "link", "strong", "bold", "em", "mark"})
_TITLE_KEYS = frozenset({"title", "headline"})
_MOST_PIECES = 600


@dataclass(slots=True)
class EmbeddedArticle:
    """An article inside a page's data."""

    title: str
    """Empty where only the text was found."""
    body: str
    """HTML or plain text."""
    where: str
    said: dict[str, str] = field(default_factory=dict)
    """What the object that holds the text says of ``author``, ``editor``, ``source``, ``section``,
    ``subtitle``, ``kicker``, ``keywords``, ``published``."""


_SAID_KEYS = {
    "author": ("author", "authors", "authorname", "author_name", "writer", "reporter", "reporters"),
    "editor": (
        "editor", "editors", "editorname", "editor_name", "responsibleeditor", "dutyeditor", "zebian",
    ),
    "source": (
        "source", "sourcename", "source_name", "media", "medianame", "media_name", "origin", "copyfrom",
    ),
    "section": (
        "channelname", "channel_name", "channel", "categoryname", "category_name", "category",
        "columnname", "section", "nodename",
    ),
    "subtitle": ("subtitle", "sub_title", "vicetitle", "subheadline", "secondtitle", "futitle",
        "alternativeheadline",
    ),
    "published": (
        "publishtime", "publish_time", "pubtime", "pub_time", "publishdate", "publish_date", "pubdate",
        "pub_date", "publishedat", "published_at", "publishat", "datepublished", "ptime", "ctime",
        "releasetime", "release_time", "releasedate", "showtime", "show_time", "createtime", "create_time",
        "createdat", "created_at", "datetime", "time", "date",
    ),
    "kicker": ("introtitle", "pretitle", "pre_title", "kicker", "shouldertitle", "uptitle", "leadtitle"),
}  # fmt: skip
_WORD_KEYS = ("keywords", "keyword", "tags", "taglist", "tag_list", "tag")
_OWNER = re.compile("^(?:article|news|doc|document|post|content|info|art|story)_?(?=[a-z]{4})")
"""articleAuthor, news_source: whose author it is."""
_BESIDE_TITLE = re.compile(
    r"""["']?(?:source_?name|media_?name|media|source|copyfrom)["']?\s*[:=]\s*["']([^"'<>]{2,30})["']""",
    re.IGNORECASE,
)
_NEAR_TITLE = 800
_SHORT_SCRIPT = 300_000


def _bare(key: str) -> str:
    """Return a key in lower case without whose it is: ``newsBody`` is the body."""
    return _OWNER.sub("", key.lower())


def _said(thing: dict[str, Any]) -> dict[str, str]:
    lower = {_bare(key): value for key, value in thing.items()}
    found = {
        name: next((text for key in keys if (text := plain(lower.get(key)))), "")
        for name, keys in _SAID_KEYS.items()
    }
    found = {name: text for name, text in found.items() if text and len(text) <= SHORTEST}
    words = next((value for key in _WORD_KEYS if (value := lower.get(key))), None)
    if isinstance(words, (str, list)) and (text := ",".join(_words(words))):
        found["keywords"] = text
    return found


def _words(value: Any) -> list[str]:
    """Return keywords as a list: of strings, or of objects with a name."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items[:30] if (text := plain(item)) and len(text) <= SHORTEST]


def source_beside_title(elements: Elements, title: str) -> str:
    """Return the source a script's object names beside the page's own headline, or nothing."""
    if len(title) < 6:
        return ""
    written = (title, json.dumps(title)[1:-1])
    for _, text in elements.scripts:
        if len(text) > _SHORT_SCRIPT:
            continue
        for form in written:
            at = text.find(form)
            if at >= 0 and (
                m := _BESIDE_TITLE.search(text, max(0, at - _NEAR_TITLE), at + len(form) + _NEAR_TITLE)
            ):
                try:
                    return str(json.loads(f'"{m[1]}"', strict=False))
                except ValueError:
                    return m[1]
    return ""


def said_of(elements: Elements, title: str) -> dict[str, str]:
    """Return what the object in a page's data that has this headline says of the article."""
    if len(title) < 6:
        return {}
    written = (title, json.dumps(title)[1:-1])
    holding = [
        (text, kind)
        for kind, text in elements.scripts
        if "ld+json" not in kind and len(text) <= _SHORT_SCRIPT and any(form in text for form in written)
    ]
    found: dict[str, str] = {}
    for thing in (thing for value in assigned(holding) for thing in objects(value)):
        if _title(thing).strip() == title:
            found = {**_said(thing), **found}
    return found


def embedded_article(elements: Elements) -> EmbeddedArticle | None:
    """Find the article in a page's data: the object with the longest text, else the longest literal."""
    written = list(scripts(elements))
    for values in (assigned(written), in_attributes(elements)):
        things = [(_body(thing), thing) for value in values for thing in objects(value)]
        body, thing = max(things, key=lambda found: len(found[0]), default=("", {}))
        if len(body) > SHORTEST:
            return EmbeddedArticle(_title(thing), body, "state", _said(thing))
    text = max(markup(elements), key=len, default="")
    if len(text) > SHORTEST:
        return EmbeddedArticle("", text, "escaped")
    strings = ((text, script) for script, _ in written for text in literals(script))
    text, script = max(strings, key=lambda found: len(found[0]), default=("", ""))
    if len(text) <= SHORTEST:
        return None
    thing = beside(script, text)
    return EmbeddedArticle(_title(thing), text, "state", _said(thing))


def _title(thing: dict[str, Any]) -> str:
    values = [v for k, v in thing.items() if isinstance(v, str) and _bare(k) in _TITLE_KEYS]
    return max(values, key=len, default="")


def _body(thing: dict[str, Any]) -> str:
    """Return the longest text under a key that names one: a string, or a list of blocks."""
    best = ""
    for key, value in thing.items():
        if _bare(key) in _BODY_KEYS:
            if isinstance(value, str):
                text = value
            elif isinstance(value, (list, dict)) and not _is_list_of_articles(value):
                text = _joined(list(islice(_paragraphs(value), _MOST_PIECES)))
            else:
                continue
            best = max(best, text, key=len)
    return best


def _is_list_of_articles(value: Any) -> bool:
    """Tell teasers, each with a headline and an address of its own, from the blocks of one text.

    Also an object with a headline: what it says of itself counts, not what is around it.
    """
    if isinstance(value, dict):
        return bool(_title(value))
    items = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
    return any(_title(i) and not {"url", "link", "href", "id"}.isdisjoint(map(str.lower, i)) for i in items)


def _paragraphs(value: Any, depth: int = 0) -> Iterator[str]:
    """Yield the texts of a list of blocks (``[{"type": "paragraph", "text": …}, …]``), a paragraph each."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and depth < DEEPEST:
        for key in _PIECE_KEYS:
            if isinstance(inner := value.get(key), (str, list, dict)) and inner:
                yield from _paragraphs(inner, depth + 1)
                return
    elif isinstance(value, list) and depth < DEEPEST:
        inline: list[str] = []
        for item in value:
            if isinstance(item, dict) and item.get("type") in _INLINE and isinstance(item.get("text"), str):
                inline.append(item["text"])
                continue
            if inline:
                yield "".join(inline)
                inline = []
            yield from _paragraphs(item, depth + 1)
        if inline:
            yield "".join(inline)


def _joined(pieces: list[str]) -> str:
    if any(HTML.search(piece) for piece in pieces):
        return "".join(f"<p>{piece}</p>" for piece in pieces)
    return "\n".join(pieces)
