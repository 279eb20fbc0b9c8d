# ruff: noqa: ARG001  (every way of hiding has the same signature)
"""How spammers write a text so that filters miss it, and readers do not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from opencc import OpenCC


def wide(rng: Random, text: str) -> str:
    """Full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c not in "|_,-" else c for c in text)


def zero_width(rng: Random, text: str) -> str:
    """Invisible characters inside words."""
    return "".join(
        c + rng.choice("\u200b\u200c\u2060\ufeff\u200d") if rng.random() < 0.4 else c for c in text
    )


def apart(rng: Random, text: str) -> str:
    """Characters held apart."""
    filler = rng.choice([" ", ".", "*", "·"])
    return re.sub(r"[\u4e00-\u9fff]{4,}", lambda m: filler.join(m[0]), text)


def homoglyph(rng: Random, text: str) -> str:
    """Look-alikes from other alphabets."""
    table = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
    return text.translate(table)


def pinyin(rng: Random, text: str) -> str:
    """Put a made-up reading in brackets after some characters."""
    return re.sub(
        r"[\u4e00-\u9fff]",
        lambda m: (
            m[0] + (f"({rng.choice(['xiàn', 'guǎn', 'shì', 'yú', 'hé'])})" if rng.random() < 0.25 else "")
        ),
        text,
    )


def emoji(rng: Random, text: str) -> str:
    """Pictures between words."""
    return "".join(c + (rng.choice("🎰🔥⚽💰🎲✅👉") if rng.random() < 0.15 else "") for c in text)


def entities(rng: Random, text: str) -> str:
    """Numeric entities encoded twice."""
    lead = rng.choice(["&#x{:x};", "&amp;#x{:x};", "&#{};", "&amp;#{};"])
    return "".join(lead.format(ord(c)) if "\u4e00" <= c <= "\u9fff" else c for c in text)


def traditional(rng: Random, text: str) -> str:
    """Convert along with the page."""
    return str(_to_traditional().convert(text))


@cache
def _to_traditional() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("s2t")


HIDINGS: dict[str, Callable[[Random, str], str]] = {
    "plain": lambda _rng, text: text,
    "wide": wide,
    "zero_width": zero_width,
    "apart": apart,
    "homoglyph": homoglyph,
    "pinyin": pinyin,
    "emoji": emoji,
    "entities": entities,
    "traditional": traditional,
}
