# ruff: noqa: E501 (names are listed by kind, a line each)
"""Which blocks of a page are the article: the generic path, for sites nobody described.

Every block gets a worth: running text counts for, link lists and furniture against.  The element whose
blocks are worth most together holds the article; inside it, what is furniture by wording, name or place is
taken out again.
"""

from __future__ import annotations

import math
import operator
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.extract import wording

if TYPE_CHECKING:
    from collections.abc import Container

    from crawler.extract.blocks import Node, Page
    from crawler.items import Fragment

_GOOD_NAME = re.compile(
    r"article|artical|content|detail|main[-_]?text|artibody|news[-_]?text|post[-_]?(?:body|text)|entry|story"
    r"|text[-_]?body|zoom|trs_|neirong|zhengwen|rich[-_]?(?:text|media)|founder|pgcontent|paragraph|articlebody",
    re.IGNORECASE,
)
# Furniture for certain, whatever it holds, unless the headline is in it …
_BAD_NAME = re.compile(
    r"comment|cmm?ts?(?:$|[-_.#])|pinglun|relat|relevan|xgyd|xiangguan|share|fenxiang|recomm|tuijian|foot(?!note)|copyright"
    r"|disclaim|shengming|statement|friend_?link|zebian|jubao|feedback|qrcode|erweima|breadcrumb|crumb|pagination|advert|guanggao"
    r"|(?:^|[-_.#])(?:nav|ads?\d*|hot|cmt|zan|praise|login)(?:$|[-_.#])|paihang|(?:^|[-_.#])rank|teaser|trending|popular|mostview|guess"
    r"|player|dianzan|app_?(?:down|guide)|dialog|popup",
    re.IGNORECASE,
)
# … and furniture unless it holds most of the page's text.
_DOUBTFUL_NAME = re.compile(
    r"side(?:bar|nav|box)?(?:$|[-_.#])|aside|menu|(?:^|[-_.#])hot|login|tags?(?:$|[-_.#])|keyword|banner|tool[-_s]?(?:bar|s|box)?(?:$|[-_.#])|ewm"
    r"|modal|pager|page_?nav|prev|subscri|bianji|hidden_?info|download|video[-_]?(?:info|list|box|title)|live[-_]?list|search"
    r"|author[-_]?(?:info|card|box)|weixin|more[-_]?(?:news|list)|like|interest|social(?:$|[-_.#])|latest|topnews|newslist|news[-_]list|list[-_]?news"
    r"|others?[-_]?news|slide|swiper|carousel|gallery|editor[-_]?(?:info|name)|header(?:$|[-_.#])",
    re.IGNORECASE,
)
_CAPTION_NAME = re.compile(
    r"caption|(?:img|image|pic|photo|figure)[-_]?(?:desc|note|text|info|tip|title|word|source|credit|alt)|tuzhu|tupian_?shuoming",
    re.IGNORECASE,
)
_BAD_TAGS = frozenset(
    {"nav", "footer", "aside", "select", "button", "form", "option", "menu", "textarea", "noscript"}
)
_DATE_LINE = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|\d{1,2}:\d{2}|二[〇○零][〇○零一二三四五六七八九]{2}年"
)
_NEVER = re.compile(
    r"foot(?!note)|copyright|disclaim|shengming|friend_?link|comment|pinglun|cmm?ts?(?:$|[-_.#])",
    re.IGNORECASE,
)
_NOTICE_HEADING = re.compile(
    r"\W*(?:[免责責]{2}|版[权權]|[郑鄭]重|特[别別]|重要|[风風][险險]提示及免[责責])(?:[声聲]明|[条條]款)\W*"
)
_MADE_SUMMARY = re.compile(
    r"\W*(?:AI|智能|机器)\S{0,4}(?:摘要|总结|總結|速[览覽]|[导導][读讀]|要[点點])\W*", re.IGNORECASE
)
_MOST = 0.5
_TRIES = 3
FEATURES = (
    "worth", "impurity", "against", "between", "gap", "before_title", "no_title", "around_title", "good_name",
    "bad_name", "outer", "own", "wrapper", "article_tag", "small_tag", "whole_page", "texts", "mean", "short", "depth",
)  # fmt: skip
# From bench/fit_body.py on 143 labelled pages: body F1 0.981, with sites left out by turns 0.973.
WEIGHTS = (
    3.60, -3.75, -1.21, -2.38, -0.65, -0.93, 0.0, -2.02, 1.01, -0.36,
    -1.31, -0.68, 0.26, -0.09, -1.12, -1.24, 0.91, 0.46, -0.93, 0.57,
)  # fmt: skip
_ABSTRACT_NAME = re.compile(
    r"abstract|summary|zhaiyao|digest|dao(?:du|yu)|(?:^|[-_.#])(?:lead|brief|intro|desc)", re.IGNORECASE
)
_ABSTRACT = re.compile(
    r"^\W*(?:(?:AI|智能|[内內]容|文章|核心)?(?:摘要|[导導][读讀语語]|提要|提示|要[点點]|速[览覽]|看[点點]))\W"
)
_PARAGRAPHS = frozenset({"p", "li", "h2", "h3", "h4", "blockquote", "dd", "section"})
_UNDER_HEADLINE = 10
"""Blocks below the headline among which the text begins, where its date stands between."""
_RUNNING = 8.0
"""What running text is worth at least."""
_HEADLINE = 40
_COLUMN = 100.0
"""What the running text of an article's column is worth at least, when teasers stand beside it."""
_CARD = 100.0
"""What the text of a card that leads to another article is worth at most."""
_UNFOLD = re.compile(
    r"展[开開](?:全文|剩[余餘]|[阅閱][读讀]|更多|正文|[内內]容)?|(?:[阅閱][读讀]|查看|[显顯]示)(?:全文|剩[余餘]|余下|更多|正文)|[余餘]下全文"
)
_FOLDED = frozenset({"display:none", "zero-size", "hidden attribute"})
_READ_ON = re.compile(r"(?:详细|詳細|详情|詳情|更多|全文|阅读|閱讀|more)\W{0,4}$", re.IGNORECASE)


