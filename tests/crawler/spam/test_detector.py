import random
import re
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bench.spam_hiding import HIDINGS, traditional
from bench.spam_words import Words, message, phrase, trades
from crawler.items import Fragment, Link, SpamSpan
from crawler.spam import Thresholds, cut, find_spam, scoring
from crawler.spam.detector import _keep_a_title, settle, tell_of_hacking, units
from crawler.spam.finding import Finding
from crawler.spam.harmless import says_nothing
from crawler.spam.memory import Recall
from crawler.spam.page import Page
from crawler.spam.recurring import recurring
from crawler.spam.weighing import Place

CUT = Thresholds().cut
SHARED = Path(__file__).parents[3] / "../shared/data"
WORDS = Words(trades())
REPORTS = [
    x.strip().split("\n")
    for x in re.sub(
        "(?m)^#.*\n", "", (Path(__file__).parent / "data/genuine_reports.txt").read_text("utf-8")
    ).split("\n\n")
]
"""Headline and paragraphs of articles about what spam advertises too."""


def phrases(count, seed=1, kind=""):
    rng = random.Random(seed)
    return [phrase(rng, WORDS, kind) for _ in range(count)]


@pytest.mark.parametrize("separator", ["| ", "|", "丨", "_", " ", "、", " · ", "/"])
def test_a_block_under_an_article_goes_and_nothing_else(article, cleaned, separator):
    block = "主站蜘蛛池模板: " + separator.join(phrases(20))
    clean, verdict = cleaned([*article, block])
    assert clean == [*article, ""]
    assert verdict.hacked
    assert all(s.evidence and "@" in s.rule for s in verdict.spans)


def test_a_block_run_on_after_the_article_in_one_line_is_cut_where_it_begins(article, cleaned):
    text = "".join(article[1:])
    clean, _ = cleaned([text + " " + "|".join(phrases(15))])
    assert clean[0].rstrip() == text


def test_a_page_of_single_anchors_is_a_block_too(article, cleaned):
    clean, _ = cleaned([*article, *phrases(30, kind="gambling")])
    assert clean[:4] == article
    assert sum(not x for x in clean[4:]) >= 26


READ = [
    "青島（qīng dǎo）生物科技創(chuàng)新園產(chǎn)值增長(zhǎng)一成",
    "記者從市北區(qū)政府獲悉，園區(qū)實(shí)現(xiàn)產(chǎn)值35.2億元，由李翀（chōng）達等企業(yè)帶動(dòng)。",
]


def test_the_readings_a_kit_leaves_all_over_a_hacked_page_go_and_come_back(cleaned):
    clean, verdict = cleaned([*READ, "主站蜘蛛池模板: " + "|".join(phrases(20))])
    assert clean == [
        "青島生物科技創新園產值增長一成",
        "記者從市北區政府獲悉，園區實現產值35.2億元，由李翀（chōng）達等企業帶動。",
        "",
    ]
    assert {s.kind for s in verdict.spans if s.rule.startswith("kit_readings")} == {"debris"}


class PutBack:
    """A site's memory where somebody has put readings back."""

    def recall(self, text):
        return Recall(restored=text[0] in "(（")


def test_readings_that_somebody_put_back_stay(cleaned):
    lines = [*READ, "主站蜘蛛池模板: " + "|".join(phrases(20))]
    clean, verdict = cleaned(lines, memory=PutBack())
    assert clean == [*READ, ""]
    assert verdict.hacked


def test_readings_on_a_page_that_nobody_hacked_stay(cleaned):
    assert cleaned(READ)[0] == READ
    primer = ["天（tiān）地（dì）玄（xuán）黃（huáng），宇（yǔ）宙（zhòu）洪（hóng）荒（huāng）。"] * 3
    assert cleaned(primer)[0] == primer


def test_the_few_readings_an_outlet_itself_prints_stay_on_a_hacked_page(cleaned):
    own = "创始人姓逄（páng），公司设在墘（qián）头村，主角（jué）是玻璃。"
    assert cleaned([own, "主站蜘蛛池模板: " + "|".join(phrases(20))])[0] == [own, ""]


