"""Times of day as Chinese pages write them (晚8：00, 下午3點半, 09:30:15 +0800), and the moment they make."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crawler.items import Precision

CHINA = timezone(timedelta(hours=8))
"""The zone of every outlet in the catalogue: China, Hong Kong, Macau, Taiwan, Singapore, Malaysia."""


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A moment read from a string."""

    at: datetime
    """Aware, UTC.  With day precision: midnight in the zone of the site."""
    precision: Precision
    inferred: list[str] = field(default_factory=list)
    """What the string did not say, see ``crawler.text.dates``."""
    raw: str = ""
    """The piece of the string that was read."""


class Clock(NamedTuple):
    """A time of day; ``zone`` and what was ``inferred`` where it says one, ``end`` in the text read."""

    hour: int
    minute: int
    second: int | None
    zone: tzinfo | None
    inferred: tuple[str, ...]
    end: int


class Found(NamedTuple):
    """A date in a text, from where to where."""

    start: int
    end: int
    date: ParsedDate | None
    """None: date-shaped, but impossible."""
    label: str = ""
    """``published`` or ``modified``, from the words before it."""


WEEKDAY = (
    r"(?:(?:星期|周|礼拜)[一二三四五六日天]|[(][一二三四五六日][)]"
    r"|(?:mon|tues?|wed|wednes|thurs?|fri|sat|satur|sun)(?:day)?\b)"
)
GAP = re.compile(
    rf"(?:{WEEKDAY}|(?:HKT|SGT|MYT|CST|GMT\+8)\b|[ T,|·()/]|-(?= ?\d)|\.(?= )|&nbsp;|\bat\b){{0,12}}",
    re.IGNORECASE,
)
PART = r"(?:上午|下午|凌晨|清晨|早上|早晨|早间|中午|午间|正午|午后|傍晚|晚间|晚上|夜间|夜里|深夜|午夜|早|晚)"
TIME = re.compile(
    rf"(?:(?P<part>{PART}|[ap]\.?m\.?) ?)?(?P<h>\d{{1,2}})"
    r"(?: ?: ?(?P<mi>\d{2})(?: ?: ?(?P<s>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"| ?[时点](?:钟)? ?(?:(?P<half>半)|(?P<quarter>[13])刻"
    r"|(?P<mi2>\d{1,2}) ?分? ?(?:(?P<s2>\d{1,2}) ?秒)?)?)"
    r"(?: ?(?P<half_day>[ap]\.?m\b\.?))?",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r" ?(?:\()?(?:(?P<z>Z|UTC|GMT|CST|HKT|SGT|MYT|北京时间|台北时间|香港时间)(?![A-Za-z]))?"
    r"(?P<off>(?:(?<=[TC])|(?<![TC]))[+-]\d{1,2}(?::?\d\d)?(?!\d))?"
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


def read_zone(text: str, at: int, *, seconds: bool) -> tuple[tzinfo | None, tuple[str, ...], int]:
    """Read a zone at ``at``: itself (None: the site's), what was inferred, and where it ends."""
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


def read_clock(text: str, at: int) -> Clock | bool | None:
    """Read a time of day at ``at``: None when there is none, False when it is impossible."""
    m = TIME.match(text, at)
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
            return Clock(24, minute, int(second) if second else None, None, (), m.end())
        return False
    zone, inferred, end = read_zone(text, m.end(), seconds=second is not None)
    return Clock(hour, minute, int(second) if second else None, zone, inferred, end)


def make(
    ymd: tuple[int, int, int], clock: Clock | None, tz: tzinfo, inferred: tuple[str, ...]
) -> ParsedDate | None:
    """Return the moment a day and a time of day in ``tz`` make; None for the 31st of November."""
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
