"""The records: what a page is taken apart into, and what an article is.

Every field's meaning is written once, here.  ``Draft`` is what extraction found, raw and untouched;
``Article`` is the item that walks through the pipelines and becomes a document of ``articles``.
Offsets are in Unicode code points, ``start`` inclusive, ``end`` exclusive.  Times are aware, in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  (itemadapter resolves the annotations)
from typing import Any, Literal

Role = Literal["title", "body", "byline", "chrome"]
FragmentKind = Literal[
    "paragraph", "heading", "list_item", "quote", "table_row", "caption", "line", "meta", "code"
]
ScriptName = Literal["hans", "hant", "mixed", "undetermined"]
Precision = Literal["second", "minute", "day"]
SpanState = Literal["cut", "flagged", "restored", "confirmed"]


@dataclass(slots=True)
class Link:
    """An anchor inside a fragment."""

    href: str
    """Absolute where the page's URL is known, else as written."""
    start: int
    """Where the anchor's text begins in the fragment's text."""
    end: int
    offsite: bool = False
    """True when the registered domain differs from the page's."""


@dataclass(slots=True)
class Fragment:
    """One text block of a page in page order, with the facts the spam detector needs."""

    index: int
    """Position in the page; for line input the line's number from 0, blank lines counted."""
    text: str
    """As published: entities decoded, runs of layout white space folded, nothing else changed; a line of
    line input to the letter."""
    role: Role = "body"
    """What extraction takes it for.  Despam leaves it alone: a fragment cut whole keeps its role."""
    kind: FragmentKind = "paragraph"
    """``meta``: what the page's head says in words; ``code``: what is no words, a script or empty elements.
    Despam judges both with the page."""
    path: str = ""
    """Element path such as ``html/body/div#content.article/p``; empty for line input."""
    page: int = 1
    """Which page of a multi-page article, from 1."""
    hidden: bool = False
    hidden_by: str = ""
    """Why: ``display:none``, ``font-size:0``, ``off-screen``, ``colour``, ``class``, ``noscript`` …"""
    link_chars: int = 0
    """Characters of ``text`` inside anchors; link density is this over ``len(text)``."""
    links: list[Link] = field(default_factory=list)
    script: ScriptName = "undetermined"
    """Set by step 200."""


@dataclass(slots=True)
class SpamSpan:
    """One cut (or flagged) piece of text, enough to put it back and to judge it."""

    field: str
    """``title``, ``kicker``, ``subtitle`` or ``body``: offsets count in that field's uncut text
    (body: body fragments joined with a newline).  ``page``: the fragment is outside the article;
    offsets count in all fragments of the page joined with a newline, behind them its head's keywords and
    description and what is suspect of ``Draft.unseen``, and nothing had to be cut."""
    start: int
    end: int
    text: str
    kind: str
    """``link_block``, ``head_line``, ``title_suffix``, ``inline_clause``, ``brand_replacement``,
    ``call_to_action``, ``spliced_story``, ``doorway``, ``hidden_text`` …"""
    score: float
    """0 to 1."""
    rule: str
    """``name@version`` of the rule or model that decided."""
    evidence: str = ""
    """In words, for the reviewer."""
    state: SpanState = "cut"
    fragment: int = -1
    """Index of the fragment it lies in; -1 for a field that has none."""


@dataclass(slots=True)
class Image:
    """An image of the article."""

    url: str
    caption: str = ""


@dataclass(slots=True)
class Draft:
    """What extraction found on a page, raw: strings as published, nothing parsed away."""

    url: str = ""
    """The address fetched (after redirects)."""
    canonical_url: str = ""
    """As declared by the page (``link rel=canonical``, ``og:url``), absolute; may be empty."""
    title: str = ""
    kicker: str = ""
    subtitle: str = ""
    fragments: list[Fragment] = field(default_factory=list)
    """The whole page, chrome included; at most one has the role ``title``, ``title`` is in its text."""
    unseen: list[Fragment] = field(default_factory=list)
    """What the page says where readers do not look (head, attributes, scripts, comments), for the detector;
    ``hidden_by`` says where."""
    hosts: list[str] = field(default_factory=list)
    """Hosts of other sites that its markup and scripts name and that no text shows, for the detector."""
    byline_raw: list[str] = field(default_factory=list)
    """Strings that say who wrote, edited or supplied it, in page order (``本报记者 张三`` …)."""
    author_raw: str = ""
    source_raw: str = ""
    source_url: str = ""
    editor_raw: str = ""
    published_raw: str = ""
    """The string the publication time is read from, as found; empty when the page shows none."""
    modified_raw: str = ""
    section: str = ""
    breadcrumbs: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    description: str = ""
    images: list[Image] = field(default_factory=list)
    is_partial: bool = False
    """True for a paywall's teaser."""
    language: str = ""
    """As declared (``zh-CN``, ``zh-HK`` …)."""
    encoding: str = ""
    mojibake: int = 0
    """Characters that could not be decoded (U+FFFD and the like)."""
    not_article: str = ""
    """Why this is no article (``index_page``, ``video``, ``gallery``, ``about_page``, ``document``,
    ``data_page``, ``product_page``, ``not_found``, ``error_page``, ``login``, ``challenge``, ``empty`` …)."""
    method: str = ""
    """Which path gave the body: ``site``, ``family:<name>``, ``json_ld``, ``state``,
    ``generic``, ``lines``."""
    confidence: float = 0.0
    """0 to 1, of the body."""
    fields: dict[str, str] = field(default_factory=dict)
    """Provenance: field → selector or rule that gave it."""
    next_pages: list[str] = field(default_factory=list)
    """Addresses of this article's other pages, in order, where the page shows them."""


