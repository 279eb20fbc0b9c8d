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
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.items import Precision

CHINA = timezone(timedelta(hours=8))
"""The zone of every outlet in the catalogue: China, Hong Kong, Macau, Taiwan, Singapore, Malaysia."""

_LONGEST = 2000  # characters read; a date string is short, a page's text is not a date string
_AHEAD = timedelta(days=1)  # how far after ``now`` a publication may lie: clocks and zones differ
_SKEW = timedelta(minutes=10)  # how far after ``now`` a time written today may lie


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A moment read from a string."""

    at: datetime
    """Aware, UTC.  With day precision: midnight in the zone of the site."""
    precision: Precision
    inferred: list[str] = field(default_factory=list)
    """What the string did not say, see the module."""
    raw: str = ""
    """The piece of the string that was read."""


class _Clock(NamedTuple):
    hour: int
    minute: int
    second: int | None
    zone: tzinfo | None
    inferred: tuple[str, ...]
    end: int


class _Found(NamedTuple):
    start: int
    end: int
    date: ParsedDate | None  # None: date-shaped, but impossible
    label: str  # "", "published" or "modified", from the words before it


# ── Plain text: one character of it per character that matters, with the way back ────────────────
_SPACES = dict.fromkeys("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
_SPACES |= {chr(c): " " for c in range(0x2000, 0x200B)}
_PLAIN = {chr(0xFF10 + n): str(n) for n in range(10)}
_PLAIN |= dict.fromkeys("：∶︰﹕", ":") | dict.fromkeys("／∕", "/") | dict.fromkeys("．。", ".")
_PLAIN |= dict.fromkeys("－–—‐‑‒−﹣", "-") | dict.fromkeys("，、", ",")
_PLAIN |= dict.fromkeys("（【〔［", "(") | dict.fromkeys("）】〕］", ")")
_PLAIN |= dict.fromkeys("○零０〇Ｏ", "〇") | {"０": "0"}
_PLAIN |= dict(zip("時點號鐘鍾週剛國個禮兩後間", "时点号钟钟周刚国个礼两后间", strict=True))
_PLAIN |= {chr(0xFF21 + n): chr(65 + n) for n in range(26)} | {
    chr(0xFF41 + n): chr(97 + n) for n in range(26)
}
_DROPPED = frozenset("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad")

_NUMERALS = re.compile(
    r"(?<![周期拜〇一二三四五六七八九十廿卅百两])[〇一二三四五六七八九十廿卅百两]{1,6}"
    r"(?=\s*(?:年|月|日|号|时|点|分|秒|个|天|小时|周|星期|礼拜))"
)
_DIGIT = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"两": 2}


def _number(numeral: str) -> int:
    """Read 二〇二六 digit by digit and 一百一十五, 二十二, 廿二 by value."""
    if not set(numeral) & set("十廿卅百"):
        return int("".join(str(_DIGIT[c]) for c in numeral))
    total = digit = 0
    for c in numeral:
        if c == "百":
            total, digit = (digit or 1) * 100, 0
        elif c == "十":
            total, digit = total + (digit or 1) * 10, 0
        elif c in "廿卅":
            total, digit = total + (20 if c == "廿" else 30), 0
        else:
            digit = _DIGIT[c]
    return total + digit


def _plain(raw: str) -> tuple[str, list[int]]:
    """Return ``raw`` in one form of digits, marks and spaces, and where each character came from."""
    chars: list[str] = []
    origin: list[int] = []
    for i, c in enumerate(raw[:_LONGEST]):
        if c in _DROPPED:
            continue
        p = _SPACES.get(c) or _PLAIN.get(c, c)
        if p == " " and chars and chars[-1] == " ":
            continue
        chars.append(p)
        origin.append(i)
    text = "".join(chars)
    if not _NUMERALS.search(text):
        return text, [*origin, min(len(raw), _LONGEST)]
    out: list[str] = []
    back: list[int] = []
    at = 0
    for m in _NUMERALS.finditer(text):
        out.append(text[at : m.start()])
        back += origin[at : m.start()]
        number = str(_number(m.group()))
        out.append(number)
        back += [origin[m.start()]] * len(number)
        at = m.end()
    out.append(text[at:])
    back += origin[at:]
    return "".join(out), [*back, min(len(raw), _LONGEST)]


# ── The grammar ──────────────────────────────────────────────────────────────────────────────────
_Y = r"(?P<y>(?:19|20)\d\d)"
_M = r"(?P<m>\d{1,2})"
# A two-digit day may be glued to the time that follows (tags gone): 2026-11-2209:30
_D = r"(?P<d>\d{2}(?=\d{2} ?:\d{2})|\d{1,2}(?!\d))"
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # noqa: SIM905
_MON = r"(?P<mon>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_I = re.IGNORECASE

# Name, what a text must hold for it to be worth looking, pattern
_DATE_FORMS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("ymd", "年", re.compile(rf"(?<!\d){_Y} ?年 ?{_M} ?月 ?{_D} ?[日号]?")),
    ("ymd", "", re.compile(rf"(?<!\d){_Y} ?(?P<sep>[-/.]) ?{_M} ?(?P=sep) ?{_D}")),
    ("ymd", "", re.compile(rf"(?<!\d){_Y} {_M} ?[-/] ?{_D}")),
    ("roc", "年", re.compile(r"民国 ?(?P<y>\d{1,3}) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]?")),
    ("roc", "年", re.compile(r"(?<!\d)(?P<y>1\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]")),
    ("yy", "年", re.compile(r"(?<!\d)(?P<y>\d\d) ?年 ?(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]")),
    (
        "java",
        "",
        re.compile(
            rf"(?<![a-z]){_MON} (?P<d>\d{{1,2}}) (?P<t>\d\d:\d\d:\d\d) (?:(?P<z>[A-Z]{{3,4}}) )?{_Y}", _I
        ),
    ),
    (
        "ymd",
        "",
        re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ ,-]{{1,2}}{_MON}[ ,-]{{1,2}}{_Y}", _I),
    ),
    ("ymd", "", re.compile(rf"(?<![a-z]){_MON} ?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {{0,2}}{_Y}", _I)),
    (
        "dmy",
        "",
        re.compile(rf"(?<![\d/.-])(?P<a>\d{{1,2}}) ?(?P<sep>[-/.]) ?(?P<b>\d{{1,2}}) ?(?P=sep) ?{_Y}(?!\d)"),
    ),
    (
        "compact",
        "",
        re.compile(rf"(?<!\d){_Y}(?P<m>\d\d)(?P<d>\d\d)(?:[T ]?(?P<t>\d{{4}}(?:\d\d)?))?(?![\d.])"),
    ),
    (
        "slashed_roc",
        "",
        re.compile(r"(?<![\d/.-])(?P<y>1\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{1,2})(?!\d)"),
    ),
    ("md", "月", re.compile(r"(?<!\d)(?P<m>\d{1,2}) ?月 ?(?P<d>\d{1,2}) ?[日号]")),
    (
        "yy_numeric",
        "",
        re.compile(rf"(?<![\d/.年-])(?<!\d:)(?P<y>\d\d)(?P<sep>[-/.])(?P<m>\d\d)(?P=sep){_D}"),
    ),
    ("md_numeric", "", re.compile(rf"(?<![\d/.年-])(?<!\d:){_M} ?(?P<sep>[-/.]) ?{_D}(?! ?[/.%年月-])")),
)
_YEAR_BEFORE = re.compile(r"\d ?年 ?$")

_WEEKDAY = (
    r"(?:(?:星期|周|礼拜)[一二三四五六日天]|[(][一二三四五六日][)]"
    r"|(?:mon|tues?|wed|wednes|thurs?|fri|sat|satur|sun)(?:day)?\b)"
)
_GAP = re.compile(rf"(?:[ T,|·()/]|-(?= ?\d)|&nbsp;|\bat\b|{_WEEKDAY}){{0,12}}", _I)
_PART = r"(?:上午|下午|凌晨|清晨|早上|早晨|早间|中午|午间|正午|午后|傍晚|晚间|晚上|夜间|夜里|深夜|午夜|早|晚)"
_TIME = re.compile(
    rf"(?:(?P<part>{_PART}|[ap]\.?m\.?) ?)?(?P<h>\d{{1,2}})"
    r"(?: ?: ?(?P<mi>\d{2})(?: ?: ?(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"| ?[时点](?:钟)? ?(?:(?P<half>半)|(?P<quarter>[13])刻"
    r"|(?P<mi2>\d{1,2}) ?分? ?(?:(?P<s2>\d{1,2}) ?秒)?)?)"
    r"(?: ?(?P<half_day>[ap]\.?m\b\.?))?",
    _I,
)
_ZONE = re.compile(
    r" ?(?:\()?(?:(?P<z>Z|UTC|GMT|CST|HKT|SGT|MYT|北京时间|台北时间|香港时间)(?![A-Za-z]))?"
    r"(?P<off>(?:(?<=[TC])|(?<![TC]))[+-]\d{1,2}(?::?\d\d)?(?!\d))?"
)
_TIME_BEFORE = re.compile(
    rf"(?:(?:{_PART}) ?)?\d{{1,2}} ?:\d{{2}}(?::\d{{2}})?(?: ?[ap]\.?m\.?)?[ ,|]{{0,3}}$", _I
)

_AGO = re.compile(
    r"(?P<n>\d{1,4}|半) ?个?半? ?(?P<u>秒|分|小时|钟头|天|日|周|星期|礼拜|sec|min|hour|hr|day|week)"
    r"(?:钟|onds?|utes?|s)? ?(?:以前|之前|前|ago)",
    _I,
)
_JUST_NOW = re.compile(r"刚刚|刚才|just now", _I)
_DAY_WORD = re.compile(r"(?P<w>大前|今|昨|前)(?P<p>天|日|早|晨|晚|夜|(?= ?\d{1,2} ?[:时点]))")
_WEEK_WORD = re.compile(r"(?P<w>上|本|这)?个?(?:星期|周|礼拜)(?P<d>[一二三四五六日天])")
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3}
_UNIT = {
    "秒": timedelta(seconds=1),
    "sec": timedelta(seconds=1),
    "分": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "hour": timedelta(hours=1),
    "hr": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "day": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "礼拜": timedelta(weeks=1),
    "week": timedelta(weeks=1),
}

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


def _twelve(hour: int, part: str) -> int | None:
    """Apply 下午, 晚, PM … to an hour on a twelve- or twenty-four-hour clock; None: contradictory."""
    p = part.lower().replace(".", "")
    if hour > 24:
        return None
    if p in {"pm", "下午", "午后", "傍晚"}:
        return hour + 12 if hour < 12 else hour
    if p in {"晚", "晚上", "晚间", "夜间", "夜里", "深夜"}:
        if hour == 12:
            return 24
        return hour + 12 if 5 <= hour < 12 else hour
    if p in {"中午", "午间", "正午"}:
        return hour + 12 if hour in {1, 2} else hour
    if p in {"am", "凌晨", "午夜", "上午"} and hour == 12 and p != "上午":
        return 0
    return hour


def _zone(text: str, at: int, *, seconds: bool) -> tuple[tzinfo | None, tuple[str, ...], int]:
    m = _ZONE.match(text, at)
    if m is None or not (m["z"] or m["off"]):
        return None, (), at
    name, offset = (m["z"] or "").upper(), m["off"]
    if offset:
        # 09:30-10:30 is a range of times; after seconds or a zone's name it is an offset
        if offset[0] == "-" and not (seconds or name):
            return None, (), at
        digits = offset[1:].replace(":", "")
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        if hours > 14 or minutes > 59:
            return None, (), at
        shift = timedelta(hours=hours, minutes=minutes)
        return timezone(-shift if offset[0] == "-" else shift), (), m.end()
    if name == "CST":
        return None, ("timezone",), m.end()
    return (UTC if name in {"Z", "UTC", "GMT"} else CHINA), (), m.end()


def _clock(text: str, at: int) -> _Clock | bool | None:
    """Read a time of day at ``at``: None when there is none, False when it is impossible."""
    m = _TIME.match(text, at)
    if m is None:
        return None
    if (
        m["mi"] is None
        and not any((m["mi2"], m["half"], m["quarter"]))
        and not re.search("[时点]", m.group())
    ):
        return None
    minute = 30 if m["half"] else 15 * int(m["quarter"]) if m["quarter"] else int(m["mi"] or m["mi2"] or 0)
    second = m["s"] or m["s2"]
    hour = _twelve(int(m["h"]), m["half_day"] or m["part"] or "")
    if hour is None or minute > 59 or int(second or 0) > 59 or (hour == 24 and (minute or int(second or 0))):
        # 晚12:30 is half past midnight of the next day; 24:30 is nothing
        if hour == 24 and (m["part"] or m["half_day"]) and minute <= 59:
            return _Clock(24, minute, int(second) if second else None, None, (), m.end())
        return False
    zone, inferred, end = _zone(text, m.end(), seconds=second is not None)
    return _Clock(hour, minute, int(second) if second else None, zone, inferred, end)


def _make(
    ymd: tuple[int, int, int], clock: _Clock | None, tz: tzinfo, inferred: tuple[str, ...]
) -> ParsedDate | None:
    try:
        day = datetime(*ymd, tzinfo=tz)
        if clock is None:
            return ParsedDate(day.astimezone(UTC), "day", list(inferred))
        if clock.zone is not None:
            day = day.replace(tzinfo=clock.zone)
        at = day + timedelta(hours=clock.hour, minutes=clock.minute, seconds=clock.second or 0)
        precision: Precision = "minute" if clock.second is None else "second"
        return ParsedDate(at.astimezone(UTC), precision, [*inferred, *clock.inferred])
    except (ValueError, OverflowError):
        return None


def _latest(m: int, d: int, clock: _Clock | None, tz: tzinfo, now: datetime | None) -> ParsedDate | None:
    """Give a yearless date the latest year that does not put it after ``now`` plus a day."""
    if now is None or not (1 <= m <= 12 and 1 <= d <= 31):
        return None
    year = now.astimezone(tz).year + 1
    for y in range(year, year - 10, -1):  # 29 February may be eight years back
        date = _make((y, m, d), clock, tz, ("year",))
        if date is not None and date.at <= now + _AHEAD:
            return date
    return None


def _day_month(a: int, b: int, clock: _Clock | None, text: str) -> tuple[int, int, tuple[str, ...]]:
    """Return month, day and what was inferred, for two numbers written before a year."""
    if a > 12 or a == b:
        return b, a, ()
    if b > 12:
        return a, b, ()
    if clock is not None and re.search(r"[ap]\.?m|[上下]午", text, _I):
        return a, b, ("order",)  # .NET's default form: 11/2/2026 10:14:32 AM
    return b, a, ("order",)


def _read(
    form: str, m: re.Match[str], clock: _Clock | None, tz: tzinfo, now: datetime | None
) -> ParsedDate | None:
    group = m.groupdict()
    month = _MONTHS.index(group["mon"].lower()) + 1 if group.get("mon") else int(group.get("m") or 0)
    year, day = int(group.get("y") or 0), int(group.get("d") or 0)
    if form == "dmy":
        month, day, inferred = _day_month(
            int(group["a"]), int(group["b"]), clock, m.string[m.end() : m.end() + 25]
        )
        return _make((year, month, day), clock, tz, inferred)
    if form in {"yy", "yy_numeric"}:
        date = _make((2000 + year, month, day), clock, tz, ("century",))
        return date if date and now and date.at <= now + _AHEAD else None
    if form in {"roc", "slashed_roc"}:
        date = _make((1911 + year, month, day), clock, tz, ())
        return date if date and (form == "roc" or (now and date.at <= now + _AHEAD)) else None
    if form == "md":
        return _latest(month, day, clock, tz, now)
    if form == "md_numeric":
        if month > 12 >= day and group["sep"] == "/":
            month, day = day, month
        return _latest(month, day, clock, tz, now)
    return _make((year, month, day), clock, tz, ())


def _compact_clock(digits: str, end: int) -> _Clock:
    return _Clock(
        int(digits[:2]), int(digits[2:4]), int(digits[4:6]) if len(digits) == 6 else None, None, (), end
    )


def _clock_of(form: str, m: re.Match[str]) -> tuple[_Clock | bool | None, int, int]:
    """Read the time that belongs to a date: inside its form, after it, or before it."""
    text, (start, end) = m.string, m.span()
    if form == "java":
        clock = _clock(m["t"], 0)
        if isinstance(clock, _Clock) and m["z"]:
            zone, inferred, _ = _zone(m["z"], 0, seconds=True)
            clock = clock._replace(zone=zone, inferred=inferred)
        return clock, start, end
    if form == "compact" and m["t"]:
        return _compact_clock(m["t"], end), start, end
    gap = _GAP.match(text, end)
    clock = _clock(text, gap.end() if gap else end)
    if isinstance(clock, _Clock):
        return clock, start, clock.end
    if clock is None and (before := _TIME_BEFORE.search(text[max(0, start - 24) : start])):
        start = max(0, start - 24) + before.start()
        clock = _clock(text, start)
    return clock, start, end


def _dates(text: str, now: datetime | None, tz: tzinfo) -> Iterator[_Found]:
    """Find every absolute or yearless date; the stronger form takes its characters first."""
    taken = bytearray(len(text))
    for form, sign, pattern in _DATE_FORMS:
        for m in pattern.finditer(text) if sign in text else ():
            if any(taken[m.start() : m.end()]) or (
                form == "md" and _YEAR_BEFORE.search(text[: m.start()][-8:])
            ):
                continue
            clock, start, end = _clock_of(form, m)
            timed = isinstance(clock, _Clock)
            # 11.22 is a figure and 22-11-26 may be any order: with a time of day both are dates
            if not timed and (form == "yy_numeric" or (form == "md_numeric" and m["sep"] == ".")):
                continue
            taken[start:end] = b"\1" * (end - start)
            date = None if isinstance(clock, bool) else _read(form, m, clock, tz, now)
            yield _Found(start, end, date, _label(text, start))


def _label(text: str, start: int) -> str:
    before = text[max(0, start - 24) : start]
    modified, published = _MODIFIED_LABEL.search(before), _PUBLISHED_LABEL.search(before)
    if modified and published:
        return "modified" if modified.start() > published.start() else "published"
    return "modified" if modified else "published" if published else ""


def _relative(text: str, now: datetime, tz: tzinfo) -> _Found | None:
    """Read 刚刚, 3小时前, 昨天 09:30, 周一, or a time of day alone."""
    local = now.astimezone(tz)
    today = (local.year, local.month, local.day)
    if m := _AGO.search(text):
        unit = _UNIT[m["u"].lower()]
        count = 0.5 if m["n"] == "半" else int(m["n"])
        if unit < timedelta(days=1):
            at = (now - count * unit).astimezone(UTC).replace(second=0, microsecond=0)
            return _Found(*m.span(), ParsedDate(at, "minute", ["relative"]), "")
        return _on_day(
            text, m, local - count * unit, tz, ("relative", "day") if unit.days == 7 else ("relative",)
        )
    if m := _JUST_NOW.search(text):
        at = now.astimezone(UTC).replace(second=0, microsecond=0)
        return _Found(*m.span(), ParsedDate(at, "minute", ["relative"]), "")
    if m := _DAY_WORD.search(text):
        return _on_day(text, m, local - timedelta(days=_DAYS_BACK[m["w"]]), tz, ("relative",))
    if m := _WEEK_WORD.search(text):
        return _weekday(text, m, now, tz)
    for m in _TIME.finditer(text):
        clock = _clock(text, m.start())
        if not isinstance(clock, _Clock) or re.search("[明后次]", text[: m.start()]):
            return None  # 明天 09:00 announces something
        date = _make(today, clock, tz, ("date",))
        if date and date.at > now + _SKEW:
            yesterday = local - timedelta(days=1)
            date = _make((yesterday.year, yesterday.month, yesterday.day), clock, tz, ("date",))
        return _Found(m.start(), clock.end, date, "")
    return None


def _weekday(text: str, m: re.Match[str], now: datetime, tz: tzinfo) -> _Found | None:
    """周一 is the latest Monday, 上周一 the Monday of last week, 本周一 that of this week."""
    local = now.astimezone(tz)
    back = local.weekday() - "一二三四五六日".index(m["d"].replace("天", "日"))
    if m["w"] == "上":
        back += 7
    elif not m["w"]:
        back %= 7
    found = _on_day(text, m, local - timedelta(days=back), tz, ("relative",))
    if found.date and found.date.at > now + _SKEW and not m["w"]:
        found = _on_day(text, m, local - timedelta(days=back + 7), tz, ("relative",))
    return found if found.date and found.date.at <= now + _SKEW else None


def _on_day(text: str, m: re.Match[str], day: datetime, tz: tzinfo, inferred: tuple[str, ...]) -> _Found:
    gap = _GAP.match(text, m.end())
    start = gap.end() if gap else m.end()
    part = {"早": "早", "晨": "凌晨", "晚": "晚", "夜": "晚"}.get(m.groupdict().get("p") or "", "")
    clock = _clock(part + text[start:], 0)
    if isinstance(clock, bool):
        return _Found(*m.span(), None, "")
    end = start + clock.end - len(part) if clock else m.end()
    date = _make((day.year, day.month, day.day), clock, tz, inferred)
    return _Found(m.start(), end, date, "")


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


def _with_raw(found: _Found, raw: str, origin: list[int]) -> ParsedDate | None:
    if found.date is None:
        return None
    piece = raw[origin[found.start] : origin[found.end - 1] + 1] if found.end > found.start else ""
    return ParsedDate(found.date.at, found.date.precision, found.date.inferred, piece.strip())


def _best(found: list[_Found]) -> _Found | None:
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
    text, origin = _plain(raw)
    found = list(_dates(text, now, tz))
    full = [f for f in found if f.date is not None and "year" not in f.date.inferred]
    if (best := _best(full)) is not None:
        return _with_raw(best, raw, origin)
    if any(f.date is None for f in found):
        return None
    if found:
        best = _best(found)
    elif now is not None:
        best = _relative(text, now, tz)
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
    plain, origin = _plain(text)
    found = [
        f
        for f in _dates(plain, now, tz)
        if f.date is not None and not ("year" in f.date.inferred and f.date.precision == "day")
    ]
    best = _best(found)
    if best is None and relative and now is not None:
        best = _relative(plain, now, tz)
    return _with_raw(best, text, origin) if best else None


def date_label(text: str) -> str:
    """Say how the first date in ``text`` is labelled: ``published``, ``modified`` or empty."""
    plain, _ = _plain(text)
    first = min(_dates(plain, None, CHINA), key=lambda f: f.start, default=None)
    return first.label if first else ""


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
            date = _make((int(m["y"]), int(m["m"]), int(m["d"])), None, tz, ())
            if date and date.at.year >= 1995 and (now is None or date.at <= now + _AHEAD):
                return ParsedDate(date.at, "day", [], m.group())
    return None
