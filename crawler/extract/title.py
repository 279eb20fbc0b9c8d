"""The headline: which block of the page it is, and its text without what stands in it beside."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING

from crawler.extract.blocks import fold
from crawler.extract.document_title import (
    SEPARATOR,
    SITE_TAIL,
    is_site_name,
    key,
    names_no_article,
    strip_site,
)
from crawler.extract.headline_place import (
    HEADINGS,
    SHORTEST_APART,
    is_named,
    named_over_text,
    over_date,
    runs,
)
from crawler.extract.selectors import texts_in

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.extract.structured import Structured

MAX_TITLE = 160
_RANKS = {"h1": 3.0, "founder-title": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.6}
# What templates set behind a line break inside the heading itself
_BAR = re.compile(
    r"\s+(?=(?:[发發][布佈表][时時日]?[间間期]?|[时時][间間]|日期|[来來]源|作者|记者|記者)\s*[:：]"
    r"|(?:(?:19|20)\d\d|二[〇○零][〇○零一二三四五六七八九]{2})\s*[-年/.]"
    r"|\d{1,2}\s*[-月/]\s*\d{1,2}日?\s+\d{1,2}[:：]\d\d)"
)
_BEHIND_BAR = re.compile(r"\s*[|｜丨]\s*([^|｜丨]{2,12})$")
_CLOCK = re.compile(r"\s*[(（]\d{1,2}[:：]\d\d[)）]$")
"""When it was written, behind the headline."""
# A label set behind the headline in a span of its own
_LABEL = re.compile(
    r"(?:\W*(?:原[创創]|独家|獨家|[转轉][载載]|[头頭][条條]|置[顶頂]|[组組][图圖]|[视視][频頻]"
    r"|更新|推荐|推薦|[付免][费費]|[会會][员員]))+\W*$"
)
_IS_SITE, _FIRST_PART = 0.5, 4.0
_PIECES = 8
_NEAR = 12
"""Blocks behind a headline among which its text begins."""


def _is_app_name(shown: str, by_document: str) -> bool:
    """Tell the name of the site or its app set over every page, when the document has no other title."""
    return is_site_name(by_document) and shown == by_document and bool(SITE_TAIL.search(shown))


class _Stated:
    """What the page says its title is, and how far a block agrees."""

    def __init__(self, document_title: str, declared: str) -> None:
        self.texts = document_title + declared
        self.document = document_title
        self.by_document = strip_site(document_title)
        self.targets = [key(t) for t in (document_title, declared) if t]
        parts = [key(p) for p in SEPARATOR.split(document_title) if key(p)]
        longest = max(map(len, parts[:-1]), default=0)
        self.site = parts[-1] if parts and len(parts[-1]) <= longest else ""
        """What a document's title ends with, most often the site: as a heading of its own no headline."""
        # A document title cut short is the beginning of the headline.
        self.begun = [key(t) for t in (self.by_document, declared) if t.endswith(("…", "..."))]

    def without_bar(self, text: str, node: Node) -> str:
        """Return a heading without what stands in it beside the headline.

        Date and source below it, a label, the lines over and under it in elements of their own.
        """
        if (apart := self._apart(text, node)) != text:
            return apart
        label = _LABEL.search(text, 4)
        if label and self._states(text[: label.start()]) and not self._states(text):
            text = text[: label.start()].rstrip()
        text = _CLOCK.sub("", text)
        bar = _BAR.search(text, 4)
        if bar is None or any(key(text[bar.end() :]) in target for target in self.targets):
            return text
        return text[: bar.start()]

    def _apart(self, text: str, node: Node) -> str:
        """Return the pieces of a heading that are the document's title, when there are others."""
        wanted = key(self.by_document)
        own = key(text)
        if len(wanted) < SHORTEST_APART or wanted not in own or wanted == own:
            return text
        pieces = [piece for t in texts_in(node.element) if (piece := fold(t))]
        for start, end in combinations(range(min(len(pieces), _PIECES) + 1), 2):
            parts = pieces[start:end]
            if key("".join(parts)) == wanted:
                joined = fold("".join(parts))
                return joined if joined in text else text
        return text

    def _states(self, text: str) -> bool:
        return any(key(text) in target for target in self.targets)

    def opens_with(self, text: str) -> bool:
        """Tell what the document's title says first, up to a sign: 把根留住 - 某某的博客."""
        behind = self.document[len(text) :].lstrip()[:1]  # 某某博客: 某某 has the site first
        return (
            behind not in {"", ":", "："}
            and not behind.isalnum()
            and self.document.startswith(text)
            and not SITE_TAIL.search(text)
        )

    def agrees(self, text: str) -> float:
        """Return 0 (not at all) to 6 (the same)."""
        own = key(text)
        if len(own) < 4:
            return 0.0
        if own == self.site:
            return _IS_SITE
        best = 5.0 if any(len(b) >= 6 and own.startswith(b) for b in self.begun) else 0.0
        for target in self.targets:
            if own == target:
                return 6.0
            if own in target:
                best = max(best, 1.0 + 4.5 * len(own) / len(target) if len(own) >= 6 else 0.5)
            elif len(target) >= 8 and own.startswith(target[:-1]) and len(own) <= 2 * len(target):
                best = max(best, 4.0)
        return best