HUNG = "前三季度园区产值增长一成"


@pytest.mark.parametrize("hangs", ["【{}】", "（{}）", "-{}", "_{}", "｜{}"])
@pytest.mark.parametrize("name", ["盛通棋牌", "蓝鲸影院", "讨债公司"])
def test_a_name_hung_on_the_title_and_among_its_words_below_takes_all_of_that_line_along(
    article, cleaned, hangs, name
):
    keywords = f"前三季度,园区,产值增长,{name}"
    title = HUNG + hangs.format(name)
    clean, verdict = cleaned([title, keywords, *article[1:]])
    assert clean == [HUNG, "", *article[1:]], verdict.spans


@pytest.mark.parametrize("name", ["财经观察", "图解", "青岛晚报", "生物医药周刊", "市北发布"])
def test_what_an_outlet_hangs_on_its_title_and_has_among_its_keywords_stays(article, cleaned, name):
    lines = [f"{HUNG}【{name}】", f"前三季度,园区,产值增长,{name}", *article[1:]]
    assert cleaned(lines)[0] == lines


@pytest.mark.parametrize("hiding", sorted(HIDINGS))
def test_hidden_spelling_does_not_help(article, cleaned, hiding):
    rng = random.Random(3)
    lines = [*article, "|".join(HIDINGS[hiding](rng, p) for p in phrases(12, kind="gambling"))]
    assert cleaned(lines)[0] == [*article, ""]


def test_a_brand_hung_on_the_title_goes_and_the_title_stays(article, cleaned):
    for tail in ("_海纳娱乐城官网", "-星瑞体育app下载", "【乐鱼体育官网】"):
        clean, verdict = cleaned([article[0] + tail, *article])
        assert clean[0] == article[0], tail
        assert verdict.spans[0].kind == "title_suffix"


@pytest.mark.parametrize(
    "tail",
    [
        "_新浪财经",
        "-中国新闻网",
        " - 青岛新闻",
        "_证券时报网",
        "|第一财经",
        "（附名单）",
        "-国家体育总局官网",
    ],
)
def test_an_outlet_in_the_title_is_no_spam(article, cleaned, tail):
    assert not cleaned([article[0] + tail, *article])[1].spans


def test_a_clause_in_a_sentence_is_cut_and_the_sentence_stays(article, cleaned):
    before, after = "前三季度，园区实现产值35.2亿元，", "同比增长11.3%，其中生物医药企业贡献超过六成。"
    clean, _ = cleaned([article[0], before + "真人百家乐官网，" + after, *article[2:]])
    assert clean[1] == before + after


def test_a_brand_in_place_of_a_name_is_cut_out_of_its_sentence(article, cleaned):
    line = "乐鱼体育官网位于市北区南京路，是由区政府与多家机构共同打造的专业化园区。"
    clean, _ = cleaned([article[0], line, *article[1:]])
    assert clean[1] == line.removeprefix("乐鱼体育官网")


@pytest.mark.parametrize("seed", range(8))
def test_a_call_to_join_or_borrow_is_cut(article, cleaned, seed):
    rng = random.Random(seed)
    call = message(rng, WORDS)
    clean, _ = cleaned([*article, call])
    assert clean[:4] == article


def test_genuine_sentences_before_a_call_in_one_paragraph_stay(article, cleaned):
    call = "专业代开发票，点数优惠，验证后付款，加微信 kp_6688。"
    clean, verdict = cleaned([*article[:2], article[2] + call, article[3]])
    assert clean[2] in (article[2], article[2] + call)
    assert [s.text for s in verdict.spans] == [call]


