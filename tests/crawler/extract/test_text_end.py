# ruff: noqa: E501 (markup is easier to read unbroken)
"""Where the text begins behind much furniture, and where other things begin behind the text."""

import pytest

from crawler.extract import extract_html

TITLE = "江畔港口前三季度吞吐量增长一成二"
P1 = "记者从江畔港务部门获悉，今年前三季度全港完成货物吞吐量三千二百万吨，同比增长一成二，增速快于上年同期。"
P2 = "分货类看，集装箱与滚装汽车增长较快，煤炭和矿石保持平稳；内河转运占比继续提高，达到百分之三十八。"
P3 = "业内人士认为，随着航道整治完工，四季度吞吐量有望延续增长，但外贸订单仍有不确定性。"
OTHERS = [
    "本市将在年底前开通两条通往港区的公交线路，沿线设站二十六座，首末班时间与轮渡班次衔接，票价不变。",
    "滨江大道维修工程昨日完工，沿线绿化同步更新，市民可从六个入口进入江边步道，夜间照明也已恢复。",
    "一批老旧仓库将改造为冷链物流中心，总投资约四亿元，预计明年下半年投入使用，可储存果蔬三万吨。",
    "江畔大学与三家企业共建船舶动力实验室，首批课题涉及甲醇燃料与岸电接口，经费由市科技部门补助。",
]
LINKS = "".join(f'<li><a href="/n/{i}">第{i}家企业在本市经开区开工建设</a></li>' for i in range(14))


def body_of(inner: str) -> list[str]:
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body><h1>{TITLE}</h1><div>2026-11-02 09:30 来源：示例日报</div>{inner}</body></html>"
    return [f.text for f in extract_html(html.encode()).fragments if f.role == "body"]


def paragraphs(*texts: str, tag: str = "p", name: str = "") -> str:
    return "".join(f"<{tag} class='{name}'>{text}</{tag}>" for text in texts)


def test_a_flash_behind_a_dozen_buttons_is_the_text_though_longer_ones_stand_below():
    buttons = "".join(f'<li><a href="#s{i}">分享到{i}号平台</a></li>' for i in range(12))
    below = "".join(
        f"<div class=c><b>读者{i}</b><div class=d>{text}</div></div>" for i, text in enumerate(OTHERS)
    )
    assert body_of(f"<ul>{buttons}</ul><div class=a><p>{P1}</p></div><div class=z>{below}</div>") == [P1]


def test_a_line_behind_the_editors_and_outside_the_text_belongs_to_no_text():
    promoted = f"<div class=n>{P3}</div>"
    text = f"<div class=t>{paragraphs(P1, P2)}<p>（责任编辑：江一舟 HN022）</p></div>"
    assert body_of(f"<div class=a>{text}{promoted}</div>") == [P1, P2]


def test_a_text_goes_on_behind_the_editors_where_they_stand_in_its_midst():
    texts = paragraphs(P1, P2) + "<p>责任编辑：江一舟</p>" + paragraphs(P3)
    assert body_of(f"<div class=a>{texts}</div>") == [P1, P2, P3]


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(f"<div class=o><div>{OTHERS[0]}</div></div>", id="one paragraph"),
        pytest.param(
            "".join(
                f'<div class=o><a href="/o/{i}">第{i}条江畔新闻的标题在此</a><div>{text}</div><i>2026-10-{10 + i}</i></div>'
                for i, text in enumerate(OTHERS * 2)
            ),
            id="a list of other articles",
        ),
    ],
)
def test_what_stands_behind_many_links_and_in_another_place_is_another_thing(below):
    assert body_of(f"<div class=a>{paragraphs(P1, P2, P3)}<ul>{LINKS}</ul>{below}</div>") == [P1, P2, P3]


def test_a_text_goes_on_behind_links_in_its_midst():
    texts = paragraphs(P1, P2) + f"<ul>{LINKS}</ul>" + paragraphs(P3)
    assert body_of(f"<div class=a>{texts}</div>") == [P1, P2, P3]


def test_the_rest_of_a_text_stands_in_a_box_of_its_own_behind_a_lead_that_is_no_paragraph():
    rest = f"<div class=m><div>船期恢复</div>{paragraphs(P2, P3, *OTHERS[:2], tag='div')}</div>"
    assert body_of(f"<div class=w><div class=l>{P1}</div>{rest}</div>")[-1] == OTHERS[1]


def test_a_line_that_two_widgets_over_the_text_say_is_none_of_it():
    asked = "<div class=w><div>請同意我們的隱私權規範，才能啟用聽新聞的功能。</div></div>"
    assert body_of(f"<div class=a>{asked}{asked}<div class=t>{paragraphs(P1, P2)}</div></div>") == [P1, P2]


def test_a_players_words_over_a_flash_are_none_of_it():
    said = ["正在为您切换到高清 480P,请稍候...", "播放速度：2X", "设置成功", "00:00/00:00", "直播"]
    said += ["2.0X", "1.75X", "1.5X", "1.25X", "1.0X", "很抱歉，当前视频播放失败", "错误代码：E.4100"]
    player = "".join(f"<div class=b{i}><div>{words}</div></div>" for i, words in enumerate(said))
    below = "".join(f"<div><b>读者{i}</b><p class=d>{text}</p></div>" for i, text in enumerate(OTHERS * 3))
    text = f"<div class=m><div class=v>{player}</div><div class=n><p>{P1}</p></div></div>"
    assert P1 in body_of(f"{text}<div>{below}</div>")
    assert not set(OTHERS) & set(body_of(f"{text}<div>{below}</div>"))


def test_a_caption_with_a_link_to_its_picture_may_stand_between_a_lead_and_the_rest():
    caption = (
        "<div class=c><div><a href=/photo/1.jpg>江畔港口：昨日重開的三號碼頭。（童舟攝）</a></div></div>"
    )
    rest = f"<div class=r>{caption}{paragraphs(P2, P3, *OTHERS[:2])}</div>"
    assert body_of(f"<div class=l><p>{P1}</p></div><div class=o>{rest}</div>")[-1] == OTHERS[1]
