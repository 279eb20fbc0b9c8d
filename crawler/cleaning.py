"""Clean documents outside a crawl: the same steps in the same order, without a database."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any

from scrapy.utils.misc import load_object

from crawler.extract import extract_html, extract_lines
from crawler.items import Article

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

    from crawler.documents import Document
    from crawler.extract.selectors import Selectors
    from crawler.step import Step


class Cleaner:
    """Takes one document through extraction and every step that needs no database."""

    def __init__(
        self, settings: BaseSettings, selectors: Selectors | None = None, site: dict[str, str] | None = None
    ) -> None:
        """``site``: ``site``, ``outlet``, ``region`` … to set on each article."""
        table = settings.getdict("ITEM_PIPELINES")
        steps: list[type[Step]] = [load_object(path) for path in sorted(table, key=table.__getitem__)]
        self.steps = [step(settings) for step in steps if not step.needs_database]
        self.selectors = selectors
        self.site = site or {}

    def clean(self, document: Document, now: datetime | None = None) -> Article:
        """Return the cleaned article, or one whose ``rejection`` says why it is none."""
        now = now or datetime.now(UTC)
        if document.html is not None:
            charset = {"Content-Type": f"text/html; charset={document.charset}"} if document.charset else {}
            draft = extract_html(
                document.html, url=document.url, headers=charset, selectors=self.selectors, now=now
            )
        else:
            draft = extract_lines(document.lines or [], url=document.url)
        return self.finish(
            Article(draft=draft, id=document.id, url=document.url, fetched_at=now, **self.site)
        )

    def finish(self, article: Article) -> Article:
        """Run the steps on an article whose draft is there."""
        for step in self.steps:
            step.run(article)
        return article


def fragment_rows(article: Article) -> list[dict[str, Any]]:
    """Return ``{index, original, clean, role, script}`` per fragment; ``spam`` where nothing was left."""
    cuts = sorted(_cuts_by_page_offset(article))
    rows = []
    start = first = 0
    for fragment in article.draft.fragments:
        text, end = fragment.text, start + len(fragment.text)
        while first < len(cuts) and cuts[first][1] <= start:
            first += 1
        kept, at = [], start
        for cut_start, cut_end in islice(cuts, first, None):
            if cut_start >= end:
                break
            kept.append(text[at - start : max(cut_start, at) - start])
            at = max(at, min(cut_end, end))
        clean = "".join([*kept, text[at - start :]])
        gone = len(clean) < len(text) and not clean.strip()
        rows.append(
            {
                "index": fragment.index,
                "original": text,
                "clean": clean,
                "role": "spam" if gone else fragment.role,
                "script": fragment.script,
            }
        )
        start = end + 1
    return rows


def _cuts_by_page_offset(article: Article) -> list[tuple[int, int]]:
    """Bring every cut span to offsets in the page's text, whichever field it was found in."""
    in_body: list[tuple[int, int, int]] = []  # body start, body end, page start
    title_at: int | None = None
    page_at = body_at = 0
    for fragment in article.draft.fragments:
        if fragment.role == "body":
            in_body.append((body_at, body_at + len(fragment.text), page_at))
            body_at += len(fragment.text) + 1
        elif fragment.role == "title" and article.draft.title in fragment.text:
            title_at = page_at + fragment.text.index(article.draft.title)
        page_at += len(fragment.text) + 1
    cuts = []
    for span in article.spam_spans:
        if span.state not in ("cut", "confirmed"):
            continue
        if span.field == "page":
            cuts.append((span.start, span.end))
        elif span.field == "title" and title_at is not None:
            cuts.append((title_at + span.start, title_at + span.end))
        elif span.field == "body":
            cuts += [
                (page + max(span.start, start) - start, page + min(span.end, end) - start)
                for start, end, page in in_body
                if span.start < end and span.end > start
            ]
    return cuts
