"""Where a page's body is taken from: the site's selectors, its blocks, one of its flashes, or its data."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import body, embedded_article, flashes, index_page, structured, wording
from crawler.extract.addresses import Addresses
from crawler.extract.anchor import DATE_LINE
from crawler.extract.blocks import fold
from crawler.extract.document_title import key, strip_site
from crawler.extract.hidden import StyleRules
from crawler.extract.parse import MAX_CHARS, parse
from crawler.extract.roles import CREDIT_CHARS
from crawler.extract.walk import Walker
from crawler.items import Fragment

if TYPE_CHECKING:
    from lxml import etree

    from crawler.extract.blocks import Node
    from crawler.extract.extraction import Extraction

_NEAR_HEADLINE, _FEWEST_ROWS = 6, 3
_SHORTEST_STATED = 4
"""Characters of a headline in a page's data at least."""
_FLASH = re.compile(r"^【(?P<title>[^【】]{4,60})】(?=.{20,}[。！？])", re.DOTALL)


def declared_body(
    extraction: Extraction, elements: list[etree._Element], removed: list[etree._Element]
) -> list[int]:
    """Return the blocks in a site's ``elements`` for the body, without those in ``removed`` and furniture."""
    if not elements:
        return []
    inside, outside = set(elements), set(removed)
    extraction.containers = inside
    held: dict[Node, bool] = {}
    for node in extraction.page.all_nodes:
        above = node.parent is not None and held[node.parent]
        held[node] = (above or node.element in inside) and node.element not in outside
    found = [
        i
        for i, node in enumerate(extraction.page.nodes)
        if held.get(node) and i != extraction.title_index and (not extraction.page.fragments[i].hidden)
    ]
    return [i for i in found if not _is_furniture(extraction.page.fragments[i])]


def _is_furniture(fragment: Fragment) -> bool:
    text = fragment.text
    return (
        fragment.kind == "caption"
        or wording.is_editor_line(text)
        or wording.is_control(text)
        or wording.is_notice(text)
        or wording.is_first_title(text)
        or wording.is_picture_credit(text)
        or wording.heads_related(text)
    )


def generic_body(extraction: Extraction) -> list[int]:
    """Return the blocks chosen for the body on a page nobody described; note how they were found."""
    draft = extraction.draft
    fragments = extraction.page.fragments
    choice = body.choose(extraction.page, extraction.title_index, draft.title)
    flash = flashes.asked_for(extraction.page, extraction.title_index, draft.title)
    if not flash and index_page.names_a_stream(draft.title):
        flash = _addressed_flash(extraction)
    if flash:
        choice = body.taken_from(extraction.page, flash, extraction.title_index)
    chars = sum(len(fragments[i].text) for i in choice.indexes if not fragments[i].hidden)
    if chars < 100:
        added = _from_data(extraction, chars)
        if added:
            return added
    if not choice.indexes and (headed := _whole_flash(extraction) or _table_below(extraction)):
        return headed
    if choice.indexes:
        draft.method, draft.confidence = "generic", choice.confidence
        draft.fields["body"] = "generic"
        extraction.containers = {choice.container.element} if choice.container else set()
        _show_credits(extraction, choice)
    for i in (*choice.indexes, *choice.unfolded):
        if fragments[i].hidden:
            # The text is hidden until a script shows it: this is no hidden text.
            fragments[i].hidden = False
            fragments[i].hidden_by = f"{fragments[i].hidden_by}, shown by script"
    return choice.indexes


def _addressed_flash(extraction: Extraction) -> range | None:
    """Take the headline of the flash that the address names; return the flash's place."""
    if found := flashes.addressed(extraction.page, extraction.draft.url):
        flash, extraction.title_index = found
        text = next(
            (f.text for f in extraction.page.fragments[flash.start : flash.stop] if len(f.text) >= 20), ""
        )
        begun = _FLASH.match(text)
        if extraction.title_index >= 0:
            extraction.draft.title = extraction.page.fragments[extraction.title_index].text
        elif begun:
            extraction.draft.title = begun["title"]
        extraction.draft.fields["title"] = "address"
        return flash
    return None


def _whole_flash(extraction: Extraction) -> list[int]:
    """Take a flash that is all set as a heading (【headline】text) apart."""
    draft, i = extraction.draft, extraction.title_index
    flash = _FLASH.match(draft.fragments[i].text) if i >= 0 else None
    if flash is None:
        return []
    draft.title, extraction.title_index = flash["title"], -1
    draft.method, draft.confidence, draft.fields["body"] = "generic", 0.6, "heading"
    return [i]


