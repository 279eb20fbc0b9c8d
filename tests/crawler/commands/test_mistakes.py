"""What people mistype: every command names it, tells what to do, and ends with a code that says so."""

import os
import subprocess
import sys

import pytest
from scrapy.settings import Settings

from crawler import settings as ours
from crawler.wrong_settings import wrong_setting

MISTAKES = [
    ("clean --site archive x.html", 2, "--site archive: no site of its own"),
    ("clean --site paper x.html", 2, "--site paper: no site of its own; docs/papers.md lists the papers"),
    ("clean --fetched-at yesterday x.html", 2, "yesterday: not a time with an offset such as 2026-"),
    ("clean --fetched-at 2026-11-22 x.html", 2, "2026-11-22: not a time with an offset such as 2026-"),
    ("record archive", 2, "archive: no site of its own"),
    ("record paper", 2, "paper: no site of its own"),
    ("doctor paper", 2, "paper: no site of its own"),
    ("crawl sample_haiyu -s JOBDIR=/proc/none", 2, "JOBDIR=/proc/none: the folder cannot be made"),
    ("crawl sample_haiyu -s LOG_LEVEL=LOUD", 2, "LOG_LEVEL=LOUD: not one of CRITICAL, "),
    ("crawl sample_haiyu -s HOST_MAP={", 2, "HOST_MAP={: no JSON object"),
    ("crawlall --sites sample_haiyu -s DOWNLOAD_DELEY=5", 2, "DOWNLOAD_DELEY: no such setting; DOWN"),
    ("crawl archive -a path=tests/docs/conftest.py", 2, "path=tests/docs/conftest.py: no page and no WARC"),
    ("genspider cs http://news.example/ --region HK", 2, "cs: spiders/cn_bj/cs.py has this name already"),
    ("genspider new_one http://[", 2, "http://[: no address (Invalid IPv6 URL)"),
    ("genspider new_one http://127.0.0.1:9/", 2, "http://127.0.0.1:9/ could not be read: private_address"),
    ("database now", 2, "now: wanted nothing more"),
    ("replay now", 2, "now: wanted nothing more"),
    ("history", 2, "name one article, by its address or id"),
    ("health --acept", 2, "--acept: no such option"),
    ("spam list --state kept", 2, "argument --state: invalid choice: 'kept'"),
    ("spam list --limit -1", 2, "--limit -1: at least 0"),
    ("spam list --kind none --site nobody", 0, "nothing was cut that fits --kind none --site nobody"),
    ("export out.csv --query {", 2, "--query is no JSON"),
    ('export out.csv --query {"$no":1}', 2, "--query is no filter MongoDB takes: unknown top level operator"),
    ("export out.csv --site nobody", 0, "no article fits"),
    ("crawlall --sites sample_haiyu -s DATA_DIR=/proc/none", 1, "error: /proc/none: No such file"),
    ("crawlall --sites=", 2, "argument --sites/--site: empty; leave it out to mean all"),
    ("crawlall --sites ,", 2, "argument --sites/--site: empty; leave it out to mean all"),
    ("crawlall --site sample_nobody", 2, "--sites sample_nobody: no such spider"),
    ("crawlall --sites sample_haiyu -a ful=1", 2, "sample_haiyu: -a ful=…: no such argument"),
    ("crawlall --sites sample_haiyu -a full", 2, "-a full: wanted NAME=VALUE"),
    ("crawl sample_haiyu -a full=maybe", 2, "-a full=maybe: neither 1 nor 0"),
    ("crawl sample_haiyu -a since=2999-01-01", 2, "-a since=2999-01-01: still to come"),
    ("health --sites sample_nobody", 2, "sample_nobody: not crawled yet, or no such site"),
    ("search \udcd2\udcf8", 2, r"'\udcd2\udcf8': not written in utf-8"),
    ("search x --site \udcd2\udcf8", 2, r"'\udcd2\udcf8': not written in utf-8"),
    ("clean \udcd2.html", 1, "\N{REPLACEMENT CHARACTER}.html: cannot be read: No such file"),
    ("crawlall --sites paper_nobody", 2, "paper_nobody: no such spider"),
    ("reclean --site= --dry-run", 2, "argument --site: empty; leave it out to mean all"),
    ("reclean --rollback=", 2, "argument --rollback: empty; name one"),
    ("reclean --rollback 20261120T000000-ab --dry-run", 2, "--rollback puts back all that a run changed"),
    ("export out.csv --region=", 2, "argument --region: empty"),
    ("search x --place Qingdao", 2, "place Qingdao: not a code such as 37"),
    ("search x --region Shandong", 2, "region Shandong: not a code such as CN-SD"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "code", "said"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_a_mistake_is_named(mongodb_uri, database_name, tmp_path, typed, code, said):
    env = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name, "DATA_DIR": str(tmp_path)}
    words = [str(tmp_path / word) if word == "out.csv" else word for word in typed.split()]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *words],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == code


