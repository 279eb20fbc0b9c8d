"""A replica set of one: the embedded server made a primary with our user, and how it is reached."""

from __future__ import annotations

import contextlib
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

if TYPE_CHECKING:
    import subprocess

USER = "crawler"
REPLICA_SET = "regional_news"
START_SECONDS = 60.0
_PAUSE = 0.03
_STALE_CONFIG_SECONDS = 1.0


def uri_of(port: int, password: str) -> str:
    """Return the connection string, password included: never to be logged."""
    user = f"{USER}:{quote(password, safe='')}"
    return f"mongodb://{user}@127.0.0.1:{port}/?authSource=admin&directConnection=true"


def client_of(uri: str, timeout_ms: int = 1000) -> MongoClient[dict[str, Any]]:
    """Return a client that gives up soon."""
    return MongoClient(
        uri, serverSelectionTimeoutMS=timeout_ms, connectTimeoutMS=timeout_ms, socketTimeoutMS=10_000
    )


def make_primary(process: subprocess.Popen[bytes], port: int, password: str) -> bool:
    """Wait until the server answers as primary to our user, doing on the way whatever is not done yet.

    False: it ended, or did not come to that within ``START_SECONDS``.

    A first start needs the replica set and the user made (MongoDB lets a client on the same host do both
    while there is no user); a start after a kill between these steps needs the rest of them; a start on
    another port needs the set's only member renamed, which only a forced reconfiguration can.
    """
    until = time.monotonic() + START_SECONDS
    answered = 0.0
    with (
        client_of(f"mongodb://127.0.0.1:{port}/?directConnection=true") as bare,
        client_of(uri_of(port, password)) as client,
    ):
        while process.poll() is None and time.monotonic() < until:
            try:
                hello = bare.admin.command("hello")
                answered = answered or time.monotonic()
                if hello.get("isWritablePrimary"):
                    if _logs_in(client) or _create_user(bare, password):
                        return True
                elif "setName" not in hello:
                    stale = time.monotonic() - answered > _STALE_CONFIG_SECONDS
                    _initiate(bare, client, port, force=stale)
            except PyMongoError:
                pass
            time.sleep(_PAUSE)
    return False


def _logs_in(client: MongoClient[dict[str, Any]]) -> bool:
    try:
        client.admin.command("usersInfo", USER)
    except OperationFailure:
        return False
    return True


def _create_user(bare: MongoClient[dict[str, Any]], password: str) -> bool:
    try:
        bare.admin.command("createUser", USER, pwd=password, roles=["root"])
    except OperationFailure:
        return False
    return True


def _initiate(
    bare: MongoClient[dict[str, Any]], client: MongoClient[dict[str, Any]], port: int, *, force: bool
) -> None:
    """Make the replica set, or rename its only member when the port has changed (``force``)."""
    host = f"127.0.0.1:{port}"
    with contextlib.suppress(OperationFailure):  # it exists already, or is just loading
        bare.admin.command(
            "replSetInitiate",
            {
                "_id": REPLICA_SET,
                "members": [{"_id": 0, "host": host}],
                "settings": {"electionTimeoutMillis": 1000},
            },
        )
    if force:
        with contextlib.suppress(OperationFailure):
            config = client.admin.command("replSetGetConfig")["config"]
            config["members"][0]["host"] = host
            config["version"] += 1
            client.admin.command("replSetReconfig", config, force=True)
