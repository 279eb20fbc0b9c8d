"""Crawls of a made-up site, as figures: a daily paper that names thirty articles, ten of them new."""

from datetime import UTC, datetime, timedelta

import pytest

from crawler.health.figures import Figures

FIRST = datetime(2026, 3, 2, 4, tzinfo=UTC)
USUAL = {"date": 10, "byline": 6, "source": 9, "section": 1}


@pytest.fixture
def crawl():
    """Function that makes the figures of one crawl: ``crawl(day, looked=3, …)``."""

    def make(day, **changed):
        at = FIRST + timedelta(days=day)
        looked = changed.get("looked", 10)
        usual = {
            "reason": "finished",
            "lists": {"http://a.example/": 20, "http://b.example/": 10},
            "list_pages": 2,
            "lists_checked": 2,
            "new": looked,
            "looked": looked,
            "fields": {name: n * looked // 10 for name, n in USUAL.items()},
            "body": 900,
            "newest": at - timedelta(hours=2) if looked else None,
        }
        return Figures(f"run{day}", at, **(usual | changed))

    return make


@pytest.fixture
def usual_crawls(crawl):
    """Ten days without trouble."""
    return [crawl(day) for day in range(10)]
