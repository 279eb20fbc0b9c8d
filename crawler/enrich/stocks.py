"""Find listed securities: codes in brackets or bare, with exchange marks or without, and names.

``find_stocks`` returns one dictionary per mention:

============  ===================================================================================
``code``      six digits (SH, SZ, BJ), five (HK), four to six characters (TW, TWO), letters (US)
``exchange``  ``SH`` ``SZ`` ``BJ`` ``HK`` ``TW`` ``TWO`` ``US``
``name``      as the text gives it next to the code, else the table's short name, else empty
``kind``      ``stock``, ``fund``, ``bond`` or ``index``
``by``        ``code`` (a code stands there) or ``name`` (only the name)
``text``      as published
``span``      ``[start, end]`` of name and code together
============  ===================================================================================

A code without exchange mark must stand in brackets after a name, after 代码/代號, or beside its own
name; digits that are part of a date, a document number, a telephone number or an amount do not.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.enrich.aligned import Words, align, read_table

if TYPE_CHECKING:
    from collections.abc import Iterator


class _Security(NamedTuple):
    code: str
    exchange: str
    name: str
    """As ``align`` writes it."""
    kind: str
    shown: str = ""
    """As the exchange writes it."""


_HAN = "\u4e00-\u9fff"
_DIGITS = re.compile(
    r"(?<![\d.,])(?:\d{4,6}|\d{1,3}(?=[.]HK|[.]hk))(?![\d年月日元%万亿人个家吨股])(?![.,]\d)"
)
_BEFORE = re.compile(r"(?:(?<![A-Za-z./\d-])(SH|SZ|BJ|HK|TW|sh|sz|bj|hk|tw|Sh|Sz)[.:]? ?)$")
_AFTER = re.compile(r"(?:[.:,/-]| ?)(SH|SS|SZ|BJ|HK|TWO|TW|XSHG|XSHE|sh|ss|sz|bj|hk|two|tw)(?![A-Za-z])")
_LABEL = re.compile(
    r"(?:(?:股票|证券|股份|上市|港股|A股|H股|美股|基金|交易|公司)?(?:代码|代号|编号)(?:为|是)?[:： ]{0,2}|"
    r"(?P<hk>港交所|联交所|SEHK|HKEX|港股|H股)[:： ]{1,2}|(?P<a>上交所|深交所|北交所|沪市|深市|A股)[:： ]{1,2}|"
    r"(?P<tw>台股|TWSE|证交所|TPEx)[:： ]{1,2})$"
)
_TICKER = re.compile(r"(?<![A-Za-z0-9.])[A-Z]{1,5}(?![A-Za-z0-9])")
_US_BEFORE = re.compile(
    r"(?:NYSE|NASDAQ|Nasdaq|AMEX|纽交所|纳斯达克|纽约证券交易所|美股)(?:股票)?(?:代码|代号)?[:：][ ]?$"
)
_US_AFTER = re.compile(r"\.(?:US|NYSE|NASDAQ|OQ)(?![A-Za-z])")
_US_AFTER_IN_BRACKET = re.compile(r"\.[NO](?=[,，;；、)])")
_EXCHANGES = {"SS": "SH", "XSHG": "SH", "XSHE": "SZ"}
_QUOTES = '“”「」『』"《》'
_CLOSE = re.compile(r"[)\]】]")
_SEPARATOR = re.compile(r"[,，、;；/ 及和]{1,2}$")
_RUN = re.compile(rf"[{_HAN}A-Za-z0-9*·&-]{{1,30}}$")
_QUOTED = re.compile(r"[“「『\"《]([^“”「」『』\"《》()\n]{2,24})[”」』\"》]$")
_BOUNDARY = re.compile(
    r"(?:以及|包括|其中|例如|比如|旗下|控股股东|上市公司|子公司|公司|企业|龙头股?|巨头|股东|成份股|个股|概念股|券商|车企|药企|房企|"
    r"[由对将向从及与和为在是的被让据如给于跟同])"
)
_ADDRESS = re.compile(
    r"(?:[省市区县镇乡村路街号楼室座]|邮编|邮政编码|电话|传真|热线|编号|批号|区号|工号|订单|学号|密码|验证码|约|共)[:：]?$"
)
_GOES_ON = re.compile(
    r" ?[年月日号元%万亿千百个人件吨股点倍家名次天米度户亩项种多余届期平公立张辆台份]|-\d|[./:]\d"
)
_FUND_NAME = re.compile(r"(?:ETF|LOF|REITs?|基金|联接|QDII)[A-C]?$")
_FUND_TAIL = re.compile(r"(?:[\u4e00-\u9fff]{0,6}\d{2,4})?[\u4e00-\u9fff]{0,8}(?:ETF|LOF|REITs?)[A-C]?$")
_SHORT_NAME = re.compile(
    r"(?:S?\*?ST|[NC])[\u4e00-\u9fff]{2,4}[AB]?$|[A-Za-z]{1,6}[\u4e00-\u9fff]{1,4}$|[\u4e00-\u9fff]{2,4}[AB]$|[\u4e00-\u9fff]{2,4}$"
)
_BOND_NAME = re.compile(r"(?:转债|转\d|债)$")
_MARKET = re.compile(r"港股|港交所|联交所|恒生|恒指|\.HK|HK\.|港元")
_MARKS = re.compile(r"^(?:XD|XR|DR|[NC](?=[\u4e00-\u9fff])|\*?ST|S\*?ST)|(?:-(?:U|W|S|SW|UW|B)|[AB])$")

_RANGES = (
    (re.compile(r"60[0-5]\d{3}|68[89]\d{3}|900\d{3}"), "SH", "stock"),
    (re.compile(r"00[0-4]\d{3}|30[0-2]\d{3}|200\d{3}"), "SZ", "stock"),
    (re.compile(r"43\d{4}|8[378]\d{4}|92\d{4}"), "BJ", "stock"),
    (re.compile(r"5[01268]\d{4}"), "SH", "fund"),
    (re.compile(r"1[568]\d{4}"), "SZ", "fund"),
    (re.compile(r"11[0138]\d{3}"), "SH", "bond"),
    (re.compile(r"12[378]\d{3}"), "SZ", "bond"),
)


def _base(name: str) -> str:
    """Short name without its marks: *ST美丽 → 美丽, 万科A → 万科, 小米集团-W → 小米集团."""
    return _MARKS.sub("", _MARKS.sub("", name))


@cache
def _by_code() -> dict[str, list[_Security]]:
    table: dict[str, list[_Security]] = {}
    for row in (*read_table("stocks"), *read_table("stocks_by_hand")):
        code, exchange, name, kind = row
        table.setdefault(code, []).append(_Security(code, exchange, align(name), kind, name))
    return table


@cache
def _by_name() -> tuple[dict[str, _Security], Words]:
    """Names safe to take without a code → security, and what finds them."""
    names: dict[str, _Security] = {}
    risky = {align(row[0]) for row in read_table("stock_names_risky")}
    safe = {align(row[0]) for row in read_table("stock_names_safe")}
    for securities in _by_code().values():
        for security in securities:
            for name in {security.name, _base(security.name)}:
                long_enough = len(name) >= 4 and security.exchange in ("SH", "SZ", "HK")
                if security.kind == "stock" and (long_enough or name in safe) and name not in risky:
                    names.setdefault(name, security)
    return names, Words(names)


def _classify(code: str, exchange: str, run: str) -> _Security | None:
    """Return the security of a code; ``None`` when no exchange gives out such a code."""
    known = [s for s in _by_code().get(code, []) if not exchange or s.exchange == exchange]
    if exchange == "SH" and code.startswith("000"):
        return _Security(code, "SH", "", "index")
    if exchange == "SZ" and code.startswith("399"):
        return _Security(code, "SZ", "", "index")
    if known:
        return known[0]
    if exchange == "HK" and len(code) <= 5:
        padded = code.zfill(5)
        return next(
            (s for s in _by_code().get(padded, []) if s.exchange == "HK"),
            _Security(padded, "HK", "", "stock"),
        )
    if exchange in ("TW", "TWO") and 4 <= len(code) <= 6:
        return _Security(code, exchange, "", "stock")
    if len(code) != 6 or exchange == "HK":
        return None
    for pattern, where, kind in _RANGES:
        if pattern.fullmatch(code) and exchange in ("", where):
            if not exchange and kind == "fund" and not _FUND_NAME.search(run):
                return None
            if not exchange and kind == "bond" and not _BOND_NAME.search(run):
                return None
            return _Security(code, where, "", kind)
    return None


def _within(short: str, name: str) -> bool:
    """Tell whether ``short`` (2 to 6 characters) abbreviates ``name``: 汇控 of 汇丰控股."""
    rest = iter(name)
    return all(c in rest for c in short)


def _matches(run: str, name: str) -> bool:
    """Tell whether the text before a code ends with the security's name or a short form of it."""
    return bool(name) and (
        run.endswith((name, _base(name))) or any(_within(run[-n:], name) for n in (2, 3, 4) if len(run) >= n)
    )


