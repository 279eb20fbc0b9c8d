"""What stands under an article's pictures: captions by name, wording, place and look."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.blocks import fold
from crawler.extract.element_names import name_sign

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

    from lxml import etree

    from crawler.extract.blocks import Node, Page

_SIGNED = re.compile(
    r"(?:[摄攝]影?|供[图圖]|[资資]料[图圖照]片?|[档檔]案照片?|[图圖]片?[来來]源[^。]{0,20}|[图圖]/[^。]{1,16}"
    r"|[视視][觉覺]中[国國](?:供?[图圖])?|[图圖]源[^。]{1,16}|制[图圖]|(?:[网網][络絡路]|[网網]|[电電]|社|[报報])[图圖]片"
    r"|(?:翻[摄攝]|取)自[^。]{2,12})[)）】\]。]?$|[ \u3000][图圖]$"
    r"|[视視][觉覺]中[国國] ?[资資]料$|新[华華]社[发發]$"
    r"|[（(](?:新[华華]社|中新社|中通社|中央社|路透社?|法新社|美[联聯]社|彭博社?)[)）]。?$"
    r"|^[\[【(（]?[图圖](?:[为為]|片?[:：]|[一二三四五六七八九十\d]{1,2}[:： 　])"
)
_SHOWS = re.compile(r"^(?:[▲△▼▽↑↓]|[图圖][为為]|[（(][图圖])")
_NOTE_NAME = re.compile(
    r"tu_?shuo|tuzhu|zhu_?shi|(?:^|[-_.#])(?:pic|img|image|photo|tu)[-_]?(?:word|txt|tit|p|say)?(?:$|[-_.#])",
    re.IGNORECASE,
)
_NOTE_STYLE = re.compile(
    r"font-size\s*:\s*1[0-3](?:\.\d+)?px|(?<!-)color\s*:\s*(?:#[6-9a]{3}(?:[6-9a]{3})?\b|gr[ae]y|rgb\(1[0-7]\d,)|楷",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]")
_OF_PICTURE = re.compile("im(?:g|age)|pic|photo|figure|media|tu(?:$|[-_.#])")
"""What the name of a box says that may be the text's and holds a picture: article-img."""
_BLOCKS = frozenset(
    "p div td tr table tbody figure section li a picture dl dt dd center".split()  # noqa: SIM905
)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_CENTRED_CLASS = re.compile(r"(?:^|[-_ ])(?:center|centre|centered|tac)(?:$|[-_ ])", re.IGNORECASE)
_INDENT = re.compile(r"text-indent\s*:\s*[1-9]", re.IGNORECASE)
_ENDED = re.compile(r"[。！？!?；;：:…”」』）)]$")
_NO_CAPTION = re.compile(
    r"^\W*(?:第?[一二三四五六七八九十]{1,3}[、．.：:章节節部]|\d{1,2}[、．.：:]|[（(][一二三四五六七八九十\d]{1,2}[)）])"
    r"|(?:[报報][道導导]|[讯訊电電])$"
)
"""Numbered subheads, and datelines set apart."""
_LONGEST_CAPTION = 120
_LONGEST_SAID = 400
_SHORTEST_CAPTION = 4
_SHORT = 60
"""Characters of a caption that only its place or look tells."""
_SAID, _SIGN = 6, 20
"""Characters of an image's own words that a caption begins with, and of what follows them: 童舟 摄."""
_FEWEST, _MOST_OTHERS = 2, 0.8
"""Other paragraphs with which a line is compared, and the share of them it must differ from."""
_MOST = 80
_STEPS = 4


