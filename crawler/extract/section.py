"""Where an article stands on its site: the "you are here" bar, and the section."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from crawler.extract import structured, wording
from crawler.extract.credit_lines import linked_authors
from crawler.extract.document_title import section_of
from crawler.extract.selectors import texts_in

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.extract.infobar import InfoBar
    from crawler.extract.structured import Structured
    from crawler.items import Fragment

_BAR_PATH = re.compile(
    r"crumb|bread[-_]?nav|mianbao|(?:^|[-_.#/])(?:position(?!-(?:absolute|relative|fixed|sticky|static))|dqwz|weizhi|dangqian|cur_?pos|navpath|mbx)(?:$|[-_.#/])",
    re.IGNORECASE,
)
_MAYBE_BAR = re.compile(
    r"(?:^|[-_.#/])(?:(?:cur(?:rent)?|now|page|the|here|site|nav)?[-_]?(?:location|path|place|pos|addr)|bread|wz|daohang|where|here)(?:$|[-_.#/])",
    re.IGNORECASE,
)
_BAR_SIGN = re.compile("[首主][页頁]|[>＞»›→]|&gt;")
"""What a bar of such a name must hold: the names mean other things, too."""
_BAR_LABEL = re.compile("breadcrumb|面包屑|麵包屑", re.IGNORECASE)
_SIGNED = re.compile("[>＞»›→&位首主]")
"""One of these stands in every bar that its text tells, but for those that end with 正文."""
_SHORT_BAR = re.compile(r"[\u4e00-\u9fff]{2,8}\s*(?:-?>|[＞»›→])\s*[\u4e00-\u9fff]{2,8}\s*(?:-?>|[＞»›→])?")
"""新聞 > 股市: without a word that says what it is, of two names."""
_CATEGORY_ADDRESS = re.compile(
    r"[?&](?:cat(?:id|egory)?|tid|typeid|classid|cid|nodeid|fid|column|channel)=|/(?:cat|category|categories|list|channel|column|section|sort|lanmu)/|/list[-_]\w",
    re.IGNORECASE,
)
_BESIDE = 3
"""Blocks above the headline, and twice as many below, among which a link to its category is looked for."""
_INDEXES = tuple(f"/{name}.{end}" for name in ("index", "default") for end in ("html", "htm", "shtml", "php"))
_WITHIN = 250
"""Fragments from the top among which the bar is looked for."""
_OVER = 20
"""Blocks right over the headline, where the page's top is all menu."""
_MOST = 8
_LONGEST = 60
_NO_PLACE = frozenset(
    """
    正文 阅读正文 新闻浏览 正文内容 首页 首頁 主页 主頁 文章 内文 內文 内容 內容 全文 本文
    详情 詳情 文章详情 文章詳情 新闻详情 新聞詳情
    文章正文 新闻正文 查看内容 查看內容 文章内容 文章內容 内容详情 阅读 新聞內文 新闻内页 内页
    网站首页 網站首頁 home index
    """.split()  # noqa: SIM905
)
_LABELLED = re.compile(
    r"(?:(?:分[类類]|[类類][别別型]|[栏欄]目|[频頻]道|版[块塊名])\s*[:：]|(?:分[类類]|[归歸][类類]|收[录錄])[于於在])"
    r"\s*([\u4e00-\u9fff·.、]{2,8})(?=$|[\s|｜])"
    r"|版面\s*[:：]\s*(?!第)(?:[A-Z]{0,2}\d{0,3}版?\s*)?([\u4e00-\u9fff·]{2,8})(?=$|[\s|｜])"
)
_WITH_DATE = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{2,6})(?:\s*[/|｜·•›>]\s*|\s+)(?:[发發][布佈][时時日][间間期]\s*[:：]?\s*)?(?:19|20)\d\d\s*[-年/.].*"
    r"|(?:19|20)\d\d\s*[-年/.][\d\s月日号號期:：/.-]{2,20}(?:\s*[/|｜·•›>]\s*|\s+)(?P<behind>[\u4e00-\u9fff]{2,6})"
)
"""經濟 / 2026年11月13日 星期五: a name and the day, and nothing else."""
_SUBJECT = re.compile(
    r"(?:[财財][经經]|[产產][经經]|[经經][济濟貿贸]|金融|[证證]券|股[市票]|[债債]券|基金|[银銀]行|保[险險]|期[货貨]|[理投][财財資资]"
    r"|[产產][业業]|[地房][产產]|[楼樓]市|商[业業]|企[业業]|公司|科技|科[创創]|汽[车車]|能源|消[费費]|[国國][际際内內]|[内內]地"
    r"|[两兩]岸|港[闻聞]|台[灣湾]|[本當当]地|地方|[区區]域|社[会會]|[时時][政事]|要[闻聞]|即[时時]|社?[评評][论論]|社[评評]|[观觀][点點]"
    r"|[专專][栏欄题題]|副刊|文化|教育|健康|[医醫][药藥疗療]|[体體]育|[娱娛][乐樂]|生活|旅[游遊]|[环環]保|[农農][业業村]|三[农農]"
    r"|[数數][据據]|深度|[调調]查|人物|封面(?:故事)?|特[写寫稿]|[访訪][谈談]|[综綜]合|法治|[大中][湾灣国國][区區]?)"
    r"(?:[新要][闻聞]|[频頻]道|[资資][讯訊]|[观觀]察|[动動][态態]|[评評][论論]|版)?"
)
_EDITION = re.compile(
    r"(?:^|[\s　|｜(（\[【:：>》])第?\s?(?:[A-Z]{0,2}\d{1,3}|[一二三四五六七八九十]{1,3})\s?版"
    r"\s?[:：\-—|｜]?\s?[(（\[【]?"
    r"([\u4e00-\u9fff]{2,6}(?:[·/、\s][\u4e00-\u9fff]{2,6})?)(?=$|[\s　|｜)）\]】_-]|(?:19|20)\d\d)"
    r"|^\W*第?[A-Z]{1,2}\d{1,2}(?:\s*[:：·|｜]\s*|\s+)([\u4e00-\u9fff]{2,6}(?:[·/][\u4e00-\u9fff]{2,6})?)\W*$"
)
"""第A01版：要闻, 03版 财经: a page of a newspaper and its name."""
_PAPER_PAGE = re.compile(r"\W*第?[A-Z]{1,2}\d{1,2}[\s:：·|｜]")
_NO_EDITION = re.compile("[上下]一|[返回]{2}|版面|[电電]子|目[录錄]|[导導][航读讀]|[报報]$|全文|[标標][题題]")
_SITE = re.compile(
    r"(?:[网網]|[日晚早商时時][报報]|[电電]子[报報]|[门門][户戶]|[电電][视視][台臺]|[传傳]媒|\.com|\.cn)$"
)
_NOT_CURRENT = re.compile("[首主][页頁]|更多|[登注][录錄册冊入]|[返回]{2}|[评評][论論]$|客[户戶]端")
_FOLDER = re.compile(r"[\u4e00-\u9fff]{2,6}")
_NAME = re.compile(r"[\u4e00-\u9fff·&]{2,8}")
_PLACE = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·.&、・]{2,12}")
_THIS = re.compile(
    r"(?:查看|[浏瀏][览覽]|[阅閱][读讀]|[显顯]示|[详詳][细細]|[当當]前)(?:新[闻聞]|文章|信息|[资資][讯訊]|[内內]容|正文|[页頁]面)*"
    r"|(?:新[闻聞]|文章|信息|[资資][讯訊]|本文)(?:正文|[内內]容|[内內][页頁]|[详詳][情细細])[页頁]?|[详詳]情[页頁]?"
)
_BAR_HEAD = re.compile(
    r"^[^:：>]{0,8}(?:位[置址]|所在|[这這][里裡裏]|[当當]前|[栏欄]目|[频頻]道|[导導]航|路[径徑]|here|path|location)[^:：>]{0,3}[:：]",
    re.IGNORECASE,
)
_ENDS_HERE = re.compile(r"[^。]{2,40}[-—>＞»›/]\s*(?:[阅閱][读讀]|文章|新[闻聞])?正文\s*")
"""江畔网-财经-正文: a bar without a word before it."""
_BETWEEN = re.compile(r"\s*(?:-?>+|＞|»|›|‹|→|⟩|[▸►▶❯•]|\s-+\s|/|\||｜|&gt;)\s*")
_BETWEEN_TOO = re.compile(r"\s*(?:-+|—+|、|·|:|：|\s)\s*")


