# ruff: noqa: E501 (markup is easier to read unbroken)
"""What stands behind ``</html>``: browsers show it, who only appends to a file writes there."""

import pytest
from scrapy.http import HtmlResponse

from crawler.extract import extract_html
from crawler.families.list_page import ListPage

HEAD = "<html><head><meta charset=utf-8><title>港口扩建工程通过验收_海榆网</title></head>"
SHOWN = "<h1>港口扩建工程通过验收</h1><p>记者从港务集团获悉，扩建工程昨天通过验收，两个泊位年底投入使用。</p><p>港务集团负责人介绍，新泊位可停靠二十万吨级货轮，年吞吐量增加八百万吨。</p>"
LINK = "<a href='http://other.example.net/'>后添的文字</a>"


def draft(html):
    return extract_html(html.encode(), url="https://www.haiyu.example.com/a/1.html")


@pytest.mark.parametrize(
    ("after", "hidden"),
    [
        (f"<div style='display:none'>{LINK}</div>", "display:none"),
        (f"<div>{LINK}</div>", ""),
        (LINK, ""),
        (f"\n<!-- x -->\n{LINK}\n</html>\n", ""),
        (f"<!DOCTYPE html><html><head><title>别的</title></head><body><p>{LINK}</p></body></html>", ""),
    ],
)
@pytest.mark.parametrize("end", ["</body></html>", "</BODY></HTML >", "</html>"])
def test_it_is_read_with_its_links_and_is_no_part_of_the_article(after, hidden, end):
    found = draft(f"{HEAD}<body>{SHOWN}{end}{after}")
    (added,) = [f for f in found.fragments if f.text == "后添的文字"]
    assert (added.hidden_by, [x.href for x in added.links]) == (hidden, ["http://other.example.net/"])
    assert found.title == "港口扩建工程通过验收"


def test_a_second_documents_head_says_nothing_of_the_first():
    second = "<html><head><title>别的</title><meta name=keywords content='别的,词语'><meta name=author content='何某'></head><body>别的文字</body></html>"
    found = draft(f"{HEAD}<body>{SHOWN}</body></html>{second}")
    assert (found.keywords, found.byline_raw) == ([], [])
    assert "别的,词语" in {f.text for f in found.unseen}


def test_an_article_behind_an_early_end_is_read():
    found = draft(
        f"{HEAD}<body></body></html><html><head><meta name=keywords content='港口,验收'></head><body>{SHOWN}</body></html>"
    )
    assert [f.role for f in found.fragments if "二十万吨" in f.text] == ["body"]


def test_a_list_behind_an_early_end_is_read():
    page = ListPage(
        HtmlResponse(
            "https://www.haiyu.example.com/",
            body=f"<html><body></body></html><div>{LINK}</div>".encode(),
            encoding="utf-8",
        )
    )
    assert [a.text for a in page.anchors()] == ["后添的文字"]
