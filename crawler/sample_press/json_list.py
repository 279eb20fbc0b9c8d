"""西岭财讯: the list is a JSON interface, the article a page of HTML."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING

from crawler.sample_press.site import SampleSite, paragraphs

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.sample_press.content import Paper, Story

_PER_PAGE = 3


def build(paper: Paper, now: datetime) -> SampleSite:
    """Return the site: three pages of the list, then an empty one."""
    site = SampleSite(paper, now)
    site.robots("/api/private/")
    stories = paper.stories
    for page in range(1, len(stories) // _PER_PAGE + 3):
        rows = [_row(story) for story in stories[(page - 1) * _PER_PAGE : page * _PER_PAGE]]
        more = page * _PER_PAGE < len(stories)
        answer = {"code": 200, "msg": "ok", "data": {"list": rows, "total": len(stories), "hasMore": more}}
        site.page(
            f"/api/ajax/getlist?cid=7&page={page}&pagesize={_PER_PAGE}",
            json.dumps(answer, ensure_ascii=page == 1),
            content_type="application/json",
        )
    for story in stories:
        path = f"/news/{story.key}.html"
        site.page(path, _article(story))
        site.expect(path, story, precision="minute")
    return site


def _row(story: Story) -> dict[str, str]:
    return {
        "NewsID": story.key,
        "NewsTitle": story.title,
        "url": f"/news/{story.key}.html",
        "NewsAuthor": story.author,
        "NewsSource": story.source,
        "CreateDate": story.date,
        "ChannelName": "区域",
        "NewsNotes": story.paragraphs[0][:60],
    }


def _article(story: Story) -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(story.title)}_西岭财讯</title>
<meta name="keywords" content="西岭财讯,区域,{escape(story.title[:6])}"><meta name="description" content="{escape(story.paragraphs[0][:80])}"></head><body>
<nav><a href="/">首页</a><a href="/news/quyu">区域</a><a href="/news/jinrong">金融</a><a href="/brief">快讯</a></nav>
<div class="title f-pr"><h1>{escape(story.title)}</h1><p class="names"><span>西岭财讯</span><em>{story.date[:16]}</em><span class="author">作者：{story.author.replace(" ", "、")}</span></p></div>
<div id="multi-text"><div class="multiText">
{paragraphs(story.paragraphs, indent="")}
</div><p class="m-smallshare">分享到微信 分享到微博</p></div>
<aside><h3>热门阅读</h3><ul><li><a href="/news/1.html">一周区域要闻速览</a></li><li><a href="/news/2.html">月度数据日历</a></li></ul></aside>
<footer>西岭财讯 蜀ICP备00000000号</footer></body></html>"""
