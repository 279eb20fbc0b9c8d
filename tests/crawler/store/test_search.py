import random
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pymongo import MongoClient
from scrapy.settings import Settings

from crawler.cleaning import Cleaner
from crawler.documents import read_documents
from crawler.items import Article, Draft, Text
from crawler.store.query import Filters, QueryError, filter_document, parse_query
from crawler.store.record import to_document
from crawler.store.schema import ensure_schema_blocking
from crawler.store.search import newest, search
from crawler.store.snippets import make_snippet
from crawler.text.search_key import fold
from pipelines.convert import ConvertPipeline

SEED = Path(__file__).parents[3] / "../shared/data/seed_article.txt"
WORDS = """
青岛 生物 科技 产业 半导体 芯片 港口 吞吐量 增长 下降 银行 贷款 余额 公司 公告 发布 市场 企业 投资 亿元
万吨 铜 铁矿石 锂 新能源 汽车 出口 关税 里程碑 皇后 后市 面粉 干散货 AI 5G 600519 3.5亿 2026 证券 台积电
帐户 账户 部分 部份 制造 与 的 在
""".split()  # noqa: SIM905
ARTICLES = [
    ("甲", "青島生物科技產業集群", "青島生物科技創新園位於市北區，由動衛中心、帆雲科技共同打造。", "hant"),
    ("乙", "半导体项目落户", "青岛的半导体产业增长12%，营收1,300万元。", "hans"),
    ("丙", "青岛半导体峰会", "会议在青岛举行，AI芯片企业参加；AI，芯片。", "hans"),
    ("丁", "招聘会", "半导体企业在青岛招聘。", "hans"),
    ("戊", "锂价上涨", "碳酸锂期货上涨，OpenAI无关，沪深300ETF下跌。", "hans"),
]


def article(name, title, body, **fields):
    made = Article(
        Draft(), id=name, canonical_url=f"http://news.example/{name}", title=Text(title), body=Text(body)
    )
    for field, value in fields.items():
        setattr(made, field, value)
    ConvertPipeline(Settings()).run(made)
    return made


@pytest.fixture(scope="module")
def store(mongodb_uri):
    """Five written articles and three hundred generated ones, half of them Traditional."""
    rng = random.Random(5)
    made = [
        article(
            name,
            title,
            body,
            site="qd" if name in "甲乙" else "other",
            region="CN-SD" if name != "戊" else "CN-SDX",
            published_at=datetime(2026, 3, 1, 15, 59, tzinfo=UTC) + timedelta(minutes=at),
            stocks=[{"code": "00700", "exchange": "HK"}] if name == "丁" else [],
            regions=[{"code": "370203"}] if name == "甲" else [],
        )
        for at, (name, title, body, _) in enumerate(ARTICLES)
    ]
    made[2].spam.spans, made[2].spam.hacked = 2, True
    for number in range(300):
        pieces = rng.choices(WORDS, k=rng.randint(20, 80))
        text = "".join(word + rng.choice(["", "", "", "，", "。\n", " "]) for word in pieces)
        title = "".join(rng.choices(WORDS, k=4))
        generated = article(f"g{number:03}", title, text, site="generated")
        if number % 2:
            generated = article(generated.id, generated.title.hant, generated.body.hant, site="generated")
        made.append(generated)
    with MongoClient(mongodb_uri, tz_aware=True) as client:
        name = f"test_search_{uuid.uuid4().hex[:12]}"  # the workers share the server
        database = client[name]
        ensure_schema_blocking(database)
        database.articles.insert_many(map(to_document, made), bypass_document_validation=True)
        yield database, {one.id: fold(f"{one.title.original}\n{one.body.original}") for one in made}
        client.drop_database(name)


