"""The fields of an article beside its body, each from the site's selectors or the best place that has it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import (
    credit_places,
    fields,
    headlines,
    images,
    keywords,
    paging,
    section,
    title,
    wording,
)
from crawler.extract.document_title import is_site_name, key, names_no_article, names_site
from crawler.extract.headline_place import above as above_body
from crawler.extract.headline_place import is_dated
from crawler.extract.roles import CREDIT_CHARS
from crawler.extract.selectors import text_of
from crawler.text.dates import date_label, parse_date

if TYPE_CHECKING:
    from crawler.extract.extraction import Extraction

_UNDER_TITLE = 2
"""Blocks below a headline that was found above the text, among which its date may stand."""
_SHORTEST = 8
"""Characters of a headline that outweighs the document's title."""
_LABELS, _LABEL = 8, 10
"""Blocks below it among which labels and their values stand, in cells of their own; and their characters."""


def set_title(extraction: Extraction) -> None:
    """Find the title and the block it stands in."""
    draft = extraction.draft
    texts = extraction.declared("title")
    if texts:
        draft.title = texts[0]
        extraction.title_index = next(
            (
                i
                for i, f in enumerate(extraction.page.fragments)
                if f.text == texts[0] and extraction.page.nodes[i].tag != "title"
            ),
            -1,
        )
        return
    draft.title, extraction.title_index, where = title.find(
        extraction.page, extraction.document_title, extraction.data
    )
    if draft.title:
        draft.fields["title"] = where


def set_title_above(extraction: Extraction, indexes: list[int]) -> None:
    """Take a headline above the body (``indexes``) where none was found; it and its date leave the body."""
    draft = extraction.draft
    nameless = not draft.title or is_site_name(draft.title) or names_no_article(extraction.document_title)
    if indexes and extraction.title_index < 0 and draft.method == "generic":
        above = above_body(extraction.page, indexes)
        if above >= 0 and not nameless and not _is_better(extraction, above):
            above = -1
        if above >= 0:
            extraction.title_index = above
            fragments = extraction.page.fragments
            dated = next(
                (i for i in indexes if above < i <= above + _UNDER_TITLE and _is_bar(fragments[i].text)),
                above,
            )
            while indexes and (i := indexes[0]) <= above + _LABELS:
                if i > dated and not (len(fragments[i].text) <= _LABEL and dated > above):
                    break
                indexes.pop(0)
            draft.title, draft.fields["title"] = extraction.page.fragments[above].text, "above the body"


def _is_better(extraction: Extraction, i: int) -> bool:
    """Tell a headline right over its date from a document's title that the page shows nowhere."""
    page, text = extraction.page, extraction.page.fragments[i].text
    own, declared = key(text), key(extraction.draft.title)
    return (
        len(own) >= _SHORTEST
        and own not in key(extraction.document_title)
        and not (is_site_name(text) or wording.is_info_bar(text))
        and any(_is_bar(f.text) for f in page.fragments[i + 1 : i + 1 + _UNDER_TITLE])
        and not any(
            declared in key(f.text)
            for f, node in zip(page.fragments, page.nodes, strict=False)
            if node.tag != "title"
        )
    )


