"""Reading the numbers of Chinese prose: 1,234.56  三千二百万  3兆2000亿  1亿5千万  十余万  百分之三点五.

All functions take text already passed through ``aligned.align`` (Simplified, half width).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = {
    c: n
    for n, cs in enumerate(("零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for c in cs
}
SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
BIG = {"万": 10**4, "亿": 10**8, "兆": 10**12}

_ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HAN_CHARACTERS = "".join((*DIGITS, *SMALL, *BIG, "点"))
_ARABIC_AT = re.compile(_ARABIC)
_LONGEST = 30
"""Characters of the longest number that is one."""
_HAN_AT = re.compile(f"[{HAN_CHARACTERS}]+")
_SCALE = r"[十百千]?(?:万亿|亿|万|兆(?![瓦赫帕字欧伏比焦]))|(?:百|千)(?![克瓦米卡分赫帕万亿家户方页伏])"
_SCALES_AT = re.compile(
    rf"(?:(?P<before>余|多|来(?=[万亿]))? ?(?P<first>{_SCALE}))?"
    rf"(?:(?P<between>余|多)(?P<second>{_SCALE}))?(?P<after>余|多|来(?=[元个]))?"
)
_ENGLISH_AT = re.compile(r" ?(trillion|billion|million|bn|mn|tn)(?![A-Za-z])", re.IGNORECASE)
_ENGLISH = {"trillion": 10**12, "tn": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "mn": 10**6}


class Number(NamedTuple):
    """A number read from text."""

    value: Decimal
    end: int
    high: Decimal | None = None
    """The upper end of a range such as 五六亿, else ``None``."""
    scale: Decimal = Decimal(1)
    """The last word of magnitude; a range's first end may borrow it."""
    scaled: bool = False
    """A word of magnitude was written (十, 千, 万, 亿 …)."""
    han: bool = False
    more: bool = False
    """余, 多 or 来 follows: at least this much."""


def _han_section(text: str) -> int | None:
    """Value below 10,000 such as 三千二百, 十五, 二〇二三; ``None`` when it is no number."""
    if all(c in DIGITS for c in text):
        if len(text) == 2 and "零" not in text and "〇" not in text:
            return None  # 五六 is a range, 二五 a nickname
        return int("".join(str(DIGITS[c]) for c in text))
    total, digit, last = 0, -1, 10**5
    for c in text:
        if c in DIGITS:
            if digit > 0:
                return None
            digit = DIGITS[c]
            continue
        unit = SMALL[c]
        if unit >= last or (digit < 0 and not (c in "十拾" and total == 0)):
            return None
        total += max(digit, 1) * unit
        digit, last = -1, unit
    if digit > 0 and last > 10 and last < 10**5 and "零" not in text and "〇" not in text:
        digit *= last // 10  # 三百五 is 350
    return total + max(digit, 0)


def read_han(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, or ``None`` when ``text`` is none.

    A leading word of magnitude (百亿, 万元) is vague, not 1: it is no number here.
    """
    whole, dot, rest = text.partition("点")
    value = _read_whole(whole)
    if not dot or value is None:
        return value
    digits = rest.rstrip("万亿兆千百")
    if not digits or any(c not in DIGITS for c in digits):
        return None
    value += Decimal("0." + "".join(str(DIGITS[c]) for c in digits))
    return value * _product(rest[len(digits) :])


def _product(magnitudes: str) -> Decimal:
    """百万 → 1,000,000; the empty string → 1."""
    factor = Decimal(1)
    for c in magnitudes:
        factor *= BIG.get(c) or SMALL[c]
    return factor


_SECTION = re.compile(f"([{''.join((*DIGITS, *SMALL))}]+)([{''.join(BIG)}]*)")


def _read_whole(text: str) -> Decimal | None:
    """三亿五千万, section by section: up to four digits, then 万, 亿, 兆 or 万亿."""
    total, at = Decimal(0), 0
    while at < len(text):
        match = _SECTION.match(text, at)
        section = _han_section(match[1]) if match else None
        if match is None or section is None:
            return None
        total += section * _product(match[2])
        at = match.end()
    return total


_PAIR = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千]?[万亿兆]*)$")


def _read_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """Read 五六亿, 两三百万 as their two ends; neighbours only, plus 三五."""
    match = _PAIR.fullmatch(text)
    if match is None:
        return None
    low, high = DIGITS[match[1]], DIGITS[match[2]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    factor = _product(match[3])
    return low * factor, high * factor


def read_number(text: str, at: int) -> Number | None:
    """Read the number that begins at ``at``, magnitude words included; ``None`` when there is none."""
    arabic = _ARABIC_AT.match(text, at)
    if arabic is None:
        return _read_han_number(text, at)
    if arabic.end() - at > _LONGEST:
        return None
    value, end = Decimal(arabic[0].replace(",", "")), arabic.end()
    if english := _ENGLISH_AT.match(text, end):
        factor = Decimal(_ENGLISH[english[1].lower()])
        return Number(value * factor, english.end(), scale=factor, scaled=True)
    scale, end, more = _read_scale(text, end)
    total, last = value * scale, scale
    while scale > 1 and not more and (next_part := _ARABIC_AT.match(text, end)):  # 3兆2000亿
        smaller, next_end, more = _read_scale(text, next_part.end())
        if not 1 < smaller < last:
            more = False
            break
        total += Decimal(next_part[0].replace(",", "")) * smaller
        last, end = smaller, next_end
    return Number(total, end, scale=last, scaled=scale > 1, more=more)


def _read_scale(text: str, at: int) -> tuple[Decimal, int, bool]:
    """Return (factor, end, whether 余 or 多 stands among them) of the magnitude words at ``at``: 万多亿."""
    match = _SCALES_AT.match(text, at)
    if match is None:
        return Decimal(1), at, False
    factor = _product(match["first"] or "") * _product(match["second"] or "")
    return factor, match.end(), any(match[m] for m in ("before", "between", "after"))


def _read_han_number(text: str, at: int) -> Number | None:
    match = _HAN_AT.match(text, at)
    if match is None or match.end() - at > _LONGEST:
        return None
    word = match[0]
    scale, end, more = _read_scale(text, match.end())  # 十余万, 三十多亿
    pair = _read_pair(word)
    value = pair[0] if pair else read_han(word)
    if value is None:
        return None
    high = pair[1] * scale if pair else None
    last = next((c for c in reversed(word) if c in BIG), "")
    scaled = any(c in SMALL or c in BIG for c in word)
    return Number(value * scale, end, high, scale * _product(last), scaled, han=True, more=more)
