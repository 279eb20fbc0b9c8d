"""A parsed page as text blocks in page order, each with what the document says about it.

One walk over the tree makes the ``Fragment``s (all text of the page, chrome included) and, beside them,
a light tree of the block elements, on which the body is looked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from crawler.extract import wording
from crawler.extract.hidden import StyleRules, hidden_by_style
from crawler.items import Fragment, Link

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from crawler.items import FragmentKind

MAX_ELEMENTS = 60_000
MAX_FRAGMENTS = 8_000
"""Beyond these the rest of a page is left out; the largest of 150 real pages has 5,000 and 1,000."""

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
_KINDS: dict[str, FragmentKind] = {
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
_SKIP, _BLOCK, _BREAK, _INLINE, _IMAGE = range(5)
_CLOSES_NOTHING, _CLOSES_LINK, _CLOSES_BLOCK, _CLOSES_TABLE = range(1, 5)
_ACTIONS = {**dict.fromkeys(_SKIPPED, _SKIP), **dict.fromkeys(BLOCK, _BLOCK), "br": _BREAK, "img": _IMAGE}
_ONE_LINE = frozenset({"h1", "h2", "h3"})
_WS = re.compile(r"[ \t\r\n\f\v]{2,}|[\t\r\n\f\v]")
_CELL = "\ufdd2"
_EDGE = " \t\r\n\f\v\u3000\xa0\u2002\u2003\u2009\ufeff" + _CELL
_CELL_SPACE = re.compile(f" *{_CELL} *")
# A line break in the source between two Chinese characters shows nothing (CSS Text 3, 4.1.3).
_WIDE = "\u3001-\u30ff\u3400-\u9fff\uf900-\ufaff\uff01-\uff5e\u201c\u201d"
_SOURCE_BREAK = re.compile(rf"(?<=[{_WIDE}])[ \t]*[\r\n][ \t\r\n]*(?=[{_WIDE}])")
_OPEN, _CLOSE = "\ufdd0", "\ufdd1"
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
        "_path", "against", "depth", "first", "heaviest", "hidden", "ident", "kind",
        "parent", "parts", "stats", "tag", "texts",
    )  # fmt: skip

    # Set by ``crawler.extract.body``, which they belong to: what its blocks say for and against an article,
    # its heaviest child's share, its first block of running text (-1: none) and their number.
    stats: float
    against: float
    heaviest: float
    first: int
    texts: int

    def __init__(self, tag: str, ident: str, parts: frozenset[str], parent: Node | None) -> None:
        self.tag = tag
        self.ident = ident
        self.parts = parts
        self.parent = parent
        self._path = ""
        self.depth: int = 0
        self.hidden: str = ""
        kind = _KINDS.get(tag)
        if parent is not None:
            self.depth = parent.depth + 1
            self.hidden = parent.hidden
            if kind is None and tag not in _NEUTRAL:
                kind = parent.kind
        self.kind: FragmentKind = kind or "paragraph"

    @property
    def path(self) -> str:
        """Element path with ids and classes."""
        if not self._path:
            above: list[Node] = []  # no recursion: broken pages nest thousands deep
            node: Node | None = self
            while node is not None and not node._path:  # noqa: SLF001
                above.append(node)
                node = node.parent
            path = node._path if node is not None else ""  # noqa: SLF001
            for one in reversed(above):
                own = one.tag + one.ident
                path = one._path = f"{path}/{own}" if path else own  # noqa: SLF001
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
        """Take what relative addresses refer to, and the page's own address when that differs."""
        parts = _split(base)
        self.base = base if parts.scheme in {"http", "https"} and parts.netloc else ""
        self._origin = f"{parts.scheme}://{parts.netloc}" if self.base else ""
        self._folder = self._origin + (parts.path.rpartition("/")[0] or "") + "/"
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
        if not self.base:
            return href
        if "./" not in href:
            if href.startswith("/"):
                return self._origin + href
            if href and href[0] not in "?#." and ":" not in href:
                return self._folder + href
        if href.startswith(("javascript:", "mailto:", "tel:", "data:")):
            return href
        try:
            return urljoin(self.base, href)
        except ValueError:
            return href

    def offsite(self, href: str) -> bool:
        """Tell whether an absolute address has another registered domain than the page."""
        if not self._domain or not href.startswith(("http://", "https://")):
            return False
        host = href.split("/", 3)[2]
        known = self._known.get(host)
        if known is None:
            bare = host.partition("?")[0].rpartition("@")[2].partition(":")[0]
            known = self._known[host] = registered_domain(bare) != self._domain
        return known


