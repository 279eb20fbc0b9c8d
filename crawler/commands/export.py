"""``scrapy export``: the articles as JSON Lines, CSV or Parquet, with a manifest."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import Narrowing, ProjectCommand, server_words
from crawler.commands.search import FILTERS, add_filters
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    import argparse

FORMATS = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}


class Command(ProjectCommand):
    """Write an export, or go on with one that was interrupted."""

    done_so_far = "the same command goes on from here"

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[options] OUT"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Export articles to JSON Lines, CSV or Parquet; an interrupted export goes on"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "OUT ends with .jsonl, .jsonl.gz, .csv, .csv.gz or .parquet (a folder of parts). Beside it a "
            "manifest says query, rows, versions and checksums. Run the same command again to go on."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        add_filters(parser)
        parser.add_argument(
            "--query", action=Narrowing, default="", help="further conditions, as MongoDB extended JSON"
        )
        parser.add_argument(
            "--form",
            choices=("original", "hans", "hant"),
            help="script of title and body in CSV and Parquet (default: original); JSON Lines have all three",
        )
        parser.add_argument("--excel", action="store_true", help="CSV that Excel opens rightly and safely")
        parser.add_argument("--restart", action="store_true", help="begin anew, overwriting")
        parser.add_argument("--verify", action="store_true", help="check OUT against its manifest instead")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Export; exit status 1 when it could not be done, 2 for senseless options."""
        if len(args) != 1:
            raise UsageError("name one OUT, such as articles.jsonl")
        from crawler.store.connection import connected
        from crawler.store.export import export, verify
        from crawler.store.export_files import ExportError, Request

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        out = Path(args[0])
        kind = format_of(out)
        if opts.form and kind == "jsonl":
            raise UsageError("--form is for CSV and Parquet: JSON Lines hold all three forms")
        if opts.excel and kind != "csv":
            raise UsageError("--excel is for CSV: OUT must end with .csv or .csv.gz")
        request = Request(out, kind, form=opts.form or "original", for_excel=opts.excel)  # type: ignore[arg-type]
        try:
            if opts.verify:
                wrong = verify(request.manifest)
                print("\n".join(wrong) or f"{out}: as exported")
                self.exitcode = FAILED if wrong else 0
                return
            request.query = query_of(opts)
            with connected(self.settings, writes=False) as database:
                _try(database, request.query)
                manifest = export(database, request, restart=opts.restart, report=_progress)
        except BrokenPipeError:
            raise
        except (ExportError, OSError) as error:
            print(f"error: {error}", file=sys.stderr)
            self.exitcode = FAILED
            return
        if not manifest["rows"]:
            print("warning: no article fits the query", file=sys.stderr)
        size = sum(f["bytes"] for f in manifest["files"])
        print(f"{manifest['rows']} articles, {size} bytes, {out}\nmanifest: {request.manifest}")


def format_of(out: Path) -> str:
    """Return the format OUT's name asks for."""
    suffix = Path(out.stem).suffix if out.suffix == ".gz" else out.suffix
    if suffix not in FORMATS or (out.suffix == ".gz" and suffix == ".parquet"):
        raise UsageError(f"{out}: the name must end with .jsonl, .csv (or these with .gz) or .parquet")
    return FORMATS[suffix]


def query_of(opts: argparse.Namespace) -> dict[str, Any]:
    """Return the filters and ``--query`` as one MongoDB query."""
    from bson import json_util

    from crawler.store.query import Filters, QueryError, filter_document

    try:
        found = filter_document(Filters(**{n: getattr(opts, n) for n in ("since", "until", *FILTERS)}))
    except QueryError as error:
        raise UsageError(str(error)) from error
    try:
        further = json_util.loads(opts.query) if opts.query else {}
    except (ValueError, TypeError) as error:
        raise UsageError(f"--query is no JSON: {error}") from None
    if not isinstance(further, dict):
        raise UsageError("--query must be a JSON object")
    return {"$and": [found, further]} if found and further else found or further


def _try(database: Any, query: dict[str, Any]) -> None:
    """Let the server read the query before a file is begun."""
    from pymongo.errors import OperationFailure

    try:
        database.articles.find_one(query, {"_id": 1})
    except OperationFailure as error:
        said = f"--query is no filter MongoDB takes: {server_words(error)}"
        raise UsageError(said, print_help=False) from None


def _progress(rows: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{rows} articles", end="", file=sys.stderr)
