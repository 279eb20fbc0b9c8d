"""``scrapy dashboard``: the sites, the articles and every cut in a browser; decisions with a click."""

from __future__ import annotations

import argparse
import contextlib
import errno
import ipaddress
import logging
import sys
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    from collections.abc import Callable

    from twisted.internet.interfaces import IListeningPort

PORT = 8765
_RISK = (
    "there is no password and no encryption: whoever reaches that address reads every article and "
    "decides over cuts in any name"
)


class Command(ProjectCommand):
    """Serve the pages until Ctrl-C, on this machine alone unless told otherwise."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--port N] [--bind ADDRESS --exposed]"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Show sites, articles and cuts in a browser, to review and to put back"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Prints its address; Ctrl-C ends it.  From another machine: ssh -L "
            f"{PORT}:127.0.0.1:{PORT} HOST, then http://localhost:{PORT}/ there."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--port", type=_port, default=PORT, help=f"default {PORT}; 0: any that is free")
        parser.add_argument("--bind", default="127.0.0.1", help="this machine's address to listen on")
        parser.add_argument("--exposed", action="store_true", help=f"let other machines in; {_RISK}")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Serve until stopped; exit 1 when the port is taken, 4 without a database."""
        from crawler.store import embedded
        from crawler.store.connection import connected

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if args:
            raise UsageError(f"{args[0]}: wanted nothing more")
        is_exposed = _is_exposed(opts.bind)
        if is_exposed and not opts.exposed:
            raise UsageError(
                f"--bind {opts.bind}: {_RISK}. With --exposed it is done all the same", print_help=False
            )
        logging.basicConfig(level=logging.WARNING)
        with contextlib.ExitStack() as stack:
            revive: Callable[[], bool] = lambda: False  # noqa: E731
            if not self.settings["MONGODB_URI"]:  # held here, too, so that it can be started again
                revive = stack.enter_context(embedded.start(self.settings["DATA_DIR"])).revive
            database = stack.enter_context(connected(self.settings, writes=False))
            try:
                serving = self._listen(database, revive, opts)
            except _CannotListenError as error:
                print(f"error: {error}", file=sys.stderr)
                self.exitcode = FAILED
                return
            host = f"[{opts.bind}]" if ":" in opts.bind else opts.bind
            port = serving.getHost().port  # type: ignore[misc]
            print(f"http://{host}:{port}/    Ctrl-C stops it", flush=True)
            if is_exposed:
                print(f"warning: {_RISK}", file=sys.stderr)
            from twisted.internet import reactor

            reactor.run()  # type: ignore[attr-defined, misc]

    def _listen(self, database: Any, revive: Callable[[], bool], opts: argparse.Namespace) -> IListeningPort:
        from twisted.internet import reactor
        from twisted.internet.error import CannotListenError
        from twisted.web.server import Site
        from twisted.web.wsgi import WSGIResource

        from crawler.web.app import make_app

        app = make_app(database, self.settings, revive=revive)
        pages = WSGIResource(reactor, reactor.getThreadPool(), app)  # type: ignore[attr-defined]
        try:
            return reactor.listenTCP(opts.port, Site(pages), interface=opts.bind)  # type: ignore[attr-defined]
        except CannotListenError as error:
            reason = error.socketError
            if reason.errno == errno.EADDRINUSE:
                said = f"port {opts.port} is taken; --port N names another, --port 0 takes any that is free"
            else:
                said = f"{opts.bind} port {opts.port}: {reason.strerror or reason}"
            raise _CannotListenError(said) from error


class _CannotListenError(Exception):
    """The address cannot be listened on; the message says which and why."""


def _port(text: str) -> int:
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text}: not a port, 0 to 65535")
    return int(text)


def _is_exposed(address: str) -> bool:
    """Return whether other machines reach ``address``; raises ``UsageError`` for what is none."""
    try:
        return not ipaddress.ip_address(address).is_loopback
    except ValueError:
        raise UsageError(f"--bind {address}: not an address such as 127.0.0.1", print_help=False) from None
