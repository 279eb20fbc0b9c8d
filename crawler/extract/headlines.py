"""Kicker (引题) and subtitle (副题): the lines papers set over and under a headline."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.extract import structured, wording
from crawler.extract.credit_lines import is_byline_line
from crawler.extract.document_title import key
from crawler.items import Fragment

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.extract.structured import Structured

_TITLE = "(?:title|tit|headline|headings?|biaoti|bt)"
_NAMED = {
    "kicker": re.compile(
        rf"(?:pre|intro|lead|up|over|top|super|upper|shoulder|before|first|eyebrow|yin|jian|mei|y|j)[-_]?{_TITLE}(?:$|[-_.#\d])"
        rf"|{_TITLE}[-_](?:pre|up|top|over|yin|jian|mei|before)(?:$|[-_.#])"
        r"|(?:yin|jian|mei)-?ti(?:$|[-_.#\d])|kicker|eyebrow|shoulder|overline|introtitle|(?:^|[.#])(?:yt|jt)(?:$|[.#])",
        re.IGNORECASE,
    ),
    "subtitle": re.compile(
        rf"(?:sub|vice|second(?:ary)?|down|under|bottom|after|sec|fu|f|deputy)[-_]?{_TITLE}(?:$|[-_.#\d])"
        rf"|{_TITLE}[-_](?:sub|vice|second|down|under|bottom|after|fu|small)(?:$|[-_.#])"
        r"|sub-?title|fu-?(?:biao)?ti(?:$|[-_.#])|sub-?head|second-?title|\bdek\b|(?:^|[-_.#])deck(?:$|[-_.#])|(?:^|[.#])(?:ft|fbt|sub)(?:$|[.#])",
        re.IGNORECASE,
    ),
}
_LABELLED = re.compile(
    r"[\[【(（]?(?:(?P<kicker>[引肩眉][题題]|上[标標][题題])|(?P<subtitle>副[标標]?[题題]?))[\]】)）]?\s*[:：]\s*(?P<text>\S.*)"
)
_BOXES = frozenset({"founder-title", "hgroup"})
"""Elements that hold a headline and what belongs to it, and nothing else."""
_BOX_NAME = re.compile(r"title|tit(?:$|[-_.#])|head|biaoti|(?:^|[-_.#])bt", re.IGNORECASE)
_OTHER_NAME = re.compile(
    r"lead|summary|abstract|intro|desc|digest|zhaiyao|daodu|cate|catalog|channel|column|section|author|byline|time|date|info|source|from|meta"
    r"|tag|label|(?:^|[-_.#])(?:ad|nav|by|logo|crumb)|crumb|share|tool|edit|writer|report",
    re.IGNORECASE,
)
_RANKS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NEAR = 6
_BESIDE = 2
_LONGEST = 120
_LONGEST_UNNAMED = 50
_SHORTEST_UNNAMED = 4
_SHORTEST_ALONE = 5
_UNNAMED = frozenset({"box", "line", "centred", *_RANKS})
_MOST_IN_BOX = 8
_DATED = re.compile(
    r"\d{1,2}[:：]\d\d|(?:19|20)\d\d\s?[-年/.]\s?\d{1,2}\s?[-月/.]\s?\d|[二〇]{2}[〇一二三四五六七八九]{2}年\S{1,2}月"
)
_YEAR = re.compile(r"(?:19|20)\d\d\s?[-年/.]|[二〇]{2}[〇一二三四五六七八九]{2}年")
"""In a line that no name and no dash says to be one, a year is the date's."""
_DASHED = re.compile(r"^\s*[—–─―－-]{2}[^\s—–─―－-].{3,60}$")
_SENTENCE = re.compile(r"[。；;]$|。.")
_PLACE = re.compile(
    r"(?:[网網报報刊]|[频頻]道|新[闻聞]|[资資][讯訊]|[财財][经經]|正文|要[闻聞]|[专專][题題栏欄]|[电電]子版|首[页頁]|[导導][读讀]|第?\w{1,3}版|[滚滾][动動]|快[讯訊]|即[时時]|推[荐薦]|原[创創])$"
)
_TOOLS = re.compile(
    r"[上下]一[篇版期頁页]|放大|[缩縮]小|默[认認]|朗[读讀]|字[号號体體]|打印|列印|收藏|[返回]{2}|[复複][制製]|分享|[+＋]|[关關][闭閉]|[点點][击擊]|[浏瀏][览覽]"
)
_WORD = re.compile(r"[^\W\d_]")
_DIGITS = re.compile(r"\d+")
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)


