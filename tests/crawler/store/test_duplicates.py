import asyncio
import random
import time
from datetime import timedelta

import pytest
from pymongo import AsyncMongoClient

from crawler.store import duplicates
from crawler.store.changes import differences
from crawler.store.connection import OPTIONS
from crawler.store.duplicates import bands, fingerprint, original_of, similarity, values

HOUR = timedelta(hours=1)


def words(seed, length):
    rng = random.Random(seed)
    return "".join(chr(rng.randrange(0x4E00, 0x5E00)) for _ in range(length))


STORY = words(1, 900)
EDITED = STORY[:300] + words(2, 30) + STORY[330:] + "（本报综合）"
OTHER = words(3, 900)


@pytest.mark.parametrize(
    ("a", "b", "low", "high"),
    [
        (STORY, STORY, 1.0, 1.0),
        (STORY, " ".join(STORY), 1.0, 1.0),  # layout does not count
        (STORY, EDITED, 0.8, 0.99),
        (STORY, STORY[:450] + OTHER[:450], 0.2, 0.5),
        (STORY, OTHER, 0.0, 0.1),
    ],
)
def test_similarity_is_the_share_of_common_shingles(a, b, low, high):
    assert low <= similarity(values(fingerprint(a)), values(fingerprint(b))) <= high


def test_like_texts_share_a_band_and_short_ones_have_none():
    assert set(bands(fingerprint(STORY))) & set(bands(fingerprint(EDITED)))
    assert not set(bands(fingerprint(STORY))) & set(bands(fingerprint(OTHER)))
    assert fingerprint("短讯。") == b""


def copies(make_article, at):
    first = make_article("first", STORY, published_at=at, outlet="甲报")
    second = make_article("second", EDITED, published_at=at - HOUR, outlet="乙报")
    second.source.name = "甲报"
    third = make_article("third", EDITED[:-6] + "（记者甲）", published_at=at + HOUR, outlet="丙报")
    return [first, second, third, make_article("alone", OTHER, published_at=at)]


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (1, 3, 0, 2)])
def test_clusters_do_not_depend_on_the_order_of_arrival(store, database, make_article, order):
    articles = copies(make_article, make_article().fetched_at)
    for n in order:
        store(articles[n])
    assert clusters(database) == {"first": "first", "second": "first", "third": "first", "alone": None}
    assert database.fingerprints.count_documents({"pending": True}) == 0


def clusters(database):
    return {d["_id"]: d["duplicates"].get("cluster") for d in database.articles.find()}


BRIDGE = STORY[:800] + OTHER[:100]
FAR = STORY[160:800] + OTHER[:260]


def edited(make_article, name, text, at, **fields):
    return make_article(name, text, at=at + HOUR, published_at=at, **fields)


@pytest.mark.parametrize("text", [OTHER, "全文已经删减。"])
@pytest.mark.parametrize(("name", "left"), [("first", "third"), ("second", "first"), ("third", "first")])
def test_an_article_edited_away_from_its_double_leaves_its_cluster(
    store, database, make_article, text, name, left
):
    at = make_article().fetched_at
    store(*copies(make_article, at)[:3])
    store(edited(make_article, name, text, at))
    stay = dict.fromkeys({"first", "second", "third"} - {name}, left)
    if name == "first":  # then the second credits nobody in the cluster, and was earlier
        stay = dict.fromkeys(stay, "second")
    assert clusters(database) == stay | {name: None}


def test_a_cluster_falls_apart_with_the_member_that_joined_it(store, database, make_article):
    at = make_article().fetched_at
    ends = make_article("a", STORY, published_at=at), make_article("c", FAR, published_at=at)
    store(*ends)
    assert clusters(database) == {"a": None, "c": None}
    store(make_article("b", BRIDGE, published_at=at + HOUR))
    assert clusters(database) == dict.fromkeys("abc", "a")
    store(edited(make_article, "b", OTHER, at))
    assert clusters(database) == dict.fromkeys("abc")
    store(make_article("b", BRIDGE, at=at + 2 * HOUR, published_at=at + HOUR))
    assert clusters(database) == dict.fromkeys("abc", "a")


def test_a_corrected_time_changes_who_was_first(store, database, make_article):
    at = make_article().fetched_at
    store(make_article("a", STORY, published_at=at), make_article("b", STORY, published_at=at + HOUR))
    assert clusters(database) == dict.fromkeys("ab", "a")
    store(make_article("b", STORY, at=at + HOUR, published_at=at - HOUR, title="更正"))
    assert clusters(database) == dict.fromkeys("ab", "b")


def test_what_everybody_prints_does_not_hide_another_double(store, database, make_article, monkeypatch):
    monkeypatch.setattr(duplicates, "_MOST_CANDIDATES", 5)
    monkeypatch.setattr(duplicates, "_MOST_LIKE_ONE", 3)
    at = make_article().fetched_at
    notice = [make_article(f"n{n:02}", STORY, published_at=at + n * HOUR) for n in range(20)]
    store(*notice[:10], make_article("x", OTHER, published_at=at))
    store(*notice[10:], make_article("y", OTHER, published_at=at + HOUR))
    found = clusters(database)
    assert {found[f"n{n:02}"] for n in range(20)} == {"n00"}
    assert found["x"] == found["y"] == "x"