def _name_before(text: str, end: int, name: str) -> tuple[int, int]:
    """Return (start, end) of the name that ends at ``end``; the two are equal when there is none."""
    quoted = _QUOTED.search(text, max(0, end - 28), end)
    if quoted:
        return quoted.start(), end
    match = _RUN.search(text, max(0, end - 30), end)
    if match is None:
        return end, end
    run = match[0]
    for known in (name, _base(name)):
        if known and run.endswith(known):
            start = end - len(known)
            mark = re.search(r"\*?ST$", text[max(0, start - 3) : start])
            return (start - len(mark[0]) if mark else start), end
    return end - len(_name_in(run, whole=match.start() > end - 30)), end


def _name_in(run: str, *, whole: bool) -> str:
    """Return the part of ``run``, text without punctuation before a code, that looks like a name.

    Mainland short names have two to four characters, marks apart; what exceeds them belongs to the
    sentence.  ``whole``: the run begins where a clause begins.
    """
    if fund := _FUND_TAIL.search(run):
        return fund[0]
    if run.endswith(("有限公司", "股份公司", "集团公司")):
        cuts = [m.end() for m in _BOUNDARY.finditer(run) if m.end() < len(run) - 6]
        return run[cuts[-1] :] if cuts else run
    if whole and len(run) <= 4:
        return run
    cuts = [m.end() for m in _BOUNDARY.finditer(run) if m.end() < len(run) - 1]
    tail = run[cuts[-1] :] if cuts else run
    if len(tail) <= 4 or (whole and not cuts and len(tail) <= 6):
        return tail
    match = _SHORT_NAME.search(tail)
    return match[0] if match else tail[-4:]


