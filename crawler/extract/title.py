"""The headline: which block of the page it is, and its text without the site's tail."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING

from crawler.extract.blocks import fold
from crawler.extract.selectors import texts_in

if TYPE_CHECKING:
    from lxml import etree

    from crawler.extract.blocks import Node, Page
    from crawler.extract.structured import Structured
    from crawler.items import Fragment

_SEPARATOR = re.compile(
    r"\s*[_|｜丨]+\s*|\s+[-–—·]{1,2}\s+|(?<=[\u4e00-\u9fff”》】）？！])\s*-{1,2}\s*(?=[\u4e00-\u9fffA-Za-z])|--+|—(?=[\u4e00-\u9fff]{2,8}(?:网|報|报|新闻|频道)$)|\s*::+\s*|\s*«\s*|\s*>>\s*|\s+[>›]\s+"
)
_SITE_TAIL = re.compile(
    r"(?:网|網|报|報|新闻|新聞|频道|頻道|在线|在線|财经|財經|门户|之家|客户端|融媒|云媒|日报|晚报|时报|中心|论坛|博客|平台|首页|资讯|滚动|要闻|股票|证券|\.com|\.cn|\.net|news|com|新浪|搜狐|腾讯|网易|凤凰|央视|人民|新华|手机版|正文|专题|号外|公众号|杂志|周刊|传媒|电视台|广播)$",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?:报|報|刊|网|網).{0,5}(?:电子版|電子版|数字版|數字版|数字报|數字報|电子报|電子報|官网|官方网站)$"
)
_TITLE_NAME = re.compile(
    r"title|headline|biaoti|\btit\b|\bbt\b|[_-]tit|tit[_-]|h1\b|articlehead|news[-_]?name"
    r"|(?:^|[-_.#])(?:tt|bzt|zbt|zhuti|btt)(?:$|[-_.#])",
    re.IGNORECASE,
)
_SECTION = re.compile("[\u4e00-\u9fff.·]{2,6}")
_SECTION_ALONE = re.compile(
    r"(?:[财財][经經]|[经經][济濟]|[产產][业業经經]|要[闻聞]|[国國][际際内內]|股市|[证證]券|金融|地[产產]|房[产產]|科技|兩岸|两岸|社[会會]|[时時]政"
    r"|[滚滾][动動]|[即]?[时時])(?:新[闻聞]|[频頻]道|[资資][讯訊]|要[闻聞]|[观觀]察)"
)
_SITE_NAME = re.compile("[网網报報]$")
_LOOSE = re.compile(r"[\s\u3000\W_]+")
MAX_TITLE = 160
_RANKS = {"h1": 3.0, "founder-title": 3.0, "h2": 1.5, "h3": 1.0, "h4": 0.6}
_DATED = re.compile(
    r"\d{1,2}[:：]\d\d|(?:19|20|１９|２０|二〇)[\d〇○零一二三四五六七八九]{2}\s*[-－年/.]\s*[\d〇一二三四五六七八九十]"
    r"|(?<!\d)1[01]\d\s*[年/.-]\s*\d{1,2}\s*[月/.-]\s*\d{1,2}(?!\d)"  # 民國
)
_COLUMN = re.compile(
    r"(?:最新|本[会會]|[协協][会會]|公[会會]|商[会會]|[产產][业業]|行[业業]|媒[体體])?(?:消息|新[闻聞]|[资資][讯訊]|公告|[动動][态態]|快[讯訊]|信息)(?:[动動][态態]|中心|公告|[详詳]情|[内內][页頁容]|稿)?"
    r"|(?:新[闻聞]|文章|[内內]容|信息)?(?:[内內][页頁容]|[详詳]情|[详詳][细細]|正文|[浏瀏][览覽]|[显顯]示)[页頁]?"
)
"""What a document's title names beside the site on pages whose own headline it does not have."""
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
_LONGEST_NAME = 10
_IS_SITE = 0.5
_PIECES = 8
_NEAR = 12
"""Blocks behind a headline among which its text begins."""
_UNDER = 2
"""Blocks below the headline within which the line of the date stands."""
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "founder-title", "center", "caption"})


