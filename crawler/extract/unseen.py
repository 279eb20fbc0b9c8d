"""What a page says where its readers do not look: in its head, in attributes, scripts, comments and frames.

Hackers write there for search engines alone.  The detector judges these texts beside the page's own; they are
never part of an article.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import chain, islice
from typing import TYPE_CHECKING

from crawler.extract.blocks import fold
from crawler.extract.cloaking import cloaking, leads_to_sellers, loads_a_script, may_cloak, may_load
from crawler.extract.hidden import style_rules
from crawler.extract.parse import parse
from crawler.extract.script_writes import keeps_data, kept, written
from crawler.extract.walk import Walker
from crawler.items import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml import etree

    from crawler.extract.addresses import Addresses
    from crawler.extract.elements import Elements
    from crawler.extract.extraction import Extraction
    from crawler.items import FragmentKind, Link

_HAN = re.compile("[\u3400-\u9fff].?[\u3400-\u9fff]|&#")
_HIDDEN = frozenset({"comment", "iframe", "id", "script"})
"""Places nobody at all reads; of attributes and head, sites' own words are seen in lists and pointed at."""
_MOST, _CHARS = 300, 30_000
"""Texts of a page that are taken, and their characters together."""
_MOST_ASKED, _SHOWN = 2000, 200_000
"""Texts that are looked for in what a page shows, and characters of that: no real page has so many."""
_LONGEST = 3000
"""Characters of one that are read."""
_SHORTEST_COMMENT, _LONGEST_COMMENT, _MOST_COMMENTS, _NEAR_END = 30, 50_000, 100, 30_000
_CONDITION = re.compile(r"^\s*\[if [^\]]{1,60}\]>|<!\[endif\]\s*$")
_ADDRESS = re.compile(r"url\s*=\s*[\"']?([^\"'\s]+)", re.IGNORECASE)
_CONTENT = re.compile(r"content\s*:\s*[\"']([^\"'\\\n]{4,500})")
_DATA = re.compile(r"\sdata-[\w-]{1,40}\s*=\s*(?:\"([^\"<>]{4,500})\"|'([^'<>]{4,500})')")
"""Words an element keeps for scripts."""
_ID = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{4,8}")
"""An id out of letters and digits that is no word."""
_SCATTERED = 3
"""Elements of a kit that has scattered them."""


def unseen(extraction: Extraction, source: str) -> list[Fragment]:
    """Return what a page (``source``: its text) says beside what its readers see.

    ``hidden_by`` says where; ``kind`` is ``code`` where it is no words.  What the page shows too is left out.
    """
    known = {f.text for f in extraction.page.fragments}
    known |= {extraction.draft.title, extraction.document_title}
    shown = ""
    found: list[Fragment] = []
    left = _CHARS
    for fragment in islice(chain(_code(extraction), _words(extraction, source)), _MOST_ASKED):
        text = fragment.text
        if text in known:
            continue
        shown = shown or "\n".join(known)[:_SHOWN]
        known.add(text)
        if fragment.kind != "code" and (not _HAN.search(text) or text.rstrip(" .…") in shown):
            continue
        left -= len(text)
        if left < 0 or len(found) == _MOST:
            break
        found.append(fragment)
    return found


def _words(extraction: Extraction, source: str) -> Iterator[Fragment]:
    """Yield the texts, of pictures last: there are most."""
    yield from _stated(extraction)
    yield from _written(extraction)
    for frame in extraction.elements.frames:
        yield from _markup(extraction, frame, "iframe")
    for comment in _comments(source):
        yield from _markup(extraction, comment, "comment")
    for text in extraction.elements.described:
        yield from _text(text, "attribute")
    for m in _DATA.finditer(source):
        yield from _text(unescape(m[1] or m[2]), "attribute")
    for kind, code in extraction.elements.scripts:
        if "{" in code and ("json" in kind or keeps_data(code)) and "ld+json" not in kind:
            for text in kept(code):
                yield from _text(text, "data")


