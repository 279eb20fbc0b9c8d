"""Is it an article at all?  The answer errs on the side of keeping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import challenge, wording
from crawler.extract.document_title import is_site_name, key

if TYPE_CHECKING:
    from crawler.extract.structured import Structured
    from crawler.items import Draft, Fragment

_VIDEO_TYPES = frozenset({"videoobject"})
_FEW = 60
"""Characters of body below which a page must show by something else that it is an article."""
_PARAGRAPH = 30
_MANY_LINKS = 60
_FRONT_LINKS, LIST_LINKS = 40, 25
_SCANT = 250
_MISSING = re.compile(
    r"(?:[页頁]面|[网網][页頁]|文章|[内內]容|信息|[资資][讯訊]|新[闻聞]|稿件)[^。]{0,10}"
    r"(?:不存在|找不到|未找到|(?:已|被)[^。]{0,4}(?:[删刪]除|下架|下[线線]|移除|失效|撤)|走丢)"
    r"|(?:找不到|未找到|[无無]法找到|没有找到)[^。]{0,8}(?:[页頁]面|[网網][页頁]|文章|[内內]容)"
    r"|^\W*404(?!\d)|not found",
    re.IGNORECASE,
)
_BROKEN = re.compile(
    r"^\W*(?:系[统統]|服[务務]器?|[网網]站)[^。]{0,4}(?:繁忙|出?[错錯][误誤]?|[异異]常|[维維][护護])"
    r"|^\W*(?:[页頁]面)?(?:正在)?跳[转轉]|^\W*(?:[无無][权權]|没有[权權]限|[访訪][问問]受限)|[没沒]有[权權]限[访訪][问問]|[链鏈連][接結]已?(?:[过過]期|失效)"
    r"|\d\s?秒[后後](?:自[动動])?(?:返回|跳[转轉])|不支持 ?JavaScript|(?:[启啟]用|[开開][启啟]) ?JavaScript"
    r"|^\W*(?:403(?!\d)|50[0234](?!\d))|internal server error|bad gateway|service unavailable",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^\W*(?:用[户戶]|[会會][员員]|[账帳][号號户戶])?(?:登[录錄入]|[注註][册冊])(?:后?查看)?(?:\W|$)"
)
_PROMPT = re.compile(
    r"^\W*(?:系[统統]|操作|[错錯][误誤]|出[错錯]|[温溫]馨|[网網]站|[页頁]面|信息|[访訪][问問])?(?:提示|出[错錯]|[错錯][误誤])(?:信息|[页頁]面?|了)?\W*(?:$|[-_|])"
)
"""The title of a page that says something in place of an article: what, its text tells."""
_BUSY = re.compile(
    r"[请請]?稍[后後候]再[试試]|[访訪][问問](?:人[数數]|量|[过過])[^。]{0,6}[多大频頻]|[错錯][误誤]代[码碼]|[系服][统統务務][^。]{0,4}(?:繁忙|[错錯][误誤]|[异異]常|[维維][护護])"
)
_GUEST = re.compile(
    r"[请請](?:先|您先)?(?:登[录錄入]|[注註][册冊])|用[户戶][组組]|[游遊訪访]客|尚未登[录錄入]|未登[录錄入]|登[录錄入]后(?:才|可|即|方)"
)
_ABOUT = re.compile(
    r"(?:^|[-－—_|｜])\W*(?:[关關][于於](?:我们|我們|本[站网網社报報]|[^，。的]{2,8}[网網])|[联聯][系絡络][我本][们們]?|公司[简簡]介|(?:本|[网網])[站网網馆館][简簡]介|[网網]站(?:介[绍紹]|[简簡]介|概[况況])|[领領][导導](?:介[绍紹]|[简簡]介|班子|分工)|(?:机构|機構|[内內][设設]机构)(?:[设設]置|[简簡]介|概[况況]|介[绍紹])|版[权權][声聲]明|免[责責][声聲]明|[隐隱]私[权權]?(?:政策|[声聲]明|[条條]款|保[护護])|(?:用[户戶]|服[务務]|使用|[会會][员員]|[注註][册冊]){1,2}(?:[协協][议議]|[条條]款)"
    r"|[网網]站[地导導][图圖航]|[广廣]告(?:服[务務]|刊例|合作)|招[贤賢][纳納]士|人才招聘|加入我[们們]|[举舉][报報](?:指南|[须須]知|中心)|[帮幫]助中心|[联聯][系絡络]方式|客[户戶]端下[载載]|[订訂][阅閱]中心|招聘信息|[诚誠]聘英才)\W*(?:$|[-_|])"
)
_STREAM = re.compile(
    r"快[讯訊]|[滚滾][动動]|7\D{0,3}24|[电電][报報]|即[时時](?:新[闻聞]|[资資][讯訊])|[实實][时時]|[直][播]|[最]新(?:消息|[资資][讯訊])"
)
_TIME_ONLY = re.compile(r"^\W*(?:今天|昨天)?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?\W*$")
_ITEMS = 4
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|ceb)(?:$|[?#])", re.IGNORECASE)
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
_DATES_NOTHING = frozenset({"", "line", "line_after_text", "url"})
"""Where a date was found that is not one beside a headline."""
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
_SHARE = re.compile(r"[（(\s](?:s[hz]|hk)?\d{5,6}(?:\.(?:s[hz]|hk))?[)）]?\s*$", re.IGNORECASE)
_OF_VIDEO = re.compile(r"\W*(?:[视視][频頻]|影片|[节節]目)(?:[简簡]介|介[绍紹])\s*[:：]")
_PICTURE_OF = re.compile(r"^\W*\d{1,2}\s?[/／]\s?\d{1,3}(?!\d)")
_FIGURES = re.compile(
    r"(?:天[气氣][预預][报報]|外[汇匯]牌[价價]|[汇匯]率(?:表|查[询詢])|[净淨]值查[询詢])\W*(?:$|[-_|])"
)
_ROWS, _MOST_ROWS, _HEADLINE = 5, 0.7, 9
_PERSON = re.compile(
    r"\W*(?P<name>[\u4e00-\u9fff·]{2,8})\W{1,3}(?:[男女](?:\W|$)|(?:19|20)\d\d年(?:\d{1,2}月)?出?生)"
)
"""张三，男，汉族，1970年3月生: how a person's own page begins."""
_PAGES = re.compile(
    r"共\s?\d+\s?[篇条條个個则則]\S{0,4}\s.{0,24}?\d+\s?[篇条條个個则則]\S{0,4}\s?[/／]\s?[页頁]"
    r"|每[页頁]\s?\d+\s?[篇条條个個则則]\S{0,12}?\s?共\s?\d+\s?[篇条條个個则則页頁]"
)
"""共 326 篇文章 20篇/页: what a list says under a page of it."""
_LIVE = re.compile(r"直播[间間室]\W*(?:$|[-_|])|^[^-_|]{2,30}直播[间間室][-_|]")
_LISTED_NEWS = re.compile(r"/li(?:[.#/]|$)")
_GALLERY = re.compile(r"[组組][图圖]|[图圖]集|高清[图圖:：]|相[册冊]|[图圖]片[频頻]道")
CUT_SHORT = re.compile(r"(?:\.{3}|(?<!…)…)$")
_TEASERS = 4
_SHORT_TITLE = 16
_NAME = 4
"""Characters a stream's name has beside the words for one: 江畔财经快讯, 7×24小时全球直播."""
_PICTURES = 6


