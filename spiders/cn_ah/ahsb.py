"""安徽商报 — 方正新版面. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class AhsbSpider(FounderLayoutSpider):
    name = "ahsb"
    outlet = "安徽商报"
    region = "CN-AH"
    paper = "https://ahsbszb.ahnews.com.cn/pc"
    first_page = "node_01.html"
    title = "h2"
    body = "#ozoom founder-content p"
