"""Text of a page → element tree, whatever the text is."""

from __future__ import annotations

import re

from lxml import etree

from crawler.extract.script_hides import with_wrappers

MAX_CHARS = 3_000_000
"""Longer pages are cut: the longest article page seen has 0.9 million characters."""
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
RESERVED = ("\ufdd0", "\ufdd1", "\ufdd2")
"""Noncharacters that ``crawler.extract.walk`` marks places with; no text may hold them."""
_INLINE_TAG = re.compile(r"</?(?:font|span|b|i|u|strong|em|big|small|o:p|a)\b[^<>]{0,2000}>", re.IGNORECASE)
_PRE_STYLES = ('style="white-space:pre', 'style="white-space: pre')
_PREFORMATTED = etree.XPath(
    "//*[contains(@style, 'white-space:pre') or contains(@style, 'white-space: pre')]"
)
_LINE = re.compile(r"\r?\n")
_PARAGRAPH = re.compile(r"\r?\n(?=[ \t]*\r?\n|[ \t]*\u3000|[ \t]{2,}\S)")
_WRAPPED, _MANY = 60, 6
_MOST_BREAKS = 5000
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_END = re.compile(r"</html\s*>", re.IGNORECASE)


def parse(text: str, source: bytes = b"") -> etree._Element | None:
    """Parse a page; ``None`` when there is nothing to parse.  NUL and control characters are dropped.

    ``source``: the same in UTF-8, where it is at hand.
    libxml2 follows 2,048 levels and drops what is deeper; a page that goes there (never closed inline
    elements, or an attack) is parsed again without its inline elements, then without any.
    """
    if "<![CDATA[" in text:
        text, source = text.replace("<![CDATA[", "").replace("]]>", ""), b""
    for mark in RESERVED:
        if mark in text:
            text, source = text.replace(mark, ""), b""
    if (whole := with_wrappers(without_ends(text))) is not text:
        text, source = whole, b""
    for strip in (None, _INLINE_TAG, _ANY_TAG):
        if strip or not source:
            source = (strip.sub(" ", text) if strip else text).encode("utf-8", "replace")
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = etree.fromstring(source.translate(None, _CONTROLS), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None
        last = parser.error_log.last_error
        if root is None or last is None or last.type_name != "ERR_RESOURCE_LIMIT":
            break
    if root is not None:
        _break_preformatted(root, text)
    return root


def without_ends(text: str) -> str:
    """Return a page without its ``</html>``, where anything stands behind one: libxml2 reads no further.

    Browsers do (HTML 13.2.6.4.19, "after body").  Some templates close the page above its content, and who
    only appends to a file appends there.
    """
    end = _END.search(text)
    return _END.sub("", text) if end and text[end.end() :].strip() else text


def _break_preformatted(root: etree._Element, text: str) -> None:
    """Break the lines of preformatted elements; most pages have none."""
    for element in root.iter("pre"):
        if next(element.iterancestors("pre"), None) is None:  # with the outermost its insides are done
            _break_lines(element)
    if "white-space" in text and any(style in text for style in _PRE_STYLES):
        for element in _PREFORMATTED(root):
            _break_lines(element)


def _break_lines(element: etree._Element) -> None:
    """Put ``<br>`` where a preformatted element's text has line breaks, unless all lines are as long.

    Lines of one width are a paragraph wrapped by hand: there only blank lines and indents divide.
    """
    pieces = [piece for piece in element.itertext() if "\n" in piece]
    widths = [len(line.strip()) for line in "".join(pieces).splitlines() if line.strip()]
    most = max(widths, default=0)
    wrapped = (
        len(widths) >= _MANY and most <= _WRAPPED and sum(w >= most - 2 for w in widths) > len(widths) / 2
    )
    breaks = _PARAGRAPH if wrapped else _LINE
    for inner in list(element.iter()):
        if not isinstance(inner.tag, str) or inner.tag in {"script", "style", "textarea"}:
            continue
        if inner.text and "\n" in inner.text:
            first, *rest = breaks.split(inner.text, _MOST_BREAKS)
            inner.text = first
            for at, line in enumerate(rest):
                broken = inner.makeelement("br")
                broken.tail = line
                inner.insert(at, broken)
        if inner is not element and inner.tail and "\n" in inner.tail:
            first, *rest = breaks.split(inner.tail, _MOST_BREAKS)
            for line in reversed(rest):
                broken = inner.makeelement("br")
                broken.tail = line
                inner.tail = None
                inner.addnext(broken)
            inner.tail = first
