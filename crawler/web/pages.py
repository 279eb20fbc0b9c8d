"""The pages that show; none of them changes anything."""

from __future__ import annotations

from datetime import date
from itertools import zip_longest
from typing import Any

from flask import Blueprint, abort, render_template, request

from crawler.spam.cutting import GONE
from crawler.store.history import history
from crawler.store.judged import CUT_FIELDS
from crawler.store.query import Filters, QueryError
from crawler.store.search import newest, search
from crawler.store.sites import latest_runs, totals, worst_first
from crawler.store.spam_review import STATES, in_context, spans, uncut
from crawler.web.app import parts
from crawler.web.marked_text import lines

pages = Blueprint("pages", __name__)

PAGE = 25
"""Articles of a page of the list, and crawls of a site."""
LAST = 400
"""Pages of what a query finds."""
QUEUE = 20
"""Spans of a page of the review queue."""
FEW = 10
"""Of each kind, on the page of a site."""
AROUND = 120
"""Characters shown on either side of a span."""


@pages.get("/")
def overview() -> str:
    """Show every site with its state, its last crawl and its alarms, and what is stored of all."""
    database = parts().database
    runs = latest_runs(database)
    sites = worst_first(database)
    unjudged = sorted(runs.keys() - {site["_id"] for site in sites})
    sites += [{"_id": name, "state": "", "alarms": []} for name in unjudged]
    return render_template("overview.html", sites=sites, runs=runs, totals=totals(database))


@pages.get("/sites/<name>")
def site(name: str) -> str:
    """Show a site's crawls and alarms, and what it last gave, lost and had cut."""
    database = parts().database
    found = worst_first(database, [name])
    runs = list(database.runs.find({"site": name}).sort("started_at", -1).limit(PAGE))
    articles, _ = newest(database, Filters(site=name), size=FEW)
    if not (found or runs or articles):
        abort(404, f"No site known as “{name}”: not crawled yet, or no such site.")
    shown = dict.fromkeys(("url", "reason", "step", "detail", "fetched_at"), 1)
    aside = database.rejected_items.find({"site": name}, shown).sort("fetched_at", -1).limit(FEW)
    cuts = in_context(database, spans(database, site=name, state="waiting", limit=FEW), AROUND)
    return render_template(
        "site.html",
        name=name,
        site=found[0] if found else {},
        runs=runs,
        articles=articles,
        stored=database.articles.count_documents({"site": name}),
        aside=list(aside),
        cuts=cuts,
    )


@pages.get("/articles")
def articles() -> tuple[str, int]:
    """List articles: what a query finds, best first; without one all, newest first."""
    database, asked = parts().database, request.args
    query, said, hits, after, results = asked.get("q", "").strip(), "", [], "", None
    try:
        filters = Filters(
            since=_day("since"), until=_day("until"), site=asked.get("site", ""), spam=asked.get("spam", "")
        )
        if query:
            sort = "date" if asked.get("sort") == "date" else "relevance"
            results = search(database, query, filters, page=_page(), size=PAGE, sort=sort, reader="original")
            hits = results.hits
        else:
            hits, after = newest(database, filters, asked.get("from", ""), PAGE)
    except QueryError as error:
        said = str(error)
    kept = {name: asked[name] for name in ("q", "site", "spam", "since", "until", "sort") if asked.get(name)}
    return render_template(
        "articles.html", hits=hits, after=after, results=results, said=said, sites=_site_names(), kept=kept
    ), 400 if said else 200


@pages.get("/articles/<path:name>")
def article(name: str) -> str:
    """Show an article as it was published, every cut in place; or clean, in both scripts."""
    database = parts().database
    found = database.articles.find_one({"_id": name})
    if found is None:
        abort(404, f"No article known as “{name}”.")
    its_spans = sorted(
        database.spam_spans.find({"article": name}),
        key=lambda s: ((*CUT_FIELDS, "page").index(s["field"]), s["start"], s["end"]),
    )
    texts: dict[str, Any] = {}
    misfit = ""
    for field in CUT_FIELDS:
        of_field = [span for span in its_spans if span["field"] == field]
        try:
            texts[field] = lines(uncut(found, its_spans, field), of_field)
        except ValueError as error:
            misfit = str(error)
    clean = sum(len(uncut(found, (), field)) for field in CUT_FIELDS)
    return render_template(
        "article.html",
        article=found,
        texts=texts,
        misfit=misfit,
        spans=its_spans,
        numbers={span["_id"]: number for number, span in enumerate(its_spans, 1)},
        outside=[span for span in its_spans if span["field"] == "page"],
        clean=clean,
        gone=sum(len(s["text"]) for s in its_spans if s["state"] in GONE and s["field"] != "page"),
        pairs=list(
            zip_longest(*(found["body"][script].split("\n") for script in ("hans", "hant")), fillvalue="")
        ),
        history=history(database, found),
        judged=_judged(),
    )


@pages.get("/review")
def review() -> str:
    """Show what waits for a person's judgement, the least certain first."""
    database, asked = parts().database, request.args
    state = asked.get("state", "waiting")
    if state not in STATES:
        abort(400, f"State “{state}”: not one of {', '.join(filter(None, STATES))}.")
    start = None
    if asked.get("from"):
        score, _, name = asked["from"].partition(" ")
        try:
            start = float(score), name
        except ValueError:
            abort(400, f"From “{asked['from']}”: no place in the queue.")
    found = spans(
        database,
        state=state,
        kind=asked.get("kind", ""),
        site=asked.get("site", ""),
        limit=QUEUE + 1,
        start=start,
    )
    after = f"{found[QUEUE]['score']!r} {found[QUEUE]['_id']}" if len(found) > QUEUE else ""
    return render_template(
        "review.html",
        places=in_context(database, found[:QUEUE], AROUND),
        after=after,
        state=state,
        states=STATES,
        kinds=database.spam_spans.distinct("kind", {"state": {"$in": STATES[""]}}),
        sites=_site_names(),
        waiting=database.spam_spans.count_documents({"state": {"$in": STATES["waiting"]}}),
        judged=_judged(),
    )


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QueryError(f"{name} {text}: not a day such as 2026-11-20") from None


def _page() -> int:
    number = request.args.get("page", 1, type=int)
    if number > LAST:
        raise QueryError(f"page {number}: ask for less instead, {LAST} pages are shown")
    return number


def _site_names() -> list[str]:
    return [row["_id"] for row in parts().database.sites.find({}, {"_id": 1}).sort("_id", 1)]


def _judged() -> dict[str, Any] | None:
    """Return the span that was judged just now, when this page is what comes after that."""
    name = request.args.get("judged")
    return parts().database.spam_spans.find_one({"_id": name}) if name else None
