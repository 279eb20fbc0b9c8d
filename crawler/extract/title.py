"""The headline: which block of the page it is, and its text without what stands in it beside."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.blocks import fold
from crawler.extract.document_title import (
    SEPARATOR,
    SITE_TAIL,
    is_site_name,
    key,
    names_no_article,
    strip_site,
)
from crawler.extract.selectors import texts_in

if TYPE_CHECKING:
    from lxml import etree

    from crawler.extract.blocks import Node, Page
    from crawler.extract.structured import Structured
    from crawler.items import Fragment

_TITLE_NAME = re.compile(
    r"title|headline|biaoti|\btit\b|\bbt\b|[_-]tit|tit[_-]|h1\b|articlehead|news[-_]?name"
    r"|(?:^|[-_.#])(?:tt|bzt|zbt|zhuti|btt)(?:$|[-_.#])",
    re.IGNORECASE,
)
MAX_TITLE = 160
_RANKS = {"h1": 3.0, "founder-title": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.6}
_DATED = re.compile(
    r"\d{1,2}[:：]\d\d|(?:19|20|１９|２０|二〇)[\d〇○零一二三四五六七八九]{2}\s*[-－年/.]\s*[\d〇一二三四五六七八九十]"
    r"|(?<!\d)1[01]\d\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}(?!\d)"  # 民國
)
_NO_TITLE = re.compile(r"[。；，,:：…]$|\.\.\.|全文$|更多$|位[置址]\s*[:：]|[>＞»].*[>＞»]")
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
_LARGE = re.compile(r"font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|font-size\s*:\s*(?:x+-)?large")
_LARGE_FONTS = frozenset({"4", "5", "6", "7", "+1", "+2", "+3"})
_SHORTEST_APART = 6
_IS_SITE = 0.5
_PIECES = 8
_NEAR = 12
"""Blocks behind a headline among which its text begins."""
_UNDER = 2
"""Blocks below the headline within which the line of the date stands."""
_LONG, _RUNNING, _LINES_OVER, _LONGEST_OVER = 200, 40, 3, 40
"""Characters of a text and of its first paragraph under a headline without any mark; of such lines how many
at most, and their characters."""
_LONGEST_BAR, _LONGEST_HEADLINE, _TOOLS = 60, 60, 6
"""Characters of a date's line and of the headline over it, and blocks below among which the text begins."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "founder-title", "center", "caption"})


def _is_app_name(shown: str, by_document: str) -> bool:
    """Tell the name of the site or its app set over every page, when the document has no other title."""
    return is_site_name(by_document) and shown == by_document and bool(SITE_TAIL.search(shown))


class _Stated:
    """What the page says its title is, and how far a block agrees."""

    def __init__(self, document_title: str, declared: str) -> None:
        self.texts = document_title + declared
        self.by_document = strip_site(document_title)
        self.targets = [key(t) for t in (document_title, declared) if t]
        parts = [key(p) for p in SEPARATOR.split(document_title) if key(p)]
        self.site = parts[-1] if len(parts) > 1 and len(parts[-1]) <= len(parts[0]) else ""
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
        if len(wanted) < _SHORTEST_APART or wanted not in own or wanted == own:
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


@lru_cache(maxsize=20_000)  # a site's pages name their elements alike
def _is_named(ident: str) -> bool:
    return bool(_TITLE_NAME.search(ident))


def _looks(node: Node) -> float:
    """Return how much a block looks like the headline by its element and names."""
    up = node.parent
    tag = node.tag if node.tag in _RANKS or up is None else up.tag
    named = _is_named(node.ident) or (up is not None and _is_named(up.ident))
    return _RANKS.get(tag, 0.0) + (1.0 if named else 0.0)


def _best_block(page: Page, stated: _Stated, site: str) -> tuple[int, float]:
    """Return the block that is most like the headline, and how much; names of the ``site`` are none."""
    best, best_score = -1, 0.0
    for fragment, node in zip(page.fragments, page.nodes, strict=True):
        text = fragment.text
        if not 4 <= len(text) <= MAX_TITLE or node.tag == "title":
            continue
        if text[0] not in stated.texts and node.tag not in _HEADINGS and text[1] not in stated.texts:
            continue
        if site and key(text) in site:
            continue
        looks = _looks(node)
        score = stated.agrees(stated.without_bar(text, node) if looks else text)
        if not score and looks < _RANKS["h1"]:
            continue
        score += looks - 3.0 * fragment.hidden - 2.0 * (fragment.link_chars > 0.8 * len(text))
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
                sum(len(f.text) for f in part if _runs(f))
                for part in (page.fragments[fragment.index : best], page.fragments[best : best + _NEAR])
            )
            return fragment.index if between > behind else best
    return best


