"""``scrapy clean`` as a person uses it: files in, one JSON record a line out, errors named on stderr."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SEED = ROOT / "../shared/data/seed_article.txt"
PAGE = """<html><head><meta charset="{charset}"><title>临港新区前三季度外贸增长12%_海榆财经网</title></head>
<body>
<div class="nav"><a href="/">首页</a> &gt; <a href="/cj/">财经</a></div>
<div class="article"><h1>临港新区前三季度外贸增长12%</h1>
<div class="info">2026年11月20日 09:30　来源：海榆财经网　作者：李小明</div>
<div class="content"><p>海榆讯 记者从临港新区管委会获悉，前三季度，新区进出口总额86.4亿元，同比增长12%。</p>
<p>管委会负责人介绍，新区新增外贸企业41家，其中生物医药企业9家，集成电路企业6家，均已投产。</p>
<p>下一步，新区将继续推进通关便利化，力争全年外贸总额突破120亿元。</p>
<p>[责任编辑：王芳]</p></div></div>
<div class="footer">海榆财经网版权所有 未经授权不得转载</div></body></html>"""


def clean(*arguments: str, stdin: bytes = b"") -> tuple[list[dict], str, int]:
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "clean", *arguments],
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        check=False,
    )
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr.decode(), done.returncode


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Every kind of input, some of it broken."""
    folder = tmp_path_factory.mktemp("inputs")
    (folder / "a.html").write_bytes(PAGE.format(charset="gb2312").encode("gb18030"))
    (folder / "deeper").mkdir()
    (folder / "deeper" / "b.html.gz").write_bytes(gzip.compress(PAGE.format(charset="utf-8").encode()))
    (folder / "c.html.gz").write_bytes(b"not gzip")
    (folder / "lines.txt").write_text(
        "甲乙公司上半年净利润增长一成\n\n甲乙公司昨日公告，上半年净利润同比增长10%。\n", "utf-8"
    )
    rows = [
        {"id": "page", "html": PAGE.format(charset="gb2312"), "url": "https://www.haiyu.example/a/1.html"},
        {"id": "text", "text": "甲乙公司昨日公告，上半年净利润同比增长10%。"},
        {"id": 7, "lines": ["第一行内容，共有十家企业参加了这次会议。", "第二行内容，会议昨日结束。"]},
    ]
    broken = ["{", "[1]", '{"id": "x"}', '{"id": "y", "lines": [1]}', '{"id": "z", "text": {}}']
    (folder / "rows.jsonl").write_text("\n".join([*map(json.dumps, rows), *broken]), "utf-8")
    return folder


@pytest.fixture(scope="module")
def run(folder):
    records, errors, code = clean("--fragments", str(folder))
    return {record["id"]: record for record in records}, errors, code


def test_every_input_gives_a_record_under_its_name(run, folder):
    records, _, _ = run
    paths = {str(folder / name) for name in ("a.html", "deeper/b.html.gz", "lines.txt")}
    assert records.keys() == paths | {"page", "text", "7"}
    assert not [r["id"] for r in records.values() if "rejected" in r]


def test_bad_inputs_are_named_and_the_rest_goes_on(run, folder):
    _, errors, code = run
    assert code == 1
    lines = errors.splitlines()
    assert any(str(folder / "c.html.gz") in line for line in lines)
    assert all(any(f"rows.jsonl:{number}:" in line for line in lines) for number in range(4, 9))
    assert len(lines) == 6
    assert "Traceback" not in errors


@pytest.mark.parametrize("name", ["a.html", "deeper/b.html.gz", "page"])
def test_a_page_comes_out_clean_whatever_its_charset(run, folder, name):
    records, _, _ = run
    record = records[name if name == "page" else str(folder / name)]
    assert record["title"]["original"] == "临港新区前三季度外贸增长12%"
    assert record["title"]["hant"] == "臨港新區前三季度外貿增長12%"
    assert len(record["paragraphs"]) == 3
    assert record["paragraphs"][0].startswith("海榆讯 记者从")
    assert record["body"]["original"].endswith("突破120亿元。")
    assert record["published_at"] == "2026-11-20T01:30:00Z"
    assert record["published"]["precision"] == "minute"
    assert record["byline"]["editors"] == ["王芳"]
    assert record["byline"]["reporters"] == ["李小明"]
    assert record["source"]["name"] == "海榆财经网"
    assert record["spam_spans"] == []


def test_fragments_of_lines_are_the_lines(run):
    records, _, _ = run
    assert [f["original"] for f in records["7"]["fragments"]] == [
        "第一行内容，共有十家企业参加了这次会议。",
        "第二行内容，会议昨日结束。",
    ]
    assert [f["index"] for f in records["7"]["fragments"]] == [0, 1]
    assert {f["role"] for record in records.values() for f in record["fragments"]} <= {
        "title",
        "body",
        "byline",
        "chrome",
        "spam",
    }


