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
_SITES = re.compile("网站|平台|app|应用|软件|程序|链接|域名|网址|账号")
_NOTICE = re.compile(
    "(?:违法|违规|非法|涉[赌诈黄案嫌]|赌博|诈骗|色情|淫秽|假冒|仿冒|山寨|钓鱼|不良)[^。!?;]{0,10}"
    f"(?:{_SITES.pattern})"
)
"""What an authority's notice is about …"""
_ACTED = re.compile("公布|通报|通告|公告|曝光|关停|关闭|查处|封停|封堵|下架|处置|取缔|名单|清单|核查|约谈")
"""… and what it does about it."""
_AUTHORITY = re.compile(
    "网信|公安|警方|网安|民警|检察|法院|监管|管理局|通信局|工信|举报中心|反诈|[省市县区]公布|通告|通报"
)
_LIST = re.compile("名单|清单|如下|下列|以下")
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

    So are those of an authority's notice, however little it says.
    A list stands between a sentence that announces it and one that tells of crimes again, or behind a colon.
    A message stands behind a colon, in a block of its own, or between quotation marks as a whole.  What is
    hidden, leads to other sites or is a row of links is shown by nobody.
    """
    notice = _is_notice(page)
    if not notice and not (page.is_report and _headline_tells(page)):
        return set()
    shown: set[int] = set()
    run: list[Unit] = []
    announced = led = False
    for unit in (u for u in page.units if u.field == "body"):
        if _tells(unit):
            if announced:
                shown.update(u.order for u in run if led or not u.sentences)
            run = []
            last = _last_sentence(unit.text)
            led = _leads_on(unit) or (notice and bool(_LIST.search(last) and _NOTICE.search(last)))
            announced = led or bool(_ANNOUNCES.search(last))
        elif _may_be_shown(unit):
            if _is_quoted(unit):
                shown.add(unit.order)
            run.append(unit)
    if led:  # what tells of crimes no more may begin anywhere behind a message
        shown.update(u.order for n, u in enumerate(run) if n == 0 or not u.sentences)
    return shown


def _is_notice(page: Page) -> bool:
    """Tell whether headline and sentences are an authority's notice about illegal sites, however short."""
    own = [u.text for u in page.units if u.field == "body" and (u.sentences or _leads_on(u))]
    head = next((u.text for u in page.units if u.field == "title"), own[0] if own else "")
    if not (_ACTED.search(head) and _SITES.search(head)):
        return False
    text = "\n".join([head, *own])
    return all(words.search(text) for words in (_NOTICE, _AUTHORITY, CRIME))


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
