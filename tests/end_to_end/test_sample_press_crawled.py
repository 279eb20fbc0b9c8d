"""What is in the database after a crawl of the whole sample press, case by case of its manifest."""

import re
from pathlib import Path

import pytest

from crawler.sample_press import SamplePress
from crawler.sample_press.content import Spam

MANIFEST = SamplePress()
KEYS = [expected.story.key for expected in MANIFEST.expected]


def expected_of(crawl, key):
    return next(expected for expected in crawl.press.expected if expected.story.key == key)


def key_of(special):
    return next(expected.story.key for expected in MANIFEST.expected if expected.story.special == special)


def keys_where(predicate):
    return [expected.story.key for expected in MANIFEST.expected if predicate(expected)]


def restored(text, spans):
    """Put cut spans back where their offsets say."""
    for span in sorted(spans, key=lambda span: span["start"]):
        text = text[: span["start"]] + span["text"] + text[span["start"] :]
    return text


@pytest.mark.parametrize("key", KEYS)
def test_title_paragraphs_and_names_are_as_published(crawl, key):
    expected, article = expected_of(crawl, key), crawl.article(key)
    assert article is not None, f"{expected.url} was not stored"
    assert article["title"]["original"] == expected.title
    assert article["paragraphs"] == expected.paragraphs
    assert (article["kicker"], article["subtitle"]) == (expected.story.kicker, expected.story.subtitle)
    assert article["byline"]["reporters"] == expected.story.reporters
    assert article["byline"]["correspondents"] == expected.story.correspondents
    assert article["byline"]["editors"] == expected.story.editors
    assert article["source"]["name"] == expected.story.source
    assert (article["site"], article["outlet"]) == (expected.spider, expected.outlet)


@pytest.mark.parametrize("key", keys_where(lambda e: e.story.special != "relative"))
def test_publication_time_is_the_stated_one_to_the_stated_precision(crawl, key):
    expected, article = expected_of(crawl, key), crawl.article(key)
    assert article["published_at"] == expected.published_at
    assert article["published"]["precision"] == expected.precision


@pytest.mark.parametrize("key", keys_where(lambda e: e.story.special == "relative"))
def test_relative_dates_count_from_the_fetch_and_say_so(crawl, key):
    article, story = crawl.article(key), expected_of(crawl, key).story
    age = (article["fetched_at"] - article["published_at"]).total_seconds() / 60
    assert story.age_minutes <= age < story.age_minutes + 1
    assert "relative" in article["published"]["inferred"]
    assert article["published"]["precision"] == "minute"


def test_a_yearless_date_gets_the_year_and_says_so(crawl):
    assert crawl.article(key_of("yearless"))["published"]["inferred"] == ["year"]


@pytest.mark.parametrize("key", KEYS)
def test_clean_text_and_cut_spans_give_the_published_text(crawl, key):
    article = crawl.article(key)
    cut = [s for s in crawl.spans(key) if s["field"] == "body" and s["state"] in ("cut", "confirmed")]
    whole = restored(article["body"]["original"], cut)
    for span in cut:
        assert whole[span["start"] : span["end"]] == span["text"]
    assert len(whole) == len(article["body"]["original"]) + sum(len(span["text"]) for span in cut)


@pytest.mark.parametrize("key", keys_where(lambda e: not e.spam))
def test_nothing_is_cut_from_clean_pages(crawl, key):
    assert [span["text"] for span in crawl.spans(key) if span["state"] == "cut"] == []


@pytest.mark.parametrize("key", keys_where(lambda e: e.spam))
def test_injected_text_is_cut_and_on_record(crawl, key):
    expected, article = expected_of(crawl, key), crawl.article(key)
    cut = "".join(span["text"] for span in crawl.spans(key) if span["state"] == "cut")
    for form in ("original", "hans", "hant"):
        assert not [piece for piece in expected.spam if piece in article["body"][form]]
    assert [piece for piece in expected.spam if piece not in cut] == []
    assert article["spam"]["hacked"] is True
    assert article["spam"]["spans"] > 0


def test_hidden_spam_is_told_as_hidden(crawl):
    assert {s["kind"] for s in crawl.spans(key_of("hidden_spam")) if s["state"] == "cut"} == {"hidden_text"}


def test_hacked_page_keeps_no_furniture(crawl):
    text = crawl.article(key_of("hacked"))["body"]["original"]
    for furniture in (
        "我的位置",
        "責任編輯",
        "評論",
        "驗證碼",
        "友情鏈接",
        "版权所有",
        Spam().texts["tail_label"].strip(),
    ):
        assert furniture not in text


