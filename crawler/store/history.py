"""An article's story: what its outlet changed, injected text that came and went, who else printed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pymongo.database import Database


@dataclass(slots=True)
class History:
    """What happened to an article, oldest first."""

    revisions: list[dict[str, Any]]
    spam_changes: list[dict[str, Any]]
    doubles: list[dict[str, Any]]
    """The other articles with its text; ``_id`` of the first to print it is the cluster's name."""


def history(database: Database[dict[str, Any]], article: dict[str, Any]) -> History:
    """Return the story of a stored article."""
    cluster = (article.get("duplicates") or {}).get("cluster")
    others = {"duplicates.cluster": cluster, "_id": {"$ne": article["_id"]}}
    shown = dict.fromkeys(("outlet", "published_at", "published.precision", "canonical_url"), 1)
    return History(
        list(database.article_revisions.find({"article": article["_id"]}).sort("revision", 1)),
        list(database.spam_changes.find({"article": article["_id"]}).sort("at", 1)),
        list(database.articles.find(others, shown).sort("published_at", 1)) if cluster else [],
    )
