"""The blocks around the headline, where a page says who, when and from where, often without a word for it.

Pages set such particulars in elements of their own that only a style sheet keeps apart
(``<span class="src">某某财经</span><span class="time">11-20 17:26</span>``): as text they run together, and
what they are stands in the elements' names alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract.names import HAN, is_usual, names_in
from crawler.extract.selectors import texts_in

if TYPE_CHECKING:
    from lxml import etree

    from crawler.extract.blocks import Page

_OVER, _UNDER = 3, 16
"""Blocks looked at above and below the headline, the latter ending where the text begins."""
_LONGEST = 160
_MOST = 40
"""Elements looked at in one block."""
_PART = r"(?:[-_]?(?:name|text|info|item|link|value|span|box))?$"
_NAMED = {
    "source": re.compile(
        rf"(?:^|[-_])(?:source|src|(?<!rich_)(?<!rich-)media|laiyuan|copyfrom|from|origin|outlet|provider){_PART}"
    ),
    "author": re.compile(
        rf"(?:^|[-_])(?:author|writer|reporter|byline|zuozhe|journalist|columnist)s?{_PART}|^itemprop-author$"
        r"|^rich_media_meta_text$"  # WeChat
    ),
    "editor": re.compile(rf"(?:^|[-_])(?:editor|bianji|zebian){_PART}"),
    "section": re.compile(
        rf"(?:^|[-_])(?:category|catalog|channel|column|section|lanmu|cate?|pindao)s?{_PART}|^rel-category$"
    ),
    "account": re.compile(
        rf"(?:^|[-_])(?:nick-?name|weibo[-_]user|user-?name|account|publisher|mp[-_]?name|js_name|post[-_]?user){_PART}"
        "|^(?:user|name)$"
    ),
}
_ANY = re.compile(
    "source|src|media|laiyuan|from|origin|outlet|provider|author|writer|reporter|byline|zuozhe|journalist"
    "|column|categor|catalog|channel|section|lanmu|cat|pindao|editor|bianji|zebian|nick|user|account|publisher|name"
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_VALUE = re.compile(
    r"\d{4}|\d[-/:：月]\d|@|前$|[刚剛昨今]|[。！？!?；;]|[\[【]|[阅閱][读讀]|[评評][论論]$|[浏瀏][览覽]|[点點][击擊]|^(?:原创|原創|转载|轉載|关注|關注|已关注|订阅|訂閱|投稿|微博|微信|更多|登录|登入|作者|来源|來源"
    r"|编辑|編輯|首页|首頁|返回|[+＋].*|posted|on|by|[发發][布佈表][于於]?|(?:[发發][布佈表])?[时時][间間]|匿名|游客|佚名|未知|admin)$",
    re.IGNORECASE,
)
_WORDS = 8
_ACCOUNT = re.compile(rf"[{HAN}]{{4,}}")
_WORD = re.compile(rf"[{HAN}A-Za-z]{{2}}")


@dataclass(slots=True)
class InfoBar:
    """What stands around a headline."""

    lines: dict[int, str] = field(default_factory=dict)
    """By fragment, its text with a blank between the elements it is made of; only where that differs."""
    around: list[str] = field(default_factory=list)
    """The texts of all of them, set apart in the same way."""
    named: dict[str, tuple[str, str]] = field(default_factory=dict)
    """``source``, ``author``, ``editor``, ``section``, ``account`` → what an element so named holds."""


def read(page: Page, title: int, first: int) -> InfoBar:
    """Read the blocks around the headline ``title`` (an index, -1: none) and before the text's ``first``."""
    bar = InfoBar()
    at = title if 0 <= title < first else first - _UNDER // 2
    texts: dict[str, list[str]] = {}
    seen: set[etree._Element] = set()
    for i in range(max(0, at - _OVER), min(first, at + _UNDER, len(page.nodes))):
        fragment = page.fragments[i]
        if i == title or fragment.hidden or len(fragment.text) > _LONGEST:
            continue
        element = page.nodes[i].element
        bar.around.append(fragment.text)
        if len(element):
            pieces = [piece for text in texts_in(element) if (piece := " ".join(text.split()))]
            if len(pieces) > 1 and "".join(pieces).replace(" ", "") == fragment.text.replace(" ", ""):
                spaced = " ".join(pieces)
                if spaced != fragment.text:
                    bar.lines[i] = bar.around[-1] = spaced
        for inner in (*islice(element.iterancestors(), 2), *islice(element.iter(), _MOST)):
            if inner not in seen:
                seen.add(inner)
                _note(inner, texts, bar)
    if account := texts.get("account"):  # a card with its description stands beside the name
        texts["account"] = [text for text in account if " " not in text] or account
    for name, found in texts.items():
        bar.named[name] = (" ".join(dict.fromkeys(found)), bar.named[name][1])
    return bar


def _are_people(text: str) -> bool:
    names = names_in(text)
    return bool(names) and all(map(is_usual, names))


def _note(element: etree._Element, texts: dict[str, list[str]], bar: InfoBar) -> None:
    """Note what an element holds when its class, id or ``itemprop`` says what that is."""
    ident = f"{element.get('class') or ''} {element.get('id') or ''}"
    prop = element.get("itemprop") or element.get("rel") or ""
    if prop.lower() == "author":
        ident += " itemprop-author"
    elif prop.lower().startswith("category") or prop == "articleSection":
        ident += " rel-category"
    if not _ANY.search(ident.lower()):
        return
    tokens = _CAMEL.sub("-", ident).lower().split()
    name = next((n for n, pattern in _NAMED.items() if any(map(pattern.search, tokens))), "")
    if not name:
        return
    said = " ".join(texts_in(element)).split()
    if len(said) > _WORDS:
        return
    text = " ".join(word for word in said if not _NO_VALUE.search(word.rstrip(":：")))
    if not 2 <= len(text) <= 30 or not _WORD.search(text):
        return
    if name == "account" and is_usual(text):
        name = "author"
    elif name == "author" and _ACCOUNT.fullmatch(text) and not _are_people(text):
        name = "account"
    texts.setdefault(name, []).append(text)
    bar.named.setdefault(name, ("", f"name:{tokens[0]}"))
