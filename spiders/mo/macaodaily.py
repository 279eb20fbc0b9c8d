"""澳門日報 — 方正經典版面，只讀經濟版。

Evidence A: public scrapers. Served without a charset; before the day's issue is out the address is a 404.
"""

from crawler.families.founder_classic import FounderClassicSpider


class MacaodailySpider(FounderClassicSpider):
    name = "macaodaily"
    outlet = "澳門日報"
    region = "MO"
    script = "hant"
    paper = "https://www.macaodaily.com"
    first_page = "node_1.htm"
    page_names = "經濟|财经|財經|投資|金融|要聞"
