"""Requests seen before, with the one case Scrapy loses: a page that redirects to itself with a cookie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.dupefilters import RFPDupeFilter

if TYPE_CHECKING:
    from scrapy import Request


class RedirectAwareDupeFilter(RFPDupeFilter):
    """Let a redirect back to an address of its own chain pass (scrapy/scrapy#1225).

    Such a redirect sets a cookie and asks again; filtered, the page would be lost without callback or
    errback.  Loops still end: the redirect middleware counts hops.
    """

    def request_seen(self, request: Request) -> bool:
        """Return whether the request was made before and is not its own redirect."""
        seen = super().request_seen(request)
        return seen and request.url not in request.meta.get("redirect_urls", ())
