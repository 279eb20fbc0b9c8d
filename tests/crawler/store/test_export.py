"""Exports are whole, say what they are, and go on after an interruption as if there had been none."""

import csv
import gzip
import json
import os
import re
import subprocess
import sys
import time
from argparse import Namespace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pymongo import MongoClient
from scrapy.exceptions import UsageError
from scrapy.settings import Settings

from crawler.commands.export import Command, format_of
from crawler.store import embedded
from crawler.store import export as module
from crawler.store.export import export, verify
from crawler.store.export_files import COLUMNS, ROWS_AT_ONCE, ExportError, Request

ROOT = Path(__file__).parents[3]
ROWS = 25
MORE_THAN_A_BATCH = 2_500


def document(n):
    at = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=n)
    return {
        "_id": f"{n:032x}",
        "url": f"http://news.example.com/{n}",
        "canonical_url": f"http://news.example.com/{n}",
        "site": "sample",
        "outlet": "青岛样报",
        "region": "CN-SD" if n % 2 else "HK",
        "title": {"original": f"標題{n}", "hans": f"标题{n}", "hant": f"標題{n}"},
        "body": dict.fromkeys(("original", "hans", "hant"), f'=第{n}段，"引号"\n第二段🙂'),
        "byline": {"raw": "", "reporters": ["甲", "乙"], "correspondents": [], "editors": []},
        "published_at": at if n != 3 else None,
        "published": {"raw": "", "precision": "minute", "timezone": "+08:00", "inferred": []},
        "script": {"detected": "hant", "machine_converted": n == 5, "converter": {}},
        "spam": {"spans": 0, "chars": 0, "kinds": [], "hacked": False},
        "stocks": [
            {
                "code": "600519",
                "exchange": "SH",
                "name": "贵州茅台",
                "kind": "stock",
                "by": "code",
                "text": "x",
            }
            | {"span": [1, 9]}
        ]
        * 2,
        "regions": [{"code": "", "name": "鼓楼区", "candidates": ["320106"], "span": [0, 3]}],
        "amounts": [{"value": 4.5e9, "currency": "CNY", "unit": "", "text": "45亿元", "span": [2, 6]}],
        "duplicates": {},
        "search_terms": "不出口",
        "search_title": "不出口",
        "revision": 0,
        "fetched_at": at,
    }


@pytest.fixture
def filled(database, monkeypatch):
    monkeypatch.setattr(module, "ROWS_AT_ONCE", {"jsonl": 10, "csv": 10, "parquet": 10})
    database.articles.insert_many(document(n) for n in range(ROWS))
    return database


class StoppedError(Exception):
    pass


def stop_at_once(_rows):
    raise StoppedError


def request_for(folder, name, **more):
    return Request(folder / name, format_of(folder / name), **more)


def contents(request):
    if request.out.is_dir():
        return {p.name: p.read_bytes() for p in request.out.glob("part-*")}
    return request.out.read_bytes()


