"""Which sites are chosen, what is printed, and with which exit code it ends.  Crawls: tests/end_to_end."""

from pathlib import Path

import pytest
from pymongo import MongoClient
from scrapy import Spider
from scrapy.exceptions import UsageError

from crawler.commands.crawlall import Outcome, chosen, complete, last_words, line, summary, verdict


def spider(name, folder, region, family):
    return type(
        name,
        (Spider,),
        {"name": name, "region": region, "family": family, "__module__": f"spiders.{folder}.{name}"},
    )


SPIDERS = [
    spider("b_paper", "cn_sd", "CN-SD", "founder_classic"),
    spider("a_portal", "cn_sd", "CN-SD", "portal"),
    spider("c_paper", "cn_sc", "CN-SC", "founder_classic"),
    spider("d_portal", "hk", "HK", "portal"),
    spider("sample_x", "sample", "CN-SD", "portal"),
    spider("archive", "archive", "", "archive"),
]


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, ["a_portal", "b_paper", "c_paper", "d_portal"]),
        ({"region": "CN"}, ["a_portal", "b_paper", "c_paper"]),
        ({"region": "CN-SD"}, ["a_portal", "b_paper"]),
        ({"region": "cn_sc"}, ["c_paper"]),
        ({"region": "HK"}, ["d_portal"]),
        ({"region": "sample"}, ["sample_x"]),
        ({"family": "founder_classic"}, ["b_paper", "c_paper"]),
        ({"region": "CN-SD", "family": "portal"}, ["a_portal"]),
        ({"sites": "d_portal, sample_x"}, ["d_portal", "sample_x"]),
        ({"sites": "d_portal,a_portal", "region": "HK"}, ["d_portal"]),
    ],
)
def test_sites_are_those_that_fit_every_option(options, expected):
    assert chosen(SPIDERS, **options) == expected


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sites": "a_portal,nobody"}, "nobody"),
        ({"region": "TW"}, "--region TW: no site has it; CN, CN-SC, CN-SD, HK, "),
        ({"region": "C"}, "--region C: no site has it"),
        ({"family": "portals"}, "--family portals: no site has it; archive, founder_classic, portal"),
        ({"family": "portal", "region": "CN-SC"}, "no site fits"),
    ],
)
def test_asking_for_no_site_is_an_error(options, message):
    with pytest.raises(UsageError, match=message):
        chosen(SPIDERS, **options)


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
    again = outcome("a", 0)
    again.stats["incremental/known_skipped"] = 7
    assert "0 set aside, 7 known and not due" in line(again)


def test_summary_adds_up_and_names_failures_and_what_was_not_begun():
    text = summary([outcome("a", 0, new=2, edited=1), outcome("b", 7, new=3)], ["a", "b", "c"])
    assert "2 of 3 sites crawled, 1 failed: 5 new, 1 edited, 0 unchanged, 0 set aside" in text
    assert "b: exit 7, log b.log" in text
    assert "not crawled: c" in text
    assert "a: exit" not in text


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
