"""Dates in the lines of a page: around the text, behind it or anywhere; datelines, and modifications."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.date_candidates import (
    LONGEST_LINE,
    NO_MOMENT,
    Candidate,
    boxed,
    day_of,
    is_line,
    is_sane,
    labelled,
    read,
)
from crawler.extract.document_title import key
from crawler.text.dates import ParsedDate, date_label, modified_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

# What the date of such a line tells is no publication, unless there is no other
_OTHER_DATE = re.compile(
    r"(?:成文|截[止至]|申[报報]|活[动動]|[会會开開][议議会會]|召[开開]|[举舉][办辦行]|培[训訓]|[报報]名|生效|[实實]施|印[发發]|[开開][标標]"
    r"|[签簽][发發]|打印|列印)(?:日期|[时時][间間])|^(?:[评評][论論]|回[复覆]|留言)\s*(?=\d{4})"
)
_WEATHER = re.compile(r"℃|°C|[气氣][温溫]|多云|多雲|[农農][历曆]")
_DATELINE = re.compile(
    r"^[^。！？]{2,24}?(?P<date>(?:(?:19|20)\d\d年)?\d{1,2}月\d{1,2}日)(?:[综綜]合)?(?:专|專)?(?:[电電]|[讯訊]|消息)"
)
_TODAY = re.compile(r"今[天日](?:是|[:：])")
_LABELLED = re.compile(r"[发發](?:[布佈表]|稿)|[时時][间間]\s*[:：]|日期\s*[:：]|[Pp]osted")
_LIST, _RIGHT_BEHIND, _REST = 3, 1, 6
_OVER_TEXT = 16
"""Lines over a text among which its headline stands."""
_LONGEST_ANYWHERE = 80
_CHANGED = re.compile("更新|修[改訂订]|[Mm]odified|[Uu]pdated")
_LONGEST_LABEL, _LONGEST_GLUED = 12, 24
_DATE_FIRST = re.compile(r"(?:19|20)\d\d\s?[-年/.]\s?\d{1,2}")
_TIME_ONLY = re.compile(r"\s*(?:[上下]午)?\s*\d{1,2}\s?[:：]\s?\d\d(?:\s?[:：]\s?\d\d)?\s*")
_YEAR_ALONE = re.compile(r"(?:19|20)\d\d年?")
_MONTH_AND_DAY = re.compile(r"\d{1,2}\s?[-/.月]\s?\d{1,2}日?")
_BEFORE = re.compile(
    r"(?:[^\u3400-\u9fff]|时间|時間|日期|[发發]布|[发發]佈|[发發]表|刊[登发發]|更新|出版|[于於]|中[华華]|^)\s*$"
)
_AFTER = re.compile(
    r"\s*(?:[^\u3400-\u9fff]|$|来源|來源|作者|记者|記者|编辑|編輯|责|責|[发發][布佈表]|字[号號体體]|星期|周|週|第|浏览|阅读)"
)


def written(
    lines: Sequence[str], dated: Mapping[int, str], title: str, article: Sequence[int], now: datetime
) -> Iterator[Candidate]:
    """Yield what lines say: those around the text, then any short one.  ``dated``: which may hold a date."""
    before, after = _nearby(lines, title, article)
    head = next((i for i in article if _is_headline(lines[i], title)), -1)
    below = False
    anywhere = [*range(min(60, len(lines))), *range(max(60, len(lines) - 25), len(lines))]
    listed = _listed(dated, (*after, *anywhere), article[-1], now) if article else set()
    for kind, where, indexes in (
        (1, "line_by_title", before),
        (5, "line_after_text", after),
        (6, "line", [i for i in anywhere if len(lines[i]) <= _LONGEST_ANYWHERE]),
    ):
        for i in (x for x in indexes if x in dated and x not in listed):
            glued = _behind_title(lines[i], title)
            if i == head and not glued:
                continue
            line = _with_year(lines, i) or boxed(glued or lines[i])
            if line == title or not is_line(line):
                continue
            date = read(line, now, whole=False)
            if date is not None and _stands_apart(line, date) and not _TODAY.search(line):
                if _OTHER_DATE.search(line) or (head >= 0 and _is_clock(line, date, i < head, now)):
                    kept = Candidate(line, where, date, 6)
                elif kind == 1 and i >= head >= 0:
                    below = True
                    # 更新时间 there is often all there is: no other text's date is better
                    kept = Candidate(line, where, date, 6 if date_label(line) == "modified" else 1)
                elif kind == 1 and below:
                    kept = Candidate(line, where, date, 6)  # above the headline stands another text's
                else:
                    kept = labelled(line, where, date, kind)
                yield kept
                if date.precision == "day" and (joined := _with_time(lines, i, line, now)):
                    yield labelled(*joined, kind)


def _listed(lines: Mapping[int, str], indexes: Iterable[int], end: int, now: datetime) -> set[int]:
    """Return the dated lines behind the text (its ``end``) that belong to a list: such as name many days."""
    dates = {i: d for i in indexes if i > end and i in lines and (d := read(lines[i], now, whole=False))}
    if len({day_of(date) for date in dates.values()}) < _LIST:
        return set()
    # its own date stands right behind the text, or has a label
    return {
        i
        for i, date in dates.items()
        if not _LABELLED.search(lines[i])
        and (i > end + _RIGHT_BEHIND or len(lines[i]) > len(date.raw) + _REST)
    }


def _behind_title(line: str, title: str) -> str:
    """Return the date that a headline's block holds behind it, most often set apart by a style sheet alone.

    Digits of the headline and of a date glued to it would be read as one: …虧損2年出頭天2026/11/1 18:13.
    """
    rest = line[len(title) :].strip() if title and line.startswith(title) else ""
    return rest if len(rest) <= _LONGEST_GLUED and _DATE_FIRST.match(rest) else ""


def _is_headline(line: str, title: str) -> bool:
    """Tell the headline's line: the title, perhaps with a label before it or behind."""
    return bool(title) and (
        (title in line and len(line) <= len(title) + _LONGEST_LABEL) or bool(_behind_title(line, title))
    )


