"""北京商报网 — JSON 列表. A (public scraper, 2019): old, look again before relying on it."""

from crawler.families.json_list import JsonListSpider


class BbtnewsSpider(JsonListSpider):
    name = "bbtnews"
    outlet = "北京商报"
    region = "CN-BJ"
    lists = "http://api.bbtnews.com.cn/v1/index.php?controller=home&action=get_list&page={page}&size=22"
    items = "data"
    item_date = "published"
    item_author = "author"
    title = "div.article-hd h3"
    body = "#pageContent"
