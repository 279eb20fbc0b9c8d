"""Text of a page → element tree, whatever the text is."""

from __future__ import annotations

import re

from lxml import etree

MAX_CHARS = 3_000_000
"""Longer pages are cut: the longest article page seen has 0.9 million characters."""
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32), 127])
RESERVED = ("\ufdd0", "\ufdd1", "\ufdd2")
"""Noncharacters that ``crawler.extract.walk`` marks places with; no text may hold them."""
_INLINE_TAG = re.compile(r"</?(?:font|span|b|i|u|strong|em|big|small|o:p|a)\b[^<>]{0,2000}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


def parse(text: str) -> etree._Element | None:
    """Parse a page; ``None`` when there is nothing to parse.  NUL and control characters are dropped.

    libxml2 follows 2,048 levels and drops what is deeper; a page that goes there (never closed inline
    elements, or an attack) is parsed again without its inline elements, then without any.
    """
    if "<![CDATA[" in text:
        text = _CDATA.sub("", text)
    for mark in RESERVED:
        if mark in text:
            text = text.replace(mark, "")
    for strip in (None, _INLINE_TAG, _ANY_TAG):
        source = strip.sub(" ", text) if strip else text
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = etree.fromstring(source.encode("utf-8", "replace").translate(None, _CONTROLS), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None
        last = parser.error_log.last_error
        if root is None or last is None or last.type_name != "ERR_RESOURCE_LIMIT":
            return root
    return root
