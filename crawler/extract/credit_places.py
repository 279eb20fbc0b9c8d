"""Where a page names author, source and editor: elements so named, meta elements, what stands by the day."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import embedded_article, fields, wording
from crawler.extract.document_title import key, last_part
from crawler.extract.headline_place import is_dated
from crawler.extract.names import is_usual
from crawler.extract.source import is_app, is_outlet, is_own
from crawler.text.outlets import is_known_outlet

if TYPE_CHECKING:
    from crawler.extract.extraction import Extraction
    from crawler.items import Fragment

_SOURCE = re.compile("[来來]源|稿源|出[处處]|[转轉][载載自]")
_NAMES_SOURCE = re.compile(r"\W*(?:[来來]\s*源|稿源)\s*[:：]\s*\w{2}")


_PIECE = re.compile(r"[\s|｜·•/／]+")
_AGO = re.compile(r"\d{1,2}(?:分[钟鐘]|小[时時]|天)前|[昨前今][天日]")
_COUNTED = re.compile("[评評][论論]|[举舉][报報]|[条條人次]$")
_BUTTON = 3
"""Characters of a piece that is a button or a section: 分享, 社区, 党报."""
_BAR = 60
"""Characters of the line under a headline."""
_SECTION = re.compile(
    r"(?:[国國][内內际際]|[财財][经經政]|[经經][济濟]|社[会會]|本[地市省站网網]|公司|[行企产產][业業]|[体體]育|[图圖]片|[视視][频頻]|[时時]政|[热熱][点點]"
    r"|科技|教育|文化|[旅文][游遊旅]|[娱娛][乐樂]|健康|[汽][车車]|房[产產]|民生|法治|[综綜]合|最新|今日|每日|要[闻聞]|[头頭][条條]|[评評][论論]|[专專][题題]|校[园園]|部[门門]|基[层層]|[乡鄉县縣区區各]\S*)"
    r"(?:[观觀]察|快[报報]|[周週]刊|在[线線]|[时時][报報]|一[报報]|[网網]|社[区區]|街道|[医醫]院|\S?局)"
    r"|\S+(?:新[闻聞]|[频頻]道|快[讯訊])|天[气氣][预預][报報]|(?:[数數]字|[电電]子)[报報]|(?:官方|手[机機])[网網]站?|我的\S+"
)
"""A section of a site or a button beside the day, which ends like an outlet: 国内新闻, 电子报."""
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
    if beside:
        return beside, "account:state"
    if organisation := fields.author_organisation(extraction.data):
        return organisation, "json_ld"
    return _outlet_in_line(extraction), "beside_day"


def _site_by_title(extraction: Extraction) -> str:
    """Return the name a document's title ends with, the site's, where it stands beside the day."""
    site = last_part(extraction.document_title)
    around = extraction.bar.around
    if not site or any(_SOURCE.search(line) for line in around):
        return ""
    pieces = (piece for line in around if is_dated(line) for piece in re.split(r"[\s|｜·/]+", line))
    return site if site in pieces else ""


def _outlet_in_line(extraction: Extraction) -> str:
    """Return the one outlet or office that the line of the day names: 江畔市财政局 | 3小时前."""
    own = key(extraction.draft.title)
    for line in extraction.bar.around:
        pieces = _PIECE.split(line)
        named = [p for p in pieces if _may_publish(p) and key(p) not in own]
        if len(line) <= _BAR and len(named) == 1 and any(map(_is_day, pieces)):
            return named[0]
    return ""


def _may_publish(text: str) -> bool:
    """Tell an outlet or office from a section, a button, a counter and a person with such an end."""
    if len(text) <= _BUTTON or not is_outlet(text) or is_usual(text):
        return False
    return is_known_outlet(text) or not (
        _SECTION.fullmatch(text) or _COUNTED.search(text) or wording.is_control(text)
    )


def _is_day(text: str) -> bool:
    return is_dated(text) or bool(_AGO.fullmatch(text))


def _paper_by_day(extraction: Extraction) -> str:
    """Return a known outlet or an outlet's app that stands alone right before or behind the day."""
    around = extraction.bar.around
    for i, line in enumerate(around):
        if is_dated(line):
            beside = (*around[max(0, i - 1) : i], *around[i + 1 : i + 2])
            papers = (t for t in beside if is_app(t) or (is_known_outlet(t) and not is_own(t)))
            return next(papers, "")
    return ""
