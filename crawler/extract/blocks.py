"""A parsed page as text blocks in page order, each with what the document says about it.

``Page`` holds the ``Fragment``s (all text of the page, chrome included) and, beside them, a light tree of
the block elements that hold text, on which the body is looked for.  ``crawler.extract.walk`` fills it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml import etree

    from crawler.items import Fragment, FragmentKind

BLOCK = frozenset(
    """
    html body div p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption section
    article aside header footer nav main blockquote pre figure figcaption form fieldset legend address
    center details summary hr dir menu option select optgroup marquee iframe object frameset noframes
    noscript template textarea button title founder-content founder-title pgcontent map canvas video
    audio hgroup dialog search
    """.split()  # noqa: SIM905
)
_KINDS: dict[str, FragmentKind] = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "dt": "list_item", "dd": "list_item", "blockquote": "quote", "figcaption": "caption",
    "figure": "caption", "caption": "caption", "tr": "table_row",
    "div": "paragraph", "td": "paragraph", "th": "paragraph", "table": "paragraph", "section": "paragraph",
    "article": "paragraph", "ul": "paragraph", "ol": "paragraph", "dl": "paragraph", "body": "paragraph",
    "html": "paragraph",
}  # fmt: skip
"""Elements of other names are of the kind of what is around them."""
_LONGEST_PATH = 20_000
"""Characters; deeper elements have the path of the one around them."""
CELL = "\ufdd2"
"""Stands between the cells of a data table's row until the row is whole."""
EDGE = " \t\r\n\f\v\u3000\xa0\u2002\u2003\u2009\ufeff" + CELL
_WS = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
_CELL_SPACE = re.compile(f" *{CELL} *")
# A line break in the source between two Chinese characters shows nothing (CSS Text 3, 4.1.3).
_WIDE = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u201c\u201d"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")


class Node:
    """A block element that holds text, or an inline one that hides its text.

    ``path``: of elements, with ids and classes.
    """

    __slots__ = (
        "against", "boxed", "depth", "element", "first", "heaviest", "hidden", "ident", "kind",
        "parent", "parts", "path", "stats", "tag", "texts",
    )  # fmt: skip

    # Set by ``crawler.extract.scoring``, which they belong to: what its blocks say for and against an
    # article, its heaviest child's share, its first block of running text (-1: none) and their number.
    stats: float
    against: float
    heaviest: float
    first: int
    texts: int

    def __init__(
        self, element: etree._Element, tag: str, ident: str, parts: frozenset[str], parent: Node | None
    ) -> None:
        self.element = element
        self.tag = tag
        self.ident = ident
        self.parts = parts
        self.parent = parent
        self.boxed = False
        if parent is None:
            self.depth = 0
            self.hidden = ""
            self.path = tag + ident
            self.kind: FragmentKind = _KINDS.get(tag, "paragraph")
            return
        self.depth = parent.depth + 1
        self.hidden = parent.hidden
        above = parent.path
        self.path = f"{above}/{tag}{ident}" if len(above) < _LONGEST_PATH else above
        kind = _KINDS.get(tag) or parent.kind
        # Beside its figcaption a figure holds the picture and credits in boxes: they are no text either
        if tag == "div" and (parent.boxed or (parent.tag == "figure" and _has_caption(parent.element))):
            self.boxed, kind = True, "caption"
        self.kind = kind

    def chain(self) -> list[Node]:
        """Return the node and its ancestors, innermost first."""
        found = [self]
        while found[-1].parent is not None:
            found.append(found[-1].parent)
        return found

    def lies_in(self, other: Node) -> bool:
        """Tell whether the node is another or one of its descendants."""
        node: Node | None = self
        while node is not None and node.depth > other.depth:
            node = node.parent
        return node is other


def _has_caption(figure: etree._Element) -> bool:
    return next(figure.iter("figcaption"), None) is not None


@dataclass(slots=True)
class Page:
    """All blocks of a page: ``fragments[i]`` lies in ``nodes[i]``."""

    fragments: list[Fragment] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    all_nodes: list[Node] = field(default_factory=list)
    """Also those around others only; parents before their children."""
    images: list[tuple[int, etree._Element]] = field(default_factory=list)
    """``img`` elements, each with the index of the next fragment."""
    cut: bool = False
    """The page was too large; the rest was left out."""


def fold(text: str) -> str:
    """Fold layout white space: runs become one space, none at the ends or where the source wraps Chinese."""
    return fold_runs(text.strip(EDGE))


def fold_runs(text: str) -> str:
    """Fold layout white space as ``fold`` does, but for the ends."""
    if "\n" in text or "\r" in text:
        if not text.strip(" \t\r\n\f\v"):
            return " "  # what stands between two elements, most often
        text = _WS.sub(" ", _SOURCE_BREAK.sub("", text))
    elif "  " in text or "\t" in text or "\f" in text:
        text = _WS.sub(" ", text)
    if CELL in text:
        text = _CELL_SPACE.sub(CELL, text)
    return text