def not_article(draft: Draft, data: Structured, images: int) -> str:
    """Return why a page is no article; empty when it may be one.

    ``empty``: no text at all; ``not_found``, ``error_page``, ``login``: what a page says in place of an
    article; ``challenge``: a guard's question; ``about_page``: the site of itself; ``document``: a file to
    load; ``data_page``: a table of figures with no date; ``index_page``: links, flashes or beginnings of
    other texts, and hardly anything else; ``video``, ``gallery``: declared so, without a text;
    ``no_text``: none of these, yet no body.
    """
    bodies = [f for f in draft.fragments if f.role == "body"]
    shown = [f for f in draft.fragments if not f.hidden and not f.path.endswith("/title")]
    if not shown and not bodies:
        return "empty"
    chars = sum(len(f.text) for f in bodies)
    if other := _failure(draft, chars) or _other_kind(draft, bodies, shown, chars):
        return other
    if chars < _SCANT and bodies and all(map(_OF_VIDEO.match, (f.text for f in bodies))):
        return "video"
    counted = any(_PICTURE_OF.match(f.text) for f in bodies)
    if images >= _PICTURES and chars < _SCANT and (counted or any(map(_GALLERY.search, _titles(draft)))):
        return "gallery"
    sentences = sum(bool(wording.SENTENCE.search(f.text)) for f in bodies)
    if chars >= _FEW or (sentences and draft.title and chars >= 20):
        return "index_page" if _is_index(draft, data, chars) else ""
    kind = data.meta.get("og:type", "").lower()
    if kind.startswith("video") or data.types & _VIDEO_TYPES or re.search(r"/(?:video|v)/", draft.url):
        return "video"
    if "imagegallery" in data.types or (
        images >= _PICTURES and re.search(r"/(?:photo|pic|gallery|tuji)s?/", draft.url)
    ):
        return "gallery"
    links = sum(f.link_chars > 0.8 * len(f.text) for f in shown)
    if links >= _MANY_LINKS or _LISTING.search(draft.title):
        return "index_page"
    return "" if chars >= 10 and draft.title else "no_text"


