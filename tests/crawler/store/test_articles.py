import asyncio
from datetime import timedelta

import pytest

from crawler.items import Published, Rejection, Script
from crawler.spam import cut, restore
from crawler.store.incoming import incoming
from crawler.store.judged import to_span
from crawler.store.known import conditional_headers

HOUR = timedelta(hours=1)
COLLECTIONS = ("articles", "spam_spans", "article_revisions", "rejected_items", "fingerprints")


def everything(database):
    return {name: sorted(database[name].find(), key=lambda d: d["_id"]) for name in COLLECTIONS}


def test_the_same_crawl_twice_leaves_the_same_database(store, database, make_article):
    def crawl(at):
        doorway = make_article("a3", at=at)
        doorway.rejection = Rejection("doorway", "despam", "no article")
        return [make_article("a1", at=at, spam="加微信"), make_article("a2", at=at), doorway]

    first = crawl(make_article().fetched_at)
    assert store(*first) == ["new", "new", "rejected"]
    before = everything(database)
    again = crawl(first[0].fetched_at + HOUR)
    assert store(*again) == ["unchanged", "unchanged", "rejected_again"]
    after = everything(database)
    for document in (*before["rejected_items"], *after["rejected_items"]):
        document.pop("fetched_at")
    assert after == before
    assert [v["looks"] for v in database.visits.find()] == [2, 2, 2]


def test_what_is_stored_with_its_spans_gives_back_what_was_published(store, database, make_article):
    article = make_article(spam="加微信领牛股")
    store(article)
    stored = database.articles.find_one()
    spans = [to_span(row) for row in database.spam_spans.find({"article": stored["_id"]})]
    uncut = article.draft.fragments[0].text
    assert restore(stored["body"]["original"], spans) == uncut
    assert cut(uncut, spans) == stored["body"]["original"]


def test_an_edit_becomes_a_revision_that_tells_field_and_weight(store, database, make_article):
    first = make_article(text="净利润增长3.5%。\n第二段。", title="标题")
    edited = make_article(text="净利润增长5.3%。\n第二段", title="新标题", at=first.fetched_at + HOUR)
    assert store(first, edited) == ["new", "edited"]
    (revision,) = database.article_revisions.find()
    assert [(c["field"], c["kind"], c["before"], c["after"]) for c in revision["changes"]] == [
        ("title.original", "title", "标题", "新标题"),
        ("body.original", "numeric", "净利润增长3.5%。", "净利润增长5.3%。"),
        ("body.original", "cosmetic", "第二段。", "第二段"),
    ]
    stored = database.articles.find_one()
    assert (stored["revision"], stored["first_seen_at"], stored["updated_at"]) == (
        1,
        first.fetched_at,
        edited.fetched_at,
    )


def test_new_rules_on_the_same_page_are_no_edit_of_the_outlet(store, database, make_article):
    text, spam = "第一段。", "加微信"
    before = make_article(text=text + spam)
    after = make_article(text=text, spam=spam, at=before.fetched_at + HOUR)
    assert store(before, after) == ["new", "rederived"]
    assert database.article_revisions.count_documents({}) == 0
    assert database.articles.find_one()["body"]["original"] == text
    assert database.spam_spans.count_documents({}) == 1


def test_how_long_ago_is_read_once(store, database, make_article):
    def article(at, raw):
        published = Published(raw, "minute", "+08:00", ["relative"])
        made = make_article(at=at, published_at=at - HOUR, published=published)
        made.draft.published_raw = raw
        return made

    first = article(make_article().fetched_at, "1小时前")
    later = article(first.fetched_at + 30 * HOUR, "昨天")
    assert store(first, later) == ["new", "unchanged"]
    assert database.articles.find_one()["published"]["raw"] == "1小时前"


def test_a_page_that_only_a_newer_converter_has_read_since_is_unchanged(store, make_article):
    first = make_article(script=Script(converter={"version": "1"}))
    again = make_article(script=Script(converter={"version": "2"}), at=first.fetched_at + timedelta(hours=1))
    assert store(first, again) == ["new", "unchanged"]


