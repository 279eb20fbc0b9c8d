import asyncio
import os
import signal

import pytest

from crawler.store import embedded
from crawler.store.articles import incoming
from crawler.store.spool import waiting
from crawler.store.writer import StorageFailedError

AWAY = "mongodb://127.0.0.1:9/?directConnection=true"


def spool(writer, articles):
    async def go():
        async with writer(AWAY, patience=0.4, connectTimeoutMS=200) as w:
            return await asyncio.gather(*[w.save(incoming(a)) for a in articles])

    return asyncio.run(go())


def replay(writer):
    async def go():
        async with writer() as w:
            return await w.replay()

    return asyncio.run(go())


def test_articles_wait_on_disk_while_mongodb_is_away_and_are_stored_later(
    writer, database, make_article, tmp_path
):
    articles = [make_article(f"a{n}", spam="加微信") for n in range(150)]
    assert spool(writer, articles) == ["spooled"] * 150
    assert replay(writer) == 150
    assert database.articles.count_documents({}) == database.spam_spans.count_documents({}) == 150
    assert list((tmp_path / "spool").iterdir()) == []
    stored = database.articles.find_one({"_id": "a3"})
    assert stored["fetched_at"] == articles[3].fetched_at


def test_a_replay_of_what_is_stored_already_changes_nothing(writer, store, database, make_article):
    spool(writer, [make_article()])
    store(make_article())
    before = list(database.articles.find())
    assert replay(writer) == 1
    assert list(database.articles.find()) == before


@pytest.mark.parametrize("torn", [1, 9, 200])
def test_a_spool_file_torn_by_a_kill_gives_everything_that_was_acknowledged(
    writer, make_article, tmp_path, torn
):
    spool(writer, [make_article(f"a{n}") for n in range(3)])
    (file,) = (tmp_path / "spool").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[:-torn])
    (found,) = waiting(tmp_path)
    assert [new.id for new in found] == ["a0", "a1"]
    found.release()


def test_garbage_in_a_spool_file_is_not_taken_for_articles(tmp_path):
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "1-1-x.spool").write_bytes(os.urandom(4000))
    (found,) = waiting(tmp_path)
    assert list(found) == []
    found.release()


def test_an_article_that_can_be_kept_nowhere_says_so(writer, make_article, tmp_path):
    (tmp_path / "spool").write_text("not a folder")
    with pytest.raises(StorageFailedError, match="not stored"):
        spool(writer, [make_article()])


def test_the_embedded_server_killed_under_a_crawl_is_started_again(
    writer, make_article, tmp_path, database_name
):
    async def go(server):
        async with writer(server.uri, patience=30) as w:
            w.connection.server = server
            await w.save(incoming(make_article("before")))
            os.kill(server.pid, signal.SIGKILL)
            kinds = await asyncio.gather(*[w.save(incoming(make_article(f"a{n}"))) for n in range(30)])
            ids = {d["_id"] async for d in w.connection.database.articles.find({}, {"_id": 1})}
            return set(kinds), ids, w.counted["server_restarts"]

    with embedded.start(tmp_path / "data") as server:
        kinds, ids, restarts = asyncio.run(go(server))
    assert kinds == {"new"}
    assert ids == {"before"} | {f"a{n}" for n in range(30)}
    assert restarts == 1
