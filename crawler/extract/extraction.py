"""What the stages of one page's extraction share: its tree and blocks, and what is known so far."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract import embedded_article, infobar, structured
from crawler.extract.addresses import Addresses
from crawler.extract.blocks import Page, fold
from crawler.extract.elements import Elements
from crawler.extract.selectors import Selectors, matches, text_of

if TYPE_CHECKING:
    from datetime import datetime

    from crawler.items import Draft


class Extraction:
    """One page's extraction: ``draft`` is filled in by the stages, in the order of ``page``."""

    def __init__(
        self, root: etree._Element, draft: Draft, selectors: Selectors, now: datetime | None, text: str
    ) -> None:
        self.root = root
        self.draft = draft
        self.selectors = selectors
        self.now = now
        self.addresses = Addresses(draft.url)
        self.elements = Elements(root)
        if self.elements.base:
            self.addresses = Addresses(self.addresses.absolute(self.elements.base), draft.url)
        self.data = structured.read(self.elements, text)
        self.document_title = fold(self.elements.title)
        self.page = Page()
        self.title_index = -1
        self.containers: set[etree._Element] = set()
        self.bar = infobar.InfoBar()
        self.pictured: list[etree._Element] | None = None
        """The images in a text out of the page's data; ``None``: the text is the page's own."""
        self.said: dict[str, str] = {}
        """What the object a text was taken out of says of author, source and section."""
        self.told: dict[str, str] | None = None
        """The same of the object that has the headline; ``None`` until it is asked for."""

    def selected(self, name: str) -> tuple[list[etree._Element], str]:
        """Return the elements a site's selectors of a field find, and the selector that does."""
        found, selector = matches(self.root, getattr(self.selectors, name))
        return [e for e in found if etree.iselement(e)], selector

    def declared(self, name: str) -> list[str]:
        """Return the texts a site's selector gives for a field, without empty ones; note where from."""
        found, selector = matches(self.root, getattr(self.selectors, name))
        texts = [t for t in (text_of(item) for item in found) if t]
        if texts:
            self.draft.fields[{"date": "published"}.get(name, name)] = f"site:{selector}"
        return texts

    def state_says(self, name: str) -> str:
        """Return what the object in the page's data that holds the article says of a field."""
        if self.told is None:
            self.told = self.said or embedded_article.said_of(self.elements, self.draft.title)
        return self.told.get(name, "")
