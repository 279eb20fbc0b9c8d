"""Which blocks of a page are the article: the generic path, for sites nobody described.

Every block gets a worth: running text counts for, link lists and furniture against.  The element whose
blocks are worth most together holds the article; inside it, lines that are furniture by their wording or
place are taken out again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extract import wording

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.items import Fragment

_GOOD_NAME = re.compile(
    r"article|content|detail|main[-_]?text|artibody|newstext|news[-_]?text|post[-_]?body|entry|story|text[-_]?body|zoom|trs_editor|neirong|zhengwen|nr\b|txt|rich[-_]?text|editor|founder|pgcontent|cont\b|con_txt",
    re.IGNORECASE,
)
_BAD_NAME = re.compile(
    r"comment|pinglun|relat|xgyd|xiangguan|share|fenxiang|recommend|tuijian|foot|copyright|side|nav|menu|header|crumb|hot|rank|paihang|login|breadcrumb|tag[s_-]|keyword|advert|\bad[-_]|gg\b|guanggao|banner|toolbar|tool|qrcode|ewm|popup|dialog|modal|pager|pagination|next|prev|list\b|more|friend|links?\b|subscribe|disclaim|shengming|statement|editor-?info|zebian|zrbj|report|feedback",
    re.IGNORECASE,
)
_BAD_TAGS = frozenset(
    [
        "nav",
        "footer",
        "aside",
        "select",
        "button",
        "form",
        "option",
        "header",
        "menu",
        "textarea",
        "noscript",
        "template",
    ]
)


@dataclass(slots=True)
class Choice:
    """The blocks taken for the article."""

    container: Node | None
    indexes: list[int]
    confidence: float


_names: dict[str, int] = {}


def name_sign(node: Node) -> int:
    """Return +1 for ids and classes that say article, -1 for furniture, 0 for neither."""
    ident = node.ident
    if not ident:
        return 0
    sign = _names.get(ident)
    if sign is None:
        sign = -1 if _BAD_NAME.search(ident) else 1 if _GOOD_NAME.search(ident) else 0
        if len(_names) < 20_000:
            _names[ident] = sign
    return sign


def worth(fragment: Fragment, node: Node) -> float:
    """Return what a block says for (positive) or against (negative) an article around it, in characters."""
    text = fragment.text
    length = len(text)
    own = length - fragment.link_chars
    marks = len(wording.PUNCTUATION.findall(text))
    if fragment.link_chars > 0.5 * length:
        return -10.0 - 0.5 * min(length, 60)
    if wording.is_control(text) or wording.is_breadcrumb(text):
        return -10.0
    if wording.is_notice(text):
        return -15.0
    if wording.RELATED_HEADING.match(text) and length < 20:
        return -30.0
    if marks:
        return min(own, 400) * min(1.0, 0.4 + 0.15 * marks)
    return 2.0 if own >= 12 else 0.0


def choose(page: Page, title_index: int, *, hidden: bool = False) -> Choice:
    """Choose the article's blocks.  ``hidden``: also look at what the page hides."""
    fragments, nodes = page.fragments, page.nodes
    if not fragments:
        return Choice(None, [], 0.0)
    worths: list[float] = []
    for fragment, node in zip(fragments, nodes, strict=True):
        if fragment.hidden and not hidden:
            worths.append(0.0)
            continue
        value = worth(fragment, node)
        if fragment.index < title_index and value > 0:
            value *= 0.2
        worths.append(value)
    for node in page.all_nodes:
        node.stats = 0.0
    for value, node in zip(worths, nodes, strict=True):
        node.stats += value
    order = page.all_nodes
    for node in reversed(order):
        if node.tag in _BAD_TAGS or name_sign(node) < 0:
            node.stats = min(node.stats, 0.3 * node.stats)
        parent = node.parent
        if parent is not None:
            # A branch that is worth nothing in sum costs its parent a little, never all it has.
            parent.stats += node.stats if node.stats > 0 else max(node.stats, -150.0)
    best = max(order, key=lambda n: n.stats * (1.0 + 0.1 * (name_sign(n) > 0)))
    if best.stats <= 0:
        return Choice(None, [], 0.0)
    # The outermost element that adds nothing but furniture is too much; the innermost that keeps
    # nearly all is enough.
    narrowed = True
    while narrowed:
        narrowed = False
        for node in order:
            if node.parent is best and node.stats >= 0.97 * best.stats:
                best = node
                narrowed = True
                break
    chosen = [
        i for i, node in enumerate(nodes) if (hidden or not fragments[i].hidden) and best in node.chain()
    ]
    chosen = _trim(chosen, fragments, nodes, worths, best, title_index)
    chars = sum(len(fragments[i].text) for i in chosen)
    everything = sum(max(w, 0.0) for w in worths) or 1.0
    inside = sum(max(worths[i], 0.0) for i in chosen)
    confidence = min(1.0, inside / everything) * min(1.0, 0.3 + chars / 400)
    return Choice(best, chosen, round(confidence, 3))


def _trim(
    chosen: list[int],
    fragments: list[Fragment],
    nodes: list[Node],
    worths: list[float],
    container: Node,
    title_index: int,
) -> list[int]:
    """Take out furniture inside the container and what stands before the text or after its end."""
    kept = []
    texts = 0.0
    total = sum(max(worths[i], 0.0) for i in chosen)
    for i in chosen:
        fragment, node = fragments[i], nodes[i]
        text = fragment.text
        if i <= title_index and title_index - i < 40:
            continue
        branch: Node | None = node
        bad = False
        while branch is not None and branch is not container:
            if branch.tag in _BAD_TAGS or name_sign(branch) < 0:
                bad = True
            branch = branch.parent
        if bad and worths[i] < 60:
            continue
        if wording.RELATED_HEADING.match(text) and len(text) <= 20 and texts > 0.6 * total:
            break
        if worths[i] < 0:
            continue
        if fragment.kind == "caption" or wording.is_editor_line(text) or wording.is_credit_line(text):
            continue
        texts += max(worths[i], 0.0)
        kept.append(i)
    return kept
