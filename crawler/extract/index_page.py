"""Pages that list other texts: fronts, results of a search, tags, columnists, streams of flashes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.document_title import is_site_name, key

if TYPE_CHECKING:
    from crawler.extract.structured import Structured
    from crawler.items import Draft, Fragment

_FEW, _PARAGRAPH, _SCANT = 60, 30, 250
_ROWS, _MOST_ROWS, _HEADLINE = 5, 0.7, 9
_MANY_LINKS = 60
_FRONT_LINKS, LIST_LINKS = 40, 25
_STREAM = re.compile(
    r"快[讯訊]|[滚滾][动動]|7\D{0,3}24|[电電][报報]|即[时時](?:新[闻聞]|[资資][讯訊])|[实實][时時]|[直][播]|[最]新(?:消息|[资資][讯訊])"
)
_TIME_ONLY = re.compile(r"^\W*(?:今天|昨天)?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?\W*$")
_ITEMS = 4
_LISTING = re.compile(
    r"^\W*(?:站[内內]|全文|[综綜]合|高[级級])?(?:搜索|搜[尋寻]|[检檢]索)(?:$|\W|[结結]果|[页頁])|^\W*(?:[标標][签籤]|[话話][题題]|[专專][题題](?:列表)?|tag)\s*[:：]|^[#＃][^#＃]{1,30}[#＃]|"
    r"(?:搜索|搜[尋寻]|检索)[结結]果|的主[页頁]$|第[A-Z]{1,2}\d{1,3}版$|^第?\s?[A-Z]{0,2}\d{1,3}\s?版\s?[:：]|第\s?[A-Z]{0,2}\d{1,3}\s?版[:：]"
)
_FRONT = re.compile(
    r"^\W*(?:[^-_|｜—–]{0,12}首[页頁]"
    r"|(?:站[内內]|全[站文]|[综綜]合|高[级級]|新[闻聞]|[网網][页頁]|[资資][讯訊]|[图圖]片)?(?:搜索|搜[尋寻]|[检檢]索)(?:[结結]果|[页頁]|中心)?"
    r"|《[^《》]{2,14}》(?:(?:19|20)\d\d年)?[总總]?第\s?\d{1,5}期)\W*(?:$|[-_|｜—–])"
)
"""What documents that list others are called."""
_FRONT_SHARE, _PORTAL, _PORTAL_SHARE = 1.5, 250, 20
"""Characters of links for one of text on such a page; and on one with that many links."""
_DATED_STORIES = 4
DATES_NOTHING = frozenset({"", "line", "line_after_text", "url"})
"""Where a date was found that is not one beside a headline."""
_DATED_ROW = re.compile(
    r"^\W*(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d\d|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s+\d{1,2}:\d\d\W*$"
)
_STORY = re.compile(
    r"(?:19|20)\d\d\s?[-年/.].*(?:[阅閱][读讀]|[点點][击擊]|[评評][论論]|[浏瀏][览覽])|[发發][布佈表][于於].*(?:19|20)\d\d"
)
_WRITER = re.compile(
    r"(?:[专專][栏欄]作[者家]|作者主[页頁])\W*(?:$|[-_|])|^\W*[网網]友[评評][论論](?:列表|[区區])?(?:$|[-_|])"
)
_LISTED = re.compile(
    r"(?:^|[\s_\-|｜—])(?:[标標][签籤]|[专專][题題]|[话話][题題]|[专專][栏欄]|主[页頁]|tag)(?:[\s_\-|｜—]|$)"
    r"|的(?:文章|主[页頁]|[专專][栏欄])(?:[\s_\-|｜—]|$)|^[^_\-|｜]{0,8}(?:[专專][题題]|[标標][签籤])[\s_\-|｜—]",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"共[有收录錄]{0,2}\s?\d+\s?[篇条條]|推出[^。]{0,10}[专專][题題]|最新[报報][道導]|[长長]期[关關]注|著有|[评評][论論][员員]，"
)
"""What pages that list texts say of themselves and of a columnist."""
_LISTS, _INTRODUCED = 6, 150
_PAGES = re.compile(
    r"共\s?\d+\s?[篇条條个個则則]\S{0,4}\s.{0,24}?\d+\s?[篇条條个個则則]\S{0,4}\s?[/／]\s?[页頁]"
    r"|每[页頁]\s?\d+\s?[篇条條个個则則]\S{0,12}?\s?共\s?\d+\s?[篇条條个個则則页頁]"
)
"""共 326 篇文章 20篇/页: what a list says under a page of it."""
_LISTED_NEWS = re.compile(r"/li(?:[.#/]|$)")
CUT_SHORT = re.compile(r"(?:\.{3}|(?<!…)…)$")
_EDITION = re.compile(r"\W*第?\s?[A-Z]{0,2}\d{1,3}\s?版\W")
"""第A01版：要闻: the pages of an issue, as its contents name them."""
_TEASERS = 4
_GOES_ON_THERE = re.compile(
    r"^[^。！？]{4,80}[\[［【（(]\s*(?:[詳详][細细情]|[閱阅][讀读]?全文|全文|更多)\s*[\]］】）)]$"
)
_BESIDE, _DAY_LINE = 2, 40
"""Blocks over a text among which its own headline and day stand in a list; characters of a line for a day."""
_NAME = 4
"""Characters a stream's name has beside the words for one: 江畔财经快讯, 7×24小时全球直播."""


