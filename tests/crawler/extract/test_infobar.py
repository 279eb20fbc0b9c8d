# ruff: noqa: E501 (markup is easier to read unbroken)
"""Around the headline pages say who, when and from where in elements only a style sheet keeps apart."""

from datetime import UTC, datetime

import pytest

from crawler.extract import extract_html
from crawler.items import Article
from crawler.text.normalise import normalise

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TEXT = (
    "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>"
    "<p>分产业看，第一产业增加值平稳增长，第三产业对经济增长的贡献率进一步提高。</p>"
)
TITLE = "前三季度全市经济增长百分之五点六"


def article(
    bar: str, *, head: str = "", heading: str = f"<h1>{TITLE}</h1>", after: str = "", url: str = ""
) -> Article:
    html = f"<html><head><meta charset=utf-8><title>{TITLE} - 江畔财经网</title>{head}</head><body>{heading}{bar}<div class=content>{TEXT}{after}</div></body></html>"
    draft = extract_html(html.encode(), url=url, now=NOW)
    made = Article(draft=draft, url=url, fetched_at=NOW)
    normalise(made)
    return made


def said(made: Article) -> tuple[str, list[str], str]:
    at = made.published_at
    return (at.strftime("%m-%d %H:%M") if at else "", made.byline.reporters, made.source.name)


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        ('<div><span class="a-src">江畔融媒</span><span class="a-time">11-20 17:26</span><span>2.1w阅读</span></div>', ("11-20 09:26", [], "江畔融媒")),
        ('<div class=meta><span class="source">江畔时评</span><span>2026-11-20 17:26</span></div>', ("11-20 09:26", [], "江畔时评")),
        ('<div><span class="a_author">[微博]</span><span class="a_author">亓官晨</span><span class="a_time">2026-11-20 17:26</span></div>', ("11-20 09:26", ["亓官晨"], "")),
        ('<div><time>2026/11/20 17:26</time><div class="source"> 工商早報 </div><div class="author"> 張珈睿 、 方歆婷 </div></div>', ("11-20 09:26", ["張珈睿", "方歆婷"], "工商早報")),
        ("<div class='author'>陈劲禾 tan@paper.example</div><div>2026年11月20日 17:26</div>", ("11-20 09:26", ["陈劲禾"], "")),
        ('<a rel="author" href="/u/1">胡渊文</a><span>2026-11-20 17:26</span>', ("11-20 09:26", ["胡渊文"], "")),
        ('<span>2026-11-20 17:26</span><a class="user-name">车市观察员</a>', ("11-20 09:26", [], "车市观察员")),
        ('<div class="source">发布：<span>2026-11-20 17:26</span> 来源：<span>江畔时评</span></div>', ("11-20 09:26", [], "江畔时评")),
        ("<div>www.jiangpan.example | 2026-11-20 17:26:10 江畔新闻 | 0条评论 | 查看/发表评论</div>", ("11-20 09:26", [], "江畔新闻")),
        ("<ul><li><time>2026.11.20</time></li><li><time>17:26</time></li></ul>", ("11-20 09:26", [], "")),
        ('<div class="reporter">by 區嘉雯</div><div>2026-11-20 HKT 17:26</div>', ("11-20 09:26", ["區嘉雯"], "")),
    ],
)  # fmt: skip
def test_what_stands_beside_the_headline_is_told_by_the_names_of_its_elements(bar, expected):
    assert said(article(bar)) == expected


@pytest.mark.parametrize(
    "bar",
    [
        '<span class="source">原创</span>',
        '<span class="author">2026-11-20</span>',
        '<span class="author">发表评论</span><span class="source">2.1万阅读</span>',
        '<div class="media-list"><p>三家企业登陆创业板，首日涨幅均超过一成，成交活跃。</p></div>',
    ],
)
def test_an_element_named_so_that_holds_something_else_is_nobody(bar):
    made = article(f"{bar}<div>2026-11-20 17:26</div>")
    assert (made.byline.reporters, made.source.name) == ([], "")


def test_a_source_said_in_the_text_outweighs_the_account_that_posted_it():
    made = article('<a id="js_name">岭上财金</a>', after="<p>来源：江畔商报</p><p>作者：南怀瑾</p>")
    assert (made.source.name, made.byline.reporters) == ("江畔商报", ["南怀瑾"])


def test_the_provenance_names_the_element():
    made = article('<div class="meta"><span class="a-src">江畔融媒</span><i>2026-11-20 17:26</i></div>')
    assert made.extraction["fields"]["source"] == "name:a-src"


def test_a_heading_that_also_holds_date_and_source_is_cut_to_the_headline():
    made = article("", heading=f"<h1>{TITLE}<br><span>11-20 08:30　来源：江畔财经网</span></h1>")
    assert made.title.original == TITLE
    assert said(made) == ("11-20 00:30", [], "江畔财经网")


def test_a_title_that_begins_with_what_looks_like_a_date_is_whole():
    title = "一周回顾 2026年11月 全市经济运行"
    html = f"<html><head><meta charset=utf-8><title>{title}_江畔网</title></head><body><h1>{title}</h1>{TEXT}</body></html>"
    assert extract_html(html.encode(), now=NOW).title == title


