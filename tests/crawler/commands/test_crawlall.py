"""What is printed, and with which exit code it ends.  Crawls: tests/end_to_end."""

from pathlib import Path

import pytest
from pymongo import MongoClient

from crawler.commands.crawlall import Outcome, complete, last_words, line, summary, troubles, verdict


def outcome(site, code, **stats):
    return Outcome(
        site,
        code,
        12.3,
        1,
        Path(f"{site}.log"),
        {f"store/{k}": v for k, v in stats.items()},
        ["why"] * bool(code),
    )


@pytest.mark.parametrize(
    ("codes", "expected"),
    [([], 0), ([0, 0], 0), ([0, 3], 3), ([3, 3], 3), ([3, 7], 1), ([0, -9], 1), ([-9, -9], 1)],
)
def test_exit_code_is_zero_only_when_every_crawl_went_well(codes, expected):
    assert verdict([outcome(str(n), code) for n, code in enumerate(codes)]) == expected


def test_a_line_says_what_was_stored_and_what_went_wrong():
    assert line(outcome("nbd", 0, new=5, rejected=1)).split() == (
        ["ok", "nbd", "5", "new,", "0", "edited,", "0", "unchanged,", "1", "set", "aside", "12", "s"]
    )
    assert line(outcome("nbd", 3)).splitlines()[1].strip() == "why"


def test_articles_that_went_or_came_back_are_told_where_there_are_any():
    assert "0 set aside, 2 withdrawn  12 s" in line(outcome("nbd", 0, withdrawn=2))
    assert "0 set aside, 1 back again" in summary([outcome("a", 0, returned=1)], ["a"])
    ours = line(outcome("nbd", 0, rederived=14, spam_changed=1))
    assert "0 set aside, 14 changed by our rules only, 1 with injected text that came or went  12 s" in ours
    again = outcome("a", 0)
    again.stats["incremental/known_skipped"] = 7
    assert "0 set aside, 7 known and not due" in line(again)


def test_summary_adds_up_and_names_failures_and_what_was_not_begun():
    ended = [outcome("a", 0, new=2, edited=1), outcome("b", 7, new=3)]
    text = summary(ended, ["a", "b", "c"])
    assert "2 of 3 sites crawled, 1 failed: 5 new, 1 edited, 0 unchanged, 0 set aside" in text
    wrong = troubles(ended, ["a", "b", "c"])
    assert wrong.split() == ["b:", "exit", "7,", "log", "b.log", "why", "not", "crawled:", "c"]
    assert troubles([outcome("a", 0)], ["a"]) == ""


def test_a_crawl_whose_database_went_away_names_its_log_instead_of_its_figures():
    ended = Outcome("nbd", 4, 12.3, 1, Path("nbd.log"))
    with MongoClient("mongodb://127.0.0.1:1/", serverSelectionTimeoutMS=50) as client:
        complete(ended, client["nowhere"])
    _, why, away = map(str.strip, line(ended).splitlines())
    assert why == "ended with 4: not a word; see nbd.log"
    assert away.startswith("MongoDB is away (127.0.0.1:1")


@pytest.mark.parametrize(
    ("log", "words"),
    [
        ("2026 INFO: begun\nscrapy: error: nbd: -a since=foo: not a day\n\n", "nbd: -a since=foo: not a day"),
        ("Traceback …\n  File\nMemoryError: no room\n", "MemoryError: no room"),
        ("nbd: 8 wait on disk\nnbd: not in `runs`\n", "8 wait on disk; not in `runs`"),
        ("", "not a word"),
        (None, "not a word"),
    ],
)
def test_a_crawl_that_left_no_run_is_told_by_its_logs_last_words(tmp_path, log, words):
    path = tmp_path / "nbd.log"
    if log is not None:
        path.write_text(log, "utf-8")
    assert last_words(path, "nbd") == words
