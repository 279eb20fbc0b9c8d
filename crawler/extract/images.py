"""An article's pictures: their addresses behind lazy loaders' placeholders, and which belong to its text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.extract import wording
from crawler.extract.blocks import fold
from crawler.extract.captions import Captions
from crawler.extract.hidden import hidden_by_style
from crawler.items import Image

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml import etree

    from crawler.extract.addresses import Addresses
    from crawler.extract.blocks import Page

_LAZY = (
    "data-src", "data-original", "data-lazy-src", "data-lazyload", "data-lazy", "data-echo", "data-url",
    "original", "data-actualsrc", "data-original-src", "file", "zoomfile", "data-srcset", "srcset", "src",
)  # fmt: skip
_NO_IMAGE = re.compile(
    r"(?:^|/)(?:blank|spacer|loading|lazy(?:load)?(?:ed|ing)?|placeholder|pixel|logo|icon|qrcode|ewm|erweima|avatar|1x1|gr[ea]y"
    r"|transparent|default(?:img|pic|image)?|space|share|weixin|weibo|arrow|btn|button|close|play)"
    r"(?:[\w-]*\.(?:gif|svg)|(?:[-_\d][\w-]*)?\.(?:png|jpe?g|webp))"
    r"|[-_](?:btn|button|logo|icon|qrcode|close)\.(?:png|gif|jpe?g|webp)$"
    r"|(?:^|/)(?:ads?|gg|advert)[-_\d][\w-]*\.\w{3,4}$|/(?:face|emoji|emot\w*|smil\w+)/"
    r"|[-_]w\d{1,2}_?h\d{1,2}(?!\d)|/(?:ads?|advert\w*|guanggao|banners?|icons?)/|^data:|^about:|\.svg$|^\s*$",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(
    r"^[^\s,;{}<>]{1,1000}\.(?:jpe?g|png|gif|webp|bmp|avif)(?:[?!@#&_][^\s]*)?$", re.IGNORECASE
)
_REAL_IN_QUERY = re.compile(r"[?&]u=(https?(?::|%3A)[^&]+)", re.IGNORECASE)
_NEXT_SOURCE = re.compile(r"(?<=\d[wx]),\s*|,\s+")
_WIDTH = re.compile(r"\s(\d+(?:\.\d+)?)[wx]\s*$")
_UNFIT = ("javascript:", "{", "$")
_PLACEHOLDER = re.compile(
    r"\.(?:aspx?|php|jsp|html?|jpe?g|png|gif)$|^(?:图片|圖片|配图|正文图片|插图|image|img|photo|\d+)\d*$"
    r"|^[\w-]+$(?<![^\x00-\x7f])|[点點][击擊]|下一?[页頁张張]",
    re.IGNORECASE,
)
_ORNAMENT = re.compile(
    r"(?:^|[-_ ])(?:emo(?:ji|tion)|face|smil\w+|icon|avatar|logo|qr|qrcode|ewm|erweima)s?(?:$|[-_ ])",
    re.IGNORECASE,
)
_AROUND_ORNAMENT = re.compile(
    r"(?:^|[-_ .#])(?:ads?\d*|adbox|advert\w*|guanggao|\w*share|qr\w*|ewm|erweima|logo|avatar|banner"
    r"|recomm\w*|relat\w*)(?:$|[-_ .#])",
    re.IGNORECASE,
)
_TINY = 60
_MOST = 80
_CODE = re.compile(
    "二[维維][码碼]|^logo|[广廣]告|扫码|掃碼|[扫掃]一[扫掃]|[关關]注.{0,12}(?:公[众眾]|微信)", re.IGNORECASE
)
"""What pictures nobody calls the article's are said to be, or stand over."""
_STYLE_SIZE = re.compile(r"(?<![-\w])(?:width|height)\s*:\s*(\d{1,4})(?:\.\d+)?px")
_QUOTE = re.compile(r"/(?:quotes?|stock|hq|hangqing)/(?:\w+/)?(?:s[hz]|hk|bj)?\d{5,6}(?:\.\w+)?$")
_SAID = 6
_CARD_SHARE = 0.7
_BETWEEN = 40
"""Blocks between headline and text among which a leading picture is looked for."""
_STEPS = 4


def address_of(image: etree._Element) -> str:
    """Return an image's address: a lazy loader's before the placeholder in ``src``; empty for ornaments."""
    found = next(filter(None, (_usable(image.get(name), name) for name in _LAZY)), "") or _of_picture(image)
    if found and (image.get("src") or "").strip() != found:
        return found
    # src may hold the placeholder of a loader nobody knows: an attribute of another name has the address
    for name, value in islice(image.items(), 40):
        other: str = value.strip()
        if (
            name.startswith("data-")
            and name not in _LAZY
            and _PICTURE_FILE.match(other)
            and _usable(other, "")
        ):
            return other
    return found


