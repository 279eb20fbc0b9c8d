"""A firm that shares a betting site's name keeps it, where the page names the firm and sells nothing."""

import pytest

from crawler.items import Fragment
from crawler.spam import find_spam

TITLE = "海屿港前十个月吞吐量增长百分之八"
NEWS = [
    "海屿市统计局昨天公布，今年前十个月全市港口货物吞吐量达到二千三百万吨，同比增长百分之八点四。",
    "据介绍，明年港区还将新建一条铁路专用线，连接内陆的两个货运站，预计年运量八百万吨。",
]


def states(line, *, beside=()):
    fragments = [Fragment(n, x, role="body") for n, x in enumerate([NEWS[0], line, NEWS[1]])]
    fragments += [Fragment(n, x, role="chrome") for n, x in enumerate(beside, len(fragments))]
    spans = find_spam(fragments, title=TITLE).spans
    return {s.state for s in spans if s.field == "body"}


@pytest.mark.parametrize(
    "line",
    [
        "开云集团昨天表示，将升级开云中国官网和开云APP会员服务，方便顾客预约门店。",
        "市民可通过星空工业官网和星空APP查询设备的保养记录，企业还开通了热线。",
        "永利股份昨天发布数字工厂方案，永利官网和永利APP同时改版，客户可在线查看进度。",
        "乐鱼食品的负责人说，顾客在乐鱼官网下单，也可以在乐鱼app里预订鱼丸。",
        "凯发电气官网显示，今年新签轨道交通订单三亿元，凯发官网同时公布了售后网点。",
        "星空传动开发的星空APP可以远程读取电机温度，用户在星空官网下载安装包。",
    ],
)
def test_a_firm_is_no_betting_site(line):
    assert states(line) <= {"flagged"}
    assert "cut" in states(line, beside=["乐鱼体育官网", "澳门百家乐"])


@pytest.mark.parametrize(
    "line",
    [
        "开云官网负责人林向东说，开云APP今年的货物吞吐量比去年增加了两成。",
        "永利集团官网负责人林向东说，永利app今年的货物吞吐量比去年增加了两成。",
        "永利国际科技官网负责人说，永利娱乐官网今年的货物吞吐量比去年增加了两成。",
        "市港务局局长在乐鱼体育官网发布会上表示，新泊位运转平稳，装卸效率提高两成。",
    ],
)
def test_a_betting_site_in_place_of_a_name_is_cut(line):
    assert "cut" in states(line)
