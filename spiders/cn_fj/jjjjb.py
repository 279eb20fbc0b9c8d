"""晋江经济报 — 方正新版面变体. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class JjjjbSpider(FounderLayoutSpider):
    name = "jjjjb"
    outlet = "晋江经济报"
    region = "CN-FJ"
    paper = "http://www.jjjjb.com.cn/pc"
    issue = "/col/{date:%Y%m/%d}/"
    first_page = "node_1b.html"
