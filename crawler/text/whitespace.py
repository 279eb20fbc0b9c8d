"""White space, width and punctuation: how derived forms differ from what was published.

Nothing here touches ``title.original`` or ``body.original``; ``tidy`` makes the text that script
conversion and search read.  NFKC is not used: it turns ，：（） into ASCII.
"""

from __future__ import annotations

import html
import re
import unicodedata

_HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WIDE = rf"{_HAN}\u3001\u3002\uff01\uff08\uff09\uff0c\uff1a\uff1b\uff1f\u201c\u201d\u300a-\u3011"

ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad\u180e\u034f\u2061\u2062\u2063\u2064")
BIDI = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
CONTROL = frozenset(chr(c) for c in (*range(0x20), *range(0x7F, 0xA0)) if chr(c) not in "\t\n\r\x85")
"""C0 and C1 controls but tab and line ends."""

_INVISIBLE = dict.fromkeys(map(ord, ZERO_WIDTH | BIDI | CONTROL))
_ANY_INVISIBLE = re.compile("[" + "".join(map(re.escape, sorted(ZERO_WIDTH | BIDI | CONTROL))) + "]")
_BLANKS = re.compile(r"[^\S\n\r\x85\u2028\u2029]+")
# Letters, digits and the percent sign only: full-width punctuation is right in Chinese
_HALF = {
    c: c - 0xFEE0 for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05)
}
_ANY_FULL = re.compile("[" + "".join(map(chr, _HALF)) + "]")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")

_FULL_MARK = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
# A mark after a Chinese character is Chinese, unless a figure or Latin word follows without a space
_MARK = re.compile(  # the mark before its neighbours: most characters are none
    rf"[,;:?!](?:(?<=[{_WIDE}%％0-9A-Za-z].)(?=[{_WIDE}])"
    rf"|(?<=[{_WIDE}].)(?=\s*$|[ ]?[{_WIDE}]|\d|[A-Za-z]))",
    re.MULTILINE,
)
_BRACKETS = re.compile(r"\(([^()\n]{1,80})\)")


def invisible_counts(text: str) -> dict[str, int]:
    """Count ``zero_width``, ``bidi`` and ``control`` characters: none belongs in a news text."""
    if not _ANY_INVISIBLE.search(text):
        return {}
    counts = {"zero_width": 0, "bidi": 0, "control": 0}
    for c in text:
        if c in ZERO_WIDTH:
            counts["zero_width"] += 1
        elif c in BIDI:
            counts["bidi"] += 1
        elif c in CONTROL:
            counts["control"] += 1
    return {kind: n for kind, n in counts.items() if n}


def without_invisible(text: str) -> str:
    """Remove zero-width, bidirectional and control characters."""
    return text.translate(_INVISIBLE) if _ANY_INVISIBLE.search(text) else text


def one_line(text: str) -> str:
    """Return a field such as a section or keyword: visible characters, single spaces, trimmed."""
    return " ".join(without_invisible(unescape(text)).split())


def unescape(text: str) -> str:
    """Decode entities left in the text by double escaping (``&amp;nbsp;``), named or numeric, once."""
    return _ENTITY.sub(lambda m: html.unescape(m.group()), text) if "&" in text else text


def half_width(text: str) -> str:
    """Make full-width letters, digits and the percent sign half width; nothing else."""
    return text.translate(_HALF) if _ANY_FULL.search(text) else text


def chinese_punctuation(text: str) -> str:
    """Make ASCII marks between Chinese characters Chinese: ``近年來,青島`` → ``近年來，青島``.

    Figures, times, URLs and English (``3,000``, ``09:30``, ``U.S., Inc.``) keep theirs.
    """
    text = _MARK.sub(lambda m: _FULL_MARK[m[0]], text)
    return _BRACKETS.sub(_bracket, text)


def _bracket(m: re.Match[str]) -> str:
    """Widen a pair that holds Chinese or stands in Chinese on both sides of it."""
    before = m.string[m.start() - 1 : m.start()]
    wide = re.search(f"[{_HAN}]", m[1]) and (not before or re.match(f"[{_WIDE}]", before))
    return f"（{m[1]}）" if wide else m.group()


def tidy(text: str) -> str:
    """Return the form that conversion and search start from; idempotent.

    Entities decoded, NFC, invisible characters gone, runs of blanks one space, blanks between
    Chinese characters that layout put there kept single, lines trimmed, letters and digits half
    width, punctuation between Chinese characters Chinese.
    """
    text = unicodedata.normalize("NFC", without_invisible(unescape(text)))
    lines = (line.strip(" ") for line in _BLANKS.sub(" ", text).splitlines())
    return chinese_punctuation(half_width("\n".join(lines).strip()))
