"""AASTOCKS 阿思達克 重點新聞. A (RSSHub, 2026-04); article address a guess, the time stands in a script."""

from crawler.families.portal import PortalSpider


class AastocksSpider(PortalSpider):
    name = "aastocks"
    outlet = "AASTOCKS"
    region = "HK"
    script = "hant"
    lists = "http://www.aastocks.com/tc/stocks/news/aafn/top-news"
    article_url = r"aastocks\.com/tc/stocks/news/aafn-con(?:tent)?/NOW\.\d+"
    links = ".newshead4 a"
    body = (".newscontent5", ".newscontent4")
    date = """string(substring-before(substring-after(//script[contains(., "dt:'")], "dt:'"), "'"))"""
