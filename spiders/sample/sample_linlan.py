"""临澜经济报（样本报）— 方正经典版面，GBK。"""

from crawler.families.founder_classic import FounderClassicSpider


class SampleLinlanSpider(FounderClassicSpider):
    name = "sample_linlan"
    outlet = "临澜经济报"
    region = "CN-SD"
    paper = "http://epaper.linlan.example/lljj"

    kicker = "//founder-subtitle"
    subtitle = "//td[@class='font02'][not(*)]"
    byline = "//founder-author"
