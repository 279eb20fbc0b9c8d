# ruff: noqa: E501 (markup is easier to read unbroken)
"""Unfamiliar layouts: text behind a button, in a page's data, in columns, in ``<pre>``, without a title."""

import json
from html import escape

import pytest

from crawler.extract import extract_html

P1 = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。"
P2 = "分产业看，第一产业增加值平稳增长，第二产业增加值增长较快，第三产业对经济增长的贡献率进一步提高。"
P3 = "业内人士认为，随着稳增长政策逐步落地，四季度经济运行有望延续回升向好态势，但外部环境仍然复杂。"
TEXT = [P1, P2, P3]
TITLE = "前三季度全市经济增长百分之五点六"
HTML = "".join(f"<p>{p}</p>" for p in TEXT)
DATE = "2026-11-02 09:30 来源：示例日报"
OTHER = "全市冬季供暖将于本月十五日开始，热力公司已完成管网检修，居民可以拨打热线报修，维修人员两小时内上门。"


def page(body: str, *, title: str = TITLE) -> bytes:
    return f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>".encode()


def body_of(html: bytes) -> list[str]:
    return [f.text for f in extract_html(html).fragments if f.role == "body"]


def script(value: object) -> bytes:
    return page(f'<div id=app></div><script type="application/json">{json.dumps({"props": value})}</script>')


@pytest.mark.parametrize("style", ["max-height:0;overflow:hidden", "display:none"])
@pytest.mark.parametrize("button", ["展开全文", "点击查看全文", "閱讀全文"])
def test_the_part_behind_a_button_is_text(style, button):
    html = page(
        f'<h1>{TITLE}</h1><div>{DATE}</div><div class=art><div><p>{P1}</p><p>{P2}</p></div>'
        f'<div style="{style}"><p>{P3}</p><p>{P2}</p></div><a href="#">{button}</a></div>'
    )  # fmt: skip
    draft = extract_html(html)
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1, P2, P3, P2]
    assert not any(f.hidden for f in draft.fragments if f.role == "body")


@pytest.mark.parametrize("button", ["- 閱讀更多 -", "展开全文"])
def test_the_button_may_stand_over_the_part_it_unfolds(button):
    caption = (
        '<div class=wp-caption><img src=/i/1.jpg><p class="wp-caption-text">新泊位，资料图片。</p></div>'
    )
    html = page(
        f"<h1>{TITLE}</h1><div>{DATE}</div><section class=art><p>{P1}</p><p>{P2}</p><div class=load><p>{button}</p></div>"
        f'<div class=rest style="display:none">{caption}<p>{P3}</p></div><div class=tags>标签：经济</div></section>'
    )
    assert body_of(html) == TEXT


@pytest.mark.parametrize(
    "behind",
    [
        f'<div style="display:none"><p>{OTHER}</p></div>',
        '<div style="display:none">'
        + "".join(f"<a href=//x.example.org/{i}>某某服务{i}</a><br>" for i in range(9))
        + "</div><a>展开全文</a>",
    ],
    ids=["no button", "links"],
)
def test_other_hidden_blocks_stay_hidden(behind):
    html = page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art>{HTML}{behind}</div>")
    assert body_of(html) == TEXT


@pytest.mark.parametrize(
    "html",
    [
        script({"news": {"headline": TITLE, "body": [{"type": "paragraph", "text": p} for p in TEXT]}}),
        script({"news": {"title": TITLE, "content": [f"<p>{p}</p>" for p in TEXT]}}),
        script({"doc": {"title": TITLE, "content": [{"type": "paragraph", "content": [{"type": "text", "text": p[:9]}, {"type": "text", "text": p[9:]}]} for p in TEXT]}}),
        page(f'<div id=app></div><script>window.__NUXT__=(function(a,b){{return {{data:[{{title:a,content:b}}]}}}}("{TITLE}","{HTML.replace("/", chr(92) + "u002F")}"))</script>'),
        page(f"<script>render({{body:'{HTML}'}})</script>"),
        page(f"<script>self.push([1,{json.dumps(json.dumps({'content': HTML}))}])</script>"),
        page(f'<h1>{TITLE}</h1><textarea id=raw style="display:none">{escape(HTML)}</textarea><div id=content></div>'),
        page(f'<h1>{TITLE}</h1><script type="text/template">{HTML}</script>'),
    ],
    ids=["blocks", "list", "nested blocks", "call", "single quotes", "string in a string", "textarea", "template"],
)  # fmt: skip
def test_text_that_only_data_holds(html):
    draft = extract_html(html)
    assert [f.text for f in draft.fragments if f.role == "body"] == TEXT
    assert draft.title == TITLE
    assert draft.not_article == ""


