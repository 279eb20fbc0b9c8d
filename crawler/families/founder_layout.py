"""F2, the founder new layout: /pc/layout/202611/22/node_01.html, content_12345.html, period.xml."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class FounderLayoutSpider(EpaperSpider):
    """About a third of the digital newspapers; headlines come in three parts, months have calendars."""

    family = "founder_layout"
    issue = "/layout/{date:%Y%m/%d}/"
    page_url = r"/(?:node_?\w+|col\w*)\.html?"
    article_url = r"/(?:content_\w+|con\w+|c\d+)\.html?"
    keep_query = ()

    kicker = ("#PreTitle", "//founder-pretitle", ".preTitle")
    title = ("#Title", "//founder-title", "div.newsdetatit h3", "div.intro", "h1", "h2")
    subtitle = ("#SubTitle", "//founder-subtitle", ".subTitle")
    body = ("//founder-content", "#ozoom")
    images = (".attachment img",)
    remove = ("map",)
