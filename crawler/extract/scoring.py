"""What the blocks of a page say for an article, summed up in the elements around them.

Every block gets a worth: running text counts for, link lists and furniture against.  The elements that may
hold the article get features, and weights fitted on labelled pages (``bench/fit_body.py``) say which does.
"""

from __future__ import annotations

import math
import operator
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.element_names import name_sign

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.items import Fragment

FEATURES = (
    "worth", "impurity", "against", "between", "gap", "before_title", "no_title", "around_title", "good_name",
    "bad_name", "outer", "own", "wrapper", "article_tag", "small_tag", "whole_page", "texts", "mean", "short",
    "depth",
)  # fmt: skip
# From bench/fit_body.py on 143 labelled pages: body F1 0.981, with sites left out by turns 0.973.
WEIGHTS = (
    3.60, -3.75, -1.21, -2.38, -0.65, -0.93, 0.0, -2.02, 1.01, -0.36,
    -1.31, -0.68, 0.26, -0.09, -1.12, -1.24, 0.91, 0.46, -0.93, 0.57,
)  # fmt: skip
RUNNING = 8.0
"""What running text is worth at least."""
HEADLINE = 40
"""Characters of a headline at most."""


def worth(fragment: Fragment) -> float:
    """Return what a block says for (positive) or against (negative) an article around it, in characters."""
    text, link_chars = fragment.text, fragment.link_chars
    length = len(text)
    if link_chars > 0.5 * length:
        return -10.0 - 0.5 * min(length, 60)
    return (_kept if length <= _LONGEST_KEPT else _worth)(text, link_chars)


def _worth(text: str, link_chars: int) -> float:
    length = len(text)
    if length <= 160 and (wording.is_control(text) or wording.is_breadcrumb(text)):
        return -10.0
    if wording.is_notice(text) or (length < 80 and wording.is_paywall(text)):
        return -15.0
    if wording.heads_related(text):
        return -30.0
    if length <= 120 and (wording.is_info_bar(text) or wording.is_editor_line(text)):
        return 0.0
    marks = len(wording.PUNCTUATION.findall(text[:400]))
    own = length - 1.5 * link_chars
    if marks:
        return min(own, 400.0) * min(1.0, 0.4 + 0.15 * marks)
    return 2.0 if own >= 12 else 0.0


_kept = lru_cache(maxsize=4096)(_worth)
"""Several stages ask for the same blocks, and a site's pages share most of theirs."""
_LONGEST_KEPT = 2000
"""Characters of a block whose worth is kept: longer ones would fill the memory."""


class ScoredPage:
    """A page whose blocks have a worth; what the steps of one choice of body share.

    ``hidden``: hidden blocks count as well.  ``title_index``: the headline's block, -1 without one;
    ``headline``: its text.
    """

    def __init__(self, page: Page, title_index: int, *, hidden: bool, headline: str = "") -> None:
        self.page = page
        self.fragments = page.fragments
        self.nodes = page.nodes
        self.title_index = title_index
        self.hidden = hidden
        self.headline = headline
        self.worths = [
            0.0 if (f.hidden and not hidden) or node.tag == "title" else worth(f)
            for f, node in zip(page.fragments, page.nodes, strict=True)
        ]
        self.bad: set[Node] = set()
        """Nodes that are furniture, or lie in it."""
        self.anchor = -1
        """The block the text begins with, where headline and date stand over it."""

    def sum_up(self) -> None:
        """Sum up, in every node, what its blocks say for an article and what against."""
        order = self.page.all_nodes
        for node in order:
            node.stats = node.against = node.heaviest = 0.0
            node.first = -1
            node.texts = 0
        for i, (value, node) in enumerate(zip(self.worths, self.nodes, strict=True)):
            if value > 0:
                node.stats += value
                node.texts += value >= 8
            else:
                node.against -= value
            if node.first < 0 and value >= 8:
                node.first = i
        for node in reversed(order):
            parent = node.parent
            if parent is not None:
                parent.stats += node.stats
                parent.against += node.against
                parent.texts += node.texts
                parent.heaviest = max(parent.heaviest, node.stats)
                if node.first >= 0 and (parent.first < 0 or node.first < parent.first):
                    parent.first = node.first

    def runs(self, i: int) -> bool:
        """Tell running text from a headline with a colon."""
        text = self.fragments[i].text
        return self.worths[i] >= RUNNING and (len(text) >= HEADLINE or bool(wording.SENTENCE.search(text)))


def candidates(scored: ScoredPage) -> list[tuple[Node, list[float]]]:
    """Return the elements that may hold the article, each with its features (see ``FEATURES``)."""
    order = scored.page.all_nodes
    most = max((n.stats for n in order if n.depth > 0), default=0.0)
    if most <= 0:
        return []
    title = scored.title_index
    around_title = set(scored.nodes[title].chain()) if title >= 0 else set()
    running = [0.0]
    for value in scored.worths:
        running.append(running[-1] + max(value, 0.0))
    found = []
    for node in order:
        if node.stats < 0.04 * most or node.stats < 8:
            continue
        outer = node.parent.stats if node.parent else node.stats
        first = max(node.first, 0)
        after = title >= 0 and first > title
        between = running[first] - running[title + 1] if after else 0.0
        sign = name_sign(node)
        own = node.stats - node.heaviest
        found.append(
            (
                node,
                [
                    math.log(node.stats / most),
                    node.against / (node.against + node.stats),
                    math.log1p(node.against) / 6,
                    math.log1p(between) / 6 if after else 0.0,
                    math.log1p(first - title) / 4 if after else 0.0,
                    float(not after),
                    float(title < 0),
                    float(node in around_title),
                    float(sign > 0),
                    float(sign < 0),
                    math.log(outer / node.stats),
                    own / node.stats,
                    float(node.heaviest > 0.97 * node.stats),
                    float(node.tag in {"article", "main"}),
                    float(node.tag in {"p", "li", "tr", "blockquote", "span"}),
                    float(node.depth <= 1),
                    math.log1p(node.texts) / 3,
                    math.log1p(node.stats / max(node.texts, 1)) / 5,
                    min(node.stats, 300.0) / 300.0,
                    node.depth / 10.0,
                ],
            )
        )
    return found


def score(features: list[float]) -> float:
    """Return how much speaks for an element with these features (see ``FEATURES``)."""
    total: float = sum(map(operator.mul, features, WEIGHTS))
    return total
