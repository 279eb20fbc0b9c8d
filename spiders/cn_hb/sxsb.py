"""三峡商报（宜昌）— 方正新版面变体. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class SxsbSpider(FounderLayoutSpider):
    name = "sxsb"
    outlet = "三峡商报"
    region = "CN-HB"
    paper = "http://epaper.cn3x.com.cn/sxsb"
    issue = "/column/{date:%Y%m/%d}/"
    first_page = "colA1.html"
