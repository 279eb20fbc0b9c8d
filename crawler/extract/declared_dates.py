"""Dates a page declares to machines: in meta elements, JSON-LD and other scripts; and in its address."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from crawler.extract import structured
from crawler.extract.date_candidates import Candidate, read
from crawler.extract.document_title import key
from crawler.text.dates import date_in_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from lxml import etree

    from crawler.extract.elements import Elements

_META = {
    name: i
    for i, name in enumerate(
        """
        article:published_time og:article:published_time og:published_time article:published og:release_date
        article:create_at bytedance:published_time apub:time datepublished articledate pubdate publishdate
        publish-date publish_date publish_time publishtime publish-time pubtime pub_date published
        published_time published-date article_date_original article.published releasedate release_date
        sailthru.date parsely-pub-date dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date
        dcterms.date datecreated date.created weibo:article:create_at contentpubtime contentpublishtime
        firstpubtime cxenseparse:recs:publishtime original-publish-date rnews:datepublished og:time
        createdate create_date creationdate date
        """.split()  # noqa: SIM905
    )
}
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "lastmodified",
    "last-modified", "og:modified_time", "dcterms.modified", "dc.date.modified", "apub:updatetime",
    "dateupdate",
)  # fmt: skip
_JSON_LD_DATE = re.compile(r'"(?:datePublished|pubDate|dateCreated)"\s*:\s*"([^"]{8,40})"')
_VALUE = re.compile(r"""[:=]\s*["']?(?:\d{4}[-/年]|\d{10})""")
"""What follows such a key; most scripts hold none."""
# Keys whose value is this page's date; list entries on the page have the same keys, the first one counts.
# Looked for in lower case, and only where a key ends: scripts are long.
_KEY_END = re.compile(r"""(?:time|date|_at|edat|shat|ct(?<!\wct))["']?\s*[:=]\s*["']?(?=[\d])""")
_STATE = re.compile(
    r"""(?:(?:["']|\b)(?:pub(?:lish)?(?:ed)?_?(?:time|date|at)|ptime|create_?time|first_?pub_?time|art(?:icle)?_?time"""
    r"""|news_?(?:time|date)|(?:release|post|issue)_?(?:time|date)|(?:display|show|input)_?time)["']?"""
    r"""|\bvar\s+(?:ct|publish_time|pubtime|ptime|doctime|createtime|arttime))\s*[:=]\s*["']?"""
    r"""(\d{4}[-/年][^"'<>,;{}]{4,24}|\d{10}(?:\d{3})?(?!\d))"""
)
_OTHERS = "json_ld:other headline"
_MADE = "meta:page made"
_WEAK = frozenset({"meta:date", "meta:apub:time", _OTHERS, _MADE})
"""``apub:time`` is when the page was made from its template, days after the text at times."""
_SHORTEST, _ALIKE = 5, 0.2
_GENERATED = re.compile(r"(?:[页頁]面|[网網][页頁])生成[时時][间間日]期?\s*[:：]?\s*(.{10,30})")
"""When the template made the page: the ``PubDate`` that says the same is no other text's date."""
_LONGEST_KEY = 40
_STEPS, _SHORT_SCRIPT = 2, 500
_LITERAL = re.compile(
    r"""["'](20\d\d[-/年]\d{1,2}[-/月]\d{1,2}日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?(?:\+08:?00)?)["']"""
)


def stated(page: Elements, url: str, now: datetime, title: str = "") -> Iterator[Candidate]:
    """Yield what the page declares, and its address; what is said of another headline counts less."""
    for raw, where in _declared(page, title):
        if date := read(raw, now, whole=True):
            yield Candidate(raw, where, date, 2 if where in _WEAK else 0)
    if date := date_in_url(url, now=now):
        yield Candidate(date.raw, "url", date, 3)


