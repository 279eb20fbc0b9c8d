"""What is stored as an article, and why the rest is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawler.items import Article, Draft, Spam, Text
from crawler.text.validate import BODY_CHARS, TITLE_CHARS, problem

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def article(
    title="青岛园区启用",
    body="园区昨日启用，首批企业入驻。",
    method="generic",
    not_article="",
    at=None,
    cut=0,
):
    return Article(
        draft=Draft(url="http://e.example/1", method=method, not_article=not_article),
        url="http://e.example/1",
        title=Text(title),
        body=Text(body),
        published_at=at,
        fetched_at=NOW,
        spam=Spam(chars=cut),
    )


@pytest.mark.parametrize(
    "made",
    [
        article(),
        article(body="沪指涨1%，报3900点。"),  # a flash
        article(at=NOW),
        article(at=NOW + timedelta(hours=23)),
        article(at=datetime(1990, 1, 1, tzinfo=UTC)),
        article(title="", method="lines"),
        article(title="", body="短讯", method="lines"),
        article(title="字" * TITLE_CHARS, body="字" * BODY_CHARS),
    ],
)
def test_an_article_is_kept(made):
    assert problem(made) is None


@pytest.mark.parametrize(
    ("made", "reason", "named"),
    [
        (article(not_article="index_page"), "index_page", "http://e.example/1"),
        (article(not_article="video", title=""), "video", "http://e.example/1"),
        (article(title=" "), "no_title", "title"),
        (article(title="字" * (TITLE_CHARS + 1)), "title_too_long", "301"),
        (article(body=" \n"), "no_body", "body"),
        (article(body="", cut=300), "no_body", "after cutting spam"),
        (article(body="", method="lines"), "no_body", "body"),
        (article(body="登录后查看"), "body_too_short", "5 characters"),
        (article(body="字" * (BODY_CHARS + 1)), "body_too_long", "body"),
        (article(at=NOW + timedelta(days=1, seconds=1)), "date_in_future", "2026-11-23"),
        (article(at=datetime(1989, 12, 31, tzinfo=UTC)), "date_too_early", "1989-12-31"),
    ],
)
def test_what_is_none_is_rejected_with_the_reason_and_the_field(made, reason, named):
    wrong = problem(made)
    assert wrong is not None
    assert wrong.reason == reason
    assert named in wrong.detail


def test_the_moment_may_be_given():
    assert problem(article(at=NOW), now=NOW - timedelta(days=3)).reason == "date_in_future"
