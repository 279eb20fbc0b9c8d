"""Hosts that sell betting: where a page sends its readers unasked, only the address says what for."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

_WITH_NUMBER = re.compile(r"(?<![a-z])bet\d{2}|\d{2}bet(?![a-z])")
"""Houses of one name tell each other apart by numbers; ``bet.`` alone is a racing club's, too."""
_APART = re.compile(r"[^a-z0-9.]")


def sells_bets(address: str) -> bool:
    """Tell whether an address is a betting house's by its host; ``False`` for what is no address."""
    try:
        host = _APART.sub("", (urlsplit(address.strip()).hostname or "").lower())
    except ValueError:
        return False
    return any(word in host for word in _words()) or bool(_WITH_NUMBER.search(host))


@cache
def _words() -> tuple[str, ...]:
    text = files("crawler.spam.data").joinpath("host_words.txt").read_text("utf-8")
    return tuple(line for line in text.splitlines() if line and not line.startswith("#"))
