"""四川经济日报 — Media/Page/Article 版面. A (public scraper, 2024)."""

from crawler.families.media_aid import MediaAidSpider


class ScjjrbSpider(MediaAidSpider):
    name = "scjjrb"
    outlet = "四川经济日报"
    region = "CN-SC"
    paper = "http://epaper.scjjrb.com/Media/scjjrb"
    title = ("div.article-title", "h1", "h2")
    body = "div.article-cont"
