"""每日经济新闻 — 门户。

Evidence A: RSSHub route of 2026-04. Some list links lead to other hosts: not followed.
"""

from crawler.families.portal import PortalSpider


class NbdSpider(PortalSpider):
    name = "nbd"
    outlet = "每日经济新闻"
    region = "CN-SC"
    lists = tuple(f"https://www.nbd.com.cn/columns/{column}/" for column in (2, 3, 5, 332))
    article_url = r"nbd\.com\.cn/articles/\d{4}-\d{2}-\d{2}/\d+\.html"
    links = ".u-news-title a"
    body = ".g-articl-text"