def key(text: str) -> str:
    """Return a title for comparison: letters, digits and characters only."""
    return (text if text.isalnum() else _LOOSE.sub("", text)).lower()


def strip_site(title: str, known: str = "") -> str:
    """Return a document title without the parts that name the site or section.

    ``known``: text that stands in the page (a heading); parts found in it are kept.
    """
    title = " ".join(title.split())
    parts = _SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if known and key(known):
        inside = key(known)
        matching = [p for p in parts if key(p) and key(p) in inside]
        if matching and not all(_SITE_TAIL.search(p) and len(key(p)) < _LONGEST_NAME for p in matching):
            start = title.find(matching[0])
            end = title.rfind(matching[-1]) + len(matching[-1])
            return title[start:end].strip()
    parts = [p.strip() for p in parts if key(p)]
    if not parts:
        return title
    if _SITE_TAIL.search(parts[0]) and len(key(parts[0])) < 10:
        return max(parts, key=lambda p: len(key(p)))
    # A short first part is a series' name (棱镜|…), and the headline comes after it.
    last = parts[0]
    for part in parts[1:]:
        if len(key(last)) >= 8 or _SITE_TAIL.search(part):
            break
        last = part
    return title[: title.find(last) + len(last)].strip()


def section_of(title: str) -> str:
    """Return the section a document title names between headline and site (``某某_财经_某某网``)."""
    parts = [p.strip() for p in _SEPARATOR.split(" ".join(title.split())) if p.strip()]
    if len(parts) < 2 or len(key(parts[0])) < 8 or not any(map(_SITE_TAIL.search, parts[-2:])):
        return ""
    if len(parts) == 2:  # ｜財經新聞: a section only where no name stands in it
        return parts[1] if _SECTION_ALONE.fullmatch(parts[1]) else ""
    # _財經_某某日報_某某網: papers on a portal have two names; _某某网_财经: some set the site's first
    between = [p for p in parts[1:] if _SECTION.fullmatch(p) and not _SITE_NAME.search(p)]
    return between[-1] if between else ""


def last_part(title: str) -> str:
    """Return what a document's title ends with, most often the site's name; nothing when it has one part."""
    parts = [p.strip() for p in _SEPARATOR.split(" ".join(title.split())) if key(p)]
    return parts[-1] if len(parts) > 1 and len(key(parts[-1])) <= _LONGEST_NAME else ""


def is_site_name(title: str) -> bool:
    """Tell a document title that names the site or section rather than an article."""
    size = len(key(title))
    return (
        size < 7
        or (size < 12 and bool(_SITE_TAIL.search(title)))
        or (size < 24 and bool(_EDITION.search(title)))
    )


def names_site(text: str, document_title: str) -> bool:
    """Tell a text that is the site's name as it ends a document's title, or begins that: 江畔 of 江畔财经."""
    parts = [key(p) for p in _SEPARATOR.split(document_title)[1:]]
    said = key(text)
    return any(
        said
        and not _SITE_TAIL.search(said)
        and p.startswith(said)
        and _SITE_TAIL.search(p)
        and not p.endswith(("博客", "专栏", "專欄"))
        for p in parts
    )


def names_no_article(document_title: str) -> bool:
    """Tell a document title of a site and one of its columns only: 某某公會-最新消息."""
    parts = [p for p in _SEPARATOR.split(" ".join(document_title.split())) if key(p)]
    others = [p for p in parts if not _COLUMN.fullmatch(p)]
    return len(parts) > len(others) and len(others) <= 1 and all(len(key(p)) <= _LONGEST_NAME for p in others)


def _is_app_name(shown: str, by_document: str) -> bool:
    """Tell the name of the site or its app set over every page, when the document has no other title."""
    return is_site_name(by_document) and shown == by_document and bool(_SITE_TAIL.search(shown))


class _Stated:
    """What the page says its title is, and how far a block agrees."""

    def __init__(self, document_title: str, declared: str) -> None:
        self.texts = document_title + declared
        self.by_document = strip_site(document_title)
        self.targets = [key(t) for t in (document_title, declared) if t]
        parts = [key(p) for p in _SEPARATOR.split(document_title) if key(p)]
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
    nameless = names_no_article(document_title)
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
    return -1
