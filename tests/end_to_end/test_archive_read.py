"""The archive spider: what it reads becomes what a crawl would have made of it, and no page is lost."""

import gzip
import os
import shutil
from collections import Counter
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

PAGES = Path(__file__).parents[2] / "../shared/data/pages"
PARAGRAPH = (
    "本市发展改革部门介绍，前三季度园区新开工项目四十六个，完成投资一百二十三亿元，同比增长百分之九点六。"
)


def page(title, text=PARAGRAPH, head=""):
    paragraphs = "".join(f"<p>{n}、{text}</p>" for n in range(1, 6))
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>'
        f"<h1>{title}</h1><div class='info'>2026-11-20 09:30 来源：某某日报</div>"
        f"<div class='article'>{paragraphs}</div></body></html>"
    ).encode()


def read(crawl, path, *arguments):
    done = crawl.scrapy("crawl", "archive", "-a", f"path={path}", *arguments)
    assert done.returncode in (0, 5), done.stderr
    return done


def stats(crawl):
    return crawl.database.runs.find_one({"site": "archive"}, sort=[("started_at", -1)])["stats"]


@pytest.fixture(scope="module")
def read_back(crawl, start):
    """A second database, filled from the WARC files that the crawl of the whole press wrote."""
    other = start()
    read(other, crawl.environ["ARCHIVE_DIR"])
    return other


def test_a_crawls_archive_reads_back_to_identical_articles(crawl, read_back):
    live = {document["_id"]: document for document in crawl.database.articles.find()}
    again = {document["_id"]: document for document in read_back.database.articles.find()}
    assert len(live) == len(crawl.press.expected)
    assert set(again) == set(live)
    for key, document in live.items():
        assert again[key] | {"duplicates": 0} == document | {"duplicates": 0}
        assert bool(again[key]["duplicates"]) == bool(document["duplicates"])


def test_a_crawls_archive_reads_back_to_identical_spans(crawl, read_back):
    fields = {
        "_id": 0,
        "article": 1,
        "field": 1,
        "start": 1,
        "end": 1,
        "text": 1,
        "kind": 1,
        "score": 1,
        "rule": 1,
    }

    def spans(database):
        return sorted(map(repr, database.spam_spans.find({}, fields)))

    assert spans(read_back.database) == spans(crawl.database) != []


def test_an_archives_failed_pages_are_set_aside_as_in_the_crawl(crawl, read_back):
    answered = ("challenge", "http_404", "http_500")
    expected = {r.url: r.reason for r in crawl.press.rejected if r.reason in answered}
    rejected = {r["canonical_url"]: r["reason"] for r in read_back.database.rejected_items.find()}
    assert {url: rejected.get(url) for url in expected} == expected


def test_reading_asks_nobody(read_back):
    assert read_back.press.log == []


def test_saved_pages_gzipped_and_not_and_what_is_no_page(start, tmp_path):
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.html").write_bytes(page("园区投资增长近一成"))
    (folder / "deep/b.html.gz").write_bytes(gzip.compress(page("园区出口订单排到明年")))
    (folder / "torn.html.gz").write_bytes(gzip.compress(page("撕坏的压缩文件"))[:-20])
    (folder / "empty.html").write_bytes(b"")
    (folder / "huge.html").write_bytes(b"<p>" + b"x" * (16 << 20))
    (folder / "notes.json").write_text("{}")
    crawl = start()
    read(crawl, folder, "-a", "fetched_at=2026-11-22T12:00+08:00")
    stored = {a["archive"]["file"]: a for a in crawl.database.articles.find()}
    assert {name: a["title"]["original"] for name, a in stored.items()} == {
        "a.html": "园区投资增长近一成", "deep/b.html.gz": "园区出口订单排到明年",
    }  # fmt: skip
    assert stored["a.html"]["url"] == "file:///a.html"
    assert stored["a.html"]["fetched_at"] == datetime(2026, 11, 22, 4, tzinfo=UTC)
    rejected = {r["url"].rpartition("/")[2]: r["reason"] for r in crawl.database.rejected_items.find()}
    assert rejected.pop("empty.html") in ("empty", "no_title")
    assert rejected == {"torn.html.gz": "broken_archive", "huge.html": "too_large"}
    assert stats(crawl)["archive/other_files"] == 1


def test_names_in_another_charset_stop_nothing_and_stay_two(start, tmp_path):
    """As an archive unpacks that was packed on a Chinese Windows: the names are GBK."""
    for name in ("银行", "股市"):
        (tmp_path / os.fsdecode(f"{name}.html".encode("gbk"))).write_bytes(page(f"{name}板块今日收高"))
    (tmp_path / "汇市.html").write_bytes(page("汇市板块今日收高"))
    crawl = start()
    read(crawl, tmp_path)
    stored = {a["title"]["original"][:2]: a["archive"]["file"] for a in crawl.database.articles.find()}
    assert stored == {
        "汇市": "汇市.html", "银行": r"\xd2\xf8\xd0\xd0.html", "股市": r"\xb9\xc9\xca\xd0.html",
    }  # fmt: skip


