"""山西市场导报 — shtml 版面. A (public scraper, 2023-04)."""

from crawler.families.shtml import ShtmlSpider


class SxscdbSpider(ShtmlSpider):
    name = "sxscdb"
    outlet = "山西市场导报"
    region = "CN-SX"
    paper = "http://epaper.sxrb.com/shtml/sxscdb"
    first_page = "vA1.shtml"
