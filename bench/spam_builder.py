"""A page while spam is put into it: what spam says, how it is spelt, where it is marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bench.spam_hiding import HIDINGS
from bench.spam_words import FAMILIES, Words, brand, clause, line_of, phrase

if TYPE_CHECKING:
    from random import Random


@dataclass(slots=True)
class Made:
    """A generated page: lines, and per line the spam's ``[start, end)`` spans."""

    layout: str
    lines: list[str]
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    hiding: str = "plain"
    reject: bool = False
    title: int = -1
    """The line that is the title; -1 where none is known."""


@dataclass(slots=True)
class Builder:
    """A page while spam is put into it: a crumb, the title, ``body`` paragraphs, a foot."""

    rng: Random
    made: Made
    words: Words
    trade: str
    """The trade of phrases that are not said to be of another."""
    body: int
    title: str
    fold: int = -1
    only: bool = False
    given: str = ""
    """A call to action to use instead of one that is drawn."""

    @property
    def lines(self) -> list[str]:
        """The page's lines, to be changed in place."""
        return self.made.lines

    @property
    def after_body(self) -> int:
        """Number of the line behind the last paragraph."""
        return 2 + self.body

    def paragraph(self) -> int:
        """Draw the number of a paragraph's line."""
        return 2 + self.rng.randrange(self.body)

    # ── What is said ────────────────────────────────────────────────────────────────────────────
    def hidden(self, text: str) -> str:
        """Spell a text as the page's spam is spelt."""
        return HIDINGS[self.made.hiding](self.rng, text)

    def phrase(self) -> str:
        """Draw a phrase of the page's trade, in plain spelling."""
        return phrase(self.rng, self.words, self.trade)

    def named(self) -> str:
        """Draw a brand, where the vocabulary has gambling; else, and sometimes, any phrase."""
        known = "gambling" in self.words.classes and self.rng.random() < 0.7
        return self.hidden(brand(self.rng, self.words) if known else self.phrase())

    def named_or_phrase(self, share: float) -> str:
        """Draw what ``named`` does in a share of pages, else a phrase."""
        return self.named() if self.rng.random() < share else self.hidden(self.phrase())

    def anchors(self, count: int) -> list[str]:
        """Draw the texts of a kit's links: of one trade, or of many."""
        mixed = self.rng.random() < 0.25
        trades = [common_trade(self.rng, self.words) if mixed else self.trade for _ in range(count)]
        return [self.hidden(phrase(self.rng, self.words, trade)) for trade in trades]

    def clause(self, text: str) -> str:
        """Draw a clause that says a text."""
        return clause(self.rng, text, fold=self.fold, only=self.only)

    def of(self, file: str, kind: str, text: str = "") -> str:
        """Draw a line of a kind from a file of ``data/``, about a text."""
        return line_of(self.rng, file, kind, text, fold=self.fold, only=self.only)

    def label(self) -> str:
        """Draw what stands before a kit's list; most have nothing."""
        return self.of("message_kits", "label") if self.rng.random() < 0.5 else ""

    # ── Where it is put ─────────────────────────────────────────────────────────────────────────
    def whole(self, at: int, text: str) -> None:
        """Insert a line of spam."""
        self.lines.insert(at, text)
        self.made.spans = [(n + (n >= at), a, b) for n, a, b in self.made.spans]
        self.made.spans.append((at, 0, len(text)))

    def inside(self, at: int, position: int, text: str) -> None:
        """Insert spam into a line."""
        self.replace(at, position, position, text)

    def replace(self, at: int, start: int, end: int, text: str) -> None:
        """Put spam in the place of a part of a line, which is not spam."""
        self.lines[at] = self.lines[at][:start] + text + self.lines[at][end:]
        more = len(text) - (end - start)
        self.made.spans = [
            (n, a + more, b + more) if n == at and a >= end else (n, a, b) for n, a, b in self.made.spans
        ]
        self.made.spans.append((at, start, start + len(text)))

    def append(self, at: int, text: str) -> None:
        """Append spam to a line."""
        self.inside(at, len(self.lines[at]), text)

    def last(self, text: str) -> None:
        """Add a line of spam at the page's end."""
        self.whole(len(self.lines), text)


def common_trade(rng: Random, words: Words) -> str:
    """Draw a trade as often as hacked sites carry it: gambling and adult ones far more than any other."""
    k = rng.random()
    preferred = FAMILIES[0] if k < 0.35 else FAMILIES[1] if k < 0.5 else ()
    return rng.choice([x for x in preferred if x in words.classes] or words.classes)
