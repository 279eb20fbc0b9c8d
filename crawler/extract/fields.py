"""The fields around the text: keywords, credits, modification dates, further pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import structured, wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.addresses import Addresses
    from crawler.extract.elements import Elements
    from crawler.extract.structured import Structured

_MARKUP = re.compile(r"[<>=]")
_TRS_PAGES = re.compile(
    r"""createPageHTML\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*["']([\w./-]{1,80})["']\s*,\s*["'](\w{2,6})["']"""
)
_NUMBER = re.compile(r"^[\[【(（\s]*(?:第\s*)?(\d{1,2})(?:\s*[页頁])?[\]】)）\s]*$")
_STEM = re.compile(r"^(.*?)(?:[_-]\d{1,2})?(\.\w{2,6})?$")
_MOST_PAGES = 40
_CREDITS = (
    (
        "author",
        ("author", "article:author", "og:article:author", "dc.creator", "byl", "parsely-author"),
        ("author", "creator"),
    ),
    (
        "source",
        ("source", "contentsource", "article:source", "og:article:source", "news:source", "dc.source"),
        ("sourceOrganization",),
    ),
    ("editor", ("editor", "contenteditor", "责任编辑"), ("editor",)),
)


def keywords(values: Iterable[str]) -> list[str]:
    """Split keyword strings at the separators sites use."""
    words = (w.strip() for v in values for w in re.split(r"[,，、;；|\s]+", v))
    return [w for w in dict.fromkeys(words) if w and len(w) <= 40 and not _MARKUP.search(w)][:30]


def credit(name: str, data: Structured) -> tuple[str, str]:
    """Return what meta elements or JSON-LD say of ``author``, ``source`` or ``editor``, and where."""
    for kind, metas, keys in _CREDITS:
        if kind == name:
            value, where = data.first(*metas)
            if not value or value.startswith(("http://", "https://")):
                value, where = structured.text_of(data.article, *keys), "json_ld"
            if value and not value.startswith(("http://", "https://")):
                return value, where
    return "", ""


def modified(data: Structured) -> tuple[str, str]:
    """Return what the page declares as the time of its last change, and where."""
    value, where = data.first(
        "article:modified_time",
        "og:updated_time",
        "article:modified",
        "datemodified",
        "lastmodified",
        "last-modified",
        "dcterms.modified",
    )
    if not value:
        value, where = structured.text_of(data.article, "dateModified", "upDate"), "json_ld"
    return value, where if value else ""


def next_pages(elements: Elements, url: str, addresses: Addresses) -> tuple[list[str], str]:
    """Return the addresses of an article's other pages, in order, and how they were found.

    Numbered links count when they differ from the page's own address in the page number only; of a
    "next page" link the same is asked, so that it does not lead to the next article.
    """
    here = url.split("#", maxsplit=1)[0].split("?", maxsplit=1)[0]
    stem = _stem(here)
    numbered: dict[str, int] = {}
    following = ""
    for element in elements.anchors:
        label = element.text
        if not label or len(label) > 16:
            continue
        label = label.strip()
        number = _NUMBER.match(label)
        following_link = not number and wording.NEXT_PAGE.match(label)
        if not number and not following_link:
            continue
        target = addresses.absolute(element.get("href") or "").split("#")[0]
        if (
            not stem
            or not target.startswith("http")
            or target == url.split("#", maxsplit=1)[0]
            or not _same_article(target, url, stem)
        ):
            continue
        if number:
            numbered.setdefault(target, int(number[1]))
        else:
            following = following or target
    if numbered:
        pages = sorted(numbered, key=numbered.__getitem__)
        return pages[:_MOST_PAGES], "numbered links"
    if following:
        return [following], "next link"
    for _, text in elements.scripts:
        match = _TRS_PAGES.search(text) if "createPageHTML" in text else None
        if (
            match
            and stem
            and 1 < int(match[1]) <= _MOST_PAGES
            and int(match[2]) == 0
            and here.rsplit("/", 1)[-1].startswith(match[3])
        ):
            pages = [addresses.absolute(f"{match[3]}_{i}.{match[4]}") for i in range(1, int(match[1]))]
            return pages, "createPageHTML"
    return [], ""


def _stem(address: str) -> str:
    path = address.rsplit("/", 1)
    if len(path) < 2 or not path[1]:
        return ""
    match = _STEM.match(path[1])
    return f"{path[0]}/{match[1]}" if match and match[1] else ""


def _same_article(target: str, url: str, stem: str) -> bool:
    bare, _, query = target.partition("?")
    if _stem(bare) == stem and bare != url.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]:
        return True
    # ?page=2, &p=3: the same address but for a small number
    own = url.split("#", maxsplit=1)[0].partition("?")
    return (
        bare == own[0]
        and bool(query)
        and re.sub(r"(?:^|&)(?:p|page|pn|pageno|page_no)=\d{1,2}\b", "", query)
        == re.sub(r"(?:^|&)(?:p|page|pn|pageno|page_no)=\d{1,2}\b", "", own[2])
    )