@pytest.mark.parametrize(
    "name", ["a.jsonl", "a.jsonl.gz", "a.csv", "a.csv.gz", pytest.param("a.parquet", id="a.parquet")]
)
def test_an_interrupted_export_goes_on_to_the_same_result(filled, tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    whole = request_for(tmp_path / "whole", name)
    export(filled, whole)
    broken = request_for(tmp_path / "broken", name)
    with pytest.raises(StoppedError):
        export(filled, broken, report=stop_at_once)
    if broken.out.is_dir():  # what a kill leaves behind
        (broken.out / "part-00001.new").write_bytes(b"half")
    else:
        with broken.out.open("ab") as file:
            file.write(b"half a row")
    assert verify(broken.manifest)
    manifest = export(filled, broken)
    assert contents(broken) == contents(whole)
    assert (manifest["resumed"], manifest["rows"], manifest["complete"]) == (1, ROWS, True)
    assert verify(broken.manifest) == []


def test_json_lines_carry_whole_documents_without_what_only_search_reads(filled, tmp_path):
    request = request_for(tmp_path, "a.jsonl")
    export(filled, request)
    rows = [json.loads(line) for line in request.out.read_text("utf-8").splitlines()]
    assert [r["id"] for r in rows] == sorted(d["_id"] for d in map(document, range(ROWS)))
    assert rows[1]["published_at"] == "2026-11-01T01:00:00Z"
    assert rows[1]["title"] == {"original": "標題1", "hans": "标题1", "hant": "標題1"}
    assert rows[1]["amounts"][0]["span"] == [2, 6]
    assert "search_terms" not in rows[1]


def test_csv_has_one_row_per_article_in_the_script_asked_for(filled, tmp_path):
    request = request_for(tmp_path, "a.csv", form="hans")
    export(filled, request)
    with request.out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    assert list(rows[0]) == [c.name for c in COLUMNS]
    row = rows[1]
    assert (row["title"], row["reporters"], row["stocks"], row["regions"]) == (
        "标题1",
        "甲;乙",
        "600519.SH",
        "",
    )
    assert row["body"] == '=第1段，"引号"\n第二段🙂'
    assert json.loads(row["amounts"])[0]["value"] == 4.5e9
    assert rows[3]["published_at"] == ""
    assert rows[5]["machine_converted"] == "true"


def test_rows_say_what_was_taken_away_and_what_a_time_leaves_open(filled, tmp_path):
    gone = {"withdrawn": {"at": datetime(2026, 11, 5, tzinfo=UTC), "status": 404}}
    inferred = {"published.inferred": ["year", "date"]}
    filled.articles.update_one({"_id": f"{1:032x}"}, {"$set": gone | inferred})
    request = request_for(tmp_path, "a.csv")
    export(filled, request)
    with request.out.open(encoding="utf-8", newline="") as file:
        said = [(row["withdrawn_at"], row["published_inferred"]) for row in csv.DictReader(file)]
    assert said[:3] == [("", ""), ("2026-11-05T00:00:00Z", "year;date"), ("", "")]


def test_an_export_that_another_version_began_with_other_columns_is_not_gone_on_with(filled, tmp_path):
    request = request_for(tmp_path, "a.csv")
    with pytest.raises(StoppedError):
        export(filled, request, report=stop_at_once)
    manifest = json.loads(request.manifest.read_text("utf-8"))
    request.manifest.write_text(json.dumps(manifest | {"columns": manifest["columns"][:-1]}), "utf-8")
    with pytest.raises(ExportError, match="holds another export"):
        export(filled, request)


def test_csv_for_excel_is_marked_and_holds_no_formula(filled, tmp_path):
    filled.articles.update_one({"_id": f"{ROWS - 1:032x}"}, {"$set": {"byline.reporters.0": "=1+1"}})
    request = request_for(tmp_path, "a.csv", for_excel=True)
    export(filled, request)
    data = request.out.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\xef\xbb\xbf") == 1
    with request.out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["body"].startswith("'=") for row in rows)
    assert [row["reporters"] for row in rows] == ["甲;乙"] * (ROWS - 1) + ["'=1+1;乙"]


