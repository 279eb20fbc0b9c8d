"""Find amounts of money, percentages and quantities, and normalise them.

``find_amounts`` returns one dictionary each:

=============  ==================================================================================
``value``      float in full units: 45亿元 → 4.5e9; 12.5% → 12.5; signed where the text says so
``value_max``  upper end of a range (2—3亿元); absent otherwise
``currency``   ISO 4217, empty for what is not money
``unit``       ``%``, ``pp`` (百分点), ``bp`` (基点), ``倍``, 吨, 股 …; empty for money
``per``        元/股 → 股; absent otherwise
``direction``  ``up`` or ``down`` where a verb of change stands before the number (下降3% → -3)
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

from crawler.enrich.aligned import align
from crawler.enrich.numbers import ARABIC, HAN_CHARACTERS, Number, read_number

CURRENCY_OF_REGION = {"CN-TW": "TWD", "TW": "TWD", "CN-HK": "HKD", "HK": "HKD", "CN-MO": "MOP", "MO": "MOP"}
"""What a bare 元 means, by the outlet's region; CNY elsewhere."""

_CURRENCIES = {
    "CNY": "人民币 人民币元 元人民币 块钱 块人民币",
    "USD": "美元 美金",
    "HKD": "港元 港币 元港币 元港元 港纸",
    "TWD": "新台币 台币 新台币元 元新台币 元台币",
    "MOP": "澳门元 澳门币 元澳门币 葡币",
    "EUR": "欧元",
    "GBP": "英镑",
    "JPY": "日元 日圆 日币",
    "KRW": "韩元 韩圆 韩币",
    "AUD": "澳元 澳币 澳大利亚元",
    "SGD": "新加坡元 新元 新币 坡币",
    "CAD": "加元 加币 加拿大元",
    "CHF": "瑞士法郎 瑞郎",
    "NZD": "新西兰元 纽元 纽币",
    "RUB": "卢布",
    "INR": "卢比 印度卢比",
    "THB": "泰铢",
    "MYR": "林吉特 令吉 马币",
    "VND": "越南盾",
    "IDR": "印尼盾",
    "BRL": "雷亚尔",
    "AED": "迪拉姆",
}
_CENTS = {"港仙": "HKD", "美分": "USD"}
_PREFIXES = {
    "人民币": "CNY", "RMB": "CNY", "CNY": "CNY", "¥": "CNY",
    "港币": "HKD", "HK$": "HKD", "HKD": "HKD",
    "新台币": "TWD", "台币": "TWD", "NT$": "TWD", "TWD": "TWD",
    "美金": "USD", "US$": "USD", "USD": "USD", "$": "USD",
    "澳门币": "MOP", "MOP$": "MOP", "MOP": "MOP",
    "S$": "SGD", "A$": "AUD", "C$": "CAD", "EUR": "EUR", "€": "EUR", "GBP": "GBP", "£": "GBP", "JPY": "JPY",
}  # fmt: skip
_PREFIX_ENDS = frozenset(w[-1] for w in _PREFIXES)
_SYMBOLS = {"¥", "HK$", "NT$", "US$", "MOP$", "S$", "A$", "C$", "$", "€", "£"}
"""Prefixes that make any number money; words such as 人民币 need a magnitude or 元 after it."""

