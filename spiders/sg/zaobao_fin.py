"""联合早报 财经 — 两套版面，随访客所在地. A (RSSHub, 2026-04)."""

from crawler.families.portal import PortalSpider


class ZaobaoFinSpider(PortalSpider):
    name = "zaobao_fin"
    outlet = "联合早报"
    region = "SG"
    lists = "https://www.zaobao.com/finance/realtime"
    hosts = ("www.zaobao.com.sg",)
    links = (".card-listing .card .content-header a", "[data-testid='article-list'] article a.article-link")
    body = (".articleBody", ".article-body")
    remove = ("astro-island", ".further-reading", ".read-on-app-cover")