def test_a_list_of_other_articles_in_the_data_is_no_text():
    items = [{"title": f"标题{i}", "url": f"/{i}.html", "text": OTHER} for i in range(5)]
    assert P1 not in body_of(script({"list": {"content": items}}))
    assert OTHER * 2 not in "".join(body_of(script({"list": {"content": items}})))


def test_preformatted_lines_are_blocks():
    html = page(f"<h3>{TITLE}</h3><pre>{DATE}\n\n　　{P1}\n　　{P2}\n　　{P3}\n编辑：王大文</pre>")
    draft = extract_html(html)
    assert [f.text for f in draft.fragments if f.role == "body"] == TEXT
    assert draft.published_raw.startswith("2026-11-02 09:30")
    assert draft.editor_raw == "编辑：王大文"


def test_lines_wrapped_by_hand_are_joined():
    wide = "　　" + "".join(TEXT)
    wrapped = "\n".join(wide[i : i + 20] for i in range(0, len(wide), 20))
    assert body_of(page(f"<h1>{TITLE}</h1><pre>{wrapped}\n{wrapped}</pre>")) == ["".join(TEXT)] * 2


@pytest.mark.parametrize("title", ["", "示例日报数字报"])
@pytest.mark.parametrize("headline", ["<div class=aa><font size=5><b>{}</b></font></div>", "<td><strong>{}</strong></td>"])  # fmt: skip
def test_the_headline_stands_over_the_date(title, headline):
    html = page(
        f"<div><a href=/>返回</a></div>{headline.format(TITLE)}<div>{DATE}</div><div>{HTML}</div>",
        title=title,
    )
    draft = extract_html(html)
    assert draft.title == TITLE
    assert [f.text for f in draft.fragments if f.role == "body"] == TEXT


def test_a_column_of_teasers_is_not_the_article():
    teasers = "".join(f"<div><b>其他新闻标题第{i}条</b><br>{OTHER}</div>" for i in range(5))
    html = page(
        f"<table><tr><td>{teasers}</td><td><b>{TITLE}</b><br><span>{DATE}</span><div>{HTML}</div></td>"
        f"<td>{teasers}</td></tr></table>"
    )
    assert body_of(html) == TEXT


def test_sections_of_an_article_are_no_teasers():
    sections = "".join(f"<section><h3>第{i}部分小标题</h3><p>{p}</p></section>" for i, p in enumerate(TEXT))
    html = page(f"<div class=head><h1>{TITLE}</h1><p>{DATE}</p></div><div class=text>{sections}</div>")
    assert [t for t in body_of(html) if t in TEXT] == TEXT


@pytest.mark.parametrize("related", ["相關新聞", "相关新闻：全市消费"])
def test_the_text_goes_on_behind_a_box_of_related_links(related):
    short = ["市统计局表示，下一步将做好运行监测。", "各项政策措施将逐步落地见效。"]
    box = f'<aside><a href="/1.html">{related}</a></aside>'
    html = page(
        f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art>{HTML}{box}"
        + "".join(f"<p>{p}</p>" for p in short)
        + "</div>"
    )
    assert body_of(html) == [*TEXT, *short]


@pytest.mark.parametrize("wrap", ["{}", "<div class=list>{}</div>"])
def test_cards_of_other_articles_are_no_text(wrap):
    cards = "".join(
        f"<div class=card><div>其他新闻标题第{i}条</div><div>{OTHER}</div></div>" for i in range(5)
    )
    text = "".join(f"<div>{p}</div>" for p in TEXT)
    html = page(f"<div>{TITLE}</div><div>{DATE}</div><div class=rich>{text}</div>{wrap.format(cards)}")
    assert body_of(html) == TEXT


