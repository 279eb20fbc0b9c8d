"""第一财经日报 数字报 — 方正新版面. A (public scraper, 2023-04)."""

from crawler.families.founder_layout import FounderLayoutSpider


class YicaiEpaperSpider(FounderLayoutSpider):
    name = "yicai_epaper"
    outlet = "第一财经日报"
    region = "CN-SH"
    paper = "https://www.yicai.com/epaper/pc"
    issue = "/{date:%Y%m/%d}/"
    first_page = "node_A01.html"
    title = "div.newsdetatit h3"
    images = "div.newsdetatext img"
