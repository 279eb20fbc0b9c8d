"""南方都市报 奥一网 — JSON 列表，文章三种版面. A- (RSSHub, 2026-04); pictures are lazy."""

from crawler.families.json_list import JsonListSpider


class OeeeeSpider(JsonListSpider):
    name = "oeeee"
    outlet = "南方都市报"
    region = "CN-GD"
    lists = "https://www.oeeee.com/api/channel.php?m=Js4channelNews&a=newLatest&cid=170"
    items = "data"
    item_url = "linkurl"
    item_date = "datetime"
    item_author = "author"
    body = (".post-cont", ".content", ".article-conten")
    date = ".introduce"