# Unit → canonical name and factor.  A dictionary word that begins with the unit's character is
# excluded by a look-ahead (股 but not 股东).
_UNITS: dict[str, tuple[str, str, int]] = {
    "公吨": ("吨", "", 1), "吨": ("吨", "级位", 1), "公斤": ("千克", "", 1), "千克": ("千克", "", 1),
    "毫克": ("毫克", "", 1), "微克": ("微克", "", 1), "克": ("克", "拉服朗里劳隆", 1), "斤": ("斤", "两", 1),
    "盎司": ("盎司", "", 1), "磅": ("磅", "", 1),
    "亩": ("亩", "均产", 1), "公顷": ("公顷", "", 1), "平方公里": ("平方公里", "", 1), "平方千米": ("平方公里", "", 1),
    "平方米": ("平方米", "", 1), "平米": ("平方米", "", 1), "平方英尺": ("平方英尺", "", 1), "坪": ("坪", "", 1),
    "公里": ("公里", "", 1), "千米": ("公里", "", 1), "海里": ("海里", "", 1), "英里": ("英里", "", 1),
    "厘米": ("厘米", "", 1), "公分": ("厘米", "", 1), "毫米": ("毫米", "", 1), "微米": ("微米", "", 1),
    "纳米": ("纳米", "", 1), "奈米": ("纳米", "", 1), "英寸": ("英寸", "", 1), "米": ("米", "兰粉饭其诺尔", 1),
    "立方米": ("立方米", "", 1), "升": ("升", "至级学值幅降温到为高", 1), "加仑": ("加仑", "", 1),
    "桶": ("桶", "", 1),
    "千瓦时": ("千瓦时", "", 1), "度电": ("千瓦时", "", 1), "兆瓦时": ("千瓦时", "", 1000), "吉瓦时": ("千瓦时", "", 10**6),
    "GWh": ("千瓦时", "", 10**6), "MWh": ("千瓦时", "", 1000), "kWh": ("千瓦时", "", 1), "TWh": ("千瓦时", "", 10**9),
    "吉瓦": ("千瓦", "", 10**6), "兆瓦": ("千瓦", "", 1000), "千瓦": ("千瓦", "", 1),
    "GW": ("千瓦", "", 10**6), "MW": ("千瓦", "", 1000), "kW": ("千瓦", "", 1),
    "股": ("股", "权东份价市民票息指本骨", 1), "手": ("手", "机术册表工续段握", 1),
    "人次": ("人次", "", 1), "人": ("人", "民工均才口大力类员事士身物生气数行社形造", 1), "户": ("户", "籍外型口均", 1),
    "家": ("家", "庭长属具电乡园族居", 1), "辆": ("辆", "", 1), "台": ("台", "阶词湾风账北中南东商币", 1),
    "套": ("套", "现利餐路期保装牌", 1), "架次": ("架次", "", 1), "架": ("架", "构空设", 1), "艘": ("艘", "", 1),
    "标准箱": ("标准箱", "", 1), "标箱": ("标准箱", "", 1), "TEU": ("标准箱", "", 1),
    "头": ("头", "部条号像寸等脑", 1), "只": ("只", "有是能要会", 1), "名": ("名", "列单为次义称字誉录牌", 1),
    "宗": ("宗", "旨教族地", 1), "笔": ("笔", "记者试", 1), "件": ("件", "套", 1), "张": ("张", "家力贴", 1),
    "枚": ("枚", "", 1), "颗": ("颗", "粒", 1), "座": ("座", "谈位椅次", 1), "部": ("部", "委门分长队署件位级", 1),
    "条": ("条", "件款例约", 1), "项": ("项", "目", 1), "例": ("例", "如外行会子", 1),
}  # fmt: skip
_RATIOS = {
    "%": ("%", 1), "‰": ("%", 0.1), "个百分点": ("pp", 1), "百分点": ("pp", 1), "个基点": ("bp", 1),
    "基点": ("bp", 1), "bps": ("bp", 1), "bp": ("bp", 1), "BP": ("bp", 1), "个bp": ("bp", 1), "个BP": ("bp", 1),
    "倍": ("倍", 1), "成": ("%", 10),
}  # fmt: skip

_NOT_MONEY = "素宵旦件器组论勋朗桥氏曲"
_NOT_TENTH = "立功为员长都品本果熟交份型套效就人绩分"

_CHANGE = re.compile(
    r"(?:(?P<up>增长|增加|上升|提高|提升|上涨|上扬|上调|上浮|增|升|涨|激增|大增|劲增|飙升|涨幅|增幅|升幅|增速|多增)"
    r"|(?P<down>下降|减少|下滑|降低|下跌|回落|下调|下浮|缩减|萎缩|降|减|跌|挫|泻|大跌|骤降|跌幅|降幅|减幅|少增))"
    r"(?:了|约|近|超|逾|达|为|超过|大约|分别|高达|接近|幅度|率)?$"
)
_BASIS = re.compile(
    r"(?P<yoy>同比|(?:较|比|与)(?:上年|去年|前年)(?:同期|同月|同季)?(?!末|底)|年增|年减|按年|年成长|年升|年跌|年衰退)"
    r"|(?P<chain>环比)|(?P<mom>按月|月增|月减|(?:较|比)上(?:个)?月)|(?P<qoq>按季|季增|季减|(?:较|比)上(?:一|个)?季)"
    r"|(?P<ytd>(?:较|比)(?:年初|上年末|去年末|去年底|上年底))"
)
_COMPARED = re.compile(r"(?:同比|环比|按年|按月|按季|涨跌幅|增速)(?:约|为|:|：)?$")
_TOGETHER = re.compile(r"同比[、和及,/与]环比|环比[、和及,/与]同比|同、环比|同环比")
_BOUND_BEFORE = re.compile(
    r"(?:(?P<under>不足|不到|不超过|不高于|低于|至多|最多|不多于|少于)"
    r"|(?P<over>超|逾|超过|突破|不低于|不少于|至少|高于|多于|大于|破)|(?P<about>约|近|大约|约为|接近|将近|大概|估计))$"
)
_BOUND_AFTER = re.compile(r"(?P<over>以上|有余|之上)|(?P<under>以下|以内|之内)|(?P<about>左右|上下)")
_RANGE = re.compile(r" ?(?:-{1,2}|~|至|到) ?")
_SIGNS = frozenset("-+")
_SIGNED = re.compile(r"[比幅率跌涨速出入额润利为约达]$")
_ONE, _TENTH = Decimal(1), Decimal("0.1")
_PER = re.compile(
    r"(?:/|每|一)(平方米|平米|公斤|千瓦时|盎司|股|吨|斤|度|桶|亩|克|件|台|辆|人|年|月|日|天|小时|箱|瓶|张|份|户|套|坪|W|w|Wh|kWh)"
)


