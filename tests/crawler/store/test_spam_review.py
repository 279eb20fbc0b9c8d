"""Spans judged by a person, and what a site's other pages teach, on a real database."""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient, MongoClient
from pymongo.monitoring import CommandListener
from scrapy.settings import Settings

import crawler.settings
from crawler.items import Fragment, Spam, SpamSpan
from crawler.store import spam_memory, spam_review
from crawler.store.connection import OPTIONS
from crawler.store.moves import runs

ROOT = Path(__file__).parents[3]
CLEAN = "青岛港3月1日公布，一季度完成货物吞吐量1.7亿吨。\n公司表示，集装箱业务是增长的主要来源。"
CALL = "\n想借钱请加微信abc12345，当天放款。"


@pytest.fixture
def settings():
    settings = Settings()
    settings.setmodule(crawler.settings)
    return settings


@pytest.fixture
def cut_article(store, database, make_article):
    """A stored article with one cut."""
    store(make_article("port", CLEAN, spam=CALL))
    return database.spam_spans.find_one()["_id"]


def test_a_restored_cut_is_back_in_its_place_and_stays_there(settings, database, cut_article):
    spam_review.judge(database, settings, cut_article, "restored", "li")
    article = database.articles.find_one()
    assert article["body"]["original"] == CLEAN + CALL
    assert "放款" in article["body"]["hans"]
    span = database.spam_spans.find_one({"_id": cut_article})
    assert (span["state"], span["reviewed_by"]) == ("restored", "li")
    assert next(iter(spam_memory.judged(database)))["spam"] == 0


def test_a_confirmed_cut_stays_out_and_teaches(settings, database, cut_article):
    spam_review.judge(database, settings, cut_article, "confirmed", "li")
    assert database.articles.find_one()["body"]["original"] == CLEAN
    assert [r["spam"] for r in spam_memory.judged(database)] == [1]


def test_a_judgement_is_not_among_the_re_cleanings_to_roll_back(settings, database, cut_article):
    spam_review.judge(database, settings, cut_article, "restored", "li")
    database.reclean_backups.insert_one(
        {"_id": "20261120T000000-ab:x", "run": "20261120T000000-ab", "article": {}}
    )
    assert runs(database) == ["20261120T000000-ab"]


def test_a_page_whose_only_injected_text_was_none_is_hacked_no_more(settings, database, store, make_article):
    article = make_article("port", CLEAN)
    article.draft.fragments = [Fragment(n, line) for n, line in enumerate(CLEAN.split("\n"))]
    article.spam_spans = [SpamSpan("page", 300, 310, "友情链接|海港物流", "link_block", 0.9, "lists@1")]
    article.spam = Spam(1, 9, ["link_block"], hacked=True)
    store(article)
    span = database.spam_spans.find_one()["_id"]
    spam_review.judge(database, settings, span, "restored", "li")
    assert database.articles.find_one()["spam"] == {"spans": 0, "chars": 0, "kinds": [], "hacked": False}
    kept = database.spam_spans.find_one()
    assert (kept["_id"], kept["state"], kept["reviewed_by"]) == (span, "restored", "li")
    spam_review.judge(database, settings, span, "confirmed", "li")
    assert database.articles.find_one()["spam"]["hacked"]


def test_a_sites_spans_are_listed_alone(database, store, make_article):
    for name, site in (("a1", "sample"), ("a2", "other"), ("a3", "sample")):
        store(make_article(name, CLEAN, spam=CALL, site=site))
    database.spam_spans.update_one({"article": "a1"}, {"$set": {"score": 0.95}})
    everything = spam_review.spans(database)
    of_site = [span for span in everything if span["article"] != "a2"]
    assert [span["article"] for span in of_site] == ["a3", "a1"]
    assert spam_review.spans(database, site="sample") == of_site
    assert spam_review.spans(database, site="sample", limit=1) == of_site[:1]
    assert spam_review.spans(database, site="sample", limit=0) == of_site
    assert spam_review.spans(database, site="nobody") == []


def test_the_queue_goes_on_from_any_span_and_leaves_out_what_was_judged(database, store, make_article):
    store(*(make_article(f"a{n}", CLEAN, spam=CALL) for n in range(5)))  # all of one score
    database.spam_spans.update_one({"article": "a1"}, {"$set": {"score": 0.5}})
    database.spam_spans.update_one({"article": "a3"}, {"$set": {"state": "confirmed"}})
    waiting = spam_review.spans(database, state="waiting")
    assert [span["article"] for span in waiting] == ["a1", "a0", "a2", "a4"]
    for number, first in enumerate(waiting):
        start = first["score"], first["_id"]
        assert spam_review.spans(database, state="waiting", start=start) == waiting[number:]
        assert spam_review.spans(database, state="waiting", site="sample", start=start) == waiting[number:]


class EditsMeanwhile(CommandListener):
    """Has the outlet edit its article while a judgement on it is worked out."""

    def __init__(self, database):
        self.database = database

    def started(self, event):
        if event.command.get("find") == "spam_memory":
            self.database.articles.update_one({}, {"$set": {"section": "港口"}})

    def succeeded(self, event):
        pass

    failed = succeeded


