"""``scrapy reclean`` and its rollback are killed, their database too: run again, they come to the same."""

import os
import signal
import subprocess
import sys
import time
import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from pymongo import MongoClient
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import crawler.sample_press
from crawler.store import embedded
from crawler.store.process import is_process

pytestmark = pytest.mark.xdist_group("faults")
ROOT = Path(__file__).parents[2]
SPAM = tomllib.loads((Path(crawler.sample_press.__file__).parent / "spam.toml").read_text("utf-8"))
PAGES = 110  # batches are of 50
COLLECTIONS = ("articles", "spam_spans", "fingerprints", "visits", "rejected_items", "article_revisions")
OLDER_RULES = ("-s", "SPAM_CUT_THRESHOLD=0.99")


def page(n):
    """A short text; in every third a clause is spliced in, below every other stands a block of links."""
    lines = [f"{n}号码头{m}月完成货物吞吐量{n + 7 * m}万吨，同比增长{n % 30}.{m}%。" for m in range(1, 5)]
    if n % 3 == 0:
        lines[1] = lines[1].replace("，同比", f"，{SPAM['inline']}，同比")
    links = "|".join(f'<a href="http://x{i}.example.net/">{text}</a>' for i, text in enumerate(SPAM["tail"]))
    return (
        f'<html><head><meta charset="utf-8"><title>{n}号码头吞吐量增长</title></head><body>'
        f"<h1>{n}号码头吞吐量增长</h1><p>2026-11-20 09:30 来源：青岛日报 本报记者 王小明</p>"
        f"<div class='article'>{''.join(f'<p>{line}</p>' for line in lines)}</div>"
        f"{f'<p>{links}</p>' if n % 2 else ''}</body></html>"
    ).encode()


def write_warc(path):
    ok = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        for n in range(PAGES):
            url = f"http://news.minlan.example/finance/{n}.html"
            known = {"WARC-Date": "2026-11-21T00:00:00Z"}
            writer.write_record(
                writer.create_warc_record(
                    url, "response", BytesIO(page(n)), http_headers=ok, warc_headers_dict=known
                )
            )


class House:
    """A database filled by older rules, and the command that is to be killed."""

    def __init__(self, folder):
        self.archive = folder / "archive"
        self.archive.mkdir()
        write_warc(self.archive / "pages.warc.gz")
        self.server = embedded.start(folder / "data")
        self.client = MongoClient(self.server.uri, serverSelectionTimeoutMS=20_000)
        self.database = self.client["house"]
        self.environ = {
            **os.environ,
            "DATA_DIR": str(folder / "data"),
            "MONGODB_URI": "",
            "MONGODB_DATABASE": "house",
            "LOG_LEVEL": "ERROR",
        }

    def begin(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "scrapy", *arguments],
            env=self.environ,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments):
        process = self.begin(*arguments)
        out, err = process.communicate(timeout=300)
        assert process.returncode == 0, out + err
        return out

    def reclean(self, *arguments):
        return ("reclean", "--jobs", "1", "--archive", str(self.archive), *arguments)

    def strike(self, arguments, *, server=False):
        """Kill the command, or its server, as soon as it has written something."""
        had = self.backups()
        process = self.begin(*arguments)
        until = time.monotonic() + 240
        while self.backups() == had:
            assert process.poll() is None, "it ended before it wrote anything"
            assert time.monotonic() < until, "nothing was written"
            time.sleep(0.01)
        os.kill(self.server.pid if server else process.pid, signal.SIGKILL)
        if server:
            while self.server.is_alive:  # a process takes a moment to die, and until then needs no reviving
                assert time.monotonic() < until, "the server does not die"
                time.sleep(0.01)
            self.server.revive()
        process.communicate(timeout=300)

    def backups(self):
        return self.database.reclean_backups.count_documents({})

    def picture(self):
        """Everything but when it was written; who printed the same is settled by the next crawl."""
        left_out = {"updated_at", "duplicates", "pending"}
        return {
            name: {
                d["_id"]: {k: v for k, v in d.items() if k not in left_out}
                for d in self.database[name].find()
            }
            for name in COLLECTIONS
        }

    def roll_back_all(self):
        for run in sorted(self.database.reclean_backups.distinct("run"), reverse=True):
            self.run("reclean", "--rollback", run)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    made = House(tmp_path_factory.mktemp("reclean"))
    made.run("crawl", "archive", "-a", f"path={made.archive}", "-s", "SPAM_CUT_THRESHOLD=1")
    made.database.articles.update_many({}, {"$set": {"title.hant": ""}})  # there was no conversion then
    yield made
    made.client.close()
    made.server.stop()


def test_killed_and_run_again_by_newer_rules_it_leaves_what_an_undisturbed_run_does(house):
    before = house.picture()
    assert len(before["articles"]) == PAGES
    house.run(*house.reclean())
    undisturbed = house.picture()
    assert house.backups() == PAGES
    assert len(undisturbed["spam_spans"]) > PAGES / 2
    house.roll_back_all()
    assert house.picture() == before

    house.strike(house.reclean(*OLDER_RULES))
    assert 0 < house.backups() < PAGES
    assert house.picture() != undisturbed
    house.strike(house.reclean(), server=True)
    house.run(*house.reclean())
    assert house.picture() == undisturbed

    *later, _ = sorted(house.database.reclean_backups.distinct("run"), reverse=True)
    assert later
    house.strike(("reclean", "--rollback", later[0]), server=True)
    house.roll_back_all()
    assert house.picture() == before
    assert house.backups() == 0


def test_a_killed_run_leaves_no_process_behind(house):
    process = house.begin(*house.reclean("--dry-run"))
    until = time.monotonic() + 120
    while not (workers := children(process.pid)):
        assert process.poll() is None
        assert time.monotonic() < until, "no worker was begun"
        time.sleep(0.05)
    time.sleep(1)
    process.kill()
    process.communicate(timeout=60)
    while any(is_process(pid, born) for pid, born in workers.items()):
        assert time.monotonic() < until, "a worker outlives the command"
        time.sleep(0.1)


def children(parent):
    """Return pid → start time of a process's children that do its work."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            is_worker = b"spawn_main" in (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(fields[1]) == parent and is_worker:
            found[int(folder.name)] = fields[19]
    return found
