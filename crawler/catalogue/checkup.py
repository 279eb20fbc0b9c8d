"""What a look at a live site shows, and what to do about it.  Pure; ``scrapy doctor`` gathers the facts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from crawler.fetch.reasons import CONNECTION_LOST, CONNECTION_REFUSED, CUT_SHORT, NO_SUCH_HOST, TIMEOUT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Article

Verdict = Literal["works", "changed", "blocked", "paywalled", "gone", "unreachable"]

_ADVICE: dict[Verdict, str] = {
    "works": "nothing to do",
    "blocked": "the site wants no crawlers now: leave it, ask the outlet; nothing here gets round a guard",
    "paywalled": "articles are teasers, stored as partial: it takes a subscription or the outlet's own feed",
    "gone": "look for where the outlet has moved (its old address may say); mend {where}",
    "unreachable": "no answer: check the network here, try again later, then from elsewhere",
}

_REFUSED = {
    "challenge",
    "robots",
    "blocked",
    "http_401",
    "http_403",
    "http_405",
    "http_412",
    "http_429",
    "http_451",
    "http_521",
}
_GONE = {"http_404", "http_410", NO_SUCH_HOST, "offsite", "no_issue"}
_SILENT = {TIMEOUT, CONNECTION_REFUSED, CONNECTION_LOST, CUT_SHORT, "fetch_error"}
_JUDGED = {
    "title": "title",
    "body": "body",
    "date": "published",
    "source": "source",
    "author": "author",
    "byline": "byline",
}
"""Selector → the name under which a draft says where that field came from."""


@dataclass(slots=True)
class Findings:
    """What one short crawl of a site came to."""

    site: str
    lists: int = 0
    """List pages that were read."""
    links: int = 0
    """Links to articles they named."""
    articles: int = 0
    partial: int = 0
    hits: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Selector → articles where it found something, and articles in all."""
    reasons: Counter[str] = field(default_factory=Counter)
    """``step/reason`` of what was set aside."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Host that is none of the site's → links of its lists that lead there."""
    taken_for_pages: int = 0
    """Links of a digital newspaper that its patterns for pages and for articles both fit."""
    sample: dict[str, Any] = field(default_factory=dict)

    def add(self, article: Article, declared: frozenset[str]) -> None:
        """Count an item of the crawl; ``declared``: names of the selectors the site itself sets."""
        why = article.rejection
        if why is not None and why.reason == "step_error":
            why = None  # our fault, not the site's
        if why is not None:
            self.reasons[f"{why.step}/{why.reason}"] += 1
            if why.step in {"list", "fetch"}:
                return
        self.articles += why is None
        self.partial += article.is_partial
        for name in declared & set(_JUDGED):
            found, of = self.hits.get(name, (0, 0))
            where = article.draft.fields.get(_JUDGED[name], "")
            self.hits[name] = (found + where.startswith(("site", "family")), of + 1)
        if not self.sample and why is None:
            self.sample = {
                "url": article.url,
                "title": article.title.original or article.draft.title,
                "published": article.published.raw or article.draft.published_raw,
                "paragraphs": len(article.paragraphs),
                "first": (article.paragraphs or [""])[0][:60],
            }


def advice(verdict: Verdict, site: str, *, where: str, golden_pages: str = "") -> str:
    """Return what to do about a site.

    ``where``: the file that declares it; ``golden_pages``: the folder of its golden pages, ``""`` for none.
    """
    if verdict != "changed":
        return _ADVICE[verdict].format(where=where)
    if golden_pages:
        return f"compare its pages with {golden_pages}, mend {where}, scrapy record {site} --force"
    return f"mend {where}"


def is_cut_off(found: Sequence[Findings]) -> bool:
    """Return whether no name of several sites was resolved: then it is this machine that has no network."""
    failed = [{reason.partition("/")[2] for reason in findings.reasons} for findings in found]
    return len(found) > 1 and all(reasons == {NO_SUCH_HOST} for reasons in failed)


def judge(findings: Findings) -> tuple[Verdict, str]:
    """Return the verdict on a site and why, in a few words."""
    failed = Counter({reason.partition("/")[2]: n for reason, n in findings.reasons.items()})
    worst = ", ".join(f"{reason} ×{n}" for reason, n in failed.most_common(3))
    if not findings.articles:
        for verdict, reasons in _FAILURES:
            if verdict == "gone" and findings.links:
                continue  # its lists are there
            if sum(failed[reason] for reason in reasons) * 2 >= max(1, failed.total()):
                return verdict, worst
        if not findings.lists:
            return "unreachable", worst or "no list answered"
        return "changed", _why_no_link(findings) or worst or f"{findings.links} links, no article"
    if findings.partial * 2 > findings.articles:
        return "paywalled", f"{findings.partial} of {findings.articles} articles are teasers"
    lost = sorted(
        name for name, (found, of) in findings.hits.items() if name in {"title", "body"} and not found and of
    )
    if lost:
        return "changed", f"selectors that find nothing: {', '.join(lost)}"
    if failed.total() > findings.articles:
        return "changed", worst
    return "works", f"{findings.articles} articles"


def _why_no_link(findings: Findings) -> str:
    """Return what may keep lists from naming an article; empty where they do, or nothing is known of it."""
    if findings.links:
        return ""
    if findings.taken_for_pages:
        return f"page_url takes in {findings.taken_for_pages} links that article_url fits"
    if findings.elsewhere:
        host, links = findings.elsewhere.most_common(1)[0]
        return f'{links} links lead to {host}: if those are articles, hosts = ("{host}",)'
    return ""


_FAILURES: tuple[tuple[Verdict, set[str]], ...] = (
    ("blocked", _REFUSED),
    ("gone", _GONE),
    ("unreachable", _SILENT),
)
