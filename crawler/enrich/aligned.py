"""A Simplified, half-width twin of a text, character for character, so that offsets stay the same.

The search key may change lengths; evidence spans may not.  Conversion is therefore by single
characters (OpenCC's dictionaries asked one character at a time), which is all that matching names
and units needs: both sides go through the same fold.
"""

from __future__ import annotations

from functools import cache, lru_cache
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

TABLES = Path(__file__).parent / "tables"

_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；：？！～"}
_PUNCTUATION = str.maketrans("﹪﹣−‐‑–—―─～〜∼﹕￥￡", "%--------~~~:¥£")


@cache
def _fold_table() -> dict[int, int]:
    """Code point → code point, made on first use (some 20 ms)."""
    from opencc import OpenCC

    han = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00))]
    text = "\n".join(han)
    for config in ("tw2s", "hk2s"):
        text = OpenCC(config).convert(text)
    table = {ord(a): ord(b) for a, b in zip(han, text.split("\n"), strict=True) if a != b and len(b) == 1}
    return table | _WIDTH | _PUNCTUATION


@lru_cache(maxsize=8)
def align(text: str) -> str:
    """Return ``text`` in Simplified characters with half-width letters, digits and signs, same length.

    The last few texts are remembered: the three finders read the same body.
    """
    return text.translate(_fold_table())


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """Return the rows of ``tables/<name>.tsv``, its comment and column line left out.

    Raises ``ValueError`` naming file and line when a row has another number of columns.
    """
    lines = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    width = len(lines[1].split("\t"))
    rows = []
    for number, line in enumerate(lines[2:], 3):
        row = tuple(line.split("\t"))
        if len(row) != width:
            raise ValueError(f"{name}.tsv line {number}: {len(row)} columns, not {width}")
        rows.append(row)
    return tuple(rows)


@cache
def table_version(name: str) -> str:
    """Return what ``tables/<name>.tsv`` says of its version and sources."""
    first = (TABLES / f"{name}.tsv").read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix("# version ")


_word_starts: set[str] = set()
"""First two characters of every word of every dictionary."""


@lru_cache(maxsize=8)
def _places(text: str) -> tuple[tuple[int, str], ...]:
    """Return where some dictionary's word may begin, and the two characters there."""
    known = _word_starts
    return tuple([(at, pair) for at, pair in enumerate(map(add, text, text[1:])) if pair in known])


class Words:
    """A dictionary of words of two characters or more, to be found in texts all at once.

    One walk over a text, shared by all dictionaries, finds the few places where a word can begin.  On
    texts of 2,000 characters and 7,000 words this is faster than an automaton whose root has thousands
    of branches (``pyahocorasick``), and needs no dependency.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {pair: sorted(sizes, reverse=True) for pair, sizes in lengths.items()}
        _word_starts.update(lengths)
        _places.cache_clear()

    def find(self, text: str) -> list[tuple[int, str]]:
        """Return (start, word) of every occurrence, overlapping ones too; by start, longest first."""
        words, lengths = self._words, self._lengths
        return [
            (at, word)
            for at, pair in _places(text)
            if pair in lengths
            for n in lengths[pair]
            if (word := text[at : at + n]) in words
        ]
