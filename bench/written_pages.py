"""Pages people have written for training, what is injected between marks: ``data/written_pages.txt``.

Tagger and n-grams learn from them, and so do the trees, which have to see both on pages they have not learnt
from: so either half can be left out.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from random import Random

from bench.spam_builder import Made
from bench.spam_hiding import traditional
from bench.spam_words import DATA, held_out_words

HALVES = 2
TRADITIONAL = 0.2
"""Share of pages that are converted: many are Traditional as they are."""
MIXED, MOST_MIXED = 0.25, 12
"""Share of pages that get lines of another one, and how many.  Lookalikes are written on clean pages and
spam into plain news: networks learnt that what looks like spam is spam where any other is, and none between
many words of articles."""

NO_LAYOUTS: frozenset[str] = frozenset()
"""To leave out."""


def written_pages(
    half: int = -1, *, only: bool = False, fold: int = -1, without: frozenset[str] = NO_LAYOUTS
) -> list[Made]:
    """Return the pages in order; of a half: without it (``only``: that half alone); no layout of ``without``.

    Hacked pages and the genuine ones written to resemble them follow each other: pairs stay together.  Of a
    fold: only those whose spam has no word left out with it, which are few, and as many genuine ones.
    """
    pages = [m for n, m in enumerate(_pages()) if half < 0 or (n // 2 % HALVES == half) == only]
    pages = [m for m in pages if layout_of(m) not in without]
    if fold < 0:
        return pages
    unknown = re.compile("|".join(map(re.escape, held_out_words(fold))), re.IGNORECASE)
    kept = [m for m in pages if m.spans and not any(unknown.search(m.lines[n][a:b]) for n, a, b in m.spans)]
    return kept + [m for m in pages if not m.spans][: len(kept)]


@cache
def _pages() -> list[Made]:
    """Read the pages: ``== hacked LAYOUT`` or ``== genuine KIND``, the title, the lines; ⟦…⟧ holds spam."""
    found = []
    for block in re.split(r"(?m)^(?=== )", (DATA / "written_pages.txt").read_text("utf-8")):
        head, *marked = block.rstrip("\n").split("\n")
        if not head.startswith("== "):
            continue
        made = Made(head[3:], [], title=0)
        for n, line in enumerate(marked):
            text = ""
            for part in re.split("(⟦[^⟧]*⟧)", line):
                if part.startswith("⟦"):
                    made.spans.append((n, len(text), len(text) + len(part) - 2))
                text += part.strip("⟦⟧")
            made.lines.append(text)
        found.append(made)
    return found


def layout_of(made: Made) -> str:
    """Return where a page's spam stands; "genuine" of one without."""
    kind, _, name = made.layout.partition(" ")
    return name if kind == "hacked" else kind


def drawn_once(
    rng: Random, half: int = -1, *, only: bool = False, fold: int = -1, without: frozenset[str] = NO_LAYOUTS
) -> list[Made]:
    """Return the pages, some with lines of others among theirs, some in Traditional script."""
    pages = written_pages(half, only=only, fold=fold, without=without)
    spam = [x for x in map(_whole_spam, pages) if x]
    texts = [m.lines for m in pages if not m.spans]

    def mixed(made: Made) -> Made:
        if rng.random() >= MIXED or layout_of(made) == "doorway" or not (spam and texts):
            return made
        return _with_texts(rng, made, texts) if made.spans else _with_spam(rng, made, spam)

    return [_in_traditional(rng, m) if rng.random() < TRADITIONAL else m for m in (mixed(x) for x in pages)]


def _whole_spam(made: Made) -> list[str]:
    """Return the lines of a hacked page that are spam as a whole, but for doorways: those have no other."""
    whole = {n for n, a, b in made.spans if a == 0 and b == len(made.lines[n])}
    return [] if layout_of(made) == "doorway" else [made.lines[n] for n in sorted(whole)]


def _with_spam(rng: Random, made: Made, spam: list[list[str]]) -> Made:
    """Put the spam of some hacked page above a genuine one, below it, or line by line anywhere."""
    lines = rng.choice(spam)[:MOST_MIXED]
    where = rng.choice(("above", "below", "anywhere"))
    for n, line in enumerate(lines):
        at = {"above": n, "below": len(made.lines), "anywhere": rng.randint(0, len(made.lines))}[where]
        made = _inserted(made, at, [line])
        made.spans.append((at, 0, len(line)))
    return made


def _with_texts(rng: Random, made: Made, texts: list[list[str]]) -> Made:
    """Put some lines of a genuine page between those of a hacked one."""
    lines = rng.choice(texts)
    start = rng.randrange(len(lines))
    return _inserted(made, rng.randint(1, len(made.lines)), lines[start : start + MOST_MIXED])


def _inserted(made: Made, at: int, lines: list[str]) -> Made:
    """Put lines before the one at ``at``; what is spam and which is the title stays so."""
    count = len(lines)
    return replace(
        made,
        lines=[*made.lines[:at], *lines, *made.lines[at:]],
        spans=[(n + count * (n >= at), a, b) for n, a, b in made.spans],
        title=made.title + count * (made.title >= at),
    )


def _in_traditional(rng: Random, made: Made) -> Made:
    """Convert a page, as a Traditional site's is: with its spam, or all but that."""
    along = rng.random() < 0.5
    lines = []
    for n, line in enumerate(made.lines):
        parts, at = [], 0
        for _, start, end in sorted(x for x in made.spans if x[0] == n):
            spam = line[start:end]
            parts += [_converted(line[at:start]), _converted(spam) if along else spam]
            at = end
        lines.append("".join([*parts, _converted(line[at:])]))
    return replace(made, lines=lines)


def _converted(text: str) -> str:
    found = traditional(Random(0), text)
    return found if len(found) == len(text) else text
