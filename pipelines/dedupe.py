"""500: fingerprint the clean text; the store then finds who printed the same (needs the database)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.step import Step

if TYPE_CHECKING:
    from crawler.items import Article


class DedupePipeline(Step):
    """Formatter: ``fingerprint``; clusters are settled when the article is stored."""

    name = "dedupe"
    needs_database = True
    off_loop = True

    def apply(self, article: Article) -> None:
        """Fingerprint the body's Simplified form."""
        from crawler.store.duplicates import fingerprint  # late: numpy takes its time, `clean` needs none

        article.fingerprint = fingerprint(article.body.hans)
        self.count("too_short", int(not article.fingerprint))
