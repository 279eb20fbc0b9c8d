"""港灣財經: a Traditional-script portal with JSON-LD; older pages are Big5 and say so wrongly or not."""

from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from crawler.sample_press.site import SampleSite, paragraphs

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.sample_press.content import Paper, Story

_CHARSETS = {  # case of a story → (encoding of the bytes, meta tag, Content-Type)
    "": ("utf-8", '<meta charset="utf-8">', "text/html; charset=utf-8"),
    "big5-hkscs bytes, no charset anywhere": ("big5hkscs", "", "text/html"),
    "big5 bytes, header says iso-8859-1": ("big5hkscs", "", "text/html; charset=iso-8859-1"),
}
_LISTS = {"sran008": ("即時財經", "大灣區"), "sran011": ("專欄",)}


def build(paper: Paper, now: datetime) -> SampleSite:
    """Return the site: two lists, relative links, slugs behind the article's number."""
    site = SampleSite(paper, now)
    site.robots("/member/")
    for path, sections in _LISTS.items():
        rows = [story for story in paper.stories if story.section in sections]
        site.page(f"/{path}", _list(rows, sections[0]))
    for story in paper.stories:
        path = _path(story)
        encoding, meta, content_type = _CHARSETS[story.charset_case]
        site.page(path, _article(site, story, meta), encoding=encoding, content_type=content_type)
        site.expect(path, story, precision="minute")
    return site


def _path(story: Story) -> str:
    return f"/article/{story.key}/{quote(story.title, safe='')}"


def _list(stories: list[Story], name: str) -> str:
    rows = "".join(
        f'<div class="listing-widget"><div class="listing-title"><a href="{_path(story)}">'
        f'{escape(story.title)}</a></div><span class="share-button" data-url="/article/{story.key}/"></span></div>'
        for story in stories
    )
    return f"""<!DOCTYPE html><html lang="zh-HK"><head><meta charset="utf-8"><title>{name} - 港灣財經</title></head><body>
<ul class="menu"><li><a href="/sran008">即時財經</a></li><li><a href="/sran011">專欄</a></li><li><a href="/member/login">會員登入</a></li></ul>
<div class="main-listing-container">{rows}</div><footer>港灣財經有限公司 版權所有 不得轉載</footer></body></html>"""


def _article(site: SampleSite, story: Story, meta: str) -> str:
    published = story.published(site.now)
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": story.title,
        "author": {"@type": "Person", "name": story.author},
        "publisher": {"@type": "Organization", "name": "港灣財經"},
    }
    shown = f"{published:%Y/%m/%d %H:%M}"
    if story.special == "relative":
        shown = f"{story.age_minutes // 60}小時前"
    else:
        data["datePublished"] = published.isoformat()
    wall = ""
    if story.special == "paywalled":
        data["isAccessibleForFree"] = False
        wall = '<div class="paywall-box"><h3>訂閱會員專享內容</h3><p>尚餘 82% 內容，登入或訂閱後可閱讀全文。</p><a href="/member/login">立即登入</a></div>'
    return f"""<!DOCTYPE html><html lang="zh-HK"><head>{meta}<title>{escape(story.title)} - 港灣財經 - {story.section}</title>
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head><body>
<ul class="breadcrumb"><li><a href="/">港灣財經</a></li><li><a href="/sran008">{story.section}</a></li></ul>
<h1 class="article-headline">{escape(story.title)}</h1>
<div class="article-info"><span class="date">發布時間: {shown}</span> <span class="author">撰文：{story.author}</span></div>
<div class="article-detail-body-container">
{paragraphs(story.paragraphs, indent="")}
{wall}</div>
<div class="contentTags-container"><span class="hotkey-container"><a href="/tag/1">財經</a></span><span class="hotkey-container"><a href="/tag/2">本地</a></span></div>
<div class="app-promo">立即下載港灣財經手機程式，緊貼市況</div>
<footer>港灣財經有限公司 版權所有 不得轉載</footer></body></html>"""
