"""What a site may declare about its article pages, as CSS or XPath."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

Choice = str | tuple[str, ...]
"""One selector, or alternatives of which the first that matches counts.  Empty: none."""


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS (``h1.title``) or XPath (``//h1``, ``./div``, ``(//p)[1]``); attributes and text by XPath.

    A selector that matches nothing falls through to the page's structured data and the generic path.
    """

    title: Choice = ""
    body: Choice = ""
    """The article's container, or several elements that together hold its text."""
    date: Choice = ""
    source: Choice = ""
    author: Choice = ""
    byline: Choice = ""
    """Elements or texts that say who wrote it; all matches are taken."""
    kicker: Choice = ""
    subtitle: Choice = ""
    section: Choice = ""
    breadcrumbs: Choice = ""
    keywords: Choice = ""
    images: Choice = ""
    """``img`` elements, or elements that hold them."""
    next_page: Choice = ""
    """Links to the article's other pages."""
    remove: Choice = ""
    """Elements whose text is never part of the article; all alternatives apply."""


def alternatives(choice: Choice) -> tuple[str, ...]:
    """Return a choice as a tuple without empty entries."""
    options = (choice,) if isinstance(choice, str) else choice
    return tuple(option for option in options if option)


@lru_cache(maxsize=2048)
def _compiled(selector: str) -> etree.XPath:
    text = selector.strip()
    if text.startswith(("/", "./", "(", "descendant", "string(", "normalize-space(", "concat(")):
        expression = text
    else:
        from cssselect import HTMLTranslator, SelectorError

        try:
            expression = HTMLTranslator().css_to_xpath(text)
        except SelectorError as error:
            raise ValueError(f"not a CSS or XPath selector: {selector!r}: {error}") from error
    try:
        return etree.XPath(expression)
    except etree.XPathSyntaxError as error:
        raise ValueError(f"not a CSS or XPath selector: {selector!r}: {error}") from error


def matches(tree: etree._Element, choice: Choice) -> tuple[list[Any], str]:
    """Return what the first matching alternative selects (elements or strings) and that alternative.

    Raises ``ValueError`` naming the selector when it is neither CSS nor XPath.
    """
    for selector in alternatives(choice):
        found = _compiled(selector)(tree)
        if isinstance(found, list):
            if found:
                return found, selector
        elif str(found).strip():
            return [str(found)], selector
    return [], ""


def text_of(item: object) -> str:
    """Return the text of an element, or the string itself, with white space folded."""
    text = "".join(texts_in(item)) if isinstance(item, etree._Element) else str(item)  # noqa: SLF001 (lxml names its public classes so)
    return " ".join(text.split())


def texts_in(element: etree._Element) -> Iterator[str]:
    """Yield the pieces of text in an element in page order, those of scripts and styles left out."""
    for piece in element.itertext():
        parent = piece.getparent() if hasattr(piece, "getparent") else None
        if parent is None or piece.is_tail or parent.tag not in {"script", "style"}:
            yield str(piece)
