"""Portals: lists of links in HTML, article pages with selectors, meta tags or JSON-LD."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.families.list_page import ListPage
from crawler.site import ListItem, NewsSpider, parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response

    from crawler.site import Queries


class PortalSpider(NewsSpider):
    """Reads the links of list pages; pages on by ``{page}``, ``next_list`` or ``list_pages``."""

    family = "portal"

    # ── Lists (read by PortalSpider) ────────────────────────────────────────────────────────────
    links: Queries = ""
    """Links to articles (elements, or elements that hold them); empty: all that ``article_url`` fits."""
    list_date: Queries = ""
    """The date beside a link: looked for in the link and in the elements around it."""
    next_list: Queries = ""
    """The link to the list's next page."""

    def find_items(self, response: Response) -> Iterator[ListItem]:
        """Yield the list's article links."""
        page = ListPage(response)
        for anchor in page.anchors(self.links) if self.links else page.anchors():
            if self.accepts(anchor.url):
                published = page.near(anchor, self.list_date) if self.list_date else ""
                yield ListItem(
                    anchor.url, title=anchor.text if not published else "", published_raw=published
                )

    def next_lists(self, response: Response, template: str, page: int, day: str) -> Iterator[Request]:
        """Yield the request of the list's next page."""
        if not self.next_list:
            yield from super().next_lists(response, template, page, day)
            return
        for anchor in ListPage(response).anchors(self.next_list)[:1]:
            if anchor.url != response.url:
                yield self.list_request(template, page + 1, parse_day(day, "day"), url=anchor.url)
