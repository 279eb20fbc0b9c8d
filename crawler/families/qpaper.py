"""F6: /Html/2026-11-22/Qpaper.html and 12345.html."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class QpaperSpider(EpaperSpider):
    """One page lists the whole issue; long issues go on in ``Qpaper_2.html``."""

    family = "qpaper"
    issue = "/Html/{date:%Y-%m-%d}/"
    first_page = "Qpaper.html"
    page_url = r"/Qpaper(?:_\d+)?\.html?"
    article_url = r"/\d+\.html?"
    keep_query = ()

    title = ("td.title", "div.title")
    body = ("td.content", "div.content")
