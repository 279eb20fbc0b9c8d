"""The pages of bench-crawl: 40 KB of Chinese each, all different, from the sample press's paragraphs."""
# ruff: noqa: E501 (markup, in lines as long as real pages have)

from __future__ import annotations

import random
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.sample_press.content import load_paper
from crawler.sample_press.press import PAPERS
from crawler.sample_press.server import Answer, PageServer

if TYPE_CHECKING:
    from crawler.sample_press.server import Asked

SIZE = 40_000
HOST = "www.bench.example"


def paragraphs() -> list[str]:
    """Return the simplified paragraphs of the sample press."""
    stories = [story for name in PAPERS for story in load_paper(name).stories]
    return [text for story in stories if story.script == "hans" for text in story.paragraphs]


def page(number: int, texts: list[str]) -> bytes:
    """Return article ``number``: a portal's page, a third of it text, the rest furniture and script."""
    draw = random.Random(number)
    chosen = draw.sample(texts, 14)
    title = f"{chosen[0][:18]}：第{number}号报道"
    links = "".join(
        f'<li><a href="/news/{draw.randrange(10**6)}.html" title="{escape(text[:22])}">{escape(text[:22])}</a>'
        f'<span class="time">11-{draw.randrange(10, 23)}</span></li>'
        for text in draw.sample(texts, 90)
    )
    body = "\n".join(f"<p>　　{escape(text, quote=False)}</p>" for text in chosen)
    html = f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}_基准财经网</title>
<meta name="keywords" content="财经,区域"><meta name="description" content="{escape(chosen[0][:60])}">
<style>.nav li{{float:left}} .side{{width:300px}} .ad{{display:none}}</style></head><body>
<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/yaowen/">要闻</a></li><li><a href="/gongsi/">公司</a></li></ul></div>
<div class="position">您的位置：<a href="/">首页</a> &gt; <a href="/yaowen/">要闻</a> &gt; 正文</div>
<div class="article"><h1>{title}</h1><div class="info"><span class="date">2026-11-20 09:{number % 60:02}:00</span>
<span class="source">来源：基准财经网</span></div><div class="content">{body}<p>基准财经网记者 周砚秋</p></div>
<p class="editor">责任编辑：林岱</p></div><div class="side"><h3>热点新闻</h3><ul>{links}</ul></div>
<div class="footer">基准财经网 版权所有 鲁ICP备00000000号</div>"""
    filler = SIZE - len(html.encode()) - 60
    script = "window.state={list:[" + "0.5,1,2.25," * (max(filler, 0) // 11) + "0]};"
    return f"{html}<script>{script}</script></body></html>".encode()


def serve(count: int) -> PageServer:
    """Return a server of ``count`` articles, a list that links them all, and robots.txt."""
    texts = paragraphs()
    pages = {f"/a/{n}.html": page(n, texts) for n in range(count)}
    items = "".join(f'<li><a href="/a/{n}.html">第{n}号报道</a></li>' for n in range(count))
    pages["/list.html"] = f'<html><meta charset="utf-8"><ul class="list">{items}</ul></html>'.encode()
    pages["/robots.txt"] = b"User-agent: *\nDisallow: /admin/\n"

    def answer(asked: Asked) -> Answer:
        body = pages.get(urlsplit(asked.url).path)
        return Answer(body) if body is not None else Answer(status=404)

    return PageServer(answer)
