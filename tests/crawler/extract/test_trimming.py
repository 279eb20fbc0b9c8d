# ruff: noqa: E501 (markup is easier to read unbroken)
"""What leaves the text at its beginning and end, and short lines that stay."""

import json

import pytest

from crawler.extract import extract_html

TITLE = "江畔港口前三季度吞吐量增长一成二"
P1 = "记者从江畔港务部门获悉，今年前三季度全港完成货物吞吐量三千二百万吨，同比增长一成二，增速快于上年同期。"
P2 = "分货类看，集装箱与滚装汽车增长较快，煤炭和矿石保持平稳；内河转运占比继续提高，达到百分之三十八。"
P3 = "业内人士认为，随着航道整治完工，四季度吞吐量有望延续增长，但外贸订单仍有不确定性。"
VERSES = [
    "凌晨的海没有颜色",
    "只有柴油机的咳嗽",
    "一声，一声，把渔火咳到岸上",
    "马鲛，二十七；",
    "石斑，九十四；",
    "父亲算着潮水",
    "算不出谁赚了",
]


def body_of(inner: str) -> list[str]:
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-02 09:30 来源：示例日报</div><div class=art>{inner}</div></body></html>"
    return [f.text for f in extract_html(html.encode()).fragments if f.role == "body"]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


@pytest.mark.parametrize("joined", [paragraphs(*VERSES), "<br>".join(VERSES)], ids=["paragraphs", "breaks"])
def test_a_poems_short_lines_are_its_text(joined):
    assert body_of(joined) == VERSES


def test_a_notice_keeps_whom_it_addresses_and_who_signed_it_when():
    texts = ["各会员单位：", P1, P2, "特此通知。", "江畔橡胶行业协会", "2026年11月12日"]
    assert body_of(paragraphs(*texts)) == texts


@pytest.mark.parametrize("last", ["江畔日报网", "2026年11月12日"])
def test_an_office_or_a_day_alone_signs_nothing(last):
    assert body_of(paragraphs(P1, P2, P3) + f"<div class=b>{last}</div>") == [P1, P2, P3]


@pytest.mark.parametrize(
    "line",
    [
        "热点栏目　自选股 数据中心 行情中心 资金流向 模拟交易",
        "(1/1)",
        "-----------------------",
        "開啟江畔 App，閱讀全文",
        "月费￥30起，畅读全部过刊",
        "加入会员，支持独立出版",
        "地址：江畔市报业大道9号 电话：0000-1234567",
    ],
)
def test_furniture_in_a_paragraph_of_its_own_is_no_text(line):
    before = paragraphs(line, P1, P2) if "热点" in line else paragraphs(P1, P2, line)
    assert body_of(before) == [P1, P2]


@pytest.mark.parametrize(
    "line",
    [
        "登记信息显示，公司的注册地址是一间退租的办公室；其负责人在电话里说，自己只是“帮朋友挂名”。",
        "他加入了当地商会，成为会员已有十年。",
        "三十七人的月费合计一千五百元，由摊主们分摊。",
    ],
)
def test_sentences_with_the_words_of_furniture_are_text(line):
    assert body_of(paragraphs(P1, line, P2)) == [P1, line, P2]


@pytest.mark.parametrize(
    "summary",
    [
        f"<div class=b-review><p>摘要<br>【{TITLE}】{P1}</p></div>",
        f"<p>【{TITLE}】{P1}</p>",
        f"<div class=abstract>{P1}</div>",
    ],
)
def test_a_summary_that_the_text_says_again_is_left_out(summary):
    assert body_of(summary + paragraphs(P1, P2, P3)) == [P1, P2, P3]


def test_a_summary_in_words_of_its_own_may_be_the_lead():
    lead = f"【{TITLE}】{P3}"
    assert body_of(paragraphs(lead, P1, P2)) == [lead, P1, P2]


@pytest.mark.parametrize("name", ["keypoints", "stock-info", "quoteimg"])
def test_key_points_and_quotes_inside_the_text_are_none_of_it(name):
    points = f"<ul class={name}><li>吞吐量增长一成二</li><li>内河转运占比提高</li></ul>"
    assert body_of(points + paragraphs(P1, P2, P3)) == [P1, P2, P3]


