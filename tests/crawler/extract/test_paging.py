# ruff: noqa: E501 (markup is easier to read unbroken)
"""The other pages of an article: which links lead to them."""

import pytest

from crawler.extract import extract_html

FOLDER = "https://news.river.example/cj/2026/11/20/"
TITLE = "前三季度全市经济增长百分之五点六"
TEXT = "<p>记者从市统计局获悉，今年前三季度全市实现地区生产总值三千二百亿元，同比增长百分之五点六。</p>" * 2


def pages(pager: str, url: str = f"{FOLDER}1234.html") -> list[str]:
    html = f"<html><meta charset=utf-8><title>{TITLE}</title><h1>{TITLE}</h1><div>{TEXT}</div>{pager}</html>"
    return [page.removeprefix(FOLDER) for page in extract_html(html.encode(), url=url).next_pages]


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ("<b>1</b><a href=1234_2.html><span>2</span></a><a href=1234_3.html>[3]</a>", ["1234_2.html", "1234_3.html"]),
        ("<a href=1234-2.html>下一頁 ></a>", ["1234-2.html"]),
        ("<a href=1234_2.html>余下全文>></a>", ["1234_2.html"]),
        ("<link rel=next href=1234_2.html>", ["1234_2.html"]),
        ("<a href=1234.html>第1页：数据</a><a href=1234_2.html>第2页：展望</a>", ["1234_2.html"]),
        ("<select><option value=1234.html>第1页</option><option value=1234_2.html>第2页</option></select>", ["1234_2.html"]),
        ("<a href=?page=2>2</a><a href=?page=2>下一页</a>", ["1234.html?page=2"]),
        ("<a href=1234p2.html>2</a>", ["1234p2.html"]),
        ("<a href=1235.html>下一篇</a><a href=1233.html>上一篇</a>", []),
        ("<a href=1234_2.html>下一篇</a>", []),
        ("<link rel=next href=1235.html>", []),
        ("<a href=index_2.html>2</a>", []),
    ],
)  # fmt: skip
def test_a_page_of_the_article_has_its_address_but_for_the_number(pager, expected):
    assert pages(pager) == expected


@pytest.mark.parametrize(
    ("url", "pager", "expected"),
    [
        ("1234_2.html", "<a href=1234.html>1</a> 2 <a href=1234_3.html>3</a>", ["1234.html", "1234_3.html"]),
        ("t20261120_98.html", "<a href=t20261120_99.html>下一页</a>", []),
        ("t20261120_98.html", "<a href=t20261120_98_1.html>2</a>", ["t20261120_98_1.html"]),
        ("show-12-345-1.html", "<a href=show-12-345-2.html>2</a>", ["show-12-345-2.html"]),
        ("show.php?id=5", "<a href='show.php?id=5&page=2'>2</a>", ["show.php?id=5&page=2"]),
        ("p/77", "<a href=77/2>2</a>", ["p/77/2"]),
        ("p/77/", "<a href=page/2/>2</a>", ["p/77/page/2/"]),
        ("77/p1.html", "<a href=p2.html>下一页</a>", ["77/p2.html"]),
        (
            "77/page_2.html",
            "<a href=page_1.html>1</a><a href=page_3.html>3</a>",
            ["77/page_1.html", "77/page_3.html"],
        ),
    ],
)
def test_pages_are_numbered_in_many_ways(url, pager, expected):
    assert pages(pager, FOLDER + url) == expected
