"""科技金融时报 — 方正经典，浙江在线皮肤. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class KjjrsbSpider(FounderClassicSpider):
    name = "kjjrsb"
    outlet = "科技金融时报"
    region = "CN-ZJ"
    paper = "http://kjb.zjol.com.cn"
    entry = "/paperindex.htm"
    first_page = "node_2697.htm"
    title = ("div.main-article-alltitle", ".main-article-title")
    body = ("div.main-article-con", ".main-article-content")
