"""A person's judgement of spam spans: putting a cut back into its article, or confirming it.

A restored span goes back in place; so do the derived forms, enrichments and search terms that rest on the
text.  It is remembered: re-cleaning and later pages of the site leave the same text in.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from crawler.spam import cut, restore
from crawler.store.judged import CUT_FIELDS, carry_reviews, to_span
from crawler.store.moves import JUDGEMENT
from crawler.store.reclean import commit
from crawler.store.rederive import Rederiver
from crawler.store.spam_memory import remember_verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pymongo.database import Database
    from scrapy.settings import BaseSettings

STATES: dict[str, tuple[str, ...]] = {
    "": ("cut", "flagged", "confirmed", "restored"),
    "waiting": ("cut", "flagged"),
    **{state: (state,) for state in ("cut", "flagged", "restored", "confirmed")},
}
"""What one may ask for → states of spans; ``waiting``: nobody has judged them yet."""
_AROUND = 60


class ReviewError(ValueError):
    """A judgement that cannot be carried out; the message says which span and why."""


def spans(
    database: Database[dict[str, Any]],
    *,
    state: str = "",
    kind: str = "",
    site: str = "",
    limit: int = 50,
    start: tuple[float, str] | None = None,
) -> list[dict[str, Any]]:
    """Return spans for review, the least certain first; ``start``: score and ``_id`` of the first."""
    where: dict[str, Any] = {"state": {"$in": STATES[state]}}
    where |= {name: wanted for name, wanted in (("kind", kind), ("site", site)) if wanted}
    if start:
        where |= {"score": {"$gte": start[0]}, "$nor": [{"score": start[0], "_id": {"$lt": start[1]}}]}
    stages: list[dict[str, Any]] = [{"$match": where}, {"$sort": {"score": 1, "_id": 1}}]
    if limit:
        stages.append({"$limit": limit})
    return list(database.spam_spans.aggregate(stages, allowDiskUse=True))


def show(database: Database[dict[str, Any]], name: str) -> str:
    """Return a span with its article, its reason and the text around it, for a reader."""
    span, article = _find(database, name)
    shown = in_context(database, [span])[0]
    lines = [
        f"{span['_id']}",
        f"article   {article['title']['original']}  {article['canonical_url']}",
        f"state     {span['state']}" + (f" by {span['reviewed_by']}" if span.get("reviewed_by") else ""),
        f"kind      {span['kind']}   score {span['score']:.2f}   rule {span['rule']}",
        f"evidence  {span.get('evidence', '')}",
        f"where     {span['field']} {span['start']}–{span['end']}",
        "",
        f"…{shown.before}⟦{span['text']}⟧{shown.after}…",
    ]
    return "\n".join(lines)


@dataclass(slots=True)
class InContext:
    """A span with its article and the text around it (none outside the article, or where it does not fit)."""

    span: dict[str, Any]
    article: dict[str, Any] | None
    """None: it is not stored."""
    before: str = ""
    after: str = ""


def in_context(
    database: Database[dict[str, Any]], chosen: Sequence[dict[str, Any]], around: int = _AROUND
) -> list[InContext]:
    """Return spans in their context, ``around`` characters on either side; two queries for all of them."""
    names = list({span["article"] for span in chosen})
    fields = dict.fromkeys(("site", "outlet", "canonical_url", "script", *CUT_FIELDS), 1)
    articles = {row["_id"]: row for row in database.articles.find({"_id": {"$in": names}}, fields)}
    beside: dict[str, list[dict[str, Any]]] = {name: [] for name in names}
    for span in database.spam_spans.find({"article": {"$in": names}}):
        beside[span["article"]].append(span)
    found = []
    for span in chosen:
        place = InContext(span, articles.get(span["article"]))
        if place.article is not None and span["field"] != "page":
            with contextlib.suppress(ValueError):
                text = uncut(place.article, beside[span["article"]], span["field"])
                place.before = text[max(0, span["start"] - around) : span["start"]]
                place.after = text[span["end"] : span["end"] + around]
        found.append(place)
    return found


def uncut(article: dict[str, Any], spans: Iterable[dict[str, Any]], field: str) -> str:
    """Return a field of a stored article as it was published; ``ValueError`` where its spans do not fit."""
    held = article.get(field) or ""
    text = held["original"] if isinstance(held, dict) else held
    return restore(text, [to_span(span) for span in spans if span["field"] == field])


def judge(
    database: Database[dict[str, Any]],
    settings: BaseSettings,
    name: str,
    state: Literal["restored", "confirmed"],
    by: str,
) -> None:
    """Carry out a judgement, span and text in one transaction; raises ``ReviewError``."""
    span, article = _find(database, name)
    if span["state"] == state:
        remember_verdict(
            database, article["site"], span["text"], state
        )  # whoever said so may have been killed
        return
    key = article["_id"]
    everything = list(database.spam_spans.find({"article": key}))
    review = {"state": state, "reviewed_by": by, "reviewed_at": datetime.now(UTC)}
    judged = [s | review if s["_id"] == name else s for s in everything]
    rederiver = Rederiver(settings, "", database.spam_memory.find({"site": article["site"]}))
    result = rederiver.rederive(_with_text(article, everything, judged, span["field"]), judged)
    if result.new is None:
        raise ReviewError(
            f"{name}: today's rules would set the article aside ({result.reason}), its text is not derived "
            "again; `scrapy reclean --dry-run` shows all such articles"
        )
    result.new.spans = carry_reviews(result.new.spans, judged)
    if not commit(database, f"{JUDGEMENT}{name}", [(article, result)]):
        raise ReviewError(f"{name}: its article changed meanwhile, try again")
    remember_verdict(database, article["site"], span["text"], state)


def _find(database: Database[dict[str, Any]], name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    span = database.spam_spans.find_one({"_id": name})
    if span is None:
        raise ReviewError(f"no spam span known as {name}; `scrapy spam list` names them")
    article = database.articles.find_one({"_id": span["article"]})
    if article is None:
        raise ReviewError(f"{name}: its article {span['article']} is not stored")
    return span, article


def _with_text(
    article: dict[str, Any], before: list[dict[str, Any]], after: list[dict[str, Any]], field: str
) -> dict[str, Any]:
    """Return the article with one field's text as the spans' new states have it (``page`` has none)."""
    if field == "page":
        return article
    clean = cut(uncut(article, before, field), [to_span(s) for s in after if s["field"] == field])
    held = article[field]
    return article | {field: held | {"original": clean} if isinstance(held, dict) else clean}
