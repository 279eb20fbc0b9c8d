"""江岚商报: a digital newspaper in Founder's newer layout, with an issue calendar."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from crawler.sample_press.site import SampleSite, paragraphs
from crawler.text.clock import CHINA

if TYPE_CHECKING:
    from crawler.sample_press.content import Paper, Story


def build(paper: Paper, now: datetime) -> SampleSite:
    """Return the site: the newest weekly issue, found by its calendar or by going back from today."""
    site = SampleSite(paper, now)
    site.robots("/pc/admin/")
    day = paper.issue_date(now)
    layout, content = f"/pc/layout/{day:%Y%m/%d}", f"/pc/content/{day:%Y%m/%d}"
    site.page(
        "/",
        f"<html><head><title>江岚商报</title></head><body><script>window.location.href='{layout[1:]}/node_01.html'</script></body></html>",
    )
    pages = [(name, list(stories)) for name, stories in groupby(paper.stories, key=lambda story: story.page)]
    for month in {f"{d:%Y%m}" for d in (day, now.astimezone(CHINA).date())}:
        days = [d for d in (day - timedelta(weeks=1), day) if f"{d:%Y%m}" == month]
        periods = "".join(
            f"<period><period_name>第{d:%Y%m%d}期</period_name><period_date>{d:%Y-%m-%d}</period_date>"
            "<front_page>node_01.html</front_page></period>"
            for d in days
        )
        site.page(
            f"/pc/layout/{month}/period.xml",
            f'<?xml version="1.0" encoding="utf-8"?><period_list>{periods}</period_list>',
            content_type="text/xml",
        )
    for number, (name, stories) in enumerate(pages, 1):
        site.page(f"{layout}/node_{number:02}.html", _node(name, stories, [p for p, _ in pages], day))
        for story in stories:
            path = f"{content}/{story.key}.html"
            site.page(path, _article(story, name, day))
            site.expect(
                path, story, published_at=datetime.combine(day, time(0), tzinfo=CHINA), precision="day"
            )
    return site


def _node(name: str, stories: list[Story], names: list[str], day: datetime) -> str:
    pages = "".join(f'<li><a href="node_{n:02}.html">{other}</a></li>' for n, other in enumerate(names, 1))
    up = f"../../../content/{day:%Y%m/%d}"
    titles = "".join(
        f'<li class="clearfix"><a href="{up}/{story.key}.html"><span>{escape(story.title)}</span></a></li>'
        for story in stories
    )
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>江岚商报 {name}</title></head><body>
<div class="header"><span class="newspaper">江岚商报</span><span class="date">{day:%Y年%m月%d日}</span></div>
<div class="Therearing" id="list"><ul>{pages}</ul></div>
<div class="newslist" id="articlelist"><ul>{titles}</ul></div>
<div class="footer">江岚商报社版权所有</div></body></html>"""


def _article(story: Story, page: str, day: datetime) -> str:
    editor = f"<p>　　责任编辑 {story.editors[0]}</p>" if story.editors else ""
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(story.title)}</title></head><body>
<div class="header"><span class="newspaper">江岚商报</span><a href="/">首页</a> <a href="#">版面导航</a> <a href="#">标题导航</a></div>
<div class="newsdetatit"><h3 id="PreTitle">{escape(story.kicker)}</h3><h2 id="Title">{escape(story.title)}</h2><h3 id="SubTitle">{escape(story.subtitle)}</h3>
<p class="info"><span><date>{day:%Y-%m-%d}</date></span> <span>{page}</span> <span class="newsource">来源：江岚商报</span></p></div>
<div class="newsdetatext"><div id="ozoom"><founder-content><p>　　□ {story.byline}</p>
{paragraphs(story.paragraphs)}
{editor}</founder-content></div></div>
<div class="pagebar"><a href="#">上一篇</a> <a href="#">下一篇</a></div><div class="footer">江岚商报社版权所有</div></body></html>"""
