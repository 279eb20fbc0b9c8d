"""The form spam is matched on, with the way back to the text as published.

Spammers hide a word from filters and leave it readable: full width, mathematical letters, homoglyphs,
zero-width characters, pinyin in brackets, letters held apart, entities encoded twice, the other script.
``canonical`` undoes all of that for matching only; cuts are made in the original through ``Canonical.span``.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import numpy.typing as npt

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U000e0000-\U000e0fff"
    "\u0300-\u036f\u0483-\u0489\u20d0-\u20f0"
)
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_DELETED = re.compile(f"[{_INVISIBLE}\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_EMOJI_RUN = re.compile(f"[{_EMOJI}]+")
_DIVIDER = re.compile(rf"(?<=\w\w\w)[{_EMOJI}]+(?=\w\w\w)")
"""Pictures that may join the phrases of a list; the same twice do, single ones are strewn inside words."""
_BESIDE = re.compile(f"[{_INVISIBLE}{_EMOJI}]")
_ENTITY = re.compile(r"&(?:amp;){0,8}(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_TONED = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"
_PINYIN = re.compile(rf"(?<=[{_HAN}])[(（\[【]\s?(?:[{_TONED}]{{1,6}}[1-5]?)\s?[)）\]】]")
# Four or more single characters held apart by one and the same filler.
_ONE = rf"[{_HAN}a-z0-9]"
_OPENING = "([<{【《「『〔"
_DOTS = ".·•‧∙⋅・*~^+=丶_"
_APART = re.compile(
    rf"(?<!{_ONE}){_ONE}(?:([ 、/\\|-]{{1,3}})(?={_ONE}))(?:{_ONE}\1){{2,}}{_ONE}(?!{_ONE})"
    rf"|(?<!{_ONE}){_ONE}([{_DOTS}])(?:{_ONE}\2){{2,}}{_ONE}"
    rf"|[{_HAN}]([{_DOTS}])(?:[{_HAN}]\3){{2,}}[{_HAN}]"
    rf"|(?<!{_ONE})[{_HAN}](?:[ {_DOTS}、/\\|-][{_HAN}]){{4,}}(?![{_HAN}a-z0-9])"
    rf"|[{_HAN}]{{1,2}}([*~^+=丶])(?:[{_HAN}]{{1,2}}\4){{2,}}[{_HAN}]{{1,2}}"
    rf"|(?:[{re.escape(_OPENING)}]{_ONE}[)\]>}}】》」』〕]){{3,}}"
)
_NEEDS_EDIT = re.compile(
    f"[{_INVISIBLE}{_EMOJI}\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|&[#a-zA-Z]|[{_HAN}][(（\\[【]\\s?[{_TONED}]"
)
# Letters of other alphabets that look Latin, and the few look-alikes used for Han and digits.
_HOMOGLYPHS = dict(
    zip(
        "АВЕКМНОРСТУХаекморстухіјѕԁԛԝһвнΑΒΕΖΗΙΚΜΝΟΡΤΥΧοναρτυχι〇",
        "abekmhopctyxaekmopctyxijsdqwhbhabezhikmnoptyxovaptuxi0",
        strict=True,
    )
)


@cache
def _table() -> dict[int, str]:
    """One character → one character: width, letter shapes, radicals, case, traditional → simplified."""
    from opencc import OpenCC

    han = [chr(c) for a, b in ((0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00)) for c in range(a, b)]
    folded = OpenCC("t2s").convert("\n".join(han)).split("\n")
    table = {ord(a): b for a, b in zip(han, folded, strict=True) if len(b) == 1 and a != b}
    compat = (
        (0xA0, 0x250),
        (0x370, 0x530),
        (0x1E00, 0x2000),
        (0x2000, 0x2070),
        (0x2070, 0x2190),
        (0x2460, 0x2500),
        (0x2E80, 0x3002),
        (0x3220, 0x3400),
        (0xF900, 0xFB00),
        (0xFF01, 0xFFEF),
        (0x1D400, 0x1D800),
        (0x1F100, 0x1F1E6),
    )
    for a, b in compat:
        for c in range(a, b):
            shape = unicodedata.normalize("NFKC", chr(c)).lower()
            if len(shape) != 1:
                core = [x for x in shape if x.isalnum()]
                shape = core[0] if len(core) == 1 and c >= 0x2460 else ""
            if shape and shape != chr(c):
                table[c] = table.get(ord(shape), shape)
    for c in range(0xC0, 0x250):  # é → e: letters with marks, except what pinyin needs before it is folded
        base = unicodedata.normalize("NFD", chr(c))[0]
        if base != chr(c):
            table[c] = base.lower()
    table |= {ord(a): b for a, b in _HOMOGLYPHS.items()}
    table |= {c: chr(c).lower() for c in range(ord("A"), ord("Z") + 1)}
    table[0x2F02] = "丶"
    return table


_LONG = 200
"""Characters from which on arrays are quicker than ``str.translate``."""


@dataclass(slots=True)
class Canonical:
    """Canonical ``text`` and, per character, where it began in the original."""

    text: str
    original: str
    offsets: Sequence[int]
    edits: int
    """How many pieces were dropped or decoded: a sign of hiding in itself."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of canonical ``[start, end)``; what was dropped goes with what is before."""
        if start >= end:
            at = self.offsets[start] if start < len(self.offsets) else len(self.original)
            return at, at
        stop = self.offsets[end] if end < len(self.offsets) else len(self.original)
        return (self.offsets[start] if start else 0), stop

    def before(self, start: int) -> int:
        """Return where pictures and invisible characters right before original ``start`` begin."""
        while start and _BESIDE.match(self.original[start - 1]):
            start -= 1
        return start


