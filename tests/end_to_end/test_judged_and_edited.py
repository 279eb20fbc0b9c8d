"""What an analyst said of a cut holds when the outlet edits the page, and when rules are run again."""

from crawler.store.judged import JUDGED

STORY = "30203"  # a clause is spliced into its text


MANY_PAGES = "30204"  # has three pages


def judged(crawl):
    return [(s["text"], s["state"], s["reviewed_by"]) for s in crawl.spans(STORY) if s["state"] in JUDGED]


def test_a_restored_cut_stays_in_through_an_edit_and_a_re_cleaning(start):
    crawl = start()
    assert crawl.scrapy("crawl", "sample_haiyu").returncode == 0
    (span,) = [s for s in crawl.spans(STORY) if s["state"] == "cut" and s["field"] == "body"]
    done = crawl.scrapy("spam", "restore", span["_id"], "--by", "li")
    assert done.returncode == 0, done.stderr
    verdict = [(span["text"], "restored", "li")]
    assert judged(crawl) == verdict

    text = crawl.press.edit(STORY).text
    story = crawl.press.edit(STORY, text="记者补充：数据截至十月底。\n" + text)
    assert crawl.scrapy("crawl", "sample_haiyu", "-a", "full=1").returncode == 0
    edited = crawl.article(STORY)
    assert edited["revision"] == 1
    assert story.paragraphs[0] in edited["body"]["original"]
    assert span["text"] in edited["body"]["original"]
    assert judged(crawl) == verdict

    done = crawl.scrapy("reclean", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert span["text"] in crawl.article(STORY)["body"]["original"]
    assert judged(crawl) == verdict


def test_re_cleaning_from_the_pages_gives_what_the_crawl_gave(start, tmp_path):
    crawl = start(ARCHIVE_DIR=str(tmp_path))
    assert crawl.scrapy("crawl", "sample_haiyu").returncode == 0
    number = crawl.database.articles.count_documents({})
    letters = crawl.database.rejected_items.count_documents({"step": {"$nin": ["fetch", "list"]}})
    assert len(crawl.article(MANY_PAGES)["paragraphs"]) == 8  # those of all three
    done = crawl.scrapy("reclean", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert f"{number} articles looked at ({number} from page), 0 differ" in done.stdout, done.stdout
    assert "nothing was changed: today's rules give the same" in done.stdout
    assert letters == 0
