"""Bytes to text: which encoding a page is really in.

Order of trust: byte order mark, strict UTF-8, the header's label, the page's own label (well formed or
not), a guess between the encodings Chinese pages use.  A label is only believed when the bytes agree:
many pages say gb2312 and are UTF-8, or say UTF-8 and are GBK.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL_WINDOW = 8192
_SAMPLE = 200_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""charset\s*=?\s*["'\\]*\s*([A-Za-z][\w.:-]{2,20})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{3,20})""", re.IGNORECASE)
# The WHATWG mapping of the labels met on Chinese pages; Python's own names are subsets that fail.
_GB = frozenset(
    [
        "gb2312",
        "gb_2312",
        "gb_2312-80",
        "gb-2312",
        "gbk",
        "x-gbk",
        "gb18030",
        "gb-18030",
        "chinese",
        "cp936",
        "ms936",
        "euc-cn",
        "hz",
    ]
)
_BIG5 = frozenset(
    ["big5", "big-5", "big5-hkscs", "big5hkscs", "x-x-big5", "cn-big5", "big5-eten", "cp950", "ms950"]
)
_LATIN = frozenset(
    ["iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"]
)
_GUESSES = ("utf-8", "gb18030", "big5hkscs")
# Among the most frequent characters of either script, all of them distinctive in their own encoding.
_FREQUENT = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为时经过发会产业年月日公司市场這國個來們說為時經過發會產業場"
)
_CP1252_OF_UTF8 = re.compile(
    "[\u00c3-\u00ef][\u0080-\u00bf\u0152-\u0178\u02c6\u2013-\u203a\u20ac\u2122]{1,2}"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text and how it was read."""

    text: str
    encoding: str
    """The encoding used: ``utf-8``, ``gb18030``, ``big5hkscs`` …"""
    mojibake: int
    """Characters that are not what was written: U+FFFD, 锟斤拷, UTF-8 read as Latin."""


def _codec(label: str) -> str:
    """Return the codec a label means on the web; empty for labels that say nothing."""
    name = label.strip().lower()
    if name in _GB:
        return "gb18030"
    if name in _BIG5:
        return "big5hkscs"
    if name in _LATIN:
        return ""
    if name in {"utf8", "utf-8", "unicode-1-1-utf-8"}:
        return "utf-8"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Codecs such as ``rot13`` and ``hex`` are no text encodings; utf-7 and idna are not for pages.
    return info.name if getattr(info, "_is_text_encoding", False) and "utf-7" not in info.name else ""


def _labels(body: bytes, headers: Mapping[str, str] | None) -> list[str]:
    """Return the codecs the header and the page name, in that order."""
    found = []
    for key, value in (headers or {}).items():
        if key.lower() == "content-type":
            match = _CHARSET.search(value.encode("latin-1", "replace"))
            if match:
                found.append(match[1])
    head = body[:_LABEL_WINDOW]
    match = _XML_ENCODING.match(head)
    if match:
        found.append(match[1])
    found.extend(_CHARSET.findall(head)[:3])
    codecs_found = [_codec(label.decode("ascii", "ignore")) for label in found]
    return [c for c in dict.fromkeys(codecs_found) if c and not c.startswith(("utf-16", "utf_16", "utf-32"))]


def _decode(body: bytes, codec: str) -> str:
    try:
        return body.decode(codec, "replace")
    except (LookupError, UnicodeError):  # a codec that knows no "replace"
        return body.decode("utf-8", "replace")


def _mojibake(text: str) -> int:
    wrong = text.count("\ufffd") + 3 * text.count("锟斤拷") + text.count("\x80")
    if "Ã" in text or "ä" in text or "å" in text:
        wrong += sum(len(m) for m in _CP1252_OF_UTF8.findall(text))
    return wrong


def _fit(body: bytes, codec: str) -> float:
    """Return how well ``body`` reads in ``codec``: frequent characters less four times the errors."""
    text = _decode(body, codec)
    foreign = [c for c in text if c > "\x7f"]
    if not foreign:
        return 0.0
    frequent = sum(c in _FREQUENT for c in foreign)
    wrong = text.count("\ufffd") + sum("\ue000" <= c <= "\uf8ff" for c in foreign)
    return (frequent - 4.0 * wrong) / len(foreign)


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> Decoded:
    """Decode a page.  Never fails; what could not be read is counted in ``mojibake``."""
    for bom, codec in _BOMS:
        if body.startswith(bom):
            text = _decode(body, codec).removeprefix("\ufeff")
            return Decoded(text, codec, _mojibake(text))
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Decoded(text, "utf-8", _mojibake(text))
    labels = _labels(body, headers)
    for codec in labels:
        try:
            text = body.decode(codec)
        except (LookupError, UnicodeError):
            continue
        # Single-byte and East Asian codecs of other countries accept nearly anything.
        if codec in _GUESSES or _fit(body[:_SAMPLE], codec) > 0:
            return Decoded(text, codec, _mojibake(text))
    candidates = dict.fromkeys((*labels, *_GUESSES))
    sample = body[:_SAMPLE]
    # A label breaks ties: a page of a few broken bytes is what it says it is.
    best = max(candidates, key=lambda c: _fit(sample, c) + 0.02 * (c in labels))
    text = _decode(body, best)
    return Decoded(text, best, _mojibake(text))
