"""A database that an older program made goes on under a newer one."""

import asyncio
import logging

import pytest
from pymongo import TEXT, AsyncMongoClient, MongoClient
from pymongo.monitoring import CommandListener

from crawler.store.incoming import incoming
from crawler.store.schema import ensure_schema, ensure_schema_blocking


def test_an_article_stored_before_a_field_came_can_still_be_changed(database, make_article):
    ensure_schema_blocking(database)
    old = incoming(make_article()).document
    del old["byline"]["reviewers"], old["source"]["outlet"]
    stored = old | {"first_seen_at": old["fetched_at"], "updated_at": old["fetched_at"], "revision": 0}
    database.articles.insert_one(stored)
    database.articles.update_one({"_id": old["_id"]}, {"$set": {"duplicates": {"cluster": "c"}}})
    assert database.articles.find_one()["duplicates"] == {"cluster": "c"}


def test_spans_stored_before_they_had_a_site_get_that_of_their_article(database, store, make_article):
    store(make_article("a1", spam="广告位招租"), make_article("a2", spam="广告位招租", site="other"))
    with_site = list(database.spam_spans.find().sort("_id", 1))
    assert [span["site"] for span in with_site] == ["sample", "other"]
    lost = {**with_site[0], "_id": "a0:body:0-5", "article": "a0"}  # its article is not stored
    database.spam_spans.insert_one(lost)
    database.spam_spans.update_many({}, {"$unset": {"site": ""}})
    for _ in range(2):
        ensure_schema_blocking(database)
        assert list(database.spam_spans.find().sort("_id", 1)) == [{**lost, "site": ""}, *with_site]


def test_an_index_of_another_definition_is_made_again_and_that_is_said(database, caplog):
    database.articles.create_index([("search_title", TEXT)], name="search")
    with caplog.at_level(logging.WARNING):
        ensure_schema_blocking(database)
    assert "articles.search" in caplog.text
    assert set(database.articles.index_information()["search"]["weights"]) == {"search_title", "search_terms"}
    caplog.clear()
    ensure_schema_blocking(database)
    assert not caplog.text


class Quicker(CommandListener):
    """Another crawl, which drops an index just before this one does."""

    def __init__(self, database):
        self.database = database
        self.dropped = []

    def started(self, event):
        if event.command_name == "dropIndexes":
            self.dropped.append(event.command["index"])
            self.database[event.command["dropIndexes"]].drop_index(event.command["index"])

    def succeeded(self, event):
        pass

    failed = succeeded


@pytest.mark.parametrize("is_blocking", [True, False])
def test_an_index_that_another_crawl_makes_again_at_the_same_time_is_no_error(
    mongodb_uri, database_name, database, is_blocking
):
    database.articles.create_index([("search_title", TEXT)], name="search")
    quicker = Quicker(database)

    async def go():
        async with AsyncMongoClient(mongodb_uri, event_listeners=[quicker]) as client:
            await ensure_schema(client[database_name])

    if is_blocking:
        with MongoClient(mongodb_uri, event_listeners=[quicker]) as client:
            ensure_schema_blocking(client[database_name])
    else:
        asyncio.run(go())
    assert quicker.dropped == ["search"]
    assert set(database.articles.index_information()["search"]["weights"]) == {"search_title", "search_terms"}
