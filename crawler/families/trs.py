"""T1, TRS WCM: lists go on in ``index_1.html`` … as the page's ``createPageHTML(…)`` says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crawler.families.list_page import ListPage
from crawler.families.portal import PortalSpider
from crawler.site import parse_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request
    from scrapy.http import Response

_PAGES = re.compile(r"createPageHTML\(\s*(\d+)\s*,\s*(\d+)\s*,\s*[\"'](\w+)[\"']\s*,\s*[\"'](\w+)[\"']")


class TrsSpider(PortalSpider):
    """``createPageHTML(pages, current, name, ending)`` counts pages from 0."""

    family = "trs"
    body = "div.TRS_Editor"

    def next_lists(self, response: Response, template: str, page: int, day: str) -> Iterator[Request]:
        """Yield the request of the list's next page, where the script says that there is one."""
        if found := _PAGES.search(ListPage(response).text):
            following = int(found[2]) + 1
            if following < int(found[1]):
                url = urljoin(response.url, f"{found[3]}_{following}.{found[4]}")
                yield self.list_request(template, page + 1, parse_day(day, "day"), url=url)
            return
        yield from super().next_lists(response, template, page, day)
