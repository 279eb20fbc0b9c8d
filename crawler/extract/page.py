"""Bytes of a page → ``Draft``: one parse, one walk, then selectors, structured data and the generic path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lxml import etree

from crawler.extract import body as generic
from crawler.extract import charset, structured, title, wording
from crawler.extract.blocks import Addresses, Page, Walker, fold
from crawler.extract.hidden import StyleRules
from crawler.extract.lines import breadcrumb_names
from crawler.extract.selectors import Selectors, alternatives, matches, text_of
from crawler.items import Draft, Image

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crawler.extract.structured import Structured
    from crawler.items import Fragment

MAX_CHARS = 6_000_000
_CDATA = re.compile(r"<!\[CDATA\[|\]\]>")
_NOISE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_INLINE_TAG = re.compile(r"</?(?:font|span|b|i|u|strong|em|big|small|o:p)\b[^>]{0,2000}>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-lazyload",
    "data-echo",
    "data-url",
    "original",
    "data-actualsrc",
    "data-srcset",
    "srcset",
    "src",
)
_NO_IMAGE = re.compile(
    r"(?:blank|spacer|loading|lazy|placeholder|pixel|logo|icon|qrcode|ewm|avatar|1x1|grey|transparent)[\w-]*\.(?:gif|png|jpe?g|svg)|^data:|^about:|^\s*$",
    re.IGNORECASE,
)


def parse(text: str) -> etree._Element | None:
    """Parse a page; ``None`` when there is nothing to parse.

    Nesting deeper than libxml2 follows (2,048) loses its inline elements first, then all elements.
    """
    for strip in (None, _INLINE_TAG, _ANY_TAG):
        source = strip.sub(" ", text) if strip else text
        parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
        try:
            root = etree.fromstring(source.encode("utf-8", "replace"), parser)
        except (etree.XMLSyntaxError, ValueError, AssertionError):
            return None
        if root is None or not any(
            "depth" in (entry.message or "") for entry in parser.error_log if entry.level >= 3
        ):
            return root
    return None


def clean_source(text: str) -> str:
    """Drop what no parser should see: NUL and control characters, CDATA marks, noncharacters."""
    if "<![CDATA[" in text:
        text = _CDATA.sub("", text)
    return _NOISE.sub("", text)


def extract_html(
    body: bytes,
    *,
    url: str = "",
    headers: Mapping[str, str] | None = None,
    selectors: Selectors | None = None,
    now: datetime | None = None,
) -> Draft:
    """Take a page apart.  Never raises on any bytes; a bad selector raises ``ValueError``.

    The first that gives a body wins: the site's ``selectors``, the page's structured data (only for pages
    that show no text themselves), the generic path.  ``now`` is when the page was fetched.
    """
    decoded = charset.decode(body, headers)
    draft = Draft(url=url, encoding=decoded.encoding, mojibake=decoded.mojibake)
    text = clean_source(decoded.text)
    if len(text) > MAX_CHARS:
        text = text[:MAX_CHARS]
        draft.fields["page"] = f"cut at {MAX_CHARS} characters"
    root = parse(text) if text.strip() else None
    if root is None:
        draft.not_article = "empty"
        return draft
    return _Extraction(root, draft, selectors or Selectors(), now).run()


class _Extraction:
    """One page's extraction, step by step; the parts share the tree and the blocks."""

    def __init__(
        self, root: etree._Element, draft: Draft, selectors: Selectors, now: datetime | None
    ) -> None:
        self.root = root
        self.draft = draft
        self.selectors = selectors
        self.now = now
        base = root.find(".//base[@href]")
        self.addresses = Addresses(draft.url)
        if base is not None:
            self.addresses = Addresses(self.addresses.absolute(base.get("href") or "") or draft.url)
        self.structured: Structured = structured.read(root)
        self.title_index = -1
        self.page = Page()

    def run(self) -> Draft:
        draft, chosen = self.draft, self.selectors
        body_elements, body_selector = self._elements("body")
        removed = [
            e
            for s in alternatives(chosen.remove)
            for e in matches(self.root, s)[0]
            if isinstance(e, etree._Element)
        ]
        wanted = frozenset(id(e) for e in (*body_elements, *removed))
        rules = StyleRules([s.text or "" for s in self.root.iter("style")])
        self.page = Walker(self.addresses, rules, wanted).walk(self.root)
        if self.page.cut:
            draft.fields["page"] = "cut: too many elements"
        draft.fragments = self.page.fragments
        self._title()
        indexes = self._declared_body(body_elements, removed)
        if indexes:
            draft.method, draft.confidence = "site", 0.99
            draft.fields["body"] = f"site:{body_selector}"
        else:
            indexes = self._generic_body()
        if indexes and self.title_index < 0 and (not draft.title or title.is_site_name(draft.title)):
            above = title.above(self.page, min(indexes))
            if above >= 0:
                self.title_index = above
                draft.title, draft.fields["title"] = self.page.fragments[above].text, "above the body"
        self._roles(indexes)
        self._metadata()
        self._judge()
        return draft

    # Selectors --------------------------------------------------------------------------------------

    def _elements(self, name: str) -> tuple[list[etree._Element], str]:
        found, selector = matches(self.root, getattr(self.selectors, name))
        return [e for e in found if isinstance(e, etree._Element)], selector

    def _declared(self, name: str) -> tuple[list[str], str]:
        """Return the texts a site's selector gives for a field, without empty ones."""
        found, selector = matches(self.root, getattr(self.selectors, name))
        return [t for t in (text_of(item) for item in found) if t], f"site:{selector}"

    def _declared_body(self, elements: list[etree._Element], removed: list[etree._Element]) -> list[int]:
        if not elements:
            return []
        inside = {n for e in elements for n in self.page.elements.get(id(e), ())}
        outside = {n for e in removed for n in self.page.elements.get(id(e), ())}
        found = []
        for i, node in enumerate(self.page.nodes):
            fragment = self.page.fragments[i]
            chain = set(node.chain())
            if chain & inside and not chain & outside and not fragment.hidden and i != self.title_index:
                found.append(i)
        return [i for i in found if not self._furniture(self.page.fragments[i])]

    @staticmethod
    def _furniture(fragment: Fragment) -> bool:
        text = fragment.text
        return (
            wording.is_editor_line(text)
            or wording.is_control(text)
            or (wording.is_notice(text) and len(text) < 200)
        )

    # Generic ----------------------------------------------------------------------------------------

    def _title(self) -> None:
        draft = self.draft
        texts, where = self._declared("title")
        if texts:
            draft.title, draft.fields["title"] = texts[0], where
            same = title.key(texts[0])
            self.title_index = next(
                (
                    f.index
                    for f in self.page.fragments
                    if title.key(f.text) == same and f.text == texts[0] and not f.path.endswith("head/title")
                ),
                -1,
            )
            return
        element = self.root.find(".//title")
        document_title = fold(element.text or "") if element is not None else ""
        draft.title, self.title_index, draft.fields["title"] = title.find(
            self.page, document_title, self.structured
        )
        if not draft.title:
            del draft.fields["title"]

    def _generic_body(self) -> list[int]:
        draft = self.draft
        choice = generic.choose(self.page, self.title_index)
        chars = sum(len(self.page.fragments[i].text) for i in choice.indexes)
        if chars < 100 and self._from_data(chars):
            return [f.index for f in self.page.fragments if f.role == "body"]
        if choice.indexes:
            draft.method, draft.confidence = "generic", choice.confidence
            draft.fields["body"] = "generic"
        return choice.indexes

    def _from_data(self, shown: int) -> bool:
        """Take the body from JSON-LD or the page's state when the page itself shows none."""
        text, where = structured.text_of(self.structured.article, "articleBody"), "json_ld"
        raw: str = str(self.structured.article.get("articleBody") or "")
        if len(text) < 100:
            state = structured.embedded_article(self.root, self.draft.title)
            if state is None:
                return False
            raw, where = state.body, "state"
            self.draft.title = self.draft.title or structured.plain(state.title)
        pieces = self._paragraphs(raw)
        if sum(len(p) for p in pieces) < max(60, 2 * shown):
            return False
        from crawler.items import Fragment as NewFragment

        for piece in pieces:
            fragment = NewFragment(len(self.page.fragments), piece, "body", path=where)
            self.page.fragments.append(fragment)
        self.draft.method, self.draft.confidence, self.draft.fields["body"] = where, 0.8, where
        return True

    @staticmethod
    def _paragraphs(raw: str) -> list[str]:
        if re.search(r"<(?:p|br|div|span)\b", raw, re.IGNORECASE):
            inner = parse(clean_source(raw[:MAX_CHARS]))
            if inner is not None:
                return [
                    f.text
                    for f in Walker(Addresses(""), StyleRules([])).walk(inner).fragments
                    if not f.hidden
                ]
        return [t for t in (fold(line) for line in raw.splitlines()) if t]

    # Fields -----------------------------------------------------------------------------------------

    def _roles(self, indexes: list[int]) -> None:
        fragments = self.page.fragments
        for i in indexes:
            fragments[i].role = "body"
        if self.title_index >= 0:
            fragments[self.title_index].role = "title"
        if not indexes:
            return
        first, last = min(indexes), max(indexes)
        start = self.title_index if 0 <= self.title_index < first else max(0, first - 12)
        for fragment in fragments[max(start - 6, 0) : last + 12]:
            if (
                fragment.role == "chrome"
                and not fragment.hidden
                and fragment.link_chars <= 0.9 * len(fragment.text)
            ):
                if wording.is_editor_line(fragment.text) or wording.is_credit_line(fragment.text):
                    fragment.role = "byline"

    def _metadata(self) -> None:
        draft, data = self.draft, self.structured
        draft.canonical_url = self.addresses.absolute(data.canonical or data.meta.get("og:url", ""))
        draft.language = (
            self.root.get("lang") or data.meta.get("og:locale", "") or data.meta.get("content-language", "")
        ).strip()
        draft.description = data.first("description", "og:description")[0]
        self._text_field("kicker", ())
        self._text_field("subtitle", ("subtitle",))
        self._text_field("section", ("article:section", "section", "channel"))
        crumbs, where = self._declared("breadcrumbs")
        if len(crumbs) == 1:
            crumbs = breadcrumb_names(crumbs[0])
        if not crumbs and data.breadcrumbs:
            crumbs, where = data.breadcrumbs, "json_ld"
        if not crumbs:
            line = next((f.text for f in self.page.fragments if wording.is_breadcrumb(f.text)), "")
            crumbs, where = breadcrumb_names(line) if line else [], "breadcrumb"
        draft.breadcrumbs = crumbs
        if crumbs:
            draft.fields["breadcrumbs"] = where
        words, where = self._declared("keywords")
        if not words:
            value, where = data.first("keywords", "news_keywords", "article:tag")
            words = [value] if value else []
        draft.keywords = [
            w for w in dict.fromkeys(w.strip() for v in words for w in re.split(r"[,，、;；|\s]+", v)) if w
        ][:30]
        if draft.keywords:
            draft.fields["keywords"] = where
        self._credits()
        self._dates()
        self._images()
        self._next_pages()

    def _text_field(self, name: str, metas: tuple[str, ...]) -> None:
        texts, where = self._declared(name)
        value = texts[0] if texts else ""
        if not value and metas:
            value, where = self.structured.first(*metas)
        if value:
            setattr(self.draft, name, value)
            self.draft.fields[name] = where

    def _credits(self) -> None:
        draft, data = self.draft, self.structured
        article = data.article
        for name, metas, keys in (
            (
                "author",
                ("author", "article:author", "byl", "dc.creator", "parsely-author", "mediaid"),
                ("author", "creator"),
            ),
            (
                "source",
                ("source", "contentsource", "mediaid", "og:article:source", "copyright", "article:publisher"),
                ("sourceOrganization",),
            ),
            ("editor", ("editor", "责任编辑"), ("editor",)),
        ):
            texts, where = self._declared(name) if hasattr(self.selectors, name) else ([], "")
            value = texts[0] if texts else ""
            if not value:
                value, where = data.first(*metas)
            if not value:
                value, where = structured.text_of(article, *keys), "json_ld"
            if value and not value.startswith(("http://", "https://")):
                setattr(draft, f"{name}_raw", value)
                draft.fields[name] = where
        texts, where = self._declared("byline")
        if texts:
            draft.fields["byline"] = where
        lines = [f.text for f in draft.fragments if f.role == "byline"]
        if lines and not texts:
            draft.fields["byline"] = "line"
        draft.byline_raw = list(dict.fromkeys((*texts, *lines)))

    def _dates(self) -> None:
        draft = self.draft
        texts, where = self._declared("date")
        if texts:
            draft.published_raw, draft.fields["published"] = texts[0], where
        else:
            raw, where = self._published()
            if raw:
                draft.published_raw, draft.fields["published"] = raw, where
        modified, where = self.structured.first("article:modified_time", "og:updated_time", "lastmodified")
        if not modified:
            modified, where = structured.text_of(self.structured.article, "dateModified"), "json_ld"
        if modified:
            draft.modified_raw, draft.fields["modified"] = modified, where

    def _published(self) -> tuple[str, str]:
        from crawler.extract.published import find_published

        return find_published(
            self.root,
            url=self.draft.url,
            lines=[f.text for f in self.page.fragments],
            title=self.draft.title,
            article=[i for i, f in enumerate(self.page.fragments) if f.role in ("title", "body")],
            now=self.now,
        )

    def _images(self) -> None:
        draft = self.draft
        elements, where = self._elements("images")
        if not elements:
            where = "body"
            elements = self._body_elements()
        found: dict[str, str] = {}
        for element in elements:
            for image in [element] if element.tag == "img" else element.iter("img"):
                url = _image_url(image)
                if url:
                    caption = fold(image.get("data-alt") or image.get("alt") or image.get("title") or "")
                    found.setdefault(self.addresses.absolute(url), caption)
        if not found:
            value, where = self.structured.first("og:image")
            if value:
                found[self.addresses.absolute(value)] = ""
        draft.images = [Image(url, caption) for url, caption in list(found.items())[:60]]
        if found:
            draft.fields["images"] = where

    def _body_elements(self) -> list[Any]:
        """Return the element that holds the body's fragments, by its path in the walk."""
        return []

    def _next_pages(self) -> None:
        found, where = self._elements("next_page")
        if not found:
            where = "wording"
            found = [
                a
                for a in self.root.iter("a")
                if (label := a.text) and len(label) < 40 and wording.NEXT_PAGE.match(label.strip())
            ][:3]
        urls = [self.addresses.absolute(a.get("href") or "") for a in found]
        self.draft.next_pages = [
            u
            for u in dict.fromkeys(urls)
            if u.startswith("http") and u.split("#")[0] != self.draft.url.split("#")[0]
        ]
        if self.draft.next_pages:
            self.draft.fields["next_pages"] = where

    def _judge(self) -> None:
        draft = self.draft
        bodies = [f for f in draft.fragments if f.role == "body"]
        if any(wording.PAYWALL.search(f.text) for f in draft.fragments if len(f.text) < 120 and not f.hidden):
            draft.is_partial = True
        if not bodies:
            draft.not_article = "empty" if not draft.fragments else "no_text"


def _image_url(image: etree._Element) -> str:
    """Return an image's address, a lazy loader's before the placeholder in ``src``."""
    for name in _LAZY:
        value = image.get(name)
        if value:
            value = (
                value.split(",")[0].split()[0] if name.endswith("srcset") and value.split() else value.strip()
            )
            if value and not _NO_IMAGE.search(value):
                return value
    return ""