def _of_picture(image: etree._Element) -> str:
    """Return the address a ``source`` beside an image without one has; to libxml2 the image lies in it."""
    for around in islice(image.iterancestors(), _STEPS):
        if around.tag == "picture":
            sources = around.iter("source")
            named = ((s.get(name), name) for s in sources for name in ("data-srcset", "srcset"))
            return next(filter(None, (_usable(value, name) for value, name in named)), "")
    return ""


def _usable(value: str | None, name: str) -> str:
    """Return the address an attribute holds, or nothing when it is no picture's."""
    value = value.strip() if value else ""
    if not value:
        return ""
    if name.endswith("srcset"):
        value = _largest(value)
    if proxied := _REAL_IN_QUERY.search(value):
        value = unquote(proxied[1])
    unfit = _NO_IMAGE.search(value.split("?")[0]) or value.startswith(_UNFIT)
    return "" if unfit else value


def is_picture(address: str) -> bool:
    """Tell whether an address may be a picture's, and no logo's or placeholder's."""
    return bool(_usable(address, ""))


def _largest(srcset: str) -> str:
    """Return the address with the greatest width or density of a ``srcset``; of equals the last."""
    best, most = "", -1.0
    for part in _NEXT_SOURCE.split(srcset[:20_000])[:40]:
        width = _WIDTH.search(part)
        size = float(width[1]) if width else 0.0
        if size >= most and (words := part.split()):
            best, most = words[0], size
    return best


def _small(image: etree._Element) -> bool:
    for name in ("width", "height"):
        digits = re.match(r"\s*(\d{1,5})", image.get(name) or "")
        if digits and int(digits[1]) < _TINY:
            return True
    size = _STYLE_SIZE.search((image.get("style") or "")[:300])
    return size is not None and int(size[1]) < _TINY


def collect(
    elements: Iterable[etree._Element], addresses: Addresses, captions: dict[int, str], title: str = ""
) -> list[Image]:
    """Return images with captions, each address once.

    ``captions``: by ``id`` of the element, what stands under it; without one its own words count, unless
    they are the headline.
    """
    found: dict[str, str] = {}
    for element in elements:
        url = address_of(element)
        said = f"{element.get('alt') or ''}{element.get('title') or ''}"
        if (
            url
            and not _small(element)
            and not _ORNAMENT.search(element.get("class") or "")
            and not (len(said) <= _TINY and _CODE.search(said))
        ):
            caption = captions.get(id(element), "")
            if not caption:
                own = fold(element.get("data-alt") or element.get("alt") or element.get("title") or "")
                caption = "" if _PLACEHOLDER.search(own) or (title and title in own) else own
            found.setdefault(addresses.absolute(url), caption)
    return [Image(url, caption) for url, caption in list(found.items())[:_MOST]]


class Pictures:
    """The images that belong to an article's text."""

    def __init__(
        self, page: Page, body: Sequence[int], title: int, containers: set[etree._Element], headline: str
    ) -> None:
        """Take the page, the indexes of its text and headline (-1: none), and the text's elements."""
        self._page = page
        self._body = frozenset(body)
        self._first, self._last = (min(body), max(body)) if body else (0, -1)
        self._title = title
        self._containers = containers
        self._headline = headline
        self.elements: list[etree._Element] = []
        self.captions: dict[int, str] = {}
        """By ``id`` of the element."""
        self.caption_blocks: list[int] = []
        """Indexes of the fragments that are captions."""

    def find(self, addresses: Addresses) -> None:
        """Look through the page's images."""
        page = self._page
        captions = Captions(page, self._body, self._containers)
        start = self._start()
        for at, element in page.images:
            if not start <= at <= self._last + 1 or _small(element):
                continue  # a spacer between a picture and its caption would take the caption
            ancestors = list(islice(element.iterancestors(), 12))
            inside = not self._containers or not self._containers.isdisjoint(ancestors)
            if self._is_headline(element):
                self.elements.clear()  # what stands over it is the site's
                continue
            if _is_ornament(element, ancestors, addresses) or _is_teaser(ancestors, addresses):
                continue
            caption = captions.of(at, ancestors)
            if self._is_code(at, ancestors) or self._is_end_mark(at, ancestors):
                continue
            if caption in self.caption_blocks and address_of(self.elements[-1]) != address_of(element):
                self.captions.pop(id(self.elements[-1]), None)  # it stands under the last of several
            own = element.get("data-alt") or any(a.tag == "figure" for a in ancestors[:3])
            if inside or (at <= self._first and (caption >= 0 or own)):
                self.elements.append(element)
                if caption >= 0:
                    blocks = self._whole(caption)
                    self.captions[id(element)] = " ".join(page.fragments[i].text for i in blocks)
                    self.caption_blocks += blocks

    def _whole(self, caption: int) -> list[int]:
        """Return a caption's block and, where line breaks divide a figure's, those that go on with it."""
        page, node = self._page, self._page.nodes[caption]
        blocks = [caption]
        while (
            page.fragments[caption].kind == "caption"
            and (i := blocks[-1] + 1) < len(page.nodes)
            and page.nodes[i] is node
            and len(blocks) < _STEPS
        ):
            blocks.append(i)
        return blocks

    def _is_code(self, at: int, ancestors: list[etree._Element]) -> bool:
        """Tell an image over a line that asks to scan or follow, or in one box with a promotion."""
        under = self._page.fragments[at].text if at < len(self._page.nodes) else ""
        if len(under) <= _TINY // 2 and _CODE.search(under):
            return True
        return (
            bool(under)
            and wording.is_control(under)
            and ancestors[0] not in self._containers
            and self._page.nodes[at].element.getparent() is ancestors[0]
        )

    def _is_end_mark(self, at: int, ancestors: list[etree._Element]) -> bool:
        """Tell a sign set before the line behind the text that credits somebody, in its own element."""
        page = self._page
        if not self._last < at < len(page.nodes) or page.fragments[at].role != "byline":
            return False
        return page.nodes[at].element in ancestors

    def _start(self) -> int:
        """Return the block before which no image is the article's."""
        if 0 <= self._title < self._first and self._first - self._title <= _BETWEEN:
            return self._title + 1
        before = range(max(self._first - 3, 0), self._first)
        credits_ = [i for i in before if self._page.fragments[i].role == "byline"]
        return credits_[-1] + 1 if credits_ else self._first - 3

    def _is_headline(self, element: etree._Element) -> bool:
        """Tell a headline set as a picture."""
        return bool(self._headline) and fold(element.get("alt") or "") == self._headline and self._title < 0