@pytest.mark.parametrize("name", ["quote", "blockquote", "pull-quote-box"])
def test_what_somebody_said_is_text(name):
    said = "“航道挖深一米，船就能多装八百吨，这笔账谁都会算。”船长老何说。"
    assert body_of(f"<p>{P1}</p><div class={name}><p>{said}</p></div><p>{P2}</p><p>{P3}</p>") == [
        P1,
        said,
        P2,
        P3,
    ]


def test_a_box_of_that_name_with_a_sentence_from_the_midst_of_the_text_is_no_text():
    texts = [P1, P2, f"{P1}首先是航道。", f"{P2}其次是货源。", f"{P1}再次是口岸。", P3]
    box = f"<div class=introduction>{P3}</div>"
    assert body_of(box + paragraphs(*texts)) == texts
    assert body_of(box + paragraphs(*texts[:-1])) == [P3, *texts[:-1]]


def page_of(inner: str) -> list[str]:
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><article>{inner}</article></body></html>"
    return [f.text for f in extract_html(html.encode()).fragments if f.role == "body" and f.kind != "caption"]


def test_a_link_to_more_articles_under_the_headline_ends_no_text_that_is_yet_to_begin():
    head = (
        f"<header><hgroup><h1>{TITLE}</h1><h2>「沒人賺錢」，不敢擴建，靠老碼頭撐著</h2></hgroup></header><div class=gggs><time>2026年11月02日</time></div>"
        "<div class=gggs><a href=/blog/4331>更多專欄文章</a></div><figure class=lb><img src=/i/1.jpg><span>碼頭工人（中）每天須裝卸二十多箱貨，右為領班。</span></figure>"
    )
    text = f"<p id=intro>{P1}</p><p id=text>{P2}</p><h2 id=head>老碼頭找嘸工</h2><p id=text>{P3}</p><p id=text>{P2}工頭說。</p>"
    assert page_of(head + text) == [P1, P2, "老碼頭找嘸工", P3, f"{P2}工頭說。"]


def test_paragraphs_behind_a_subhead_go_on_though_the_text_begins_in_an_element_of_its_own():
    head = f"<h1>{TITLE}</h1><div>2026-11-02 09:30 来源：示例日报</div>"
    text = f"<div class=top><p>{P1}</p></div><p>{P2}</p><h3>航道整治</h3><p>{P3}</p><h3>货源结构</h3><p>{P2}他说。</p>"
    assert page_of(head + text) == [P1, P2, "航道整治", P3, "货源结构", f"{P2}他说。"]


@pytest.mark.parametrize(
    "behind",
    [
        ["同場加映：", "江畔新盤下季連環推出"],
        ["同場加映：直擊江畔千萬元洋房！主持人大讚海景開揚！"],
        ["▼點擊圖片放大"],
        ["本報電話：", "(852) 5550 1234", "傳 真：", "(852) 5550 5678", "SMS：", "(852) 5550 9012"],
        ["新聞熱線：0532-55501234"],
        ["//v.river.example/M00/02/4A/CqgUKF2hfUCAUZ.mp4"],
        ["<a href=/port/>江畔港口專題共有28篇>></a>"],
    ],
    ids=[
        "a heading of others",
        "one other",
        "a hint",
        "telephone numbers",
        "one number",
        "a film",
        "a link that leads on",
    ],
)
def test_what_stands_behind_the_text_among_its_paragraphs_leaves_it(behind):
    assert body_of(paragraphs(P1, P2, P3, *behind)) == [P1, P2, P3]


def test_a_caption_that_the_pictures_own_words_say_is_not_where_the_text_begins():
    caption = "江畔港口二號泊位本週完成首次作業，港務局長、航運公司代表與碼頭工人等五十餘人出席了啟用典禮。圖：江畔港務局提供"
    picture = f'<div class=rt1><div class=pic><a href=/i/1.jpg title="{caption[:-10]}"><img src=/i/1.jpg></a></div><div class=hint>點擊圖片可瀏覽相關圖片</div><div class=word13>{caption}</div></div>'
    text = f"<div class=lt1><div class=word>江畔新聞2026.11.02 林曉彤/高雄報導</div><div class=word><p>{P1}</p><p>{P2}</p><p>{P3}</p></div></div>"
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div class=main><div class=tit>{TITLE}</div><div class=area>{picture}{text}</div></div></body></html>"
    draft = extract_html(html.encode(), url="https://a.example/1.html")
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1, P2, P3]
    assert [i.caption for i in draft.images] == [caption]