@pytest.mark.parametrize(
    "call",
    [
        "代开各类发票加微信kp88997，",
        "代开发票点数优惠加微信kp168899 ",
        "办证刻章联系QQ123456789、QQ987654321，",
        "外围上门服务加LINE：abc1234，",
        "无抵押贷款当天放款加微信dk6688，",
        "需要发票的老板请联系微信号kp668，",
    ],
)
def test_a_call_within_a_sentence_ends_with_its_contact(article, cleaned, call):
    before, after = "市统计局副局长表示，工业投资增速连续五个月回升，", "消费市场也在稳步恢复。"
    lines, _ = cleaned([*article, f"{before}{call}{after}"])
    assert lines[-1] == before + after


def test_what_sells_on_behind_a_contact_goes_with_it(article, cleaned):
    lines, _ = cleaned([*article, "需要开票的请加微信kp99887，各地均可，先开后付，诚信经营。"])
    assert lines[-1] == ""


def test_the_second_half_of_a_title_stays_when_what_hangs_on_it_goes(article, cleaned):
    title = "市北区举行防汛演练 三级响应同步启动"
    assert cleaned([title + "_海纳娱乐城官网", *article[1:]])[0][0] == title


def test_a_line_of_keywords_under_the_title_goes_from_its_first_word_on(article):
    line = " ".join(phrases(6, kind="gambling"))
    body = [line, *article[1:]]
    fragments = [Fragment(0, article[0], role="title"), *(Fragment(i, x) for i, x in enumerate(body, 1))]
    found = [s for s in find_spam(fragments, title=article[0]).spans if s.state == "cut"]
    assert sum(len(s.text) for s in found) >= 0.9 * len(line)
    assert found[0].start == 0


@pytest.mark.parametrize(
    "line",
    [
        "青岛生物科技,园区,{},前三季度",
        "{} 生物医药 公共技术平台",
    ],
)
def test_a_line_of_keywords_goes_wherever_among_the_articles_own_the_sold_one_stands(article, cleaned, line):
    clean, verdict = cleaned([*article, line.format(phrases(1, kind="gambling")[0])])
    assert clean == [*article, ""]
    assert verdict.hacked


def test_a_line_of_keywords_of_the_article_and_of_its_section_stays(article, cleaned):
    line = "本文关键词：生物科技,市北区,创新园,地方经济,产业园区"
    assert not cleaned([*article, line])[1].spans


def test_what_hangs_on_a_title_goes_with_its_sign_and_leaves_the_words_before_it(article, cleaned):
    for sign in "_-|":
        title = f"3月5日上午9点，{article[0]}"
        assert cleaned([f"{title}{sign}海纳娱乐城官网", *article[1:]])[0][0] == title


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("本文关键词：生物科技,市北区,{},创新园", "本文关键词：生物科技,市北区,创新园"),
        ("【关键词】园区、产值、新增就业、{}", "【关键词】园区、产值、新增就业"),
        ("Tags: {} 生物医药 公共技术平台", "Tags: 生物医药 公共技术平台"),
    ],
)
def test_under_a_sites_own_label_only_the_sold_keywords_go(article, cleaned, line, left):
    clean, verdict = cleaned([*article, line.format(phrases(1, kind="gambling")[0])])
    assert clean == [*article, left]
    assert verdict.hacked


@pytest.mark.parametrize(("marks", "places"), [(0.0, 4), (-6.0, 1)])
def test_what_the_tagger_takes_for_the_texts_own_in_most_places_is_not_looked_for_there(marks, places):
    name = phrases(1, kind="gambling")[0]
    page = Page(
        units([Fragment(i, x) for i, x in enumerate([name, *(f"{n}、{name}、第{n}项" for n in "甲乙丙")])])
    )
    page.tags[:] = marks
    found = Finding(page.units[0], 0, len(name), "link_block", 0.95, "lone_phrase@3", "")
    assert len({f.unit.order for f in recurring(page, [found])}) == places


def test_a_sentence_left_open_is_one():
    page = Page(
        units(
            [
                Fragment(
                    0,
                    "记者从会上获悉，公司近半年通过并购布局了设备租赁、仓单质押等业务，但重点依旧是港口和航运",
                ),
                Fragment(1, "设备租赁,仓单质押,港口物流,保税仓储,船舶代理,冷链配送,跨境电商,散货堆场"),
            ]
        )
    )
    opened, listed = (Place(u, u.text.index("仓单"), u.text.index("仓单") + 4) for u in page.units)
    assert scoring._is_left_open(opened)
    assert not scoring._is_left_open(listed)


