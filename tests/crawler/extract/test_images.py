# ruff: noqa: E501 (markup is easier to read unbroken)
"""An article's pictures: which they are, where they are loaded from, what stands under them."""

import json

import pytest

from crawler.extract import extract_html

URL = "https://news.river.example/2026/11/20/1.html"
TITLE = "前三季度全市经济增长百分之五点六"
P1 = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。"
P2 = "分产业看，第一产业增加值平稳增长，第二产业增加值增长较快，第三产业对经济增长的贡献率进一步提高。"
BIG = "https://news.river.example/i/1.jpg"


CARD = "<div class=card><a href=/a/2.html><img src=/t/2.jpg><h3>港区新泊位月底投用</h3></a><span>2026-11-21</span></div>"


def draft(inside: str, *, before: str = "", head: str = f"<h1>{TITLE}</h1><div>2026-11-20 09:30</div>"):
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}_江畔网</title></head><body><div class=logo><img src=/logo/top.png></div>"
        f"{head}{before}<div class=art><p>{P1}</p>{inside}<p>{P2}</p></div></body></html>"
    )
    return extract_html(html.encode(), url=URL)


@pytest.mark.parametrize(
    "image",
    [
        '<img src="/i/1.jpg">',
        '<img src="/blank.gif" data-original="/i/1.jpg">',
        '<img src="data:image/gif;base64,AA" data-lazy-src="/i/1.jpg">',
        '<img src="/img/loading.gif" data-ks-lazyload="/i/1.jpg">',
        '<img src="/i/grey.png" data-hi-res-src="//news.river.example/i/1.jpg?x=1">',
        '<img srcset="/i/1.jpg 1200w, /i/1-300.jpg 300w" src="/placeholder.png">',
        '<img data-srcset="/i/1-300.jpg 1x,/i/1.jpg 2x">',
        '<a href="/i/1.jpg" target=_blank><img src="/i/1.jpg"></a>',
        '<a href="2.html"><img src="/i/1.jpg"></a>',
        '<amp-img src="/i/1.jpg" width=600 height=400 layout=responsive></amp-img>',
        '<picture><source srcset="/i/1.webp"><img src="/i/1.jpg"></picture>',
        '<picture><source srcset="/i/1.jpg 1x"><img src="data:image/gif;base64,AA"></picture>',
        '<picture><source data-srcset="/i/1.jpg"><img src="/x/placeholder.png"></picture>',
        '<img src="data:image/gif;base64,AA" data-src="/i/1.jpg"><noscript><img src="/i/1.jpg"></noscript>',
    ],
)
def test_the_address_is_the_pictures_own(image):
    found = draft(f"<p>{image}</p>").images
    assert [i.url.partition("?")[0] for i in found] == [BIG]


@pytest.mark.parametrize(
    "image",
    [
        '<a href="https://shop.example/x"><img src="/i/1.jpg"></a>',
        '<div class="ad300"><img src="/i/1.jpg"></div>',
        '<img src="/ads/1.jpg">',
        '<div class="share"><img src="/i/1.jpg"></div>',
        '<img class="emoji" src="/i/1.png">',
        '<div style="display:none"><img src="/i/1.jpg"></div>',
        '<img src="/i/1.jpg" width=1 height=1>',
        '<img src="/static/qrcode_for_gh.jpg">',
        '<img src="/static/icon-share.png">',
        '<img src="/i/1.png" style="width:16px;height:16px">',
        '<img src="/i/1.png" alt="江畔日报二维码">',
        '<img src="/i/1.png"></p><p>扫描二维码关注我们',
        '<img src="/i/ad_618.gif">',
        '<img src="/face/1.png">',
        '<a href="/quote/600000.html"><img src="/i/k.png"></a>',
        '<a href="/a/2.html"><img src="/t/2.jpg"><b>港区新泊位月底投用</b></a>',
        "</p>" + CARD + "<p>",
        '</p><li><a href="/a/2.html"><img src="/t/2.jpg"></a><a href="/a/2.html">港区新泊位月底投用</a></li><p>',
        '</p><div class=kh><img src="/i/kh.gif"><p>海量资讯、精准解读，尽在江畔财经APP</p></div><p>',
    ],
)
def test_advertisements_and_ornaments_are_left_out(image):
    assert draft(f"<p>{image}</p>").images == []


@pytest.mark.parametrize(
    "name", ["playground-opening", "iconic-bridge", "spaceport", "sharehouse", "logosphere"]
)
def test_a_picture_may_be_called_like_an_ornament(name):
    assert [i.url[-len(name) - 4 :] for i in draft(f"<p><img src=/i/{name}.jpg></p>").images] == [
        f"{name}.jpg"
    ]


