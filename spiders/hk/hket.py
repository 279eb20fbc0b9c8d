"""香港經濟日報 — 門戶，文章頁有 JSON-LD。

Evidence A: RSSHub route of 2026-04. Subscribers' stories show a teaser only: kept as partial.
"""

from crawler.families.portal import PortalSpider


class HketSpider(PortalSpider):
    name = "hket"
    outlet = "香港經濟日報"
    region = "HK"
    script = "hant"
    lists = tuple(f"https://{page}" for page in ("inews.hket.com/sran009", "china.hket.com/srac003"))
    article_url = r"\w+\.hket\.com/article/\d+"
    links = (".main-listing-container div.listing-title a", "//*[contains(@class,'share-button')]/@data-url")
    body = "div.article-detail-body-container"
    keywords = ".contentTags-container .hotkey-container > a"
