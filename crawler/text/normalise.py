"""Step 100: an article's fields from its draft — trimmed, split, in UTC, under one address.

Texts stay as published: ``title.original`` and ``body.original`` are taken over uncut, character for
character, because the spans cut later count in them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from typing import TYPE_CHECKING

from crawler.extract.byline import read_credits
from crawler.extract.credit_lines import find_bylines, has_credit, is_signature, linked_authors
from crawler.items import Image, Published, uncut_body
from crawler.text.dates import CHINA, ParsedDate, date_in_url, parse_date
from crawler.text.outlets import canonical_outlet
from crawler.text.urls import article_id, canonical_url, same_article
from crawler.text.whitespace import invisible_counts, one_line

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from crawler.items import Article, Draft, Fragment

_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})")
_HOME = re.compile(
    r"^(?:首页|首頁|主页|主頁|网站首页|網站首頁|home|正文|文章详情|文章詳情|详情|內文|内文|新闻详情|返回首页"
    r"|当前位置|您的位置|我的位置)$",
    re.IGNORECASE,
)
_EDGE = " >＞»›/|:：·-"


@dataclass(slots=True)
class Outcome:
    """What normalising met, for the step's counters."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, what: str, by: int = 1) -> None:
        """Count ``what``."""
        if by:
            self.counts[what] = self.counts.get(what, 0) + by


def zone(offset: str) -> tzinfo:
    """Return the zone of an offset such as ``+08:00``.  Raises ValueError naming it otherwise."""
    m = _OFFSET.fullmatch(offset.strip())
    if m is None:
        raise ValueError(f"time zone must look like +08:00, not {offset!r}")
    shift = timedelta(hours=int(m[2]), minutes=int(m[3]))
    return timezone(-shift if m[1] == "-" else shift)


def published_at(draft: Draft, *, now: datetime | None, tz: tzinfo = CHINA) -> tuple[ParsedDate | None, str]:
    """Read a draft's publication date; the string, else the address.

    Returns the date and the string it was read from.  The year or day the string does not say is
    taken from the address where that carries one, before the moment of fetching decides.
    """
    date = parse_date(draft.published_raw, now=now, tz=tz) if draft.published_raw else None
    in_url = date_in_url(draft.url, now=now, tz=tz)
    if date is None:
        return (in_url, in_url.raw) if in_url else (None, draft.published_raw)
    if in_url and (unsaid := {"year", "date"} & set(date.inferred)):
        end = in_url.at + (timedelta(days=2) if "year" in unsaid else timedelta(hours=23, minutes=59))
        moved = parse_date(draft.published_raw, now=end, tz=tz)
        if moved and abs(moved.at - in_url.at) <= timedelta(days=2):
            inferred = [i for i in moved.inferred if i not in unsaid]
            return ParsedDate(moved.at, moved.precision, inferred, moved.raw), draft.published_raw
    return date, draft.published_raw


def _list(values: list[str], limit: int = 40) -> list[str]:
    cleaned = (one_line(v).strip(_EDGE) for v in values)
    return list(dict.fromkeys(v for v in cleaned if v and len(v) <= limit))


def normalise(article: Article) -> Outcome:
    """Fill ``article`` from its draft, in place; return what was met.

    Relative and yearless dates need ``article.fetched_at``.  ``article.published.timezone`` is the
    site's zone.  An ``id`` or ``canonical_url`` already set (a site knows which query counts, local
    input has ids of its own) stays.
    """
    draft, met = article.draft, Outcome()
    _address(article, met)
    _dates(article, met)
    told_by = _credits(article, met)
    breadcrumbs = [b for b in _list(draft.breadcrumbs) if not _HOME.match(b) and b != draft.title.strip()]
    article.breadcrumbs = breadcrumbs
    article.section = one_line(draft.section).strip(_EDGE) or (breadcrumbs[-1] if breadcrumbs else "")
    article.keywords = _list(draft.keywords)
    article.outlet = one_line(article.outlet)
    article.title.original = draft.title
    article.kicker, article.subtitle = draft.kicker, draft.subtitle
    article.body.original = uncut_body(draft.fragments)
    article.paragraphs = [f.text for f in draft.fragments if f.role == "body" and f.text.strip()]
    article.images = [Image(i.url.strip(), one_line(i.caption)) for i in draft.images if i.url.strip()]
    article.is_partial = article.is_partial or draft.is_partial
    article.extraction = {
        **article.extraction,
        "method": draft.method,
        "confidence": draft.confidence,
        "encoding": draft.encoding,
        "mojibake": draft.mojibake,
        "fields": {**draft.fields, **told_by},
    }
    for kind, n in invisible_counts(f"{draft.title}\n{article.body.original}").items():
        met.add(f"invisible_{kind}", n)
    met.add("mojibake", draft.mojibake)
    return met


