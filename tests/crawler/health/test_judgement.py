"""What a crawl's figures, beside earlier ones, say of a site."""

from dataclasses import replace

import pytest

from crawler.health.judgement import BROKEN, WARN, Case, Limits, judge

BLOCKED = {"reason": "blocked", "challenges": 3, "list_failures": {"challenge": 3}, "lists": {}, "looked": 0}
NO_LINKS = {"http://a.example/": 0, "http://b.example/": 0}


def findings(history, now, evidence=None, limits=None):
    fresh = [figures.at for figures in (*history, now) if figures.new]
    urls = {"hacked": ["http://a.example/1.html"]} | (evidence or {})
    return judge(Case(now, history, fresh, urls, limits or Limits()))


def alarms(*arguments, **named):
    return {f"{f.kind} {f.about}".strip(): f.severity for f in findings(*arguments, **named) if f.words}


def cleared(*arguments, **named):
    return {f"{f.kind} {f.about}".strip() for f in findings(*arguments, **named) if not f.words}


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {}),
        # lists
        ({"lists": NO_LINKS, "looked": 0}, {"no_list_links": BROKEN}),
        ({"lists": {}, "list_failures": {"http_403": 2}, "looked": 0}, {"no_list_links": BROKEN}),
        ({"lists": {}, "list_failures": {"no_such_host": 1, "timeout": 1}, "looked": 0}, {}),  # our own line?
        ({"lists": {}, "list_failures": {"timeout": 1, "http_404": 1}}, {"no_list_links": BROKEN}),
        ({"lists": {"http://a.example/": 20, "http://b.example/": 0}}, {"no_list_links": WARN}),
        ({"lists": {"http://a.example/": 20}, "list_failures": {"timeout": 1}}, {}),  # may heal by itself
        ({"lists": {"http://a.example/": 20, "http://new.example/": 0}}, {}),
        ({"lists": {"http://a.example/": 4, "http://b.example/": 3}}, {"fewer_articles": WARN}),
        ({"lists": {"http://a.example/": 9, "http://b.example/": 5}}, {}),  # a thin weekend
        # a redesign
        ({"fields": {"date": 1, "byline": 6, "source": 9}}, {"field_lost date": BROKEN}),
        ({"fields": {"date": 10, "byline": 0}}, {"field_lost source": BROKEN, "field_lost byline": BROKEN}),
        ({"fields": {"date": 10, "byline": 3, "source": 9}}, {}),  # four of ten may be chance
        ({"fields": {"date": 10, "byline": 6, "source": 9, "section": 0}}, {}),  # hardly ever there
        ({"body": 300}, {"body_shorter": BROKEN}),
        ({"body": 600}, {}),
        ({"looked": 2, "rejected": 8, "rejections": {"no_body": 8}}, {"rejects_up": BROKEN}),
        ({"looked": 8, "rejected": 2, "rejections": {"no_body": 2}}, {}),
        ({"looked": 2, "rejected": 0, "rejections": {"http_404": 8}}, {}),  # known as such
        ({"garbled": 6}, {"charset_trouble": BROKEN}),
        ({"garbled": 1}, {}),
        # intruders and guards
        ({"hacked": 1}, {"hacked": WARN}),
        ({"hacked": 7}, {"hacked": BROKEN}),
        ({"hacked": 2, "looked": 0, "rejections": {"doorway": 2}}, {"hacked": BROKEN}),
        ({"lists_hacked": 1}, {"list_hacked": WARN}),
        ({"challenges": 5, "rejections": {"challenge": 5}, "looked": 5, "rejected": 5}, {"challenged": WARN}),
        ({"challenges": 1, "rejections": {"challenge": 1}}, {}),
        (BLOCKED, {"challenged": BROKEN, "no_list_links": BROKEN}),
    ],
)  # fmt: skip
def test_the_crawl_after_ten_usual_ones(usual_crawls, crawl, changed, expected):
    assert alarms(usual_crawls, crawl(10, **changed)) == expected


def test_a_site_that_does_not_answer_two_crawls_running_is_told(usual_crawls, crawl):
    silent = {"lists": {}, "list_failures": {"timeout": 2}, "looked": 0}
    history = [*usual_crawls, crawl(10, **silent)]
    assert alarms(history, crawl(11, **silent)) == {"no_list_links": BROKEN}


