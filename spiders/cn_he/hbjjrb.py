"""河北经济日报 — 方正新版面变体. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class HbjjrbSpider(FounderLayoutSpider):
    name = "hbjjrb"
    outlet = "河北经济日报"
    region = "CN-HE"
    paper = "http://epaper.hbjjrb.com"
    issue = "/{date:%Y%m/%d}/"
    first_page = "node01.html"
