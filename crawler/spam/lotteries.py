"""Columns on lotteries, sports betting that a state allows, and racing: papers print odds and tips every day.

Their words are sellers' words.  Where an article is about nothing else, only what sells is cut from it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.spam.appeals import CONTACT
from crawler.spam.finding import SALE, score
from crawler.spam.vocabulary import name_ends
from crawler.spam.weighing import SURE_WORD, hits_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

_HELD_BY = (
    "运彩|运动彩券|台彩|彩券|大乐透|威力彩|今彩539|乐透|六合彩|马会|赛马|马匹|夜马|骑师|体彩|福彩|竞彩|双色球"
    "|排列[三五]|排[三五]|七星彩"
)
"""Lotteries and races, and who holds them."""
_TERMS = re.compile(
    rf"{_HELD_BY}|让分|让球|受让|过盘|盘口|赔率|串关|大小分|大分|小分|大细|和值|跨度|组六|组三|头奖|贰奖|彩迷|彩民|开奖"
    r"|开出|派彩|投注|多宝|独赢|庄家|明牌|追号|贴士|冷马|\d赔\d"
)
_OWN = re.compile(_HELD_BY)
_FEWEST, _PARAGRAPHS, _MOSTLY = 4, 2, 0.6
"""Different words, paragraphs with sentences, and the share of them with a word, that make a column."""
_SELLS = frozenset({"brand", "adult", "cta", "foreign"})
_MOST = score(0.85)
"""The score of what a person should look at."""


def spared(page: Page, findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings, those in such a column that sell nothing no more than flagged."""
    if not findings or not is_column(page):
        return list(findings)
    return [f if _sells(f) else replace(f, score=min(f.score, _MOST)) for f in findings]


def is_column(page: Page) -> bool:
    """Tell whether headline and paragraphs of an article are all about a lottery, odds or a race."""
    if not _OWN.search(page.text):
        return False
    head = next((u for u in page.units if u.field == "title"), page.units[0])
    prose = [u.text for u in page.units if u.field == "body" and u.sentences and u is not head]
    about = [set(_TERMS.findall(text)) for text in prose]
    told = sum(map(bool, about))
    return (
        bool(_TERMS.search(head.text))
        and told >= max(_PARAGRAPHS, _MOSTLY * len(prose))
        and len(set().union(*about)) >= _FEWEST
    )


def _sells(f: Finding) -> bool:
    """Tell whether a span sells: by a name, a call, a seller's words, where it stands; or is about else."""
    unit, text = f.unit, f.unit.text[f.start : f.end]
    if unit.hidden or unit.leaves or (unit.source is not None and unit.source.kind == "code"):
        return True
    if SALE.search(text) or CONTACT.search(text) or text.endswith(name_ends()) or not _TERMS.search(text):
        return True
    hits = hits_from(unit, f.start, f.end)
    words = ((unit.text[h.start - unit.start : h.end - unit.start], h) for h in hits)
    return any(h.kind in _SELLS or (h.weight >= SURE_WORD and not _TERMS.fullmatch(x)) for x, h in words)
