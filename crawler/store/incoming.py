"""An article on its way into the database: plain values, whatever happens to the item afterwards."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.items import uncut_body
from crawler.rules_version import rules_version
from crawler.store.record import plain, to_document, to_rejected, to_spans

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crawler.items import Article

_LONGEST_IN_REJECTED = 200_000


@dataclass(slots=True)
class Incoming:
    """An article ready to be written, or spooled: plain values only."""

    id: str
    document: dict[str, Any]
    """Of ``articles``, or of ``rejected_items`` when it has a ``reason``."""
    spans: list[dict[str, Any]]
    fetched_at: datetime
    etag: str = ""
    last_modified: str = ""
    known_as: list[str] = field(default_factory=list)
    fingerprint: bytes = b""
    lessons: list[dict[str, Any]] = field(default_factory=list)
    """What its site's spam memory learns from it; also from one that is rejected."""
    listed: dict[str, Any] | None = None
    """``Article.listed``."""

    @property
    def is_rejected(self) -> bool:
        """True when it goes to ``rejected_items``."""
        return "reason" in self.document

    def as_rejected(self, reason: str, detail: str) -> Incoming:
        """Return the same as a dead letter, cut down to what any server takes."""
        keep = ("_id", "url", "canonical_url", "site", "outlet", "region", "fetched_at", "archive")
        document = {key: self.document[key] for key in keep if key in self.document}
        document |= {"reason": reason, "step": "store", "detail": detail[:2000]}
        document["draft"] = {"record": repr(self.document)[:_LONGEST_IN_REJECTED]}
        return Incoming(
            self.id, plain(document), [], self.fetched_at, known_as=self.known_as, listed=self.listed
        )


def incoming(article: Article, now: datetime | None = None) -> Incoming:
    """Take an article's values, so that what happens to the item later does not matter.

    ``now`` stands in for a missing ``fetched_at``.
    """
    fetched_at = plain(article.fetched_at or now or datetime.now(UTC))
    rejection = article.rejection
    document = to_rejected(article, rejection) if rejection else to_document(article)
    document["_id"] = identity(article)
    document["fetched_at"] = fetched_at
    if rejection is None:
        document["extraction"]["rules_version"] = rules_version()
        document["hashes"] = {"published": published_hash(article), "text": text_hash(document)}
    return Incoming(
        document["_id"],
        document,
        [] if rejection else to_spans(article),
        fetched_at,
        article.etag,
        article.last_modified,
        [key for key in article.known_as if key],
        b"" if rejection else article.fingerprint,
        plain(article.lessons),
        plain(article.listed),
    )


def identity(article: Article) -> str:
    """Return the article's ``_id``; pages set aside before they had one get it from their address."""
    if article.id:
        return article.id
    address = article.canonical_url or article.url or article.draft.url
    if not address:  # a page without any address is known by what it says
        address = "text:" + published_hash(article)
    return hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:32]


def published_hash(article: Article) -> str:
    """Return a hash of what the page says, spam included: independent of today's rules for cutting."""
    draft = article.draft
    said = (
        draft.title or article.title.original,
        draft.kicker,
        draft.subtitle,
        uncut_body(draft.fragments) or article.body.original,
        *draft.byline_raw,
        "" if "relative" in article.published.inferred else draft.published_raw,
    )
    return hashlib.sha256("\0".join(said).encode("utf-8", "replace")).hexdigest()[:32]


def text_hash(document: dict[str, Any]) -> str:
    """Return a hash of the clean text, the same in either script and whatever the white space."""
    text = document["title"]["hans"] + document["body"]["hans"]
    return hashlib.sha256("".join(text.split()).encode("utf-8", "replace")).hexdigest()[:32]


def lost_page(document: Mapping[str, Any]) -> str:
    """Return why a page of a multi-page article could not be had; empty: none is missing."""
    lost: str = (document.get("extraction") or {}).get("fields", {}).get("next_pages", "")
    return lost.removeprefix("lost: ") if lost.startswith("lost: ") else ""