def lists_others(draft: Draft, bodies: list[Fragment], shown: list[Fragment], chars: int) -> bool:
    """Tell a page whose text is the headlines, flashes or beginnings of other texts."""
    return (
        _is_introduced_list(draft, shown, chars)
        or _is_nameless(draft, bodies)
        or _are_entries(bodies)
        or (bool(bodies) and all(_EDITION.match(f.text) for f in bodies))
        or _is_stream(draft, bodies)
        or _are_beginnings(bodies, shown)
        or _are_dated_headlines(bodies)
        or _lies_under_links(draft, bodies, chars)
        or _are_dated_teasers(draft, bodies)
    )


def is_index(draft: Draft, data: Structured, chars: int) -> bool:
    """Tell a front or list page whose teasers were taken for a text.

    An article shows its headline as a block of its own, or declares itself one; a list page of one
    channel does neither, and its links outweigh what little text was found.
    """
    if draft.method == "site" or data.article:
        return False
    # Some list pages declare themselves articles: these must show it by their text.
    if chars < _SCANT and (_LISTING.search(draft.title) or _WRITER.search(draft.title)):
        return True
    outweigh = 5 if data.meta.get("og:type", "").lower() == "article" else 2
    links = [f for f in draft.fragments if f.link_chars > 0.8 * len(f.text) and len(f.text) >= 8]
    if _is_front(draft, links, chars):
        return True
    path = re.sub(r"^https?://[^/]+", "", draft.url)  # /?p=6772 is an article of WordPress
    if (
        draft.url
        and outweigh == 2
        and path.rstrip("/") in {"", "/index.html", "/index.htm", "/index.shtml"}
        and len(links) >= _FRONT_LINKS
    ):
        return True
    if _is_unnamed_front(draft, links, chars):
        return True
    no_headline = draft.fields.get("title", "").startswith(("meta:", "title")) or not draft.title
    if no_headline and _is_teaser(draft, chars):
        return True
    return (
        no_headline
        and len(links) >= LIST_LINKS
        and sum(len(f.text) for f in links) > outweigh * chars
        and chars < _SCANT
    )


def is_listing(draft: Draft, shown: list[Fragment]) -> bool:
    """Tell a page without a text that is called a list, or is nothing but links."""
    return (
        sum(f.link_chars > 0.8 * len(f.text) for f in shown) >= _MANY_LINKS
        or _LISTING.search(draft.title) is not None
    )


def counts_pages(shown: list[Fragment]) -> bool:
    """Tell a page of a list by what stands under it: how many texts, and on how many pages."""
    return any(len(f.text) <= _SCANT and _PAGES.search(f.text) for f in shown)


def names_a_stream(title: str) -> bool:
    """Tell the name of a stream of flashes (7×24小时快讯) from a headline."""
    return bool(_STREAM.search(title)) and len(re.sub(r"\W", "", _STREAM.sub("", title))) <= _NAME


def titles(draft: Draft) -> list[str]:
    """Return the headline, and what the document is called."""
    return [draft.title, *(f.text for f in draft.fragments[:1] if f.path.endswith("/title"))]


def has_sentence(bodies: list[Fragment]) -> bool:
    """Tell whether any of the pieces ends a sentence somewhere."""
    return any(re.search("[。！？；]", f.text) for f in bodies)


def _are_entries(bodies: list[Fragment]) -> bool:
    """Tell rows of headlines that are links, with counts or a date beside each, and no sentence among them.

    Links of a few characters are names: of shares in a table, of places.
    """
    linked = sum(f.link_chars >= max(_HEADLINE * len(f.links), 0.3 * len(f.text), 1) for f in bodies)
    return linked >= max(_ROWS, _MOST_ROWS * len(bodies)) and not has_sentence(bodies)


def _are_dated_headlines(bodies: list[Fragment]) -> bool:
    """Tell headlines each behind its day and hour, or before them: 2026/11/20 12:05某某."""
    dated = sum(bool(_DATED_ROW.search(f.text)) and f.text[-1] not in "。；" for f in bodies)
    return dated >= max(_ROWS, _MOST_ROWS * len(bodies))


def _lies_under_links(draft: Draft, bodies: list[Fragment], chars: int) -> bool:
    """Tell a line or two that many links to articles stand over: what a site says under a list."""
    if not bodies or chars >= (_FEW if has_sentence(bodies) else _INTRODUCED):
        return False
    title = next((f.index for f in draft.fragments if f.role == "title"), -1)
    between = draft.fragments[title + 1 : bodies[0].index] if title >= 0 else []
    return sum(f.link_chars >= max(_HEADLINE, 0.8 * len(f.text)) for f in between) >= LIST_LINKS


