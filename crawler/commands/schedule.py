"""``scrapy schedule``: how often each site is crawled, and when it is its turn again."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand, local_time

if TYPE_CHECKING:
    import argparse

    from crawler.schedule.timetable import Turn


class Command(ProjectCommand):
    """Print the timetable; ``scrapy crawlall --due`` carries it out."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "[--region R] [--family F] [--sites A,B]"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Tell when each site was crawled and is due again, for `scrapy crawlall --due`"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Declare the options."""
        from crawler.catalogue.choice import add_choice

        super().add_options(parser)
        add_choice(parser)

    def do(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print it."""
        from crawler.catalogue.choice import spiders_for
        from crawler.schedule.timetable import timetable
        from crawler.store.connection import connected
        from crawler.store.summary import table

        assert self.settings is not None  # noqa: S101  (Scrapy sets it before run)
        if args:
            raise UsageError(f"{args[0]}: name sites with --sites A,B")
        sites = spiders_for(self.settings, opts)
        with connected(self.settings, writes=False) as database:
            turns = timetable(database, sites)
        now = datetime.now(UTC)
        head = ("site", "every", "last crawl", "ended", "due")
        for line in table(head, [_row(turn, now) for turn in turns]):
            print(line)


def _row(turn: Turn, now: datetime) -> tuple[str, ...]:
    return (
        turn.site,
        f"{turn.every.total_seconds() / 3600:.3g} h",
        local_time(turn.last),
        turn.ended or "·",
        "now" if turn.is_due(now) else local_time(turn.due),
    )
