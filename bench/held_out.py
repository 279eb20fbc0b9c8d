"""The two witnesses, n-grams and tagger, trained without a part of what they learn from.

Either without a fold (a family of trades, and a quarter of everything else) or without layouts, to be
measured on them, or without a half of the written pages, for the trees to learn from.  Each is trained once
and kept in ``.data/bench``.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from bench import train_spam
from bench.spam_texts import ROOT
from crawler.spam import model, tagger, weights

if TYPE_CHECKING:
    from crawler.spam.model import Model
    from crawler.spam.tagger import Tagger

CACHE = ROOT / ".data/bench"
SHARE = 0.3
"""Share of the pages that taggers without layouts are trained on, of which there are many."""


@cache
def held_out(fold: int = -1, half: int = -1) -> Model:
    """Return the n-grams trained without a fold, or without a half of the written pages."""
    return _model({"fold": fold, "half": half}, f"{fold}_{half}")


@cache
def held_out_tagger(fold: int = -1, half: int = -1) -> Tagger:
    """Return the tagger trained without a fold, or without a half of the written pages."""
    return _tagger({"fold": fold, "half": half}, f"{fold}_{half}")


def witnesses_without(layouts: frozenset[str]) -> tuple[Model, Tagger]:
    """Return n-grams and a tagger that have seen nothing in these layouts, nor hidden in these ways."""
    name = "_".join(sorted(layouts))
    return _model({"without": layouts}, name), _tagger({"without": layouts, "share": SHARE}, name)


def _model(left_out: dict[str, Any], name: str) -> Model:
    path = CACHE / f"spam_without_{name}_{train_spam.inputs_hash()}.npz"
    if not path.exists():
        _tell("the n-grams", left_out, "under a minute of CPU")
        train_spam.save(train_spam.train(**left_out), path)
    return model.of(weights.read(path))


def _tagger(left_out: dict[str, Any], name: str) -> Tagger:
    path = CACHE / f"tagger_without_{name}_{train_spam.tagger_inputs_hash()}.npz"
    if not path.exists():
        _tell("the tagger", left_out, "ten to forty minutes")
        from bench import train_tagger

        np.savez_compressed(path, **train_tagger.train(**left_out))
    return tagger.of(weights.read(path))


def _tell(what: str, left_out: dict[str, Any], time: str) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    fold, half, layouts = (left_out.get(name, -1) for name in ("fold", "half", "without"))
    without = f"fold {fold}" if fold >= 0 else f"half {half} of the written pages"
    if layouts != -1:
        without = f"layouts {' '.join(sorted(layouts))}"
    print(f"training {what} without {without} ({time}) …", file=sys.stderr, flush=True)
