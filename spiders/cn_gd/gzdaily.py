"""广州日报客户端 — app_if 接口. A (RSSHub, 2026-04); said to be off late at night."""

from crawler.families.app_if import AppIfSpider


class GzdailySpider(AppIfSpider):
    name = "gzdaily"
    outlet = "广州日报"
    region = "CN-GD"
    lists = tuple(
        f"https://app.gzdaily.cn/app_if/getArticles?columnId={column}&page={{page}}"
        for column in (74, 371, 397)
    )
    only = {"newstype": (0, "0")}
    body = ".article"
    subtitle = ".abstract"
