"""西岭财讯（样本报）— 列表是 JSON 接口。"""

from crawler.families.json_list import JsonListSpider


class SampleXilingSpider(JsonListSpider):
    name = "sample_xiling"
    outlet = "西岭财讯"
    region = "CN-SC"
    lists = "http://www.xiling.example/api/ajax/getlist?cid=7&page={page}&pagesize=3"
    max_lists = 5
    items = "data.list"
    item_title = "NewsTitle"
    item_date = "CreateDate"
    item_author = "NewsAuthor"
    item_source = "NewsSource"

    title = ".title h1"
    body = ".multiText"
    date = ".names em"
    author = ".names .author"
