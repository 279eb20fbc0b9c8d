# ruff: noqa: E501 (markup is easier to read unbroken)
"""Short articles among much other text: walls of flashes, next articles, comments, boxes of all kinds."""

import pytest

from crawler.extract import extract_html

TITLES = ["岚电储能：拟投资12亿元扩建电芯产线", "人民币兑美元中间价上调33点", "青屿机场口岸恢复货运通关", "央行今日开展1200亿元逆回购操作", "汾北乳业终止收购海外牧场", "国际油价盘中跌破70美元关口"]  # fmt: skip
TEXTS = [
    "岚电储能公告，公司拟使用自有资金12亿元，在云栖经开区扩建储能电芯产线，建设周期18个月，该事项尚需提交股东大会审议。",
    "中国外汇交易中心公布，人民币兑美元中间价报7.1021，较前一交易日上调33个基点。分析人士认为，跨境资金流动总体平稳。",
    "记者从青屿海关获悉，受强降雪影响暂停的青屿机场口岸货运通关业务已恢复。企业可通过“单一窗口”预约查验。",
    "央行公告称，为维护月末流动性平稳，以利率招标方式开展1200亿元7天期逆回购操作，中标利率1.40%，与此前持平。",
    "汾北乳业公告，因交易各方未能就核心条款达成一致，公司决定终止收购海外牧场资产，对公司正常经营不产生不利影响。",
    "受库存意外增加影响，国际油价周五盘中跌破每桶70美元关口，为三个月来首次。机构预计，需求疲弱将继续压制价格。",
]
TITLE, TEXT = TITLES[2], TEXTS[2]
INFO = "<div class=info>2026-11-22 09:28 来源：江畔财经</div>"
HEAD = f"<h1>{TITLE}</h1>{INFO}"
OTHERS = "".join(f"<p>{t}</p>" for t in TEXTS if t != TEXT)


def body_of(html: str) -> list[str]:
    page = f"<html><head><meta charset=utf-8><title>{TITLE}_江畔财经</title></head><body><div class=nav><a href=/>首页</a><a href=/k>快讯</a></div>{html}<div class=ft>江畔财经 版权所有</div></body></html>"
    draft = extract_html(page.encode(), url="https://f.example/live/1002.html")
    assert draft.title == TITLE
    assert draft.not_article == ""
    return [f.text for f in draft.fragments if f.role == "body"]


