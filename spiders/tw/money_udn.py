"""經濟日報 money.udn — 列表與 JSON-LD.

A- (public code); list times lack the year, VIP stories lead elsewhere.
"""

from crawler.families.portal import PortalSpider


class MoneyUdnSpider(PortalSpider):
    name = "money_udn"
    outlet = "經濟日報"
    region = "TW"
    script = "hant"
    lists = ("https://money.udn.com/rank/pv/1001/5591/1", "https://money.udn.com/money/cate/5591")
    article_url = r"money\.udn\.com/money/story/\d+/\d+"
    keep_query = ()
    links = "ul.story-list-holder li.story-headline-wrapper a"
    body = (".article-content__editor", ".article-body__editor")
    author = ".article-content__author"
