"""W1, WordPress: ``/wp-json/wp/v2/posts`` carries whole articles."""

from __future__ import annotations

from crawler.families.json_list import JsonListSpider


class WpJsonSpider(JsonListSpider):
    """Lists are ``…/wp-json/wp/v2/posts?_embed=1&per_page=20&categories=N&page={page}``."""

    family = "wp_json"
    items = ""
    item_url = "link"
    item_title = "title.rendered"
    item_date = "{date_gmt}Z"
    item_html = "content.rendered"
    item_section = "_embedded.wp:term.0.0.name"
    item_author = "_embedded.author.0.name"
