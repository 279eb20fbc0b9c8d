"""docs/analysts.md: its queries run and answer, and it leaves no field, index, view or collection out."""

import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from crawler.enrich.amounts import find_amounts
from crawler.enrich.regions import find_regions
from crawler.enrich.stocks import find_stocks
from crawler.items import Byline, Image, Published, Script, Source, Spam, SpamSpan, Text
from crawler.store.schema import INDEXES, VALIDATORS, ensure_schema_blocking
from crawler.store.spam_changes import spam_change
from crawler.store.views import VIEWS

TEXT = (Path(__file__).parents[2] / "docs" / "analysts.md").read_text("utf-8")
QUESTIONS = re.findall(r"^### (\d+)\. (.+?)\n(.*?)```python\n(.*?)```", TEXT, re.MULTILINE | re.DOTALL)


def section(name):
    return re.search(rf"^##+ {name}\n(.*?)(?=^##+ |\Z)", TEXT, re.MULTILINE | re.DOTALL)[1]


def rows(text):
    """Return the first column of a section's table, without its quotes."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def answers(database):
    found = {}
    for number, _, _, code in QUESTIONS:
        names = {"db": database}
        exec(compile(code, f"analysts.md question {number}", "exec"), names)
        found[int(number)] = names["answer"]
    return found


def test_there_are_twenty_questions_and_more_in_order():
    assert [int(number) for number, *_ in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert len(QUESTIONS) >= 20


def test_every_question_is_answered(filled):
    found = answers(filled)
    assert [number for number, answer in found.items() if not answer] == []
    assert [a["outlet"] for a in found[1]] == ["青岛样报", "青岛样报"]
    assert len(found[2]) == 2
    assert {a["outlet"] for a in found[3]} == {"青岛样报", "香港樣報"}
    assert "贵州茅台（600519）昨日晚间" in found[4][0]
    assert found[5][0] == {"_id": {"code": "000858", "exchange": "SZ"}, "articles": 2}
    assert found[6] == [{"_id": "000858", "articles": 2}]
    assert {r["text"] for a in found[7] for r in a["regions"]} >= {"青岛市市北区", "崂山区", "胶州市"}
    assert found[9][0]["amounts"] == {"value": 1.231e11, "text": "1231亿元"}
    assert [a["amounts"][0]["text"] for a in found[10]] == ["12.3%"]
    assert {row["_id"] for row in found[11]} == {"HKD"}
    assert found[12][0][1] == "白酒龙头业绩稳健"
    assert found[14] == [("青岛样报", "白酒龙头业绩稳健", ["香港樣報"])]
    assert len(found[15]) == 3
    assert found[16][0]["changes"][0]["after"] == "港口货物吞吐量回落"
    assert "5.8亿吨" in found[17][0]["after"]
    assert found[18][0]["published"].endswith("更多内容请加本站客服")
    assert len(found[19]) == 4
    assert {row["_id"]["script"] for row in found[20]} == {"hans", "hant"}
    assert found[22] == [{"_id": "no_body", "pages": 1}]


def test_no_question_breaks_where_nothing_is_stored(database):
    ensure_schema_blocking(database)
    assert not any(answers(database).values())


def leaves(prefix, kind):
    return {f"{prefix}.{f.name}" for f in fields(kind)}


def test_every_field_of_a_stored_article_is_documented(filled):
    documented = set(rows(section("articles")))
    stored = {key for document in filled.articles.find() for key in document}
    nested = (
        leaves("title", Text) | leaves("body", Text) | leaves("byline", Byline) | leaves("source", Source)
    )
    nested |= leaves("published", Published) | leaves("script", Script) | leaves("spam", Spam)
    nested |= leaves("images", Image)
    found = {
        "stocks": find_stocks("贵州茅台（600519）"),
        "regions": [*find_regions("鼓楼区"), *find_regions("胶南市")],
        "amounts": find_amounts("同比下降约2元/股至3%，投资2—3亿元"),
    }
    nested |= {f"{name}.{key}" for name, records in found.items() for record in records for key in record}
    for name in ("duplicates", "extraction", "archive", "hashes"):
        nested |= {f"{name}.{key}" for document in filled.articles.find() for key in document.get(name, ())}
    assert sorted((stored | nested) - documented) == []
    computed = ("duplicates.", "extraction.", "archive.", "hashes.")
    assert sorted(d for d in documented - stored - nested if not d.startswith(computed)) == ["withdrawn"]


def test_cuts_and_revisions_are_documented_field_by_field(filled):
    assert set(rows(section("spam_spans"))) == {f.name for f in fields(SpamSpan)} | {"article", "site"}
    stored = {key for document in filled.article_revisions.find() for key in document} - {"_id"}
    assert stored <= set(rows(section("article_revisions")))
    clean = {"_id": "a", "site": "s", "fetched_at": 0, "body": {"original": "x"}, "spam": {"hacked": False}}
    span = {"field": "body", "start": 1, "end": 2, "text": "y", "kind": "k", "state": "cut"}
    span |= {"score": 1, "rule": "r@1"}
    noted = spam_change(clean, [], clean, [span], datetime(2026, 11, 20, tzinfo=UTC))
    assert noted.keys() - {"_id"} == set(rows(section("spam_changes")))


def test_every_index_and_collection_and_view_is_named():
    named = set(re.findall(r"^\| (\w+) \| `(\w+)` \|", section("Indexes"), re.MULTILINE))
    assert named == {(c, i.document["name"]) for c, indexes in INDEXES.items() for i in indexes}
    assert set(rows(section("Views"))) == set(VIEWS)
    assert [c for c in VALIDATORS if f"`{c}`" not in TEXT and f"### {c}\n" not in TEXT] == []


def test_views_give_the_fields_the_document_says(filled):
    for line in section("Views").splitlines():
        if match := re.match(r"\| `(\w+)` \| .* \| `([\w ]+)` \|", line):
            row = filled[match[1]].find_one()
            assert set(match[2].split()) == set(row), match[1]


@pytest.fixture
def analyst(filled, mongodb_uri):
    """The database as the user of the recipe sees it."""
    recipe = re.search(r"```python role\n(.*?)```", TEXT, re.DOTALL)[1]
    exec(compile(recipe, "analysts.md role", "exec"), {"db": filled, "password": "for-this-test"})
    parts = urlsplit(mongodb_uri)
    address = f"mongodb://analyst:for-this-test@{parts.hostname}:{parts.port}/?authSource={filled.name}"
    with MongoClient(address, directConnection=True, serverSelectionTimeoutMS=10_000) as client:
        yield client[filled.name]
    filled.command("dropUser", "analyst")


def test_the_analysts_user_reads_everything_and_writes_nothing(analyst):
    assert analyst.articles.count_documents({}) == 4
    assert analyst.articles_per_day.find_one()
    for write in (
        lambda: analyst.articles.insert_one({"_id": "x"}),
        lambda: analyst.articles.delete_many({}),
        lambda: analyst.new_collection.insert_one({}),
        lambda: analyst.client["another"].things.find_one({"_id": 1}),
    ):
        with pytest.raises(OperationFailure, match="not authorized"):
            write()


def test_the_analysts_user_searches_and_exports_but_judges_nothing(analyst, mongodb_uri, tmp_path):
    server = urlsplit(mongodb_uri)
    address = f"mongodb://analyst:for-this-test@{server.hostname}:{server.port}/?authSource={analyst.name}"
    environ = {"MONGODB_URI": address, "MONGODB_DATABASE": analyst.name, "DATA_DIR": str(tmp_path)}

    def scrapy(*arguments):
        command = [sys.executable, "-m", "scrapy", *arguments]
        return subprocess.run(command, env=os.environ | environ, capture_output=True, text=True, check=False)

    found = scrapy("search", "白酒 业绩")
    assert "白酒" in found.stdout, found.stderr
    exported = scrapy("export", str(tmp_path / "a.jsonl"))
    assert exported.stdout.startswith("4 articles"), exported.stderr
    span = analyst.spam_spans.find_one()["_id"]
    judged = scrapy("spam", "confirm", span)
    assert judged.returncode == 1
    assert "MongoDB refuses: not authorized" in judged.stderr


PLOTS = """
import matplotlib.pyplot as plt
for number in plt.get_fignums():
    print("plot:", plt.figure(number).axes[0].get_title())
