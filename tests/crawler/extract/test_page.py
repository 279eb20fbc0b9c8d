# ruff: noqa: E501, UP012 (markup is easier to read unbroken)
"""Pages are taken apart: title, whole paragraphs, furniture left out, facts of the document kept."""

import json

import pytest

from crawler.extract import extract_html
from crawler.extract.selectors import Selectors

P1 = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。"
P2 = "分产业看，第一产业增加值平稳增长，第二产业增加值增长较快，第三产业对经济增长的贡献率进一步提高。"
P3 = "业内人士认为，随着稳增长政策逐步落地，四季度经济运行有望延续回升向好态势，但外部环境仍然复杂。"
TITLE = "前三季度全市经济增长百分之五点六"
URL = "http://news.example.com.cn/cj/202611/t20261102_100.html"
LINKS = "".join(f'<li><a href="/cj/{i}.html">其他新闻标题第{i}条说了一些事</a></li>' for i in range(12))


def news(body: str, *, head: str = "", before: str = "", after: str = "") -> bytes:
    return f"""<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{TITLE}_示例财经网</title>{head}</head>
<body><div class="nav"><a href="/">首页</a> <a href="/cj/">财经</a> <a href="/gs/">公司</a></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/cj/">财经</a> &gt; <a href="/cj/hg/">宏观</a> &gt; 正文</div>
{before}<h1>{TITLE}</h1><div class="info">2026-11-02 09:30 来源：<a href="http://paper.example.org/">示例日报</a> 作者：王小明</div>
<div class="wrap"><div id="article" class="article-content">{body}</div>{after}</div>
<div class="hotlist"><h3>热门新闻</h3><ul>{LINKS}</ul></div>
<div class="footer">版权所有 示例财经网 京ICP备00000000号 <a href="/about">关于我们</a></div></body></html>""".encode()


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{t}</p>" for t in texts)


def body_of(draft) -> list[str]:
    return [f.text for f in draft.fragments if f.role == "body"]


def test_title_body_and_fields_of_a_news_page():
    page = news(
        paragraphs(P1, P2, P3, "（责任编辑：李大海）"),
        head='<meta name="keywords" content="经济,增长，统计"><link rel="canonical" href="/cj/202611/t20261102_100.html">',
    )
    draft = extract_html(page, url=URL)
    assert draft.title == TITLE
    assert body_of(draft) == [P1, P2, P3]
    assert draft.published_raw.startswith("2026-11-02 09:30")
    assert draft.breadcrumbs == ["财经", "宏观"]
    assert draft.section == "宏观"
    assert draft.keywords == ["经济", "增长", "统计"]
    assert draft.canonical_url == URL
    assert draft.language == "zh-CN"
    assert draft.source_url == "http://paper.example.org/"
    assert any("示例日报" in b for b in draft.byline_raw)
    assert "责任编辑：李大海" in draft.editor_raw
    assert draft.not_article == ""
    assert not draft.is_partial
    assert draft.method == "generic"
    assert 0 < draft.confidence <= 1
    assert {
        "title",
        "body",
        "published",
        "breadcrumbs",
        "keywords",
        "section",
        "byline",
        "editor",
    } <= draft.fields.keys()


def test_an_editor_in_brackets_behind_the_last_sentence_is_no_body():
    draft = extract_html(news(paragraphs(P1, f"{P2}（责任编辑：李大海）")), url=URL)
    assert body_of(draft) == [P1, P2]
    assert draft.editor_raw == "（责任编辑：李大海）"


def test_all_text_of_the_page_is_in_fragments_in_order():
    draft = extract_html(news(paragraphs(P1, P2)), url=URL)
    texts = [f.text for f in draft.fragments]
    assert [f.index for f in draft.fragments] == list(range(len(texts)))
    order = [
        next(i for i, t in enumerate(texts) if w in t)
        for w in ("首页", "当前位置", TITLE, P1, P2, "热门新闻", "第11条", "版权所有")
    ]
    assert order == sorted(order) or order[2] == 0  # the document's title comes first
    assert [f.role for f in draft.fragments if f.text == TITLE] == ["title"]


