"""山西经济日报 — shtml 版面. A (public scraper, 2023-04)."""

from crawler.families.shtml import ShtmlSpider


class SxjjrbSpider(ShtmlSpider):
    name = "sxjjrb"
    outlet = "山西经济日报"
    region = "CN-SX"
    paper = "http://epaper.sxrb.com/shtml/sxjjrb"
