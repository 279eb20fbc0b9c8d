"""A parsed page as text blocks in page order, each with what the document says about it.

One walk over the tree makes the ``Fragment``s (all text of the page, chrome included) and, beside them,
a light tree of the block elements, on which the body is looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from crawler.extract.hidden import StyleRules, hidden_by_style
from crawler.items import Fragment, Link

if TYPE_CHECKING:
    from lxml import etree

    from crawler.items import FragmentKind

MAX_ELEMENTS = 150_000
MAX_FRAGMENTS = 30_000
_MAX_DEPTH = 400

BLOCK = frozenset(
    [
        "html",
        "body",
        "div",
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "caption",
        "section",
        "article",
        "aside",
        "header",
        "footer",
        "nav",
        "main",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "form",
        "fieldset",
        "legend",
        "address",
        "center",
        "details",
        "summary",
        "hr",
        "dir",
        "menu",
        "option",
        "select",
        "optgroup",
        "marquee",
        "iframe",
        "object",
        "frameset",
        "noframes",
        "noscript",
        "template",
        "textarea",
        "button",
        "title",
        "founder-content",
        "founder-title",
        "pgcontent",
        "map",
        "canvas",
        "video",
        "audio",
        "hgroup",
        "dialog",
        "search",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "link",
        "meta",
        "base",
        "svg",
        "math",
        "input",
        "img",
        "source",
        "track",
        "param",
        "embed",
        "area",
        "wbr",
        "col",
    ]
)
_KINDS = {
    "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading", "h6": "heading",
    "li": "list_item", "dt": "list_item", "dd": "list_item", "blockquote": "quote", "figcaption": "caption",
    "caption": "caption", "tr": "table_row",
}  # fmt: skip
_NOT_SHOWN = {
    "noscript": "noscript",
    "template": "template",
    "textarea": "textarea",
    "noframes": "noframes",
    "iframe": "iframe",
}
_NEUTRAL = frozenset({"div", "td", "th", "table", "section", "article", "ul", "ol", "dl", "body", "html"})
_SKIP, _BLOCK, _BREAK, _INLINE = range(4)
_ACTIONS = {**dict.fromkeys(_SKIPPED, _SKIP), **dict.fromkeys(BLOCK, _BLOCK), "br": _BREAK}
_ONE_LINE = frozenset({"h1", "h2", "h3"})
_WS = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
_CELL = "\ufdd2"
_EDGE = " \t\r\n\f\v\u3000\xa0\u2002\u2003\u2009\ufeff" + _CELL
_CELL_SPACE = re.compile(f" *{_CELL} *")
# A line break in the source between two Chinese characters shows nothing (CSS Text 3, 4.1.3).
_WIDE = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u201c\u201d"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
_MARK_SPACE = re.compile(f" ([{_OPEN}{_CLOSE}]+) ")
_SECOND_LEVEL = frozenset(
    [
        "com",
        "net",
        "org",
        "gov",
        "edu",
        "ac",
        "co",
        "idv",
        "mil",
        "game",
        "ebiz",
        "club",
        "info",
        "me",
        "or",
        "ne",
        "go",
    ]
)
_PROVINCES = frozenset(
    [
        "bj",
        "sh",
        "tj",
        "cq",
        "he",
        "sx",
        "nm",
        "ln",
        "jl",
        "hl",
        "js",
        "zj",
        "ah",
        "fj",
        "jx",
        "sd",
        "ha",
        "hb",
        "hn",
        "gd",
        "gx",
        "hi",
        "sc",
        "gz",
        "yn",
        "xz",
        "sn",
        "gs",
        "qh",
        "nx",
        "xj",
        "tw",
        "hk",
        "mo",
    ]
)


class Node:
    """A block element, or an inline one that hides its text."""

    __slots__ = (
        "_path", "against", "depth", "first", "heaviest", "hidden", "ident", "kind", "parent", "parts", "stats", "tag", "texts",
    )  # fmt: skip

    def __init__(self, tag: str, ident: str, parts: frozenset[str], parent: Node | None) -> None:
        self.tag = tag
        self.ident = ident
        self.parts = parts
        self.parent = parent
        self.depth: int = parent.depth + 1 if parent else 0
        self.kind: FragmentKind = _KINDS.get(tag) or (  # type: ignore[assignment]
            parent.kind if parent and tag not in _NEUTRAL else "paragraph"
        )
        self.hidden: str = parent.hidden if parent else ""
        self._path = ""
        self.first = -1
        """Index of its first block of running text, itself or below; -1 when it has none."""
        self.stats = 0.0
        """What its blocks say for an article; the next three likewise belong to ``crawler.extract.body``."""
        self.against = 0.0
        self.heaviest = 0.0
        self.texts = 0

    @property
    def path(self) -> str:
        """Element path with ids and classes."""
        if not self._path:
            own = self.tag + self.ident
            self._path = f"{self.parent.path}/{own}" if self.parent else own
        return self._path

    def chain(self) -> list[Node]:
        """Return the node and its ancestors, innermost first."""
        found = [self]
        while found[-1].parent is not None:
            found.append(found[-1].parent)
        return found


@dataclass(slots=True)
class Page:
    """All blocks of a page: ``fragments[i]`` lies in ``nodes[i]``."""

    fragments: list[Fragment] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    all_nodes: list[Node] = field(default_factory=list)
    elements: dict[int, list[Node]] = field(default_factory=dict)
    """Node of the elements asked for (by ``id``), e.g. those a site's selectors matched."""
    images: list[tuple[int, Node, etree._Element]] = field(default_factory=list)
    """``img`` elements, each with the index of the next fragment and the node it lies in."""
    cut: bool = False
    """The page was too large; the rest was left out."""