def _is_teaser(ancestors: list[etree._Element], addresses: Addresses) -> bool:
    """Tell the picture of another article's card: its link holds a text, or one beside it leads there too."""
    near = ancestors[:_STEPS]
    link = next((a for a in near if a.tag == "a"), None)
    href = (link.get("href") or "") if link is not None else ""
    if link is None and _is_card(ancestors, addresses):
        return True
    if link is None or not href or href.startswith(("#", "javascript:")):
        return False
    target = addresses.absolute(href).partition("#")[0]
    if _PICTURE_FILE.match(target.partition("?")[0]) or target == addresses.base.partition("#")[0]:
        return False
    if _QUOTE.search(target):
        return True
    if next(link.iter("figcaption"), None) is not None:
        return False
    if len(fold("".join(islice(link.itertext(), 20)))) >= _SAID:
        return True
    box = near[near.index(link) + 1 : near.index(link) + 3]
    return any(
        other is not link
        and other.get("href") == href
        and len(fold("".join(islice(other.itertext(), 20)))) >= _SAID
        for around in box[:1] + [b for b in box[1:] if b.tag in {"li", "dl"}]
        for other in islice(around.iter("a"), _STEPS)
    )


def _is_card(ancestors: list[etree._Element], addresses: Addresses) -> bool:
    """Tell a list's item that is a picture and one link, whose text is nearly all of the item's."""
    item = next((a for a in ancestors[: 2 * _STEPS] if a.tag == "li"), None)
    links = [a for a in item.iter("a") if a.get("href")] if item is not None else []
    if item is None or len(links) != 1 or _PICTURE_FILE.match(addresses.absolute(links[0].get("href") or "")):
        return False
    said = fold("".join(islice(links[0].itertext(), 20)))
    return len(said) >= _SAID and len(said) >= _CARD_SHARE * len(fold("".join(islice(item.itertext(), 40))))


def _is_ornament(element: etree._Element, ancestors: list[etree._Element], addresses: Addresses) -> bool:
    """Tell an advertisement or a picture nobody sees: by what is around it, or where it leads."""
    for around in ancestors[:2]:
        name = f"{around.get('class') or ''} {around.get('id') or ''}"
        if name != " " and _AROUND_ORNAMENT.search(name[:300]):
            return True
        if around.tag == "a":
            target = addresses.absolute(around.get("href") or "")
            if addresses.offsite(target) and not _PICTURE_FILE.match(target.split("?")[0]):
                return True
    styles = (e.get("style") for e in (element, *ancestors[:2]))
    return any(style and hidden_by_style(style) == "display:none" for style in styles)


def over_text(page: Page, text: list[int], captions: list[int]) -> list[int]:
    """Return the ``captions`` in boxes of their own over all the ``text``: those amid it are read with it."""
    rest = [i for i in text if i not in captions]
    if not rest or rest[0] >= len(page.nodes):
        return []
    beside = page.nodes[rest[0]].parent
    return [i for i in captions if i < rest[0] and page.nodes[i].parent is not beside]
