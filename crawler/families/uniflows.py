"""F5: /epaper/uniflows/html/2026/11/22/01/default.htm and 01/01_52.htm."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class UniflowsSpider(EpaperSpider):
    """A folder per page."""

    family = "uniflows"
    issue = "/html/{date:%Y/%m/%d}/"
    first_page = "01/default.htm"
    page_url = r"/\w+/default\.htm"
    article_url = r"/\w+/\w+_\d+\.htm"
    keep_query = ()

    title = ("h2.content-title", ".content_title")
    body = "#pgcontent"
    images = ".content_sro img"
