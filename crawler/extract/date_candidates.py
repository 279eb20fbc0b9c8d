"""What may be a publication date: which strings are read as one, and what sort of evidence they are.

The forms of dates, relative ones included, are read by ``crawler.text.dates``.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from crawler.text.dates import CHINA, ParsedDate, date_label, find_date, parse_date

if TYPE_CHECKING:
    from collections.abc import Sequence

_SENTENCE = re.compile(r"[。！？；]|[，,](?=[^，,。]*[\u3400-\u9fff]).{6,}[，,。]")
_COPYRIGHT = re.compile(
    r"copyright|©|版权|版權|ICP|备案|許可|许可|举报(?:电话|热线|邮箱|中心|平台|专区)|电话|電話|\b(?:19|20)\d\d\s*[-–—]\s*(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_BY_THE_MOON = re.compile("[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年|[农農夏][历曆]")
LONGEST_LINE = 160
_LONGEST_BOXES = 16
NO_MOMENT = datetime(2100, 1, 1, tzinfo=UTC)
# Cheap: without one of these there is no date.  The set of characters that begin one comes first, for which
# re looks at once; most lines of a page have none.
DATE_LIKE = re.compile(
    r"[\dA-Za-z〇○零一二三四五六七八九十刚剛前昨今周週星民](?:(?<=[刚剛前昨今周週])|(?<=星)期|(?<=民)[国國]"
    r"|(?<=\d)(?:\s?[-/.年月－．／]\s?\d|\d{7}|\s[A-Za-z]{3}|\s?月)|(?<=[〇○零一二三四五六七八九十])\s?[月日]"
    r"|(?<=[A-Za-z])(?:[A-Za-z]{2}\.?,?\s\d|(?<=[Aa])[Gg][Oo]))"
)

_BOXES = re.compile(
    r"(?P<day>\d{1,2})日? (?P<year>20\d\d) ?[-/.年] ?(?P<month>\d{1,2})月?"
    r"|(?P<d>\d{1,2})日? (?P<m>\d{1,2})月 (?P<y>20\d\d)年?"
)
"""A day in a box of its own over or under year and month."""


def boxed(text: str) -> str:
    """Return a day set apart from month and year as one date; any other text as it is."""
    if len(text) > _LONGEST_BOXES or not (found := _BOXES.fullmatch(text)):
        return text
    year, month, day = found.group("year", "month", "day") if found["year"] else found.group("y", "m", "d")
    return f"{year}-{month}-{day}"


class Candidate(NamedTuple):
    """A string that may be the date of publication, where it stands and what is read from it."""

    raw: str
    where: str
    date: ParsedDate
    kind: int
    """Lower is better evidence: 0 declared to machines, 1 marked up or beside the title, 2 a meta element
    that only says "date", 3 the address, 4 a script's key, 5 a line behind the text, 6 some other line or a
    literal, 7 a modification."""


def day_of(date: ParsedDate) -> datetime:
    """Return the midnight in China with which the day of a date begins."""
    local = date.at.astimezone(CHINA)
    return datetime(local.year, local.month, local.day, tzinfo=CHINA)


def are_close(a: ParsedDate, b: ParsedDate) -> bool:
    """Tell two dates of one publication: zones and night desks shift by a day."""
    return abs(day_of(a) - day_of(b)) <= timedelta(days=1)


def is_line(text: str) -> bool:
    """Tell a short line from a sentence and a copyright notice, whose dates are other things'."""
    return 2 <= len(text) <= LONGEST_LINE and not _SENTENCE.search(text) and not _COPYRIGHT.search(text)


def may_be_dates(lines: Sequence[str]) -> dict[int, str]:
    """Return the lines that may hold a date, told cheaply, by their index."""
    return {i: line for i, line in enumerate(lines) if len(line) <= LONGEST_LINE and DATE_LIKE.search(line)}


def read(raw: str, now: datetime, *, whole: bool) -> ParsedDate | None:
    """Read a string that is a date (``whole``) or holds one; ``None`` without a day, and of a day to come."""
    if not DATE_LIKE.search(raw):
        return None
    date = parse_date(raw, now=now) if whole else find_date(raw, now=now)
    if date is None and not whole and len(raw) <= 40:
        date = parse_date(raw, now=now)
    if date is None or "date" in date.inferred:
        return None  # a time of day alone is some other thing's more often than the article's
    return date if is_sane(date, now) else None


def is_sane(date: ParsedDate, now: datetime) -> bool:
    """Tell whether a page may have been published then: since 1990, and not after tomorrow."""
    return date.at.year >= 1990 and date.at <= now + timedelta(days=1)


def labelled(text: str, where: str, date: ParsedDate, kind: int) -> Candidate:
    """Make a candidate.

    更新时间 on a Chinese page is often the only time there is, but any other is better.  A day that is
    given by the moon as well is a masthead's: of a digital paper its issue's, on a portal today.
    """
    if _BY_THE_MOON.search(text):
        kind = max(kind, 6)
    return Candidate(text, where, date, 7 if date_label(text) == "modified" else kind)
