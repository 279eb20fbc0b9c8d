"""内蒙古商报 — edition 版面，别处未见. A (public scraper, 2023-04)."""

from crawler.families.epaper import EpaperSpider


class NmgsbSpider(EpaperSpider):
    name = "nmgsb"
    outlet = "内蒙古商报"
    region = "CN-NM"
    paper = "http://szb.nmgsb.com.cn"
    issue = "/content/{date:%Y-%m/%d}/"
    first_page = "edition6145_1.html"
    page_url = r"/edition\w+\.html"
    article_url = r"/\d\w*\.html"
    title = "div.clearfix"
    body = "div.content"
