"""珠江商报（佛山顺德）— 方正经典版面. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class ZjsbSpider(FounderClassicSpider):
    name = "zjsb"
    outlet = "珠江商报"
    region = "CN-GD"
    paper = "http://epaper.sc168.com"
    first_page = "node_1.htm"
