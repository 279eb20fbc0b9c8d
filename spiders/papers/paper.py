"""Any digital newspaper of the catalogue: ``scrapy crawl paper -a id=…`` (ids: docs/papers.md).

Business papers are read whole, others' finance pages only. Facts of 2023-04, from a public scraper.
"""

from crawler.families.papers import CatalogueSpider


class PaperSpider(CatalogueSpider):
    name = "paper"
