"""星洲日报 财经. A (RSSHub, 2026-04); the category's address is a guess."""

from crawler.families.portal import PortalSpider


class SinchewFinSpider(PortalSpider):
    name = "sinchew_fin"
    outlet = "星洲日报"
    region = "MY"
    lists = "https://www.sinchew.com.my/category/财经"
    links = ".title .internalLink"
    body = ".article-page-content"
    date = "//meta[@property='article:published_time']/@content"
    remove = (".ads-frame", ".read-more-msg")
