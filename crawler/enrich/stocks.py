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
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.enrich.aligned import align
from crawler.enrich.securities import Security, by_code, by_name, classify, ends_with_name, unmarked
from crawler.text.quotes import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterator


_HAN = "\u4e00-\u9fff"
_DIGITS = re.compile("[0-9]+")
_SHORT_HK = re.compile(r"\.(?:HK|hk)")
_NO_CODE_AFTER = re.compile(r"[年月日元%万亿人个家吨股]|[.,][0-9]")
_BEFORE = re.compile(r"(?:(?<![A-Za-z./\d-])(SH|SZ|BJ|HK|TW|sh|sz|bj|hk|tw|Sh|Sz)[.:]? ?)$")
_AFTER = re.compile(r"(?:[.:,/-]| ?)(SH|SS|SZ|BJ|HK|TWO|TW|XSHG|XSHE|sh|ss|sz|bj|hk|two|tw)(?![A-Za-z])")
_LABEL = re.compile(
    r"(?:(?:股票|证券|股份|上市|港股|A股|H股|美股|基金|交易|公司)?(?:代码|代号|编号)(?:为|是)?[:： ]{0,2}|"
    r"(?P<hk>港交所|联交所|SEHK|HKEX|港股|H股)[:： ]{1,2}|(?:上交所|深交所|北交所|沪市|深市|A股)[:： ]{1,2}|"
    r"(?P<tw>台股|TWSE|证交所|TPEx)[:： ]{1,2})$"
)
_LATIN = re.compile("[A-Za-z0-9]")
_TICKER = re.compile("[A-Z]+")
_US_BEFORE = re.compile(
    r"(?:NYSE|NASDAQ|Nasdaq|AMEX|纽交所|纳斯达克|纽约证券交易所|美股)(?:股票)?(?:代码|代号)?[:：][ ]?$"
)
_US_AFTER = re.compile(r"\.(?:US|NYSE|NASDAQ|OQ)(?![A-Za-z])")
_US_AFTER_IN_BRACKET = re.compile(r"\.[NO](?=[,，;；、)])")
_NAME_LABEL = re.compile(
    r"[ ,，;；、]{0,2}(?:股票|证券|公司)?(?:简称|名称)[:：为]? ?[“\"]?([\u4e00-\u9fffA-Za-z*]{2,8})"
)
_SCHOOL = re.compile(r"大学|学院|职业技术|研究院")
_COMMODITY = re.compile(r"中国石油(?=对外|依存|需求|消费|进口|产量|储量|资源)")
_CREDIT = re.compile(r"(?:来源|供图|图片|图)[:：/ ]{1,2}$")
_GLUED = re.compile(r"[A-Za-z0-9.〔\-]")
_EXCHANGES = {"SS": "SH", "XSHG": "SH", "XSHE": "SZ"}
_AROUND = f"{QUOTES}《》"
_CLOSE = re.compile(r"[)\]】]")
_SEPARATOR = re.compile(r"[,，、;；/ 及和]{1,2}$")
_RUN = re.compile(rf"(?:(?!丨)[{_HAN}A-Za-z0-9*·&-]){{1,30}}$")  # 丨, a Han character, parts 异动丨舜宇光学
_QUOTED = re.compile(r"[“「『\"《]([^“”「」『』\"《》()\n]{2,24})[”」』\"》]$")
_BOUNDARY = re.compile(
    r"(?:以及|包括|其中|例如|比如|旗下|控股股东|上市公司|子公司|公司|企业|龙头股?|巨头|股东|成份股|个股|概念股|券商|车企|药企|房企|"
    r"维持|下调|上调|首予|调低|调高|相信|预期|重申|看好|遭|减持|增持|抛售|收购|出售|辞职|[由对将向从及与和为在是的被让据如给于跟同])"
)
_ADDRESS = re.compile(
    r"(?:[省市区县镇乡村路街号楼室座]|邮编|邮政编码|电话|传真|热线|编号|批号|区号|工号|订单|学号|密码|验证码|约|共)[:：]?$"
)
_GOES_ON = re.compile(
    r" ?[年月日号元%万亿千百个人件吨股点倍家名次天米度户亩项种多余届期平公立张辆台份]|-\d|[./:]\d"
)
_FUND_TAIL = re.compile(r"(?:[\u4e00-\u9fff]{0,6}\d{2,4})?[\u4e00-\u9fff]{0,8}(?:ETF|LOF|REITs?)[A-C]?$")
_SHORT_NAME = re.compile(
    r"(?:S?\*?ST|[NC])[\u4e00-\u9fff]{2,4}[AB]?$|[A-Za-z]+(?:[\u4e00-\u9fff]{1,4})?$|[\u4e00-\u9fff]{2,4}[AB]$|[\u4e00-\u9fff]{2,4}$"
)
_LONG_NAME = re.compile(
    r"(?:集团|控股|国际|投资|管理|实业|科技|发展|能源|资源|医疗|教育|环球|服务|网络|物业|地产|置业)$"
)
"""How the names end that Hong Kong lists in full: 医思健康服务集团."""
_LONGEST_NAME = 10
_WHEN = re.compile(
    r"^(?:\d{1,2}月\d{1,2}日|今日|昨日|今早|昨晚|早盘|午后|盘中|近日|日前|港股|其中|另外|此外)+"
)
_MARKET = re.compile(r"港股|港交所|联交所|恒生|恒指|\.HK|HK\.|港元")


