"""``scrapy search``: find articles, whichever script they and the query are in."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from crawler.command_line import Narrowing, ProjectCommand, local_time

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.store.search import Hit, Results

FILTERS = {
    "site": "spider's name",
    "region": "the outlet's, ISO 3166-2: CN-SD, or CN for all of it",
    "place": "region named in the text, GB/T 2260 code: 3702 includes 370203",
    "section": "section as the outlet names it",
    "stock": "stock named in the text: 600519, 0700.HK",
    "spam": "clean, cut or hacked",
    "script": "hans, hant, mixed, undetermined or machine (machine-made Traditional)",
}


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Declare the options that choose articles; `scrapy export` has the same."""
    parser.add_argument("--since", type=day, help="first day of publication, 2026-11-01 (+08:00)")
    parser.add_argument("--until", type=day, help="last day of publication")
    for name, meaning in FILTERS.items():
        parser.add_argument(f"--{name}", action=Narrowing, default="", help=meaning)


class Command(ProjectCommand):
    """Print one page of hits, best first."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[options] 'QUERY'"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Search the stored articles; Simplified finds Traditional and the reverse"

    def long_desc(self) -> str:
        """Return the help text."""
        return (
            'QUERY is words (all must occur), "phrases" and -exclusions, in either script: '
            "'半导体 青岛 -招聘'. Days are local (+08:00)."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        super().add_options(parser)
        add_filters(parser)
        parser.add_argument("--reader", choices=("hans", "hant", "original"), default="hans")
        parser.add_argument("--sort", choices=("relevance", "date"), default="relevance")
        parser.add_argument("--page", type=int, default=1)
        parser.add_argument("--size", type=int, default=10, help="hits per page")
        parser.add_argument("--json", action="store_true", help="one JSON object per hit")

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Search; exit status 2 when the query is no query."""
        if len(args) > 1:
            raise UsageError("put the query in one pair of quotes: scrapy search '半导体 青岛'")
        from crawler.store.connection import connected
        from crawler.store.query import Filters, QueryError
        from crawler.store.search import search

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        names = ("since", "until", *FILTERS)
        filters = Filters(**{name: getattr(opts, name) for name in names})
        try:
            with connected(self.settings, writes=False) as database:
                unfiltered = None
                results = search(
                    database,
                    "".join(args),
                    filters,
                    page=opts.page,
                    size=opts.size,
                    sort=opts.sort,
                    reader=opts.reader,
                )
                if not results.hits and opts.page == 1 and filters != Filters():
                    unfiltered = search(database, "".join(args), size=1)
        except QueryError as error:
            raise UsageError(str(error)) from error
        if opts.json:
            for hit in results.hits:
                print(json.dumps(_row(hit), ensure_ascii=False))
        else:
            print(_page(results, colour=sys.stdout.isatty()))
            if unfiltered:
                print(f"without the filters: {_count(unfiltered)}")


def day(text: str) -> date:
    """Read an option's day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: not a day such as 2026-11-20") from None


def _row(hit: Hit) -> dict[str, object]:
    from crawler.store.record import as_json

    return {
        "id": hit.id,
        "title": hit.title.text,
        "title_marks": hit.title.marks,
        "snippet": hit.body.text,
        "snippet_marks": hit.body.marks,
        **as_json(hit.document),
    }


def _page(results: Results, *, colour: bool) -> str:
    marks = ("\x1b[1;33m", "\x1b[0m") if colour else ("【", "】")
    if not results.hits:
        return "nothing found" if results.page == 1 else f"page {results.page}: there are not so many"
    first = (results.page - 1) * results.size + 1
    lines = [f"{first}-{first + len(results.hits) - 1} of {_count(results)}"]
    for number, hit in enumerate(results.hits, first):
        row = hit.document
        facts = [
            _local(row.get("published_at"), (row.get("published") or {}).get("precision")),
            row.get("outlet") or row.get("site", ""),
            row.get("region", ""),
        ]
        lines += [
            "",
            f"{number:>3}  {hit.title.marked(*marks)}",
            f"     {'  '.join(fact for fact in facts if fact)}",
            f"     {hit.body.marked(*marks)}",
            f"     {row.get('url', '')}",
        ]
    return "\n".join(lines)


def _count(results: Results) -> str:
    return str(results.total) if results.total_exact else f"more than {results.total - 1}"


def _local(at: datetime | None, precision: str | None) -> str:
    if at is None:
        return "undated"
    shown = local_time(at)
    return shown.partition(" ")[0] if precision == "day" else shown
