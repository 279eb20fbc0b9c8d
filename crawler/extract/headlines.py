"""Kicker (引题) and subtitle (副题): the lines papers set over and under a headline."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import title, wording
from crawler.extract.credit_lines import is_byline_line

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.items import Fragment

_NAMED = {
    "kicker": re.compile(
        r"pre-?title|yin-?ti|kicker|eyebrow|shoulder|jianti|overline|introtitle|(?:^|[.#])(?:yt|jt)(?:$|[.#])",
        re.IGNORECASE,
    ),
    "subtitle": re.compile(
        r"sub-?title|fu-?(?:biao)?ti(?:$|[-_.#])|sub-?head|second-?title|\bdek\b|deck|(?:^|[.#])(?:ft|fbt)(?:$|[.#])",
        re.IGNORECASE,
    ),
}
_BOXES = frozenset({"founder-title", "hgroup"})
"""Elements that hold a headline and what belongs to it, and nothing else."""
_RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEAR = 6
_BESIDE = 2
_LONGEST = 120
_DATED = re.compile(r"\d{1,2}[:：]\d\d|(?:19|20)\d\d\s?[-年/.]|[二〇]{2}[〇一二三四五六七八九]{2}年")
_DASHED = re.compile(r"^[—–─―-]{2}\s*\S")


def around(page: Page, headline: int, text: str, first: int) -> dict[str, tuple[str, str]]:
    """Return ``kicker`` and ``subtitle``, where there are any, each with what told it.

    ``headline``: the index of its block; ``text``: it without a site's tail; ``first``: the index of the
    article's first block, -1 for none.
    """
    found: dict[str, tuple[str, str]] = {}
    start, stop = max(0, headline - _NEAR), min(len(page.nodes), headline + _NEAR)
    box = _box(page.nodes[headline])
    for i in range(start, stop):
        fragment, node = page.fragments[i], page.nodes[i]
        if i == headline or not _may_be(fragment, text):
            continue
        name = next((n for n, pattern in _NAMED.items() if pattern.search(node.ident)), "")
        where = f"name:{node.ident}"
        if not name and box and node.lies_in(box):
            name, where = ("kicker" if i < headline else "subtitle"), box.tag
        if name and name not in found:
            found[name] = (fragment.text, where)
    for name, i in (("kicker", headline - 1), ("subtitle", headline + 1)):
        if name not in found and 0 <= i < len(page.nodes) and _may_be(page.fragments[i], text):
            if _is_lesser(page, i, headline, first):
                found[name] = (page.fragments[i].text, page.nodes[i].tag)
            elif i > headline and i != first and _DASHED.match(page.fragments[i].text):
                found[name] = (page.fragments[i].text, "dash")
    return found


def _box(node: Node) -> Node | None:
    return next((n for n in node.chain() if n.tag in _BOXES), None)


def _may_be(fragment: Fragment, headline: str) -> bool:
    text = fragment.text
    return (
        fragment.role == "chrome"
        and 2 <= len(text) <= _LONGEST
        and not (fragment.hidden or fragment.link_chars)
        and not _DATED.search(text)
        and title.key(text) not in title.key(headline)
        and not wording.is_control(text)
        and not wording.is_breadcrumb(text)
        and not (wording.may_be_credit(text) and (wording.is_credit_line(text) or is_byline_line(text)))
    )


def _is_lesser(page: Page, i: int, headline: int, first: int) -> bool:
    """Tell a heading of lower rank set right beside the headline, before the line of the date."""
    node, own = page.nodes[i], page.nodes[headline]
    if node.parent is not own.parent or node.tag not in _RANKS[1:] or len(page.fragments[i].text) < _NEAR:
        return False
    if own.tag not in _RANKS or _RANKS.index(node.tag) <= _RANKS.index(own.tag):
        return False
    # Right before the text it is the text's first subhead, or the text's place
    return (
        first < 0
        or i < headline
        or any(_DATED.search(f.text) for f in page.fragments[i + 1 : min(first, i + 1 + _BESIDE)])
    )