def _stated(extraction: Extraction) -> Iterator[Fragment]:
    """Yield what the head of the page says, and its drawings."""
    elements = extraction.elements
    for meta in chain(elements.metas, elements.later_metas):
        yield from _text(meta.get("content"), "head", "meta")
    for text in extraction.data.said:
        yield from _text(text, "head", "meta")
    for text in elements.drawn:
        yield from _text(text, "drawing")


def _written(extraction: Extraction) -> Iterator[Fragment]:
    """Yield what style sheets and scripts put into the page."""
    elements = extraction.elements
    for sheet in elements.styles:
        for m in _CONTENT.finditer(sheet) if "content" in sheet else ():
            yield from _text(m[1], "style")
    for kind, code in elements.scripts:
        for text in written(code) if "json" not in kind else ():
            yield from _markup(extraction, text, "script")


def _code(extraction: Extraction) -> Iterator[Fragment]:
    """Yield code that only who breaks into a page leaves there."""
    elements, addresses = extraction.elements, extraction.addresses
    for kind, code in elements.scripts:
        if "json" not in kind and may_cloak(code):
            yield from _text(cloaking(code, addresses), "script", "code")
    for handler in elements.handlers:
        if may_load(handler):
            yield from _text(loads_a_script(handler, addresses), "script", "code")
    for address in (*elements.framed, *_refreshes(elements)):
        yield from _led_to(addresses, address)
    yield from _text(_scattered(elements.odd), "id", "code")


def _led_to(addresses: Addresses, address: str) -> Iterator[Fragment]:
    """Yield an address that readers are led to unasked, where it is another site's."""
    absolute = addresses.absolute(address)
    if leads_to_sellers(address, addresses):
        yield from _text(address, "script", "code")
    elif addresses.offsite(absolute):
        yield from _text(absolute, "address", "code")


def _refreshes(elements: Elements) -> Iterator[str]:
    """Yield the addresses a page goes to by itself."""
    for meta in chain(elements.metas, elements.later_metas):
        if meta.get("http-equiv", "").lower() == "refresh" and (
            m := _ADDRESS.search(meta.get("content", ""))
        ):
            yield m[1]


def _scattered(odd: list[etree._Element]) -> str:
    """Return elements hardly anybody uses that share a random id, as a kit scatters them around its links."""
    ids = [(e.tag, name) for e in odd if _ID.fullmatch(name := e.get("id") or "")]
    names = {name for _, name in ids}
    if len(ids) < _SCATTERED or len({tag for tag, _ in ids}) < 2 or len(names) == len(ids):
        return ""
    return "".join(f'<{tag} id="{name}"></{tag}>' for tag, name in ids[:_MOST])


def _text(
    value: str | None, where: str, kind: FragmentKind = "paragraph", links: list[Link] | None = None
) -> Iterator[Fragment]:
    if text := fold(value or "")[:_LONGEST]:
        chars = sum(link.end - link.start for link in links or ())
        yield Fragment(0, text, "chrome", kind, "", 1, where in _HIDDEN, where, chars, links or [])


def _markup(extraction: Extraction, markup: str, where: str) -> Iterator[Fragment]:
    """Yield the texts of a piece of mark-up, with their links."""
    if "<" not in markup:
        yield from _text(markup, where)
    elif _HAN.search(markup) and (root := parse(markup)) is not None:
        for f in Walker(extraction.addresses, style_rules(())).walk(root).fragments:
            yield from _text(f.text, where, f.kind, f.links)


def _comments(source: str) -> Iterator[str]:
    """Yield the comments near a page's two ends that hold links: nobody injects one in between."""
    size = len(source)
    for at, last in ((0, min(size, _NEAR_END)), (max(_NEAR_END, size - _NEAR_END), size)):
        end = at
        for _ in range(_MOST_COMMENTS):
            start = source.find("<!--", end, last)
            end = source.find("-->", start + 4) if start >= 0 else -1
            if end < 0:
                break
            if _SHORTEST_COMMENT <= end - start <= _LONGEST_COMMENT and source.find("href", start, end) >= 0:
                yield _CONDITION.sub("", source[start + 4 : end])
