"""Declarations of an element's style, and the lengths in them."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"^\s*(-?\d{0,7}(?:\.\d{0,4})?)\s*(px|pt|em|rem|%|vw|vh)?", re.IGNORECASE)
_PIXELS = {"em": 16.0, "rem": 16.0, "vw": 10.0, "vh": 10.0, "%": 10.0}
"""Pixels of a length relative to a font or a window, roughly."""


def declarations(style: str) -> dict[str, str]:
    """Return the values by property, both in lower case, the last of each; without ``!important``."""
    found: dict[str, str] = {}
    for part in style[:4000].split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.lower().replace("!important", "").strip()
    return found


def number(value: str) -> float | None:
    """Return the length a value begins with, in pixels, or its number; ``None`` where it has none."""
    match = _NUMBER.match(value) if value else None
    if not match or match[1] in {"", "-", ".", "-."}:
        return None
    return float(match[1]) * _PIXELS.get((match[2] or "").lower(), 1.0)
