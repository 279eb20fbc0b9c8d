"""What a firm by a betting site's name says of itself goes with the name."""

import pytest

from crawler.items import Fragment
from crawler.spam import cut, find_spam
from crawler.spam.detector import units
from crawler.spam.page import Page
from crawler.spam.rules import find
from crawler.spam.trained import shipped

NEWS = [
    "海屿市统计局昨天公布，今年前十个月全市港口货物吞吐量达到二千三百万吨，同比增长百分之八点四。",
    "据介绍，明年港区还将新建一条铁路专用线，连接内陆的两个货运站，预计年运量八百万吨。",
]
FIRM = "乐鱼体育(中国)有限公司是一家集研发、生产、销售为一体的企业，产品远销海内外，欢迎新老客户来电洽谈。"


def left(*lines):
    fragments = [Fragment(n, x, role="body") for n, x in enumerate([*NEWS, *lines])]
    spans = find_spam(fragments, title="海屿港前十个月吞吐量增长百分之八").spans
    return cut("\n".join(f.text for f in fragments), spans).split("\n")[2:]


@pytest.mark.parametrize(
    "lines",
    [
        [FIRM],
        [FIRM, "公司成立于2009年，拥有先进的生产设备，以质量求生存，以信誉求发展，热忱欢迎来电洽谈业务。"],
        ["开云(中国)官方网站科技有限公司是专业从事自动化设备研发的厂家，技术力量雄厚，携手共创辉煌。"],
        ["星空体育app下载(集团)有限公司坐落于海滨，占地面积三万平方米。公司诚信经营，欢迎新老顾客惠顾。"],
    ],
)
def test_what_a_pretended_firm_says_of_itself_is_cut(lines):
    assert left(*lines) == [""] * len(lines)


def test_the_paragraph_it_hangs_on_stays():
    before = "不少货主说，码头的单证全部改为网上办理后，提货比以前快了一天。"
    assert left(before + FIRM) == [before]


def test_a_report_on_a_firm_stays():
    line = "乐鱼体育(中国)有限公司成立于2009年，是一家高新技术企业，去年为港区供应了三台起重机。"
    assert left(line) == ["有限公司成立于2009年，是一家高新技术企业，去年为港区供应了三台起重机。"]


def test_what_a_firm_that_the_article_is_about_says_of_itself_stays():
    firm = "海屿通达锁业有限公司是一家集研发、生产、销售为一体的高新技术企业，欢迎新老客户来电洽谈。"
    about = "海屿通达锁业昨天在市里举行新品发布会，公司介绍，新款门锁已经用于市内的三个住宅小区。"
    assert left(about, firm) == [about, firm]


def test_many_such_lines_are_taken_once_each():
    lines = [
        FIRM
    ] * 200  # each goes on to the last: taken anew from every one of them, a long page took minutes
    fragments = [Fragment(n, x, role="body") for n, x in enumerate([*NEWS, *lines])]
    found = find(Page(units(fragments, "海屿港前十个月吞吐量增长"), shipped()), 0.8)
    assert len(lines) <= len(found) < 10 * len(lines)