@pytest.mark.parametrize(
    ("html", "caption"),
    [
        ("<figure><img src=/i/1.jpg><figcaption>岸桥下的集装箱</figcaption></figure>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p class=pic-desc>岸桥下的集装箱</p>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p>岸桥下等待装船的集装箱。本报记者 摄</p>", "岸桥下等待装船的集装箱。本报记者 摄"),
        ("<p><img src=/i/1.jpg></p><p>▲岸桥下的集装箱</p>", "▲岸桥下的集装箱"),
        ("<p>▼岸桥下的集装箱。</p><p><img src=/i/1.jpg></p>", "▼岸桥下的集装箱。"),
        ("<p><img src=/i/1.jpg></p><p>图为岸桥下的集装箱。</p>", "图为岸桥下的集装箱。"),
        ("<p><img src=/i/1.jpg></p><p><strong>代理料成交增。（資料圖片）</strong></p>", "代理料成交增。（資料圖片）"),
        ("<p align=center><img src=/i/1.jpg></p><p align=center>岸桥下的集装箱</p>", "岸桥下的集装箱"),
        ("<p style='text-align: center'><img src=/i/1.jpg></p><p style='text-align:center'>岸桥下的集装箱</p>", "岸桥下的集装箱"),
        ("<table><tr><td><img src=/i/1.jpg></td></tr><tr><td>岸桥下的集装箱</td></tr></table>", "岸桥下的集装箱"),
        ("<div><img src=/i/1.jpg><p>岸桥下的集装箱</p></div>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg alt='岸桥下的集装箱'></p>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg data-alt='岸桥下的集装箱' alt='图片'></p>", "岸桥下的集装箱"),
        (f"<p><img src=/i/1.jpg alt='{TITLE}'></p>", ""),
        ("<p><img src=/i/1.jpg alt='1.jpg'></p>", ""),
        ("<p><img src=/i/1.jpg alt='d62a6059252dd42a'></p>", ""),
        ("<p><img src=/i/1.jpg title='点击查看大图'></p>", ""),
        (f"<p><img src=/i/1.jpg alt='{TITLE}_江畔网'></p>", ""),
        ("<center><img src=/i/1.jpg></center><center><small>岸桥下的集装箱</small></center>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p class=tushuo>岸桥下的集装箱</p>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p style='font-size:12px;color:#888'>岸桥下的集装箱</p>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p><span style='font-family:楷体'>岸桥下的集装箱</span></p>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p>岸桥下的集装箱。（路透社）</p>", "岸桥下的集装箱。（路透社）"),
        ("<p><img src=/i/1.jpg></p><p>岸桥下的集装箱（网络图片）</p>", "岸桥下的集装箱（网络图片）"),
        ("<dl><dt><img src=/i/1.jpg></dt><dd>岸桥下的集装箱</dd></dl>", "岸桥下的集装箱"),
        ("<figure><a href=/i/1.jpg><img src=/i/1.jpg></a><figcaption><span>岸桥下的集装箱</span></figcaption></figure>", "岸桥下的集装箱"),
        ("<dl class=photo><dt><a href=/big/1.html><img src=/i/1.jpg></a></dt><dd>岸桥下的集装箱。童舟 摄</dd></dl>", "岸桥下的集装箱。童舟 摄"),
        ("<p><a href=/big/1.html><img src=/i/1.jpg></a></p><p>图为岸桥下的集装箱。</p>", "图为岸桥下的集装箱。"),
        ("<table><tr><td><img src=/i/1.jpg></td></tr><tr><td class=picture_content>岸桥下的集装箱</td></tr></table>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p>港区昨夜恢复作业。</p>", ""),
        ("<p><img src=/i/1.jpg></p><p>岸桥下等待装船的集装箱</p>", "岸桥下等待装船的集装箱"),
        ("<p><img src=/i/1.jpg alt='岸桥下的集装箱'></p><p>岸桥下的集装箱。童舟摄于昨日</p>", "岸桥下的集装箱。童舟摄于昨日"),
        ("<p class=text-center><img src=/i/1.jpg></p><p class=text-center>岸桥下的集装箱。</p>", "岸桥下的集装箱。"),
        ("<p><img src=/i/1.jpg></p><p><em>岸桥下的集装箱。</em></p>", "岸桥下的集装箱。"),
        ("<figure><a href=/photo/7.html><img src=/i/1.jpg><figcaption>岸桥下的集装箱</figcaption></a></figure>", "岸桥下的集装箱"),
        ("<p><img src=/i/1.jpg></p><p><strong>岸桥下的新规矩</strong></p>", ""),
        ("<p><img src=/i/1.jpg></p><p>二、岸桥下的新规矩</p>", ""),
        ("<p><img src=/i/1.jpg></p><p>江畔中文站 10月14日报道</p>", ""),
        (f"<p><img src=/i/1.jpg></p><p>岸桥下的新规矩</p><p>{P2}</p><p>另一道门槛</p>", ""),
        ("<p><img src=/i/1.jpg><br>　　港区昨夜恢复作业，未受影响。</p>", ""),
    ],
)  # fmt: skip
def test_a_caption_is_what_says_so_by_name_wording_or_place(html, caption):
    found = draft(html)
    assert [(i.url, i.caption) for i in found.images] == [(BIG, caption)]
    assert {f.kind for f in found.fragments if caption and f.text == caption} <= {"caption"}