def test_an_older_version_that_arrives_late_changes_nothing(store, database, make_article):
    now = make_article(text="现在的文字。")
    old = make_article(text="从前的文字。", at=now.fetched_at - HOUR)
    assert store(now, old) == ["new", "older"]
    assert database.articles.find_one()["body"]["original"] == "现在的文字。"


@pytest.mark.parametrize(("reason", "expected"), [("http_404", "withdrawn"), ("http_410", "withdrawn")])
def test_a_page_taken_offline_is_recorded_and_its_article_kept(
    store, database, make_article, reason, expected
):
    first = make_article()
    gone = make_article(at=first.fetched_at + HOUR, rejection=Rejection(reason, "fetch"))
    back = make_article(at=first.fetched_at + 2 * HOUR)
    assert store(first, gone, gone) == ["new", expected, "rejected_again"]
    stored = database.articles.find_one()
    assert stored["withdrawn"]["status"] == int(reason[-3:])
    assert stored["body"]["original"]
    assert store(back) == ["returned"]
    assert "withdrawn" not in database.articles.find_one()
    events = [r["event"] for r in database.article_revisions.find(sort=[("revision", 1)])]
    assert events == ["withdrawn", "returned"]


def test_a_page_fetched_before_its_article_was_withdrawn_does_not_return_it(store, database, make_article):
    first = make_article()
    gone = make_article(at=first.fetched_at + 2 * HOUR, rejection=Rejection("http_404", "fetch"))
    spooled = make_article(text="那时的文字。", at=first.fetched_at + HOUR)
    assert store(first, gone, spooled) == ["new", "withdrawn", "older"]
    assert database.articles.find_one()["withdrawn"]["status"] == 404


def set_aside(make_article, reason, name="a1", **fields):
    """Return an article whose page gave none."""
    return make_article(name, rejection=Rejection(reason, "validate"), **fields)


@pytest.mark.parametrize("reason", ["not_found", "http_410"])
def test_a_page_that_says_it_is_gone_withdraws_its_article_and_may_bring_it_back(
    store, database, make_article, reason
):
    first = make_article(etag='"1"')
    store(first)
    assert store(set_aside(make_article, reason, at=first.fetched_at + HOUR)) == ["withdrawn"]
    stored, visit = database.articles.find_one(), database.visits.find_one()
    assert stored["withdrawn"]["status"] == {"not_found": 200, "http_410": 410}[reason]
    assert stored["body"]["original"] == first.body.original
    # Asked for whole: a server that knows the old ETag would say "not modified", and it stayed withdrawn.
    assert conditional_headers(visit, first.fetched_at + HOUR) == {}
    assert store(make_article(etag='"1"', at=first.fetched_at + 2 * HOUR)) == ["returned"]
    visit = database.visits.find_one()
    assert conditional_headers(visit, first.fetched_at + 2 * HOUR) == {"If-None-Match": '"1"'}
    assert conditional_headers(visit, first.fetched_at + timedelta(days=1)) == {}  # some servers lie


@pytest.mark.parametrize("reason", ["http_404", "http_410", "not_found"])
def test_a_withdrawn_article_is_looked_at_again_in_its_turn_whatever_says_that_it_is_gone(
    store, database, make_article, reason
):
    first = make_article()
    store(first)
    rejection = Rejection(reason, "fetch" if reason.startswith("http") else "validate")
    store(*(make_article(at=first.fetched_at + n * HOUR, rejection=rejection) for n in (1, 2)))
    visit = database.visits.find_one()
    assert visit["due_at"] == first.fetched_at + 3 * HOUR
    assert visit["changed_at"] == first.fetched_at + HOUR  # the second look found what the first had


