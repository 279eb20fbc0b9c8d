"""经济导报 — Page/Articel 版面. A (public scraper, 2023-04)."""

from crawler.families.page_articel import PageArticelSpider


class JjdbSpider(PageArticelSpider):
    name = "jjdb"
    outlet = "经济导报"
    region = "CN-SD"
    paper = "http://jjdb.sdenews.com/jjdb/jjdb"
    first_page = "Page01NU.htm"
