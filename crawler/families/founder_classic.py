"""F1, the founder classic layout: /html/2026-11/22/node_2.htm and content_12345.htm."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class FounderClassicSpider(EpaperSpider):
    """About half of the digital newspapers; the first node's number differs per paper and changes."""

    family = "founder_classic"
    issue = "/html/{date:%Y-%m/%d}/"
    page_url = r"/node_?\w+\.html?"
    article_url = r"/content_?\w+\.html?"
    keep_query = ()  # ?div=-1 only scrolls the page image

    title = ("//founder-title", "#maintitle", "td.font01", "tr[valign=top] td > strong", "h1")
    body = ("//founder-content", "#ozoom", "#content")
    kicker = ("//founder-pretitle", "#pretitle")
    subtitle = ("//founder-subtitle", "#subtitle")
    remove = ("map", "#PagePicMap")
