"""The small pure parts of the walk, as tables."""

import pickle
import time
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.http import HtmlResponse
from scrapy.utils.request import request_from_dict

from crawler.families.archive_files import declared_address
from crawler.families.entry import way_in
from crawler.families.epaper import page_label, read_calendar
from crawler.families.feed import feed_tree
from crawler.families.issue_addresses import below, redated, up_to_day
from crawler.families.item_page import make_page
from crawler.families.json_list import at_path, fill, plain, read_json, words
from crawler.families.list_page import ListPage, registered_domain
from crawler.items import Article, Draft, Fragment
from crawler.site import ListItem, NewsSpider, fill_in, parse_day, url_day
from crawler.site.articles import append_page, is_next_page
from crawler.site.days import is_finer
from spiders.cn_sc.nbd import NbdSpider


def page(html, url="http://paper.example.com/x/index.htm"):
    return ListPage(HtmlResponse(url, body=html.encode()))


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("http://a.cn/html/2026-11/22/node_2.htm", date(2026, 11, 22)),
        ("http://a.cn/pc/layout/202611/22/node_01.html", date(2026, 11, 22)),
        ("http://a.cn/content/20261122/Page01NU.htm", date(2026, 11, 22)),
        ("http://a.cn/uniflows/html/2026/11/22/01/default.htm", date(2026, 11, 22)),
        ("http://a.cn/articles/2026-11-22/4096.html", date(2026, 11, 22)),
        ("http://a.cn/xwzx/202611/t20261122_101.html", date(2026, 11, 22)),
        ("http://a.cn/html/2026-02/31/node_2.htm", None),
        ("http://a.cn/news/id/2026112", None),
        ("http://a.cn/n/120261122345.html", None),
        ("http://a.cn/?day=20261122", None),
    ],
)
def test_the_day_an_address_names(url, day):
    assert url_day(url) == day


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_an_address_is_moved_to_another_day_in_its_own_spelling(old, new):
    for pattern in (
        "/html/%Y-%m/%d/node_2.htm",
        "/pc/%Y%m/%d/a.html",
        "/c/%Y%m%d/P01.htm",
        "/%Y/%m/%d/01/d.htm",
    ):
        url = f"http://a.cn{old:{pattern}}"
        assert redated(url, new) == f"http://a.cn{new:{pattern}}"


@pytest.mark.parametrize(
    ("html", "first"),
    [
        ('<meta http-equiv="Refresh" content="0; url=html/1.htm">', "http://paper.example.com/x/html/1.htm"),
        ("<meta http-equiv=refresh content='3;URL=\"/a.htm\"'>", "http://paper.example.com/a.htm"),
        ("<script>top.location='b.htm';</script>", "http://paper.example.com/x/b.htm"),
        ("<script>location.replace( '../c.htm' )</script>", "http://paper.example.com/c.htm"),
        ("<body onload=\"window.location.href='d.htm'\">", "http://paper.example.com/x/d.htm"),
        ("<frameset><frame src='e.htm'></frameset>", "http://paper.example.com/x/e.htm"),
        ("<base href='http://p2.example.com/'><script>location.href='f.htm'</script>", "http://p2.example.com/f.htm"),
    ],
)  # fmt: skip
def test_where_a_front_door_leads(html, first):
    assert way_in(page(html))[0] == first


def test_addresses_that_are_none_are_left_out_and_the_others_read():
    slips = "<base href='http://['><a href='http://['>x</a><a href='//a:b/'>y</a><a href='2.htm'>z</a>"
    assert [a.url for a in page(slips).anchors()] == ["http://paper.example.com/x/2.htm"]
    assert way_in(page("<script>location.href='http://['</script><iframe src='e.htm'>")) == [
        "http://paper.example.com/x/e.htm"
    ]


def test_a_page_that_stays_leads_nowhere():
    assert way_in(page("<p>location='本市'</p><script>var location_name='x'</script>")) == []


def test_both_dialects_of_calendars_are_read():
    first = (
        "<r><period id='3'><period_date>2026-11-22</period_date>"
        "<front_page>node_01.html</front_page></period></r>"
    )
    second = (
        "<r><item><date>2026-11-21</date><url> 21/col01.html </url></item><item><date>x</date></item></r>"
    )
    assert read_calendar(first) == {"2026-11-22": "node_01.html"}
    assert read_calendar(second) == {"2026-11-21": "21/col01.html"}
    assert read_calendar("<html>404</html>") == {}
    odd = "<r><item><date>{}</date><url>1.html</url></item></r>"
    assert read_calendar(odd.format("20261122")) == {"2026-11-22": "1.html"}
    assert read_calendar(odd.format("2026-02-31")) == {}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('cb_12({"a": 1});', {"a": 1}),
        ("/**/ jQuery.cb( [1] )", [1]),
        ("var list = [1, 2];", [1, 2]),
        (r'"{\"a\": \"x\"}"', {"a": "x"}),
        ('{"a": "x\x01y"}', {"a": "xy"}),
        ('{"a": "x\ny"}', {"a": "x\ny"}),
        ("<html>", None),
        ("", None),
    ],
)
def test_json_in_its_wrappings(text, value):
    assert read_json(text) == value


