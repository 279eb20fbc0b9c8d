"""Find amounts of money, percentages and quantities, and normalise them.

``find_amounts`` returns one dictionary each:

=============  ==================================================================================
``value``      float in full units: 45亿元 → 4.5e9; 12.5% → 12.5; signed where the text says so
``value_max``  upper end of a range (2—3亿元); absent otherwise
``currency``   ISO 4217, empty for what is not money
``unit``       ``%``, ``pp`` (百分点), ``bp`` (基点), ``倍``, 吨, 股 …; empty for money
``per``        元/股 → 股; absent otherwise
``direction``  ``up`` or ``down`` where a verb of change stands before the number (下降3% → -3), or
               before the first of a list (分别下降3%、5%)
``basis``      ``yoy``, ``mom``, ``qoq``, ``chain`` (环比), ``ytd``: compared with what
``bound``      ``over``, ``under`` or ``about`` (超, 不足, 约)
``text``       as published
``span``       ``[start, end]`` in the text given
=============  ==================================================================================
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from crawler.enrich.aligned import align, read_table
from crawler.enrich.numbers import DIGITS, HAN_CHARACTERS, Number, read_number

CURRENCY_OF_REGION = {"CN-TW": "TWD", "TW": "TWD", "CN-HK": "HKD", "HK": "HKD", "CN-MO": "MOP", "MO": "MOP"}
"""What a bare 元 means, by the outlet's region; CNY elsewhere."""

_CHANGE = re.compile(
    r"(?:(?P<up>增长|增加|上升|提高|提升|上涨|上扬|上调|上浮|增|升|涨|激增|大增|劲增|飙升|涨幅|增幅|升幅|增速|多增)"
    r"|(?P<down>下降|减少|下滑|降低|下跌|回落|下调|下浮|缩减|萎缩|降|减|跌|挫|泻|大跌|骤降|跌幅|降幅|减幅|少增))"
    r"(?:了|约|近|超|逾|达|为|超过|大约|分别|高达|接近|幅度|率)?$"
)
_CHANGE_ENDS = frozenset("为了低减别加升增少幅度扬挫泻浮涨滑率约缩落调超跌达过近速逾长降高")
"""Last characters of the words above: most clauses end otherwise and need no search."""
_BASIS = re.compile(
    r"(?P<yoy>同比|(?:较|比|与)(?:上年|去年|前年)(?:同期|同月|同季)?(?!末|底)|按年|(?<![一二两三半每去今\d])年(?:增|减|升|跌|成长|衰退))"
    r"|(?P<chain>环比)|(?P<mom>按月|月增|月减|(?:较|比)上(?:个)?月)"
    r"|(?P<qoq>按季|季增|季减|(?:较|比)上(?:一|个)?季)"
    r"|(?P<ytd>(?:较|比)(?:年初|上年末|去年末|去年底|上年底))"
)
_COMPARED = re.compile(r"(?:同比|环比|按年|按月|按季|涨跌幅|增速)(?:约|为|:|：)?$")
_TOGETHER = re.compile(r"同比[、和及,/与]环比|环比[、和及,/与]同比|同、环比|同环比")
_NUMERALS = re.compile(f"[0-9{HAN_CHARACTERS}](?:[0-9{HAN_CHARACTERS}]|(?<=[0-9])[.,](?=[0-9]))*")
_MAGNITUDES = frozenset("百千万亿兆佰仟")
_SCALED = _MAGNITUDES | {"十", "拾"}
_DIGIT_WORDS = frozenset(DIGITS)
_AFTER_SMALL = frozenset("元圆块成倍个基百%-~至到 ")
_PREFIX_ENDS = frozenset("币金元$¥€£BYDPRF")
_DASHES = frozenset(" -~至到")
_PRECEDES = frozenset("$¥€£之")
_LISTED = re.compile(" ?(?:[、和及与]|以及) ?")
_HUNDRED_MILLION = 10**8
_PIECES = re.compile("(?:电路|芯片|GPU|显卡|硬盘|电池|面板|纸片)[^,。;、]{0,6}$")
"""What is counted in 块 and is no money."""
_RATIOS = frozenset({"%", "pp", "bp", "倍"})
_BOUND_BEFORE = re.compile(
    r"(?:(?P<under>不足|不到|不超过|不高于|低于|跌破|至多|最多|不多于|少于)"
    r"|(?P<over>超|逾|超过|突破|不低于|不少于|至少|高于|多于|大于|(?<!跌)破)|(?P<about>约|近|大约|约为|接近|将近|大概|估计))$"
)
_BOUND_ENDS = frozenset("为于到多少概破约计超足跌过近逾")
_BOUND_AFTER = re.compile(r"(?P<over>以上|有余|之上)|(?P<under>以下|以内|之内)|(?P<about>左右|上下)")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_SIGNS = frozenset("-+")
_SIGNED = frozenset("比幅率跌涨速出入额润利为约达以动")
_ONE, _TENTH = Decimal(1), Decimal("0.1")
_PER = re.compile(
    r"(?:/|每|一)(平方米|平米|公斤|千瓦时|盎司|小时|kWh|Wh|"
    r"股|吨|斤|度|桶|亩|克|件|台|辆|人|年|月|日|天|箱|瓶|张|份|户|套|坪|W)"
)


