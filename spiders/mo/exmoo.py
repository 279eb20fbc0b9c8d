"""力報 Exmoo. B: article address only; the list is loaded by script, links in its page are few."""

from crawler.families.portal import PortalSpider


class ExmooSpider(PortalSpider):
    name = "exmoo"
    outlet = "力報"
    region = "MO"
    script = "hant"
    lists = "https://www.exmoo.com/hot"
    article_url = r"exmoo\.com/article/\d+\.html"
    remove = "#website_ad_type_2"