def test_fragments_carry_path_and_links():
    page = news(
        paragraphs(
            P1,
            f'查看<a href="../../gs/1.html">公司公告</a>和<a href="//cdn.other.com/x">另一站点</a>的说明，{P2}',
        )
    )
    draft = extract_html(page, url=URL)
    linked = next(f for f in draft.fragments if "公司公告" in f.text)
    assert linked.path == "html/body/div.wrap/div#article.article-content/p"
    assert [(linked.text[a.start : a.end], a.href, a.offsite) for a in linked.links] == [
        ("公司公告", "http://news.example.com.cn/gs/1.html", False),
        ("另一站点", "http://cdn.other.com/x", True),
    ]
    assert linked.link_chars == 8


@pytest.mark.parametrize(
    ("host", "offsite"),
    [
        ("finance.example.com.cn", False),
        ("example.com.cn", False),
        ("example.com", True),
        ("other.com.cn", True),
        ("news.example.com.cn:8080", False),
        ("user@news.example.com.cn", False),
    ],
)
def test_offsite_means_another_registered_domain(host, offsite):
    page = news(paragraphs(f'{P1}<a href="http://{host}/a">链接文字</a>'))
    linked = next(f for f in extract_html(page, url=URL).fragments if "链接文字" in f.text)
    assert linked.links[0].offsite is offsite


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：李大海",
        "【编辑：李大海】",
        "免责声明：本文仅代表作者个人观点，与本网无关。",
        "未经授权，不得转载。",
        "分享到微信朋友圈",
        "扫一扫，关注我们的公众号",
        "更多精彩内容，请下载示例财经客户端",
        "返回首页",
        "字号：大 中 小",
        "阅读 1203 评论 4 收藏",
    ],
)
@pytest.mark.parametrize("place", [0, 3])
def test_furniture_among_the_paragraphs_is_no_body(line, place):
    texts = [P1, P2, P3]
    texts.insert(place, line)
    assert body_of(extract_html(news(paragraphs(*texts)), url=URL)) == [P1, P2, P3]


@pytest.mark.parametrize(
    "line",
    [
        "一、产业结构持续优化",
        "记者：您怎样看待这一变化？",
        "表1 主要指标",
        "据悉，该公司网站称未经授权的转载行为已被起诉，法院于上周开庭审理此案。",
    ],
)
def test_lines_that_only_resemble_furniture_stay(line):
    assert body_of(extract_html(news(paragraphs(P1, line, P2)), url=URL)) == [P1, line, P2]


def test_a_flash_is_not_drowned_by_what_follows():
    flash = "示例财经网11月2日电，某公司公告称，控股股东拟减持不超过百分之一的股份。"
    other = "".join(
        f'<li><h4><a href="/cj/{i}.html">下一篇文章标题第{i}条</a></h4><p>{P2}{P3}…<a href="/cj/{i}.html">[详细]</a></p></li>'
        for i in range(6)
    )
    page = news(
        paragraphs(flash),
        after=f'<div class="disclaimer"><p>{P3}本网站内容不构成投资建议。</p></div><ul class="next">{other}</ul>',
    )
    assert body_of(extract_html(page, url=URL)) == [flash]


def test_a_second_article_in_the_same_document_is_left_out():
    one = "".join(
        f'<div class="post"><h2 class="post-title">{t}</h2><div class="time">2026-11-0{i} 10:20</div><div>{paragraphs(*p)}</div></div>'
        for i, (t, p) in enumerate([(TITLE, (P1, P2)), ("另一篇文章的标题说别的事", (P3, P2, P3))], 1)
    )
    page = f"<html><title>{TITLE}_示例网</title><body><div class=list>{one}</div></body></html>".encode()
    assert body_of(extract_html(page)) == [P1, P2]