@pytest.mark.parametrize(
    ("before", "wanted"),
    [
        ('<div class=lead><img src="/img/blank.gif" data-src="/i/1.jpg" data-alt="岸桥"><p class=caption>岸桥</p></div>', True),
        ("<figure><img src=/i/1.jpg></figure>", True),
        ("<div class=top><img src=/i/1.jpg></div>", False),
        ("<a href=https://shop.example/><figure><img src=/i/1.jpg></figure></a>", False),
    ],
)  # fmt: skip
def test_a_picture_between_headline_and_text_is_the_articles_when_it_is_set_as_one(before, wanted):
    assert [i.url for i in draft("", before=before).images] == [BIG] * wanted


def test_a_headline_set_as_a_picture_is_none_of_the_articles():
    head = f"<table><tr><td><img src=/top.jpg></td></tr><tr><td><img src=/t.jpg alt='{TITLE}'></td></tr><tr><td>二〇二六年十一月二十日 江畔日报记者 林语</td></tr></table>"
    assert [i.url for i in draft("<p><img src=/i/1.jpg></p>", head=head).images] == [BIG]


def test_a_caption_under_several_pictures_is_the_last_ones():
    found = draft("<p><img src=/i/1.jpg></p><p><img src=/i/2.jpg></p><p>图为岸桥下的集装箱。</p>").images
    assert [i.caption for i in found] == ["", "图为岸桥下的集装箱。"]


def test_the_picture_for_sharing_stands_in_for_none_unless_it_is_the_logo():
    for file, number in (("p/1.jpg", 1), ("logo.png", 0)):
        head = f"<meta property=og:image content=https://news.river.example/{file}>"
        assert len(draft("", before=head).images) == number


def test_beside_a_leading_picture_may_stand_the_first_paragraph_in_an_element_of_the_text():
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-20</div>"
        f"<div id=top><div class=zoom><a href=/l.jpg><img src=/i/1.jpg alt='岸桥下的集装箱'></a></div><article class=t><p>{P1}</p></article></div>"
        f"<div id=rest><article class=t><p>{P2}</p><p>{P1}</p></article></div></body></html>"
    )
    found = extract_html(html.encode(), url=URL)
    assert [(i.url, i.caption) for i in found.images] == [(BIG, "岸桥下的集装箱")]
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2, P1]


def test_the_sign_before_the_last_credit_line_is_no_picture():
    end = "<div class=tail><img src=/fin.png> 本文来源：江畔晚报 责任编辑：童舟</div>"
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-20 09:30</div><div class=art><p>{P1}</p><p>{P2}</p>{end}</div></body></html>"
    assert extract_html(html.encode(), url=URL).images == []


def test_a_text_out_of_a_pages_data_has_its_own_pictures_and_no_teasers():
    data = json.dumps(
        {"doc": {"title": TITLE, "content": f"<p>{P1}</p><p><img src=/i/1.jpg></p><p>{P2}</p>"}}
    )
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=app></div><script type=application/json>{data}</script><ul><li><a href=/2><img src=/t/2.jpg></a></li></ul></body></html>"
    assert [i.url for i in extract_html(html.encode(), url=URL).images] == [BIG]


def test_a_line_without_the_texts_indent_is_a_caption():
    pieces = f"<p>　　{P1}</p><p><img src=/i/1.jpg></p>{{}}<p>　　{P2}</p><p>　　{P1}</p>"
    for line, caption in (
        ("<p>工人在岸桥下检查集装箱。</p>", "工人在岸桥下检查集装箱。"),
        ("<p>　　港区昨夜恢复作业。</p>", ""),
    ):
        html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-20 09:30</div><div class=art>{pieces.format(line)}</div></body></html>"
        assert [i.caption for i in extract_html(html.encode(), url=URL).images] == [caption]


