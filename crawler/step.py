"""What every pipeline step shares: reading settings, counting, and setting an article aside."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, ClassVar

from crawler.items import Article, Rejection

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from scrapy.statscollectors import StatsCollector

logger = logging.getLogger(__name__)

STEP_ERROR = "step_error"
LONG_PAGE = 50_000
"""Characters of a page from which a step may keep the reactor too long: ten times the usual article."""


class RejectedError(Exception):
    """Raised by a filter step: the article is not stored as one, and this is why."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


class Step:
    """One step of the way of an article: a formatter (changes values) or a filter (rejects).

    A subclass names itself and writes ``apply``.  A rejected article is not dropped: it goes on,
    untouched by later steps, to the store, which writes it to ``rejected_items``.
    """

    name: ClassVar[str]
    """Verb, as in the file's name; prefix of the step's counters."""
    needs_database: ClassVar[bool] = False
    """True when ``scrapy clean``, which has no database, must leave the step out."""
    off_loop: ClassVar[bool] = False
    """True for steps whose time grows with the page: for long ones they run in a thread, the reactor stays
    free.  Not for all: taking turns with threads costs a third more processor time than doing the work."""
    crawler: Crawler
    """Set in a crawl; steps that need the database find the shared connection by it."""

    def __init__(self, settings: BaseSettings, stats: StatsCollector | None = None) -> None:
        self.settings = settings
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make the step for a crawl."""
        step = cls(crawler.settings, crawler.stats)
        step.crawler = crawler
        return step

    def count(self, what: str, by: int = 1) -> None:
        """Add ``by`` to the counter ``<step>/<what>``."""
        if self.stats is not None and by:
            self.stats.inc_value(f"{self.name}/{what}", by)

    def apply(self, article: Article) -> None:
        """Change ``article`` in place, or raise ``RejectedError``."""
        raise NotImplementedError

    def run(self, article: Article) -> Article:
        """Apply the step unless the article is already set aside; what ``scrapy clean`` calls."""
        if article.rejection is None:
            try:
                self.apply(article)
            except RejectedError as why:
                article.rejection = Rejection(why.reason, self.name, why.detail)
                if self.stats is not None:
                    self.stats.inc_value(f"dropped/{why.reason}")
            except Exception as error:
                # A step's bug must not lose the article: it is set aside whole, the crawl ends with an error.
                logger.exception("%s failed on %s", self.name, article.url or article.id)
                article.rejection = Rejection(STEP_ERROR, self.name, f"{type(error).__name__}: {error}")
                if self.stats is not None:
                    self.stats.inc_value(f"dropped/{STEP_ERROR}")
        return article

    async def process_item(self, item: Article) -> Article:
        """Scrapy's entry."""
        if self.off_loop and sum(len(f.text) for f in item.draft.fragments) > LONG_PAGE:
            return await asyncio.to_thread(self.run, item)
        return self.run(item)
