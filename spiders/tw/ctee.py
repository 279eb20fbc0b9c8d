"""工商時報 — JSON 列表. A (public scrapers); guarded: on a challenge it is left alone."""

from crawler.families.json_list import JsonListSpider


class CteeSpider(JsonListSpider):
    name = "ctee"
    outlet = "工商時報"
    region = "TW"
    script = "hant"
    lists = tuple(f"https://www.ctee.com.tw/api/category/{name}/{{page}}" for name in ("twmarket", "semi"))
    article_url = r"ctee\.com\.tw/news/\d+-\d+"
    item_url = "hyperLink"
    item_date = "publishDatetime"
    item_author = "author"
    body = ("div.article-wrap article", "div.entry-content")
    subtitle = ".sub-title"
    keywords = "li.taglist__item"
    author = "li.publish-author"
    date = ("//meta[@name='article:published_time']/@content", "li.publish-time")
