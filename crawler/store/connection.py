"""The way to the database: one client per crawl, shared by every part that reads or writes."""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from pymongo import AsyncMongoClient, MongoClient
from pymongo.errors import (
    AutoReconnect,
    ConfigurationError,
    ConnectionFailure,
    InvalidURI,
    OperationFailure,
    PyMongoError,
)

from crawler.store import embedded
from crawler.store.schema import ensure_schema, ensure_schema_blocking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pymongo.asynchronous.database import AsyncDatabase
    from pymongo.database import Database as BlockingDatabase
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

OPTIONS: dict[str, Any] = {
    "w": "majority",
    "journal": True,
    "wtimeoutMS": 15_000,
    "tz_aware": True,
    "retryWrites": True,
    "retryReads": True,
    "serverSelectionTimeoutMS": 5_000,
    "connectTimeoutMS": 5_000,
    "heartbeatFrequencyMS": 2_000,
    "socketTimeoutMS": 30_000,
    "appname": "regional_news",
}
"""Every write is acknowledged by the majority and journalled: with less, a killed server loses some.  The
driver asks often how the server is: of its usual 10 s, two would use up the default ``STORE_PATIENCE``."""


UNAVAILABLE = "store/unavailable"
"""Stat: why a crawl had no database to begin with."""
NO_DATABASE = "no_database"
"""Reason for which such a crawl is closed."""


_SHORTEST_SECRET = 3
_UNAUTHORIZED = 13


class DatabaseUnavailableError(RuntimeError):
    """MongoDB cannot be reached or used; the message says which (password masked) and why."""


@dataclass(slots=True)
class Connection:
    """An open client, the crawl's database in it, and the embedded server if that is what it is."""

    client: AsyncMongoClient[dict[str, Any]]
    database: AsyncDatabase[dict[str, Any]]
    server: embedded.Server | None = None

    async def close(self) -> None:
        """Close the client and let go of the embedded server (which stops with its last user)."""
        await self.client.close()
        if self.server is not None:
            await asyncio.to_thread(self.server.stop)

    async def revive(self) -> bool:
        """Start the embedded server again if it has died; True when it had to be."""
        return self.server is not None and await asyncio.to_thread(self.server.revive)


def masked(uri: str) -> str:
    """Return a MongoDB URI for messages: scheme and hosts, no user, password or option.

    One that is not written right (an ``@`` or ``/`` in the password) shows too little rather than too much.
    """
    scheme, _, rest = uri.strip().rpartition("://")
    secret, _, hosts = rest.rpartition("@")
    if "?" in secret:  # the "@" may stand in an option or in the password
        hosts = ""
    hosts = re.split(r"[/?]", hosts, maxsplit=1)[0]
    return f"{scheme or '…'}://{'***@' if secret else ''}{hosts or '…'}"


async def connect(settings: BaseSettings) -> Connection:
    """Connect to ``MONGODB_URI``, or to the embedded server of ``DATA_DIR``; make the schema.

    An embedded server that dies meanwhile is started again, for ``STORE_PATIENCE`` seconds.  Raises
    ``DatabaseUnavailableError`` or ``EmbeddedServerError`` when there is no usable database.
    """
    until = time.monotonic() + settings.getfloat("STORE_PATIENCE")
    while True:
        uri, server = settings["MONGODB_URI"], None
        if not uri:
            server = await asyncio.to_thread(embedded.start, settings["DATA_DIR"])
            uri = server.uri
        client: AsyncMongoClient[dict[str, Any]] | None = None
        try:
            client = AsyncMongoClient(uri, **OPTIONS)
            _require_replica_set(await client.admin.command("hello"), uri)
            database = client[settings["MONGODB_DATABASE"]]
            await ensure_schema(database)
        except (PyMongoError, DatabaseUnavailableError, ValueError) as error:
            if client is not None:
                await client.close()
            if server is not None:
                await asyncio.to_thread(server.stop)
            if server is None or not isinstance(error, ConnectionFailure) or time.monotonic() > until:
                raise explained(error, uri) from error
        else:
            return Connection(client, database, server)