@pytest.mark.parametrize("label", ["原标题：", "原標題:", "（原标题：", "原文标题："])
def test_what_a_reprint_was_first_called_is_no_text(label):
    line = f"{label}江畔港口吞吐量再创新高{'）' if label[0] == '（' else ''}"
    assert body_of(paragraphs(line, P1, P2, P3)) == [P1, P2, P3]
    assert body_of(paragraphs(P1, P2, P3, line)) == [P1, P2, P3]


def test_the_headline_once_more_behind_the_text_leaves_it():
    assert body_of(paragraphs(P1, P2, P3, TITLE)) == [P1, P2, P3]


def test_a_line_that_recommends_one_thing_itself_heads_no_other_articles():
    text = [P1, P2, P3] * 3
    assert body_of(paragraphs(P1, "今日推荐：番茄牛肉面", *text)) in (
        [P1, *text],
        [P1, "今日推荐：番茄牛肉面", *text],
    )


CREDITS = [
    "江畔大学融媒体中心 出品",
    "片头题字：林晓彤",
    "总导演：张家豪",
    "文案：江一舟",
    "摄影：韩旭东 李晓彤",
    "剪辑：张家豪 韩旭东",
    "录音：林晓彤",
    "总制片：王海洋",
    "鸣谢：校友会、团委",
]


def test_a_films_credits_end_the_text():
    assert body_of(paragraphs(P1, P2, P3, *CREDITS, "推", "荐", "江畔，为你而歌！")) == [
        P1,
        P2,
        P3,
        CREDITS[0],
    ]
    assert body_of(paragraphs(*CREDITS[1:], P1, P2, P3)) == [P1, P2, P3]


@pytest.mark.parametrize(
    "lines",
    [
        ["冠军：张家豪", "亚军：江一舟", "季军：韩旭东", "殿军：林晓彤"],
        ["最佳导演：张家豪", "最佳男主角：江一舟", "最佳女主角：林晓彤", "最佳影片：《江畔》"],
        ["坐标：二餐", "推荐：大馄饨", "价格：十元", "时段：全天"],
    ],
)
def test_lists_of_names_that_are_no_films_credits_are_text(lines):
    text = [P1, *lines, P2, P3]
    assert body_of(paragraphs(*text)) == text


@pytest.mark.parametrize(
    "line",
    [
        "（图/《江畔往事》）",
        "图源：视觉江畔",
        "封面来源｜《江畔往事》",
        "来源｜江畔周刊（ID：jiangpan）",
        "图片来源：江畔大学官网",
        "题图 | 视觉江畔",
        "//////",
        "＊ ＊ ＊",
    ],
)
def test_whose_pictures_they_are_and_lines_of_signs_are_no_text(line):
    assert body_of(paragraphs(line, P1, P2, P3)) == [P1, P2, P3]
    assert body_of(paragraphs(P1, line, P2, P3)) == [P1, P2, P3]


@pytest.mark.parametrize(
    "line", ["？！", "……", "图：新泊位的第一艘船", "图书馆来源广泛：捐赠、购入、交换", "题目：港口与城市"]
)
def test_signs_that_say_something_and_words_like_a_credits_are_text(line):
    assert body_of(paragraphs(P1, line, P2, P3)) == [P1, line, P2, P3]


def test_text_out_of_a_pages_data_is_rid_of_its_furniture_too():
    pieces = [
        "原标题：港口又创新高",
        "文｜张家豪",
        "来源｜江畔周刊（ID：jiangpan）",
        P1,
        P2,
        "（图/《江畔往事》）",
        P3,
        "责任编辑：江一舟",
    ]
    state = json.dumps({"news": {"title": TITLE, "content": paragraphs(*pieces)}})
    html = f'<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><div id=app></div><script type="application/json">{state}</script></body></html>'
    draft = extract_html(html.encode())
    assert [f.text for f in draft.fragments if f.role == "body"] == [P1, P2, P3]
    assert {f.text for f in draft.fragments if f.role == "byline"} >= {"文｜张家豪", "责任编辑：江一舟"}


@pytest.mark.parametrize("last", ["（科技日报北京9月29日电）", "（大众网）"])
def test_an_outlets_signature_in_brackets_is_no_text(last):
    assert body_of(paragraphs(P1, P2, P3, last)) == [P1, P2, P3]


