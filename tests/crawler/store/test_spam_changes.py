"""A hacker is no editor: injected text that comes or goes makes no revision, and is on record as such."""

import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

import crawler.sample_press
import crawler.settings
from crawler.cleaning import Cleaner
from crawler.documents import Document

SPAM = tomllib.loads((Path(crawler.sample_press.__file__).parent / "spam.toml").read_text("utf-8"))
URL = "http://www.linlan.example/a/1.html"
AT = datetime(2026, 11, 20, 4, tzinfo=UTC)
TITLE = "青岛港一季度吞吐量增长"
LINES = [
    "青岛港3月1日公布，一季度完成货物吞吐量1.7亿吨，同比增长3.5%，其中集装箱业务是增长的主要来源。",
    "公司表示，山东口岸出口结构持续优化，企业订单充足，生产线保持满负荷运转，市场预期稳定向好。",
    "业内人士认为，随着航线加密，港口的辐射能力还会提高，全年目标有望实现。",
]
LINKS = "|".join(f'<a href="http://x{n}.example.net/">{text}</a>' for n, text in enumerate(SPAM["tail"]))
MESSAGE = "【重磅】股市内幕消息抢先看，添加老师微信号：gupiao8899，免费领取三只涨停牛股，名额有限！"


def page(lines=LINES, title=TITLE, head="", tail=""):
    text = "".join(f"<p>{line}</p>" for line in lines)
    return (
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'
        f'<div class="info">2026-11-20 09:30 来源：青岛日报</div><div class="article">{head}{text}</div>'
        f"{tail}</body></html>"
    )


HACKED = {
    "a block of links below": page(tail=f"<div>{SPAM['tail_label']}{LINKS}</div>"),
    "a block of links above": page(head=f"<p>{LINKS}</p>"),
    "hidden text": page([LINES[0], f'{LINES[1]}<span style="display:none">{SPAM["hidden_more"]}</span>']),
    "a clause in a sentence": page([LINES[0].replace("，同比", f"，{SPAM['inline']}，同比"), *LINES[1:]]),
    "a call to action": page([*LINES, MESSAGE]),
    "a brand in the title": page(title=f"{TITLE}-{SPAM['tail'][3]}"),
}


@pytest.fixture(scope="module")
def look():
    settings = Settings()
    settings.setmodule(crawler.settings)
    cleaner = Cleaner(settings, site={"site": "sample", "canonical_url": URL})

    def at(html, hours=0):
        return cleaner.clean(Document("a1", html=html.encode(), url=URL), AT + timedelta(hours=hours))

    return at


@pytest.mark.parametrize("layout", HACKED)
def test_spam_that_comes_and_goes_makes_no_revision_and_is_on_record(store, database, look, layout):
    lines = [LINES[0], LINES[1]] if layout == "hidden text" else LINES
    clean, hacked = page(lines), HACKED[layout]
    assert store(look(clean)) == ["new"]
    before = database.articles.find_one()

    assert store(look(hacked, 1)) == ["spam_changed"]
    now = database.articles.find_one()
    assert now["spam"]["spans"] > 0
    assert now["title"] == before["title"]
    assert now["body"]["original"].strip() == before["body"]["original"].strip()
    assert (now["revision"], now["first_seen_at"]) == (0, before["first_seen_at"])

    assert store(look(clean, 2)) == ["spam_changed"]
    again = database.articles.find_one()
    assert again["spam"] == before["spam"]
    assert (again["body"], again["revision"]) == (before["body"], 0)
    assert database.spam_spans.count_documents({}) == 0

    came, went = database.spam_changes.find(sort=[("at", 1)])
    assert (came["event"], went["event"]) == ("added", "removed")
    assert came["added"] == went["removed"] != []
    assert (came["hacked"], went["hacked"]) == (now["spam"]["hacked"], False)
    assert database.article_revisions.count_documents({}) == 0


def test_the_same_page_again_and_a_replay_change_nothing(store, database, look):
    for name, html in HACKED.items():
        first, hacked = look(page()), look(html, 1)
        store(first, hacked)
        before = list(database.articles.find()), list(database.spam_changes.find())
        assert store(hacked, look(html, 3)) == ["unchanged", "unchanged"], name
        assert (list(database.articles.find()), list(database.spam_changes.find())) == before
        for collection in ("articles", "spam_spans", "spam_changes", "visits"):
            database[collection].delete_many({})


def test_an_edit_beside_the_spam_is_a_revision_of_the_edit_alone(store, database, look):
    edited = HACKED["a call to action"].replace("1.7亿吨", "1.9亿吨")
    assert store(look(page()), look(edited, 1)) == ["new", "edited"]
    (revision,) = database.article_revisions.find()
    assert [(c["kind"], c["after"]) for c in revision["changes"]] == [
        ("numeric", LINES[0].replace("1.7亿吨", "1.9亿吨"))
    ]
    assert [c["event"] for c in database.spam_changes.find()] == ["added"]


def test_blocks_of_links_that_differ_on_every_visit_are_not_noted_each_time(store, database, look):
    other = HACKED["a block of links below"].replace(SPAM["tail"][0], SPAM["hidden"][0])
    assert store(look(HACKED["a block of links below"]), look(other, 1)) == ["new", "unchanged"]


def test_what_new_rules_find_outside_the_text_is_no_change_of_the_page(store, database, look):
    store(look(page()))
    database.articles.update_one({}, {"$set": {"extraction.rules_version": "older"}})
    assert store(look(HACKED["a block of links below"], 1)) == ["unchanged"]
    assert database.spam_changes.count_documents({}) == 0
