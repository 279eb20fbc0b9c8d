"""Redirects that Scrapy loses without a word (to the same address, to another site) or stumbles over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.redirect import MetaRefreshMiddleware
from scrapy.dupefilters import RFPDupeFilter
from scrapy.exceptions import IgnoreRequest

from crawler.families.list_page import registered_domain

if TYPE_CHECKING:
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class RedirectAwareDupeFilter(RFPDupeFilter):
    """Let a redirect back to an address of its own chain pass (scrapy/scrapy#1225).

    Such a redirect sets a cookie and asks again; filtered, the page would be lost without callback or
    errback.  Loops still end: the redirect middleware counts hops.
    """

    def request_seen(self, request: Request) -> bool:
        """Return whether the request was made before and is not its own redirect."""
        seen = super().request_seen(request)
        return seen and request.url not in request.meta.get("redirect_urls", ())


class OnSiteMiddleware:
    """Refuse what lies outside a spider's ``allowed_domains``, so that the errback hears of it.

    In place of Scrapy's ``OffsiteMiddleware``, which drops a redirect to another site while it is
    scheduled: neither callback nor errback, and an outlet that has moved looks like an empty one.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raise ``IgnoreRequest`` for a request to another site; ``meta["allow_offsite"]`` lets it pass."""
        if request.meta.get("allow_offsite"):
            return
        allowed = getattr(self.crawler.spider, "allowed_domains", None)
        domain = registered_domain(request.url)
        if allowed and domain not in allowed and request.url.startswith("http"):
            raise IgnoreRequest(f"offsite: leads to {domain}")


class GuardedMetaRefreshMiddleware(MetaRefreshMiddleware):
    """Scrapy's, except that a page whose ``<base>`` or refresh is no address (``http://[``) stays a page.

    Scrapy 2.19 raises there, and what raises on the way costs the page.
    """

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """Return the page, or the request of the one it leads to."""
        try:
            return super().process_response(request, response)
        except ValueError:
            return response
