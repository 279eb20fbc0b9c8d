"""A server that answers with errors for a while: what it refuses is tried again, and stored once."""

import asyncio
import os
from collections import Counter
from itertools import cycle

import pytest
from pymongo import MongoClient
from pymongo.errors import AutoReconnect, PyMongoError

from crawler.store import embedded
from crawler.store.connection import read_command
from crawler.store.incoming import incoming
from crawler.store.spool import Spool

TRANSIENT = {
    "NetworkTimeout": 89,
    "ShutdownInProgress": 91,
    "WriteConflict": 112,
    "NoSuchTransaction": 251,
    "ExceededTimeLimit": 262,
    "NotWritablePrimary": 10107,
    "InterruptedDueToReplStateChange": 11602,
    "OutOfDiskSpace": 14031,
}

COMMANDS = ("find", "insert", "commitTransaction", "insert")
"""Steps of a transaction; each error meets one."""


@pytest.fixture(scope="module")
def failing(tmp_path_factory):
    """Address of a server of this module's own, and a function that lets its next commands fail."""
    folder = tmp_path_factory.mktemp("failing")
    obeying = folder / "mongod"  # the first on PATH is taken; this one takes orders to fail
    obeying.write_text(f'#!/bin/sh\nexec {embedded.find_mongod()} --setParameter enableTestCommands=1 "$@"\n')
    obeying.chmod(0o755)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", str(folder), prepend=os.pathsep)
        server = embedded.start(folder)
    with server, MongoClient(server.uri) as client:

        def fail(times, *commands, **how):
            order = {"mode": {"times": times}, "data": {"failCommands": commands, **how}}
            client.admin.command("configureFailPoint", "failCommand", **order)

        yield server.uri, fail


@pytest.mark.parametrize(
    ("code", "command"),
    list(zip(TRANSIENT.values(), cycle(COMMANDS), strict=False)),
    ids=TRANSIENT,
)
def test_what_a_server_refuses_for_a_while_is_stored_once(failing, writer, make_article, code, command):
    uri, fail = failing
    names = [f"{command}{code}-{n}" for n in range(3)]

    async def go():
        async with writer(uri, patience=20) as w:
            fail(2, command, errorCode=code)
            kinds = await asyncio.gather(*[w.save(incoming(make_article(name))) for name in names])
            stored = w.connection.database.articles.find({"_id": {"$in": names}}, {"_id": 1})
            return set(kinds), Counter([d["_id"] async for d in stored]), w.counted

    kinds, stored, counted = asyncio.run(go())
    assert kinds <= {"new", "unchanged"}  # unchanged: the server had stored it and said it had not
    assert stored == dict.fromkeys(names, 1)
    assert (counted["spooled"], counted["poisoned"]) == (0, 0)


def test_a_line_that_breaks_in_the_middle_of_a_commit_doubles_nothing(failing, writer, make_article):
    uri, fail = failing

    async def go():
        async with writer(uri, patience=20) as w:
            fail(2, "commitTransaction", closeConnection=True)
            kind = await w.save(incoming(make_article("broken")))
            return kind, await w.connection.database.articles.count_documents({"_id": "broken"})

    assert asyncio.run(go()) in {("new", 1), ("unchanged", 1)}


def test_what_waits_in_the_spool_is_stored_though_the_server_refuses_it_for_a_while(
    failing, writer, make_article, tmp_path
):
    uri, fail = failing
    spooled = Spool(tmp_path, "x")
    spooled.append([incoming(make_article(f"waiting{n}")) for n in range(3)])
    spooled.close()

    async def go():
        async with writer(uri) as w:
            fail(3, "insert", errorCode=TRANSIENT["ShutdownInProgress"])
            with pytest.raises(PyMongoError):
                await w.replay()
            return await w.replay(patience=20), w.counted["retries"] > 0

    assert asyncio.run(go()) == (3, True)


def test_a_command_that_reads_is_asked_once_more_where_the_line_broke(failing):
    uri, fail = failing
    with MongoClient(uri) as client:
        fail(1, "buildInfo", closeConnection=True)
        assert read_command(client.admin, {"buildInfo": 1})["version"]
        fail(2, "buildInfo", closeConnection=True)
        with pytest.raises(AutoReconnect):
            read_command(client.admin, {"buildInfo": 1})
