"""One walk over a parsed page that collects its blocks of text."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.blocks import BLOCK, CELL, EDGE, Node, Page, fold, fold_runs
from crawler.extract.colours import is_on_its_own_colour
from crawler.extract.element_names import names_caption
from crawler.extract.hidden import StyleRules, hidden_by_style, identity, is_too_small, pale_colour
from crawler.items import Fragment, Link

if TYPE_CHECKING:
    from lxml import etree

    from crawler.extract.addresses import Addresses

MAX_ELEMENTS = 60_000
MAX_FRAGMENTS = 8_000
"""Beyond these the rest of a page is left out; the largest of 150 real pages has 5,000 and 1,000."""

_SKIPPED = frozenset(
    "script style link meta base svg math input param area col".split()  # noqa: SIM905
)
"""Not among them: ``embed``, ``source``, ``track``, ``wbr``.  To libxml2 they are no empty elements: what
follows them lies in them."""
_NOT_SHOWN = {tag: tag for tag in ("noscript", "template", "textarea", "noframes", "iframe")}
_SKIP, _BLOCK, _BREAK, _INLINE, _IMAGE = range(5)
_CLOSES_NOTHING, _CLOSES_LINK, _CLOSES_BLOCK, _CLOSES_TABLE = range(1, 5)
_ACTIONS = {
    **dict.fromkeys(_SKIPPED, _SKIP),
    **dict.fromkeys(BLOCK, _BLOCK),
    "br": _BREAK,
    "img": _IMAGE,
    "amp-img": _IMAGE,
}
_MOST_CELLS, _MOST_ASKED = 3000, 3000
_NOTES = frozenset({"span", "em", "i", "small", "font", "cite"})
"""Inline elements in which captions stand."""
_ONE_LINE = frozenset({"h1", "h2", "h3"})
_ESCAPED_TWICE = re.compile(
    r"&(?:nbsp|amp|quot|[lr][ds]quo|mdash|ndash|hellip|middot|ensp|emsp|lt|gt|#\d{2,5});"
)
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_NAMELESS: tuple[str, frozenset[str], bool] = ("", frozenset(), False)


class Walker:
    """Collects a page's blocks."""

    def __init__(
        self, addresses: Addresses, rules: StyleRules, wanted: frozenset[etree._Element] = frozenset()
    ) -> None:
        """Take what makes links absolute and hides elements; ``wanted``: inline ones to make blocks of."""
        self.page = Page()
        self._addresses = addresses
        self._rules = rules
        self._has_rules = bool(rules)
        self._known: dict[tuple[str | None, str | None], tuple[str, frozenset[str], bool]] = {}
        """What ``_names`` says, by id and class: a page's elements share most of theirs."""
        self._wanted = wanted
        self._node: Node
        """The innermost block that has a node."""
        self._pending: list[etree._Element] = []
        """Blocks opened inside it; they get a node when text is found in them, most never do."""
        self._pieces: list[str] = []
        """The text under way, with marks where a link opens and closes."""
        self._hrefs: list[str] = []
        self._asked = _MOST_ASKED
        """Elements whose ground may still be looked for."""
        self._side: list[tuple[str, Node]] = []
        """Hidden inline text, put behind the block it interrupts."""
        self._in_link = False
        self._row = False
        """In a data table: a row is the block, its cells are joined with a tab."""

    def walk(self, root: etree._Element) -> Page:  # noqa: C901, PLR0912, PLR0915
        """Walk the tree below ``root``.

        One loop with its own stack: this is where a page's time goes, and nesting may go 2,048 deep.
        """
        page, pieces, pending = self.page, self._pieces, self._pending
        wanted, has_rules, actions = self._wanted, self._has_rules, _ACTIONS
        self._node = Node(root, root.tag if isinstance(root.tag, str) else "html", "", frozenset(), None)
        page.all_nodes.append(self._node)
        stack: list[tuple[etree._Element, int, int]] = []
        element, closing, left = root, _CLOSES_NOTHING, len(root)
        """The innermost open element, what its end asks for, and how many of its children are to come."""
        if root.text and not root.text.isspace():
            pieces.append(root.text)
        descendants = root.iterdescendants()
        for count, child in enumerate(descendants, 1):
            tag = child.tag
            action = actions.get(tag, _INLINE)
            opens = 0
            if action == _INLINE:
                if tag.__class__ is not str or (
                    (
                        (style := child.get("style"))
                        or tag == "font"
                        or (has_rules and (child.get("class") or child.get("id")))
                    )
                    and self._hides(child, tag, style)
                ):
                    pass
                elif (wanted and child in wanted) or (
                    tag in _NOTES
                    and not self._row
                    and not self._in_link
                    and (names := child.get("class")) is not None
                    and names_caption(names)
                ):
                    # What a site's selector names or a picture shows is a block of its own.
                    self._flush()
                    pending.append(child)
                    opens = _CLOSES_BLOCK
                elif tag == "a" and not self._in_link and (href := child.get("href")) is not None:
                    pieces.append(_OPEN)
                    self._hrefs.append(href)
                    self._in_link = True
                    opens = _CLOSES_LINK
                else:
                    opens = _CLOSES_NOTHING
            elif action == _BLOCK:
                if self._row and tag != "tr":
                    pieces.append(CELL if tag in {"td", "th"} else " ")
                    opens = _CLOSES_NOTHING
                else:
                    if pieces or self._side:
                        self._flush()
                    pending.append(child)
                    opens = _CLOSES_BLOCK
                    if tag == "table" and is_data_table(child):
                        self._row = True
                        opens = _CLOSES_TABLE
            elif action == _BREAK:
                if self._row or (pending[-1] if pending else self._node).tag in _ONE_LINE:
                    pieces.append(" ")
                elif pieces or self._side:
                    self._flush()
            elif action == _IMAGE:
                page.images.append((len(page.fragments) + (bool(pieces) and _has_text(pieces)), child))
            if count > MAX_ELEMENTS or page.cut:
                page.cut = True
                break
            inside = len(child)
            if opens:
                text = child.text
                if text and (pieces or not text.isspace()):
                    pieces.append(text)
            elif inside:
                deque(zip(child.iterdescendants(), descendants, strict=False), maxlen=0)  # stepped over
                inside = 0
            stack.append((element, closing, left))
            element, closing, left = child, opens, inside
            while not left and stack:
                if closing == _CLOSES_LINK:
                    self._in_link = False
                    pieces.append(_CLOSE)
                elif closing >= _CLOSES_BLOCK:
                    if pieces or self._side:
                        self._flush()
                    if pending:
                        pending.pop()
                    else:
                        self._node = self._node.parent or self._node
                    if closing == _CLOSES_TABLE:
                        self._row = False
                tail = element.tail
                if tail and (pieces or not tail.isspace()):
                    pieces.append(tail)
                element, closing, left = stack.pop()
                left -= 1
        self._flush()
        return page

    # Texts ------------------------------------------------------------------------------------------

    def _flush(self) -> None:
        """End the block under way: all text collected since the last one."""
        pieces, hrefs = self._pieces, self._hrefs
        if not hrefs:
            if pieces:
                text = fold(pieces[0] if len(pieces) == 1 else "".join(pieces))
                pieces.clear()
                if text:
                    self._emit(text, [], 0)
        elif (
            (len(pieces) == 3 or (len(pieces) == 4 and pieces[3].isspace()))
            and pieces[0] is _OPEN
            and pieces[2] is _CLOSE
        ):
            # A link and nothing else: most of a page's blocks
            self._sole_link(pieces[1], hrefs[0])
            pieces.clear()
            hrefs.clear()
        else:
            self._hrefs = []
            written = [p for p in pieces if not p.isspace()]
            if written[0] is _OPEN and (len(written) == 2 or (len(written) == 3 and written[2] is _CLOSE)):
                self._sole_link(written[1], hrefs[0])
            elif len(written) > 1:
                self._linked(pieces, hrefs)
            pieces.clear()
            if self._in_link:
                pieces.append(_OPEN)
                self._hrefs.append(hrefs[-1])
        if self._side:
            side, self._side = self._side, []
            for text, owner in side:
                self._emit(text, [], 0, owner)

    def _sole_link(self, raw: str, href: str) -> None:
        """Emit a block that is one link."""
        text = fold(raw)
        if text and raw is not _CLOSE:
            absolute, offsite = self._addresses.resolve(href)
            size = len(text)
            self._emit(text, [Link(absolute, 0, size, offsite)], size)

    def _linked(self, pieces: list[str], hrefs: list[str]) -> None:
        """Emit a block with links in it."""
        parts: list[str] = []
        spans: list[tuple[int, int]] = []
        at, start, spaced = 0, -1, True
        for piece in pieces:
            if piece is _OPEN:
                start = at
            elif piece is _CLOSE:
                spans.append((start, at))
                start = -1
            else:
                text = fold_runs(piece)
                if spaced:
                    text = text.lstrip(EDGE)
                if text:
                    parts.append(text)
                    at += len(text)
                    spaced = text[-1] == " "
        if start >= 0:
            spans.append((start, at))
        text = "".join(parts).rstrip(EDGE)
        if not text:
            return
        size = len(text)
        links: list[Link] = []
        chars = 0
        for href, (begin, stop) in zip(hrefs, spans, strict=False):
            end = min(stop, size)
            if end > begin and not text[begin:end].isspace():
                absolute, offsite = self._addresses.resolve(href)
                links.append(Link(absolute, begin, end, offsite))
                chars += end - begin
        self._emit(text, links, chars)

    def _emit(self, text: str, links: list[Link], chars: int, owner: Node | None = None) -> None:
        page = self.page
        node = owner or (self._here() if self._pending else self._node)
        if CELL in text:
            text = text.replace(CELL, "\t")
        if "&" in text and not links and _ESCAPED_TWICE.search(text):
            text = fold(_ESCAPED_TWICE.sub(lambda m: unescape(m.group()), text))
            if not text:
                return
        if text[-1] in "）)】]" and not links:
            # An editor's name in brackets behind the last sentence is a line of its own.
            at = max(text.rfind(bracket) for bracket in "（(【[")
            if at > 0 and wording.EDITOR_LINE.match(text[at:]):
                self._emit(text[:at].rstrip(EDGE), links, chars, owner)
                text = text[at:]
        index = len(page.fragments)
        if index >= MAX_FRAGMENTS:
            page.cut = True
            return
        hidden = node.hidden
        page.fragments.append(
            Fragment(index, text, "chrome", node.kind, node.path, 1, bool(hidden), hidden, chars, links)
        )
        page.nodes.append(node)

    # Nodes ------------------------------------------------------------------------------------------

    def _here(self) -> Node:
        """Return the node of the innermost open block."""
        if self._pending:
            for element in self._pending:
                self._node = self._made(element, self._node)
            self._pending.clear()
        return self._node

    def _names(self, element: etree._Element) -> tuple[str, frozenset[str], bool]:
        """Return an element's part of a path, its parts for rules, and whether any rule may be about it."""
        names = element.get("id"), element.get("class")
        known = self._known.get(names)
        if known is None:
            ident, parts = identity(*names)
            known = self._known[names] = ident, parts, self._has_rules and self._rules.touches(parts)
        return known

    def _made(self, element: etree._Element, parent: Node) -> Node:
        tag: str = element.tag
        ident, parts, ruled = self._names(element)
        node = Node(element, tag, ident, parts, parent)
        self.page.all_nodes.append(node)
        if not node.hidden:
            style = element.get("style")
            if style and (why := hidden_by_style(style)):
                node.hidden = why
            elif tag == "marquee" and is_too_small(element):
                node.hidden = "zero-size"
            elif tag in _NOT_SHOWN:
                node.hidden = _NOT_SHOWN[tag]
            elif element.get("hidden") is not None:
                node.hidden = "hidden attribute"
            elif ruled:
                node.hidden = self._rules.hides(element, parts, [n.parts for n in parent.chain()][::-1])
            if not node.hidden and (style or ruled) and self._is_lost(element, style, parts):
                node.hidden = "colour"
        return node

    def _hides(self, child: etree._Element, tag: str, style: str | None) -> bool:
        """Put an inline element's text aside when it is hidden within a shown block."""
        why = hidden_by_style(style) if style else ""
        ident, parts, ruled = self._names(child) if why or self._has_rules else _NAMELESS
        if ruled and not why:
            why = self._rules.hides(child, parts, [n.parts for n in self._here().chain()][::-1])
        if not why and self._is_lost(child, style, parts):
            why = "colour"
        if not why or (node := self._here()).hidden:
            return False
        text = fold("".join(str(t) for t in child.itertext()))
        if text:
            below = Node(child, tag, ident, parts, node)
            below.hidden = why
            self.page.all_nodes.append(below)
            self._side.append((text, below))
        return True

    def _is_lost(self, element: etree._Element, style: str | None, parts: frozenset[str]) -> bool:
        """Tell whether an element's text has the colour of what it lies on."""
        text, ruled = pale_colour(element, style), False
        if text is None and self._has_rules:
            text, ruled = self._rules.pale_colour(parts), True
        if text is None or not self._asked:
            return False
        self._asked -= 1
        return is_on_its_own_colour(element, text, styled=ruled)


def _has_text(pieces: list[str]) -> bool:
    """Tell whether the block under way holds text already, not only the mark of a link's beginning."""
    return any(p is not _OPEN and p is not _CLOSE and not p.isspace() for p in pieces)


def is_data_table(table: etree._Element) -> bool:
    """Tell a table of data from one that lays out the page: short cells in a grid, nothing nested."""
    if next(table.iterdescendants("table", "form", "h1"), None) is not None:
        return False
    rows = sum(1 for _ in table.iter("tr"))
    cells = list(islice(table.iter("td", "th"), _MOST_CELLS))
    if rows < 2 or len(cells) < rows * 1.8:
        return len(cells) == _MOST_CELLS
    lengths = [sum(len(t) for t in cell.itertext() if not t.isspace()) for cell in cells]
    long_cells = sum(length > 80 for length in lengths)
    return sum(length > 0 for length in lengths) >= 4 and long_cells <= len(cells) * 0.15