class _Unit(NamedTuple):
    """A unit as it stands in a text."""

    name: str
    currency: str
    factor: Decimal
    end: int


@cache
def _units() -> dict[str, tuple[str, str, Decimal]]:
    """Word → (unit, currency, factor); the currency ``default`` is the one a bare 元 means."""
    units = {word: (unit, code, Decimal(factor)) for word, unit, code, factor, _ in read_table("units")}
    return units | {"块": ("", "default", _ONE)}


@cache
def _prefixes() -> dict[str, tuple[str, bool]]:
    """Currency word before a number → (code, whether it makes any number money)."""
    return {word: (code, alone == "yes") for word, code, alone in read_table("currency_prefixes")}


@cache
def _unit_pattern() -> re.Pattern[str]:
    alternatives = []
    for word, _, _, _, stop in sorted(read_table("units"), key=lambda row: -len(row[0])):
        latin = "A-Za-z" if word[-1].isascii() and word[-1].isalpha() else ""
        alternatives.append(word + (f"(?![{stop}{latin}])" if stop or latin else ""))
    return re.compile(rf" ?(?:个(?=标))?({'|'.join(alternatives)}|块(?=[钱,，。；、]))")


@cache
def _follows() -> frozenset[str]:
    """Characters one of which follows every number of interest; dates and codes are passed over."""
    return frozenset({word[0] for word in _units()} | set("余多来个瓦 -~至到tbmTBM"))


def _read_unit(text: str, at: int, default: str) -> _Unit | None:
    match = _unit_pattern().match(text, at)
    if match is None:
        return None
    name, currency, factor = _units()[match[1]]
    return _Unit(name, default if currency == "default" else currency, factor, match.end())


def _prefix(text: str, at: int) -> tuple[str, int]:
    """Return (word, start) of the currency written before ``at``; an empty word when there is none."""
    end = at - 1 if text[at - 1 : at] == " " else at
    if text[end - 1 : end] not in _PREFIX_ENDS:
        return "", at
    words = _prefixes()
    for size in (4, 3, 2, 1):
        if end >= size and text[end - size : end] in words:
            return text[end - size : end], end - size
    return "", at


def find_amounts(text: str, *, currency: str = "CNY") -> list[dict[str, Any]]:
    """Return the amounts of ``text`` in order, as described above.

    ``currency`` (ISO 4217) is what a bare 元 means; see ``CURRENCY_OF_REGION``.
    """
    twin, follows = align(text), _follows()
    found: list[dict[str, Any]] = []
    free = first = 0
    for match in _NUMERALS.finditer(twin):
        start, end = match.span()
        if start < free or (twin[end : end + 1] not in follows and twin[start - 1 : start] not in _PRECEDES):
            continue
        if _is_vague(match[0], twin[end : end + 1]) and twin[start - 1 : start] != "之":
            continue
        if amount := _amount_at(twin, start, currency):
            begin, free = amount["span"]
            amount["text"] = text[begin:free]
            if not (found and _LISTED.fullmatch(twin, found[-1]["span"][1], begin)):
                first = begin
            elif "分别" in twin[max(0, first - 12) : first]:
                _say_again(found[-1], amount)
            found.append(amount)
    return found


def _say_again(before: dict[str, Any], amount: dict[str, Any]) -> None:
    """Give ``amount`` the verb said once for a list: 分别下降3%、5%和2%."""
    said: dict[str, Any] = {key: before[key] for key in ("direction", "basis") if key in before}
    alike = all(before[key] == amount[key] for key in ("currency", "unit"))
    if not alike or "direction" not in said or "direction" in amount or amount["value"] < 0:
        return
    if said["direction"] == "down":
        ends = sorted(-amount[key] for key in ("value", "value_max") if key in amount)
        amount |= dict(zip(("value", "value_max"), ends, strict=False))
    amount |= said


def _is_vague(numeral: str, follows: str) -> bool:
    """Tell early what cannot be an amount: 百亿, and bare 一, 两 before anything but money and ratios."""
    if numeral[0] in _MAGNITUDES:
        return True
    return numeral[0] in _DIGIT_WORDS and not _SCALED & set(numeral) and follows not in _AFTER_SMALL


