"""``reclean``, ``history`` and ``replay`` as people type them, on a real database."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from pymongo import MongoClient

from crawler.items import Article, Draft, Fragment, Text
from crawler.store.articles import change
from crawler.store.incoming import incoming
from crawler.store.schema import ensure_schema_blocking
from crawler.store.spool import Spool

AT = datetime(2026, 3, 1, 4, tzinfo=UTC)
URL = "http://news.example/port.html"


def article(text, at=AT):
    made = Article(Draft(url=URL, title="青岛港一季度吞吐量增长", fragments=[Fragment(0, text)]), id="port")
    made.url = made.canonical_url = URL
    made.outlet = "样本报"
    made.title = Text(*[made.draft.title] * 3)
    made.body = Text(text, text, text)
    made.fetched_at = at
    return incoming(made)


@pytest.fixture
def scrapy(mongodb_uri, database_name, tmp_path):
    env = os.environ | {
        "MONGODB_URI": mongodb_uri,
        "MONGODB_DATABASE": database_name,
        "DATA_DIR": str(tmp_path),
    }
    with MongoClient(mongodb_uri) as client:
        ensure_schema_blocking(client[database_name])

    def run(*args, **changed):
        command = [sys.executable, "-m", "scrapy", *args]
        return subprocess.run(command, env=env | changed, capture_output=True, text=True, check=False)

    return run


def test_reclean_shows_commits_and_rolls_back(scrapy, database):
    stored = change(
        article("青岛港完成货物吞吐量1.7亿吨，同比增长3.5%。集装箱业务是增长的主要来源。"), None, [], None
    )
    database.articles.insert_one(stored.document)
    before = database.articles.find_one()
    shown = scrapy("reclean", "--dry-run", "--jobs", "1")
    assert shown.returncode == 0, shown.stderr
    assert "1 articles looked at (1 from stored), 1 differ" in shown.stdout
    assert database.articles.find_one() == before
    done = scrapy("reclean", "--jobs", "1", "--where", '{"_id": "port"}')
    assert database.articles.find_one()["title"]["hant"] == "青島港一季度吞吐量增長"
    undo = done.stdout.split("undo: scrapy ")[1].split()[:3]
    assert "1 articles put back" in scrapy(*undo).stdout
    assert database.articles.find_one() == before
    assert scrapy("reclean", "--where", "[").returncode == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--where", '{"$bogus": 1}'), "unknown top level operator: $bogus"),
        (("--where", '{"site": {"$regex": "("}}'), "Regular expression is invalid"),
        (("--where", '{"$where": "sleep(1)"}'), "--where is no filter MongoDB takes"),
        (("--where", "null"), "--where must be a JSON object"),
        (("--limit", "-1"), "--limit -1: at least 0"),
        (("--jobs", "-2"), "--jobs -2: at least 1"),
        (("--archive", "no-such-folder"), "--archive no-such-folder: no such folder"),
        (("dry-run",), "dry-run: choose articles with --where and --site"),
        (("--dryrun",), "--dryrun: no such option"),
    ],
)
def test_what_reclean_cannot_be_asked_is_named(scrapy, arguments, said):
    done = scrapy("reclean", "--dry-run", "--jobs", "1", *arguments)
    assert done.returncode == 2
    assert said in done.stderr


def test_reclean_that_could_change_nothing_names_no_run_to_roll_back(scrapy, database):
    stored = change(article("青岛港完成货物吞吐量1.7亿吨，同比增长3.5%。"), None, [], None).document
    taken = stored | {"_id": "other", "canonical_url": f"{URL}?other"}
    taken |= {"title": stored["title"] | {"hant": "青島港一季度吞吐量增長"}}
    database.articles.insert_many([stored, taken])
    database.articles.create_index("title.hant", unique=True)  # stands for any address another one has
    done = scrapy("reclean", "--jobs", "1", "--where", '{"_id": "port"}')
    assert done.returncode == 0, done.stderr
    assert "nothing was changed\n1 changed meanwhile, or have another article's address" in done.stdout
    assert "--rollback" not in done.stdout + done.stderr


def test_reclean_says_when_nothing_fits(scrapy):
    done = scrapy("reclean", "--jobs", "1", "--site", "nobody")
    assert done.returncode == 0, done.stderr
    assert "no article and no dead letter with a text fits --where and --site" in done.stdout


def test_an_article_that_our_code_fails_at_is_left_as_it_is_and_the_others_are_re_cleaned(scrapy, database):
    stored = change(article("青岛港完成货物吞吐量1.7亿吨，同比增长3.5%。"), None, [], None).document
    broken = stored | {"_id": "a", "canonical_url": URL + "?a", "site": "x", "published": {"nobody": "knows"}}
    database.articles.insert_many([stored, broken], bypass_document_validation=True)
    done = scrapy("reclean", "--jobs", "1", "--set-aside")
    assert done.returncode == 1
    assert "our own code failed at 1: left as they were" in done.stderr
    assert database.articles.find_one({"_id": "a"}) == broken
    assert database.articles.find_one({"_id": "port"})["title"]["hant"] == "青島港一季度吞吐量增長"


def test_history_tells_what_changed(scrapy, database):
    first = change(article("增长3.5%。"), None, [], None)
    second = change(article("增长5.3%。", AT + timedelta(hours=2)), first.document, [], None)
    database.articles.insert_one(second.document)
    database.article_revisions.insert_one(second.revision)
    told = scrapy("history", URL + "?utm_source=x")
    assert told.returncode == 0, told.stderr
    assert "revision 1: edited 2026-03-01 14:00  (numeric)" in told.stdout
    assert "- 增长3.5%。" in told.stdout
    assert scrapy("history", "http://news.example/unknown.html").returncode == 1


def test_replay_stores_what_waits_and_says_when_it_cannot(scrapy, database, tmp_path):
    spool = Spool(tmp_path, "sample")
    spool.append([article("增长3.5%。")])
    spool.close()
    away = scrapy("replay", MONGODB_URI="mongodb://u:secret@127.0.0.1:9/?serverSelectionTimeoutMS=300")
    assert (away.returncode, "secret" in away.stderr) == (4, False)
    assert "1 articles stored" in scrapy("replay").stdout
    assert database.articles.count_documents({}) == 1
    assert "empty" in scrapy("replay").stdout


def test_a_job_folder_that_another_crawl_works_with_is_left_to_it(scrapy, database, tmp_path):
    folder = tmp_path / "job"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "requests.sqlite", isolation_level=None)) as job:
        for line in ("PRAGMA locking_mode=EXCLUSIVE", "PRAGMA journal_mode=WAL", "CREATE TABLE request (id)"):
            job.execute(line)  # as a crawl does
        done = scrapy("crawl", "sample_haiyu", "-s", f"JOBDIR={folder}")
    assert done.returncode == 2
    assert "another crawl works with this folder" in done.stderr
    assert "Traceback" not in done.stderr
    assert database.runs.count_documents({}) == 0
