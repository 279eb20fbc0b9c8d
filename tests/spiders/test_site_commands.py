"""doctor, record, genspider and paper as people run them, against golden pages served locally."""

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.catalogue.golden import read_pages, serving
from crawler.commands.genspider import literal
from spiders.cn_sc.nbd import NbdSpider

pytestmark = pytest.mark.xdist_group("site_commands")  # one crawl serves all tests of the file
ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "sites"
SITES = ("nbd", "qdcaijing_epaper", "dahecube", "szsb", "sdsb")


@pytest.fixture(scope="module")
def address():
    """A server with some sites' golden pages, and pages for the doctor to find fault with."""
    answers = {key: answer for site in SITES for key, answer in read_pages(GOLDEN / site).items()}
    html = {"Content-Type": "text/html"}
    answers["GET", "www.guanhai.com.cn/"] = (b"<p>new design</p>", 200, html)
    guard = b"<script>var arg1='7';document.cookie='acw_sc__v2='+arg1;location.reload()</script>"
    answers["GET", "www.exmoo.com/hot"] = (guard, 200, html)
    rows = [
        {"newsId": n, "title": "港口吞吐量連增五月", "link": f"https://www.b.example/{n}"} for n in range(4)
    ]
    json_type = {"Content-Type": "application/json"}
    answers["GET", "api.a.example/list"] = (json.dumps({"data": {"list": rows}}).encode(), 200, json_type)
    with serving(answers) as where:
        yield where


def scrapy(address, *arguments):
    """Run a command against the local server; returns the finished process."""
    settings = {"HOST_MAP": json.dumps({"*": address}), "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0"}
    options = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    command = [sys.executable, "-m", "scrapy", *arguments, *options]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def test_the_doctor_tells_what_works_from_what_does_not(address, mongodb_uri, database_name, database):
    done = scrapy(
        address, "doctor", "dahecube", "guanhai", "exmoo", "jjdb", "--json",
        "-s", f"MONGODB_URI={mongodb_uri}", "-s", f"MONGODB_DATABASE={database_name}",
    )  # fmt: skip
    rows = {row["site"]: row for row in map(json.loads, done.stdout.splitlines())}
    verdicts = {site: row["verdict"] for site, row in rows.items()}
    assert verdicts == {"dahecube": "works", "guanhai": "changed", "exmoo": "blocked", "jjdb": "gone"}
    assert rows["dahecube"]["sample"]["paragraphs"] == 5
    assert rows["exmoo"]["set_aside"] == {"list/challenge": 1}
    assert rows["guanhai"]["advice"] == (
        "compare its pages with tests/sites/guanhai, mend spiders/cn_sd/guanhai.py,"
        " scrapy record guanhai --force"
    )
    assert done.returncode == 1
    kept = {document["_id"]: document for document in database.sites.find()}
    assert kept["dahecube"]["verified_at"] == kept["dahecube"]["checked_at"]
    assert not any("verified_at" in kept[site] for site in ("guanhai", "exmoo", "jjdb"))


def test_the_doctor_looks_at_papers_of_the_catalogue(address):
    done = scrapy(address, "doctor", "paper_shandongshangbao", "--json", "--no-database")
    (row,) = map(json.loads, done.stdout.splitlines())
    assert row["site"] == "paper_shandongshangbao"
    assert done.returncode == (row["verdict"] != "works")


def test_recording_keeps_the_markup_and_none_of_the_text(address, tmp_path):
    done = scrapy(address, "record", "szsb", "--to", str(tmp_path))
    assert done.returncode == 0, done.stderr
    old = json.loads((GOLDEN / "szsb" / "expected.json").read_text("utf-8"))
    new = json.loads((tmp_path / "szsb" / "expected.json").read_text("utf-8"))
    assert [len(p) for p in new["paragraphs"]] == [len(p) for p in old["paragraphs"]]
    assert {k: new[k] for k in ("url", "published_at", "site")} == {
        k: old[k] for k in ("url", "published_at", "site")
    }
    recorded = "".join(p.read_text("utf-8") for p in (tmp_path / "szsb").glob("*.html"))
    assert 'class="newsdetatit"' in recorded
    assert not [s for p in old["paragraphs"] for s in re.findall(r"[\u3400-\u9fff]{6}", p) if s in recorded]


def test_recording_a_page_no_list_names_says_so(address, tmp_path):
    done = scrapy(
        address, "record", "nbd", "https://www.nbd.com.cn/articles/2026-11-20/1.html", "--to", str(tmp_path)
    )
    assert done.returncode == 1
    assert "no article of nbd" in done.stderr


