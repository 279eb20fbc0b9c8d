# ruff: noqa: E501 (markup is easier to read unbroken)
"""The headline where the document's title is the site's, its column's, or set before the headline."""

import pytest

from crawler.extract import extract_html

TITLE = "冷鏈中心三月啟用 果農盼外銷再增"
P1 = "濱海區鳳梨進入盛產期，外銷量較去年同期成長近三成，農會加班裝櫃到深夜，日本通路占七成。"
P2 = "業者表示，冷鏈物流中心啟用後，保鮮期可拉長到兩個月，次級果也能做成果乾，透過網購銷售。"
TEXT = f"<div class=txt><p>{P1}</p><p>{P2}</p></div>"
MENU = "<ul class=menu><li>關於公會</li><li>最新消息</li><li>會員專區</li></ul>"
TABLE = "<table class=m><tr><th>發布日期</th><td>115.11.13</td><th>發布單位</th><td>秘書處</td></tr></table>"
FILES = "<table class=att><tr><th>附件</th><th>大小</th></tr><tr><td><a href=/f/1.pdf>統計表.pdf</a></td><td>120KB</td></tr></table>"


def draft(document_title: str, body: str):
    html = f"<html><head><meta charset=utf-8><title>{document_title}</title></head><body>{body}</body></html>"
    return extract_html(html.encode(), url="https://www.river.example/news/1.html")


@pytest.mark.parametrize(
    "name",
    [
        "濱海青果公會-最新消息",
        "江畔县商业联合会_新闻动态",
        "濱海工業會 | 新聞稿",
        "江畔市工商联-通知公告-文章内容",
    ],
)
@pytest.mark.parametrize("head", [f"<div class=tt>{TITLE}</div>{TABLE}", f"<h2>{TITLE}</h2><p>日期：115-11-13</p>", f"<p><b>{TITLE}</b></p><p>2026-11-13　秘書處</p>"])  # fmt: skip
def test_a_documents_title_of_site_and_column_is_no_headline(name, head):
    site = name.split("-")[0].split("_")[0].split(" ")[0]
    found = draft(
        name,
        f"<div class=site>{site}</div>{MENU}<div class=box>{head}{TEXT}{FILES}</div><div>地址：某市某路二段 電話：(02)0000-0000</div>",
    )
    assert found.title == TITLE
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]


def test_a_site_with_a_column_in_its_name_keeps_articles_that_end_so():
    found = draft(
        "工具机出口连三黑 业者喊撑不住-最新消息",
        f"<h1>工具机出口连三黑 业者喊撑不住</h1><p>2026-11-13</p>{TEXT}",
    )
    assert found.title == "工具机出口连三黑 业者喊撑不住"


@pytest.mark.parametrize(
    ("document_title", "body"),
    [
        (f"江畔商务周刊 > 封面 > {TITLE}", f"<p><img src=/t/9.gif></p><p>二〇二六年十月十五日　撰文 童舟</p>{TEXT}<div>江畔商务周刊</div>"),
        ("江畔商报多媒体数字报", f"<table><tr><td>2026年5月18日　星期一</td></tr><tr><td class=bzt>{TITLE}</td></tr></table>{TEXT}"),
        ("江畔商报多媒体数字报", f"<div>2026年5月18日</div><div class=x>{TITLE}</div><div><!--enpproperty <articleid>1</articleid><title>{TITLE}</title>/enpproperty-->{TEXT}</div>"),
        ("濠畔日報", f"<table><tr><td>2026年10月16日</td></tr><tr><td>第B02版：經濟</td></tr></table><table><tr><td><strong style='font-size:23px'>{TITLE}</strong></td></tr><tr><td>{TEXT}</td></tr></table>"),
        ("江畔网", f"<div>2026年10月16日</div><div><font size=5>{TITLE}</font></div><div>{TEXT}</div>"),
    ],
    ids=["path", "cell", "comment", "large", "font"],
)  # fmt: skip
def test_the_headline_is_found_behind_the_names_of_paper_and_column(document_title, body):
    found = draft(document_title, body)
    assert found.title == TITLE
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]


@pytest.mark.parametrize(
    ("author", "site", "kept"),
    [("江畔", "江畔财经", ""), ("童舟", "童舟的博客", "童舟"), ("江畔日报", "江畔日报网", "江畔日报")],
)
def test_an_author_that_is_the_sites_name_is_nobody(author, site, kept):
    html = f"<html><head><meta charset=utf-8><title>{TITLE}_{site}</title><meta name=author content={author}></head><body><h1>{TITLE}</h1>{TEXT}</body></html>"
    assert extract_html(html.encode()).author_raw == kept


