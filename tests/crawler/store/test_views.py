"""Each view answers its question on a handful of articles."""

from datetime import UTC, datetime

import pytest

from crawler.store.schema import ensure_schema_blocking


def article(key, outlet, at, **more):
    text = {"original": f"正文{key}", "hans": f"正文{key}", "hant": f"正文{key}"}
    return {
        "_id": key,
        "url": f"http://news.example.com/{key}",
        "canonical_url": f"http://news.example.com/{key}",
        "site": "sample",
        "outlet": outlet,
        "region": "CN-SD",
        "title": {"original": key, "hans": key, "hant": key},
        "body": text,
        "script": {"detected": "hans", "machine_converted": False},
        "spam": {"spans": 0, "chars": 0, "kinds": [], "hacked": False},
        "published_at": at,
        "published": {"raw": "", "precision": "minute", "timezone": "+08:00", "inferred": []},
        "first_seen_at": at,
        "fetched_at": at,
        "updated_at": at,
        "revision": 0,
        "hashes": {"published": key, "text": key},
        "stocks": [],
        "regions": [],
        "amounts": [],
        "duplicates": {},
        **more,
    }


def at(day, hour):
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.fixture
def filled(database):
    ensure_schema_blocking(database)
    same = {"cluster": "a", "original": "a"}
    moutai = {"code": "600519", "exchange": "SH", "name": "贵州茅台", "span": [0, 4]}
    qingdao = {"code": "370200", "name": "青岛市", "span": [0, 2]}
    unresolved = {"code": "", "name": "鼓楼区", "span": [0, 3]}
    database.articles.insert_many(
        [
            article("a", "甲报", at(1, 1), duplicates=same | {"similarity": 1.0}, stocks=[moutai, moutai]),
            article("b", "乙报", at(1, 5), duplicates=same | {"similarity": 0.9}, stocks=[moutai]),
            # 17:00 UTC on the 1st is 1:00 on the 2nd in Shanghai.
            article("c", "甲报", at(1, 17), regions=[qingdao, unresolved]),
            article("d", "甲报", at(1, 2), withdrawn={"at": at(2, 1)}),
            article("e", "甲报", None, first_seen_at=at(1, 3), fetched_at=at(1, 3), updated_at=at(1, 3)),
        ]
    )
    database.article_revisions.insert_one(
        {
            "_id": "a:1",
            "article": "a",
            "revision": 1,
            "event": "edited",
            "at": at(1, 4),
            "changes": [{"field": "title.original", "kind": "title", "before": "x", "after": "a"}],
        }
    )
    return database


def test_articles_are_counted_by_local_day_and_outlet(filled):
    rows = list(filled.articles_per_day.find({}, {"day": 1, "outlet": 1, "articles": 1, "copies": 1}))
    assert rows == [
        {"day": "2026-11-02", "outlet": "甲报", "articles": 1, "copies": 0},
        {"day": "2026-11-01", "outlet": "乙报", "articles": 1, "copies": 1},
        {"day": "2026-11-01", "outlet": "甲报", "articles": 1, "copies": 0},
    ]


def test_the_first_publisher_of_a_shared_text_is_named_with_its_copies(filled):
    [row] = filled.first_publishers.find({})
    assert (row["outlet"], row["article"], row["outlets"]) == ("甲报", "a", ["乙报", "甲报"])
    assert [c["article"] for c in row["copies"]] == ["b"]


def test_a_text_that_one_outlet_has_at_two_addresses_is_no_reprint(filled):
    same = {"cluster": "f", "original": "f", "similarity": 1.0}
    filled.articles.insert_many(article(key, "甲报", at(3, 1), duplicates=same) for key in ("f", "g"))
    assert [row["cluster"] for row in filled.first_publishers.find({})] == ["a"]


def test_edits_carry_outlet_and_delay(filled):
    [row] = filled.edits.find({"kinds": "title"})
    assert (row["outlet"], row["event"], row["hours_after_publication"]) == ("甲报", "edited", 3)


def test_an_article_counts_once_for_a_stock_it_names_twice(filled):
    [row] = filled.stock_days.find({"code": "600519"})
    assert (row["day"], row["articles"], row["mentions"]) == ("2026-11-01", 2, 3)
    assert sorted(row["outlets"]) == ["乙报", "甲报"]


def test_regions_nobody_could_resolve_are_not_counted(filled):
    assert [r["code"] for r in filled.region_days.find({})] == ["370200"]


def test_making_the_views_again_changes_nothing(filled):
    before = list(filled.articles_per_day.find({}))
    ensure_schema_blocking(filled)
    assert list(filled.articles_per_day.find({})) == before
