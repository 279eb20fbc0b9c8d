"""Keywords: what meta elements, JSON-LD or a page's data state, else the tags shown with the article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import structured, wording
from crawler.extract.document_title import key
from crawler.text.quotes import QUOTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.extract.blocks import Node, Page
    from crawler.extract.structured import Structured
    from crawler.items import Fragment

_MARKUP = re.compile(r"[<>=]")
_HAN = "\u3400-\u9fff"
_SEPARATOR = re.compile(
    rf"[,，、;；|｜\t\n]+|(?<=\S)\s*[#＃](?=\w)|(?<=[{_HAN}])\s+(?=[{_HAN}])|(?<=[{_HAN}])/(?=[{_HAN}])"
)
_LONGEST, _MOST = 40, 30
_LABEL = re.compile(
    r"^[\s\W]*(?:[【\[]\s*)?(?:本文|文章|相[关關]|新[闻聞])?(?:[标標]\s*[签籤]|[关關]\s*[键鍵]\s*[词詞字]|主[题題][词詞]|tags?)\s*(?:[】\]]|[:：]|$)\s*[:：]?\s*",
    re.IGNORECASE,
)
_BAR_NAME = re.compile(
    r"(?:^|[-_.#])(?:hash[-_]?)?(?:tags?|keywords?|biaoqian|guanjianci|gjc)(?:[-_]?(?:list|bar|box|wrap\w*|links?|area|cloud|container|items?|con|group|s))*(?:$|[-_.#])"
    r"|(?:^|[-_.#])(?:article|news|post|entry|art|content|detail|story)[-_]*(?:hash)?(?:tags?|keywords?|labels?)(?:$|[-_.#])",
    re.IGNORECASE,
)
_TAG_ADDRESS = re.compile(r"/(?:tags?|hashtags?|keywords?|biaoqian)[/.?]|[?&](?:tag|keyword)=", re.IGNORECASE)
_OTHERS = re.compile(
    r"[热熱][门門點点]|[热熱]搜|推[荐薦]|大家|排行|[阅閱][读讀]|[标標][签籤][云雲]|hot|cloud|side|foot|nav",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"(?:[网網]|[报報]|[频頻]道|[电電][视視][台臺]|[门門][户戶]|[媒][体體]|[在線线]{2}|客[户戶]端|\.com|\.cn)$"
)
_BEHIND, _BEFORE, _STEPS = 25, 4, 3
_LONGEST_TAG = 20


def split(values: Iterable[str]) -> list[str]:
    """Split keyword strings at the separators sites use: blanks only where there is nothing else."""
    words: list[str] = []
    for value in values:
        parts = _SEPARATOR.split(value)
        words += parts if len(parts) > 1 else value.split()
    unique: dict[str, str] = {}
    for word in words:
        cleaned = word.strip(f" \u3000\xa0#＃·。.:：{QUOTES}")
        if cleaned and len(cleaned) <= _LONGEST and not _MARKUP.search(cleaned):
            unique.setdefault(cleaned.lower(), cleaned)
    return list(unique.values())[:_MOST]


def find(data: Structured, page: Page, headline: int, title: str, site: str) -> tuple[list[str], str]:
    """Return an article's keywords, and what told them.

    ``headline``: the index of the block that is it; ``site``: texts that name
    the site (the document's title).  Names of the site are left out; a list with such a name and nothing
    the article speaks of is the same on every page of the site, and no article's.
    """
    for stated, where in structured.words(data):
        words = split(stated)
        own = [w for w in words if not _is_site(w, site) and key(w) != key(title)]
        if len(own) < len(words) or any(_SITE.search(w) for w in own):
            text = title + "".join(f.text for f in page.fragments if f.role == "body")
            if not any(w in text for w in own):
                continue
        if own:
            return own, where
    shown = split(_shown(page, headline))
    return shown, "tags" if shown else ""


def _is_site(word: str, site: str) -> bool:
    return len(word) >= 2 and word in site and (bool(_SITE.search(word)) or word == site)


def _shown(page: Page, headline: int) -> list[str]:
    """Return the tags in the bar nearest to the article."""
    body = [f.index for f in page.fragments if f.role == "body" and f.index < len(page.nodes)]
    if not body:
        return []
    start = headline + 1 if 0 <= headline < body[0] else max(body[0] - _BEFORE, 0)
    near = (*range(body[-1] + 1, min(body[-1] + _BEHIND, len(page.nodes))), *range(start, body[-1] + 1))
    for i in near:
        fragment = page.fragments[i]
        if fragment.role == "body" or fragment.hidden or len(fragment.text) > 300:
            continue
        if found := list(_bar(page, i)):
            return found
    return []


def _bar(page: Page, i: int) -> Iterator[str]:
    """Yield the tags of the bar that begins with a block, if one does."""
    fragment, node = page.fragments[i], page.nodes[i]
    label = _LABEL.match(fragment.text)
    if label:
        rest = fragment.text[label.end() :]
        if rest:
            yield from _linked(fragment) or [rest]
        else:
            yield from _following(page, i, node.parent)
    elif fragment.links and not (i and _OTHERS.search(page.fragments[i - 1].text[:20])):
        named = next((n for n in node.chain()[:_STEPS] if _BAR_NAME.search(n.ident)), None)
        if named is not None and not _OTHERS.search(named.ident):
            yield from _following(page, i - 1, named)
        elif all(
            _TAG_ADDRESS.search(link.href) or fragment.text[link.start] in "#＃" for link in fragment.links
        ):
            yield from _following(page, i - 1, node if len(fragment.links) > 1 else node.parent)


def _following(page: Page, i: int, around: Node | None) -> Iterator[str]:
    """Yield the short links behind a block, as far as they lie in an element."""
    for fragment, node in zip(page.fragments[i + 1 : i + 16], page.nodes[i + 1 : i + 16], strict=False):
        if around is None or not node.lies_in(around) or wording.RELATED_HEADING.match(fragment.text):
            return
        linked = _linked(fragment)
        if not linked and len(fragment.text) > _LONGEST_TAG:
            return
        yield from linked or ([fragment.text] if fragment.text[0] in "#＃" else [])


def _linked(fragment: Fragment) -> list[str]:
    """Return the texts of a block's links, when all are short and little else stands in it."""
    texts = [fragment.text[link.start : link.end].strip() for link in fragment.links]
    fit = all(len(text) <= _LONGEST_TAG for text in texts)
    return [t for t in texts if t] if fit else []
