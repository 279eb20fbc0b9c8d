import asyncio
from dataclasses import fields
from datetime import timedelta

import pytest
from pymongo import AsyncMongoClient
from scrapy.http import Response
from scrapy.settings import Settings

import crawler.settings
from crawler.archive import ArchiveWriter
from crawler.commands.reclean import with_progress
from crawler.families.papers import papers
from crawler.items import Article, Draft, Fragment, Rejection, Script, Spam, SpamSpan
from crawler.spam import restore
from crawler.store.connection import OPTIONS
from crawler.store.duplicates import settle_pending
from crawler.store.incoming import incoming
from crawler.store.judged import to_span
from crawler.store.moves import accept, rollback, set_aside
from crawler.store.reclean import Difference, commit
from crawler.store.rederive import Rederived, Rederiver, doubt_new
from crawler.text.convert import to_hant

SPAM = "专业代开增值税发票，真票可验，点数优惠，加财务微信号：fapiao8899"
LINES = [
    "青岛港3月1日公布，一季度完成货物吞吐量1.7亿吨，同比增长3.5%。",
    "公司表示，集装箱业务是增长的主要来源，山东口岸出口结构持续优化。",
]


@pytest.fixture
def rederiver():
    settings = Settings()
    settings.setmodule(crawler.settings)
    return Rederiver(settings, "")


@pytest.fixture
def stored_raw(rederiver, store, database, make_article):
    """An article stored before there were rules: nothing cut, nothing converted."""
    text = "\n".join([*LINES, SPAM])
    draft = Draft(url="http://news.example/port.html", title="青岛港一季度吞吐量增长")
    draft.fragments = [Fragment(n, line) for n, line in enumerate(text.split("\n"))]
    article = make_article("port", text, draft=draft, published_at=make_article().fetched_at)
    article.title.original = draft.title
    store(article)
    return database.articles.find_one({"_id": "port"})


def recleaned(rederiver, database, key="port"):
    stored = database.articles.find_one({"_id": key})
    spans = list(database.spam_spans.find({"article": key}))
    return stored, spans, rederiver.rederive(stored, spans)


def test_todays_rules_reach_old_articles_and_can_be_taken_back(rederiver, stored_raw, database):
    before = list(database.articles.find()), list(database.spam_spans.find())
    stored, spans, result = recleaned(rederiver, database)
    difference = Difference()
    assert difference.add(stored, spans, result)
    assert "body.original" in difference.by_field
    assert any(rule.startswith("+") for rule in difference.by_rule)
    assert commit(database, "run1", [(stored, result)]) == 1

    now = database.articles.find_one()
    cuts = list(database.spam_spans.find())
    assert "微信" not in now["body"]["original"]
    assert restore(now["body"]["original"], [to_span(s) for s in cuts]) == stored_raw["body"]["original"]
    assert (now["first_seen_at"], now["fetched_at"]) == (stored["first_seen_at"], stored["fetched_at"])
    assert now["extraction"]["rules_version"]

    assert rollback(database, "run1") == (1, 0)
    assert (list(database.articles.find()), list(database.spam_spans.find())) == before
    with pytest.raises(KeyError):
        rollback(database, "run1")


def test_spans_of_a_backup_from_before_they_had_a_site_get_it_when_they_come_back(
    rederiver, stored_raw, database
):
    stored, _, result = recleaned(rederiver, database)
    commit(database, "run1", [(stored, result)])
    old = {**database.spam_spans.find_one(), "site": "sample"}
    backup = [{name: value for name, value in old.items() if name != "site"}]
    database.reclean_backups.update_one({}, {"$set": {"spans": backup}})
    assert rollback(database, "run1") == (1, 0)
    assert list(database.spam_spans.find()) == [old]


def test_a_second_run_by_the_same_rules_changes_nothing(rederiver, stored_raw, database):
    stored, _, result = recleaned(rederiver, database)
    commit(database, "run1", [(stored, result)])
    assert not Difference().add(*recleaned(rederiver, database))


def test_what_an_analyst_restored_is_not_cut_again(rederiver, stored_raw, database):
    stored, _, result = recleaned(rederiver, database)
    commit(database, "run1", [(stored, result)])
    database.spam_spans.update_many({}, {"$set": {"state": "restored", "reviewed_by": "li"}})
    database.articles.update_one({}, {"$set": {"body.original": stored_raw["body"]["original"]}})
    stored, _, result = recleaned(rederiver, database)
    assert result.new.document["body"]["original"] == stored_raw["body"]["original"]
    commit(database, "run2", [(stored, result)])
    assert {(s["state"], s["reviewed_by"]) for s in database.spam_spans.find()} == {("restored", "li")}


