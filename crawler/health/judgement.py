"""Figures of a crawl, beside those of the site's earlier ones → what is wrong with the site.

Every check says one of three things of its kind of trouble: there is some, there is none, or there is too
little evidence to tell (it yields nothing: an alarm neither begins nor ends).  Rates are compared by a
two-proportion z test at 3.5 standard deviations, so that few pages must differ much and many may differ
less; one that passes must still have fallen below ``drop`` of what is usual, or risen to 1 / ``drop`` of it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields
from datetime import timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol

from crawler.fetch.reasons import NETWORK
from crawler.health.figures import FIELDS, Figures

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

_SIGMAS = 3.5
_FEWEST_LINKS = 3
"""Links a list usually has from which having none says something."""
_ENOUGH_LINKS = 10
_FEWEST_GAPS = 3

BROKEN, WARN = "broken", "warn"


class Settings(Protocol):
    """Whatever gives a number by name; Scrapy's settings do."""

    def getfloat(self, name: str, default: Any = ...) -> float:
        """Return a setting."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Thresholds; the settings of the same name, ``HEALTH_`` before it."""

    pages: int = 5
    """Pages without which a share says nothing; crawls that saw fewer are judged together."""
    runs: int = 14
    """Earlier crawls that show what is usual."""
    drop: float = 0.5
    """A share that fell below this part of what is usual has dropped."""
    links_drop: float = 0.34
    """The same for links on lists: a weekend's issue is thinner."""
    rejects: float = 0.3
    """Share of pages set aside below which there is nothing to say."""
    quiet_times: float = 3.0
    """Usual intervals without a new article after which a site has gone quiet …"""
    quiet_days: float = 4.0
    """… but never before so many days: weekends are long."""

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """Read ``HEALTH_PAGES``, ``HEALTH_RUNS`` and so on."""
        given = {f.name: settings.getfloat(f"HEALTH_{f.name.upper()}", f.default) for f in fields(cls)}
        return cls(int(given.pop("pages")), int(given.pop("runs")), **given)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of its kind of trouble."""

    kind: str
    about: str = ""
    """The field, where a kind has several."""
    words: str = ""
    """What is wrong, for a person; empty: nothing is."""
    severity: str = WARN
    evidence: list[str] = field(default_factory=list)
    """Addresses."""


@dataclass(frozen=True, slots=True)
class Case:
    """What there is to judge by."""

    now: Figures
    history: Sequence[Figures]
    """The site's earlier crawls, oldest first, without those asked for a part only."""
    fresh_at: Sequence[datetime]
    """When crawls brought something new, oldest first."""
    evidence: Mapping[str, Sequence[str]]
    """Of this crawl, see ``Tally``."""
    limits: Limits

    def window(self, kind: str) -> tuple[list[Figures], list[Figures]]:
        """Return the crawls to judge (as many of the latest as give evidence), and those that are usual."""
        recent, rest = [self.now], list(self.history)
        while rest and _pages(recent) < self.limits.pages:
            recent.append(rest.pop())
        return recent, [f for f in rest if kind not in f.alarms][-self.limits.runs :]

    def urls(self, *kinds: str) -> list[str]:
        """Return this crawl's addresses that show some trouble."""
        return [url for kind in kinds for url in self.evidence.get(kind, ())]


def judge(case: Case) -> list[Finding]:
    """Return what can be said of the site after the crawl ``case.now``, good and bad."""
    if case.now.partial:  # what is there counts, what is missing does not
        return [f for check in _OF_WHAT_IS_THERE for f in check(case) if f.words]
    return [f for check in (*_OF_WHAT_IS_THERE, *_OF_WHAT_IS_USUAL) for f in check(case)]


def _hacked(case: Case) -> Iterator[Finding]:
    now = case.now
    pages = now.looked + now.rejections.get("doorway", 0)
    if now.hacked:
        words = f"{now.hacked} of {pages} pages carry injected content, first {case.urls('hacked')[0]}"
        yield Finding("hacked", "", words, BROKEN if now.hacked * 2 > pages else WARN, case.urls("hacked"))
        return
    clean = 0
    for figures in (now, *reversed(case.history)):
        if figures.hacked:
            break
        clean += figures.looked
    if clean >= case.limits.pages:
        yield Finding("hacked")