def test_the_site_that_ends_the_documents_title_is_no_headline():
    name = "江畔市统计局"
    found = draft(
        f"消费“热”在何处-统计数据-{name}",
        f"<h2>{name}</h2>{MENU}<div id=title>消费“热”在何处</div><div>2026-11-03 10:18</div>{TEXT}",
    )
    assert found.title == "消费“热”在何处"


@pytest.mark.parametrize("document_title", ["江畔龙虾价格_龙虾批发_江畔快讯", "江畔快讯-首页"])
def test_a_headline_over_its_date_outweighs_a_document_title_shown_nowhere(document_title):
    found = draft(document_title, f"<div class=hl>{TITLE}</div><div>江畔快讯 2026-11-14 10:11</div>{TEXT}")
    assert found.title == TITLE


@pytest.mark.parametrize(
    "above",
    ["<div>江畔观察</div>", "<div>随时随地看江畔，就在江畔网。</div>", "<a href=/>江畔龙虾节今天开幕</a>"],
)
def test_what_else_stands_over_the_date_does_not(above):
    found = draft(f"{TITLE}_江畔网", f"<img src=/title.png>{above}<div>2026-11-14 10:11</div>{TEXT}")
    assert found.title == TITLE


@pytest.mark.parametrize(
    ("heading", "site"),
    [(f"{TITLE}｜River", "River News"), (f"{TITLE} (19:30)", "濱海新聞網"), (f"{TITLE}（7:05）", "")],
)
def test_the_sites_name_or_the_hour_behind_the_headline_is_none_of_it(heading, site):
    found = draft(
        f"{heading} - 濱海新聞網",
        f'<meta property="og:site_name" content="{site}"><h1>{heading}</h1>2026-11-13{TEXT}',
    )
    assert found.title == TITLE


def test_a_part_behind_a_bar_that_is_not_the_sites_name_stays():
    found = draft(
        f"{TITLE}｜財經",
        f'<meta property="og:site_name" content="River"><h1>{TITLE}｜財經</h1>2026-11-13{TEXT}',
    )
    assert found.title == f"{TITLE}｜財經"


@pytest.mark.parametrize("document_title", ["江畔网数字报平台-江畔经济日报", "江畔電視台 新聞網"])
@pytest.mark.parametrize("below", ["", "<tr><td class=f1>本会今起推出专题</td></tr>"])
def test_a_line_without_any_mark_over_a_long_text_is_the_headline_under_the_sites_name(document_title, below):
    cells = f"<table><tr><td class=f0>{TITLE}</td></tr>{below}</table>"
    text = "".join(f"<p>{p}</p>" for p in (P1, P2) * 3)
    found = draft(
        document_title,
        f"<table><tr><td>2026年11月6日 星期五</td></tr><tr><td><a href=2.html>下一篇</a></td></tr><tr><td>{cells}<div>{text}</div></td></tr></table>",
    )
    assert (found.title, found.not_article) == (TITLE, "")
    assert TITLE not in [f.text for f in found.fragments if f.role == "body"]


REPORT = "<p>受强冷空气影响，江畔港今起三天有大风，渡轮停航，港务部门提醒旅客改乘大巴，货轮推迟离港。</p>" * 3


def test_a_declared_title_that_is_the_sites_slogan_is_none():
    slogan = "江畔傳媒　一個有國際觀、專注調查的新媒體！"
    head = f'<title>{slogan}</title><meta property="og:title" content="{slogan}"><meta property="og:site_name" content="{slogan}">'
    body = f"<h3 class=innerBigTitle>江畔港今起停航三天</h3><p>產生縮網址</p><p>編譯中心 2026年11月13日 09:33 237 點擊數</p><div class=c>{REPORT}</div>"
    draft = extract_html(f"<html><head><meta charset=utf-8>{head}</head><body>{body}</body></html>".encode())
    assert draft.title == "江畔港今起停航三天"


def page_of_a_site(between: str) -> str:
    flashes = "".join(
        f"<li>江畔第{i}家商店遭竊，警方表示，已調閱監視器追查嫌犯行蹤，全案偵辦中。</li>" for i in range(7)
    )
    return (
        "<html><head><meta charset=utf-8><title>江畔廣播公司全球資訊網</title></head><body><form><div class=m6><div>速報</div>"
        f"<div class=on><ul>{flashes}</ul></div></div><div class=m7><div class=a7>{between}</div></div></form></body></html>"
    )


def test_under_a_document_called_after_its_site_the_line_over_the_date_is_the_headline():
    text = "<div class=t26>江畔港今起停航三天</div><div class=t27>2026/11/11 18:58 報導</div><div class=ma>"
    draft = extract_html(page_of_a_site(f"{text}{REPORT}</div>").encode())
    assert draft.title == "江畔港今起停航三天"
    assert "竊" not in "".join(f.text for f in draft.fragments if f.role == "body")


