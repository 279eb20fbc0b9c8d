"""Dates in the forms Chinese news pages use, read at noon of Sunday, 22 November 2026, China time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.text.dates import CHINA, date_in_url, date_label, find_date, parse_date

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=CHINA)

FULL = [  # string, China time, precision
    ("2026年11月22日 09:30", "2026-11-22 09:30:00", "minute"),
    ("2026年11月22日09:30:15", "2026-11-22 09:30:15", "second"),
    ("2026年11月22日", "2026-11-22 00:00:00", "day"),
    ("2026年11月22号", "2026-11-22 00:00:00", "day"),
    ("2026年1月2日 3:04", "2026-01-02 03:04:00", "minute"),
    ("2026年 1月 2日", "2026-01-02 00:00:00", "day"),
    ("2026 年 11 月 22 日 09 : 30", "2026-11-22 09:30:00", "minute"),
    ("２０２６年１１月２２日　０９：３０", "2026-11-22 09:30:00", "minute"),
    ("2026\u200b年11月22日\xa009:30", "2026-11-22 09:30:00", "minute"),
    ("2016年9月14日晚8：00", "2016-09-14 20:00:00", "minute"),
    ("2016年06月30日09时30分", "2016-06-30 09:30:00", "minute"),
    ("2016年06月30日09時30分05秒", "2016-06-30 09:30:05", "second"),
    ("2019 年 10 月 30 日", "2019-10-30 00:00:00", "day"),
    ("2026年11月22日（星期日）上午 9:05", "2026-11-22 09:05:00", "minute"),
    ("2026年11月22日 星期日 下午3点", "2026-11-22 15:00:00", "minute"),
    ("2026年11月22日 星期日 下午3点半", "2026-11-22 15:30:00", "minute"),
    ("2026年11月22日 凌晨1:05", "2026-11-22 01:05:00", "minute"),
    ("2026年11月22日 中午12:30", "2026-11-22 12:30:00", "minute"),
    ("2026年11月21日 晚上12点", "2026-11-22 00:00:00", "minute"),
    ("2026年11月21日 深夜11:50", "2026-11-21 23:50:00", "minute"),
    ("2026年11月21日 傍晚6时10分", "2026-11-21 18:10:00", "minute"),
    ("2026/11/22 下午 03:12", "2026-11-22 15:12:00", "minute"),
    ("2026/11/22 上午 12:12", "2026-11-22 12:12:00", "minute"),
    ("2026/11/22 12:12 AM", "2026-11-22 00:12:00", "minute"),
    ("2026/11/22 PM 03:12:09", "2026-11-22 15:12:09", "second"),
    ("二〇二六年十一月二十二日", "2026-11-22 00:00:00", "day"),
    ("二零二六年十一月廿二日", "2026-11-22 00:00:00", "day"),
    ("二○二六年十一月三日 上午九时三十分", "2026-11-03 09:30:00", "minute"),
    ("二〇二五年十月卅一日", "2025-10-31 00:00:00", "day"),
    ("十一月 6th, 2009", "2009-11-06 00:00:00", "day"),
    ("星期五, 六月 22nd, 2010 at 3:15 pm", "2010-06-22 15:15:00", "minute"),
    ("Posted on 十月 5, 2012", "2012-10-05 00:00:00", "day"),
    ("三月 21, 2013, 10:22 上午", "2013-03-21 10:22:00", "minute"),
    ("民國115年11月22日", "2026-11-22 00:00:00", "day"),
    ("中華民國一百一十五年十一月二十二日", "2026-11-22 00:00:00", "day"),
    ("民國 99 年 1 月 1 日", "2010-01-01 00:00:00", "day"),
    ("115年11月22日 09:30", "2026-11-22 09:30:00", "minute"),
    ("115/11/22", "2026-11-22 00:00:00", "day"),
    ("2026-11-22 09:30", "2026-11-22 09:30:00", "minute"),
    ("2026-11-22 09:30:15.0", "2026-11-22 09:30:15", "second"),
    ("2026-11-2209:30:15", "2026-11-22 09:30:15", "second"),
    ("2026-1-2", "2026-01-02 00:00:00", "day"),
    ("2026－11－22", "2026-11-22 00:00:00", "day"),
    ("2026/11/22", "2026-11-22 00:00:00", "day"),
    ("2026.11.22", "2026-11-22 00:00:00", "day"),
    ("2026.11.22 | 09:30", "2026-11-22 09:30:00", "minute"),
    ("2026 11/22 11:46:14", "2026-11-22 11:46:14", "second"),
    ("20261122", "2026-11-22 00:00:00", "day"),
    ("20261122093015", "2026-11-22 09:30:15", "second"),
    ("202611220930", "2026-11-22 09:30:00", "minute"),
    ("09:30 2026-11-22", "2026-11-22 09:30:00", "minute"),
    ("2026-11-22 24:00", "2026-11-23 00:00:00", "minute"),
    ("2026-11-22T09:30:00+08:00", "2026-11-22 09:30:00", "second"),
    ("2026-11-22T09:30+08", "2026-11-22 09:30:00", "minute"),
    ("2026-11-22T01:30:00Z", "2026-11-22 09:30:00", "second"),
    ("2026-11-22T01:30:00.123456Z", "2026-11-22 09:30:00", "second"),
    ("2026-11-21T20:30:00-05:00", "2026-11-22 09:30:00", "second"),
    ("2026-11-22T09:30:00+0800", "2026-11-22 09:30:00", "second"),
    ("2026-11-22 09:30:00 +0800 CST", "2026-11-22 09:30:00", "second"),
    ("2026-11-22 01:30:00 UTC", "2026-11-22 09:30:00", "second"),
    ("2026-11-22 09:30:00（北京时间）", "2026-11-22 09:30:00", "second"),
    ("2026-11-22 09:30-10:30", "2026-11-22 09:30:00", "minute"),
    ("1795311000", "2026-11-22 09:30:00", "second"),
    ("1795311000000", "2026-11-22 09:30:00", "second"),
    ("/Date(1795311000000+0800)/", "2026-11-22 09:30:00", "second"),
    ("Sun, 22 Nov 2026 01:30:00 GMT", "2026-11-22 09:30:00", "second"),
    ("Sun, 22 Nov 2026 09:30:00 +0800", "2026-11-22 09:30:00", "second"),
    ("Nov 22, 2026 9:30 PM", "2026-11-22 21:30:00", "minute"),
    ("22-Nov-2026", "2026-11-22 00:00:00", "day"),
    ("November 22nd, 2026", "2026-11-22 00:00:00", "day"),
    ("Sun Nov 22 2026 09:30:00 GMT+0800 (China Standard Time)", "2026-11-22 09:30:00", "second"),
    ("22/11/2026", "2026-11-22 00:00:00", "day"),
    ("11/22/2026 10:14:32 AM", "2026-11-22 10:14:32", "second"),
    ("发布时间：2026-11-22 09:30 来源：证券时报", "2026-11-22 09:30:00", "minute"),
    ("2026-11-22 09:30来源：证券时报网作者：李在山", "2026-11-22 09:30:00", "minute"),
    ("更新时间：2026-11-22 10:00 发布时间：2026-11-21 09:00", "2026-11-21 09:00:00", "minute"),
    ("發佈時間: 2026/11/22 09:30　更新時間: 2026/11/22 10:45", "2026-11-22 09:30:00", "minute"),
    ("更新：2026-11-22 10:00", "2026-11-22 10:00:00", "minute"),
    ("(2026-11-22 09:30:00)", "2026-11-22 09:30:00", "second"),
]

INFERRED = [  # string, China time, precision, what was inferred
    ("11-22 09:30", "2026-11-22 09:30:00", "minute", ["year"]),
    ("11/22 09:30", "2026-11-22 09:30:00", "minute", ["year"]),
    ("11月22日 09:30", "2026-11-22 09:30:00", "minute", ["year"]),
    ("4月20日 18:10", "2026-04-20 18:10:00", "minute", ["year"]),
    ("11月22日", "2026-11-22 00:00:00", "day", ["year"]),
    ("11月23日 08:00", "2026-11-23 08:00:00", "minute", ["year"]),
    ("11月24日", "2025-11-24 00:00:00", "day", ["year"]),
    ("12-25 09:30", "2025-12-25 09:30:00", "minute", ["year"]),
    ("02-29 09:30", "2024-02-29 09:30:00", "minute", ["year"]),
    ("1月1日", "2026-01-01 00:00:00", "day", ["year"]),
    ("发布时间：10-0812:00", "2026-10-08 12:00:00", "minute", ["year"]),
    ("22/11 09:30", "2026-11-22 09:30:00", "minute", ["year"]),
    ("11.22 09:30", "2026-11-22 09:30:00", "minute", ["year"]),
    ("今天 08:00", "2026-11-22 08:00:00", "minute", ["relative"]),
    ("今日08：00", "2026-11-22 08:00:00", "minute", ["relative"]),
    ("今早8点半", "2026-11-22 08:30:00", "minute", ["relative"]),
    ("昨天", "2026-11-21 00:00:00", "day", ["relative"]),
    ("昨日 22:10", "2026-11-21 22:10:00", "minute", ["relative"]),
    ("昨 22:10", "2026-11-21 22:10:00", "minute", ["relative"]),
    ("昨晚8：00", "2026-11-21 20:00:00", "minute", ["relative"]),
    ("前天 晚8：00", "2026-11-20 20:00:00", "minute", ["relative"]),
    ("大前天", "2026-11-19 00:00:00", "day", ["relative"]),
    ("刚刚", "2026-11-22 12:00:00", "minute", ["relative"]),
    ("剛剛", "2026-11-22 12:00:00", "minute", ["relative"]),
    ("30秒前", "2026-11-22 11:59:00", "minute", ["relative"]),
    ("2分鐘前", "2026-11-22 11:58:00", "minute", ["relative"]),
    ("2 分钟前", "2026-11-22 11:58:00", "minute", ["relative"]),
    ("3小时前", "2026-11-22 09:00:00", "minute", ["relative"]),
    ("3個小時前", "2026-11-22 09:00:00", "minute", ["relative"]),
    ("13小时前", "2026-11-21 23:00:00", "minute", ["relative"]),
    ("两小时前", "2026-11-22 10:00:00", "minute", ["relative"]),
    ("半小時前", "2026-11-22 11:30:00", "minute", ["relative"]),
    ("5 hours ago", "2026-11-22 07:00:00", "minute", ["relative"]),
    ("3天前", "2026-11-19 00:00:00", "day", ["relative"]),
    ("三天前 09:30", "2026-11-19 09:30:00", "minute", ["relative"]),
    ("2周前", "2026-11-08 00:00:00", "day", ["relative", "day"]),
    ("周一", "2026-11-16 00:00:00", "day", ["relative"]),
    ("週日 09:00", "2026-11-22 09:00:00", "minute", ["relative"]),
    ("星期日 23:00", "2026-11-15 23:00:00", "minute", ["relative"]),
    ("禮拜六", "2026-11-21 00:00:00", "day", ["relative"]),
    ("上周五", "2026-11-13 00:00:00", "day", ["relative"]),
    ("09:30", "2026-11-22 09:30:00", "minute", ["date"]),
    ("下午3:20", "2026-11-21 15:20:00", "minute", ["date"]),
    ("26年11月22日", "2026-11-22 00:00:00", "day", ["century"]),
    ("18-03-0823:16", "2018-03-08 23:16:00", "minute", ["century"]),
    ("3/11/2026", "2026-11-03 00:00:00", "day", ["order"]),
    ("Sun Nov 22 09:30:00 CST 2026", "2026-11-22 09:30:00", "second", ["timezone"]),
]


def read_table():
    for row in Path(__file__).with_name("dates.txt").read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            raw, _, expected = row.rpartition("→")
            yield raw.strip(), expected.strip()


SHAPES = list(read_table())
WRITTEN = {"day": "%Y-%m-%d", "minute": "%Y-%m-%d %H:%M", "second": "%Y-%m-%d %H:%M:%S"}

NOTHING = [
    "", " ", "证券时报", "2026年", "2026年11月", "2026-11", "2026-02-30", "2026年13月1日", "2026-11-31",
    "2026-11-22 25:61", "2026-11-22 09:61", "20261322", "00-00 00:00", "13月40日", "3.5%", "11.22", "600519",
    "3个月前", "明天 09:00", "25:00", "1234567890123456", "2026-13-45 10:00", "1889年11月", "十一月",
    "202611229930", "20261122 2430", "20261122093061",
    "浏览 11-22次以上共计三千四百余位读者在本周内阅读了这篇文章并且留言",
]  # fmt: skip


def local(parsed):
    return parsed.at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


@pytest.mark.parametrize(("raw", "expected", "precision"), FULL)
def test_a_full_date_is_read_as_written(raw, expected, precision):
    parsed = parse_date(raw, now=NOW)
    assert (local(parsed), parsed.precision, parsed.inferred) == (expected, precision, [])
    assert parsed.raw in raw
    assert parsed.at.tzinfo is UTC


@pytest.mark.parametrize(("raw", "expected", "precision", "inferred"), INFERRED)
def test_what_a_date_does_not_say_is_resolved_and_listed(raw, expected, precision, inferred):
    parsed = parse_date(raw, now=NOW)
    assert (local(parsed), parsed.precision, parsed.inferred) == (expected, precision, inferred)


@pytest.mark.parametrize(("raw", "expected"), SHAPES, ids=[s[0] for s in SHAPES])
def test_every_shape_in_the_table_is_read_as_it_says(raw, expected):
    parsed = parse_date(raw, now=NOW)
    told = ""
    if parsed:
        moment = parsed.at.astimezone(CHINA).strftime(WRITTEN[parsed.precision])
        told = f"{moment} {parsed.precision} {','.join(parsed.inferred)}".strip()
    assert told == expected


@pytest.mark.parametrize("raw", NOTHING)
def test_what_is_no_date_or_impossible_gives_nothing(raw):
    assert parse_date(raw, now=NOW) is None


@pytest.mark.parametrize("raw", ["11-22 09:30", "昨天", "3小时前", "周一", "09:30"])
def test_without_a_moment_nothing_is_resolved(raw):
    assert parse_date(raw, now=None) is None


def test_full_dates_need_no_moment():
    assert local(parse_date("2026年11月22日", now=None)) == "2026-11-22 00:00:00"


def test_a_naive_moment_is_refused_by_name():
    with pytest.raises(ValueError, match="now must be an aware datetime"):
        parse_date("昨天", now=datetime(2026, 11, 22))  # noqa: DTZ001


def test_day_precision_is_midnight_of_the_site():
    parsed = parse_date("2026-11-22", now=NOW, tz=timezone(timedelta(hours=-5)))
    assert parsed.at == datetime(2026, 11, 22, 5, tzinfo=UTC)


def test_the_moment_decides_the_day_in_the_zone_of_the_site():
    late = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)  # 01:00 of the 23rd in China
    assert local(parse_date("今天", now=late)) == "2026-11-23 00:00:00"


def test_a_yearless_date_rolls_over_new_year():
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=CHINA)
    assert local(parse_date("12-31 23:50", now=new_year)) == "2026-12-31 23:50:00"
    assert local(parse_date("01-01 00:10", now=new_year)) == "2027-01-01 00:10:00"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-11-22 09:30 来源：证券时报 作者：李四", "2026-11-22 09:30:00"),
        ("首页 > 财经 > 正文　2026年11月22日 09:30　字号：大 中 小", "2026-11-22 09:30:00"),
        ("更新时间 2026-11-22 10:00 | 发布时间 2026-11-20 08:00", "2026-11-20 08:00:00"),
        ("2020-2026 版权所有", None),
        ("预计3-5年内完成", None),
        ("比分 11-22", None),
        ("昨日股价上涨", None),
    ],
)
def test_a_date_is_found_inside_a_line(line, expected):
    parsed = find_date(line, now=NOW)
    assert (parsed and local(parsed)) == expected


def test_relative_words_count_in_a_line_only_when_asked():
    assert find_date("编辑 3小时前 阅读 12", now=NOW) is None
    assert local(find_date("编辑 3小时前 阅读 12", now=NOW, relative=True)) == "2026-11-22 09:00:00"


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("发布时间：2026-11-22", "published"),
        ("最后更新：2026-11-22", "modified"),
        ("2026-11-22", ""),
        ("无", ""),
    ],
)
def test_the_word_before_a_date_says_what_it_is(text, label):
    assert date_label(text) == label


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://paper.example/cjrb/html/2026-11/22/content_1.htm", "2026-11-22"),
        ("http://paper.example/pc/con/202611/22/c1.html", "2026-11-22"),
        ("http://news.example/20261122/123.shtml", "2026-11-22"),
        ("http://news.example/202611/t20261122_5551.html", "2026-11-22"),
        ("http://news.example/2026/1122/99.html", "2026-11-22"),
        ("http://news.example/c/2026-11-22/doc-abc.shtml", "2026-11-22"),
        ("http://news.example/a/20261122001234-260405", "2026-11-22"),
        ("http://news.example/list?date=20261122", "2026-11-22"),
        ("http://news.example/a/778336904_120702", None),
        ("http://news.example/2026/13/45/x.html", None),
        ("http://20261122.example/news/1", None),
        ("http://news.example/20281122/1.html", None),
        ("", None),
    ],
)
def test_an_address_may_carry_the_day(url, expected):
    parsed = date_in_url(url, now=NOW)
    assert (parsed and local(parsed)[:10]) == expected
    assert parsed is None or parsed.precision == "day"


@given(st.datetimes(min_value=datetime(1991, 1, 1), max_value=datetime(2026, 11, 22)))  # noqa: DTZ001
def test_every_form_of_one_moment_reads_alike(moment):
    moment = moment.replace(microsecond=0)
    forms = [
        f"{moment:%Y-%m-%d %H:%M:%S}",
        f"{moment:%Y/%m/%d %H:%M:%S}",
        f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
        f"{moment.year}年{moment.month}月{moment.day}日{moment.hour}时{moment.minute}分{moment.second}秒",
        f"民國{moment.year - 1911}年{moment.month}月{moment.day}日 {moment:%H:%M:%S}",
        f"{moment:%Y%m%d%H%M%S}",
        f"{moment:%Y-%m-%dT%H:%M:%S}+08:00",
        f"{moment:%d %b %Y %H:%M:%S} +0800",
    ]
    assert {local(parse_date(form, now=NOW)) for form in forms} == {f"{moment:%Y-%m-%d %H:%M:%S}"}


@given(st.text(max_size=80))
def test_any_text_is_survived(text):
    for parsed in (parse_date(text, now=NOW), find_date(text, now=NOW, relative=True), date_in_url(text)):
        assert parsed is None or parsed.at.tzinfo is UTC


@given(st.text(alphabet="0123456789年月日时分秒:-/. 上下午晚昨今前小〇一二十民國周", max_size=40))
def test_any_mixture_of_date_characters_is_survived_and_never_far_ahead(text):
    parsed = parse_date(text, now=NOW)
    assert (
        parsed is None
        or not set(parsed.inferred) & {"year", "date", "relative"}
        or (parsed.at <= NOW + timedelta(days=2))
    )
