"""山东商报 — 方正经典版面. A (public scraper, 2023-04); the host is a bare address and port."""

from crawler.families.founder_classic import FounderClassicSpider


class SdsbSpider(FounderClassicSpider):
    name = "sdsb"
    outlet = "山东商报"
    region = "CN-SD"
    paper = "http://123.232.38.158:8888"
    first_page = "node_2.htm"
    title = ".tit"
    body = "div.text.textLR"
