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
        ("正规靠谱的足球竞猜平台", True),
        ("股票配资 十倍杠杆 实盘", True),
        ("高仿奢侈品包包一比一", True),
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


def test_a_company_named_with_the_code_of_its_shares_keeps_its_name(cleaned):
    lines = [
        "海晟娱乐前三季度客流回升",
        "海晟娱乐（600988）12日披露三季报，前三季度实现营业收入18.6亿元，同比增长12.4%，接待游客986万人次。",
        "公司总经理表示，国庆假期单日客流创下新高，二次消费占比升至42%，冬季冰雪项目将于月底开园。",
        "截至12日收盘，海晟娱乐报6.82元，涨1.94%。",
    ]
    clean, verdict = cleaned(lines)
    assert clean == lines
    assert not verdict.hacked
    listed = [line.replace("海晟娱乐", "开云体育") for line in lines]
    assert cleaned(listed)[0] != listed
