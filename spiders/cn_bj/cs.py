"""中证网 — TRS. A (RSSHub, 2026-04); GBK and UTF-8 pages side by side."""

from crawler.families.trs import TrsSpider


class CsSpider(TrsSpider):
    name = "cs"
    outlet = "中国证券报"
    region = "CN-BJ"
    lists = tuple(f"https://www.cs.com.cn/{section}/" for section in ("xwzx/hg", "ssgs/gsxw", "gppd", "tzjj"))
    article_url = r"cs\.com\.cn/.+/t\d{8}_\d+\.html"
    links = "ul.ch_type3_list li a"
    title = "article.cont_article header h1"
    body = "article.cont_article section"
    byline = "div.artc_info em"
    date = "div.artc_info time"
    breadcrumbs = "div.artc_route div a"