def _table_below(extraction: Extraction) -> list[int]:
    """Return the rows of a table right below headline and date, where a page has no other text."""
    fragments, i = extraction.page.fragments, extraction.title_index
    if i < 0:
        return []
    rows = next((f.index for f in fragments[i + 1 : i + _NEAR_HEADLINE] if f.kind == "table_row"), -1)
    if rows < 0 or not any(DATE_LINE.search(f.text) for f in fragments[i + 1 : rows]):
        return []
    found = []
    for fragment in fragments[rows:]:
        if fragment.kind != "table_row" or fragment.hidden:
            break
        found.append(fragment.index)
    if len(found) < _FEWEST_ROWS:
        return []
    extraction.draft.method, extraction.draft.fields["body"] = "generic", "table"
    return found


def _show_credits(extraction: Extraction, choice: body.Choice) -> None:
    """Take the credit lines of a text that a script will show for as visible as the text."""
    container = choice.container
    if container is None or not container.hidden:
        return
    for fragment, node in zip(extraction.page.fragments, extraction.page.nodes, strict=True):
        if (
            fragment.hidden_by == container.hidden
            and len(fragment.text) <= CREDIT_CHARS
            and wording.may_be_credit(fragment.text)
            and node.lies_in(container)
        ):
            fragment.hidden = False
            fragment.hidden_by = f"{fragment.hidden_by}, shown by script"


def _from_data(extraction: Extraction, shown: int) -> list[int]:
    """Take the body from JSON-LD or the page's state when the page itself shows none."""
    raw, where, title = extraction.data.article.get("articleBody"), "json_ld", ""
    if not isinstance(raw, str) or len(raw) < 100:
        found = embedded_article.embedded_article(extraction.elements)
        if found is None or (_shows_lists(extraction) and not _is_own_title(extraction, found.title)):
            return []
        raw, where, extraction.said = found.body, found.where, found.said
        title = structured.plain(found.title)
    pieces, pictures = _paragraphs(raw)
    if sum(len(p) for p in pieces) < max(60, 2 * shown):
        return []
    _call_as_stated(extraction, title)
    start = len(extraction.page.fragments)
    extraction.page.fragments.extend(
        Fragment(start + i, piece, "chrome", path=where) for i, piece in enumerate(pieces)
    )
    extraction.pictured = pictures
    extraction.draft.method, extraction.draft.confidence, extraction.draft.fields["body"] = where, 0.8, where
    return [
        f.index
        for f in extraction.page.fragments[start:]
        if not _is_furniture(f) and not wording.is_credit_line(f.text)
    ]


def _call_as_stated(extraction: Extraction, title: str) -> None:
    """Take the headline of the object that holds the text, unless the page's own says it."""
    draft, stated, own = extraction.draft, key(title), key(extraction.draft.title)
    if len(stated) < _SHORTEST_STATED or draft.fields.get("title", "").startswith("site:"):
        return
    if len(own) >= _SHORTEST_STATED and (own in stated or stated in own):
        return
    draft.title, draft.fields["title"], extraction.title_index = strip_site(title), "state", -1


def _shows_lists(extraction: Extraction) -> bool:
    """Tell a page that is no mere shell: what its data holds may be any of the things it lists."""
    fragments = extraction.page.fragments
    return sum(f.link_chars > 0.8 * len(f.text) for f in fragments) >= index_page.LIST_LINKS


def _is_own_title(extraction: Extraction, text: str) -> bool:
    return len(key(text)) >= 6 and key(text) in key(extraction.draft.title)


def _paragraphs(raw: str) -> tuple[list[str], list[etree._Element]]:
    """Split a body from a script into paragraphs, and find its images; it may be HTML, also escaped."""
    from html import unescape

    if "&lt;" in raw and "<p" not in raw:
        raw = unescape(raw)
    if re.search(r"<(?:p|br|div|span|section)\b", raw, re.IGNORECASE):
        inner = parse(raw[:MAX_CHARS])
        if inner is not None:
            page = Walker(Addresses(""), StyleRules([])).walk(inner)
            return [f.text for f in page.fragments if not f.hidden], [image for _, image in page.images]
    return [t for t in (fold(unescape(line)) for line in raw.splitlines()) if t], []