def find_stocks(text: str) -> list[dict[str, Any]]:
    """Return the securities mentioned in ``text``, in order of place, as described above."""
    twin = align(text)
    found = _find_codes(twin)
    found += _find_us(twin)
    found += _find_names(twin, found)
    for stock in found:
        start, end = stock["span"]
        stock["text"] = text[start:end]
        if stock["at"] is not None:
            stock["name"] = text[slice(*stock["at"])].strip(_QUOTES)
        del stock["at"]
    return sorted(found, key=lambda s: s["span"])


def _mention(security: _Security, by: str, span: list[int], at: tuple[int, int] | None) -> dict[str, Any]:
    return {
        "code": security.code,
        "exchange": security.exchange,
        "name": security.shown,
        "kind": security.kind,
        "by": by,
        "text": "",
        "span": span,
        "at": at,
    }


def _find_codes(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    hong_kong = bool(_MARKET.search(text))
    bracket = (-1, -1, -1)  # last accepted: end of its code, and its name's place
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        before = _BEFORE.search(text, max(0, start - 5), start)
        after = _AFTER.match(text, end)
        mark = after or before
        exchange = mark[1].upper() if mark else ""
        exchange = _EXCHANGES.get(exchange, exchange)
        head = before.start() if before else start
        tail = after.end() if after else end
        label = _LABEL.search(text, max(0, head - 12), head)
        if label:
            head = label.start()
            exchange = exchange or ("HK" if label["hk"] else "TW" if label["tw"] else "")
        opened = text[head - 1 : head] in ("(", "[", "【")
        follows = 0 <= bracket[0] <= head and _SEPARATOR.fullmatch(text, bracket[0], head) is not None
        if opened:
            name_end = head - 1
        elif follows:
            name_end = bracket[2]
        else:
            name_end = head
        run_match = _RUN.search(text, max(0, name_end - 30), name_end)
        quoted = _QUOTED.search(text, max(0, name_end - 28), name_end)
        run = quoted[1] if quoted else run_match[0] if run_match else ""
        security = _judge(
            text, match[0], (head, end), exchange, run, bool(label), opened or follows, hong_kong
        )
        if security is None:
            continue
        if opened or (not follows and _matches(run, security.name)):
            place = _name_before(text, name_end, security.name)
        elif follows:
            place = bracket[1], bracket[2]
        else:
            place = name_end, name_end
        span = [head, tail]
        if opened:
            closing = _CLOSE.match(text, tail)
            span = [min(place[0], head - 1), closing.end() if closing else tail]
        elif not follows and place[0] < place[1]:
            span = [place[0], tail]
        named = place if place[0] < place[1] else _name_after(text, tail, security.name)
        if named and named[0] >= tail:
            span[1] = named[1]
        found.append(_mention(security, "code", span, named))
        bracket = (tail, place[0], place[1]) if opened or follows else (-1, -1, -1)
    return found


def _name_after(text: str, at: int, name: str) -> tuple[int, int] | None:
    """600519 贵州茅台, 代码：600519 简称：贵州茅台."""
    label = re.compile(
        r"[ ,，;；、]{0,2}(?:股票|证券|公司)?(?:简称|名称)[:：为]? ?[“\"]?([\u4e00-\u9fffA-Za-z*]{2,8})"
    ).match(text, at)
    if label:
        return label.span(1)
    gap = 1 if text[at : at + 1] in (" ", "(", "\t") else 0
    if name and text.startswith(name, at + gap):
        return at + gap, at + gap + len(name)
    return None


def _judge(
    text: str,
    code: str,
    span: tuple[int, int],
    exchange: str,
    run: str,
    label: bool,
    bracket: bool,
    hong_kong: bool,  # noqa: FBT001
) -> _Security | None:
    """Decide whether digits are a code; see the module's text for the rule."""
    head, end = span
    explicit = bool(exchange)
    if not explicit and _GOES_ON.match(text, end):
        return None
    if not explicit and not label and re.search(r"[A-Za-z0-9.〔\-]$", text[max(0, head - 1) : head]):
        return None
    security = _classify(code, exchange, run)
    if explicit:
        return security
    if len(code) == 6:
        if security is None:
            return None
        if label or _matches(run, security.name) or _name_after(text, end, security.name):
            return security
        return security if bracket and len(run) >= 2 and not _ADDRESS.search(run) else None
    candidates = list(_by_code().get(code, []))
    if len(code) in (4, 5):
        candidates += [s for s in _by_code().get(code.zfill(5), []) if s not in candidates]
    for candidate in candidates:
        if (bracket and _matches(run, candidate.name)) or (
            label and not bracket and candidate.exchange != "HK"
        ):
            return candidate
        if len(code) == 4 and candidate.name and run.endswith(candidate.name) and len(candidate.name) >= 3:
            return candidate
    if label and candidates:
        return candidates[0]
    leading_zero = code.startswith("0") and len(code) in (4, 5)
    if bracket and hong_kong and len(run) >= 2 and not _ADDRESS.search(run):
        year = len(code) == 4 and code.startswith(("19", "20"))
        if leading_zero or (len(code) == 4 and not year):
            return _classify(code, "HK", run)
    return None


def _find_us(text: str) -> list[dict[str, Any]]:
    """Tickers after an exchange's name (NYSE：BABA) or with a suffix (BABA.US, 在括号里 TSLA.O)."""
    found = []
    for match in _TICKER.finditer(text):
        start, end = match.span()
        after = text[end : end + 1] == "." and (
            _US_AFTER.match(text, end)
            or (text[start - 1 : start] == "(" and _US_AFTER_IN_BRACKET.match(text, end))
        )
        label = text[start - 1 : start] in (":", "：", " ") and _US_BEFORE.search(
            text, max(0, start - 16), start
        )
        if not (after or label):
            continue
        start = label.start() if label else start
        end = after.end() if after else end
        opened = text[start - 1 : start] == "("
        bracket = text.rfind("(", max(0, start - 40), start)
        inside = bracket >= 0 and ")" not in text[bracket:start]
        place = _name_before(text, bracket, "") if inside else (start, start)
        span = [start, end]
        if opened:
            span = [min(place[0], start - 1), end + (text[end : end + 1] == ")")]
        security = _Security(match[0], "US", "", "stock")
        found.append(_mention(security, "code", span, place if place[0] < place[1] else None))
    return found


def _find_names(text: str, coded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names without a code: those of the table, and those this text itself gave a code."""
    table, finder = _by_name()
    places = [(at, len(name), table[name]) for at, name in finder.find(text)]
    for stock in coded:
        name = text[slice(*stock["at"])].strip(_QUOTES) if stock["at"] else ""
        if len(name) >= 3 and name not in table:
            security = _Security(stock["code"], stock["exchange"], name, stock["kind"])
            places += [(at, len(name), security) for at in _occurrences(text, name)]
    found, free = [], 0
    blocked = [False] * len(text) if places else []
    for stock in coded if places else []:
        start, end = stock["span"]
        blocked[start:end] = [True] * (end - start)
    for at, size, security in sorted(places, key=lambda p: (p[0], -p[1])):
        if at >= free and not blocked[at]:
            found.append(_mention(security, "name", [at, at + size], (at, at + size)))
            free = at + size
    return found


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
