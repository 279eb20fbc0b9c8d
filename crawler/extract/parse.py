"""Text of a page → element tree, whatever the text is."""

from __future__ import annotations

import re

from lxml import etree

MAX_CHARS = 3_000_000
"""Longer pages are cut: the longest article page seen has 0.9 million characters."""
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_NOISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_INLINE_TAG = re.compile(r"</?(?:font|span|b|i|u|strong|em|big|small|o:p|a)\b[^<>]{0,2000}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")


def clean_source(text: str) -> str:
    """Drop what no parser should see: NUL and control characters, CDATA marks, noncharacters."""
    if "<![CDATA[" in text:
        text = _CDATA.sub("", text)
    return _NOISE.sub("", text) if _NOISE.search(text) else text


def parse(text: str) -> etree._Element | None:
    """Parse a page; ``None`` when there is nothing to parse.

    libxml2 follows 2,048 levels and drops what is deeper; a page that goes there (never closed inline
    elements, or an attack) is parsed again without its inline elements, then without any.
    """
    for strip in (None, _INLINE_TAG, _ANY_TAG):
        source = strip.sub(" ", text) if strip else text
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = etree.fromstring(source.encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError):
            return None
        too_deep = any(
            entry.type_name == "ERR_RESOURCE_LIMIT" or "depth" in entry.message for entry in parser.error_log
        )
        if root is None or not too_deep:
            return root
    return root
