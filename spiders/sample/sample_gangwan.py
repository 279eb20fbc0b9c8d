"""港灣財經（樣本報）— 仿香港財經網站，繁體，部分頁面為 Big5。"""

from crawler.families.portal import PortalSpider


class SampleGangwanSpider(PortalSpider):
    name = "sample_gangwan"
    outlet = "港灣財經"
    region = "HK"
    script = "hant"
    lists = ("http://fin.gangwan.example/sran008", "http://fin.gangwan.example/sran011")
    links = ".main-listing-container .listing-title a"

    title = "h1.article-headline"
    body = ".article-detail-body-container"
    remove = ".paywall-box"
    date = ".article-info .date"
    author = ".article-info .author"
