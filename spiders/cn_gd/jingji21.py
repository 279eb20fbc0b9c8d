"""21世纪经济报道（21jingji.com；类名不能以数字开头）.

A (RSSHub, 2026-04); lists need the token its own pages ask for.
"""

from crawler.families.json_list import JsonListSpider


class Jingji21Spider(JsonListSpider):
    name = "jingji21"
    outlet = "21世纪经济报道"
    region = "CN-GD"
    auth_url = "https://m.21jingji.com/reader/cbhChannelAuth"
    auth_path = "token"
    menu = "https://static.21jingji.com/m/webMenu.json"
    menu_names = ("热点", "金融", "宏观", "大湾区")
    menu_list = "https://m.21jingji.com{api|children.0.api}?short={url_end}&type=json&page={page}"
    item_date = "inputtime"
    item_author = "author"
    item_source = "source"
    title = "div.titleHead h1"
    body = ("div.main_content", "div.txtContent")
    date = "div.author-infos span"
    remove = ("div.rela-box", "div.copyright")
