"""Injected content on a list page: what the detector made for articles says of a page of links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING

from crawler.extract import extract_html
from crawler.extract.charset import decode
from crawler.spam import Thresholds, find_spam
from crawler.text.script import detect

if TYPE_CHECKING:
    from collections.abc import Mapping

_TITLE = re.compile(r"<title[^>]*>([^<]{1,2000})", re.IGNORECASE)


@dataclass(slots=True)
class ListSpam:
    """What is wrong with a list page."""

    hacked: bool = False
    links: set[str] = field(default_factory=set)
    """Addresses linked from injected texts."""


def inspect_list(
    body: bytes, *, url: str, headers: Mapping[str, str], thresholds: Thresholds | None = None
) -> ListSpam:
    """Return what is injected in a list page; 20 to 180 ms a page.

    Measured on 21 list pages of Hong Kong and Taiwan outlets: none is called hacked.  The page's
    ``<title>`` is judged as an article's would be, since brands are added there first.
    """
    fragments = extract_html(body, url=url, headers=headers).fragments
    for fragment in fragments:
        fragment.script = detect(fragment.text)
    title = _TITLE.search(decode(body, headers).text)
    name = unescape(title[1]).strip() if title else ""
    verdict = find_spam(fragments, title=name, thresholds=thresholds)
    cut: dict[int, str] = {}
    for span in verdict.spans:
        if span.state == "cut":
            cut[span.fragment] = cut.get(span.fragment, "") + span.text + "\n"
    links = {
        link.href
        for fragment in fragments
        for link in fragment.links
        if fragment.text[link.start : link.end] in cut.get(fragment.index, "")
    }
    return ListSpam(verdict.hacked, links)
