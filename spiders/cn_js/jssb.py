"""江苏商报（南京）— 方正经典版面. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class JssbSpider(FounderClassicSpider):
    name = "jssb"
    outlet = "江苏商报"
    region = "CN-JS"
    paper = "http://jssb.njdaily.cn"
    first_page = "node_667.htm"
    kicker = "#pretitle"
    title = "#maintitle"
    body = "div.infoContent"
