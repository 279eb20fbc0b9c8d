"""The form in which texts and queries are compared, and the words the text index reads.

One fold for both: script and variants (``data/fold.json``, one representative per class of
characters that OpenCC may turn into each other, so context cannot split a text from its twin),
width, case, quotation marks and thousands separators.  It only serves comparison; nobody reads it.
"""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib import resources

from crawler.text.script import is_han

QUOTES = dict.fromkeys("“”„‟「」『』〝〞〟﹁﹂﹃﹄«»＂", '"') | dict.fromkeys("‘’‚‛＇`´", "'")

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
_SPACE = re.compile(r"\s+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_RUN = re.compile(
    r"[㐀-䶿一-鿿豈-﫿〇𠀀-𲎯]+|[^\W_㐀-䶿一-鿿豈-﫿〇𠀀-𲎯]+(?:[.&+-][^\W_㐀-䶿一-鿿豈-﫿〇𠀀-𲎯]+)*"
)


@cache
def _table() -> dict[int, str]:
    table = json.loads(resources.files(__package__).joinpath("data/fold.json").read_text("utf-8"))
    return str.maketrans({**table, **QUOTES})


def fold(text: str) -> str:
    """Return the search key of ``text``; the same for a Traditional text and its Simplified twin.

    ``fold(fold(x)) == fold(x)``.
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).casefold().translate(_table())
    return _THOUSANDS.sub("", _SPACE.sub(" ", unicodedata.normalize("NFKC", text))).strip()


def runs(key: str) -> list[str]:
    """Return the searchable pieces of folded text: stretches of Chinese, and words or numbers."""
    return _RUN.findall(key)


def grams(run: str) -> list[str]:
    """Return what a piece is indexed as: a word or number whole, Chinese in overlapping pairs.

    Pairs find whatever a reader types (岛生 in 青岛生物), which a segmenter's words do not.
    """
    if len(run) == 1 or not is_han(run[0]):
        return [run]
    return [run[at : at + 2] for at in range(len(run) - 1)]


def search_terms(title: str, body: str) -> str:
    """Return the words that the text index reads, each once, separated by spaces."""
    found: dict[str, None] = {}
    for text in (title, body):
        for run in runs(fold(text)):
            found.update(dict.fromkeys(grams(run)))
    return " ".join(found)
