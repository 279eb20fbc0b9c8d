"""羊城晚报 金羊财富、大湾区. A (RSSHub, 2026-04); the author stands in an HTML comment."""

from crawler.families.app_if import AppIfSpider


class YcwbMoneySpider(AppIfSpider):
    name = "ycwb_money"
    outlet = "羊城晚报"
    region = "CN-GD"
    lists = tuple(
        f"https://6api.ycwb.com/app_if/jy/getArticles?nodeid={node}&pagesize=15" for node in (633, 100418)
    )
    body = ".main_article"
    author = (
        "string(substring-before(substring-after(//comment()[contains(., '<author>')], '<author>'), '<'))"
    )
