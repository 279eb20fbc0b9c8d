"""三立財經. A- (RSSHub, 2026-04): list selectors only, the article page is read generically."""

from crawler.families.portal import PortalSpider


class SetnFinSpider(PortalSpider):
    name = "setn_fin"
    outlet = "三立新聞網"
    region = "TW"
    script = "hant"
    lists = "https://www.setn.com/ViewAll.aspx?PageGroupID=2"
    article_url = r"(?i)setn\.com/News\.aspx\?.*NewsID=\d+"
    keep_query = ("NewsID",)
    links = "#NewsList .newsItems a"
