"""``scrapy replay``: store the articles that wait on disk since MongoDB was away."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand
from crawler.exit_codes import DATABASE_AWAY, LOST

if TYPE_CHECKING:
    import argparse


class Command(ProjectCommand):
    """Every crawl does this when it begins; the command does it without one."""

    default_settings = {"LOG_LEVEL": "ERROR"}  # noqa: RUF012  (Scrapy's own declaration)

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Store the articles that wait on disk since MongoDB was away"

    def do(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002  (Scrapy's signature)
        """Store them; exit 4 when MongoDB is still away, 6 when some can be stored by no means."""
        from pymongo.errors import PyMongoError  # late: every command's module is imported to list them

        from crawler.store.connection import DatabaseUnavailableError
        from crawler.store.embedded import EmbeddedServerError
        from crawler.store.spool import DAMAGED

        if args:
            raise UsageError(f"{args[0]}: wanted nothing more")
        try:
            stored, unreadable = asyncio.run(self._replay())
        except (DatabaseUnavailableError, EmbeddedServerError, PyMongoError) as error:
            print(f"error: {error}; what waits stays on disk", file=sys.stderr)
            self.exitcode = DATABASE_AWAY
            return
        print(f"{stored} articles stored from the spool" if stored else "the spool is empty")
        if unreadable:
            where = f"{self.settings['DATA_DIR']}/spool/*{DAMAGED}"
            print(f"error: {unreadable} cannot be stored and are kept in {where}", file=sys.stderr)
            self.exitcode = LOST

    async def _replay(self) -> tuple[int, int]:
        from crawler.store.connection import connect
        from crawler.store.writer import UNREADABLE, Writer

        counted: Counter[str] = Counter()
        connection = await connect(self.settings)
        writer = Writer(
            connection, self.settings["DATA_DIR"], "replay", count=lambda what, by: counted.update({what: by})
        )
        try:
            return await writer.replay(), counted[UNREADABLE]
        finally:
            await writer.close()
            await connection.close()