def registered_domain(host: str) -> str:
    """Return the part of a host name that is registered (``news.qq.com`` → ``qq.com``).

    Knows the second levels used by Chinese outlets, not the whole public suffix list.
    """
    host = host.lower().rstrip(".")
    labels = host.split(".")
    if len(labels) <= 2 or labels[-1].isdigit() or ":" in host:
        return host
    second = labels[-2]
    deep = len(labels[-1]) == 2 and (second in _SECOND_LEVEL or (labels[-1] == "cn" and second in _PROVINCES))
    return ".".join(labels[-3:] if deep else labels[-2:])


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.hostname
    except ValueError:
        return urlsplit("")
    return parts


class Addresses:
    """Makes addresses absolute and tells which leave the site."""

    def __init__(self, base: str, page: str = "") -> None:
        """``base``: what relative addresses refer to; ``page``: the page's own, when that differs."""
        parts = _split(base)
        self.base = base if parts.scheme in {"http", "https"} and parts.netloc else ""
        self._origin = f"{parts.scheme}://{parts.netloc}" if self.base else ""
        self._scheme = parts.scheme if self.base else "https"
        self._domain = registered_domain(_split(page or base).hostname or "") if self.base else ""
        self._known: dict[str, bool] = {}

    def absolute(self, href: str) -> str:
        """Return ``href`` absolute where the base is known, else as written."""
        href = href.strip()
        if href.startswith(("http://", "https://")):
            return href
        if href.startswith("//"):
            return f"{self._scheme}:{href}"
        if not self.base or href.startswith(("javascript:", "mailto:", "tel:", "data:")):
            return href
        if href.startswith("/") and "/." not in href:
            return self._origin + href
        try:
            return urljoin(self.base, href)
        except ValueError:
            return href

    def offsite(self, href: str) -> bool:
        """Tell whether an absolute address has another registered domain than the page."""
        if not self._domain or not href.startswith(("http://", "https://")):
            return False
        host = (
            href[href.index("//") + 2 :].split("/", 1)[0].split("?", 1)[0].rpartition("@")[2].split(":", 1)[0]
        )
        known = self._known.get(host)
        if known is None:
            known = self._known[host] = registered_domain(host) != self._domain
        return known


def fold(text: str) -> str:
    """Fold layout white space: runs become one space, none at the ends or where the source wraps Chinese."""
    text = text.strip(_EDGE)
    if "\n" in text:
        text = _SOURCE_BREAK.sub("", text)
    if _CELL in text:
        text = _CELL_SPACE.sub(_CELL, _WS.sub(" ", text))
    return _WS.sub(" ", text)


