import asyncio
import os
import shutil
import signal
import struct
import subprocess
import sys
import zlib

import bson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.store import embedded
from crawler.store.incoming import incoming
from crawler.store.spool import DAMAGED, Spool, waiting
from crawler.store.writer import UNREADABLE, StorageFailedError

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


def test_what_waited_on_disk_and_is_stored_in_the_end_counts_as_what_it_is(writer, make_article, tmp_path):
    spool(writer, [make_article("of an earlier crawl")])

    async def go():
        async with writer(AWAY, patience=0.4, connectTimeoutMS=200) as w, writer() as answering:
            kinds = await asyncio.gather(*[w.save(incoming(make_article(f"a{n}"))) for n in range(3)])
            away, w.connection = w.connection, answering.connection
            await w.close()
            await away.close()
            return set(kinds), w.counted

    kinds, counted = asyncio.run(go())
    assert kinds == {"spooled"}
    assert (counted["new"], counted["replayed"], counted["waiting"]) == (3, 4, 0)


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


def test_zeros_that_a_power_failure_left_are_no_damage(writer, make_article, tmp_path):
    spool(writer, [make_article("a0")])
    (file,) = (tmp_path / "spool").iterdir()
    file.write_bytes(file.read_bytes() + bytes(4096))
    assert replay(writer) == 1
    assert list((tmp_path / "spool").iterdir()) == []


def test_garbage_in_a_spool_file_is_not_taken_for_articles(tmp_path):
    (tmp_path / "spool").mkdir()
    (tmp_path / "spool" / "1-1-x.spool").write_bytes(os.urandom(4000))
    (found,) = waiting(tmp_path)
    assert list(found) == []
    found.release()


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_stretch_of_a_spool_takes_no_other_article_with_it(data, make_article, tmp_path):
    shutil.rmtree(tmp_path / "spool", ignore_errors=True)
    spooled = Spool(tmp_path, "x")
    ends = [0]
    for n in range(5):
        spooled.append([incoming(make_article(f"a{n}", "长" * data.draw(st.integers(0, 40))))])
        ends.append(sum(path.stat().st_size for path in (tmp_path / "spool").iterdir()))
    spooled.close()
    (file,) = (tmp_path / "spool").iterdir()
    whole = file.read_bytes()
    start = data.draw(st.integers(0, len(whole) - 1))
    junk = data.draw(st.binary(min_size=1, max_size=len(whole) - start))
    spoilt = whole[:start] + junk + whole[start + len(junk) :]
    file.write_bytes(spoilt)
    hit = {n for n in range(5) if whole[ends[n] : ends[n + 1]] != spoilt[ends[n] : ends[n + 1]]}
    (found,) = waiting(tmp_path)
    assert [new.id for new in found] == [f"a{n}" for n in range(5) if n not in hit]
    kept = found.done()
    assert hit == {4} or (kept is not None) == bool(hit)  # of a last record nobody knows whether it was whole
    assert kept is None or kept.read_bytes() == spoilt


def test_what_cannot_be_stored_by_any_means_is_kept_aside_and_the_rest_stored(
    writer, database, make_article, tmp_path
):
    spooled = Spool(tmp_path, "x")
    spooled.append([incoming(make_article(f"a{n}")) for n in range(3)])
    nameless = incoming(make_article("x"))
    nameless.document["step"] = "store"  # taken for a dead letter, it can become none
    nameless.document["title"] = 7
    spooled.append([nameless, incoming(make_article("a3"))])
    spooled.close()
    body = bson.encode({"id": "z", "of": "another program"})
    with next(spooled.folder.iterdir()).open("ab") as file:
        file.write(struct.pack("<II", len(body), zlib.crc32(body)) + body)

    async def go():
        async with writer() as w:
            return await w.replay(), w.counted[UNREADABLE]

    assert asyncio.run(go()) == (4, 2)
    assert database.articles.count_documents({}) == 4
    (kept,) = (tmp_path / "spool").iterdir()
    assert kept.suffix == DAMAGED
    assert replay(writer) == 0


def test_a_disk_that_takes_a_part_of_a_batch_has_taken_none_of_it(tmp_path):
    """Where there is room for a part, a write does that and reports no error; so does a file at its limit."""
    code = """
import resource, sys
from datetime import UTC, datetime
from crawler.store.incoming import Incoming
from crawler.store.spool import Spool, waiting

def batch(*names):
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return [Incoming(name, {"_id": name, "text": "x" * 3000}, [], at) for name in names]

spool = Spool(sys.argv[1], "x")
spool.append(batch("a"))
resource.setrlimit(resource.RLIMIT_FSIZE, (8000, resource.RLIM_INFINITY))
try:
    spool.append(batch("b", "c", "d"))
except OSError:
    print("refused")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
spool.append(batch("e"))
spool.close()
(found,) = waiting(sys.argv[1])
print(*[new.id for new in found], found.unreadable)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:2] == ["refused", "a e 0"]


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
