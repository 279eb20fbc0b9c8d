"""now 財經新聞 — JSON 列表在雲端分發網. A (RSSHub, 2026-04); newsId is the identity."""

from crawler.families.json_list import JsonListSpider


class NowFinSpider(JsonListSpider):
    name = "now_fin"
    outlet = "now 新聞"
    region = "HK"
    script = "hant"
    lists = "https://d3sli7vh0lsda4.cloudfront.net/api/getNewsList?category=121&pageNo={page}&pageSize=20"
    hosts = ("news.now.com",)
    item_url = "https://news.now.com/home/finance/player?newsId={newsId}"
    item_date = "publishDate"
    item_keywords = "newsTags"
    body = ".newsLeading"
    keep_query = ("newsId",)