class Walker:
    """Collects a page's blocks."""

    def __init__(self, addresses: Addresses, rules: StyleRules, wanted: frozenset[int] = frozenset()) -> None:
        self.page = Page()
        self._addresses = addresses
        self._rules = rules
        self._wanted = wanted
        self._pieces: list[str] = []
        self._hrefs: list[str] = []
        self._side: list[tuple[str, Node]] = []
        """Hidden inline text, put behind the block it interrupts."""
        self._in_link = False
        self._elements = 0
        self._row = 0
        """Depth of data tables: inside one, a row is the block and its cells are joined with a tab."""

    def walk(self, root: etree._Element) -> Page:
        """Walk the tree below ``root``."""
        node = Node(root.tag if isinstance(root.tag, str) else "html", "", frozenset(), None)
        self.page.all_nodes.append(node)
        self._block(root, node, 0)
        self._flush(node)
        return self.page

    # Texts ------------------------------------------------------------------------------------------

    def _flush(self, node: Node) -> None:
        """End the block under way: all text collected since the last one."""
        pieces = self._pieces
        if pieces:
            raw = pieces[0] if len(pieces) == 1 else "".join(pieces)
            hrefs = self._hrefs
            if not hrefs:
                pieces.clear()
                text = fold(raw)
                if text:
                    self._emit(text, node, [], 0)
            else:
                sole = len(pieces) == 3 and pieces[0] is _OPEN and pieces[2] is _CLOSE and not self._row
                inner = pieces[1] if sole else ""
                pieces.clear()
                self._hrefs = []
                if sole:
                    self._sole_link(inner, hrefs[0], node)
                else:
                    self._linked(raw, hrefs, node)
                if self._in_link:
                    pieces.append(_OPEN)
                    self._hrefs.append(hrefs[-1])
        if self._side:
            side, self._side = self._side, []
            for text, owner in side:
                self._emit(text, owner, [], 0)

    def _sole_link(self, raw: str, href: str, node: Node) -> None:
        text = fold(raw)
        if text:
            absolute = self._addresses.absolute(href)
            link = Link(absolute, 0, len(text), self._addresses.offsite(absolute))
            self._emit(text, node, [link], len(text))

    def _linked(self, raw: str, hrefs: list[str], node: Node) -> None:
        marked = fold(raw)
        if " " in marked:
            marked = _MARK_SPACE.sub(r" \1", marked)
        text = marked.replace(_OPEN, "").replace(_CLOSE, "")
        lead = len(text) - len(text.lstrip(_EDGE))
        text = text.strip(_EDGE)
        if not text:
            return
        links: list[Link] = []
        chars = 0
        pieces = marked.split(_OPEN)
        at = len(pieces[0].replace(_CLOSE, "")) - lead
        for href, piece in zip(hrefs, pieces[1:], strict=False):
            inside, _, after = piece.partition(_CLOSE)
            start, end = max(at, 0), min(at + len(inside), len(text))
            at += len(inside) + len(after.replace(_CLOSE, ""))
            if end > start and text[start:end].strip(_EDGE):
                absolute = self._addresses.absolute(href)
                links.append(Link(absolute, start, end, self._addresses.offsite(absolute)))
                chars += end - start
        self._emit(text, node, links, chars)

    def _emit(self, text: str, node: Node, links: list[Link], chars: int) -> None:
        page = self.page
        if _CELL in text:
            text = text.replace(_CELL, "\t")
        index = len(page.fragments)
        if index >= MAX_FRAGMENTS:
            page.cut = True
            return
        kind = node.kind
        page.fragments.append(
            Fragment(index, text, "chrome", kind, node.path, 1, bool(node.hidden), node.hidden, chars, links)
        )
        page.nodes.append(node)

    # Elements ---------------------------------------------------------------------------------------

    def _block(self, element: etree._Element, node: Node, depth: int) -> None:
        """Collect what is inside ``element``, whose node is ``node``."""
        pieces = self._pieces
        text = element.text
        if text and (pieces or not text.isspace()):
            pieces.append(text)
        for child in element:
            tag = child.tag
            action = _ACTIONS.get(tag, _INLINE)
            if tag == "img":
                self.page.images.append((len(self.page.fragments) + bool(pieces), node, child))
            elif action != _SKIP and tag.__class__ is str:
                self._elements += 1
                if self._elements > MAX_ELEMENTS:
                    self.page.cut = True
                    return
                if depth > _MAX_DEPTH:
                    pieces.append("".join(child.itertext()))
                elif action == _INLINE:
                    self._inline(child, tag, node, depth)
                elif action == _BLOCK:
                    self._enter_block(child, tag, node, depth)
                elif self._row or node.tag in _ONE_LINE:
                    pieces.append(" ")
                elif pieces or self._side:
                    self._flush(node)
            tail = child.tail
            if tail and (pieces or not tail.isspace()):
                pieces.append(tail)

    def _enter_block(self, child: etree._Element, tag: str, node: Node, depth: int) -> None:
        if self._row:
            if tag in {"td", "th"}:
                self._pieces.append(_CELL)
            elif tag == "tr":
                self._flush(node)
            elif self._pieces:
                self._pieces.append(" ")
            if tag != "tr":
                self._block(child, node, depth + 1)
                return
        elif self._pieces or self._side:
            self._flush(node)
        below = self._node(child, tag, node)
        data = tag == "table" and not self._row and is_data_table(child)
        self._row += data
        self._block(child, below, depth + 1)
        if self._pieces or self._side:
            self._flush(below)
        self._row -= data

    def _node(self, element: etree._Element, tag: str, parent: Node) -> Node:
        ident, parts = _identity(element)
        node = Node(tag, ident, parts, parent)
        self.page.all_nodes.append(node)
        if not node.hidden:
            node.hidden = self._hidden(element, tag, parts, parent)
        if self._wanted and id(element) in self._wanted:
            self.page.elements.setdefault(id(element), []).append(node)
        return node

    def _hidden(self, element: etree._Element, tag: str, parts: frozenset[str], parent: Node) -> str:
        style = element.get("style")
        if style and (why := hidden_by_style(style)):
            return why
        if tag in _NOT_SHOWN:
            return _NOT_SHOWN[tag]
        if element.get("hidden") is not None:
            return "hidden attribute"
        if parts and self._rules.touches(parts):
            return self._rules.hides(tag, parts, [n.parts for n in parent.chain()][::-1])
        return ""

    def _inline(self, child: etree._Element, tag: str, node: Node, depth: int) -> None:
        if not node.hidden:
            style = child.get("style")
            why = hidden_by_style(style) if style else ""
            if not why and self._rules:
                _, parts = _identity(child)
                if parts and self._rules.touches(parts):
                    why = self._rules.hides(tag, parts, [n.parts for n in node.chain()][::-1])
            if why:
                self._aside(child, tag, node, why)
                return
        if self._wanted and id(child) in self._wanted:
            # A site's selector may name an inline element: it becomes a block of its own.
            self._flush(node)
            below = self._node(child, tag, node)
            self._block(child, below, depth + 1)
            self._flush(below)
            return
        if tag == "a" and not self._in_link:
            href = child.get("href")
            if href is not None:
                self._pieces.append(_OPEN)
                self._hrefs.append(href)
                self._in_link = True
                self._block(child, node, depth + 1)
                self._in_link = False
                self._pieces.append(_CLOSE)
                return
        self._block(child, node, depth + 1)

    def _aside(self, child: etree._Element, tag: str, node: Node, why: str) -> None:
        text = fold("".join(str(t) for t in child.itertext(with_tail=False)))
        if text:
            ident, parts = _identity(child)
            below = Node(tag, ident, parts, node)
            below.hidden = why
            self.page.all_nodes.append(below)
            self._side.append((text, below))