def _name_before(text: str, end: int, security: Security) -> tuple[int, int]:
    """Return (start, end) of the name that ends at ``end``; the two are equal when there is none."""
    name = security.name
    quoted = _QUOTED.search(text, max(0, end - 28), end)
    if quoted:
        return quoted.start(), end
    match = _RUN.search(text, max(0, end - 30), end)
    if match is None:
        return end, end
    run = match[0]
    for known in (name, unmarked(name)):
        if known and run.endswith(known):
            start = end - len(known)
            mark = re.search(r"\*?ST$", text[max(0, start - 3) : start])
            return (start - len(mark[0]) if mark else start), end
    full = security.exchange == "HK"
    return end - len(_name_in(run, whole=match.start() > end - 30, full=full)), end


def _name_in(run: str, *, whole: bool, full: bool) -> str:
    """Return the part of ``run``, text without punctuation before a code, that looks like a name.

    Mainland short names have two to four characters, marks apart; what exceeds them belongs to the
    sentence.  ``whole``: the run begins where a clause begins.  ``full``: an exchange of long names.
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
    if full and len(long := _WHEN.sub("", tail)) <= _LONGEST_NAME and _LONG_NAME.search(long):
        return long
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
            stock["name"] = text[slice(*stock["at"])].strip(_AROUND)
        del stock["at"]
    return sorted(found, key=lambda s: s["span"])


def _mention(security: Security, by: str, span: list[int], at: tuple[int, int] | None) -> dict[str, Any]:
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


class _Token(NamedTuple):
    """Digits that may be a code, and what stands around them."""

    code: str
    exchange: str
    """As marked (SH, .HK, 港交所：), else empty."""
    labelled: bool
    """After 代码, 代號 and the like."""
    opened: bool
    """Right after an opening bracket."""
    follows: bool
    """After another code in the same bracket."""
    head: int
    """Where mark and label begin."""
    end: int
    """Where the digits end."""
    tail: int
    """Where the mark ends."""
    name_end: int
    run: str
    """The text that ends there, without punctuation: the name is its last part."""


def _token(text: str, match: re.Match[str], last: tuple[int, int, int]) -> _Token:
    """Read what is around the digits; ``last``: end of the bracket's code before, and its name's place."""
    start, end = match.span()
    before = _BEFORE.search(text, max(0, start - 5), start)
    after = _AFTER.match(text, end)
    head = before.start() if before else start
    label = _LABEL.search(text, max(0, head - 12), head)
    exchange = next((m[1].upper() for m in (after, before) if m), "")
    if label:
        head = label.start()
        exchange = exchange or ("HK" if label["hk"] else "TW" if label["tw"] else "")
    opened = text[head - 1 : head] in ("(", "[", "【")
    follows = not opened and 0 <= last[0] <= head and bool(_SEPARATOR.fullmatch(text, last[0], head))
    name_end = head - 1 if opened else last[2] if follows else head
    quoted = _QUOTED.search(text, max(0, name_end - 28), name_end)
    run = _RUN.search(text, max(0, name_end - 30), name_end)
    return _Token(
        match[0],
        _EXCHANGES.get(exchange, exchange),
        bool(label),
        opened,
        follows,
        head,
        end,
        after.end() if after else end,
        name_end,
        quoted[1] if quoted else run[0] if run else "",
    )


def _find_codes(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    hong_kong = bool(_MARKET.search(text))
    last = (-1, -1, -1)
    for match in _DIGITS.finditer(text):
        if not _has_form(text, *match.span()):
            continue
        token = _token(text, match, last)
        security = _judge(text, token, hong_kong=hong_kong)
        if security is None:
            continue
        place = token.name_end, token.name_end
        if token.follows:
            place = last[1], last[2]
        elif token.opened or ends_with_name(token.run, security.name):
            place = _name_before(text, token.name_end, security)
        named = place if place[0] < place[1] else _name_after(text, token.tail, security.name)
        found.append(_mention(security, "code", _code_span(text, token, place, named), named))
        last = (token.tail, *place) if token.opened or token.follows else (-1, -1, -1)
    return found


def _has_form(text: str, start: int, end: int) -> bool:
    """Tell whether a run of digits may be a code at all: of the right length, no decimal, no date."""
    if not 4 <= end - start <= 6 and not (end - start < 4 and _SHORT_HK.match(text, end)):
        return False
    before = text[start - 1 : start]
    return (
        before != ","
        and not (before == "." and text[start - 2 : start - 1].isdigit())
        and not _NO_CODE_AFTER.match(text, end)
    )


def _code_span(text: str, token: _Token, place: tuple[int, int], named: tuple[int, int] | None) -> list[int]:
    """Return the span of name, bracket and code together."""
    start, end = token.head, token.tail
    if token.opened:
        start = min(place[0], token.head - 1)
        end += bool(_CLOSE.match(text, end))
    elif not token.follows and place[0] < place[1]:
        start = place[0]
    return [start, max(end, named[1] if named else end)]


def _name_after(text: str, at: int, name: str) -> tuple[int, int] | None:
    """600519 贵州茅台, 代码：600519 简称：贵州茅台."""
    if label := _NAME_LABEL.match(text, at):
        return label.span(1)
    gap = text[at : at + 1] in (" ", "(", "\t")
    if name and text.startswith(name, at + gap):
        return at + gap, at + gap + len(name)
    return None


def _judge(text: str, token: _Token, *, hong_kong: bool) -> Security | None:
    """Decide whether digits are a code; see the module's text for the rule."""
    if token.exchange:
        return classify(token.code, token.exchange, token.run)
    glued = not token.labelled and _GLUED.match(text, token.head - 1)
    if glued or _GOES_ON.match(text, token.end):
        return None
    bracketed = (token.opened or token.follows) and len(token.run) >= 2 and not _ADDRESS.search(token.run)
    if len(token.code) == 6 and (security := classify(token.code, "", token.run)):
        beside = ends_with_name(token.run, security.name) or _name_after(text, token.end, security.name)
        return security if token.labelled or bracketed or beside else None
    return _judge_short(token, bracketed=bracketed, hong_kong=hong_kong)