def test_an_editions_name_is_no_headline():
    html = page(
        f"<h2></h2><h1>{TITLE}</h1><h3></h3><div>{DATE}</div><div>{HTML}</div>", title="示例日报电子版"
    )
    assert extract_html(html).title == TITLE


NAMELESS = {"data": {"artTitle": TITLE, "artContent": escape(HTML), "when": "2026-11-02 09:30"}}


@pytest.mark.parametrize(
    "html",
    [
        page(f"<div id=app></div><script>var articleData = {json.dumps(NAMELESS)};</script>"),
        page(f'<show-it :article="{escape(json.dumps({"title": TITLE, "content": HTML}))}"></show-it>'),
    ],
    ids=["escaped in a variable", "attribute"],
)
def test_text_escaped_twice(html):
    assert body_of(html) == TEXT


def test_a_date_of_a_script_that_holds_the_text_needs_no_name():
    html = page(f"<div id=app></div><script>var articleData = {json.dumps(NAMELESS)};</script>")
    assert extract_html(html).published_raw == "2026-11-02 09:30"


SHORT = "宏翔生物宣布，其固态电池中试线全线贯通，单体能量密度达到每公斤三百八十瓦时，计划明年小批量装车。"


@pytest.mark.parametrize(
    "furniture",
    [
        "<p>廣告</p>",
        "<p>ADVERTISEMENT</p>",
        "<div><span>廣告</span><span>[ 廣告，請繼續往下閱讀 ]</span></div>",
        "<p>請繼續往下閱讀...</p>",
        '<p>◎ 更多精彩內容：<a href="/2.html">三大法人合計賣超三百億元</a></p>',
        '<div>相關文章：<a href="/2.html">積金局研放寬全自由行</a></div>',
        '<p>👉<a href="/2.html">半導體廠十月營收創同期新高</a></p>',
        "<p>◤投資理財最前線◢</p>",
        "<p>海量资讯、精准解读，尽在江畔财经APP</p>",
        "<p>江畔即時財經報料電話：0000-0000</p>",
    ],
)
def test_a_short_flash_keeps_no_furniture_of_one_line(furniture):
    html = page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=b><p>{SHORT}</p>{furniture}</div>")
    assert body_of(html) == [SHORT]


@pytest.mark.parametrize("heading", ["全部评论", "網友留言", "热门评论（12）", "最新评论"])
def test_readers_comments_in_the_same_column_are_no_text(heading):
    comments = f"<p>{heading}</p><p>海边的风</p><p>{OTHER}</p><p>1小时前</p><p>老李头</p><p>{P3}</p>"
    html = page(f"<div class=main><h1>{TITLE}</h1><p>{DATE}</p><p>{SHORT}</p>{comments}</div>")
    assert body_of(html) == [SHORT]


@pytest.mark.parametrize(
    "line",
    [
        "广告业务收入同比增长一成，毛利率保持稳定。",
        "相关新闻：多家公司回应称不受影响，生产一切正常。",
        "评论认为，政策仍需细化。",
    ],
)
def test_sentences_that_begin_like_furniture_stay(line):
    html = page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=b><p>{P1}</p><p>{line}</p><p>{P2}</p></div>")
    assert body_of(html) == [P1, line, P2]


def test_the_name_of_an_app_over_every_page_is_no_headline():
    html = page(
        f"<div class=top><p>江畔融媒</p><p>打开APP阅读全文</p></div><div class=main><p class=tt>{TITLE}</p>"
        f"<p class=mm>2026年11月21日 18时01分</p><p>{P1}</p><p>{P2}</p></div>",
        title="江畔融媒",
    )
    draft = extract_html(html)
    assert (draft.title, draft.published_raw) == (TITLE, "2026年11月21日 18时01分")
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1, P2]


STATE = {
    "title": TITLE,
    "body": HTML,
    "publishAt": 1795133400,
    "sourceName": "松江财讯",
    "authors": ["厉胜男"],
    "channelName": "公司",
}


