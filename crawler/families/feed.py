"""Feeds and sitemaps: RSS, Atom, sitemap, news sitemap, sitemap index, gzipped or not."""

from __future__ import annotations

import gzip
import re
import zlib
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract.charset import decode
from crawler.families.json_list import plain, words
from crawler.families.list_page import absolute
from crawler.fetch.failures import header_texts
from crawler.site import ListItem, NewsSpider, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND = re.compile(r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(#?\w+;)?", re.DOTALL)
_LARGEST = 64 * 1024 * 1024
_DEEPEST_INDEX = 2
"""Steps from the list at which a sitemap index is still followed: they may not nest, some do, a hostile one
without end."""


class FeedSpider(NewsSpider):
    """Reads feeds and sitemaps; which of them a list is, its root element says."""

    family = "feed"

    # ── Feeds (read by FeedSpider) ──────────────────────────────────────────────────────────────
    full_text: bool = False
    """True where the feed carries whole articles: pages are then not fetched."""
    sitemap_follow: str = ""
    """Regular expression: which sitemaps of an index are read (newest first); empty: all."""
    max_sitemaps: int = 3
    """Sitemaps of an index in an ordinary crawl; with ``full``, ``since`` or ``date``: ``max_lists_back``."""

    def find_items(self, response: Response) -> Iterator[ListItem]:
        """Yield the entries of a feed or sitemap."""
        for element in entries(feed_tree(response)):
            link = link_of(element)
            url = absolute(response.url, link)
            if not link or not self.accepts(url):
                continue
            text = first(element, "encoded", "content", "description", "summary") if self.full_text else ""
            yield ListItem(
                url,
                title=plain(first(element, "title", "news/title")),
                published_raw=first(
                    element, "pubDate", "published", "date", "news/publication_date", "updated", "lastmod"
                ),
                author=plain(first(element, "author/name", "creator", "author")),
                source=plain(first(element, "source")),
                section=plain(first(element, "category", "category/@term")),
                keywords=words(first(element, "news/keywords", "keywords")),
                html=text,
            )

    def is_index(self, response: Response) -> bool:
        """Return whether a list names lists, not articles."""
        tree = feed_tree(response)
        return tree is not None and local_name(tree) == "sitemapindex"

    def next_lists(self, response: Response, template: str, page: int, day: str) -> Iterator[Request]:
        """Yield the requests of the sitemaps of an index, newest first, or of the feed's next page."""
        tree = feed_tree(response)
        if tree is None or local_name(tree) != "sitemapindex":
            yield from super().next_lists(response, template, page, day)
            return
        if response.meta.get("depth", 0) >= _DEEPEST_INDEX:
            self.count("list/sitemaps_too_deep")
            return
        maps = [(first(entry, "lastmod"), absolute(response.url, first(entry, "loc"))) for entry in tree]
        maps = [row for row in maps if row[1] not in {"", response.url}]
        wanted = [row for row in maps if re.search(self.sitemap_follow, row[1])]
        most = self.max_lists_back if self.goes_back else self.max_sitemaps
        self.count("list/sitemaps_left", max(len(wanted) - most, 0))
        for _, url in sorted(wanted, key=lambda row: row[0], reverse=True)[:most]:
            yield self.list_request(template, page, parse_day(day, "day"), url=url)


def feed_tree(response: Response) -> etree._Element | None:
    """Return the root of a feed, repaired where it is not well-formed; ``None`` when it is no XML."""
    body = response.body
    if body[:2] == b"\x1f\x8b":
        try:
            with gzip.GzipFile(fileobj=BytesIO(body)) as packed:
                body = packed.read(_LARGEST)
        except (OSError, EOFError, zlib.error):
            return None
    text = _CONTROL.sub("", decode(body, header_texts(response)).text)
    text = re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", text)
    if not text.startswith("<") or re.match(r"(?i)<!doctype html|<html", text):
        return None
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(_AMPERSAND.sub(_repaired, text).encode(), parser)


def _repaired(found: re.Match[str]) -> str:
    """Escape a bare ``&``, resolve HTML's names: after either a recovering parser drops all entities."""
    text = found[0]
    if text.startswith(("<", "&#")) or text in {"&amp;", "&lt;", "&gt;", "&quot;", "&apos;"}:
        return text
    resolved = unescape(text)
    return resolved if found[1] and resolved != text else text.replace("&", "&amp;")


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace; ``""`` for comments."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def entries(tree: etree._Element | None) -> list[etree._Element]:
    """Return a feed's items, entries, or addresses."""
    if tree is None:
        return []
    return [element for element in tree.iter() if local_name(element) in {"item", "entry", "url"}]


def first(element: etree._Element, *paths: str) -> str:
    """Return the text at the first of ``paths`` that has one: child names joined by ``/``, or ``@name``."""
    for path in paths:
        here = [element]
        for step in path.split("/"):
            if step.startswith("@"):
                texts = [found.get(step[1:], "") for found in here]
                break
            here = [child for found in here for child in found if local_name(child) == step]
        else:
            texts = ["".join(found.itertext()) for found in here]
        if text := next((text.strip() for text in texts if text.strip()), ""):
            return text
    return ""


def link_of(entry: etree._Element) -> str:
    """Return an entry's address: RSS ``link`` or permalink ``guid``, Atom ``link@href``, sitemap ``loc``."""
    for child in entry:
        if local_name(child) == "link" and child.get("href") and child.get("rel", "alternate") == "alternate":
            return child.get("href", "").strip()
    found = first(entry, "link", "loc")
    guid = first(entry, "guid")
    return found or (guid if guid.startswith("http") else "")
