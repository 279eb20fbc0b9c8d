"""青岛财经网 首页新闻 — 门户。

Evidence B: a citation of 2015 gives the address shape; the page is known from its text only
(breadcrumb, 责任编辑 line, comment widget, captcha prompt), so no body selector is claimed.
"""

from crawler.families.portal import PortalSpider


class QdcaijingWebSpider(PortalSpider):
    name = "qdcaijing_web"
    outlet = "青岛财经网"
    region = "CN-SD"
    lists = "http://www.qdcaijing.com/"
    article_url = r"/20\d{2}/\d{4}/\d+\.s?html"
