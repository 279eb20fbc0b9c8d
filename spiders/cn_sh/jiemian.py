"""界面新闻 — 门户. A (RSSHub, 2026-04); the time is a Unix attribute."""

from crawler.families.portal import PortalSpider


class JiemianSpider(PortalSpider):
    name = "jiemian"
    outlet = "界面新闻"
    region = "CN-SH"
    lists = tuple(f"https://www.jiemian.com/lists/{number}.html" for number in (2, 9, 112))
    article_url = r"jiemian\.com/article/\w+\.html"
    title = "div.article-header h1"
    subtitle = "div.article-header p"
    body = "div.article-content"
    author = "span.author a"
    date = "//div[contains(@class,'article-info')]//@data-article-publish-time"
