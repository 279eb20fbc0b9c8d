"""Hosts that sell betting: where a page sends its readers unasked, only the address says what for."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

_NUMBERED = r"(?<![a-z])bet\d{2}|\d{2}bet(?![a-z])"
"""Houses of one name tell each other apart by numbers; ``bet.`` alone is a racing club's, too."""
_HOST = re.compile(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@\s]*@)?([^/?#:@\s\[\]]+)")
_BETWEEN = re.compile("[^a-z0-9.]")
_A_NAME = 4
"""Letters and digits of a name."""
_OF_A_STATE = re.compile(r"\.gov(?:\.(?!cn$)[a-z]{2})?$")
"""Regulators and towns; under ``gov.cn`` such a name is a hacker's."""


def sells_bets(address: str) -> bool:
    """Tell whether an address is a betting house's by its host; ``False`` for what is no address."""
    return is_betting_house(host_of(address))


def host_of(address: str) -> str:
    """Return the host of an address in lower case; empty for what is no address."""
    m = _HOST.match(address)
    return m[1].lower() if m else ""


def says_whose(text: str, address: str) -> bool:
    """Tell whether a link's text is the name in its address: all of it, or its first part."""
    said = "".join(x for x in text.lower() if x.isascii() and x.isalnum())
    names = [_BETWEEN.sub("", part) for part in host_of(address).split(".")]
    return len(said) >= _A_NAME and any(
        said in (name, "".join(names)) or said.startswith(f"www{name}") for name in names
    )


@lru_cache(maxsize=20_000)
def is_betting_house(host: str) -> bool:
    """Tell whether a host (in lower case) is a betting house's by its name."""
    sold, within = _patterns()
    return sold.search(within.sub("-", _BETWEEN.sub("", host))) is not None and not _OF_A_STATE.search(host)


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what tells a betting house's host, and the ordinary words that are left out of it first."""
    text = files("crawler.spam.data").joinpath("host_words.txt").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    of = {role: "|".join(map(re.escape, words.split())) for role, words in lines}
    sold = rf"{of['sold']}|(?:(?<![a-z])|www)(?:{of['first']})|\.(?:{of['end']})$|{_NUMBERED}"
    return re.compile(sold), re.compile(of["within"])