def test_a_page_that_is_no_article_today_is_looked_at_again_in_its_articles_turn(
    store, database, make_article
):
    first = make_article()
    store(first)
    assert store(set_aside(make_article, "no_text", at=first.fetched_at + HOUR)) == ["rejected_again"]
    visit = database.visits.find_one()
    assert (visit["status"], visit["due_at"]) == ("no_text", first.fetched_at + 2 * HOUR)
    assert database.articles.count_documents({}) == 1


def test_an_article_whose_address_leads_elsewhere_now_keeps_its_own_turn(store, database, make_article):
    first = make_article("story")
    store(first)
    home = set_aside(make_article, "index_page", "home", known_as=["story"], at=first.fetched_at + HOUR)
    assert store(home) == ["rejected"]
    visit = database.visits.find_one({"_id": "story"})
    assert "article" not in visit
    assert (visit["status"], visit["due_at"]) == ("moved", first.fetched_at + 2 * HOUR)
    assert visit["looks"] == 2


def test_a_challenge_does_not_take_a_stored_article_away(store, database, make_article):
    first = make_article()
    challenge = make_article(at=first.fetched_at + HOUR, rejection=Rejection("challenge", "fetch"))
    assert store(first, challenge) == ["new", "rejected_again"]
    assert database.articles.count_documents({}) == 1


def test_a_rejected_page_that_heals_becomes_an_article(store, database, make_article):
    broken = make_article(rejection=Rejection("http_500", "fetch"))
    healed = make_article(at=broken.fetched_at + HOUR)
    assert store(broken, healed) == ["rejected", "new"]
    assert database.rejected_items.count_documents({}) == 0


def test_what_an_analyst_confirmed_stays_confirmed_when_rules_change(store, database, make_article):
    first = make_article(text="第一段。", spam="加微信")
    store(first)
    database.spam_spans.update_one({}, {"$set": {"state": "confirmed", "reviewed_by": "li"}})
    again = make_article(text="第一段。", spam="加微信", at=first.fetched_at + HOUR, keywords=["港口"])
    assert store(again) == ["rederived"]
    assert database.spam_spans.find_one()["reviewed_by"] == "li"


def test_a_document_the_server_refuses_does_not_stop_its_batch(writer, database, make_article):
    articles = [make_article(f"a{n}") for n in range(20)]
    articles[7].title.original = ""  # the validator asks for a title
    articles[9].body.original = "长" * 6_000_000  # over MongoDB's 16 MB
    articles[11].canonical_url = articles[10].canonical_url

    async def go():
        async with writer() as w:
            return await asyncio.gather(*[w.save(incoming(a)) for a in articles])

    kinds = asyncio.run(go())
    assert [n for n, kind in enumerate(kinds) if kind == "poisoned"] == [7, 9, 11]
    assert database.articles.count_documents({}) == 17
    assert {d["_id"]: d["reason"] for d in database.rejected_items.find()} == dict.fromkeys(
        ("a7", "a9", "a11"), "not_storable"
    )


def test_field_names_from_outside_cannot_become_operators(store, database, make_article):
    article = make_article(extraction={"$where": "1", "a.b": {"$gt": 1}, "nul\0": 2}, section="\ud800断")
    assert store(article) == ["new"]
    stored = database.articles.find_one()
    assert stored["extraction"].pop("rules_version")
    assert stored["extraction"] == {"＄where": "1", "a．b": {"＄gt": 1}, "nul": 2}
    assert stored["section"] == "\ufffd断"


def test_two_writers_of_the_same_articles_store_each_once(writer, database, make_article):
    async def go():
        async with writer() as one, writer() as two:
            await asyncio.gather(
                *[w.save(incoming(make_article(f"a{n}"))) for n in range(60) for w in (one, two)]
            )
            return one.counted["new"] + two.counted["new"], one.counted["poisoned"] + two.counted["poisoned"]

    assert asyncio.run(go()) == (60, 0)
    assert database.articles.count_documents({}) == 60