def test_a_headline_with_its_subtitle_in_one_block_and_in_brackets_behind_is_no_text():
    said = "江畔港口前三季度吞吐量增长一成二　集装箱增长较快"
    assert body_of(f"<div>{said}</div>{paragraphs(P1, P2, P3)}<div>【{said}】</div>") == [P1, P2, P3]


def test_a_flash_that_begins_with_its_headline_is_text():
    flash = f"{TITLE}，集装箱与滚装汽车增长较快，内河转运占比继续提高。"
    assert body_of(paragraphs(flash, P2)) == [flash, P2]


@pytest.mark.parametrize(
    "line",
    [
        "【更多精彩新聞，都在《江畔》粉絲團】",
        "【更多新聞詳情請上 - 江畔新聞網 】",
        "◆ 追蹤更多江畔影音及圖文新聞：",
        "※你可能還想看：",
        "美術：陳大文",
        "攝影︰陳大文、林曉彤",
        "1.用Plurk追蹤江畔影音及圖文新聞：追蹤",
        "您所瀏覽的新聞已過查詢時效。建議您加入江畔社付費會員找尋您要的新聞。",
    ],
)
def test_a_papers_word_for_itself_behind_the_text_is_left_out(line):
    assert body_of(paragraphs(P1, P2, P3, line)) == [P1, P2, P3]


@pytest.mark.parametrize(
    "line",
    [
        "攝影：由業餘走向專業的三個階段，講者逐一說明。",
        "设计：创新的第一步，也是最后一步。",
        "检方表示，案件已过追诉时效，会员的损失可以另行提起民事诉讼。",
        "他說，更多新聞工作者都在現場追蹤報導，直到凌晨。",
    ],
)
def test_what_a_text_itself_says_of_such_things_stays(line):
    assert body_of(paragraphs(P1, line, P3)) == [P1, line, P3]


def test_helplines_behind_the_text_and_what_introduces_them_leave_it():
    lines = [
        "●《江畔新聞》提醒您，請給自己機會：",
        "安心專線：0800-000-000（24小時）",
        "生命線協談專線：1995；",
    ]
    assert body_of(paragraphs(P1, P2, P3, *lines)) == [P1, P2, P3]


def test_a_line_that_ends_with_a_colon_closes_the_text_where_no_helpline_follows():
    assert body_of(paragraphs(P1, P2, "港务部门给出的时间表如下：")) == [P1, P2, "港务部门给出的时间表如下："]


def test_credits_in_a_row_with_editors_among_them_are_no_text_and_do_not_end_it():
    row = ["文图 | 张家豪", "责编 | 江一舟", "美编 | 李雨桐", "指导老师 | 王思远", "运营 | 陆小曼"]
    assert body_of(paragraphs(P1, P2, *row, P3)) == [P1, P2, P3]
    assert body_of(paragraphs(P1, *row[3:], P2, P3)) == [P1, *row[3:], P2, P3]


HEADER = f'<header class=top><h1>{TITLE}</h1><div>2026-11-02 09:30</div><p class="%s">{P1}</p></header>'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param("teaser-text", [P1, *[P2, P3] * 3], id="a lead"),
        pytest.param("summary", [P2, P3] * 3, id="a summary"),
    ],
)
def test_a_paragraph_in_the_headlines_own_element_is_the_texts_lead_unless_it_is_a_summary(name, text):
    assert page_of(HEADER % name + f'<div class="article-text">{paragraphs(P2, P3) * 3}</div>') == text


def test_a_lead_that_the_text_says_again_is_left_out():
    text = f'<div class="article-text">{paragraphs(P1, P2) * 3}</div>'
    assert page_of(HEADER % "teaser-text" + text) == [P1, P2] * 3


def test_a_description_below_the_headline_is_the_text_of_a_page_that_tells_no_more():
    cards = "".join(f'<h3><a href="/v/{i}">第{i}家企业在本市经开区开工建设</a></h3>' for i in range(12))
    quiz = "<ul><li>港口的吞吐量怎么统计，由谁来统计？</li><li>一种作业，以岸桥为主。</li></ul>"
    assert page_of(HEADER % "header_desc__Olm" + f"<div>{cards}</div><div class=quiz>{quiz}</div>") == [P1]


