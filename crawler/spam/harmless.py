"""What is nobody's advertisement, whatever the models say: numbers, paths, sites' own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.spam.marked import MOSTLY
from crawler.spam.titles import OFFICIAL, bare_name
from crawler.spam.vocabulary import furniture

if TYPE_CHECKING:
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
_PATH = re.compile(r"\w/\w|\w=\w")
_HAN_OR_DOMAIN = re.compile(r"[\u4e00-\u9fff]|[a-z0-9]\.[a-z]{2,7}(?![\w#.])|href|url")
"""What sells in a text of Latin letters: a site's address or a link's markup; or it is no such text."""


def says_nothing(text: str, start: int, end: int) -> bool:
    """Say whether a span is numbers, or of a path in a computer, which nobody sells by."""
    if _NUMBERS.fullmatch(text, start, end):
        return True
    if _HAN_OR_DOMAIN.search(text, start, end):
        return False
    before, after = text[max(0, start - _LONGEST_NAME) : start], text[end : end + _LONGEST_NAME]
    whole = before.rpartition(" ")[2] + text[start:end] + after.partition(" ")[0]
    return bool(_PATH.search(whole)) and not _HAN_OR_DOMAIN.search(whole)


_LONGEST_NAME = 80
"""Characters of a folder's or file's name on either side."""


def is_furniture(place: Place) -> bool:
    """Say whether a span is a site's own word, or a short line that the n-grams know for one."""
    unit = place.unit
    name = bare_name(place.text)
    if furniture() & {name, unit.text} or (len(name) <= _SHORT and OFFICIAL.search(name)):
        return True
    whole = place.end - place.start > MOSTLY * len(unit.text)
    return whole and len(unit.text) <= _SHORT and unit.anchor < _KNOWN


_SHORT, _KNOWN = 12, -1.5
"""Characters of a button or prompt, and log-odds of the n-grams below which one is a site's own."""
