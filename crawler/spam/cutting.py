"""Taking spans out of a text, and putting them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.items import SpamSpan

GONE = frozenset({"cut", "confirmed"})
"""States in which a span is not in the text."""


def cut(text: str, spans: Iterable[SpamSpan]) -> str:
    """Return ``text`` without the spans that are cut or confirmed.

    Offsets count in ``text``; ``ValueError`` when a span does not fit the text or overlaps another.
    """
    parts: list[str] = []
    at = 0
    for span in _gone(spans):
        if not at <= span.start <= span.end <= len(text) or text[span.start : span.end] != span.text:
            raise ValueError(
                f"span {span.field}[{span.start}:{span.end}] ({span.rule}) does not fit its text"
            )
        parts.append(text[at : span.start])
        at = span.end
    parts.append(text[at:])
    return "".join(parts)


def restore(clean: str, spans: Iterable[SpamSpan]) -> str:
    """Put the spans that were cut back: ``restore(cut(text, spans), spans) == text``."""
    parts: list[str] = []
    taken = put = 0  # read from ``clean``, written to the result
    for span in _gone(spans):
        need = span.start - put
        if need < 0 or taken + need > len(clean):
            raise ValueError(
                f"span {span.field}[{span.start}:{span.end}] ({span.rule}) was not cut from this text"
            )
        parts += (clean[taken : taken + need], span.text)
        taken += need
        put = span.start + len(span.text)
    parts.append(clean[taken:])
    return "".join(parts)


def _gone(spans: Iterable[SpamSpan]) -> list[SpamSpan]:
    return sorted((s for s in spans if s.state in GONE), key=lambda s: (s.start, s.end))