def test_a_recrawl_of_the_same_page_leaves_what_an_analyst_restored(store, database, make_article):
    first = make_article(text="第一段。", spam="加微信")
    store(first)
    database.spam_spans.update_one({}, {"$set": {"state": "restored"}})
    database.articles.update_one({}, {"$set": {"body.original": "第一段。加微信"}})
    again = make_article(text="第一段。", spam="加微信", at=first.fetched_at + timedelta(hours=1))
    assert store(again) == ["unchanged"]
    assert database.articles.find_one()["body"]["original"] == "第一段。加微信"


def test_an_article_that_changed_meanwhile_is_left_alone(rederiver, stored_raw, database):
    stored, _, result = recleaned(rederiver, database)
    database.articles.update_one({}, {"$set": {"section": "港口"}})
    assert commit(database, "run1", [(stored, result)]) == 0


def test_cuts_that_rest_on_the_pages_make_up_stay(rederiver, store, database, make_article):
    hidden = "隐藏的一句"  # nothing in the words says so: the page's style did
    text = "\n".join(LINES)
    article: Article = make_article("hidden", text, spam=hidden)
    article.draft.fragments = [Fragment(0, text + hidden)]
    article.spam_spans[0].kind = "hidden_text"
    store(article)
    _, _, result = recleaned(rederiver, database, "hidden")
    assert hidden not in result.new.document["body"]["original"]
    assert [s["kind"] for s in result.new.spans] == ["hidden_text"]


@pytest.mark.parametrize(
    ("kind", "rules", "stays"),
    [("inline_clause", "older", False), ("inline_clause", "same", True), ("hidden_text", "older", True)],
)
def test_a_cut_that_better_rules_do_not_make_is_taken_back(
    rederiver, store, database, make_article, kind, rules, stays
):
    falsely_cut = "这一季度的数字好于市场预期。"
    text = "\n".join(LINES)
    article = make_article("port", text, spam=falsely_cut)
    article.draft.fragments = [Fragment(n, line) for n, line in enumerate((text + falsely_cut).split("\n"))]
    article.spam_spans[0].kind = kind
    store(article)
    if rules == "older":
        database.articles.update_one({}, {"$set": {"extraction.rules_version": "older"}})
    _, _, result = recleaned(rederiver, database)
    assert (falsely_cut not in result.new.document["body"]["original"]) == stays
    assert [s["kind"] for s in result.new.spans] == [kind] * stays


@pytest.mark.parametrize(("same_rules", "left"), [(True, []), (False, ["flagged"])])
def test_without_the_page_only_what_leaves_no_doubt_is_cut_anew(make_article, same_rules, left):
    def span(start, score):
        return SpamSpan("body", start, start + 2, "甲乙", "inline_clause", score, "inline_clause@3")

    article = make_article("port", "甲乙" * 10)
    article.spam_spans = [span(0, 0.9), span(4, 0.9), span(8, 0.98)]
    doubt_new(article, [vars_of(span(1, 0.6))], 0.97, same_rules=same_rules)
    assert [s.state for s in article.spam_spans] == ["cut", *left, "cut"]


def vars_of(span):
    """Return a span as ``spam_spans`` has it."""
    return {field.name: getattr(span, field.name) for field in fields(span)}


def test_what_was_found_outside_the_article_stays_and_so_does_that_the_page_is_hacked(
    rederiver, store, database, make_article
):
    store(with_block(make_article))
    stored, spans, result = recleaned(rederiver, database)
    assert result.new.document["spam"] == stored["spam"]
    commit(database, "run1", [(stored, result)])
    assert list(database.spam_spans.find()) == spans


def with_block(make_article):
    """Return an article whose page has a block of injected links beside the text."""
    article = make_article("port", "\n".join(LINES), title="青岛港一季度吞吐量增长")
    article.draft.fragments = [Fragment(n, line) for n, line in enumerate(LINES)]
    article.spam_spans = [SpamSpan("page", 300, 312, "赌场开户|棋牌送彩金", "link_block", 0.99, "lists@1")]
    article.spam = Spam(1, 10, ["link_block"], hacked=True)
    return article


def test_an_article_that_is_too_short_to_compare_now_has_no_doubles(rederiver, stored_raw, database):
    stored, _, result = recleaned(rederiver, database)
    assert result.new.fingerprint
    commit(database, "run1", [(stored, result)])
    assert database.fingerprints.find_one()["bands"]
    stored, _, result = recleaned(rederiver, database)
    result.new.fingerprint = b""
    commit(database, "run2", [(stored, result)])
    assert database.fingerprints.find_one()["bands"] == []


