"""Requests of a job survive a kill: driven by a real crawl of a small site in another process."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

SPIDER = """
import sys, time
from pathlib import Path
from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess

class Pages(Spider):
    name = "pages"
    async def start(self):
        yield Request(f"{sys.argv[1]}/list/0", self.parse_list, dont_filter=True)
    def parse_list(self, response):
        for link in response.css("a.page::attr(href)").getall():
            yield response.follow(link, self.parse_page, errback=self.failed)
        for link in response.css("a.next::attr(href)").getall():
            yield response.follow(link, self.parse_list)
    async def parse_page(self, response):
        yield {"url": response.url}
    def failed(self, failure):
        yield {"url": failure.request.url}

class Keep:
    def process_item(self, item):
        with Path(sys.argv[3]).open("a") as kept:
            if Path(sys.argv[3] + ".full").exists():
                raise OSError("disk full")
            kept.write(item["url"] + "\\n")
        return item

process = AsyncCrawlerProcess({
    "SCHEDULER": "crawler.store.job.JobScheduler", "JOBDIR": sys.argv[2], "LOG_LEVEL": "WARNING",
    "ITEM_PIPELINES": {Keep: 1}, "CONCURRENT_REQUESTS_PER_DOMAIN": 4, "TELNETCONSOLE_ENABLED": False,
    "RETRY_ENABLED": False, "RETRY_TIMES": 0,
})
process.crawl(Pages)
process.start()
"""
LISTS, PAGES = 5, 12
EVERY = {f"/page/{n}" for n in range(LISTS * PAGES)}


class Site(BaseHTTPRequestHandler):
    asked = None
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.asked.append(self.path)
        time.sleep(0.01)
        kind, _, number = self.path.strip("/").partition("/")
        body = ""
        if kind == "list":
            first = int(number) * PAGES
            body = "".join(f'<a class=page href="/page/{n}">x</a>' for n in range(first, first + PAGES))
            if int(number) + 1 < LISTS:
                body += f'<a class=next href="/list/{int(number) + 1}">x</a>'
        broken = self.path in {"/page/7", "/page/20"}
        self.send_response(500 if broken else 302 if self.path == "/page/9" else 200)
        if self.path == "/page/9":
            self.send_header("Location", "/page/9?seen=1")
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def site():
    asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Asked", (Site,), {"asked": asked}))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def crawl(site, tmp_path):
    (tmp_path / "crawl.py").write_text(SPIDER)

    def begin():
        command = [sys.executable, "crawl.py", site[0], "job", "kept"]
        env = os.environ | {"PYTHONPATH": str(Path.cwd())}
        return subprocess.Popen(command, cwd=tmp_path, env=env)

    return begin


def kept(tmp_path):
    lines = (tmp_path / "kept").read_text().split() if (tmp_path / "kept").exists() else []
    return {line.split("127.0.0.1")[1].partition("/")[2].partition("?")[0] for line in lines}


def test_killed_again_and_again_it_still_comes_to_every_page(crawl, site, tmp_path):
    for wanted in (10, 40):
        process = crawl()
        until = time.monotonic() + 30
        while len(kept(tmp_path)) < wanted and process.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert crawl().wait() == 0
    assert {"/" + path for path in kept(tmp_path)} == EVERY
    again = [path for path in site[1] if path.startswith("/page") and "?" not in path]
    assert len(again) < 2 * len(EVERY), "what was through is not fetched again"


def test_an_item_that_could_not_be_kept_is_tried_again_by_the_next_start(crawl, tmp_path):
    (tmp_path / "kept.full").touch()
    crawl().wait()
    assert kept(tmp_path) == set()
    (tmp_path / "kept.full").unlink()
    crawl().wait()
    assert {"/" + path for path in kept(tmp_path)} == EVERY


def test_a_job_that_came_to_its_end_begins_anew(crawl, site, tmp_path):
    crawl().wait()
    first = len(site[1])
    crawl().wait()
    assert len(site[1]) == 2 * first
    with sqlite3.connect(tmp_path / "job" / "requests.sqlite") as job:
        states = dict(job.execute("SELECT state, count(*) FROM request GROUP BY state"))
    assert json.dumps(states) == json.dumps({2: first})
