from datetime import UTC, datetime, timedelta

from crawler.store.schema import ensure_schema_blocking
from crawler.store.summary import progress, summarise

BEGAN = datetime(2026, 11, 22, 1, tzinfo=UTC)
BEFORE, AFTER = BEGAN - timedelta(days=1), BEGAN + timedelta(minutes=1)


def article(key, site, first_seen_at, detected="hans", *, hacked=False):
    return {
        "_id": key,
        "site": site,
        "outlet": {"haiyu": "海榆财经网", "gangwan": "港灣財經"}[site],
        "first_seen_at": first_seen_at,
        "fetched_at": AFTER,
        "script": {"detected": detected, "machine_converted": detected == "hant" and hacked},
        "spam": {"spans": 1, "hacked": hacked},
    }


def fill(database):
    database.articles.insert_many(
        [
            article("1", "haiyu", BEFORE),
            article("2", "haiyu", AFTER, "hant", hacked=True),
            article("3", "gangwan", AFTER, "hant"),
        ]
    )
    database.spam_spans.insert_many(
        [
            {"site": "haiyu", "kind": "link_block", "text": "甲|乙", "state": "cut"},
            {"site": "haiyu", "kind": "link_block", "text": "丙", "state": "restored"},
            {"site": "gangwan", "kind": "inline_clause", "text": "丁", "state": "cut"},
        ]
    )
    database.rejected_items.insert_one({"site": "haiyu", "reason": "challenge"})
    database.visits.insert_many([{"checked_at": AFTER}, {"checked_at": BEFORE}, {"checked_at": AFTER}])


def test_what_the_crawled_sites_hold_is_counted_and_nothing_else(database):
    fill(database)
    rows = [line.split() for line in summarise(database, ["haiyu"], BEGAN).splitlines()]
    assert rows[0][:3] == ["outlet", "articles", "new"]
    assert rows[1] == ["海榆财经网", "2", "1", "1", "1", "·", "·", "1", "1"]
    assert rows[3:5] == [["cut", "spans", "characters"], ["link_block", "1", "3"]]
    assert rows[6:] == [["set", "aside", "pages"], ["challenge", "1"]]


def test_columns_stand_under_each_other_with_wide_characters(database):
    fill(database)
    table = summarise(database, ["haiyu", "gangwan"], BEGAN).split("\n\n")[0].splitlines()
    cells = [sum(2 if char > "\u2e80" else 1 for char in line) for line in table]
    assert len(set(cells)) == 1


def test_an_empty_database_is_said_to_be_empty(database):
    assert summarise(database, ["haiyu"], BEGAN).split("\n\n") == [
        "outlet: nothing",
        "cut: nothing",
        "set aside: nothing",
    ]


def test_progress_counts_since_the_beginning(database):
    fill(database)
    assert progress(database, BEGAN) == "2 pages looked at, 2 new articles stored"


def test_progress_reads_what_is_new_not_all_that_is_stored(database):
    ensure_schema_blocking(database)
    began = datetime.now(UTC)
    database.command("profile", 2)
    progress(database, began)
    database.command("profile", 0)
    plans = {
        entry["planSummary"].partition(" ")[2]
        for entry in database.system.profile.find({"op": "command"})
        if "planSummary" in entry
    }
    assert plans == {"{ checked_at: -1 }", "{ fetched_at: -1 }"}
