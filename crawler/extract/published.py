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
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from lxml import etree

from crawler.text.dates import (
    CHINA,
    ParsedDate,
    date_in_url,
    date_label,
    find_date,
    modified_date,
    parse_date,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from crawler.extract.elements import Elements

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
    "dateupdate",
)  # fmt: skip
_JSON_LD_DATE = re.compile(r'"(?:datePublished|pubDate|dateCreated)"\s*:\s*"([^"]{8,40})"')
# Keys whose value is this page's date; list entries on the page have the same keys, the first one counts.
# Looked for in lower case, and only where a key ends: scripts are long.
_KEY_END = re.compile(r"""(?:time|date|_at|edat|shat|\bct)["']?\s*[:=]\s*["']?(?=[\d])""")
_STATE = re.compile(
    r"""(?:(?:["']|\b)(?:pub(?:lish)?(?:ed)?_?(?:time|date|at)|ptime|create_?time|first_?pub_?time|art(?:icle)?_?time"""
    r"""|news_?(?:time|date)|(?:release|post|issue)_?(?:time|date)|(?:display|show|input)_?time)["']?"""
    r"""|\bvar\s+(?:ct|publish_time|pubtime|ptime|doctime|createtime|arttime))\s*[:=]\s*["']?"""
    r"""(\d{4}[-/年][^"'<>,;{}]{4,24}|\d{10}(?:\d{3})?(?!\d))"""
)
_LONGEST_KEY = 40
_LITERAL = re.compile(
    r"""["'](20\d\d[-/年]\d{1,2}[-/月]\d{1,2}日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?(?:\+08:?00)?)["']"""
)
_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:pub(?:lish)?(?:ed)?[_-]?(?:time|date|at)?|date|time|datetime|post[_-]?(?:time|date|info|meta)|news[_-]?(?:time|date|info)"
    r"|art(?:icle)?[_-]?(?:time|date|info|meta|source)|meta|info|source|byline|entry[_-]?(?:date|meta)|timestamp|(?:ep|con|content|title)[_-]?(?:info|source|time|date)|year|author)s?(?:$|[\s_-])",
    re.IGNORECASE,
)
_DATE_PIECE = re.compile(
    "[Tt]ime|[Dd]ate|[Ii]nfo|[Ss]ource|[Mm]eta|[Pp]ub|[Ll]ine|[Aa]uthor|year|TIME|DATE|INFO"
)  # cheap
# A day in a box of its own over or under year and month
_BOXES = re.compile(r"(?P<day>\d{1,2})日? (?P<year>20\d\d) ?[-/.年] ?(?P<month>\d{1,2})月?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_HERE = re.compile(
    r"comment|reply|relat|recommend|hot|rank|side|foot|copyright|nav|breadcrumb|list|weather|calendar|clock|head(?:er)?[_-]?(?:top|date)|top[_-]?(?:date|time|bar)|lunar|login|search|update|modif",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[。！？；]|[，,].{6,}[，,。]")
# What the date of such a line tells is no publication, unless there is no other
_OTHER_DATE = re.compile(
    r"(?:成文|截[止至]|申[报報]|活[动動]|[会會][议議]|生效|[实實]施|印[发發]|[开開][标標]|[签簽][发發]|打印|列印)(?:日期|[时時][间間])"
)
_WEATHER = re.compile(r"℃|°C|[气氣][温溫]|多云|多雲|[农農][历曆]")
_DATELINE = re.compile(
    r"^[^。！？]{2,24}?(?P<date>(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日)(?:[综綜]合)?(?:专|專)?(?:[电電]|[讯訊]|消息)"
)
_COPYRIGHT = re.compile(
    r"copyright|©|版权|版權|ICP|备案|許可|许可|举报|电话|電話|\b(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_SKIPPED = frozenset(("script", "style", "noscript", "template", "select", "option", "footer", "nav"))
_NO_BAR = frozenset(("html", "body", "a", "li", "img", "iframe", "form", "time", "meta", "link"))
_LONGEST_LINE = 160
_MOST = 60  # elements looked at of each kind
_NO_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)
# Selected by libxml: walking the elements of a large page in Python takes longer than all the rest
_NAMED = etree.XPath("//*[@class or @id]")
# Cheap: without one of these there is no date
_MAYBE = re.compile(
    r"\d\s?[-/.年月－．／]\s?\d|\d{8}|[a-z]{3,9}\.?,?\s\d|\d\s[a-z]{3}|[〇○零一二三四五六七八九十]\s?[月日]|\d\s?月"
    r"|[刚剛]|前|ago|昨|今|[周週]|星期|民[国國]",
    re.IGNORECASE,
)
_SIGN = re.compile(r"[\dAa〇○零一二三四五六七八九十刚剛前昨今周週星民]")
"""A character of each of these: looked for first, most lines of a page have none."""


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
    return " ".join(" ".join(parts).split())  # pieces that only a style sheet keeps apart


def _attributes(element: etree._Element) -> str:
    return _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}")