def test_what_a_state_says_beside_its_text_is_taken():
    data = json.dumps({"article": {"detail": STATE}})
    draft = extract_html(page(f"<div id=app></div><script>window.__INITIAL_STATE__={data};</script>"))
    assert (draft.author_raw, draft.source_raw, draft.section) == ("厉胜男", "松江财讯", "公司")
    assert {draft.fields[f] for f in ("author", "source", "section")} == {"state"}


def test_the_account_a_script_names_beside_the_headline_is_the_source_where_none_is_shown():
    data = json.dumps(
        {"title": TITLE, "pubtime": "2026-11-14 09:40:00", "media": "荆楚乡财"}, ensure_ascii=False
    )
    draft = extract_html(page(f"<script>window.DATA = {data};</script><h1>{TITLE}</h1>{HTML}"))
    assert (draft.source_raw, draft.fields["source"]) == ("荆楚乡财", "account:state")


def test_another_headline_in_a_script_names_no_source():
    data = json.dumps(
        {"list": [{"title": "另一篇文章的标题在这里", "media": "荆楚乡财"}]}, ensure_ascii=False
    )
    assert (
        extract_html(page(f"<script>window.DATA = {data};</script><h1>{TITLE}</h1>{HTML}")).source_raw == ""
    )


def test_a_digital_papers_own_elements_hold_kicker_and_subtitle():
    draft = extract_html(
        page(
            "<table><tr><td><founder-introtitle>免申即享 直达账户</founder-introtitle></td></tr>"
            f"<tr><td><founder-title>{TITLE}</founder-title></td></tr><tr><td><founder-subtitle>对并购上市再予奖励"
            f"</founder-subtitle></td></tr></table><div><founder-content>{HTML}</founder-content></div>"
        )
    )
    assert (draft.title, draft.kicker, draft.subtitle) == (TITLE, "免申即享 直达账户", "对并购上市再予奖励")


def test_the_first_subhead_is_text_where_others_like_it_follow():
    html = f"<h1>{TITLE}</h1><div>{DATE}</div><div class=b><h2>引资提速</h2><p>{P1}</p><h2>链条完整</h2><p>{P2}</p></div>"
    assert body_of(page(html)) == ["引资提速", P1, "链条完整", P2]


@pytest.mark.parametrize(
    "caption", ["▲ 濱城出口暢旺。（資料圖片）", "▼點擊圖片看詳情▼", "▲台積電。（圖／取自官網）"]
)
def test_a_caption_marked_as_one_is_no_text(caption):
    html = page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=b><p>{P1}</p><p>{caption}</p><p>{P2}</p></div>")
    assert body_of(html) == [P1, P2]


def test_a_paragraph_that_begins_with_the_title_is_no_headline():
    html = page(f"<div>2026-11-20 09:30</div><div class=b><p>【{TITLE}】{P1}</p></div>")
    draft = extract_html(html)
    assert (draft.title, [f.text for f in draft.fragments if f.role == "body"]) == (
        TITLE,
        [f"【{TITLE}】{P1}"],
    )


@pytest.mark.parametrize(
    "tag", ["wbr", "embed src=/a.swf", "source src=/a.mp3", "track src=/a.vtt", "keygen"]
)
def test_text_behind_elements_that_are_never_closed_is_text(tag):
    assert (
        body_of(
            page(
                f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art><p>{P1}</p><{tag}><p>{P2}</p><p>{P3}</p></div>"
            )
        )
        == TEXT
    )
    assert (
        body_of(
            page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art>{HTML.replace('，', f'，<{tag}>')}</div>")
        )
        == TEXT
    )


def test_entities_escaped_twice_are_what_they_mean():
    html = page(
        f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art><p>&amp;nbsp;&amp;nbsp;{P1}</p><p>水电&amp;amp;燃气。{P2}</p><p>&amp;nbsp;</p></div>"
    )
    assert body_of(html) == [P1, f"水电&燃气。{P2}"]


@pytest.mark.parametrize(
    ("behind", "editor"),
    [
        ("<div class=box><h4>店铺资料</h4><p>地址：江畔街9号</p></div><div>编辑：翁静</div>", "编辑：翁静"),
        (f"<h1 class=t>{OTHER[:14]}</h1><p>{OTHER}</p><div>编辑：翁静</div>", ""),
    ],
    ids=["box", "next article"],
)
def test_the_editors_line_may_follow_a_box_of_other_things(behind, editor):
    html = page(f"<h1 class=t>{TITLE}</h1><div>{DATE}</div><div class=art>{HTML}</div>{behind}")
    assert extract_html(html).editor_raw == editor


