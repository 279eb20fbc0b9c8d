"""Where a page names author, source and editor: elements so named, meta elements, what stands by the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import embedded_article, fields
from crawler.extract.document_title import last_part
from crawler.extract.headline_place import is_dated
from crawler.extract.names import is_usual
from crawler.extract.source import is_own
from crawler.text.outlets import is_known_outlet

if TYPE_CHECKING:
    from crawler.extract.extraction import Extraction
    from crawler.items import Fragment

_SOURCE = re.compile("[来來]源|稿源|出[处處]|[转轉][载載自]")
_NAMES_SOURCE = re.compile(r"\W*(?:[来來]\s*源|稿源)\s*[:：]\s*\w{2}")


_COLUMN = re.compile(r"[\W_]*([\u4e00-\u9fff]{2,8})\s*[》】｜|／]")
_BESIDE = re.compile(r"[\s、，,/／;；]+")


def without_column(author: str, headline: str) -> str:
    """Leave out the column that a headline opens with, where a field names it like an author beside one."""
    opened = _COLUMN.match(headline)
    if not opened or opened[1] not in author or is_usual(opened[1]):
        return author
    people = [piece for piece in _BESIDE.split(author) if piece and piece != opened[1]]
    return "、".join(people) if people and opened[1] in _BESIDE.split(author) else author


def is_posters(source: str, lines: list[Fragment], document_title: str) -> bool:
    """Tell the site's own name beside the date, where a line names another as the source."""
    others = (f.text for f in lines if source not in f.text)
    return bool(source) and source == last_part(document_title) and any(map(_NAMES_SOURCE.match, others))


def named(extraction: Extraction, name: str) -> tuple[str, str]:
    """Return what an element so named, meta elements or JSON-LD say of author, source or editor.

    What readers see beside the headline comes first; the account that posted the text is its source
    only where nothing else is.
    """
    bar = extraction.bar.named
    if name in bar:
        return bar[name]
    if name in extraction.said:
        return extraction.said[name], "state"
    value, where = fields.credit(name, extraction.data)
    if value or name != "source":
        return value, where
    if site := _site_by_title(extraction):
        return site, "account:site"
    if paper := _paper_by_day(extraction):
        return paper, "beside_day"
    if "account" in bar:
        return bar["account"][0], bar["account"][1].replace("name:", "account:")
    beside = embedded_article.source_beside_title(extraction.elements, extraction.draft.title)
    return beside or fields.author_organisation(extraction.data), "account:state" if beside else "json_ld"


def _site_by_title(extraction: Extraction) -> str:
    """Return the name a document's title ends with, the site's, where it stands beside the day."""
    site = last_part(extraction.document_title)
    around = extraction.bar.around
    if not site or any(_SOURCE.search(line) for line in around):
        return ""
    pieces = (piece for line in around if is_dated(line) for piece in re.split(r"[\s|｜·/]+", line))
    return site if site in pieces else ""


def _paper_by_day(extraction: Extraction) -> str:
    """Return a known outlet that stands alone right before or behind the day."""
    around = extraction.bar.around
    for i, line in enumerate(around):
        if is_dated(line):
            beside = (*around[max(0, i - 1) : i], *around[i + 1 : i + 2])
            return next((text for text in beside if is_known_outlet(text) and not is_own(text)), "")
    return ""
