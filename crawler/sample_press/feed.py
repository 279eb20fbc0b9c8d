"""闽澜财经: an RSS feed and a gzipped news sitemap; addresses carry tracking keys."""

from __future__ import annotations

import gzip
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from crawler.sample_press.server import Answer
from crawler.sample_press.site import SampleSite, paragraphs

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.sample_press.content import Paper, Story


def build(paper: Paper, now: datetime) -> SampleSite:
    """Return the site; stories of the feed and of the sitemap overlap in one."""
    site = SampleSite(paper, now)
    site.robots("/search", sitemap="/sitemap.xml")
    in_feed = [story for story in paper.stories if story.channel == "rss"]
    in_map = [story for story in paper.stories if story.channel == "sitemap"] + in_feed[:1]
    site.page("/rss/finance.xml", _rss(site, in_feed), content_type="application/rss+xml; charset=utf-8")
    site.page(
        "/sitemap.xml",
        '<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        f"<sitemap><loc>{site.url('/sitemap-news.xml.gz')}</loc></sitemap></sitemapindex>",
        content_type="application/xml",
    )
    site.answers[site.url("/sitemap-news.xml.gz")] = Answer(
        gzip.compress(_sitemap(site, in_map).encode(), mtime=0), "application/x-gzip"
    )
    for story in paper.stories:
        path = f"/finance/{story.key}.html"
        for query in ("", "?utm_source=rss&utm_medium=feed"):
            site.page(path + query, _article(site, path, story))
        site.expect(path, story)
    return site


def _rss(site: SampleSite, stories: list[Story]) -> str:
    items = "".join(
        f"<item><title><![CDATA[{story.title}]]></title>"
        f"<link>{site.url(f'/finance/{story.key}.html')}?utm_source=rss&amp;utm_medium=feed</link>"
        f"<description><![CDATA[{story.paragraphs[0][:50]}……]]></description><author>{story.author}</author>"
        f"<pubDate>{format_datetime(story.published(site.now))}</pubDate></item>"
        for story in stories
    )
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>闽澜财经</title><link>{site.url("/")}</link><description>财经</description>{items}</channel></rss>'


def _sitemap(site: SampleSite, stories: list[Story]) -> str:
    urls = "".join(
        f"<url><loc>{site.url(f'/finance/{story.key}.html')}</loc><news:news><news:publication><news:name>闽澜财经</news:name>"
        "<news:language>zh-cn</news:language></news:publication>"
        f"<news:publication_date>{story.published(site.now).isoformat()}</news:publication_date>"
        f"<news:title>{escape(story.title)}</news:title></news:news></url>"
        for story in stories
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{urls}</urlset>'


def _article(site: SampleSite, path: str, story: Story) -> str:
    published = story.published(site.now).isoformat()
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="UTF-8"><title>{escape(story.title)} - 闽澜财经</title>
<link rel="canonical" href="{site.url(path)}"><meta property="og:title" content="{escape(story.title)}"><meta property="og:type" content="article">
<meta property="article:published_time" content="{published}"><meta name="author" content="{story.author}"></head><body>
<header><a href="/">闽澜财经</a><ul><li><a href="/finance/">财经</a></li><li><a href="/cross/">两岸</a></li><li><a href="/tea/">茶叶</a></li></ul></header>
<article><h1 class="article-title">{escape(story.title)}</h1>
<div class="article-meta"><span>{story.published(site.now):%Y-%m-%d %H:%M:%S}</span> <span>来源：{story.source}</span> <span>记者：{story.author}</span></div>
<div class="article-content">
{paragraphs(story.paragraphs, indent="")}
</div></article>
<div class="related"><h4>相关阅读</h4><ul><li><a href="/finance/1.html">乡镇经济观察专栏</a></li></ul></div>
<footer>Copyright © 闽澜财经 闽ICP备00000000号</footer></body></html>"""
