"""海榆财经网: a portal with paged lists, where most of what goes wrong on the web goes wrong."""

from __future__ import annotations

from html import escape
from itertools import accumulate
from typing import TYPE_CHECKING

from crawler.sample_press.content import Spam
from crawler.sample_press.site import SampleSite, links, paragraphs

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.sample_press.content import Paper, Story

_PER_PAGE = 4
_SPAM = Spam()
_CHALLENGE = (
    "<html><script>var arg1='6F3A9C0D51E24B7788A1C2D3E4F50617';function setCookie(name,value){document.cookie=name+"
    '"="+value+";path=/;";}var x=unsbox(arg1);setCookie(\'acw_sc__v2\',x);document.location.reload();</script></html>'
)
_HUGE = 30 * 1024 * 1024
TROUBLE = {  # link in the list → (its text, reason the page is rejected for)
    "./30291.html": ("水产批发商下单系统改版上线", "challenge"),
    "./30292.html": ("渔业互助保险费率调整公告发布", "redirect_loop"),
    "./30293.html": ("港区闲置仓库拍卖结果揭晓", "http_404"),
    "./30294.html": ("海榆统计年鉴全文刊发", "too_large"),
    "../neibu/30295.html": ("内部资料：会员单位通讯录更新", "robots"),
    "./30296.html": ("数据看板：当日到港船舶一览", "http_500"),
}


def build(paper: Paper, now: datetime) -> SampleSite:
    """Return the site: two paged channels, one without any article, and the pages that make trouble."""
    site = SampleSite(paper, now)
    site.robots("/neibu/")
    for channel in ("yaowen", "gongsi"):
        rows = [(f"./{story.key}.html", story.title, _shown(site, story)) for story in _of(paper, channel)]
        if channel == "gongsi":
            rows += [(href, text, "2026-11-13") for href, (text, _) in TROUBLE.items()]
        _lists(site, channel, rows)
    site.page(
        "/gonggao/index.html", _page("公告_海榆财经网", '<div class="list"><ul class="news-list"></ul></div>')
    )
    for story in paper.stories:
        _story(site, story)
    _trouble(site)
    return site


def _of(paper: Paper, channel: str) -> list[Story]:
    return [story for story in paper.stories if story.channel == channel]


def _shown(site: SampleSite, story: Story) -> str:
    """Return the date as the site writes it."""
    published = story.published(site.now)
    if story.special == "relative":
        return f"{story.age_minutes // 60}小时前"
    if story.special == "yearless":
        return f"{published:%m-%d %H:%M}"
    return f"{published:%Y-%m-%d %H:%M:%S}"


def _lists(site: SampleSite, channel: str, rows: list[tuple[str, str, str]]) -> None:
    parts = [rows[n : n + _PER_PAGE] for n in range(0, len(rows), _PER_PAGE)]
    for number, part in enumerate(parts):
        items = "".join(
            f'<li><h3><a href="{href}" title="{escape(title)}">{escape(title)}</a></h3><span class="time">{shown}</span></li>'
            for href, title, shown in part
        )
        following = (
            f'<a class="next" href="index_{number + 1}.html">下一页</a>'
            if number + 1 < len(parts)
            else "<span>尾页</span>"
        )
        body = (
            f'<div class="list"><ul class="news-list">{items}</ul><div class="pages">{following}</div></div>'
        )
        site.page(f"/{channel}/index{f'_{number}' if number else ''}.html", _page("要闻_海榆财经网", body))


def _story(site: SampleSite, story: Story) -> None:
    """Serve a story, on as many pages as it has."""
    path = f"/{story.channel}/{story.key}.html"
    texts, spam = story.paragraphs, _SPAM.texts
    injected: list[str] = []
    before = after = ""
    html = paragraphs(texts)
    match story.special:
        case "hacked":
            after = _random_divs(f"{spam['tail_label']}{links(_offsite(spam['tail']), '| ')}")
            injected = spam["tail"]
        case "hidden_spam":
            first, *rest = texts
            hidden = links(_offsite(spam["hidden"]), " ")
            html = "\n".join(
                (
                    paragraphs([first]),
                    f'<div style="position:absolute; left:-9999px; top:0">{hidden}</div>',
                    paragraphs(rest),
                    f'<p style="display:none">{escape(spam["hidden_more"])}</p>',
                )
            )
            injected = [*spam["hidden"], spam["hidden_more"]]
        case "inline_spam":
            anchor = f'<a href="http://ad.spammer.example/">{spam["inline"]}</a>，'
            html = html.replace("有百年的手艺，", f"有百年的手艺，{anchor}")
            injected = [spam["inline"]]
    parts = [html]
    if story.pages:
        ends = list(accumulate(story.pages))
        parts = [paragraphs(texts[end - size : end]) for size, end in zip(story.pages, ends, strict=True)]
    charset = (
        "text/html; charset=gb2312" if story.special == "mislabelled_header" else "text/html; charset=utf-8"
    )
    for number, part in enumerate(parts, 1):
        last = number == len(parts)
        content = _article(site, story, part, last=last, pager=_pager(story, number, len(parts)))
        name = path if number == 1 else path.replace(".html", f"_{number}.html")
        title = f"{story.title}_海榆财经网"
        site.page(
            name, _page(title, before + content, after, hant=story.script == "hant"), content_type=charset
        )
    precision = "minute" if story.special in ("yearless", "relative") else "second"
    site.expect(path, story, spam=injected, precision=precision)