def names_in_bar(text: str) -> list[str]:
    """Split a "you are here" line into its names, without the label and the page's own place."""
    text = _BAR_HEAD.sub("", text)
    names = (n.strip(" \u3000\xa0·-") for n in _BETWEEN.split(text))
    found = [n for n in names if n and len(n) <= 30 and not _THIS.fullmatch(n)]
    if len(found) == 1:  # 首页-财经-正文: signs that stand inside names as well
        parts = [part.strip() for part in _BETWEEN_TOO.split(found[0])]
        if len(parts) > 1 and any(p.lower() in _NO_PLACE for p in (parts[0], parts[-1])):
            found = parts
    return [n for n in found if n.lower() not in _NO_PLACE]


def _names(fragment: Fragment, node: Node) -> list[str]:
    """Return the names of a bar's block; links set apart by a style sheet alone are names of their own.

    A columnist's name that leads to a page of his is no place.
    """
    writers = linked_authors([fragment]) if fragment.links else []
    pieces = [piece for text in texts_in(node.element) if (piece := text.strip())]
    if len(pieces) > 1 and "".join(pieces).replace(" ", "") == fragment.text.replace(" ", ""):
        found = [name for piece in pieces for name in names_in_bar(piece)]
    else:
        found = names_in_bar(fragment.text)
    return [name for name in found if name not in writers]