@pytest.mark.parametrize(
    "typed", ["search 银行 --site nbd", "health", "spam list", "history x", "reclean --dry-run"]
)
def test_a_look_into_a_database_that_is_not_there_makes_none(mongodb_uri, database, tmp_path, typed):
    env = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database.name, "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", *typed.split()],
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == (1 if typed == "history x" else 0), done.stderr
    assert database.name not in database.client.list_database_names()


def test_a_terminal_of_few_characters_and_a_closed_pipe_are_no_error(mongodb_uri, database_name, tmp_path):
    env = {"MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name, "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "scrapy", "search", "银行"]
    told = subprocess.run(
        command, env=os.environ | env | {"PYTHONIOENCODING": "ascii"}, capture_output=True, check=False
    )
    assert (told.returncode, told.stderr) == (0, b"")
    with subprocess.Popen(
        command, env=os.environ | env, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141


@pytest.mark.parametrize(
    ("name", "value", "wrong"),
    [
        ("DOWNLOAD_DELAY", "abc", "DOWNLOAD_DELAY=abc: not a number"),
        ("DOWNLOAD_DELAY", "-1", "DOWNLOAD_DELAY=-1: less than nothing"),
        ("DOWNLOAD_DELAY", "nan", "DOWNLOAD_DELAY=nan: not a number"),
        ("DOWNLOAD_DELAY", "0.5", ""),
        ("REDIRECT_PRIORITY_ADJUST", "-2", ""),
        ("RETRY_PRIORITY_ADJUST", "-2", ""),
        ("REVISITS_A_CRAWL", "1.5", "REVISITS_A_CRAWL=1.5: not a number"),
        ("STORE_PATIENCE", "soon", "STORE_PATIENCE=soon: not a number"),
        ("SPAM_CUT_THRESHOLD", "80", "SPAM_CUT_THRESHOLD=80: not between 0 and 1"),
        ("ROBOTSTXT_OBEY", "maybe", "ROBOTSTXT_OBEY=maybe: neither 1 nor 0"),
        ("ROBOTSTXT_OBEY", "False", ""),
        ("HOST_MAP", '{"*": "127.0.0.1:1"}', ""),
        ("HOST_MAP", "[1]", "HOST_MAP=[1]: no JSON object"),
        ("MONGODB_DATABASE", "", "MONGODB_DATABASE=: not a database's name"),
        ("MONGODB_DATABASE", "a b", "MONGODB_DATABASE=a b: not a database's name"),
        ("LOG_LEVEL", "DEBUG", ""),
        ("JOBDIR", "jobs", ""),
        ("DOWNLOAD_TIMEOUT", "60", ""),
        ("SOME_EXTENSIONS_OWN", "1", ""),
    ],
)
def test_a_setting_that_cannot_be_meant_is_named(name, value, wrong):
    settings = Settings()
    settings.setmodule(ours)
    assert wrong_setting(settings) == ""
    settings.set(name, value, "cmdline")
    assert wrong_setting(settings).startswith(wrong)
    assert bool(wrong_setting(settings)) == bool(wrong)


def test_a_word_for_a_number_in_the_environment_is_named(tmp_path):
    env = os.environ | {"STORE_PATIENCE": "soon", "DATA_DIR": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "health"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "STORE_PATIENCE=soon: not a number" in done.stderr


def test_a_crawl_without_its_database_is_told_under_the_name_that_was_typed(tmp_path):
    env = os.environ | {"MONGODB_URI": "mongodb://127.0.0.1:9/", "DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "scrapy", "crawl", "paper_jinandaily"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 4
    assert "\npaper_jinandaily: MongoDB at mongodb://127.0.0.1:9: it does not answer" in done.stderr
    assert "ERROR: paper_jinandaily: MongoDB at" in done.stderr
