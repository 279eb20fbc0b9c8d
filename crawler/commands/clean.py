"""``scrapy clean``: clean saved pages or plain text without a database, one JSON record a line."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    from crawler.items import Article


class Command(ProjectCommand):
    """Read documents, print records on stdout and errors on stderr."""

    takes_files = True

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--url URL] [--site NAME] [--fragments] INPUT…"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Clean saved pages or text; one JSON record per document, no database"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "INPUT is .html, .html.gz, .txt (each line one fragment of one page), .jsonl (rows "
            "{id, html|text|lines, url?}), a folder, or - for standard input."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        parser.add_argument("--url", default="", help="address the page was fetched from")
        parser.add_argument("--site", default="", help="use this spider's selectors, outlet and region")
        parser.add_argument("--fragments", action="store_true", help="add every fragment with its role")
        parser.add_argument(
            "--fetched-at", type=moment, help="when it was fetched (ISO time with offset); default: now"
        )

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Clean every input; exit status 1 when one could not be read."""
        if not args:
            raise UsageError("name at least one INPUT, or - for standard input")
        # The parts that take time to load come only now: `scrapy list` must not pay for them.
        from crawler.collector import collect_seldom
        from crawler.documents import BadInputError, read_documents
        from crawler.step import STEP_ERROR

        collect_seldom()
        cleaner = self._cleaner(opts.site)
        self.exitcode = 0
        for source in args:
            for document in read_documents(source):
                if isinstance(document, BadInputError):
                    print(f"error: {document}", file=sys.stderr)
                    self.exitcode = FAILED
                    continue
                document.url = document.url or opts.url
                try:
                    article = cleaner.clean(document, opts.fetched_at)
                except Exception as error:  # noqa: BLE001  (the rest must go on; this one is named)
                    print(f"error: {document.id}: {type(error).__name__}: {error}", file=sys.stderr)
                    self.exitcode = FAILED
                    continue
                if article.rejection is not None and article.rejection.reason == STEP_ERROR:
                    print(f"error: {document.id}: {article.rejection.detail}", file=sys.stderr)
                    self.exitcode = FAILED
                record = self._record(document.id, article, fragments=opts.fragments)
                print(json.dumps(record, ensure_ascii=False))

    def _cleaner(self, site: str) -> Any:
        from crawler.cleaning import Cleaner

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if not site:
            return Cleaner(self.settings)
        from crawler.families.papers import site_named

        try:
            spider = site_named(self.settings, site)
        except KeyError as error:
            raise UsageError(f"--site {error.args[0]}", print_help=False) from None
        return Cleaner(self.settings, spider.selectors(), spider.identity())

    def _record(self, name: str, article: Article, *, fragments: bool) -> dict[str, Any]:
        from dataclasses import asdict

        from crawler.cleaning import fragment_rows
        from crawler.store.record import to_json

        if article.rejection is not None:
            draft = asdict(article.draft)
            del draft["fragments"]
            record: dict[str, Any] = {
                "id": name,
                "rejected": article.rejection.reason,
                "rejection": asdict(article.rejection),
                "draft": {
                    **draft,
                    "paragraphs": [f.text for f in article.draft.fragments if f.role == "body"],
                },
                "spam_spans": [asdict(span) for span in article.spam_spans],
            }
        else:
            record = {**to_json(article), "id": name}
        if fragments:
            record["fragments"] = fragment_rows(article)
        return record


def moment(text: str) -> datetime:
    """Read an option's moment."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise argparse.ArgumentTypeError(f"{text}: not a time with an offset such as 2026-11-22T09:30+08:00")
    return at
