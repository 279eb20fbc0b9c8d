"""MoneyDJ 理財網. B: addresses only, so the page is read generically; ?a= is the identity."""

from crawler.families.portal import PortalSpider


class MoneydjSpider(PortalSpider):
    name = "moneydj"
    outlet = "MoneyDJ 理財網"
    region = "TW"
    script = "hant"
    lists = "https://www.moneydj.com/kmdj/news/newsreallist.aspx?a=mb010000"
    article_url = r"(?i)moneydj\.com/kmdj/news/newsviewer\.aspx\?a=[0-9a-f-]{36}"
    keep_query = ("a",)
