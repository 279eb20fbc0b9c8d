"""The sample papers' texts, and what a crawl must make of each: the manifest tests compare with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from crawler.text.clock import CHINA

_HERE = Path(__file__).parent


@dataclass(slots=True)
class Story:
    """One article of a sample paper, as its file in ``papers/`` states it."""

    key: str
    title: str
    text: str
    kicker: str = ""
    subtitle: str = ""
    page: str = ""
    """Newspaper page, of digital newspapers."""
    channel: str = ""
    section: str = ""
    date: str = ""
    """``YYYY-MM-DD HH:MM:SS`` at +08:00; empty where ``age_…`` counts back from the press's clock."""
    age_days: int = 0
    age_minutes: int = 0
    time: str = ""
    byline: str = ""
    author: str = ""
    source: str = ""
    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    script: str = "hans"
    machine_converted: bool = False
    special: str = ""
    """Which of the hard cases this is: ``hacked``, ``hidden_spam``, ``multi_page`` …"""
    charset_case: str = ""
    copy_of: str = ""
    pages: list[int] = field(default_factory=list)
    """Paragraphs on each page of a multi-page article."""
    hard_negative: bool = False
    """True for genuine text that a careless spam filter would cut."""

    @property
    def paragraphs(self) -> list[str]:
        """The text's paragraphs, spam-free."""
        return [line for line in self.text.splitlines() if line]

    def published(self, now: datetime) -> datetime:
        """Return the publication time (aware, +08:00) as seen at ``now``."""
        local = now.astimezone(CHINA)
        if self.age_minutes:
            return local - timedelta(minutes=self.age_minutes)
        if self.age_days:
            hour, minute = map(int, self.time.split(":"))
            day = local - timedelta(days=self.age_days)
            return day.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return datetime.strptime(self.date, "%Y-%m-%d %H:%M:%S").replace(tzinfo=CHINA)


@dataclass(slots=True)
class Paper:
    """A sample paper."""

    host: str
    spider: str
    outlet: str
    stories: list[Story]
    issue_weekday: int = -1
    """Day of the week a digital newspaper appears on, from Monday 0; -1: not one."""

    def issue_date(self, now: datetime) -> date:
        """Return the day of the newest issue at ``now``."""
        today = now.astimezone(CHINA).date()
        return today - timedelta(days=(today.weekday() - self.issue_weekday) % 7)


@dataclass(slots=True)
class Expected:
    """What the database must say about a page once it is crawled."""

    url: str
    spider: str
    outlet: str
    story: Story
    title: str
    paragraphs: list[str]
    published_at: datetime
    """Aware, UTC; of relative dates as seen at the press's clock."""
    precision: str
    spam: list[str] = field(default_factory=list)
    """Injected pieces: each must be in ``spam_spans`` and none in the article."""


@dataclass(slots=True)
class ExpectedRejection:
    """A page that must end in ``rejected_items``."""

    url: str
    spider: str
    reason: str


class Spam:
    """The injected texts, from the one file that may hold them."""

    @cached_property
    def texts(self) -> dict[str, Any]:
        """Pieces by their place: ``tail``, ``tail_label``, ``hidden``, ``inline``."""
        return tomllib.loads((_HERE / "spam.toml").read_text("utf-8"))


def load_paper(name: str) -> Paper:
    """Return the paper of ``papers/<name>.toml``."""
    raw = tomllib.loads((_HERE / "papers" / f"{name}.toml").read_text("utf-8"))
    defaults = {"script": raw.pop("script", "hans")}
    stories = [Story(**{**defaults, **row}) for row in raw.pop("articles")]
    return Paper(**raw, stories=stories)


def utc(moment: datetime) -> datetime:
    """Return ``moment`` in UTC."""
    return moment.astimezone(UTC)