def _other_kind(draft: Draft, bodies: list[Fragment], shown: list[Fragment], chars: int) -> str:
    """Return what a page is whose pieces look like a text: a file's frame, figures, flashes, teasers."""
    if chars < _FEW and _is_document(draft, shown):
        return "document"
    if draft.method == "site":
        return ""
    if bodies and all(wording.is_contact(f.text) for f in bodies):
        return "no_text"
    if _is_quote(draft, bodies):
        return "data_page"
    if _is_profile(draft, bodies):
        return "about_page"
    if other := "" if _has_sentence(bodies) else _without_sentence(draft, shown):
        return other
    if _is_introduced_list(draft, shown, chars) or _is_nameless(draft, bodies) or _are_entries(bodies):
        return "index_page"
    return "index_page" if _is_stream(draft, bodies) or _are_beginnings(bodies, shown) else ""


def _are_entries(bodies: list[Fragment]) -> bool:
    """Tell rows of headlines that are links, with counts or a date beside each, and no sentence among them.

    Links of a few characters are names: of shares in a table, of places.
    """
    linked = sum(f.link_chars >= max(_HEADLINE * len(f.links), 0.3 * len(f.text), 1) for f in bodies)
    return linked >= max(_ROWS, _MOST_ROWS * len(bodies)) and not _has_sentence(bodies)


def _are_beginnings(bodies: list[Fragment], shown: list[Fragment]) -> bool:
    """Tell the cut-off beginnings of other texts, of which all, one or none were taken for the text."""
    cut = sum(bool(CUT_SHORT.search(f.text[-3:])) for f in bodies)
    if cut < 0.6 * len(bodies):
        return False
    return cut >= _TEASERS or sum(bool(CUT_SHORT.search(f.text[-3:])) for f in shown) > _TEASERS


def _is_document(draft: Draft, shown: list[Fragment]) -> bool:
    """Tell a frame around a file: its name, and a link to load it."""
    linked = any(_DOCUMENT.search(a.href) for f in shown for a in f.links if "附件" not in f.text)
    return linked or bool(_DOCUMENT.search(draft.title))


