"""What the made-up sites are put together from: addresses, answers, expectations, bits of markup."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from crawler.sample_press.content import Expected, ExpectedRejection, Paper, Story, utc
from crawler.sample_press.server import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

WEEKDAYS = "一二三四五六日"


@dataclass(slots=True)
class SampleSite:
    """A made-up web site: what it answers, and what a crawl of it must come to."""

    paper: Paper
    now: datetime
    answers: dict[str, Answer] = field(default_factory=dict)
    """Keyed by address, query included."""
    expected: list[Expected] = field(default_factory=list)
    rejected: list[ExpectedRejection] = field(default_factory=list)
    forbidden: list[str] = field(default_factory=list)
    """Addresses robots.txt closes."""

    def url(self, path: str) -> str:
        """Return the address of a path."""
        return f"http://{self.paper.host}{path}"

    def page(self, path: str, html: str, *, encoding: str = "utf-8", **answer: Any) -> str:
        """Serve ``html`` at ``path``; returns its address."""
        body = html.encode(encoding, errors="xmlcharrefreplace")
        self.answers[self.url(path)] = Answer(body, **answer)
        return self.url(path)

    def robots(self, *disallow: str, sitemap: str = "") -> None:
        """Serve robots.txt."""
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in disallow or ("/admin/",))]
        if sitemap:
            lines.append(f"Sitemap: {self.url(sitemap)}")
        self.page("/robots.txt", "\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")

    def expect(self, path: str, story: Story, published_at: datetime | None = None, **changes: Any) -> None:
        """Note that the page at ``path`` must become this article."""
        published_at = published_at or story.published(self.now)
        values: dict[str, Any] = {
            "title": story.title,
            "paragraphs": story.paragraphs,
            "precision": "second" if story.date else "minute",
            **changes,
        }
        to = {"second": {"microsecond": 0}, "minute": {"second": 0, "microsecond": 0}, "day": {}}
        values["published_at"] = utc(published_at.replace(**to[values["precision"]]))
        self.expected.append(
            Expected(self.url(path), self.paper.spider, self.paper.outlet, story=story, **values)
        )

    def reject(self, path: str, reason: str) -> None:
        """Note that the page at ``path`` must end in ``rejected_items``."""
        self.rejected.append(ExpectedRejection(self.url(path), self.paper.spider, reason))


def paragraphs(texts: Iterable[str], *, indent: str = "　　", css: str = "") -> str:
    """Return ``<p>`` elements."""
    attribute = f' class="{css}"' if css else ""
    return "\n".join(f"<p{attribute}>{indent}{escape(text, quote=False)}</p>" for text in texts)


def links(pairs: Iterable[tuple[str, str]], separator: str = "\n") -> str:
    """Return anchors of ``(href, text)``."""
    return separator.join(
        f'<a href="{escape(href)}" target="_blank">{escape(text)}</a>' for href, text in pairs
    )
