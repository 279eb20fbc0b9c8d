"""``scrapy history``: what an outlet changed in an article, and where else the text was printed."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

from scrapy.exceptions import UsageError

from crawler.command_line import ProjectCommand, local_time, on_one_line
from crawler.exit_codes import FAILED

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from pymongo.database import Database

_SHOWN = 100


class Command(ProjectCommand):
    """Print an article's versions: when, which fields, from what to what."""

    def syntax(self) -> str:
        """Return what follows the command's name."""
        return "URL|ID"

    def short_desc(self) -> str:
        """Return the line that `scrapy` lists."""
        return "Show what an outlet changed in an article, withdrawals, and who else printed it"

    def do(self, args: list[str], opts: argparse.Namespace) -> None:  # noqa: ARG002  (Scrapy's signature)
        """Print the history; exit 1 when the article is not known."""
        from crawler.store.connection import connected

        if len(args) != 1 or not args[0].strip():
            raise UsageError("name one article, by its address or id (`scrapy search --json` shows both)")
        with connected(self.settings, writes=False) as database:
            article = find(database, args[0].strip())
            if article is None:
                known = "`scrapy search --json` shows addresses and ids"
                print(f"error: no article known as {args[0]}; {known}", file=sys.stderr)
                self.exitcode = FAILED
                return
            tell(database, article)


def find(database: Database[dict[str, Any]], name: str) -> dict[str, Any] | None:
    """Return the article with this id or address, whichever of its addresses it is."""
    from crawler.text.urls import article_id, canonical_url

    keys, addresses = [name], [name]
    with contextlib.suppress(ValueError):  # an id
        addresses.append(canonical_url(name))
        keys.append(article_id(addresses[-1]))
    aliases = database.visits.find({"_id": {"$in": keys}, "article": {"$exists": True}})
    keys += [visit["article"] for visit in aliases]
    indexed = [{"_id": {"$in": keys}}, {"canonical_url": {"$in": addresses}}]
    found = database.articles.find_one({"$or": indexed})
    return found or database.articles.find_one({"url": name})  # last: no index has it


def tell(database: Database[dict[str, Any]], article: dict[str, Any]) -> None:
    """Print an article's history and its doubles."""
    from crawler.store.history import history

    print(f"{article['title']['original']}\n{article['outlet']}  {article['canonical_url']}")
    print(f"published {_time(article['published_at'])}, first seen {_time(article['first_seen_at'])}")
    story = history(database, article)
    for revision in story.revisions:
        kinds = ", ".join(revision.get("kinds", ()))
        print(f"\nrevision {revision['revision']}: {revision['event']} {_time(revision['at'])}  ({kinds})")
        for change in revision["changes"]:
            print(f"  {change['field']} ({change['kind']})")
            print(f"    - {_short(change['before'])}\n    + {_short(change['after'])}")
    for change in story.spam_changes:
        print(f"\ninjected text {change['event']} {_time(change['at'])}")
        for sign, name in (("-", "removed"), ("+", "added")):
            for piece in change[name]:
                print(f"  {sign} {piece['kind']} ({piece['field']}): {_short(piece['text'])}")
    if not article["revision"]:
        print("no changes seen")
    if cluster := (article.get("duplicates") or {}).get("cluster"):
        print("\nalso printed by")
        for other in story.doubles:
            first = "first: " if other["_id"] == cluster else ""
            print(f"  {first}{other['outlet']}  {_time(other['published_at'])}  {other['canonical_url']}")


def _time(at: datetime | None) -> str:
    return local_time(at, "(unknown)")


def _short(value: Any) -> str:
    return on_one_line("" if value is None else str(value), _SHOWN)