def test_standard_input_is_recognised_by_its_first_sign():
    records, errors, code = clean(
        "--url", "https://www.haiyu.example/a/1.html", "-", stdin=PAGE.format(charset="x").encode()
    )
    assert (errors, code) == ("", 0)
    assert records[0]["canonical_url"] == "https://www.haiyu.example/a/1.html"
    assert records[0]["id"] == "-"


def test_names_no_output_can_hold_and_damaged_files_stop_nothing(tmp_path):
    damaged = bytearray(gzip.compress(PAGE.encode()))
    damaged[20:40] = bytes(20)
    (tmp_path / "a.html.gz").write_bytes(damaged)
    (tmp_path / os.fsdecode("新闻.txt".encode("gbk"))).write_text("甲乙公司昨日公告，净利润增长。\n", "utf-8")
    rows = [r'{"id": "\ud800", "text": "甲"}', '{"id": null, "text": "乙"}']
    (tmp_path / "z.jsonl").write_text("\n".join(rows), "utf-8")
    records, errors, code = clean(str(tmp_path))
    names = {record["id"].rpartition("/")[2] for record in records}
    assert names == {"\ufffd\ufffd\ufffd\ufffd.txt", "\ufffd", "2"}
    assert code == 1
    assert "a.html.gz: cannot be read" in errors
    assert len(errors.splitlines()) == 1


def test_a_byte_order_mark_hides_no_page_that_is_piped_in():
    records, _, _ = clean("-", stdin=b"\xef\xbb\xbf" + PAGE.format(charset="utf-8").encode())
    assert records[0]["title"]["original"] == "临港新区前三季度外贸增长12%"


def test_a_reader_that_has_enough_ends_it_without_a_word(tmp_path):
    row = json.dumps({"text": "甲乙公司昨日公告，上半年净利润同比增长10%。" * 20})
    (tmp_path / "rows.jsonl").write_text("\n".join([row] * 200), "utf-8")
    command = [sys.executable, "-m", "scrapy", "clean", str(tmp_path / "rows.jsonl")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert json.loads(process.stdout.readline())["id"] == "1"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141  # as a shell says of SIGPIPE


def test_who_interrupts_it_sees_one_word_and_no_traceback(tmp_path):
    pipe = tmp_path / "page.html"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "scrapy", "clean", str(pipe)]
    with (
        subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, process_group=0) as process,
        pipe.open("wb"),  # waits until the command reads it
    ):
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"interrupted\n"
    assert process.returncode == 130  # as a shell says of Ctrl-C


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "INPUT"),
        (("missing.html",), "missing.html"),
        (("README.md",), "README.md"),
        (("--site", "nobody", "-"), "nobody"),
        (("--fetched-at", "2026-11-22T09:30", "-"), "offset"),
    ],
)
def test_a_wrong_call_says_what_is_wrong_and_fails(arguments, said):
    records, errors, code = clean(*arguments)
    assert records == []
    assert code != 0
    assert said in errors
    assert "Traceback" not in errors


@pytest.fixture(scope="module")
def record():
    if not SEED.exists():
        pytest.skip("../shared/data is not here")
    records, errors, code = clean("--fragments", str(SEED))
    assert (errors, code) == ("", 0)
    return records[0]


class TestSeed:
    """The page it all began with."""

    def test_title_body_and_furniture(self, record):
        assert record["title"]["original"] == "青島市北崛起生物科技產業集群“高地”"
        body = record["body"]["original"]
        assert body.startswith("生物醫藥產業是山東省“十強產業”的重要組成部分")
        assert body.endswith("江北創新高地和科技產業標桿園區。")
        assert len(record["paragraphs"]) == 7
        for furniture in ("我的位置", "責任編輯", "評論", "驗證碼", "通訊員 白瑜"):
            assert furniture not in body

    def test_byline_source_and_no_invented_date(self, record):
        assert record["byline"]["reporters"] == ["辛小麗"]
        assert record["byline"]["correspondents"] == ["白瑜"]
        assert record["byline"]["editors"] == ["崔現香"]
        assert record["source"]["name"] == "青島財經日報/首頁新聞"
        assert record["published_at"] is None

    def test_script_and_both_forms(self, record):
        assert record["script"]["detected"] == "hant"
        assert record["script"]["machine_converted"] is True
        assert "青岛生物科技创新园位于市北区南京路377号，地处" in record["body"]["hans"]
        assert "帆云科技" in record["body"]["hans"]
        assert "注册落地" in record["body"]["hans"]
        assert "位於市北區" in record["body"]["hant"]
        assert "註冊落地" in record["body"]["hant"]
        assert "帆云科技" in record["body"]["original"]

    def test_the_whole_block_of_spam_is_cut_and_nothing_else(self, record):
        last = SEED.read_text("utf-8").rstrip("\n").split("\n")[-1]
        assert [span["text"] for span in record["spam_spans"]] == [last]
        assert [f["index"] for f in record["fragments"] if f["clean"] != f["original"]] == [31]
        assert record["fragments"][31]["role"] == "spam"
        assert record["fragments"][31]["clean"] == ""
        assert "\n".join(f["original"] for f in record["fragments"]) == SEED.read_text("utf-8").removesuffix(
            "\n"
        )