_identities: dict[tuple[str | None, str | None], tuple[str, frozenset[str]]] = {}


def _identity(element: etree._Element) -> tuple[str, frozenset[str]]:
    """Return ``#id.class`` as it stands in paths, and its parts (lower case) for style rules."""
    both = element.get("id"), element.get("class")
    known = _identities.get(both)
    if known is None:
        name, classes = both
        parts = ["#" + n for n in name.split()[:1]] if name else []
        if classes:
            parts += ["." + c for c in classes.split()[:8]]
        known = "".join(parts)[:200].replace("/", "_"), frozenset(p.lower() for p in parts)
        if len(_identities) < 50_000:
            _identities[both] = known
    return known


def is_data_table(table: etree._Element) -> bool:
    """Tell a table of data from one that lays out the page: short cells in a grid, nothing nested."""
    rows = cells = long_cells = filled = 0
    for element in table.iter("tr", "td", "th", "table", "form", "h1"):
        tag = element.tag
        if tag == "tr":
            rows += 1
        elif tag in {"td", "th"}:
            cells += 1
            length = sum(len(t) for t in element.itertext(with_tail=False) if not t.isspace())
            filled += length > 0
            long_cells += length > 80
        elif element is not table:
            return False
        if cells > 3000:
            return True
    return rows >= 2 and cells >= rows * 1.8 and filled >= 4 and long_cells <= cells * 0.15
