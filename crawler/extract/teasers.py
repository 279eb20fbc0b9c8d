"""Lists of teasers and cards: headlines and beginnings of other articles, beside or behind the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.scoring import HEADLINE

if TYPE_CHECKING:
    from collections.abc import Container

    from crawler.extract.blocks import Node
    from crawler.extract.scoring import ScoredPage

_COLUMN = 100.0
"""What the running text of an article's column is worth at least, when teasers stand beside it."""
_CARD = 100.0
"""What the text of a card that leads to another article is worth at most."""
_NEAR = 5
"""Blocks below a headline within which a digest begins."""
_READ_ON = re.compile(r"(?:详细|詳細|详情|詳情|更多|全文|阅读|閱讀|more)\W{0,4}$", re.IGNORECASE)


def teasers(scored: ScoredPage, around_title: set[Node]) -> set[Node]:
    """Return the items of lists of teasers: siblings that each hold a headline and a text.

    The headline is a link, or the list stands in another column than the title and its text.
    """
    texts: dict[Node, int] = {}
    for fragment, node, value in zip(scored.fragments, scored.nodes, scored.worths, strict=True):
        if value > 8 and fragment.link_chars <= 0.5 * len(fragment.text):
            _count_above(node, texts)
    linked: dict[Node, int] = {}
    headed: dict[Node, int] = {}
    for fragment, node, value in zip(scored.fragments, scored.nodes, scored.worths, strict=True):
        size, chars = len(fragment.text), fragment.link_chars
        if chars > 0.5 * size or (0 < chars <= 8 and _READ_ON.search(fragment.text)):
            _count_above(node, linked, texts)
        elif value <= 2 and 4 <= size <= HEADLINE:
            _count_above(node, headed, texts)
    items: dict[tuple[Node | None, str, str], list[Node]] = {}
    for node, count in texts.items():
        if count <= 3 and (node in linked or headed.get(node) == 1):
            items.setdefault((node.parent, node.tag, node.ident), []).append(node)
    columns: dict[Node | None, list[Node]] = {}
    for node in scored.page.all_nodes:
        if node.texts >= 2 and node.stats >= _COLUMN:
            columns.setdefault(node.parent, []).append(node)
    return {
        n
        for (parent, _, _), same in items.items()
        if len(same) >= 3
        and parent
        and not _is_digest(scored, same)
        and (
            (
                sum(n.stats for n in same) >= 0.6 * parent.stats
                and (sum(n in linked for n in same) >= 3 or _in_other_column(parent, around_title))
            )
            or _are_cards(scored, same, columns)
        )
        for n in same
    }


def _is_digest(scored: ScoredPage, same: list[Node]) -> bool:
    """Tell the paragraphs of a digest, each with 【详细】 behind it, right under headline and date."""
    title, first = scored.title_index, same[0].first
    between = scored.fragments[title + 1 : first]
    return (
        0 <= title < first <= title + _NEAR
        and all(n.tag == "p" and n.texts == 1 for n in same)
        and any(wording.is_info_bar(f.text) for f in between)
    )


def _are_cards(scored: ScoredPage, same: list[Node], columns: dict[Node | None, list[Node]]) -> bool:
    """Tell cards of other articles behind this one's text: each a headline and one short text.

    ``columns``: elements that may hold the article's text, by what is around them.
    """
    first = same[0]
    if not all(n.ident and n.texts == 1 and n.stats <= _CARD and n.tag != "section" for n in same):
        return False
    around = first.parent
    beside = (*columns.get(around, ()), *(columns.get(around.parent, ()) if around else ()))
    return any(
        scored.title_index < n.first < first.first and n.ident != first.ident and not first.lies_in(n)
        for n in beside
    )


def _count_above(node: Node, counts: dict[Node, int], among: Container[Node] | None = None) -> None:
    """Count something for a block and the three around it, those that are not ``among`` some left out."""
    up: Node | None = node
    for _ in range(4):
        if up is None:
            return
        if among is None or up in among:
            counts[up] = counts.get(up, 0) + 1
        up = up.parent


def _in_other_column(node: Node, around_title: set[Node]) -> bool:
    """Tell whether a block stands beside the one that holds both the title and running text."""
    while node.parent is not None and node.parent not in around_title:
        node = node.parent
    if node in around_title or node.parent is None:
        return False
    return any(n.parent is node.parent and n.texts >= 2 and n.stats >= _COLUMN for n in around_title)
