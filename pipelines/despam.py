"""300: cut injected spam out of title and body; every cut stays in ``spam_spans`` and can be put back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spam import Thresholds, despam
from crawler.step import RejectedError, Step

if TYPE_CHECKING:
    from crawler.items import Article
    from crawler.store.spam_memory import SiteMemories


class DespamPipeline(Step):
    """Formatter for spans, filter for doorway pages; in a crawl the site's other pages are evidence."""

    name = "despam"
    off_loop = True
    memories: SiteMemories | None = None

    async def open_spider(self) -> None:
        """Make ready to ask, and to add to, what crawls found on each site."""
        from crawler.store.spam_memory import SiteMemories  # late: `clean` must start without pymongo

        self.memories = await SiteMemories.open(self.crawler, self.count)

    async def process_item(self, item: Article) -> Article:
        """Despam with the site's memory, and add to it."""
        return await self.memories.around(item, super().process_item)

    def apply(self, article: Article) -> None:
        """Cut; raise ``RejectedError("doorway")`` where the page has no article but an advertisement."""
        memory = self.memories.of(article) if self.memories else None
        verdict = despam(article, Thresholds.of(self.settings), memory, self.count)
        if verdict.doorway:
            raise RejectedError("doorway", verdict.doorway)
