"""Injected spam in Chinese news pages: fragments in, spans to cut out, each with its reason.

>>> from crawler.spam import cut, find_spam
>>> verdict = find_spam(draft.fragments, title=draft.title)
>>> clean = cut(uncut_body(draft.fragments), [s for s in verdict.spans if s.field == "body"])
"""

from crawler.spam.cutting import cut, restore
from crawler.spam.despam import despam
from crawler.spam.detector import Thresholds, Verdict, find_spam

__all__ = ["Thresholds", "Verdict", "cut", "despam", "find_spam", "restore"]
