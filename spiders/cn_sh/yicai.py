"""第一财经 — JSON 列表。

Evidence A: RSSHub route of 2026-04. 区域 is the regional channel; VIP stories are teasers.
"""

from crawler.families.json_list import JsonListSpider


class YicaiSpider(JsonListSpider):
    name = "yicai"
    outlet = "第一财经"
    region = "CN-SH"
    lists = "https://www.yicai.com/api/ajax/getjuhelist?action=news&page={page}&pagesize=30"
    article_url = r"yicai\.com(?:/vip)?/(?:news|brief)/\d+\.html"
    item_title = "NewsTitle"
    item_date = "CreateDate"
    item_author = "NewsAuthor"
    item_source = "NewsSource"
    item_section = "ChannelName"
    body = ("#multi-text", ".multiText", ".txt")
    remove = ("h1", ".u-btn6", ".m-smallshare", ".topic-hot")