class Line(NamedTuple):
    """A line that belongs to a headline."""

    text: str
    where: str
    """What told it."""
    block: int = -1
    """The index of its block; -1 when it is in none of its own."""


def around(page: Page, headline: int, text: str, first: int) -> dict[str, Line]:
    """Return ``kicker`` and ``subtitle``, where there are any.

    ``headline``: the index of its block; ``text``: it without a site's tail; ``first``: the index of the
    article's first block, -1 for none.
    """
    found = _inside(page.fragments[headline].text, text)
    start, stop = max(0, headline - _NEAR), min(len(page.nodes), headline + _NEAR + 1)
    for i in range(start, stop):
        fragment, node = page.fragments[i], page.nodes[i]
        if i == headline or not _may_be(fragment, text, body=i == first):
            continue
        if labelled := _LABELLED.fullmatch(fragment.text):
            name = "kicker" if labelled["kicker"] else "subtitle"
            found.setdefault(name, Line(labelled["text"], "label", i))
        elif name := _name(node, page.nodes[headline]):
            found.setdefault(name, Line(fragment.text, f"name:{node.ident or '..'}", i))
    beside = _Beside(page, headline, text, first)
    for name, i in (("kicker", headline - 1), ("subtitle", headline + 1)):
        if name not in found and 0 <= i < len(page.nodes) and (where := beside.belongs(i)):
            found[name] = Line(page.fragments[i].text, where, i)
    kicker = found.get("kicker")
    if kicker and len(kicker.text) < _SHORTEST_ALONE and "subtitle" not in found and kicker.where in _UNNAMED:
        del found["kicker"]  # as likely the section's name
    if "subtitle" not in found and (dashed := beside.dashed()) >= 0:
        found["subtitle"] = Line(page.fragments[dashed].text, "dash", dashed)
    return found


def stated(data: Structured, headline: str) -> dict[str, Line]:
    """Return what meta elements and JSON-LD say."""
    values = {
        "kicker": data.first("introtitle", "pretitle", "leadtitle", "kicker"),
        "subtitle": data.first("subtitle", "sub-title", "vicetitle", "subheadline"),
    }
    if not values["subtitle"][0]:
        values["subtitle"] = (structured.text_of(data.article, "alternativeHeadline"), "json_ld")
    own = key(headline)
    return {
        name: Line(text, where)
        for name, (text, where) in values.items()
        if 2 <= len(text) <= _LONGEST and _WORD.search(text) and key(text) not in own and own not in key(text)
    }


def _inside(block: str, text: str) -> dict[str, Line]:
    """Return what a heading holds beside the headline itself."""
    at = block.find(text) if text else -1
    found = {}
    if at >= 0:
        for name, rest in (("kicker", block[:at]), ("subtitle", block[at + len(text) :])):
            line = Fragment(-1, rest.strip(), "chrome")
            if len(line.text) >= _SHORTEST_ALONE and _may_be(line, text, body=False):
                found[name] = Line(line.text, "heading")
    return found


@lru_cache(maxsize=20_000)  # a site's pages name their elements alike
def _named(ident: str) -> str:
    return next((name for name, pattern in _NAMED.items() if pattern.search(ident)), "")


def _name(node: Node, headline: Node) -> str:
    """Return which line the names of a block, or of the element around it alone, say it is."""
    if name := _named(node.ident):
        return name
    up = node.parent
    return _named(up.ident) if up is not None and not node.ident and not headline.lies_in(up) else ""


def _may_be(fragment: Fragment, headline: str, *, body: bool) -> bool:
    text = fragment.text
    return (
        (fragment.role == "chrome" or (body and fragment.role == "body"))
        and 2 <= len(text) <= _LONGEST
        and not (fragment.hidden or fragment.link_chars)
        and not _DATED.search(text)
        and key(text) not in key(headline)
        and not wording.is_control(text)
        and not wording.is_breadcrumb(text)
        and not (wording.may_be_credit(text) and (wording.is_credit_line(text) or is_byline_line(text)))
    )


