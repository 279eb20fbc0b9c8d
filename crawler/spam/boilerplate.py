"""Firms that betting sites pretend to be: a brand, 有限公司, and what every factory says of itself.

The brand is found by others; what follows it to the end of such sentences was put there with it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.spam.finding import Finding
    from crawler.spam.page import Page

_FIRM = re.compile(r"[()\u4e00-\u9fff]{0,10}?有限(?:责任)?公司")
"""What makes a firm of a brand before it."""
_SAYS = re.compile(
    "是一[家间]|集研发|研发、?生产|设计、?生产|生产、?销售|[为于]一体|生产厂家|厂家|高新技术|现代化企业|占地面积|坐落[于在]"
    "|成立于|创[建立]于|始建于|技术力量|检测手段|生产设备|专业从事|产品远销|远销|畅销|求生存|求发展|质量第一|信誉至上"
    "|[用客]户至上|以人为本|诚信[经为]|新老[客顾]|来电|洽谈|莅临|惠顾|共创|携手|真诚合作|热忱|竭诚|精益求精"
)
"""What firms say of themselves."""
_APPEALS = re.compile("欢迎|来电|洽谈|莅临|惠顾|新老[客顾]|携手|共创|求生存|至上|热忱|竭诚")
"""What none says in news: a firm whose name a brand stands for is told of in other words."""
_ENOUGH = 2
"""Different such words of a sentence that says nothing else."""
_SENTENCE = re.compile("[^。!?]+[。!?]*")
_LONGEST, _MOST = 300, 40
"""Characters of a sentence that is one, and sentences of a text that are read on from a firm's name."""


def of_brands(page: Page, findings: Sequence[Finding], cut: float) -> list[Finding]:
    """Return the findings; brands to cut that such a firm's name begins with, with what it says of itself."""
    found = []
    told: set[int] = set()  # texts of the page that are some firm's as a whole
    for f in findings:
        firm = _FIRM.match(f.unit.text, f.end) if f.score >= cut and f.unit.field != "title" else None
        end = _end(f.unit.text, f.start, firm.end()) if firm else 0
        if not end:
            found.append(f)
            continue
        start = f.end - len(f.unit.text[f.start : f.end].lstrip("。!?;"))  # those end the sentence before
        whole = replace(f, start=start, end=end, kind="hidden_text" if f.unit.hidden else "spliced_story")
        whole = replace(whole, evidence=f"{f.evidence}; what a firm of that name says of itself")
        found.append(whole)
        if end == len(f.unit.text) and f.unit.order not in told:
            told.add(f.unit.order)
            found += _further(page, whole, told)
    return found


def _end(text: str, start: int, begun: int) -> int:
    """Return where a firm ends to speak of itself; 0 where it does not in the sentence with its name."""
    end = 0
    for m in islice(_SENTENCE.finditer(text, start), _MOST):
        if not _is_said(m[0]):
            break
        end = m.end()
    return end if end > begun and _APPEALS.search(text, start, end) else 0


def _further(page: Page, f: Finding, told: set[int]) -> Iterator[Finding]:
    """Yield the next texts in which the firm goes on and nobody else says a word; add them to ``told``."""
    for unit in page.units[f.unit.order + 1 :]:
        other = unit.order in told or unit.field != f.unit.field
        if other or not all(_is_said(m[0]) for m in _SENTENCE.finditer(unit.text)):
            return
        told.add(unit.order)
        yield replace(f, unit=unit, start=0, end=len(unit.text))


def _is_said(sentence: str) -> bool:
    return len(sentence) <= _LONGEST and len(set(_SAYS.findall(sentence))) >= _ENOUGH
