"""Where the text ends inside the element that holds it, and other things begin."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.anchor import DATE_LINE
from crawler.extract.element_names import name_sign, names_text
from crawler.extract.scoring import HEADLINE, RUNNING

if TYPE_CHECKING:
    from crawler.extract.blocks import Node
    from crawler.extract.scoring import ScoredPage
    from crawler.items import Fragment

_GAP = 80.0
"""What link lists and buttons speak against a text that other things may stand behind."""
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:$|[?#])", re.IGNORECASE)
_DATES = 2
"""Lines of a date that tell a list of other things."""
_REST = 150
"""What the running text behind a prompt to pay is worth at most where the text ends with it."""
_PROMOTION = 80.0
"""What running text behind the line of the editors is worth at most that only leads elsewhere."""
_PROMPT = 60
"""Characters of a prompt to pay at most."""
_PARAGRAPHS = frozenset({"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "section"})


def ends_here(scored: ScoredPage, inside: list[int], i: int, seen: float) -> bool:
    """Tell what stands over comments, and editors or a prompt to pay with hardly any text behind them."""
    text = scored.fragments[i].text
    if len(text) <= 80 and wording.heads_comments(text):
        return True
    edited = scored.anchor >= 0 and wording.is_editor_line(text)
    if not edited and (
        scored.worths[i] >= 0
        or len(text) > _PROMPT
        or not (wording.is_paywall(text) or wording.heads_login(text))
    ):
        return False
    rest = [j for j in inside if j > i and scored.runs(j)]
    if edited and any(_places(scored, j) & _places(scored, scored.anchor) for j in rest):
        return False
    return sum(scored.worths[j] for j in rest) < (_PROMOTION if edited else min(0.5 * seen, _REST))


def next_article(scored: ScoredPage, inside: list[int]) -> int:
    """Return where a second article begins in the container: a headline like the first, with a date below."""

    def signature(i: int) -> tuple[str, ...]:
        node = scored.nodes[i]
        up = node.parent
        # An h1 is a headline whatever is around it: article.current, article.next
        around = (up.tag, "" if node.tag == "h1" else up.ident) if up else ()
        return (node.tag, node.ident, *around)

    def dated(i: int) -> bool:
        near = scored.fragments[i + 1 : i + 4]
        return any(len(f.text) < 90 and DATE_LINE.search(f.text) for f in near)

    first: tuple[str, ...] = ()
    if scored.title_index >= 0 and scored.nodes[scored.title_index].tag != "title":
        first = signature(scored.title_index)
    seen = 0.0
    for i in inside:
        if i <= scored.title_index:
            continue
        node, text = scored.nodes[i], scored.fragments[i].text
        if (
            4 <= len(text) <= 80
            and scored.worths[i] < 60
            and not scored.fragments[i].link_chars > 0.9 * len(text)
        ):
            own = signature(i)
            if own == first and seen > 30 and dated(i):
                return i
            if (
                not first
                and not seen
                and (node.tag in {"h1", "h2"} or "title" in node.ident.lower())
                and dated(i)
            ):
                first = own
                continue
        seen += max(scored.worths[i], 0.0)
    return len(scored.fragments)


def other_box(scored: ScoredPage, inside: list[int]) -> int:
    """Return where a box of other things begins: headed, outside the text's element, unlike it."""
    if scored.anchor < 0:
        return len(scored.fragments)
    own = scored.nodes[scored.anchor]
    element = own.parent if own.parent and own.tag in _PARAGRAPHS else own
    before: set[tuple[Node | None, str, str]] = set()
    for i in inside:
        node = scored.nodes[i]
        if i <= scored.anchor or not _may_open_box(scored, i) or node.lies_in(element):
            continue
        box, ours = node, own
        while box.parent and not own.lies_in(box.parent):
            box = box.parent
        while ours.parent is not None and ours.parent is not box.parent:
            ours = ours.parent
        kind = (box.parent, box.tag, box.ident)
        alike = kind in before or (box.tag, box.ident) == (ours.tag, ours.ident)
        if alike or name_sign(box) > 0 or (box.parent and _is_texts_own(scored, box.parent)):
            continue  # a paragraph like those over a subhead goes on with them
        before.add(kind)
        first = i
        while first - 1 > scored.anchor and scored.nodes[first - 1].lies_in(box):
            first -= 1
        if first < i and _heads(scored, first) and not _follows_lead(scored, first, i):
            return first
        if first == i and _heads(scored, i - 1) and scored.fragments[i - 1].kind == "heading":
            return i - 1
    return len(scored.fragments)


