"""Bytes of a page → ``Draft``: one parse, one walk, then selectors, structured data and the generic path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract import body_source, charset, confidence, infobar, metadata, partial, roles, verdict
from crawler.extract.extraction import Extraction
from crawler.extract.hidden import style_rules
from crawler.extract.named_hosts import named_hosts
from crawler.extract.parse import MAX_CHARS, parse
from crawler.extract.script_hides import hiding_sheets
from crawler.extract.selectors import Selectors, alternatives, matches
from crawler.extract.unseen import unseen
from crawler.extract.walk import Walker
from crawler.items import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


_FILES = (b"PK\x03\x04", b"Rar!", b"%PDF-", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
"""What files begin with that some servers send as pages: archives, office documents, pictures."""


def extract_html(
    body: bytes,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    selectors: Selectors | None = None,
    now: datetime | None = None,
) -> Draft:
    """Take a page apart.  Any bytes are taken; only a malformed selector raises (``ValueError``).

    The first that gives a body wins: the site's ``selectors``, the generic path, and for pages that show
    no text themselves JSON-LD or the page's embedded state.  ``url``: the address after redirects.
    ``headers``: of the response (``Content-Type`` counts).  ``now``: when it was fetched, for dates
    without a year.  Pages longer than 3 million characters are cut, which ``fields["page"]`` says.
    """
    if body.startswith(_FILES):
        return Draft(url=url, not_article="document")
    decoded = charset.decode(body, headers)
    draft = Draft(url=url, encoding=decoded.encoding, mojibake=decoded.mojibake)
    text, source = decoded.text, decoded.utf8
    if len(text) > MAX_CHARS:
        text, source = text[:MAX_CHARS], b""
        draft.fields["page"] = f"cut at {MAX_CHARS} characters"
    root = None if not text or text.isspace() else parse(text, source)
    if root is None:
        draft.not_article = "empty"
        return draft
    extraction = Extraction(root, draft, selectors or Selectors(), now, text)
    _staged(extraction)
    draft.unseen = unseen(extraction, text)
    draft.hosts = named_hosts(extraction, text)
    return draft


def _staged(extraction: Extraction) -> None:
    """Fill in the draft, stage by stage: each reads what those before it found."""
    draft = extraction.draft
    elements, selector = extraction.selected("body")
    removed = [
        e
        for s in alternatives(extraction.selectors.remove)
        for e in matches(extraction.root, s)[0]
        if etree.iselement(e)
    ]
    rules = style_rules((*extraction.elements.styles, *hiding_sheets(extraction.elements.scripts)))
    extraction.page = Walker(extraction.addresses, rules, frozenset((*elements, *removed))).walk(
        extraction.root
    )
    if extraction.page.cut:
        draft.fields["page"] = "cut: too many elements"
    draft.fragments = extraction.page.fragments
    metadata.set_title(extraction)
    indexes = body_source.declared_body(extraction, elements, removed)
    if indexes:
        draft.method, draft.confidence = "site", 0.99
        draft.fields["body"] = f"site:{selector}"
    else:
        indexes = body_source.generic_body(extraction)
    metadata.set_title_above(extraction, indexes)
    if indexes:
        extraction.bar = infobar.read(extraction.page, extraction.title_index, min(indexes))
    roles.assign(extraction, indexes)
    metadata.set_kicker_and_subtitle(extraction)
    metadata.set_document_fields(extraction)
    metadata.set_credits(extraction)
    metadata.set_dates(extraction)
    metadata.set_images(extraction)
    metadata.set_next_pages(extraction)
    if draft.method == "generic":
        draft.confidence = confidence.of_body(draft)
    draft.is_partial = partial.is_partial(draft, extraction.data)
    draft.not_article = verdict.not_article(draft, extraction.data, len(extraction.page.images))
