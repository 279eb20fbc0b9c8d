"""What is nobody's advertisement, whatever the models say."""

import pytest

from crawler.items import Fragment
from crawler.spam.detector import units
from crawler.spam.harmless import is_listed_here, leads_to_buttons, says_nothing
from crawler.spam.page import Page
from crawler.spam.weighing import Place


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("------分隔线----------------------------", True),
        ("======== 正文 ========", True),
        ("---海纳娱乐城官网---", False),
        ("分隔线", False),
    ],
)
def test_a_line_of_signs_parts_a_pages_regions(text, nothing):
    (unit,) = units([Fragment(0, text)])
    assert says_nothing(unit, 0, len(unit.text)) == nothing


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


def test_a_button_is_nobodys_advertisement():
    (unit,) = units([Fragment(0, "报名参赛将免费领取精品课程礼包。【点击领取】")])
    start = unit.text.index("【")
    assert says_nothing(unit, start, len(unit.text))
    assert not says_nothing(unit, start - 6, len(unit.text))


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("沪指收复失地。抓紧布局！【立即开户，领取福利】", True),
        ("沪指收复失地。注册送彩金！【立即领取】", False),
        ("沪指收复失地。抓紧布局！【棋牌】", False),
        ("沪指收复失地。抓紧布局！（——）", False),
    ],
)
def test_what_leads_to_a_portals_own_buttons_is_for_a_person_to_judge(text, own):
    (unit,) = units([Fragment(0, text)])
    start, buttons = unit.text.index("。") + 1, max(map(unit.text.find, "【("))
    Page([unit])  # finds the listed words
    assert leads_to_buttons(Place(unit, start, len(unit.text))) == own
    if own:
        assert says_nothing(unit, buttons, len(unit.text))


def test_a_handle_behind_a_sign_is_no_formula():
    (unit,) = units([Fragment(0, "微信=abc778899")])
    assert not says_nothing(unit, 0, len(unit.text))


def test_a_company_named_by_its_own_announcement_keeps_its_name():
    page = Page(
        units(
            [
                Fragment(0, "证券代码：600999  证券简称：海岳彩业  公告编号：2019-070"),
                Fragment(1, "海岳彩业公告。"),
            ]
        )
    )
    place = Place(page.units[1], 0, 4)
    assert is_listed_here(page, place)
    assert not is_listed_here(Page(page.units[1:]), place)
