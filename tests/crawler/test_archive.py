import gzip
import io
import zlib
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, Request, Response
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.archive import ArchiveWriter, hints_of
from crawler.archive_reading import decoded, read_response, read_warc
from crawler.site import ListItem

AT = datetime(2026, 3, 1, 4, 5, 6, 789000, tzinfo=UTC)
PAGE = "<h1>青岛港</h1>".encode("gb18030")


def page(url="http://news.example/1.html", body=PAGE, **headers):
    return Response(url, headers={"Content-Type": "text/html; charset=gbk", **headers}, body=body)


def test_what_is_written_is_read_back_the_same(tmp_path):
    writer = ArchiveWriter(tmp_path, "sample")
    hints = {"site": "sample", "item": {"title": "青岛"}}
    packed = page("http://news.example/2.html", gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
    brotlied = page("http://news.example/3.html", brotli.compress(PAGE), **{"Content-Encoding": "br"})
    where = [writer.write(r, AT, hints) for r in (page(), packed, brotlied)]
    writer.write(Response("http://news.example/4.html", status=404, body=b"gone"), AT, {})
    writer.close()
    (file,) = tmp_path.rglob("*.warc.gz")
    found = list(read_warc(file))
    assert [(r.status, r.body, r.fault) for r in found] == [(200, PAGE, "")] * 3 + [(404, b"gone", "")]
    assert (found[0].fetched_at, found[0].hints) == (AT, hints)
    assert found[0].headers["Content-Type"] == "text/html; charset=gbk"
    for place, response in zip(where, found, strict=False):
        again = read_response(tmp_path, place)
        assert (again.url, again.body, again.offset) == (response.url, PAGE, place["offset"])


@pytest.mark.parametrize(
    ("encoding", "packed", "body"),
    [
        ("gzip", gzip.compress(b"one", mtime=0) + gzip.compress(b"two", mtime=0), b"onetwo"),
        ("gzip", gzip.compress(b"one", mtime=0) + b"garbage", b"one"),
        ("gzip", gzip.compress(b"one", mtime=0)[:-6], b"one"),
        ("gzip", b"<h1>", b"<h1>"),
        ("deflate", gzip.compress(b"one", mtime=0), b"one"),
        ("deflate", zlib.compress(b"one"), b"one"),
        ("deflate", zlib.compress(b"one")[2:-4], b"one"),
        ("deflate", b"<h1>", b"<h1>"),
        ("gzip", gzip.compress(b"", mtime=0), b""),
    ],
)
def test_a_body_is_unpacked_as_the_crawl_did(encoding, packed, body):
    assert decoded(packed, encoding, 100) == body
    assert len(decoded(packed, encoding, 2)) <= max(2, len(packed))


def test_a_full_disk_costs_the_record_it_met_and_no_other(tmp_path):
    writer = ArchiveWriter(tmp_path, "sample", largest_file=1)
    writer.write(page("http://news.example/0.html"), AT, {})
    (tmp_path / "sample").rename(tmp_path / "away")
    (tmp_path / "sample").write_bytes(b"")  # no folder can be made here: the next file does not open
    with pytest.raises(OSError, match="sample"):
        writer.write(page("http://news.example/1.html"), AT, {})
    (tmp_path / "sample").unlink()
    where = writer.write(page("http://news.example/2.html"), AT, {})
    writer.close()
    assert read_response(tmp_path, where).url == "http://news.example/2.html"


def test_files_are_turned_over_at_their_size(tmp_path):
    writer = ArchiveWriter(tmp_path, "sample", largest_file=800)
    for n in range(4):
        writer.write(page(f"http://news.example/{n}.html"), AT, {})
    writer.close()
    files = sorted(tmp_path.rglob("*.warc.gz"))
    assert len(files) > 1
    assert [r.url[-6:] for f in files for r in read_warc(f)] == [f"{n}.html" for n in range(4)]


@pytest.mark.parametrize("cut", [1, 30, 200])
def test_a_file_torn_by_a_kill_gives_all_but_its_last_record(tmp_path, cut):
    writer = ArchiveWriter(tmp_path, "sample")
    for n in range(3):
        writer.write(page(f"http://news.example/{n}.html"), AT, {})
    writer.close()
    (file,) = tmp_path.rglob("*.warc.gz")
    file.write_bytes(file.read_bytes()[:-cut])
    found = [r for r in read_warc(file) if r.body == PAGE]
    assert [r.url[-6:] for r in found][:2] == ["0.html", "1.html"]


def test_a_record_that_unpacks_to_gigabytes_is_refused_unread(tmp_path):
    bomb = gzip.compress(bytes(30_000_000))
    writer = ArchiveWriter(tmp_path, "sample")
    writer.write(page(body=bomb, **{"Content-Encoding": "gzip"}), AT, {})
    writer.write(page(), AT, {})
    writer.close()
    (file,) = tmp_path.rglob("*.warc.gz")
    assert [(r.fault, r.body) for r in read_warc(file, largest_body=1_000_000)] == [
        ("too_large", b""),
        ("", PAGE),
    ]


def test_archives_of_others_are_read(tmp_path):
    buffer = io.BytesIO()
    writer = WARCWriter(buffer, gzip=True)  # WARC 1.0, chunked, no hints: as crawlers in the wild write
    headers = StatusAndHeaders("200 OK", [("Transfer-Encoding", "chunked")], protocol="HTTP/1.1")
    chunked = b"%x\r\n" % len(PAGE) + PAGE + b"\r\n0\r\n\r\n"
    record = writer.create_warc_record(
        "http://news.example/", "response", payload=io.BytesIO(chunked), http_headers=headers
    )
    writer.write_record(record)
    (tmp_path / "x.warc.gz").write_bytes(buffer.getvalue())
    (found,) = read_warc(tmp_path / "x.warc.gz")
    assert (found.body, found.hints) == (PAGE, {})


@pytest.mark.parametrize(
    "where",
    [
        {},
        {"file": "../secret.warc.gz", "offset": 0},
        {"file": "a.warc.gz", "offset": "0"},
        {"file": ".", "offset": 0},
    ],
)
def test_a_place_outside_the_archive_is_refused(tmp_path, where):
    (tmp_path / "secret.warc.gz").write_bytes(b"x")
    (tmp_path / "archive").mkdir()
    with pytest.raises(ValueError, match="not a place"):
        read_response(tmp_path / "archive", where)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=2000), st.integers(0, 3000))
def test_no_bytes_make_the_reader_crash(tmp_path_factory, garbage, at):
    folder = tmp_path_factory.mktemp("w")
    writer = ArchiveWriter(folder, "sample")
    for n in range(3):
        writer.write(page(f"http://news.example/{n}.html"), AT, {"site": "sample"})
    writer.close()
    (file,) = folder.rglob("*.warc.gz")
    whole = file.read_bytes()
    file.write_bytes(whole[:at] + garbage + whole[at + len(garbage) :])
    assert all(r.fault or r.status or r.url or not r.body for r in read_warc(file))


def test_what_a_list_said_goes_along():
    item = ListItem("http://news.example/1.html", title="标题", published_raw="03-01")
    request = Request(item.url, cb_kwargs={"item": item}, meta={"news": "article"})
    assert hints_of(request, "sample") == {
        "site": "sample",
        "news": "article",
        "item": {"url": item.url, "title": "标题", "published_raw": "03-01"},
    }
    assert hints_of(Request("http://news.example/robots.txt"), "sample") == {"site": "sample"}
    assert isinstance(HtmlResponse("http://news.example/"), Response)