def _runs(fragment: Fragment) -> bool:
    return "。" in fragment.text and fragment.link_chars <= 0.5 * len(fragment.text)


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
    if best >= 0 and (score >= 3.5 or (is_h1 and is_site_name(stated.by_document))):
        return shown, best, "h1" if is_h1 else "heading"
    if declared:
        return strip_site(declared, shown), -1, where
    if (nameless or is_site_name(stated.by_document)) and (over := _over_date(page)) >= 0:
        return page.fragments[over].text, over, "over the date"
    if document_title:
        return strip_site(document_title, shown), -1, "title"
    return (shown, best, "heading") if best >= 0 else ("", -1, "")


def _is_set_large(element: etree._Element) -> bool:
    """Tell a block that is one bold or large piece and nothing else."""
    for _ in range(3):
        style = (element.get("style") or "")[:300]
        if (
            _LARGE.search(style)
            or element.tag in {"strong", "b", "big"}
            or element.get("size") in _LARGE_FONTS
        ):
            return True
        pieces = [e for e in element if isinstance(e.tag, str)]
        if len(pieces) != 1 or (element.text or "").strip() or (pieces[0].tail or "").strip():
            return False
        element = pieces[0]
    return False


def is_dated(text: str) -> bool:
    """Tell a line with a date or a time of day in it."""
    return bool(_DATED.search(text))


def above(page: Page, indexes: list[int]) -> int:
    """Return the index of what looks like the headline above a body nobody's title names; -1 for none.

    It is named or marked like one, or stands over the line of the date; it may have been taken for the
    body's first line.
    """
    first = min(indexes[0], len(page.nodes))  # text out of a page's data stands behind all that is shown
    dated = -_UNDER
    start = first + _UNDER if len(indexes) > 1 else first - 1
    for i in range(min(start, len(page.nodes) - 1), max(-1, first - 12), -1):
        fragment, node = page.fragments[i], page.nodes[i]
        text = fragment.text
        if fragment.hidden or node.tag == "title":
            continue
        if len(text) <= 120 and _DATED.search(text):
            dated = i
            continue
        if (
            i > first
            or not 5 <= len(text) <= 60
            or fragment.link_chars > 0.5 * len(text)
            or _NO_TITLE.search(text)
        ):
            continue
        near = (node, node.parent) if node.parent else (node,)
        named = any(n.tag in _HEADINGS or _is_named(n.ident) for n in near)
        if 0 < dated - i <= _UNDER or named or _is_set_large(node.element):
            return i
    return _first_over(page, indexes)


def _over_date(page: Page) -> int:
    """Return the one line of a page that stands over a line of a date and that over running text; else -1.

    For documents called after their site.  Several such lines are a list of articles.
    """
    found = -1
    for i in range(1, len(page.nodes) - 1 - _UNDER):
        over = page.fragments[i]
        text = over.text
        below = page.fragments[i + 1 : i + 1 + _UNDER]
        if (
            over.hidden
            or over.links
            or page.nodes[i].tag in {"title", "li"}
            or not _SHORTEST_APART <= len(key(text)) <= _LONGEST_HEADLINE
            or not any(len(f.text) <= _LONGEST_BAR and _DATED.search(f.text) for f in below)
            or _NO_TITLE.search(text)
            or _DATED.search(text)
            or wording.is_control(text)
            or not any(_runs(f) and not f.hidden for f in page.fragments[i + 2 : i + 2 + _TOOLS])
        ):
            continue
        if found >= 0:
            return -1
        found = i
    return found


def _first_over(page: Page, indexes: list[int]) -> int:
    """Return the first of the short lines right over a long text, -1 when there is none.

    For pages without names or marks, in tables mostly: the headline, and its subtitle under it.
    """
    sizes = [len(page.fragments[i].text) for i in indexes]
    first = next(
        (i for i, size in zip(indexes[:3], sizes, strict=False) if size >= _RUNNING), len(page.nodes)
    )
    if first >= len(page.nodes) or sum(sizes) < _LONG:
        return -1
    found = -1
    for i in range(first - 1, max(-1, first - 1 - _LINES_OVER), -1):
        fragment = page.fragments[i]
        text = fragment.text
        if (
            fragment.hidden
            or fragment.links
            or page.nodes[i].tag == "title"
            or not _SHORTEST_APART <= len(text) <= _LONGEST_OVER
            or _NO_TITLE.search(text)
            or _DATED.search(text)
            or wording.is_control(text)
        ):
            break
        found = i
    return found