def test_the_address_confirms_a_yearless_date_that_says_the_time():
    made = article("<div>11月20日 17:26</div>", url="https://a.example/2026-11-20/1.html")
    assert said(made)[0] == "11-20 09:26"


@pytest.mark.parametrize(
    "bar",
    [
        "<div>發布時間: 2026/11/20 下午 12:30<br>最後更新: 2026/11/20 下午 3:02</div>",
        "<div><span>发布：2026-11-20 12:30</span><span>更新：2026-11-20 15:02</span></div>",
    ],
)
def test_a_change_said_beside_the_headline_is_kept_apart_from_publication(bar):
    made = article(bar)
    assert said(made)[0] == "11-20 04:30"
    assert made.modified_at == datetime(2026, 11, 20, 7, 2, tzinfo=UTC)


def test_labels_set_wide_are_labels():
    made = article("", after="<p>记　者：木增泰</p><p>编　辑：寸光</p>")
    assert (made.byline.reporters, made.byline.editors) == (["木增泰"], ["寸光"])
    assert made.paragraphs[-1].endswith("进一步提高。")


def test_credit_lines_of_a_text_that_a_script_will_show_are_read():
    html = (
        f"<html><head><meta charset=utf-8><title></title></head><body><h1>{TITLE}</h1>"
        f'<div id="js_content" style="visibility: hidden; opacity: 0;">{TEXT}<section>记者 | 龙云霄</section>'
        "<section>责编 | 袁野山</section></div></body></html>"
    )
    made = Article(draft=extract_html(html.encode(), now=NOW), fetched_at=NOW)
    normalise(made)
    assert (made.byline.reporters, made.byline.editors) == (["龙云霄"], ["袁野山"])


def test_a_box_about_the_author_is_no_byline():
    made = article("", after="</div><div class=article-author><h4>关于作者：<a>川小财</a></h4></div><div>")
    assert made.byline.reporters == []


def test_a_change_is_the_date_where_the_page_shows_no_other_and_is_said_once():
    other = "<div><p>另一篇文章的摘要，讲的是另一件事情，与此无关。</p><span>2026-11-19 08:00</span></div>"
    made = article(
        "<div>江畔热线　更新时间：2026-11-18 14:22　来源：江畔都市报</div>",
        heading=f"{other}<h1>{TITLE}</h1>",
    )
    assert (said(made)[0], made.modified_at) == ("11-18 06:22", None)


def test_figures_of_a_date_in_elements_of_their_own_are_one_date():
    bar = "<div class=top><span><em> 2026</em></span><span><em>11</em>/<em>20</em></span><span>09:30:12</span></div>"
    assert said(article("", heading=f"{bar}<h1>{TITLE}</h1>"))[0] == "11-20 01:30"


def test_what_is_called_from_is_the_source():
    made = article(
        '<div class=doc_title><span class="next">点击图片看下一页</span><span class="doc_from">稿件来源： 江畔新闻网 </span></div>'
    )
    assert made.source.name == "江畔新闻网"


def test_an_element_that_holds_the_label_alone_names_nothing():
    made = article(
        "<div><span class=pubTime>2026-11-20 17:26</span> <span class=source>来源：</span><a href=http://x.example/>江畔娱乐网</a> <a href=#c>查看评论</a></div>"
    )
    assert made.source.name == "江畔娱乐网"


def test_the_sites_name_beside_the_day_is_who_posted_a_text_whose_last_line_names_its_source():
    bar = "<div class=infos>2026-11-20 10:36 <span class=source>江畔财经网</span></div>"
    assert article(bar, after="<p>来源: 长河日报</p>").source.name == "长河日报"
    assert article(bar).source.name == "江畔财经网"


def test_credits_behind_a_form_for_comments_are_read():
    labels = "".join(f"<div>{label}：</div>" for label in ("称呼", "联系手机", "留言内容", "验证码") * 4)
    credited = "<div>来 源：江畔日报　责任编辑：江一舟</div>"
    made = article("<div>2026-11-20 09:24</div>", after=f"</div><form>{labels}</form><div>{credited}")
    assert (made.byline.editors, made.source.name) == (["江一舟"], "江畔日报")


def test_the_account_of_a_saved_post_is_its_source():
    assert article('<div><em>2026-11-20</em> <a id="post-user">江畔商报</a></div>').source.name == "江畔商报"


def test_a_paper_alone_beside_the_day_is_the_source():
    html = f"<h1>{TITLE}</h1><ul><li>2026-04-05 01:28<li>中國時報<li>林曉彤／華盛頓4日電</ul>{TEXT}"
    draft = extract_html(html.encode())
    assert (draft.source_raw, draft.fields["source"]) == ("中國時報", "beside_day")


@pytest.mark.parametrize("maker", ["Designer by NEWMEDIA digital‧www.newmedia.example", "Powered by PHPCMS"])
def test_who_made_the_site_wrote_no_article(maker):
    html = f'<meta name=author content="{maker}"><h1>{TITLE}</h1><div>2026-04-05 01:28</div>{TEXT}'
    assert extract_html(html.encode()).author_raw == ""