def breadcrumbs(page: Page, data: Structured, headline: int = -1) -> tuple[list[str], str]:
    """Return the names of a "you are here" bar, and where it was found.

    ``headline``: the index of the block that is it, -1 for none; a bar may stand over it however much
    menu stands over both.
    """
    if data.breadcrumbs:
        names = [n for n in data.breadcrumbs if n.lower() not in _NO_PLACE]
        if names:
            return names, "json_ld"
    found, where = _bar_among(page, 0, _WITHIN)
    if not found and headline > _WITHIN:
        return _bar_among(page, max(_WITHIN, headline - _OVER), headline)
    return found, where


def _bar_among(page: Page, first: int, end: int) -> tuple[list[str], str]:
    named: dict[Node, bool] = {}
    inside: list[str] = []
    for fragment, node in zip(page.fragments[first:end], page.nodes[first:end], strict=False):
        if fragment.hidden or node.tag == "title":
            continue
        text = fragment.text
        # A row of sections between bars is the menu
        signed = _SIGNED.search(text)
        bar = (
            (signed and wording.is_breadcrumb(text))
            or (signed and fragment.links and _SHORT_BAR.fullmatch(text))
            or (len(text) <= _LONGEST and "正文" in text and _ENDS_HERE.fullmatch(text))
        )
        if bar and "|" not in text and (names := _names(fragment, node)):
            return names, "breadcrumb"
        if len(text) <= _LONGEST and (
            _is_bar(node, named) or (signed and _BAR_SIGN.search(text) and _MAYBE_BAR.search(node.ident))
        ):
            inside += _names(fragment, node)
        elif inside:
            break
    return list(dict.fromkeys(inside))[:_MOST], "breadcrumb" if inside else ""


def _is_bar(node: Node, known: dict[Node, bool]) -> bool:
    """Tell a block in an element that is called a bar of this kind."""
    above: list[Node] = []  # no recursion: broken pages nest thousands deep
    up: Node | None = node
    while up is not None and up not in known:
        above.append(up)
        up = up.parent
    inside = up is not None and known[up]
    for one in reversed(above):
        inside = known[one] = inside or _is_called_bar(one)
    return inside


def _is_called_bar(node: Node) -> bool:
    if _is_bar_name(node.ident):
        return True
    labels = node.element.get("aria-label"), node.element.get("itemtype")
    return any(label and _BAR_LABEL.search(label) for label in labels)


@lru_cache(maxsize=20_000)  # a site's pages name their elements alike
def _is_bar_name(ident: str) -> bool:
    return bool(_BAR_PATH.search(ident))


def find(
    page: Page,
    data: Structured,
    crumbs: list[str],
    bar: InfoBar,
    *,
    headline: int,
    kicker: str,
    document_title: str,
    url: str,
) -> tuple[str, str]:
    """Return the section, and what told it; nothing where the page does not say.

    In order: meta elements, the "you are here" bar, a folder of the address with a Chinese name (before a
    Latin meta element as well), an element or label by the headline, the name of a newspaper's page, JSON-LD,
    the document's title, the entry of the menu below which the page's address lies.  ``headline``: the
    index of the block that is it, -1 for none; ``kicker``: what is taken for one.
    """
    found, where = _declared(data, url)
    if where.startswith("meta:"):
        return found, where
    site = document_title + data.meta.get("og:site_name", "")
    names = [name for name in crumbs if not (_SITE.search(name) and (name in site or name == crumbs[0]))]
    if names or found:
        return (names[-1], "breadcrumbs") if names else (found, where)
    named, told_by = bar.named.get("section", ("", ""))
    if (places := names_in_bar(named)) and _PLACE.fullmatch(places[-1]):
        return places[-1], told_by
    if said := next(filter(None, map(_said_in, bar.around)), ""):
        return said, "line_by_title"
    if (subject := _subject_near(page, headline)) and subject != kicker:
        return subject, "subject_by_title"
    if linked := _linked_near(page, headline):
        return linked, "link_by_title"
    if edition := _edition(page, headline, document_title):
        return edition, "edition"
    if stated := structured.text_of(data.article, "articleSection"):
        return _of_site(stated, site), "json_ld"
    if tail := section_of(document_title):
        return tail, "title"
    current = _menu_entry(page, url)
    return current, "menu" if current else ""


