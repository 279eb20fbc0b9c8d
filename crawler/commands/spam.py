"""``scrapy spam list|show|restore|confirm|export``: every cut and flag, judged by a person."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import Narrowing, ProjectCommand, on_one_line
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    import argparse

_SHOWN = 70
_STATES = ("waiting", "cut", "flagged", "restored", "confirmed")
_NARROW = ("state", "kind", "site")


class Command(ProjectCommand):
    """Review spam spans: what was cut and why; put one back, or confirm it."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "list | show ID | restore ID … | confirm ID … | export"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "List what was cut as spam and why; restore or confirm single cuts"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add what narrows the list."""
        super().add_options(parser)
        parser.add_argument("--state", choices=_STATES, help="only these (waiting: judged by nobody yet)")
        parser.add_argument(
            "--kind", action=Narrowing, default="", help="such as link_block, title_suffix, call_to_action"
        )
        parser.add_argument("--site", action=Narrowing, default="", help="a site's name")
        parser.add_argument("--limit", type=int, default=50, help="at most so many (50; 0: all)")
        parser.add_argument("--by", default="", help="who judges; without it the user's name")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do it; exit 1 for a span nobody knows."""
        from crawler.store.connection import connected

        if not args or args[0] not in {"list", "show", "restore", "confirm", "export"}:
            raise UsageError("wanted list, show, restore, confirm or export")
        if (args[0] in {"show", "restore", "confirm"}) == (len(args) == 1):
            raise UsageError(f"{args[0]}: wanted {'the id of a span' if len(args) == 1 else 'nothing more'}")
        if opts.limit < 0:
            raise UsageError(f"--limit {opts.limit}: at least 0", print_help=False)
        with connected(self.settings, writes=args[0] in {"restore", "confirm"}) as database:
            self._judge_or_show(database, args, opts)

    def _judge_or_show(self, database: Any, args: list[str], opts: argparse.Namespace) -> None:
        from crawler.store import spam_memory, spam_review

        if args[0] == "list":
            found = list(
                spam_review.spans(
                    database, state=opts.state or "", kind=opts.kind, site=opts.site, limit=opts.limit
                )
            )
            for span in found:
                print(line(span))
            if not found:
                said = [f"--{name} {getattr(opts, name)}" for name in _NARROW if getattr(opts, name)]
                print(f"nothing was cut{' that fits ' if said else ''}{' '.join(said)}", file=sys.stderr)
        elif args[0] == "export":
            for row in spam_memory.judged(database):
                print(json.dumps(row, ensure_ascii=False))
        else:
            for name in args[1:]:
                try:
                    if args[0] == "show":
                        print(spam_review.show(database, name))
                        continue
                    state = "restored" if args[0] == "restore" else "confirmed"
                    spam_review.judge(database, self.settings, name, state, opts.by or getpass.getuser())
                    print(f"{state}: {name}")
                except spam_review.ReviewError as error:
                    print(f"error: {error}", file=sys.stderr)
                    self.exitcode = FAILED


def line(span: dict[str, Any]) -> str:
    """Return one span on one line: id, state, score, kind, rule, text."""
    shown = on_one_line(span["text"], _SHOWN)
    return (
        f"{span['_id']}  {span['state']:<9} {span['score']:.2f}  {span['kind']:<17} {span['rule']}  {shown}"
    )
