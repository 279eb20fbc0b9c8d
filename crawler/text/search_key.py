"""The form in which texts and queries are compared, and the words the text index reads.

One fold for both: script and variants (``data/fold.json``, one representative per class of
characters that OpenCC may turn into each other, so context cannot split a text from its twin),
width, case, quotation marks and thousands separators.  It only serves comparison; nobody reads it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache, lru_cache
from importlib import resources
from operator import add
from typing import TYPE_CHECKING

from crawler.text.quotes import QUOTES

if TYPE_CHECKING:
    from collections.abc import Sequence

# All one: converters turn “” and ‘’ into 「」 and 『』, and papers nest them either way round.
_ONE_QUOTE = dict.fromkeys(QUOTES, '"')

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"  +")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_HAN = "㐀-䶿一-鿿豈-﫿〇𠀀-𲎯"
_CHINESE = re.compile(f"([{_HAN}]+)")
_LETTERS = r"[^\W\d_]"
# A number and the name before or behind it are two words (沪深 300 ETF), as 3.5 is one; 5G, A50, P2P are one.
_WORD = re.compile(rf"\d+(?:\.\d+)+|{_LETTERS}?\d+(?={_LETTERS}{{2}})|{_LETTERS}{{2,}}(?=\d)|[^\W_]+")

# Characters that are searched for alone, commodities mostly: indexed by themselves wherever they stand.
# Any other single character is found too, only slower (no index entry leads to it).
SINGLES = frozenset(
    "金银铜铁铝锌铅锡镍钴锂钠钾镁钛钨钼铬锰钒铂钯铀硅碳氢氧氮氦磷硫硼氟氯碘煤油气电热焦钢纸糖棉米麦豆粮猪牛羊鸡鸭鱼虾蟹蛋奶"
    "茶酒盐药布丝麻胶漆车船港桥税债股汇雪雨旱震疫"
)


class _Folds(dict[int, str]):
    """Character → its key, worked out on first sight: ``str.translate`` then does all in one pass."""

    def __init__(self) -> None:
        table = json.loads(resources.files(__package__).joinpath("data/fold.json").read_text("utf-8"))
        self.variants = str.maketrans({**table, **_ONE_QUOTE})
        super().__init__()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        key = " " if char.isspace() else _INVISIBLE.sub("", char)
        for _ in range(3):  # a compatibility form may have a variant, and that a capital
            key = unicodedata.normalize("NFKC", key.translate(self.variants)).casefold()
        self[code] = key
        return key


@cache
def _folds() -> _Folds:
    return _Folds()


def fold(text: str) -> str:
    """Return the search key of ``text``; the same for a Traditional text and its Simplified twin.

    ``fold(fold(x)) == fold(x)``.
    """
    key = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).translate(_folds()))
    if "甚么" in key:
        key = key.replace("甚么", "什么")
    return _THOUSANDS.sub("", _SPACE.sub(" ", key)).strip()


def fold_aligned(text: str) -> tuple[str, Sequence[int]]:
    """Return ``text`` folded character by character, and for each folded one where it comes from.

    For marking what was found: blanks and thousands separators stay, so offsets can be kept.
    """
    folds = _folds()
    key = text.translate(folds)
    if all(len(folds[ord(char)]) == 1 for char in set(text)):
        return key, range(len(text))
    return key, [at for at, char in enumerate(text) for _ in folds[ord(char)]]


def search_terms(text: str) -> str:
    """Return what the text index reads of ``text``: folded, in order, separated by spaces.

    Chinese becomes overlapping pairs (青岛港 → ``青岛 岛港``), a word or number stays whole (300ETF is one
    of each).  One space stands between neighbours, two where anything else stood in the text (a mark, a line
    end): so a phrase is a plain substring of the result.  Pairs find whatever a reader types (动卫中心),
    which a segmenter's words do not: see ``make bench-search`` for the measured recall.
    """
    return _terms(fold(text))


def indexed(title: str, body: str) -> tuple[str, str]:
    """Return ``search_title`` and ``search_terms`` of an article.

    The first weighs more in the index; the second holds everything, title first and the characters
    of ``SINGLES`` last, so that one field answers whether an article has all that was asked for.
    """
    key = fold(f"{title}\n{body}")
    singles = " ".join(sorted(SINGLES.intersection(key)))
    return search_terms(title), "   ".join(part for part in (_terms(key), singles) if part)


def _terms(key: str) -> str:
    other, *rest = _CHINESE.split(key)
    parts = [_words(other)]
    for run, other in zip(rest[::2], rest[1::2], strict=True):
        parts += (" ".join(map(add, run, run[1:])) if len(run) > 1 else run, _words(other))
    return "".join(parts).strip()


@lru_cache(4096)
def _words(text: str) -> str:
    """Return the words of a stretch without Chinese, one blank before and after each, two at a mark."""
    parts: list[str] = []
    end = 0
    for match in _WORD.finditer(text):
        parts += (" " if match.start() == end else "  ", match[0])
        end = match.end()
    parts.append(" " if 0 < end == len(text) else "  ")
    return "".join(parts)
