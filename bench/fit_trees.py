"""Fit decision trees and lay them out as ``crawler.spam.trees.of`` reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(slots=True, frozen=True)
class Learner:
    """How trees are grown: ``HistGradientBoostingClassifier``'s settings, with the names it has for them."""

    max_iter: int
    max_depth: int
    learning_rate: float
    l2_regularization: float
    min_samples_leaf: int
    random_state: int
    max_leaf_nodes: int = 31

    def fit(
        self,
        rows: npt.NDArray[np.float64],
        labels: npt.NDArray[np.bool_],
        counts: npt.NDArray[np.float64] | None = None,
    ) -> dict[str, npt.NDArray[Any]]:
        """Return the arrays of trees fitted to rows, each of which counts as often as ``counts`` says."""
        from sklearn.ensemble import HistGradientBoostingClassifier

        options = {name: getattr(self, name) for name in self.__slots__}
        learner = HistGradientBoostingClassifier(early_stopping=False, **options)
        return _tables(learner.fit(rows, labels, sample_weight=counts), self.max_depth)


def _tables(fitted: Any, depth: int) -> dict[str, npt.NDArray[Any]]:
    """Return one row a tree and one column a node, leaves leading to themselves."""
    trees = [predictors[0].nodes for predictors in fitted._predictors]  # noqa: SLF001  (no public way to read them)
    size = max(map(len, trees))
    found = {
        name: np.zeros((len(trees), size), dtype=kind)
        for name, kind in (
            ("feature", np.int16),
            ("threshold", np.float64),
            ("left", np.int16),
            ("right", np.int16),
            ("value", np.float32),
        )
    }
    for tree, nodes in enumerate(trees):
        own = np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        found["feature"][tree, own] = np.where(leaf, 0, nodes["feature_idx"])
        found["threshold"][tree, own] = np.where(leaf, 0.0, nodes["num_threshold"])
        found["left"][tree, own] = np.where(leaf, own, nodes["left"])
        found["right"][tree, own] = np.where(leaf, own, nodes["right"])
        found["value"][tree, own] = nodes["value"]
    base = float(np.ravel(fitted._baseline_prediction)[0])  # noqa: SLF001
    return found | {"base": np.array(base), "depth": np.array(depth)}
