"""Whether a crawl that never said its end still goes on."""

import asyncio
import os
import platform
from datetime import UTC, datetime, timedelta

import pytest
from pymongo import AsyncMongoClient

from crawler.store.alive import is_alive, keep_alive, signs_of_life, state_of
from crawler.store.connection import OPTIONS

MINUTE = timedelta(minutes=1)


def running(**differs):
    began = datetime.now(UTC) - 20 * 60 * MINUTE
    return {"state": "running", "started_at": began, **signs_of_life(), **differs}


@pytest.mark.parametrize(
    ("differs", "alive"),
    [
        ({}, True),
        ({"state": "finished"}, False),
        ({"pid": 2**22 + 1}, False),
        ({"born": "of the boot before"}, False),  # another process has its pid
        (
            {"alive_at": datetime.now(UTC) - 60 * MINUTE},
            True,
        ),  # its database was away: here the process tells
    ],
)
def test_on_its_own_machine_its_process_tells(differs, alive):
    assert is_alive(running(**differs)) is alive


@pytest.mark.parametrize(("minutes", "alive"), [(0, True), (20, True), (40, False)])
def test_on_another_machine_its_latest_sign_of_life_tells(minutes, alive):
    seen = datetime.now(UTC) - minutes * MINUTE
    assert is_alive(running(host="another machine", alive_at=seen)) is alive


def test_a_run_without_signs_of_life_is_judged_by_its_begin():
    run = {"state": "running", "host": "another machine", "pid": os.getpid()}
    assert is_alive({**run, "started_at": datetime.now(UTC) - MINUTE})
    assert not is_alive({**run, "started_at": datetime.now(UTC) - 60 * MINUTE})


@pytest.mark.parametrize(
    ("differs", "state"),
    [
        ({}, "running"),
        ({"pid": 2**22 + 1}, "killed"),
        ({"state": "killed"}, "killed"),
        ({"state": "finished"}, "finished"),
    ],
)
def test_a_crawl_that_nobody_has_noted_as_killed_is_known_to_be(differs, state):
    assert state_of(running(**differs)) == state


def test_signs_of_life_are_written_until_the_crawl_ends(mongodb_uri, database_name, database):
    began = datetime.now(UTC) - MINUTE
    database.runs.insert_one({"_id": 1, "state": "running", "host": platform.node(), "alive_at": began})

    async def crawl():
        async with AsyncMongoClient(mongodb_uri, **OPTIONS) as client:
            signs = asyncio.create_task(keep_alive(client[database_name].runs, 1, seconds=0.02))
            for _ in range(500):
                await asyncio.sleep(0.02)
                if database.runs.find_one()["alive_at"] > began:
                    break
            signs.cancel()

    asyncio.run(crawl())
    assert database.runs.find_one()["alive_at"] > began + MINUTE / 2


def test_a_database_that_is_away_does_not_end_them():
    async def crawl():
        nobody = "mongodb://127.0.0.1:9/?directConnection=true"
        async with AsyncMongoClient(nobody, **(OPTIONS | {"serverSelectionTimeoutMS": 50})) as client:
            signs = asyncio.create_task(keep_alive(client.test.runs, 1, seconds=0.01))
            await asyncio.sleep(0.3)
            assert not signs.done()
            signs.cancel()

    asyncio.run(crawl())
