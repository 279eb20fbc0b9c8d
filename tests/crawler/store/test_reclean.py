from datetime import timedelta

import pytest
from scrapy.settings import Settings

import crawler.settings
from crawler.items import Article, Draft, Fragment
from crawler.spam import restore
from crawler.store.judged import to_span
from crawler.store.reclean import Difference, commit, rollback
from crawler.store.rederive import Rederiver

SPAM = "【重磅】股市内幕消息抢先看，添加老师微信号：gupiao8899，免费领取三只涨停牛股，名额有限！"
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