def found(database, query, size=100, **options):
    names, page = [], 1
    while True:
        results = search(database, query, size=size, page=page, **options)
        names += [hit.id for hit in results.hits]
        if len(results.hits) < size:
            return names
        page += 1


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("青岛生物科技", "甲"),
        ("青島生物科技", "甲"),
        ("動衛中心", "甲"),
        ("动卫中心", "甲"),
        ("帆云科技", "甲"),
        ("半导体 青岛", "丙乙丁"),
        ("半導體\u3000青島", "丙乙丁"),
        ("半导体 青岛 -招聘", "丙乙"),
        ("半导体 青岛 －招聘 －营收", "丙"),
        ('"青岛半导体"', "丙"),
        ("“青岛半导体”", "丙"),
        ("青岛半导体", "丙"),
        ("1300万", "乙"),
        ("１，３００萬", "乙"),
        ("AI芯片", "丙"),
        ("ai", "丙"),
        ("ETF", "戊"),
        ("沪深300", "戊"),
        ("300ETF", "戊"),
        ("00ETF", ""),
        ("锂", "戊"),
        ("鋰 -AI", "戊"),
        ("峰", "丙"),
        ("价", "戊"),
        ("不存在的词", ""),
    ],
)
def test_queries_in_either_script_find_what_they_should_best_first(store, query, names):
    hits = found(store[0], query, filters=None)
    written = [name for name in hits if not name.startswith("g")]
    assert sorted(written) == sorted(names)
    assert [name for name in written if name in names[:1]] == written[: len(names[:1])]


def brute_force(keys, terms, excluded=()):
    def has(key, term):
        term = fold(term)
        before = r"(?<![a-z])" if term[0].isascii() else ""
        after = r"(?![a-z])" if term[-1].isascii() else ""
        return re.search(before + re.escape(term) + after, key) is not None

    return {
        name
        for name, key in keys.items()
        if all(has(key, term) for term in terms) and not any(has(key, term) for term in excluded)
    }


def test_finds_exactly_what_a_scan_of_every_text_finds(store):
    database, keys = store
    rng = random.Random(8)
    asked = 0
    for _ in range(150):
        source = rng.choice(list(keys.values()))
        runs = re.findall(r"[㐀-鿿]+|(?<![a-z0-9.])[a-z]+(?![a-z0-9.])", source)
        terms = []
        for run in rng.sample(runs, min(len(runs), rng.randint(1, 3))):
            length = len(run) if run.isascii() else rng.randint(1, min(6, len(run)))
            start = rng.randint(0, len(run) - length)
            terms.append(run[start : start + length])
        excluded = [rng.choice(WORDS[:20])] if rng.random() < 0.3 else []
        query = " ".join([*terms, *(f"-{term}" for term in excluded)])
        assert set(found(database, query)) == brute_force(keys, terms, excluded), query
        asked += 1
    assert asked == 150


def test_pages_are_disjoint_complete_and_say_how_many(store):
    database, keys = store
    whole = found(database, "公司")
    assert len(whole) == len(set(whole)) == len(brute_force(keys, ["公司"]))
    assert found(database, "公司", size=7) == whole
    first = search(database, "公司", size=10)
    assert (first.total, first.total_exact) == (min(len(whole), 101), len(whole) <= 100)
    assert search(database, "公司", size=7, page=1000).hits == []


def test_sorts_by_date_and_lists_everything_without_a_query(store):
    database, keys = store
    names = found(database, "青岛", sort="date", filters=Filters(region="CN-SD"))
    assert names == ["丁", "丙", "乙", "甲"]
    assert set(found(database, "")) == set(keys)


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(since=date(2026, 3, 2)), "乙丙丁戊"),
        (Filters(until=date(2026, 3, 1)), "甲"),
        (Filters(since=date(2026, 3, 1), until=date(2026, 3, 1)), "甲"),
        (Filters(site="qd"), "甲乙"),
        (Filters(region="CN-SD"), "甲乙丙丁"),
        (Filters(region="cn"), "甲乙丙丁戊"),
        (Filters(stock="0700.HK"), "丁"),
        (Filters(stock="00700"), "丁"),
        (Filters(stock="00700.SH"), ""),
        (Filters(place="370200"), "甲"),
        (Filters(place="370203"), "甲"),
        (Filters(place="370204"), ""),
        (Filters(spam="cut"), "丙"),
        (Filters(spam="hacked"), "丙"),
        (Filters(script="hant", site="qd"), "甲"),
        (Filters(script="machine", site="qd"), ""),
    ],
)
def test_filters_count_local_days_and_combine_with_the_query(store, filters, names):
    assert set(found(store[0], "", filters=filters)) == set(names)
    narrowed = set(found(store[0], "青岛", filters=filters))
    assert narrowed == set(names) - {"戊"}