def _list_hacked(case: Case) -> Iterator[Finding]:
    now = case.now
    if now.lists_hacked:
        words = f"{now.lists_hacked} of {now.lists_checked} list pages carry injected content"
        yield Finding("list_hacked", "", words, WARN, case.urls("list hacked"))
    elif now.lists_checked:
        yield Finding("list_hacked")


def _challenged(case: Case) -> Iterator[Finding]:
    now = case.now
    pages = now.looked + now.list_pages + sum(now.rejections.values())
    blocked = now.reason == "blocked"
    if blocked or now.challenges >= max(3, 0.2 * pages):
        words = f"the site answered {now.challenges} of {pages} pages with a challenge"
        urls = case.urls("list challenge", "challenge")
        yield Finding(
            "challenged",
            "",
            words + ("; the crawl stopped" if blocked else ""),
            BROKEN if blocked else WARN,
            urls,
        )
    elif now.looked + now.list_pages and not now.challenges:
        yield Finding("challenged")


def _no_list_links(case: Case) -> Iterator[Finding]:
    now = case.now
    usual = _usual_links(case.window("no_list_links")[1])
    empty = [url for url, links in now.lists.items() if not links and usual.get(url, 0) >= _FEWEST_LINKS]
    if now.links and empty:
        was = ", ".join(f"{url} (usually {usual[url]:.0f})" for url in empty[:3])
        words = f"{len(empty)} of {len(now.lists)} lists name no article: {was}"
        yield Finding("no_list_links", "", words, WARN, empty[:5])
    elif now.links:
        yield Finding("no_list_links")
    elif _is_cut_off(now) and case.history and case.history[-1].links:
        return  # the line here may be down, for an hour and for every site
    elif now.reason in {"finished", "blocked"} and (now.lists or now.list_failures):
        why = ", ".join(f"{n} {reason}" for reason, n in sorted(now.list_failures.items()))
        words = "no list names an article" + (f" ({why})" if why else "")
        if usual:
            words += f"; usually {sum(usual.values()):.0f} links"
        urls = sorted(now.lists) + case.urls(*(f"list {reason}" for reason in now.list_failures))
        yield Finding("no_list_links", "", words, BROKEN, list(dict.fromkeys(urls))[:5])


def _is_cut_off(now: Figures) -> bool:
    """Tell whether no list answered, and none said why."""
    return not now.lists and bool(now.list_failures) and all(r.startswith(NETWORK) for r in now.list_failures)


def _fewer_articles(case: Case) -> Iterator[Finding]:
    runs = case.window("fewer_articles")[1]
    usual = _usual_links(runs)
    both = [url for url, links in case.now.lists.items() if links and url in usual]
    now, then = sum(case.now.lists[url] for url in both), sum(usual[url] for url in both)
    if len(runs) < _FEWEST_GAPS or then < _ENOUGH_LINKS:
        return
    if now < case.limits.links_drop * then:
        words = f"the lists name {now} articles, usually {then:.0f}"
        yield Finding("fewer_articles", "", words, WARN, sorted(both)[:5])
    else:
        yield Finding("fewer_articles")


def _field_lost(case: Case) -> Iterator[Finding]:
    for name in FIELDS:
        recent, usual = case.window(f"field_lost {name}")
        n, m = (sum(f.looked for f in runs) for runs in (recent, usual))
        if min(n, m) < case.limits.pages:
            continue
        now, then = (
            sum(f.fields.get(name, 0) for f in runs) / total for runs, total in ((recent, n), (usual, m))
        )
        if now < case.limits.drop * then and _differ(now, n, then, m):
            words = f"{_percent(now)} of the pages give a {name}, usually {_percent(then)}"
            yield Finding("field_lost", name, words, BROKEN, case.urls(f"no {name}"))
        else:
            yield Finding("field_lost", name)


def _body_shorter(case: Case) -> Iterator[Finding]:
    recent, usual = case.window("body_shorter")
    if min(sum(f.looked for f in runs) for runs in (recent, usual)) < case.limits.pages:
        return
    now, then = _typical_length(recent), _typical_length(usual)
    if now < case.limits.drop * then:
        words = f"texts have {now} characters at the median, usually {then}"
        yield Finding("body_shorter", "", words, BROKEN, case.urls("article"))
    else:
        yield Finding("body_shorter")


