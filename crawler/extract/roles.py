"""What each block of a page is: title, body, or a line of credits beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract import wording

if TYPE_CHECKING:
    from crawler.extract.extraction import Extraction
    from crawler.items import Fragment

CREDIT_CHARS = 120
"""A line that credits somebody is no longer."""
_NEAR_TITLE = 6
_NEAR_BODY = 12
_PROMPTS = 30
"""Blocks that a prompt to pay may push between a text and the line of its editors."""
_SHORT = 30


def assign(extraction: Extraction, indexes: list[int]) -> None:
    """Mark the title, the blocks of the body (``indexes``), and the credit lines in and around it."""
    from crawler.extract.credit_lines import is_byline_line

    fragments = extraction.page.fragments
    for i in indexes:
        fragments[i].role = "body"
    if extraction.title_index >= 0:
        fragments[extraction.title_index].role = "title"
    if not indexes:
        return
    first, last = min(indexes), max(indexes)
    start = (
        extraction.title_index
        if 0 <= first - extraction.title_index <= 3 * _NEAR_BODY and extraction.title_index >= 0
        else first - _NEAR_BODY
    )
    edge = {*indexes[:4], *indexes[-6:]}
    other = False
    for fragment in fragments[max(start - _NEAR_TITLE, 0) : _end(fragments, last)]:
        behind = fragment.index > last
        if behind and _is_headline(extraction, fragment.index):
            break  # the next article
        text = extraction.bar.lines.get(fragment.index, fragment.text)
        other = other or (behind and fragment.kind == "heading" and not _credits_somebody(text))
        if other and not (len(text) <= _SHORT and wording.is_editor_line(text)):
            continue  # in a box of other things, which the line of the editors may follow
        if (
            fragment.role == "title"
            or fragment.hidden
            or len(text) > CREDIT_CHARS
            or fragment.link_chars > 0.9 * len(text)
            or not wording.may_be_credit(text)
        ):
            continue
        if fragment.role == "body":
            credit = wording.is_editor_line(text) or (
                fragment.index in edge and len(indexes) > 1 and is_byline_line(text)
            )
        else:
            credit = _credits_somebody(text)
        if credit:
            fragment.role = "byline"


def _credits_somebody(text: str) -> bool:
    from crawler.extract.credit_lines import is_byline_line

    return wording.may_be_credit(text) and (
        wording.is_editor_line(text) or wording.is_credit_line(text) or is_byline_line(text)
    )


def _end(fragments: list[Fragment], last: int) -> int:
    """Return the block behind the text's ``last`` at which the search for credits ends."""
    end = last + _NEAR_BODY
    if "/form" not in fragments[last].path:  # some pages are one form
        # One for comments or a login may stand between
        end += sum("/form" in f.path for f in fragments[last + 1 : end])
    prompted = any(
        len(f.text) <= CREDIT_CHARS and wording.is_paywall(f.text) for f in fragments[last + 1 : end]
    )
    return end + _PROMPTS if prompted else end


def _is_headline(extraction: Extraction, i: int) -> bool:
    """Tell a block that looks as the headline does by its element and names."""
    if extraction.title_index < 0 or i >= len(extraction.page.nodes):
        return False
    own, node = extraction.page.nodes[extraction.title_index], extraction.page.nodes[i]
    return bool(node.ident) and (node.tag, node.ident) == (own.tag, own.ident)
