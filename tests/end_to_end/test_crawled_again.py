"""Crawling again: nothing changes without a change, edits become revisions, an interrupted crawl goes on."""

import signal
from datetime import UTC, datetime, timedelta

import pytest

LOOKED_AT_AGAIN = {"visits": ("checked_at", "due_at", "looks", "failures", "failing_since")}
"""Collection → fields that say when somebody looked, not what there was."""


def content(database):
    """Return everything the database holds but runs, health and the times somebody looked."""
    return {
        name: sorted(
            (
                {k: v for k, v in document.items() if k not in LOOKED_AT_AGAIN.get(name, ())}
                for document in database[name].find()
            ),
            key=lambda document: str(document["_id"]),
        )
        for name in database.list_collection_names(filter={"type": "collection"})
        if name not in ("runs", "sites") and not name.startswith("system.")
    }


@pytest.fixture(scope="module")
def twice(start):
    """A press of which the e-paper is crawled three times: as it is, again, and again in full."""
    crawl = start()
    states = []
    for arguments in ((), (), ("-a", "full=1")):
        done = crawl.scrapy("crawl", "sample_linlan", *arguments)
        assert done.returncode == 0, done.stderr
        states.append((content(crawl.database), crawl.press.hits.copy()))
    return crawl, states


def test_the_same_crawl_again_leaves_the_same_database(twice):
    _, ((first, _), (second, _), (full, _)) = twice
    assert second == first
    assert full == first
    assert len(first["articles"]) == 7


def test_known_articles_are_asked_for_only_in_full(twice):
    _, ((_, first), (_, second), (_, full)) = twice
    articles = [url for url in first if "content_" in url]
    assert len(articles) == 7
    assert {url: second[url] for url in articles} == {url: first[url] for url in articles}
    assert all(full[url] == first[url] + 1 for url in articles)


def test_an_edit_becomes_a_revision_and_keeps_what_was_said_before(start):
    crawl = start()
    assert crawl.scrapy("crawl", "sample_xiling").returncode == 0
    before = crawl.article("40307")
    story = crawl.press.edit("40307", title="天府菜篮子平台上线“价格雷达”（更新）")
    assert crawl.scrapy("crawl", "sample_xiling", "-a", "full=1").returncode == 0
    after = crawl.article("40307")
    assert after["title"]["original"] == story.title
    assert (after["revision"], after["first_seen_at"]) == (1, before["first_seen_at"])
    revision = crawl.database.article_revisions.find_one({"article": before["_id"]})
    assert revision["before"]["title_original"] == before["title"]["original"]
    assert crawl.database.article_revisions.count_documents({}) == 1


def test_a_crawl_that_was_killed_on_another_machine_is_not_taken_for_running(start):
    """A list page without news may end the paging only where the crawl before came to its end."""
    crawl = start()
    hour_ago = datetime.now(UTC) - timedelta(hours=1)
    dead = {"site": "sample_gangwan", "started_at": hour_ago, "alive_at": hour_ago, "state": "running"}
    crawl.database.runs.insert_one({**dead, "_id": 1, "host": "another machine", "pid": 1, "born": ""})
    assert crawl.scrapy("crawl", "sample_gangwan", "-a", "limit=1").returncode == 0
    assert crawl.database.runs.find_one({"_id": 1})["state"] == "killed"
    done = crawl.database.runs.find_one({"_id": {"$ne": 1}})
    assert done["state"] == "finished"
    assert done["started_at"] <= done["alive_at"] <= done["finished_at"]


def test_all_articles_gone_at_once_is_no_good_crawl(start):
    """Most likely their addresses have moved: no outlet takes back all it ever printed."""
    crawl = start()
    assert crawl.scrapy("crawl", "sample_gangwan").returncode == 0
    for url in [url for url in crawl.press.urls.values() if "gangwan" in url]:
        crawl.press.fail(url, status=404, times=9)
    done = crawl.scrapy("crawl", "sample_gangwan", "-a", "full=1")
    assert done.returncode == 5
    assert "8 of them stored articles that are gone: have the addresses moved?" in done.stderr
    assert "alarm: sample_gangwan: rejects_up: 100 % of the pages were set aside" in done.stderr
    assert crawl.database.articles.count_documents({"withdrawn": {"$exists": True}}) == 8


