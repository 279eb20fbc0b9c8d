"""What an outlet changed between two versions of an article, field by field, and of what weight."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Any

PUBLISHED_FIELDS = (
    "title.original",
    "kicker",
    "subtitle",
    "body.original",
    "byline.reporters",
    "byline.correspondents",
    "byline.editors",
    "source.name",
    "published_at",
    "images",
)
"""What the outlet says; everything else in a document is derived from it."""

_NUMBERS = re.compile(
    "[0-9０-９]+(?:[.,．，][0-9０-９]+)*[十百千万萬亿億]*|[〇零一二三四五六七八九十百千万萬亿億两兩]{2,}"
)
_MOST_COMPARED = 4_000_000
"""Pairs of paragraphs up to which two texts are laid side by side, at most a second: time goes with their
number, and the writing of all articles waits."""
_NAMES = ("byline.reporters", "byline.correspondents", "byline.editors")


def published_value(document: dict[str, Any], field: str) -> Any:
    """Return a field by its dotted name; None where it is missing."""
    value: Any = document
    for name in field.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return value


def differences(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what the outlet changed: ``[{field, kind, before, after}]``, empty when nothing.

    ``kind``: ``title``, ``name`` (who wrote, edited or supplied it), ``time``, ``image``, ``numeric`` (only
    figures differ), ``cosmetic`` (only white space, punctuation or width differ), ``text``.  Of the body only
    the paragraphs that differ are listed, one change each: replaced, added (``before`` empty) or removed
    (``after`` empty).
    """
    changes = []
    for field in PUBLISHED_FIELDS:
        old, new = published_value(before, field), published_value(after, field)
        if old == new or (not old and not new):
            continue
        pairs = _paragraphs(old or "", new or "") if field == "body.original" else [(old, new)]
        changes += [{"field": field, "kind": _kind(field, a, b), "before": a, "after": b} for a, b in pairs]
    return changes


def _paragraphs(old: str, new: str) -> list[tuple[str, str]]:
    a, b = old.split("\n"), new.split("\n")
    pairs = []
    is_long = len(a) * len(b) > _MOST_COMPARED
    steps = [_middle(a, b)] if is_long else SequenceMatcher(None, a, b, autojunk=False).get_opcodes()
    for tag, i, j, k, m in steps:
        if tag == "equal":
            continue
        left, right = a[i:j], b[k:m]
        for n in range(max(len(left), len(right))):
            pair = (left[n] if n < len(left) else "", right[n] if n < len(right) else "")
            if pair[0] != pair[1]:
                pairs.append(pair)
    return pairs


def _middle(a: list[str], b: list[str]) -> tuple[str, int, int, int, int]:
    """Return what lies between the paragraphs that begin and those that end both texts, as one step."""
    most = min(len(a), len(b))
    head = next((n for n in range(most) if a[n] != b[n]), most)
    tail = next((n for n in range(most - head) if a[-1 - n] != b[-1 - n]), most - head)
    return "replace", head, len(a) - tail, head, len(b) - tail


def _kind(field: str, old: Any, new: Any) -> str:
    if field in _NAMES or field == "source.name":
        return "name"
    if field == "published_at":
        return "time"
    if field == "images":
        return "image"
    old, new = old or "", new or ""
    if _letters(old) == _letters(new):
        return "cosmetic"
    if field == "title.original":
        return "title"
    if old and new and _NUMBERS.sub("#", old) == _NUMBERS.sub("#", new):
        return "numeric"
    return "text"


def _letters(text: str) -> str:
    """Return what is left when white space, punctuation and width do not count (signs of figures do)."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        c for i, c in enumerate(plain) if unicodedata.category(c)[0] in "LNS" or _is_in_number(plain, i)
    )


def _is_in_number(text: str, i: int) -> bool:
    """Tell whether a mark belongs to a figure: the point of 3.5, the minus of -2, a per cent sign."""
    if text[i] == "%":
        return True
    after = text[i + 1 : i + 2].isdigit()
    return (text[i] == "." and after and text[i - 1 : i].isdigit()) or (text[i] in "-−" and after)