def test_an_old_table_layout_does_not_lose_to_its_footer():
    page = f"""<html><head><title>{TITLE}-示例在线</title></head><body><center><table><tr><td><a href=/>首页</a></td><td><a href=/x>新闻</a></td></tr></table>
<table><tr><td><table><tr><td align=center><font size=5><b>{TITLE}</b></font></td></tr><tr><td>2026-11-02 示例晚报</td></tr>
<tr><td>　　{P1}<br>　　{P2}<br><br>　　{P3}</td></tr></table></td><td><table>{LINKS.replace("li>", "tr>")}</table></td></tr></table>
<table><tr><td>本网站的内容均由合作方提供，版权所有，未经授权不得转载，违者必究。地址：示例路1号 电话：0000-00000000 邮编：000000，{P2}</td></tr></table>
</center></body></html>""".encode("gb18030")
    draft = extract_html(page)
    assert body_of(draft) == [P1, P2, P3]
    assert draft.title == TITLE
    assert draft.encoding == "gb18030"


def test_kinds_of_text_are_told_apart():
    page = news(
        f"""{paragraphs(P1)}<h2>主要指标</h2><ul><li>{P2}</li></ul><blockquote>{P3}</blockquote>
<figure><img data-src="/i/1.jpg" src="/i/blank.gif" alt="会场"><figcaption>发布会现场</figcaption></figure>
<table><tr><th>指标</th><th>数值</th></tr><tr><td><p>生产总值</p></td><td>3200<br>亿元</td></tr><tr><td>增速</td><td>5.6%</td></tr></table>{paragraphs(P2)}"""
    )
    draft = extract_html(page, url=URL)
    kinds = {f.text: f.kind for f in draft.fragments if f.role == "body"}
    assert kinds == {
        P1: "paragraph",
        "主要指标": "heading",
        P2: "paragraph",
        P3: "quote",
        "指标\t数值": "table_row",
        "生产总值\t3200 亿元": "table_row",
        "增速\t5.6%": "table_row",
    }
    assert [(i.url, i.caption) for i in draft.images] == [
        ("http://news.example.com.cn/i/1.jpg", "发布会现场")
    ]
    assert [f.kind for f in draft.fragments if f.text == "发布会现场"] == ["caption"]


@pytest.mark.parametrize(
    ("document_title", "heading", "expected"),
    [
        (f"{TITLE}_宏观_示例财经网", "", TITLE),
        (f"{TITLE} - 宏观 - 示例财经网", "", TITLE),
        (f"{TITLE}--示例日报", "", TITLE),
        (f"快讯|{TITLE}|示例", "", f"快讯|{TITLE}"),
        (
            "“稳增长”-“促发展”看前三季度经济_示例网",
            "<h1>“稳增长”-“促发展”看前三季度经济</h1>",
            "“稳增长”-“促发展”看前三季度经济",
        ),
        (f"{TITLE[:10]}..._示例网", f"<h1>{TITLE}</h1>", TITLE),
        ("示例财经网", f"<h2 class=title>{TITLE}</h2>", TITLE),
        ("示例财经网", f"<h1>{TITLE}<br>增速加快</h1>", f"{TITLE} 增速加快"),
    ],
)
def test_the_title_is_whole_and_without_the_sites_name(document_title, heading, expected):
    page = f"<html><head><title>{document_title}</title></head><body><div>{heading}{paragraphs(P1, P2, P3)}</div></body></html>"
    assert extract_html(page.encode()).title == expected


def test_kicker_and_subtitle_beside_the_headline():
    page = news(paragraphs(P1, P2), before='<div id="PreTitle">稳字当头 稳中求进</div>')
    page = page.replace(
        "</h1>".encode(), "</h1><div id=SubTitle>增速比上半年加快零点三个百分点</div>".encode()
    )
    draft = extract_html(page, url=URL)
    assert draft.kicker == "稳字当头 稳中求进"
    assert draft.subtitle == "增速比上半年加快零点三个百分点"


def test_declared_selectors_win_and_say_so():
    page = news(paragraphs(P1, "广告：买一送一，详情见内。", P2)).replace(
        b"<p>\xe5\xb9\xbf", b"<p class=ad>\xe5\xb9\xbf"
    )
    selectors = Selectors(
        title=("#none", "h1"),
        body="//div[@id='article']",
        source=".info a",
        date=".info",
        remove=("p.ad", ".x"),
    )
    draft = extract_html(page, url=URL, selectors=selectors)
    assert body_of(draft) == [P1, P2]
    assert (draft.title, draft.source_raw, draft.method) == (TITLE, "示例日报", "site")
    assert draft.published_raw.startswith("2026-11-02 09:30")
    assert draft.fields["title"] == "site:h1"
    assert draft.fields["body"] == "site://div[@id='article']"


