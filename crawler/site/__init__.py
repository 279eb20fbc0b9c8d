"""NewsSpider: what a site declares, and how a crawl walks it.

lists → list items → article pages (joined when there are several) → ``Article`` with its draft.
A site file only sets the attributes of ``declaration``; a family (``crawler/families``) says how its lists
read.  What could not be fetched leaves as an ``Article`` with ``rejection`` set: nothing is lost silently.
"""

from crawler.site.articles import ListItem
from crawler.site.days import URL_DAY, fill_in, parse_day, url_day
from crawler.site.declaration import SELECTOR_FIELDS, Queries
from crawler.site.lists import NewsSpider, Tally, is_missing

__all__ = [
    "SELECTOR_FIELDS",
    "URL_DAY",
    "ListItem",
    "NewsSpider",
    "Queries",
    "Tally",
    "fill_in",
    "is_missing",
    "parse_day",
    "url_day",
]