def test_the_calendars_ends_are_no_limits():
    assert filter_document(Filters(since=date.min, until=date.max)) == {}


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(spam="dirty"), "spam dirty: not one of clean, cut, hacked"),
        (Filters(script="latin"), "script latin"),
        (Filters(stock="*"), "stock"),
        (Filters(since=date(2026, 3, 2), until=date(2026, 3, 1)), "is after until"),
    ],
)
def test_a_filter_that_cannot_be_is_named(filters, message):
    with pytest.raises(QueryError, match=re.escape(message)):
        filter_document(filters)


def test_a_query_of_exclusions_only_and_impossible_pages_are_refused(store):
    with pytest.raises(QueryError, match="at least one term"):
        parse_query("-青岛")
    for page, size in ((0, 10), (1, 0), (1, 1000)):
        with pytest.raises(QueryError, match="pages count from 1"):
            search(store[0], "青岛", page=page, size=size)


@pytest.mark.parametrize("text", ['"', "-", '""', "$where", "a.*b", "(", "\\", "\x00", "。", '-""', "😀"])
def test_odd_queries_neither_fail_nor_reach_the_database_as_operators(store, text):
    assert isinstance(found(store[0], text), list)


@pytest.mark.parametrize(
    ("reader", "title", "body"),
    [
        (
            "hans",
            "【青岛】【生物科技】产业集群",
            "【青岛】【生物科技】创新园位于市北区，由动卫中心、帆云科技共同打造。",
        ),
        (
            "hant",
            "【青島】【生物科技】產業集群",
            "【青島】【生物科技】創新園位於市北區，由動衛中心、帆雲科技共同打造。",
        ),
    ],
)
def test_snippets_are_marked_in_the_readers_script(store, reader, title, body):
    hit = search(store[0], "青岛 生物科技", reader=reader).hits[0]
    assert hit.title.marked("【", "】") == title
    assert hit.body.marked("【", "】") == body


@pytest.mark.parametrize(
    ("query", "marked"),
    [
        ("ETF", "沪深300【ETF】涨，15G、5G"),
        ("沪深300", "【沪深300】ETF涨，15G、5G"),
        ("300ETF", "沪深【300ETF】涨，15G、5G"),
        ("00", "沪深300ETF涨，15G、5G"),
        ("5G", "沪深300ETF涨，15G、【5G】"),
    ],
)
def test_a_snippet_marks_words_and_numbers_that_are_whole(query, marked):
    snippet = make_snippet("沪深300ETF涨，15G、5G", parse_query(query).required)
    assert snippet.marked("【", "】") == marked


def test_a_snippet_shows_the_stretch_with_most_terms_and_marks_numbers_with_commas():
    text = "开头提到铜价。" + "无关的话" * 50 + "此处铜价与锌价都涨，成交1,300万吨。" + "又是无关" * 30
    snippet = make_snippet(text, parse_query("铜价 锌价 1300万").required)
    assert "【铜价】与【锌价】都涨，成交【1,300万】吨" in snippet.marked("【", "】")
    assert snippet.text.startswith("…")
    assert snippet.text.endswith("…")
    assert len(snippet.text) <= 82


def test_a_sign_that_is_no_letter_is_marked_as_it_stands():
    snippet = make_snippet("型号\ue5f1甲", parse_query("\ue5f1").required)
    assert snippet.marked("【", "】") == "型号【\ue5f1】甲"


