"""甘肃经济日报 — 方正新版面变体. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class GsjjrbSpider(FounderLayoutSpider):
    name = "gsjjrb"
    outlet = "甘肃经济日报"
    region = "CN-GS"
    paper = "https://szb.gansudaily.com.cn/gsjjrb"
    issue = "/{date:%Y%m/%d}/"
    first_page = "col01.html"
    images = "div.attachment img"
