"""The article inside a page's data, for shell pages whose text only a script would show.

Looked for in JSON (``<script type=application/json>``), in state assigned to a variable
(``window.__INITIAL_STATE__ = …``), in the string literals of scripts, and in escaped mark-up kept in a
``<textarea>`` or a template, in JSON handed to a component as an attribute.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from crawler.extract.structured import JSON_CHARS, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.elements import Elements

_STATE = re.compile(
    r"(?:\b(?:window|self|globalThis)\s*(?:\.\s*\w{2,40}|\[\s*[\"']\w{2,40}[\"']\s*\])|\b(?:var|let|const)\s+\w{2,40}|\b(?:allData|articleInfo|BASE_DATA))"
    r"\s*=\s*(?=[{\[]|JSON\.parse)"
)
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
# Escapes outside of strings are stepped over: so every character is looked at once.
_LITERAL = re.compile(r'\\.|"((?:[^"\\]|\\.)*+)"|\'((?:[^\'\\]|\\.)*+)\'|`((?:[^`\\]|\\.)*+)`', re.DOTALL)
_ATTRIBUTES = etree.XPath(
    "//@*[string-length() > 200 and contains('{[', substring(normalize-space(), 1, 1))]"
)
_PAIR = re.compile(
    r"""["']?\b([A-Za-z_]\w{1,30})["']?\s*:\s*(?:"((?:[^"\\]|\\.)*+)"|'((?:[^'\\]|\\.)*+)'|(\d{10,13})\b)""",
    re.DOTALL,
)
_MOST_PAIRS, _NEAR_PAIRS = 2000, 20
_HEX_ESCAPE = re.compile(r"\\x([0-9a-fA-F]{2})")
_HTML = re.compile(r"<(?:p|br|div|span|section)\b", re.IGNORECASE)
_SHORTEST, _SHORTEST_SCRIPT = 60, 100
_DEEPEST = 8
_MOST_PLACES = 50_000
_MOST_STATES = 12
_REVIVED = frozenset(
    {"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "Date", "Set", "Object"}
)
_MOST_PIECES = 600


@dataclass(slots=True)
class State:
    """An article inside a page's data."""

    title: str
    """Empty where only the text was found."""
    body: str
    """HTML or plain text."""
    where: str
    said: dict[str, str] = field(default_factory=dict)
    """What the object that holds the text says of ``author``, ``source``, ``section``, ``subtitle``,
    ``kicker``, ``keywords``, ``published``."""


_SAID_KEYS = {
    "author": ("author", "authors", "authorname", "author_name", "writer", "reporter", "reporters"),
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
    found = {name: text for name, text in found.items() if text and len(text) <= _SHORTEST}
    words = next((value for key in _WORD_KEYS if (value := lower.get(key))), None)
    if isinstance(words, (str, list)) and (text := ",".join(_words(words))):
        found["keywords"] = text
    return found


def _words(value: Any) -> list[str]:
    """Return keywords as a list: of strings, or of objects with a name."""
    items = value if isinstance(value, list) else [value]
    return [text for item in items[:30] if (text := plain(item)) and len(text) <= _SHORTEST]


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
    scripts = [
        (text, kind)
        for kind, text in elements.scripts
        if "ld+json" not in kind and len(text) <= _SHORT_SCRIPT and any(form in text for form in written)
    ]
    found: dict[str, str] = {}
    for thing in (thing for value in _assigned(scripts) for thing in _dicts(value)):
        if _title(thing).strip() == title:
            found = {**_said(thing), **found}
    return found


def embedded_article(elements: Elements) -> State | None:
    """Find the article in a page's data: the object with the longest text, else the longest literal."""
    scripts = list(_scripts(elements))
    for values in (_assigned(scripts), (_value_at(value, 0) for value in _ATTRIBUTES(elements.root))):
        things = [(_body(thing), thing) for value in values for thing in _dicts(value)]
        body, thing = max(things, key=lambda found: len(found[0]), default=("", {}))
        if len(body) > _SHORTEST:
            return State(_title(thing), body, "state", _said(thing))
    text = max(_texts(elements), key=len, default="")
    if len(text) > _SHORTEST:
        return State("", text, "escaped")
    literals = ((text, script) for script, _ in scripts for text in _literals(script))
    text, script = max(literals, key=lambda found: len(found[0]), default=("", ""))
    if len(text) <= _SHORTEST:
        return None
    thing = _beside(script, text)
    return State(_title(thing), text, "state", _said(thing))


def _scripts(elements: Elements) -> Iterator[tuple[str, str]]:
    """Yield scripts worth reading and their kinds, as long as they are not too long together."""
    total = 0
    for kind, text in elements.scripts:
        if len(text) >= _SHORTEST_SCRIPT:
            total += len(text)
            if total > JSON_CHARS:
                return
            yield text, kind


def _assigned(scripts: list[tuple[str, str]]) -> Iterator[Any]:
    """Yield the values of JSON scripts and of variables that hold a page's state."""
    for text, kind in scripts:
        for start in [0] if "json" in kind else [m.end() for m in _STATE.finditer(text)][:_MOST_STATES]:
            yield _revived(_value_at(text, start))


def _texts(elements: Elements) -> Iterator[str]:
    """Yield mark-up kept as text: in ``<textarea>``, ``<xmp>`` and scripts that are templates."""
    templates = [t for kind, t in elements.scripts if kind.startswith("text/") and "javascript" not in kind]
    for text in (*elements.kept, *templates):
        if _HTML.search(text[:2000]) and text.count("。") >= 2:
            yield text


def _literals(script: str, depth: int = 0) -> Iterator[str]:
    """Yield the string literals of a script that hold Chinese sentences; also of scripts inside strings."""
    for match in _LITERAL.finditer(script):
        raw = match[1] or match[2] or match[3] or ""
        if len(raw) < _SHORTEST:
            continue
        try:
            text = json.loads(_json_string(raw, double=match[1] is not None), strict=False)
        except ValueError:
            continue
        nested = depth < 2 and '"' in text and not _HTML.match(text.lstrip())
        inner = max(_literals(text, depth + 1), key=len, default="") if nested else ""
        if inner or text.count("。") >= 2:
            yield inner or text


def _beside(script: str, body: str) -> dict[str, Any]:
    """Return the other values of the object, in JavaScript rather than JSON, that holds a text."""
    pairs: list[tuple[str, str]] = []
    for match in islice(_PAIR.finditer(script), _MOST_PAIRS):
        raw = match[2] if match[2] is not None else match[3] or ""
        try:
            pairs.append(
                (
                    match[1],
                    match[4] or json.loads(_json_string(raw, double=match[2] is not None), strict=False),
                )
            )
        except ValueError:
            continue
    at = next((i for i, (_, value) in enumerate(pairs) if value == body), -1)
    if at < 0:
        return {}
    found = {pairs[at][0]: body}
    for side in (reversed(pairs[max(0, at - _NEAR_PAIRS) : at]), pairs[at + 1 : at + _NEAR_PAIRS]):
        for key, value in side:
            if key in found:
                break
            found[key] = value
    return found


def _json_string(raw: str, *, double: bool) -> str:
    """Return the inside of a JavaScript literal as a JSON literal."""
    raw = _HEX_ESCAPE.sub(r"\\u00\1", raw)
    if not double:
        raw = raw.replace("\\'", "'").replace("\\`", "`").replace('"', '\\"')
    return f'"{raw}"'


def _value_at(text: str, start: int) -> Any:
    rest = text[start:].lstrip()
    if rest.startswith("JSON.parse("):
        quoted = rest[len("JSON.parse(") :].lstrip()
        try:
            inner, _ = json.JSONDecoder(strict=False).raw_decode(quoted)
            return json.loads(inner, strict=False) if isinstance(inner, str) else None
        except (ValueError, RecursionError):
            return None
    if not rest.startswith(("{", "[")):
        return None
    try:
        return json.JSONDecoder(strict=False).raw_decode(rest)[0]
    except (ValueError, RecursionError):
        pass
    try:  # JavaScript, not JSON: undefined is the usual difference
        return json.JSONDecoder(strict=False).raw_decode(
            re.sub(r"(?<=[:,\[])\s*(?:undefined|void 0)(?=[,}\]])", "null", rest)
        )[0]
    except (ValueError, RecursionError):
        return None


def _revived(data: Any) -> Any:
    """Return objects as they were before ``devalue`` flattened them, as Nuxt 3 does; other data unchanged.

    There a list holds all values once, and objects hold the places of theirs: ``[{"title": 1}, "…"]``.
    Values may be shared, so a short list can stand for a thousand times its size: so many are looked up.
    """
    left = _MOST_PLACES
    if not isinstance(data, list) or not any(_holds_places(item, len(data)) for item in data):
        return data

    def value_of(place: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if left < 0 or not isinstance(place, int) or isinstance(place, bool) or not 0 <= place < len(data):
            return None
        value = data[place]
        if depth >= _DEEPEST:
            return None
        if isinstance(value, dict):
            return {key: value_of(at, depth + 1) for key, at in list(value.items())[:60]}
        if isinstance(value, list):
            if value and isinstance(value[0], str) and value[0] in _REVIVED:
                return value[1] if value[0] == "Date" else value_of(value[-1], depth + 1)
            return [value_of(at, depth + 1) for at in value[:200]]
        return value

    holders = [at for at, item in enumerate(data[:5000]) if _holds_places(item, len(data)) and len(item) >= 2]
    return [value_of(at, _DEEPEST - 3) for at in holders[:500]]


def _holds_places(item: Any, size: int) -> bool:
    return (
        isinstance(item, dict)
        and bool(item)
        and all(isinstance(v, int) and not isinstance(v, bool) and -8 < v < size for v in item.values())
    )


def _dicts(data: Any) -> Iterator[dict[str, Any]]:
    stack, seen = [data], 0
    while stack and seen < 20_000:
        item = stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            stack.extend(v for v in item.values() if isinstance(v, (dict, list)))
        elif isinstance(item, list):
            stack.extend(v for v in item[:500] if isinstance(v, (dict, list)))


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
    elif isinstance(value, dict) and depth < _DEEPEST:
        for key in _PIECE_KEYS:
            if isinstance(inner := value.get(key), (str, list, dict)) and inner:
                yield from _paragraphs(inner, depth + 1)
                return
    elif isinstance(value, list) and depth < _DEEPEST:
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
    if any(_HTML.search(piece) for piece in pieces):
        return "".join(f"<p>{piece}</p>" for piece in pieces)
    return "\n".join(pieces)
