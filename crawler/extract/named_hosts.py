"""Which other sites a page's markup and scripts name where its readers see nothing of it.

Whoever breaks into a page leads its readers away by links, forms, frames, handlers, scripts or their data,
in a dozen spellings.  All of them name a host.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

from crawler.extract.script_writes import spelt_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.extract.extraction import Extraction

_HOST = r"([\w.-]{4,80})"
_HOSTS = tuple((mark, re.compile(re.escape(mark) + _HOST)) for mark in ("//", r"\/\/", "%2F%2F", "%2f%2f"))
"""After slashes: as they are, as in JSON, and within another address."""
_MOST, _CHARS = 1000, 2_000_000
"""Hosts of a page that are looked at, and characters of it."""


def named_hosts(extraction: Extraction, source: str) -> list[str]:
    """Return the hosts of other sites, in lower case, that a page (its text: ``source``) names, not shows.

    What scripts have encoded is read too.  Nothing where the page's own address is not known.
    """
    if not extraction.addresses.base:
        return []
    encoded = (spelt_out(code) for kind, code in extraction.elements.scripts if "json" not in kind)
    texts = chain([source[:_CHARS]], chain.from_iterable(encoded))
    named = islice(dict.fromkeys(chain.from_iterable(map(_hosts, texts))), _MOST)
    other = [host for host in named if extraction.addresses.offsite(f"https://{host}/")]
    shown = "\n".join(f.text for f in extraction.page.fragments if not f.hidden).lower() if other else ""
    return [host for host in other if host not in shown]


def _hosts(text: str) -> Iterator[str]:
    for mark, hosts in _HOSTS:
        if mark in text:
            yield from map(str.lower, dict.fromkeys(hosts.findall(text)))
