"""Is it an article at all?  The answer errs on the side of keeping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import index_page, page_kinds, wording
from crawler.extract.document_title import SEPARATOR
from crawler.extract.failure import failure
from crawler.extract.index_page import has_sentence, titles

if TYPE_CHECKING:
    from crawler.extract.structured import Structured
    from crawler.items import Draft, Fragment

_VIDEO_TYPES = frozenset({"videoobject"})
_FEW = 60
"""Characters of body below which a page must show by something else that it is an article."""
_SCANT = 250
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|ceb)(?:$|[?#])", re.IGNORECASE)
_SHARE = re.compile(r"[（(\s](?:s[hz]|hk)?\d{5,6}(?:\.(?:s[hz]|hk))?[)）]?\s*$", re.IGNORECASE)
_OF_VIDEO = re.compile(r"\W*(?:[视視][频頻]|影片|[节節]目)(?:[简簡]介|介[绍紹])\s*[:：]")
_PICTURE_OF = re.compile(r"^\W*\d{1,2}\s?[/／]\s?\d{1,3}(?!\d)")
_FIGURES = re.compile(
    r"(?:天[气氣][预預][报報](?:[_-]一[周週]天[气氣])?|外[汇匯]牌[价價]|[汇匯]率(?:表|查[询詢])|[净淨]值查[询詢])\W*(?:$|[-_|])"
)
_PERSON = re.compile(
    r"\W*(?P<name>[\u4e00-\u9fff·]{2,8})\W{1,3}(?:[男女](?:\W|$)|(?:19|20)\d\d年(?:\d{1,2}月)?出?生)"
)
"""张三，男，汉族，1970年3月生: how a person's own page begins."""
_LIVE = re.compile(r"直播[间間室]\W*(?:$|[-_|])|^[^-_|]{2,30}直播[间間室][-_|]")
_TABLES, _MOST_TOLD = 20, 0.1
"""Rows of pages of many tables, and the share of them that may tell something in sentences."""
_GALLERY = re.compile(r"[组組][图圖]|[图圖]集|高清[图圖:：]|相[册冊]|[图圖]片[频頻]道")
_PICTURE_COLUMN = re.compile(r"(?:高清|[图圖]片|新[闻聞])?(?:[图圖][集库庫]|[组組][图圖])")
_FILM_COLUMN = re.compile(r"\w{0,4}(?:[视視][频頻]|影音)")
"""Columns of a site that show and do not tell, as documents' titles name them behind the headline."""
_PICTURES = 6
_DATES_NOTHING = frozenset({"", "url", "line", "line_after_text"})
"""Where a date was found that is not one beside a headline."""
_BUTTON = 24
_BLURB = 150
"""Characters of a film's description at most."""
_ANNOUNCES = re.compile(r"[本今]集|本期[節节]目|[節节]目[^。]{0,12}(?:主持|[嘉来][賓宾])|收看|[簡简]介[:：]")
_FOR_SALE = re.compile(r"加入[購购][物]?[車车]|立即[購购][買买]|放入[購购]物[車车]")
_PRICE = re.compile(r"(?:[¥￥$]|HK\$|NT\$|RM|[人民]{2}[币幣]|售?[价價][格錢钱]?\s*[:：])\s?\d[\d,.]*")


def not_article(draft: Draft, data: Structured, images: int) -> str:
    """Return why a page is no article; empty when it may be one.

    ``empty``: no text at all; ``not_found``, ``error_page``, ``login``: what a page says in place of an
    article; ``challenge``: a guard's question; ``about_page``: the site of itself; ``document``: a file to
    load; ``data_page``: a table of figures with no date; ``product_page``: a thing for sale;
    ``index_page``: links, flashes or beginnings of other texts, and hardly anything else;
    ``video``, ``gallery``: declared so, without a text;
    ``no_text``: none of these, yet no body.
    """
    bodies = [f for f in draft.fragments if f.role == "body"]
    shown = [f for f in draft.fragments if not f.hidden and not f.path.endswith("/title")]
    if not shown and not bodies:
        return "empty"
    chars = sum(len(f.text) for f in bodies)
    if other := failure(draft, chars) or _other_kind(draft, bodies, shown, chars):
        return other
    if chars < _SCANT and bodies and all(map(_OF_VIDEO.match, (f.text for f in bodies))):
        return "video"
    if chars < _SCANT and (shows := _shows(draft, bodies, images)):
        return shows
    sentences = sum(bool(wording.SENTENCE.search(f.text)) for f in bodies)
    if chars >= _FEW or (sentences and draft.title and chars >= 20):
        return "index_page" if index_page.is_index(draft, data, chars) else ""
    kind = data.meta.get("og:type", "").lower()
    if kind.startswith("video") or data.types & _VIDEO_TYPES or re.search(r"/(?:video|v)/", draft.url):
        return "video"
    if "imagegallery" in data.types or (
        images >= _PICTURES and re.search(r"/(?:photo|pic|gallery|tuji)s?/", draft.url)
    ):
        return "gallery"
    if index_page.is_listing(draft, shown):
        return "index_page"
    headed = not draft.fields.get("title", "").startswith(("meta:", "title")) or draft.published_raw
    return "" if chars >= 10 and draft.title and headed else "no_text"


