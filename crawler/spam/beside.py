"""What stands beside an advert's own line: the question it opens with, the number to call.

Alone they are nobody's; next to a line that is surely cut they are the seller's.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.spam.appeals import CONTACT, SURELY_OWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page, Unit

_OPENING = re.compile(
    r"\W*(?:您?还在|是不是|想要?|要|缺|急[需着用]|需要|手头|资金|没钱|钱不够|周转|借钱|找)[^。,;?!]{0,14}[?!]+\W*"
)
"""A question to whoever may be in need."""
_MOBILE = re.compile(r"(?<!\d)(?:09\d{2}-?\d{3}-?\d{3}|0800-?\d{3}-?\d{3}|1[3-9]\d{9})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(?:0\d{1,3}|[(]0\d{1,3}[)])[- ]?\d{3,4}-?\d{4}(?!\d)")
_SELLER = re.compile(
    "立案|合法|专员|放款|拨款|贷款|借款|当铺|当舖|免费|24h|24小时|先生|小姐|经理|包厢|上门|老师"
)
_CREDIT = re.compile("编辑|记者|作者|摄影|来源|供稿|审核|校对")
_BEHIND = re.compile(
    r"[,:、;( ]*(?:电话|专线|手机|请拨|洽|line|加?赖|id)*[: ]*"
    r"(?:09\d{2}-?\d{3}-?\d{3}|0800-?\d{3}-?\d{3}|1[3-9]\d{9})(?!\d)[)]?"
    r"|,?(?:微信|qq|抖音|百度|浏览器)搜索?[: “]*[^,。;!?]{2,16}(?=[,。;!?]|$)"
    r"|(?:首页|官网|平台|网站|入口)*(?:热烈)?欢迎(?:您|你)[^,。;!?]{0,8}[!。]?"
)
"""Where to call or look, and a welcome, right behind what is cut."""
_PIECE = re.compile(r"[^?!☆★※◎●■→|,;]+[?!]*")
_LONGEST, _ROW = 40, 80
"""Characters of a line beside, and of one of which parts are cut."""
_DOUBTED, _SURE = 0.5, 0.85
"""Scores of what is flagged, and of what is plainly an advert's."""
_SIGNS = 2
"""Signs at the end of a piece that is cut."""
_WHOLE = 0.95
"""Share of a line that is all of it."""


def taken_along(page: Page, findings: Sequence[Finding], cut: float) -> list[Finding]:
    """Return the findings, and beside those to cut what is plainly a part of the same advert."""
    found = [_with_both_ends(f) if f.score >= cut and f.unit.field != "title" else f for f in findings]
    gone = [f for f in found if f.score >= cut and f.unit.field == "body"]
    if not gone:
        return found
    found = [_sure(f) if f.score < cut and _is_doubted_number(f) else f for f in found]
    lines = [f for f in gone if "。" not in f.unit.text]
    return [*found, *_rests(lines), *_neighbours(page, lines), *_numbers(page, gone)]


def _with_both_ends(f: Finding) -> Finding:
    """Return what is cut with the question before it, and the number, search or welcome right behind it."""
    text = f.unit.text
    if (m := _BEHIND.match(text, f.end)) and not SURELY_OWN.search(text, f.start, m.end()):
        f = replace(f, end=m.end())
    begin = max(0, f.start - _LONGEST)
    asked = max(text.rfind(sign, begin, max(0, f.start - 1)) for sign in "。!?;,") + 1
    whole = asked > 0 or begin == 0  # what begins farther away is no question to the reader
    return replace(f, start=asked) if whole and _OPENING.fullmatch(text, asked, f.start) else f


def _is_doubted_number(f: Finding) -> bool:
    """Tell whether what was doubted is a line of the article that says whom to call for something sold."""
    return f.unit.field == "body" and f.score >= _DOUBTED and _is_whole(f) and _calls(f.unit, f.unit)


def _sure(f: Finding) -> Finding:
    return replace(f, score=_SURE, evidence=f"{f.evidence}; the page has an advert")


def _rests(gone: Sequence[Finding]) -> Iterator[Finding]:
    """Yield all of a line whose every piece that is not cut opens an advert or says whom to call."""
    of_line: dict[int, list[Finding]] = {}
    for f in gone:
        if not _is_whole(f):
            of_line.setdefault(f.unit.order, []).append(f)
    for found in of_line.values():
        text = found[0].unit.text
        if len(text) > _ROW:
            continue
        pieces = [m.span() for m in _PIECE.finditer(text) if any(map(str.isalnum, m[0]))]
        left = [(a, b) for a, b in pieces if not any(f.start <= a and b - _SIGNS <= f.end for f in found)]
        if left and all(_is_sellers(text[a:b]) for a, b in left):
            yield replace(max(found, key=lambda f: f.score), start=0, end=len(text))


def _neighbours(page: Page, gone: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the lines right before and after a line that is cut as a whole, as far as they are a seller's."""
    whole = {f.unit.order: f for f in gone if _is_whole(f)}
    for order, f in whole.items():
        for step in (-1, 1):
            at = order + step
            while 0 <= at < len(page.units) and at not in whole and _is_line(page.units[at], f.unit):
                unit = page.units[at]
                yield replace(f, unit=unit, start=0, end=len(unit.text))
                at += step


def _numbers(page: Page, gone: Sequence[Finding]) -> Iterator[Finding]:
    """Yield the lines that say whom to call, right behind a text in which a seller's words are cut."""
    for f in gone:
        after = page.units[f.unit.order + 1 : f.unit.order + 2]
        if after and _SELLER.search(f.unit.text, f.start, f.end) and _calls(after[0], f.unit):
            yield replace(f, unit=after[0], start=0, end=len(after[0].text))


def _calls(unit: Unit, beside: Unit) -> bool:
    """Tell whether a line says whom to call for something sold."""
    return _is_line(unit, beside) and bool(_MOBILE.search(unit.text) and _SELLER.search(unit.text))


def _is_line(unit: Unit, beside: Unit) -> bool:
    alike = unit.field == beside.field and len(unit.text) <= _LONGEST and "。" not in unit.text
    return alike and _is_sellers(unit.text)


def _is_sellers(text: str) -> bool:
    """Tell whether a piece opens an advert, or says whom to call for it."""
    if _OPENING.fullmatch(text):
        return True
    if SURELY_OWN.search(text) or _CREDIT.search(text):
        return False
    return bool(
        _MOBILE.search(text) or (_SELLER.search(text) and (_LANDLINE.search(text) or CONTACT.search(text)))
    )


def _is_whole(f: Finding) -> bool:
    return f.end - f.start >= _WHOLE * len(f.unit.text)
