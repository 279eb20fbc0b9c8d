"""Where an article stands on its site: the "you are here" bar, and the section."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import title, wording
from crawler.extract.selectors import texts_in

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.blocks import Node, Page
    from crawler.extract.structured import Structured
    from crawler.items import Fragment

_BAR_PATH = re.compile(
    r"crumb|(?:^|[-_.#/])(?:position|dqwz|weizhi|dangqian|cur_?pos|navpath)(?:$|[-_.#/])", re.IGNORECASE
)
_BAR_LABEL = re.compile("breadcrumb|面包屑|麵包屑", re.IGNORECASE)
_SHORT_BAR = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[>＞»›]\s*[\u4e00-\u9fff]{2,8}\s*[>＞»›]?")
"""新聞 > 股市: without a word that says what it is, of two names."""
_WITHIN = 250
"""Fragments from the top among which the bar is looked for."""
_MOST = 8
_LONGEST = 60
_NO_PLACE = frozenset(
    """
    正文 首页 首頁 主页 主頁 文章 内文 內文 内容 內容 全文 本文 详情 詳情 文章详情 文章詳情 新闻详情 新聞詳情
    文章正文 新闻正文 查看内容 查看內容 文章内容 文章內容 内容详情 阅读 新聞內文 新闻内页 内页 home
    """.split()  # noqa: SIM905
)
_LABELLED = re.compile(
    r"(?:分[类類]|[栏欄]目|[频頻]道|版[块塊])\s*[:：]\s*([\u4e00-\u9fff·.、]{2,8})(?=$|[\s|｜])"
)
_PLACE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·.&、・]{2,12}")


def names_in_bar(text: str) -> list[str]:
    """Split a "you are here" line into its names, without the label and the page's own place."""
    text = re.sub(r"^[^:：>]{0,10}[:：]", "", text)
    names = (n.strip(" \u3000\xa0·") for n in re.split(r"\s*(?:>+|＞|»|›|→|\s-+\s|/|\|)\s*", text))
    return [n for n in names if n and n.lower() not in _NO_PLACE and len(n) <= 30]


def _names(fragment: Fragment, node: Node) -> list[str]:
    """Return the names of a bar's block; links set apart by a style sheet alone are names of their own."""
    pieces = [piece for text in texts_in(node.element) if (piece := text.strip())]
    if len(pieces) > 1 and "".join(pieces).replace(" ", "") == fragment.text.replace(" ", ""):
        return [name for piece in pieces for name in names_in_bar(piece)]
    return names_in_bar(fragment.text)


def breadcrumbs(page: Page, data: Structured) -> tuple[list[str], str]:
    """Return the names of a "you are here" bar, and where it was found."""
    if data.breadcrumbs:
        names = [n for n in data.breadcrumbs if n.lower() not in _NO_PLACE]
        return names, "json_ld"
    named: dict[Node, bool] = {}
    inside: list[str] = []
    for fragment, node in zip(page.fragments[:_WITHIN], page.nodes, strict=False):
        if fragment.hidden or node.tag == "title":
            continue
        text = fragment.text
        # A row of sections between bars is the menu
        bar = wording.is_breadcrumb(text) or (fragment.links and _SHORT_BAR.fullmatch(text))
        if bar and "|" not in text and (names := _names(fragment, node)):
            return names, "breadcrumb"
        if len(text) <= _LONGEST and _is_bar(node, named):
            inside += _names(fragment, node)
        elif inside:
            break
    return list(dict.fromkeys(inside))[:_MOST], "breadcrumb" if inside else ""


def _is_bar(node: Node, known: dict[Node, bool]) -> bool:
    """Tell a block in an element that is called a bar of this kind."""
    above: list[Node] = []  # no recursion: broken pages nest thousands deep
    up: Node | None = node
    while up is not None and up not in known:
        above.append(up)
        up = up.parent
    inside = up is not None and known[up]
    for one in reversed(above):
        inside = known[one] = inside or _is_called_bar(one)
    return inside


def _is_called_bar(node: Node) -> bool:
    label = f"{node.element.get('aria-label') or ''} {node.element.get('itemtype') or ''}"
    return bool(_BAR_PATH.search(node.ident)) or bool(_BAR_LABEL.search(label))


def find(
    data: Structured, crumbs: list[str], named: tuple[str, str], around: Iterable[str], document_title: str
) -> tuple[str, str]:
    """Return the section, and what told it: meta, bar, an element or label by the headline, the title.

    ``named``: what stands in an element beside the headline that is called a category, and its name.
    """
    found, where = data.first("article:section", "section", "channel", "og:article:section")
    if found:
        return found, where
    if crumbs:
        return crumbs[-1], "breadcrumbs"
    if _PLACE.fullmatch(named[0]):
        return named
    for line in around:
        if (labelled := _LABELLED.search(line)) and len(line) <= _LONGEST:
            return labelled[1], "line_by_title"
    tail = title.section_of(document_title)
    return tail, "title" if tail else ""
