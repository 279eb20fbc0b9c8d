"""``scrapyd-deploy`` from a clean clone onto a real scrapyd; a scheduled job runs to its end."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SCRAPYD = BIN / "scrapyd"

pytestmark = [
    pytest.mark.skipif(not SCRAPYD.exists(), reason="scrapyd is not installed: pip install -e '.[deploy]'"),
    pytest.mark.skipif(not (ROOT / ".git").exists(), reason="not a git work tree: there is nothing to clone"),
]


@pytest.fixture
def scrapyd(tmp_path):
    """Address of a scrapyd of its own, with nothing deployed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    home = tmp_path / "scrapyd"
    home.mkdir()
    (home / "scrapyd.conf").write_text(
        f"[scrapyd]\nbind_address = 127.0.0.1\nhttp_port = {port}\npoll_interval = 0.2\nmax_proc = 1\n"
    )
    environ = {**os.environ, "PYTHONPATH": ""}  # the server must not find the project except in the egg
    with (home / "server.log").open("wb") as log:
        server = subprocess.Popen([SCRAPYD], cwd=home, env=environ, stdout=log, stderr=log)
    try:
        wait_for(lambda: call(f"http://127.0.0.1:{port}", "daemonstatus.json")["status"] == "ok", 120)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(60)


def call(address, action, **values):
    """Ask scrapyd: GET without values, POST with them."""
    data = urlencode(values, doseq=True).encode() if values else None
    with urlopen(f"{address}/{action}", data, timeout=300) as answer:
        return json.load(answer)


def wait_for(true, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if true():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s")


def test_a_clean_clone_deploys_and_a_scheduled_job_stores_its_articles(scrapyd, start, tmp_path):
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    config = (clone / "scrapy.cfg").read_text()
    (clone / "scrapy.cfg").write_text(config.replace("http://127.0.0.1:6800/", f"{scrapyd}/"))
    deployed = subprocess.run(
        [BIN / "scrapyd-deploy", "--version", "1"], cwd=clone, capture_output=True, text=True, check=False
    )
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert json.loads(deployed.stdout)["status"] == "ok"
    shutil.rmtree(clone)  # from here on there is only the egg

    spiders = call(scrapyd, "listspiders.json?project=regional_news")
    assert {"qdcaijing_epaper", "sample_linlan", "archive"} <= set(spiders.get("spiders", ())), spiders

    crawl = start()
    settings = crawl.press.arguments[1::2] + [f"{name}={value}" for name, value in crawl.environ.items()]
    job = call(scrapyd, "schedule.json", project="regional_news", spider="sample_linlan", setting=settings)[
        "jobid"
    ]
    wait_for(
        lambda: any(j["id"] == job for j in call(scrapyd, "listjobs.json?project=regional_news")["finished"]),
        300,
    )

    log = Path(tmp_path, "scrapyd", "logs", "regional_news", "sample_linlan", f"{job}.log").read_text()
    assert crawl.database.articles.count_documents({}) == 7, log
    run = crawl.database.runs.find_one()
    assert (run["state"], run["exit_code"]) == ("finished", 0), log
    assert crawl.article("content_10024")["script"]["converter"]["library"] == "OpenCC"
