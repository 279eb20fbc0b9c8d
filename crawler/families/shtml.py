"""F4: /shtml/sxjjrb/20261122/v1.shtml and 123456.shtml."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class ShtmlSpider(EpaperSpider):
    """Pages are ``v1`` or ``vA01``, the issue's front ``index.shtml`` or ``v1.shtml``."""

    family = "shtml"
    issue = "/{date:%Y%m%d}/"
    first_page = "v1.shtml"
    page_url = r"/(?:v\w+|index)\.shtml"
    article_url = r"/\d+\.shtml"
    keep_query = ()

    title = ("h2.detConTit", "div.detail h2", "h1", "h2")
    body = ("div.details", "#content_div", "div.detail")
