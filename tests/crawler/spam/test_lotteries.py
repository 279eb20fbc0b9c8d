"""A paper's column on a lottery, odds or a race keeps its words; what sells in it is cut all the same."""

import pytest

from crawler.items import Fragment, Link
from crawler.spam import find_spam

TITLE = "運彩看盤／灰熊讓7.5分過熱　老手改押小分"
ODDS = [
    "灰熊今天主場迎戰黃蜂，台灣運彩開出讓分盤7.5分，總分盤口228.5分，玩家押注六成集中在主隊。",
    "資深彩迷分析，灰熊近五戰四度過盤，但對手防守回溫，受讓方值得一搏。",
    "本文僅供參考，投注應量力而為，未滿18歲不得購買運動彩券。",
]
NEWS = [
    "海嶼港務局昨天公布，前十個月貨物吞吐量二千三百萬噸，年增百分之八點四，貨櫃量也成長一成。",
    "局長表示，新啟用的三個泊位運轉平穩，裝卸效率提高兩成，等候時間縮短半天。",
]


def cuts(lines, title=TITLE, **of_last):
    fragments = [Fragment(0, title, role="title", kind="heading")]
    fragments += [Fragment(n, x, role="body", kind="paragraph") for n, x in enumerate(lines, 1)]
    for name, value in of_last.items():
        setattr(fragments[-1], name, value)
    return [s.text for s in find_spam(fragments, title=title).spans if s.state == "cut"]


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "運彩／國王讓分盤口3.5分　先發對決看小分",
        "NBA運彩看板：灰熊過盤率飆高　串關首選",
        "世足運彩賠率出爐　法國奪冠1賠6最看好",
        "【運彩分析】灰熊主場讓7.5分 莊家開盤藏玄機",
        "今彩539連6期開09　彩迷追號追到手軟",
        "大樂透上看2.8億　財神爺報明牌彩迷瘋搶",
        "賽馬貼士／快活谷夜馬　5號冷馬值得搏",
    ],
)
def test_a_column_keeps_its_words(title):
    assert cuts(ODDS, title) == []


@pytest.mark.parametrize(
    ("lines", "sold"),
    [
        ([ODDS[0], ODDS[1] + "加LINE：win888領必中名單。", ODDS[2]], "加LINE：win888領必中名單。"),
        ([ODDS[0].replace("，玩家", "，九州娛樂城註冊送彩金，玩家"), *ODDS[1:]], "九州娛樂城註冊送彩金"),
        ([*ODDS, "真人百家樂首存送百分百，老虎機一應俱全。"], "真人百家樂首存送百分百，老虎機一應俱全。"),
    ],
)
def test_what_sells_in_a_column_is_cut(lines, sold):
    assert [sold in text for text in cuts(lines)] == [True]


def test_what_leads_elsewhere_is_cut_from_a_column():
    text = "盤口賠率 讓球盤口"
    links = [Link("http://a.example/", 0, len(text), offsite=True)]
    assert cuts([*ODDS, text], links=links) == [text]


def test_an_article_about_something_else_has_no_such_words():
    story = "六合彩开奖结果查询，马会内部资料，投注赔率最高，盘口稳定，彩民必看。"
    assert cuts([*NEWS, story], "海嶼港吞吐量成長") == [story]
    assert cuts(NEWS, "海嶼港吞吐量成長_六合彩开奖结果") == ["_六合彩开奖结果"]
