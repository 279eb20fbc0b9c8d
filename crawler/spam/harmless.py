"""What is nobody's advertisement, whatever the models say: numbers, paths, sites' own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.enrich.regions import region_names
from crawler.spam.marked import MOSTLY
from crawler.spam.page import SEPARATORS
from crawler.spam.titles import OFFICIAL, bare_name
from crawler.spam.vocabulary import firms, furniture
from crawler.spam.weighing import SURE_WORD, listed

if TYPE_CHECKING:
    from crawler.spam.page import Page, Unit
    from crawler.spam.weighing import Place

_NUMBER = r"(?:[(]?0\d{2,3}[)]?[- ]?)?[2-8]\d{6,7}(?:[-/转]\d{1,4})?|12\d{3}|9[56]\d{3,4}|\d{6}"
_NUMBERS = re.compile(
    r"[\d\s()+/,、或转至*x.—-]+|[a-z]{1,6}(?:-[a-z0-9]{1,12}){2,}"
    r"|(?:[\u4e00-\u9fff]{0,8}[: ]{0,2})[0-9a-f]{4,}(?:-[0-9a-f]{4,})+"
    r"|(?:联系人 ?:? ?[\u4e00-\u9fff]{2,5}[,、 ]{1,2})?"
    r"[\u4e00-\u9fff]{0,6}(?:电话|热线|专线|传真|编号|邮编|代码)[: ]{0,2}"
    rf"(?:{_NUMBER})(?:[、, ](?:{_NUMBER}))*"
)
"""Numbers of telephones, prices, dates, files by themselves, a landline or a code under its label: nobody's
advertisement, as sellers write to be called on mobiles and messengers."""
_ENDS = " ,、;:()[]-_|·"
"""Signs beside a name."""
_READ = re.compile(r"[\u0400-\u04ff\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
"""Letters of what the models have read.  Of names, codes, formulas and addresses in Latin and Greek letters,
of which papers are full, they know nothing: only listed words tell there."""
_SOLD_SITE = re.compile(
    r"[a-z0-9]\.(?:vip|cc|top|xyz|app|bet|win|club|fun|live|icu|casino)(?![\w#.])|href|<iframe"
)
"""An address under an ending that papers hardly ever link to, or a link's markup."""


_REMARK = re.compile(
    r"[。,]?[(\[【][^()\[\]【】]{1,24}?(?:投稿|供稿|撰稿|供图|配图|绘图|制图|摄|摄影|编译|翻译|整理|报道|提供|文|图)[)\]】]"
    r"|<!--[^<>]*-->"
)
"""Who wrote, drew or sent something, in brackets behind it; a remark in a page's markup."""


_SIGNED = re.compile(r"[。!?]?[(][\u4e00-\u9fff]{2,4}[)]")
"""A pen name in brackets, with which a text ends."""


_CODE = re.compile(
    r"[(](?:(?:股票|证券|股份|公司)?(?:代码|代号)?[: ]?)?"
    r"(?:(?:sh|sz|bj|hk)[.:]? ?)?\d{4,6}(?:[.:-](?:sh|sz|bj|hk|tw))?[)]"
)
"""The code of its shares, behind a listed company's name."""


def is_listed_here(page: Page, place: Place) -> bool:
    """Say whether the page says of a span what its shares are called or coded, and no list has it: a firm."""
    name = place.text.strip(_ENDS)
    if not _SHORTEST <= len(name) <= _SHORT or listed(place.unit, place.start, place.end)[0] >= SURE_WORD:
        return False
    if "简称" in page.text and name in _SHORT_NAME.findall(page.text):
        return True
    at = page.text.find(name + "(")
    return at >= 0 and _CODE.match(page.text, at + len(name)) is not None


_SHORT_NAME = re.compile(r"(?:证券|股票)简称[: ]{1,3}([\u4e00-\u9fff]{3,6})")
"""What a company's own announcements say its shares are called."""


_SHORTEST = 3
"""Characters of a company's name."""


_DIVIDER = re.compile(r"[-—_=*.·~ ]{3,}[\u4e00-\u9fff]{0,4}[-—_=*.·~ ]{3,}")
"""A line of signs that parts a page's regions, with what it is called."""


def says_nothing(unit: Unit, start: int, end: int) -> bool:
    """Say whether a span is numbers, a place, a credit, a listed company, buttons, Latin letters.

    Nobody sells anything by these.
    """
    name = unit.text[start:end].strip(_ENDS)
    if _NUMBERS.fullmatch(unit.text, start, end) or name in region_names():
        return True
    if _DIVIDER.fullmatch(unit.text, start, end):
        return True
    if _lead_of_buttons(unit.text[start:end]) == "":
        return True
    signed = end == len(unit.text) and _SIGNED.fullmatch(unit.text, start, end)
    known = name in firms() or bare_name(name) in furniture()
    if signed or known or _REMARK.fullmatch(unit.text, start, end):
        return listed(unit, start, end)[0] < _SELLS
    if _READ.search(unit.text, start, end) or _SOLD_SITE.search(unit.text, start, end):
        return False
    return listed(unit, start, end)[0] < _SELLS


_SELLS = 2
"""Weight of a listed word that sells in any language."""


def leads_to_buttons(place: Place) -> bool:
    """Say whether a span is a portal's own promotion: no listed word, then its buttons in brackets."""
    lead = _lead_of_buttons(place.text)
    return bool(lead) and not listed(place.unit, place.start, place.start + len(lead or ""))[0]


def _lead_of_buttons(text: str) -> str | None:
    """Return what stands before the buttons in brackets that end a text (【立即开户】); else None."""
    end = _IN_BRACKETS.search(text)
    pieces = [x for x in SEPARATORS.split(end[1]) if x] if end else []
    ours = pieces and all(x in furniture() and _BUTTON.match(x) for x in pieces)
    return text[: end.start()] if end and ours else None


_IN_BRACKETS = re.compile(r"[【\[(]([^【】\[\]()]{2,24})[】\])]?$")
_BUTTON = re.compile("点击|立即|领取")
"""How a button begins; the sites' own words are names of sections as well, which are sold."""
_NEIGHBOUR = re.compile(r"[上下]一(?:篇|条|则|页|章)(?:文章|新闻)? ?:? ?$")
"""What stands before the headline of the page before or after."""


def is_furniture(place: Place) -> bool:
    """Say whether a span is a site's own word or headline, or a short line that the n-grams know for one."""
    unit = place.unit
    if (
        _NEIGHBOUR.search(unit.text[: place.start][-8:])
        and listed(unit, place.start, place.end)[0] < SURE_WORD
    ):
        return True
    name = bare_name(place.text)
    if furniture() & {name, unit.text} or (len(name) <= _SHORT and OFFICIAL.search(name)):
        return True
    whole = place.end - place.start > MOSTLY * len(unit.text)
    return whole and len(unit.text) <= _SHORT and unit.anchor < _KNOWN


_SHORT, _KNOWN = 12, -1.5
"""Characters of a button or prompt, and log-odds of the n-grams below which one is a site's own."""
