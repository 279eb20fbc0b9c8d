"""The word lists of ``data/``, matched in one pass over canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_FILE = "explicit_vocabulary.tsv"


@dataclass(slots=True, frozen=True)
class Hit:
    """A term found: ``[start, end)`` in canonical text, its class and weight (1 to 3)."""

    start: int
    end: int
    kind: str
    weight: int


@cache
def terms() -> dict[str, tuple[str, int]]:
    """Return term → (class, weight); ``ValueError`` naming file and line where the list is malformed."""
    found: dict[str, tuple[str, int]] = {}
    lines = files("crawler.spam.data").joinpath(_FILE).read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
        try:
            kind, weight, words = line.split("\t")
            value = int(weight)
        except ValueError as error:
            raise ValueError(f"{_FILE}:{number}: wanted class, weight and terms between tabs") from error
        for word in words.split():
            if word not in found or found[word][1] < value:
                found[word] = (kind, value)
    return found


@cache
def _pattern() -> re.Pattern[str]:
    by_first: dict[str, list[str]] = {}
    for word in terms():
        by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in sorted(by_first.items()):
        rests.sort(key=len, reverse=True)
        branches.append(re.escape(first) + "(?:" + "|".join(map(re.escape, rests)) + ")")
    firsts = "".join(re.escape(c) for c in sorted(by_first))
    return re.compile(f"(?=[{firsts}])(?:{'|'.join(branches)})")


def hits(canonical_text: str) -> list[Hit]:
    """Return the longest terms, left to right, not overlapping.  A Latin term must not sit inside a word."""
    found = []
    table = terms()
    for m in _pattern().finditer(canonical_text):
        a, b = m.span()
        word = m[0]
        if word.isascii() and (
            (word[0].isalpha() and a and canonical_text[a - 1].isascii() and canonical_text[a - 1].isalpha())
            or (
                word[-1].isalpha()
                and canonical_text[b : b + 1].isascii()
                and canonical_text[b : b + 1].isalpha()
            )
        ):
            continue
        kind, weight = table[word]
        found.append(Hit(a, b, kind, weight))
    return found