def _is_clock(line: str, date: ParsedDate, above: bool, now: datetime) -> bool:  # noqa: FBT001
    """Tell the calendar in a page's head: today's date over the headline, or one with the weather."""
    if not above or date.precision != "day":
        return False
    return day_of(date) == day_of(ParsedDate(now, "day", [])) or bool(_WEATHER.search(line))


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
    first = next((i for i in article if not _is_headline(lines[i], title)), article[0])
    heads = [i for i in article if _is_headline(lines[i], title) and i <= first][-1:]
    if title and not (heads and first - heads[-1] <= _OVER_TEXT):  # in one block with its subtitle
        heads += [i for i in range(max(0, first - _OVER_TEXT), first) if _begins_with(lines[i], title)][-1:]
    last = article[-1]
    head = [*range(first - 1, first - 7, -1), *range(first, min(first + 3, last + 1))]
    for at in heads:
        head = [*range(at, min(at + 10, first + 2, last + 1)), *range(at - 1, at - 4, -1), *head]
    size = len(lines)
    tail = [i for i in (last, last - 1, *range(last + 1, last + 8)) if first < i < size]
    return [i for i in dict.fromkeys(head) if 0 <= i < size], tail


def _begins_with(line: str, title: str) -> bool:
    return key(line).startswith(key(title))


def _with_year(lines: Sequence[str], i: int) -> str:
    """Return a month and day with the year that stands alone over them; empty for any other line."""
    if i and _MONTH_AND_DAY.fullmatch(lines[i]) and _YEAR_ALONE.fullmatch(lines[i - 1]):
        return "-".join(re.findall(r"\d+", f"{lines[i - 1]} {lines[i]}"))
    return ""


def _with_time(lines: Sequence[str], i: int, day: str, now: datetime) -> tuple[str, str, ParsedDate] | None:
    """Join a line that is a day with one beside it that is a time of day."""
    for at in (i + 1, i - 1):
        if 0 <= at < len(lines) and _TIME_ONLY.fullmatch(lines[at]):
            raw = f"{day} {lines[at].strip()}"
            if (date := read(raw, now, whole=True)) and date.precision != "day":
                return raw, "line_and_time", date
    return None


def _stands_apart(line: str, date: ParsedDate) -> bool:
    """Tell a date of its own from one in a heading (园区2019年3月1日开工)."""
    at = line.find(date.raw)
    if date.raw.endswith("前"):  # 8分钟前，某地的张**下单成功: a ticker's
        rest = line[at + len(date.raw) :].lstrip()
        return rest[:1] not in {"，", ","} and bool(_AFTER.match(rest))
    if at < 0 or not re.search("[年月]|^(?:[今昨前][天日]|[周週]|星期)", date.raw):
        return True
    before = bool(_BEFORE.search(line[:at]))
    return before and (date.precision != "day" or bool(_AFTER.match(line[at + len(date.raw) :])))


def of_dateline(lines: Sequence[str], article: Sequence[int], now: datetime) -> tuple[str, str]:
    """Return the day of a dateline (某某社青岛11月20日电) where a page says nothing else."""
    for line in (lines[i] for i in article[:4]):
        found = _DATELINE.match(line[:60])
        if found and now is not NO_MOMENT and (date := parse_date(found["date"], now=now)):
            return (found["date"], "dateline") if is_sane(date, now) else ("", "")
    return "", ""


def find_modified(lines: Sequence[str], *, now: datetime | None = None) -> str:
    """Return the date that a line around the headline calls a change of the text, as written; or empty."""
    for line in lines:
        if len(line) <= LONGEST_LINE and _CHANGED.search(line) and (found := modified_date(line, now=now)):
            return found.raw
    return ""
