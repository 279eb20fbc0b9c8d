"""``scrapy health``: which sites are well, which are not, since when, and what to do."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand, add_sites, local_time, names_in
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


class Command(ProjectCommand):
    """Print the state of every site that was crawled, the worst first, with its alarms."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--sites A,B] [--json] [--accept]"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Tell which sites were redesigned, hacked, blocked or have gone quiet, and what to do"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            "Each crawl compares its site with that site's earlier crawls.  --accept, with --sites: things "
            "are as they should be; alarms end, what is usual is learnt anew.  Exit status 1 when a site is "
            "broken, 4 without a database."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        add_sites(parser, " (default: all crawled)")
        parser.add_argument("--json", action="store_true", help="one JSON object per site, history included")
        parser.add_argument("--accept", action="store_true", help="end the alarms of --sites, learn anew")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print; exit 1 when a site is broken."""
        from crawler.store.connection import connected

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        names = names_in(",".join([opts.sites, *args]))
        if opts.accept and not names:
            raise UsageError("--accept: of which site?  --sites NAME")
        with connected(self.settings, writes=opts.accept) as database:
            if opts.accept:
                _accept(database, _documents(database, names))
            documents = _documents(database, names)
        if not documents:
            print(f"no site was crawled yet into {self.settings['MONGODB_DATABASE']}", file=sys.stderr)
            return
        for line in as_json(documents) if opts.json else as_table(documents):
            print(line)
        self.exitcode = FAILED if any(d["state"] == "broken" for d in documents) else 0


def _documents(database: Any, names: list[str]) -> list[dict[str, Any]]:
    """Return the documents of the sites named (or of all that were crawled), the worst first."""
    from crawler.store.sites import worst_first

    found = worst_first(database, names)
    if missing := sorted(set(names) - {document["_id"] for document in found}):
        raise UsageError(f"{', '.join(missing)}: not crawled yet, or no such site", print_help=False)
    return found


def _accept(database: Any, documents: list[dict[str, Any]]) -> None:
    from crawler.health.record import Health, accept
    from crawler.store.record import plain

    for document in documents:
        health = accept(Health.of(document), datetime.now(UTC))
        database.sites.update_one({"_id": document["_id"]}, {"$set": plain(health.document())})


def as_json(documents: list[dict[str, Any]]) -> Iterator[str]:
    """Yield one JSON object per site."""
    from crawler.store.record import as_json, plain

    for document in documents:
        yield json.dumps({"site": document["_id"], **as_json(plain(document))}, ensure_ascii=False)


def as_table(documents: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the lines people read: a table, then the alarms with evidence and what to do."""
    from crawler.store.summary import table

    head = ("site", "state", "last crawl", "newest article", "new", "usually", "alarms")
    rows = [
        (
            document["_id"],
            document["state"],
            local_time(document["last_run"]["at"]),
            local_time(document.get("newest_article")),
            document["last_run"]["new"],
            f"{document['usual']['new']:.0f}" if document["usual"].get("runs") else "",
            ", ".join(_name(alarm) for alarm in document["alarms"]),
        )
        for document in documents
    ]
    yield from table(head, rows)
    for document in documents:
        for alarm in document["alarms"]:
            since = local_time(alarm["since"])
            yield f"\n{document['_id']}: {_name(alarm)} ({alarm['severity']}) since {since}"
            yield f"  {alarm['words']}"
            yield from (f"  {url}" for url in alarm["evidence"])
            yield f"  → {alarm['to_do']}"


def _name(alarm: dict[str, Any]) -> str:
    return f"{alarm['kind']} {alarm['about']}".strip()
