"""中央社 產經與證券 — JSON 列表. A (RSSHub, 2026-04)."""

from crawler.families.json_list import JsonListSpider


class CnaSpider(JsonListSpider):
    name = "cna"
    outlet = "中央社"
    region = "TW"
    script = "hant"
    lists = tuple(
        f"https://www.cna.com.tw/cna2018api/api/WNewsList#{category}" for category in ("aie", "asc")
    )
    list_body = '{"action": "0", "category": "%(channel)s", "pagesize": 20, "pageidx": %(page)s}'
    article_url = r"cna\.com\.tw/news/(?:aie|asc)/\d{12}\.aspx"
    items = "ResultData.Items"
    item_url = "PageUrl"
    item_title = "HeadLine"
    item_date = "CreateTime"
    body = "//div[contains(@class,'paragraph')][1]"
    images = ".fullPic"
    keywords = "//meta[@property='article:tag']/@content"
    remove = ("div.SubscriptionInner", ".gmailNews")
