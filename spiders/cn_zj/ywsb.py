"""义乌商报 — 2024 年起方正新版面，此前经典. A (scrapers of 2023 and 2024); day of the move not known."""

from crawler.families.founder_layout import FounderLayoutSpider


class YwsbSpider(FounderLayoutSpider):
    name = "ywsb"
    outlet = "义乌商报"
    region = "CN-ZJ"
    paper = "http://szb1.ywcity.cn"
    first_page = "node_01.html"
    body = ("//founder-content", "#ozoom")
    before = {
        "2024-01-01": {
            "paper": "http://szb.ywcity.cn",
            "issue": "/html/{date:%Y-%m/%d}/",
            "first_page": "node_2.htm",
        }
    }
