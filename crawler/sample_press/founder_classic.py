"""临澜经济报: a digital newspaper in Founder's classic layout, GBK: root → issue → pages → articles."""

from __future__ import annotations

from datetime import datetime, time
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.sample_press.site import WEEKDAYS, SampleSite, paragraphs
from crawler.text.clock import CHINA

if TYPE_CHECKING:
    from crawler.sample_press.content import Paper, Story

_META = '<meta http-equiv="Content-Type" content="text/html; charset={}" />'
_CHARSETS = {  # case of a story → (encoding of the bytes, meta tag, Content-Type)
    "": ("gb18030", _META.format("gb2312"), "text/html"),
    "gbk bytes, header says utf-8": ("gb18030", _META.format("gb2312"), "text/html; charset=utf-8"),
    "gb18030 character outside gbk, meta says gb2312": ("gb18030", _META.format("gb2312"), "text/html"),
    "gbk bytes, no charset anywhere": ("gb18030", "", "text/html"),
}


def build(paper: Paper, now: datetime) -> SampleSite:
    """Return the site: the newest weekly issue, its last page holding advertisements only."""
    site = SampleSite(paper, now)
    site.robots("/lljj/admin/")
    day = paper.issue_date(now)
    folder = f"/lljj/html/{day:%Y-%m/%d}"
    date_line = f"{day:%Y年%m月%d日}　星期{WEEKDAYS[day.weekday()]}"
    entry = f'<html><head><META HTTP-EQUIV="REFRESH" CONTENT="0; URL=html/{day:%Y-%m/%d}/node_206.htm"></head><body></body></html>'
    for path in ("/lljj/", "/lljj/paperindex.htm"):
        site.page(path, entry, encoding="gb18030", content_type="text/html")

    pages = [(name, list(stories)) for name, stories in groupby(paper.stories, key=lambda story: story.page)]
    pages.append(("04版：广告", []))
    nodes = [f"node_{206 + number}.htm" for number in range(len(pages))]
    for number, (name, stories) in enumerate(pages):
        site.page(
            f"{folder}/{nodes[number]}",
            _node(name, stories, date_line, list(zip(nodes, (name for name, _ in pages), strict=True))),
            encoding="gb18030",
            content_type="text/html",
        )
        for story in stories:
            encoding, meta, content_type = _CHARSETS[story.charset_case]
            path = f"{folder}/{story.key}.htm"
            html = _article(story, name, date_line, nodes[number], meta)
            for query in ("", "?div=-1"):
                site.page(path + query, html, encoding=encoding, content_type=content_type)
            site.expect(
                path, story, published_at=datetime.combine(day, time(0), tzinfo=CHINA), precision="day"
            )
    return site


def _node(name: str, stories: list[Story], date_line: str, pages: list[tuple[str, str]]) -> str:
    page_links = "".join(
        f'<tr><td class="default"><a id="pageLink" href="./{node}">{title}</a></td></tr>'
        for node, title in pages
    )
    areas = "".join(
        f'<area shape="polygon" coords="10,{90 * n},410,{90 * n},410,{90 * n + 80}" href="{story.key}.htm?div=-1">'
        for n, story in enumerate(stories)
    )
    titles = "".join(
        f'<tr><td class="default"><a href="{story.key}.htm?div=-1"><div style="display:inline" id="mp{n}">'
        f"{escape(story.title)}</div></a></td></tr>"
        for n, story in enumerate(stories)
    )
    return f"""<html><head>{_META.format("gb2312")}<title>{name}-临澜经济报</title></head><body>
<table id="logoTable"><tr><td>临澜经济报数字报</td><td>{date_line}</td></tr></table>
<map name="PagePicMap">{areas}</map><img src="../../../page/b_{name[:2]}.jpg" usemap="#PagePicMap">
<table id="bmdhTable">{page_links}</table><table id="main-ed-articlenav-list">{titles}</table>
<div class="foot">临澜经济报社版权所有 未经授权不得转载 鲁ICP备00000000号</div></body></html>"""


def _article(story: Story, page: str, date_line: str, node: str, meta: str) -> str:
    return f"""<html><head>{meta}<title>{escape(story.title)}-临澜经济报</title></head><body>
<table class="top"><tr><td><a href="{node}">{page}</a> | <a href="/lljj/">返回首页</a></td><td>{date_line}</td></tr></table>
<table id="article"><tr><td class="font02"><founder-subtitle>{escape(story.kicker)}</founder-subtitle></td></tr>
<tr><td class="font01"><strong><founder-title>{escape(story.title)}</founder-title></strong></td></tr>
<tr><td class="font02">{escape(story.subtitle)}</td></tr><tr><td class="font03"><founder-author>{story.byline}</founder-author></td></tr></table>
<div id="ozoom" style="ZOOM: 100%"><founder-content>
{paragraphs(story.paragraphs)}
</founder-content></div>
<table><tr><td><a href="{node}">上一篇</a>　<a href="{node}">下一篇</a>　<a href="javascript:zoom(1)">放大</a></td></tr></table>
<div class="foot">临澜经济报社版权所有 未经授权不得转载 鲁ICP备00000000号</div></body></html>"""