def _rejects_up(case: Case) -> Iterator[Finding]:
    recent, usual = case.window("rejects_up")
    k, n = (sum(f.rejected - _challenges(f) for f in recent), _pages(recent))
    if n < case.limits.pages:
        return
    m = _pages(usual)
    now, then = k / n, sum(f.rejected - _challenges(f) for f in usual) / m if m else 0.0
    up = m >= case.limits.pages and then < case.limits.drop * now and _differ(now, n, then, m)
    unheard = m < case.limits.pages and n >= 4 * case.limits.pages and now > case.limits.drop
    if now >= case.limits.rejects and (up or unheard):
        why = sorted(case.now.rejections.items(), key=lambda row: (-row[1], row[0]))[:3]
        words = f"{_percent(now)} of the pages were set aside" + (f", usually {_percent(then)}" if up else "")
        words += ": " + ", ".join(f"{count} {reason}" for reason, count in why)
        yield Finding("rejects_up", "", words, BROKEN, case.urls(*(reason for reason, _ in why))[:5])
    elif m >= case.limits.pages:
        yield Finding("rejects_up")


def _charset_trouble(case: Case) -> Iterator[Finding]:
    recent, usual = case.window("charset_trouble")
    n, m = (sum(f.looked for f in runs) for runs in (recent, usual))
    if n < case.limits.pages:
        return
    k = sum(f.garbled for f in recent)
    now, then = k / n, sum(f.garbled for f in usual) / m if m else 0.0
    up = m < case.limits.pages or (then < case.limits.drop * now and _differ(now, n, then, m))
    if k >= 3 and now >= case.limits.rejects and up:
        words = f"{k} of {n} pages hold characters that could not be decoded"
        yield Finding("charset_trouble", "", words, BROKEN, case.urls("garbled"))
    else:
        yield Finding("charset_trouble")


def _gone_quiet(case: Case) -> Iterator[Finding]:
    limits, fresh = case.limits, case.fresh_at
    if fresh and fresh[-1] == case.now.at:
        yield Finding("gone_quiet")
    gap = usual_gap(fresh)
    if gap is None:
        return
    silence = case.now.at - fresh[-1]
    if silence > max(timedelta(days=limits.quiet_days), limits.quiet_times * gap):
        words = f"nothing new for {_duration(silence)}; usually something every {_duration(gap)}"
        yield Finding("gone_quiet", "", words, WARN, sorted(case.now.lists)[:5])


_OF_WHAT_IS_THERE = (_hacked, _list_hacked, _challenged)
_OF_WHAT_IS_USUAL = (
    _no_list_links,
    _fewer_articles,
    _field_lost,
    _body_shorter,
    _rejects_up,
    _charset_trouble,
    _gone_quiet,
)


def usual_gap(fresh_at: Sequence[datetime]) -> timedelta | None:
    """Return the median time between crawls that brought something new; None with fewer than four."""
    gaps = [(after - before).total_seconds() for before, after in pairwise(fresh_at)]
    return timedelta(seconds=median(gaps)) if len(gaps) >= _FEWEST_GAPS else None


def _usual_links(runs: Sequence[Figures]) -> dict[str, float]:
    """Return the median of links per list, over the crawls that read it."""
    seen: dict[str, list[int]] = {}
    for figures in runs:
        for url, links in figures.lists.items():
            seen.setdefault(url, []).append(links)
    return {url: median(links) for url, links in seen.items()}


def _challenges(figures: Figures) -> int:
    """Return the pages set aside for a challenge, which is an alarm of its own."""
    return min(figures.rejected, figures.rejections.get("challenge", 0))


def _pages(runs: Sequence[Figures]) -> int:
    return sum(f.looked + f.rejected - _challenges(f) for f in runs)


def _typical_length(runs: Sequence[Figures]) -> int:
    """Return the median of the crawls' medians, each as often as it has pages."""
    middle = sum(f.looked for f in runs) / 2
    for figures in sorted(runs, key=lambda f: f.body):
        middle -= figures.looked
        if middle <= 0:
            return figures.body
    return 0


def _differ(now: float, n: int, then: float, m: int) -> bool:
    """Tell whether two rates, of ``n`` and of ``m`` pages, differ by more than chance makes them."""
    rate = min(max(then, 0.02), 0.98)
    return abs(now - then) > _SIGMAS * math.sqrt(rate * (1 - rate) * (1 / n + 1 / m))


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _duration(time: timedelta) -> str:
    hours = time.total_seconds() / 3600
    return f"{hours:.0f} hours" if hours < 48 else f"{hours / 24:.0f} days"
