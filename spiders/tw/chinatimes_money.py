"""中時新聞網 財經. A (RSSHub, 2026-04); article pages may need a browser: then they fail and say so."""

from crawler.families.portal import PortalSpider


class ChinatimesMoneySpider(PortalSpider):
    name = "chinatimes_money"
    outlet = "中時新聞網"
    region = "TW"
    script = "hant"
    lists = "https://www.chinatimes.com/money/?chdtv"
    article_url = r"chinatimes\.com/(?:realtimenews|newspapers)/\d{14}-\d{6}"
    keep_query = ()
    links = ".articlebox-compact .title a"
    body = ".article-body"
    date = "//time/@datetime"
    keywords = ".article-hash-tag a"
    remove = (".ad", "#donate-form-container", ".promote-word")
