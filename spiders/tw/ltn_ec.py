"""自由財經. A- (public code); the lists' addresses are guesses."""

from crawler.families.portal import PortalSpider


class LtnEcSpider(PortalSpider):
    name = "ltn_ec"
    outlet = "自由時報"
    region = "TW"
    script = "hant"
    lists = tuple(
        f"https://ec.ltn.com.tw/list/{name}" for name in ("strategy", "securities", "international")
    )
    article_url = r"ec\.ltn\.com\.tw/article/(?:breakingnews|paper)/\d+"
    title = "[data-desc='内文'] h1"
    body = ("[data-desc='内文'] div.text", "div.text")
    author = "span.author"
    date = "span.time"