def test_selectors_that_match_nothing_fall_through():
    draft = extract_html(news(paragraphs(P1, P2)), url=URL, selectors=Selectors(title=".gone", body="#gone"))
    assert body_of(draft) == [P1, P2]
    assert draft.method == "generic"


@pytest.mark.parametrize("selector", ["div[", "//div[", "a:no-such-thing(", "h1 >"])
def test_a_malformed_selector_is_named(selector):
    with pytest.raises(ValueError, match="not a CSS or XPath selector") as error:
        extract_html(news(paragraphs(P1)), selectors=Selectors(title=selector))
    assert repr(selector) in str(error.value)


def test_custom_elements_and_cdata_hold_text():
    page = f"<html><body><founder-title>{TITLE}</founder-title><founder-content><![CDATA[<p>{P1}</p><p>{P2}</p>]]></founder-content></body></html>"
    draft = extract_html(page.encode(), selectors=Selectors(title="founder-title", body="founder-content"))
    assert body_of(draft) == [P1, P2]
    assert draft.title == TITLE


def test_text_shown_by_a_script_counts_as_shown():
    page = f"<html><title>{TITLE}</title><body><h1>{TITLE}</h1><div id=js_content style='visibility:hidden'>{paragraphs(P1, P2, P3)}</div></body></html>"
    draft = extract_html(page.encode())
    assert body_of(draft) == [P1, P2, P3]
    assert not any(f.hidden for f in draft.fragments if f.role == "body")


def test_a_shell_page_gives_the_text_of_its_data():
    state = {"props": {"article": {"title": TITLE, "content": f"<p>{P1}</p><p>{P2}</p>"}}}
    page = f"<html><title>{TITLE}</title><body><div id=app></div><script>window.__INITIAL_STATE__={json.dumps(state)};</script></body></html>"
    draft = extract_html(page.encode())
    assert (body_of(draft), draft.method, draft.title) == ([P1, P2], "state", TITLE)


def test_json_ld_with_control_characters_is_read():
    data = (
        '{"@type":"NewsArticle","headline":"'
        + TITLE
        + '","articleBody":"'
        + P1
        + "\n"
        + P2
        + '","datePublished":"2026-11-02T09:30:00+08:00",}'
    )
    page = f"<html><body><div></div><script type='application/ld+json'>{data}</script></body></html>"
    draft = extract_html(page.encode())
    assert draft.title == TITLE
    assert draft.method == "json_ld"
    assert "".join(body_of(draft)).replace(" ", "") == P1 + P2


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ('<img src="a.jpg">', ["http://news.example.com.cn/cj/202611/a.jpg"]),
        ('<img src="data:image/gif;base64,x" original="/b.png">', ["http://news.example.com.cn/b.png"]),
        (
            '<img src="/img/loading.gif" data-echo="http://i.example.com/c.jpg">',
            ["http://i.example.com/c.jpg"],
        ),
        ('<img src="/photo.php?u=https%3A%2F%2Fi.example.com%2Fd.jpg&x=1">', ["https://i.example.com/d.jpg"]),
        ('<img data-srcset="/s.jpg 1x, /l.jpg 2x">', ["http://news.example.com.cn/l.jpg"]),
        ('<img src="/img/icon_share.png"><img src="/p.jpg" width="20">', []),
    ],
)
def test_images_come_with_the_address_that_is_loaded(html, expected):
    draft = extract_html(news(f"<p>{P1}</p><p>{html}</p><p>{P2}</p>"), url=URL)
    assert [i.url for i in draft.images] == expected


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        (
            '<a href="t20261102_100_2.html">2</a><a href="t20261102_100_3.html">3</a><a href="t20261102_100_2.html">下一页</a>',
            ["_2", "_3"],
        ),
        ('<a href="t20261102_100_1.html">下一页</a>', ["_1"]),
        ('<script>createPageHTML(3, 0, "t20261102_100", "html");</script>', ["_1", "_2"]),
        ('<a href="t20261102_200.html">下一页</a><a href="/cj/2.html">2</a>', []),
        ('<a href="javascript:void(0)">下一页</a>', []),
    ],
)
def test_further_pages_of_the_article(pager, expected):
    draft = extract_html(news(paragraphs(P1, P2), after=f"<div class=pages>{pager}</div>"), url=URL)
    assert draft.next_pages == [URL.replace(".html", f"{e}.html") for e in expected]


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"", "empty"),
        (b"   \n\t ", "empty"),
        (b"<html><body><script>var a=1;</script></body></html>", "empty"),
        (f"<html><title>示例网首页</title><body><ul>{LINKS * 8}</ul></body></html>".encode(), "index_page"),
        (
            f"<html><head><meta property='og:type' content='video.other'><title>{TITLE}</title></head><body><h1>{TITLE}</h1></body></html>".encode(),
            "video",
        ),
    ],
)
def test_a_page_without_an_article_says_why(page, reason):
    assert extract_html(page).not_article == reason


