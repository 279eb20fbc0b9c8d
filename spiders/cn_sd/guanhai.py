"""观海新闻 — 青岛日报社门户. A (RSSHub, 2026-04); the list is the front page."""

from crawler.families.portal import PortalSpider


class GuanhaiSpider(PortalSpider):
    name = "guanhai"
    outlet = "观海新闻"
    region = "CN-SD"
    lists = "https://www.guanhai.com.cn/"
    links = (".pic-summary .title a", "a.title")
    list_date = ".time"
    body = (".article-content", ".video-content")
    source = ".source"
    date = ".date"
