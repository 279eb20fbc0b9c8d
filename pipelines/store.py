"""900: one durable, idempotent write per article; the item is done when it is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.step import Step
from crawler.store.articles import incoming
from crawler.store.writer import Writer

if TYPE_CHECKING:
    from crawler.items import Article


class StorePipeline(Step):
    """Writes articles to MongoDB, those set aside to ``rejected_items``, either to disk when it is away."""

    name = "store"
    needs_database = True

    async def open_spider(self) -> None:
        """Connect, and store what earlier crawls left in the spool."""
        self.writer = await Writer.open(self.crawler, self.count)

    async def process_item(self, item: Article) -> Article:
        """Return when the article is durable; raise ``StorageFailedError`` when it cannot be kept."""
        await self.writer.save(incoming(item))
        return item

    async def close_spider(self) -> None:
        """Store what is left."""
        await self.writer.close()
