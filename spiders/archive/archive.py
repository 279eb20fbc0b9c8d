"""Saved pages and WARC files: ``scrapy crawl archive -a path=FILE_OR_FOLDER``."""

from crawler.families.archive import ArchiveSpider as Archive


class ArchiveSpider(Archive):
    name = "archive"
