"""What analysts said of single spans, carried over to new versions of an article and new rules."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from crawler.items import SpamSpan, uncut_body
from crawler.spam import cut
from crawler.spam.cutting import GONE
from crawler.spam.detector import tell_of_hacking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crawler.items import Article

JUDGED = frozenset({"restored", "confirmed"})
CUT_FIELDS = ("title", "kicker", "subtitle", "body")


def to_span(stored: Mapping[str, Any]) -> SpamSpan:
    """Return a document of ``spam_spans`` as the record it was made of."""
    names = {f.name for f in fields(SpamSpan)}
    return SpamSpan(**{name: value for name, value in stored.items() if name in names})


def respect(article: Article, stored: Iterable[Mapping[str, Any]]) -> None:
    """Leave in the text what an analyst restored, keep cut what one confirmed; then cut again.

    ``stored`` are documents of ``spam_spans``.  A judgement holds where its text still stands in its field,
    at the nearest place to where it stood, whatever today's rules find there.  Outside the article there is
    nothing to cut: there it says whether the page is hacked.
    """
    stored = list(stored)
    draft = article.draft
    texts = {
        "title": draft.title,
        "kicker": draft.kicker,
        "subtitle": draft.subtitle,
        "body": uncut_body(draft.fragments),
    }
    judged: list[SpamSpan] = []
    for old in sorted(map(to_span, stored), key=lambda s: (s.field, s.start)):
        if old.state not in JUDGED or old.field not in texts:
            continue
        at = _nearest(texts[old.field], old, judged)
        if at < 0:
            continue  # the page no longer says it
        old.start, old.end, old.fragment = at, at + len(old.text), -1
        judged.append(old)
    found = article.spam_spans
    for old in judged:
        found = [part for s in found for part in _without(s, old)]
    article.spam_spans = [*found, *judged]
    of_page = {s["text"]: s["state"] for s in stored if s["field"] == "page" and s["state"] in JUDGED}
    for span in article.spam_spans:
        if span.field == "page":
            span.state = of_page.get(span.text, span.state)
    clean = {
        name: cut(text, [s for s in article.spam_spans if s.field == name]) for name, text in texts.items()
    }
    article.title.original, article.body.original = clean["title"], clean["body"]
    article.kicker, article.subtitle = clean["kicker"], clean["subtitle"]
    article.paragraphs = [line for line in clean["body"].split("\n") if line.strip()]
    gone = [s for s in article.spam_spans if s.state in GONE]
    article.spam.spans, article.spam.chars = len(gone), sum(len(s.text) for s in gone)
    article.spam.kinds = sorted({s.kind for s in gone})
    article.spam.hacked = tell_of_hacking(gone)


def _nearest(text: str, old: SpamSpan, taken: list[SpamSpan]) -> int:
    """Return where the span's text stands nearest to its old place and free; -1: nowhere."""
    size = len(old.text)
    used = {s.start for s in taken if s.field == old.field and s.text == old.text}
    places: list[int] = []
    at = text.find(old.text) if size else -1
    while at >= 0:
        if at not in used:
            places.append(at)
        at = text.find(old.text, at + size)
    return min(places, key=lambda place: abs(place - old.start), default=-1)


def _without(span: SpamSpan, judged: SpamSpan) -> list[SpamSpan]:
    """Return what is left of a span beside a judged one; nothing where it is much the same text."""
    if span.field != judged.field or span.end <= judged.start or judged.end <= span.start:
        return [span]
    if 2 * (min(span.end, judged.end) - max(span.start, judged.start)) > span.end - span.start:
        return []
    return [
        replace(span, start=a, end=b, text=span.text[a - span.start : b - span.start])
        for a, b in ((span.start, judged.start), (judged.end, span.end))
        if a < b
    ]


def carry_reviews(spans: Iterable[dict[str, Any]], stored: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return new spans with what analysts said of the same text in the same field: state, who, when.

    A span that today's rules cut and an analyst confirmed is confirmed.  What an analyst restored is in the
    text only where ``respect`` left it there; here it keeps its reviewer.
    """
    reviews = {
        (s["field"], s["text"]): {k: s[k] for k in ("state", "reviewed_by", "reviewed_at") if k in s}
        for s in stored
        if s.get("state") in JUDGED
    }
    carried = []
    for span in spans:
        review = reviews.get((span["field"], span["text"]), {})
        holds = review.get("state") == span["state"] or (review.get("state"), span["state"]) in {
            ("confirmed", "cut"),
            ("restored", "flagged"),
        }
        carried.append(span | review if holds else dict(span))
    return carried
