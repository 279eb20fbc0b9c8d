"""``scrapy search`` as a person uses it."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from scrapy.settings import Settings

from crawler.items import Article, Draft, Text
from crawler.store.record import to_document
from crawler.store.schema import ensure_schema_blocking
from pipelines.convert import ConvertPipeline

ROOT = Path(__file__).parents[3]


@pytest.fixture
def run(mongodb_uri, database, database_name):
    ensure_schema_blocking(database)
    for number, (title, body) in enumerate(
        [("青島生物科技", "園區由動衛中心打造。"), ("港口吞吐量", "青岛港增长12%。")]
    ):
        article = Article(
            Draft(),
            id=f"a{number}",
            url=f"http://news.example/{number}",
            canonical_url=f"http://news.example/{number}",
            outlet="样本报",
            region="CN-SD",
            title=Text(title),
            body=Text(body),
            published_at=datetime(2026, 3, 1 + number, 16, tzinfo=UTC),
        )
        ConvertPipeline(Settings()).run(article)
        database.articles.insert_one(to_document(article), bypass_document_validation=True)

    def search(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "scrapy", "search", *arguments],
            cwd=ROOT,
            env={**os.environ, "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name},
            capture_output=True,
            text=True,
            check=False,
        )

    return search


def test_prints_hits_with_local_time_outlet_and_marked_snippets(run):
    done = run("青岛", "--region", "CN-SD", "--until", "2026-03-02")
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "1-1 of 1",
        "",
        "  1  【青岛】生物科技",
        "     2026-03-02 00:00  样本报  CN-SD",
        "     园区由动卫中心打造。",
        "     http://news.example/0",
    ]


def test_prints_json_in_the_readers_script(run):
    done = run("青島", "--json", "--reader", "hant", "--sort", "date")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["title"] for row in rows] == ["港口吞吐量", "青島生物科技"]
    assert rows[0]["snippet"] == "青島港增長12%。"
    assert rows[0]["snippet_marks"] == [[0, 2]]
    assert rows[0]["published_at"] == "2026-03-02T16:00:00Z"


def test_says_that_nothing_was_found_and_what_is_wrong(run):
    assert run("不存在").stdout == "nothing found\n"
    assert run("青岛", "--site", "nobody").stdout == "nothing found\nwithout the filters: 2\n"
    assert run("青岛", "--page", "9").stdout == "page 9: there are not so many\n"
    for arguments, message in (
        ([" -青岛"], "at least one term"),
        (["青岛", "--spam", "dirty"], "not one of clean"),
        (["青岛", "--since", "01.03.2026"], "01.03.2026: not a day such as"),
        (["青岛", "半导体"], "one pair of quotes"),
    ):
        done = run(*arguments)
        assert done.returncode == 2, done.stdout
        assert message in done.stdout + done.stderr


def test_says_which_database_does_not_answer(run, monkeypatch):
    monkeypatch.setenv("MONGODB_URI", "mongodb://reader:secret@127.0.0.1:1/?serverSelectionTimeoutMS=200")
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "search", "青岛"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 4
    assert "127.0.0.1:1" in done.stderr
    assert "secret" not in done.stdout + done.stderr
