"""东南商报（宁波）— 方正经典版面. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class DnsbSpider(FounderClassicSpider):
    name = "dnsb"
    outlet = "东南商报"
    region = "CN-ZJ"
    paper = "http://daily.cnnb.com.cn/dnsb"
    first_page = "node_157.htm"
    title = "p.title1"
    body = "td.content_tt"
