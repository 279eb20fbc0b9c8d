"""東網 Money18 — 每日 JSON，未出則往前一日. A (RSSHub, 2026-04)."""

from crawler.families.json_list import JsonListSpider


class OnccMoney18Spider(JsonListSpider):
    name = "oncc_money18"
    outlet = "東網"
    region = "HK"
    script = "hant"
    lists = tuple(
        f"https://money18.on.cc/cnt/utf8/content/{{date:%Y%m%d}}/articleList/list_{section}_all.js"
        for section in ("exp", "int", "recagent", "ntlgroup", "pro")
    )
    item_url = "https://money18.on.cc/finnews/content/exp/{articleId}.html"
    item_date = "pubDate"
    item_author = "authorname"
    body = ".content"
    images = ".photo img"
