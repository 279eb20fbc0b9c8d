"""Boosted decision trees: how certain marked spans are, all of a page at once, and whether it is a doorway.

Training and data: ``bench/train_spans.py`` and ``bench/train_doorways.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crawler.spam import weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

NAME = "span-trees"
_FILES = ("spans.npz", "doorways.npz")


@dataclass(slots=True, frozen=True)
class Trees:
    """Trees as tables ``(tree, node)``; a leaf is its own child."""

    feature: npt.NDArray[np.integer]
    threshold: Floats
    left: npt.NDArray[np.integer]
    right: npt.NDArray[np.integer]
    value: Floats
    base: float
    depth: int
    version: str

    @property
    def rule(self) -> str:
        """What spans carry: ``name@version``."""
        return f"{NAME}@{self.version}"

    def scores(self, rows: Floats) -> Floats:
        """Return the log-odds of each row of features."""
        import numpy as np

        if not len(rows):
            return np.zeros(0)
        count, size = self.feature.shape
        begins = np.arange(count) * size  # of each tree in the tables, laid out flat
        feature, threshold = self.feature.ravel(), self.threshold.ravel()
        left, right = self.left.ravel(), self.right.ravel()
        values = rows.ravel()
        own = np.arange(0, rows.size, rows.shape[1])[:, None]
        node = np.repeat(begins[None, :], len(rows), axis=0)
        for _ in range(self.depth):
            goes_left = values.take(own + feature.take(node)) <= threshold.take(node)
            node = begins + np.where(goes_left, left.take(node), right.take(node))
        total: Floats = self.value.take(node).sum(axis=1) + self.base
        return total


def of(stored: dict[str, npt.NDArray[np.generic]]) -> Trees:
    """Make trees of their stored arrays."""
    import numpy as np

    return Trees(
        np.asarray(stored["feature"], dtype=np.intp),
        np.asarray(stored["threshold"], dtype=np.float64),
        np.asarray(stored["left"], dtype=np.intp),
        np.asarray(stored["right"], dtype=np.intp),
        np.asarray(stored["value"], dtype=np.float64),
        float(stored["base"]),
        int(stored["depth"]),
        str(stored["version"]),
    )


@cache
def load() -> tuple[Trees, Trees]:
    """Load the shipped trees, of spans and of doorways (once)."""
    spans, doorways = (of(weights.shipped(name)) for name in _FILES)
    return spans, doorways
