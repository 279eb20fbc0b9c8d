"""``scrapy database``: keep the embedded MongoDB running and say how to reach it."""

from __future__ import annotations

import signal
import sys
import threading

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand
from crawler.exit_codes import FAILED


class Command(ProjectCommand):
    """The embedded server stops with its last user; this command is a user that stays."""

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Start the embedded MongoDB, print its address, run until stopped"

    def do(self, args: list[str], opts: object) -> None:  # noqa: ARG002  (Scrapy's signature)
        """Print the address (with the password: it is for the person at this terminal) and wait."""
        from crawler.store import embedded

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if args:
            raise UsageError(f"{args[0]}: wanted nothing more")
        if self.settings["MONGODB_URI"]:
            print("MONGODB_URI is set: that is the database, nothing to start", file=sys.stderr)
            self.exitcode = FAILED
            return
        stopped = threading.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stopped.set())
        with embedded.start(self.settings["DATA_DIR"]) as server:
            print(
                f"{server.uri}\ndatabase: {self.settings['MONGODB_DATABASE']}    Ctrl-C stops it", flush=True
            )
            while not stopped.wait(1.0) and server.is_alive:
                pass