def _looks(node: Node) -> float:
    """Return how much a block looks like the headline by its element and names."""
    up = node.parent
    tag = node.tag if node.tag in _RANKS or up is None else up.tag
    named = is_named(node.ident) or (up is not None and is_named(up.ident))
    return _RANKS.get(tag, 0.0) + (1.0 if named else 0.0)


def _best_block(page: Page, stated: _Stated, site: str) -> tuple[int, float]:
    """Return the block that is most like the headline, and how much; names of the ``site`` are none."""
    best, best_score = -1, 0.0
    for fragment, node in zip(page.fragments, page.nodes, strict=True):
        text = fragment.text
        if not 4 <= len(text) <= MAX_TITLE or node.tag == "title":
            continue
        if text[0] not in stated.texts and node.tag not in HEADINGS and text[1] not in stated.texts:
            continue
        if site and key(text) in site:
            continue
        looks = _looks(node)
        score = stated.agrees(stated.without_bar(text, node) if looks else text)
        if looks and score < _FIRST_PART and stated.opens_with(text):
            score = _FIRST_PART
        if not score and looks < _RANKS["h1"]:
            continue
        linked = fragment.link_chars > 0.8 * len(text)
        score += looks - 3.0 * fragment.hidden - linked * (1.0 if score >= _FIRST_PART else 2.0)
        if score > best_score:
            best, best_score = fragment.index, score
    return best, best_score


def _without_site(shown: str, site: str) -> str:
    """Return a headline without the site's name, or what that begins with, behind a bar: …｜Yahoo."""
    m = _BEHIND_BAR.search(shown)
    return shown[: m.start()] if m and key(m[1]) and key(site).startswith(key(m[1])) else shown


def _over_text(page: Page, best: int) -> int:
    """Return the first heading that says the same as ``best`` where the text stands between the two."""
    if best < 0:
        return best
    said = key(page.fragments[best].text)
    for fragment, node in zip(page.fragments[:best], page.nodes, strict=False):
        if (
            node.tag in _RANKS
            and not fragment.hidden
            and not fragment.link_chars
            and key(fragment.text) == said
        ):
            between, behind = (
                sum(len(f.text) for f in part if runs(f))
                for part in (page.fragments[fragment.index : best], page.fragments[best : best + _NEAR])
            )
            return fragment.index if between > behind else best
    return best


def _below_sites(page: Page, heading: int, text: str, document_title: str) -> tuple[str, int, str] | None:
    """Return the headline below a heading that is the site's name, as the document is called.

    It is apart from that, over a date or named; ``None`` where the heading is the headline.
    """
    parts = [key(p) for p in SEPARATOR.split(document_title)]
    certain = bool(SITE_TAIL.search(text)) and key(text) in parts
    if not is_site_name(text) or not (certain or key(document_title) == key(text)):
        return None
    over = over_date(page, heading)
    if over < 0:
        over = named_over_text(page)
    nodes = page.nodes
    if over > heading and (nodes[over].parent is not nodes[heading].parent or nodes[over].tag in HEADINGS):
        return page.fragments[over].text, over, "over the date"
    return None


def find(page: Page, document_title: str, structured: Structured) -> tuple[str, int, str]:
    """Find the headline.

    Returns its text, the index of the block that is it (-1 when none is), and where it was found.
    """
    declared, where = structured.first("og:title", "twitter:title", "articletitle", "title")
    headline = structured.article.get("headline")
    if not declared and isinstance(headline, str):
        declared, where = " ".join(headline.split()), "json_ld:headline"
    site = key(structured.meta.get("og:site_name", ""))
    if site and key(declared) == site:
        declared = ""  # a template says the site's slogan everywhere
    nameless = names_no_article(document_title) or (bool(site) and key(document_title) == site)
    stated = _Stated("" if nameless else document_title, declared)
    best, score = _best_block(page, stated, key(document_title) if nameless else "")
    best = _over_text(page, best)
    shown = stated.without_bar(page.fragments[best].text, page.nodes[best]) if best >= 0 else ""
    shown = _without_site(shown, structured.meta.get("og:site_name", ""))
    is_h1 = best >= 0 and page.nodes[best].tag == "h1"
    if best >= 0 and not is_h1 and _is_app_name(shown, stated.by_document):
        return shown, -1, "title"
    if is_h1 and (below := _below_sites(page, best, shown, document_title)):
        return below
    if best >= 0 and (score >= 3.5 or (is_h1 and is_site_name(stated.by_document))):
        return shown, best, "h1" if is_h1 else "heading"
    if declared:
        return strip_site(declared, shown), -1, where
    nameless = nameless or is_site_name(stated.by_document)
    return _undeclared(page, best, shown, document_title, nameless=nameless)


def _undeclared(
    page: Page, best: int, shown: str, document_title: str, *, nameless: bool
) -> tuple[str, int, str]:
    """Return the headline, as ``find`` does, of a page that only its document's title may say it of."""
    if nameless:
        for look, where in ((over_date, "over the date"), (named_over_text, "heading")):
            if (found := look(page)) >= 0:
                return page.fragments[found].text, found, where
    if document_title:
        return strip_site(document_title, shown), -1, "title"
    return (shown, best, "heading") if best >= 0 else ("", -1, "")
