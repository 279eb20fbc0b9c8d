"""南方+ 财经 — app_if 一类接口. A (RSSHub, 2026-04); at most 20 articles a list."""

from crawler.families.app_if import AppIfSpider


class NfplusSpider(AppIfSpider):
    name = "nfplus"
    outlet = "南方+"
    region = "CN-GD"
    lists = (
        "https://api.nfapp.southcn.com/nfplus-manuscript-web/article/list"
        "?columnId=38&nfhSubCount=1&pageNum={page}&pageSize=20"
    )
    item_url = "http://pc.nfapp.southcn.com/{columnId}/{articleId}.html"
    only = {"articleType": (0,)}
    body = "#content"
    author = "//meta[@name='author']/@content"
    remove = (".article-nfh-icon", ".article-crumb", ".article-share", ".article-copyright")
