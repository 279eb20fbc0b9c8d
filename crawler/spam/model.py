"""The trained part: hashed character n-grams under two linear scores, all of a page in one numpy pass.

``anchor`` tells a spam phrase (a link's text, a head line's piece) from the short pieces real pages have;
``passage`` tells advertising and doorway prose from news.  Both are logistic regressions over counts of 1- to
4-grams divided by the root of their number, so a piece's score is a difference of running sums.
Training, seeds and data: ``bench/train_spam.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from crawler.spam import weights
from crawler.spam.canonical import points_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

BITS = 18
ORDERS = (1, 2, 3, 4)
NAME = "char-ngrams"
_FILE = "model.npz"
MULTIPLIERS = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F)
EDGE = 1
"""Code that stands for every separator, and before and after a text."""


def codes(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of canonical text with an edge at both ends; digits are one class."""
    import numpy as np

    points = np.empty(len(text) + 2, dtype=np.uint32)
    points[0] = points[-1] = EDGE
    points[1:-1] = points_of(text)
    points[(points >= 48) & (points <= 57)] = 48
    return points


def buckets(points: npt.NDArray[np.uint32]) -> Iterator[npt.NDArray[np.uint32]]:
    """Yield, for each order, the bucket of the gram that begins at each position (``len - order + 1``)."""
    import numpy as np

    mixed = np.zeros(len(points), dtype=np.uint32)
    for order in ORDERS:
        count = max(0, len(points) - order + 1)
        mixed = (mixed[:count] ^ points[order - 1 :][:count]) * np.uint32(MULTIPLIERS[order - 1])
        mixed ^= mixed >> np.uint32(15)
        yield mixed >> np.uint32(32 - BITS)


@dataclass(slots=True, frozen=True)
class Model:
    """Weights per bucket (int8 times ``scale``) and bias of both scores."""

    anchor: npt.NDArray[np.int8]
    passage: npt.NDArray[np.int8]
    scales: tuple[float, float]
    biases: tuple[float, float]
    version: str
    packed: Ints
    """Both weights in one number, so that one running sum serves both: passage × 2³² + anchor."""

    @classmethod
    def of(
        cls,
        anchor: npt.NDArray[np.int8],
        passage: npt.NDArray[np.int8],
        scales: tuple[float, float],
        biases: tuple[float, float],
        version: str,
    ) -> Model:
        """Make a model from its weights."""
        import numpy as np

        packed = (passage.astype(np.int64) << 32) + anchor.astype(np.int64)
        return cls(anchor, passage, scales, biases, version, packed)

    @property
    def rule(self) -> str:
        """What spans carry: ``name@version``."""
        return f"{NAME}@{self.version}"

    def sums(self, points: npt.NDArray[np.uint32]) -> Sums:
        """Prepare the scores of any piece of a text given as ``codes``, separators set to ``EDGE``."""
        import numpy as np

        running = []
        for found in buckets(points):
            total = np.zeros(len(points) + 1, dtype=np.int64)
            np.cumsum(self.packed[found], out=total[1 : len(found) + 1])
            total[len(found) + 1 :] = total[len(found)]
            running.append(total)
        return Sums(self, running)


@dataclass(slots=True, frozen=True)
class Sums:
    """Running sums over one text, one array per order."""

    model: Model
    running: list[Ints]

    def scores(self, starts: npt.ArrayLike, ends: npt.ArrayLike) -> tuple[Floats, Floats]:
        """Return the log-odds (anchor, passage) of each piece ``[start, end)`` of the text."""
        import numpy as np

        first = np.asarray(starts, dtype=np.int64)  # the edge before the piece, in ``codes``
        last = np.asarray(ends, dtype=np.int64) + 1  # the edge after it
        total = np.zeros(len(first), dtype=np.int64)
        count = np.zeros(len(first), dtype=np.int64)
        for order, running in zip(ORDERS, self.running, strict=True):
            stop = np.maximum(last - order + 2, first)
            total += running[stop] - running[first]
            count += stop - first
        upper = (total + (1 << 31)) >> 32
        root = np.sqrt(np.maximum(count, 1))
        scale, bias = self.model.scales, self.model.biases
        return (total - (upper << 32)) * scale[0] / root + bias[0], upper * scale[1] / root + bias[1]


def of(stored: dict[str, npt.NDArray[Any]]) -> Model:
    """Make a model of its stored arrays."""
    scales, biases = stored["scales"].tolist(), stored["biases"].tolist()
    return Model.of(
        stored["anchor"],
        stored["passage"],
        (scales[0], scales[1]),
        (biases[0], biases[1]),
        str(stored["version"]),
    )


@cache
def load() -> Model:
    """Load the shipped weights (once)."""
    return of(weights.shipped(_FILE))
