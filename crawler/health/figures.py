"""What one crawl of one site came to, in figures; counted as its articles go by."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crawler.items import Article

FIELDS = ("date", "byline", "source", "section")
"""Fields an article may do without, and whose loss tells a redesign."""
_EXAMPLES = 5
_BROKEN_TEXT = 1 / 500
"""Share of characters that could not be decoded from which a page counts: single ones are everywhere."""


@dataclass(slots=True)
class Figures:
    """One crawl; a page is one article's."""

    run: str
    """``_id`` of its document in ``runs``."""
    at: datetime
    """When it began."""
    reason: str = ""
    """Why it ended."""
    exit_code: int = 0
    partial: bool = False
    """Asked for less than all of the site's lists: nothing about the site follows from what is missing."""
    lists: dict[str, int] = field(default_factory=dict)
    """Article links on the first page of each list that could be read."""
    list_pages: int = 0
    list_failures: dict[str, int] = field(default_factory=dict)
    """Lists that could not be read or named nothing, by reason."""
    lists_checked: int = 0
    lists_hacked: int = 0
    """List pages looked at for injected content, and those that carry it."""
    new: int = 0
    edited: int = 0
    unchanged: int = 0
    rejected: int = 0
    """Pages set aside for the first time, and stored articles found gone."""
    rejections: dict[str, int] = field(default_factory=dict)
    """All pages set aside, by reason: ``robots``, ``timeout``, ``http_404``, ``no_title``, ``doorway`` …"""
    challenges: int = 0
    looked: int = 0
    """Pages that became articles, new or not."""
    fields: dict[str, int] = field(default_factory=dict)
    """Of these, pages that gave a field (see ``FIELDS``)."""
    body: int = 0
    """Median length of their texts, in characters."""
    methods: dict[str, int] = field(default_factory=dict)
    """Pages by extraction method."""
    garbled: int = 0
    """Pages of whose text more than one character in 500 could not be decoded."""
    hacked: int = 0
    """Pages with injected content, doorway pages included."""
    newest: datetime | None = None
    """Latest publication time among them."""
    alarms: list[str] = field(default_factory=list)
    """Kinds of the alarms that were open after this crawl: it does not show what is usual for them."""

    @property
    def links(self) -> int:
        """Article links on the first pages of all lists."""
        return sum(self.lists.values())

    def document(self) -> dict[str, Any]:
        """Return it as MongoDB takes it: addresses are no field names there."""
        lists = [{"list": url, "links": links} for url, links in sorted(self.lists.items())]
        return asdict(self) | {"lists": lists}

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Figures:
        """Return what ``document`` gave; fields of another version are left out."""
        known = {f.name for f in fields(cls)}
        values = {name: value for name, value in document.items() if name in known}
        values["lists"] = {row["list"]: row["links"] for row in document.get("lists", ())}
        return cls(**values)


class Tally:
    """Counts articles as they come out of the pipelines, and keeps some addresses as evidence."""

    def __init__(self) -> None:
        self.looked = self.garbled = self.hacked = 0
        self.fields: Counter[str] = Counter()
        self.methods: Counter[str] = Counter()
        self.rejections: Counter[str] = Counter()
        self.list_failures: Counter[str] = Counter()
        self.lengths: list[int] = []
        self.lists: dict[str, int] = {}
        self.lists_checked = self.lists_hacked = 0
        self.newest: datetime | None = None
        self.evidence: dict[str, list[str]] = {}
        """Kind of trouble (``hacked``, ``no date``, a rejection's reason …) → the first addresses with it."""

    def take(self, article: Article) -> None:
        """Count an article, stored or set aside."""
        if article.rejection is not None:
            why = article.rejection
            of_lists = why.step == "list"
            (self.list_failures if of_lists else self.rejections)[why.reason] += 1
            self._note(f"list {why.reason}" if of_lists else why.reason, article.url)
            if why.reason == "doorway":
                self._hacked(article)
            return
        self.looked += 1
        by = article.byline
        found = {
            "date": article.published_at,
            "byline": by.reporters or by.correspondents or by.editors,
            "source": article.source.name,
            "section": article.section,
        }
        for name, value in found.items():
            if value:
                self.fields[name] += 1
            else:
                self._note(f"no {name}", article.url)
        self.lengths.append(len(article.body.original))
        self._note("article", article.url)
        self.methods[article.draft.method or "none"] += 1
        if article.draft.mojibake > _BROKEN_TEXT * max(self.lengths[-1], 1):
            self.garbled += 1
            self._note("garbled", article.url)
        if article.spam.hacked:
            self._hacked(article)
        if article.published_at and (self.newest is None or article.published_at > self.newest):
            self.newest = article.published_at

    def list_read(self, name: str, links: int) -> None:
        """Count a page of a list, or of an issue, with the article links it gave."""
        self.lists[name] = self.lists.get(name, 0) + links

    def list_inspected(self, url: str, *, hacked: bool) -> None:
        """Count a list page that was looked at for injected content."""
        self.lists_checked += 1
        if hacked:
            self.lists_hacked += 1
            self._note("list hacked", url)

    def _hacked(self, article: Article) -> None:
        self.hacked += 1
        self._note("hacked", article.url)

    def _note(self, kind: str, url: str) -> None:
        urls = self.evidence.setdefault(kind, [])
        if len(urls) < _EXAMPLES and url not in urls:
            urls.append(url)

    def figures(self, run: str, at: datetime, stats: Mapping[str, Any], **more: Any) -> Figures:
        """Return the figures of the whole crawl; ``stats`` are Scrapy's, ``more`` fields no article tells."""

        def stat(name: str) -> int:
            return int(stats.get(name) or 0)

        aside = self.rejections.total()
        given = {"lists": dict(self.lists)} | more
        return Figures(
            run,
            at,
            lists_checked=self.lists_checked,
            lists_hacked=self.lists_hacked,
            list_pages=stat("list/pages"),
            list_failures=dict(self.list_failures),
            new=stat("store/new"),
            edited=stat("store/edited"),
            unchanged=stat("store/unchanged") + stat("incremental/not_modified"),
            rejected=min(aside, stat("store/rejected") + stat("store/withdrawn")),
            rejections=dict(self.rejections),
            challenges=self.rejections["challenge"] + self.list_failures["challenge"],
            looked=self.looked,
            fields={name: self.fields[name] for name in FIELDS},
            body=int(median(self.lengths)) if self.lengths else 0,
            methods=dict(self.methods),
            garbled=self.garbled,
            hacked=self.hacked,
            newest=self.newest,
            **given,
        )
