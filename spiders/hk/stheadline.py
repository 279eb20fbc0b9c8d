"""星島頭條 財經. A (RSSHub, 2026-04); the list's address is a guess, the slug after the id changes."""

from crawler.families.portal import PortalSpider


class StheadlineSpider(PortalSpider):
    name = "stheadline"
    outlet = "星島頭條"
    region = "HK"
    script = "hant"
    lists = ("https://www.stheadline.com/realtime-finance", "https://www.stheadline.com/realtimenews")
    links = ".news-block .news-detail > a"
    body = ".content-body"
    date = "//meta[@property='article:published_time']/@content"
    keywords = "//meta[@name='keyword']/@content"
