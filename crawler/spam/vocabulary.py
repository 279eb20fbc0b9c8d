"""The word lists of ``data/``, matched in one pass over canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from crawler.enrich.securities import company_names
from crawler.spam.canonical import points_of

if TYPE_CHECKING:
    from collections.abc import Container

    import numpy as np
    import numpy.typing as npt

_FILE = "explicit_vocabulary.tsv"
_BRANDS = "brand_grammar.tsv"


@dataclass(slots=True, frozen=True)
class Hit:
    """A term found: ``[start, end)`` in canonical text, its class and weight (1 to 3)."""

    start: int
    end: int
    kind: str
    weight: int


@cache
def terms() -> dict[str, tuple[str, int]]:
    """Return term → (class, weight); ``ValueError`` naming file and line where the list is malformed."""
    found: dict[str, tuple[str, int]] = {}
    for number, line in _lines(_FILE):
        try:
            kind, weight, words = line.split("\t")
            value = int(weight)
        except ValueError as error:
            raise ValueError(f"{_FILE}:{number}: wanted class, weight and terms between tabs") from error
        for word in words.split():
            if word not in found or found[word][1] < value:
                found[word] = (kind, value)
    return found


@cache
def brand_roles() -> dict[str, list[str]]:
    """Return the words brand names are made of, by role, the longest first."""
    roles = (line.split("\t") for _, line in _lines(_BRANDS))
    return {role: sorted(words.split(), key=len, reverse=True) for role, words in roles}


@cache
def name_ends() -> tuple[str, ...]:
    """Return what brands' names end in."""
    return tuple(word for role in ("kind", "suffix", "sure") for word in brand_roles()[role])


@cache
def firms() -> frozenset[str]:
    """Return names of firms, listed today or once, among them some that are built as brands are."""
    return company_names() | set(brand_roles()["company"])


@cache
def furniture() -> frozenset[str]:
    """Return the words of sites' own buttons and sections: alone, they are no spam."""
    return frozenset(word for _, line in _lines("furniture.txt") for word in line.split())


def _lines(name: str) -> list[tuple[int, str]]:
    text = files("crawler.spam.data").joinpath(name).read_text("utf-8")
    return [(n, x) for n, x in enumerate(text.splitlines(), 1) if x and not x.startswith("#")]


_ALNUM = re.compile("[a-z0-9]")
_TOP = 0x20000
# \Z, not $: a name ends where the kind begins, never on the line before.
_NAME = re.compile("[\u4e00-\u4e27\u4e29-\u9fff]{0,2}\\Z")  # U+4E28 is the separator 丨
_CODE = re.compile(r"[a-z0-9]{1,6}\Z")
_NUMBERED = re.compile(r"(?<![a-z0-9.])(?!(?:19|20)\d\d\Z)\d{3,6}(?:[a-z]{2,3})?\Z")
"""The number a mirror of a betting site is known by, before its name; a year is none."""
_LONGEST_NUMBER = 9
_MIRROR = r"(?:集团|国际|娱乐场)?\d{3,6}[a-z]{2,3}(?![a-z0-9.])"
"""The same after the name; "1928.hk" is a share's."""
_OF_FIRMS = re.compile("中国|控股|国际|娱乐|集团|股份|酒店|电影|双年|时装|世界|冬奥|队|之|的")
"""What follows a name that is a firm's or a city's, whatever number stands before it."""


