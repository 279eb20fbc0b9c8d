"""中华工商时报 — uniflows 版面. A (public scraper, 2023-04)."""

from crawler.families.uniflows import UniflowsSpider


class CbtSpider(UniflowsSpider):
    name = "cbt"
    outlet = "中华工商时报"
    region = "CN-BJ"
    paper = "http://epaper.cbt.com.cn/epaper/uniflows"
