"""From a draft to an article's fields."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import Article, Draft, Fragment, Image, Link, Published, uncut_body
from crawler.text.dates import CHINA
from crawler.text.normalise import normalise, published_at, zone
from crawler.text.urls import article_id

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=CHINA)


def draft(**fields):
    fragments = [
        Fragment(0, "青岛园区启用", "title"),
        Fragment(1, "本报讯（记者 张三）近日,园区启用。"),
        Fragment(2, "\u200b"),
        Fragment(3, "责任编辑：李四", "byline"),
    ]
    return Draft(
        **{
            "url": "http://e.example/a/123456.html",
            "title": "青岛园区启用",
            "fragments": fragments,
            "method": "generic",
        }
        | fields
    )


def made(now=NOW, **fields):
    one = Article(draft=draft(**fields), fetched_at=now)
    return one, normalise(one).counts


def test_texts_are_taken_over_character_for_character():
    one, counts = made(title=" 青岛&nbsp;园区\u200b启用 ")
    assert one.title.original == " 青岛&nbsp;园区\u200b启用 "
    assert one.body.original == uncut_body(one.draft.fragments)
    assert counts["invisible_zero_width"] == 2


def test_names_come_from_lines_fields_and_the_text_itself():
    one, _ = made(
        byline_raw=["责任编辑：李四"], source_raw="来源：证券时报", source_url=" http://s.example/ "
    )
    assert one.byline.reporters == ["张三"]
    assert one.byline.editors == ["李四"]
    assert (one.source.name, one.source.url) == ("证券时报", "http://s.example/")


def test_the_address_is_canonical_and_gives_the_id():
    one, _ = made(url="HTTP://E.example:80/a/123456.html?from=x#top")
    assert one.url == "HTTP://E.example:80/a/123456.html?from=x#top"
    assert one.canonical_url == "http://e.example/a/123456.html"
    assert one.id == article_id(one.canonical_url)


def test_a_declared_address_counts_when_it_names_this_article():
    one, counts = made(canonical_url="https://www.e.example/a/123456.html?utm_source=x")
    assert one.canonical_url == "https://www.e.example/a/123456.html"
    assert counts["canonical_declared"] == 1
    other, _ = made(canonical_url="https://e.example/")
    assert other.canonical_url == "http://e.example/a/123456.html"


def test_what_the_site_already_said_stays():
    one = Article(
        draft=draft(), id="row-7", canonical_url="http://e.example/a?id=1", url="http://e.example/a?id=1&x=2"
    )
    normalise(one)
    assert (one.id, one.canonical_url, one.url) == (
        "row-7",
        "http://e.example/a?id=1",
        "http://e.example/a?id=1&x=2",
    )


def test_local_input_has_no_address_and_needs_none():
    one, _ = made(url="")
    assert (one.url, one.canonical_url, one.id) == ("", "", "")
    path, counts = made(url="pages/1.html")
    assert path.canonical_url == "pages/1.html"
    assert counts["urls_unusable"] == 1


def test_dates_are_utc_with_what_was_inferred():
    one, counts = made(published_raw="11-20 09:30")
    assert one.published_at == datetime(2026, 11, 20, 1, 30, tzinfo=UTC)
    assert (one.published.raw, one.published.precision, one.published.inferred) == (
        "11-20 09:30",
        "minute",
        ["year"],
    )
    assert counts["dates_inferred"] == 1


def test_the_zone_is_the_sites():
    one = Article(
        draft=draft(published_raw="2026-11-20 09:30"), fetched_at=NOW, published=Published(timezone="+09:00")
    )
    normalise(one)
    assert one.published_at == datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert one.published.timezone == "+09:00"


def test_the_year_comes_from_the_address_where_it_names_the_same_day():
    date, _ = published_at(
        draft(published_raw="12-25 09:30", url="http://e.example/2024-12/25/content_1.htm"), now=NOW
    )
    assert (date.at, date.inferred) == (datetime(2024, 12, 25, 1, 30, tzinfo=UTC), [])
    date, _ = published_at(
        draft(published_raw="12-25 09:30", url="http://e.example/2024-03/01/content_1.htm"), now=NOW
    )
    assert (date.at, date.inferred) == (datetime(2025, 12, 25, 1, 30, tzinfo=UTC), ["year"])


def test_the_day_of_a_bare_time_comes_from_the_address():
    date, _ = published_at(
        draft(published_raw="09:30", url="http://e.example/2026-11/20/content_1.htm"), now=NOW
    )
    assert (date.at, date.precision, date.inferred) == (
        datetime(2026, 11, 20, 1, 30, tzinfo=UTC),
        "minute",
        [],
    )


@pytest.mark.parametrize("raw", ["", "暂无"])
def test_without_a_readable_string_the_address_gives_the_day(raw):
    date, read = published_at(draft(published_raw=raw, url="http://e.example/20261120/1.html"), now=NOW)
    assert (date.at, date.precision, read) == (datetime(2026, 11, 19, 16, tzinfo=UTC), "day", "20261120")


def test_no_date_is_no_date():
    one, counts = made(published_raw="近日")
    assert one.published_at is None
    assert (one.published.raw, one.published.precision, counts["dates_unreadable"]) == ("近日", None, 1)
    assert made()[1]["dates_missing"] == 1


@pytest.mark.parametrize(
    ("modified", "expected"),
    [
        ("2026-11-21 10:00", datetime(2026, 11, 21, 2, tzinfo=UTC)),
        ("2026-11-19 10:00", None),
        ("2026-11-21", None),
        ("不详", None),
        ("", None),
    ],
)
def test_a_modification_is_a_moment_after_publication(modified, expected):
    one, _ = made(published_raw="2026-11-20 09:30", modified_raw=modified)
    assert one.modified_at == expected


def test_sections_and_keywords_are_trimmed_and_once():
    one, _ = made(
        breadcrumbs=["首页", " 财经 ", "产业", "正文", "财经"],
        keywords=["生物&nbsp;", "园区", "园区", ""],
        section="",
    )
    assert one.breadcrumbs == ["财经", "产业"]
    assert one.section == "产业"
    assert one.keywords == ["生物", "园区"]


def test_images_keep_order_and_lose_blanks():
    one, _ = made(images=[Image(" http://i.example/1.jpg ", " 图一&nbsp;"), Image("", "无")])
    assert one.images == [Image("http://i.example/1.jpg", "图一")]


def test_provenance_is_kept():
    one, _ = made(fields={"title": "h1"}, confidence=0.9, encoding="gb18030", mojibake=3)
    assert one.extraction == {
        "method": "generic",
        "confidence": 0.9,
        "encoding": "gb18030",
        "mojibake": 3,
        "fields": {"title": "h1", "reporters": "text", "editors": "text"},
    }


@pytest.mark.parametrize(
    ("fields", "told_by"),
    [
        ({"byline_raw": ["记者 李光"], "fields": {"byline": "line"}}, {"reporters": "line"}),
        ({"byline_raw": ["证券时报记者 李光"], "fields": {"byline": "line"}}, {"source": "reporters_paper"}),
        ({"byline_raw": ["新华社北京11月22日电"]}, {"source": "dateline"}),
        ({"byline_raw": ["校对：李光"], "fields": {"byline": "site:.b"}}, {"reviewers": "site:.b"}),
        ({"source_raw": "证券时报", "fields": {"source": "meta:source"}}, {"source": "meta:source"}),
        ({"source_raw": "来源：新华社", "fields": {"source": "site:.s"}}, {"source": "site:.s"}),
    ],
)
def test_each_name_says_where_it_comes_from(fields, told_by):
    one, _ = made(**fields)
    assert {name: one.extraction["fields"].get(name) for name in told_by} == told_by


@pytest.mark.parametrize(
    ("author", "links", "told_by"),
    [("李光", [], "meta:author"), ("", [Link("/author/1", 0, 3)], "author_link"), ("", [], "signature")],
)
def test_names_without_a_marker_say_so(author, links, told_by):
    line = Fragment(1, "孔小明", "chrome", links=links)
    if links:
        line.text = "孔小明　经济观察"
    fragments = [Fragment(0, "青岛园区启用", "title"), line, Fragment(2, "园区启用，企业入驻。")]
    one, _ = made(fragments=fragments, author_raw=author, fields={"author": "meta:author"} if author else {})
    assert one.extraction["fields"]["reporters"] == told_by


def test_a_wrong_zone_is_named():
    with pytest.raises(ValueError, match="not '8'"):
        zone("8")
    assert zone("-03:30").utcoffset(None) == -timedelta(hours=3, minutes=30)


TEXT = st.text(max_size=40)


@given(title=TEXT, paragraphs=st.lists(TEXT, max_size=6), date=TEXT, url=TEXT, author=TEXT, source=TEXT)
def test_any_draft_is_survived_and_its_text_untouched(title, paragraphs, date, url, author, source):
    fragments = [Fragment(i, text) for i, text in enumerate(paragraphs)]
    raw = {"published_raw": date, "author_raw": author, "source_raw": source}
    one = Article(draft=Draft(url, title=title, fragments=fragments, **raw), fetched_at=NOW)
    normalise(one)
    assert one.title.original == title
    assert one.body.original == "\n".join(paragraphs)
    for name in (*one.byline.reporters, *one.byline.correspondents, *one.byline.editors):
        assert name


def test_a_link_to_the_authors_page_beside_the_headline_names_him():
    def page(*links):
        text = "　".join(name for name, _ in links)
        spans = [(text.find(name), name, href) for name, href in links]
        anchors = [Link(href, at, at + len(name)) for at, name, href in spans]
        return [
            Fragment(0, "专栏", "chrome"),
            Fragment(1, text, "chrome", links=anchors),
            Fragment(2, "青岛园区启用", "title"),
            Fragment(3, "园区启用。"),
        ]

    one, _ = made(fragments=page(("紀小風", "/search?typeSearch=author&q=1"), ("獨眼香江", "/category/2")))
    assert one.byline.reporters == ["紀小風"]
    several = page(*((name, f"/author/{i}") for i, name in enumerate(["李光", "王小明", "陈大文", "张三丰"])))
    assert made(fragments=several)[0].byline.reporters == []
    assert made(fragments=page(("证券时报", "/author/9")))[0].byline.reporters == []


def test_the_source_is_kept_as_published_beside_the_one_name_of_its_outlet():
    one, _ = made(source_raw="來源：新華社客戶端")
    assert (one.source.name, one.source.outlet) == ("新華社客戶端", "新华社")


def test_a_name_shared_by_two_outlets_is_that_of_the_pages_country():
    for region, outlet in (("TW", "經濟日報"), ("HK", "香港經濟日報"), ("CN-SD", "经济日报")):
        one = Article(draft=draft(source_raw="來源：經濟日報"), fetched_at=NOW, region=region)
        normalise(one)
        assert one.source.outlet == outlet