# ── Dead letters, and articles that today's rules would not take ─────────────────────────────────

TEXT = "\n".join(LINES)


@pytest.fixture
def settled(mongodb_uri):
    """Settle clusters, as the next crawl does when it starts."""

    def run(database):
        async def go():
            async with AsyncMongoClient(mongodb_uri, **OPTIONS) as client:
                await settle_pending(client, client[database.name])

        asyncio.run(go())

    return run


def everything(database):
    names = ("articles", "spam_spans", "rejected_items", "visits")
    found = {name: sorted(database[name].find(), key=lambda d: d["_id"]) for name in names}
    for article in found["articles"]:
        article.pop("duplicates")  # settled when the next crawl starts
    return found


def clusters(database):
    return {article["_id"]: article["duplicates"].get("cluster") for article in database.articles.find()}


def dead_letter(store, database, make_article, text=TEXT, reason="no_body", step="validate"):
    article = make_article("letter", text, title="青岛港一季度吞吐量增长", rejection=Rejection(reason, step))
    article.draft.fragments = [Fragment(n, line) for n, line in enumerate(text.split("\n"))]
    store(article)
    return database.rejected_items.find_one({"_id": "letter"})


def test_a_dead_letter_that_todays_rules_take_becomes_an_article_and_can_be_taken_back(
    rederiver, store, database, make_article
):
    letter = dead_letter(store, database, make_article, f"{TEXT}\n{SPAM}")
    before = everything(database)
    result = rederiver.rederive_rejected(letter)
    difference = Difference()
    assert difference.add_dead_letter(letter, result)
    assert difference.accepted == [("no_body", "letter", "青岛港一季度吞吐量增长")]
    assert accept(database, "run1", [(letter, result)]) == 1

    stored = database.articles.find_one()
    assert (stored["body"]["original"].strip(), stored["revision"]) == (TEXT, 0)
    assert (stored["first_seen_at"], stored["fetched_at"]) == (letter["first_seen_at"], letter["fetched_at"])
    assert database.spam_spans.count_documents({"state": "cut"}) > 0
    assert database.rejected_items.count_documents({}) == 0
    assert database.visits.find_one()["status"] == "stored"
    assert database.fingerprints.count_documents({"pending": True}) == 1

    assert rollback(database, "run1") == (1, 0)
    assert everything(database) == before
    assert database.fingerprints.count_documents({}) == 0


def test_a_dead_letter_that_still_is_none_stays(rederiver, store, database, make_article):
    letter = dead_letter(store, database, make_article, "短")
    assert not Difference().add_dead_letter(letter, rederiver.rederive_rejected(letter))


def test_a_dead_letter_whose_page_was_stored_meanwhile_is_left_alone(
    rederiver, store, database, make_article
):
    letter = dead_letter(store, database, make_article)
    store(make_article("letter", TEXT, at=letter["fetched_at"] + timedelta(hours=1)))
    before = everything(database)
    assert accept(database, "run1", [(letter, rederiver.rederive_rejected(letter))]) == 0
    assert everything(database) == before


def test_an_article_that_todays_rules_refuse_is_named_and_moves_only_on_demand(
    rederiver, store, database, make_article
):
    store(make_article("short", "短"), make_article("long", TEXT))
    before = everything(database)
    stored, spans, result = recleaned(rederiver, database, "short")
    difference = Difference()
    assert not difference.add(stored, spans, result)
    assert [(key, title) for _, key, title in difference.refused] == [("short", "标题short")]
    assert commit(database, "run1", [(stored, result)]) == 0
    assert everything(database) == before

    assert set_aside(database, "run1", [(stored, result)]) == 1
    assert [d["_id"] for d in database.articles.find()] == ["long"]
    letter = database.rejected_items.find_one()
    assert (letter["_id"], letter["reason"]) == ("short", result.reason)
    assert letter["body"]["original"] == "短"

    assert rollback(database, "run1") == (1, 0)
    assert everything(database) == before


def test_taking_a_run_back_stops_at_no_article_whose_address_another_one_has_by_now(
    rederiver, store, database, make_article
):
    store(make_article("brief", "短"), make_article("short", "短"))
    batch = [
        (stored, result)
        for stored, _, result in (recleaned(rederiver, database, key) for key in ("brief", "short"))
    ]
    assert set_aside(database, "run1", batch) == 2
    store(make_article("other", TEXT, canonical_url="http://news.example/brief.html"))
    assert rollback(database, "run1") == (1, 1)
    assert sorted(d["_id"] for d in database.articles.find()) == ["other", "short"]
    assert [d["_id"] for d in database.rejected_items.find()] == ["brief"]


