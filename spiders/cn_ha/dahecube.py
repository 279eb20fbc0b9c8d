"""大河财立方 — JSON 接口，页面只是外壳. A (RSSHub, 2026-04); channels: 豫股, 财经, 金融."""

from crawler.families.json_list import JsonListSpider


class DahecubeSpider(JsonListSpider):
    name = "dahecube"
    outlet = "大河财立方"
    region = "CN-HA"
    lists = tuple(f"https://app.dahecube.com/napi/news/pc/list#{channel}" for channel in (2, 4, 5))
    list_body = '{"channelid": %(channel)s, "pno": %(page)s, "psize": 15}'
    list_type = "application/x-www-form-urlencoded"
    items = "data.items"
    item_url = "https://www.dahecube.com/article.html?artid={recid}"
    item_date = "pubtime"
    item_source = "source"
    detail = "https://app.dahecube.com/napi/news/pc/artinfo"
    detail_body = '{{"artid": {recid}}}'
    detail_html = "data.content"
