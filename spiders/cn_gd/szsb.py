"""深圳商报 — 方正新版面. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class SzsbSpider(FounderLayoutSpider):
    name = "szsb"
    outlet = "深圳商报"
    region = "CN-GD"
    paper = "http://szsb.sznews.com/PC"
    first_page = "node_A01.html"
    title = "div.newsdetatit"
    images = "div.newsdetatext img"
