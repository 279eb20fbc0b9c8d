"""A string in one form of digits, marks and spaces, with the way back to what was written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LONGEST = 2000  # characters read; a date string is short, a page's text is not a date string
_SPACES = dict.fromkeys("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
_SPACES |= {chr(c): " " for c in range(0x2000, 0x200B)}
_PLAIN = {chr(0xFF10 + n): str(n) for n in range(10)}
_PLAIN |= dict.fromkeys("：∶︰﹕", ":") | dict.fromkeys("／∕", "/") | dict.fromkeys("．。", ".")
_PLAIN |= dict.fromkeys("－–—‐‑‒−﹣", "-") | dict.fromkeys("，、", ",") | dict.fromkeys("∣｜丨", "|")
_PLAIN |= dict.fromkeys("（【〔［", "(") | dict.fromkeys("）】〕］", ")")
_PLAIN |= dict.fromkeys("○零０〇Ｏ", "〇") | {"０": "0"}
_PLAIN |= dict(zip("時點號鐘鍾週剛國個禮兩後間", "时点号钟钟周刚国个礼两后间", strict=True))
_PLAIN |= {chr(0xFF21 + n): chr(65 + n) for n in range(26)} | {
    chr(0xFF41 + n): chr(97 + n) for n in range(26)
}
_DROPPED = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")

_NUMERALS = re.compile(
    r"(?<![周期拜〇一二三四五六七八九十廿卅百两])[〇一二三四五六七八九十廿卅百两]{1,6}"
    r"(?=\s*(?:年|月|日|号|时|点|分|秒|个|天|小时|周|星期|礼拜))"
)
_FIRST_MONTH = re.compile("元(?=月[0-9一二三四五六七八九十廿])")
_ROUND_ZERO = re.compile("(?<=[〇一二三四五六七八九])[O0o](?=[〇一二三四五六七八九])")
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2}


def _number(numeral: str) -> int:
    """Read 二〇二六 digit by digit and 一百一十五, 二十二, 廿二 by value."""
    if not set(numeral) & set("十廿卅百"):
        return int("".join(str(_DIGIT[c]) for c in numeral))
    total = digit = 0
    for c in numeral:
        if c == "百":
            total, digit = (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif c in "廿卅":
            total, digit = total + (20 if c == "廿" else 30), 0
        else:
            digit = _DIGIT[c]
    return total + digit


def one_form(raw: str) -> tuple[str, Sequence[int]]:
    """Return ``raw`` in one form of digits, marks and spaces, and where each character came from."""
    return _one_form(raw[:LONGEST])


@lru_cache(maxsize=256)  # a line that holds a date is read again for its label and what it says of changes
def _one_form(raw: str) -> tuple[str, Sequence[int]]:
    chars: list[str] = []
    origin: list[int] = []
    for i, c in enumerate(raw):
        if c in _DROPPED:
            continue
        p = _SPACES.get(c) or _PLAIN.get(c, c)
        if p == " " and chars and chars[-1] == " ":
            continue
        chars.append(p)
        origin.append(i)
    # 二O二六, 二0二六: a letter or figure for the round zero
    text = _FIRST_MONTH.sub("一", _ROUND_ZERO.sub("〇", "".join(chars)))
    if not _NUMERALS.search(text):
        return text, [*origin, len(raw)]
    out: list[str] = []
    back: list[int] = []
    at = 0
    for m in _NUMERALS.finditer(text):
        out.append(text[at : m.start()])
        back += origin[at : m.start()]
        number = str(_number(m.group()))
        out.append(number)
        back += [origin[m.start()]] * len(number)
        at = m.end()
    out.append(text[at:])
    back += origin[at:]
    return "".join(out), [*back, len(raw)]
