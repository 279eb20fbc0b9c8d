"""厦门网 — TRS. A (RSSHub, 2026-04); its digital papers moved away in 2026-07."""

from crawler.families.trs import TrsSpider


class XmnnSpider(TrsSpider):
    name = "xmnn"
    outlet = "厦门网"
    region = "CN-FJ"
    lists = tuple(f"https://news.xmnn.cn/{section}/" for section in ("xmnn", "cjxw"))
    article_url = r"xmnn\.cn/.+/t\d{8}_\d+\.html?"
    links = "div#sort_body ul li a"
    title = ("div.cont-h", "div.tip h1")
    source = "span.cont-a-src a"
    date = ("span.time", "div.pubtime div.w")