@contextlib.contextmanager
def connected(settings: BaseSettings, *, writes: bool) -> Iterator[BlockingDatabase[dict[str, Any]]]:
    """Give commands and scripts the database through a blocking client; errors as ``connect``.

    Who ``writes`` makes the schema first, where that is allowed.  Who only reads takes it as it is: an older
    program would put its own in place of a newer one's, and make the text index again, for a look.  A server
    that goes away while it is used is a ``DatabaseUnavailableError``, too.
    """
    with contextlib.ExitStack() as stack:
        uri = settings["MONGODB_URI"]
        if not uri:
            uri = stack.enter_context(embedded.start(settings["DATA_DIR"])).uri
        try:
            client: MongoClient[dict[str, Any]] = stack.enter_context(MongoClient(uri, **OPTIONS))
            _require_replica_set(read_command(client.admin, {"hello": 1}), uri)
            database = client[settings["MONGODB_DATABASE"]]
            if writes:
                _ensure_schema_where_allowed(database)
        except (PyMongoError, ValueError) as error:
            raise explained(error, uri) from error
        try:
            yield database
        except ConnectionFailure as error:
            raise explained(error, uri) from error


def read_command(database: BlockingDatabase[dict[str, Any]], command: dict[str, Any]) -> dict[str, Any]:
    """Run a command that only reads, once more where the connection broke: so the driver does with queries.

    On a busy machine its own look at the server may come too late; it then drops connections that are well.
    """
    try:
        return database.command(command)
    except AutoReconnect:
        return database.command(command)


def _ensure_schema_where_allowed(database: BlockingDatabase[dict[str, Any]]) -> None:
    try:
        ensure_schema_blocking(database)
    except OperationFailure as error:
        if error.code != _UNAUTHORIZED:
            raise


_connecting: WeakKeyDictionary[Crawler, asyncio.Task[Connection]] = WeakKeyDictionary()


async def shared(crawler: Crawler) -> Connection:
    """Return the crawl's one connection, opened by whoever asks first, closed when the engine stops.

    Without a usable database the stat ``UNAVAILABLE`` says why, and ``CloseSpider`` is raised: from whatever
    opens with the spider it ends the crawl in good order, before anything is fetched.
    """
    from scrapy import signals
    from scrapy.exceptions import CloseSpider

    task = _connecting.get(crawler)
    if task is None:
        task = _connecting[crawler] = asyncio.ensure_future(connect(crawler.settings))

        async def close() -> None:
            _connecting.pop(crawler, None)
            if not task.cancelled() and task.exception() is None:
                await task.result().close()

        crawler.signals.connect(close, signals.engine_stopped, weak=False)
    try:
        return await asyncio.shield(task)
    except (DatabaseUnavailableError, embedded.EmbeddedServerError) as error:
        if crawler.stats is not None:
            crawler.stats.set_value(UNAVAILABLE, str(error))
        raise CloseSpider(NO_DATABASE) from error


def _require_replica_set(hello: dict[str, Any], uri: str) -> None:
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise DatabaseUnavailableError(
            f"{masked(uri)} is a standalone MongoDB; transactions need a replica set: start mongod with "
            "--replSet and run rs.initiate() once (a set of one will do)"
        )


def explained(error: Exception, uri: str) -> Exception:
    """Return what to raise for an error on the way to the database: which one, and why; no secret in it."""
    if isinstance(error, DatabaseUnavailableError):
        return error
    shown = masked(uri)
    # The driver quotes what it cannot read, and asks for the host it takes a piece of a password for.
    if any(secret in str(error) and secret not in shown for secret in _secrets(uri)):
        reason = "MONGODB_URI is not usable (user and password need %-encoding)"
    elif isinstance(error, ConnectionFailure):
        reason = f"it does not answer ({in_brief(error)})"
    elif isinstance(error, InvalidURI | ConfigurationError | ValueError):
        reason = f"MONGODB_URI is not usable ({error})"
    else:
        reason = str(error)[:300]
    return DatabaseUnavailableError(f"MongoDB at {shown}: {reason}")


def in_brief(error: Exception) -> str:
    """Return what the driver says, without its own settings and its view of the whole replica set."""
    return str(error).partition(" (configured timeouts")[0][:200]


def _secrets(uri: str) -> list[str]:
    """Return the pieces of a URI that may be parts of a secret, however it is written."""
    options = re.findall(r"[?&;][^=&;]*(?:password|properties)=([^&;]*)", uri, re.IGNORECASE)
    pieces = re.split(r"[:/@?#,\[\]]", uri.rpartition("@")[0]) + options
    return [piece for piece in pieces if len(piece) >= _SHORTEST_SECRET and not piece.startswith("mongodb")]
