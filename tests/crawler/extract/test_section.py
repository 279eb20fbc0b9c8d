# ruff: noqa: E501 (markup is easier to read unbroken)
"""The section: from the "you are here" bar, an element or label beside the headline, the title's tail."""

import pytest

from crawler.extract import extract_html

TEXT = (
    "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>"
    "<p>分产业看，第一产业增加值平稳增长，第三产业对经济增长的贡献率进一步提高。</p>"
)
TITLE = "前三季度全市经济增长百分之五点六"


def section(before: str, title: str = f"{TITLE} - 江畔网") -> str:
    html = (
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{before}<h1>{TITLE}</h1>"
        f"<div>2026-11-20 17:26</div><div class=content>{TEXT}</div></body></html>"
    )
    return extract_html(html.encode()).section


MENU = "".join(f"<li><a href=/m/{i}.html>办事服务第{i}项</a></li>" for i in range(300))


def test_a_bar_over_the_headline_counts_however_much_menu_stands_over_it():
    bar = '<div class="crumbs"><a href="/">首页</a> &gt; <a href="/aq.html">安全资讯</a> &gt; 正文</div>'
    assert section(f"<ul>{MENU}</ul>{bar}") == "安全资讯"


def test_a_style_sheets_word_for_a_place_makes_no_bar():
    # Utility classes of style sheets say how a box is set: position-absolute
    menu = "".join(
        f'<div class="sub-menu box--position-absolute"><a href=/{n}>{n}</a></div>'
        for n in ("飲食", "專題", "旅遊", "汽車")
    )
    assert section(menu) == ""


def test_a_section_in_json_ld_loses_the_sites_name_before_it():
    said = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"%s","articleSection":"江畔_頭條要聞"}</script>'
    assert section(said % TITLE, f"{TITLE} | 江畔日報") == "頭條要聞"
    assert section(said % TITLE, f"{TITLE} | 商情網") == "江畔_頭條要聞"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ('<div class="breadcrumb"><a>財經</a><a>財經快訊</a></div>', "財經快訊"),
        (
            '<ul class="breadcrumb"><li><a>即時新聞</a></li><li><a>本地</a></li><li>(重溫: 2026-11-20)</li></ul>',
            "本地",
        ),
        ("<div>主頁 / 財經</div>", "財經"),
        ("<div>本页位置：<a>首页</a> → <a>经济</a> → 正文</div>", "经济"),
        ('<ul class="breadcrumb__list"><li>首頁</li><li>產業.科技</li><li>內文</li></ul>', "產業.科技"),
        ("<nav aria-label=breadcrumb><ol><li>首页</li><li>即时</li><li>新加坡</li></ol></nav>", "新加坡"),
        (
            "<div id=pt><a>江畔热线</a> &rsaquo; <a>门户</a> &rsaquo; <a>财经</a> &rsaquo; 查看内容</div>",
            "财经",
        ),
        (
            "<div>首页 | 公司</div><div class=crumbs><a>首页</a> &gt; <a>评论</a> &gt; 正文</div>",
            "评论",
        ),
        ('<span class="category">即時財經</span>', "即時財經"),
        ('<span class="a_catalog"><a href="/cj">产经</a></span>', "产经"),
        ('<a rel="category tag" href="/kj">科技</a>', "科技"),
        ("<div>分類：產業動態</div>", "產業動態"),
        ("<div>要闻 财经 汽车</div>", ""),
        ("<div><a href=/>江畔网</a>-<a href=/cj>财经</a>-正文</div>", "财经"),
        (
            "<div class=path><a href=/>主頁</a> » <a href=/comment>時事評論</a> » <a href=/author/102>霍明遠</a></div>",
            "時事評論",
        ),
        ("<div>經濟 / 2026年11月13日 星期五</div>", "經濟"),
        ("<div>江畔 / 2026年11月13日 星期五</div>", ""),
        ("<div>2026年11月號 › 封面故事</div>", "封面故事"),
        ("<div class=cat>專題 › 小店</div>", "小店"),
        (
            "<div><span>发表于 2026-11-15</span> <span>分类于 <a>贷后随笔</a></span> <span>约2分钟</span></div>",
            "贷后随笔",
        ),
        ("<div class=lb>財經</div>", "財經"),
        ("<ul><li>财经</li><li>科技</li></ul>", ""),
        ("<div>财经</div><div>科技</div>", ""),
        (
            "<div><span>第A05版：区域财经</span><i>2026年11月25日</i> <a href=/node_05.html>返回版面</a></div>",
            "区域财经",
        ),
        ("<div>当前位置：首页-财经-产业观察-正文</div>", "产业观察"),
        ("<div class=path><a>首页</a> - <a>财经</a> - 正文</div>", "财经"),
        ("<div>您的位置：<a>江畔网</a> > <a>产经</a> > 浏览文章</div>", "产经"),
        ("<div class=location>江边码头</div>", ""),
        ("<div>第A01版：要闻</div>", "要闻"),
        ("<div>2026年11月20日　第03版：财经新闻</div>", "财经新闻"),
        ("<div>第7版（產業）</div>", "產業"),
        ("<div>A03 财经</div>", "财经"),
        ("<div><a href=node_2.htm>第02版：要闻</a></div>", ""),
        ("<div>版次：A04　版名：地方新闻</div>", "地方新闻"),
        ("<div><time>2026-11-20 10:00</time> <a href=/list/cj>財經</a></div>", "財經"),
        ("<!--enpproperty <nodename>要闻</nodename>/enpproperty-->", "要闻"),
        (
            '<script type=application/ld+json>{"@type":"NewsArticle","articleSection":["财经"]}</script>',
            "财经",
        ),
        ("<meta name=ColumnName content=部门动态>", "部门动态"),
    ],
)
def test_the_section_is_where_the_page_says_it_is(before, expected):
    assert section(before) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        (f"{TITLE}｜即時新聞｜財經｜東岸新聞網", "財經"),
        (f"{TITLE}_财经_江畔网", "财经"),
        (f"{TITLE}_新政_市民_住房", ""),
        (f"{TITLE} - 江畔网", ""),
        (f"{TITLE}｜財經新聞", "財經新聞"),
        (f"{TITLE} - 江畔网 - 财经", "财经"),
        (f"{TITLE} - 20261102 - 財經 - 江畔日報 - 江畔網", "財經"),
    ],
)
def test_a_title_that_ends_in_section_and_site_names_the_section(title, expected):
    assert section("", title) == expected


