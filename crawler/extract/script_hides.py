"""What scripts hide as soon as a page is read: an old way of keeping links from readers alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.hidden import hidden_by_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 8000
"""Characters of a script that are read."""
_HIDES = re.compile(
    r"(?:document\.getElementById\(\s*[\"']([\w-]{1,60})[\"']\s*\)"
    r"|(?:\$|jQuery)\(\s*[\"']([#.][\w-]{1,60})[\"']\s*\))"
    r"(?:\.style\.(?:display\s*=\s*[\"']none|visibility\s*=\s*[\"']hidden)|\.hide\(\s*\)"
    r"|\.css\(\s*[\"']display[\"']\s*,\s*[\"']none)"
)
_SHEET = re.compile(r"<style[^<>]{0,200}>(.{1,2000}?)<\\?/style", re.DOTALL | re.IGNORECASE)
_SCRIPT = re.compile(r"<script[^<>]{0,200}>([^<]{0,60}<[^<>]{0,300}>[^<]{0,60})</script>", re.IGNORECASE)
_TAG = "(?:div|span|p|ul|dl|font|center|section|marquee)"
_WRITES = r"\s*document\.write(?:ln)?\(\s*([\"'])"
_OPENS = re.compile(rf"{_WRITES}(<{_TAG}\b([^<>]{{0,280}})>)\1\s*\)\s*;?\s*", re.IGNORECASE)
_CLOSES = re.compile(rf"{_WRITES}<\\?(/{_TAG})\s*>\1\s*\)\s*;?\s*", re.IGNORECASE)
_STYLE = re.compile(r"\bstyle\s*=\s*\\?[\"']?([^\"'\\>]+)", re.IGNORECASE)


def hiding_sheets(scripts: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield style sheets that scripts (kind, code) write, and rules for what they hide outside functions."""
    for _, code in scripts:
        if len(code) > _LONGEST:
            continue
        if "display" in code or "visibility" in code or ".hide(" in code:
            for m in _HIDES.finditer(code):
                if code.count("{", 0, m.start()) == code.count("}", 0, m.start()):
                    yield f"{m[2] or '#' + m[1]}{{display:none}}"
        if "<style" in code:
            yield from _SHEET.findall(code)


def with_wrappers(text: str) -> str:
    """Return a page with the elements in it that scripts open to hide what follows, and close behind it.

    A script that does anything else is left alone, and so is what it opens to be seen.
    """
    if "document.write" not in text:
        return text
    opened = 0

    def one(m: re.Match[str]) -> str:
        nonlocal opened
        if start := _OPENS.fullmatch(m[1]):
            style = _STYLE.search(start[3])
            if style and hidden_by_style(style[1]):
                opened += 1
                return start[2].replace("\\", "")
        elif opened and (end := _CLOSES.fullmatch(m[1])):
            opened -= 1
            return f"<{end[2]}>"
        return m[0]

    return _SCRIPT.sub(one, text)
