"""闽澜财经（样本报）— RSS 与站点地图。"""

from crawler.families.feed import FeedSpider


class SampleMinlanSpider(FeedSpider):
    name = "sample_minlan"
    outlet = "闽澜财经"
    region = "CN-FJ"
    lists = ("http://news.minlan.example/rss/finance.xml", "http://news.minlan.example/sitemap.xml")
    keep_query = ()

    title = "h1.article-title"
    body = ".article-content"