def _declared(page: Elements, title: str) -> Iterator[tuple[str, str]]:
    metas: list[tuple[int, str, str]] = []
    made = ""
    for meta in page.metas:
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = meta.get("content", "").strip()
        if name in _META and content:
            metas.append((_META[name], name, content))
        elif "生成" in content and (generated := _GENERATED.match(content)):
            made = generated[1].strip()
    for _, name, content in sorted(metas, key=lambda m: m[0]):
        yield content, _MADE if content == made else f"meta:{name}"
    for kind, text in page.scripts:
        date, headline = _json_ld(text) if "ld+json" in kind and text else ("", "")
        if date:
            yield date, _OTHERS if _are_unlike(headline, title) else "json_ld"


def _are_unlike(headline: str, title: str) -> bool:
    """Tell two headlines with hardly two characters in a row in common."""
    said, own = (_pairs(key(text)) for text in (headline, title))
    return min(len(said), len(own)) >= _SHORTEST and len(said & own) < _ALIKE * min(len(said), len(own))


def _pairs(text: str) -> set[str]:
    return {text[i : i + 2] for i in range(len(text) - 1)}


def _json_ld(text: str) -> tuple[str, str]:
    """Return date and headline of the article among a script's objects; broken JSON is searched as text."""
    try:
        data = json.loads(text, strict=False) if len(text) < 2_000_000 else None
    except (ValueError, RecursionError):
        data = None
    stack: list[Any] = [data]
    for _ in range(200):
        if not stack:
            break
        thing = stack.pop(0)
        if isinstance(thing, list):
            stack[:0] = thing[:50]
        elif isinstance(thing, dict):
            for name in ("datePublished", "pubDate", "dateCreated", "uploadDate"):
                if (
                    isinstance(thing.get(name), (str, int))
                    and "comment" not in str(thing.get("@type")).lower()
                ):
                    return str(thing[name]), structured.plain(thing.get("headline"))
            stack += [v for k, v in thing.items() if k in {"@graph", "mainEntity", "mainEntityOfPage"}]
    m = _JSON_LD_DATE.search(text) if data is None else None
    return m[1] if m else "", ""


def embedded(
    page: Elements, now: datetime, *, shell: bool, headline: etree._Element | None = None
) -> Iterator[Candidate]:
    """Yield what scripts hold, and modification dates: they confirm the day of a yearless date.

    ``shell``: the text came out of a script; ``headline``: its element, beside which a script may write the
    date.
    """
    if headline is not None:
        yield from _written_beside(page, headline, now)
    for _, text in page.scripts:
        if shell and (literal := _LITERAL.search(text)) and (date := read(literal[1], now, whole=True)):
            yield Candidate(literal[1], "script", date, 6)
        if (raw := _in_script(text[:1_000_000])) and (date := read(raw, now, whole=True)):
            yield Candidate(raw, "script", date, 4)
    for meta in page.metas:
        name = (meta.get("itemprop") or meta.get("property") or meta.get("name") or "").lower()
        if name in _MODIFIED_META and (date := read(meta.get("content", ""), now, whole=True)):
            yield Candidate(meta.get("content", ""), f"meta:{name}", date, 7)


def _written_beside(page: Elements, headline: etree._Element, now: datetime) -> Iterator[Candidate]:
    """Yield the dates of short scripts that stand right below the headline to write them there."""
    around = [headline, *islice(headline.iterancestors(), _STEPS)]
    for script in page.script_elements:
        text = script.text or ""
        if len(text) > _SHORT_SCRIPT or not (literal := _LITERAL.search(text)):
            continue
        box = script.getparent()
        beside = (
            box is not None
            and box.tag not in {"head", "body"}
            and (box in around or box.getparent() in around[1:])
        )
        if beside and (date := read(literal[1], now, whole=True)):
            yield Candidate(literal[1], "script_by_title", date, 1)


def _in_script(text: str) -> str:
    """Return the value of the first key that names the time of publication."""
    if not _VALUE.search(text):
        return ""
    lower = text.lower()
    if len(lower) != len(text):  # a character whose lower case is longer
        lower = text
    for end in _KEY_END.finditer(lower):
        key = _STATE.search(lower, max(0, end.start() - _LONGEST_KEY), end.end() + _LONGEST_KEY)
        if key:
            return text[key.start(1) : key.end(1)]
    return ""
