"""Step 600: what an article must have to be one.  Says why not; never changes anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crawler.items import Article

TITLE_CHARS = 300
"""The longest title: a longer one is a paragraph that was taken for it."""
BODY_CHARS = 400_000
"""The longest body: a book or a broken page."""
FLASH_CHARS = 10
"""The shortest body: a flash is one sentence."""
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)


class Problem(NamedTuple):
    """Why an article is rejected: ``reason`` in snake case, ``detail`` naming the field and value."""

    reason: str
    detail: str


def problem(article: Article, now: datetime | None = None) -> Problem | None:
    """Return the first thing wrong with ``article``, or None.

    ``now`` (aware; default: when the article was fetched) is what a publication date may be at most
    a day after.  A missing date is legal and stays visible as such; a short flash is legal.
    """
    draft = article.draft
    if draft.not_article:
        return Problem(draft.not_article, draft.url or article.id)
    from_lines = draft.method == "lines"
    title, body = article.title.original.strip(), article.body.original.strip()
    if not title and not from_lines:
        return Problem("no_title", f"title: none found at {article.url}")
    if len(title) > TITLE_CHARS:
        return Problem("title_too_long", f"title: {len(title)} characters, more than {TITLE_CHARS}")
    if not body:
        return Problem(
            "no_body", "body: no text" + (" left after cutting spam" if article.spam.chars else "")
        )
    if len(body) < FLASH_CHARS and not from_lines:
        return Problem("body_too_short", f"body: {len(body)} characters, fewer than {FLASH_CHARS}")
    if len(body) > BODY_CHARS:
        return Problem("body_too_long", f"body: {len(body)} characters, more than {BODY_CHARS}")
    return _date_problem(article, now or article.fetched_at)


def _date_problem(article: Article, now: datetime | None) -> Problem | None:
    at = article.published_at
    if at is None:
        return None
    if at < EARLIEST:
        return Problem("date_too_early", f"published_at: {at.isoformat()} is before {EARLIEST.year}")
    if now is not None and at > now + AHEAD:
        return Problem("date_in_future", f"published_at: {at.isoformat()} is after {now.isoformat()} + 1 day")
    return None
