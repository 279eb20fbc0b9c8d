"""民营经济报（羊城晚报集团）— 方正经典版面. A (public scraper, 2023-04)."""

from crawler.families.founder_classic import FounderClassicSpider


class MyjjbSpider(FounderClassicSpider):
    name = "myjjb"
    outlet = "民营经济报"
    region = "CN-GD"
    paper = "http://ep.ycwb.com/epaper/myjj"
    first_page = "node_1.htm"
    body = "//*[@id='list']/div/div[2]/p"
