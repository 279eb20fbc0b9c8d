"""明報財經 — RSS. A (RSSHub, 2026-04)."""

from crawler.families.feed import FeedSpider


class MingpaoFinSpider(FeedSpider):
    name = "mingpao_fin"
    outlet = "明報"
    region = "HK"
    script = "hant"
    lists = tuple(
        f"https://news.mingpao.com/rss/{name}.xml" for name in ("ins/s00002", "ins/s00003", "pns/s00004")
    )
    article_url = r"mingpao\.com/(?:ins|pns)/.+/article/\d{8}/s\d{5}/\d+"
    body = (".txt4", ".article_content.line_1_5em", ".txt3")
    images = "a.fancybox"
    remove = ("div.ad300ins_m", "iframe")