def test_a_grey_line_set_apart_by_breaks_is_a_caption():
    text = f"<div class=art><div style='text-align:center'><img src=/i/1.jpg></div><span style='color:rgb(128, 128, 128)'>岸桥下的集装箱。江畔网 资料</span><br>{P1}<br>{P2}</div>"
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-20 09:30</div>{text}</body></html>"
    found = extract_html(html.encode(), url=URL)
    assert [i.caption for i in found.images] == ["岸桥下的集装箱。江畔网 资料"]


SPACER = "<br><img src=/i/c.gif height=5 width=1><br>"


@pytest.mark.parametrize(
    ("figure", "captions"),
    [
        (
            f"<center><img src=/i/1.jpg alt={TITLE}>{SPACER}市民领奖<br><br></center><center><img src=/i/2.jpg alt={TITLE}>{SPACER}市民接受采访<br><br></center>",
            ["市民领奖", "市民接受采访"],
        ),
        (
            '<figure class="lbimg"><a href="/b/1.jpg"><img src="/i/1.jpg"></a><span class=cpt>婦人（右）說，替女兒按摩是每天的功課。</span></figure>',
            ["婦人（右）說，替女兒按摩是每天的功課。"],
        ),
        (
            '<figure class="lbimg"><a href="/b/1.jpg"><img src="/i/1.jpg"></a><span class=cpt>期許自立<br>婦人（中）與家人合影，右為孫女。</span></figure>',
            ["期許自立 婦人（中）與家人合影，右為孫女。"],
        ),
    ],
    ids=["centred over a spacer", "in a figure", "on two lines of it"],
)
def test_what_stands_under_a_picture_is_its_caption(figure, captions):
    found = draft(figure)
    assert [i.caption for i in found.images] == captions
    kept = [f.text for f in found.fragments if f.role == "body" and f.kind != "caption"]
    assert kept == [P1, P2]


def test_a_sentence_between_two_pictures_is_no_caption():
    # 52 characters and a stray sign at the end, but two sentences
    told = "平台表示，该文捏造事实，恶意诽谤，混淆视听。平台已经对此向警方报案。、"
    found = draft(f"<p><img src=/i/1.jpg></p><p>{told}</p><p>{P1}</p><p><img src=/i/2.jpg></p>")
    assert [i.caption for i in found.images] == ["", ""]


def test_a_buttons_picture_is_none_of_the_articles():
    found = draft(
        '<p><img src="/charity/donate_btn.png"><img src="/static/box_close.png"><img src="/i/1.jpg"></p>'
    )
    assert [i.url for i in found.images] == [BIG]


CAPTION = "十一月二十日，岸桥下的集装箱等待装船，工人正在核对货单。"


@pytest.mark.parametrize(
    "figure",
    [
        f'<div class=w><div><img src=/i/1.jpg></div><span class="img-caption ml-3">{CAPTION}</span></div>',
        f'<div class="pic is-mixed"><picture><img src=/i/1.jpg></picture>{CAPTION}</div>',
        f"<figure><div><img src=/i/1.jpg><p><span>图像来源，</span>某某图片社</p></div><figcaption>{CAPTION}</figcaption></figure>",
    ],
    ids=["inline", "box", "beside a credit"],
)
def test_a_caption_marked_as_such_is_the_pictures_and_no_text(figure):
    found = draft(figure)
    assert [i.caption for i in found.images] == [CAPTION]
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]


def test_a_caption_whose_picture_only_a_script_loads_is_no_text():
    found = draft(
        f"<div class=w><div class=lazyload-placeholder></div><span class=img-caption>{CAPTION}</span></div>"
    )
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]


def test_boxes_named_for_pictures_are_the_text_where_there_is_no_other():
    boxes = "".join(
        f"<div class=pic><img src=/i/{i}.jpg><p>{text}</p></div>" for i, text in enumerate((P1, P2))
    )
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-20 09:30</div><div class=art>{boxes}</div></body></html>"
    assert [f.text for f in extract_html(html.encode()).fragments if f.role == "body"] == [P1, P2]


def test_a_counter_under_a_picture_is_no_caption():
    assert [
        i.caption for i in draft("<div class=pic><img src=/i/1.jpg><p class=num>/28</p></div>").images
    ] == [""]


