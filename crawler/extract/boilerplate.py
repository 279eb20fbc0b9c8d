"""Furniture (boilerplate) marked before an element is chosen: by tag and name, lists of teasers, notices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.element_names import name_sign, names_picture, names_text
from crawler.extract.scoring import RUNNING
from crawler.extract.teasers import teasers

if TYPE_CHECKING:
    from crawler.extract.blocks import Node
    from crawler.extract.scoring import ScoredPage

_BAD_TAGS = frozenset(
    {"nav", "footer", "aside", "select", "button", "form", "option", "menu", "textarea", "noscript"}
)
_NEVER = re.compile(
    r"foot(?!note)|copyright|disclaim|shengming|friend_?link|comment|pinglun|cmm?ts?(?:$|[-_.#])|cookie|(?:^|[-_.#])consent(?:$|[-_.#])",
    re.IGNORECASE,
)
_NOTICE_HEADING = re.compile(
    r"\W*(?:[免责責]{2}|版[权權]|[郑鄭]重|特[别別]|重要|[风風][险險]提示及免[责責])(?:[声聲]明|[条條]款)\W*"
)
_MADE_SUMMARY = re.compile(
    r"\W*(?:AI|智能|机器)\S{0,4}(?:摘要|总结|總結|速[览覽]|[导導][读讀]|要[点點]|精[华華])\W*", re.IGNORECASE
)
_WORDS_OF_PICTURE = 120.0
_MOST = 0.5
"""What holds this share of the page's text is no furniture, whatever it is called (but see ``_NEVER``)."""


def mark(scored: ScoredPage) -> None:
    """Mark what is furniture by tag or name, unless it holds most of the page, and lists of teasers."""
    order = scored.page.all_nodes
    total = order[0].stats or 1.0
    bad = scored.bad
    around_title = set(scored.nodes[scored.title_index].chain()) if scored.title_index >= 0 else set()
    for node in order:
        if node.parent in bad:
            bad.add(node)
        elif node not in around_title and node.depth > 1:
            sign = name_sign(node)
            whole = _box_of(node, around_title).stats if sign == -1 else total
            if (sign < 0 or node.tag in _BAD_TAGS) and (
                node.stats < _MOST * whole or (sign == -3 and _NEVER.search(node.ident))
            ):
                bad.add(node)
    bad |= _picture_boxes(scored)
    items = teasers(scored, around_title)
    if items:
        for node in order:
            if node in items or node.parent in bad:
                bad.add(node)
    _mark_notices(scored)


def _box_of(node: Node, around_title: set[Node]) -> Node:
    """Return the element of whose text something with a doubtful name must hold most to be text.

    What is named for the text as well is measured against the text's own element (``articlelogin`` behind
    the first paragraph), or the headline's (``td-post-content td-pb-padding-side``), all else the page.
    """
    above = node.chain()[1:]
    if not names_text(node):
        return above[-1]
    named = (
        n for n in above if (n is above[0] if n in around_title else n.tag == "article" or name_sign(n) > 0)
    )
    return next(named, above[-1])


def _picture_boxes(scored: ScoredPage) -> set[Node]:
    """Return figures and boxes named for a picture, with one and a few words, where most text is not."""
    found = {
        node
        for node in scored.page.all_nodes
        if 0 < node.stats <= _WORDS_OF_PICTURE
        and (node.tag == "figure" or (node.ident and names_picture(node.ident)))
        and next(node.element.iter("img", "amp-img"), None) is not None
    }
    outermost = [n for n in found if n.parent not in found]
    total = scored.page.all_nodes[0].stats
    return found if sum(n.stats for n in outermost) < _MOST * total else set()


def _mark_notices(scored: ScoredPage) -> None:
    """Mark what follows a disclaimer's heading behind some text, or a machine's summary's, in its element."""
    seen = False
    headline = scored.nodes[scored.title_index] if scored.title_index >= 0 else None
    for i, (fragment, value) in enumerate(zip(scored.fragments, scored.worths, strict=True)):
        seen = seen or (value >= RUNNING and i > scored.title_index)
        if len(fragment.text) > 14:
            continue
        if seen and wording.heads_related(fragment.text):
            _mark_box(scored, i)
            continue
        notice = seen and _NOTICE_HEADING.fullmatch(fragment.text)
        if not notice and not (headline and _MADE_SUMMARY.fullmatch(fragment.text)):
            continue
        around: Node | None = scored.nodes[i]
        if around and not (i + 1 < len(scored.nodes) and scored.nodes[i + 1].lies_in(around)):
            around = around.parent
        if not around or not (notice or (headline and not headline.lies_in(around))):
            continue
        for node in scored.nodes[i:]:
            if not node.lies_in(around):
                break
            scored.bad.add(node)


def _mark_box(scored: ScoredPage, i: int) -> None:
    """Mark the box that a heading for related things opens: it alone, with what follows in its element."""
    around: Node | None = scored.nodes[i]
    if around and not (i + 1 < len(scored.nodes) and scored.nodes[i + 1].lies_in(around)):
        around = around.parent
    if not around or around.depth <= 1 or scored.nodes[i - 1].lies_in(around):
        return
    for node in scored.nodes[i:]:
        if not node.lies_in(around):
            return
        scored.bad.add(node)
