"""An article's other pages: which of a page's links lead to them, and not to the next article."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.extract.addresses import Addresses
    from crawler.extract.blocks import Page
    from crawler.extract.elements import Elements

_TRS_PAGES = re.compile(
    r"""createPageHTML\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*["']([\w./-]{1,80})["']\s*,\s*["'](\w{2,6})["']"""
)
_NUMBER = re.compile(
    r"^[\[【(（\s]*(?:(?:第\s*)?(\d{1,2})(?:\s*[页頁])?[\]】)）\s]*$|第\s*(\d{1,2})\s*[页頁]\s*[:：\s][^。]{2,30}$)"
)
"""2, [2], 第2页; in pages with contents also 第2页：展望."""
_NEXT = re.compile(
    r"^[\s\[【(（<«‹点點击擊查看]*(?:下一?[页頁]|[后後]一[页頁]|next(?: page)?|[余餘]下全文"
    r"|(?:剩余|剩餘|[余餘]下)[内內]容|[继繼][续續][阅閱][读讀])[\s\]】)）>》»›→]*$",
    re.IGNORECASE,
)
_FILE = re.compile(r"^(.*?)(?:(?:[_-]|(?<=\d)(?=p\d))p?(\d{1,2}))?(\.\w{2,6})?$")
_PAGE_FILE = re.compile(r"^(?:p|page)[-_]?(\d{1,2})(\.\w{2,6})$", re.IGNORECASE)
"""p2.html in a folder that is the article's."""
_QUERY_PAGE = re.compile(
    r"(?:^|&)(?:p|pg|pn|cp|page|pageno|page_no|pagenum|pageindex|page_id|cpage|curpage|currentpage)=(\d{1,2})(?=&|$)",
    re.IGNORECASE,
)
_FOLDER_PAGE = re.compile(r"/(?:page/)?(\d{1,2})/?$")
_MOST = 40
_LATEST = 20
"""A greater number at the end of the page's own address is the article's."""
_LONGEST_LABEL = 40


def next_pages(page: Page, elements: Elements, url: str, addresses: Addresses) -> tuple[list[str], str]:
    """Return the addresses of an article's other pages, in order, and how they were found.

    Links labelled with numbers or "next page" count when they differ from the page's own address in the
    page number only, and in the number they should.
    """
    own = url.split("#", maxsplit=1)[0]
    if not own.startswith("http"):
        return [], ""
    here = _places(own)
    numbered: dict[str, int] = {}
    following: list[str] = []
    for label, href in _labelled(page):
        number = _NUMBER.match(label)
        if not number and not _NEXT.match(label):
            continue
        target = addresses.absolute(href).split("#")[0]
        at = int(number[1] or number[2]) if number else 0
        if not _is_page(target, own, here, at):
            continue
        if number:
            numbered.setdefault(target, at)
        else:
            following.append(target)
    if numbered:
        return sorted(numbered, key=numbered.__getitem__)[:_MOST], "numbered links"
    where = "next link"
    if not following:
        links = (
            link.get("href", "") for link in elements.links if "next" in link.get("rel", "").lower().split()
        )
        targets = (addresses.absolute(href).split("#")[0] for href in links)
        following, where = [target for target in targets if _is_page(target, own, here, 0)], "rel=next"
    return (following[:1], where) if following else _by_script(elements, own, addresses)


def _labelled(page: Page) -> Iterator[tuple[str, str]]:
    """Yield text and address of the page's short links, and of the entries of its menus."""
    for fragment, node in zip(page.fragments, page.nodes, strict=False):
        for link in fragment.links:
            if link.end - link.start <= _LONGEST_LABEL:
                yield fragment.text[link.start : link.end].strip(), link.href
        if node.tag == "option" and (value := node.element.get("value")):
            yield fragment.text, value


def _by_script(elements: Elements, own: str, addresses: Addresses) -> tuple[list[str], str]:
    """Return the pages TRS's script makes links for, on the first of them."""
    file = own.split("?", maxsplit=1)[0].rpartition("/")[2]
    for _, text in elements.scripts:
        match = _TRS_PAGES.search(text) if "createPageHTML" in text else None
        if match and file and 1 < int(match[1]) <= _MOST and int(match[2]) == 0 and file.startswith(match[3]):
            pages = [addresses.absolute(f"{match[3]}_{i}.{match[4]}") for i in range(1, int(match[1]))]
            return pages, "createPageHTML"
    return [], ""


def _places(address: str) -> list[tuple[str, int]]:
    """Return the ways to read an address as that of an article and a page's number, 0 for none."""
    bare, _, query = address.partition("?")
    path = bare.partition("://")[2].partition("/")[2]
    found = []
    if match := _QUERY_PAGE.search(query):
        rest = (query[: match.start()] + query[match.end() :]).strip("&")
        found.append((f"{bare}?{rest}", int(match[1])))
    else:
        found.append((f"{bare}?{query}", 0))
    folder, _, file = bare.rpartition("/")
    if path and file and (match := _FILE.match(file)) and match[1]:
        found.append((f"{folder}/{match[1]}{match[3] or ''}?{query}", int(match[2] or 0)))
        if match[2] and match[1]:
            found.append((f"{folder}/{file}?{query}", 0))
    if path and (match := _PAGE_FILE.match(file)):
        found.append((f"{folder}/{match[2]}?{query}", int(match[1])))
    if path and "." not in file:
        found.append((f"{bare.rstrip('/')}/", 0))
        if (match := _FOLDER_PAGE.search(bare)) and "/" in path.strip("/"):
            found.append((f"{bare[: match.start()]}/", int(match[1])))
    return found


def _is_page(target: str, own: str, here: Iterable[tuple[str, int]], label: int) -> bool:
    """Tell whether an address is the page ``label`` (0: the next one) of the article at ``own``.

    Some number their pages from 0: there page 2 is 1.
    """
    if target == own or not target.startswith("http"):
        return False
    if target.partition("?")[0] == own.partition("?")[0] and "?" not in target:
        return label == 1 and "?" in own
    for article, number in _places(target):
        for same, at in here:
            if article != same or number == at or at > _LATEST:
                continue
            wanted = {label, label - 1} if label else {max(at, 1) + 1, at + 1}
            if number in wanted or (label == 1 and not number):
                return True
    return False
