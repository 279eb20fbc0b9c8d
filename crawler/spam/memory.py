"""What a site's other pages say about a text: evidence that ``find_spam`` takes from whoever keeps it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from crawler.spam.canonical import canonical

REPEATED = 3
"""Articles on which the same doubtful text must stand before repetition counts as evidence."""


@dataclass(slots=True, frozen=True)
class Recall:
    """How often a text was found on other articles of the site, and what analysts said of it."""

    articles: int = 0
    """Different articles on which a rule found it."""
    plain: int = 0
    """Different articles that carry it with no rule objecting: the outlet's own boilerplate."""
    restored: bool = False
    confirmed: bool = False


class Memory(Protocol):
    """A site's memory."""

    def recall(self, text: str) -> Recall:
        """Return what is known of a text (as published)."""


def key(text: str) -> str:
    """Return what a text is remembered by: a hash of its canonical letters, hiding and spacing aside."""
    return _hash(text[:2000])


@lru_cache(maxsize=4096)  # a site's pages share most of their lines
def _hash(text: str) -> str:
    letters = "".join(c for c in canonical(text).text if c.isalnum())
    return hashlib.sha256(letters.encode("utf-8", "replace")).hexdigest()[:24]


def judge(score: float, recall: Recall) -> tuple[float, str]:
    """Return the score in the light of the site's other pages, and the evidence in words."""
    if recall.restored:
        return 0.0, "an analyst put the same text back before"
    if recall.confirmed:
        return 1.0, "an analyst confirmed the same text as spam"
    if recall.articles >= REPEATED and recall.articles > 2 * recall.plain:
        return score + (
            1 - score
        ) * 0.6, f"the same text was found on {recall.articles} other articles of the site"
    if recall.plain >= REPEATED and recall.plain > 2 * recall.articles:
        return score * 0.6, f"the outlet's own line: on {recall.plain} other articles"
    return score, ""