def test_a_headline_that_asks_and_is_said_again_over_its_date_is_not_where_the_text_begins():
    asked = "江畔港口的吞吐量还会增长吗？业内人士这么说"
    bar = f"<div class=bar><div class=a>{asked}</div><div class=b>2026-11-02 09:30 来源：示例日报</div></div>"
    text = f"<div class=m><div class=n><div>江畔观察</div>{paragraphs(P1, P2, P3)}</div></div>"
    html = f"<html><head><meta charset=utf-8><title>{asked}</title></head><body><div class=w><h1>{asked}</h1>{bar}{text}</div></body></html>"
    assert [f.text for f in extract_html(html.encode()).fragments if f.role == "body"] == [P1, P2, P3]


def test_the_texts_rest_stands_in_a_box_of_its_own_behind_its_lead():
    rest = paragraphs("集装箱增长较快", P2, P3, P2)
    inner = f"<h1>{TITLE}</h1><div>2026-11-02 09:30</div><div class=x><div id=u>{paragraphs(P1)}</div><div id=v><div>{rest}</div></div></div>"
    assert page_of(inner) == [P1, "集装箱增长较快", P2, P3, P2]


@pytest.mark.parametrize(
    "note",
    [
        "（本文訊息由江畔半導體提供，內文與標題經示例橘報修訂後刊登。）",
        "(本文发表于江畔论坛批评与建议, 已被阅读178次)",
        "_(网文转载) (Modified on 2026/5/25) (江畔网)",
    ],
)
def test_a_note_in_brackets_says_last_where_the_text_comes_from(note):
    assert body_of(paragraphs(P1, P2, note)) == [P1, P2]


def test_a_last_paragraph_in_brackets_that_says_more_is_text():
    aside = "（本文所说的港口指江畔港务部门管理的四个港区，不含渔港与军港。）"
    assert body_of(paragraphs(P1, P2, aside)) == [P1, P2, aside]


def test_a_short_sentence_that_opens_the_text_is_text():
    assert body_of(paragraphs("春潮声声，江水东去。", P1, P2)) == ["春潮声声，江水东去。", P1, P2]


@pytest.mark.parametrize(
    "tail",
    [
        "<h2>相关的江畔小组</h2><ul><li><a href=/g/1>航运</a></li></ul><p>更多航运内容请戳江畔专区</p>",
        "<div>相關資源</div><div>• 更多關於：江畔航道整治</div>",
        "<div>阅读(200)| 评论(0)| 分享 | 引用(0) |举报</div>",
    ],
)
def test_groups_resources_and_counters_below_the_text_are_none(tail):
    assert body_of(paragraphs(P1, P2, P3) + tail) == [P1, P2, P3]


def test_who_had_it_first_and_when_is_a_line_of_the_headline():
    assert body_of(f"<h4>原创：江畔健康网2026-11-02 12:27:25</h4>{paragraphs(P1, P2)}") == [P1, P2]


@pytest.mark.parametrize(
    "line",
    [
        "市民可扫码关注“江畔水务”微信公众号，在线缴费。",
        "居民可扫描二维码加入社区微信群，领取物资。",
        "有需要的车主请下载“江畔交管”APP办理。",
    ],
)
def test_how_an_office_serves_people_is_text_wherever_it_stands(line):
    for texts in ([P1, line, P2], [P1, P2, line], [line, P1, P2]):
        assert body_of(paragraphs(*texts)) == texts


def test_the_labelled_day_of_a_draw_opens_its_text():
    texts = ["开奖日期：2026年11月1日", P1, P2]
    assert body_of(paragraphs(*texts)) == texts


@pytest.mark.parametrize("line", ["发布日期：2026年11月1日", "下载江畔日报APP，看更多新闻。"])
def test_the_texts_own_day_and_an_outlets_promotion_are_no_text(line):
    assert body_of(paragraphs(line, P1, P2)) == [P1, P2]


@pytest.mark.parametrize(
    "last", ["（完）", "本文刊于《江畔日报》2026年11月20日第3版", "上一首：<a href=1>江南春</a>"]
)
def test_where_it_ends_and_which_issue_it_was_in_is_said_behind_the_text(last):
    assert body_of(paragraphs(P1, P2, P3, last)) == [P1, P2, P3]


def test_a_bar_of_a_day_and_a_name_over_the_text_is_none_of_it():
    assert body_of(paragraphs("2026年11月2日 | 王小明 | 江畔日报", P1, P2)) == [P1, P2]
