"""``scrapy crawlall`` says what went wrong, and never exits 0 then."""

import json
import signal


def test_one_blocked_site_does_not_stop_the_others_but_the_exit_code_tells(start):
    crawl = start()
    assert crawl.scrapy("crawl", "sample_xiling").returncode == 0
    for page in (1, 2, 3):
        crawl.press.fail(
            f"http://www.xiling.example/api/ajax/getlist?cid=7&page={page}&pagesize=3", status=503, times=99
        )
    done = crawl.scrapy("crawlall", "--sites", "sample_xiling,sample_minlan")
    assert done.returncode == 3, done.stdout + done.stderr
    assert "2 of 2 sites crawled, 1 failed: 7 new" in done.stdout
    assert done.stderr.splitlines()[0].startswith("  sample_xiling: exit 3, log ")  # all that cron mails
    assert "none of 1 lists could be read" in done.stderr
    assert crawl.database.articles.count_documents({"site": "sample_minlan"}) == 7


def test_no_database_no_crawl(start):
    crawl = start(MONGODB_URI="mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=200")
    done = crawl.scrapy("crawlall", "--sites", "sample_minlan")
    assert done.returncode == 4
    assert "127.0.0.1:1" in done.stderr
    assert not crawl.press.log


def test_unknown_sites_are_named(start):
    done = start().scrapy("crawlall", "--sites", "sample_minlan,nobody")
    assert done.returncode == 2
    assert "nobody" in done.stderr


def test_stopping_it_lets_crawls_end_in_good_order_and_begins_no_others(start):
    crawl = start()
    for key, url in crawl.press.urls.items():
        if key.startswith("605"):
            crawl.press.delay(url, 1.0)
    sites = ("--sites", "sample_gangwan,sample_minlan", "--jobs", "1", "-s", "CONCURRENT_REQUESTS=1")
    process = crawl.begin("crawlall", *sites)
    crawl.wait_until(lambda: crawl.database.articles.count_documents({}), "nothing was stored")
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "not crawled: sample_minlan" in err
    assert [run["reason"] for run in crawl.database.runs.find()] == ["shutdown"]


def test_a_crawl_that_cannot_keep_what_comes_stops_blames_no_site_and_loses_nothing(start, tmp_path):
    (tmp_path / "sample_xiling").write_text("where the site's folder should be")
    crawl = start(ARCHIVE_DIR=str(tmp_path))
    named = crawl.scrapy("crawl", "sample_xiling", "-a", f"urls={crawl.press.urls['40301']}")
    assert named.returncode == 1
    done = crawl.scrapy("crawl", "sample_xiling")
    assert done.returncode == 1
    assert "sample_xiling: ARCHIVE_DIR cannot be written: 1 pages are not kept" in done.stderr
    assert "alarm:" not in done.stderr
    (tmp_path / "sample_xiling").unlink()
    again = crawl.scrapy("crawl", "sample_xiling")
    assert again.returncode == 0, again.stderr
    assert crawl.database.articles.count_documents({"archive.file": {"$gt": ""}}) == 7


def test_articles_that_a_pipeline_lost_fail_the_crawl(start, tmp_path):
    (tmp_path / "operators_own.py").write_text(
        "class FailingPipeline:\n    def process_item(self, item):\n        raise RuntimeError('full disk')\n"
    )
    crawl = start(PYTHONPATH=str(tmp_path))
    steps = {"pipelines.store.StorePipeline": 900, "operators_own.FailingPipeline": 950}
    done = crawl.scrapy("crawl", "sample_xiling", "-s", f"ITEM_PIPELINES={json.dumps(steps)}")
    assert done.returncode == 6
    assert "7 articles failed on the way" in done.stderr
    assert "Error processing http" in done.stderr
    assert "Fragment(" not in done.stderr  # nor the whole article
