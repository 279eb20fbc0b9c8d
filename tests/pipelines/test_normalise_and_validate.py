"""Steps 100 and 600 as a crawl runs them: they count, and set aside instead of dropping."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.settings import Settings
from scrapy.utils.test import get_crawler

from crawler.items import Article, Draft, Fragment
from pipelines.normalise import NormalisePipeline
from pipelines.validate import ValidatePipeline

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def article(**fields):
    body = [Fragment(0, "本报讯（记者 张三）园区昨日启用，首批企业入驻。")]
    draft = Draft(
        **{"url": "http://e.example/20261120/1.html", "title": "园区启用", "fragments": body} | fields
    )
    return Article(draft=draft, url=draft.url, fetched_at=NOW)


def steps():
    crawler = get_crawler()
    return [step.from_crawler(crawler) for step in (NormalisePipeline, ValidatePipeline)], crawler.stats


def test_an_article_passes_and_is_counted():
    both, stats = steps()
    done = article()
    for step in both:
        done = step.run(done)
    assert done.rejection is None
    assert done.published_at == datetime(2026, 11, 19, 16, tzinfo=UTC)
    assert stats.get_value("normalise/reporters") == 1
    assert stats.get_value("validate/kept") == 1


def test_a_page_that_is_no_article_goes_on_with_its_reason():
    both, stats = steps()
    done = article(not_article="index_page")
    for step in both:
        done = step.run(done)
    assert (done.rejection.reason, done.rejection.step) == ("index_page", "validate")
    assert stats.get_value("dropped/index_page") == 1


def test_the_steps_run_without_a_crawl():
    done = NormalisePipeline(Settings()).run(article())
    assert ValidatePipeline(Settings()).run(done).rejection is None
