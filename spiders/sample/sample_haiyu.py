"""海榆财经网（样本报）— 门户，列表分页；各种麻烦页面都在这里。"""

from crawler.families.portal import PortalSpider


class SampleHaiyuSpider(PortalSpider):
    name = "sample_haiyu"
    outlet = "海榆财经网"
    region = "CN-SD"
    lists = tuple(f"http://www.haiyu.example/{c}/index.html" for c in ("yaowen", "gongsi", "gonggao"))
    links = ".news-list h3 a"
    list_date = "span.time"
    next_list = ".pages a.next"

    title = "h1.title"
    body = "#content"
    date = ".info .date"
    source = ".info .source"
    next_page = ".pagebox a.nextpage"
