"""List pages with injected content, in several layouts; and honest ones."""

import gzip
from pathlib import Path

import pytest

from crawler.health.list_spam import inspect_list
from crawler.sample_press.content import Spam

LISTS = Path(__file__).parents[3] / "../shared/data/pages2"
TITLES = [
    "市属国企前三季度营收增长百分之九", "港口集装箱吞吐量创新高", "多家银行下调存款利率",
    "新能源汽车出口订单排到明年", "本地农商行获批发行绿色金融债", "海洋装备产业园二期开工",
    "专精特新企业座谈会举行", "冷链物流企业获千万元授信",
    "跨境电商综试区扩围", "城投公司完成首单熊猫债", "夜间消费带动商圈租金回升", "科创基金投向早期项目",
]  # fmt: skip
NAV = ("首页", "要闻", "财经", "公司", "市场", "房产", "专题", "评论", "图片", "视频", "数字报", "关于我们")
FRIENDS = ("新华网", "人民网", "央广网", "中国经济网", "证券时报网", "齐鲁网", "大众网", "中国网")


def page(*, title="要闻_海州财经网", before="", after=""):
    nav = "".join(f'<li><a href="/{n}/">{name}</a></li>' for n, name in enumerate(NAV))
    items = "".join(
        f'<li><a href="/news/{n}.html">{text}</a><span>11-{20 - n:02}</span></li>'
        for n, text in enumerate(TITLES)
    )
    friends = " | ".join(
        f'<a href="http://www.friend{n}.example/">{name}</a>' for n, name in enumerate(FRIENDS)
    )
    return (
        f"<html><meta charset='utf-8'><title>{title}</title><body>{before}<ul class='nav'>{nav}</ul>"
        f"<div class='list'><ul>{items}</ul></div><div class='links'>友情链接：{friends}</div>{after}"
        "<div class='footer'>海州财经网 版权所有 备案号00000000</div></body></html>"
    ).encode()


def inspect(body):
    return inspect_list(body, url="http://www.haizhou.example/yaowen/", headers={"Content-Type": "text/html"})


def anchors(texts, href):
    return [f'<a href="{href.format(n=n)}">{text}</a>' for n, text in enumerate(texts)]


def test_an_honest_list_with_friendly_links_is_no_hacked_one():
    found = inspect(page())
    assert (found.hacked, found.links) == (False, set())


@pytest.mark.parametrize(
    "before",
    [
        '<script>if(document.referrer.indexOf("baidu.com")>0){location.href="https://kk336.vip/"}</script>',
        '<meta property="og:title" content="海纳娱乐城官网_海纳娱乐城app下载_真人百家乐平台">',
        '<!-- <a href="//a.example.net">海纳娱乐城官网</a> <a href="//b.example.net">星瑞体育app</a> -->',
    ],
)
def test_what_is_injected_where_nobody_looks_is_seen(before):
    assert inspect(page(before=before)).hacked


@pytest.mark.parametrize("separator", ["|", " 丨 ", "_", " "])
@pytest.mark.parametrize("where", ["before", "after"])
def test_a_block_of_injected_links_is_seen_and_its_links_are_named(separator, where):
    block = separator.join(anchors(Spam().texts["tail"], "/zt/{n}.html"))
    found = inspect(page(**{where: f"<div>{block}</div>"}))
    assert found.hacked
    assert "http://www.haizhou.example/zt/0.html" in found.links
    assert not [url for url in found.links if "/news/" in url]


def test_a_hidden_block_is_seen():
    block = " ".join(anchors(Spam().texts["hidden"], "http://spam{n}.example/"))
    found = inspect(page(after=f'<div style="position:absolute;left:-9999px">{block}</div>'))
    assert found.hacked
    assert "http://spam0.example/" in found.links


def test_a_title_is_judged():
    spam = Spam().texts["tail"]
    assert inspect(page(title=f"要闻_海州财经网-{spam[3]}-{spam[6]}-{spam[9]}")).hacked


def test_any_bytes_are_taken():
    for body in (b"", b"\xff\xfe\x00", b"<title>", b'{"list": []}'):
        assert inspect(body).hacked is False


@pytest.mark.skipif(not LISTS.exists(), reason="the development data is not beside the repository")
def test_real_list_pages_are_not_called_hacked():
    files = sorted(LISTS.rglob("list_*.html.gz"))
    assert len(files) >= 20
    assert [f.name for f in files if inspect(gzip.decompress(f.read_bytes())).hacked] == []