@dataclass(slots=True)
class Choice:
    """The blocks taken for the article."""

    container: Node | None
    indexes: list[int]
    confidence: float
    unfolded: list[int] = field(default_factory=list)
    """Hidden blocks that a button under the text shows."""


_names: dict[str, int] = {}


def name_sign(node: Node) -> int:
    """Return what ids and classes say: 1 article, -1 perhaps furniture, -2 a caption, -3 furniture, 0 nothing."""
    ident = node.ident
    if not ident:
        return 0
    sign = _names.get(ident)
    if sign is None:
        if _CAPTION_NAME.search(ident):
            sign = -2
        elif _BAD_NAME.search(ident):
            sign = -3
        elif _DOUBTFUL_NAME.search(ident):
            sign = -1
        else:
            sign = 1 if _GOOD_NAME.search(ident) else 0
        if len(_names) < 20_000:
            _names[ident] = sign
    return sign


def worth(fragment: Fragment) -> float:
    """Return what a block says for (positive) or against (negative) an article around it, in characters."""
    text = fragment.text
    length = len(text)
    if fragment.link_chars > 0.5 * length:
        return -10.0 - 0.5 * min(length, 60)
    if length <= 160 and (wording.is_control(text) or wording.is_breadcrumb(text)):
        return -10.0
    if wording.is_notice(text) or (length < 80 and wording.is_paywall(text)):
        return -15.0
    if length <= 20 and wording.RELATED_HEADING.match(text):
        return -30.0
    if length <= 120 and (wording.is_info_bar(text) or wording.is_editor_line(text)):
        return 0.0
    marks = len(wording.PUNCTUATION.findall(text[:400]))
    own = length - 1.5 * fragment.link_chars
    if marks:
        return min(own, 400.0) * min(1.0, 0.4 + 0.15 * marks)
    return 2.0 if own >= 12 else 0.0


