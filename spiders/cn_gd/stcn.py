"""证券时报网 — 门户。

Evidence A: RSSHub route of 2026-04. List dates lack the year; the article page has it.
"""

from crawler.families.portal import PortalSpider


class StcnSpider(PortalSpider):
    name = "stcn"
    outlet = "证券时报"
    region = "CN-GD"
    lists = tuple(f"https://www.stcn.com/article/list/{code}.html" for code in ("yw", "gs", "company"))
    article_url = r"stcn\.com/article/detail/\d+\.html"
    links = "ul.infinite-list div.tt a"
    list_date = "div.info span:last-child"
    title = "div.detail-title"
    body = "div.detail-content"
    source = "div.detail-info span:first-child"
    date = "div.detail-info span:last-child"
