"""Bytes of a page → ``Draft``: one parse, one walk, then selectors, structured data and the generic path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from crawler.extract import (
    body,
    charset,
    fields,
    flashes,
    headlines,
    images,
    infobar,
    keywords,
    paging,
    section,
    state,
    structured,
    title,
    verdict,
    wording,
)
from crawler.extract.addresses import Addresses
from crawler.extract.blocks import Page, fold
from crawler.extract.elements import Elements
from crawler.extract.hidden import StyleRules
from crawler.extract.parse import MAX_CHARS, parse
from crawler.extract.selectors import Selectors, alternatives, matches, text_of
from crawler.extract.walk import Walker
from crawler.items import Draft, Fragment
from crawler.text.dates import date_label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crawler.extract.blocks import Node

_NEAR_TITLE = 6
_FLASH = re.compile(r"^【(?P<title>[^【】]{4,60})】(?=.{20,}[。！？])", re.DOTALL)
_CREDIT_CHARS = 120
"""A line that credits somebody is no longer."""
_NEAR_BODY = 12
_UNDER_TITLE = 2
"""Blocks below a headline that was found above the text, among which its date may stand."""


def extract_html(
    body: bytes,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    selectors: Selectors | None = None,
    now: datetime | None = None,
) -> Draft:
    """Take a page apart.  Any bytes are taken; only a malformed selector raises (``ValueError``).

    The first that gives a body wins: the site's ``selectors``, the generic path, and for pages that show
    no text themselves JSON-LD or the page's embedded state.  ``url``: the address after redirects.
    ``headers``: of the response (``Content-Type`` counts).  ``now``: when it was fetched, for dates
    without a year.  Pages longer than 3 million characters are cut, which ``fields["page"]`` says.
    """
    decoded = charset.decode(body, headers)
    draft = Draft(url=url, encoding=decoded.encoding, mojibake=decoded.mojibake)
    text = decoded.text
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
        draft.fields["page"] = f"cut at {MAX_CHARS} characters"
    root = None if not text or text.isspace() else parse(text)
    if root is None:
        draft.not_article = "empty"
        return draft
    return _Extraction(root, draft, selectors or Selectors(), now, text).run()


class _Extraction:
    """One page's extraction, step by step; the steps share the tree and the blocks."""

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
        self.said: dict[str, str] = {}
        """What the object a text was taken out of says of author, source and section."""
        self.told: dict[str, str] | None = None
        """The same of the object that has the headline; ``None`` until it is asked for."""

    def run(self) -> Draft:
        """Fill in the draft."""
        draft = self.draft
        elements, selector = self._elements("body")
        removed = [
            e
            for s in alternatives(self.selectors.remove)
            for e in matches(self.root, s)[0]
            if etree.iselement(e)
        ]
        rules = StyleRules(self.elements.styles)
        self.page = Walker(self.addresses, rules, frozenset((*elements, *removed))).walk(self.root)
        if self.page.cut:
            draft.fields["page"] = "cut: too many elements"
        draft.fragments = self.page.fragments
        self._title()
        indexes = self._declared_body(elements, removed)
        if indexes:
            draft.method, draft.confidence = "site", 0.99
            draft.fields["body"] = f"site:{selector}"
        else:
            indexes = self._generic_body()
        self._title_above(indexes)
        if indexes:
            self.bar = infobar.read(self.page, self.title_index, min(indexes))
        self._roles(indexes)
        self._around_title()
        self._texts()
        self._credits()
        self._dates()
        self._images()
        self._next_pages()
        draft.is_partial = verdict.is_partial(draft, self.data)
        draft.not_article = verdict.not_article(draft, self.data, len(self.page.images))
        return draft

    # What a site declares ---------------------------------------------------------------------------

    def _elements(self, name: str) -> tuple[list[etree._Element], str]:
        found, selector = matches(self.root, getattr(self.selectors, name))
        return [e for e in found if etree.iselement(e)], selector

    def _declared(self, name: str) -> list[str]:
        """Return the texts a site's selector gives for a field, without empty ones; note where from."""
        found, selector = matches(self.root, getattr(self.selectors, name))
        texts = [t for t in (text_of(item) for item in found) if t]
        if texts:
            self.draft.fields[{"date": "published"}.get(name, name)] = f"site:{selector}"
        return texts

    def _declared_body(self, elements: list[etree._Element], removed: list[etree._Element]) -> list[int]:
        if not elements:
            return []
        inside, outside = set(elements), set(removed)
        self.containers = inside
        held: dict[Node, bool] = {}
        for node in self.page.all_nodes:
            above = node.parent is not None and held[node.parent]
            held[node] = (above or node.element in inside) and node.element not in outside
        found = [
            i
            for i, node in enumerate(self.page.nodes)
            if held.get(node) and i != self.title_index and (not self.page.fragments[i].hidden)
        ]
        return [i for i in found if not self._furniture(self.page.fragments[i])]

    @staticmethod
    def _furniture(fragment: Fragment) -> bool:
        text = fragment.text
        return (
            fragment.kind == "caption"
            or wording.is_editor_line(text)
            or wording.is_control(text)
            or wording.is_notice(text)
            or (len(text) <= 20 and bool(wording.RELATED_HEADING.match(text)))
        )

    # Title and body ---------------------------------------------------------------------------------

    def _title(self) -> None:
        draft = self.draft
        texts = self._declared("title")
        if texts:
            draft.title = texts[0]
            self.title_index = next(
                (
                    i
                    for i, f in enumerate(self.page.fragments)
                    if f.text == texts[0] and self.page.nodes[i].tag != "title"
                ),
                -1,
            )
            return
        draft.title, self.title_index, where = title.find(self.page, self.document_title, self.data)
        if draft.title:
            draft.fields["title"] = where

    def _title_above(self, indexes: list[int]) -> None:
        draft = self.draft
        if indexes and self.title_index < 0 and (not draft.title or title.is_site_name(draft.title)):
            above = title.above(self.page, indexes)
            if above >= 0:
                self.title_index = above
                while indexes and (i := indexes[0]) <= above + _UNDER_TITLE:
                    if i > above and not wording.is_info_bar(self.page.fragments[i].text):
                        break
                    indexes.pop(0)
                draft.title, draft.fields["title"] = self.page.fragments[above].text, "above the body"

    def _generic_body(self) -> list[int]:
        draft = self.draft
        fragments = self.page.fragments
        choice = body.choose(self.page, self.title_index)
        flash = flashes.asked_for(self.page, self.title_index, draft.title)
        if not flash and verdict.names_a_stream(draft.title):
            flash = self._addressed_flash()
        if flash:
            choice = body.taken_from(self.page, flash, self.title_index)
        chars = sum(len(fragments[i].text) for i in choice.indexes if not fragments[i].hidden)
        if chars < 100:
            added = self._from_data(chars)
            if added:
                return added
        if not choice.indexes and (headed := self._whole_flash()):
            return headed
        if choice.indexes:
            draft.method, draft.confidence = "generic", choice.confidence
            draft.fields["body"] = "generic"
            self.containers = {choice.container.element} if choice.container else set()
            self._show_credits(choice)
        for i in (*choice.indexes, *choice.unfolded):
            if fragments[i].hidden:
                # The text is hidden until a script shows it: this is no hidden text.
                fragments[i].hidden = False
                fragments[i].hidden_by = f"{fragments[i].hidden_by}, shown by script"
        return choice.indexes

    def _addressed_flash(self) -> range | None:
        """Take the headline of the flash that the address names; return the flash's place."""
        if found := flashes.addressed(self.page, self.draft.url):
            flash, self.title_index = found
            text = next(
                (f.text for f in self.page.fragments[flash.start : flash.stop] if len(f.text) >= 20), ""
            )
            begun = _FLASH.match(text)
            if self.title_index >= 0:
                self.draft.title = self.page.fragments[self.title_index].text
            elif begun:
                self.draft.title = begun["title"]
            self.draft.fields["title"] = "address"
            return flash
        return None

    def _whole_flash(self) -> list[int]:
        """Take a flash that is all set as a heading (【headline】text) apart."""
        draft, i = self.draft, self.title_index
        flash = _FLASH.match(draft.fragments[i].text) if i >= 0 else None
        if flash is None:
            return []
        draft.title, self.title_index = flash["title"], -1
        draft.method, draft.confidence, draft.fields["body"] = "generic", 0.6, "heading"
        return [i]

    def _show_credits(self, choice: body.Choice) -> None:
        """Take the credit lines of a text that a script will show for as visible as the text."""
        container = choice.container
        if container is None or not container.hidden:
            return
        for fragment, node in zip(self.page.fragments, self.page.nodes, strict=True):
            if (
                fragment.hidden_by == container.hidden
                and len(fragment.text) <= _CREDIT_CHARS
                and wording.may_be_credit(fragment.text)
                and node.lies_in(container)
            ):
                fragment.hidden = False
                fragment.hidden_by = f"{fragment.hidden_by}, shown by script"

    def _from_data(self, shown: int) -> list[int]:
        """Take the body from JSON-LD or the page's state when the page itself shows none."""
        raw, where = self.data.article.get("articleBody"), "json_ld"
        if not isinstance(raw, str) or len(raw) < 100:
            found = state.embedded_article(self.elements)
            if found is None or (self._shows_lists() and not self._is_own_title(found.title)):
                return []
            raw, where, self.said = found.body, found.where, found.said
            self.draft.title = self.draft.title or structured.plain(found.title)
        pieces = _paragraphs(raw)
        if sum(len(p) for p in pieces) < max(60, 2 * shown):
            return []
        start = len(self.page.fragments)
        self.page.fragments.extend(Fragment(start + i, piece, path=where) for i, piece in enumerate(pieces))
        self.draft.method, self.draft.confidence, self.draft.fields["body"] = where, 0.8, where
        return list(range(start, start + len(pieces)))

    def _shows_lists(self) -> bool:
        """Tell a page that is no mere shell: what its data holds may be any of the things it lists."""
        fragments = self.page.fragments
        return sum(f.link_chars > 0.8 * len(f.text) for f in fragments) >= verdict.LIST_LINKS

    def _is_own_title(self, text: str) -> bool:
        return len(title.key(text)) >= 6 and title.key(text) in title.key(self.draft.title)

    def _roles(self, indexes: list[int]) -> None:
        from crawler.extract.credit_lines import is_byline_line

        fragments = self.page.fragments
        for i in indexes:
            fragments[i].role = "body"
        if self.title_index >= 0:
            fragments[self.title_index].role = "title"
        if not indexes:
            return
        first, last = min(indexes), max(indexes)
        start = (
            self.title_index
            if 0 <= first - self.title_index <= 3 * _NEAR_BODY and self.title_index >= 0
            else first - _NEAR_BODY
        )
        edge = {*indexes[:4], *indexes[-6:]}
        for fragment in fragments[max(start - _NEAR_TITLE, 0) : last + _NEAR_BODY]:
            if fragment.index > last and (fragment.kind == "heading" or self._is_headline(fragment.index)):
                break  # the next article, or other things
            text = self.bar.lines.get(fragment.index, fragment.text)
            if (
                fragment.role == "title"
                or fragment.hidden
                or len(text) > _CREDIT_CHARS
                or fragment.link_chars > 0.9 * len(text)
                or not wording.may_be_credit(text)
            ):
                continue
            if fragment.role == "body":
                credit = wording.is_editor_line(text) or (
                    fragment.index in edge and len(indexes) > 1 and is_byline_line(text)
                )
            else:
                credit = wording.is_editor_line(text) or wording.is_credit_line(text) or is_byline_line(text)
            if credit:
                fragment.role = "byline"

    def _is_headline(self, i: int) -> bool:
        """Tell a block that looks as the headline does by its element and names."""
        if self.title_index < 0 or i >= len(self.page.nodes):
            return False
        own, node = self.page.nodes[self.title_index], self.page.nodes[i]
        return bool(node.ident) and (node.tag, node.ident) == (own.tag, own.ident)

    # Fields -----------------------------------------------------------------------------------------

    def _around_title(self) -> None:
        """Find kicker and subtitle: declared, or beside the headline."""
        draft = self.draft
        found: dict[str, headlines.Line] = {}
        if self.title_index >= 0:
            first = next((f.index for f in draft.fragments if f.role == "body"), -1)
            found = headlines.around(self.page, self.title_index, draft.title, first)
        stated = headlines.stated(self.data, draft.title)
        for name in ("kicker", "subtitle"):
            if declared := self._declared(name):
                setattr(draft, name, declared[0])
            elif element := self._founder(name):
                setattr(draft, name, element)
                draft.fields[name] = "founder"
            elif line := found.get(name) or stated.get(name):
                setattr(draft, name, line.text)
                draft.fields[name] = line.where
                if line.block >= 0:
                    draft.fragments[line.block].role = "chrome"
            elif text := self._state(name):
                setattr(draft, name, text)
                draft.fields[name] = "state"

    def _founder(self, name: str) -> str:
        """Return what Founder's own elements of a digital paper hold."""
        tags = ("founder-introtitle", "founder-pretitle") if name == "kicker" else ("founder-subtitle",)
        element = next((e for tag in tags if (e := self.elements.founder.get(tag)) is not None), None)
        return text_of(element) if element is not None else ""

    def _texts(self) -> None:
        draft, data = self.draft, self.data
        draft.canonical_url = self.addresses.absolute(data.canonical or data.meta.get("og:url", ""))
        draft.language = (
            self.root.get("lang") or data.meta.get("content-language", "") or data.meta.get("og:locale", "")
        ).strip()
        draft.description = data.first("description", "og:description")[0]
        self._place()
        self._keywords()

    def _place(self) -> None:
        """Find where on its site the article stands: "you are here" bar and section."""
        draft, data = self.draft, self.data
        crumbs = self._declared("breadcrumbs")
        if len(crumbs) == 1:
            crumbs = section.names_in_bar(crumbs[0])
        if not crumbs:
            crumbs, where = section.breadcrumbs(self.page, data)
            if crumbs:
                draft.fields["breadcrumbs"] = where
        own = title.key(draft.title)
        draft.breadcrumbs = [c for c in crumbs if len(c) < 8 or title.key(c) not in own]
        declared = self._declared("section")
        if declared:
            draft.section = declared[0]
        else:
            found, where = section.find(
                self.page,
                data,
                draft.breadcrumbs,
                self.bar,
                headline=self.title_index,
                document_title=self.document_title,
                url=draft.url,
            )
            if not found or where in {"title", "menu"}:
                stated = self._state("section")
                found, where = (stated, "state") if stated else (found, where)
            draft.section = found
            if found:
                draft.fields["section"] = where
        if draft.kicker and draft.kicker in {draft.section, *draft.breadcrumbs}:
            draft.kicker = ""  # the name of the section set over the headline
            draft.fields.pop("kicker", None)

    def _keywords(self) -> None:
        draft, data = self.draft, self.data
        declared = self._declared("keywords")
        if declared:
            draft.keywords = keywords.split(declared)
        else:
            site = self.document_title + data.meta.get("og:site_name", "")
            draft.keywords, where = keywords.find(data, self.page, self.title_index, draft.title, site)
            if not draft.keywords and (words := self._state("keywords")):
                draft.keywords, where = keywords.split([words]), "state"
            if draft.keywords:
                draft.fields["keywords"] = where

    def _state(self, name: str) -> str:
        """Return what the object in the page's data that holds the article says of a field."""
        if self.told is None:
            self.told = self.said or state.said_of(self.elements, self.draft.title)
        return self.told.get(name, "")

    def _credits(self) -> None:
        from crawler.extract.credit_lines import find_bylines

        draft = self.draft
        for name in ("author", "source", "editor"):
            texts = self._declared(name) if name != "editor" else []
            value, where = (texts[0], "") if texts else self._named(name)
            setattr(draft, f"{name}_raw", value)
            if value and where:
                draft.fields[name] = where
        declared = self._declared("byline")
        lines = [f for f in draft.fragments if f.role == "byline"]
        inside = find_bylines([f.text for f in draft.fragments if f.role == "body"])
        shown = [self.bar.lines.get(f.index, f.text) for f in lines]
        if self.title_index >= 0:  # a heading that also holds date and source
            heading = draft.fragments[self.title_index].text
            below = heading.removeprefix(draft.title).strip() if heading.startswith(draft.title) else ""
            shown[:0] = [below] if 0 < len(below) <= _CREDIT_CHARS else []
        draft.byline_raw = list(dict.fromkeys((*declared, *shown, *inside)))
        if draft.byline_raw and not declared:
            draft.fields["byline"] = "line" if lines else "text"
        for fragment in lines:
            if not draft.source_url and fragment.links and re.search("来源|來源|稿源|出处", fragment.text):
                draft.source_url = fragment.links[0].href
            if not draft.editor_raw and wording.is_editor_line(fragment.text):
                draft.editor_raw, draft.fields["editor"] = fragment.text, "line"

    def _named(self, name: str) -> tuple[str, str]:
        """Return what an element so named, meta elements or JSON-LD say of author, source or editor.

        What readers see beside the headline comes first; the account that posted the text is its source
        only where nothing else is.
        """
        bar = self.bar.named
        if name in bar:
            return bar[name]
        if name in self.said:
            return self.said[name], "state"
        value, where = fields.credit(name, self.data)
        if value or name != "source":
            return value, where
        if "account" in bar:
            return bar["account"][0], bar["account"][1].replace("name:", "account:")
        return state.source_beside_title(self.elements, self.draft.title), "account:state"

    def _dates(self) -> None:
        from crawler.extract.published import find_published
        from crawler.extract.written_dates import find_modified

        draft = self.draft
        texts = self._declared("date")
        if texts:
            draft.published_raw = texts[0]
        else:
            article = [f.index for f in draft.fragments if f.role in {"title", "body"}]
            draft.published_raw, where = find_published(
                self.elements,
                url=draft.url,
                lines=[self.bar.lines.get(f.index, f.text) for f in draft.fragments],
                elements=[node.element for node in self.page.nodes],
                title=draft.title,
                article=article,
                now=self.now,
                shell=draft.method == "state",
            )
            if draft.published_raw:
                draft.fields["published"] = where
        draft.modified_raw, where = fields.modified(self.data)
        if not draft.modified_raw:
            draft.modified_raw, where = find_modified(self.bar.around, now=self.now), "line_by_title"
        if draft.modified_raw in draft.published_raw and date_label(draft.published_raw) == "modified":
            draft.modified_raw = ""  # 更新时间 was all there is, and is taken for the publication
        if draft.modified_raw:
            draft.fields["modified"] = where

    def _images(self) -> None:
        draft = self.draft
        elements, where = self._elements("images")
        captions: dict[int, str] = {}
        if elements:
            where = f"site:{where}"
            elements = [i for e in elements for i in ([e] if e.tag == "img" else e.iter("img"))]
        else:
            where = "body"
            places = [f.index for f in draft.fragments if f.role == "body"]
            pictures = images.Pictures(self.page, places, self.title_index, self.containers, draft.title)
            pictures.find(self.addresses)
            elements, captions = pictures.elements, pictures.captions
            for i in pictures.caption_blocks:
                draft.fragments[i].kind = "caption"
        draft.images = images.collect(elements, self.addresses, captions, draft.title)
        if not draft.images:
            value, where = self.data.first("og:image")
            if value and images.is_picture(value):
                from crawler.items import Image

                draft.images = [Image(self.addresses.absolute(value))]
        if draft.images:
            draft.fields["images"] = where

    def _next_pages(self) -> None:
        draft = self.draft
        elements, selector = self._elements("next_page")
        if elements:
            urls = [self.addresses.absolute(e.get("href") or "") for e in elements]
            here = draft.url.split("#")[0]
            draft.next_pages = [
                u for u in dict.fromkeys(urls) if u.startswith("http") and u.split("#")[0] != here
            ]
            where = f"site:{selector}"
        else:
            draft.next_pages, where = paging.next_pages(self.page, self.elements, draft.url, self.addresses)
        if draft.next_pages:
            draft.fields["next_pages"] = where


def _paragraphs(raw: str) -> list[str]:
    """Split a body from a script into paragraphs; it may be HTML (also escaped) or plain text."""
    from html import unescape

    if "&lt;" in raw and "<p" not in raw:
        raw = unescape(raw)
    if re.search(r"<(?:p|br|div|span|section)\b", raw, re.IGNORECASE):
        inner = parse(raw[:MAX_CHARS])
        if inner is not None:
            return [
                f.text for f in Walker(Addresses(""), StyleRules([])).walk(inner).fragments if not f.hidden
            ]
    return [t for t in (fold(unescape(line)) for line in raw.splitlines()) if t]