def test_the_pictures_of_a_list_of_other_articles_amid_the_text_are_not_the_articles():
    card = '<li><div class=w><div><img src=/t/{0}.jpg alt="另一篇文章的图片说明"></div></div><div class=t><a href=/a/{0}.html>某地冬季供暖今日开始，检修完成</a></div></li>'
    cards = "".join(card.format(i) for i in range(4))
    found = draft(f"<p><img src=/i/1.jpg></p><p>{P2}</p><section><ul>{cards}</ul></section>")
    assert [i.url for i in found.images] == [BIG]


def test_a_picture_in_a_list_of_the_text_with_a_link_in_it_is_the_articles():
    found = draft(f"<ul><li><img src=/i/1.jpg>{P2}<a href=/a/2.html>某地冬季供暖</a></li></ul>")
    assert [i.url for i in found.images] == [BIG]


def test_source_and_counter_below_the_headlines_picture_are_no_captions():
    bar = "<div class=bar><div><img src=/i/a.jpg width=300><p>来源：江畔日报</p></div><div><img src=/i/b.jpg width=300><span>-次</span></div></div>"
    found = draft('<p><img src="/i/1.jpg"></p>', before=bar)
    assert "来源：江畔日报" not in {image.caption for image in found.images}
    assert "-次" not in {image.caption for image in found.images}


def test_a_centred_line_under_a_centred_picture_is_a_caption_though_a_subtitle_is_centred_too():
    centred = 'style="text-align: center"'
    picture = f'<p {centred}><img src="/i/1.jpg"></p><p {centred}>江畔生物科技生产线</p>'
    found = draft(f"<p>{P2}</p>{picture}<p>{P1}</p>", before=f"<p {centred}>本网今起推出专题报道</p>")
    assert [image.caption for image in found.images] == ["江畔生物科技生产线"]


def test_pictures_of_the_part_that_a_button_unfolds_have_their_captions():
    rest = '<div class=wp-caption><a href="/i/2.jpg"><img src="/i/2.jpg"></a><p class="wp-caption-text">新泊位月底投用。资料图片</p></div>'
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}_江畔网</title></head><body><h1>{TITLE}</h1><div>2026-11-20 09:30</div>"
        f'<div class=art><p>{P1}</p><p>{P2}</p><div><p>- 閱讀更多 -</p></div><div style="display:none">{rest}<p>港区人士说，{P1}</p></div><div>标签：经济</div></div></body></html>'
    )
    found = extract_html(html.encode(), url=URL)
    assert [image.caption for image in found.images] == ["新泊位月底投用。资料图片"]


def test_a_caption_in_a_box_of_its_own_over_the_text_is_no_part_of_it():
    said = "江畔，一处换电站。江畔换电2025年1月即递表，2026年两次重新递交上市申请材料，终于在9月通过聆讯。摄影：童舟"
    text = "<p>江畔换电周五正式挂牌上市，发行价为每股二十八元，募资净额十一亿元，用于扩建换电网络。</p><p>公司上市不易，此前两次递表失效，今年九月才通过聆讯，市场份额不足百分之一。</p>"
    html = f"<html><head><meta charset=utf-8><title>江畔换电挂牌上市</title></head><body><div class=article><h1>江畔换电挂牌上市</h1><div>2026-11-02 09:30</div><div class=media><dl class=media_pic><dt><img src=/i/1.jpg></dt><dd>{said}</dd></dl></div><div class=content><div class=text>{text}</div></div></div></body></html>"
    draft = extract_html(html.encode(), url="https://a.example/1.html")
    assert said not in [f.text for f in draft.fragments if f.role == "body"]
    assert [i.caption for i in draft.images] == [said]


@pytest.mark.parametrize(("name", "is_text"), [("article-content", True), ("article-img", False)])
def test_a_paragraph_that_is_alone_with_a_picture_in_the_texts_own_element_is_no_caption(name, is_text):
    said = "口岸部门表示，航道整治将在明年春季完工，届时大型船舶可以全天候进港"
    body = f'<div class=wrap><div class="{name}"><p><img src="/a.jpg"></p><p>{said}</p></div></div><p>{"港口吞吐量增长。" * 12}</p>'
    html = f"<html><head><meta charset=utf-8></head><body><h1>港口吞吐量增长一成二</h1><div>2026-11-02 09:30</div>{body}</body></html>"
    fragment = next(f for f in extract_html(html.encode()).fragments if f.text == said)
    assert (fragment.kind == "paragraph" and fragment.role == "body") is is_text