def _shows(draft: Draft, bodies: list[Fragment], images: int) -> str:
    """Return whether a page with a few words is one of pictures or of a film, and says so in its title."""
    columns = SEPARATOR.split(titles(draft)[-1])[1:]
    counted = any(_PICTURE_OF.match(f.text) for f in bodies)
    if images >= _PICTURES and (counted or any(map(_GALLERY.search, titles(draft)))):
        return "gallery"
    if any(map(_PICTURE_COLUMN.fullmatch, columns)):
        return "gallery"
    announced = len(bodies) == 1 and len(bodies[0].text) < _BLURB and _ANNOUNCES.search(bodies[0].text)
    told = has_sentence(bodies) and not announced
    return "video" if not told and any(map(_FILM_COLUMN.fullmatch, columns)) else ""


def _other_kind(draft: Draft, bodies: list[Fragment], shown: list[Fragment], chars: int) -> str:
    """Return what a page is whose pieces look like a text: a file's frame, figures, flashes, teasers."""
    if chars < _FEW and _is_document(draft, shown):
        return "document"
    if draft.method == "site":
        return ""
    if bodies and all(wording.is_contact(f.text) or wording.is_code(f.text) for f in bodies):
        return "no_text"
    if index_page.lists_others(draft, bodies, shown, chars):
        return "index_page"
    if chars < _SCANT and _is_for_sale(draft, shown):
        return "product_page"
    if _is_quote(draft, bodies):
        return "data_page"
    if _is_profile(draft, bodies):
        return "about_page"
    if other := page_kinds.other_kind(draft, bodies, shown, chars):
        return other
    return "" if has_sentence(bodies) else _without_sentence(draft, shown)


def _is_document(draft: Draft, shown: list[Fragment]) -> bool:
    """Tell a frame around a file: its name, and a link to load it."""
    linked = any(_DOCUMENT.search(a.href) for f in shown for a in f.links if "附件" not in f.text)
    return linked or bool(_DOCUMENT.search(draft.title))


def _is_for_sale(draft: Draft, shown: list[Fragment]) -> bool:
    """Tell a shop's page of a thing: its price, a button to buy it, and no day beside its name."""
    if draft.fields.get("published", "") not in _DATES_NOTHING:
        return False
    short = [f.text for f in shown if len(f.text) <= _BUTTON]
    return any(map(_FOR_SALE.search, short)) and any(map(_PRICE.search, short))


def _is_quote(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a page of figures of a share, a currency, a fund: rows of a table, undated, hardly a sentence."""
    rows = [f.text for f in bodies if f.kind == "table_row"]
    own = draft.fields.get("published", "")
    dated = own not in _DATES_NOTHING and draft.published_raw not in rows
    if _SHARE.search(draft.title) and not has_sentence(bodies):
        return True
    dated = dated and not _FIGURES.search(draft.title)
    if _FIGURES.search(draft.title) and not has_sentence(bodies):
        return True
    told = sum(has_sentence([f]) for f in bodies)
    few = told <= _MOST_TOLD * len(bodies) if len(rows) >= _TABLES else not told
    return bool(rows) and len(rows) >= 0.8 * len(bodies) and not dated and few


def _without_sentence(draft: Draft, shown: list[Fragment]) -> str:
    """Return what a page without a sentence says it is: one of a list's pages, a live room."""
    if index_page.counts_pages(shown):
        return "index_page"
    return "video" if any(map(_LIVE.search, titles(draft))) else ""


def _is_profile(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a person's own page: called by the name with which its text begins."""
    begun = _PERSON.match(bodies[0].text[:40]) if bodies else None
    if begun is None:
        return False
    over = (f.text for f in draft.fragments[max(0, bodies[0].index - 2) : bodies[0].index])
    return any(re.match(rf"{begun['name']}(?:\W|$)", said) for said in (*titles(draft), *over))
