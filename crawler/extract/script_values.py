"""The values a page's scripts hold: objects in JSON and in assigned state, string literals, kept mark-up.

JSON stands in ``<script type=application/json>``, in state assigned to a variable
(``window.__INITIAL_STATE__ = …``) and in attributes handed to a component; mark-up in a ``<textarea>`` or a
template.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from lxml import etree

from crawler.extract.structured import JSON_CHARS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.elements import Elements

_STATE = re.compile(
    r"(?:\b(?:window|self|globalThis)\s*(?:\.\s*\w{2,40}|\[\s*[\"']\w{2,40}[\"']\s*\])|\b(?:var|let|const)\s+\w{2,40}|\b(?:allData|articleInfo|BASE_DATA))"
    r"\s*=\s*(?=[{\[]|JSON\.parse)"
)
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
HTML = re.compile(r"<(?:p|br|div|span|section)\b", re.IGNORECASE)
"""Mark-up that a text may be kept as."""
SHORTEST, _SHORTEST_SCRIPT = 60, 100
"""Characters of a text, and of a script that may hold one, at least."""
DEEPEST = 8
_MOST_PLACES = 50_000
_MOST_STATES = 12
_REVIVED = frozenset(
    {"Reactive", "ShallowReactive", "Ref", "ShallowRef", "EmptyRef", "Date", "Set", "Object"}
)


def scripts(elements: Elements) -> Iterator[tuple[str, str]]:
    """Yield scripts worth reading and their kinds, as long as they are not too long together."""
    total = 0
    for kind, text in elements.scripts:
        if len(text) >= _SHORTEST_SCRIPT:
            total += len(text)
            if total > JSON_CHARS:
                return
            yield text, kind


def assigned(found: list[tuple[str, str]]) -> Iterator[Any]:
    """Yield the values of JSON scripts (text and kind) and of variables that hold a page's state."""
    for text, kind in found:
        for start in [0] if "json" in kind else [m.end() for m in _STATE.finditer(text)][:_MOST_STATES]:
            yield _revived(_value_at(text, start))


def markup(elements: Elements) -> Iterator[str]:
    """Yield mark-up kept as text: in ``<textarea>``, ``<xmp>`` and scripts that are templates."""
    templates = [t for kind, t in elements.scripts if kind.startswith("text/") and "javascript" not in kind]
    for text in (*elements.kept, *templates):
        if HTML.search(text[:2000]) and text.count("。") >= 2:
            yield text


def literals(script: str, depth: int = 0) -> Iterator[str]:
    """Yield the string literals of a script that hold Chinese sentences; also of scripts inside strings."""
    for match in _LITERAL.finditer(script):
        raw = match[1] or match[2] or match[3] or ""
        if len(raw) < SHORTEST:
            continue
        try:
            text = json.loads(_json_string(raw, double=match[1] is not None), strict=False)
        except ValueError:
            continue
        nested = depth < 2 and '"' in text and not HTML.match(text.lstrip())
        inner = max(literals(text, depth + 1), key=len, default="") if nested else ""
        if inner or text.count("。") >= 2:
            yield inner or text


def beside(script: str, body: str) -> dict[str, Any]:
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


def in_attributes(elements: Elements) -> Iterator[Any]:
    """Yield the values of JSON in long attributes."""
    for value in _ATTRIBUTES(elements.root):
        yield _value_at(value, 0)


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
        if depth >= DEEPEST:
            return None
        if isinstance(value, dict):
            return {key: value_of(at, depth + 1) for key, at in list(value.items())[:60]}
        if isinstance(value, list):
            if value and isinstance(value[0], str) and value[0] in _REVIVED:
                return value[1] if value[0] == "Date" else value_of(value[-1], depth + 1)
            return [value_of(at, depth + 1) for at in value[:200]]
        return value

    holders = [at for at, item in enumerate(data[:5000]) if _holds_places(item, len(data)) and len(item) >= 2]
    return [value_of(at, DEEPEST - 3) for at in holders[:500]]


def _holds_places(item: Any, size: int) -> bool:
    return (
        isinstance(item, dict)
        and bool(item)
        and all(isinstance(v, int) and not isinstance(v, bool) and -8 < v < size for v in item.values())
    )


def objects(data: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a value, up to 20,000 values of it."""
    stack, seen = [data], 0
    while stack and seen < 20_000:
        item = stack.pop()
        seen += 1
        if isinstance(item, dict):
            yield item
            stack.extend(v for v in item.values() if isinstance(v, (dict, list)))
        elif isinstance(item, list):
            stack.extend(v for v in item[:500] if isinstance(v, (dict, list)))