def _address(article: Article, met: Outcome) -> None:
    draft = article.draft
    article.url = article.url or draft.url
    if not article.canonical_url:
        try:
            fetched = canonical_url(article.url) if article.url else ""
            declared = canonical_url(draft.canonical_url) if draft.canonical_url else ""
        except ValueError:
            fetched, declared = _canonical_or_raw(article.url), ""
            met.add("urls_unusable")
        trusted = bool(declared) and (not fetched or same_article(declared, fetched))
        article.canonical_url = declared if trusted else fetched
        met.add("canonical_declared", int(trusted and declared != fetched))
    article.id = article.id or (article_id(article.canonical_url) if article.canonical_url else "")


def _canonical_or_raw(url: str) -> str:
    """Return the canonical form of an address, or the address itself when it has none (a local path)."""
    try:
        return canonical_url(url)
    except ValueError:
        return url.strip()


def _dates(article: Article, met: Outcome) -> None:
    draft, tz = article.draft, zone(article.published.timezone)
    date, raw = published_at(draft, now=article.fetched_at, tz=tz)
    article.published = Published(raw.strip(), timezone=article.published.timezone)
    if date:
        article.published_at = date.at
        article.published.precision, article.published.inferred = date.precision, list(date.inferred)
        met.add("dates_inferred", int(bool(date.inferred)))
    else:
        article.published_at = None
        met.add("dates_unreadable" if raw.strip() else "dates_missing")
    if draft.modified_raw:
        modified = parse_date(draft.modified_raw, now=article.fetched_at, tz=tz)
        # A day without a time, or a moment before publication, changes nothing that is known
        if modified and (date is None or modified.at >= date.at) and modified.precision != "day":
            article.modified_at = modified.at


def _credit_lines(draft: Draft) -> list[str]:
    """Return what says who wrote or supplied the text: lines found by extraction, beside it, in it."""
    inside = [i for i, f in enumerate(draft.fragments) if f.role == "body"]
    heads = [i for i, f in enumerate(draft.fragments) if f.role == "title"]
    beside: list[str] = []
    read = {line.replace(" ", "") for line in draft.byline_raw}
    headline = {name for i in heads if (name := _own_name(draft.fragments[i]))}
    if inside:
        first = min(heads[-1] if heads and heads[-1] < inside[0] else inside[0], inside[0]) - 2
        for i in (*range(max(first, 0), inside[0]), *range(inside[-1] + 1, inside[-1] + 6)):
            if i < len(draft.fragments):
                fragment = draft.fragments[i]
                if i > inside[-1] and (fragment.kind == "heading" or _own_name(fragment) in headline):
                    break  # the next article, or other things
                # Extraction has set some apart, element by element: these are not read again run together
                known = fragment.role == "title" or fragment.text.replace(" ", "") in read
                if not known and not fragment.hidden and has_credit(fragment.text):
                    beside.append(fragment.text)
    in_text = find_bylines([draft.fragments[i].text for i in inside])
    return list(
        dict.fromkeys(line.strip() for line in (*draft.byline_raw, *beside, *in_text) if line.strip())
    )


def _own_name(fragment: Fragment) -> str:
    """Return the element a block lies in when it has an id or class: ``div.title``; else nothing."""
    step = fragment.path.rpartition("/")[2]
    return step if "." in step or "#" in step else ""


def _signature(draft: Draft) -> tuple[str, str]:
    """Return who signs beside the headline without a word such as 记者, and how: by name or author link."""
    first = next((i for i, f in enumerate(draft.fragments) if f.role == "body"), None)
    if first is None:
        return "", ""
    head = max((i for i, f in enumerate(draft.fragments[:first]) if f.role == "title"), default=first - 2)
    start = max(head, first - 6, 0)
    # below the text's beginning, only what is set as the text is: not a reader's name over his comment
    own = draft.fragments[first].path
    near = [
        f for f in draft.fragments[start : first + 3] if not f.hidden and (f.index < first or f.path == own)
    ]
    if line := next((f.text.strip() for f in near if is_signature(f.text)), ""):
        return line, "signature"
    above = [f for f in draft.fragments[max(start - 2, 0) : start] if not f.hidden]
    return " ".join(linked_authors([*above, *near])), "author_link"


def _credits(article: Article, met: Outcome) -> dict[str, str]:
    """Fill byline and source; return, by field, what told it."""
    draft = article.draft
    where = {"byline": "text", **draft.fields}
    raws = _credit_lines(draft)
    # What meta elements call the source is often the portal, its owner or its software: lines know better
    meta = where.get("source", "").startswith(("meta:", "json_ld", "account:"))
    source_raw = "" if meta else draft.source_raw
    byline, source, told_by = read_credits(
        raws, author=draft.author_raw, editor=draft.editor_raw, source=source_raw
    )
    if not byline.reporters and (signed := _signature(draft))[0]:
        line, where["author"] = signed
        byline, source, told_by = read_credits(
            [*raws, line], author=line, editor=draft.editor_raw, source=source_raw
        )
    if meta and not source.name:
        _, source, by_meta = read_credits((), source=draft.source_raw)
        told_by |= by_meta
    article.byline, article.source = byline, source
    article.source.outlet = canonical_outlet(source.name, article.region)
    article.source.url = draft.source_url.strip()
    met.add("reporters", len(byline.reporters))
    met.add("without_source", int(not source.name))
    return {name: where.get(what, what) for name, what in told_by.items()}
