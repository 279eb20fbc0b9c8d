"""600: keep what is an article; the rest goes to ``rejected_items`` with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.step import RejectedError, Step

if TYPE_CHECKING:
    from crawler.items import Article


class ValidatePipeline(Step):
    """Filter: required fields, sane lengths and dates."""

    name = "validate"

    def apply(self, article: Article) -> None:
        """Raise ``RejectedError`` with the first thing that is wrong."""
        from crawler.text.validate import problem

        wrong = problem(article)
        if wrong is not None:
            raise RejectedError(wrong.reason, wrong.detail)
        self.count("undated", by=int(article.published_at is None))
        self.count("kept")
