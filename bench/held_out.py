"""The two witnesses, n-grams and tagger, trained without a part of what they learn from.

Either without a fold (a family of trades, and a quarter of everything else), to be measured on it, or without
a half of the written pages, for the trees to learn from.  Each is trained once and kept in ``.data/bench``.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from bench import train_spam
from bench.spam_texts import ROOT
from crawler.spam import model, tagger, weights

if TYPE_CHECKING:
    from crawler.spam.model import Model
    from crawler.spam.tagger import Tagger

CACHE = ROOT / ".data/bench"


@cache
def held_out(fold: int = -1, half: int = -1) -> Model:
    """Return the n-grams trained without a fold, or without a half of the written pages."""
    path = CACHE / f"spam_without_{fold}_{half}_{train_spam.inputs_hash()}.npz"
    if not path.exists():
        _tell("the n-grams", fold, half, "under a minute of CPU")
        train_spam.save(train_spam.train(fold=fold, half=half), path)
    return model.of(weights.read(path))


@cache
def held_out_tagger(fold: int = -1, half: int = -1) -> Tagger:
    """Return the tagger trained without a fold, or without a half of the written pages."""
    path = CACHE / f"tagger_without_{fold}_{half}_{train_spam.tagger_inputs_hash()}.npz"
    if not path.exists():
        _tell("the tagger", fold, half, "about ten minutes")
        from bench import train_tagger

        np.savez_compressed(path, **train_tagger.train(fold, half))
    return tagger.of(weights.read(path))


def _tell(what: str, fold: int, half: int, time: str) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    without = f"fold {fold}" if fold >= 0 else f"half {half} of the written pages"
    print(f"{without}: training {what} without it ({time}) …", file=sys.stderr, flush=True)
