"""香港電台 財經新聞 — RSS 帶全文. A (RSSHub legacy route); 20 items."""

from crawler.families.feed import FeedSpider


class RthkFinSpider(FeedSpider):
    name = "rthk_fin"
    outlet = "香港電台"
    region = "HK"
    script = "hant"
    lists = "https://rthk9.rthk.hk/rthk/news/rss/c_expressnews_cfinance.xml"
    full_text = True
