# ruff: noqa: E501 (markup is easier to read unbroken)
"""Teasers in front of a paywall, in the guises sites give it; and whole articles that only look like it."""

import pytest

from crawler.extract import extract_html

TITLE = "老厂房改造提速 首批园区年底启用"
P1 = "记者从市自然资源局获悉，首批六处老厂房改造园区年底启用，可供中小企业使用的厂房面积超过十二万平方米。"
P2 = "园区负责人说，已有四十多家企业签约入驻，其中三分之一来自外省，租金比新建厂房低两成左右。"


def draft(behind: str, *, head: str = "", inside: str = "", before: str = ""):
    html = (
        f"<html><head><meta charset=utf-8><title>{TITLE}_江畔财经</title>{head}</head><body>{before}<h1>{TITLE}</h1>"
        f"<div>2026-11-20 09:30 来源：江畔财经</div><div class=art><p>{P1}</p><p>{P2}</p>{inside}</div>{behind}<div>江畔财经 版权所有</div></body></html>"
    )
    return extract_html(html.encode(), url="https://news.river.example/a/1.html")


@pytest.mark.parametrize(
    "prompt",
    [
        "订阅后即可阅读全文",
        "剩余70%内容未读，付费解锁",
        "本文为会员专享",
        "登入會員即可閱讀全文",
        "余下全文请购买本期电子刊阅读",
        "试读结束，继续阅读请购买专栏",
        "试读已结束",
        "解锁全文仅需2元",
        "开通VIP，解锁完整报道",
        "您本月的免费阅读次数已用完",
        "請登入以繼續閱讀",
        "訂閱《江畔週刊》電子版，繼續閱讀",
        "此內容僅供訂戶閱讀",
        "欲閱讀全文，請訂閱電子報",
        "这是一篇付费文章",
        "Subscribe to continue reading",
        "Log in to read the full story",
        "繼續閱讀 已是訂戶？登入",
    ],
)
@pytest.mark.parametrize(
    "box", ["<div class=wall><p>{}</p><button>立即订阅</button></div>", "<section><span>{}</span></section>"]
)
def test_a_prompt_to_pay_right_behind_the_text(prompt, box):
    for found in (draft(box.format(prompt)), draft("", inside=box.format(prompt))):
        assert found.is_partial
        assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]


@pytest.mark.parametrize(
    "head",
    [
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
        '<script type="application/ld+json">{"@type":"NewsArticle","hasPart":{"@type":"WebPageElement","isAccessibleForFree":false,"cssSelector":".wall"}}</script>',
        "<meta property=article:content_tier content=locked>",
    ],
)
def test_what_is_declared_not_to_be_free(head):
    assert draft("", head=head).is_partial


@pytest.mark.parametrize(
    "name", ["paywall", "pay-wall", "chargeWall", "subscribe_wall", "article-paywall-box", "vip-lock"]
)
def test_a_box_called_a_wall(name):
    assert draft(f"<div class={name}><p>成为我们的读者</p><p>每月十元</p></div>").is_partial


@pytest.mark.parametrize(
    "other",
    [
        {"behind": "<div>登录后参与评论</div>"},
        {"behind": "<div class=app><p>打开江畔客户端，查看更多精彩内容</p></div>"},
        {"behind": "<div>关注公众号，获取更多资讯</div>"},
        {"before": "<div>登录 | 订阅 | 会员中心</div>"},
        {"behind": "<p>购买理财产品请认准正规渠道</p>"},
        {"behind": "<div class=wallpaper><p>江畔风光</p></div>"},
        {"behind": "<div class=paywall style='display:none'><p>成为我们的读者</p></div>"},
        {"inside": "<p>会员数量继续增长，协会表示将继续阅读市场信号，完整报告将在下月公布。</p>"},
    ],
)  # fmt: skip
def test_a_whole_article_is_not_partial(other):
    assert not draft(other.pop("behind", ""), **other).is_partial


def test_what_stands_behind_a_prompt_to_pay_is_no_text_but_the_line_of_the_editors_is_read():
    wall = (
        "<div id=wall><div class=in><div class=num><a href=#>本文共计1561字 订阅后继续阅读</a></div><div><a href=#>登录</a> 后获取已订阅的阅读权限</div>"
        "<div class=sub>江畔通会员</div><div class=sub>可畅读全文</div><div><a href=#>订阅/会员升级</a></div></div></div>"
        "<div class=end><p>推荐进入<a href=https://data.example/>江畔数据库</a>，可随时查阅公司股价走势、结构人员变化等投资信息。</p></div>"
        + "<dl><dd><a href=#>试听</a></dd><dd>完整音频须另购</dd></dl>" * 5
        + "<div class=ed>责任编辑：江一舟 | 版面编辑：柳青青</div>"
    )
    found = draft("", inside=wall)
    assert found.is_partial
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2]
    assert found.editor_raw == "责任编辑：江一舟 | 版面编辑：柳青青"


def test_a_prompt_in_the_midst_of_a_text_does_not_end_it():
    found = draft("", inside=f"<p>订阅后继续阅读更多深度报道</p><p>{P1}再次强调。</p><p>{P2}他补充说。</p>")
    assert [f.text for f in found.fragments if f.role == "body"][-1] == f"{P2}他补充说。"


def test_an_offer_to_members_in_a_long_list_of_offers_ends_nothing():
    offers = "".join(
        f"<p>第{i}號店今日派發口罩{i}00個，每人限領一個，派完即止，市民須自備證件排隊。</p>"
        for i in range(10, 40)
    )
    more = "".join(
        f"<p>第{i}號店明日派發口罩{i}00個，每人限領一個，派完即止，市民須自備證件排隊。</p>"
        for i in range(10, 16)
    )
    found = draft("", inside=f"{offers}<p>江畔藥房售抗疫套裝 VIP金卡會員限定</p>{more}")
    assert sum(f.role == "body" for f in found.fragments) >= 38
    assert not found.is_partial


FORM = "<h3>會員登入</h3><form><div>帳號 <input></div><div>記住帳號密碼</div><button>登入</button></form><h3>會員服務申請/試用</h3><div>申請專線：</div><div>(週一至週五工作日9:00~18:00)</div>"


def test_a_text_cut_short_over_a_form_to_log_in_is_a_teaser_and_the_form_no_text():
    cut = "園區負責人說，已有四十多家企業簽約進駐，租金比新建廠房..."
    found = draft("", inside=f"<p>{cut}</p><div>{FORM}</div>")
    assert found.is_partial
    assert [f.text for f in found.fragments if f.role == "body"] == [P1, P2, cut]


def test_a_whole_text_over_such_a_form_is_whole():
    assert not draft(FORM).is_partial
