"""Furniture is told by its wording; what is looked for first, to save time, misses none of it."""

import pytest

from crawler.extract import wording

NOTICES = [
    "免责声明：以上内容与本站无关",
    "免責聲明",
    "版权所有 青岛某某网",
    "版權所有",
    "未经本报书面授权不得使用",
    "未經許可，嚴禁",
    "不得转载",
    "登载此文出于传递更多信息之目的",
    "並不意味著贊同其觀點",
    "轉載請註明出處",
    "禁止转载",
    "违法和不良信息举报电话",
    "特别声明",
    "本文仅代表作者",
    "觀點不代表本報",
    "文章内容不代表平台",
    "仅供参考，不构成建议",
    "不構成投資建議",
    "据此操作，后果自负",
    "風險自負",
    "风险自担",
    "Copyright © 2026",
    "All Rights Reserved",
    "All right reserved",
    "鲁ICP备00000000号",
    "鲁公网安备",
    "增值电信业务许可",
    "广播电视节目制作经营",
    "信息网络传播视听节目",
    "互联网新闻信息服务许可证",
    "凡本网注明",
    "本網站的內容",
    "凡註明",
    "如有侵权",
    "如涉及版权问题",
    "请联系我们以便删除",
    "本平台仅提供信息存储",
    "自媒体作者上传",
    "地址：青岛市某路 电话：0532",
    "E-mail：a@example.com 邮编：266000",
]


@pytest.mark.parametrize("text", NOTICES)
def test_a_notice_is_told(text):
    assert wording.is_notice(text)
    assert wording.is_notice(text.upper())


@pytest.mark.parametrize(
    ("tell", "text"),
    [
        (wording.is_control, "下载客户端看更多"),
        (wording.is_control, "更多汽车资讯，扫描二维码关注（jiangpan_auto）"),
        (wording.is_control, "江畔手游网微信号：jp97973，最好玩的手游资讯。"),
        (wording.is_control, "打开微信“扫一扫”将本文分享至朋友圈。"),
        (wording.is_control, "關注我們的Facebook專頁"),
        (wording.is_control, "Follow us on Instagram"),
        (wording.is_control, "撳入追蹤Telegram頻道"),
        (wording.is_control, "您对此有什么看法，欢迎在评论区留言"),
        (wording.is_control, "打开某某客户端查看"),
        (wording.is_control, "欢迎关注江畔日报微信公众号。"),
        (wording.is_control, "下载江畔日报APP，看更多新闻。"),
        (wording.is_control, "扫码下载“江畔”客户端，查询更多民生资讯。"),
        (wording.is_control, "立即下載江畔App，市民大小事最新報道一覽無遺。"),
        (wording.is_control, "关注我们的公众号，查询录取结果。"),
        (wording.is_control, "点击观看视频"),
        (wording.is_control, "收听语音播报"),
        (wording.is_control, "为了获得更好的浏览体验，建议使用Chrome浏览器访问。"),
        (wording.is_control, "您的浏览器版本过低，建议升级浏览器。"),
        (wording.is_control, "听新闻功能由第三方提供，继续使用即表示您同意其服务条款。"),
        (wording.is_control, "订阅江畔早报"),
        (wording.is_control, "每天早晨把最重要的新闻送到您的邮箱。"),
        (wording.is_control, "上一首：江南春"),
        (wording.is_control, "来源网址：http://www.a.example/1.html"),
        (wording.is_picture_credit, "（图片来源于网络）"),
        (wording.is_info_bar, "打印时间：2026年11月22日"),
        (wording.is_control, "11 分鐘"),
        (wording.is_control, "閱讀時間：3分鐘"),
        (wording.is_control, "本文约1500字，阅读需4分钟"),
        (wording.is_control, "预计阅读时间 5 分钟"),
        (wording.is_control, "6 min read"),
        (wording.is_breadcrumb, "您的位置：首页"),
        (wording.is_breadcrumb, "首頁 > 財經 > 正文"),
        (wording.is_breadcrumb, "财经 › 公司 › 公告"),
        (wording.is_paywall, "订阅后可阅读全文"),
        (wording.is_paywall, "本文僅限會員"),
        (wording.is_paywall, "登录后才能查看完整内容"),
    ],
)
def test_furniture_is_told_by_its_words(tell, text):
    assert tell(text)


