"""封面新闻 商业与四川频道.

A (RSSHub, 2026-04); the article's address shape is a guess, so none is required.
"""

from crawler.families.portal import PortalSpider


class ThecoverSpider(PortalSpider):
    name = "thecover"
    outlet = "封面新闻"
    region = "CN-SC"
    lists = tuple(f"https://www.thecover.cn/channel_{channel}" for channel in (4, 3560))
    links = "a.link-to-article"
    title = ".main-article h1"
    body = "section.article-content"
    author = ".props-of-title span:nth-of-type(1)"
    date = ".props-of-title span:nth-of-type(2)"
