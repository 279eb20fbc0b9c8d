"""Addresses on a page: made absolute, and told apart by the site they lead to."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    from tldextract.tldextract import ExtractResult


@cache
def _suffixes() -> Callable[[str], ExtractResult]:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=False)


@lru_cache(maxsize=20_000)
def registered_domain(host: str) -> str:
    """Return the part of a host name that somebody registered (``news.qq.com`` → ``qq.com``).

    Uses the public suffix list that comes with tldextract (a part of Scrapy); never asks the network.
    """
    return _suffixes()(host).top_domain_under_public_suffix or host.lower().rstrip(".")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.hostname
    except ValueError:
        return urlsplit("")
    return parts


class Addresses:
    """Makes addresses absolute and tells which leave the site."""

    def __init__(self, base: str, page: str = "") -> None:
        """Take what relative addresses refer to, and the page's own address when that differs."""
        parts = _split(base)
        self.base = base if parts.scheme in {"http", "https"} and parts.netloc else ""
        self._origin = f"{parts.scheme}://{parts.netloc}" if self.base else ""
        self._folder = self._origin + (parts.path.rpartition("/")[0] or "") + "/"
        self._scheme = parts.scheme if self.base else "https"
        self._domain = registered_domain(_split(page or base).hostname or "") if self.base else ""
        self._known: dict[str, bool] = {}
        self._root = self._origin + "/"
        self._base_leaves = self.offsite(self._root)
        """Whether the addresses below the base, which are most, leave the page's site."""

    def absolute(self, href: str) -> str:
        """Return ``href`` absolute where the base is known, else as written."""
        href = href.strip()
        if href.startswith(("http://", "https://")):
            return href
        if href.startswith("//"):
            return f"{self._scheme}:{href}"
        if not self.base:
            return href
        if "./" not in href:
            if href.startswith("/"):
                return self._origin + href
            if href and href[0] not in "?#." and ":" not in href:
                return self._folder + href
        if href.startswith(("javascript:", "mailto:", "tel:", "data:")):
            return href
        try:
            return urljoin(self.base, href)
        except ValueError:
            return href

    def resolve(self, href: str) -> tuple[str, bool]:
        """Return ``href`` absolute, and whether it leaves the site."""
        absolute = self.absolute(href)
        if not self._domain:
            return absolute, False
        return absolute, self._base_leaves if absolute.startswith(self._root) else self.offsite(absolute)

    def offsite(self, href: str) -> bool:
        """Tell whether an absolute address has another registered domain than the page."""
        if not self._domain or not href.startswith(("http://", "https://")):
            return False
        host = href.split("/", 3)[2]
        known = self._known.get(host)
        if known is None:
            bare = host.partition("?")[0].rpartition("@")[2].partition(":")[0]
            known = self._known[host] = registered_domain(bare) != self._domain
        return known
