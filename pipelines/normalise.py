"""100: fill the article from its draft: fields trimmed, dates aware UTC, byline split, one address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.step import Step

if TYPE_CHECKING:
    from crawler.items import Article


class NormalisePipeline(Step):
    """Formatter: every field that follows from the draft; texts stay as published."""

    name = "normalise"

    def apply(self, article: Article) -> None:
        """Fill in; raise ValueError only for a site's wrong time zone."""
        from crawler.text.normalise import normalise

        for what, times in normalise(article).counts.items():
            self.count(what, by=times)
