"""有線新聞 — WordPress. A (RSSHub, 2026-04); the category's number comes from its menu."""

from crawler.families.wp_json import WpJsonSpider


class IcableSpider(WpJsonSpider):
    name = "icable"
    outlet = "有線新聞"
    region = "HK"
    script = "hant"
    menu = "https://www.i-cable.com/wp-json/wp/v2/categories?per_page=100"
    menu_names = ("財經新聞", "財經")
    menu_list = "https://www.i-cable.com/wp-json/wp/v2/posts?_embed=1&per_page=20&categories={id}&page={page}"
