"""Reading trained weights: those of ``data/``, and those that cross-validation keeps elsewhere."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt


def shipped(name: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a file of ``crawler/spam/data``; ``FileNotFoundError`` where it is missing."""
    with as_file(files("crawler.spam.data").joinpath(name)) as path:
        return read(path)


def read(path: Path) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as stored:
        return dict(stored)