HOSTILE = (
    *("<link rel=canonical ", "<item>", "<![CDATA[", "<title ", "a( ", "a= ; "),
    *("<a", "&a", "/**/", " ", ") "),
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize(
    "read",
    [
        read_json,
        plain,
        read_calendar,
        lambda text: declared_address(text.encode()),
        lambda text: feed_tree(HtmlResponse("http://a.example/", body=text.encode())),
        lambda text: list(way_in(page(text))),
    ],
    ids=["read_json", "plain", "read_calendar", "declared_address", "feed_tree", "way_in"],
)
def test_what_is_never_closed_is_read_in_no_time(read, piece):
    began = time.process_time()
    read("<a" + piece * 20_000 + "x")
    read("a(" + piece * 20_000 + "x")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="http://a.example/1.html">', "http://a.example/1.html"),
        ("<LINK href=http://a.example/2.html rel=canonical>", "http://a.example/2.html"),
        ('<meta property="og:url" content="http://a.example/3?a=1&amp;b=2">', "http://a.example/3?a=1&b=2"),
        ("<link rel=canonical><meta content='http://a.example/4' property='og:url'>", "http://a.example/4"),
        ('<link rel="stylesheet" href="http://a.example/5.css"><meta property="og:title" content="5">', ""),
        ('<link rel="canonical" href="http://a.example/">', ""),
        ('<link rel="canonical" href="/6.html">', ""),
    ],
)  # fmt: skip
def test_the_address_a_saved_page_declares(head, address):
    assert declared_address(f"<html><head>{head}</head>".encode()) == address


def test_json_in_a_script():
    assert read_json('<script>x; _pb = [{"a": 1}];y=[]</script>', r"_pb\s*=\s*(\[.*?\]);") == [{"a": 1}]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("", {"a": [{"b": 1}], "c": "", "d": 2}),
        ("a.0.b", 1),
        ("a.-1.b", 1),
        ("a.7.b", None),
        ("c|d", 2),
        ("a.b.c", None),
    ],
)
def test_paths_into_json(path, value):
    assert at_path({"a": [{"b": 1}], "c": "", "d": 2}, path) == value


@given(
    st.recursive(st.none() | st.integers() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c))
)
def test_no_json_breaks_a_path(value):
    at_path(value, "data.0.items.x|a")
    plain(value)
    words(value)


def test_a_template_with_a_missing_value_is_no_address():
    assert fill("/a?id={x.y}", {"x": {"y": 7}}) == "/a?id=7"
    assert fill("/a?id={x}", {}) == ""
    assert fill('{{"artid": {id}}}', {"id": 7}) == '{"artid": 7}'


def test_titles_and_keywords_of_json():
    assert plain("<em>港股</em>&nbsp;收&amp;升") == "港股 收&升"
    assert words([{"tag": "銀行"}, "地產", {"x": 1}]) == ["銀行", "地產"]
    assert words("产业,金融 债券") == ["产业", "金融", "债券"]


@pytest.mark.parametrize(
    ("url", "domain"),
    [
        ("https://inews.hket.com/article/1", "hket.com"),
        ("http://www.ltn.com.tw/", "ltn.com.tw"),
        ("http://szb.handannews.com.cn/x", "handannews.com.cn"),
        ("http://123.232.38.158:8888/html/", "123.232.38.158"),
        ("http://www.haiyu.example/", "www.haiyu.example"),
    ],
)
def test_the_domain_somebody_registered(url, domain):
    assert registered_domain(url) == domain


@pytest.mark.parametrize(
    ("title", "junk"),
    [
        ("社址：本市中山路1号", True),
        ("今日导读", True),
        ("公益广告", True),
        ("  图片新闻 ", True),
        ("上接第01版", True),
        ("遗失声明", True),
        ("責任編輯", False),
        ("央行发布公告", False),
        ("广告业前三季度营收增长", False),
        ("导读机器人进图书馆", False),
        ("公告显示公司拟回购股份", False),
        ("", False),
    ],
)
def test_titles_that_lead_to_no_article(title, junk):
    class SomeSpider(NewsSpider):
        name = "some"

    assert SomeSpider().is_junk(title) == junk


@pytest.mark.parametrize(
    ("url", "seen", "another"),
    [
        ("http://a.cn/s/1_2.html", ["http://a.cn/s/1.html"], True),
        ("https://a.cn/s/1.html#top", ["http://a.cn/s/1.html"], False),
        ("http://a.cn/t/1_2.html", ["http://a.cn/s/1.html"], False),
        ("http://b.cn/s/1_2.html", ["http://a.cn/s/1.html"], False),
        ("http://a.cn/s/1.html?page=2", ["http://a.cn/s/1.html"], True),
    ],
)
def test_what_may_be_another_page_of_an_article(url, seen, another):
    assert is_next_page(url, "http://a.cn/s/1.html", seen) == another


