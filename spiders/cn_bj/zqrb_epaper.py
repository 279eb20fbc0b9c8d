"""证券日报 数字报 — 方正经典版面. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class ZqrbEpaperSpider(FounderClassicSpider):
    name = "zqrb_epaper"
    outlet = "证券日报"
    region = "CN-BJ"
    paper = "http://epaper.zqrb.cn"
    first_page = "node_2.htm"
    title = "h1"
    body = "div.neiyee p"
