"""900: one durable, idempotent write per article; the item is done when it is safe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.step import Step

if TYPE_CHECKING:
    from crawler.items import Article
    from crawler.store.writer import Writer


class StorePipeline(Step):
    """Writes articles to MongoDB, those set aside to ``rejected_items``, either to disk when it is away."""

    name = "store"
    needs_database = True
    writer: Writer | None = None

    async def open_spider(self) -> None:
        """Connect, and store what earlier crawls left in the spool."""
        from crawler.store.writer import Writer  # late: `clean` must start without pymongo

        self.writer = await Writer.open(self.crawler, self.count)

    async def process_item(self, item: Article) -> Article:
        """Return when the article is durable; raise ``StorageFailedError`` when it cannot be kept."""
        from crawler.store.incoming import incoming

        await self.writer.save(incoming(item))
        return item

    async def close_spider(self) -> None:
        """Store what is left."""
        if self.writer is not None:
            await self.writer.close()