class _Unit(NamedTuple):
    name: str
    currency: str
    factor: Decimal
    end: int


@cache
def _unit_pattern() -> re.Pattern[str]:
    money = {w: code for code, words in _CURRENCIES.items() for w in words.split()} | dict.fromkeys(
        _CENTS, ""
    )
    words = sorted((*money, *_UNITS, *_RATIOS), key=len, reverse=True)
    alternatives = []
    for word in words:
        stop = _UNITS[word][1] if word in _UNITS else _NOT_TENTH if word == "成" else ""
        if word[-1].isascii() and word[-1].isalpha():
            alternatives.append(rf"{word}(?![A-Za-z])")
        else:
            alternatives.append(word + (f"(?![{stop}])" if stop else ""))
    plain = rf"[元圆](?![{_NOT_MONEY}])"
    return re.compile(rf" ?(?:个(?=标))?({'|'.join(alternatives)}|{plain}|块(?=[钱,，。；、]))")


@cache
def _units() -> dict[str, tuple[str, str | None, Decimal]]:
    """Word → (unit, currency, factor); a currency of ``None`` is the default one."""
    units: dict[str, tuple[str, str | None, Decimal]] = {w: ("", None, _ONE) for w in ("元", "圆", "块")}
    units |= {w: ("", code, _ONE) for code, words in _CURRENCIES.items() for w in words.split()}
    units |= {w: ("", code, _ONE / 100) for w, code in _CENTS.items()}
    units |= {w: (name, "", Decimal(str(factor))) for w, (name, factor) in _RATIOS.items()}
    return units | {w: (name, "", Decimal(factor)) for w, (name, _, factor) in _UNITS.items()}


@cache
def _start_pattern() -> re.Pattern[str]:
    """Numbers that something of interest follows or precedes; dates and codes are passed over."""
    follow = {w[0] for w in _units()} | set("万亿兆百千余多来个 -~至到") | set("tbmTBM")
    follows = f"(?=[{re.escape(''.join(sorted(follow)))}])"
    return re.compile(
        rf"(?:{ARABIC}){follows}|(?<=[$¥€£])(?:{ARABIC})|[{HAN_CHARACTERS}]+{follows}|(?<=分之)[{HAN_CHARACTERS}]+"
    )


def _read_unit(text: str, at: int, default: str) -> _Unit | None:
    match = _unit_pattern().match(text, at)
    if match is None:
        return None
    name, currency, factor = _units()[match[1]]
    return _Unit(name, default if currency is None else currency, factor, match.end())


def _prefix(text: str, at: int) -> tuple[str, str, int]:
    """Return (word, currency, start) of the currency written before ``at``; empty when there is none."""
    end = at - 1 if text[at - 1 : at] == " " else at
    if text[end - 1 : end] in _PREFIX_ENDS:
        for size in (4, 3, 2, 1):
            word = text[max(0, end - size) : end]
            if len(word) == size and word in _PREFIXES:
                return word, _PREFIXES[word], end - size
    return "", "", at


def _plausible(text: str, start: int, number: Number, unit: _Unit | None, prefix: str) -> bool:
    """Tell whether number and unit, each well formed, are meant as an amount."""
    before = text[start - 1 : start]
    if before == "第" or (not prefix and (before.isascii() and before.isalnum())) or before == ".":
        return False
    if unit is None:
        return prefix in _SYMBOLS or (bool(prefix) and number.scaled and not number.han)
    if number.han:
        if before in ("几", "数", "好", "上", "近") and text[start] in "十百千万亿":
            return False
        if unit.name == "%" or unit.name in ("pp", "bp", "倍"):
            return True
        if unit.currency and not number.scaled:
            return text[unit.end : unit.end + 1] in ("钱", "左", "以", "/") or unit.end - number.end > 1
        return number.scaled
    return True


