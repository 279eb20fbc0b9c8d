"""江苏经济报 — 方正新版面，按 period.xml 找期. A (public scraper, 2024); since 2020-09 in this layout."""

from crawler.families.founder_layout import FounderLayoutSpider


class JsjjbSpider(FounderLayoutSpider):
    name = "jsjjb"
    outlet = "江苏经济报"
    region = "CN-JS"
    paper = "http://jsjjb.xhby.net/pc"
    calendar = "/layout/{date:%Y%m}/period.xml"
    body = ("//founder-content", "div#ozoom")