@pytest.mark.parametrize("key", KEYS)
def test_script_is_detected_and_both_forms_are_there(crawl, key):
    story, article = expected_of(crawl, key).story, crawl.article(key)
    assert article["script"]["detected"] == story.script
    assert article["script"]["machine_converted"] is story.machine_converted
    assert article["script"]["converter"]["library"] == "OpenCC"
    for name in ("title", "body"):
        assert all(article[name][form] for form in ("original", "hans", "hant"))
    assert article["title"]["hans" if story.script == "hans" else "original"] == story.title


@pytest.mark.parametrize(
    ("key", "encoding"),
    [(key, "gb18030") for key in KEYS if key.startswith("content_10")]
    + [("60502", "big5hkscs"), ("60503", "big5hkscs"), ("30209", "utf-8")],
)
def test_pages_decode_whatever_they_and_their_server_declare(crawl, key, encoding):
    extraction = crawl.article(key)["extraction"]
    assert (extraction["encoding"], extraction["mojibake"]) == (encoding, 0)


def test_an_article_over_three_pages_is_one_and_its_paging_loop_ends(crawl):
    key = key_of("multi_page")
    first = crawl.press.urls[key]
    assert crawl.database.articles.count_documents({"url": {"$regex": f"{key}"}}) == 1
    for url in (first, first.replace(".html", "_2.html"), first.replace(".html", "_3.html")):
        assert crawl.press.hits[url] == 1
    assert crawl.article(key)["is_partial"] is False


def test_a_syndicated_copy_is_clustered_with_the_first_to_print_it(crawl):
    first, copy = crawl.article(key_of("syndicated")), crawl.article(key_of("syndicated_copy"))
    assert copy["duplicates"]["cluster"] == first["duplicates"]["cluster"]
    assert copy["duplicates"]["original"] == first["_id"]
    others = crawl.database.articles.count_documents({"duplicates.cluster": copy["duplicates"]["cluster"]})
    assert others == 2


def test_only_the_paywalled_teaser_is_partial(crawl):
    partial = [article["canonical_url"] for article in crawl.database.articles.find({"is_partial": True})]
    assert partial == [crawl.press.urls[key_of("paywalled")]]


def test_a_page_that_failed_once_was_asked_again(crawl):
    assert crawl.press.hits[crawl.press.urls[key_of("heals")]] == 2


@pytest.mark.parametrize(("url", "reason"), [(r.url, r.reason) for r in MANIFEST.rejected])
def test_what_gave_no_article_is_set_aside_with_the_reason(crawl, url, reason):
    rejected = crawl.database.rejected_items.find_one({"canonical_url": url})
    assert rejected is not None
    assert rejected["reason"] == reason
    assert crawl.database.articles.find_one({"canonical_url": url}) is None


def test_nothing_else_is_set_aside_and_nothing_else_is_stored(crawl):
    assert crawl.database.articles.count_documents({}) == len(crawl.press.expected)
    assert crawl.database.rejected_items.count_documents({}) == len(crawl.press.rejected)


def test_closed_pages_are_never_asked_for_and_robots_always_are(crawl):
    assert [url for url in crawl.press.forbidden if crawl.press.hits[url]] == []
    hosts = {expected.url.split("/")[2] for expected in crawl.press.expected}
    assert all(crawl.press.hits[f"http://{host}/robots.txt"] for host in hosts)


def test_a_huge_page_is_not_fetched_whole(crawl):
    huge = next(r.url for r in crawl.press.rejected if r.reason == "too_large")
    run = crawl.database.runs.find_one({"site": "sample_haiyu"})
    assert crawl.press.hits[huge] == 1
    assert run["stats"]["downloader/response_bytes"] < 2_000_000


def test_every_crawl_left_a_run(crawl):
    runs = {run["site"]: run for run in crawl.database.runs.find()}
    assert set(runs) == set(crawl.press.spiders)
    for run in runs.values():
        assert (run["state"], run["reason"], run["exit_code"]) == ("finished", "finished", 0)
        assert {"scrapy", "pymongo", "OpenCC"} <= set(run["versions"])


def test_crawlall_sums_up(crawl):
    stored, aside = len(crawl.press.expected), len(crawl.press.rejected)
    assert f"6 of 6 sites crawled, 0 failed: {stored} new, 0 edited, 0 unchanged, {aside} set aside" in (
        crawl.done.stdout
    )


def test_the_analysts_questions_find_something_here_but_for_those_the_document_names(crawl):
    text = (Path(__file__).parents[2] / "docs/analysts.md").read_text("utf-8")
    said = re.search(r"The sample press.*?: ([^:]*?)\s+find nothing there", text, re.DOTALL)[1]
    named = set()
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", said):
        named |= set(range(int(first), int(last or first) + 1))
    empty = set()
    for number, code in re.findall(r"^### (\d+)\..+?```python\n(.*?)```", text, re.MULTILINE | re.DOTALL):
        found = {"db": crawl.database}
        exec(compile(code, f"analysts.md question {number}", "exec"), found)
        empty |= set() if found["answer"] else {int(number)}
    assert empty == named