def _follows_lead(scored: ScoredPage, first: int, i: int) -> bool:
    """Tell the text's rest, in a box of its own behind a lead: a paragraph without link or day opens it.

    A picture's caption may stand over that.
    """
    over = scored.fragments[first:i]
    opening = next((j for j in range(first, i) if not scored.fragments[j].links), i)
    if scored.nodes[opening].tag != scored.nodes[scored.anchor].tag:
        return False
    running = sum(scored.runs(j) for j in range(scored.anchor, opening))
    return running == 1 and not any(_leads_elsewhere(f) or DATE_LINE.search(f.text) for f in over)


def _leads_elsewhere(fragment: Fragment) -> bool:
    """Tell a block with a link to another page: not a caption's, to its picture."""
    return any(not _PICTURE.search(link.href) for link in fragment.links)


def _may_open_box(scored: ScoredPage, i: int) -> bool:
    """Tell running text: not what is folded away or behind a login, the text's rest, nor a caption."""
    fragment = scored.fragments[i]
    return scored.runs(i) and not fragment.hidden and fragment.kind != "caption"


def _is_texts_own(scored: ScoredPage, node: Node) -> bool:
    """Tell an element in one named for the text, which the headline is not in: all in it is the text."""
    title = scored.nodes[scored.title_index] if scored.title_index >= 0 else None
    return any(names_text(n) and not (title and title.lies_in(n)) for n in node.chain())


def _heads(scored: ScoredPage, i: int) -> bool:
    text = scored.fragments[i].text
    return i > scored.anchor and 2 <= len(text) <= HEADLINE and not scored.runs(i)


def in_one_piece(scored: ScoredPage, kept: list[int]) -> list[int]:
    """Cut what stands behind much furniture and in another place than the text over it.

    It is other things where it is the lesser part, or, the text's beginning being known, a list of them.
    """
    seen = 0.0
    whole = sum(max(scored.worths[i], 0.0) for i in kept)
    places: set[tuple[object, ...]] = set()
    for number, (i, following) in enumerate(pairwise(kept), 1):
        seen += max(scored.worths[i], 0.0)
        if scored.worths[i] >= RUNNING:
            places |= _places(scored, i)
        between = -sum(min(w, 0.0) for w in scored.worths[i + 1 : following])
        if between < _GAP or not seen or i < scored.anchor or places & _places(scored, following):
            continue
        rest = whole - seen
        if rest < 0.5 * seen or (scored.anchor >= 0 and _is_list(scored, following, kept[-1], rest)):
            return kept[:number]
    return kept


def _is_list(scored: ScoredPage, first: int, last: int, worth: float) -> bool:
    """Tell blocks among which links or dates of their own stand: headlines and texts of other things."""
    between = range(first, last + 1)
    against = -sum(min(scored.worths[i], 0.0) for i in between)
    dates = sum(wording.is_info_bar(scored.fragments[i].text) for i in between)
    return against > 0.5 * worth or dates >= _DATES


def _places(scored: ScoredPage, i: int) -> set[tuple[object, ...]]:
    """Return what paragraphs of one text have in common: the element around them, or how it is called."""
    node = scored.nodes[i]
    above = (node.parent.tag, node.parent.ident) if node.parent else ()
    return {(node.parent,), (node.tag, node.ident, *above)}
