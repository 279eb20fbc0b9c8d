"""``scrapy reclean``: stored articles once more through today's rules."""

from __future__ import annotations

import json
import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError
from scrapy.settings import SETTINGS_PRIORITIES

from crawler.command_line import Naming, Narrowing, ProjectCommand, on_one_line, server_words
from crawler.exit_codes import DATABASE_AWAY, FAILED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from pymongo.database import Database

    from crawler.store.reclean import Again, Difference

_SHOWN = 110


class Command(ProjectCommand):
    """Show what today's rules would change, field by field and rule by rule; then change it."""

    done_so_far = "nothing was changed"

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--where JSON] [--site NAME] [--dry-run] [--set-aside] [--jobs N] | --rollback RUN"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return (
            "Re-derive stored articles and dead letters with today's rules: shows the difference, commits,"
            " can be rolled back"
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--where", default="{}", help="MongoDB filter, e.g. '{\"spam.hacked\": true}'")
        parser.add_argument("--site", action=Narrowing, default="", help="articles of this site only")
        parser.add_argument("--limit", type=int, default=0, help="articles and dead letters at most, each")
        parser.add_argument("--dry-run", action="store_true", help="show the difference, change nothing")
        parser.add_argument(
            "--set-aside",
            action="store_true",
            help="move articles that today's rules refuse to rejected_items (else they stay)",
        )
        parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
        parser.add_argument("--examples", type=int, default=5, help="changed values to show of each field")
        parser.add_argument("--archive", default="", help="folder of the WARC files (default: ARCHIVE_DIR)")
        parser.add_argument(
            "--rollback", action=Naming, default="", metavar="RUN", help="put back all that run changed"
        )

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Show, then commit; or roll back."""
        from crawler.store.connection import connected

        if args:
            raise UsageError(f"{args[0]}: choose articles with --where and --site", print_help=False)
        for name, least in (("limit", 0), ("examples", 0), ("jobs", 1)):
            if getattr(opts, name) < least:
                raise UsageError(f"--{name} {getattr(opts, name)}: at least {least}", print_help=False)
        if opts.archive and not Path(opts.archive).is_dir():
            raise UsageError(f"--archive {opts.archive}: no such folder", print_help=False)
        where = self._where(opts)
        if opts.rollback and (where or opts.dry_run or opts.limit or opts.set_aside):
            raise UsageError("--rollback puts back all that a run changed: no other option", print_help=False)
        with connected(self.settings, writes=not opts.dry_run) as database:
            self._show_and_do(database, where, opts)

    def _show_and_do(self, database: Database[dict[str, Any]], where: dict[str, Any], opts: Any) -> None:
        from pymongo.errors import OperationFailure, PyMongoError

        from crawler.store.connection import in_brief

        try:
            if opts.rollback:
                self._roll_back(database, opts.rollback)
            else:
                self._reclean(database, where, opts)
        except OperationFailure as error:
            print(f"error: MongoDB refuses: {server_words(error)}; {self.done_so_far}", file=sys.stderr)
            self.exitcode = FAILED
        except PyMongoError as error:
            print(f"error: MongoDB went away ({in_brief(error)}); {self.done_so_far}", file=sys.stderr)
            self.exitcode = DATABASE_AWAY

    def _where(self, opts: argparse.Namespace) -> dict[str, Any]:
        from bson import json_util

        try:
            where = json_util.loads(opts.where)
        except (ValueError, TypeError) as error:
            raise UsageError(f"--where is no JSON: {error}", print_help=False) from None
        if not isinstance(where, dict):
            raise UsageError("--where must be a JSON object", print_help=False)
        return where | ({"site": opts.site} if opts.site else {})

    def _reclean(self, database: Database[dict[str, Any]], where: dict[str, Any], opts: Any) -> None:
        from crawler.rules_version import rules_version
        from crawler.step import STEP_ERROR
        from crawler.store.judged import JUDGED
        from crawler.store.moves import ACCEPTED, CHANGED, SET_ASIDE
        from crawler.store.reclean import Commits, Difference, rederive_all

        self._try(database, where)
        run = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{rules_version()}"
        undo = f"undo: scrapy reclean --rollback {run}"
        difference = Difference(opts.examples)
        commits = None if opts.dry_run else Commits(database, run, opts.set_aside)
        again = rederive_all(
            database,
            where,
            archive_dir=opts.archive or self.settings["ARCHIVE_DIR"],
            processes=opts.jobs,
            limit=opts.limit,
            run=run,
            settings={name: value for name, value in self.settings.items() if self._is_given(name)},
        )
        for stored, spans, result in with_progress(again, difference):
            if spans is None:
                what = ACCEPTED if difference.add_dead_letter(stored, result) else ""
            elif difference.add(stored, spans, result):
                what = CHANGED
            else:  # one that an analyst has worked on, or that our own code fails at, is an article
                judged = any(span["state"] in JUDGED for span in spans)
                is_refused = result.new is None and result.reason != STEP_ERROR
                what = SET_ASIDE if is_refused and not judged else ""
            if what and commits is not None:
                commits.add(what, stored, result)
                if commits.written and self.done_so_far == Command.done_so_far:
                    self.done_so_far = f"start the same command again for the rest; {undo}"
                    print(f"writing as it goes; {undo}", file=sys.stderr)  # for whoever has to kill it
        if commits is not None:
            self.done_so_far = f"start the same command again for the rest; {undo}"
            commits.finish()
        show(difference, opts.examples, set_aside=opts.set_aside)
        if difference.failed:
            print(f"error: our own code failed at {difference.failed}: left as they were", file=sys.stderr)
            self.exitcode = FAILED
        if commits is None or not commits.planned:
            print("nothing was changed" + _why_nothing(difference, set_aside=opts.set_aside))
            return
        names = {
            CHANGED: "articles re-cleaned",
            ACCEPTED: "dead letters stored as articles",
            SET_ASIDE: "articles set aside",
        }
        said = ", ".join(
            f"{commits.written[what]} {name}" for what, name in names.items() if commits.written[what]
        )
        print(f"{said} by rules {rules_version()}; {undo}" if said else "nothing was changed")
        left = commits.planned - commits.written.total()
        if left:
            print(f"{left} changed meanwhile, or have another article's address by now, and were left alone")

    @staticmethod
    def _try(database: Database[dict[str, Any]], where: dict[str, Any]) -> None:
        """Let the server read the filter before anything is done with it."""
        from pymongo.errors import OperationFailure

        from crawler.store.connection import read_command

        try:
            find = {"find": "articles", "filter": where}
            read_command(database, {"explain": find, "verbosity": "queryPlanner"})
        except OperationFailure as error:
            said = f"--where is no filter MongoDB takes: {server_words(error)}"
            raise UsageError(said, print_help=False) from None

    def _is_given(self, name: str) -> bool:
        return (self.settings.getpriority(name) or 0) >= SETTINGS_PRIORITIES["cmdline"]

    def _roll_back(self, database: Database[dict[str, Any]], run: str) -> None:
        from crawler.store.moves import rollback, runs

        self.done_so_far = "start the same command again for the rest"
        try:
            back, left = rollback(database, run)
        except KeyError:
            print(f"error: no such run: {run}; known: {', '.join(runs(database)) or 'none'}", file=sys.stderr)
            self.exitcode = FAILED
            return
        print(f"{back} articles put back" + (f", {left} changed since and left alone" if left else ""))


def with_progress(again: Iterable[Again], difference: Difference, seconds: float = 30) -> Iterator[Again]:
    """Pass on what comes; say on stderr every so often how far it is: a million articles take hours."""
    said_at = time.monotonic()
    for one in again:
        yield one
        if time.monotonic() - said_at >= seconds:
            said_at = time.monotonic()
            looked = f"{difference.looked} articles, {difference.dead_letters} dead letters looked at"
            print(f"… {looked}, {difference.changed} articles differ", file=sys.stderr, flush=True)


def _why_nothing(difference: Difference, *, set_aside: bool) -> str:
    if not difference.looked + difference.dead_letters:
        return ": no article and no dead letter with a text fits --where and --site"
    would = difference.changed or difference.accepted_from or (set_aside and difference.refused_for)
    return "" if would or difference.failed else ": today's rules give the same"


def show(difference: Difference, examples: int = 5, *, set_aside: bool = False) -> None:
    """Print what would change: by field, by rule, and some examples."""
    sources = ", ".join(f"{n} from {name}" for name, n in sorted(difference.by_source.items()))
    print(f"{difference.looked} articles looked at ({sources or 'none'}), {difference.changed} differ")
    if difference.dead_letters:
        accepted = difference.accepted_from.total()
        print(f"{difference.dead_letters} dead letters looked at, {accepted} are articles by today's rules")
    for head, counted in (("field", difference.by_field), ("cut by rule", difference.by_rule)):
        if counted:
            print(f"\n{head}")
            for name, n in counted.most_common():
                print(f"  {n:7}  {name}")
    fate = (
        "set aside by today's rules"
        if set_aside
        else ("left alone, today's rules would set aside (--set-aside does it)")
    )
    for head, counted, moved in (
        ("no longer set aside", difference.accepted_from, difference.accepted),
        (fate, difference.refused_for, difference.refused),
    ):
        if counted:
            print(f"\n{head}")
            for reason, n in counted.most_common():
                print(f"  {n:7}  {reason}")
            for reason, key, title in moved[:examples]:
                print(f"           {key}  {reason}  {_short(title)}")
    for key, name, before, after in sorted(difference.examples, key=lambda one: difference.by_field[one[1]]):
        print(f"\n{key}  {name}\n  - {_short(before)}\n  + {_short(after)}")


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return on_one_line(text, _SHOWN)
