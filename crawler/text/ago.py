"""Moments said from now: 刚刚, 3小时前, 昨天 09:30, 周一, or a time of day alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo

from crawler.text.clock import GAP, TIME, Clock, Found, ParsedDate, make, read_clock

_SKEW = timedelta(minutes=10)  # how far after ``now`` a time written today may lie


_AGO = re.compile(
    r"(?P<n>\d{1,4}|半|\ban?\b) ?个?(?P<half>半)? ?"
    r"(?P<u>秒|分|小时|钟头|钟|天|日|周|星期|礼拜|sec|min|hour|hr|day|week)"
    r"(?:钟|onds?|utes?|s)? ?(?:以前|之前|前|ago)",
    re.IGNORECASE,
)
_JUST_NOW = re.compile(r"刚刚|刚才|just now", re.IGNORECASE)
_DAY_WORD = re.compile(
    r"(?P<w>大前|今|昨|前)(?P<p>天|日|早|晨|晚|夜|(?= ?\d{1,2} ?[:时点]))"
    r"|\b(?P<en>today|yesterday)\b",
    re.IGNORECASE,
)
_WEEK_WORD = re.compile(r"(?P<w>上|本|这|下)?个?(?:星期|周|礼拜)(?P<d>[一二三四五六日天])")
_DAYS_BACK = {"今": 0, "昨": 1, "前": 2, "大前": 3, "today": 0, "yesterday": 1}
_UNIT = {
    "秒": timedelta(seconds=1),
    "sec": timedelta(seconds=1),
    "分": timedelta(minutes=1),
    "min": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "钟": timedelta(hours=1),
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


def relative(text: str, now: datetime, tz: tzinfo) -> Found | None:
    """Read 刚刚, 3小时前, 昨天 09:30, 周一, or a time of day alone, in ``one_form`` of a text."""
    local = now.astimezone(tz)
    today = (local.year, local.month, local.day)
    if m := _AGO.search(text):
        unit = _UNIT[m["u"].lower()]
        count = 0.5 if m["n"] == "半" else int(m["n"]) if m["n"].isdigit() else 1
        count += 0.5 if m["half"] else 0
        if unit < timedelta(days=1):
            at = (now - count * unit).astimezone(UTC).replace(second=0, microsecond=0)
            return Found(*m.span(), ParsedDate(at, "minute", ["relative"]), "")
        return _on_day(
            text, m, local - count * unit, tz, ("relative", "day") if unit.days == 7 else ("relative",)
        )
    if m := _JUST_NOW.search(text):
        at = now.astimezone(UTC).replace(second=0, microsecond=0)
        return Found(*m.span(), ParsedDate(at, "minute", ["relative"]), "")
    if m := _DAY_WORD.search(text):
        return _on_day(
            text, m, local - timedelta(days=_DAYS_BACK[m["w"] or m["en"].lower()]), tz, ("relative",)
        )
    if m := _WEEK_WORD.search(text):
        return _weekday(text, m, now, tz)
    for m in TIME.finditer(text):
        clock = read_clock(text, m.start())
        if not isinstance(clock, Clock) or re.search("[明后次]", text[: m.start()]):
            return None  # 明天 09:00 announces something
        date = make(today, clock, tz, ("date",))
        if date and date.at > now + _SKEW:
            yesterday = local - timedelta(days=1)
            date = make((yesterday.year, yesterday.month, yesterday.day), clock, tz, ("date",))
        return Found(m.start(), clock.end, date, "")
    return None


def _weekday(text: str, m: re.Match[str], now: datetime, tz: tzinfo) -> Found | None:
    """周一 is the latest Monday, 上周一 the Monday of last week, 本周一 that of this week."""
    local = now.astimezone(tz)
    if m["w"] == "下":
        return None
    back = local.weekday() - "一二三四五六日".index(m["d"].replace("天", "日"))
    if m["w"] == "上":
        back += 7
    elif not m["w"]:
        back %= 7
    found = _on_day(text, m, local - timedelta(days=back), tz, ("relative",))
    if found.date and found.date.at > now + _SKEW and not m["w"]:
        found = _on_day(text, m, local - timedelta(days=back + 7), tz, ("relative",))
    return found if found.date and found.date.at <= now + _SKEW else None


def _on_day(text: str, m: re.Match[str], day: datetime, tz: tzinfo, inferred: tuple[str, ...]) -> Found:
    gap = GAP.match(text, m.end())
    start = gap.end() if gap else m.end()
    part = {"早": "早", "晨": "凌晨", "晚": "晚", "夜": "晚"}.get(m.groupdict().get("p") or "", "")
    clock = read_clock(part + text[start:], 0)
    if isinstance(clock, bool):
        return Found(*m.span(), None, "")
    end = start + clock.end - len(part) if clock else m.end()
    date = make((day.year, day.month, day.day), clock, tz, inferred)
    return Found(m.start(), end, date, "")