def _is_bar(text: str) -> bool:
    return wording.is_info_bar(text) or (len(text) <= CREDIT_CHARS // 2 and is_dated(text))


def set_kicker_and_subtitle(extraction: Extraction) -> None:
    """Find kicker and subtitle: declared, or beside the headline."""
    draft = extraction.draft
    found: dict[str, headlines.Line] = {}
    if extraction.title_index >= 0:
        first = next((f.index for f in draft.fragments if f.role == "body"), -1)
        found = headlines.around(extraction.page, extraction.title_index, draft.title, first)
    stated = headlines.stated(extraction.data, draft.title)
    for name in ("kicker", "subtitle"):
        if declared := extraction.declared(name):
            setattr(draft, name, declared[0])
        elif element := _founder(extraction, name):
            setattr(draft, name, element)
            draft.fields[name] = "founder"
        elif line := found.get(name) or stated.get(name):
            setattr(draft, name, line.text)
            draft.fields[name] = line.where
            if line.block >= 0:
                draft.fragments[line.block].role = "chrome"
        elif text := extraction.state_says(name):
            setattr(draft, name, text)
            draft.fields[name] = "state"


def _founder(extraction: Extraction, name: str) -> str:
    """Return what Founder's own elements of a digital paper hold."""
    tags = ("founder-introtitle", "founder-pretitle") if name == "kicker" else ("founder-subtitle",)
    element = next((e for tag in tags if (e := extraction.elements.founder.get(tag)) is not None), None)
    return text_of(element) if element is not None else ""


def set_document_fields(extraction: Extraction) -> None:
    """Fill in what is said of the document: address, language, description, place on the site, keywords."""
    draft, data = extraction.draft, extraction.data
    draft.canonical_url = extraction.addresses.absolute(data.canonical or data.meta.get("og:url", ""))
    draft.language = (
        extraction.root.get("lang") or data.meta.get("content-language", "") or data.meta.get("og:locale", "")
    ).strip()
    draft.description = data.first("description", "og:description")[0]
    _place(extraction)
    _keywords(extraction)


def _place(extraction: Extraction) -> None:
    """Find where on its site the article stands: "you are here" bar and section."""
    draft, data = extraction.draft, extraction.data
    crumbs = extraction.declared("breadcrumbs")
    if len(crumbs) == 1:
        crumbs = section.names_in_bar(crumbs[0])
    if not crumbs:
        crumbs, where = section.breadcrumbs(extraction.page, data, extraction.title_index)
        if crumbs:
            draft.fields["breadcrumbs"] = where
    own = key(draft.title)
    draft.breadcrumbs = [
        c for c in crumbs if (len(c) < 8 or not (key(c) in own or own in key(c))) and not is_dated(c)
    ]
    declared = extraction.declared("section")
    if declared:
        draft.section = declared[0]
    else:
        found, where = section.find(
            extraction.page,
            data,
            draft.breadcrumbs,
            extraction.bar,
            headline=extraction.title_index,
            kicker=draft.kicker,
            document_title=extraction.document_title,
            url=draft.url,
        )
        if not found or where in {"title", "menu"}:
            stated = extraction.state_says("section")
            found, where = (stated, "state") if stated else (found, where)
        draft.section = found
        if found:
            draft.fields["section"] = where
    if draft.kicker and draft.kicker in {draft.section, *draft.breadcrumbs}:
        draft.kicker = ""  # the name of the section set over the headline
        draft.fields.pop("kicker", None)


def _keywords(extraction: Extraction) -> None:
    draft, data = extraction.draft, extraction.data
    declared = extraction.declared("keywords")
    if declared:
        draft.keywords = keywords.split(declared)
    else:
        site = extraction.document_title + data.meta.get("og:site_name", "")
        draft.keywords, where = keywords.find(
            data, extraction.page, extraction.title_index, draft.title, site
        )
        if not draft.keywords and (words := extraction.state_says("keywords")):
            draft.keywords, where = keywords.split([words]), "state"
        if draft.keywords:
            draft.fields["keywords"] = where


def _authors(extraction: Extraction, value: str, where: str) -> str:
    """Return an author field without what is no person: the site in its meta element, the column."""
    if where.startswith("meta:") and names_site(value, extraction.document_title):
        return ""
    return credit_places.without_column(value, extraction.draft.title)


def set_credits(extraction: Extraction) -> None:
    """Find author, source and editor, and the lines that name them."""
    from crawler.extract.credit_lines import find_bylines

    draft = extraction.draft
    for name in ("author", "source", "editor"):
        texts = extraction.declared(name) if name != "editor" else []
        value, where = (texts[0], "") if texts else credit_places.named(extraction, name)
        if name == "author":
            value = _authors(extraction, value, where)
        setattr(draft, f"{name}_raw", value)
        if value and where:
            draft.fields[name] = where
    declared = extraction.declared("byline")
    lines = [f for f in draft.fragments if f.role == "byline"]
    if credit_places.is_posters(draft.source_raw, lines, extraction.document_title):
        draft.source_raw = ""
        draft.fields.pop("source", None)
    inside = find_bylines([f.text for f in draft.fragments if f.role == "body"])
    shown = [extraction.bar.lines.get(f.index, f.text) for f in lines]
    if extraction.title_index >= 0:  # a heading that also holds date and source
        heading = draft.fragments[extraction.title_index].text
        below = heading.removeprefix(draft.title).strip() if heading.startswith(draft.title) else ""
        shown[:0] = [below] if 0 < len(below) <= CREDIT_CHARS else []
    draft.byline_raw = list(dict.fromkeys((*declared, *shown, *inside)))
    if draft.byline_raw and not declared:
        draft.fields["byline"] = "line" if lines else "text"
    for fragment in lines:
        if not draft.source_url and fragment.links and re.search("来源|來源|稿源|出处", fragment.text):
            draft.source_url = fragment.links[0].href
        if not draft.editor_raw and wording.is_editor_line(fragment.text):
            draft.editor_raw, draft.fields["editor"] = fragment.text, "line"


def set_dates(extraction: Extraction) -> None:
    """Find the dates of publication and of the last change, as written."""
    from crawler.extract.published import find_published
    from crawler.extract.written_dates import find_modified

    draft = extraction.draft
    texts = extraction.declared("date")
    if texts:
        draft.published_raw = texts[0]
    elif moment := _stated_date(extraction):
        draft.published_raw, draft.fields["published"] = moment, "state"
    else:
        article = [f.index for f in draft.fragments if f.role in {"title", "body"}]
        draft.published_raw, where = find_published(
            extraction.elements,
            url=draft.url,
            lines=[extraction.bar.lines.get(f.index, f.text) for f in draft.fragments],
            elements=[node.element for node in extraction.page.nodes],
            title=draft.title,
            article=article,
            now=extraction.now,
            shell=draft.method == "state",
        )
        if draft.published_raw:
            draft.fields["published"] = where
    draft.modified_raw, where = fields.modified(extraction.data)
    if not draft.modified_raw:
        draft.modified_raw, where = find_modified(extraction.bar.around, now=extraction.now), "line_by_title"
    if draft.modified_raw in draft.published_raw and date_label(draft.published_raw) == "modified":
        draft.modified_raw = ""  # 更新时间 was all there is, and is taken for the publication
    if draft.modified_raw:
        draft.fields["modified"] = where


def _stated_date(extraction: Extraction) -> str:
    """Return when the object that the text was taken out of says it was published."""
    said = extraction.said.get("published", "")
    date = parse_date(said, now=extraction.now) if said else None
    return said if date and not date.inferred else ""


def set_images(extraction: Extraction) -> None:
    """Find the pictures of the article and their captions, whose blocks are marked as such."""
    draft = extraction.draft
    elements, where = extraction.selected("images")
    captions: dict[int, str] = {}
    if elements:
        where = f"site:{where}"
        elements = [i for e in elements for i in ([e] if e.tag == "img" else e.iter("img"))]
    elif extraction.pictured is not None:
        where, elements = "body", extraction.pictured
    else:
        where = "body"
        places = [f.index for f in draft.fragments if f.role == "body"]
        pictures = images.Pictures(
            extraction.page, places, extraction.title_index, extraction.containers, draft.title
        )
        pictures.find(extraction.addresses)
        elements, captions = pictures.elements, pictures.captions
        for i in pictures.caption_blocks:
            draft.fragments[i].kind = "caption"
        for i in images.over_text(extraction.page, places, pictures.caption_blocks):
            draft.fragments[i].role = "chrome"
    draft.images = images.collect(elements, extraction.addresses, captions, draft.title)
    if not draft.images:
        value, where = extraction.data.first("og:image")
        if value and images.is_picture(value):
            from crawler.items import Image

            draft.images = [Image(extraction.addresses.absolute(value))]
    if draft.images:
        draft.fields["images"] = where


def set_next_pages(extraction: Extraction) -> None:
    """Find the addresses of the article's further pages."""
    draft = extraction.draft
    elements, selector = extraction.selected("next_page")
    if elements:
        urls = [extraction.addresses.absolute(e.get("href") or "") for e in elements]
        here = draft.url.split("#")[0]
        draft.next_pages = [
            u for u in dict.fromkeys(urls) if u.startswith("http") and u.split("#")[0] != here
        ]
        where = f"site:{selector}"
    else:
        draft.next_pages, where = paging.next_pages(
            extraction.page, extraction.elements, draft.url, extraction.addresses
        )
    if draft.next_pages:
        draft.fields["next_pages"] = where
