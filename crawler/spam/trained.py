"""Everything the detector has learnt or been told: two models, the word lists, two sets of trees."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from crawler.spam import model, tagger, trees, vocabulary

if TYPE_CHECKING:
    from crawler.spam.model import Model
    from crawler.spam.tagger import Tagger
    from crawler.spam.trees import Trees
    from crawler.spam.vocabulary import Lexicon


@dataclass(slots=True, frozen=True)
class Trained:
    """What a page is judged with; cross-validation puts parts trained on less in its place."""

    model: Model
    words: Lexicon
    tagger: Tagger
    trees: Trees
    doorways: Trees


@cache
def shipped() -> Trained:
    """Load what is shipped (once)."""
    return Trained(model.load(), vocabulary.lexicon(), tagger.load(), *trees.load())