def _article(site: SampleSite, story: Story, html: str, *, last: bool, pager: str) -> str:
    hant = story.script == "hant"
    crumbs = (
        "我的位置:首頁>文章詳情"
        if hant
        else "我的位置：<a href='/'>首页</a> &gt; <a href='/yaowen/'>要闻</a> &gt; 正文"
    )
    source = "" if hant else f'<span class="source">来源：{story.source}</span>'
    byline = f"<p>{'' if hant else '海榆财经网'}{story.byline}</p>" if last else ""
    editor = ""
    if story.editors and last:
        editor = f'<p class="editor">{"責任編輯:" if hant else "责任编辑："}{story.editors[0]}</p>'
    return f"""<div class="position">{crumbs}</div>
<div class="article"><h1 class="title">{escape(story.title)}</h1>
<div class="info"><span class="date">{_shown(site, story)}</span> {source}</div>
<div class="content" id="content">
{html}
{byline}</div>{pager}{editor}</div>"""


def _pager(story: Story, number: int, count: int) -> str:
    if count == 1:
        return ""
    names = [f"{story.key}.html" if n == 1 else f"{story.key}_{n}.html" for n in range(1, count + 1)]
    numbers = "".join(
        f"<b>{n}</b>" if n == number else f'<a href="{name}">{n}</a>' for n, name in enumerate(names, 1)
    )
    # The last page's "next" leads back to the first one, as some real templates do: a loop to be guarded.
    following = names[number % count]
    return f'<div class="pagebox">{numbers}<a class="nextpage" href="{following}">下一页</a></div>'


def _comments(*, hant: bool) -> str:
    if hant:
        lines = (
            "評論一下", "評論 0人參與,0條評論", "還沒有評論,快來搶沙發吧!", "最熱評論", "最新評論",
            "已有0人參與,點擊查看更多精彩評論", "請輸入驗證碼",
        )  # fmt: skip
    else:
        lines = (
            "评论一下", "评论 0人参与，0条评论", "还没有评论，快来抢沙发吧！", "最热评论", "最新评论",
            "已有0人参与，点击查看更多精彩评论", "请输入验证码",
        )  # fmt: skip
    return '<div class="comment">' + "".join(f"<p>{line}</p>" for line in lines) + "</div>"


def _page(title: str, content: str, after: str = "", *, hant: bool = False) -> str:
    friends = links(
        [("http://www.xiling.example/", "西岭财讯"), ("http://news.minlan.example/", "闽澜财经")], " | "
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(title)}</title></head><body>
<div class="nav"><a href="/yaowen/index.html">要闻</a><a href="/gongsi/index.html">公司</a><a href="/gonggao/index.html">公告</a></div>
{content}
{_comments(hant=hant)}
<div class="friend-links">{"友情鏈接" if hant else "友情链接"}：{friends}</div>
<div class="footer">海榆财经网 版权所有 鲁ICP备00000000号</div>
{after}</body></html>"""


def _offsite(texts: list[str]) -> list[tuple[str, str]]:
    return [(f"http://www.spammer{n}.example/", text) for n, text in enumerate(texts)]


def _random_divs(content: str) -> str:
    """Wrap injected content the way such blocks stand in hacked pages, between emptied elements."""
    empty = "".join(
        f'<{tag} id="{mark}"></{tag}>' for tag, mark in (("tt", "k3v9x"), ("legend", "p0q2w"), ("b", "z7u1m"))
    )
    return f'{empty}<div style="width:100%;text-align:center">{content}|</div>{empty}'


def _trouble(site: SampleSite) -> None:
    """Serve the pages that are no articles."""
    site.page("/gongsi/30291.html", _CHALLENGE)
    for here, there in (("30292", "30292b"), ("30292b", "30292")):
        site.page(
            f"/gongsi/{here}.html", "", status=302, headers={"Location": site.url(f"/gongsi/{there}.html")}
        )
    filler = "<p>" + "海榆统计年鉴数据表。" * 40 + "</p>\n"
    start = '<!DOCTYPE html><html><head><meta charset="utf-8"><title>海榆统计年鉴全文</title></head><body>'
    site.page("/gongsi/30294.html", start, endless=filler.encode(), length=_HUGE)
    site.page("/gongsi/30296.html", "<h1>Internal Server Error</h1>", status=500)
    closed = "/neibu/30295.html"
    site.page(closed, _page("内部资料", "<p>不应被抓取。</p>"))
    site.forbidden.append(site.url(closed))
    for href, (_, reason) in TROUBLE.items():
        site.reject(f"/gongsi{href[1:]}" if href.startswith("./") else href[2:], reason)
    site.reject("/gonggao/index.html", "empty_list")
