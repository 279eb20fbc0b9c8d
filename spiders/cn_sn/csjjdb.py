"""城市经济导报（西安）— 方正新版面变体. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class CsjjdbSpider(FounderLayoutSpider):
    name = "csjjdb"
    outlet = "城市经济导报"
    region = "CN-SN"
    paper = "http://epaper.xiancn.com/csjjdb/pc"
    issue = "/html/{date:%Y%m/%d}/"
    first_page = "node_01.html"
