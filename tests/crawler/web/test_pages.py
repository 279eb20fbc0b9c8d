"""The pages over HTTP: what they show, and that the web's text stays text."""

import platform
import re
from datetime import UTC, datetime
from html import unescape
from urllib.parse import quote

import pytest

from crawler.spam import cut
from crawler.store.judged import to_span
from crawler.store.spam_review import uncut

PAGES = ("/", "/sites/sample_sd", "/articles", "/articles?q=青岛", "/articles?spam=hacked", "/review")


def quoted(path):
    return quote(path, safe="/?&=")


def published(page, *, without_cuts=False):
    """Return the text of an article's page as it was published."""
    section = re.search(r'<section class="published".*?</section>', page, re.DOTALL)[0]
    lines = re.findall(r'<p class="line"[^>]*>(.*?)</p>', section, re.DOTALL)
    text = "\n".join(lines)
    if without_cuts:
        text = re.sub(r"<del.*?</del>", "", text)
    return unescape(re.sub(r"<[^>]+>", "", text))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_answers_and_lets_a_browser_run_nothing(dashboard, path):
    status, headers, page = dashboard.get(quoted(path))
    assert status == 200, page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "<script" not in page
    assert not re.search(r"<[^>]+(\son\w+=|\sstyle=|javascript:)", page)


def test_a_crawl_whose_process_is_gone_is_shown_as_killed(dashboard):
    began = datetime.now(UTC)
    dead = {"site": "gone_site", "started_at": began, "state": "running", "pid": 2**22 + 1, "born": ""}
    key = dashboard.database.runs.insert_one({**dead, "host": platform.node()}).inserted_id
    try:
        _, _, page = dashboard.get("/sites/gone_site")
    finally:
        dashboard.database.runs.delete_one({"_id": key})
    assert "<strong>killed</strong>" in page
    assert "running since" not in page


def test_the_overview_gives_the_states_and_alarms_that_health_gives(dashboard):
    _, _, page = dashboard.get("/")
    assert page.index("sample_sd") < page.index("sample_hk")
    assert re.search(r'class="state broken">broken', page)
    assert "nothing new for 5 days" in page
    assert "scrapy doctor x" in page
    assert re.search(r'data-label="set aside">1<', page)


def test_a_sites_page_has_its_crawls_articles_and_what_was_set_aside(dashboard):
    _, _, page = dashboard.get("/sites/sample_sd")
    assert "青岛港一季度吞吐量增长" in page
    assert "no body" in page
    assert "javascript:alert(1)" in page  # as text: see above
    assert "no text in &lt;div&gt;" in page
    cuts = dashboard.database.spam_spans.count_documents({"state": "cut"})
    assert page.count('class="span cut"') == cuts >= 2


def test_an_article_shows_what_was_published_and_where_it_was_cut(dashboard):
    article = dashboard.article(1)
    spans = list(dashboard.database.spam_spans.find({"article": article["_id"]}))
    _, _, page = dashboard.get(f"/articles/{article['_id']}")
    original = uncut(article, spans, "body")
    assert published(page) == original
    of_body = [to_span(span) for span in spans if span["field"] == "body"]
    assert published(page, without_cuts=True) == cut(original, of_body) == article["body"]["original"]
    for span in spans:
        assert all(
            str(said) in unescape(page) for said in (span["rule"], f"{span['score']:.2f}", span["evidence"])
        )
    assert page.count('class="span ') == len(spans)
    assert 'lang="zh-Hans"' in page
    assert '<time datetime="2026-11-20T09:00:00+08:00">2026-11-20 09:00</time>' in page
    assert f'<a href="{article["url"]}" rel="noreferrer noopener external">' in page


def test_what_is_only_flagged_is_marked_and_stays(dashboard):
    article = dashboard.article(2)
    _, _, page = dashboard.get(f"/articles/{article['_id']}")
    assert '<mark data-number="1">帶動恒指上升</mark>' in page
    assert published(page) == article["body"]["original"]
    assert "Leave in" in page


def test_both_scripts_stand_side_by_side(dashboard):
    _, _, page = dashboard.get(f"/articles/{dashboard.article(2)['_id']}?form=both")
    assert '<td lang="zh-Hans">腾讯控股（00700.HK）昨日斥资' in page
    assert '<td lang="zh-Hant">騰訊控股（00700.HK）昨日斥資' in page


def test_markup_in_an_article_is_shown_and_not_run(dashboard):
    article = dashboard.article(3)
    assert "<script>" in article["title"]["original"]
    for path in ("/articles", f"/articles/{article['_id']}"):
        _, _, page = dashboard.get(path)
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>" not in page
        assert "<img" not in page


def test_a_query_in_one_script_finds_the_other_and_marks_it(dashboard):
    _, _, page = dashboard.get(quoted("/articles?q=腾讯 回购"))
    assert "<mark>騰訊</mark>" in page
    assert "1 found" in page
    _, _, page = dashboard.get(quoted("/articles?q=腾讯&site=sample_sd"))
    assert "Nothing found" in page


def test_a_link_made_by_somebody_else_does_not_turn_ours_into_others(dashboard):
    turned = "_external=1&_scheme=javascript&endpoint=x&_anchor=x&site=sample_sd"
    for path in (f"/articles?{turned}&from=.0", f"/review?{turned}&from=0 x"):
        status, _, page = dashboard.get(quoted(path))
        assert status == 200
        assert re.findall(r'href="(?!/|#|https?://sd\.example\.com/)[^"]*"', page) == []


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/articles/nobody", 404, "No article known as “nobody”."),
        ("/sites/nobody", 404, "No site known as “nobody”"),
        ("/nowhere", 404, "Not Found"),
        ("/articles?since=yesterday", 400, "since yesterday: not a day such as 2026-"),
        ("/articles?q=-x", 400, "-x: a query needs at least one term"),
        ("/articles?q=x&page=-3", 400, "page -3"),
        ("/articles?q=x&page=9999999999999999999", 400, "400 pages are shown"),
        ("/articles?from=x", 400, "from x: no place in the list"),
        ("/articles?from=99999999999999999.x", 400, "no place in the list"),
        ("/articles?spam=some", 400, "spam some: not one of clean, cut, hacked"),
        ("/review?state=kept", 400, "State “kept”: not one of waiting, cut"),
        ("/review?from=x", 400, "From “x”: no place in the queue."),
    ],
)
def test_what_cannot_be_shown_is_named(dashboard, path, status, said):
    found, _, page = dashboard.get(path)
    assert (found, said in unescape(page)) == (status, True), page