def _declared(page: Elements) -> Iterator[tuple[str, str]]:
    metas: list[tuple[int, str, str]] = []
    for meta in page.metas:
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").strip().lower()
        content = meta.get("content", "").strip()
        if name in _META and content:
            metas.append((_META[name], name, content))
    for _, name, content in sorted(metas, key=lambda m: m[0]):
        yield content, f"meta:{name}"
    for kind, text in page.scripts:
        date = _json_ld(text) if "ld+json" in kind and text else ""
        if date:
            yield date, "json_ld"


def _json_ld(text: str) -> str:
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
            for key in ("datePublished", "pubDate", "dateCreated", "uploadDate"):
                if (
                    isinstance(thing.get(key), (str, int))
                    and "comment" not in str(thing.get("@type")).lower()
                ):
                    return str(thing[key])
            stack += [v for k, v in thing.items() if k in {"@graph", "mainEntity", "mainEntityOfPage"}]
    m = _JSON_LD_DATE.search(text) if data is None else None
    return m[1] if m else ""


def _spots(blocks: Iterable[etree._Element]) -> dict[etree._Element, dict[str, str]]:
    """Return what may hold or frame a block's date, with attributes: two around it, itself, all inside."""
    found: dict[etree._Element, dict[str, str]] = {}
    for block in blocks:
        for element in (*reversed(list(islice(block.iterancestors(), 2))), *islice(block.iter(), _MOST)):
            if element not in found:
                found[element] = dict(element.items())
    return found