def draft(*texts):
    title = Fragment(0, "题", role="title")
    return Draft(fragments=[title, *(Fragment(i + 1, text) for i, text in enumerate(texts))])


def test_a_joined_page_loses_no_fragment_and_repeats_no_title():
    whole, more = draft("一", "二"), draft("三")
    assert append_page(whole, more)
    assert [f.text for f in whole.fragments] == ["题", "一", "二", "题", "三"]
    assert [f.index for f in whole.fragments] == [0, 1, 2, 3, 4]
    assert [f.role for f in whole.fragments].count("title") == 1
    assert not append_page(whole, draft("一", "三"))


def test_a_time_of_day_says_more_than_a_day():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    assert is_finer("2026-11-20 09:30", "2026-11-20", now)
    assert is_finer("11-20", "", now)
    assert not is_finer("2026-11-20", "2026-11-20 09:30", now)
    assert not is_finer("昨天的事", "2026-11-20", now)


def test_list_addresses_are_filled_in():
    assert fill_in("http://a/{date:%Y%m%d}/{page}", page=2, day=date(2026, 11, 2)) == "http://a/20261102/2"
    now, week_ago = fill_in("{now} {week_ago}", day=date(2026, 11, 2)).split()
    assert int(now) - int(week_ago) == 7 * 86400


def test_a_bad_day_is_named():
    with pytest.raises(ValueError, match="-a since=2026-13-01"):
        parse_day("2026-13-01", "since")


def test_what_lies_below_a_place_is_preferred_to_what_does_not():
    urls = ["http://a.cn/yb/html/2026-11/22/node_2.htm", "https://a.cn/Xb/html/2026-11/22/node_2.htm"]
    assert below(urls, "http://a.cn/xb/html/") == urls[1:]
    assert below(urls, "", "http://b.cn/", "http://a.cn/yb/") == urls[:1]
    assert below(urls, "http://b.cn/") == urls
    assert up_to_day(f"{urls[1]}?div=1") == "https://a.cn/Xb/html/"
    assert up_to_day("http://a.cn/Page/index/pageid/9.html") == ""


def test_page_labels_lose_link_furniture():
    assert page_label(" 第A01版：\n要闻 ") == "第A01版： 要闻"
    assert [page_label(text) for text in ("pdf", "下一版", ">>", "")] == ["", "", "", ""]


def test_the_longer_text_of_a_story_linked_twice_is_its_title():
    both = "<map><area href='content_1.htm'></map><a href='content_1.htm#x' title='短'><b>港口 吞吐量</b></a>"
    (anchor,) = page(both).anchors()
    assert (anchor.url, anchor.text) == ("http://paper.example.com/x/content_1.htm", "港口 吞吐量")


def test_a_list_with_a_wrong_charset_is_read():
    body = '<meta charset="gb2312"><a href="/1">鑫鹏镕获批</a>'.encode("gb18030")
    assert ListPage(HtmlResponse("http://a.cn/", body=body)).anchors()[0].text == "鑫鹏镕获批"


@pytest.mark.parametrize(
    "html", ["", "   ", "<", "<!---->", "\x00\x01", "<?xml version='1.0' encoding='gbk'?><a href='/x'>甲</a>"]
)
def test_no_page_breaks_reading_it(html):
    assert isinstance(page(html).anchors(), list)


def test_plain_text_of_a_list_becomes_paragraphs():
    made = make_page("http://a.cn/1", "甲<乙", "一 < 二\n\n三")
    assert made.xpath("//h1/text()").get() == "甲<乙"
    assert made.xpath("//p/text()").getall() == ["一 < 二", "三"]


def test_requests_survive_a_job_directory():
    """Callbacks are methods and what they carry can be pickled: JOBDIR keeps every pending request."""
    spider = NbdSpider()
    item = ListItem("https://www.nbd.com.cn/articles/2026-11-20/1.html", title="题", keywords=["债"])
    whole = draft("一")
    whole.next_pages = ["https://www.nbd.com.cn/articles/2026-11-20/1_2.html"]
    response = HtmlResponse(item.url, request=spider.article_request(item))
    pending = [
        spider.list_request("https://www.nbd.com.cn/columns/2/", 1),
        spider.article_request(item),
        spider.next_or_done(Article(draft=whole), whole, response, [item.url]),
    ]
    for request in pending:
        kept = request_from_dict(pickle.loads(pickle.dumps(request.to_dict(spider=spider))), spider=spider)
        assert (kept.url, kept.callback, kept.errback) == (request.url, request.callback, request.errback)
        assert kept.cb_kwargs == request.cb_kwargs