def test_a_pen_name_that_ends_a_text_is_nobodys_advertisement():
    text = "港口货物吞吐量同比增长一成。(小石)"
    unit = units([Fragment(0, text)])[0]
    assert says_nothing(unit, text.index("("), len(text))
    assert not says_nothing(unit, text.index("港"), text.index("。"))


def test_a_listed_companys_name_is_nobodys_advertisement_but_what_is_sold_beside_it_is():
    text = "昨日奥飞娱乐注册领彩金"
    unit = units([Fragment(0, text, kind="line")], "")[0]
    assert says_nothing(unit, 2, 6)
    assert not says_nothing(unit, 2, len(text))


def test_what_is_found_in_one_place_goes_in_the_others(article, cleaned):
    brand = "海纳娱乐城"
    lines = [
        f"{article[0]}_{brand}官网",
        *article,
        f"{brand}负责人介绍，园区二期明年开工。",
        f"在{brand}的车间里，第一批设备已经进场。",
    ]
    clean, verdict = cleaned(lines)
    assert brand not in "".join(clean)
    assert clean[-2:] == ["负责人介绍，园区二期明年开工。", "在的车间里，第一批设备已经进场。"]
    assert verdict.hacked


def test_what_a_report_of_crime_says_again_is_not_cut_there(article, cleaned):
    report = "警方通报，涉嫌诈骗的平台自称海纳娱乐城，三名犯罪嫌疑人已被抓获。"
    clean, _ = cleaned([f"{article[0]}_海纳娱乐城官网", *article, report])
    assert clean[0] == article[0]
    assert clean[-1] == report


def test_a_name_that_ends_as_names_do_is_whole(article, cleaned):
    line = "乐鱼体育官网顺利完成核酸检测工作，全体师生员工按照防控要求，全部到场。"
    assert cleaned([article[0], line, *article[1:]])[0][1] == line.removeprefix("乐鱼体育官网")


def test_a_plain_call_raises_the_alarm(article, cleaned):
    call = "专业代开发票，点数优惠，验证后付款，加微信 kp_6688。"
    verdict = cleaned([*article, call])[1]
    assert [s.state for s in verdict.spans] == ["cut"]
    assert verdict.hacked


def test_a_sure_clause_is_worth_more_than_its_sentence_just_above_the_threshold():
    unit = units([Fragment(0, "甲" * 30)])[0]
    sentence = Finding(unit, 0, 30, "spliced_story", 0.81, "a@1", "")
    clause = Finding(unit, 4, 14, "inline_clause", 0.98, "b@1", "")
    assert settle([sentence, clause], Thresholds()) == [clause]
    assert settle([replace(sentence, score=0.95), clause], Thresholds()) == [replace(sentence, score=0.95)]


def test_a_doorway_is_named_one(cleaned):
    rng = random.Random(2)
    body = ["".join(message(rng, WORDS, "door") for _ in range(3)) for _ in range(5)]
    assert cleaned([phrases(1, kind="gambling")[0], *body])[1].doorway


