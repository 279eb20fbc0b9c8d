"""Dates marked up as such: in ``<time>``, ``itemprop``, and elements whose class or id names a date."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract.date_candidates import (
    DATE_LIKE,
    LONGEST_LINE,
    Candidate,
    boxed,
    day_of,
    is_line,
    labelled,
    read,
)
from crawler.extract.document_title import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from crawler.extract.elements import Elements

_DATE_CLASS = re.compile(  # of names in lower case
    r"(?:^|[\s_-])(?:pub(?:lish)?(?:ed)?[_-]?(?:time|date|at)?|date|time|datetime|post[_-]?(?:time|date|info|meta)|news[_-]?(?:time|date|info)"
    r"|art(?:icle)?[_-]?(?:time|date|info|meta|source)|meta|info|source|byline|entry[_-]?(?:date|meta)|timestamp|(?:ep|con|content|title)[_-]?(?:info|source|time|date)|year|author)s?(?:$|[\s_-])",
)
_DATE_PIECE = re.compile(
    "[Tt]ime|[Dd]ate|[Ii]nfo|[Ss]ource|[Mm]eta|[Pp]ub|[Ll]ine|[Aa]uthor|year|TIME|DATE|INFO"
)  # cheap
_WHOLE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日? \d{1,2}:\d\d(?::\d\d)?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_HERE = re.compile(  # of names in lower case
    r"comment|reply|relat|recommend|hot|rank|side|foot|copyright|nav|breadcrumb|list|weather|calendar|clock|head(?:er)?[_-]?(?:top|date)|top[_-]?(?:date|time|bar)|lunar|login|search|update|modif",
)
_SKIPPED = frozenset(("script", "style", "noscript", "template", "select", "option", "footer", "nav"))
_NO_BAR = frozenset(("html", "body", "a", "li", "img", "iframe", "form", "time", "meta", "link"))
_MOST = 60  # elements looked at of each kind
_HEADLINE = 8
_CLOCK = re.compile(r"\W*(?:今[天日]是|[现現]在(?:是|[时時][间間])|[当當]前[时時][间間]|北京[时時][间間])")
"""今天是2026年11月30日: what a site's clock says over every page."""
# Selected by libxml: walking the elements of a large page in Python takes longer than all the rest
NAMED = etree.XPath("//*[@class or @id]")


def marked(
    page: Elements, blocks: Iterable[etree._Element], now: datetime, title: str = ""
) -> Iterator[Candidate]:
    """Yield what is marked up as a date, or stands in an element named like one; none under another title."""
    spots = _spots(blocks)
    found = [
        Candidate(raw, where, date, 1)
        for raw, where in islice(_timed(page, spots), _MOST)
        if (date := read(raw, now, whole=True))
    ]
    found += [
        labelled(text, where, date, 1)
        for text, where in islice(_named(spots, key(title)), _MOST)
        if is_line(text) and (date := read(text, now, whole=False))
    ]
    days: dict[str, set[datetime]] = {}
    for c in found:
        days.setdefault(c.where, set()).add(day_of(c.date))
    # Three elements of one kind with three days are a list of other articles
    yield from (c for c in found if len(days[c.where]) < 3)


def _spots(blocks: Iterable[etree._Element]) -> dict[etree._Element, dict[str, str]]:
    """Return what may hold or frame a block's date, with attributes: two around it, itself, all inside."""
    found: dict[etree._Element, dict[str, str]] = {}
    for block in blocks:
        for element in (*reversed(list(islice(block.iterancestors(), 2))), *islice(block.iter(), _MOST)):
            if element not in found and (attributes := element.items()):
                found[element] = dict(attributes)
    return found


def _timed(page: Elements, spots: dict[etree._Element, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what ``itemprop=datePublished`` and ``<time>`` say, outside lists and side bars."""
    for element, attributes in spots.items():
        prop = attributes.get("itemprop", "").lower()
        if prop in {"datepublished", "datecreated"} and element.tag != "meta":
            yield (
                attributes.get("datetime") or attributes.get("content") or short_text(element),
                f"itemprop:{prop}",
            )
        elif (said := attributes.get("title")) and _WHOLE.fullmatch(said) and not _inside_furniture(element):
            yield said, "title"  # 3小时前, and the moment when the mouse is over it
    for element in page.times:
        prop = (element.get("itemprop") or "").lower()
        if prop in {"datepublished", "datecreated"}:
            yield element.get("datetime") or element.get("content") or short_text(element), f"itemprop:{prop}"
        elif prop != "datemodified" and not _inside_furniture(element):
            said = element.get("title") or ""
            yield element.get("datetime") or (said if _WHOLE.fullmatch(said) else short_text(element)), "time"


def _inside_furniture(element: etree._Element) -> bool:
    steps = 0
    node: etree._Element | None = element
    while node is not None and steps < 12:
        if node.tag in _SKIPPED or node.tag in {"aside", "li"} or _NOT_HERE.search(_attributes(node)):
            return node.tag not in {"body", "html"}
        node = node.getparent()
        steps += 1
    return False


def _named(spots: dict[etree._Element, dict[str, str]], title: str) -> Iterator[tuple[str, str]]:
    """Yield short texts of elements whose class or id says that they hold a date."""
    judged: dict[str, bool] = {}
    for element, attributes in spots.items():
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        wanted = judged.get(names)
        if wanted is None:
            spelt = _CAMEL.sub("-", names).lower() if _DATE_PIECE.search(names) else ""
            wanted = judged[names] = bool(_DATE_CLASS.search(spelt)) and not _NOT_HERE.search(spelt)
        if not wanted or element.tag in _SKIPPED or element.tag in _NO_BAR:
            continue
        text = attributes.get("value", "") if element.tag == "input" else short_text(element)
        if (
            2 <= len(text) <= LONGEST_LINE
            and DATE_LIKE.search(text)
            and not _CLOCK.match(text)
            and not _inside_furniture(element)
            and not _is_under_another(element, title)
        ):
            yield boxed(text), f"{element.tag}.{names.split(maxsplit=1)[0]}"


def _is_under_another(element: etree._Element, title: str) -> bool:
    """Tell a teaser's date: right above it stands a link alone, the headline of another article."""
    over = element.getprevious()
    if not title or over is None or not isinstance(over.tag, str):
        return False
    link = over if over.tag == "a" else next(over.iter("a"), None)
    said = key(short_text(over)) if link is not None and link.get("href") else ""
    return (
        len(said) >= _HEADLINE and said == key(short_text(link)) and said not in title and title not in said
    )


def _attributes(element: etree._Element) -> str:
    return _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}").lower()


def short_text(element: etree._Element) -> str:
    """Return an element's text, up to the piece with which it is longer than a line."""
    parts: list[str] = []
    size = 0
    for piece in element.itertext():
        parts.append(piece)
        size += len(piece.strip())
        if size > LONGEST_LINE:
            break
    return " ".join(" ".join(parts).split())  # pieces that only a style sheet keeps apart
