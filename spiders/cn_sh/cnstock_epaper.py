"""上海证券报 数字报 — 方正经典版面. B: address shape of 2026, an old body selector."""

from crawler.families.founder_classic import FounderClassicSpider


class CnstockEpaperSpider(FounderClassicSpider):
    name = "cnstock_epaper"
    outlet = "上海证券报"
    region = "CN-SH"
    paper = "https://paper.cnstock.com"
    body = ("#qmt_content_div", "//founder-content")
