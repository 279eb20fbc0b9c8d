"""What a document's title says beside the headline: the site's name, its section, a column of it."""

from __future__ import annotations

import re

SEPARATOR = re.compile(
    r"\s*[_|｜丨]+\s*|\s+[-–—·]{1,2}\s+|(?<=[\u4e00-\u9fff”》】）？！])\s*-{1,2}\s*(?=[\u4e00-\u9fffA-Za-z])|--+|—(?=[\u4e00-\u9fff]{2,8}(?:网|報|报|新闻|频道)$)|\s*::+\s*|\s*«\s*|\s*>>\s*|\s+[>›]\s+"
)
SITE_TAIL = re.compile(
    r"(?:网|網|报|報|新闻|新聞|频道|頻道|在线|在線|财经|財經|门户|之家|客户端|融媒|云媒|日报|晚报|时报|中心|论坛|博客|平台|首页|资讯|滚动|要闻|股票|证券|\.com|\.cn|\.net|news|com|新浪|搜狐|腾讯|网易|凤凰|央视|人民|新华|手机版|正文|专题|号外|公众号|杂志|周刊|传媒|电视台|广播)$",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"(?:报|報|刊|网|網).{0,5}(?:电子版|電子版|数字版|數字版|数字报纸?|數字報紙?|电子报|電子報|官网|官方网站)$"
)
_OFFICE = re.compile(
    r"(?:政府|委[员員][会會]|研究[院所]|大[学學]|[学學]院|公司|集[团團]|[银銀]行|交易所|[协協商学學公]会|[协協商公]會|[局厅廳院署])(?:门户|門戶|官方|信息|政[务務])*(?:[网網]站|官[网網]|[网網])?$|(?:官方|门户|門戶)[网網]站$"
)
"""Offices, firms and associations, after which every page of theirs may be called."""
_DOING = re.compile("[，。：:；！？“”、]|成立|[将將]|[获獲]|[进進]|[设設]立|批|[与與]|[签簽]|揭牌|[发發]")
"""What a headline about one says."""
_SECTION = re.compile("[\u4e00-\u9fff.·]{2,6}")
_SECTION_ALONE = re.compile(
    r"(?:[财財][经經]|[经經][济濟]|[产產][业業经經]|要[闻聞]|[国國][际際内內]|股市|[证證]券|金融|地[产產]|房[产產]|科技|兩岸|两岸|社[会會]|[时時]政"
    r"|[滚滾][动動]|[即]?[时時])(?:新[闻聞]|[频頻]道|[资資][讯訊]|要[闻聞]|[观觀]察)"
)
_SITE_NAME = re.compile("[网網报報]$")
_LOOSE = re.compile(r"[\s\u3000\W_]+")
_COLUMN = re.compile(
    r"(?:最新|本[会會]|[协協][会會]|公[会會]|商[会會]|[产產][业業]|行[业業]|媒[体體])?(?:消息|新[闻聞]|[资資][讯訊]|公告|[动動][态態]|快[讯訊]|信息)(?:[动動][态態]|中心|公告|[详詳]情|[内內][页頁容]|稿)?"
    r"|(?:新[闻聞]|文章|[内內]容|信息)?(?:[内內][页頁容]|[详詳]情|[详詳][细細]|正文|[浏瀏][览覽]|[显顯]示)[页頁]?"
)
"""What a document's title names beside the site on pages whose own headline it does not have."""
_LONGEST_NAME, _OFFICE_CHARS = 10, 20


def key(text: str) -> str:
    """Return a title for comparison: letters, digits and characters only."""
    return (text if text.isalnum() else _LOOSE.sub("", text)).lower()


def strip_site(title: str, known: str = "") -> str:
    """Return a document title without the parts that name the site or section.

    ``known``: text that stands in the page (a heading); parts found in it are kept.
    """
    title = " ".join(title.split())
    parts = SEPARATOR.split(title)
    if len(parts) < 2:
        return title
    if known and key(known):
        inside = key(known)
        matching = [p for p in parts if key(p) and key(p) in inside]
        if matching and not all(SITE_TAIL.search(p) and len(key(p)) < _LONGEST_NAME for p in matching):
            start = title.find(matching[0])
            end = title.rfind(matching[-1]) + len(matching[-1])
            if key(title[start:end]) in inside:  # else words of the heading, given as keywords
                return title[start:end].strip()
    parts = [p.strip() for p in parts if key(p)]
    if not parts:
        return title
    if SITE_TAIL.search(parts[0]) and len(key(parts[0])) < 10:
        return max(parts, key=lambda p: len(key(p)))
    # A short first part is a series' name (棱镜|…), and the headline comes after it.
    last = parts[0]
    for part in parts[1:]:
        if len(key(last)) >= 8 or SITE_TAIL.search(part):
            break
        last = part
    return title[: title.find(last) + len(last)].strip()


def section_of(title: str) -> str:
    """Return the section a document title names between headline and site (``某某_财经_某某网``)."""
    parts = [p.strip() for p in SEPARATOR.split(" ".join(title.split())) if p.strip()]
    if len(parts) < 2 or len(key(parts[0])) < 8 or not any(map(SITE_TAIL.search, parts[-2:])):
        return ""
    if len(parts) == 2:  # ｜財經新聞: a section only where no name stands in it
        return parts[1] if _SECTION_ALONE.fullmatch(parts[1]) else ""
    # _財經_某某日報_某某網: papers on a portal have two names; _某某网_财经: some set the site's first
    between = [p for p in parts[1:] if _SECTION.fullmatch(p) and not _SITE_NAME.search(p)]
    return between[-1] if between else ""


def last_part(title: str) -> str:
    """Return what a document's title ends with, most often the site's name; nothing when it has one part."""
    parts = [p.strip() for p in SEPARATOR.split(" ".join(title.split())) if key(p)]
    return parts[-1] if len(parts) > 1 and len(key(parts[-1])) <= _LONGEST_NAME else ""


def is_site_name(title: str) -> bool:
    """Tell a document title that names the site or section rather than an article."""
    size = len(key(title))
    return (
        size < 7
        or (size < 12 and bool(SITE_TAIL.search(title)))
        or (size < 24 and bool(_EDITION.search(title)))
    )


def names_site(text: str, document_title: str) -> bool:
    """Tell a text that is the site's name as it ends a document's title, or begins that: 江畔 of 江畔财经."""
    parts = [key(p) for p in SEPARATOR.split(document_title)[1:]]
    said = key(text)
    return any(
        said
        and not SITE_TAIL.search(said)
        and p.startswith(said)
        and SITE_TAIL.search(p)
        and not p.endswith(("博客", "专栏", "專欄"))
        for p in parts
    )


def names_no_article(document_title: str) -> bool:
    """Tell a document title of a site and one of its columns only (某某公會-最新消息), or of an office."""
    parts = [p for p in SEPARATOR.split(" ".join(document_title.split())) if key(p)]
    if len(parts) == 1:
        return len(document_title) < _OFFICE_CHARS and bool(
            _OFFICE.search(parts[0]) and not _DOING.search(parts[0])
        )
    others = [p for p in parts if not _COLUMN.fullmatch(p)]
    return len(parts) > len(others) and len(others) <= 1 and all(len(key(p)) <= _LONGEST_NAME for p in others)
