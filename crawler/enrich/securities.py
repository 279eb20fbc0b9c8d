"""The listed securities: by code, by name, and which codes an exchange gives out."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from crawler.enrich.aligned import Words, align, read_table

_FUND_NAME = re.compile(r"(?:ETF|LOF|REITs?|基金|联接|QDII)[A-C]?$")
_BOND_NAME = re.compile(r"(?:转债|转\d|债)$")
_KIND_WORDS = {"fund": _FUND_NAME, "bond": _BOND_NAME}
_MARKS = re.compile(r"^(?:XD|XR|DR|[NC](?=[\u4e00-\u9fff])|\*?ST|S\*?ST)|(?:-(?:U|W|S|SW|UW|B)|[AB])$")

_RANGES = (
    (re.compile(r"60[0-5]\d{3}|68[89]\d{3}|900\d{3}"), "SH", "stock"),
    (re.compile(r"00[0-4]\d{3}|30[0-2]\d{3}|200\d{3}"), "SZ", "stock"),
    (re.compile(r"43\d{4}|8[378]\d{4}|92\d{4}"), "BJ", "stock"),
    (re.compile(r"5[01268]\d{4}"), "SH", "fund"),
    (re.compile(r"1[568]\d{4}"), "SZ", "fund"),
    (re.compile(r"11[0138]\d{3}"), "SH", "bond"),
    (re.compile(r"12[378]\d{3}"), "SZ", "bond"),
)


class Security(NamedTuple):
    """A row of the table, or what a code of its form must be."""

    code: str
    exchange: str
    name: str
    """As ``align`` writes it."""
    kind: str
    shown: str = ""
    """As the exchange writes it."""


def unmarked(name: str) -> str:
    """Short name without its marks: *ST美丽 → 美丽, 万科A → 万科, 小米集团-W → 小米集团."""
    return _MARKS.sub("", _MARKS.sub("", name))


@cache
def by_code() -> dict[str, list[Security]]:
    """Return the securities of each code: exchanges give out the same ones."""
    table: dict[str, list[Security]] = {}
    for row in (*read_table("stocks"), *read_table("stocks_by_hand")):
        code, exchange, name, kind = row
        table.setdefault(code, []).append(Security(code, exchange, align(name), kind, name))
    return table


@cache
def by_name() -> tuple[dict[str, Security], Words]:
    """Return the names that are safe to take without a code, each with its security, and what finds them."""
    names: dict[str, Security] = {}
    risky = {align(row[0]) for row in read_table("stock_names_risky")}
    safe = {align(row[0]) for row in read_table("stock_names_safe")}
    for securities in by_code().values():
        for security in securities:
            for name in {security.name, unmarked(security.name)}:
                long_enough = len(name) >= 4 and security.exchange in ("SH", "SZ", "HK")
                if security.kind == "stock" and (long_enough or name in safe) and name not in risky:
                    names.setdefault(name, security)
    return names, Words(names)


@cache
def company_names() -> frozenset[str]:
    """Return the short names of listed companies that mean nothing else: 青岛啤酒, in lower case."""
    return frozenset(name.lower() for name in by_name()[0])


def classify(code: str, exchange: str, run: str) -> Security | None:
    """Return the security of a code; ``None`` when no exchange gives out such a code.

    ``run`` is the text before it: without an exchange mark only its words tell funds and bonds.
    """
    if exchange == "HK":
        code = code.zfill(5)
    if (exchange == "SH" and code.startswith("000")) or (exchange == "SZ" and code.startswith("399")):
        return Security(code, exchange, "", "index")
    known = [s for s in by_code().get(code, []) if exchange in ("", s.exchange)]
    if known:
        return known[0]
    if exchange in ("HK", "TW", "TWO"):
        return Security(code, exchange, "", "stock")
    for pattern, where, kind in _RANGES:
        if pattern.fullmatch(code) and exchange in ("", where):
            words = _KIND_WORDS.get(kind)
            return Security(code, where, "", kind) if exchange or not words or words.search(run) else None
    return None


def _within(short: str, name: str) -> bool:
    """Tell whether ``short`` (2 to 6 characters) abbreviates ``name``: 汇控 of 汇丰控股."""
    rest = iter(name)
    return all(c in rest for c in short)


def ends_with_name(run: str, name: str) -> bool:
    """Tell whether the text before a code ends with the security's name or a short form of it."""
    return bool(name) and (
        run.endswith((name, unmarked(name)))
        or any(_within(run[-n:], name) for n in (2, 3, 4) if len(run) >= n)
    )
