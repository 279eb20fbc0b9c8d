"""长江商报（武汉）. B: the article address only, so all else is generic; ?aid= is the identity."""

from crawler.families.portal import PortalSpider


class CjsbSpider(PortalSpider):
    name = "cjsb"
    outlet = "长江商报"
    region = "CN-HB"
    lists = "http://www.changjiangtimes.com/"
    article_url = r"changjiangtimes\.com/(?:.*\?aid=\d+|20\d{2}/\d{2}/\d+\.html)"