REAL = [
    "滨海江南体育中心项目昨日奠基，总投资12亿元，预计明年底建成投用。",
    "米兰体育场重建方案昨日获批，新的米兰体育场将于2030年完工。",
    "第七届中国对冲基金年会昨日在上海举行，百家私募参会。",
    "国家税务总局青岛市税务局通报，犯罪嫌疑人在网上发布“代开发票，联系QQ12345678”等信息，虚开发票326份，已被检察机关提起公诉。",
    "警方提醒：凡是在群里说“加老师微信领取牛股”的，都是诈骗。",
    "证监会公布黑名单，其中“股票交流QQ群88661234”等群组以荐股为名收取费用，投资者应提高警惕。",
    "澳门博彩监察协调局公布，10月份幸运博彩毛收入为207亿元，同比增加6.6%；银河娱乐、永利澳门股价上涨。",
    "中国体育彩票超级大乐透第26130期开奖，头奖开出3注，单注奖金1000万元，奖池滚存至9.2亿元。",
    "小米汽车一区、二区工厂产能爬坡，三区预计明年投产。",
    "600519 贵州茅台 | 000858 五粮液 | 601318 中国平安 | 300750 宁德时代 | 002594 比亚迪",
    "新华网 人民网 央视网 中国网 光明网 中国新闻网 新浪财经 东方财富网 和讯网 第一财经",
    "首页 | 要闻 | 财经 | 股票 | 基金 | 体育 | 娱乐 | 汽车 | 房产 | 彩票 | 游戏 | 论坛",
    "关于我们 - 广告服务 - 联系我们 - 招聘信息 - 网站地图 - 举报电话：010-65363263",
    "大风起兮云飞扬，威加海内兮归故乡，安得猛士兮守四方！",
    "出席会议的有张三、李四、王五、赵六、钱七、孙八、周九、吴十、郑一、王二等同志。",
    "The Group's revenue rose 12% 本集团收入增长12% to HK$3.2 billion 至32亿港元.",
    "对符合条件的小微企业，银行可发放无还本续贷，贷款利率不高于同期贷款市场报价利率加50个基点。",
    "新闻热线：0532-82933333 广告热线：0532-82933222 投稿邮箱：news@example.com",
    "记者在某二手平台看到，有卖家称“本公司代开各类发票，加微信详谈”，随后向平台举报。",
    "退卡热线：8229955",
    "联系人：余科长　电话：0719-5221230",
    "股票代码：688219",
    "# code-host:some-team/Site-Tools-Applications Tools_Publish/check/train_list.json#37 | class=zone",
    "日志编号 2b4f6a05-bcaf-46ec-8040-f1bd6f578496",
    "责任编辑：赵明【SN417】",
    "青岛",
    "上一条：山庄烧烤环境介绍 下一条：真人cs玩法",
    "这款看图软件可以批量改名，也能看动图。（@河边的渔夫 投稿）",
    "ZHAO Ming1 QIAN Lili2 SUN Wen-bo1",
    "（Department of Finance，Qinghai Normal University，Xining 810001）",
    "W77E52B-40 80C52FA EP-C509 SAB-C503",
    "令L(iω)=(W1(iω)W*1(iω)，W2(iω)W*2(iω))，则方程(1)有唯一解。",
    "gangwan711.example cr711 FM711",
    "┌────┐ │ 申报 │ ─→ │ 审核 │ └────┘",
]


@pytest.mark.parametrize("text", REAL)
def test_real_text_survives_alone_and_in_an_article(article, cleaned, text):
    for lines in ([text], [*article, text]):
        assert not [s.text for s in cleaned(lines)[1].spans if s.state == "cut"]


def test_real_text_survives_in_traditional_too(article, cleaned):
    rng = random.Random(1)
    for text in REAL:
        assert not [s for s in cleaned([traditional(rng, text)])[1].spans if s.state == "cut"], text


@pytest.mark.parametrize("report", REPORTS, ids=range(len(REPORTS)))
@pytest.mark.parametrize("convert", [str, partial(traditional, random.Random(1))], ids=["hans", "hant"])
def test_what_an_article_is_about_is_not_cut_from_it(cleaned, report, convert):
    lines = [convert(x) for x in report]
    as_page = [Fragment(i, x, role="body" if i else "title") for i, x in enumerate(lines)]
    for verdict in (cleaned(lines)[1], find_spam(as_page, title=lines[0])):
        assert not [s.text for s in verdict.spans if s.state == "cut"]
        assert not verdict.doorway


@pytest.mark.parametrize("report", REPORTS, ids=range(len(REPORTS)))
def test_what_hangs_on_its_title_is(cleaned, report):
    title, *text = report
    hung = title + "-威尼斯人娱乐城官网注册"
    verdict = find_spam([Fragment(i, x, role="body") for i, x in enumerate(text)], title=hung)
    assert [cut(hung, [s]) for s in verdict.spans if s.state == "cut"] == [title]