def _change(text: str, start: int, sign: str) -> tuple[str, str]:
    """Return (direction, basis) from the clause before ``start``; empty strings when it says nothing."""
    window = text[max(0, start - 24) : start]
    clause = window[max(map(window.rfind, ",，。；;、\n:：(")) + 1 :]
    match = _CHANGE.search(clause)
    if match is None and not (sign and _COMPARED.search(clause)):
        return "", ""
    direction = ("up" if match["up"] else "down") if match else "down" if sign == "-" else "up"
    if "分别" in clause and _TOGETHER.search(window):
        return direction, ""
    bases = [m.lastgroup or "" for m in _BASIS.finditer(clause)]
    return direction, bases[-1] if bases else ""


def find_amounts(text: str, *, currency: str = "CNY") -> list[dict[str, Any]]:
    """Return the amounts of ``text`` in order, as described above.

    ``currency`` (ISO 4217) is what a bare 元 means; see ``CURRENCY_OF_REGION``.
    """
    twin, start = align(text), _start_pattern()
    found: list[dict[str, Any]] = []
    at = 0
    while match := start.search(twin, at):
        at = match.end()
        if amount := _amount_at(twin, match.start(), currency):
            begin, at = amount["span"]
            amount["text"] = text[begin:at]
            found.append(amount)
    return found


def _amount_at(text: str, start: int, default: str) -> dict[str, Any] | None:
    first = read_number(text, start)
    if first is None:
        return None
    word, prefix, begin = _prefix(text, start)
    default = prefix or default
    unit = _read_unit(text, first.end, default)
    low, high = first.value, first.high
    dash = _RANGE.match(text, unit.end if unit else first.end)
    second = read_number(text, dash.end()) if dash else None
    last = _read_unit(text, second.end, default) if second else None
    if (
        dash
        and second
        and last
        and (unit is None or (unit.name, unit.currency) == (last.name, last.currency))
    ):
        borrows = unit is None and second.scaled and not first.scaled
        for value in (low * second.scale if borrows else low, low):
            if value <= second.value:
                low, high, unit = value, second.value, last
                first = second if second.scaled else first
                break
        else:
            if unit and unit.name and "至" not in dash[0] and "到" not in dash[0]:  # 下滑90%-60%
                low, high, unit = second.value, low, last
    if not _plausible(text, start, first, unit, word):
        return _fraction(text, start, first)
    if unit is None:
        unit = _Unit("", prefix, _ONE, first.end)
    return _record(text, begin, unit.end, (low, high), unit, more=first.more)


def _fraction(text: str, start: int, number: Number) -> dict[str, Any] | None:
    """百分之三点五, 千分之二."""
    word = text[max(0, start - 3) : start]
    if word not in ("百分之", "千分之"):
        return None
    unit = _Unit("%", "", _ONE if word[0] == "百" else _TENTH, number.end)
    return _record(text, start - 3, number.end, (number.value, number.high), unit, more=number.more)


def _record(
    text: str, begin: int, end: int, values: tuple[Decimal, Decimal | None], unit: _Unit, *, more: bool
) -> dict[str, Any]:
    low, high = values[0] * unit.factor, values[1] and values[1] * unit.factor
    sign = text[begin - 1 : begin]
    if sign in _SIGNS and (
        not text[begin - 2 : begin - 1].isalnum() or _SIGNED.search(text, begin - 3, begin - 1)
    ):
        begin -= 1
    else:
        sign = ""
    direction, basis = _change(text, begin, sign)
    negative = sign == "-" or (direction == "down" and not sign)
    ends = sorted(float(-v if negative else v) for v in (low, high) if v is not None)
    record: dict[str, Any] = {"value": ends[0]}
    if len(ends) > 1:
        record["value_max"] = ends[1]
    record |= {"currency": unit.currency, "unit": unit.name}
    if unit.currency and (per := _PER.match(text, end)):
        record["per"], end = per[1], per.end()
    if direction:
        record["direction"] = direction
    if basis:
        record["basis"] = basis
    bound = "over" if more else ""
    if not bound and (
        match := _BOUND_BEFORE.search(text, max(0, begin - 4), begin) or _BOUND_AFTER.match(text, end)
    ):
        bound = match.lastgroup or ""
    if bound:
        record["bound"] = bound
    return record | {"text": "", "span": [begin, end]}
