"""智通财经 — JSON 列表，港股为主，简体. A (RSSHub, 2026-04); digetst-box is its spelling."""

from crawler.families.json_list import JsonListSpider


class ZhitongSpider(JsonListSpider):
    name = "zhitong"
    outlet = "智通財經"
    region = "HK"
    lists = tuple(
        f"https://www.zhitongcaijing.com/content/{market}.html?data_type=1&page={{page}}"
        for market in ("hkstock", "agu", "meigu")
    )
    items = "data"
    item_date = "create_time|original_time"
    item_author = "author_info.author_name"
    item_keywords = "keywords"
    body = ".news-body-content"
    subtitle = ".digetst-box"
    remove = "#subscribe-vip-box"
