"""财经网 滚动 — JSON 列表. A (RSSHub, 2026-04); list dates lack the year."""

from crawler.families.json_list import JsonListSpider


class CaijingSpider(JsonListSpider):
    name = "caijing"
    outlet = "财经网"
    region = "CN-BJ"
    lists = (
        "https://roll.caijing.com.cn/json/lists1.json",
        "https://roll.caijing.com.cn/ajax_lists.php?modelid=0",
    )
    item_date = "published"
    item_section = "cat"
    body = ".article-content"
    byline = (".editor", "#editor_baidu")
    keywords = ".news_keywords span"