@pytest.mark.parametrize(
    ("url", "lines"),
    [
        ("http://www.qdcaijing.cn/paper/cjrb/", ["(FounderClassicSpider)", 'paper = "http://www.qdcaijing.cn/paper/cjrb"']),
        ("http://api.a.example/list", ['item_url = "link"', 'hosts = ("www.b.example",)']),
        ("https://www.nbd.com.cn/columns/2/", ["(PortalSpider)", 'body = "div.g-articl-text"']),
    ],
)  # fmt: skip
def test_a_site_file_begins_with_what_its_page_shows(address, url, lines):
    done = scrapy(address, "genspider", "some_site", url, "--region", "CN-SD", "--dry-run")
    assert done.returncode == 0, done.stderr
    assert all(line in done.stdout for line in lines), done.stdout
    assert len(done.stdout.splitlines()) <= 15
    compile(done.stdout, "some_site.py", "exec")


def test_a_pages_title_is_text_in_the_site_file_not_code(tmp_path):
    page = tmp_path / "page.html"
    title = """"+str(open('owned','w'))+"\\"""
    page.write_text(f"<html><title>{title}</title><h1>标题</h1></html>", "utf-8")
    url = 'http://a.example/x.html?"+str(1)+"'
    done = scrapy("", "genspider", "some_site", str(page), "--url", url, "--dry-run")
    (made,) = [node for node in ast.parse(done.stdout).body if isinstance(node, ast.ClassDef)]
    assigned = {line.targets[0].id: ast.literal_eval(line.value) for line in made.body}
    assert assigned["outlet"] == "+str(open('owned','w'))+"
    assert assigned["lists"].startswith("http://a.example/x.html?")


@pytest.mark.parametrize(
    "value",
    [
        ("a.example",),
        ("a.example", 'b"+evil()+"'),
        "a",
        '"+evil()+"',
        "a\\",
        '\\"+evil()+\\"',
        "a\nb",
        r"/a/\d+\.html",
    ],
)
@pytest.mark.parametrize("key", ["article_url", "body"])
def test_an_attribute_is_written_as_what_it_is(key, value):
    assert ast.literal_eval(literal(key, value)) == value


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("crawl", "paper", "-a", "id=深圳商"), "shenzhenshangbao"),
        (("crawl", "nosuch"), "nosuch: no such spider"),
        (("doctor", "nosuch"), "nosuch: no such spider"),
        (("doctor", "paper"), "paper: no site of its own"),
        (("doctor", "szsb", "--articles", "0"), "--articles 0: at least 1"),
        (("record", "szsb"), "--force replaces it"),
        (("record", "paper_shandongshangbao"), "paper_shandongshangbao: a row of the catalogue"),
        (("genspider", "21x", "http://a.example/"), "a letter first"),
        (
            ("genspider", "some_site", "http://a.example/none"),
            "http://a.example/none could not be read: http_404",
        ),
    ],
)
def test_what_cannot_be_done_is_said_plainly(address, arguments, message):
    done = scrapy(address, *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"since": "yesterday"}, "-a since=yesterday: not a day"),
        ({"sinse": "2026-11-20"}, "-a sinse=…: no such argument"),
        ({"since": "2026-11-20", "date": "2026-11-20"}, "not both"),
        ({"limit": "many"}, "-a limit=many: not a number"),
        ({"urls": "/1.html"}, "-a urls=/1.html: not an absolute http(s) URL"),
        ({"urls": "http://["}, "-a urls=http://[: "),
        ({"urls": "http://a.example/1.html"}, "of another site than nbd.com.cn"),
    ],
)
def test_arguments_a_spider_refuses(arguments, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        NbdSpider(**arguments)


def test_named_articles_are_crawled_and_a_comma_may_be_part_of_an_address(
    address, mongodb_uri, database_name, database
):
    (page,) = [
        p for p in json.loads((GOLDEN / "nbd/site.json").read_text())["pages"] if "article" in p["file"]
    ]
    missing = "https://www.nbd.com.cn/articles/2026-11-20/1,2.html"
    scrapy(
        address, "crawl", "nbd", "-a", f"urls={page['url']},{missing}",
        "-s", f"MONGODB_URI={mongodb_uri}", "-s", f"MONGODB_DATABASE={database_name}",
    )  # fmt: skip
    assert [article["url"] for article in database.articles.find()] == [page["url"]]
    assert [(r["url"], r["reason"]) for r in database.rejected_items.find()] == [(missing, "http_404")]


@pytest.mark.parametrize(
    "named",
    [
        ("crawl", "paper", "-a", "id=shandongshangbao"),
        ("crawl", "paper_shandongshangbao"),
        ("crawlall", "--sites", "paper_shandongshangbao"),
    ],
)
def test_a_paper_of_the_catalogue_is_crawled_by_its_id_and_archived_as_its_own(
    address, mongodb_uri, database_name, database, tmp_path, named
):
    scrapy(
        address, *named, "-a", "date=2026-11-20",
        "-s", f"MONGODB_URI={mongodb_uri}", "-s", f"MONGODB_DATABASE={database_name}",
        "-s", f"ARCHIVE_DIR={tmp_path}",
    )  # fmt: skip
    (article,) = database.articles.find()
    assert (article["site"], article["outlet"]) == ("paper_shandongshangbao", "山东商报")
    assert article["archive"]["file"].startswith("paper_shandongshangbao/")