def _are_beginnings(bodies: list[Fragment], shown: list[Fragment]) -> bool:
    """Tell the cut-off beginnings of other texts, of which all, one or none were taken for the text."""
    cut = sum(bool(CUT_SHORT.search(f.text[-3:]) or _GOES_ON_THERE.search(f.text)) for f in bodies)
    if cut < 0.6 * len(bodies):
        return False
    return cut >= _TEASERS or sum(bool(CUT_SHORT.search(f.text[-3:])) for f in shown) > _TEASERS


def _are_dated_teasers(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell beginnings of other texts, each under its headline, which is a link, and its own day."""
    begun = 0
    for body in bodies:
        over = draft.fragments[max(0, body.index - _BESIDE) : body.index]
        days = sum(len(f.text) <= _DAY_LINE + _FEW and _tells_day(f) for f in over)
        begun += bool(days) and any(f.link_chars >= max(_HEADLINE, 0.4 * len(f.text)) for f in over)
    # Boxes that lead to other articles stand between the paragraphs of long ones.
    return begun >= max(_TEASERS, len(bodies) / 5)


def _tells_day(fragment: Fragment) -> bool:
    """Tell a day alone, or behind a link."""
    rest = fragment.text
    for link in reversed(fragment.links):
        rest = rest[: link.start] + rest[link.end :]
    return len(rest) <= _DAY_LINE and wording.is_info_bar(rest)


def _is_teaser(draft: Draft, chars: int) -> bool:
    """Tell a short text under a heading that is a link: another article's, on a page without a headline."""
    first = next((f.index for f in draft.fragments if f.role == "body"), 0)
    over = draft.fragments[first - 1] if first else None
    return (
        over is not None
        and chars < _SCANT
        and over.kind == "heading"
        and over.link_chars >= max(_HEADLINE, 0.8 * len(over.text))
        and key(over.text) not in key(draft.title)
        and sum(f.link_chars >= _HEADLINE for f in draft.fragments) >= _ROWS
    )


def _is_introduced_list(draft: Draft, shown: list[Fragment], chars: int) -> bool:
    """Tell a tag's, a topic's or a columnist's list under a few words on it, without a date of its own."""
    if draft.published_raw or chars >= _INTRODUCED:
        return False
    links = sum(f.link_chars > 0.5 * len(f.text) and len(f.text) >= _HEADLINE for f in shown)
    said = " ".join(f.text for f in shown if f.role == "body")
    named = chars < _FEW and is_site_name(draft.title)
    return links >= _LISTS and (named or any(map(_LISTED.search, titles(draft))) or bool(_INTRO.search(said)))


def _is_nameless(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a page under the site's own name alone, without a running paragraph: a front, an application."""
    return (
        draft.fields.get("title") == "title"
        and is_site_name(draft.title)
        and bool(bodies)
        and (
            not any(len(f.text) >= _PARAGRAPH and wording.SENTENCE.search(f.text) for f in bodies)
            or (len(bodies) >= _ROWS and all(_LISTED_NEWS.search(f.path) for f in bodies))
        )
    )


def _is_stream(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a stream of flashes under the stream's own name: times, each with another text."""
    if not names_a_stream(draft.title):
        return False
    times = sum(bool(_TIME_ONLY.match(f.text)) for f in bodies)
    begun = sum(bool(re.match(r"\d{1,2}[:：]\d\d", f.text)) for f in bodies)
    between = draft.fragments[bodies[0].index : bodies[-1].index] if bodies else []
    days = sum(len(f.text) <= _DAY_LINE and wording.is_info_bar(f.text) for f in between)
    return max(times, begun, days) >= _ITEMS


def _is_front(draft: Draft, links: list[Fragment], chars: int) -> bool:
    """Tell a portal's or a channel's front page, results of a search, and an issue's list of contents.

    Other texts' headlines and beginnings on it look like one text; the document is not called after it.
    """
    first = draft.fragments[0]
    document = first.text if first.path.endswith("/title") else ""
    own = key(draft.title)
    whole = own == key(document)
    if not document or (own in key(document) and not (whole or _FRONT.search(draft.title))):
        return False
    share = sum(len(f.text) for f in links) / max(chars, 1)
    if _FRONT.search(document):
        return share >= _FRONT_SHARE or not whole
    if len(links) >= _PORTAL and share >= _PORTAL_SHARE:
        return True
    bodies = [f.index for f in draft.fragments if f.role == "body"]
    between = draft.fragments[bodies[0] : bodies[-1]] if whole and bodies else []
    return sum(len(f.text) <= _FEW and bool(_STORY.search(f.text)) for f in between) >= _DATED_STORIES


def _is_unnamed_front(draft: Draft, links: list[Fragment], chars: int) -> bool:
    """Tell a front called after its site, of which a teaser's line was taken for a headline, undated."""
    first = draft.fragments[0]
    return (
        draft.fields.get("title") == "above the body"
        and first.path.endswith("/title")
        and is_site_name(first.text)
        and draft.fields.get("published", "") in DATES_NOTHING
        and len(links) >= LIST_LINKS
        and sum(len(f.text) for f in links) > _FRONT_SHARE * chars
    )