class _Chooser:
    """One choice of body; holds what its steps share."""

    def __init__(self, page: Page, title_index: int, *, hidden: bool) -> None:
        self.page = page
        self.fragments = page.fragments
        self.nodes = page.nodes
        self.title_index = title_index
        self.hidden = hidden
        self.worths = [
            0.0 if (f.hidden and not hidden) or node.tag == "title" else worth(f)
            for f, node in zip(page.fragments, page.nodes, strict=True)
        ]
        self.bad: set[Node] = set()
        """Nodes that are furniture, or lie in it."""
        self.anchor = -1

    def choose(self) -> Choice:
        if not self.fragments:
            return Choice(None, [], 0.0)
        self.weigh()
        found = self.candidates()
        if not found:
            return Choice(None, [], 0.0)
        self.anchor = self._anchor()
        if self.anchor >= 0:
            own = self.nodes[self.anchor]
            found = [c for c in found if own.lies_in(c[0])] or found
        found.sort(key=lambda c: sum(map(operator.mul, c[1], WEIGHTS)), reverse=True)
        for node, _ in found[:_TRIES]:
            choice = self.taken(node)
            if choice.indexes:
                return choice
        return Choice(None, [], 0.0)

    def _anchor(self) -> int:
        """Return the first block of text under the headline and its line of the date; -1 without such.

        Longer texts further down may be comments, other articles, what the site says of itself.
        """
        start = self.title_index
        if start < 0 or self.nodes[start].tag == "title":
            return -1
        dated = False
        for i in range(start + 1, min(start + _UNDER_HEADLINE, len(self.fragments))):
            text = self.fragments[i].text
            if self._runs(i):
                if self.nodes[i] in self.bad or _ABSTRACT_NAME.search(self.nodes[i].ident):
                    continue
                return i if (dated or i <= start + 2) and not _ABSTRACT.match(text) else -1
            dated = dated or (len(text) <= 120 and bool(_DATE_LINE.search(text)))
        return -1

    def weigh(self) -> None:
        """Mark furniture and sum up the worths."""
        self._sum()
        self._mark_furniture()
        for i, node in enumerate(self.nodes):
            if self.worths[i] > 0:
                if node in self.bad:
                    self.worths[i] *= 0.1
                elif i < self.title_index:
                    self.worths[i] *= 0.2
        self._sum()

    def taken(self, best: Node) -> Choice:
        """Return the blocks of the article when ``best`` holds it."""
        held = {best}
        for node in self.page.all_nodes:  # parents come before their children
            if node.parent in held:
                held.add(node)
        inside = [
            i
            for i, node in enumerate(self.nodes)
            if node in held and (self.hidden or not self.fragments[i].hidden)
        ]
        chosen = self._trim(inside)
        chars = sum(len(self.fragments[i].text) for i in chosen)
        everything = sum(max(w, 0.0) for w in self.worths) or 1.0
        share = sum(max(self.worths[i], 0.0) for i in chosen) / everything
        return Choice(best, chosen, round(min(1.0, share) * min(1.0, 0.3 + chars / 400), 3))

    def _sum(self) -> None:
        """Sum up, in every node, what its blocks say for an article and what against."""
        order = self.page.all_nodes
        for node in order:
            node.stats = node.against = node.heaviest = 0.0
            node.first = -1
            node.texts = 0
        for i, (value, node) in enumerate(zip(self.worths, self.nodes, strict=True)):
            if value > 0:
                node.stats += value
                node.texts += value >= 8
            else:
                node.against -= value
            if node.first < 0 and value >= 8:
                node.first = i
        for node in reversed(order):
            parent = node.parent
            if parent is not None:
                parent.stats += node.stats
                parent.against += node.against
                parent.texts += node.texts
                parent.heaviest = max(parent.heaviest, node.stats)
                if node.first >= 0 and (parent.first < 0 or node.first < parent.first):
                    parent.first = node.first

    def candidates(self) -> list[tuple[Node, list[float]]]:
        """Return the elements that may hold the article, each with its features (see ``FEATURES``)."""
        order = self.page.all_nodes
        most = max((n.stats for n in order if n.depth > 0), default=0.0)
        if most <= 0:
            return []
        title = self.title_index
        around_title = set(self.nodes[title].chain()) if title >= 0 else set()
        running = [0.0]
        for value in self.worths:
            running.append(running[-1] + max(value, 0.0))
        found = []
        for node in order:
            if node.stats < 0.04 * most or node.stats < 8:
                continue
            outer = node.parent.stats if node.parent else node.stats
            first = max(node.first, 0)
            after = title >= 0 and first > title
            between = running[first] - running[title + 1] if after else 0.0
            sign = name_sign(node)
            own = node.stats - node.heaviest
            found.append(
                (
                    node,
                    [
                        math.log(node.stats / most),
                        node.against / (node.against + node.stats),
                        math.log1p(node.against) / 6,
                        math.log1p(between) / 6 if after else 0.0,
                        math.log1p(first - title) / 4 if after else 0.0,
                        float(not after),
                        float(title < 0),
                        float(node in around_title),
                        float(sign > 0),
                        float(sign < 0),
                        math.log(outer / node.stats),
                        own / node.stats,
                        float(node.heaviest > 0.97 * node.stats),
                        float(node.tag in {"article", "main"}),
                        float(node.tag in {"p", "li", "tr", "blockquote", "span"}),
                        float(node.depth <= 1),
                        math.log1p(node.texts) / 3,
                        math.log1p(node.stats / max(node.texts, 1)) / 5,
                        min(node.stats, 300.0) / 300.0,
                        node.depth / 10.0,
                    ],
                )
            )
        return found

    def _mark_furniture(self) -> None:
        """Mark what is furniture by tag or name, unless it holds most of the page, and lists of teasers."""
        order = self.page.all_nodes
        total = order[0].stats or 1.0
        bad = self.bad
        around_title = set(self.nodes[self.title_index].chain()) if self.title_index >= 0 else set()
        for node in order:
            if node.parent in bad:
                bad.add(node)
            elif node not in around_title and node.depth > 1:
                sign = name_sign(node)
                if (sign < 0 or node.tag in _BAD_TAGS) and (
                    node.stats < _MOST * total or (sign == -3 and _NEVER.search(node.ident))
                ):
                    bad.add(node)
        teasers = self._teasers(around_title)
        if teasers:
            for node in order:
                if node in teasers or node.parent in bad:
                    bad.add(node)
        self._mark_notices()

    def _mark_notices(self) -> None:
        """Mark what follows the heading of a disclaimer behind some text, or of a machine's summary, in its element."""
        seen = False
        headline = self.nodes[self.title_index] if self.title_index >= 0 else None
        for i, (fragment, value) in enumerate(zip(self.fragments, self.worths, strict=True)):
            seen = seen or (value >= _RUNNING and i > self.title_index)
            if len(fragment.text) > 14:
                continue
            around: Node | None = self.nodes[i]
            if around and not (i + 1 < len(self.nodes) and self.nodes[i + 1].lies_in(around)):
                around = around.parent
            if not around or not (
                (seen and _NOTICE_HEADING.fullmatch(fragment.text))
                or (_MADE_SUMMARY.fullmatch(fragment.text) and headline and not headline.lies_in(around))
            ):
                continue
            for node in self.nodes[i:]:
                if not node.lies_in(around):
                    break
                self.bad.add(node)

    def _teasers(self, around_title: set[Node]) -> set[Node]:
        """Return the items of lists of teasers: siblings that each hold a headline and a text.

        The headline is a link, or the list stands in another column than the title and its text.
        """
        texts: dict[Node, int] = {}
        for fragment, node, value in zip(self.fragments, self.nodes, self.worths, strict=True):
            if value > 8 and fragment.link_chars <= 0.5 * len(fragment.text):
                _count_above(node, texts)
        linked: dict[Node, int] = {}
        headed: dict[Node, int] = {}
        for fragment, node, value in zip(self.fragments, self.nodes, self.worths, strict=True):
            size, chars = len(fragment.text), fragment.link_chars
            if chars > 0.5 * size or (0 < chars <= 8 and _READ_ON.search(fragment.text)):
                _count_above(node, linked, texts)
            elif value <= 2 and 4 <= size <= _HEADLINE:
                _count_above(node, headed, texts)
        items: dict[tuple[Node | None, str, str], list[Node]] = {}
        for node, count in texts.items():
            if count <= 3 and (node in linked or headed.get(node) == 1):
                items.setdefault((node.parent, node.tag, node.ident), []).append(node)
        columns: dict[Node | None, list[Node]] = {}
        for node in self.page.all_nodes:
            if node.texts >= 2 and node.stats >= _COLUMN:
                columns.setdefault(node.parent, []).append(node)
        return {
            n
            for (parent, _, _), same in items.items()
            if len(same) >= 3
            and parent
            and (
                (
                    sum(n.stats for n in same) >= 0.6 * parent.stats
                    and (sum(n in linked for n in same) >= 3 or _in_other_column(parent, around_title))
                )
                or self._are_cards(same, columns)
            )
            for n in same
        }

    def _are_cards(self, same: list[Node], columns: dict[Node | None, list[Node]]) -> bool:
        """Tell cards of other articles behind this one's text: each a headline and one short text.

        ``columns``: elements that may hold the article's text, by what is around them.
        """
        first = same[0]
        if not all(n.ident and n.texts == 1 and n.stats <= _CARD and n.tag != "section" for n in same):
            return False
        around = first.parent
        beside = (*columns.get(around, ()), *(columns.get(around.parent, ()) if around else ()))
        return any(
            self.title_index < n.first < first.first and n.ident != first.ident and not first.lies_in(n)
            for n in beside
        )

    def _trim(self, inside: list[int]) -> list[int]:
        """Take out furniture inside the container, what stands before the text and what follows its end."""
        fragments, worths = self.fragments, self.worths
        end = min(self._next_article(inside), self._other_box(inside))
        ended = bool(inside) and inside[-1] >= end
        inside = [i for i in inside if i < end]
        total = sum(max(worths[i], 0.0) for i in inside)
        kept: list[int] = []
        seen = 0.0
        after_related = False
        for i in inside:
            fragment = fragments[i]
            text = fragment.text
            if i <= self.title_index and self.title_index - i < 60:
                continue
            if seen and len(text) <= 20 and wording.COMMENTS_HEADING.match(text):
                break
            if len(text) <= 20 and wording.RELATED_HEADING.match(text):
                if seen and self._lists_others(i):
                    break
                after_related = seen > 0.6 * total
                continue
            if after_related and worths[i] < 60 and not self._goes_on(kept, i):
                continue
            if self._is_furniture(i, kept) or (not seen and self._opens_nothing(i, inside)):
                continue
            seen += max(worths[i], 0.0)
            kept.append(i)
        return self._tail(kept, 2 if ended else 3)

    def _lists_others(self, i: int) -> bool:
        """Tell a list of headlines and texts behind a heading for related articles."""
        values = self.worths[i + 1 : i + 7]
        marks = [bool(wording.PUNCTUATION.search(f.text[-1])) for f in self.fragments[i + 1 : i + 7]]
        pairs = zip(values[::2], values[1::2], marks[::2], strict=False)
        return sum(0 <= a < _RUNNING <= b and not mark for a, b, mark in pairs) >= 2

    def _is_furniture(self, i: int, kept: list[int]) -> bool:
        """Tell what is no text by its wording, name or kind, wherever it stands."""
        fragment, text = self.fragments[i], self.fragments[i].text
        return (
            self.worths[i] < 0
            or self.nodes[i] in self.bad
            or fragment.kind == "caption"
            or (text[0] in "▲▼△▽" and wording.is_caption(text))
            or wording.is_editor_line(text)
            or wording.is_credit_line(text)
            or (wording.is_related_line(text) and not self._goes_on(kept, i))
        )

    def _opens_nothing(self, i: int, inside: list[int]) -> bool:
        """Tell a short line or a date before the text from its first subhead, which has others like it."""
        text, own = self.fragments[i].text, self.nodes[i]
        if self.worths[i] >= 8:
            return False
        if _DATE_LINE.search(text):
            return True
        if len(text) >= 12:
            return False
        others = (self.nodes[j] for j in inside if j > i) if self.fragments[i].kind == "heading" else ()
        return not any(n.tag == own.tag and n.ident == own.ident and n.parent is own.parent for n in others)

    def _goes_on(self, kept: list[int], i: int) -> bool:
        """Tell a sentence beside the text before a box of related links: the text goes on behind it."""
        fragment, node = self.fragments[i], self.nodes[i]
        last = self.nodes[kept[-1]] if kept else node
        return (
            fragment.text[-1] in "。！？”」"
            and not fragment.links
            and self.worths[i] > 0
            and (node.parent, node.tag, node.ident) == (last.parent, last.tag, last.ident)
        )

    def _other_box(self, inside: list[int]) -> int:
        """Return where a box of other things begins: headed, outside the text's element, unlike it."""
        if self.anchor < 0:
            return len(self.fragments)
        own = self.nodes[self.anchor]
        element = own.parent if own.parent and own.tag in _PARAGRAPHS else own
        for i in inside:
            node = self.nodes[i]
            if i <= self.anchor or not self._runs(i) or node.lies_in(element):
                continue
            box, ours = node, own
            while box.parent and not own.lies_in(box.parent):
                box = box.parent
            while ours.parent is not None and ours.parent is not box.parent:
                ours = ours.parent
            if (box.tag, box.ident) == (ours.tag, ours.ident) or name_sign(box) > 0:
                continue
            first = i
            while first - 1 > self.anchor and self.nodes[first - 1].lies_in(box):
                first -= 1
            if first < i and self._heads(first):
                return first
            if first == i and self._heads(i - 1) and self.fragments[i - 1].kind == "heading":
                return i - 1
        return len(self.fragments)

    def _heads(self, i: int) -> bool:
        text = self.fragments[i].text
        return i > self.anchor and 2 <= len(text) <= _HEADLINE and not self._runs(i)

    def _runs(self, i: int) -> bool:
        """Tell running text from a headline with a colon."""
        text = self.fragments[i].text
        return self.worths[i] >= _RUNNING and (len(text) >= _HEADLINE or bool(wording.SENTENCE.search(text)))

    def _next_article(self, inside: list[int]) -> int:
        """Return where a second article begins in the container: a headline like the first, with a date below."""

        def signature(i: int) -> tuple[str, ...]:
            node = self.nodes[i]
            up = node.parent
            # An h1 is a headline whatever is around it: article.current, article.next
            around = (up.tag, "" if node.tag == "h1" else up.ident) if up else ()
            return (node.tag, node.ident, *around)

        def dated(i: int) -> bool:
            near = self.fragments[i + 1 : i + 4]
            return any(len(f.text) < 90 and _DATE_LINE.search(f.text) for f in near)

        first: tuple[str, ...] = ()
        if self.title_index >= 0 and self.nodes[self.title_index].tag != "title":
            first = signature(self.title_index)
        seen = 0.0
        for i in inside:
            if i <= self.title_index:
                continue
            node, text = self.nodes[i], self.fragments[i].text
            if (
                4 <= len(text) <= 80
                and self.worths[i] < 60
                and not self.fragments[i].link_chars > 0.9 * len(text)
            ):
                own = signature(i)
                if own == first and seen > 30 and dated(i):
                    return i
                if (
                    not first
                    and not seen
                    and (node.tag in {"h1", "h2"} or "title" in node.ident.lower())
                    and dated(i)
                ):
                    first = own
                    continue
            seen += max(self.worths[i], 0.0)
        return len(self.fragments)

    def _tail(self, kept: list[int], fewest: int) -> list[int]:
        """Drop short lines without a mark behind the last running text, of at least ``fewest``."""
        while kept:
            fragment = self.fragments[kept[-1]]
            text = fragment.text
            if self.worths[kept[-1]] >= 8 or wording.PUNCTUATION.search(text) or text[0] in "（(【":
                break
            if fragment.kind in {"table_row", "list_item"} or len(kept) < fewest or len(text) >= 12:
                break
            kept.pop()
        return kept

    def unfold(self, choice: Choice) -> None:
        """Add the rest of the text that stands hidden behind it, over a button to show it."""
        if choice.container is None or not choice.indexes:
            return
        around = choice.container.parent or choice.container
        folded: list[int] = []
        for i in range(choice.indexes[-1] + 1, len(self.fragments)):
            fragment = self.fragments[i]
            if fragment.hidden:
                if fragment.hidden_by in _FOLDED and self.nodes[i].lies_in(around):
                    folded.append(i)
            elif len(fragment.text) <= 16 and _UNFOLD.search(fragment.text):
                break
            elif self.worths[i] > 30 or not self.nodes[i].lies_in(around):
                return
        else:
            return
        worths = {i: worth(self.fragments[i]) for i in folded}
        if sum(w for w in worths.values() if w >= 8) > max(
            30.0, -10 * sum(w for w in worths.values() if w < 0)
        ):
            choice.unfolded = folded
            choice.indexes += [
                i for i in folded if worths[i] >= 0 and not wording.is_editor_line(self.fragments[i].text)
            ]

    def withheld(self, choice: Choice) -> bool:
        """Tell whether the container hides more running text than it shows, as log-in walls do."""
        if choice.container is None:
            return False
        shown = sum(max(self.worths[i], 0.0) for i in choice.indexes)
        # What is shown may be one child only: look as far around as nothing else is shown.
        around = choice.container
        while (
            around.parent and around.parent.depth > 1 and around.parent.stats <= 1.1 * choice.container.stats
        ):
            around = around.parent
        kept = 0.0
        for i, fragment in enumerate(self.fragments):
            if fragment.hidden and fragment.hidden_by in {"display:none", "visibility"}:
                node: Node | None = self.nodes[i]
                while node is not None and node is not around:
                    node = node.parent
                if node is not None:
                    kept += max(worth(fragment), 0.0)
        return kept > max(shown, 150.0)