class Lexicon:
    """Listed terms and the grammar of brand names; a text is searched by the pairs words begin with."""

    def __init__(self, without: frozenset[str] = frozenset()) -> None:
        """Leave out terms and stems that are, hold or lie in one of ``without`` (cross-validation)."""
        import numpy as np

        held = [w for w in without if len(w) > 1]
        self._terms = {w: known for w, known in terms().items() if not _among(w, held)}
        roles = brand_roles()
        stems, weak = ([w for w in roles[role] if not _among(w, held)] for role in ("stem", "weak"))
        self._real, self._kinds = tuple(roles["real"]), tuple(roles["kind"])
        self._within = [*roles["within"], *(x for x in firms() if _holds(x, self._terms))]
        either = {role: "|".join(map(re.escape, words)) for role, words in roles.items()}
        kind, suffix, sure, tail = (either[role] for role in ("kind", "suffix", "sure", "tail"))
        self._plain = re.compile(either["plain"])
        known, also = ("|".join(map(re.escape, words)) or "(?!)" for words in (stems, weak))
        code, china = r"[·.]|\d{1,4}|[a-z]{1,6}\d{0,5}", f"[(]中国[)](?:{suffix}|{tail}|{kind})"
        begins = f"(?:{kind})(?!{either['plain']})|{suffix}|{either['after']}|{china}"
        sure_of = f"(?:{code}|{kind})(?:{kind}|{suffix})|{china}"
        goes_on = f"[·.]?[(]?(?:{kind}|{suffix}|{tail})[)]?-?"
        name = f"(?:{known})(?:{code})?(?:{begins})|(?:{also})(?:{sure_of})"
        self._stem = re.compile(f"(?:{name})(?:{goes_on}){{0,4}}|(?:{known}){_MIRROR}")
        self._known = re.compile(known)
        # Anchored at the kind, so that the name's length does not multiply the attempts.
        self._built = re.compile(f"(?:(?:{kind})(?:{suffix})+|(?:{sure})(?:{suffix})*)")
        self._lengths: dict[str, list[int]] = {}
        for word in sorted(self._terms, key=len, reverse=True):
            self._lengths.setdefault(word[:2], []).append(len(word))
        self._stem_heads = {w[:2] for w in (*stems, *weak)}
        self._built_heads = {w[:2] for w in (*roles["kind"], *roles["sure"])}
        heads = self._lengths.keys() | self._stem_heads | self._built_heads
        self._first = np.zeros(_TOP, dtype=bool)
        """Characters words begin with, by code point."""
        self._first[[ord(x[0]) for x in heads]] = True
        self._single = np.array(sorted(ord(x) for x in heads if len(x) == 1), dtype=np.uint64)
        self._pairs = np.array(sorted(_pair(x) for x in heads if len(x) == 2), dtype=np.uint64)

    def hits(self, canonical_text: str) -> list[Hit]:
        """Return listed terms and built brand names, left to right, not overlapping: the longest wins."""
        places = self._places(canonical_text)
        found = sorted(
            [*self._listed(canonical_text, places), *self._brands(canonical_text, places)],
            key=lambda h: (h.start, -h.end),
        )
        kept: list[Hit] = []
        for hit in found:
            if kept and hit.start < kept[-1].end:
                if hit.end - hit.start > kept[-1].end - kept[-1].start:
                    kept[-1] = hit
                continue
            kept.append(hit)
        return kept

    def _places(self, text: str) -> list[int]:
        """Return where a word may begin."""
        import numpy as np

        points = points_of(text + "\0")
        found = np.flatnonzero(self._first[np.minimum(points, _TOP - 1)])
        heads = points[found].astype(np.uint64)
        known = _in((heads << np.uint64(32)) | points[found + 1], self._pairs)
        if len(self._single):
            known |= _in(heads, self._single)
        return [int(i) for i in found[known]]

    def _brands(self, text: str, places: list[int]) -> list[Hit]:
        """Find names built as gambling brands are, also ones nobody has listed."""
        found = []
        listed = built = 0  # ends of the last names found
        for i in places:
            head = text[i : i + 2]
            if i >= listed and head in self._stem_heads:
                if m := self._stem.match(text, i):
                    listed = m.end()
                    if m[0] not in firms() and not _inside_word(text, i):
                        found.append(Hit(i, m.end(), "brand", 3))
                elif (
                    (m := self._known.match(text, i))
                    and not _OF_FIRMS.match(text, m.end())
                    and (code := _NUMBERED.search(text, max(0, i - _LONGEST_NUMBER), i))
                ):
                    listed = m.end()
                    found.append(Hit(code.start(), m.end(), "brand", 3))
            if i >= built and head in self._built_heads and (m := self._built.match(text, i)):
                before = text[max(built, i - 6) : i]
                built = m.end()
                if not before.endswith(self._real):
                    code = _CODE.search(before)
                    start = i - (len(code[0]) if code else len(_NAME.findall(before)[0]))
                    found.append(Hit(start, m.end(), "brand", 3))
        return found

    def _listed(self, text: str, places: list[int]) -> list[Hit]:
        """Return the longest terms, left to right.  Latin ones must not sit inside a word."""
        found = []
        last = 0
        for i in places:
            if i < last:
                continue
            for head in (text[i : i + 2], text[i]):
                for length in self._lengths.get(head, ()):
                    word = text[i : i + length]
                    if word not in self._terms:
                        continue
                    last = i + len(word)  # the text may end before ``length``
                    open_end = word.isascii() | word[-1].isdigit() and _ALNUM.match(text, last)
                    if not (_inside_word(text, i) or open_end or self._is_plain(text, i, word)):
                        found.append(Hit(i, last, *self._terms[word]))
                    break
                if last > i:
                    break
        return found

    def _is_plain(self, text: str, at: int, word: str) -> bool:
        """Say whether a term is part of an ordinary word or of a firm's name: a fund's annual meeting."""
        begins = ((w, at - w.index(word)) for w in self._within if word in w)
        if any(start >= 0 and text.startswith(w, start) for w, start in begins):
            return True
        of_sport = self._terms[word][0] == "brand" and word.endswith(self._kinds)
        return of_sport and bool(self._plain.match(text, at + len(word)))


@cache
def lexicon() -> Lexicon:
    """Return the shipped word lists (compiled once)."""
    return Lexicon()


def _holds(name: str, words: Container[str]) -> bool:
    """Say whether one of the words lies in a name."""
    size = len(name)
    return any(name[i:j] in words for i in range(size) for j in range(i + 2, size + 1))


def _among(word: str, held: list[str]) -> bool:
    return any(word in w or w in word for w in held)


def _pair(head: str) -> int:
    return (ord(head[0]) << 32) | ord(head[1])


def _in(values: npt.NDArray[np.uint64], table: npt.NDArray[np.uint64]) -> npt.NDArray[np.bool_]:
    """Say which values are in a sorted table."""
    import numpy as np

    return np.equal(table[np.minimum(np.searchsorted(table, values), len(table) - 1)], values)


def _inside_word(text: str, at: int) -> bool:
    return at > 0 and bool(_ALNUM.match(text, at)) and bool(_ALNUM.match(text, at - 1))
