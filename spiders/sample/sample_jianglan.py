"""江岚商报（样本报）— 方正新版面，有出版日历。"""

from crawler.families.founder_layout import FounderLayoutSpider


class SampleJianglanSpider(FounderLayoutSpider):
    name = "sample_jianglan"
    outlet = "江岚商报"
    region = "CN-JS"
    paper = "http://szb.jianglan.example/pc"
    calendar = "/layout/{date:%Y%m}/period.xml"
    source = ".newsource"
