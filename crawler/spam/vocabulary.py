"""The word lists of ``data/``, matched in one pass over canonical text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

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
    lines = files("crawler.spam.data").joinpath(_FILE).read_text("utf-8").splitlines()
    for number, line in enumerate(lines, 1):
        if not line or line.startswith("#"):
            continue
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
def furniture() -> frozenset[str]:
    """Return the words of sites' own buttons and sections: alone, they are no spam."""
    text = files("crawler.spam.data").joinpath("furniture.txt").read_text("utf-8")
    return frozenset(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


@cache
def _pattern() -> re.Pattern[str]:
    by_first: dict[str, list[str]] = {}
    for word in terms():
        by_first.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, rests in sorted(by_first.items()):
        rests.sort(key=len, reverse=True)
        branches.append(re.escape(first) + "(?:" + "|".join(map(re.escape, rests)) + ")")
    firsts = "".join(re.escape(c) for c in sorted(by_first))
    return re.compile(f"(?=[{firsts}])(?:{'|'.join(branches)})")


_ALNUM = re.compile("[a-z0-9]")


@cache
def _brand_roles() -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for line in files("crawler.spam.data").joinpath(_BRANDS).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            role, words = line.split("\t")
            roles[role] = sorted(words.split(), key=len, reverse=True)
    return roles


@cache
def _brand() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return (a listed stem with what makes it a brand, an unlisted name's kind and suffix)."""
    alternatives = {role: "|".join(map(re.escape, words)) for role, words in _brand_roles().items()}
    kind, suffix, sure, stem = (alternatives[role] for role in ("kind", "suffix", "sure", "stem"))
    tail, plain, after = (alternatives[role] for role in ("tail", "plain", "after"))
    firsts = "".join(sorted({re.escape(word[0]) for word in _brand_roles()["stem"]}))
    begins = f"(?:{kind})(?!{plain})|{suffix}|{after}"
    goes_on = f"[·.]?[(]?(?:{kind}|{suffix}|{tail})[)]?-?"
    listed = f"(?=[{firsts}])(?:{stem})(?:{begins})(?:{goes_on}){{0,4}}"
    # Anchored at the kind, so that the name's length does not multiply the attempts.
    return re.compile(listed), re.compile(f"(?:(?:{kind})(?:{suffix})+|(?:{sure})(?:{suffix})*)")


# \Z, not $: a name ends where the kind begins, never on the line before.
_NAME = re.compile("[\u4e00-\u4e27\u4e29-\u9fff]{0,2}\\Z")  # U+4E28 is the separator 丨
_CODE = re.compile(r"[a-z0-9]{1,6}\Z")


def brands(canonical_text: str) -> list[Hit]:
    """Find names built as gambling brands are, also ones nobody has listed."""
    listed, built = _brand()
    companies, real = set(_brand_roles()["company"]), _brand_roles()["real"]
    found = []
    for m in listed.finditer(canonical_text):
        a, b = m.span()
        if m[0] in companies or (_ALNUM.match(m[0]) and a and _ALNUM.match(canonical_text[a - 1])):
            continue
        found.append(Hit(a, b, "brand", 3))
    last = 0
    for m in built.finditer(canonical_text):
        before = canonical_text[max(last, m.start() - 6) : m.start()]
        if any(before.endswith(name) for name in real):
            continue
        code = _CODE.search(before)
        start = m.start() - (len(code[0]) if code else len(_NAME.findall(before)[0]))
        found.append(Hit(start, m.end(), "brand", 3))
        last = m.end()
    return found


def hits(canonical_text: str) -> list[Hit]:
    """Return listed terms and built brand names, left to right, not overlapping: the longest wins."""
    found = sorted([*_listed(canonical_text), *brands(canonical_text)], key=lambda h: (h.start, -h.end))
    kept: list[Hit] = []
    for hit in found:
        if kept and hit.start < kept[-1].end:
            if hit.end - hit.start > kept[-1].end - kept[-1].start:
                kept[-1] = hit
            continue
        kept.append(hit)
    return kept


def _listed(canonical_text: str) -> list[Hit]:
    """Return the longest terms, left to right, not overlapping.  Latin ones must not sit inside a word."""
    found = []
    table = terms()
    for m in _pattern().finditer(canonical_text):
        a, b = m.span()
        word = m[0]
        if (_ALNUM.match(word[0]) and a and _ALNUM.match(canonical_text[a - 1])) or (
            _ALNUM.match(word[-1])
            and _ALNUM.match(canonical_text[b : b + 1])
            and word.isascii() | word[-1].isdigit()
        ):
            continue
        kind, weight = table[word]
        found.append(Hit(a, b, kind, weight))
    return found
