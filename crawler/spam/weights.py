"""Reading trained weights out of ``data/``."""

from __future__ import annotations

from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy.typing as npt


def shipped(name: str) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a file of ``crawler/spam/data``; ``FileNotFoundError`` where it is missing."""
    import numpy as np

    with (
        as_file(files("crawler.spam.data").joinpath(name)) as path,
        np.load(path, allow_pickle=False) as stored,
    ):
        return dict(stored)