def _timed(page: Elements, spots: dict[etree._Element, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield what ``itemprop=datePublished`` and ``<time>`` say, outside lists and side bars."""
    for element, attributes in spots.items():
        prop = attributes.get("itemprop", "").lower()
        if prop in {"datepublished", "datecreated"} and element.tag != "meta":
            yield (
                attributes.get("datetime") or attributes.get("content") or _text(element),
                f"itemprop:{prop}",
            )
    for element in page.times:
        prop = (element.get("itemprop") or "").lower()
        if prop in {"datepublished", "datecreated"}:
            yield element.get("datetime") or element.get("content") or _text(element), f"itemprop:{prop}"
        elif prop != "datemodified" and not _inside_furniture(element):
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


def _named(spots: dict[etree._Element, dict[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield short texts of elements whose class or id says that they hold a date."""
    judged: dict[str, bool] = {}
    for element, attributes in spots.items():
        names = f"{attributes.get('class', '')} {attributes.get('id', '')}"
        wanted = judged.get(names)
        if wanted is None:
            spelt = _CAMEL.sub("-", names) if _DATE_PIECE.search(names) else ""
            wanted = judged[names] = bool(_DATE_CLASS.search(spelt)) and not _NOT_HERE.search(spelt)
        if not wanted or element.tag in _SKIPPED or element.tag in _NO_BAR:
            continue
        text = attributes.get("value", "") if element.tag == "input" else _text(element)
        if 2 <= len(text) <= _LONGEST_LINE and _MAYBE.search(text) and not _inside_furniture(element):
            if boxes := _BOXES.fullmatch(text):
                text = f"{boxes['year']}-{boxes['month']}-{boxes['day']}"
            yield text, f"{element.tag}.{names.split(maxsplit=1)[0]}"


def _nearby(lines: Sequence[str], title: str, article: Sequence[int]) -> tuple[list[int], list[int]]:
    """Return the lines before and around the text's beginning, nearest first, and those after its end."""
    if not article:
        exact = [i for i, line in enumerate(lines) if title and line.strip() == title]
        article = exact[:3] or [i for i, line in enumerate(lines) if title and title in line][:3]
        if not article:
            return [], []
        return [
            i
            for at in article
            for i in (*range(at, at + 10), *range(at - 1, at - 4, -1))
            if 0 <= i < len(lines)
        ], []
    first = next((i for i in article if lines[i].strip() != title), article[0])
    heads = [i for i in article if lines[i].strip() == title and i <= first][-1:]
    head = [*range(first - 1, first - 7, -1), first, first + 1, first + 2]
    for at in heads:
        head = [*range(at + 1, min(at + 10, first + 2)), *range(at - 1, at - 4, -1), *head]
    last = article[-1]
    size = len(lines)
    tail = [i for i in (last, last - 1, *range(last + 1, last + 8)) if first < i < size]
    return [i for i in dict.fromkeys(head) if 0 <= i < size], tail


def _title_of(page: Elements) -> str:
    for element in page.headings:
        if 6 <= len(text := _text(element)) <= 100:
            return text
    return ""


def _is_line(text: str) -> bool:
    return 2 <= len(text) <= _LONGEST_LINE and not _SENTENCE.search(text) and not _COPYRIGHT.search(text)


def _may_be_date(line: str) -> bool:
    return len(line) <= _LONGEST_LINE and bool(_SIGN.search(line) and _MAYBE.search(line))


def _read(raw: str, now: datetime, *, whole: bool) -> ParsedDate | None:
    if not (_SIGN.search(raw) and _MAYBE.search(raw)):
        return None
    date = parse_date(raw, now=now) if whole else find_date(raw, now=now)
    if date is None and not whole and len(raw) <= 40:
        date = parse_date(raw, now=now)
    if date is None or "date" in date.inferred:
        return None  # a time of day alone is some other thing's more often than the article's
    return date if _is_sane(date, now) else None


def _is_sane(date: ParsedDate, now: datetime) -> bool:
    return date.at.year >= 1990 and date.at <= now + timedelta(days=1)


def _stated(page: Elements, url: str, now: datetime) -> Iterator[_Candidate]:
    """Yield what the page declares, and its address."""
    for raw, where in _declared(page):
        if date := _read(raw, now, whole=True):
            yield _Candidate(raw, where, date, 0 if where != "meta:date" else 2)
    if date := date_in_url(url, now=now):
        yield _Candidate(date.raw, "url", date, 3)


def _marked(page: Elements, blocks: Iterable[etree._Element], now: datetime) -> Iterator[_Candidate]:
    """Yield what is marked up as a date, or stands in an element named like one."""
    spots = _spots(blocks)
    found = [
        _Candidate(raw, where, date, 1)
        for raw, where in islice(_timed(page, spots), _MOST)
        if (date := _read(raw, now, whole=True))
    ]
    found += [
        _labelled(text, where, date, 1)
        for text, where in islice(_named(spots), _MOST)
        if _is_line(text) and (date := _read(text, now, whole=False))
    ]
    days: dict[str, set[datetime]] = {}
    for c in found:
        days.setdefault(c.where, set()).add(_day(c.date))
    # Three elements of one kind with three days are a list of other articles
    yield from (c if len(days[c.where]) < 3 else c._replace(kind=6) for c in found)


def _labelled(text: str, where: str, date: ParsedDate, kind: int) -> _Candidate:
    """更新时间 on a Chinese page is often the only time there is, but any other is better."""
    return _Candidate(text, where, date, 7 if date_label(text) == "modified" else kind)


def _written(lines: Sequence[str], title: str, article: Sequence[int], now: datetime) -> Iterator[_Candidate]:
    """Yield what lines say: those around the text, then any short one."""
    before, after = _nearby(lines, title, article)
    head = next((i for i in article if title and lines[i].strip() == title), -1)
    below = False
    anywhere = [*range(min(60, len(lines))), *range(max(60, len(lines) - 25), len(lines))]
    for kind, where, indexes in (
        (1, "line_by_title", before),
        (5, "line_after_text", after),
        (6, "line", [i for i in anywhere if len(lines[i]) <= 80]),
    ):
        for i in indexes:
            line = lines[i]
            if line == title or not _is_line(line):
                continue
            date = _read(line, now, whole=False)
            if date is not None and _stands_apart(line, date):
                if _OTHER_DATE.search(line) or (head >= 0 and _is_clock(line, date, i < head, now)):
                    kept = _Candidate(line, where, date, 6)
                elif kind == 1 and i >= head >= 0:
                    below = True
                    # 更新时间 there is often all there is: no other text's date is better
                    kept = _Candidate(line, where, date, 6 if date_label(line) == "modified" else 1)
                elif kind == 1 and below:
                    kept = _Candidate(line, where, date, 6)  # above the headline stands another text's
                else:
                    kept = _labelled(line, where, date, kind)
                yield kept
                if date.precision == "day" and (joined := _with_time(lines, i, now)):
                    yield _labelled(*joined, kind)


def _is_clock(line: str, date: ParsedDate, above: bool, now: datetime) -> bool:  # noqa: FBT001
    """Tell the calendar in a page's head: today's date over the headline, or one with the weather."""
    if not above or date.precision != "day":
        return False
    return _day(date) == _day(ParsedDate(now, "day", [])) or bool(_WEATHER.search(line))


_CHANGED = re.compile("更新|修[改訂订]|[Mm]odified|[Uu]pdated")
_TIME_ONLY = re.compile(r"\s*(?:[上下]午)?\s*\d{1,2}\s?[:：]\s?\d\d(?:\s?[:：]\s?\d\d)?\s*")


def _with_time(lines: Sequence[str], i: int, now: datetime) -> tuple[str, str, ParsedDate] | None:
    """Join a line that is a day with one beside it that is a time of day."""
    for at in (i + 1, i - 1):
        if 0 <= at < len(lines) and _TIME_ONLY.fullmatch(lines[at]):
            raw = f"{lines[i]} {lines[at].strip()}"
            if (date := _read(raw, now, whole=True)) and date.precision != "day":
                return raw, "line_and_time", date
    return None


_BEFORE = re.compile(
    r"(?:[^\u3400-\u9fff]|时间|時間|日期|[发發]布|[发發]佈|[发發]表|刊[登发發]|更新|出版|[于於]|中[华華]|^)\s*$"
)
_AFTER = re.compile(
    r"\s*(?:[^\u3400-\u9fff]|$|来源|來源|作者|记者|記者|编辑|編輯|责|責|[发發][布佈表]|字[号號体體]|星期|周|週|第|浏览|阅读)"
)


def _stands_apart(line: str, date: ParsedDate) -> bool:
    """Tell a date of its own from one in a heading (园区2019年3月1日开工)."""
    at = line.find(date.raw)
    if at < 0 or not re.search("[年月]|^(?:[今昨前][天日]|[周週]|星期)", date.raw):
        return True
    before = bool(_BEFORE.search(line[:at]))
    return before and (date.precision != "day" or bool(_AFTER.match(line[at + len(date.raw) :])))


def _embedded(page: Elements, now: datetime, *, shell: bool) -> Iterator[_Candidate]:
    """Yield what scripts hold, and modification dates: they confirm the day of a yearless date."""
    for _, text in page.scripts:
        if shell and (literal := _LITERAL.search(text)) and (date := _read(literal[1], now, whole=True)):
            yield _Candidate(literal[1], "script", date, 6)
        if (raw := _in_script(text[:1_000_000])) and (date := _read(raw, now, whole=True)):
            yield _Candidate(raw, "script", date, 4)
    for meta in page.metas:
        name = (meta.get("itemprop") or meta.get("property") or meta.get("name") or "").lower()
        if name in _MODIFIED_META and (date := _read(meta.get("content", ""), now, whole=True)):
            yield _Candidate(meta.get("content", ""), f"meta:{name}", date, 7)


def _in_script(text: str) -> str:
    """Return the value of the first key that names the time of publication."""
    lower = text.lower()
    if len(lower) != len(text):  # a character whose lower case is longer
        lower = text
    for end in _KEY_END.finditer(lower):
        key = _STATE.search(lower, max(0, end.start() - _LONGEST_KEY), end.end() + _LONGEST_KEY)
        if key:
            return text[key.start(1) : key.end(1)]
    return ""


def _choose(found: list[_Candidate]) -> _Candidate:
    ranked = sorted(found, key=lambda c: c.kind)
    best = ranked[0]
    if best.kind == 0 and best.date.precision == "day":
        # A template's meta element that names the day the page was made: what readers see is exact
        shown = [c for c in ranked if c.kind == 1 and c.date.precision != "day" and not c.date.inferred]
        if shown and not any(_close(c.date, best.date) for c in ranked if c is not best and c.kind < 6):
            best = shown[0]
    address = next((c for c in ranked if c.where == "url"), None)
    if address and not _close(best.date, address.date):
        # A template's date, a re-generated page: trust what agrees with the address, if anything does
        best = next(
            (c for c in ranked if c is not address and c.kind < 7 and _close(c.date, address.date)), best
        )
        if not _close(best.date, address.date) and best.kind >= 2:
            best = address
    if "year" in best.date.inferred:
        day = _day(best.date)
        whole = [c for c in ranked if "year" not in c.date.inferred]
        same_day = [c for c in whole if (_day(c.date).month, _day(c.date).day) == (day.month, day.day)]
        exact = [c for c in same_day if c.date.precision != "day"]
        if not exact and best.date.precision != "day" and any(_day(c.date) == day for c in same_day):
            return best  # 11月21日 10:22, and the address names the year
        return next(iter((*exact, *same_day)), best)
    if best.date.precision == "day":
        same = [c for c in ranked if c.kind <= 5 and _close(c.date, best.date)]
        return min(same, key=lambda c: (c.date.precision == "day", c.kind), default=best)
    return best


def _is_settled(found: list[_Candidate]) -> bool:
    """Tell whether no line or script could change the choice."""
    if not found:
        return False
    best = _choose(found)
    address = next((c for c in found if c.where == "url"), None)
    exact = best.date.precision != "day" and "year" not in best.date.inferred
    return exact and best.kind <= 1 and (address is None or _close(address.date, best.date))


def find_published(
    page: Elements,
    *,
    url: str = "",
    lines: Sequence[str] = (),
    elements: Sequence[etree._Element] = (),
    title: str = "",
    article: Sequence[int] = (),
    now: datetime | None = None,
    shell: bool = False,
) -> tuple[str, str]:
    """Return the string the publication date is read from, and where it stands; empty when none.

    ``page``: its elements, scripts included.  ``lines``: its text lines in page order (only those that
    are no sentences are read).  ``elements``: the block each line stands in; without them all elements
    with a name are looked at, which takes longer.  ``title``: the article's, where known; else the ``h1``.
    ``article``: the indexes in ``lines`` of title and text.  ``now``: dates after it (plus a day)
    are not publication dates, yearless ones resolve against it; without it nothing is too late.
    ``shell``: the text came out of a script, and a date may be a literal of it without a name.
    """
    now = now or _NO_MOMENT
    found = list(islice(_stated(page, url, now), 40))
    if not _is_settled(found):
        blocks = [e for e, line in zip(elements, lines, strict=False) if _may_be_date(line)]
        found += islice(_marked(page, blocks if elements else _NAMED(page.root), now), 60)
    if not _is_settled(found):
        found += islice(_embedded(page, now, shell=shell), 20)
        found += islice(_written(lines, title or _title_of(page), article, now), 60)
    if not found:
        return _of_dateline(lines, article, now)
    return _answer(_choose(found), now)


def _of_dateline(lines: Sequence[str], article: Sequence[int], now: datetime) -> tuple[str, str]:
    """Return the day of a dateline (某某社青岛11月20日电) where a page says nothing else."""
    for line in (lines[i] for i in article[:4]):
        found = _DATELINE.match(line[:60])
        if found and now is not _NO_MOMENT and (date := parse_date(found["date"], now=now)):
            return (found["date"], "dateline") if _is_sane(date, now) else ("", "")
    return "", ""


def find_modified(lines: Sequence[str], *, now: datetime | None = None) -> str:
    """Return the date that a line around the headline calls a change of the text, as written; or empty."""
    for line in lines:
        if len(line) <= _LONGEST_LINE and _CHANGED.search(line) and (found := modified_date(line, now=now)):
            return found.raw
    return ""


def _answer(best: _Candidate, now: datetime) -> tuple[str, str]:
    """Return the whole string, or the date in it where the whole would be read otherwise."""
    whole = parse_date(best.raw, now=now)
    return (best.raw if whole and whole.at == best.date.at else best.date.raw), best.where


def find_published_in_lines(
    lines: Sequence[str], *, title: str = "", article: Sequence[int] = (), now: datetime | None = None
) -> tuple[str, str]:
    """Return the line the publication date is read from, of a page given as lines alone; or empty.

    Arguments and result as for ``find_published``.
    """
    now = now or _NO_MOMENT
    found = list(islice(_written(lines, title, article, now), 60))
    return _answer(_choose(found), now) if found else ("", "")
