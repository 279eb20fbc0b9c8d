"""Where an article's text begins: under its headline and the line of its date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.document_title import key

if TYPE_CHECKING:
    from crawler.extract.scoring import ScoredPage

DATE_LINE = re.compile(
    r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}|\d{1,2}:\d{2}|二[〇○零][〇○零一二三四五六七八九]{2}年"
    r"|月 ?\d{1,2}(?:st|nd|rd|th)?,? {1,2}(?:19|20)\d\d"  # 十一月 6th, 2009
)
ABSTRACT_NAME = re.compile(
    r"abstract|summary|zhaiyao|digest|dao(?:du|yu)|(?:^|[-_.#])(?:lead|brief|intro|desc)", re.IGNORECASE
)
_ABSTRACT = re.compile(
    r"^\W*(?:(?:AI|智能|[内內]容|文章|核心)?(?:摘要|[导導][读讀语語]|提要|提示|要[点點]|速[览覽]|看[点點]))\W"
)
_SHORTEST, _SAID = 6, 20
_UNDER_HEADLINE, _FAR = 10, 60
"""Blocks below the headline among which the text begins, where its date stands between: of more than
a word or two, and all.  A page's summary has its text close by, if any."""


def find(scored: ScoredPage, headline: str) -> int:
    """Return the first block of text under the headline and its line of the date; -1 without such.

    Longer texts further down may be comments, other articles, what the site says of itself.  ``headline``:
    its text, with which a flash may begin (【headline】text).
    """
    start = scored.title_index
    if start < 0 or scored.nodes[start].tag == "title":
        return _headed(scored, headline)
    dated, passed, summed_up = False, 0, False
    for i in range(start + 1, min(start + _FAR, len(scored.fragments))):
        text = scored.fragments[i].text
        passed += summed_up or (scored.worths[i] > 0 and not scored.fragments[i].hidden)
        if passed >= _UNDER_HEADLINE:
            return -1
        if scored.runs(i):
            if scored.fragments[i].kind == "caption" or _is_said_by_picture(scored, start, i):
                continue
            if key(text) == key(headline):
                continue  # once more, over the line of the date
            if scored.nodes[i] in scored.bad or ABSTRACT_NAME.search(scored.nodes[i].ident):
                summed_up = True
                continue
            return i if (dated or i <= start + 2) and not _ABSTRACT.match(text) else -1
        dated = dated or (len(text) <= 120 and bool(DATE_LINE.search(text)))
    return -1


def _is_said_by_picture(scored: ScoredPage, start: int, i: int) -> bool:
    """Tell a block that the words of a picture between headline and text say as well: its caption."""
    said = ""
    for at, image in scored.page.images:
        if start < at <= i:
            link = image.getparent()
            for words in (image.get("alt"), image.get("title"), None if link is None else link.get("title")):
                own = key(words or "")
                said = said or key(scored.fragments[i].text)
                if len(own) >= _SAID and said.startswith(own):
                    return True
    return False


def _headed(scored: ScoredPage, headline: str) -> int:
    """Return the only block of text that opens with the headline in brackets, -1 for none."""
    said = key(headline)
    opened = (f.index for f in scored.fragments if f.text[0] in "【[［「" and not f.hidden)
    found = [i for i in opened if key(scored.fragments[i].text).startswith(said) and scored.runs(i)]
    return found[0] if len(said) >= _SHORTEST and len(found) == 1 else -1
