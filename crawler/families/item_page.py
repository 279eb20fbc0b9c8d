"""An article whose text came inside JSON or a feed, made into a page so that one path extracts all."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from scrapy.http import HtmlResponse

from crawler.extract.selectors import Selectors

if TYPE_CHECKING:
    from crawler.extract.selectors import Choice

FLAG = "from_list"
"""In ``response.flags``: the page was made here."""


def make_page(url: str, title: str, text: str) -> HtmlResponse:
    """Return a page with a title and a text; ``text`` is HTML, or plain text with a paragraph per line."""
    if not re.search(r"<\w[^>]*>", text):
        text = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    html = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f'<body><article>{heading}<div id="item-text">{text}</div></article></body></html>'
    )
    headers = {"Content-Type": "text/html; charset=utf-8"}
    return HtmlResponse(url, headers=headers, body=html.encode(), encoding="utf-8", flags=[FLAG])


def page_selectors(remove: Choice = ()) -> Selectors:
    """Return the selectors of such a page; ``remove`` are the site's, for what the text itself holds."""
    return Selectors(title="article > h1", body="#item-text", remove=remove)
