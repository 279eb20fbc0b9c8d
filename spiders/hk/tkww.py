"""大公文匯網 財經 — 靜態 JSON，由欄目表得列表. A (RSSHub, 2026-04)."""

from crawler.families.json_list import JsonListSpider


class TkwwSpider(JsonListSpider):
    name = "tkww"
    outlet = "大公文匯網"
    region = "HK"
    script = "hant"
    menu = "https://www.tkww.hk/columns.json"
    menu_names = ("財經",)
    menu_list = "https://www.tkww.hk/columns/{uuid}/tkww/app/stories.json"
    items = "data.stories"
    item_date = "publishTime"
    item_keywords = "keywords"
    detail = "{jsonUrl}"
    detail_html = "data.content"
