"""北京商报 数字报 — 方正经典版面. A (public scraper, 2023-04); before: epaper.bjbusiness.com.cn."""

from crawler.families.founder_classic import FounderClassicSpider


class BbtEpaperSpider(FounderClassicSpider):
    name = "bbt_epaper"
    outlet = "北京商报"
    region = "CN-BJ"
    paper = "https://epaper.bbtnews.com.cn/site1/bjsb"
    first_page = "node_206.htm"
    title = "tr[valign=top] > td > strong"
    body = "#ozoom p"
