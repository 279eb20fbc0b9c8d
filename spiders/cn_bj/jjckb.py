"""经济参考报 — 方正经典版面. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class JjckbSpider(FounderClassicSpider):
    name = "jjckb"
    outlet = "经济参考报"
    region = "CN-BJ"
    paper = "http://dz.jjckb.cn/www/pages/webpage2009"
    first_page = "node_2.htm"
    title = "td.hei16b"
    body = "td.black14 p"
