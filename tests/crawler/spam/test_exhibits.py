"""What a report of crimes shows is flagged at most; what else stands in a hacked report is cut."""

import pytest

from crawler.items import Fragment, Link
from crawler.spam import find_spam

HEADLINE = "警方公布一批非法赌博网站名单 提醒市民谨防上当"
LEAD = (
    "市公安局网安支队昨天发布提示，近期有市民在网络赌博平台被骗，警方梳理出以下涉嫌违法的网站，请切勿登录。"
)
CLOSE = "警方提醒，参与网络赌博属违法行为，如发现上述网站请立即拨打110举报，不要向对方转账。"
NAMES = ["海纳娱乐城", "星瑞体育", "金沙国际", "博天堂", "乐鱼体育", "澳门新葡京"]
HOSTS = ["www.xpj8899.com", "vns777.cc", "js55669.vip", "btt8866.com", "ly6699.top", "hth3388.app"]
MESSAGE = "【澳门新葡京】尊敬的会员，注册即送888元彩金，提款秒到账，客服微信xpj8899，网址www.xpj8899.com"
SOLD = [f"{name}官网" for name in NAMES]


def states(lines, *, title=HEADLINE, paths=(), offsite=False):
    fragments = [Fragment(0, title, role="title", kind="heading")]
    for n, x in enumerate(lines, 1):
        links = [Link(f"http://a{n}.example/", 0, len(x), offsite=True)] * (offsite and x in SOLD)
        fragments.append(Fragment(n, x, role="body", path=dict(paths).get(x, "p"), links=links))
    return {s.state for s in find_spam(fragments, title=title).spans}


@pytest.mark.parametrize(
    "shown",
    [
        NAMES,
        HOSTS,
        [f"{n}. {name}（{host}）" for n, (name, host) in enumerate(zip(NAMES, HOSTS, strict=True), 1)],
        [f"{n}\t{name}\t{host}" for n, (name, host) in enumerate(zip(NAMES, HOSTS, strict=True), 1)],
        ["、".join(NAMES)],
        [" ".join(HOSTS)],
        ["短信内容为：", MESSAGE],
        ["“恭喜您被选为幸运会员，真人百家乐注册送彩金，点击www.vns777.cc领取，加QQ群12345678。”"],
    ],
)
def test_an_authoritys_list_and_a_swindlers_message_are_no_more_than_flagged(shown):
    assert states([LEAD, *shown, CLOSE]) <= {"flagged"}


def test_a_list_that_ends_the_report_stands_behind_a_colon():
    assert states([LEAD, CLOSE, "名单如下：", *NAMES]) <= {"flagged"}


def test_a_message_in_a_block_of_its_own_is_shown():
    call = "您好，我公司代开各类增值税发票，点数优惠，验证后付款，加微信kp88997，先开后付。"
    assert states([LEAD, call, CLOSE], paths=[(call, "html/body/blockquote/p")]) <= {"flagged"}


@pytest.mark.parametrize(
    ("lines", "offsite"),
    [
        ([LEAD, CLOSE, *SOLD], False),
        ([LEAD, *SOLD, CLOSE], True),
        ([LEAD, "|".join(SOLD), CLOSE], False),
        ([LEAD, CLOSE, "责任编辑：", *SOLD], False),
        (
            [LEAD, CLOSE, "短信内容为：", MESSAGE, "专业代开发票，点数优惠，验证后付款，加微信 kp_6688。"],
            False,
        ),
    ],
)
def test_what_else_is_put_into_a_report_is_cut(lines, offsite):
    assert "cut" in states(lines, offsite=offsite)


def test_a_list_in_an_article_about_something_else_is_cut(article):
    lines = [*article[1:3], "以下是名单：", *NAMES, article[3]]
    assert "cut" in states(lines, title=article[0])
