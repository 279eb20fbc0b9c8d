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

ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
HAN_CHARACTERS = "".join((*DIGITS, *SMALL, *BIG, "点"))
_ARABIC_AT = re.compile(ARABIC)
_SCALE_AT = re.compile(
    r" ?(?:([十百千]?)(万亿|亿|万|兆(?![瓦赫帕字欧伏比焦]))|(百|千)(?![克瓦米卡分赫帕万亿家户方页伏]))"
)
_HAN_AT = re.compile(f"[{HAN_CHARACTERS}]+")
_MORE_AT = re.compile(r"余|多|来(?=[万亿元个])")
_ENGLISH_AT = re.compile(r" ?(trillion|billion|million|bn|mn|tn)(?![A-Za-z])", re.IGNORECASE)
_ENGLISH = {"trillion": 10**12, "tn": 10**12, "billion": 10**9, "bn": 10**9, "million": 10**6, "mn": 10**6}
_POWER = {"": 1, "十": 10, "百": 100, "千": 1000}


class Number(NamedTuple):
    """A number read from text."""

    value: Decimal
    high: Decimal | None
    """The upper end of an inner range such as 五六亿, else ``None``."""
    scaled: bool
    """A word of magnitude was written (千, 万, 亿 …): a range's first end may borrow it."""
    scale: Decimal
    """The last word of magnitude; 1 without."""
    han: bool
    more: bool
    """余, 多 or 来 follows: at least this much."""
    end: int


def _han_section(text: str) -> int | None:
    """Value below 10,000 such as 三千二百, 十五, 二〇二三; ``None`` when it is no number."""
    if all(c in DIGITS for c in text):
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
    whole, dot, fraction = text.partition("点")
    if dot and not (fraction and all(c in DIGITS for c in fraction.rstrip("万亿兆千百"))):
        return None
    tail = ""
    if dot:
        tail = fraction[len(fraction.rstrip("万亿兆千百")) :]
        fraction = fraction[: len(fraction) - len(tail)]
    total, section = Decimal(0), ""
    for c in whole:
        if c in BIG:
            if section:
                value = _han_section(section)
                if value is None:
                    return None
                total += value * (BIG[c])
            elif total:
                total *= BIG[c]  # 万亿
            else:
                return None
            section = ""
        else:
            section += c
    if section:
        value = _han_section(section)
        if value is None:
            return None
        total += value
    if dot:
        total += Decimal("0." + "".join(str(DIGITS[c]) for c in fraction))
        for c in tail:
            total *= BIG.get(c) or SMALL[c]
    return total


_PAIR = re.compile(r"([一二两三四五六七八九])([二三四五六七八九])([十百千]?[万亿兆]*)$")


def _read_pair(text: str) -> tuple[Decimal, Decimal] | None:
    """Read 五六亿, 两三百万 as their two ends; neighbours only, plus 三五."""
    match = _PAIR.fullmatch(text)
    if match is None or not match[3]:
        return None
    low, high = DIGITS[match[1]], DIGITS[match[2]]
    if high - low != 1 and (low, high) != (3, 5):
        return None
    factor = Decimal(1)
    for c in match[3]:
        factor *= BIG.get(c) or SMALL[c]
    return low * factor, high * factor


def read_number(text: str, at: int) -> Number | None:
    """Read the number that begins at ``at``, magnitude words included; ``None`` when there is none."""
    arabic = _ARABIC_AT.match(text, at)
    if arabic is None:
        return _read_han_number(text, at)
    total, part, end, scale = Decimal(0), Decimal(arabic[0].replace(",", "")), arabic.end(), Decimal(1)
    scaled = more = False
    while True:
        follows = _MORE_AT.match(text, end)
        found = _SCALE_AT.match(text, follows.end() if follows else end)
        if found is None:
            break
        more = more or follows is not None
        factor = Decimal(_POWER[found[1] or ""])
        for c in found[2] or found[3]:
            factor *= BIG.get(c) or SMALL[c]
        if scaled and not part:
            if not follows:
                break
            total *= factor  # 3万多亿
            end, scale = found.end(), factor * scale
            break
        if scaled and factor >= scale:
            break
        total += part * factor
        end, scaled, scale, part = found.end(), True, factor, Decimal(0)
        following = _ARABIC_AT.match(text, end)
        if following and not more and _SCALE_AT.match(text, following.end()):
            part, end = Decimal(following[0].replace(",", "")), following.end()
    if not scaled and (english := _ENGLISH_AT.match(text, end)):
        factor = Decimal(_ENGLISH[english[1].lower()])
        return Number(part * factor, None, True, factor, False, False, english.end())
    if follows := _MORE_AT.match(text, end):
        more, end = True, follows.end()
    return Number(total + part, None, scaled, scale, False, more, end)


def _read_han_number(text: str, at: int) -> Number | None:
    match = _HAN_AT.match(text, at)
    if match is None:
        return None
    word, end, more = match[0], match.end(), False
    scale = Decimal(1)
    if follows := _MORE_AT.match(text, end):  # 十余万, 三十多亿
        more, end = True, follows.end()
        if found := _SCALE_AT.match(text, end):
            for c in found[0].strip():
                scale *= BIG.get(c) or SMALL[c]
            end = found.end()
    pair = _read_pair(word)
    value = pair[0] if pair else read_han(word)
    if value is None:
        return None
    high = pair[1] * scale if pair else None
    last = next((c for c in reversed(word) if c in BIG), "")
    scaled = any(c in SMALL or c in BIG for c in word)
    return Number(value * scale, high, scaled, scale * BIG.get(last, 1), True, more, end)
