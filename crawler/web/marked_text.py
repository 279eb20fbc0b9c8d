"""A text as published, line by line, with every span where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from crawler.spam.cutting import GONE

if TYPE_CHECKING:
    from collections.abc import Sequence

Span = dict[str, Any]


@dataclass(slots=True)
class Piece:
    """A stretch of one line, and the span it belongs to; None: nobody doubts it."""

    text: str
    span: Span | None = None


@dataclass(slots=True)
class Line:
    """A line of the text; its pieces joined are the line, the lines joined with line breaks the text."""

    pieces: list[Piece] = field(default_factory=list)
    ended: list[Span] = field(default_factory=list)
    """Spans that end here: what there is to say of them stands below the line."""
    broken_by: Span | None = None
    """The span that took the line break behind it away."""


def lines(text: str, spans: Sequence[Span]) -> list[Line]:
    """Return ``text``, as published, with the spans of its field in place; offsets count in ``text``.

    Where spans lie over one another, a piece belongs to the one that is cut, then to the shortest.
    """
    order = sorted(spans, key=lambda s: (s["state"] not in GONE, s["end"] - s["start"], s["start"]))
    breaks = [at for at, sign in enumerate(text) if sign == "\n"]
    edges = {0, len(text), *breaks, *(at + 1 for at in breaks)}
    edges |= {min(at, len(text)) for span in spans for at in (span["start"], span["end"])}
    found = [Line()]
    for start, end in pairwise(sorted(edges)):
        owner = next((span for span in order if span["start"] <= start and end <= span["end"]), None)
        if text[start] == "\n":
            found[-1].broken_by = owner
            found.append(Line())
        else:
            found[-1].pieces.append(Piece(text[start:end], owner))
        found[-1].ended += sorted((s for s in spans if s["end"] == end), key=lambda s: s["start"])
    return found
