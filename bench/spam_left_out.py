"""Measure the spam detector on layouts its models have never seen: ``make bench-spam-layouts``.

For each group of layouts n-grams and a tagger are trained without it, on a part of the pages, as there are
many groups: without its generated and its written pages, or without every way of hiding.  Then they judge
just those pages.  Word lists, rules and trees are those shipped: the trees have seen the layouts, as other
witnesses mark them, but no words.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import replace
from random import Random

from bench.held_out import witnesses_without
from bench.spam import SEED, articles
from bench.spam_hiding import HIDINGS
from bench.spam_layouts import LAYOUTS
from bench.spam_pages import page
from bench.spam_tally import HEAD, Tallies, Tally, measure
from bench.spam_words import Words, trades
from bench.written_pages import layout_of, written_pages
from crawler.spam import trees
from crawler.spam.trained import Trained
from crawler.spam.vocabulary import lexicon

SPELT = "spelt to deceive"
GROUPS = {
    "A list below": {"A", "A1", "A2", "P", "R", "list"},
    "B list above": {"B", "short_list"},
    "C anchors above": {"C", "head_line"},
    "M kit": {"M", "K", "kit"},
    "E title, keywords": {"E", "S", "title", "keywords"},
    "F brand for a name": {"F", "U", "name", "everywhere"},
    "G clause": {"G", "clause"},
    "H call to action": {"H", "call"},
    SPELT: {*HIDINGS, "spelling", "mixed_script"} - {"plain"},
}
"""What is left out together: layouts of generated pages are letters, of written ones words."""
HIDDEN_IN = "AEGH"
"""Layouts in which what is spelt to deceive is measured."""


def measured(name: str, count: int) -> Tallies:
    """Judge generated pages of a group, ``count`` of each layout, and the written ones."""
    group = frozenset(GROUPS[name])
    grams, tags = witnesses_without(group)
    judges = Trained(grams, lexicon(), tags, *trees.load())
    rng, pool, words = Random(SEED), articles(-1), Words(trades())
    letters = HIDDEN_IN if name == SPELT else [x for x in LAYOUTS if x in group and x != "K"]
    ways = [x for x in HIDINGS if x in group and x != "entities"] or ["plain"]
    made = [
        replace(page(rng, letter, rng.choice(pool), words, way), layout="generated")
        for letter in letters
        for way in ways
        for _ in range(max(1, count // len(ways)))
    ]
    made += [replace(m, layout="written") for m in written_pages() if layout_of(m) in group]
    found: Tallies = defaultdict(Tally)
    measure(made, judges, found)
    return {kind: tally for kind, tally in found.items() if not kind.startswith("~")}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--count", type=int, default=60, help="generated pages of each layout")
    options.add_argument("--groups", nargs="+", default=list(GROUPS), choices=list(GROUPS), metavar="GROUP")
    chosen = options.parse_args()
    rows = []
    for name in chosen.groups:
        print(f"{name} …", file=sys.stderr, flush=True)
        rows += [(name, kind, tally) for kind, tally in measured(name, chosen.count).items()]
    print(f"{'':20}{HEAD}")
    for name, kind, tally in rows:
        print(f"{name:20}{tally.row(kind)}")


if __name__ == "__main__":
    main()
