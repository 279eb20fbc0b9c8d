"""A whole article: find its spam, cut it, and say in figures what was done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crawler.items import Fragment, Spam, uncut_body
from crawler.spam.cutting import GONE, cut
from crawler.spam.detector import Thresholds, Verdict, find_spam
from crawler.spam.hosts import host_of, is_betting_house, says_whose, sells_bets
from crawler.spam.injected_headline import replaced
from crawler.spam.suspects import suspects

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.items import Article, Draft
    from crawler.spam.memory import Memory


def not_seen(draft: Draft) -> list[Fragment]:
    """Return what a page's head says of it, and what else is suspect where nobody looks.

    It is attacked first and mended last.
    """
    said = [text for text in (",".join(draft.keywords), draft.description) if text]
    head = [Fragment(0, text, "chrome", "meta", hidden_by="head") for text in said]
    beside = [f for f in draft.unseen if f.text not in said]
    found = [*head, *suspects(beside)]
    known = {host_of(f.text) for f in found if f.hidden_by == "address"}
    found += [f for f in _sold_addresses(draft) if host_of(f.text) not in known]
    return [replace(f, index=n) for n, f in enumerate(found, len(draft.fragments))]


def _sold_addresses(draft: Draft) -> list[Fragment]:
    """Return the betting houses that a page's markup names, and those that its texts link to by any word.

    A link that says itself whose it is (``Bet365``) is a text to judge, and no trap.
    """
    sold = {host: f"//{host}/" for host in draft.hosts if is_betting_house(host)}
    links = [(f.text[x.start : x.end], x.href) for f in draft.fragments for x in f.links if x.offsite]
    links = [(text, href) for text, href in links if sells_bets(href)]
    for text, href in links:
        if says_whose(text, href):
            sold.pop(host_of(href), None)
    sold |= {host_of(href): href for text, href in links if not says_whose(text, href)}
    return [Fragment(0, address, "chrome", "code", hidden_by="link") for address in sold.values()]


def _judged(draft: Draft, thresholds: Thresholds, memory: Memory | None) -> Verdict:
    return find_spam(
        [*draft.fragments, *not_seen(draft)],
        title=draft.title,
        kicker=draft.kicker,
        subtitle=draft.subtitle,
        thresholds=thresholds,
        memory=memory,
    )


def despam(
    article: Article,
    thresholds: Thresholds,
    memory: Memory | None = None,
    count: Callable[[str, int], None] | None = None,
) -> Verdict:
    """Fill ``spam_spans``, ``spam`` and the cut fields of ``article`` from its draft; a doorway stays uncut.

    A headline that is spam as a whole gives way to the page's other one.

    ``count`` is told how many spans were cut and flagged, and whether the page is hacked.
    """
    draft = article.draft
    verdict = _judged(draft, thresholds, memory)
    if replaced(draft, verdict, thresholds):
        verdict = _judged(draft, thresholds, memory)
    gone = [s for s in verdict.spans if s.state in GONE]
    chars = sum(len(s.text) for s in gone)
    article.spam_spans = verdict.spans
    article.spam = Spam(len(gone), chars, sorted({s.kind for s in gone}), verdict.hacked)
    if count:
        count("spans_cut", len(gone))
        count("spans_flagged", len(verdict.spans) - len(gone))
        count("pages_hacked", int(verdict.hacked))
    if not verdict.doorway:
        of = {name: [s for s in gone if s.field == name] for name in ("title", "kicker", "subtitle", "body")}
        article.title.original = cut(draft.title, of["title"])
        article.kicker = cut(draft.kicker, of["kicker"])
        article.subtitle = cut(draft.subtitle, of["subtitle"])
        article.body.original = cut(uncut_body(draft.fragments), of["body"])
        article.paragraphs = [line for line in article.body.original.split("\n") if line.strip()]
    return verdict