@pytest.mark.parametrize("text", [P1, "某公司公告称，拟回购股份。", "央行：今日开展五百亿元逆回购操作。"])
def test_short_articles_are_articles(text):
    assert extract_html(news(paragraphs(text)), url=URL).not_article == ""


def test_a_declared_element_gives_its_text_behind_inner_elements_too():
    page = news(
        paragraphs(P1, P2), before="<div class=by>本报记者 <b>王小明</b> 通讯员 <b>李鹏飞</b> 报道</div>"
    )
    draft = extract_html(page, url=URL, selectors=Selectors(byline="div.by"))
    assert draft.byline_raw[0] == "本报记者 王小明 通讯员 李鹏飞 报道"


@pytest.mark.parametrize(
    ("bar", "source"),
    [
        ("<span>江畔市生态环境局</span><span>2026-11-20</span>", "江畔市生态环境局"),
        ("江风社区 · 2小时前", "江风社区"),
        ("<span>2026-11-20 10:00</span><span>南河观察</span><span>分享到 微信 微博</span>", "南河观察"),
        ("<p>云江客户端</p><p>2026-11-20 10:00</p>", "云江客户端"),
        ("<p>云江客户端</p><p><i>11月20日</i> 10:20</p>", "云江客户端"),
        ("<p>下载客户端</p><p>2026-11-20 10:00</p>", ""),
        ("2026-11-20 10:00 手机客户端", ""),
        ("2026-11-20 10:00 王小明", ""),
        ("2026-11-20 10:00 江畔港务局 江畔日报", ""),
        ("<span>国内新闻</span><span>2026-11-20 10:00</span>", ""),
        ("2026-11-20 10:00 财经频道 电子报", ""),
        ("2026-11-20 10:00 官方网站", ""),
        ("2026-11-20 10:00 党建新闻", ""),
    ],
)
def test_the_outlet_or_office_beside_the_day_is_the_source(bar, source):
    text = "江畔港务部门公布，今年前三季度全港完成货物吞吐量三千二百万吨，同比增长一成二，增速快于上年同期。"
    html = f"<html><head><meta charset=utf-8><title>江畔港口吞吐量增长一成二</title></head><body><h1>江畔港口吞吐量增长一成二</h1><div class=m>{bar}</div><p>{text}</p><p>{text}</p></body></html>"
    assert extract_html(html.encode()).source_raw == source


@pytest.mark.parametrize(
    "line", ["（市税务局供稿）", "（王小明 供稿）", "供稿：江畔市税务局", "（江畔市税务局 王小明供稿）"]
)
def test_the_line_of_who_sent_a_text_in_is_not_of_the_text(line):
    text = "江畔港务部门公布，今年前三季度全港完成货物吞吐量三千二百万吨，同比增长一成二，增速快于上年同期。"
    html = f"<meta charset=utf-8><title>江畔港口吞吐量增长一成二</title><h1>江畔港口吞吐量增长一成二</h1><div><p>{text}</p><p>{text}</p><p>{line}</p></div>"
    draft = extract_html(html.encode())
    assert not any("供稿" in f.text for f in draft.fragments if f.role == "body")