def canonical(text: str) -> Canonical:
    """Fold ``text``; linear in its length."""
    folded: str = text
    offsets: Sequence[int] = range(len(text))
    edits = 0

    def replace(pattern: re.Pattern[str], by: Callable[[str], str]) -> None:
        nonlocal folded, offsets, edits
        parts: list[str] = []
        kept: list[int] = []
        last = 0
        for m in pattern.finditer(folded):
            new = by(m[0])
            if new == m[0]:
                continue
            parts += (folded[last : m.start()], new)
            kept.extend(offsets[last : m.start()])
            if len(new) == 1:
                kept.append(offsets[m.start()])
            else:  # ``new`` is a subsequence of what stood there
                at = m.start()
                for ch in new:
                    at = folded.index(ch, at, m.end())
                    kept.append(offsets[at])
                    at += 1
            last = m.end()
            edits += 1
        if last:
            kept.extend(offsets[last:])
            parts.append(folded[last:])
            folded, offsets = "".join(parts), kept

    if _NEEDS_EDIT.search(folded):
        replace(_ENTITY, _decode)
        replace(_DELETED, lambda _: "")
        dividers = {sign for sign, n in Counter(_DIVIDER.findall(folded)).items() if n > 1}
        replace(_EMOJI_RUN, lambda run: " " if run in dividers else "")
        replace(_PINYIN, lambda _: "")
    folded = folded.translate(_table()) if len(folded) < _LONG else _text(_shapes(points_of(folded)))
    if _APART.search(folded):
        replace(_APART, lambda held: "".join(_LETTER.findall(held)))
    return Canonical(folded, text, offsets, edits)


def canonicals(texts: Sequence[str]) -> list[Canonical]:
    """Fold many texts: as ``canonical`` does each, in one pass over those where nothing is hidden."""
    import numpy as np

    together = "\n".join(texts)
    starts = list(itertools.accumulate((len(x) + 1 for x in texts), initial=0))
    points = points_of(together)
    folded = _shapes(points)
    plain = _text(folded)
    signs = _signs()
    odd = np.flatnonzero(signs[np.minimum(points, len(signs) - 1)] & 1)
    kinds = signs[np.minimum(folded, len(signs) - 1)]
    filler = (kinds & 2) > 0
    held = [odd[[_NEEDS_EDIT.search(together, max(0, i - 1), i + 40) is not None for i in odd.tolist()]]]
    for width in (1, 2):  # three fillers alike, each after one character
        step = width + 1
        reach = 2 * step + width - 1
        if len(folded) > reach:
            run = np.ones(len(folded) - reach, dtype=bool)
            for k in range(width):
                here = folded[k : k + len(run)]
                run &= filler[k : k + len(run)]
                run &= (here == folded[k + step :][: len(run)]) & (here == folded[k + 2 * step :][: len(run)])
            held.append(np.flatnonzero(run))
    run = np.ones(max(0, len(folded) - 6), dtype=bool)
    for k in (0, 2, 4, 6):  # four fillers of any kind
        run &= filler[k : k + len(run)]
    held.append(np.flatnonzero(run))
    opens = (kinds & 8) > 0  # three characters, each in brackets
    if len(folded) > 6:
        held.append(np.flatnonzero(opens[:-6] & opens[3:-3] & opens[6:]))
    marks = np.flatnonzero((kinds & 4) > 0)
    if len(marks) > 2:  # … or after one or two
        held.append(marks[2:][marks[2:] - marks[:-2] <= 6])
    owners = np.unique(np.searchsorted(starts, np.concatenate(held), side="right") - 1).tolist()
    found = [
        Canonical(plain[at : at + len(x)], x, range(len(x)), 0)
        for x, at in zip(texts, starts[:-1], strict=True)
    ]
    for i in owners:
        found[i] = canonical(texts[i])
    return found


def points_of(text: str) -> npt.NDArray[np.uint32]:
    """Return the code points of a text."""
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def _text(points: npt.NDArray[np.uint32]) -> str:
    return points.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def _shapes(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint32]:
    """Fold character by character."""
    import numpy as np

    table = _array()
    return np.where(points < len(table), table[np.minimum(points, len(table) - 1)], points)


@cache
def _array() -> npt.NDArray[np.uint32]:
    """Return the table as an array of code points."""
    import numpy as np

    table = np.arange(max(_table()) + 1, dtype=np.uint32)
    for point, shape in _table().items():
        table[point] = ord(shape)
    return table


@cache
def _signs() -> npt.NDArray[np.uint8]:
    """Per code point: 1 where hiding may begin, 2 what may hold characters apart, 4 pairs too, 8 brackets."""
    import numpy as np

    signs = np.zeros(0xE1001, dtype=np.uint8)
    hiding = re.compile(f"[{_INVISIBLE}{_EMOJI}\x00-\x08\x0b\x0c\x0e-\x1f\x7f&(（\\[【]")
    for c in (*range(0x20000), *range(0xE0000, 0xE1000)):
        if hiding.match(chr(c)):
            signs[c] = 1
    for filler in f" 、/\\|-{_DOTS}":
        signs[ord(filler)] = 2
    for filler in "*~^+=丶":
        signs[ord(filler)] = 6
    for bracket in _OPENING:
        signs[ord(bracket)] |= 8
    return signs


_LETTER = re.compile(f"[{_HAN}a-z0-9]")


def _decode(entity: str) -> str:
    """Decode an entity encoded up to eight times over; what is not one character stays as written."""
    seen = entity
    for _ in range(9):
        plain = html.unescape(seen)
        if plain == seen:
            break
        seen = plain
    return seen if len(seen) == 1 else entity
