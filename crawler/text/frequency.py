"""How common an index entry is (a search reads the rarest it is given), and what is one word.

Method: of a pair of characters, how often it stands inside a word plus how often one word's last character
meets another's first by chance, by the word frequencies of ``jieba`` (``data/frequency.json``, made by
``make_tables``; powers of two, which is all a choice needs).
"""

from __future__ import annotations

import json
import math
import re
from functools import cache, lru_cache
from importlib import resources

from crawler.text.search_key import SINGLES, fold

WORDS = 300
"""Words of an article, on average."""

# Of what no dictionary counts: years, days and months are in most articles, other numbers and names in few.
_EVERYDAY = re.compile(r"\d{1,2}|(?:19|20)\d\d")
_EVERYDAY_SHARE, _OTHER_SHARE, _SINGLE_SHARE = 0.3, 0.002, 0.1


class _Frequency:
    """Share of running words: of pairs inside words, of characters as a word's first and last."""

    def __init__(self) -> None:
        table = json.loads(resources.files(__package__).joinpath("data/frequency.json").read_text("utf-8"))
        self.inside = _unpacked(table["inside"], 2)
        self.first = _unpacked(table["first"], 1)
        self.last = _unpacked(table["last"], 1)


def _unpacked(rows: dict[str, str], size: int) -> dict[str, float]:
    """Return entry → share, of rows that list all entries of share ``2 ** -row`` in one string."""
    return {
        entries[at : at + size]: 2.0 ** -int(row)
        for row, entries in rows.items()
        for at in range(0, len(entries), size)
    }


@cache
def _frequency() -> _Frequency:
    return _Frequency()


def share(entry: str) -> float:
    """Return which share of articles has an index entry (a folded pair, single, word or number), about."""
    if entry.isascii():
        return _EVERYDAY_SHARE if _EVERYDAY.fullmatch(entry) else _OTHER_SHARE
    if len(entry) == 1:
        return _SINGLE_SHARE if entry in SINGLES else 1.0
    if len(entry) > 2:  # a word in another alphabet
        return _OTHER_SHARE
    table = _frequency()
    met = table.last.get(entry[0], 0.0) * table.first.get(entry[1], 0.0)
    return 1 - math.exp(-WORDS * (table.inside.get(entry, 0.0) + met))


_NEVER, _HARDLY_EVER = 1e-9, 1e-8
"""Shares that stand for pairs and meetings that are too rare for the table."""


@lru_cache(maxsize=1 << 16)
def joined(left: str, right: str) -> float:
    """Return how surely two characters beside each other are of one word (烟草), not of two that meet (取烟).

    Log-odds: as often as the pair stands inside a word, to as often as a word's end meets a word's beginning
    by chance.  0 where the dictionary has more of the latter, or knows neither.
    """
    table = _frequency()
    left, right = fold(left), fold(right)
    inside = table.inside.get(left + right, 0.0) + _NEVER
    met = table.last.get(left, 0.0) * table.first.get(right, 0.0) + _HARDLY_EVER
    return max(0.0, math.log(inside / met))
