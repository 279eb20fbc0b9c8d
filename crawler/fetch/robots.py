"""robots.txt, obeyed also where it cannot be read: then nothing of that host is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.utils.httpobj import urlparse_cached

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.robotstxt import RobotParser


class _Unread:
    """Stands in for the rules of a host that did not give them: the page fails as robots.txt did."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def allowed(self, url: str, user_agent: str | bytes) -> bool:  # noqa: ARG002  (Scrapy's interface)
        """Raise what kept us from the rules."""
        raise self.error


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, which allows everything when robots.txt cannot be had: a lost line, a full disk.

    RFC 9309 (2.3.1.4) asks for the opposite.  The page's request fails with the same error, so the next
    crawl asks again; robots.txt itself is asked for anew with the host's next request.
    """

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise why not."""
        try:
            await super().process_request(request)
        except IgnoreRequest:
            raise
        except Exception:
            request.meta["dont_retry"] = True  # robots.txt was retried already
            raise

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """Return the rules of the request's host."""
        netloc = urlparse_cached(request).netloc
        if isinstance(self._parsers.get(netloc), _Unread):
            del self._parsers[netloc]
        return await super().robot_parser(request)

    def _robots_error(self, exc: Exception, netloc: str) -> None:
        if isinstance(exc, IgnoreRequest):  # it leads off the site, in circles: there is none
            super()._robots_error(exc, netloc)
            return
        self._stats.inc_value(f"robotstxt/exception_count/{type(exc)}")
        waiting, self._parsers[netloc] = self._parsers[netloc], _Unread(exc)
        waiting.callback(self._parsers[netloc])
