"""The headline by where it stands and how it is set, on pages that nothing says the title of."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.blocks import fold
from crawler.extract.document_title import key

if TYPE_CHECKING:
    from lxml import etree

    from crawler.extract.blocks import Page
    from crawler.items import Fragment

_TITLE_NAME = re.compile(
    r"title|headline|biaoti|\btit\b|\bbt\d?\b|[_-]tit|tit[_-]|h1\b|articlehead|news[-_]?name"
    r"|(?:^|[-_.#])(?:tt|bzt|zbt|zhuti|btt)(?:$|[-_.#])",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\d{1,2}[:：]\d\d|(?:19|20|１９|２０|二〇)[\d〇○零一二三四五六七八九]{2}\s*[-－年/.]\s*[\d〇一二三四五六七八九十]"
    r"|(?<!\d)1[01]\d\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}(?!\d)"  # 民國
)
_NO_TITLE = re.compile(r"[。；，,:：…]$|\.\.\.|全文$|更多$|位[置址]\s*[:：]|[>＞»].*[>＞»]")
_LARGE = re.compile(r"font-size\s*:\s*(?:1[89]|[2-9]\d)(?:\.\d+)?(?:px|pt)|font-size\s*:\s*(?:x+-)?large")
_LARGE_FONTS = frozenset({"4", "5", "6", "7", "+1", "+2", "+3"})
_UNDER = 2
"""Blocks below the headline within which the line of the date stands."""
_LONG, _RUNNING, _LINES_OVER, _LONGEST_OVER = 200, 40, 3, 40
"""Characters of a text and of its first paragraph under a headline without any mark; of such lines how many
at most, and their characters."""
_LONGEST_BAR, _LONGEST_HEADLINE, _TOOLS = 60, 60, 6
"""Characters of a date's line and of the headline over it, and blocks below among which the text begins."""
_MOST_INLINE = 40
"""Inline elements of a block whose names are looked at."""
SHORTEST_APART = 6
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "founder-title", "center", "caption"})


@lru_cache(maxsize=20_000)  # a site's pages name their elements alike
def is_named(ident: str) -> bool:
    """Tell an element whose ids and classes say that it holds a headline."""
    return bool(_TITLE_NAME.search(ident))


def runs(fragment: Fragment) -> bool:
    """Tell a paragraph with a full stop that is no link."""
    return "。" in fragment.text and fragment.link_chars <= 0.5 * len(fragment.text)


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
        named = any(n.tag in HEADINGS or is_named(n.ident) for n in near)
        named = named or is_named(_inline_names(node.element, text))
        if 0 < dated - i <= _UNDER or named or _is_set_large(node.element):
            return i
    return _first_over(page, indexes)


def over_date(page: Page, sites: int = -1) -> int:
    """Return the one line of a page that stands over a line of a date and that over running text; else -1.

    For documents called after their site.  Several such lines are a list of articles.  ``sites``: the
    block that is the site's name, which is passed over.
    """
    found = -1
    for i in range(1, len(page.nodes) - 1 - _UNDER):
        over = page.fragments[i]
        text = over.text
        below = page.fragments[i + 1 : i + 1 + _UNDER]
        if (
            i == sites
            or over.hidden
            or over.links
            or page.nodes[i].tag in {"title", "li"}
            or not SHORTEST_APART <= len(key(text)) <= _LONGEST_HEADLINE
            or not any(len(f.text) <= _LONGEST_BAR and _is_of_day(f.text) for f in below)
            or _NO_TITLE.search(text)
            or _is_of_day(text)
            or wording.is_control(text)
            or not any(runs(f) and not f.hidden for f in page.fragments[i + 2 : i + 2 + _TOOLS])
        ):
            continue
        if found >= 0:
            return -1
        found = i
    return found


def _is_of_day(text: str) -> bool:
    """Tell a line with a date, if only a relative one (3小时前)."""
    return bool(_DATED.search(text)) or wording.is_info_bar(text) or wording.is_bar_of_pieces(text)


def named_over_text(page: Page) -> int:
    """Return the one line of a page in an element named for a headline, with running text below; else -1.

    For documents called after their site.  In table cells such elements are inline ones.
    """
    lines = [i for i in range(len(page.nodes)) if _is_over_text(page, i)]
    inline = [i for i in lines if is_named(_inline_names(page.nodes[i].element, page.fragments[i].text))]
    found = inline or [i for i in lines if page.nodes[i].tag in HEADINGS or is_named(page.nodes[i].ident)]
    return found[0] if len(found) == 1 else -1


def _is_over_text(page: Page, i: int) -> bool:
    fragment, node = page.fragments[i], page.nodes[i]
    text = fragment.text
    return not (
        fragment.hidden
        or fragment.links
        or node.tag in {"title", "li"}
        or not SHORTEST_APART <= len(key(text)) <= _LONGEST_HEADLINE
        or _NO_TITLE.search(text)
        or _is_of_day(text)
        or wording.is_control(text)
    ) and any(runs(f) and not f.hidden for f in page.fragments[i + 1 : i + 1 + _TOOLS])


def _inline_names(element: etree._Element, text: str) -> str:
    """Return the classes of the inline element in a block that holds all of a line of it."""
    for inner in islice(element.iter("span", "font", "strong", "b"), _MOST_INLINE):
        if (names := inner.get("class")) and fold("".join(inner.itertext())) == text:
            return "." + ".".join(names.split())
    return ""


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
            or not SHORTEST_APART <= len(text) <= _LONGEST_OVER
            or _NO_TITLE.search(text)
            or _DATED.search(text)
            or wording.is_control(text)
        ):
            break
        found = i
    return found


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
