"""Dates as Chinese news pages write them, Simplified and Traditional, resolved against a moment.

The general libraries fail on the everyday forms (``11月22日 09:30``, ``2分鐘前``, ``晚8：00``; see the
dateparser issues 204, 232, 519, 866, 913), so this is a grammar of its own.  It never guesses: a
string without a day gives nothing, an impossible date gives nothing, and what the string did not
say is listed in ``inferred``:

``year``      only month and day were written
``date``      only a time of day was written
``relative``  an expression such as 3小时前, 昨天 or 周一
``day``       whole weeks (2周前): the day is the same weekday
``century``   a two-digit year
``order``     12/11/2026: read as day/month, as Hong Kong, Macau, Singapore and Malaysia write
``timezone``  a zone name with two meanings (CST)

A time without a zone is in the zone of the site, a known fact and not an inference.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.text.ago import relative as moment_ago
from crawler.text.clock import CHINA, GAP, PART, Clock, Found, ParsedDate, make, read_clock, read_zone
from crawler.text.date_marks import one_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CHINA", "ParsedDate", "date_in_url", "date_label", "find_date", "modified_date", "parse_date"]

_AHEAD = timedelta(days=1)  # how far after ``now`` a publication may lie: clocks and zones differ
# What must not stand before a date is looked for behind its first characters: a pattern that begins with a
# digit, and not with what is not there, is found in a third of the time.
_Y = r"(?P<y>(?:19|20)\d\d)"
_YEAR = r"(?P<y>(?:19|20)(?<!\d\d\d)\d\d)"
_M = r"(?P<m>\d{1,2})"
# A two-digit day may be glued to the time that follows (tags gone): 2026-11-2209:30
_D = r"(?P<d>\d{2}(?=\d{2} ?:\d{2})|\d{1,2}(?!\d))"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MON = r"(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_HAN_MONTHS = "一 二 三 四 五 六 七 八 九 十 十一 十二".split()  # noqa: SIM905
_HAN_MONTH = "|".join(reversed(_HAN_MONTHS))
_I = re.IGNORECASE

_NAME = "name"
_LETTERS = re.compile("[A-Za-z]{3}")
# Name, what a text must hold for it to be worth looking (_NAME: the letters of a month's), pattern
_DATE_FORMS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("ymd", "年", re.compile(rf"{_YEAR} ?年 ?{_M} ?月 ?{_D} ?[日号]?")),
    ("ymd", "", re.compile(rf"{_YEAR} ?(?P<sep>[-/.·]) ?{_M} ?(?P=sep) ?{_D}")),
    ("ymd", "", re.compile(rf"{_YEAR} {_M} ?[-/] ?{_D}")),
    ("ymd", "/", re.compile(rf"{_YEAR}-(?P<m>\d\d)/{_D}")),
    ("roc", "年", re.compile(r"民国 ?(?P<y>\d{1,3}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]?")),
    ("roc", "年", re.compile(r"(?<!\d)(?P<y>1\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]")),
    ("yy", "年", re.compile(r"(?<!\d)(?P<y>\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]")),
    (
        "java",
        _NAME,
        re.compile(
            rf"(?<![a-z]){_MON} (?P<d>\d{{1,2}}) (?P<t>\d\d:\d\d:\d\d) (?:(?P<z>[A-Z]{{3,4}}) )?{_Y}", _I
        ),
    ),
    (
        "ymd",
        _NAME,
        re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ ,/-]{{0,2}}{_MON}[ ,/-]{{0,2}}{_Y}", _I),
    ),
    ("ymd", _NAME, re.compile(rf"(?<![a-z]){_MON} ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{0,2}}{_Y}", _I)),
    ("ymd", _NAME, re.compile(rf"{_YEAR}[ /-]{_MON}[ /-]{_D}", _I)),
    (
        "dmy",
        "",
        re.compile(rf"(?P<a>\d(?<![\d/.-]\d)\d?) ?(?P<sep>[-/.]) ?(?P<b>\d{{1,2}}) ?(?P=sep) ?{_Y}(?!\d)"),
    ),
    (
        "compact",
        "",
        re.compile(rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?:[T ]?(?P<t>\d{{4}}(?:\d\d)?))?(?![\d.:])"),
    ),
    ("ymd", "", re.compile(rf"{_YEAR}(?P<m>\d\d)(?P<d>\d\d)(?=\d\d:\d\d)")),
    (
        "slashed_roc",
        "",
        re.compile(r"(?P<y>1(?<![\d/.-]1)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"),
    ),
    (  # 十一月 6th, 2009: WordPress names its months in the site's language only
        "ymd",
        "月",
        re.compile(
            rf"(?:(?P<han>{_HAN_MONTH})|(?<!\d)(?P<m>\d{{1,2}})) ?月"
            rf" ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{1,2}}{_Y}(?!\d)"
        ),
    ),
    ("md", "月", re.compile(r"(?<!\d)(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]")),
    ("md", _NAME, re.compile(rf"(?<![\da-z])(?:{_MON} ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?)(?![\d:])", _I)),
    ("md", _NAME, re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)? {_MON}(?![a-z])", _I)),
    (
        "yy_numeric",
        "",
        re.compile(rf"(?P<y>\d(?<![\d/.年-]\d)(?<!\d:\d)\d)(?P<sep>[-/.])(?P<m>\d\d)(?P=sep){_D}"),
    ),
    (
        "md_numeric",
        "",
        re.compile(
            rf"(?P<m>\d(?<![\d/.年-]\d)(?<!\d:\d)\d?) ?(?P<sep>[-/.]) ?{_D}(?! ?[/.%年月期号版页折-])"
        ),
    ),
)
# 农历丙午年十月十二日 is a day of another calendar
_LUNAR = re.compile(
    r"(?:[农農阴陰旧舊夏][历曆]|[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥] ?年)[^,;|()\d]{0,8}$"
)
_YEAR_BEFORE = re.compile(r"\d ?年 ?$")

_TIME_BEFORE = re.compile(
    rf"(?:(?:{PART}) ?)?\d{{1,2}} ?:\d{{2}}(?::\d{{2}})?(?: ?[ap]\.?m\.?)?[ ,|]{{0,3}}$", _I
)

_MODIFIED_LABEL = re.compile(r"(?:更新|修改|修订|修訂|编辑于|編輯於|modified|updated)[^\d]{0,12}$", _I)
_PUBLISHED_LABEL = re.compile(
    r"(?:[发發][布佈表稿文][时時日]?[间間期]?|[发發]布[于於]|出版|刊[登發发出]|published|posted|pubdate)[^\d]{0,8}$",
    _I,
)
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z0-9]")
_LABEL_WORDS = re.compile(
    r"[发發][布佈表稿文][时時日]?[间間期]?|时间|時間|日期|[于於]|更新|最[后後]|来源|來源|原创|published|posted|updated",
    _I,
)


def _latest(m: int, d: int, clock: Clock | None, tz: tzinfo, now: datetime | None) -> ParsedDate | None:
    """Give a yearless date the latest year that does not put it after ``now`` plus a day."""
    if now is None or not (1 <= m <= 12 and 1 <= d <= 31):
        return None
    year = now.astimezone(tz).year + 1
    for y in range(year, year - 10, -1):  # 29 February may be eight years back
        date = make((y, m, d), clock, tz, ("year",))
        if date is not None and date.at <= now + _AHEAD:
            return date
    return None


def _day_month(a: int, b: int, clock: Clock | None, text: str) -> tuple[int, int, tuple[str, ...]]:
    """Return month, day and what was inferred, for two numbers written before a year."""
    if a > 12 or a == b:
        return b, a, ()
    if b > 12:
        return a, b, ()
    if clock is not None and re.search(r"[ap]\.?m|[上下]午", text, _I):
        return a, b, ("order",)  # .NET's default form: 11/2/2026 10:14:32 AM
    return b, a, ("order",)


def _read(
    form: str, m: re.Match[str], clock: Clock | None, tz: tzinfo, now: datetime | None
) -> ParsedDate | None:
    group = m.groupdict()
    month = _MONTHS.index(group["mon"].lower()) + 1 if group.get("mon") else int(group.get("m") or 0)
    if han := group.get("han"):
        month = _HAN_MONTHS.index(han) + 1
    year, day = int(group.get("y") or 0), int(group.get("d") or 0)
    if form == "dmy":
        month, day, inferred = _day_month(
            int(group["a"]), int(group["b"]), clock, m.string[m.end() : m.end() + 25]
        )
        return make((year, month, day), clock, tz, inferred)
    if form in {"yy", "yy_numeric"}:
        date = make((2000 + year, month, day), clock, tz, ("century",))
        return date if date and now and date.at <= now + _AHEAD else None
    if form in {"roc", "slashed_roc"}:
        date = make((1911 + year, month, day), clock, tz, ())
        return date if date and (form == "roc" or (now and date.at <= now + _AHEAD)) else None
    if form == "md":
        return _latest(month, day, clock, tz, now)
    if form == "md_numeric":
        if month > 12 >= day and group["sep"] == "/":
            month, day = day, month
        return _latest(month, day, clock, tz, now)
    return make((year, month, day), clock, tz, ())


def _compact_clock(digits: str, text: str, end: int) -> Clock | None:
    """Read 0930 or 093015; None when it is no time of day: a number that goes on is no moment."""
    hour, minute, seconds = int(digits[:2]), int(digits[2:4]), int(digits[4:6]) if len(digits) == 6 else None
    if minute > 59 or (seconds or 0) > 59 or (hour, minute, seconds or 0) > (24, 0, 0):
        return None
    zone, inferred, end = read_zone(text, end, seconds=seconds is not None)
    return Clock(hour, minute, seconds, zone, inferred, end)


def _clock_of(form: str, m: re.Match[str]) -> tuple[Clock | bool | None, int, int]:
    """Read the time that belongs to a date: inside its form, after it, or before it."""
    text, (start, end) = m.string, m.span()
    if form == "java":
        clock = read_clock(m["t"], 0)
        if isinstance(clock, Clock) and m["z"]:
            zone, inferred, _ = read_zone(m["z"], 0, seconds=True)
            clock = clock._replace(zone=zone, inferred=inferred)
        return clock, start, end
    if form == "compact" and m["t"]:
        compact = _compact_clock(m["t"], text, end)
        return (compact, start, compact.end) if compact else (False, start, end)
    gap = GAP.match(text, end)
    clock = read_clock(text, gap.end() if gap else end)
    if isinstance(clock, Clock):
        return clock, start, clock.end
    if clock is None and (before := _TIME_BEFORE.search(text[max(0, start - 24) : start])):
        start = max(0, start - 24) + before.start()
        clock = read_clock(text, start)
    return clock, start, end


@lru_cache(maxsize=256)  # a line that holds a date is read again for its label and what it says of changes
def _dates(text: str, now: datetime | None, tz: tzinfo) -> tuple[Found, ...]:
    """Find every absolute or yearless date; the stronger form takes its characters first."""
    return tuple(_each_date(text, now, tz))


def _each_date(text: str, now: datetime | None, tz: tzinfo) -> Iterator[Found]:
    taken = bytearray(len(text))
    named = bool(_LETTERS.search(text))
    for form, sign, pattern in _DATE_FORMS:
        for m in pattern.finditer(text) if (named if sign is _NAME else sign in text) else ():
            before = text[max(0, m.start() - 16) : m.start()]
            if any(taken[m.start() : m.end()]) or (form == "md" and _YEAR_BEFORE.search(before)):
                continue
            if _LUNAR.search(before):
                taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
                continue
            clock, start, end = _clock_of(form, m)
            timed = isinstance(clock, Clock)
            # 11.22 is a figure and 22-11-26 may be any order: with a time of day both are dates
            if not timed and (form == "yy_numeric" or (form == "md_numeric" and _is_figure(m))):
                continue
            taken[start:end] = b"\1" * (end - start)
            date = None if isinstance(clock, bool) else _read(form, m, clock, tz, now)
            yield Found(start, end, date, _label(text, start))


def _is_figure(m: re.Match[str]) -> bool:
    """Tell 11.22 and 3/5 from a month and a day."""
    return m["sep"] == "." or len(m["m"]) == len(m["d"]) == 1


def _label(text: str, start: int) -> str:
    before = text[max(0, start - 24) : start]
    modified, published = _MODIFIED_LABEL.search(before), _PUBLISHED_LABEL.search(before)
    if modified and published:
        return "modified" if modified.start() > published.start() else "published"
    return "modified" if modified else "published" if published else ""


def _epoch(text: str, now: datetime | None) -> ParsedDate | None:
    """Read seconds or milliseconds since 1970, the whole string, also as ``/Date(…)/``."""
    m = re.fullmatch(r"\s*(?:/Date\()?(\d{10})(\d{3})?(?:\.\d{1,9})?(?:[+-]\d{4})?(?:\)/)?\s*", text)
    if m is None:
        return None
    at = datetime.fromtimestamp(int(m[1]), UTC)
    latest = now + _AHEAD if now else datetime(2100, 1, 1, tzinfo=UTC)
    return ParsedDate(at, "second", []) if at.year >= 1990 and at <= latest else None


def _aware(now: datetime | None) -> None:
    if now is not None and now.utcoffset() is None:
        raise ValueError(f"now must be an aware datetime, not {now!r}")


def _with_raw(found: Found, raw: str, origin: Sequence[int]) -> ParsedDate | None:
    if found.date is None:
        return None
    piece = raw[origin[found.start] : origin[found.end - 1] + 1] if found.end > found.start else ""
    return ParsedDate(found.date.at, found.date.precision, list(found.date.inferred), piece.strip())


def _best(found: Sequence[Found]) -> Found | None:
    """Prefer what is labelled as publication, then the unlabelled, then a modification; then page order."""
    rank = {"published": 0, "": 1, "modified": 2}
    return min(found, key=lambda f: (rank[f.label], f.start), default=None)


def parse_date(raw: str, *, now: datetime | None, tz: tzinfo = CHINA) -> ParsedDate | None:
    """Read the date of a string that is one, perhaps with a label or other particulars around it.

    ``now`` (aware) is the moment the page was fetched: yearless and relative dates are resolved
    against it, a yearless one to the latest year that is not later than ``now`` plus a day.  With
    ``now=None`` only full dates are read.  ``tz`` is the zone of the site.  Returns None for what
    is no date, has no day, or is impossible; never guesses.  Raises ValueError for a naive ``now``.
    """
    _aware(now)
    if epoch := _epoch(raw, now):
        return ParsedDate(epoch.at, epoch.precision, epoch.inferred, raw.strip())
    text, origin = one_form(raw)
    found = _dates(text, now, tz)
    full = [f for f in found if f.date is not None and "year" not in f.date.inferred]
    if (best := _best(full)) is not None:
        return _with_raw(best, raw, origin)
    if any(f.date is None for f in found):
        return None
    if found:
        best = _best(found)
    elif now is not None:
        best = moment_ago(text, now, tz)
    if best is None:
        return None
    rest = _LABEL_WORDS.sub("", text[: best.start] + " " + text[best.end :])
    return _with_raw(best, raw, origin) if len(_WORDS.findall(rest)) <= 16 else None


def find_date(
    text: str, *, now: datetime | None, tz: tzinfo = CHINA, relative: bool = False
) -> ParsedDate | None:
    """Return the publication date written inside a longer line, or None.

    Labels decide between several (发布时间 before unlabelled before 更新时间).  A month and day in
    figures counts only with a time of day (``3-5`` is a range).  ``relative``: also read 3小时前 and
    the like, which in running text are no publication dates.  Otherwise as ``parse_date``.
    """
    _aware(now)
    plain, origin = one_form(text)
    found = [
        f
        for f in _dates(plain, now, tz)
        if f.date is not None and not ("year" in f.date.inferred and f.date.precision == "day")
    ]
    best = _best(found)
    if best is None and relative and now is not None:
        best = moment_ago(plain, now, tz)
    return _with_raw(best, text, origin) if best else None


def modified_date(text: str, *, now: datetime | None, tz: tzinfo = CHINA) -> ParsedDate | None:
    """Return the date of a line that the line calls a change (更新：…, 最後更新 …), or None."""
    _aware(now)
    plain, origin = one_form(text)
    found = (f for f in _dates(plain, now, tz) if f.label == "modified" and f.date is not None)
    first = min(found, key=lambda f: f.start, default=None)
    return _with_raw(first, text, origin) if first else None


def date_label(text: str) -> str:
    """Say how the date taken of those in ``text`` is labelled: ``published``, ``modified`` or empty."""
    plain, _ = one_form(text)
    best = _best(_dates(plain, None, CHINA))
    return best.label if best else ""


_URL_DATE = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/_](?P<m>\d{1,2})[-/_](?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)[-/_]?(?P<m>\d\d)[-/_]?(?P<d>\d\d)(?!\d)"),
    # An identifier that begins with the date: 20200809231617, 20180221001234-260405
    re.compile(r"(?<!\d)(?P<y>20\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?=\d{4,9}(?!\d))"),
)


def date_in_url(url: str, *, now: datetime | None = None, tz: tzinfo = CHINA) -> ParsedDate | None:
    """Return the date an address carries (``/2026-11/22/``, ``/20261122/``, ``t20261122_1.htm``).

    Day precision always.  Dates before 1995, or after ``now`` plus a day, are taken for numbers.
    """
    path = re.sub(r"^[a-zA-Z][\w+.-]*://[^/?#]*", "", url).split("#", 1)[0]
    for pattern in _URL_DATE:
        for m in pattern.finditer(path):
            date = make((int(m["y"]), int(m["m"]), int(m["d"])), None, tz, ())
            if date and date.at.year >= 1995 and (now is None or date.at <= now + _AHEAD):
                return ParsedDate(date.at, "day", [], m.group())
    return None
