"""Texts that a page's readers do not see: which are judged, and what they say of the page."""

import pytest

from crawler.items import Article, Draft, Fragment, Link
from crawler.spam import Thresholds, find_spam
from crawler.spam.despam import despam
from crawler.spam.suspects import suspects


def beside(*texts, kind="paragraph", where="attribute"):
    hidden = where not in {"attribute", "head"}
    return [Fragment(0, x, "chrome", kind, hidden=hidden, hidden_by=where) for x in texts]


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("海纳娱乐城官网", True),
        ("装修公司哪家好 免费设计报价", False),
        ("传奇手游 上线送VIP 点击下载", False),
        ("百年老街迎来新生", False),
        ("分享到微信朋友圈", False),
        ("请输入验证码", False),
        ("双色球开奖结果", False),
        ("七星彩走势图", False),
        ("工人向深水网箱投放鱼苗", False),
        ("港口,集装箱码头,竣工验收", False),
    ],
)
def test_what_a_seller_would_say_is_judged_and_what_sites_say_is_not(text, yes):
    other = beside("百年老街迎来新生", "请输入验证码")
    assert [f.text for f in suspects([*other, *beside(text), *other])] == [text] * yes


@pytest.mark.parametrize(
    "text", ["正规靠谱的足球竞猜平台", "股票配资 十倍杠杆 实盘", "传奇手游 上线送VIP 点击下载"]
)
def test_an_offer_in_a_pictures_attributes_is_an_advertisers_and_in_a_script_nobodys(text):
    assert suspects(beside(text)) == []
    written = beside(text, where="script")
    assert suspects(written) == written


def test_code_is_what_it_is():
    code = beside("if(document.referrer)…", kind="code", where="script")
    assert suspects(code) == code
    assert suspects([*beside("请输入验证码"), *code]) == code
    assert suspects([]) == []


def article_with(lines, unseen):
    fragments = [Fragment(0, lines[0], role="title"), *(Fragment(i, x) for i, x in enumerate(lines[1:], 1))]
    return Article(draft=Draft(title=lines[0], fragments=fragments, unseen=unseen))


@pytest.mark.parametrize(
    ("unseen", "kind"),
    [
        (beside("海纳娱乐城官网开户 星瑞体育app下载", where="script"), "hidden_text"),
        (beside("海纳娱乐城官方网站", "星瑞体育app下载"), None),
        (beside("location.href='https://kk336.vip/'", kind="code", where="script"), "cloaking"),
        (
            beside('<acronym id="k2w8q"></acronym><bdo id="k2w8q"></bdo>', kind="code", where="id"),
            "debris",
        ),
    ],
)
def test_what_is_injected_where_nobody_looks_raises_the_alarm_and_cuts_nothing(article, unseen, kind):
    found = article_with(article, unseen)
    despam(found, Thresholds())
    assert found.spam.hacked
    assert {s.field for s in found.spam_spans} == {"page"}
    assert kind is None or kind in found.spam.kinds
    assert (found.title.original, found.paragraphs) == (article[0], article[1:])


def test_a_sites_own_words_there_raise_none(article):
    found = article_with(
        article, beside("百年老街迎来新生", "双色球开奖结果", "立即下载客户端", where="script")
    )
    despam(found, Thresholds())
    assert not found.spam_spans
    assert not found.spam.hacked


@pytest.mark.parametrize(
    "said", ["海岸体育投注平台被查：真人百家乐、注册送彩金引流", "网络赌博,真人百家乐,海岸体育"]
)
def test_what_a_reports_head_says_of_its_subject_is_flagged_and_a_sellers_title_is_not(said):
    lines = [
        "警方捣毁一网络赌博团伙",
        "11月15日，公安局通报，警方捣毁一个以“海岸体育”为名的网络赌博团伙，抓获犯罪嫌疑人43名。",
        "经查，该团伙入侵网站，植入“真人百家乐”“注册送彩金”等隐藏链接引流，冻结涉案资金2700万元。",
        "警方提醒，赌博网站的投注平台可任意操控输赢，请自觉远离，发现线索及时举报。",
    ]
    found = article_with(lines, beside(said, kind="meta", where="head"))
    despam(found, Thresholds())
    assert not found.spam.hacked
    sold = "星瑞娱乐城app下载_星瑞体育官网开户送58元"
    found = article_with(lines, beside(sold, kind="meta", where="head"))
    despam(found, Thresholds())
    assert found.spam.hacked


def links(*texts, href="http://www.a.example.com/"):
    at, found = 0, []
    for text in texts:
        found.append(Link(href, at, at + len(text), offsite=True))
        at += len(text) + 1
    return found


def test_a_paid_link_in_a_row_is_judged_by_itself(article):
    names = ["新华网", "人民网", "央视网", "真钱牛牛", "中国经济网", "大众网", "凤凰网"]
    body = [Fragment(i, x) for i, x in enumerate(article)]
    row = Fragment(len(body), " ".join(names), role="chrome", links=links(*names))
    verdict = find_spam([*body, row])
    assert [s.text.strip() for s in verdict.spans if s.state == "cut"] == ["真钱牛牛"]
    assert verdict.hacked


@pytest.mark.parametrize(("offsite", "hacked"), [(True, True), (False, False)])
def test_a_hidden_layer_is_a_sites_own_unless_it_leads_elsewhere(article, offsite, hacked):
    text = "注册会员享专属优惠"
    body = [Fragment(i, x) for i, x in enumerate(article)]
    layer = Fragment(
        len(body),
        text,
        "chrome",
        hidden=True,
        hidden_by="display:none",
        links=[Link("/", 0, len(text), offsite)],
    )
    assert find_spam([*body, layer]).hacked == hacked


@pytest.mark.parametrize("host", ["www.casino88.example", "bet.racing.example"])
def test_an_address_a_page_goes_to_is_suspect_where_it_is_a_betting_houses(host):
    led = beside(f"https://{host}/", kind="code", where="address")
    assert suspects(led) == led * (host != "bet.racing.example")