def _theme(text: str) -> bytes:
    """An article of a common WordPress theme, whose text has a name like a sidebar's as well."""
    cards = "".join(
        f"<div class=td-module><h3><a href=/a/{i}>某地冬季供暖今日开始</a></h3><div class=td-excerpt>{P3}{i}</div></div>"
        for i in range(9)
    )
    return page(
        f'<article class="post hentry"><header class="td-post-header"><h1 class=entry-title>{TITLE}</h1><time>2026-11-02</time></header>'
        f'<div class="td-post-content td-pb-padding-side">{text}</div></article><div class=td-list>{cards}</div>'
    )


def test_a_text_named_for_its_padding_at_the_sides_is_no_sidebar():
    assert body_of(_theme(HTML)) == TEXT


def test_paragraphs_go_on_below_a_lead_set_in_small_headings():
    assert body_of(_theme(f"<h5>{P1}</h5><h5>{P2}</h5><h5>统计局公布数据</h5><p>{P3}</p><p>{P2}</p>")) == [
        P1, P2, "统计局公布数据", P3, P2,
    ]  # fmt: skip


def test_the_headline_said_again_below_the_text_does_not_end_it_before_it_begins():
    related = "".join(
        f"<div class=created>2026-11-02</div><a href=/a/{i}>某地冬季供暖今日开始</a>" for i in range(12)
    )
    html = page(
        f"<h2 class=itemTitle>{TITLE}</h2><div class=createddate>2026-11-02 HKT 22:44</div><div class=itemFullText>{P1}<br>{P3}</div>"
        f"{related}<h1>{TITLE}</h1><ul><li><a href=/1>本地</a></ul>"
    )
    draft = extract_html(html)
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1, P3]
    assert (draft.title, draft.not_article) == (TITLE, "")


def test_the_headline_said_again_under_a_player_is_no_text():
    assert (
        body_of(
            page(
                f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art><div><strong>{TITLE}</strong></div>{HTML}</div>"
            )
        )
        == TEXT
    )


@pytest.mark.parametrize(
    "name", ["cookiesLeft", "gdpr-box", "print-only", "d-print-block", "o-self-promo o-self-promo--app"]
)
def test_what_asks_for_cookies_or_is_only_printed_is_no_text(name):
    html = page(
        f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art>{HTML}<div class={name}>本服务采用各种小文件以保持其可靠性，请按同意，代表您同意我们的政策。</div></div>"
    )
    assert body_of(html) == TEXT


LINKS = "".join(f"<div><a href=/a/{i}>某地冬季供暖今日开始，检修完成{i}</a></div>" for i in range(4))