def _judge_short(token: _Token, *, bracketed: bool, hong_kong: bool) -> Security | None:
    """Codes of four and five digits (Taiwan, Hong Kong) could be years and sums: the name must fit."""
    candidates = [*by_code().get(token.code, []), *by_code().get(token.code.zfill(5), [])]
    for candidate in candidates:
        written_out = len(candidate.name) >= 3 and token.run.endswith(candidate.name)
        if (bracketed and ends_with_name(token.run, candidate.name)) or written_out or token.labelled:
            return candidate
    year = len(token.code) == 4 and token.code.startswith(("19", "20"))
    if bracketed and hong_kong and (token.code.startswith("0") or (len(token.code) == 4 and not year)):
        return classify(token.code, "HK", token.run)
    return None


def _find_us(text: str) -> list[dict[str, Any]]:
    """Tickers after an exchange's name (NYSE：BABA) or with a suffix (BABA.US, in brackets TSLA.O)."""
    found = []
    for match in _TICKER.finditer(text):
        start, end = match.span()
        around = text[start - 1 : start] + text[end : end + 1]
        if end - start > 5 or around[:1] == "." or _LATIN.search(around):
            continue
        after = label = None
        if text[end : end + 1] == ".":
            bracketed = text[start - 1 : start] == "("
            after = _US_AFTER.match(text, end) or (bracketed and _US_AFTER_IN_BRACKET.match(text, end))
        elif text[start - 1 : start] in (":", "：", " "):
            label = _US_BEFORE.search(text, max(0, start - 16), start)
        if not (after or label):
            continue
        start, end = label.start() if label else start, after.end() if after else end
        bracket = text.rfind("(", max(0, start - 40), start)
        inside = bracket >= 0 and ")" not in text[bracket:start]
        security = Security(match[0], "US", "", "stock")
        place = _name_before(text, bracket, security) if inside else (start, start)
        span = [start, end]
        if inside and bracket == start - 1:
            span = [min(place[0], bracket), end + (text[end : end + 1] == ")")]
        found.append(_mention(security, "code", span, place if place[0] < place[1] else None))
    return found


def _find_names(text: str, coded: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Names without a code: those of the table, and those this text itself gave a code."""
    table, finder = by_name()
    places = [(at, len(name), table[name]) for at, name in finder.find(text)]
    local: dict[str, Security] = {}
    for stock in coded:
        name = text[slice(*stock["at"])].strip(_AROUND) if stock["at"] else ""
        if len(name) >= 3 and name not in table and not name.isdigit():
            local[name] = Security(stock["code"], stock["exchange"], name, stock["kind"])
    for name, security in local.items():
        places += [(at, len(name), security) for at in _occurrences(text, name)]
    found, free = [], 0
    blocked = [False] * len(text) if places else []
    for stock in coded if places else []:
        start, end = stock["span"]
        blocked[start:end] = [True] * (end - start)
    for at, size, security in sorted(places, key=lambda p: (p[0], -p[1])):
        if at >= free and not blocked[at] and not _is_other(text, at, at + size):
            found.append(_mention(security, "name", [at, at + size], (at, at + size)))
            free = at + size
    return found


def _is_other(text: str, start: int, end: int) -> bool:
    """Tell whether a name is part of a school's (中国石油大学), China's oil or a mere credit (来源：…)."""
    if _COMMODITY.match(text, start):
        return True
    return bool(_SCHOOL.match(text, end) or _CREDIT.search(text, max(0, start - 6), start))


def _occurrences(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)
