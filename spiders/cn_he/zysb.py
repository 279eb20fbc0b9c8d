"""中原商报（邯郸）— 方正新版面. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class ZysbSpider(FounderLayoutSpider):
    name = "zysb"
    outlet = "中原商报"
    region = "CN-HE"
    paper = "http://szb.handannews.com.cn/sbpaper/pc"
    first_page = "node_02.html"