class Captions:
    """The captions on a page."""

    def __init__(self, page: Page, body: Iterable[int], containers: AbstractSet[etree._Element]) -> None:
        """Take the page, the indexes of the article's text, and the elements that hold it."""
        self._page = page
        self._body = sorted(body)
        self._containers = containers

    def of(self, at: int, ancestors: list[etree._Element]) -> int:
        """Return the index of the caption of an image that stands before block ``at``, -1 for none."""
        fragments, nodes = self._page.fragments, self._page.nodes
        if (own := self._of_figure(at, ancestors)) >= 0:
            return own
        at = self._past_hint(at)
        if (
            at < len(nodes)
            and _WORD.search(fragments[at].text)
            and (not fragments[at].hidden or name_sign(nodes[at]) == -2)  # of a part a button unfolds
            and fragments[at].role != "title"
        ):
            under, node = fragments[at], nodes[at]
            text = under.text
            if under.role == "byline" or len(text) < _SHORTEST_CAPTION - 1:
                return -1  # date, source or a counter below the headline's picture
            if under.kind == "caption" or name_sign(node) == -2:
                return at
            if len(text) <= _LONGEST_CAPTION and _NOTE_NAME.search(node.ident):
                return at
            if self._is_said_or_set_as_one(at, ancestors):
                return at
        if at and at - 1 in self._body and fragments[at - 1].text[0] in "▼▽":
            return at - 1
        return -1

    def _is_said_or_set_as_one(self, at: int, ancestors: list[etree._Element]) -> bool:
        """Tell by its words, place and look that the block under an image is its caption."""
        fragment, node = self._page.fragments[at], self._page.nodes[at]
        text = fragment.text
        if len(text) > _LONGEST_CAPTION or fragment.link_chars >= 0.5 * len(text):
            return self._is_long(node, ancestors, text)
        if wording.is_caption(text) or _SHOWS.match(text) or _SIGNED.search(text):
            return True
        return (
            self._shares_box(node, ancestors)
            or self._both_centred(at, ancestors)
            or self._is_set_small(at)
            or self._is_unlike_text(at)
            or _says(ancestors, text)
        )

    def _past_hint(self, at: int) -> int:
        """Return the block behind what says that the picture may be clicked (點擊圖片放大)."""
        fragments = self._page.fragments
        return at + (at + 1 < len(self._page.nodes) and wording.is_control(fragments[at].text))

    def _of_figure(self, at: int, ancestors: list[etree._Element]) -> int:
        """Return the index of the caption in the figure an image lies in, -1 for none."""
        figure = next((a for a in ancestors[:_STEPS] if a.tag == "figure"), None)
        fragments, nodes = self._page.fragments, self._page.nodes
        if figure is None:
            return -1
        near = [
            i
            for i in (at, at - 1, at + 1, at + 2)
            if 0 <= i < len(nodes)
            and fragments[i].kind == "caption"
            and figure in nodes[i].element.iterancestors()
        ]
        # Where a credit stands beside it, the figcaption is what the picture shows
        return next((i for i in near if nodes[i].tag == "figcaption"), next(iter(near), -1))

    def _is_long(self, node: Node, ancestors: list[etree._Element], text: str) -> bool:
        """Tell a paragraph of a caption, in the picture's box, that the picture's own words are as well."""
        return len(text) <= _LONGEST_SAID and _says(ancestors, text) and self._shares_box(node, ancestors)

    def _shares_box(self, node: Node, ancestors: list[etree._Element]) -> bool:
        """Tell whether a small element holds the image and the block, and nothing else."""
        block = node.element
        text = fold("".join(block.itertext()))
        named = [n for n in node.chain()[1:_STEPS] if n.tag == "article" or name_sign(n) > 0]
        texts = {n.element for n in named}
        texts_own = self._containers | {n.element for n in named if not _OF_PICTURE.search(n.ident.lower())}
        for around in ancestors[:_STEPS]:
            if around in texts_own or around.tag not in _BLOCKS:
                return False
            pieces = islice((t for t in around.itertext() if t.strip()), 6)
            written = fold("".join(pieces))
            if written:
                # The paragraph that holds both may go on behind the picture's line break;
                # beside the picture may stand an element of the text with one paragraph in it
                return written == text and around is not block and texts.isdisjoint(around.iterdescendants())
        return False

    def _is_set_small(self, at: int) -> bool:
        """Tell a short line set smaller, in grey or in another hand than the text."""
        nodes, text = self._page.nodes, self._page.fragments[at].text
        others = [i for i in self._body if i != at and i < len(nodes)][:3]
        if len(text) > _SHORT or not others:
            return False
        own = nodes[at].element
        if any(nodes[i].element is own for i in others):  # set apart by line breaks alone
            pieces = islice(own.iter("span", "font", "em", "i", "small"), _MOST)
            return any(_is_note(e) and fold("".join(e.itertext())) == text for e in pieces)
        return _is_note(own) and not any(_is_note(nodes[i].element) for i in others)

    def _is_unlike_text(self, at: int) -> bool:
        """Tell a short line, no subhead, without indent or full stop where the text's paragraphs have one."""
        fragment, nodes = self._page.fragments[at], self._page.nodes
        text, element = fragment.text, nodes[at].element
        others = [i for i in self._body if i != at and i < len(nodes) and nodes[i].tag == nodes[at].tag]
        if (
            at not in self._body
            or len(others) < _FEWEST
            or not _SHORTEST_CAPTION <= len(text) <= _SHORT
            or fragment.kind == "heading"
            or _NO_CAPTION.search(text)
            or "。" in text[:-1]
            or _is_bold(element, text)
            or self._heads(others)
        ):
            return False
        if not _ENDED.search(text):
            ended = sum(bool(_ENDED.search(self._page.fragments[i].text)) for i in others)
            return ended >= _MOST_OTHERS * len(others)
        alone = all(nodes[i].element is not element for i in others)
        indented = sum(_is_indented(nodes[i].element) for i in others) if alone else 0
        return alone and indented >= _MOST_OTHERS * len(others) and not _is_indented(element)

    def _heads(self, others: list[int]) -> bool:
        """Tell whether such lines stand in the text without a picture before them: these are subheads."""
        under = {at for at, _ in self._page.images}
        texts = {i: self._page.fragments[i].text for i in others[:-1] if i not in under}
        return any(len(text) <= _SHORT // 2 and not _ENDED.search(text) for text in texts.values())

    def _both_centred(self, at: int, ancestors: list[etree._Element]) -> bool:
        """Tell a short centred line under a centred image, where the text is not centred."""
        text = self._page.fragments[at].text
        block = self._page.nodes[at].element
        if len(text) > _SHORT or not ancestors or not _is_centred(block):
            return False
        if not _is_centred(ancestors[0]) and not (len(ancestors) > 1 and _is_centred(ancestors[1])):
            return False
        under = {place for place, _ in self._page.images}
        others = [i for i in self._body if i != at and i not in under][:3]
        centred = sum(_is_centred(self._page.nodes[i].element) for i in others)
        return bool(others) and 2 * centred < len(others)  # a subtitle may be, too


def _says(ancestors: list[etree._Element], text: str) -> bool:
    """Tell a line that an image's own words say as well."""
    images = islice(ancestors[0].iter("img"), 2)
    said = [fold(image.get("alt") or "") for image in images]
    if ancestors[0].tag == "a":
        said.append(fold(ancestors[0].get("title") or ""))
    return any(len(own) >= _SAID and text.startswith(own) and len(text) <= len(own) + _SIGN for own in said)


def _is_indented(element: etree._Element) -> bool:
    begun = "".join(islice(element.itertext(), 3)).strip(" \t\r\n")
    return begun.startswith(("\u3000", "\xa0")) or bool(_INDENT.search((element.get("style") or "")[:300]))


def _is_bold(element: etree._Element, text: str) -> bool:
    """Tell a subhead: a line that is one bold piece."""
    return any(fold("".join(e.itertext())) == text for e in islice(element.iter("b", "strong"), _MOST))


def _is_note(element: etree._Element) -> bool:
    return any(
        e.tag in {"small", "em", "i"} or _NOTE_STYLE.search((e.get("style") or "")[:300])
        for e in islice(element.iter(), 4)
    )


def _is_centred(element: etree._Element) -> bool:
    return (
        element.tag == "center"
        or (element.get("align") or "").lower() == "center"
        or bool(_CENTRED.search((element.get("style") or "")[:500]))
        or bool(_CENTRED_CLASS.search((element.get("class") or "")[:200]))
    )
