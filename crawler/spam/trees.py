"""How certain a marked span is: boosted decision trees over its features, all spans of a page at once.

Training and data: ``bench/train_spans.py``.
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
_FILE = "spans.npz"


@dataclass(slots=True, frozen=True)
class Trees:
    """Trees as tables ``(tree, node)``; a leaf is its own child."""

    feature: npt.NDArray[np.int16]
    threshold: Floats
    left: npt.NDArray[np.int16]
    right: npt.NDArray[np.int16]
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
        trees = np.arange(len(self.feature))[None, :]
        node = np.zeros((len(rows), len(self.feature)), dtype=np.int64)
        for _ in range(self.depth):
            values = np.take_along_axis(rows, self.feature[trees, node].astype(np.int64), axis=1)
            goes_left = values <= self.threshold[trees, node]
            node = np.where(goes_left, self.left[trees, node], self.right[trees, node])
        total: Floats = self.value[trees, node].sum(axis=1) + self.base
        return total


def of(stored: dict[str, npt.NDArray[np.generic]]) -> Trees:
    """Make trees of their stored arrays."""
    import numpy as np

    return Trees(
        np.asarray(stored["feature"], dtype=np.int16),
        np.asarray(stored["threshold"], dtype=np.float64),
        np.asarray(stored["left"], dtype=np.int16),
        np.asarray(stored["right"], dtype=np.int16),
        np.asarray(stored["value"], dtype=np.float64),
        float(stored["base"]),
        int(stored["depth"]),
        str(stored["version"]),
    )


@cache
def load() -> Trees:
    """Load the shipped trees (once)."""
    return of(weights.shipped(_FILE))
