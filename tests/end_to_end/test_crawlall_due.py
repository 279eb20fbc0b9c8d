"""``scrapy crawlall --due`` crawls the sites whose turn it is, ``scrapy schedule`` says when that is."""

from datetime import UTC, datetime, timedelta


def test_a_site_is_crawled_when_it_is_due_and_not_before(start):
    crawl = start()
    due = ("crawlall", "--due", "--sites", "sample_minlan,sample_xiling")
    before = crawl.scrapy("schedule", "--sites", "sample_minlan")
    assert before.returncode == 0, before.stderr
    assert before.stdout.split() == (
        ["site", "every", "last", "crawl", "ended", "due", "sample_minlan", "1", "h", "·", "·", "now"]
    )
    assert crawl.scrapy("crawl", "sample_xiling").returncode == 0
    first = crawl.scrapy(*due)
    assert first.returncode == 0, first.stdout + first.stderr
    assert "1 of 1 sites crawled, 0 failed: 7 new" in first.stdout
    second = crawl.scrapy(*due)
    assert second.returncode == 0
    assert first.stderr == second.stderr == ""  # nothing that cron would mail
    assert second.stdout.startswith("none of 2 sites is due; next sample_xiling at ")
    assert crawl.database.runs.count_documents({}) == 2
    an_hour_ago = datetime.now(UTC) - timedelta(hours=1)
    crawl.database.runs.update_one({"site": "sample_minlan"}, {"$set": {"started_at": an_hour_ago}})
    third = crawl.scrapy(*due)
    assert "ok     sample_minlan            0 new" in third.stdout
    assert "sample_xiling" not in third.stdout.split("ok ", 1)[0]


def test_a_site_that_another_crawl_began_meanwhile_is_left_to_it(start):
    crawl = start()
    slow = [url for key, url in crawl.press.urls.items() if key.startswith("605")]
    for url in slow:
        crawl.press.delay(url, 5.0)
    sites = ("--sites", "sample_gangwan,sample_minlan", "--jobs", "1", "-s", "CONCURRENT_REQUESTS=1")
    process = crawl.begin("crawlall", "--due", *sites)
    crawl.wait_until(lambda: crawl.database.articles.count_documents({}), "nothing was stored")
    first = crawl.database.runs.find_one({"state": "running"})["site"]
    other = ({"sample_gangwan", "sample_minlan"} - {first}).pop()
    second = ("crawlall", "--due", "--sites", f"{first},{other}", "--jobs")
    full = crawl.scrapy(*second, "1")
    assert (full.returncode, full.stdout) == (0, "1 sites are due, but --jobs 1 crawls run here already\n")
    assert crawl.scrapy(*second, "2").returncode == 0
    for url in slow:
        crawl.press.delay(url, 0.0)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 0, out
    assert f"begun by another crawl meanwhile: {other}" in out
    assert "1 of 1 sites crawled, 0 failed" in out
    assert crawl.database.runs.count_documents({}) == 2
