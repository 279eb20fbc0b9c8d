"""A betting site's name in a sentence is cut with what it offers; the sentence stays."""

import pytest

from crawler.items import Fragment
from crawler.spam import cut, find_spam

NEWS = [
    "海屿市统计局昨天公布，今年前十个月全市港口货物吞吐量达到二千三百万吨，同比增长百分之八点四。",
    "据介绍，明年港区还将新建一条铁路专用线，连接内陆的两个货运站，预计年运量八百万吨。",
]


def left(sentence):
    fragments = [Fragment(n, x, role="body") for n, x in enumerate([NEWS[0], sentence, NEWS[1]])]
    spans = find_spam(fragments, title="海屿港前十个月吞吐量增长百分之八").spans
    return cut("\n".join(f.text for f in fragments), spans).split("\n")[1]


@pytest.mark.parametrize(
    "offer",
    [
        "博馬娛樂、體育博彩首存紅利高達一萬八千元，",
        "乐鱼体育、体育博彩首存红利高达8888元，",
        "威尼斯人娱乐城、首存送百分百红利最高6666元，",
        "皇冠體育、真人百家樂首儲回饋最高一萬二，",
        "九州娛樂城體驗金免費領，儲值回饋百分之十，",
        "万博体育平台，新会员首充送88元红包，",
        "澳門財神、體育博彩首存紅利高達6666港元，",
    ],
)
def test_an_offer_goes_with_the_name(offer):
    before, after = "新投用的三个泊位昨天起运转，", "裝卸效率比去年提高兩成。"
    assert left(before + offer + after) == before + after


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("申博赌场送58元彩金签订收购协议，三个泊位下月交付。", "签订收购协议，三个泊位下月交付。"),
        ("市港务局局长在乐鱼体育官网发布会上说，泊位运转平稳。", "市港务局局长在发布会上说，泊位运转平稳。"),
        ("三个泊位由必赢官网承建，充分利用了旧堆场。", "三个泊位由承建，充分利用了旧堆场。"),
    ],
)
def test_what_is_no_offer_stays(sentence, stays):
    assert left(sentence) == stays
