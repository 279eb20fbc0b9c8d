"""Is it an article at all, and is it whole?  Both answers err on the side of keeping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording

if TYPE_CHECKING:
    from crawler.extract.structured import Structured
    from crawler.items import Draft

_VIDEO_TYPES = frozenset({"videoobject"})
_FEW = 60
"""Characters of body below which a page must show by something else that it is an article."""
_MANY_LINKS = 60
_FRONT_LINKS, LIST_LINKS = 40, 25
_SCANT = 250


def is_partial(draft: Draft, data: Structured) -> bool:
    """Tell a teaser in front of a paywall: declared as such, or a prompt to pay right behind the text."""
    free = data.article.get("isAccessibleForFree")
    if free is False or (isinstance(free, str) and free.strip().lower() == "false"):
        return True
    last = max((f.index for f in draft.fragments if f.role == "body"), default=-1)
    if last < 0:
        return False
    near = draft.fragments[max(0, last - 3) : last + 12]
    return any(wording.is_paywall(f.text) for f in near)


def not_article(draft: Draft, data: Structured, images: int) -> str:
    """Return why a page is no article; empty when it may be one.

    ``empty``: no text at all; ``index_page``: links and hardly anything else; ``video``, ``gallery``:
    declared so, without a text; ``no_text``: none of these, yet no body.
    """
    bodies = [f for f in draft.fragments if f.role == "body"]
    shown = [f for f in draft.fragments if not f.hidden and not f.path.endswith("head/title")]
    if not shown and not bodies:
        return "empty"
    chars = sum(len(f.text) for f in bodies)
    sentences = sum(bool(wording.SENTENCE.search(f.text)) for f in bodies)
    if chars >= _FEW or (sentences and draft.title and chars >= 20):
        return "index_page" if _is_index(draft, data, chars) else ""
    kind = data.meta.get("og:type", "").lower()
    if kind.startswith("video") or data.types & _VIDEO_TYPES or re.search(r"/(?:video|v)/", draft.url):
        return "video"
    if "imagegallery" in data.types or (
        images >= 6 and re.search(r"/(?:photo|pic|gallery|tuji)s?/", draft.url)
    ):
        return "gallery"
    links = sum(f.link_chars > 0.8 * len(f.text) for f in shown)
    if links >= _MANY_LINKS:
        return "index_page"
    return "" if chars >= 10 and draft.title else "no_text"


def _is_index(draft: Draft, data: Structured, chars: int) -> bool:
    """Tell a front or list page whose teasers were taken for a text.

    An article shows its headline as a block of its own, or declares itself one; a list page of one
    channel does neither, and its links outweigh what little text was found.
    """
    if draft.method == "site" or data.article:
        return False
    # Some list pages declare themselves articles: these must show it by their text.
    outweigh = 5 if data.meta.get("og:type", "").lower() == "article" else 2
    links = [f for f in draft.fragments if f.link_chars > 0.8 * len(f.text) and len(f.text) >= 8]
    path = re.sub(r"^https?://[^/]+", "", draft.url).partition("?")[0]
    if (
        draft.url
        and outweigh == 2
        and path.rstrip("/") in {"", "/index.html", "/index.htm", "/index.shtml"}
        and len(links) >= _FRONT_LINKS
    ):
        return True
    no_headline = draft.fields.get("title", "").startswith(("meta:", "title")) or not draft.title
    return (
        no_headline
        and len(links) >= LIST_LINKS
        and sum(len(f.text) for f in links) > outweigh * chars
        and chars < _SCANT
    )