@pytest.mark.parametrize(
    "text",
    [
        "青岛港前三季度货物吞吐量同比增长百分之五。",
        "公司昨日发布三季度业绩，净利润增长。",
        "全程需要11分钟。",
        "每班缩短到3分钟一班",
        "考生可关注“江畔招考”微信公众号，查询录取结果。",
        "市民打开微信，搜索“江畔社保”公众号，点击“业务办理”即可提交申请。",
        "车主可下载“江畔交管”APP，在线申领电子驾驶证。",
        "扫码下载“江畔税务”APP，即可申请退税。",
        "请关注“江畔交警”微信公众号，及时了解路况信息。",
        "搜索微信小程序“江畔医保”，点击“异地就医备案”。",
        "詳情可關注市教育局微信公眾號“江畔教育”。",
        "请输入验证码后提交，系统会在三个工作日内审核。",
        "事件进展，本台新闻频道将持续关注、跟踪报道。",
        "本报将继续关注，频道记者正赶往现场。",
        "收藏、关注该公众号的市民可领取一张优惠券。",
        "考生登录“江畔招考网”后可查看全部成绩。",
        "为方便游客浏览展品，博物馆升级了导览系统。",
        "上一首歌大家非常喜欢，所以很想做个延续版。",
        "民警说，老人每天都要收听新闻。",
        "会员专享停车位共有20个。",
        "市民王女士添加“客服微信”后下载所谓内部App，先后转账36万元无法提现，警方已立案。",
    ],
)
def test_news_is_no_furniture(text):
    assert not any(
        tell(text)
        for tell in (wording.is_notice, wording.is_control, wording.is_breadcrumb, wording.is_paywall)
    )


@pytest.mark.parametrize(
    ("line", "bar"),
    [
        ("开奖日期：2026年11月20日", False),
        ("報名時間：2026年11月20日至12月1日", False),
        ("停电时间：11月20日8:00", False),
        ("发布日期：2026年11月20日", True),
        ("信息更新时间：2026-11-20 10:00", True),
        ("文章录入时间：2026-11-20", True),
        ("日期：2026年11月20日", True),
    ],
)
def test_a_labelled_day_of_what_a_text_is_about_is_not_the_texts_own(line, bar):
    assert wording.is_info_bar(line) is bar


def test_a_line_of_source_and_editor_is_one_though_a_full_stop_divides_it():
    assert wording.is_editor_line("本文来源：江畔时尚 。内部来源 责任编辑：江一舟_N11328")
    assert not wording.is_editor_line("来源：市统计局。记者采访了该报责任编辑，他说：数据可信")


@pytest.mark.parametrize(
    "text",
    [
        "全部评论(3)",
        "《播客热潮蔓延》已有1件评论",
        "《播客热潮蔓延》上有 3 条评论",
        "《播客熱潮蔓延》有 2 則留言",
        "《播客热潮蔓延》的一个回复",
        "3 条评论 针对这篇 “制造孤独的主管”",
        "12 Responses to 播客热潮蔓延",
    ],
)
def test_what_stands_over_comments(text):
    assert wording.heads_comments(text)


@pytest.mark.parametrize(
    "text",
    [
        "《播客热潮》一文引来3条评论员文章",
        "3条评论引发的诉讼",
        "《播客热潮》一个回复三年的等待，终于有了结果",
    ],
)
def test_what_only_speaks_of_comments(text):
    assert not wording.heads_comments(text)


@pytest.mark.parametrize("text", ["超清", "高清", "循环播放", "跳过片头", "播放速度", "标清 高清 超清"])
def test_a_players_buttons_are_controls(text):
    assert wording.is_control(text)
