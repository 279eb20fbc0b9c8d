"""論盡媒體 — WordPress 皮膚. A (RSSHub, 2026-04); general news."""

from crawler.families.portal import PortalSpider


class AamacauSpider(PortalSpider):
    name = "aamacau"
    outlet = "論盡媒體"
    region = "MO"
    script = "hant"
    lists = "https://aamacau.com/topics/breakingnews"
    links = ".post-title a"
    body = "#contentleft"
    author = "//meta[@itemprop='author']/@content"
    date = "//meta[@property='article:published_time']/@content"
    remove = ("#contentleft .cat", "#contentleft .author", "#contentleft .date")
