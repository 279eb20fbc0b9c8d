"""鉅亨網 — JSON 列表。

Evidence A: public scrapers; the list's publishAt (Unix seconds) is a guess, the page's time is not.
"""

from crawler.families.json_list import JsonListSpider


class CnyesSpider(JsonListSpider):
    name = "cnyes"
    outlet = "鉅亨網"
    region = "TW"
    script = "hant"
    lists = tuple(
        f"https://api.cnyes.com/media/api/v1/newslist/category/{name}?limit=30&isCategoryHeadline=1"
        "&page={page}&startAt={week_ago}&endAt={now}"
        for name in ("headline", "tw_stock")
    )
    items = "items.data"
    item_url = "https://news.cnyes.com/news/id/{newsId}"
    item_date = "publishAt"
    date = "//time/@datetime"