def test_what_is_left_of_a_cluster_is_settled_without_the_article_taken_out(
    store, database, make_article, settled
):
    text = "".join(f"第{n}条消息说的是港口，吞吐量为{n * 37}吨。" for n in range(30))
    articles = [make_article(name, text, title="短") for name in ("a", "b", "c")]
    store(*articles)
    assert clusters(database) == dict.fromkeys("abc", "a")
    stored = database.articles.find_one({"_id": "a"})
    refused = make_article("a", text, rejection=Rejection("doorway", "despam"))
    assert set_aside(database, "run1", [(stored, Rederived("a", None, "doorway", incoming(refused)))]) == 1
    settled(database)
    assert clusters(database) == {"b": "b", "c": "b"}
    rollback(database, "run1")
    settled(database)
    assert {a["_id"]: a["duplicates"]["cluster"] for a in database.articles.find()} == dict.fromkeys(
        "abc", "a"
    )


PAGE = """<html><head><meta charset="utf-8"><title>港口</title></head><body>
<founder-title>青岛港一季度吞吐量增长</founder-title><founder-content><p>{}</p><p>{}</p></founder-content></body></html>"""


@pytest.mark.parametrize(
    ("archived_as", "site", "source", "outlet"),
    [
        ("paper_shandongshangbao", "paper_shandongshangbao", "page", "山东商报"),
        ("paper", "paper_shandongshangbao", "page", "山东商报"),  # as older crawls wrote it
        ("site_that_is_gone", "site_that_is_gone", "stored", "样本报"),
    ],
)
def test_a_page_is_read_again_by_the_site_that_read_it_or_not_at_all(
    store, database, make_article, tmp_path, archived_as, site, source, outlet
):
    url = papers()["shandongshangbao"]["paper"] + "/html/2026-03/01/content_1.htm"
    archive = ArchiveWriter(tmp_path, archived_as)
    page = Response(url, headers={"Content-Type": "text/html"}, body=PAGE.format(*LINES).encode())
    where = archive.write(page, make_article().fetched_at, {"site": archived_as, "news": "article"})
    archive.close()
    store(make_article("port", "\n".join(LINES), site=site, archive=where))
    settings = Settings()
    settings.setmodule(crawler.settings)
    _, _, result = recleaned(Rederiver(settings, str(tmp_path)), database)
    document = result.new.document
    assert (result.reason, document["site"], document["outlet"]) == (source, site, outlet)
    assert document["body"]["original"] == "\n".join(LINES)


def test_whose_traditional_an_article_has_is_its_regions(rederiver, store, database, make_article):
    text = "电脑软件与网络市场数据，消息说，为了里面的服务。" * 4
    store(make_article("hk", text, region="HK"), make_article("tw", text, region="TW"))
    for key, region in (("hk", "HK"), ("tw", "TW")):
        _, _, result = recleaned(rederiver, database, key)
        assert result.new.document["body"]["hant"] == to_hant(text, region)
    assert to_hant(text, "HK") != to_hant(text, "TW")


def test_a_long_recleaning_says_how_far_it_is(capsys):
    difference = Difference(looked=7, dead_letters=2, changed=1)
    articles = [({}, None, Rederived("a", None, ""))] * 2
    assert list(with_progress(articles, difference)) == articles
    assert capsys.readouterr().err == ""
    assert list(with_progress(articles, difference, seconds=0)) == articles
    said = "… 7 articles, 2 dead letters looked at, 1 articles differ\n"
    assert capsys.readouterr().err == 2 * said


def test_examples_are_of_every_field_not_only_of_the_one_that_changed_everywhere(make_article):
    difference = Difference(most_examples=1)
    for name, title in (("a1", "标题"), ("a2", "标题"), ("a3", "新的标题")):
        now = incoming(make_article(name, title=title, section="港口"))
        before = now.document | {"section": "港航", "title": dict.fromkeys(now.document["title"], "标题")}
        assert difference.add(before, [], Rederived(name, now, "stored"))
    assert difference.by_field["section"] == 3
    fields_shown = [name for _, name, _, _ in difference.examples]
    assert fields_shown == ["section", "title.hans", "title.hant", "title.original"]


def test_another_version_of_what_an_article_was_made_with_is_no_difference(make_article):
    now = incoming(make_article(script=Script(converter={"version": "2"}), extraction={"tables": {"x": "2"}}))
    before = now.document | {
        "script": now.document["script"] | {"converter": {"version": "1"}},
        "extraction": {"tables": {"x": "1"}, "rules_version": "1"},
    }
    difference = Difference()
    assert not difference.add(before, [], Rederived("a1", now, "stored"))
    assert not difference.by_field
