"""400 enrich: stocks, regions and amounts of the cut body, each with its span in ``body.original``."""

from typing import TYPE_CHECKING

from crawler.enrich.amounts import CURRENCY_OF_REGION, find_amounts
from crawler.enrich.regions import find_regions
from crawler.enrich.stocks import find_stocks
from crawler.enrich.versions import table_versions
from crawler.step import Step

if TYPE_CHECKING:
    from crawler.items import Article


class EnrichPipeline(Step):
    """Adds evidence; changes no text and rejects nothing."""

    name = "enrich"

    def apply(self, article: "Article") -> None:
        """Fill ``stocks``, ``regions``, ``amounts`` and the versions of the tables they come from."""
        body = article.body.original
        article.stocks = find_stocks(body)
        article.regions = find_regions(body, context=article.region)
        article.amounts = find_amounts(body, currency=CURRENCY_OF_REGION.get(article.region, "CNY"))
        article.extraction["tables"] = dict(table_versions())
        for field in ("stocks", "regions", "amounts"):
            self.count(field, len(getattr(article, field)))
