"""A headline that is an advertisement as a whole: the page's other headline is the article's."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from crawler.spam.page import HAN_PAIR

if TYPE_CHECKING:
    from crawler.items import Draft, Fragment, SpamSpan
    from crawler.spam.detector import Thresholds, Verdict

_HAN = re.compile("[\u3400-\u9fff]")
_SITE = re.compile(r"[_|｜]|\s[-—–]\s|-(?=[^-_]{2,12}[网網报報社台]$)")
"""What parts a document's title from its site's name."""
_LEAST, _MOST = 8, 80
"""Han characters of a headline, and characters of one."""
_WHOLE = 0.9
"""Share of a headline that is all of it."""
_OWN, _FOREIGN = 0.3, 0.1
"""Shares of a headline's character pairs that the text has where it is its own, and where it is not."""


def replaced(draft: Draft, verdict: Verdict, limits: Thresholds) -> bool:
    """Give a draft its page's other headline where all of its own is surely spam; say whether it was.

    That is a heading above the text or at its top, else what the document's title begins with.  The text has
    words of it, and none of the other.
    """
    if verdict.doorway:
        return False
    own = [s for s in verdict.spans if s.field == "title" and s.score >= limits.cut]
    if _letters(*(s.text for s in own)) < _WHOLE * max(1, _letters(draft.title)):
        return False
    cut = [s for s in verdict.spans if s.field in {"body", "page"} and s.score >= limits.cut]
    text = "".join(f.text for f in draft.fragments if f.role == "body")
    found = next(filter(None, (_headline(draft, f, cut) for f in _candidates(draft))), None)
    if found is None or _told(draft.title, text) > _FOREIGN or _told(found[1], text) < _OWN:
        return False
    fragment, title = found
    for f in draft.fragments:
        if f.role == "title":
            f.role = "chrome"
    fragment.role = "title"
    draft.title = title
    draft.fields["title"] = "another headline, for one that is spam"
    return True


def _candidates(draft: Draft) -> list[Fragment]:
    """Return the headings above a draft's text and at its top, then the document's title."""
    above = list(takewhile(lambda f: f.role != "body", draft.fragments))
    top = list(takewhile(lambda f: f.kind == "heading", draft.fragments[len(above) :]))
    headings = [f for f in (*above, *top) if f.kind == "heading" and not f.hidden and f.role != "title"]
    return [*headings[::-1], *(f for f in above if f.path.rpartition("/")[2] == "title")]


def _headline(draft: Draft, f: Fragment, cut: list[SpamSpan]) -> tuple[Fragment, str] | None:
    """Return a fragment with the headline in it; ``None`` where it has none, or one that is spam."""
    text = _SITE.split(f.text)[0].strip() if f.path.rpartition("/")[2] == "title" else f.text
    spoilt = any(s.fragment == f.index and s.text.strip() in f.text for s in cut)
    fits = len(_HAN.findall(text)) >= _LEAST and len(text) <= _MOST and not f.links
    return (f, text) if fits and not spoilt and text != draft.title else None


def _told(title: str, text: str) -> float:
    pairs = HAN_PAIR.findall(title)
    return sum(pair in text for pair in pairs) / max(1, len(pairs))


def _letters(*texts: str) -> int:
    return sum(sum(map(str.isalnum, text)) for text in texts)