@dataclass(slots=True)
class Text:
    """A text in three forms: as published with the spam cut, and its two derived scripts."""

    original: str = ""
    hans: str = ""
    hant: str = ""


@dataclass(slots=True)
class Byline:
    """Who wrote and who edited; names only where the text says so."""

    raw: str = ""
    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    reviewers: list[str] = field(default_factory=list)
    """Who proof-read or cleared it (校对, 审核, 终审)."""


@dataclass(slots=True)
class Source:
    """Who supplied the text."""

    name: str = ""
    """As published (新華社客戶端)."""
    outlet: str = ""
    """The one name that outlet goes by (新华社), see ``crawler.text.outlets``; of several, the first's."""
    url: str = ""


@dataclass(slots=True)
class Published:
    """How the publication time was read."""

    raw: str = ""
    precision: Precision | None = None
    timezone: str = "+08:00"
    inferred: list[str] = field(default_factory=list)
    """What the string did not say: ``year``, ``date``, ``relative``, ``timezone`` …"""


@dataclass(slots=True)
class Script:
    """The article's script, over its cut text."""

    detected: ScriptName = "undetermined"
    machine_converted: bool = False
    """Traditional that a machine made from Simplified (left-overs such as 立于, 注冊)."""
    converter: dict[str, str] = field(default_factory=dict)
    """``library``, ``version``, ``config`` of the derived forms."""


@dataclass(slots=True)
class Spam:
    """The article's spam in figures; the spans themselves are in ``spam_spans``."""

    spans: int = 0
    chars: int = 0
    kinds: list[str] = field(default_factory=list)
    hacked: bool = False


@dataclass(slots=True)
class Rejection:
    """Why this is not stored as an article; it goes to ``rejected_items`` instead."""

    reason: str
    """One snake_case word or two: ``no_title``, ``doorway``, ``challenge``, ``http_404`` …"""
    step: str
    """Pipeline step or crawl stage that said so."""
    detail: str = ""


@dataclass(slots=True)
class Article:
    """The item: a draft on its way to being a document of ``articles``.

    Pipelines fill it in from ``draft``; only ``Rejection`` stops it.  Not in the document of ``articles``:
    ``id`` (it is the ``_id``), ``reader_region``, ``draft`` and ``rejection`` (of ``rejected_items``), and
    what has collections of its own: ``spam_spans``, ``fingerprint``, ``lessons``, and in ``visits`` ``etag``,
    ``last_modified``, ``listed`` and ``known_as``.
    """

    draft: Draft
    id: str = ""
    """Stable hash of ``canonical_url``; for local input the row's id or path."""
    url: str = ""
    canonical_url: str = ""
    site: str = ""
    outlet: str = ""
    region: str = ""
    """ISO 3166-2, of the outlet."""
    section: str = ""
    breadcrumbs: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    title: Text = field(default_factory=Text)
    kicker: str = ""
    subtitle: str = ""
    body: Text = field(default_factory=Text)
    paragraphs: list[str] = field(default_factory=list)
    """``body.original`` in paragraphs, those left empty by a cut omitted."""
    images: list[Image] = field(default_factory=list)
    byline: Byline = field(default_factory=Byline)
    source: Source = field(default_factory=Source)
    published_at: datetime | None = None
    published: Published = field(default_factory=Published)
    modified_at: datetime | None = None
    script: Script = field(default_factory=Script)
    spam: Spam = field(default_factory=Spam)
    spam_spans: list[SpamSpan] = field(default_factory=list)
    stocks: list[dict[str, Any]] = field(default_factory=list)
    regions: list[dict[str, Any]] = field(default_factory=list)
    amounts: list[dict[str, Any]] = field(default_factory=list)
    duplicates: dict[str, Any] = field(default_factory=dict)
    extraction: dict[str, Any] = field(default_factory=dict)
    archive: dict[str, Any] = field(default_factory=dict)
    """``file`` and ``offset`` of the WARC record."""
    search_title: str = ""
    """The title as the text index reads it, see ``crawler.text.search_key``; weighs more."""
    search_terms: str = ""
    """Title and body as the text index reads them: folded, Chinese in overlapping pairs."""
    is_partial: bool = False
    first_seen_at: datetime | None = None
    fetched_at: datetime | None = None
    updated_at: datetime | None = None
    revision: int = 0
    reader_region: str = "TW"
    """Whose Traditional the ``hant`` form is: ``TW`` or ``HK``."""
    etag: str = ""
    last_modified: str = ""
    known_as: list[str] = field(default_factory=list)
    """Ids of the addresses that led here (before redirects, as lists write them) beside ``id``."""
    listed: dict[str, Any] | None = None
    """What the list said of it, with which its page can be asked for again without the list; None: not so."""
    fingerprint: bytes = b""
    """MinHash of the clean text (step 500), for ``duplicates``; kept in ``fingerprints``."""
    lessons: list[dict[str, Any]] = field(default_factory=list)
    """What it teaches its site's ``spam_memory`` (step 300); written with it."""
    rejection: Rejection | None = None

    def __str__(self) -> str:
        """Return what Scrapy's log calls it: not its whole text."""
        return self.url or self.draft.url or self.id


def page_text(fragments: list[Fragment]) -> str:
    """Return the whole page's text: what ``page`` offsets count in."""
    return "\n".join(f.text for f in fragments)


def uncut_body(fragments: list[Fragment]) -> str:
    """Return the article's text with nothing cut: what ``body`` offsets count in."""
    return "\n".join(f.text for f in fragments if f.role == "body")
