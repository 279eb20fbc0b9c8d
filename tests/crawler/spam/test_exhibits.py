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


@pytest.mark.parametrize("title", ["海屿网信办关停四家违规网站", "关于公布一批涉赌网站名单的通告"])
@pytest.mark.parametrize(
    "lead",
    [
        "根据群众举报，海屿市公安局网安支队近期查处一批涉赌网站，现将名单公布如下：",
        "经核查，下列网站涉嫌开设赌场，已依法关停：",
        "近日，海屿市网信办会同公安部门依法关停一批违法网站，名单如下。",
    ],
)
@pytest.mark.parametrize("close", [[], ["市网信办提醒，参与网络赌博属违法行为。"]])
def test_a_short_notice_of_an_authority_shows_its_list(title, lead, close):
    rows = [
        "序号\t名称\t网址",
        *(f"{n}\t{x}\t{y}" for n, (x, y) in enumerate(zip(NAMES, HOSTS, strict=True))),
    ]
    for shown in (rows, NAMES, [f"{x} {y}" for x, y in zip(NAMES, HOSTS, strict=True)]):
        assert states([lead, *shown, *close], title=title) <= {"flagged"}


def test_a_notice_under_another_headline_shows_none():
    lead = "近日，海屿市网信办会同公安部门依法关停一批违法网站，名单如下。"
    assert "cut" in states([lead, *SOLD], title="海屿港前十个月吞吐量增长")


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
