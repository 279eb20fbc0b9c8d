"""經濟通 etnet — RSS. A- (public code): newsid is the identity; feeds may be old."""

from crawler.families.feed import FeedSpider


class EtnetSpider(FeedSpider):
    name = "etnet"
    outlet = "經濟通"
    region = "HK"
    script = "hant"
    lists = tuple(
        f"http://www.etnet.com.hk/www/tc/news/rss.php?section={section}"
        for section in ("editor", "special", "rumour", "commentary")
    )
    article_url = r"etnet\.com\.hk/www/tc/news/\w+\.php\?.*newsid="
    keep_query = ("category", "newsid")
    body = "div.DivNewsContent"