def test_where_a_word_would_be_torn_is_known():
    unit = units([Fragment(0, "取得烟草专卖批发企业許可證，经【甲】济")])[0]
    torn = [at for at in range(len(unit.text) + 1) if unit.seam(at) > 1]
    assert {unit.text[at - 1 : at + 1] for at in torn} >= {"取得", "烟草", "批发", "企业", "许可"}
    assert not {"得烟", "草专", "卖批", "发企"} & {unit.text[at - 1 : at + 1] for at in torn}
    inserted = unit.text.index("【")
    assert unit.seam(inserted) == unit.seam(inserted + 3) == 0
    assert unit.seam(inserted, inserted + 3) > 1


def test_dom_facts_count(article):
    block = "城东老街开锁换锁专题网站"  # hardly anything in itself
    plain = [Fragment(i, x) for i, x in enumerate([*article, block])]
    links = [Link("https://x.example/", 0, len(block), offsite=True)]
    hidden = [
        *plain[:-1],
        Fragment(4, block, hidden=True, hidden_by="display:none", links=links, link_chars=len(block)),
    ]
    before = max((s.score for s in find_spam(plain).spans), default=0)
    after = find_spam(hidden).spans
    assert after
    assert max(s.score for s in after) > before
    assert after[0].kind == "hidden_text"


def test_spam_outside_the_article_marks_the_page_but_cuts_nothing(article):
    fragments = [Fragment(i, x) for i, x in enumerate(article)]
    fragments.append(Fragment(4, "|".join(phrases(20)), role="chrome"))
    verdict = find_spam(fragments)
    assert {s.field for s in verdict.spans} == {"page"}
    assert verdict.hacked


def span(field="page", score=0.82, text="高清影视大全", kind="link_block", state="cut"):
    return SpamSpan(field, 0, len(text), text, kind, score, "phrase_list@2", "", state)


@pytest.mark.parametrize(
    ("spans", "hacked"),
    [
        ([], False),
        ([span()], False),  # a portal may offer that itself
        ([span(), span()], False),  # above and below the article
        ([span(), span(text="彩票计划网")], True),
        ([span(score=0.95)], True),
        ([span(field="body")], True),
        ([span(state="confirmed")], True),  # a person has said so
        ([span(field="body", kind="call_to_action")], False),  # papers have their own
        ([span(field="body", kind="call_to_action", score=0.95)], True),
    ],
)
def test_a_page_is_hacked_when_its_outlet_cannot_have_put_there_what_was_cut(spans, hacked):
    assert tell_of_hacking(spans) == hacked


@pytest.mark.parametrize(
    ("parts", "states"),
    [
        (["海纳娱乐城官网", "_", "星瑞体育平台下载"], ["cut", "flagged"]),
        (["海纳娱乐城", "市北区园区产值增长一成", "星瑞体育"], ["cut", "cut"]),
        (["海纳", "签约", "星瑞"], ["cut", "flagged"]),
    ],
)
def test_a_title_is_left_whatever_is_cut_of_it(parts, states):
    first, between, last = parts
    title = "".join(parts)
    spans = [
        SpamSpan("title", 0, len(first), first, "brand_replacement", 0.9, "x@1", state="cut"),
        SpamSpan("title", len(first + between), len(title), last, "title_suffix", 0.9, "x@1", state="cut"),
    ]
    _keep_a_title(spans, title)
    assert sorted(s.state for s in spans) == states


def test_latin_letters_are_judged_by_listed_words_alone(article, cleaned):
    for line in ("viagra cialis levitra online no prescription", "best casino bonus, baccarat, slots"):
        assert cleaned([*article, line])[0] == [*article, ""], line


class Remembered:
    def __init__(self, recall):
        self.answer = recall

    def recall(self, text):
        return self.answer


