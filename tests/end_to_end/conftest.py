"""One crawl of the whole sample press into the session's mongod, looked at by most end-to-end tests."""

import os
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import pytest
from pymongo import MongoClient

from crawler.sample_press import SamplePress

ROOT = Path(__file__).parents[2]


def scrapy(*arguments, environ, timeout=600, cwd=ROOT):
    """Run a ``scrapy`` command as people do; return what it printed and its exit code."""
    return subprocess.run(
        [sys.executable, "-m", "scrapy", *arguments],
        env={**os.environ, **environ},
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


@dataclass
class Crawl:
    """A press, the database it is crawled into, and the command that does it."""

    press: SamplePress
    database: object
    environ: dict
    folder: Path

    def scrapy(self, command, *arguments):
        return scrapy(command, *arguments, *self.press.arguments, environ=self.environ)

    def begin(self, command, *arguments):
        """Start a command that the test is going to disturb; its output is piped."""
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", command, *arguments, *self.press.arguments],
            env={**os.environ, **self.environ},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @staticmethod
    def wait_until(condition, what, seconds=300):
        """Wait until something holds; fail with ``what`` when it does not come to that."""
        deadline = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < deadline, what
            time.sleep(0.05)

    def crawl_all(self, *arguments):
        return self.scrapy("crawlall", "--region", "sample", "--jobs", "2", *arguments)

    def article(self, key):
        """Return the stored article of a story."""
        return self.database.articles.find_one({"canonical_url": self.press.urls[key]})

    def spans(self, key):
        return list(self.database.spam_spans.find({"article": self.article(key)["_id"]}))


@pytest.fixture(scope="session")
def start(mongodb_uri, tmp_path_factory):
    """Function that opens a press with an empty database; both are gone after the session."""
    opened = []

    def open_one(**environ):
        folder = tmp_path_factory.mktemp("crawl")
        name = f"test_{uuid.uuid4().hex[:12]}"
        client = MongoClient(mongodb_uri, tz_aware=True, serverSelectionTimeoutMS=10_000)
        press = SamplePress().start()
        opened.append((client, name, press))
        settings = {
            "LOG_LEVEL": "WARNING",
            "MONGODB_URI": mongodb_uri,
            "MONGODB_DATABASE": name,
            "DATA_DIR": str(folder),
        }
        return Crawl(press, client[name], {**settings, **environ}, folder)

    yield open_one
    for client, name, press in opened:
        press.stop()
        client.drop_database(name)
        client.close()


@pytest.fixture(scope="session")
def crawl(start, tmp_path_factory):
    """The finished crawl of the whole press, with WARC files in ``folder/archive``; only to be looked at."""
    crawl = start(ARCHIVE_DIR=str(tmp_path_factory.mktemp("archive")))
    done = crawl.crawl_all()
    assert done.returncode == 0, done.stdout + done.stderr
    crawl.done = done
    return crawl


def pytest_collection_modifyitems(items):
    """Keep these tests in one worker of xdist: they share one crawl."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("end_to_end"))
