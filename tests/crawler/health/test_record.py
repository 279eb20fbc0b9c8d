"""A site's document: alarms begin, go on, and end."""

from dataclasses import replace
from functools import reduce

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.health.figures import Figures
from crawler.health.judgement import Limits
from crawler.health.record import TO_DO, Health, accept, add, told, untold
from crawler.store.record import plain

EVIDENCE = {"no date": ["http://a.example/1.html"], "hacked": ["http://a.example/2.html"]}


def after(health, *crawls, evidence=EVIDENCE):
    for figures in crawls:
        health, begun, ended = add(health, figures, evidence, Limits(), "site")
    return health, [a.key for a in begun], [a.key for a in ended]


def test_an_alarm_begins_once_goes_on_and_ends(usual_crawls, crawl):
    health, _, _ = after(Health(), *usual_crawls)
    assert (health.state, health.alarms) == ("ok", [])
    health, begun, ended = after(health, crawl(10, fields={"byline": 6, "source": 9}))
    assert (health.state, begun, ended) == ("broken", ["field_lost date"], [])
    (alarm,) = health.alarms
    assert (alarm.since, alarm.evidence) == (crawl(10).at, EVIDENCE["no date"])
    assert "scrapy doctor site" in alarm.to_do
    more = {"no date": ["http://a.example/9.html"]}
    health, begun, ended = after(health, crawl(11, fields={"byline": 6, "source": 9}), evidence=more)
    assert (begun, ended) == ([], [])
    assert health.alarms[0].since == crawl(10).at
    assert health.alarms[0].evidence == [*EVIDENCE["no date"], *more["no date"]]
    health, begun, ended = after(health, crawl(12))
    assert (health.state, begun, ended) == ("ok", [], ["field_lost date"])
    assert health.ended[-1].ended_at == crawl(12).at


def test_what_was_accepted_is_usual_from_then_on(usual_crawls, crawl):
    without = {"fields": {"byline": 6, "source": 9}}
    health, _, _ = after(Health(), *usual_crawls, crawl(10, **without))
    health = accept(health, crawl(10).at)
    assert (health.state, len(health.ended)) == ("ok", 1)
    health, begun, _ = after(health, crawl(11, **without), crawl(12, **without))
    assert (health.state, begun) == ("ok", [])


def test_messages_are_owed_until_they_are_told(usual_crawls, crawl):
    health, _, _ = after(Health(), *usual_crawls, crawl(10, hacked=2))
    (owed,) = untold(health)
    health = told(health, [owed])
    assert untold(health) == []
    health, _, _ = after(health, crawl(11, hacked=1))
    assert untold(health) == []
    health, _, ended = after(health, crawl(12))
    assert ended == [a.key for a in untold(health)] == ["hacked"]
    assert untold(told(health, untold(health))) == []


def test_an_end_is_not_told_when_the_begin_never_was(usual_crawls, crawl):
    health, _, _ = after(Health(), *usual_crawls, crawl(10, hacked=2), crawl(11))
    assert untold(health) == []


def test_news_from_the_past_are_no_sign_of_life(usual_crawls, crawl):
    health, _, _ = after(Health(), *usual_crawls)
    old = replace(crawl(20, looked=30), newest=usual_crawls[0].newest)
    health, begun, _ = after(health, old)
    assert begun == ["gone_quiet"]
    assert health.newest_article == usual_crawls[-1].newest


def test_every_kind_says_what_to_do():
    from crawler.health import judgement

    kinds = {
        check.__name__.removeprefix("_")
        for check in (*judgement._OF_WHAT_IS_THERE, *judgement._OF_WHAT_IS_USUAL)
    }
    assert set(TO_DO) == kinds


COUNTS = st.integers(0, 12)


@st.composite
def any_crawl(draw, day):
    from datetime import UTC, datetime, timedelta

    looked = draw(COUNTS)
    return Figures(
        f"run{day}",
        datetime(2026, 3, 1, tzinfo=UTC) + timedelta(days=day),
        reason=draw(st.sampled_from(["finished", "blocked"])),
        partial=draw(st.booleans()),
        lists=draw(st.dictionaries(st.sampled_from(["http://a.example/", "http://b.example/"]), COUNTS)),
        list_failures=draw(st.dictionaries(st.sampled_from(["timeout", "challenge"]), st.integers(1, 3))),
        lists_hacked=draw(st.integers(0, 1)),
        lists_checked=1,
        new=draw(COUNTS),
        rejected=draw(COUNTS),
        rejections=draw(st.dictionaries(st.sampled_from(["no_body", "challenge", "doorway"]), COUNTS)),
        challenges=draw(COUNTS),
        looked=looked,
        fields={"date": draw(st.integers(0, looked)), "source": looked},
        body=draw(COUNTS),
        garbled=draw(st.integers(0, looked)),
        hacked=draw(st.integers(0, looked)),
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_adding_a_crawl_again_changes_nothing_and_documents_read_back(data):
    crawls = [data.draw(any_crawl(day)) for day in range(data.draw(st.integers(1, 8)))]
    health = reduce(
        lambda found, figures: add(found, figures, EVIDENCE, Limits(), "site")[0], crawls, Health()
    )
    again, begun, ended = add(health, crawls[-1], EVIDENCE, Limits(), "site")
    assert again == health
    assert (begun, ended) == ([], [])
    assert Health.of(plain(health.document())) == health
    assert {a.key for a in health.alarms}.isdisjoint(
        a.key for a in health.ended if a.ended_at == crawls[-1].at
    )
