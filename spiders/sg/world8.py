"""8视界新闻网（8world.com；类名不能以数字开头）. A (RSSHub, 2026-04); general news."""

from crawler.families.portal import PortalSpider


class World8Spider(PortalSpider):
    name = "world8"
    outlet = "8视界新闻网"
    region = "SG"
    lists = "https://www.8world.com/realtime"
    links = "div[data-column='Two-Third'] .article-title .article-link"
    title = ("//meta[@name='cXenseParse:mdc-title']/@content", "h1")
    body = ".text-long"
    author = "//meta[@name='cXenseParse:author']/@content"
    date = "//meta[@name='cXenseParse:recs:publishtime']/@content"
    keywords = "//meta[@name='cXenseParse:mdc-keywords']/@content"