def test_the_first_block_of_a_common_term_is_read_not_every_posting(store):
    database, _ = store
    plan = database.articles.find({"$text": {"$search": "公司"}}, {"search_title": 1}).limit(5).explain()
    assert plan["executionStats"]["totalKeysExamined"] <= 6
    assert "SORT" not in str(plan["queryPlanner"]["winningPlan"])


@pytest.mark.parametrize("region", ["CN-SD", "CN"])
def test_a_filter_by_time_region_or_site_reads_index_entries_not_articles(store, region):
    conditions = filter_document(Filters(since=date(2026, 3, 2), region=region, site="other"))
    plan = store[0].articles.find(conditions | {"$text": {"$search": "青岛"}}).explain()
    assert plan["executionStats"]["totalDocsExamined"] <= 2 * plan["executionStats"]["nReturned"]
    assert plan["executionStats"]["totalKeysExamined"] > 10


def test_equally_good_hits_come_newest_first(store):
    database, _ = store
    made = [
        article(
            f"twin{day}",
            "孪生报道",
            "相同的正文。",
            site="twins",
            published_at=datetime(2026, 4, day, tzinfo=UTC),
        )
        for day in (2, 3, 1)
    ]
    database.articles.insert_many(map(to_document, made), bypass_document_validation=True)
    assert found(database, "孪生") == ["twin3", "twin2", "twin1"]
    database.articles.delete_many({"site": "twins"})


def test_an_index_of_an_older_definition_is_made_again(store):
    database, _ = store
    database.articles.drop_index("search")
    database.articles.create_index([("search_title", "text")], name="search", default_language="none")
    ensure_schema_blocking(database)
    assert list(database.articles.index_information()["search"]["weights"]) == [
        "search_terms",
        "search_title",
    ]
    assert found(database, "动卫中心") == ["甲"]


def test_the_index_answers_phrases_of_folded_pairs_in_the_shell(store):
    rows = store[0].articles.find({"$text": {"$search": '"半导 导体 体峰" 青岛'}})
    assert [row["_id"] for row in rows] == ["丙"]


@pytest.mark.skipif(not SEED.is_file(), reason="the seed article is not here")
@pytest.mark.parametrize("query", ["青岛生物科技", "青島生物科技", "動衛中心", "动卫中心 -澳门"])
def test_the_seed_is_found_in_either_script_and_not_by_the_spam_cut_out_of_it(store, query):
    database, _ = store
    settings = Settings()
    settings.setmodule("crawler.settings")
    cleaned = Cleaner(settings, site={"site": "seed"}).clean(next(read_documents(str(SEED))))
    cleaned.id = cleaned.canonical_url = "seed"
    database.articles.replace_one(
        {"_id": "seed"}, to_document(cleaned), upsert=True, bypass_document_validation=True
    )
    assert "seed" in found(database, query)
    spam = max((span.text for span in cleaned.spam_spans), key=len)
    assert "seed" not in found(database, f'"{re.findall("[㐀-鿿]{6,}", spam)[0]}"')
    database.articles.delete_one({"_id": "seed"})


@pytest.mark.parametrize(
    "filters", [Filters(), Filters(site="s"), Filters(since=date(2026, 3, 1), spam="hacked")]
)
def test_a_list_walked_page_by_page_names_every_article_once_and_the_undated_last(database, filters):
    ensure_schema_blocking(database)
    database.command("collMod", "articles", validator={})
    at = [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, 1, 2, 3, 456000, tzinfo=UTC), None]
    database.articles.insert_many(
        {
            "_id": f"a{n:02}",
            "canonical_url": str(n),
            "site": "st"[n % 2],
            "published_at": at[n % 3],
            "spam": {"hacked": n % 5 < 4},
        }
        for n in range(40)
    )
    conditions = filter_document(filters)
    order = database.articles.find(conditions, {"_id": 1}).sort([("published_at", -1), ("_id", 1)])
    expected, walked, start = [row["_id"] for row in order], [], ""
    while True:
        hits, start = newest(database, filters, start, size=3)
        walked += [hit.id for hit in hits]
        if not start:
            break
    assert walked == expected