def test_words_name_what_is_and_what_was(usual_crawls, crawl):
    (found,) = (f for f in findings(usual_crawls, crawl(10, fields={"date": 1, "byline": 6, "source": 9}),
                                    {"no date": ["http://a.example/2.html"]}) if f.words)  # fmt: skip
    assert found.words == "10 % of the pages give a date, usually 100 %"
    assert found.evidence == ["http://a.example/2.html"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, {}),
        ({"fields": {}}, {}),  # there may never have been any
        ({"lists": NO_LINKS, "looked": 0}, {"no_list_links": BROKEN}),
        ({"looked": 5, "rejected": 3}, {}),
        ({"looked": 5, "rejected": 25, "rejections": {"no_body": 25}}, {"rejects_up": BROKEN}),
        ({"garbled": 6}, {"charset_trouble": BROKEN}),
        ({"hacked": 1}, {"hacked": WARN}),
    ],
)
def test_a_sites_first_crawl_is_judged_by_itself_only(crawl, changed, expected):
    assert alarms([], crawl(0, **changed)) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"lists": NO_LINKS, "looked": 0}, {}),
        ({"fields": {}}, {}),
        ({"hacked": 1}, {"hacked": WARN}),
    ],
)
def test_of_a_crawl_of_a_part_only_what_is_there_counts(usual_crawls, crawl, changed, expected):
    now = crawl(10, partial=True, **changed)
    assert alarms(usual_crawls, now) == expected
    assert cleared(usual_crawls, now) == set()


def test_few_pages_a_crawl_are_judged_together(usual_crawls, crawl):
    """Two pages an hour: the loss shows once there are pages enough without the field."""
    hourly = [crawl(day, looked=2, fields={"date": 0, "source": 2}) for day in range(10, 14)]
    seen = ["field_lost date" in alarms([*usual_crawls, *hourly[:n]], hourly[n]) for n in range(4)]
    assert seen == [False, False, True, True]


def test_a_crawl_without_pages_neither_raises_nor_clears_what_pages_tell(usual_crawls, crawl):
    now = crawl(10, looked=0, new=0, lists_checked=0)
    assert alarms(usual_crawls, now) == {}
    lost = [crawl(day, fields={}, alarms=["field_lost date"]) for day in (10, 11)]
    assert "field_lost date" not in cleared([*usual_crawls, *lost], crawl(12, looked=0))


def test_bad_crawls_do_not_become_the_usual_ones(usual_crawls, crawl):
    bad = {"fields": {"byline": 6, "source": 9}, "alarms": ["field_lost date"]}
    history = [*usual_crawls, *(crawl(day, **bad) for day in range(10, 40))]
    assert "field_lost date" in alarms(history, crawl(40, fields={"byline": 6, "source": 9}))
    assert "field_lost date" in cleared(history, crawl(40))


def test_hacked_pages_are_over_after_enough_clean_ones(usual_crawls, crawl):
    history = [*usual_crawls, crawl(10, hacked=2)]
    assert "hacked" not in cleared(history, crawl(11, looked=2))
    assert "hacked" in cleared([*history, crawl(11, looked=3)], crawl(12, looked=3))


@pytest.mark.parametrize(
    ("every", "silent", "expected"),
    [(1, 3, False), (1, 5, True), (7, 14, False), (7, 22, True)],
)
def test_a_site_is_quiet_by_its_own_measure(crawl, every, silent, expected):
    """A daily paper after days, a weekly after weeks."""
    history = [crawl(day, **({} if day % every == 0 else {"looked": 0})) for day in range(29)]
    last = max(figures.at for figures in history if figures.new)
    now = crawl(29, looked=0)
    now = replace(now, at=last + (now.at - last) / (now.at - last).days * silent)
    found = alarms(history, now)
    assert ("gone_quiet" in found) is expected


def test_limits_are_settings():
    class Given(dict):
        def getfloat(self, name, default=0.0):
            return self.get(name, default)

    assert Limits.of(Given()) == Limits()
    assert Limits.of(Given(HEALTH_PAGES=20.0, HEALTH_DROP=0.2)) == Limits(pages=20, drop=0.2)