def test_random_edits_leave_the_clusters_that_arrival_afresh_would_make(store, database, make_article):
    rng, at = random.Random(4), make_article().fetched_at
    texts = [STORY, EDITED, BRIDGE, FAR, OTHER, OTHER[:880] + STORY[:20], "短讯。"]
    now = {}
    for step in range(30):
        name = rng.choice("abcdef")
        now[name] = rng.choice(texts)
        store(make_article(name, now[name], at=at + step * HOUR, published_at=at, title=f"题{step}"))
    found = clusters(database)
    database.articles.delete_many({})
    database.fingerprints.delete_many({})
    store(*(make_article(name, text, at=at + 99 * HOUR, published_at=at) for name, text in now.items()))
    assert found == clusters(database)


def test_who_credits_another_was_not_first():
    def member(name, hour, outlet, source=""):
        return {"_id": name, "published_at": hour, "outlet": outlet, "source": {"name": source}}

    assert original_of([member("a", 9, "甲报"), member("b", 8, "乙报", "甲报")]) == "a"
    assert original_of([member("a", 9, "甲报", "甲报"), member("b", 8, "乙报")]) == "b"
    by_other_name = member("b", 8, "乙报") | {"source": {"name": "通讯社客户端", "outlet": "甲社"}}
    assert original_of([member("a", 9, "甲社"), by_other_name]) == "a"


def test_a_story_tells_delay_credit_and_edits(writer, store, database, make_article):
    import asyncio

    from crawler.store.duplicates import story

    store(*copies(make_article, make_article().fetched_at))

    async def told():
        async with writer() as w:
            return await story(w.connection.database, "third")

    rows = asyncio.run(told())
    assert [(r["article"], r["delay"], r["credited"]) for r in rows] == [
        ("first", 0.0, False),
        ("second", -3600.0, True),
        ("third", 3600.0, False),
    ]
    assert [e["kind"] for e in rows[1]["edits"]] == ["title", "text"]


@pytest.mark.parametrize(
    ("before", "after", "kinds"),
    [
        ("增长3.5%，", "增长5.3%，", ["numeric"]),
        ("增长3.5%。", "增长-3.5%。", ["text"]),
        ("营收12亿元", "营收十二亿元", ["numeric"]),
        ("甲、乙", "甲，乙 ", ["cosmetic"]),
        ("ＡＢＣ公司", "ABC公司", ["cosmetic"]),
        ("一\n二\n三", "一\n三", ["text"]),
        ("一\n二", "一\n二", []),
        ("第一段\n第二段涨1%", "第一 段\n第二段涨2%", ["cosmetic", "numeric"]),
    ],
)
def test_the_weight_of_a_change(before, after, kinds):
    changes = differences({"body": {"original": before}}, {"body": {"original": after}})
    assert [c["kind"] for c in changes] == kinds


def test_changed_names_and_times_are_told_apart():
    old = {"byline": {"reporters": ["张三"]}, "source": {"name": "甲报"}, "published_at": 1}
    new = {"byline": {"reporters": ["张珊"]}, "source": {"name": "乙报"}, "published_at": 2}
    assert [(c["field"], c["kind"]) for c in differences(old, new)] == [
        ("byline.reporters", "name"),
        ("source.name", "name"),
        ("published_at", "time"),
    ]


def test_crawls_that_begin_together_after_a_kill_settle_the_same_without_harm(
    store, make_article, database, mongodb_uri, database_name
):
    store(*(make_article(f"a{n}", STORY, title="短") for n in range(20)))

    async def settle():
        async with AsyncMongoClient(mongodb_uri, **OPTIONS) as client:
            await duplicates.settle_pending(client, client[database_name], at_once=5)

    async def go():
        await asyncio.gather(*(settle() for _ in range(3)))

    for _ in range(3):  # whether they conflict is chance, four times in five
        database.fingerprints.update_many({}, {"$set": {"pending": True}})
        database.articles.update_many({}, {"$set": {"duplicates": {}}})
        asyncio.run(go())
        assert database.fingerprints.count_documents({"pending": True}) == 0
        assert database.articles.distinct("duplicates.cluster") == ["a0"]


def test_what_changed_in_a_text_of_countless_lines_is_told_in_no_time():
    lines = ["同一行"] * 30_000
    edited = [*lines[:100], "新的一行", *lines[101:]]
    began = time.process_time()
    changes = differences(*({"body": {"original": "\n".join(text)}} for text in (lines, edited)))
    assert [(c["before"], c["after"]) for c in changes] == [("同一行", "新的一行")]
    assert len(differences(*({"body": {"original": "\n".join(text)}} for text in (lines, lines[:-2])))) == 2
    assert time.process_time() - began < 5
