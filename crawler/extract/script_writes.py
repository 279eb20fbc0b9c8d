"""What a page's scripts write into it: mark-up and words in their string literals, spelt out or encoded.

Nothing is run.  Literals are read as JavaScript reads them, and once more where they are made of character
codes, ``%``-escapes or Base64, or are scripts themselves, which is how injected ones hide.
"""

from __future__ import annotations

import re
from base64 import b64decode
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 8000
"""Characters of a script that are read; those that write a list of links are short."""
_MOST = 400
"""Literals of a script that are read."""
_HAN = re.compile("[\u3400-\u9fff]")
_LITERAL = re.compile(
    r'"([^"\\\n]*+(?:\\.[^"\\\n]*+)*+)"|\'([^\'\\\n]*+(?:\\.[^\'\\\n]*+)*+)\'|`([^`\\]*+(?:\\.[^`\\]*+)*+)`',
    re.DOTALL,
)
_CODES = re.compile(
    r"fromCharCode\s*\(\s*((?:0x[0-9a-f]+|\d+)(?:\s*,\s*(?:0x[0-9a-f]+|\d+))+)", re.IGNORECASE
)
_PACKED = re.compile(r"\}\s*\(\s*'((?:[^'\\]|\\.)*+)'\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*'([^']*)'\.split")
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL)
_PERCENT_U = re.compile("%u([0-9a-fA-F]{4})")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")
_WORD = re.compile(r"\b\w+\b")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DEEPEST, _LONGEST_WORD = 3, 100
_STATE = re.compile(r"(?<![\w$])(?:window(?:\.\w+|\[[\"']\w+[\"']\])|__[A-Z_]{3,40}__)\s*=\s*[{\[]")
"""A name that is given the page's data."""
_LONGEST_STATE, _LONGEST_VALUE = 200_000, 200
_VALUE = re.compile(r'"((?:[^"\\\n]|\\.){4,1200})"')


def kept(code: str) -> Iterator[str]:
    """Yield the short Chinese strings of the data a page keeps for its scripts; articles are longer."""
    for m in islice(_VALUE.finditer(code, 0, _LONGEST_STATE), _MOST_VALUES):
        if "\\u" in m[1] or not m[1].isascii():
            text = unescaped(m[1]) if "\\" in m[1] else m[1]
            if len(text) <= _LONGEST_VALUE and "<" not in text and _HAN.search(text):
                yield text


def keeps_data(code: str) -> bool:
    """Tell whether a script gives a name to data."""
    return bool(_STATE.search(code, 0, _LONGEST))


_MOST_VALUES = 20_000


def written(code: str, depth: int = 0) -> Iterator[str]:
    """Yield what a script's literals would put into the page: mark-up with Chinese, or its title, decoded."""
    code = _joined(code[:_LONGEST])
    encoded = _is_encoded(code)
    if code.isascii() and not (encoded or "\\u" in code or "\\x" in code):
        return
    titled = "document.title" in code
    if not (depth or titled or encoded or ("href" in code and _writes(code))):
        return
    for text in _literals(code, titled=titled):
        if depth < _DEEPEST and ("document." in text or "eval(" in text or "innerHTML" in text):
            yield from written(text, depth + 1)
        elif (titled or "<" in text) and _HAN.search(text):
            yield text


def spelt_out(code: str) -> Iterator[str]:
    """Yield what a script has encoded, in whatever language: literals, and the scripts in it."""
    code = code[:_LONGEST]
    if _is_encoded(code):
        code = _joined(code)
        yield from _literals(code, titled=False)
        yield from decoded(code)


def _joined(code: str) -> str:
    """Put literals together that a script adds to each other: ``"%3Ca" + "%20href"``."""
    for quote in ('"', "'"):
        if quote in code and "+" in code:
            code = re.sub(rf"(?<!\\){quote}\s*\+\s*{quote}", "", code)
    return code


def _is_encoded(code: str) -> bool:
    """Tell quickly whether a script decodes something (spelt out: ``any`` takes thrice the time)."""
    return (
        "fromCharCode" in code
        or "unescape(" in code
        or "atob(" in code
        or "p,a,c,k,e" in code
        or ("decodeURI" in code and ("%E" in code or "%e" in code))
    )


def _writes(code: str) -> bool:
    """Tell whether a script puts mark-up into the page."""
    return (
        "document.write" in code
        or "innerHTML" in code
        or ".append(" in code
        or ".html(" in code
        or ".prepend(" in code
        or "outerHTML" in code
        or "insertAdjacentHTML" in code
    )


def decoded(code: str, depth: int = 0) -> Iterator[str]:
    """Yield the scripts that a script has encoded in it, and which only ``eval`` makes of it."""
    for text in _encoded(code[:_LONGEST]):
        yield text
        if depth < _DEEPEST:
            yield from decoded(text, depth + 1)


def _literals(code: str, *, titled: bool) -> Iterator[str]:
    """Yield what the literals stand for that may hold Chinese: mark-up, or all where a title is set."""
    yield from _encoded(code)
    by_percent = "unescape(" in code or "decodeURI" in code
    by_base64 = "atob(" in code
    raws = [
        raw
        for found in _LITERAL.findall(code)
        if (raw := found[0] or found[1] or found[2])
        and (not raw.isascii() or "\\" in raw or (by_percent and "%" in raw) or by_base64)
        and (titled or by_percent or by_base64 or "<" in raw or "\\" in raw)
    ]
    for raw in raws[:_MOST]:
        text = unescaped(raw) if "\\" in raw else raw
        if by_percent and "%" in text:
            text = _from_percent(text)
        elif by_base64 and _BASE64.fullmatch(text):
            text = from_base64(text) or text
        yield text


def _encoded(code: str) -> Iterator[str]:
    """Yield what is written in character codes, or packed with a list of words."""
    for match in islice(_CODES.finditer(code), _MOST) if "fromCharCode" in code else ():
        points = [int(x, 0) if "x" in x.lower() else int(x) for x in re.split(r"\s*,\s*", match[1])]
        yield "".join(chr(x) for x in points if x < 0x110000 and not 0xD800 <= x < 0xE000)
    if "p,a,c,k,e" in code:
        for match in islice(_PACKED.finditer(code), _MOST):
            yield _unpacked(unescaped(match[1]), int(match[2]), match[4].split("|"))


def _unpacked(packed: str, base: int, words: list[str]) -> str:
    """Put the words back that Dean Edwards's packer has numbered."""
    if not 1 < base <= len(_DIGITS):
        return packed

    def number(n: int) -> str:
        return (number(n // base) if n >= base else "") + _DIGITS[n % base]

    names = {number(n): word[:_LONGEST_WORD] for n, word in enumerate(words) if word}
    return _WORD.sub(lambda m: names.get(m[0], m[0]), packed)


def unescaped(raw: str) -> str:
    """Return what the inside of a JavaScript literal stands for."""

    def one(m: re.Match[str]) -> str:
        if m[4] is not None:
            return {"n": "\n", "t": "\t", "r": "\r", "\n": ""}.get(m[4], m[4])
        point = int(m[1] or m[2] or m[3], 16)
        return chr(point) if point < 0x110000 and not 0xD800 <= point < 0xE000 else ""

    return _ESCAPE.sub(one, raw)


def _from_percent(text: str) -> str:
    return unquote(_PERCENT_U.sub(lambda m: unescaped("\\u" + m[1]), text))


def from_base64(text: str) -> str:
    """Return the text that is written in Base64; empty where it is none."""
    try:
        return unquote(b64decode(text + "=" * (-len(text) % 4)).decode("utf-8"))
    except ValueError:
        return ""