class _Beside:
    """The blocks right beside a headline that no name says anything of."""

    def __init__(self, page: Page, headline: int, text: str, first: int) -> None:
        self.page = page
        self.headline = headline
        self.own = page.nodes[headline]
        self.text = text
        self.first = first if first < len(page.nodes) else -1
        self.box = self._box()

    def _box(self) -> Node | None:
        """Return the element around the headline that holds nothing but its lines."""
        for node in self.own.chain()[1:4]:
            if node.tag in _BOXES:
                return node
            if self.first >= 0 and self.page.nodes[self.first].lies_in(node):
                return None
            if node.tag in {"header", "th"} or _BOX_NAME.search(node.ident):
                held = self.page.nodes[max(0, self.headline - _NEAR) : self.headline + _MOST_IN_BOX + 1]
                return node if sum(n.lies_in(node) for n in held) <= _MOST_IN_BOX else None
        return self.own if self.own.tag in _BOXES else None

    def belongs(self, i: int) -> str:
        """Return what tells that a block right beside the headline belongs to it; nothing otherwise."""
        fragment, node, own = self.page.fragments[i], self.page.nodes[i], self.own
        if not _may_be(fragment, self.text, body=i == self.first):
            return ""
        if self.box is not None and self.box.tag in _BOXES and node.lies_in(self.box):
            return self.box.tag
        if i == self.first:
            return ""
        text = fragment.text
        if (
            _SENTENCE.search(text)
            or _YEAR.search(text)
            or _TOOLS.search(text)
            or len(text) > _LONGEST_UNNAMED
            or _OTHER_NAME.search(node.ident)
        ):
            return ""
        other = 2 * self.headline - i
        twin = 0 <= other < len(self.page.nodes) and other != self.first and self._are_twins(i, other)
        if twin or self._is_of_family(node):
            return "twin" if twin else f"name:{node.ident}"
        if len(text) < _SHORTEST_UNNAMED or _PLACE.search(text) or self._is_linked(text):
            return ""
        if self._is_lesser(i):
            return node.tag
        if self.box is not None and node.lies_in(self.box) and node.tag != "li":
            return "box"
        if node is own and sum(n is own for n in self.page.nodes[max(0, i - 4) : i + 5]) <= 4:
            return "line"
        return "centred" if _is_centred(node) and _is_centred(own) else ""

    def _is_linked(self, text: str) -> bool:
        """Tell a short name that the page's menus link, too: a section's."""
        return len(text) <= _NEAR and any(
            text == fragment.text[link.start : link.end].strip()
            for fragment in self.page.fragments
            if fragment.links and text in fragment.text
            for link in fragment.links
        )

    def _are_twins(self, i: int, other: int) -> bool:
        """Tell two blocks, over and under the headline, of the same kind that is not the headline's."""
        node, twin = self.page.nodes[i], self.page.nodes[other]
        return (
            (node.tag, node.ident) == (twin.tag, twin.ident) != (self.own.tag, self.own.ident)
            and (bool(node.ident) or node.tag in _RANKS)
            and node.parent is not None
            and (node.parent is twin.parent or node.parent.parent is (twin.parent and twin.parent.parent))
            and _may_be(self.page.fragments[other], self.text, body=False)
            and len(self.page.fragments[other].text) <= _LONGEST_UNNAMED
        )

    def _is_of_family(self, node: Node) -> bool:
        """Tell names that differ in a number only: font02, font01; title1, title2."""
        mine, theirs = self.own.ident, node.ident
        return (
            mine != theirs
            and bool(_DIGITS.search(theirs))
            and _DIGITS.sub("", mine) == _DIGITS.sub("", theirs)
        )

    def _is_lesser(self, i: int) -> bool:
        """Tell a heading of lower rank right beside the headline, before the date or apart from the text."""
        node, own = self.page.nodes[i], self.own
        if (
            node.tag not in _RANKS[1:]
            or own.tag not in _RANKS
            or _RANKS.index(node.tag) <= _RANKS.index(own.tag)
        ):
            return False
        if node.parent is not own.parent:
            return False
        # Right before the text it is the text's first subhead, or the text's place
        first, fragments = self.first, self.page.fragments
        apart = first >= 0 and own.parent is not None and not self.page.nodes[first].lies_in(own.parent)
        return (
            first < 0
            or i < self.headline
            or apart
            or any(
                _DATED.search(f.text) or f.role == "byline"
                for f in fragments[i + 1 : min(first, i + 1 + _BESIDE)]
            )
        )

    def dashed(self) -> int:
        """Return the index of a line behind a dash below the headline, -1 for none; it may begin the text."""
        last = self.first if self.first >= 0 else self.headline + 3
        for i in range(self.headline + 1, min(last + 1, self.headline + _NEAR + 4, len(self.page.nodes))):
            fragment = self.page.fragments[i]
            if (
                _DASHED.match(fragment.text)
                and not _SENTENCE.search(fragment.text)
                and _may_be(fragment, self.text, body=i == self.first)
            ):
                return i
        return -1


def _is_centred(node: Node) -> bool:
    for one in node.chain()[:2]:
        style = one.element.get("style") or ""
        if (
            one.tag == "center"
            or (one.element.get("align") or "").lower() == "center"
            or _CENTRED.search(style[:300])
        ):
            return True
    return False
