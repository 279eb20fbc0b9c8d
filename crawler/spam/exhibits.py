"""What a report of crimes shows: the names on an authority's list of illegal sites, a swindler's message.

They read as spam does, and would be nothing else anywhere but there.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.spam.finding import CRIME, score

if TYPE_CHECKING:
    from crawler.spam.finding import Finding
    from crawler.spam.page import Page, Unit

_ANNOUNCES = re.compile("以下|如下|下列|名单|清单|名录|汇总|分别[是为]|包括|附[:表]")
"""What leads to a list, in the last sentence before it."""
_SAYS = re.compile("短信|消息|信息|内容|话术|原文|留言|邮件|广告|帖子?|号码|网站|平台|网址|域名")
"""What leads to a list or a message, in a line that ends in a colon; ``责任编辑:`` leads to neither."""
_ROW = re.compile(r"[|丨┃_]")
_PIECES = 2
"""Strokes in a line from which it is a row of links: offices number their lists, or set them in columns."""
_QUOTES = "“\"「『'‘"
_BLOCKQUOTE = re.compile("/blockquote(?:[.#/]|$)")
_MOST = score(0.85)
"""The score of what a person should look at."""


def spared(page: Page, findings: list[Finding]) -> list[Finding]:
    """Return the findings, those in what a report shows no more than flagged."""
    shown = exhibits(page) if findings else set()
    return [replace(f, score=min(f.score, _MOST)) if f.unit.order in shown else f for f in findings]


def exhibits(page: Page) -> set[int]:
    """Return which texts of an article that reports of crimes, from its headline on, are shown by it.

    A list stands between a sentence that announces it and one that tells of crimes again, or behind a colon.
    A message stands behind a colon, in a block of its own, or between quotation marks as a whole.  What is
    hidden, leads to other sites or is a row of links is shown by nobody.
    """
    if not page.is_report or not _headline_tells(page):
        return set()
    shown: set[int] = set()
    run: list[Unit] = []
    announced = led = False
    for unit in (u for u in page.units if u.field == "body"):
        if _tells(unit):
            if announced:
                shown.update(u.order for u in run if led or not u.sentences)
            run = []
            led = _leads_on(unit)
            announced = led or bool(_ANNOUNCES.search(_last_sentence(unit.text)))
        elif _may_be_shown(unit):
            if _is_quoted(unit):
                shown.add(unit.order)
            run.append(unit)
    if led:  # what tells of crimes no more may begin anywhere behind a message
        shown.update(u.order for n, u in enumerate(run) if n == 0 or not u.sentences)
    return shown


def _headline_tells(page: Page) -> bool:
    """Tell whether the headline, or the first text of a page without one, is about a crime."""
    head = next((u for u in page.units if u.field == "title"), page.units[0])
    return bool(CRIME.search(head.text))


def _tells(unit: Unit) -> bool:
    """Tell whether a text is the report's own: a sentence about crimes, or one that leads on to something."""
    return bool(unit.sentences and CRIME.search(unit.text)) or _leads_on(unit)


def _leads_on(unit: Unit) -> bool:
    """Tell whether a text ends in a colon, behind words for what follows it."""
    text = unit.text.rstrip()
    last = _last_sentence(text)
    return text.endswith(":") and any(words.search(last) for words in (_ANNOUNCES, _SAYS, CRIME))


def _last_sentence(text: str) -> str:
    return re.split("[。!?;]", text.rstrip(" 。!?;"))[-1]


def _may_be_shown(unit: Unit) -> bool:
    return not (unit.hidden or unit.leaves) and len(_ROW.findall(unit.text)) < _PIECES


def _is_quoted(unit: Unit) -> bool:
    """Tell whether all of a text is a quotation."""
    text = unit.text.strip()
    path = unit.source.path if unit.source is not None else ""
    return bool(_BLOCKQUOTE.search(path)) or (text[:1] in _QUOTES and text[-1:] in "”\"」』'’")
