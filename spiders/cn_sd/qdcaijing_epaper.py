"""青岛财经日报 数字报 — 方正经典版面。

Evidence A: public scrapers of 2019 (epaper.qdcaijing.com) and 2023-04 (www.qdcaijing.cn).
"""

from crawler.families.founder_classic import FounderClassicSpider


class QdcaijingEpaperSpider(FounderClassicSpider):
    name = "qdcaijing_epaper"
    outlet = "青岛财经日报"
    region = "CN-SD"
    paper = "http://www.qdcaijing.cn/paper/cjrb"
    first_page = "node_2.htm"
    title = "h3.txtc"
    body = "p.info_p"
    byline = "p.txtc > span"
    images = "div.coin-slider img"
