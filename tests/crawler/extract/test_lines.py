"""A page as plain lines: every line has its role, a title is never invented."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import extract_lines

SEED = Path(__file__).parents[3] / "../shared/data/seed_article.txt"
PARAGRAPH = "记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。"


def roles(*lines: str) -> list[str]:
    return [f.role for f in extract_lines(lines).fragments]


def test_a_page_of_lines_is_taken_apart():
    lines = [
        "您的位置：首页>财经>正文",
        "",
        "前三季度全市经济运行平稳",
        "2026-11-02 09:30 来源：示例日报",
        PARAGRAPH,
        "",
        PARAGRAPH,
    ]
    lines += [
        "示例日报记者 王小明 通讯员 李大海",
        "责任编辑：赵一",
        "评论一下",
        "已有0人参与，点击查看更多精彩评论",
        "请输入验证码",
    ]
    draft = extract_lines(lines)
    assert draft.title == "前三季度全市经济运行平稳"
    assert [f.role for f in draft.fragments] == [
        *("chrome", "chrome", "title", "byline", "body", "chrome", "body"),
        *("byline", "byline", "chrome", "chrome", "chrome"),
    ]
    assert draft.editor_raw == "责任编辑：赵一"
    assert draft.breadcrumbs == ["财经"]
    assert [f.index for f in draft.fragments] == list(range(12))


@pytest.mark.parametrize(
    "lines",
    [
        [PARAGRAPH],
        [PARAGRAPH, PARAGRAPH],
        ["公司拟以一亿元收购某公司百分之三十的股权，", "交易完成后持股比例为百分之五十一。"],
        ["阳泉煤业去年业绩同比下滑；登海种业澄清报道"],
        [PARAGRAPH, "短行", PARAGRAPH],
    ],
)
def test_text_without_a_headline_gets_none(lines):
    draft = extract_lines(lines)
    assert draft.title == ""
    assert all(f.role == "body" for f in draft.fragments)


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("責任編輯:王大文", "byline"),
        ("（编辑：王大文 校对：李小文）", "byline"),
        ("本报记者 王小明 通讯员 李大海", "byline"),
        ("（記者王小明／台北報導）", "byline"),
        ("来源：示例晚报 作者：王小明", "byline"),
        ("免责声明：本文仅代表作者个人观点，与本网无关。", "chrome"),
        ("分享到微信朋友圈", "chrome"),
        ("还没有评论，快来抢沙发吧！", "chrome"),
        ("请输入验证码", "chrome"),
        ("相关阅读：", "chrome"),
        ("记者：请问贵公司怎样看待这一政策的影响？", "body"),
        ("编辑：您认为市场何时回暖？", "body"),
        ("推荐三只股票的券商遭处罚，监管部门出手", "body"),
        ("中国运载火箭技术研究院", "body"),
    ],
)
def test_lines_between_paragraphs_have_their_role(line, role):
    assert roles("前三季度全市经济运行平稳", PARAGRAPH, line, PARAGRAPH)[2] == role


def test_the_seed_page_is_taken_apart():
    if not SEED.exists():
        pytest.skip("the development data is not here")
    lines = SEED.read_text().splitlines()
    draft = extract_lines(lines)
    by_role = {
        r: [f.text for f in draft.fragments if f.role == r] for r in ("title", "body", "byline", "chrome")
    }
    assert draft.title == by_role["title"][0] == lines[2]
    assert len(by_role["body"]) == 7
    assert by_role["body"][0].startswith("生物醫藥產業")
    assert by_role["body"][-1].startswith("栽下梧桐樹")
    assert len(by_role["byline"]) == 2
    assert not any("評論" in t or "驗證碼" in t or "首頁>" in t for t in by_role["body"])


@given(st.lists(st.text(max_size=80), max_size=12))
def test_any_lines_are_taken_one_fragment_each(lines):
    draft = extract_lines(lines)
    assert [f.index for f in draft.fragments] == list(range(len(lines)))
    assert sum(f.role == "title" for f in draft.fragments) == bool(draft.title)
    assert ["".join(f.text.split()) for f in draft.fragments] == ["".join(line.split()) for line in lines]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["首页 要闻 时政 经济 社会 文旅 专题", "前三季度全市经济运行平稳"], "前三季度全市经济运行平稳"),
        (["網站首頁 | 本地新聞 | 財經 | 民生", "全市生產總值同比增長"], "全市生產總值同比增長"),
        (
            ["某某热线_某某官网_某某点", "您的位置：首页>财经", "全市前三季度增长"],
            "全市前三季度增长",
        ),
        (["某某咨询,某某顾问,某某方案", "？", "前三季度增长百分之五点六"], "前三季度增长百分之五点六"),
        (["前三季度全市实现地区生产总值增长", "推荐您看这里"], "前三季度全市实现地区生产总值增长"),
    ],
)
@pytest.mark.parametrize(
    "date",
    ["2026-11-02 09:30 来源：示例日报", "示例日报 2026/11/02 09:30", "来源：示例网 发布时间：2026-11-02"],
)
def test_the_headline_stands_over_the_date_whatever_is_above_it(head, title, date):
    assert extract_lines([*head, date, PARAGRAPH, PARAGRAPH]).title == title


@pytest.mark.parametrize(
    "first",
    [
        "该公司变动的原因是什么？原标题：示例公司公告",
        "示例公司公告 来源：示例社",
        "哪些主体参与？安装示例客户端",
        "首页 财经 股市 评论 视频",
    ],
)
def test_labels_and_menus_are_no_headline(first):
    assert extract_lines([first, PARAGRAPH, PARAGRAPH]).title == ""


@pytest.mark.parametrize(
    "above",
    [
        "某某咨询_某某顾问_某某方案",
        "某某咨询登录入口",
        "全市产值,某某咨询,增长百分之五,某某顾问,某某方案",
        "某某咨询官方网站|某某咨询手机版|某某顾问|某某方案大全",
    ],
)
def test_what_stands_on_top_and_is_not_spoken_of_is_no_headline(above):
    headline, text = "全市产值前三季度增长", PARAGRAPH + "全市产值前三季度增长百分之五。"
    draft = extract_lines([above, headline, text, PARAGRAPH, "某某咨询登录入口|某某顾问"])
    assert draft.title == headline
    assert draft.fragments[0].role == "body"


def test_a_list_alone_on_top_is_no_headline():
    assert extract_lines(["某某咨询_某某顾问_某某方案", PARAGRAPH, PARAGRAPH]).title == ""


def test_of_two_headlines_the_first_is_one():
    first, second = "全市产值前三季度增长", "工业产值占全市四成"
    assert extract_lines([first, second, f"{first}，{second}。{PARAGRAPH}", PARAGRAPH]).title == first