def _count_above(node: Node, counts: dict[Node, int], among: Container[Node] | None = None) -> None:
    """Count something for a block and the three around it, those that are not ``among`` some left out."""
    up: Node | None = node
    for _ in range(4):
        if up is None:
            return
        if among is None or up in among:
            counts[up] = counts.get(up, 0) + 1
        up = up.parent


def _in_other_column(node: Node, around_title: set[Node]) -> bool:
    """Tell whether a block stands beside the one that holds both the title and running text."""
    while node.parent is not None and node.parent not in around_title:
        node = node.parent
    if node in around_title or node.parent is None:
        return False
    return any(n.parent is node.parent and n.texts >= 2 and n.stats >= _COLUMN for n in around_title)


def choose(page: Page, title_index: int) -> Choice:
    """Choose the article's blocks among what the page shows, else among what it hides for a script to show."""
    chooser = _Chooser(page, title_index, hidden=False)
    choice = chooser.choose()
    chars = sum(len(page.fragments[i].text) for i in choice.indexes)
    if chars < 200 or chooser.withheld(choice):
        other = _Chooser(page, title_index, hidden=True).choose()
        if sum(len(page.fragments[i].text) for i in other.indexes) > (2 * chars + 150 if chars else 20):
            return other
    chooser.unfold(choice)
    return choice


def taken_from(page: Page, indexes: range, title_index: int) -> Choice:
    """Return the article's blocks among ``indexes``, which hold it and nothing else."""
    fragments = page.fragments
    taken = [
        i
        for i in indexes
        if i != title_index
        and not fragments[i].hidden
        and worth(fragments[i]) > 0
        and not wording.is_editor_line(fragments[i].text)
        and not wording.is_credit_line(fragments[i].text)
    ]
    return Choice(page.nodes[indexes[0]].parent if taken else None, taken, 0.8)
