import pytest

from crawler.store.runs import is_complete, judge

GOOD = {"list/links": 30, "list/pages": 2, "store/new": 25, "store/rejected": 5}


@pytest.mark.parametrize(
    ("stats", "reason", "before", "codes"),
    [
        (GOOD, "finished", None, []),
        (GOOD, "finished", GOOD, []),
        ({"list/links": 30, "list/pages": 1}, "finished", GOOD, []),  # nothing new is no fault
        ({}, "finished", GOOD, [3]),
        ({"list/failed": 2}, "finished", None, [3]),
        (GOOD | {"dropped/empty_list": 1}, "finished", GOOD, [3]),
        (GOOD | {"dropped/empty_list": 1}, "finished", GOOD | {"dropped/empty_list": 1}, []),
        (GOOD | {"store/spooled": 4, "store/waiting": 4}, "finished", None, [4]),
        (GOOD | {"store/spooled": 4, "store/replayed": 9}, "finished", None, []),
        # What an earlier crawl had left was stored, what this one left was not.
        (GOOD | {"store/spooled": 4, "store/replayed": 9, "store/waiting": 4}, "finished", None, [4]),
        (GOOD | {"store/unreadable": 1}, "finished", None, [6]),
        (GOOD | {"store/rejected": 26}, "finished", None, [5]),
        ({"store/rejected": 5, "store/rejected_again": 2}, "finished", None, [5]),  # nothing else at all
        ({"store/rejected": 5, "store/unchanged": 1}, "finished", None, []),
        ({"store/rejected_again": 9}, "finished", None, []),  # known to give nothing, tried again
        ({"store/rejected": 3}, "finished", None, []),  # too few to judge
        ({"store/withdrawn": 5, "store/rejected_again": 1}, "finished", None, [5]),  # all that was known
        ({"store/withdrawn": 5, "incremental/not_modified": 1}, "finished", None, []),
        (GOOD | {"store/rejected": 0, "store/withdrawn": 26}, "finished", None, [5]),
        (GOOD | {"store/poisoned": 1}, "finished", None, [5]),
        (GOOD | {"item_error_count": 1, "store/waiting": 1}, "storage_failed", None, [6, 4, 1]),
        (GOOD, "shutdown", None, [1]),
        (GOOD, "closespider_itemcount", None, []),
        (GOOD | {"spider_exceptions/count": 2}, "finished", None, [1]),
        (GOOD, "blocked", None, [7]),
    ],
)
def test_the_verdict_names_what_went_wrong_worst_first(stats, reason, before, codes):
    problems = judge(stats, reason, before)
    assert [p.code for p in problems] == codes
    assert all(p.line and "\n" not in p.line for p in problems)


def test_lists_that_were_refused_are_told_from_lists_without_articles():
    assert judge({"list/failed": 2}, "finished", GOOD)[0].line.startswith("none of 2 lists could be read")
    empty = {"list/failed": 1, "list/pages": 1}  # it came, and named nothing
    assert judge(empty, "finished", GOOD)[0].line == "no list gave an article; the last good run saw 30 links"


def test_only_a_crawl_that_walked_everything_is_complete():
    assert is_complete(GOOD, "finished")
    assert not is_complete(GOOD, "shutdown")
    assert not is_complete(GOOD | {"list/failed": 1}, "finished")
    assert not is_complete(GOOD | {"item_error_count": 1}, "finished")
