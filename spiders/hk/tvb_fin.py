"""無綫新聞 財經 — JSON 帶全文. A (RSSHub, 2026-04)."""

from crawler.families.json_list import JsonListSpider


class TvbFinSpider(JsonListSpider):
    name = "tvb_fin"
    outlet = "無綫新聞"
    region = "HK"
    script = "hant"
    lists = "https://inews-api.tvb.com/news/entry/category?id=finance&lang=tc&limit=50&country=HK&page={page}"
    items = "content"
    item_url = "https://news.tvb.com/tc/finance/{id}"
    item_date = "publish_datetime"
    item_html = "desc"
    item_section = "category.0.title"
    item_keywords = "tags"
