"""Real site files against a local server: ``HOST_MAP`` sends a host's requests to another address.

``HOST_MAP = {"www.nbd.com.cn": "127.0.0.1:8000", "*": "127.0.0.1:8000"}``: tests and the demo set it,
so that a site's addresses, robots.txt, redirects and per-site delays stay those of the real site
while no request leaves the machine.  The server tells sites apart by the ``Host`` header.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response


class HostMapHandler(HTTP11DownloadHandler):
    """The ordinary HTTP handler, except that mapped hosts are asked elsewhere, without TLS."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.addresses: dict[str, str] = crawler.settings.getdict("HOST_MAP")

    async def download_request(self, request: Request) -> Response:
        """Download ``request``; the response keeps the address that was asked for."""
        parts = urlsplit(request.url)
        address = self.addresses.get(parts.netloc, self.addresses.get("*", ""))
        if not address:
            return await super().download_request(request)
        local = request.replace(url=parts._replace(scheme="http", netloc=address).geturl())
        local.headers["Host"] = parts.netloc
        response = await super().download_request(local)
        return response.replace(url=request.url)