def test_a_word_over_links_to_other_articles_amid_the_text_is_none_of_it():
    text = f"<p>{P1}</p><section><div>热读</div>{LINKS}</section><p>{P2}</p><p>{P3}</p>"
    assert body_of(page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art>{text}</div>")) == TEXT


def test_a_line_over_paragraphs_that_are_offers_behind_the_text_is_none_of_it():
    offers = "".join(
        f"<p><a href=//shop.example/{i}>江畔牌洗衣液{i}瓶装　限時只要99元</a></p>" for i in range(2)
    )
    text = f"{HTML}<p><span><strong>省錢大作戰！超值優惠等你來</strong></span></p>{offers}"
    assert body_of(page(f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art>{text}</div>")) == TEXT


def test_a_picture_with_credits_and_a_long_caption_does_not_end_the_text():
    figure = (
        "<div class=e><figure><div><img src=/1.jpg><p>某某图片社/记者</p></div>"
        f"<figcaption>{OTHER}</figcaption></figure></div>"
    )
    text = (
        "".join(f"<div class=k><p>{p}</p></div>" for p in (P1, P2))
        + figure
        + f"<div class=k><p>{P3}</p></div>"
    )
    assert body_of(page(f"<h1>{TITLE}</h1><div>{DATE}</div><div>{text}</div>")) == TEXT


def test_the_text_goes_on_in_a_box_named_for_its_login_as_well():
    consent = "".join(
        f"<p>某某广告公司使用小文件，期限九十天，收集浏览、设备和位置等数据，用于统计、推荐和投放。{i}</p>"
        for i in range(30)
    )
    html = page(
        f"<div class=box><h1>{TITLE}</h1><div>{DATE}</div><article><div id=upper><p>{P1}</p></div><div class=ad></div>"
        f"<div id=lower><div class=articlelogin><p>{P2}</p><p>{P3}</p></div></div></article></div><div class=fc-consent-root>{consent}</div>"
    )
    assert body_of(html) == TEXT


def test_paragraphs_pasted_in_boxes_of_their_own_below_a_subhead_are_the_texts():
    pasted = f"<div class=x1><h5>居民有话说</h5><div><div>{P2}</div></div><div>{P3}</div></div>"
    html = page(
        f"<article><h1>{TITLE}</h1><div>{DATE}</div><div class=post-content><div class=x2><h5>{P1}</h5></div>{pasted}</div></article>"
    )
    assert body_of(html) == [P1, "居民有话说", P2, P3]


def test_days_and_hours_of_events_are_the_text_that_lists_them():
    events = [
        line
        for i in range(3)
        for line in (
            f"江畔读书会第{i + 1}场",
            f"日期：12月{i + 5}日（星期五）",
            "时间：6-8:30pm",
            "地点：江畔区图书馆三楼报告厅，可由东门进入。",
        )
    ]
    html = page(
        f"<h1>{TITLE}</h1><div>{DATE}</div><div class=art><p>{P1}</p>{''.join(f'<p>{e}</p>' for e in events)}<p>{P3}</p></div>"
    )
    assert body_of(html) == [P1, *events, P3]


def test_a_list_of_headlines_with_their_hours_holds_no_flash():
    headline = f"江畔快报：{TITLE}，出口向好"
    options = "".join(f"<option>({h}:15) 某地冬季供暖今日开始，检修完成</option>" for h in range(6, 12))
    html = page(
        f"<form><select>{options}<option>(10:22) {headline}</option></select></form><div class=news><h1>{headline}</h1><p>文章日期：2026年11月2日 10:22</p>"
        f"<div id=upper><p>{P1}</p></div><div id=lower><p>{P2}</p></div></div>",
        title=headline,
    )
    assert body_of(html) == [P1, P2]


def test_a_day_with_the_name_of_its_month_before_it_dates_the_text_and_is_none_of_it():
    html = page(
        f"<div class=post><h2>{TITLE}</h2><div class=meta>Posted on 十一月 6th, 2026 by 张三</div><div class=entry>{HTML}</div></div>"
    )
    draft = extract_html(html)
    assert [f.text for f in draft.fragments if f.role == "body"] == TEXT
    assert "十一月 6th, 2026" in draft.published_raw


@pytest.mark.parametrize("lead", ["paragraph leadin", "paragraph"])
def test_paragraphs_in_boxes_of_their_own_are_one_text(lead):
    boxes = "".join(
        f"<div class='{kind}'><div class=title></div><div class=content>{text}</div></div><ad></ad>"
        for kind, text in ((lead, P1 + P2), ("paragraph", P3))
    )
    html = page(
        f"<main><div class=articleContent><h1>{TITLE}</h1><div class=photo><figure><img src=/1.jpg><figcaption>新泊位。</figcaption></figure></div>"
        f"{boxes}<div class=footerAds>{OTHER[:12]}</div><div id=miscPanel><div>爆料方法 :</div><div>(852) 0000 0000</div></div></div></main>"
    )
    assert body_of(html) == [P1 + P2, P3]


def test_a_digest_with_a_link_to_each_report_is_a_text():
    parts = [f"<p>{text}<a href=/{i}>【详细】</a></p>" for i, text in enumerate((P1, P2, P3, OTHER))]
    html = page(f"<h1>一周要闻回顾</h1><div>{DATE}</div>{''.join(parts)}", title="一周要闻回顾")
    assert body_of(html) == [f"{text}【详细】" for text in (P1, P2, P3, OTHER)]
    assert not extract_html(html).not_article