def _amount_at(text: str, start: int, default: str) -> dict[str, Any] | None:
    number = read_number(text, start)
    if number is None:
        return None
    word, begin = _prefix(text, start)
    code, alone = _prefixes().get(word, ("", False))
    unit = _read_unit(text, number.end, code or default)
    if unit or text[number.end : number.end + 1] in _DASHES:
        number, unit = _range_from(text, number, unit, code or default)
    if unit is None and (alone or (code and number.scaled and not number.han)):
        unit = _Unit("", code, _ONE, number.end)
    if unit is None or not _plausible(text, start, number, unit, named=bool(word)):
        return _fraction(text, start, number)
    return _record(text, (begin, unit.end), number, unit)


def _range_from(text: str, first: Number, unit: _Unit | None, default: str) -> tuple[Number, _Unit | None]:
    """Return number and unit with a range's upper end read in, where one follows: 2—3亿元, 5%-8%."""
    dash = _RANGE.match(text, unit.end if unit else first.end)
    second = read_number(text, dash.end()) if dash else None
    last = _read_unit(text, second.end, default) if second else None
    if dash is None or second is None or last is None or second.high is not None:
        return first, unit
    if unit and (unit.name, unit.currency) != (last.name, last.currency):
        return first, unit
    borrowed = (
        first.value * second.scale if unit is None and second.scaled and not first.scaled else first.value
    )
    for value in (borrowed, first.value):
        if value <= second.value:
            scaled = first.scaled or second.scaled
            return second._replace(value=value, high=second.value, scaled=scaled), last
    if unit and unit.name and dash[0].strip() not in ("至", "到"):  # 下滑90%-60%
        return second._replace(high=first.value), last
    return first, unit


def _plausible(text: str, start: int, number: Number, unit: _Unit, *, named: bool) -> bool:
    """Tell whether number and unit, each well formed, are meant as an amount."""
    before = text[start - 1 : start]
    if text[number.end : unit.end] == "块" and (
        number.scale >= _HUNDRED_MILLION or _PIECES.search(text, max(0, start - 12), start)
    ):
        return False
    if before in ("第", ".") or (not named and before.isascii() and before.isalnum()):
        return False
    if not number.han or unit.name in _RATIOS:
        return True
    if before in ("几", "数", "好", "上", "近") and text[start] in "十百千万亿":
        return False
    if unit.currency and not number.scaled:
        return text[unit.end : unit.end + 1] in ("钱", "左", "以", "/") or unit.end - number.end > 1
    return number.scaled


def _fraction(text: str, start: int, number: Number) -> dict[str, Any] | None:
    """百分之三点五, 千分之二."""
    word = text[max(0, start - 3) : start]
    if word not in ("百分之", "千分之"):
        return None
    unit = _Unit("%", "", _ONE if word[0] == "百" else _TENTH, number.end)
    return _record(text, (start - 3, number.end), number, unit)


def _record(text: str, span: tuple[int, int], number: Number, unit: _Unit) -> dict[str, Any]:
    begin, end = span
    sign = text[begin - 1 : begin]
    before = text[begin - 2 : begin - 1]
    alone = not before.isalnum() or before in _SIGNED or (unit.name in _RATIOS and not before.isascii())
    sign = sign if sign in _SIGNS and alone else ""
    begin -= len(sign)
    direction, basis = _change(text, begin, sign)
    factor = -unit.factor if sign == "-" or (direction == "down" and not sign) else unit.factor
    ends = sorted(float(v * factor) for v in (number.value, number.high) if v is not None)
    record: dict[str, Any] = {"value": ends[0]}
    if len(ends) > 1:
        record["value_max"] = ends[1]
    record |= {"currency": unit.currency, "unit": unit.name}
    if unit.currency and (per := _PER.match(text, end)):
        record["per"], end = per[1], per.end()
    bound = text[begin - 1 : begin] in _BOUND_ENDS and _BOUND_BEFORE.search(text, max(0, begin - 4), begin)
    bound = bound or _BOUND_AFTER.match(text, end)
    said = {
        "direction": direction,
        "basis": basis,
        "bound": "over" if number.more else bound.lastgroup if bound else "",
    }
    return record | {k: v for k, v in said.items() if v} | {"text": "", "span": [begin, end]}


def _change(text: str, start: int, sign: str) -> tuple[str, str]:
    """Return (direction, basis) from the clause before ``start``; empty strings when it says nothing."""
    window = text[max(0, start - 24) : start]
    clause = window[max(map(window.rfind, ",，。；;、\n:：(")) + 1 :]
    match = _CHANGE.search(clause) if clause[-1:] in _CHANGE_ENDS else None
    if match is None and not (sign and _COMPARED.search(clause)):
        return "", ""
    direction = ("up" if match["up"] else "down") if match else "down" if sign == "-" else "up"
    if "分别" in clause and _TOGETHER.search(window):
        return direction, ""
    bases = [m.lastgroup or "" for m in _BASIS.finditer(clause)]
    return direction, bases[-1] if bases else ""
