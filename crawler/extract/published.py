"""When an article was published: which of the dates on a page is the one.

Kinds of evidence, best first: what the page declares to machines (meta, JSON-LD, ``<time>``), the
information bar between title and text, data embedded in scripts, the address, and last a short line
that is a date.  Several agree on most pages: an earlier kind that contradicts the address or the
information bar loses to it, and of those that name the same day the most exact is taken.  A date in a
sentence of the body is never the answer, nor one the page calls a modification while there is another.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.text.dates import CHINA, ParsedDate, date_in_url, date_label, find_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml import etree

_META = {
    name: i
    for i, name in enumerate(
        """
        article:published_time og:article:published_time og:published_time article:published og:release_date
        article:create_at bytedance:published_time apub:time datepublished pubdate publishdate publish-date
        publish_date publish_time publishtime publish-time pubtime pub_date published published_time
        published-date article_date_original article.published releasedate release_date sailthru.date
        parsely-pub-date dc.date.issued dcterms.issued dcterms.created dc.date.created dc.date dcterms.date
        datecreated date.created weibo:article:create_at contentpubtime contentpublishtime firstpubtime
        cxenseparse:recs:publishtime original-publish-date rnews:datepublished og:time createdate create_date
        creationdate date
        """.split()  # noqa: SIM905
    )
}
_MODIFIED_META = (
    "article:modified_time", "og:updated_time", "article:modified", "datemodified", "lastmodified",
    "last-modified", "og:modified_time", "dcterms.modified", "dc.date.modified", "apub:updatetime",
)  # fmt: skip
_JSON_LD_DATE = re.compile(r'"(?:datePublished|pubDate|dateCreated)"\s*:\s*"([^"]{8,40})"')
_JSON_LD_MODIFIED = re.compile(r'"(?:dateModified|upDate)"\s*:\s*"([^"]{8,40})"')
# Keys whose value is this page's date; list entries on the page have the same keys, the first one counts
_STATE = re.compile(
    r"""(?:(?:["']|\b)(?:pub(?:lish)?(?:ed)?_?(?:time|date|at)|ptime|pub_?date|publishtime|create_?time|first_?pub_?time|article_?time|news_?time|release_?(?:time|date)|display_?time)["']?"""
    r"""|\bvar\s+(?:ct|publish_time|pubtime|ptime|docTime|createtime|artTime))\s*[:=]\s*["']?"""
    r"""(\d{4}[-/年][^"'<>,;{}]{4,24}|\d{10}(?:\d{3})?(?!\d))""",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lish)?(?:ed)?[_-]?(?:time|date|at)?|date|time|datetime|post[_-]?(?:time|date|info|meta)|news[_-]?(?:time|date|info)"
    r"|art(?:icle)?[_-]?(?:time|date|info|meta|source)|meta|info|source|byline|entry[_-]?(?:date|meta)|timestamp|(?:ep|con|content|title)[_-]?(?:info|source|time|date)|year|author)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_HERE = re.compile(
    r"comment|reply|relat|recommend|hot|rank|side|foot|copyright|nav|breadcrumb|list|weather|calendar|clock|head(?:er)?[_-]?(?:top|date|time)|top[_-]?(?:date|time|bar)|lunar|login|search|update|modif",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？；]|[，,].{6,}[，,。]")
_COPYRIGHT = re.compile(
    r"copyright|©|版权|版權|ICP|备案|許可|许可|举报|电话|電話|\b(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SKIPPED = frozenset(("script", "style", "noscript", "template", "select", "option", "footer", "nav"))
_LONGEST_LINE = 160


class _Candidate(NamedTuple):
    raw: str
    where: str
    date: ParsedDate
    kind: int  # lower is better evidence


def _day(date: ParsedDate) -> datetime:
    local = date.at.astimezone(CHINA)
    return datetime(local.year, local.month, local.day, tzinfo=CHINA)


def _close(a: ParsedDate, b: ParsedDate) -> bool:
    """Two dates of one publication: zones and night desks shift by a day."""
    return abs(_day(a) - _day(b)) <= timedelta(days=1)


def _text(element: etree._Element, limit: int = _LONGEST_LINE) -> str:
    parts: list[str] = []
    size = 0
    for piece in element.itertext():
        parts.append(piece)
        size += len(piece.strip())
        if size > limit:
            break
    return " ".join("".join(parts).split())


def _attributes(element: etree._Element) -> str:
    return _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")


def _declared(tree: etree._Element) -> Iterator[tuple[str, str]]:
    metas: list[tuple[int, str, str]] = []
    for element in tree.iter("meta"):
        name = (
            (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        )
        content = (element.get("content") or "").strip()
        if name in _META and content:
            metas.append((_META[name], name, content))
    for _, name, content in sorted(metas, key=lambda m: m[0]):
        yield content, f"meta:{name}"
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            if date := _json_ld(
                element.text, ("datePublished", "pubDate", "dateCreated", "uploadDate"), _JSON_LD_DATE
            ):
                yield date, "json_ld"


def _json_ld(text: str, keys: tuple[str, ...], pattern: re.Pattern[str]) -> str:
    """Return the date of the article among a script's objects; broken JSON is searched as text."""
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
            for key in keys:
                if (
                    isinstance(thing.get(key), (str, int))
                    and "comment" not in str(thing.get("@type")).lower()
                ):
                    return str(thing[key])
            stack += [v for k, v in thing.items() if k in {"@graph", "mainEntity", "mainEntityOfPage"}]
    m = pattern.search(text) if data is None else None
    return m[1] if m else ""


def _timed(tree: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield what ``itemprop=datePublished`` and ``<time>`` say, outside lists and side bars."""
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        prop = (element.get("itemprop") or "").lower()
        if prop in {"datepublished", "datecreated"} and element.tag != "meta":
            yield element.get("datetime") or element.get("content") or _text(element), f"itemprop:{prop}"
        elif element.tag == "time" and prop != "datemodified" and not _inside_furniture(element):
            yield element.get("datetime") or _text(element), "time"


def _inside_furniture(element: etree._Element) -> bool:
    steps = 0
    node: etree._Element | None = element
    while node is not None and steps < 12:
        if node.tag in _SKIPPED or node.tag in {"aside", "li"} or _NOT_HERE.search(_attributes(node)):
            return node.tag not in {"body", "html"}
        node = node.getparent()
        steps += 1
    return False


def _bar(tree: etree._Element, lines: Sequence[str], title: str) -> Iterator[tuple[str, str, int]]:
    """Yield short texts that hold a date: elements named like one, then lines near the title.

    The number is the distance from the title in lines, for ordering.
    """
    for element in tree.iter():
        if (
            not isinstance(element.tag, str)
            or element.tag in _SKIPPED
            or element.tag in {"body", "html", "a"}
        ):
            continue
        names = _attributes(element)
        if not names.strip() or not _DATE_CLASS.search(names) or _NOT_HERE.search(names):
            continue
        text = _text(element)
        if 5 <= len(text) <= _LONGEST_LINE and re.search(r"\d", text) and not _inside_furniture(element):
            hook = (element.get("id") or element.get("class") or "").split()
            yield text, f"{element.tag}.{hook[0] if hook else ''}", 0
    at = next(
        (i for i, line in enumerate(lines) if title and title in line and len(line) < len(title) + 40), None
    )
    if at is not None:
        near = [*range(at + 1, min(at + 9, len(lines))), *range(at - 1, max(at - 4, -1), -1)]
        for i in near:
            yield lines[i], "line_by_title", abs(i - at)


def _title_of(tree: etree._Element) -> str:
    for element in tree.iter("h1"):
        if 6 <= len(text := _text(element)) <= 100:
            return text
    return ""


def _is_line(text: str) -> bool:
    return 4 <= len(text) <= _LONGEST_LINE and not _SENTENCE.search(text) and not _COPYRIGHT.search(text)


def _read(raw: str, now: datetime | None, *, whole: bool) -> ParsedDate | None:
    date = parse_date(raw, now=now) if whole else find_date(raw, now=now)
    if date is None and not whole and len(raw) <= 40:
        date = parse_date(raw, now=now)
    if date is None or date.at.year < 1990 or (now is not None and date.at > now + timedelta(days=1)):
        return None
    return date


def _candidates(
    tree: etree._Element, url: str, lines: Sequence[str], title: str, now: datetime | None
) -> Iterator[_Candidate]:
    for raw, where in _declared(tree):
        if date := _read(raw, now, whole=True):
            yield _Candidate(raw, where, date, 0 if where != "meta:date" else 2)
    for raw, where in _timed(tree):
        if date := _read(raw, now, whole=True):
            yield _Candidate(raw, where, date, 1)
    for text, where, _ in _bar(tree, lines, title or _title_of(tree)):
        if _is_line(text) and (date := _read(text, now, whole=False)):
            # 更新时间 on a Chinese page is often the only time, but any other is better
            yield _Candidate(text, where, date, 6 if date_label(text) == "modified" else 1)
    if date := date_in_url(url, now=now):
        yield _Candidate(date.raw, "url", date, 3)
    for script in tree.iter("script"):
        body = script.text or ""
        if (m := _STATE.search(body[:3_000_000])) and (date := _read(m[1], now, whole=True)):
            yield _Candidate(m[1], "script", date, 4)
    for text in [*lines[:60], *lines[-25:]]:
        if len(text) <= 80 and _is_line(text) and (date := find_date(text, now=now)):
            if date.at.year >= 1990 and (now is None or date.at <= now + timedelta(days=1)):
                yield _Candidate(text, "line", date, 7 if date_label(text) == "modified" else 5)


def find_published(
    tree: etree._Element,
    *,
    url: str = "",
    lines: Sequence[str] = (),
    title: str = "",
    now: datetime | None = None,
) -> tuple[str, str]:
    """Return the string the publication date is read from, and where it stands; empty when none.

    ``tree``: the page, scripts included.  ``lines``: its text lines in page order (only short ones
    that are no sentences are read).  ``title``: the article's, where known; else the ``h1``.
    ``now``: dates after it (plus a day) are not publication dates, yearless ones resolve against it.
    """
    now = now or datetime.now(UTC)
    found: list[_Candidate] = []
    for candidate in _candidates(tree, url, lines, title, now):
        found.append(candidate)
        if len(found) >= 80:
            break
    if not found:
        return "", ""
    ranked = sorted(found, key=lambda c: c.kind)
    best = ranked[0]
    address = next((c for c in ranked if c.where == "url"), None)
    if address and not _close(best.date, address.date):
        # A template's date, a re-generated page: trust what agrees with the address, if anything does
        best = next(
            (c for c in ranked if c is not address and c.kind < 7 and _close(c.date, address.date)), best
        )
        if not _close(best.date, address.date) and best.kind >= 2:
            best = address
    same = [c for c in ranked if c.kind <= 5 and _close(c.date, best.date)]
    exact = {"second": 0, "minute": 1, "day": 2}
    if same and best.date.precision == "day":
        best = min(same, key=lambda c: (exact[c.date.precision] == 2, "year" in c.date.inferred, c.kind))
    elif "year" in best.date.inferred:
        best = next((c for c in same if "year" not in c.date.inferred and c.date.precision != "day"), best)
    return best.raw, best.where


def find_modified(tree: etree._Element) -> tuple[str, str]:
    """Return the string that says when the article was last changed, and where it stands; or empty."""
    metas: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            (element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
        )
        if name in _MODIFIED_META and element.get("content"):
            metas.setdefault(name, (element.get("content") or "").strip())
    for name in _MODIFIED_META:
        if name in metas:
            return metas[name], f"meta:{name}"
    for element in tree.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and element.text:
            if date := _json_ld(element.text, ("dateModified", "upDate"), _JSON_LD_MODIFIED):
                return date, "json_ld"
    return "", ""