def test_young_articles_are_looked_at_soon_old_ones_no_more(store, database, make_article):
    first = make_article()
    looks = [timedelta(hours=h) for h in (0, 5, 20, 50, 24 * 20, 24 * 40)]
    waits = []
    for age in looks:
        store(make_article(at=first.fetched_at + age))
        due = database.visits.find_one()["due_at"]
        waits.append(due and due - (first.fetched_at + age))
    assert waits == [HOUR, HOUR, 6 * HOUR, timedelta(days=1), timedelta(days=7), None]


@pytest.mark.parametrize(
    ("rejection", "waits"),
    [
        (Rejection("step_error", "despam"), [0, 0, 0]),
        (Rejection("connection_lost", "fetch"), [0, 1, 2]),
        (Rejection("no_such_host", "fetch"), [0, 1, 2]),
        (Rejection("http_503", "fetch"), [0, 1, 2]),
        (Rejection("http_429", "fetch"), [1, 2, 4]),
        (Rejection("challenge", "fetch"), [1, 2, 4]),
        (Rejection("http_404", "fetch"), [7 * 24] * 3),
        (Rejection("no_title", "validate"), [None] * 3),
    ],
    ids=lambda value: getattr(value, "reason", None),
)
def test_what_was_set_aside_is_tried_again_by_its_reason(store, database, make_article, rejection, waits):
    found = []
    for look in range(3):
        article = make_article(rejection=rejection, at=make_article().fetched_at + look * HOUR)
        store(article)
        due = database.visits.find_one()["due_at"]
        found.append(due and (due - article.fetched_at) / HOUR)
    assert found == waits


def test_what_the_network_keeps_from_us_is_tried_by_every_crawl_of_the_first_hour(
    store, database, make_article
):
    minutes = (0, 1, 3, 20, 59, 60, 121)
    waits = []
    for at in minutes:
        lost = Rejection("connection_lost", "fetch")
        store(make_article(rejection=lost, at=make_article().fetched_at + timedelta(minutes=at)))
        visit = database.visits.find_one()
        waits.append((visit["due_at"] - visit["checked_at"]) / timedelta(minutes=1))
    assert waits == [0, 0, 0, 0, 0, 60, 121]
    store(make_article(at=make_article().fetched_at + 3 * HOUR))  # it answers again
    store(make_article(rejection=lost, at=make_article().fetched_at + 4 * HOUR))
    visit = database.visits.find_one()
    assert visit["due_at"] == visit["checked_at"]


def with_a_page_lost(article, why):
    article.draft.fields["next_pages"] = f"lost: {why}"
    article.extraction = {"fields": dict(article.draft.fields)}
    article.is_partial = True
    return article


@pytest.mark.parametrize(
    ("why", "hours", "wait"),
    [("connection_lost", 0, 0), ("http_502", 0.5, 0), ("timeout", 2, 1), ("more than 20 pages", 0, 1)],
)
def test_an_article_with_a_page_lost_is_fetched_again_by_the_next_crawl(
    store, database, make_article, why, hours, wait
):
    first = make_article(text="第一页。")
    at = first.fetched_at + hours * HOUR
    store(with_a_page_lost(first, why))
    store(with_a_page_lost(make_article(text="第一页。", at=at), why))
    assert database.visits.find_one()["due_at"] - at == wait * HOUR


def test_pages_lost_are_no_edit_when_they_are_missing_nor_when_they_come_back(store, database, make_article):
    whole = "第一页。\n第二页。"
    at = [make_article().fetched_at + n * HOUR for n in range(4)]
    looks = [
        with_a_page_lost(make_article(text="第一页。", at=at[0]), "timeout"),
        make_article(text=whole, at=at[1]),
        with_a_page_lost(make_article(text="第一页。", at=at[2]), "timeout"),
        make_article(text=whole, at=at[3]),
    ]
    assert store(*looks) == ["new", "rederived", "incomplete", "unchanged"]
    assert database.articles.find_one()["body"]["original"] == whole
    assert database.article_revisions.count_documents({}) == 0
