"""Which Chinese script a text is in, and whether a machine made its Traditional.

Method: count the characters that occur in one script only (``data/one_sided.json``, made by
``make_tables`` from OpenCC's dictionaries without the forms that both scripts print).
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.items import ScriptName

MIXED_SHARE = 0.15
"""From this share of the rarer script's characters on, a text is mixed: a page in Traditional
with one quoted Simplified name is not, two sentences of spam in it are."""

STRAY = 4
"""From this many one-sided characters on, a single one of the other script is a stray (a name, 於)."""

# Characters that Simplified uses for two or more Traditional ones, one of them the same sign: what
# character-by-character converters leave behind (位于, 之后, 10余家).  Those that careful Traditional
# papers print both ways (周期 布局 占比 注冊 依托 台灣) are left out: they would accuse the innocent.
LEFT_OVER = "于后余范万几里云干面制系采致志复松斗冲准征郁谷价"

_LEFT_OVER = re.compile(f"[{LEFT_OVER}]")
_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿〇𠀀-𲎯]")


@cache
def one_sided() -> tuple[frozenset[str], frozenset[str]]:
    """Return the characters found in Simplified only and those found in Traditional only."""
    table = json.loads(resources.files(__package__).joinpath("data/one_sided.json").read_text("utf-8"))
    return frozenset(table["hans"]), frozenset(table["hant"])


def one_sided_counts(text: str) -> tuple[int, int]:
    """Return how many characters of ``text`` are Simplified only and Traditional only."""
    rare = _BEYOND_BMP.findall(text)
    hans, hant = (
        len(common.findall(text)) + sum(map(chars.__contains__, rare))
        for common, chars in zip(_common(), one_sided(), strict=True)
    )
    return hans, hant


@cache
def _common() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds the one-sided characters of the basic plane, twenty times as fast as with all."""
    hans, hant = ("".join(sorted(char for char in side if char <= "\uffff")) for side in one_sided())
    return re.compile(f"[{hans}]"), re.compile(f"[{hant}]")


def detect(text: str) -> ScriptName:
    """Return the script of ``text``; ``undetermined`` when nothing in it tells.

    Short texts often hold no one-sided character (产业 does, 生物科技 does not): they are
    undetermined, and the caller takes the page's script.
    """
    return verdict(*one_sided_counts(text))


def verdict(hans: int, hant: int) -> ScriptName:
    """Return the script that ``hans`` and ``hant`` one-sided characters speak for."""
    if hans == hant == 0:
        return "undetermined"
    rarer, total = min(hans, hant), hans + hant
    if rarer >= MIXED_SHARE * total and (rarer > 1 or total < STRAY):
        return "mixed"
    return "hans" if hans > hant else "hant"


def machine_conversion_signs(text: str, script: ScriptName | None = None) -> list[str]:
    """Return the left-overs of a machine in Traditional ``text``, each with its neighbours, in order.

    A sign is a character of ``LEFT_OVER`` that stays itself in Simplified and would be another in
    Traditional *there* (位于 → 位於, yet 皇后 stays).  Names in the name dictionary are no signs.
    Text that is not Traditional has none.  ``script`` says what it is in, found here when not given.
    """
    script = script or detect(text)
    if script not in ("hant", "mixed") or not _LEFT_OVER.search(text):
        return []
    from crawler.text.convert import to_hans, to_hant

    hans = to_hans(text, script=script, tidied=False)
    again = to_hant(hans, script="hans", tidied=False)
    if not len(text) == len(hans) == len(again):
        return []
    signs = []
    for match in _LEFT_OVER.finditer(text):
        at = match.start()
        if match[0] == hans[at] != again[at]:
            signs.append(text[max(0, at - 1) : at + 2].strip())
    return signs


def is_machine_made(text: str, script: ScriptName | None = None) -> bool:
    """Return whether a machine made the Traditional of ``text``: two different signs or more."""
    return len(set(machine_conversion_signs(text, script))) >= 2


def is_han(char: str) -> bool:
    """Return whether ``char`` is a Chinese character."""
    return _HAN.match(char) is not None