def _declared(data: Structured, url: str) -> tuple[str, str]:
    """Return what meta elements say; where that is Latin (finance) or nothing, what the address says."""
    found, where = data.first(
        "article:section", "section", "channel", "og:article:section", "og:section", "columnname",
        "articlesection", "parsely-section", "category", "channelname", "news:section", "lanmu", "nodename",
    )  # fmt: skip
    if found in _NO_PLACE or _SITE.search(found):
        found = ""
    if (not found or found.isascii()) and (addressed := _in_address(data.meta.get("og:url", ""), url)):
        return addressed, "address"
    return structured.plain(found), where if found else ""


def _in_address(*urls: str) -> str:
    """Return the folder of a page's address that is a Chinese name: /content/產經/0329_051/標題."""
    for url in urls:
        folders = unquote(url.partition("?")[0]).split("/")[:-1] if "%" in url or not url.isascii() else ()
        if named := next((f for f in reversed(folders) if _FOLDER.fullmatch(f)), ""):
            return named
    return ""


def _of_site(stated: str, site: str) -> str:
    """Return a section without the site's name before it: 江畔_要闻, where the site is 江畔日报."""
    before, _, name = stated.rpartition("_")
    return name if name and before and before in site else stated


def _said_in(line: str) -> str:
    """Return the section a line by the headline names: behind a label, or beside the day alone."""
    if len(line) <= 2 * _LONGEST and (labelled := _LABELLED.search(line)):
        return labelled[1] or labelled[2]
    dated = _WITH_DATE.fullmatch(line)
    place = (dated["before"] or dated["behind"]) if dated else ""
    return place if _SUBJECT.fullmatch(place) else ""


def _subject_near(page: Page, headline: int) -> str:
    """Return the subject that stands alone over or under the headline, in no row of several."""
    if headline < 0:
        return ""
    near = range(max(0, headline - _BESIDE), min(headline + _BESIDE, len(page.nodes)))
    found = [
        i
        for i in near
        if _SUBJECT.fullmatch(page.fragments[i].text)
        and not page.fragments[i].hidden
        and page.fragments[i].role != "body"
        and page.nodes[i].tag not in {"li", "title", "td"}
    ]
    return page.fragments[found[0]].text if len(found) == 1 else ""


def _linked_near(page: Page, headline: int) -> str:
    """Return the text of a link to a category beside the headline."""
    for fragment in (
        page.fragments[max(0, headline - _BESIDE) : headline + 2 * _BESIDE] if headline >= 0 else ()
    ):
        if fragment.role == "body" or fragment.hidden or len(fragment.text) > 2 * _LONGEST:
            continue
        if fragment.index < len(page.nodes) and any(
            n.tag == "nav" for n in page.nodes[fragment.index].chain()
        ):
            continue  # the menu's last entries
        for link in fragment.links:
            text = fragment.text[link.start : link.end].strip()
            if (
                _CATEGORY_ADDRESS.search(link.href)
                and _NAME.fullmatch(text)
                and not _NOT_CURRENT.search(text)
                and not _SITE.search(text)
            ):
                return text
    return ""


def _edition(page: Page, headline: int, document_title: str) -> str:
    """Return the name of the newspaper's page the article stands on: the nearest said, not linked."""
    at = headline if headline >= 0 else next((f.index for f in page.fragments if f.role == "body"), 0)
    lines = page.fragments[max(0, at - _WITHIN) : at + 6]
    near = sorted(
        (f for f in lines if "版" in f.text or _PAPER_PAGE.match(f.text)), key=lambda f: abs(f.index - at)
    )
    texts = [_without_links(f) for f in near if f.role != "body" and len(f.text) <= 2 * _LONGEST]
    for text in (*texts, document_title):
        if (match := _EDITION.search(text)) and not _NO_EDITION.search(name := match[1] or match[2]):
            return name
    return ""


def _without_links(fragment: Fragment) -> str:
    """Return a block's text with a gap where links stood: pages link each other's names, not their own."""
    text = fragment.text
    for link in reversed(fragment.links):
        text = f"{text[: link.start]}\n{text[link.end :]}"
    return text.strip()


def _menu_entry(page: Page, url: str) -> str:
    """Return the text of the link that leads to the folder the page lies in, the deepest of them."""
    best, deepest = "", len("/".join(url.split("/", 3)[:3])) + 2
    for fragment in page.fragments[:_WITHIN]:
        for link in fragment.links:
            folder = link.href.partition("?")[0].partition("#")[0]
            folder = folder[: folder.rfind("/") + 1] if folder.endswith(_INDEXES) else folder
            if len(folder) > deepest and folder.endswith("/") and url.startswith(folder) and folder != url:
                text = fragment.text[link.start : link.end].strip()
                if _NAME.fullmatch(text) and not _NOT_CURRENT.search(text) and not _SITE.search(text):
                    best, deepest = text, len(folder)
    return best
