"""How common characters that follow each other are within words: what the tagger knows of a language.

A dictionary has many more words than there are pages to learn from.  Stored is, per bucket of pairs and of
triples of Han characters, a class of how often the dictionary counts the words they are in;
``bench/train_tagger.py`` makes the tables of jieba's list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Points = npt.NDArray[np.integer]
    Table = npt.NDArray[np.uint8]

BUCKETS = 8_388_593
"""Of pairs, and of triples: so many that one in thirty is taken."""
CLASSES_OF_PAIRS, CLASSES_OF_TRIPLES = 6, 3
"""How common two and three characters are within words, 0 where they are in none."""
CLASSES = CLASSES_OF_PAIRS * CLASSES_OF_TRIPLES
_HAN = 21_001
"""More than there are Han characters."""
_TABLES = ("pairs", "triples")


@dataclass(slots=True, frozen=True)
class Dictionary:
    """How common pairs and triples of characters are within words: a class per bucket."""

    pairs: Table
    triples: Table

    def classes(self, points: Points) -> npt.NDArray[np.int64]:
        """Return each character's class, of ``CLASSES``; ``points`` are as ``buckets`` takes them."""
        of_pairs, of_triples = buckets(points)
        both: npt.NDArray[np.int64] = self.pairs[of_pairs].astype("int64") * CLASSES_OF_TRIPLES
        both += self.triples[of_triples]
        both *= points > 0
        return both

    def stored(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the arrays ``of`` reads: classes that are not 0, and the steps between their buckets."""
        import numpy as np

        found: dict[str, npt.NDArray[np.generic]] = {}
        for name in _TABLES:
            table = getattr(self, name)
            taken = np.flatnonzero(table)
            found[f"dictionary_{name}_at"] = np.diff(taken, prepend=0).astype(np.uint32)
            found[f"dictionary_{name}_are"] = table[taken]
        return found


def of(stored: dict[str, npt.NDArray[np.generic]]) -> Dictionary:
    """Make a dictionary of its stored arrays."""
    import numpy as np

    tables = {name: np.zeros(BUCKETS, dtype=np.uint8) for name in _TABLES}
    for name, table in tables.items():
        table[np.cumsum(stored[f"dictionary_{name}_at"], dtype=np.int64)] = stored[f"dictionary_{name}_are"]
    return Dictionary(**tables)


def buckets(points: Points) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return the buckets of each Han character with the one after it, and with the two after it.

    ``points`` are code points, or rows of them, 0 for what is no Han character.
    """
    import numpy as np

    own = points.astype(np.int64)
    second, third = np.zeros_like(own), np.zeros_like(own)
    second[..., :-1], third[..., :-2] = own[..., 1:], own[..., 2:]
    pairs = own * _HAN + second
    return pairs % BUCKETS, (pairs * _HAN + third) % BUCKETS


def han(points: Points) -> Points:
    """Return code points, 0 instead of what is no Han character."""
    found: Points = points * ((points >= 0x4E00) & (points <= 0x9FFF))
    return found
