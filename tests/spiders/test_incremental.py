"""The incremental crawl against a real database: what is skipped, asked again, and where paging ends."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.utils.test import get_crawler

from crawler.fetch.incremental import IncrementalMiddleware
from crawler.text.urls import article_id
from spiders.cn_sc.nbd import NbdSpider

NOW = datetime.now(UTC)


def article(name):
    url = f"https://www.nbd.com.cn/articles/2026-11-20/{name}.html"
    return Request(url, meta={"news": "article", "article_id": article_id(url)})


def visit(name, due):
    return {
        "_id": article(name).meta["article_id"],
        "due_at": due,
        "etag": '"7"',
        "last_modified": "",
        "looks": 1,
    }


def pass_through(outputs, mongodb_uri, database_name, *, at_start=False, **arguments):
    """Return what the middleware lets through of a list, or ``at_start``, and the crawl's counters."""
    settings = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name, "INCREMENTAL": True}

    async def run():
        crawler = get_crawler(NbdSpider, settings)
        crawler.spider = NbdSpider(**arguments)
        middleware = IncrementalMiddleware.from_crawler(crawler)

        async def result():
            for output in outputs:
                yield output

        response = Response(
            "https://www.nbd.com.cn/columns/2/", request=Request("https://www.nbd.com.cn/columns/2/")
        )
        if at_start:
            passed = [output async for output in middleware.process_start(result())]
        else:
            passed = [output async for output in middleware.process_spider_output(response, result())]
        if middleware.known is not None:
            from crawler.store.connection import shared

            await (await shared(crawler)).close()
        return passed, crawler.stats.get_stats()

    return asyncio.run(run())


@pytest.fixture
def known(database):
    """Article 1 is known and not due, article 2 is due again; 3 is new."""
    database.visits.insert_many([visit("1", NOW + timedelta(days=3)), visit("2", NOW - timedelta(days=1))])


def names(requests):
    return [request.url.rpartition("/")[2] for request in requests]


NEXT = Request("https://www.nbd.com.cn/columns/2/p2", meta={"news": "list", "list_page": 1})


@pytest.mark.usefixtures("known")
def test_known_articles_are_skipped_and_those_due_are_asked_whether_they_changed(mongodb_uri, database_name):
    passed, stats = pass_through([article("1"), article("2"), article("3"), NEXT], mongodb_uri, database_name)
    assert names(passed) == ["2.html", "3.html", "p2"]
    assert passed[0].headers["If-None-Match"] == b'"7"'
    assert passed[0].meta["handle_httpstatus_list"] == [304]
    assert "If-None-Match" not in passed[1].headers
    assert stats["incremental/known_skipped"] == 1


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(("complete", "passes"), [(True, ["2.html"]), (False, ["2.html", "p2"])])
def test_paging_ends_where_nothing_is_new_unless_the_last_crawl_was_cut_short(
    complete, passes, mongodb_uri, database_name, database
):
    started = NOW - timedelta(hours=1)
    database.runs.insert_one({"site": "nbd", "state": "ended", "complete": complete, "started_at": started})
    passed, _ = pass_through([article("1"), article("2"), NEXT], mongodb_uri, database_name)
    assert names(passed) == passes


@pytest.mark.usefixtures("known")
def test_full_fetches_everything(mongodb_uri, database_name):
    passed, _ = pass_through([article("1"), NEXT], mongodb_uri, database_name, full="1")
    assert names(passed) == ["1.html", "p2"]


def test_without_a_database_everything_is_fetched(database_name):
    gone = "mongodb://127.0.0.1:9/?serverSelectionTimeoutMS=200"
    passed, stats = pass_through([article("1"), NEXT], gone, database_name)
    assert names(passed) == ["1.html", "p2"]
    assert stats["incremental/look_up_failed"] == 1


def due_visit(
    name, *, due=NOW - timedelta(hours=1), seen=NOW - timedelta(hours=5), status="stored", **fields
):
    about = {"site": "nbd", "url": article(name).url, "status": status, "first_seen_at": seen, "listed": {}}
    return visit(name, due) | about | fields


def test_what_is_due_is_asked_for_though_no_list_names_it_any_more(mongodb_uri, database_name, database):
    database.visits.insert_many(
        [
            due_visit("1", listed={"title": "标题", "section": "财经", "of_a_newer_program": 1}),
            due_visit("2", status="timeout"),
            due_visit("3", due=NOW + timedelta(hours=1)),
            due_visit("4", status="http_404", seen=NOW - timedelta(days=40)),  # it never was there
            due_visit("5", listed=None),  # its text came with a list
            due_visit("6", site="another"),
        ]
    )
    passed, stats = pass_through([NEXT], mongodb_uri, database_name, at_start=True)
    assert names(passed) == ["p2", "1.html", "2.html"]
    assert passed[1].headers["If-None-Match"] == b'"7"'
    assert passed[1].cb_kwargs["item"].section == "财经"
    assert "If-None-Match" not in passed[2].headers
    assert (stats["incremental/due_again"], stats["incremental/tried_again"]) == (2, 1)


@pytest.mark.parametrize("arguments", [{"full": "1"}, {"limit": "3"}, {"date": "2026-11-20"}])
def test_a_crawl_of_a_part_or_of_everything_looks_at_nothing_else(
    mongodb_uri, database_name, database, arguments
):
    database.visits.insert_one(due_visit("1"))
    passed, _ = pass_through([NEXT], mongodb_uri, database_name, at_start=True, **arguments)
    assert names(passed) == ["p2"]