def _is_quote(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a page of a share's or a currency's figures: rows of a table, no sentence, no date of its own."""
    rows = sum(f.kind == "table_row" for f in bodies)
    own = draft.fields.get("published", "")
    dated = bool(draft.published_raw) and own not in {"url", "line", "line_after_text"}
    if _SHARE.search(draft.title) and not _has_sentence(bodies):
        return True
    dated = dated and not _FIGURES.search(draft.title)
    return bool(rows) and rows >= 0.8 * len(bodies) and not dated and not _has_sentence(bodies)


def _is_introduced_list(draft: Draft, shown: list[Fragment], chars: int) -> bool:
    """Tell a tag's, a topic's or a columnist's list under a few words on it, without a date of its own."""
    if draft.published_raw or chars >= _INTRODUCED:
        return False
    links = sum(f.link_chars > 0.5 * len(f.text) and len(f.text) >= _HEADLINE for f in shown)
    said = " ".join(f.text for f in shown if f.role == "body")
    named = chars < _FEW and is_site_name(draft.title)
    return links >= _LISTS and (
        named or any(map(_LISTED.search, _titles(draft))) or bool(_INTRO.search(said))
    )


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


def _without_sentence(draft: Draft, shown: list[Fragment]) -> str:
    """Return what a page without a sentence says it is: one of a list's pages, a live room."""
    if any(len(f.text) <= _SCANT and _PAGES.search(f.text) for f in shown):
        return "index_page"
    return "video" if any(map(_LIVE.search, _titles(draft))) else ""


def _is_profile(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a person's own page: called by the name with which its text begins."""
    begun = _PERSON.match(bodies[0].text[:40]) if bodies else None
    if begun is None:
        return False
    over = (f.text for f in draft.fragments[max(0, bodies[0].index - 2) : bodies[0].index])
    return any(re.match(rf"{begun['name']}(?:\W|$)", said) for said in (*_titles(draft), *over))


def _titles(draft: Draft) -> list[str]:
    """Return the headline, and what the document is called."""
    return [draft.title, *(f.text for f in draft.fragments[:1] if f.path.endswith("/title"))]


def _has_sentence(bodies: list[Fragment]) -> bool:
    return any(re.search("[。！？；]", f.text) for f in bodies)


def names_a_stream(title: str) -> bool:
    """Tell the name of a stream of flashes (7×24小时快讯) from a headline."""
    return bool(_STREAM.search(title)) and len(re.sub(r"\W", "", _STREAM.sub("", title))) <= _NAME


def _is_stream(draft: Draft, bodies: list[Fragment]) -> bool:
    """Tell a stream of flashes under the stream's own name: times, each with another text."""
    if not names_a_stream(draft.title):
        return False
    times = sum(bool(_TIME_ONLY.match(f.text)) for f in bodies)
    begun = sum(bool(re.match(r"\d{1,2}[:：]\d\d", f.text)) for f in bodies)
    return max(times, begun) >= _ITEMS


def _failure(draft: Draft, chars: int) -> str:
    """Return what a page says in place of an article: that there is none, an error, a form to log in."""
    dated = draft.published_raw and draft.fields.get("published") != "url"
    if draft.method == "site":
        return ""
    if _ABOUT.search(draft.title):
        return "about_page"
    if chars >= _SCANT or dated:
        return ""
    if challenge.says_so(draft.title) or (
        chars < _FEW * 2 and challenge.says_so(" ".join(f.text for f in draft.fragments[:_FEW]))
    ):
        return "challenge"
    if _PROMPT.search(draft.title):
        said = " ".join(f.text for f in draft.fragments if not f.hidden and len(f.text) <= _SCANT)
        return "login" if _GUEST.search(said) else "not_found" if _MISSING.search(said) else "error_page"
    body = next((f.text for f in draft.fragments if f.role == "body"), "") if chars < _FEW else ""
    if _BUSY.search(body) and len(draft.title) < _SHORT_TITLE:
        return "error_page"
    for pattern, reason in ((_MISSING, "not_found"), (_BROKEN, "error_page"), (_LOGIN, "login")):
        if pattern.search(draft.title) or (reason != "login" and pattern.search(body)):
            return reason
    return ""


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
        and draft.fields.get("published", "") in _DATES_NOTHING
        and len(links) >= LIST_LINKS
        and sum(len(f.text) for f in links) > _FRONT_SHARE * chars
    )


def _is_index(draft: Draft, data: Structured, chars: int) -> bool:
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
    return (
        no_headline
        and len(links) >= LIST_LINKS
        and sum(len(f.text) for f in links) > outweigh * chars
        and chars < _SCANT
    )