def test_a_saved_page_is_the_papers_in_whose_folder_it_lies_not_its_sisters(start, tmp_path):
    """Sister papers' addresses differ by a folder: two with site files, one known to the catalogue only."""
    addresses = {
        "sxjjrb": "http://epaper.sxrb.com/shtml/sxjjrb/20261122/123456.shtml",
        "sxscdb": "http://epaper.sxrb.com/shtml/sxscdb/20261122/123457.shtml",
        "myjjb": "http://ep.ycwb.com/epaper/myjj/html/2026-11/22/content_1_2.htm",
        "paper_xinkuaibao": "http://ep.ycwb.com/epaper/xkb/html/2026-11/22/content_1_3.htm",
        "yicai": "https://www.yicai.com/news/102345678.html",
    }
    for name, url in addresses.items():
        head = f'<link rel="canonical" href="{url}">'
        (tmp_path / f"{name}.html").write_bytes(page(f"{name}自己的一篇报道", head=head))
    crawl = start()
    read(crawl, tmp_path)
    assert {a["site"]: a["url"] for a in crawl.database.articles.find()} == addresses


def test_two_files_that_claim_one_address_do_not_become_one_article(start, tmp_path):
    head = '<link rel="canonical" href="http://www.example.com/news/1.html">'
    (tmp_path / "a.html").write_bytes(page("同一地址的第一份", head=head))
    (tmp_path / "b.html").write_bytes(page("同一地址的第二份", head=head))
    (tmp_path / "c.html").write_bytes(page("只声明首页地址的一份", head=head.replace("news/1.html", "")))
    crawl = start()
    read(crawl, tmp_path)
    assert {a["url"] for a in crawl.database.articles.find()} == {
        "http://www.example.com/news/1.html",
        "file:///c.html",
    }
    twin = crawl.database.rejected_items.find_one()
    assert (twin["reason"], twin["url"]) == ("same_address", "file:///b.html")
    assert "a.html" in twin["detail"]


def test_somebody_elses_warc(start, tmp_path):
    """As Common Crawl writes it: requests and metadata beside responses, many sites in one file."""
    records = [
        ("http://news.minlan.example/finance/1.html", "200 OK", "text/html", page("闽澜财经自己的一篇报道")),
        (
            "https://unknown.example/2.html",
            "200 OK",
            "text/html; charset=utf-8",
            page("无人登记的网站的一篇"),
        ),
        ("https://unknown.example/robots.txt", "200 OK", "text/plain", b"User-agent: *"),
        ("https://unknown.example/logo.png", "200 OK", "image/png", b"\x89PNG"),
        ("https://unknown.example/gone.html", "404 Not Found", "text/html", b"<h1>404</h1>"),
        ("https://unknown.example/moved.html", "301 Moved", "text/html", b""),
    ]
    file = tmp_path / "CC-NEWS-20261122.warc.gz"
    with file.open("wb") as stream:
        writer = WARCWriter(stream, gzip=True)
        writer.write_record(writer.create_warcinfo_record(file.name, {"publisher": "somebody"}))
        for url, status, kind, body in records:
            http = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
            known = {"WARC-Date": "2026-11-21T00:00:00Z"}
            writer.write_record(writer.create_warc_record(url, "request", BytesIO(b"GET / HTTP/1.1\r\n\r\n")))
            writer.write_record(
                writer.create_warc_record(
                    url, "response", BytesIO(body), http_headers=http, warc_headers_dict=known
                )
            )
    crawl = start()
    read(crawl, file)
    stored = {a["url"]: a for a in crawl.database.articles.find()}
    assert {url: a["site"] for url, a in stored.items()} == {
        records[0][0]: "sample_minlan", records[1][0]: "archive",
    }  # fmt: skip
    assert stored[records[1][0]]["fetched_at"] == datetime(2026, 11, 21, tzinfo=UTC)
    assert stored[records[1][0]]["archive"]["file"] == file.name
    rejected = [(r["url"], r["reason"]) for r in crawl.database.rejected_items.find()]
    assert rejected == [(records[4][0], "http_404")]
    found = stats(crawl)
    assert (found["archive/not_html"], found["archive/redirects"]) == (2, 1)


def test_a_warc_that_breaks_off_gives_what_came_before_and_says_so(crawl, start, tmp_path):
    whole = next(Path(crawl.environ["ARCHIVE_DIR"]).rglob("sample_xiling-*.warc.gz"))
    torn = tmp_path / "torn.warc.gz"
    torn.write_bytes(whole.read_bytes()[: whole.stat().st_size * 6 // 10])
    other = start()
    read(other, torn)
    assert 1 <= other.database.articles.count_documents({}) < 7
    assert other.database.rejected_items.find_one()["reason"] in ("broken_archive", "cut_short")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "path="),
        (["-a", "path=nowhere"], "nowhere"),
        (["-a", "path=.", "-a", "site=nobody"], "nobody"),
        (["-a", "path=.", "-a", "limit=x"], "limit=x"),
        (["-a", "path=.", "-a", "fetched_at=noon"], "fetched_at=noon: not a time"),
        (["-a", "path=.", "-a", "fetched_at=2026-11-22T12:00"], "with its offset"),
    ],
)
def test_what_cannot_be_read_is_named(start, arguments, message):
    done = start().scrapy("crawl", "archive", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not PAGES.exists(), reason="the development data is not beside the repository")
def test_every_development_page_ends_somewhere(start, tmp_path):
    folder = tmp_path / "pages"
    shutil.copytree(PAGES, folder, ignore=shutil.ignore_patterns("*.json"))
    crawl = start()
    read(crawl, folder)
    given = sorted(f.relative_to(folder).as_posix() for f in folder.rglob("*.html*"))
    stored = [a["archive"]["file"] for a in crawl.database.articles.find()]
    rejected = {r["_id"]: r for r in crawl.database.rejected_items.find()}
    assert len(given) > 100
    assert len(stored) + len(rejected) == len(given)
    assert max(Counter(stored).values()) == 1
    assert all(r["reason"] for r in rejected.values())
    assert len(stored) >= 0.95 * len(given)
