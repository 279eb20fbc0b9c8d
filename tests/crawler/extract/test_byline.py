"""Bylines as papers, portals and agencies in all five regions set them."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract_html
from crawler.extract.byline import parse_byline
from crawler.extract.credit_lines import find_bylines, has_credit, is_byline_line, is_signature
from crawler.extract.names import is_organisation, names_in
from crawler.items import Article
from crawler.text.normalise import normalise

PAGES = Path(__file__).parents[3] / "../shared/data"

NOW = datetime(2026, 11, 22, tzinfo=UTC)
KINDS = "RCEVS"
CREDIT = re.compile(r"(?:^|\s)([RCEVS])=(.*?)(?=\s[RCEVS]=|$)")


def read_table(name):
    for row in Path(__file__).with_name(name).read_text("utf-8").splitlines():
        if row and not row.startswith("#"):
            line, _, expected = row.rpartition("→")
            yield line.strip(), dict(CREDIT.findall(expected))


CASES = list(read_table("bylines.txt"))
TEXTS = list(read_table("credited_texts.txt"))


def credited(lines, expected):
    """Return what lines are read as, and what was expected, in one form."""
    byline, source = parse_byline(lines)
    people = (byline.reporters, byline.correspondents, byline.editors, byline.reviewers)
    found = dict(zip(KINDS, (*map(",".join, people), source.name), strict=True))
    return found, {k: found[k] if expected.get(k) == "?" else expected.get(k, "") for k in KINDS}


def test_the_table_is_large_and_holds_lines_that_credit_nobody():
    assert len({line for line, _ in CASES}) >= 1150
    assert sum(not expected for _, expected in CASES) >= 140


@pytest.mark.parametrize(("line", "expected"), CASES, ids=[c[0] for c in CASES])
def test_a_line_is_split_into_who_wrote_edited_and_supplied(line, expected):
    found, wanted = credited([line], expected)
    assert found == wanted
    assert parse_byline([line])[0].raw == line


@pytest.mark.parametrize(("text", "expected"), TEXTS, ids=[c[0] for c in TEXTS])
def test_a_text_credits_who_stands_at_its_ends(text, expected):
    found, wanted = credited(find_bylines(text.split("‖")), expected)
    assert found == wanted


FIELDS = [  # what the page holds in fields, reporters, editors, source
    ({"author": "张三"}, ["张三"], [], ""),
    ({"author": "张三 李四"}, ["张三", "李四"], [], ""),
    ({"author": "作者：张三"}, ["张三"], [], ""),
    ({"author": "本报记者 张三 通讯员 李四"}, ["张三"], [], ""),
    ({"author": "中時新聞網 呂承哲"}, ["呂承哲"], [], "中時新聞網"),
    ({"author": "新华网"}, [], [], "新华网"),
    ({"author": "新浪女性"}, [], [], "新浪女性"),
    ({"author": "江畔高原油茶及清溪·渔歌节日活动"}, [], [], ""),
    ({"source": "本文链接：https://a.example/1"}, [], [], ""),
    ({"author": "凤凰传奇"}, ["凤凰传奇"], [], ""),
    ({"author": "大汉网络"}, [], [], "大汉网络"),
    ({"author": "L_104485"}, [], [], ""),
    ({"author": "admin"}, [], [], ""),
    ({"author": "https://e.example/author/1"}, [], [], ""),
    ({"author": "Tony Chan"}, ["Tony Chan"], [], ""),
    ({"author": "山石"}, ["山石"], [], ""),
    ({"author": "未知"}, [], [], ""),
    ({"editor": "李四"}, [], ["李四"], ""),
    ({"editor": "责任编辑：李四"}, [], ["李四"], ""),
    ({"source": "证券时报"}, [], [], "证券时报"),
    ({"source": "来源：证券时报"}, [], [], "证券时报"),
    ({"source": "证券时报 作者：张三"}, ["张三"], [], "证券时报"),
    ({"source": "来源：证券时报 作者：张三 编辑：李四"}, ["张三"], ["李四"], "证券时报"),
    ({"source": "网易版权所有"}, [], [], ""),
    ({"source": "本报讯"}, [], [], ""),
    ({"source": "信息来源：本网"}, [], [], ""),
    ({"source": "来源:(江畔日报)2版"}, [], [], "江畔日报"),
    ({"author": "张三", "editor": "李四", "source": "新华社"}, ["张三"], ["李四"], "新华社"),
]


@pytest.mark.parametrize(("given", "reporters", "editors", "source"), FIELDS, ids=[str(f[0]) for f in FIELDS])
def test_fields_need_no_marker(given, reporters, editors, source):
    byline, found = parse_byline((), **given)
    assert (byline.reporters, byline.editors, found.name) == (reporters, editors, source)


@pytest.mark.parametrize("platform", ["抖音", "小红书", "Facebook", "哔哩哔哩", "雪球"])
def test_the_platform_in_the_place_of_the_author_is_nobodys_name(platform):
    assert parse_byline([], author=platform)[0].reporters == []


def test_a_line_that_names_reporters_outweighs_a_bare_field():
    byline, _ = parse_byline(["本报记者 张三"], author="王五")
    assert byline.reporters == ["张三"]


def test_an_outlet_in_the_place_of_the_author_is_the_source_whoever_a_line_names():
    byline, source = parse_byline(["報導．攝影╱張曉燕"], author="蘋果日報")
    assert byline.reporters == ["張曉燕"]
    assert source.name == "蘋果日報"


def test_the_editor_is_no_reporter_because_a_field_says_author():
    byline, _ = parse_byline(["责任编辑：李四"], author="李四")
    assert (byline.reporters, byline.editors) == ([], ["李四"])


def test_lines_add_up_in_page_order_and_names_come_once():
    byline, source = parse_byline(
        ["来源：证券时报 作者：张三", "证券日报记者 张三 李四", "（责任编辑：王五）", "责编：王五"]
    )
    assert byline.reporters == ["张三", "李四"]
    assert byline.editors == ["王五"]
    assert source.name == "证券时报"


@pytest.mark.parametrize(
    "lines", [["记者 张三 李四", "记者 张三李四"], ["作者：张海 李四平", "记者 张海李四平"]]
)
def test_names_set_apart_once_are_not_cut_anew_where_they_run_together(lines):
    apart = parse_byline(lines[:1])[0].reporters
    assert len(apart) == 2
    assert parse_byline(lines)[0].reporters == apart


def test_the_said_source_outweighs_the_reporters_paper():
    assert parse_byline(["证券日报记者 张三", "来源：新华网"])[1].name == "新华网"


@pytest.mark.parametrize(
    "line",
    [
        "青島財經日報/首頁新聞記者 辛小麗 通訊員 白瑜",
        "責任編輯:崔現香",
        "责任编辑：NF041",
        "（記者王小明／台北報導）",
        "来源：证券时报网 作者：李在山",
        "2019-09-26 12:11来源：证券时报网作者：李在山",
        "□ 本报记者 葛灵丹",
        "【编辑:刘欢】 返回搜狐，查看更多",
        "新华社记者邹多为、唐诗凝、丁乐",
        "编辑|禤志杰 责编|陈梦莹 来源|广州参考、广州南沙发布",
    ],
)
def test_a_credit_line_is_known(line):
    assert is_byline_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "记者从发改委了解到，目前地方正在配合做的就是项目信息的统计整理工作。",
        "记者注意到",
        "《第一财经日报》记者为此致电公司董秘，但其座机始终处于无人接听状态。",
        "本报记者张三昨日从市政府获悉，园区已集聚企业110余家，产值突破45亿元。",
        "7月1日上午，卓彬告诉《华夏时报》记者，现在追进去的还不算多，客户还算理性一点。",
        "青島生物科技創新園",
        "图片来源：视觉中国",
        "下跌的主要来源是原油",
        "总编辑推荐",
        "作者最新文章",
        "记者：首先欢迎你来到新华网接受我们的采访，请问你怎样看待这个问题？",
        "做公号、开专栏的名记者，晋升部级",
    ],
)
def test_a_sentence_is_no_credit_line(line):
    assert not is_byline_line(line)


@pytest.mark.parametrize(
    ("paragraphs", "found"),
    [
        (["本报讯（记者 张三）昨日，园区启用。", "首批企业入驻。"], ["本报讯（记者 张三）"]),
        (["【本报讯】（记者 张三）昨日，园区启用。"], ["【本报讯】（记者 张三）"]),
        (
            ["新华社北京11月22日电（记者张三、李四）国务院昨日印发意见。"],
            ["新华社北京11月22日电（记者张三、李四）"],
        ),
        (["（中央社記者王小明台北22日電）金管會今天宣布。"], ["（中央社記者王小明台北22日電）"]),
        (["〔記者王小明／台北報導〕金管會今天宣布。"], ["〔記者王小明／台北報導〕"]),
        (["北京商报讯 11月22日，央行公布。"], ["北京商报讯"]),
        (["园区启用。", "首批企业入驻。（记者 张三 通讯员 李四）"], ["（记者 张三 通讯员 李四）"]),
        (["园区启用。", "首批企业入驻。", "责任编辑：王五"], ["责任编辑：王五"]),
        (["园区启用。", "首批企业入驻。（袁源）"], ["（袁源）"]),
        (["董事长（袁源）出席。园区启用（袁源）", "首批企业入驻。", "正常经营。"], []),
        (["记者从园区获悉，首批企业入驻。"], []),
        (["日海通讯(002313)今日公告。"], []),
        (["据新华社记者张三了解，园区启用。"], []),
        (["本报记者张三昨日从园区获悉，首批企业入驻。"], ["本报记者张三"]),
        (["记者李四光近日走访发现，园区启用。"], ["记者李四光"]),
        (["记者昨日从园区获悉，首批企业入驻。"], []),
        (["记者向企业了解到，园区启用。"], []),
        (["有记者王小明在现场提问。"], []),
        ([], []),
    ],
)
def test_bylines_inside_the_text_are_found_at_its_ends(paragraphs, found):
    before = list(paragraphs)
    assert find_bylines(paragraphs) == found
    assert paragraphs == before


@pytest.mark.parametrize(
    ("text", "loose", "expected"),
    [
        ("张三李四光", False, ["张三", "李四光"]),
        ("陈方安生", False, ["陈方安生"]),
        ("范徐丽泰", False, ["范徐丽泰"]),
        ("张杨果而", False, ["张杨果而"]),
        ("张杰李伟", False, ["张杰", "李伟"]),
        ("诸葛亮司马懿", False, ["诸葛亮", "司马懿"]),
        ("張 三　李 四", False, ["張三", "李四"]),
        ("魑皇", False, []),
        ("魑皇", True, ["魑皇"]),
        ("编辑部", True, []),
        ("北京", True, []),
        ("证券时报社", True, []),
    ],
)
def test_names_end_where_the_next_begins(text, loose, expected):
    assert names_in(text, loose=loose) == expected


@pytest.mark.parametrize(
    "text", ["证券时报", "中国新闻社", "观海新闻", "大众日报客户端", "市税务局", "某某有限公司", "編輯部"]
)
def test_an_organisation_is_known_by_its_end(text):
    assert is_organisation(text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [("胡平", True), ("赵延东、风笑天", True), ("罗银胜", True), ("金融", False), ("高层", False),
     ("白酒", False), ("黄金", False), ("首页", False), ("", False)],
)  # fmt: skip
def test_a_line_of_names_alone_may_sign(line, expected):
    assert is_signature(line) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("02日14:25 作者： 赵婕出自[人民文学出版社]", True),
        ("连载：某某人生 出版社：团结出版社 作者：罗银胜", True),
        ("责任编辑：李四", True),
        ("记者：那么您怎么看这个问题？", False),
        ("园区启用，产值突破四十五亿元。", False),
    ],
)
def test_a_line_may_hold_a_credit_among_other_things(line, expected):
    assert has_credit(line) is expected


@pytest.mark.skipif(not PAGES.exists(), reason="needs ../shared/data")
def test_development_pages_credit_the_right_people():
    """Floors under what was measured; of the 24 author labels three are no byline the page shows."""
    right, total = Counter(), Counter()
    for gold in sorted(PAGES.glob("pages*/*/*.json")):
        label = json.loads(gold.read_text("utf-8"))
        if not any(label.get(kind) for kind in ("author", "editor", "source")):
            continue
        body = gzip.decompress(gold.with_suffix(".html.gz").read_bytes())
        article = Article(draft=extract_html(body, url=label.get("url") or ""))
        normalise(article)
        byline = article.byline
        for kind, got in (
            ("author", [*byline.reporters, *byline.correspondents]),
            ("editor", byline.editors),
            ("source", [article.source.name.replace("·", "・")]),
        ):
            if label.get(kind):
                wanted = (
                    [label[kind].replace("·", "・")]
                    if kind == "source"
                    else re.split(r"[、\s]+", label[kind])
                )
                total[kind] += 1
                right[kind] += got == wanted
    assert total == {"author": 24, "editor": 12, "source": 32}
    assert right["author"] >= 21
    assert right["editor"] == 12
    assert right["source"] >= 29


LINE = st.text(
    alphabet=st.sampled_from(
        list("记者記編辑责任來来源通讯員作文图/／｜|：: （）()【】、，张三李四光歐陽青岛报道電讯日22\n。abc·")
    ),
    max_size=60,
)


@given(st.lists(st.one_of(LINE, st.text(max_size=40)), max_size=4), LINE, LINE)
def test_names_are_pieces_of_what_was_published(raws, author, source):
    byline, found = parse_byline(raws, author=author, source=source)
    published = "\n".join((*raws, author, source))
    squeezed = "".join(published.split())
    for name in (*byline.reporters, *byline.correspondents, *byline.editors, found.name):
        assert "".join(name.split()) in squeezed or "\u200b" in published
    assert len(set(byline.reporters)) == len(byline.reporters)


@given(st.lists(LINE, max_size=6))
def test_found_pieces_stand_in_the_text(paragraphs):
    for piece in find_bylines(paragraphs):
        assert any(piece in p for p in paragraphs)


def credited_page(bar, behind=""):
    text = (
        "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>" * 2
    )
    head = "<meta charset=utf-8><title>前三季度全市经济增长_江畔快讯</title><h1>前三季度全市经济增长</h1>"
    draft = extract_html(f"{head}{bar}<div class=t>{text}{behind}</div>".encode())
    article = Article(draft=draft, url="https://x.example/1.html", fetched_at=NOW)
    normalise(article)
    return article


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("<p>李晓彤</p>", ["李晓彤"]),
        ("<div class=c><b>李晓彤</b><p>支持！</p></div>", []),
    ],
)
def test_a_readers_name_over_a_comment_signs_nothing(behind, expected):
    assert credited_page("<div>2026-11-20</div>", behind).byline.reporters == expected


@pytest.mark.parametrize(
    ("bar", "expected"),
    [
        ("<div><i>江畔快讯</i> <i>2026-11-20 09:30</i></div>", "江畔快讯"),
        ("<div><i>江畔快讯</i> <i>2026-11-20 09:30</i> <i>来源：岚江日报</i></div>", "岚江日报"),
        ("<div>江畔快讯</div><div>2026-11-20 09:30</div>", ""),
    ],
)
def test_the_sites_name_beside_the_day_is_the_source(bar, expected):
    assert credited_page(bar).source.name == expected


def test_an_author_of_a_latin_and_a_chinese_word_that_is_an_outlet_is_nobody():
    byline, source = parse_byline([], author="River 新聞")
    assert (byline.reporters, source.name) == ([], "River 新聞")


def _article(head: str, tail: str = "") -> str:
    text = "<p>今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六，增速比上半年加快。</p>"
    return (
        f"<html><head><meta charset=utf-8><title>x</title></head><body><h1>岸桥下的集装箱等待装船</h1>{head}"
        f"<div class=rich_media_content>{text * 3}{tail}</div></body></html>"
    )


@pytest.mark.parametrize(
    ("headline", "author", "expected"),
    [
        ("江畔透視》岸桥下的集装箱等待装船", "張明輝、江畔透視", ["張明輝"]),
        ("張明輝｜岸桥下的集装箱等待装船", "張明輝、李小華", ["張明輝", "李小華"]),
    ],
)
def test_the_column_a_headline_opens_with_is_no_author(headline, author, expected):
    head = f"<meta name=author content={author}><div>2026-11-20</div>"
    html = _article(head).replace("岸桥下的集装箱等待装船", headline)
    draft = extract_html(html.encode())
    assert parse_byline(draft.byline_raw, author=draft.author_raw)[0].reporters == expected


@pytest.mark.parametrize("placed", ["Posted on <span>湖北</span>", "发表于 <span>湖北</span>"])
def test_the_place_an_account_posts_from_is_no_author(placed):
    meta = "class='rich_media_meta rich_media_meta_text'"
    head = f"<div class=rich_media_meta_list><span {meta}>赵明</span><em {meta}>{placed}</em></div>"
    draft = extract_html(_article(head).encode())
    assert parse_byline(draft.byline_raw, author=draft.author_raw)[0].reporters == ["赵明"]


def test_an_author_named_in_a_heading_behind_the_text_is_one():
    draft = extract_html(_article("<div>2026-11-20</div>", "<h5>作者：白影（江畔居民）</h5>").encode())
    assert parse_byline(draft.byline_raw)[0].reporters == ["白影"]


@pytest.mark.parametrize(
    ("author", "expected"),
    [
        ({"@type": "NewsMediaOrganization", "name": "River News 中文"}, ([], "River News")),
        (
            [{"@type": "Organization", "name": "江畔周刊"}, {"@type": "Person", "name": "张三"}],
            (["张三"], ""),
        ),
        ({"@type": "Person", "name": "张三"}, (["张三"], "")),
    ],
)
def test_an_organisation_that_json_ld_calls_the_author_is_at_most_the_source(author, expected):
    data = json.dumps({"@type": "NewsArticle", "headline": "岸桥下的集装箱等待装船", "author": author})
    draft = extract_html(
        _article(f'<script type="application/ld+json">{data}</script><div>2026-11-20</div>').encode()
    )
    article = Article(draft=draft, url=draft.url, fetched_at=datetime(2026, 11, 21, tzinfo=UTC))
    normalise(article)
    assert (article.byline.reporters, article.source.name) == expected
