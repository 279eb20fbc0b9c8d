"""F3: /content/20261122/Page01NU.htm and Articel01001MT.htm (the misspelling is the software's)."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class PageArticelSpider(EpaperSpider):
    """Letters at the end of the names differ per paper."""

    family = "page_articel"
    issue = "/content/{date:%Y%m%d}/"
    page_url = r"/Page\d+\w*\.html?"
    article_url = r"/Articel\d+\w*\.html?"
    keep_query = ()

    title = ("#news-header", "h1", "h2")
    body = ("#contenttext", ".contenttext")