@pytest.mark.parametrize(
    "item",
    [
        '<div class=item id=f{i}><h3><a href="/live/{i}.html">{title}</a></h3><p>{text}</p><span>09:{i}</span></div>',
        "<div class='art'><h2>{title}</h2><div class=meta>2026-11-22 09:{i} 来源：江畔财经</div><p>{text}</p></div>",
        "<article><h1>{title}</h1><time>2026-11-22 09:{i}</time><p>{text}</p></article>",
        "<div class='flash {state}'><div class=tm>09:{i}</div><div class=ct><strong>{title}</strong><div>{text}</div></div></div>",
        "<table><tr><td>09:{i}</td><td><b>{title}</b><br>{text}</td></tr></table>",
        "<p><strong>{title}</strong></p><p>{text}</p>",
        "<dl><dt>{title}</dt><dd>{text}</dd></dl>",
        "<b>{title}</b><br>09:{i}<br>{text}<br><br>",
    ],
    ids=["linked", "dated", "articles", "timeline", "tables", "bold", "definitions", "breaks"],
)
def test_of_a_wall_of_flashes_the_one_that_was_asked_for_is_taken(item):
    wall = "".join(
        item.format(i=20 + i, title=a, text=b, state="active" if a == TITLE else "")
        for i, (a, b) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    assert body_of(f"<div class=list>{wall}</div>") == [TEXT]


@pytest.mark.parametrize("item", ["<li><time>09:{i}</time><p>【{title}】{text}</p></li>", "<p><strong>{title}</strong>　{text}</p>", "<div class=row><span>09:{i}</span>　{title}。{text}</div>"])  # fmt: skip
def test_a_flash_may_begin_with_its_headline(item):
    wall = "".join(
        item.format(i=20 + i, title=a, text=b) for i, (a, b) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    (found,) = body_of(f"<div class=day>11月22日 星期日</div><div>{wall}</div>")
    assert TITLE in found
    assert found.endswith(TEXT)


def test_a_heading_may_stand_over_the_whole_wall():
    item = "<dl class='{state}'><dt>09:{i}</dt><dd><a href=/f/{i}><b>【{title}】</b></a>{text}</dd></dl>"
    wall = "".join(
        item.format(i=20 + i, title=a, text=b, state="cur" if a == TITLE else "")
        for i, (a, b) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    (found,) = body_of(f"<h1 class=h>{TITLE}</h1><div class=t>{wall}</div>")
    assert found == f"【{TITLE}】{TEXT}"


def test_a_flash_that_opens_with_the_documents_title_is_all_between_its_neighbours():
    flash = f"<div class=tm>2026年11月22日 09:28 星期日</div><div class=ct><div>【{TITLE}】江畔财经11月22日电，{TEXT}</div></div>"
    stocks = "<div class=st><span>岚电储能 +2.31%</span><span>汾北乳业 -0.50%</span></div><div>阅 3.2W 评论(1) 分享(8) 收藏</div>"
    beside = "".join(
        f"<div class=n{i}>{name}<p>【{TITLES[i]}】{TEXTS[i]}</p></div>"
        for i, name in enumerate(("上一篇", "下一篇"))
    )
    (found,) = body_of(f"<div class=box><div class=hd>电报</div>{flash}{stocks}</div>{beside}")
    assert found == f"【{TITLE}】江畔财经11月22日电，{TEXT}"


@pytest.mark.parametrize(
    "page",
    [
        f"<div class=main>{HEAD}<p>{TEXT}<p>{TEXTS[1]}</p><p><a href=#>返回</a></p></div><center><a href=/1>{TITLES[0]}</a><br><a href=/2>{TITLES[3]}</a></center>",
    ],
)
def test_a_text_of_two_paragraphs_in_no_element_of_its_own_is_both(page):
    assert body_of(page) == [TEXT, TEXTS[1]]


@pytest.mark.parametrize(
    "page",
    [
        f"<div class=main>{HEAD}<div class=txt><p>{TEXT}</p></div><div class=co><h3>公司简介</h3>{OTHERS}</div></div>",
        f"<div class=main>{HEAD}<div class=txt><p>{TEXT}</p></div></div><div class=box2><div class=hd>网友说</div>{OTHERS}</div>",
        f"<div class=main>{HEAD}<div class=txt><p>{TEXT}</p></div></div><div class=r><div class=hd>7x24快讯</div>{OTHERS}</div>",
        f"<div class=main>{HEAD}<div class=txt><p>{TEXT}</p><p><b>相关新闻</b></p>{''.join(f'<p>{a}</p><p>{b}</p>' for a, b in zip(TITLES, TEXTS, strict=True) if a != TITLE)}</div></div>",
        f"<div class=main>{HEAD}<div class=txt><p>{TEXT}</p></div><div class=st><p>免责声明</p>{OTHERS}</div></div>",
        f"<div class=main>{HEAD}<div class=ai><b>AI摘要</b><p>{TEXTS[0]}</p></div><div class=txt><p>{TEXT}</p></div></div>",
        f"<article class=cur><h1>{TITLE}</h1>{INFO}<div class=c><p>{TEXT}</p></div></article><div class=more>接着读</div><article class=next><h1>{TITLES[0]}</h1>{INFO}<div class=c>{OTHERS}</div></article>",
        f"<div class=cur><div class=tt>{TITLE}</div>{INFO}<div class=txt><p>{TEXT}</p></div></div><div class=nextart><div class=tt2>{TITLES[0]}</div><div class=d>2026-11-21 10:00</div><div class=txt2>{OTHERS}</div></div>",
        f"<div class=art>{HEAD}<div class=txt><p>{TEXT}</p></div></div><div class=n><h2>{TITLES[0]}</h2><div class=txt>{OTHERS}</div></div>",
        f"<div class=n><h2>{TITLES[0]}</h2><div class=txt>{OTHERS}</div></div><div class=art>{HEAD}<div class=txt><p>{TEXT}</p></div></div>",
    ],
    ids=["company", "comments", "side", "related", "disclaimer", "summary", "next", "next by names", "next h2", "previous"],
)  # fmt: skip
def test_a_short_text_under_the_headline_is_the_article_whatever_is_longer(page):
    assert body_of(page) == [TEXT]


def test_parts_of_one_article_are_no_other_things():
    parts = "".join(f"<div class=part><h3>第{i}部分小标题</h3><p>{t}</p></div>" for i, t in enumerate(TEXTS))
    assert [t for t in body_of(f"{HEAD}<div class=text>{parts}</div>") if t in TEXTS] == TEXTS
    lead = f"<div class=lead><p>{TEXTS[0]}</p></div><div class=content><h3>小标题内容</h3>{OTHERS}</div>"
    assert set(TEXTS) - {TEXT} <= set(body_of(HEAD + lead))


def test_a_flash_set_as_a_heading_is_headline_and_text():
    assert body_of(f"<h1>【{TITLE}】{TEXT}</h1><div>2026-11-22 09:28</div>") == [f"【{TITLE}】{TEXT}"]


@pytest.mark.parametrize("item", ["<div class=item id=f{i}><h3>{title}</h3><p>{text}</p></div>", "<div class=item id=f{i}><p>【{title}】{text}</p></div>"])  # fmt: skip
@pytest.mark.parametrize("url", ["https://f.example/live#f1002", "https://f.example/live/1002.html"])
def test_where_the_title_names_the_stream_the_address_tells_which(item, url):
    wall = "".join(
        item.format(i=1000 + i, title=a, text=b) for i, (a, b) in enumerate(zip(TITLES, TEXTS, strict=True))
    )
    page = f"<html><head><meta charset=utf-8><title>7×24小时快讯_江畔财经</title></head><body><h1>7×24小时快讯</h1>{wall}</body></html>"
    draft = extract_html(page.encode(), url=url)
    assert draft.title == TITLE
    assert "".join(f.text for f in draft.fragments if f.role == "body").removeprefix(f"【{TITLE}】") == TEXT
    assert draft.not_article == ""
