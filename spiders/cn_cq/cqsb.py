"""重庆商报 — 方正新版面变体. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class CqsbSpider(FounderLayoutSpider):
    name = "cqsb"
    outlet = "重庆商报"
    region = "CN-CQ"
    paper = "https://e.chinacqsb.com"
    issue = "/html/{date:%Y%m/%d}/"
    first_page = "node_001.html"
    title = "div.intro"
