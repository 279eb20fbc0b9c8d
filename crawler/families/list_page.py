"""A list page as a family reads it: decoded like an article page, its links absolute."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from lxml import etree, html

from crawler.extract.addresses import registered_domain as domain_of_host
from crawler.extract.charset import decode
from crawler.extract.parse import without_ends
from crawler.extract.selectors import matches, text_of
from crawler.fetch.failures import header_texts

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.extract.selectors import Choice

_BAD_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(slots=True)
class Anchor:
    """A link of a list page."""

    url: str
    """Absolute, without fragment."""
    text: str
    """Its text, else its ``title`` attribute."""
    element: etree._Element | None = None


class ListPage:
    """A fetched list, parsed once on first use."""

    def __init__(self, response: Response) -> None:
        self.url = response.url
        self.text = _BAD_XML.sub("", decode(response.body, header_texts(response)).text)

    @cached_property
    def tree(self) -> etree._Element:
        """The page's element tree (an empty page gives an empty tree)."""
        text = without_ends(re.sub(r"^\s*<\?xml[^>]*\?>", "", self.text))
        try:
            return html.document_fromstring(text, parser=html.HTMLParser(recover=True, huge_tree=True))
        except etree.ParserError:  # nothing, or nothing but comments
            return html.fromstring("<html></html>")

    @cached_property
    def base(self) -> str:
        """What relative addresses are relative to."""
        declared = self.tree.xpath("string(//base/@href)")
        return (absolute(self.url, declared.strip()) if declared else "") or self.url

    def anchors(self, choice: Choice = ("//a[@href]|//area[@href]",)) -> list[Anchor]:
        """Return the links ``choice`` selects (elements, or those inside them, or attributes), each once.

        Where one address is linked twice, the text is the longer one: newspapers link each story from
        its area of the page image too.
        """
        found: dict[str, Anchor] = {}
        for item in matches(self.tree, choice)[0]:
            for href, element in _hrefs(item):
                if not href or href.startswith(("#", "javascript:", "mailto:", "tel:", "data:")):
                    continue
                url = absolute(self.base, href).partition("#")[0]
                if not url:
                    continue
                text = "" if element is None else text_of(element) or (element.get("title") or "").strip()
                if url not in found:
                    found[url] = Anchor(url, text, element)
                elif len(text) > len(found[url].text):
                    found[url].text, found[url].element = text, element
        return list(found.values())

    def near(self, anchor: Anchor, choice: Choice, rows: int = 4) -> str:
        """Return what ``choice`` finds in the smallest of the ``rows`` elements around a link, or ``""``."""
        element = anchor.element
        for _ in range(rows):
            if element is None:
                break
            found = matches(element, _inside(choice))[0]
            if found:
                return text_of(found[0])
            element = element.getparent()
        return ""


def _inside(choice: Choice) -> Choice:
    options = (choice,) if isinstance(choice, str) else choice
    return tuple(f".{option}" if option.startswith("//") else option for option in options if option)


def _hrefs(item: object) -> list[tuple[str, etree._Element | None]]:
    if not isinstance(item, etree._Element):  # noqa: SLF001 (lxml names its public classes so)
        parent = item.getparent() if hasattr(item, "getparent") else None
        return [(str(item).strip(), parent)]
    if item.get("href") is not None:
        return [(item.get("href", "").strip(), item)]
    inside = [(a.get("href", "").strip(), a) for a in item.iter("a", "area") if a.get("href")]
    if inside:
        return inside
    up = item.getparent()
    while up is not None and up.tag != "a":
        up = up.getparent()
    return [(up.get("href", "").strip(), up)] if up is not None else []


def absolute(base: str, address: str) -> str:
    """Return an address as a page at ``base`` means it; ``""`` for what is none (``http://[``, ``http://a:b/``).

    One slip of an editor's must not cost the other articles of his list.
    """
    try:
        url = urljoin(base, address)
        _ = urlsplit(url).port  # raises where it is no number
    except ValueError:
        return ""
    return url


def registered_domain(url: str) -> str:
    """Return the domain somebody registered (``hket.com``), or the host where it is an address."""
    return domain_of_host(urlsplit(url).hostname or "")
