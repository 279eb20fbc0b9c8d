"""MongoDB goes away under a crawl: one clear line, an exit code, nothing lost, and no password anywhere."""

import os
import signal
import subprocess
import sys
import time

import pytest
from pymongo import MongoClient

from crawler.store import embedded


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
    command = [sys.executable, "-m", "scrapy", "crawl", "sample_gangwan", "-s", log, *crawl.press.arguments]
    process = subprocess.Popen(
        command,
        env={**os.environ, **crawl.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 300
    while not any(crawl.press.hits[url] for url in late):
        assert time.monotonic() < deadline, "nothing was asked for"
        time.sleep(0.05)
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
