"""每日经济新闻 数字报 — shtml 版面. A (public scraper, 2023-04)."""

from crawler.families.shtml import ShtmlSpider


class NbdEpaperSpider(ShtmlSpider):
    name = "nbd_epaper"
    outlet = "每日经济新闻"
    region = "CN-SC"
    paper = "http://epaper.mrjjxw.com/shtml/mrjjxw"
    first_page = "index.shtml"
    title = "h1"
    body = "#content_div"
    images = "#art img"
