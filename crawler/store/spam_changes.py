"""Injected text that came or went between two looks at a page: recorded beside the outlet's own edits.

A hacker is no editor: what only adds or removes spam makes no revision.  That it happened is a document of
``spam_changes``.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from crawler.spam import restore
from crawler.spam.cutting import GONE
from crawler.store.judged import CUT_FIELDS, to_span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

_LONGEST = 1000
_MOST = 50
_Pieces = Counter[tuple[str, str, str]]
"""``(field, kind, text)``."""


def spam_change(
    stored: Mapping[str, Any],
    stored_spans: Sequence[Mapping[str, Any]],
    document: Mapping[str, Any],
    spans: Sequence[Mapping[str, Any]],
    at: datetime,
) -> dict[str, Any] | None:
    """Return the document of ``spam_changes`` for a page seen again at ``at``; None: its spam is the same.

    ``stored`` and ``document`` are of ``articles``, each with its ``spam_spans``.  What only today's rules
    find, or no longer find, in a text that stood there before is no change of the page.  Outside the article
    nothing tells the two apart but the rules' version; and since blocks of links in a page's frame are others
    on every visit, there only a page that is hacked now or is so no more counts.
    """
    if not stored_spans and not spans:
        return None
    before, after = _pieces(stored_spans), _pieces(spans)
    then, now = _uncut(stored, stored_spans), _uncut(document, spans)
    came = _Pieces({p: n for p, n in (after - before).items() if p[0] in then and p[2] not in then[p[0]]})
    went = _Pieces({p: n for p, n in (before - after).items() if p[0] in now and p[2] not in now[p[0]]})
    flips = stored["spam"]["hacked"] != document["spam"]["hacked"]
    if _rules(stored) == _rules(document) and (flips or came or went):
        came += _Pieces({p: n for p, n in (after - before).items() if p[0] == "page"})
        went += _Pieces({p: n for p, n in (before - after).items() if p[0] == "page"})
    if not came and not went:
        return None
    return {
        "_id": f"{stored['_id']}:{at:%Y%m%dT%H%M%S%f}",
        "article": stored["_id"],
        "site": stored["site"],
        "at": at,
        "event": "changed" if came and went else "added" if came else "removed",
        "hacked": document["spam"]["hacked"],
        "added": _rows(came),
        "removed": _rows(went),
        "before": {"fetched_at": stored["fetched_at"], "archive": stored.get("archive", {})},
    }


def _pieces(spans: Sequence[Mapping[str, Any]]) -> _Pieces:
    return _Pieces((s["field"], s["kind"], s["text"]) for s in spans if s["state"] in GONE)


def _uncut(document: Mapping[str, Any], spans: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return each field's text as it was published."""
    texts = {}
    for name in CUT_FIELDS:
        held = document.get(name, "")
        clean = held["original"] if isinstance(held, dict) else held
        try:
            texts[name] = restore(clean, [to_span(s) for s in spans if s["field"] == name])
        except ValueError:  # somebody edited the document by hand: no reason to refuse the page
            texts[name] = clean
    return texts


def _rules(document: Mapping[str, Any]) -> str:
    version: str = (document.get("extraction") or {}).get("rules_version", "")
    return version


def _rows(pieces: _Pieces) -> list[dict[str, str]]:
    ordered = sorted(pieces.elements())[:_MOST]
    return [{"field": name, "kind": kind, "text": text[:_LONGEST]} for name, kind, text in ordered]
