"""What a betting site offers goes with its name: bonus and sums in the rest of the clause and in the next."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME
from crawler.spam.vocabulary import name_ends
from crawler.spam.weighing import SURE_WORD, hits_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

_BONUS = (
    "首[存储充]|首次充值|[存充]送|返[水利点]|反水|红利|彩金|礼金|体验金|礼包|回馈|洗码|出金|上分|储值|充值|提[款现]|秒到|到账"
    r"|送\d|\d送\d|加赠|领[取]?\d|免费领|赔率|百家乐|老虎机|电子游艺|真人荷官|滚球|博彩"
)
"""What only a seller of betting promises."""
_NUMBER = r"[\d.,一二三四五六七八九十百千万亿]+"
_UP_TO = "最高|高达|可达|多达"
_AMOUNT = (
    rf"(?:{_UP_TO}|达到?|至|约|仅需|满|即享)?{_NUMBER}(?:[港美]?[元块点倍圆u%]|之{_NUMBER})?(?=[,;。!?]|$)"
)
_PART = re.compile(rf"(?:{_BONUS})(?:{_AMOUNT})?|(?:{_UP_TO}){_NUMBER}[港美]?[元块点倍圆u%]?")
"""A part of an offer, in the clause of the name."""
_FURTHER = re.compile(_BONUS)
_DEPOSIT = re.compile("首[存储充]|首次充值|体验金|彩金|洗码|反水|返水")
_SUM = re.compile(rf"{_NUMBER}(?:[港美]?[元块点倍圆u%]|$)")
_UNIT = re.compile(r"(?<=[\d一二三四五六七八九十百千万亿])[港美]?[元块圆](?=[,;。!?]|$)")
"""What follows a sum, in front of a clause's end."""
_DOUBTED, _SURE = 0.5, 0.85
"""Scores of what is flagged, and of what is plainly an offer."""
_END = re.compile("[,;。!?]")
_PLAINLY = 2
"""Parts of an offer in the rest of a clause by which any name before it is a seller's."""
_NEXT = 20
"""Characters of a further clause that is a part of the offer."""
_NEAR = 200
"""Characters around an offer in which words of crimes make it a report's."""
_SOLD = frozenset({"brand", "gambling"})


def whole(page: Page, findings: Sequence[Finding], cut: float) -> list[Finding]:
    """Return the findings; names and phrases of betting sites to cut from a sentence with all they offer.

    What was doubted is cut where it is a plain offer and the article does not report of such sites.
    """
    sure = [_sure(f) if _DOUBTED <= f.score < cut and _is_offer(page, f) else f for f in findings]
    return [_widened(f) if f.score >= cut and _is_in_sentence(f) else f for f in sure]


def _sure(f: Finding) -> Finding:
    return replace(f, score=_SURE, evidence=f"{f.evidence}; a bonus and its amount")


def _is_offer(page: Page, f: Finding) -> bool:
    """Tell whether a part of a sentence promises a bonus, says how much, and has sellers' words."""
    if not _is_in_sentence(f):
        return False
    text = f.unit.text[f.start : _stop(f.unit.text, f.end)]
    plain = len(_PART.findall(text)) >= _PLAINLY and _DEPOSIT.search(text) and _SUM.search(text)
    if not plain or not _is_sold(f) or page.is_report:
        return False
    return not CRIME.search(f.unit.text, max(0, f.start - _NEAR), f.end + _NEAR)


def _is_in_sentence(f: Finding) -> bool:
    unit = f.unit
    return unit.sentences > 0 and unit.field != "title" and (f.start, f.end) != (0, len(unit.text))


def _is_sold(f: Finding) -> bool:
    """Tell whether a part of a sentence names a betting site, or has one of their words."""
    unit = f.unit
    named = unit.text[f.start : f.end].endswith(name_ends())
    hits = hits_from(unit, f.start, f.end)
    return named or any(h.weight >= SURE_WORD and h.kind in _SOLD for h in hits)


def _widened(f: Finding) -> Finding:
    text, end = f.unit.text, f.end
    if text[end - 1] not in ",;。!?":
        end = unit.end() if (unit := _UNIT.match(text, end)) else end
        parts = [m.end() for m in _PART.finditer(text, end, _stop(text, end))]
        if not (_is_sold(f) or len(parts) >= _PLAINLY):
            return f
        end = parts[-1] if parts else end
    elif not _is_sold(f):
        return f
    while end < len(text) and (text[end] == "," or text[end - 1] == ","):
        begin = end + (text[end] == ",")
        stop = _stop(text, begin)
        if stop - begin > _NEXT or not _FURTHER.search(text, begin, stop):
            break
        end = stop
    if end == f.end:
        return f
    at_border = f.start == 0 or text[f.start - 1] in ",;。:!?"
    return replace(f, end=end + (at_border and text[end : end + 1] == ","))


def _stop(text: str, start: int) -> int:
    """Return where a clause ends, its sign left out."""
    m = _END.search(text, start)
    return m.start() if m else len(text)