"""


def run_notebook(uri, database):
    docs = Path(__file__).parents[2] / "docs"
    cells = json.loads((docs / "example_analysis.ipynb").read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    code = [cell.replace("半导体", "腾讯").replace("半導體", "騰訊") for cell in code]
    where = {"MONGODB_URI": uri, "MONGODB_DATABASE": database, "MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", "\n".join([*code, PLOTS])],
        env=os.environ | where | {"PYTHONPATH": str(docs.parent)},
        cwd=docs,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_notebook_runs_and_draws_all_its_plots(filled, mongodb_uri):
    for package in ("matplotlib", "pandas"):
        pytest.importorskip(package, reason="the extra `analysis` is not installed")
    printed = run_notebook(mongodb_uri, filled.name)
    assert "4 articles, 2026-11-20 to 2026-11-21" in printed
    assert "腾讯 1 articles, 騰訊 1; the same ones: True" in printed
    assert printed.count("plot: ") == 9

    filled.articles.update_many({}, {"$set": {"stocks": [], "regions": [], "amounts": [], "duplicates": {}}})
    printed = run_notebook(mongodb_uri, filled.name)
    assert printed.count("plot: ") + printed.count("nothing found") == 9


def test_the_notebook_is_stored_without_results():
    notebook = json.loads((Path(__file__).parents[2] / "docs" / "example_analysis.ipynb").read_text("utf-8"))
    code = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    assert [(cell["outputs"], cell["execution_count"]) for cell in code] == [([], None)] * len(code)
    assert (notebook["nbformat"], notebook["metadata"]["kernelspec"]["name"]) == (4, "python3")
