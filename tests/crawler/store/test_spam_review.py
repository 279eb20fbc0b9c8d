"""Spans judged by a person, and what a site's other pages teach, on a real database."""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from pymongo import AsyncMongoClient
from scrapy.settings import Settings

import crawler.settings
from crawler.items import Article, Draft, Fragment, SpamSpan
from crawler.store import spam_memory, spam_review
from crawler.store.connection import OPTIONS

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


def test_what_cannot_be_judged_is_named(settings, database):
    with pytest.raises(spam_review.ReviewError, match="nobody:body:0-1"):
        spam_review.judge(database, settings, "nobody:body:0-1", "restored", "li")


def test_the_memory_of_a_site_outlives_the_crawl(mongodb_uri, database_name):
    def article(name, text="本站推荐某某网", state="flagged"):
        draft = Draft(fragments=[Fragment(0, text)])
        span = SpamSpan("body", 0, len(text), text, "link_block", 0.6, "r@1", state=state)
        return Article(draft, id=name, site="s", spam_spans=[span])

    async def crawl(*names):
        async with AsyncMongoClient(mongodb_uri, **OPTIONS) as client:
            memories = spam_memory.SiteMemories(client[database_name], Counter().update)
            await memories.know("s")
            for name in names:
                await memories.learn(article(name))
            await memories.save()
            return memories.of(article("x")).recall("本站推荐\u200b某某网"), memories.of(
                article("a1")
            ).recall("本站推荐某某网")

    assert asyncio.run(crawl("a1", "a2", "a2"))[0].articles == 2
    later, own = asyncio.run(crawl("a3"))
    assert later.articles == 3
    assert own.articles == 2  # what an article said itself is no evidence about it


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
