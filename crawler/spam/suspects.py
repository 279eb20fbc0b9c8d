"""Which of the texts that a page's readers do not see are worth judging beside those they do."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from crawler.spam.canonical import canonicals
from crawler.spam.hosts import sells_bets
from crawler.spam.model import EDGE, codes
from crawler.spam.trained import shipped
from crawler.spam.weighing import SURE_WORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Fragment


def suspects(unseen: Sequence[Fragment]) -> list[Fragment]:
    """Return the texts with a listed word that is hardly ever in news, and those that sound like a seller's.

    What is left out costs no time, and lends no weight to what is: pages say hundreds of things in
    attributes and scripts.  A picture's attributes are where honest advertisers speak: there only a word
    that none of them uses counts, and so in the data a page keeps for its scripts.  Code is what it is; of
    addresses those of betting houses.
    """
    import numpy as np

    unseen = [f for f in unseen if f.hidden_by != "address" or sells_bets(f.text)]
    words = [f for f in unseen if f.kind != "code"]
    if not words:
        return list(unseen)
    texts = [c.text for c in canonicals([f.text for f in words])]
    ends = np.cumsum([len(text) + 1 for text in texts])
    starts = ends - [len(text) + 1 for text in texts]
    joined = "\n".join(texts)
    trained = shipped()
    points = codes(joined)
    points[ends] = EDGE
    anchors, passages = trained.model.sums(points).scores(starts, ends - 1)
    of_pictures = [f.hidden_by in _OF_ADVERTISERS for f in words]
    sold = (anchors > _ANCHOR) & (passages > _PASSAGE) & ~np.array(of_pictures)
    bounds, sure = ends.tolist(), set[int]()
    for hit in trained.words.hits(joined):
        owner = bisect_left(bounds, hit.end)
        if hit.weight >= SURE_WORD and not (hit.kind == "cta" and of_pictures[owner]):
            sure.add(owner)
        elif hit.kind == "lottery":  # portals offer results and tables of it themselves
            sold[owner] = False
    sold[list(sure)] = True
    chosen = {id(f) for f, yes in zip(words, sold.tolist(), strict=True) if yes}
    return [f for f in unseen if f.kind == "code" or id(f) in chosen]


_OF_ADVERTISERS = frozenset({"attribute", "data"})
_ANCHOR, _PASSAGE = 10.0, 5.0
"""Log-odds of the n-grams, as a link's text and as advertising, of what is hardly a site's own: of 2,211 such
texts on 172 genuine pages six are let through (2026-11-30)."""
