"""What a page may make the crawler do: ask http(s) servers on the public net, nothing else.

A link or a redirect is a stranger's wish.  The middleware judges every request that leaves, whatever led to
it (links, redirects, robots.txt); the resolver judges the address a name leads to at the moment it is used,
so that a name cannot be public when it is checked and private when it is asked.
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from typing import Self

    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

LONGEST_URL = 4096
PRIVATE = "private address"
"""In every message that says so: by it the reason is known where only the message arrives."""
REFUSED_NAMES: dict[str, str] = {}
"""Name → why it did not resolve, of this process: Twisted keeps no resolver's words."""
_MOST_NAMES = 10_000
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_UNICAST = ipaddress.ip_network("2000::/3")
"""What IANA has given out of IPv6; outside are old local addresses and more ways to write IPv4 ones."""
_NUMBER_HOST = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}\.?", re.IGNORECASE)


def is_public(address: str) -> bool:
    """Tell whether an IP address is on the public net (IPv4 inside IPv6 is judged as IPv4)."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if ip in _NAT64:
            return is_public(str(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)))
        if ip not in _UNICAST:
            return False
    return ip.is_global and not ip.is_multicast


def refusal(url: str, mapped: Container[str] = (), *, private_too: bool = False) -> str:
    """Return why a URL is not asked for; empty when it may be.

    ``mapped``: hosts (with port as written) that ``HOST_MAP`` leads elsewhere.  ``private_too``: loopback and
    private addresses are allowed.  Names are not resolved here.
    """
    if len(url) > LONGEST_URL:
        return f"URL of {len(url)} characters"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError as error:
        return f"unusable URL ({error})"
    if parts.scheme not in {"http", "https"}:
        return f"not http(s): {parts.scheme or 'no scheme'}"
    if not host:
        return "no host"
    if private_too or parts.netloc in mapped or "*" in mapped:
        return ""
    try:
        return "" if is_public(host) else f"{PRIVATE} {host}"
    except ValueError:
        pass
    if _NUMBER_HOST.fullmatch(host):  # 2130706433 and 0x7f.1 are spellings of addresses nobody uses honestly
        return f"{PRIVATE} {host} (an address in disguise)"
    if host.rstrip(".") == "localhost" or host.rstrip(".").endswith((".localhost", ".local", ".internal")):
        return f"{PRIVATE} {host}"
    return ""


class AddressGuardMiddleware:
    """Downloader middleware: refuses requests that ``refusal`` names a reason against."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.mapped = crawler.settings.getdict("HOST_MAP")
        self.private_too = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the middleware for a crawl."""
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Let it pass or raise IgnoreRequest."""
        reason = refusal(request.url, self.mapped, private_too=self.private_too)
        if reason:
            if self.crawler.stats is not None:
                self.crawler.stats.inc_value("security/refused")
            raise IgnoreRequest(reason)


class PublicResolver(CachingThreadedResolver):
    """Scrapy's resolver, except that a name leading to a private address does not resolve."""

    private_too = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        """Make the resolver of the process (the first crawl's settings count)."""
        resolver = super().from_crawler(crawler, reactor)
        resolver.private_too = crawler.settings.getbool("ALLOW_PRIVATE_ADDRESSES")
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802
        """Resolve a name; addresses written out were judged by the middleware."""
        found = super().getHostByName(name, timeout)
        try:
            ipaddress.ip_address(name)
        except ValueError:
            if not self.private_too:
                found.addCallback(_refuse_private, name)
        return found


def _refuse_private(address: str, name: str) -> str:
    if is_public(address):
        return address
    if len(REFUSED_NAMES) >= _MOST_NAMES:
        REFUSED_NAMES.clear()
    REFUSED_NAMES[name] = f"{name} leads to the {PRIVATE} {address}"
    raise DNSLookupError(REFUSED_NAMES[name])
