"""鲁南商报（临沂）— 方正新版面. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class LnsbSpider(FounderLayoutSpider):
    name = "lnsb"
    outlet = "鲁南商报"
    region = "CN-SD"
    paper = "https://lnsb.langya.cn/paper/pc"
    first_page = "node_01.html"
    title = "div.intro"
