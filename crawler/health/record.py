"""A site's document in ``sites``: its latest crawl, what is usual, and its alarms from begin to end."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from statistics import median
from typing import TYPE_CHECKING, Any

from crawler.health.figures import FIELDS, Figures
from crawler.health.judgement import BROKEN, Case, Finding, Limits, judge, usual_gap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

OK = "ok"
_ENDED_KEPT = 50
_FRESH_KEPT = 30
_EVIDENCE_KEPT = 10
_DOCTOR = "scrapy doctor {site}"
_ACCEPT = "; if this is how it is now: scrapy health --accept {site}"
TO_DO = {
    "no_list_links": _DOCTOR + _ACCEPT,
    "fewer_articles": _DOCTOR + _ACCEPT,
    "field_lost": _DOCTOR + ", mend the selectors, then scrapy crawl {site} -a full=1" + _ACCEPT,
    "body_shorter": _DOCTOR + ", mend the selectors, then scrapy crawl {site} -a full=1" + _ACCEPT,
    "rejects_up": "look at rejected_items of {site}; " + _DOCTOR + _ACCEPT,
    "hacked": "scrapy spam list --site {site}; tell the outlet",
    "list_hacked": "look at the pages named; tell the outlet",
    "challenged": "wait; raise DOWNLOAD_DELAY for {site}; challenges are never bypassed",
    "gone_quiet": _DOCTOR + ": has the outlet moved?",
    "charset_trouble": _DOCTOR + ": look at the encoding; then scrapy crawl {site} -a full=1",
}
"""Kind of alarm → what to do next."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something wrong with a site."""

    kind: str
    about: str
    severity: str
    words: str
    since: datetime
    """When the crawl began that showed it first."""
    evidence: list[str]
    """Addresses, those of the first crawl first."""
    to_do: str
    ended_at: datetime | None = None
    told: str = ""
    """What messages went out: ``begun``, ``ended``; empty: none yet."""

    @property
    def key(self) -> str:
        """What makes it the same alarm in the next crawl."""
        return f"{self.kind} {self.about}".strip()

    def line(self, site: str) -> str:
        """Return what people read."""
        if self.ended_at is not None:
            return f"{site}: ended: {self.key} (since {self.since:%Y-%m-%d}): {self.words}"
        return f"{site}: {self.key}: {self.words} → {self.to_do}"


@dataclass(slots=True)
class Health:
    """What ``sites`` holds of one site."""

    state: str = OK
    """``ok``, ``warn`` or ``broken``: the worst of the open alarms."""
    alarms: list[Alarm] = field(default_factory=list)
    """Open."""
    ended: list[Alarm] = field(default_factory=list)
    """The latest that ended, oldest first."""
    history: list[Figures] = field(default_factory=list)
    """Latest crawls of the whole site, oldest first."""
    fresh_at: list[datetime] = field(default_factory=list)
    """When crawls brought something new: began at."""
    last_run: dict[str, Any] = field(default_factory=dict)
    """Figures of the latest crawl, with ``evidence``: rows of ``{what, urls}``."""
    last_success: datetime | None = None
    """When the latest crawl that went well began."""
    newest_article: datetime | None = None
    """Latest publication time seen."""
    usual: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Mapping[str, Any] | None) -> Health:
        """Return what a document of ``sites`` says; other parts of it (``doctor``'s) are not looked at."""
        known = document or {}
        values = {name: known[name] for name in cls.__dataclass_fields__ if known.get(name) is not None}
        for name in ("alarms", "ended"):
            values[name] = [Alarm(**row) for row in values.get(name, ())]
        values["history"] = [Figures.of(row) for row in values.get("history", ())]
        return cls(**values)

    def document(self) -> dict[str, Any]:
        """Return the fields of ``sites``."""
        return asdict(self) | {"history": [figures.document() for figures in self.history]}


