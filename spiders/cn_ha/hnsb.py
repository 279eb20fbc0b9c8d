"""河南商报 — 方正经典版面. A (public scraper, 2023-04); no title selector is documented."""

from crawler.families.founder_classic import FounderClassicSpider


class HnsbSpider(FounderClassicSpider):
    name = "hnsb"
    outlet = "河南商报"
    region = "CN-HA"
    paper = "http://newpaper.dahe.cn/hnsb"
    first_page = "node_219.htm"
