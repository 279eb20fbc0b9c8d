"""What a reader asks for: the terms typed, and the filters as conditions on ``articles``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crawler.text.clock import CHINA
from crawler.text.search_key import fold, search_terms

_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_PLACE = re.compile(r"\d{2,6}|TW(?:-[A-Z0-9]*)?")
_TERM = re.compile(r'(-?)(?:"([^"]*)"|(\S+))')


class QueryError(ValueError):
    """The query or a filter cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for, as typed and as the index spells it."""

    typed: str
    indexed: str

    @property
    def pieces(self) -> list[str]:
        """Its index entries."""
        return self.indexed.split()

    @property
    def needle(self) -> str:
        """What to find in ``search_terms`` with a blank before and after it.

        A word or number has to be whole; a single character at an end may be half of a pair:
        1300万 is in ``1300 万元``.
        """
        before = " " if self.indexed[0].isascii() else ""
        after = " " if self.indexed[-1].isascii() else ""
        return f"{before}{self.indexed}{after}"


@dataclass(frozen=True, slots=True)
class Query:
    """What a reader asks for: every required term, none of the excluded."""

    required: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What the articles must be; an empty field does not restrict."""

    since: date | None = None
    """First local day of publication."""
    until: date | None = None
    """Last local day of publication."""
    site: str = ""
    region: str = ""
    """ISO 3166-2 of the outlet; ``CN`` includes ``CN-SD``."""
    place: str = ""
    """GB/T 2260 code of a region named in the text; ``3702`` includes ``370203``."""
    section: str = ""
    stock: str = ""
    """``600519``, or with its exchange ``600519.SH``."""
    spam: str = ""
    """``clean`` (nothing was cut), ``cut`` or ``hacked``."""
    script: str = ""
    """``hans``, ``hant``, ``mixed``, ``undetermined`` or ``machine`` (machine-made Traditional)."""


def parse_query(text: str) -> Query:
    """Return the terms of ``text``: words (all required), ``"a phrase"``, ``-without``.

    Full-width spaces, quotes and minus signs count as the plain ones.  A term without any letter,
    digit or character is ignored.  Raises ``QueryError`` when nothing but exclusions is left.
    """
    required: dict[str, Term] = {}
    excluded: dict[str, Term] = {}
    for minus, phrase, word in _TERM.findall(fold(text).replace("−", "-")):
        typed = phrase or word.strip('"')
        indexed = search_terms(typed)
        if indexed:
            (excluded if minus else required)[indexed] = Term(typed, indexed)
    if excluded and not required:
        raise QueryError(f"{text}: a query needs at least one term that is not excluded")
    return Query(tuple(required.values()), tuple(excluded.values()))


def filter_document(filters: Filters) -> dict[str, Any]:
    """Return the filters as a MongoDB query.  Raises ``QueryError`` naming the field."""
    found = _published(filters.since, filters.until)
    for name in ("site", "section"):
        if value := getattr(filters, name):
            found[name] = value
    if filters.region:
        found["region"] = _region(filters.region)
    if filters.place:
        found["regions.code"] = _place(filters.place)
    if filters.stock:
        found["stocks"] = {"$elemMatch": _stock(filters.stock)}
    if filters.spam:
        states: dict[str, dict[str, Any]] = {
            "clean": {"spam.spans": 0},
            "cut": {"spam.spans": {"$gt": 0}},
            "hacked": {"spam.hacked": True},
        }
        found |= _one_of("spam", filters.spam, states)
    if filters.script:
        scripts: dict[str, dict[str, Any]] = {
            name: {"script.detected": name} for name in ("hans", "hant", "mixed", "undetermined")
        }
        found |= _one_of("script", filters.script, scripts | {"machine": {"script.machine_converted": True}})
    return found


def _region(text: str) -> str | dict[str, str]:
    region = text.upper()
    if not _REGION.fullmatch(region):
        raise QueryError(f"region {text}: not a code such as CN-SD, CN or HK")
    # A province has no parts; that it is one value lets the index give its articles by date.
    return region if "-" in region else {"$regex": f"^{region}(?:-|$)"}


def _place(text: str) -> dict[str, str]:
    code = text.upper()
    if not _PLACE.fullmatch(code):
        raise QueryError(f"place {text}: not a code such as 37, 3702, 370203 or TW-TPE")
    if code.isdigit():  # 370200 is all of 3702
        code = code.rstrip("0")
        code += "0" * (len(code) % 2)
    return {"$regex": f"^{code}"}


def _stock(text: str) -> dict[str, Any]:
    code, _, exchange = text.upper().replace("/", ".").partition(".")
    if not code.isalnum():
        raise QueryError(f"stock {text}: not a code such as 600519, 600519.SH or 0700.HK")
    # Hong Kong's codes are stored with five digits, people write four.
    codes = [code.zfill(5)] if exchange == "HK" else sorted({code, code.zfill(5)})
    return {"code": {"$in": codes}} | ({"exchange": exchange} if exchange else {})


def _published(since: date | None, until: date | None) -> dict[str, Any]:
    if since and until and since > until:
        raise QueryError(f"since {since} is after until {until}")
    limits: dict[str, datetime] = {}
    if since and since > date.min:
        limits["$gte"] = _midnight(since)
    if until and until < date.max:  # who writes 9999-12-31 wants no end
        limits["$lt"] = _midnight(until + timedelta(days=1))
    return {"published_at": limits} if limits else {}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA).astimezone(UTC)


def _one_of(name: str, value: str, choices: dict[str, dict[str, Any]]) -> dict[str, Any]:
    if value not in choices:
        raise QueryError(f"{name} {value}: not one of {', '.join(choices)}")
    return choices[value]
