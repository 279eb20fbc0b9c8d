"""robots.txt, obeyed also where it cannot be read: then nothing of that host is asked for."""

from __future__ import annotations

import asyncio
import logging
import re
from http import HTTPStatus
from typing import TYPE_CHECKING

from scrapy import Request, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http.request import NO_CALLBACK
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.extract.challenge import challenge_kind
from crawler.fetch.failures import header_texts

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.robotstxt import RobotParser

logger = logging.getLogger(__name__)

_LONGEST = 1024 * 1024
"""Bytes; RFC 9309 (2.5) asks for 500 KiB at least.  Longer ones keep the reactor for seconds: not read."""
_RULE = re.compile(rb"^[^\w\n]{0,9}(user-agent|disallow|allow|sitemap)\s*:", re.IGNORECASE | re.MULTILINE)


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's, except for how robots.txt is got, and what follows when it cannot be had.

    Scrapy 2.19 then allows everything, also what an error page (5xx) "says"; RFC 9309 (2.3.1.4) asks for the
    opposite.  Here the page's request fails as robots.txt did, so the next crawl asks again; robots.txt
    itself is asked for anew with the host's next request.  A guard's challenge in its place, whatever its
    status, keeps the rules from us as an error does.  Any other page (many sites answer 200 with their
    "not found" page) has no rules in it: all is allowed, as by a 404 (2.2.3, 2.3.1.3).

    And of the requests that wait for the same robots.txt Scrapy tells only the first what it says: it awaits
    one ``Deferred`` through several ``asFuture()``, each of which leaves None to the next, and None means
    that all is allowed.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._rules: dict[str, asyncio.Task[RobotParser]] = {}

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise why not."""
        try:
            await super().process_request(request)
        except IgnoreRequest:
            raise
        except Exception:
            request.meta["dont_retry"] = True  # robots.txt was retried already
            raise

    async def robot_parser(self, request: Request) -> RobotParser:
        """Return the rules of the request's host, asked for once; raises what kept us from them."""
        netloc = urlparse_cached(request).netloc
        if netloc not in self._rules:
            reading = self._rules[netloc] = asyncio.ensure_future(self._read(request))
            reading.add_done_callback(lambda read: self._forget_if_unread(netloc, read))
        # Shielded: a request that is given up takes none of the others that wait with it.
        return await asyncio.shield(self._rules[netloc])

    def _forget_if_unread(self, netloc: str, read: asyncio.Task[RobotParser]) -> None:
        """Forget what could not be read: the host's next request asks anew."""
        if read.cancelled() or read.exception() is not None:
            self._rules.pop(netloc, None)

    async def _read(self, request: Request) -> RobotParser:
        parts = urlparse_cached(request)
        robots = Request(
            f"{parts.scheme}://{parts.netloc}/robots.txt",
            priority=self.DOWNLOAD_PRIORITY,
            meta={
                "dont_obey_robotstxt": True,
                "allow_offsite": True,  # RFC 9309, 2.3.1.2: redirects count
                "download_maxsize": _LONGEST,
            },
            callback=NO_CALLBACK,
        )
        self._stats.inc_value("robotstxt/request_count")
        try:
            response = await self._fetch(robots)
            rules = build_from_crawler(self._parserimpl, self.crawler, response.body)
        except Exception as error:
            self._stats.inc_value(f"robotstxt/exception_count/{type(error)}")
            logger.warning("%s cannot be read, nothing of that host is asked for: %r", robots.url, error)
            if isinstance(error, IgnoreRequest) and not isinstance(error, HttpError):
                raise IgnoreRequest(f"robots.txt cannot be read: {error}") from error
            raise
        await self.crawler.signals.send_catch_log_async(
            signal=signals.robots_parsed, robotparser=rules, request=request
        )
        return rules

    async def _fetch(self, robots: Request) -> Response:
        response = await self.crawler.engine.download_async(robots)
        self._stats.inc_value("robotstxt/response_count")
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == HTTPStatus.TOO_MANY_REQUESTS:
            raise HttpError(response, f"robots.txt cannot be read: {response.status}")
        if _is_challenge(response):
            raise HttpError(response, "robots.txt cannot be read: a challenge in its place")
        return response


def _is_challenge(response: Response) -> bool:
    """Tell whether a guard answered; a robots.txt may say "access denied" in a comment."""
    if _RULE.search(response.body):
        return False
    return bool(challenge_kind(response.status, header_texts(response), response.body))
