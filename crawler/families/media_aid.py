"""F7: /Media/scjjrb/2026-11-22, /Page/index/pageid/9.html and /Article/index/aid/123.html."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class MediaAidSpider(EpaperSpider):
    """Pages and articles have numbers without a day: the issue's address alone is dated."""

    family = "media_aid"
    entry = ""
    issue = "/"
    first_page = "{date:%Y-%m-%d}"
    page_url = r"/Page/index/pageid/\d+\.html"
    article_url = r"/Article/index/aid/\d+\.html"
    keep_query = ()

    title = ("div.article-title", "h1", "h2")
    body = "div.article-cont"
