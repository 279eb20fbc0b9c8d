"""When a site is due: from what it declares, how its latest crawl ended, and how often it has news."""

import os
import platform
from datetime import UTC, datetime, timedelta

import pytest
from scrapy.utils.project import get_project_settings

from crawler.families.archive import ArchiveSpider
from crawler.schedule.timetable import crawls_here, timetable, turn
from crawler.site import NewsSpider

AT = datetime(2026, 11, 2, 4, tzinfo=UTC)
HOUR = timedelta(hours=1)


def run(began=AT, **ended):
    known = {"started_at": began, "state": "finished", "exit_code": 0, "reason": "finished"}
    return known | {"host": platform.node(), "pid": os.getpid()} | ended


@pytest.mark.parametrize(
    ("latest", "ended", "waits"),
    [
        (run(), "ok", HOUR),
        (run(exit_code=3), "exit 3", HOUR),
        (run(exit_code=7, reason="blocked"), "exit 7", 24 * HOUR),
        (run(exit_code=4), "exit 4", 0 * HOUR),
        (run(exit_code=1, reason="shutdown"), "exit 1", 0 * HOUR),
        (run(state="killed"), "killed", 0 * HOUR),
        (run(state="running", pid=2**22 + 1), "killed", 0 * HOUR),
        (run(state="running", born="of the boot before"), "killed", 0 * HOUR),  # another has its pid
        (run(state="running", host="another machine"), "killed", 0 * HOUR),
    ],
)
def test_how_the_latest_crawl_ended_says_when_the_next_is_due(latest, ended, waits):
    found = turn("a", HOUR, latest, None)
    assert (found.ended, found.last, found.due) == (ended, AT, AT + waits)
    assert found.is_due(AT + waits)
    assert not found.is_due(AT + waits - timedelta(seconds=1))


@pytest.mark.parametrize("host", [platform.node(), "another machine"])
def test_a_site_that_is_being_crawled_is_not_due(host):
    now = datetime.now(UTC)
    found = turn("a", HOUR, run(now - 20 * HOUR, state="running", host=host, alive_at=now), None)
    assert (found.ended, found.due) == ("running", None)
    assert not found.is_due(datetime.now(UTC) + 9 * HOUR)


def test_a_site_nobody_has_crawled_is_due():
    found = turn("a", HOUR, None, None)
    assert found.is_due(AT)
    assert (found.last, found.ended) == (None, "")


@pytest.mark.parametrize(("gap", "every"), [(1, 1), (4, 1), (24, 6), (72, 18), (168, 24), (9000, 24)])
def test_a_site_that_seldom_has_news_is_asked_less_often_but_daily(gap, every):
    assert turn("a", HOUR, run(), gap * HOUR).every == every * HOUR


def test_what_is_declared_is_kept_where_it_is_longer():
    assert turn("a", 48 * HOUR, run(), 24 * HOUR).every == 48 * HOUR


def test_saved_pages_have_no_turn(database):
    assert timetable(database, [ArchiveSpider]) == []


def spider(site, hours):
    return type(site, (NewsSpider,), {"name": site, "crawl_every": hours})


def test_sites_are_in_the_order_of_their_turns(database):
    sites = [
        spider("weekly", 1),
        spider("running", 1),
        spider("soon", 1),
        spider("never", 1),
        spider("part", 1),
    ]
    database.runs.insert_many(
        [
            {"site": "weekly", **run()},
            {"site": "running", **run(datetime.now(UTC), state="running")},
            {"site": "soon", **run(AT - 9 * HOUR, exit_code=4)},
            {"site": "soon", **run(AT - 30 * timedelta(minutes=1))},
            {"site": "part", **run(AT - 2 * HOUR)},
            {"site": "part", **run(AT, partial=True)},
        ]
    )
    database.sites.insert_one({"_id": "weekly", "usual": {"hours_between_news": 168.0}})
    turns = timetable(database, sites)
    assert [t.site for t in turns] == ["never", "part", "soon", "weekly", "running"]
    assert [t.due for t in turns[1:]] == [AT - HOUR, AT + HOUR / 2, AT + 24 * HOUR, None]


def test_crawls_of_this_machine_are_those_that_live(database):
    runs = [
        run(state="running"),
        run(state="running", host="another machine"),
        run(state="running", pid=2**22 + 1),
        run(state="running", born="of the boot before"),
        run(),
    ]
    database.runs.insert_many([{"site": "a", **one} for one in runs])
    assert crawls_here(database) == 1


def test_every_site_says_how_often_it_is_crawled():
    from scrapy.spiderloader import get_spider_loader

    loader = get_spider_loader(get_project_settings())
    spiders = [loader.load(name) for name in loader.list()]
    hours = {spider.name: spider.crawl_every for spider in spiders if issubclass(spider, NewsSpider)}
    assert all(0 < n <= 168 for n in hours.values())
    assert hours["nbd"] == 1
    assert hours["paper"] == 4
