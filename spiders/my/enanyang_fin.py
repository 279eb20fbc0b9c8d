"""南洋商报 财经新闻. A- (public crawler, an older skin)."""

from crawler.families.portal import PortalSpider


class EnanyangFinSpider(PortalSpider):
    name = "enanyang_fin"
    outlet = "南洋商报"
    region = "MY"
    lists = "https://www.enanyang.my/category/财经新闻/page/{page}"
    article_url = r"enanyang\.my/news/\d{8}/\w+/\d+"
    links = ".cat-post-item a[href*='/news/']"
    title = ".post-content-title h1"
    body = ".entry-content p"
    date = ".entry-date"
