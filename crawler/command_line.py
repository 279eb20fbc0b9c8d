"""What our commands have in common: mistakes are named, exit codes mean something, a pipe may close."""

from __future__ import annotations

import argparse
import io
import os
import sys
from typing import TYPE_CHECKING, Any

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.exit_codes import DATABASE_AWAY, FAILED, PIPE_CLOSED, STOPPED
from crawler.text.clock import CHINA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


class SettingsChecked:
    """Mix-in: a setting that cannot be meant is refused before anything starts."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Take the options over; raises ``UsageError`` for a setting that is none."""
        from crawler.wrong_settings import wrong_setting

        super().process_options(args, opts)  # type: ignore[misc]
        if wrong := wrong_setting(self.settings):  # type: ignore[attr-defined]
            raise UsageError(wrong, print_help=False)


class ProjectCommand(SettingsChecked, ScrapyCommand):
    """Base of our commands; each does its work in ``do``.

    Exit status: 0, or what ``do`` sets; 1 for a failure, 2 (Scrapy's) for options that make no sense, 4
    without a database.
    """

    requires_project = True
    requires_crawler_process = False
    done_so_far = ""
    """What somebody who interrupts it needs to know."""
    takes_files = False
    """True where the arguments name files, which may have any name."""
    default_settings = {"LOG_ENABLED": False}  # noqa: RUF012  (Scrapy's own declaration)

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it; say in one line what went wrong with the database."""
        if unknown := next((arg for arg in args if arg.startswith("--")), ""):  # Scrapy hands them on
            raise UsageError(f"{unknown}: no such option; -h shows those there are", print_help=False)
        if unreadable := next(filter(_is_no_text, _texts(() if self.takes_files else args, opts)), ""):
            charset = sys.getfilesystemencoding()
            raise UsageError(f"{unreadable!a}: not written in {charset}, as this terminal says it does")
        if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that knows few characters
            sys.stdout.reconfigure(errors="backslashreplace")
        try:
            self.do(args, opts)
            sys.stdout.flush()
        except BrokenPipeError:  # `… | head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            self.exitcode = PIPE_CLOSED
        except KeyboardInterrupt:
            self.exitcode = STOPPED
            print(f"interrupted; {self.done_so_far}".removesuffix("; "), file=sys.stderr)
        except UsageError:
            raise
        except Exception as error:  # noqa: BLE001  (what is not understood is raised again)
            self.exitcode, line = _understood(error)
            print(f"error: {line}", file=sys.stderr)

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for."""
        raise NotImplementedError


def _texts(args: Sequence[str], opts: argparse.Namespace) -> Iterator[str]:
    """Yield what was typed: arguments and values of options."""
    for value in (*args, *vars(opts).values()):
        yield from (part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str))


def _is_no_text(typed: str) -> bool:
    """Return whether bytes were typed that are no characters here, as from a terminal that speaks GBK."""
    return any("\ud800" <= sign <= "\udfff" for sign in typed)


class Narrowing(argparse.Action):
    """An option that narrows: empty, as an unset variable of a script leaves it, it does not mean all."""

    empty = "empty; leave it out to mean all"

    def __call__(
        self,
        parser: argparse.ArgumentParser,  # noqa: ARG002
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,  # noqa: ARG002
    ) -> None:
        """Take the value over; raise ``ArgumentError`` for an empty one, or commas that part nothing."""
        if not values.strip(" ,"):
            raise argparse.ArgumentError(self, self.empty)
        setattr(namespace, self.dest, values)


class Naming(Narrowing):
    """An option that names one thing: left out, the command does something else altogether."""

    empty = "empty; name one"


def names_in(listed: str) -> list[str]:
    """Return the names that commas part, each once, in their order."""
    return list(dict.fromkeys(name.strip() for name in listed.split(",") if name.strip()))


def add_sites(parser: argparse.ArgumentParser, meaning: str) -> None:
    """Declare the option that names sites: the same one, in both spellings, in every command that has it."""
    meaning = f"names, joined by commas; paper_ID of the catalogue, too{meaning}"
    parser.add_argument("--sites", "--site", action=Narrowing, default="", help=meaning)


def _understood(error: Exception) -> tuple[int, str]:
    """Return exit code and words for an error of the database or the disk; raises any other again."""
    # Late: every command's module is imported to list the commands, and pymongo takes its time.
    from pymongo.errors import OperationFailure, PyMongoError

    from crawler.store.connection import DatabaseUnavailableError
    from crawler.store.embedded import EmbeddedServerError

    if isinstance(error, DatabaseUnavailableError | EmbeddedServerError):
        return DATABASE_AWAY, str(error)
    if isinstance(error, OperationFailure):
        return FAILED, f"MongoDB refuses: {server_words(error)}"
    if isinstance(error, OSError):  # a full disk, a folder of another user
        return FAILED, f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")
    if isinstance(error, PyMongoError):
        return FAILED, f"MongoDB: {str(error)[:300]}"
    raise error


def local_time(at: datetime | None, unknown: str = "·") -> str:
    """Return a moment as people read it here (+08:00), to the minute."""
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M") if at else unknown


def on_one_line(text: str, most: int) -> str:
    """Return a text without line breaks, at most ``most`` characters of it."""
    text = text.replace("\n", "⏎")
    return text if len(text) <= most else text[: most - 1] + "…"


def server_words(error: Exception) -> str:
    """Return what the server said, without the protocol's trimmings."""
    return str((getattr(error, "details", None) or {}).get("errmsg") or error)[:500]
