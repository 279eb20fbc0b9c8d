"""F1b, an older founder layout: /20261122/html/index.htm, page_02.htm, page_02_content_000.htm."""

from __future__ import annotations

from crawler.families.epaper import EpaperSpider


class FounderIndexSpider(EpaperSpider):
    """About twenty papers."""

    family = "founder_index"
    issue = "/{date:%Y%m%d}/html/"
    first_page = "index.htm"
    page_url = r"/html/(?:index|page_\d+)\.html?"
    article_url = r"/html/(?:index|page_\d+)(?:_\d+)?_content_\w+\.html?"
    keep_query = ()

    kicker = ".bmnr_con_yinti"
    title = (".bmnr_con_biaoti", "//founder-title", "h1")
    subtitle = ".bmnr_con_futi"
    body = (".bmnr_con_con", "//founder-content", "#ozoom")
