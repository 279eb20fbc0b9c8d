"""J2: the mobile interface of newspaper groups, ``/app_if/getArticles?columnId=…``."""

from __future__ import annotations

from crawler.families.json_list import JsonListSpider


class AppIfSpider(JsonListSpider):
    """Field names are the same in lower or upper case; ``artiles`` and ``arthorName`` are its spelling."""

    family = "app_if"
    items = "list|artiles|articles|data.list"
    item_url = "shareUrl|PUBURL|shareurl|url"
    item_title = "title|TITLE"
    item_date = "publishtime|PUBTIME|updateTime|publishTime"
    item_author = "arthorName|author"
    item_source = "source|SOURCE"
    item_section = "colName|NODENAME|columnName"