def test_an_interrupted_crawl_resumes_and_stores_each_article_once(start, tmp_path):
    crawl = start()
    one_at_a_time = ("sample_gangwan", "-s", f"JOBDIR={tmp_path / 'job'}", "-s", "CONCURRENT_REQUESTS=1")
    for key in crawl.press.urls:
        if key.startswith("605"):
            crawl.press.delay(crawl.press.urls[key], 0.5)
    process = crawl.begin("crawl", *one_at_a_time)
    crawl.wait_until(lambda: crawl.database.articles.count_documents({}) >= 2, "nothing was stored")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    stored = crawl.database.articles.count_documents({})
    assert 2 <= stored < 8
    assert crawl.database.runs.find_one()["reason"] == "shutdown"

    done = crawl.scrapy("crawl", *one_at_a_time)
    assert done.returncode == 0, done.stderr
    assert crawl.database.articles.count_documents({}) == 8
    articles = [url for url in crawl.press.urls.values() if "gangwan" in url]
    assert all(crawl.press.hits[url] <= 2 for url in articles)
    assert (
        sum(crawl.press.hits[url] for url in articles) <= 8 + 2
    )  # at most what was on the way when it stopped


def test_what_the_sites_kept_back_several_crawls_running_is_fetched_once_they_answer(start):
    crawl = start()
    lost = [url for url in crawl.press.urls.values() if "xiling" in url][:3]
    for url in lost:
        crawl.press.fail(url, status=503, times=10**6)
    for _ in range(3):
        crawl.scrapy("crawl", "sample_xiling", "-s", "RETRY_ENABLED=False")
    reasons = {d["canonical_url"]: d["reason"] for d in crawl.database.rejected_items.find()}
    assert reasons == dict.fromkeys(lost, "http_503")
    for url in lost:
        crawl.press.fail(url, times=0)
    assert crawl.scrapy("crawl", "sample_xiling").returncode == 0
    assert crawl.database.articles.count_documents({}) == 7
    assert crawl.database.rejected_items.count_documents({}) == 0


def test_a_page_hacked_between_two_looks_is_marked_and_makes_no_revision(start):
    crawl = start()
    assert crawl.scrapy("crawl", "sample_haiyu").returncode == 0
    before = crawl.article("30210")
    assert not before["spam"]["hacked"]
    crawl.press.edit("30210", special="hacked")
    assert crawl.scrapy("crawl", "sample_haiyu", "-a", "full=1").returncode == 0
    after = crawl.article("30210")
    assert after["spam"]["hacked"]
    assert (after["revision"], after["body"]) == (0, before["body"])
    assert crawl.database.article_revisions.count_documents({}) == 0
    told = crawl.scrapy("history", after["url"]).stdout
    assert "injected text added" in told
    assert "+ link_block (page)" in told


def test_a_killed_crawl_that_goes_on_with_many_requests_at_once_obeys_robots(start, tmp_path):
    crawl = start()
    site = next(site for site in crawl.press.sites.values() if site.paper.spider == "sample_haiyu")
    job = ("sample_haiyu", "-s", f"JOBDIR={tmp_path / 'job'}")
    set_aside = [rejected.url for rejected in site.rejected if "/gongsi/" in rejected.url]
    for url in set_aside:
        crawl.press.delay(url, 60)  # the list's other articles wait in the job when the crawl is killed
    process = crawl.begin("crawl", *job, "-s", "CONCURRENT_REQUESTS=1")
    crawl.wait_until(lambda: any(crawl.press.hits[url] for url in set_aside), "no article was asked for")
    process.kill()
    process.communicate(timeout=60)
    site.robots("/neibu/", "/gongsi/")
    crawl.press.delay(site.url("/robots.txt"), 1)
    before = crawl.press.hits.copy()
    crawl.scrapy("crawl", *job)
    asked = [
        url.removeprefix(site.url("/")) for url in crawl.press.hits - before if url.startswith(site.url("/"))
    ]
    assert [path for path in asked if path.startswith(("gongsi/", "neibu/"))] == []
    assert crawl.press.hits[site.url("/robots.txt")] == 2
    closed = crawl.database.rejected_items.distinct("url", {"reason": "robots"})
    assert len(closed) > 3  # as many waited for robots.txt at once


def test_a_page_asked_for_by_name_is_no_crawl_whose_lists_are_empty(start):
    crawl = start()
    assert crawl.scrapy("crawl", "sample_xiling").returncode == 0
    named = crawl.scrapy("crawl", "sample_xiling", "-a", f"urls={crawl.press.urls['40301']}")
    assert (named.returncode, named.stderr) == (0, "")