def fold(text: str) -> str:
    """Fold layout white space: runs become one space, none at the ends or where the source wraps Chinese."""
    return _runs(text.strip(_EDGE))


def _runs(text: str) -> str:
    if "\n" in text or "\r" in text:
        text = _WS.sub(" ", _SOURCE_BREAK.sub("", text))
    elif "  " in text or "\t" in text or "\f" in text:
        text = _WS.sub(" ", text)
    if _CELL in text:
        text = _CELL_SPACE.sub(_CELL, text)
    return text


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
        self._row = False
        """In a data table: a row is the block, its cells are joined with a tab."""

    def walk(self, root: etree._Element) -> Page:  # noqa: C901, PLR0912, PLR0915
        """Walk the tree below ``root``.

        One loop with its own stack: this is where a page's time goes, and nesting may go 2,048 deep.
        """
        page, pieces, wanted = self.page, self._pieces, self._wanted
        actions, one_line = _ACTIONS, _ONE_LINE
        node = Node(root.tag if isinstance(root.tag, str) else "html", "", frozenset(), None)
        page.all_nodes.append(node)
        stack: list[tuple[Iterator[etree._Element], Node, int, etree._Element]] = []
        element, closing, children = root, _CLOSES_BLOCK, iter(root)
        if root.text and not root.text.isspace():
            pieces.append(root.text)
        count = 0
        while True:
            for child in children:
                tag = child.tag
                action = actions.get(tag, _INLINE)
                opens = 0
                below = node
                if action == _INLINE:
                    if tag.__class__ is not str:
                        action = _SKIP
                    elif self._hides_inline(child, tag, node):
                        pass
                    elif wanted and id(child) in wanted:
                        # A site's selector may name an inline element: it becomes a block of its own.
                        self._flush(node)
                        below = self._node(child, tag, node)
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
                        pieces.append(_CELL if tag in {"td", "th"} else " ")
                        opens = _CLOSES_NOTHING
                    else:
                        if pieces or self._side:
                            self._flush(node)
                        below = self._node(child, tag, node)
                        opens = _CLOSES_BLOCK
                        if tag == "table" and is_data_table(child):
                            self._row = True
                            opens = _CLOSES_TABLE
                elif action == _BREAK:
                    if self._row or node.tag in one_line:
                        pieces.append(" ")
                    elif pieces or self._side:
                        self._flush(node)
                elif action == _IMAGE:
                    page.images.append((len(page.fragments) + bool(pieces), node, child))
                count += 1
                if count > MAX_ELEMENTS or page.cut:
                    page.cut = True
                    self._flush(below)
                    return page
                if opens:
                    text = child.text
                    if text and (pieces or not text.isspace()):
                        pieces.append(text)
                    if len(child):
                        stack.append((children, node, closing, element))
                        element, node, closing, children = child, below, opens, iter(child)
                        break
                    if opens != _CLOSES_NOTHING:
                        self._close(opens, below)
                tail = child.tail
                if tail and (pieces or not tail.isspace()):
                    pieces.append(tail)
            else:
                if closing != _CLOSES_NOTHING:
                    self._close(closing, node)
                if not stack:
                    return page
                tail = element.tail
                children, node, closing, element = stack.pop()
                if tail and (pieces or not tail.isspace()):
                    pieces.append(tail)

    def _close(self, closing: int, node: Node) -> None:
        """Do what the end of an element asks for."""
        if closing == _CLOSES_LINK:
            self._in_link = False
            self._pieces.append(_CLOSE)
            return
        if self._pieces or self._side:
            self._flush(node)
        if closing == _CLOSES_TABLE:
            self._row = False

    # Texts ------------------------------------------------------------------------------------------

    def _flush(self, node: Node) -> None:
        """End the block under way: all text collected since the last one."""
        pieces = self._pieces
        if pieces:
            hrefs = self._hrefs
            if not hrefs:
                text = fold(pieces[0] if len(pieces) == 1 else "".join(pieces))
                pieces.clear()
                if text:
                    self._emit(text, node, [], 0)
            else:
                self._hrefs = []
                if len(pieces) == 3 and pieces[0] is _OPEN and pieces[2] is _CLOSE and not self._row:
                    self._sole_link(pieces[1], hrefs[0], node)
                else:
                    self._linked(pieces, hrefs, node)
                pieces.clear()
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

    def _linked(self, pieces: list[str], hrefs: list[str], node: Node) -> None:
        """Emit a block with anchors: ``pieces`` with marks where an anchor opens and closes."""
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
                text = _runs(piece)
                if spaced:
                    text = text.lstrip(_EDGE)
                if text:
                    parts.append(text)
                    at += len(text)
                    spaced = text[-1] == " "
        if start >= 0:
            spans.append((start, at))
        text = "".join(parts).rstrip(_EDGE)
        if not text:
            return
        size = len(text)
        links: list[Link] = []
        chars = 0
        for href, (begin, stop) in zip(hrefs, spans, strict=False):
            end = min(stop, size)
            if end > begin and not text[begin:end].isspace():
                absolute = self._addresses.absolute(href)
                links.append(Link(absolute, begin, end, self._addresses.offsite(absolute)))
                chars += end - begin
        self._emit(text, node, links, chars)

    def _emit(self, text: str, node: Node, links: list[Link], chars: int) -> None:
        page = self.page
        if _CELL in text:
            text = text.replace(_CELL, "\t")
        if text[-1] in "）)】]" and not links:
            # An editor's name in brackets behind the last sentence is a line of its own.
            at = max(text.rfind(bracket) for bracket in "（(【[")
            if at > 0 and wording.EDITOR_LINE.match(text[at:]):
                self._emit(text[:at].rstrip(_EDGE), node, links, chars)
                text = text[at:]
        index = len(page.fragments)
        if index >= MAX_FRAGMENTS:
            page.cut = True
            return
        kind = node.kind
        page.fragments.append(
            Fragment(index, text, "chrome", kind, node.path, 1, bool(node.hidden), node.hidden, chars, links)
        )
        page.nodes.append(node)

    def _node(self, element: etree._Element, tag: str, parent: Node) -> Node:
        get = element.get
        ident, parts = _identity(get("id"), get("class"))
        node = Node(tag, ident, parts, parent)
        self.page.all_nodes.append(node)
        if not node.hidden:
            style = get("style")
            if style and (why := hidden_by_style(style)):
                node.hidden = why
            elif tag in _NOT_SHOWN:
                node.hidden = _NOT_SHOWN[tag]
            elif get("hidden") is not None:
                node.hidden = "hidden attribute"
            elif parts and self._rules and self._rules.touches(parts):
                node.hidden = self._rules.hides(tag, parts, [n.parts for n in parent.chain()][::-1])
        if self._wanted and id(element) in self._wanted:
            self.page.elements.setdefault(id(element), []).append(node)
        return node

    def _hides_inline(self, child: etree._Element, tag: str, node: Node) -> bool:
        """Put an inline element's text aside when it is hidden within a shown block."""
        if node.hidden:
            return False
        style = child.get("style")
        why = hidden_by_style(style) if style else ""
        if not why and self._rules:
            name, classes = child.get("id"), child.get("class")
            if name or classes:
                _, parts = _identity(name, classes)
                if self._rules.touches(parts):
                    why = self._rules.hides(tag, parts, [n.parts for n in node.chain()][::-1])
        if why:
            self._aside(child, tag, node, why)
        return bool(why)

    def _aside(self, child: etree._Element, tag: str, node: Node, why: str) -> None:
        text = fold("".join(str(t) for t in child.itertext(with_tail=False)))
        if text:
            ident, parts = _identity(child.get("id"), child.get("class"))
            below = Node(tag, ident, parts, node)
            below.hidden = why
            self.page.all_nodes.append(below)
            self._side.append((text, below))


_identities: dict[tuple[str | None, str | None], tuple[str, frozenset[str]]] = {}
_NAMELESS: tuple[str, frozenset[str]] = ("", frozenset())


def _identity(name: str | None, classes: str | None) -> tuple[str, frozenset[str]]:
    """Return ``#id.class`` as it stands in paths, and its parts (lower case) for style rules."""
    if not name and not classes:
        return _NAMELESS
    known = _identities.get((name, classes))
    if known is None:
        parts = ["#" + n for n in name.split()[:1]] if name else []
        if classes:
            parts += ["." + c for c in classes.split()[:8]]
        known = "".join(parts)[:200].replace("/", "_"), frozenset(p.lower() for p in parts)
        if len(_identities) < 50_000:
            _identities[name, classes] = known
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