@pytest.mark.parametrize(
    ("recall", "state"),
    [
        (Recall(), "flagged"),
        (Recall(articles=5), "cut"),
        (Recall(restored=True), None),
        (Recall(confirmed=True), "cut"),
        (Recall(plain=9), None),
    ],
)
def test_other_pages_of_the_site_are_evidence(article, cleaned, recall, state):
    lines = [*article, "|".join(phrases(20, seed=3))]  # found as one span and no piece of it more surely
    score = cleaned(lines)[1].spans[0].score
    limits = Thresholds(cut=score + (1 - score) * 0.3, flag=score * 0.8)
    spans = cleaned(lines, memory=Remembered(recall), thresholds=limits)[1].spans
    assert [s.state for s in spans] == ([state] if state else [])


@pytest.mark.parametrize(
    "piece", ["真人娱乐城|", "久久", "a|", "加微信abc12345 ", "，", "公司公告。", '<p id="abcd">', "龙8"]
)
def test_a_hostile_megabyte_is_judged_in_linear_time(piece):
    text = piece * (1_000_000 // len(piece.encode()))
    start = time.process_time()
    find_spam([Fragment(0, text)])
    assert time.process_time() - start < 3


def test_the_first_page_of_the_project_loses_its_spam_and_nothing_else(cleaned):
    path = SHARED / "seed_article.txt"
    if not path.exists():
        pytest.skip("../shared/data is not there")
    lines = path.read_text("utf-8").split("\n")
    at = next(i for i, x in enumerate(lines) if "蜘蛛池" in x)
    clean, _ = cleaned(lines)
    assert clean == [*lines[:at], *("" for _ in lines[at:])]


def test_a_portals_own_buttons_are_no_spam_however_often_they_stand_there(article):
    buttons = ["海外版", "不感兴趣", "快速导航", "VIP", "Infogram", "手機iOS"]
    headlines = ["全市前三季度用电量增长一成", "港口吞吐量创下新高", "三家企业获评专精特新"]
    lines = [*article, *(x for button in buttons for _ in range(3) for h in headlines for x in (h, button))]
    fragments = [
        Fragment(i, x, role="body" if x in article else "chrome", kind="paragraph")
        for i, x in enumerate(lines)
    ]
    assert not find_spam(fragments, title=article[0]).hacked


@pytest.mark.parametrize("cut", [0.8, 0.5])
@pytest.mark.parametrize("seed", range(6))
def test_an_article_keeps_its_title_whatever_stands_there(article, seed, cut):
    title = phrases(1, seed=seed, kind="gambling")[0]
    body = [Fragment(i, x, role="body") for i, x in enumerate(article[1:])]
    spans = find_spam(body, title=title, thresholds=Thresholds(cut=cut, flag=0.2)).spans
    assert [s for s in spans if s.field == "title"]
    assert not [
        s for s in spans if s.field == "title" and s.state == "cut" and len(s.text) > 0.6 * len(title)
    ]


@pytest.mark.parametrize(
    "told",
    [
        "有家长反映，课间弹出的窗口写着“真人棋牌免费试玩、首存送彩金”的字样，学校已经联系平台删除。",
        "检查组看到，一所学校的页面底部有“真人百家乐在线试玩、注册送彩金”的浮窗，当天已由技术人员清理。",
        "檢查人員看到，一所學校的頁面底部有「真人百家樂線上試玩、註冊送彩金」的浮窗，當天已由技術人員清除。",
    ],
)
def test_what_somebody_saw_is_quoted_and_flagged_at_most(told):
    lines = [
        "海屿市教育局公布网课平台检查情况",
        "海屿市教育局昨天公布网课平台检查情况，全市一百二十所学校的平台运行平稳，家长满意率超过九成。",
        told,
        "教育局表示，下学期将统一平台入口，减少家长下载软件的数量，费用由市里承担。",
    ]
    fragments = [Fragment(n, x) for n, x in enumerate(lines)]
    assert [s.text for s in find_spam(fragments, title="").spans if s.state == "cut"] == []