def test_parquet_has_typed_columns(filled, tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    request = request_for(tmp_path, "a.parquet")
    manifest = export(filled, request)
    assert [f["rows"] for f in manifest["files"]] == [10, 10, 5]
    rows = parquet.read_table(request.out, filters=[("region", "=", "CN-SD")]).to_pylist()
    assert len(rows) == 12
    assert rows[0]["published_at"] == datetime(2026, 11, 1, 1, tzinfo=UTC)
    assert (
        rows[0]["amounts"][0] | {"text": "45亿元", "start": 2, "end": 6, "value": 4.5e9}
        == rows[0]["amounts"][0]
    )
    assert [s["code"] for s in rows[0]["stocks"]] == ["600519", "600519"]
    assert [r["candidates"] for r in rows[0]["regions"]] == [["320106"]]


@pytest.mark.parametrize("field", ["stocks", "regions", "amounts"])
def test_parquet_leaves_out_nothing_of_what_the_documents_say_of_a_mention(filled, tmp_path, field):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `parquet` is not installed")
    documented = re.findall(
        rf"^\| `{field}\.(\w+)`", (ROOT / "docs/analysts.md").read_text("utf-8"), re.MULTILINE
    )
    request = request_for(tmp_path, "a.parquet")
    export(filled, request)
    column = parquet.read_table(request.out).schema.field(field).type.value_type
    assert {column.field(n).name for n in range(column.num_fields)} == {*documented, "start", "end"} - {
        "span"
    }


def test_an_export_is_of_one_moment_whatever_is_written_meanwhile(database, tmp_path):
    database.articles.insert_many({**document(n), "_id": f"{2 * n:032x}"} for n in range(MORE_THAN_A_BATCH))
    first, last = f"{0:032x}", f"{2 * MORE_THAN_A_BATCH - 2:032x}"
    late = f"{2 * MORE_THAN_A_BATCH - 3:032x}"

    def reclean_and_crawl(_rows):
        database.articles.update_many({}, {"$set": {"title.original": "改过的标题"}})
        database.articles.delete_one({"_id": last})
        database.articles.replace_one({"_id": late}, {**document(1), "_id": late}, upsert=True)

    request = request_for(tmp_path, "a.jsonl")
    manifest = export(database, request, report=reclean_and_crawl)
    rows = {r["id"]: r["title"]["original"] for r in map(json.loads, request.out.open(encoding="utf-8"))}
    assert {first, last} <= rows.keys()
    assert late not in rows
    assert "改过的标题" not in rows.values()
    assert (manifest["matched"], manifest["rows"]) == (len(rows), len(rows))
    assert len(manifest["as_of"]) == 1


def test_an_export_longer_than_the_server_remembers_goes_on_with_a_later_moment(tmp_path):
    with embedded.start(tmp_path / "data") as server, MongoClient(server.uri, tz_aware=True) as client:
        database = client["long"]
        client.admin.command("setParameter", 1, minSnapshotHistoryWindowInSeconds=1)
        rows = MORE_THAN_A_BATCH
        database.articles.insert_many(document(n) for n in range(rows))

        def take_long(so_far):
            if so_far == ROWS_AT_ONCE["jsonl"]:
                until = time.monotonic() + 5
                while time.monotonic() < until:
                    database.articles.update_many({}, {"$set": {"section": f"{time.monotonic()}"}})

        request = request_for(tmp_path, "a.jsonl")
        manifest = export(database, request, report=take_long)
    ids = [json.loads(line)["id"] for line in request.out.open(encoding="utf-8")]
    assert ids == [document(n)["_id"] for n in range(rows)]
    assert len(manifest["as_of"]) == 2
    assert verify(request.manifest) == []


def test_two_exports_do_not_write_one_file(filled, tmp_path):
    request = request_for(tmp_path, "a.jsonl")

    def another_begins(_rows):
        with pytest.raises(ExportError, match="another export is writing it"):
            export(filled, request, restart=True)

    assert export(filled, request, report=another_begins)["rows"] == ROWS
    assert verify(request.manifest) == []
    assert {path.name for path in tmp_path.iterdir()} == {"a.jsonl", "a.jsonl.manifest.json"}


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.csv.gz", "a.parquet"])
def test_an_export_of_nothing_is_complete_and_readable(filled, tmp_path, name):
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow", reason="the extra `parquet` is not installed")
    request = request_for(tmp_path, name, query={"region": "nowhere"})
    manifest = export(filled, request)
    assert (manifest["rows"], manifest["complete"], verify(request.manifest)) == (0, True, [])


def test_the_manifest_says_query_counts_versions_and_checksums(filled, tmp_path):
    request = request_for(
        tmp_path, "a.jsonl", query={"published_at": {"$gte": datetime(2026, 11, 1, 9, tzinfo=UTC)}}
    )
    manifest = json.loads(export(filled, request) and request.manifest.read_text("utf-8"))
    assert manifest["query"] == {"published_at": {"$gte": {"$date": "2026-11-01T09:00:00Z"}}}
    assert (manifest["matched"], manifest["rows"]) == (16, 16)
    assert {"mongodb", "pymongo", "python", "table stocks"} <= set(manifest["versions"])
    [file] = manifest["files"]
    assert (file["rows"], file["bytes"], len(file["sha256"])) == (16, request.out.stat().st_size, 64)


def test_an_altered_file_is_noticed(filled, tmp_path):
    request = request_for(tmp_path, "a.jsonl")
    export(filled, request)
    request.out.write_bytes(request.out.read_bytes().replace(b"sample", b"simple", 1))
    assert verify(request.manifest) == [f"{request.out}: its content is not what was exported"]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_what_is_no_manifest_is_named(filled, tmp_path, content):
    request = request_for(tmp_path, "a.jsonl")
    request.manifest.write_text(content, "utf-8")
    for use in (lambda: verify(request.manifest), lambda: export(filled, request)):
        with pytest.raises(ExportError, match=r"a\.jsonl\.manifest\.json: not a manifest"):
            use()


def test_nothing_is_overwritten_without_being_told_to(filled, tmp_path):
    request = request_for(tmp_path, "a.jsonl")
    export(filled, request)
    with pytest.raises(ExportError, match="complete already"):
        export(filled, request)
    with pytest.raises(ExportError, match="another export"):
        export(filled, request_for(tmp_path, "a.jsonl", query={"region": "HK"}))
    (tmp_path / "b.jsonl").write_text("mine", "utf-8")
    with pytest.raises(ExportError, match="no manifest"):
        export(filled, request_for(tmp_path, "b.jsonl"))
    assert (
        export(filled, request_for(tmp_path, "a.jsonl", query={"region": "HK"}), restart=True)["rows"] == 13
    )
    mine = tmp_path / "c.parquet"
    mine.mkdir()
    (mine / "thesis.txt").write_text("mine", "utf-8")
    with pytest.raises(ExportError, match="other files"):
        export(filled, request_for(tmp_path, "c.parquet"), restart=True)


def test_a_file_shorter_than_its_manifest_is_an_error(filled, tmp_path):
    request = request_for(tmp_path, "a.jsonl")
    with pytest.raises(StoppedError):
        export(filled, request, report=stop_at_once)
    request.out.write_bytes(b"")
    with pytest.raises(ExportError, match="shorter than its manifest"):
        export(filled, request)


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.parquet.gz", "a.gz"])
def test_a_name_of_no_known_format_is_refused(name):
    with pytest.raises(UsageError, match="must end with"):
        format_of(Path(name))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.jsonl", {"form": "hans", "excel": False}),
        ("a.jsonl.gz", {"form": None, "excel": True}),
        ("a.parquet", {"form": "hant", "excel": True}),
    ],
)
def test_an_option_that_the_format_has_no_use_for_is_refused(name, options):
    command = Command()
    command.settings = Settings()
    with pytest.raises(UsageError, match=r"JSON Lines|for CSV"):
        command.run([name], Namespace(verify=False, **options))


def test_the_command_exports_with_filters_and_verifies(filled, mongodb_uri, database_name, tmp_path):
    environ = {**os.environ, "MONGODB_URI": mongodb_uri, "MONGODB_DATABASE": database_name}
    out = tmp_path / "sd.jsonl.gz"

    def scrapy(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "scrapy", "export", *arguments],
            env=environ, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    done = scrapy(str(out), "--region", "CN", "--since", "2026-11-01", "--query", '{"revision": 0}')
    assert done.returncode == 0, done.stderr
    with gzip.open(out, "rt", encoding="utf-8") as file:
        assert {json.loads(line)["region"] for line in file} == {"CN-SD"}
    assert scrapy(str(out), "--verify").returncode == 0
    assert scrapy(str(out)).returncode == 1
    assert scrapy(str(tmp_path / "x.jsonl"), "--query", "[1]").returncode == 2
    wrong = scrapy(str(tmp_path / "x.jsonl"), "--query", '{"$bogus": 1}')
    assert wrong.returncode == 2
    assert "$bogus" in wrong.stderr
    assert "Traceback" not in wrong.stderr
