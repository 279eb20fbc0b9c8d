"""How often Python looks for garbage that refers to itself, in processes that take pages apart.

A page becomes thousands of small objects that live until its article is stored and then go at once, without
the collector: none refers to itself.  At Python's usual setting it goes over the youngest after every 700 of
them, and every few pages over all tables and weights of the crawl as well: a twentieth of its processor time.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

ALLOCATIONS = 10_000
"""Objects made beyond those freed after which the youngest are looked at: those of about five pages."""


def collect_seldom() -> None:
    """Make the collector of this process run a fourteenth as often."""
    gc.set_threshold(ALLOCATIONS, *gc.get_threshold()[1:])


class SeldomCollector:
    """Extension: ``collect_seldom`` for a crawl."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:  # noqa: ARG003
        """Set the collector of the crawl's process."""
        collect_seldom()
        return cls()
