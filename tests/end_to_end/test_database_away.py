"""MongoDB goes away under a crawl: one clear line, an exit code, nothing lost, and no password anywhere."""

import json
import os
import signal

import pytest
from pymongo import MongoClient

from crawler.settings import EXTENSIONS
from crawler.store import embedded

END = """
import os, signal
from pathlib import Path
from scrapy import signals

class DatabaseGone:
    \"\"\"Kills the database when all is fetched and stored, and nothing but the end is left.\"\"\"

    @classmethod
    def from_crawler(cls, crawler):
        made = cls()
        crawler.signals.connect(made.strike, signals.spider_closed)
        return made

    def strike(self):
        once = Path(os.environ["STRUCK"])
        if not once.exists():
            once.write_text("")
            os.kill(int(os.environ["SERVER"]), signal.SIGKILL)
"""


def test_a_crawl_without_a_database_from_the_beginning_says_so_in_one_line_and_fetches_nothing(start):
    crawl = start(MONGODB_URI="mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200")
    done = crawl.scrapy("crawl", "sample_minlan")
    assert done.returncode == 4
    assert not crawl.press.log
    logged, said = done.stderr.splitlines()
    assert said.startswith("sample_minlan: MongoDB at mongodb://127.0.0.1:1: it does not answer")
    assert logged.endswith(said)


@pytest.fixture(scope="module")
def story(start, tmp_path_factory):
    """A crawl whose MongoDB is killed in its middle, and the same command once more with it back."""
    folder = tmp_path_factory.mktemp("away")
    server = embedded.start(folder)
    crawl = start(MONGODB_URI=server.uri, STORE_PATIENCE="1", LOG_LEVEL="DEBUG")
    late = [url for key, url in crawl.press.urls.items() if key.startswith("605")][3:]
    for url in late:
        crawl.press.delay(url, 5.0)
    log = f"LOG_FILE={folder / 'log'}"
    process = crawl.begin("crawl", "sample_gangwan", "-s", log)
    crawl.wait_until(lambda: any(crawl.press.hits[url] for url in late), "nothing was asked for")
    os.kill(server.pid, signal.SIGKILL)
    out, err = process.communicate(timeout=300)
    with server:
        server.revive()
        again = crawl.scrapy("crawl", "sample_gangwan", "-s", log)
        with MongoClient(server.uri) as client:
            database = client[crawl.environ["MONGODB_DATABASE"]]
            stored = {name: list(database[name].find()) for name in ("articles", "rejected_items", "runs")}
    return crawl, process.returncode, out + err, again, stored, server.password, folder


def test_the_crawl_says_in_one_line_that_articles_wait_on_disk(story):
    _, code, said, *_ = story
    assert code == 4
    (line,) = [line for line in said.splitlines() if "MongoDB is away" in line]
    assert "articles wait on disk" in line


def test_the_same_command_stores_what_waits_and_fetches_the_rest(story):
    crawl, _, _, again, stored, *_ = story
    assert again.returncode == 0, again.stderr
    urls = {url for key, url in crawl.press.urls.items() if key.startswith("605")}
    assert sorted(a["canonical_url"] for a in stored["articles"]) == sorted(urls)
    assert not list((crawl.folder / "spool").iterdir())


def test_the_password_is_in_no_log_no_message_and_no_run(story):
    crawl, _, said, again, stored, password, folder = story
    logs = [path.read_text(errors="replace") for path in crawl.folder.rglob("*.log")]
    logs += [(folder / "mongodb/mongod.log").read_text(), *(p.read_text() for p in folder.glob("log*"))]
    for text in (said, again.stdout, again.stderr, repr(stored), *logs):
        assert password not in text


@pytest.mark.parametrize("is_ours", [True, False], ids=["the embedded one", "somebody's"])
def test_a_database_lost_when_all_is_stored_is_said_or_started_again(start, tmp_path, is_ours):
    (tmp_path / "operators_own.py").write_text(END)
    with embedded.start(tmp_path / "data") as server:
        environ = {"SERVER": str(server.pid), "STRUCK": str(tmp_path / "struck"), "PYTHONPATH": str(tmp_path)}
        if is_ours:
            environ |= {"MONGODB_URI": "", "DATA_DIR": str(tmp_path / "data")}
        else:
            environ |= {"MONGODB_URI": server.uri}
        crawl = start(**environ)
        extensions = {"operators_own.DatabaseGone": 1, **EXTENSIONS}
        command = ("crawl", "sample_xiling", "-s", f"EXTENSIONS={json.dumps(extensions)}")
        done = crawl.scrapy(*command)
        assert (tmp_path / "struck").exists()
        server.revive()
        with MongoClient(server.uri) as client:
            database = client[crawl.environ["MONGODB_DATABASE"]]
            assert database.articles.count_documents({}) == 7
            if is_ours:
                assert done.returncode == 0, done.stderr
                assert [run["state"] for run in database.runs.find()] == ["finished"]
            else:
                assert done.returncode == 4
                assert "this run is not in `runs`" in done.stderr
                assert server.password not in done.stderr
            again = crawl.scrapy(*command)
            assert again.returncode == 0, again.stderr
            assert database.articles.count_documents({}) == 7
            assert database.runs.count_documents({"state": "finished"}) >= 1


def test_crawling_many_sites_ends_with_a_summary_also_without_its_database(start, tmp_path):
    (tmp_path / "operators_own.py").write_text(END)
    with embedded.start(tmp_path / "data") as server:
        crawl = start(
            MONGODB_URI=server.uri,
            SERVER=str(server.pid),
            STRUCK=str(tmp_path / "struck"),
            PYTHONPATH=str(tmp_path),
        )
        extensions = {"operators_own.DatabaseGone": 1, **EXTENSIONS}
        sites = ("--sites", "sample_xiling", "-s", f"EXTENSIONS={json.dumps(extensions)}")
        done = crawl.scrapy("crawlall", *sites)
    assert done.returncode == 4, done.stderr
    assert "1 of 1 sites crawled, 1 failed" in done.stdout
    assert "ended with 4: MongoDB is away: " in done.stdout
    assert "configured timeouts" not in done.stdout + done.stderr
    assert "what is stored cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
    assert server.password not in done.stdout + done.stderr