def add(
    health: Health, now: Figures, evidence: Mapping[str, Sequence[str]], limits: Limits, site: str
) -> tuple[Health, list[Alarm], list[Alarm]]:
    """Return the site's health after a crawl, the alarms that began with it, and those that ended.

    Adding the same crawl twice leaves what adding it once left.
    """
    history = [figures for figures in health.history if figures.run != now.run]
    fresh_at = _fresh(health, now)
    findings = judge(Case(now, history, fresh_at, evidence, limits))
    open_before = {alarm.key: alarm for alarm in health.alarms}
    still, begun, ended = dict(open_before), [], []
    for finding in findings:
        alarm = _alarm(finding, now, site, open_before)
        if alarm is not None:
            still[alarm.key] = alarm
            if alarm.key not in open_before:
                begun.append(alarm)
        elif (over := still.pop(f"{finding.kind} {finding.about}".strip(), None)) is not None:
            ended.append(replace(over, ended_at=now.at))
    alarms = sorted(still.values(), key=lambda alarm: (alarm.severity != BROKEN, alarm.since, alarm.key))
    figures = replace(now, alarms=sorted(still))
    if not now.partial:
        history.append(figures)
    history = history[-2 * limits.runs :]
    after = Health(
        state=alarms[0].severity if alarms else OK,
        alarms=alarms,
        ended=[*health.ended, *ended][-_ENDED_KEPT:],
        history=history,
        fresh_at=fresh_at,
        last_run=figures.document()
        | {"evidence": [{"what": what, "urls": list(urls)} for what, urls in sorted(evidence.items())]},
        last_success=now.at if now.exit_code == 0 else health.last_success,
        newest_article=max(filter(None, (health.newest_article, now.newest)), default=None),
        usual=_usual(history, fresh_at),
    )
    return after, begun, ended


def accept(health: Health, at: datetime) -> Health:
    """Return the health of a site that is as it should be: no alarm open, what is usual learnt anew."""
    ended = [replace(alarm, ended_at=at) for alarm in health.alarms]
    return replace(
        health, state=OK, alarms=[], ended=[*health.ended, *ended][-_ENDED_KEPT:], history=[], usual={}
    )


def told(health: Health, alarms: Sequence[Alarm]) -> Health:
    """Return the health with a note that messages of these alarms, as they are now, went out."""
    sent = {(alarm.key, alarm.since): "ended" if alarm.ended_at else "begun" for alarm in alarms}

    def noted(known: list[Alarm]) -> list[Alarm]:
        return [replace(a, told=sent.get((a.key, a.since), a.told)) for a in known]

    return replace(health, alarms=noted(health.alarms), ended=noted(health.ended))


def untold(health: Health) -> list[Alarm]:
    """Return the alarms whose begin, or whose end after a told begin, no message has told yet."""
    return [a for a in health.ended if a.told == "begun"] + [a for a in health.alarms if not a.told]


def _alarm(finding: Finding, now: Figures, site: str, open_before: Mapping[str, Alarm]) -> Alarm | None:
    """Return the alarm a finding raises, with the begin of the open one it continues; None for none."""
    if not finding.words:
        return None
    alarm = Alarm(
        finding.kind,
        finding.about,
        finding.severity,
        finding.words,
        now.at,
        finding.evidence,
        TO_DO[finding.kind].format(site=site),
    )
    before = open_before.get(alarm.key)
    if before is None:
        return alarm
    evidence = list(dict.fromkeys([*before.evidence, *alarm.evidence]))[:_EVIDENCE_KEPT]
    return replace(alarm, since=before.since, evidence=evidence, told=before.told)


def _fresh(health: Health, now: Figures) -> list[datetime]:
    """Return when crawls brought something new: articles not stored before, and none from the past only."""
    is_news = now.newest is None or health.newest_article is None or now.newest > health.newest_article
    seen = set(health.fresh_at) | ({now.at} if now.new and is_news else set())
    return sorted(seen)[-_FRESH_KEPT:]


def _usual(history: Sequence[Figures], fresh_at: Sequence[datetime]) -> dict[str, Any]:
    """Return what the site's crawls usually come to, over those with no alarm open."""
    good = [figures for figures in history if not figures.alarms]
    looked = sum(figures.looked for figures in good)
    gap = usual_gap(fresh_at)
    return {
        "runs": len(good),
        "links": median(figures.links for figures in good) if good else 0,
        "new": median(figures.new for figures in good) if good else 0,
        "body": median(figures.body for figures in good) if good else 0,
        "fields": {
            name: round(sum(figures.fields.get(name, 0) for figures in good) / looked, 3) if looked else None
            for name in FIELDS
        },
        "hours_between_news": round(gap.total_seconds() / 3600, 1) if gap else None,
    }