def test_the_menus_entry_above_the_pages_address_is_its_section():
    menu = "<ul><li><a href=/>首页</a></li><li><a href=/caijing/>财经</a></li><li><a href=/shehui/>社会</a></li></ul>"
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title></head><body>{menu}<h1>{TITLE}</h1>{TEXT}</body>"
    for folder, wanted in (("caijing", "财经"), ("qiche", "")):
        url = f"https://news.river.example/{folder}/2026/1.html"
        assert extract_html(html.encode(), url=url).section == wanted


def test_the_last_entries_of_a_menu_over_the_headline_are_no_section():
    menu = "".join(
        f'<li><a href="/category/{i}">{n}</a></li>'
        for i, n in enumerate(["要闻", "图集", "抗疫快讯", "选战"])
    )
    assert section(f"<nav><ul>{menu}</ul></nav>") == ""
    assert section('<div><a href="/category/9">钱财事</a></div>') == "钱财事"


@pytest.mark.parametrize(
    ("head", "url", "expected"),
    [
        ("<meta name=section content=finance><meta property=og:url content='/content/產經/odn-1102_051/標題'>", "https://a.example/content/finance/odn-1102_051/", "產經"),
        ("", "https://www.river.example/%E8%B2%A1%E7%B6%93%E5%BF%AB%E8%A8%8A/880001/%E6%A8%99%E9%A1%8C", "財經快訊"),
        ("<meta name=section content=要闻>", "https://www.river.example/財經快訊/880001/標題", "要闻"),
        ("<meta name=section content=finance>", "https://www.river.example/finance/880001.html", "finance"),
    ],
)  # fmt: skip
def test_the_address_names_the_section_in_chinese_where_the_page_does_not(head, url, expected):
    html = f"<html><head><meta charset=utf-8><title>{TITLE}</title>{head}</head><body><h1>{TITLE}</h1>{TEXT}</body></html>"
    assert extract_html(html.encode(), url=url).section == expected