def test_of_several_such_lines_none_is_the_pages_headline():
    teaser = "<div class=t26>江畔港今起停航{0}天</div><div class=t27>2026/11/{0} 18:58 報導</div><div class=ma>港務部門提醒旅客改乘大巴。</div>"
    draft = extract_html(page_of_a_site("".join(teaser.format(i) for i in range(3, 8))).encode())
    assert draft.fields["title"] != "over the date"


def test_keywords_that_stand_in_a_heading_are_not_the_headline():
    name = "两船在江心油气田对峙半小时|油气田|渔船|对峙|江心油气田_江畔视频"
    related = f"<h3>相关视频</h3><ul><li><a href=/v/1.html>两船在江心油气田对峙半...</a></li></ul>{TEXT}"
    assert draft(name, related).title == "两船在江心油气田对峙半小时"


@pytest.mark.parametrize(
    ("document_title", "site", "head"),
    [
        pytest.param("把根留住 - 童舟的体育博客的日志 - 江畔博客", "<h1>童舟的体育博客</h1>", "<h3 class=title>把根留住</h3>", id="a blog's name"),
        pytest.param("江畔尖石_美樹營地賞楓 (2) @ 童舟的家_藍天 :: 江畔客 RIVER ::", "<h1 class=logo__title>江畔客 RIVER</h1>", "<ul><li class=title><h2><a href=/p/1>江畔尖石_美樹營地賞楓 (2)</a></h2></li></ul>", id="a site's name"),
        pytest.param("江畔省淡水水产研究所", "<div>首页 &gt;重要信息</div>", "<h5>江畔省淡水水产研究所召开干部职工大会暨党风廉政建设大会</h5>", id="an office's"),
    ],
)  # fmt: skip
def test_the_name_of_a_blog_or_an_office_over_every_page_is_no_headline(document_title, site, head):
    found = draft(
        document_title,
        f"{site}{MENU}<div class=m>{head}<div><div>21</div><div>2026年11月</div><div>分享</div></div>{TEXT}</div>",
    )
    assert found.title == head.split("</")[0].rsplit(">", 1)[1]


def test_what_stands_before_a_colon_is_the_blogs_name():
    found = draft(f"江畔信息地: {TITLE}", f"<h1>江畔信息地</h1>{MENU}<h3>{TITLE}</h3><p>2026-11-13</p>{TEXT}")
    assert found.title == TITLE


BAR = "<div>2026-11-13 10:00 来源：江畔日报</div>"
NEXT = "<div>上一篇：<a href=1.html>某地修桥</a></div><div>下一篇：<a href=2.html>某地修路</a></div>"


@pytest.mark.parametrize(
    ("site", "body"),
    [
        ("江畔在线", f"<h1><a href=/>江畔在线</a></h1><div class=main><div class=hd>{TITLE}</div>{BAR}{TEXT}{NEXT}</div>"),
        ("江畔在线", f"<h1>江畔在线</h1><h2>{TITLE}</h2>{BAR}{TEXT}{NEXT}"),
        ("江畔在线-江畔第一门户", f"<h1>江畔在线</h1><div><h2>{TITLE}</h2>{BAR}{TEXT}</div>{NEXT}"),
        ("大江南北", f"<h1>大江南北</h1><div><div>{TITLE}</div><div>王小明 | 江畔日报 | 3小时前</div>{TEXT}</div>"),
        ("江畔市广播电视台", f"<div><h1>江畔市广播电视台</h1></div><div><div>{TITLE}</div><div>2026-11-13 10:00</div>{TEXT}</div>"),
        ("江畔日报", f"<table><tr><td>2026年11月13日 星期五</td></tr><tr><td class=tt><span class=style1>港口经济</span><br><span class=headline2>{TITLE}</span><br></td></tr><tr><td>{TEXT}</td></tr></table>"),
        ("江畔日报", f"<table><tr><td><span class=bt1>{TITLE}</span></td></tr><tr><td>{TEXT}</td></tr></table>"),
    ],
    ids=["linked", "rank", "slogan", "nameless", "station", "cell", "cell_undated"],
)  # fmt: skip
def test_a_sites_name_set_as_the_highest_heading_is_no_headline(site, body):
    found = draft(site, body)
    assert found.title == TITLE
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]


@pytest.mark.parametrize("title", ["江南春早", "沪指小涨", "一周要闻"])
def test_a_short_headline_that_the_document_is_called_by_stays_one(title):
    found = draft(title, f"<h1>{title}</h1><div>——写在港口启用之日</div>{BAR}{TEXT}")
    assert found.title == title