def test_a_judgement_that_comes_too_late_leaves_nothing_half_done(
    settings, mongodb_uri, database, database_name, cut_article
):
    before = database.spam_spans.find_one()
    listener = EditsMeanwhile(database)
    with (
        MongoClient(mongodb_uri, tz_aware=True, event_listeners=[listener]) as client,
        pytest.raises(spam_review.ReviewError, match="try again"),
    ):
        spam_review.judge(client[database_name], settings, cut_article, "restored", "li")
    assert database.spam_spans.find_one() == before
    spam_review.judge(database, settings, cut_article, "restored", "li")
    assert database.articles.find_one()["body"]["original"] == CLEAN + CALL


def test_what_cannot_be_judged_is_named(settings, database):
    with pytest.raises(spam_review.ReviewError, match="nobody:body:0-1"):
        spam_review.judge(database, settings, "nobody:body:0-1", "restored", "li")


def doubtful(make_article, name, text="本站推荐某某网", state="flagged"):
    """An article with one doubtful line, as despam leaves it."""
    article = make_article(name, CLEAN)
    article.draft.fragments.append(Fragment(1, text))
    article.spam_spans = [SpamSpan("body", 0, len(text), text, "link_block", 0.6, "r@1", state=state)]
    return article


@pytest.fixture
def crawl(mongodb_uri, database_name, store):
    """Crawl: articles pass by the site's memory as of a day and are stored; returns the memory then."""

    def run(day, *articles):
        async def go():
            async with AsyncMongoClient(mongodb_uri, **OPTIONS) as client:
                memories = spam_memory.SiteMemories(Counter().update, day)
                memories.database = client[database_name]

                async def despam(article):
                    return article

                for article in articles:
                    await memories.around(article, despam)
                await memories.know("sample")
                return memories

        memories = asyncio.run(go())
        store(*articles)
        return memories

    return run


def test_what_a_sites_pages_teach_counts_from_the_next_day_on(crawl, make_article):
    texts = ("a1", "a2", "a2", "a3")
    first = crawl("2026-03-01", *(doubtful(make_article, name) for name in texts))
    asked = make_article("x")
    assert first.of(asked).recall("本站推荐某某网").articles == 0
    assert crawl("2026-03-01").of(asked).recall("本站推荐某某网").articles == 0
    later = crawl("2026-03-02")
    assert later.of(asked).recall("本站推荐\u200b某某网").articles == 3
    assert later.of(make_article("a1")).recall("本站推荐某某网").articles == 2  # none on itself


def test_a_line_that_stands_unobjected_is_learnt_as_the_outlets_own(crawl, make_article):
    crawl("2026-03-01", doubtful(make_article, "a1"))
    innocent = doubtful(make_article, "a2")
    innocent.spam_spans = []
    crawl("2026-03-02", innocent)
    recall = crawl("2026-03-03").of(make_article("x")).recall("本站推荐某某网")
    assert (recall.articles, recall.plain) == (1, 1)


def test_a_memory_learns_each_thing_once(crawl, make_article, database):
    for day in ("2026-03-01", "2026-03-01", "2026-03-02", "2026-03-03"):
        crawl(day, doubtful(make_article, "a1"))
        assert [d["articles"] for d in database.spam_memory.find()] == [["a1 2026-03-01"]]


def test_what_could_not_be_read_is_read_later(mongodb_uri, database_name, database, store, make_article):
    store(doubtful(make_article, "a1"))
    spam_memory.remember_verdict(database, "sample", "本站推荐某某网", "restored")
    counted = Counter()

    async def go():
        memories = spam_memory.SiteMemories(
            lambda what, by: counted.update({what: by}), "2026-03-02", again_after=0
        )
        said = []
        for uri in ("mongodb://127.0.0.1:9/?directConnection=true", mongodb_uri):
            async with AsyncMongoClient(uri, **(OPTIONS | {"serverSelectionTimeoutMS": 300})) as client:
                memories.database = client[database_name]
                await memories.know("sample")
                said.append(memories.of(make_article("x")).recall("本站推荐某某网").restored)
        return said

    assert asyncio.run(go()) == [False, True]
    assert counted == {"memory_unread": 1}


def test_a_memory_stops_counting_where_more_is_no_more_evidence(crawl, make_article, database):
    crawl("2026-03-01", *(doubtful(make_article, f"a{n}") for n in range(60)))
    later = crawl("2026-03-02", *(doubtful(make_article, f"b{n}") for n in range(3)))
    for name in ("a1", "x"):
        assert later.of(make_article(name)).recall("本站推荐某某网").articles == spam_memory.COUNTED
    assert len(database.spam_memory.find_one()["articles"]) == 2 * spam_memory.COUNTED + 1


def test_the_command_lists_shows_and_restores(mongodb_uri, database_name, database, cut_article):
    env = os.environ | {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name}

    def spam(*arguments):
        command = [sys.executable, "-m", "scrapy", "spam", *arguments]
        return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)

    assert cut_article in spam("list").stdout
    assert CALL.strip() in spam("show", cut_article).stdout
    assert spam("restore", cut_article, "--by", "li").returncode == 0
    assert database.articles.find_one()["body"]["original"] == CLEAN + CALL
    rows = [json.loads(x) for x in spam("export").stdout.splitlines()]
    assert [r["text"] for r in rows] == [CALL]
    unknown = spam("restore", "nobody")
    assert unknown.returncode == 1
    assert "nobody" in unknown.stderr
