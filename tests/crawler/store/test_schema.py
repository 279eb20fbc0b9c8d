"""A database that an older program made goes on under a newer one."""

import logging

from pymongo import TEXT

from crawler.store.articles import incoming
from crawler.store.schema import ensure_schema_blocking


def test_an_article_stored_before_a_field_came_can_still_be_changed(database, make_article):
    ensure_schema_blocking(database)
    old = incoming(make_article()).document
    del old["byline"]["reviewers"], old["source"]["outlet"]
    stored = old | {"first_seen_at": old["fetched_at"], "updated_at": old["fetched_at"], "revision": 0}
    database.articles.insert_one(stored)
    database.articles.update_one({"_id": old["_id"]}, {"$set": {"duplicates": {"cluster": "c"}}})
    assert database.articles.find_one()["duplicates"] == {"cluster": "c"}


def test_an_index_of_another_definition_is_made_again_and_that_is_said(database, caplog):
    database.articles.create_index([("search_title", TEXT)], name="search")
    with caplog.at_level(logging.WARNING):
        ensure_schema_blocking(database)
    assert "articles.search" in caplog.text
    assert set(database.articles.index_information()["search"]["weights"]) == {"search_title", "search_terms"}
    caplog.clear()
    ensure_schema_blocking(database)
    assert not caplog.text
