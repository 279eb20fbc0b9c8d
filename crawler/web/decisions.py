"""What a person decides about a span; by POST only, in the name that stands in the form."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from flask import Blueprint, abort, redirect, request

from crawler.store.connection import connected
from crawler.store.spam_review import ReviewError, judge
from crawler.web.app import parts, problem

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

decisions = Blueprint("decisions", __name__)

_COOKIE = "reviewer"
_LONGEST_NAME = 60
_IN_PATH = "/%:"  # it comes encoded
_YEAR = 365 * 86400
_VERDICTS = ("restored", "confirmed")
_one_at_a_time = threading.Lock()


def reviewer() -> str:
    """Return the name kept in the reader's cookie; empty: none yet."""
    return unquote(request.cookies.get(_COOKIE, ""))[:_LONGEST_NAME]


@decisions.post("/reviewer")
def keep_name() -> Response:
    """Keep the name of who decides, and go back."""
    return _back("", _name())


@decisions.post("/spans/<path:name>/judgement")
def decide(name: str) -> Response | tuple[str, int]:
    """Put a span back into its text, or confirm that it goes, as ``scrapy spam`` does; then go back."""
    by, verdict = _name(), request.form.get("verdict", "")
    if verdict not in _VERDICTS:
        abort(400, f"“{verdict}” is no decision: wanted {' or '.join(_VERDICTS)}.")
    if parts().database.spam_spans.find_one({"_id": name}, {"_id": 1}) is None:
        abort(404, f"No span known as “{name}”: its article was edited or cleaned again meanwhile.")
    try:
        # A client of its own, as the command has: who writes makes sure of the schema first.
        with _one_at_a_time, connected(parts().settings, writes=True) as database:
            judge(database, parts().settings, name, verdict, by)
    except ReviewError as error:
        return problem("This could not be done", str(error), 409)
    return _back(name, by)


def _name() -> str:
    by = " ".join(request.form.get("by", "").split())
    if not by or len(by) > _LONGEST_NAME or not by.isprintable():
        abort(400, f"Who decides? Go back and enter your name, 1 to {_LONGEST_NAME} characters.")
    return by


def _back(judged: str, by: str) -> Response:
    """Return the way back to the page the form was on, and keep the name for the next one."""
    back = request.form.get("back", "")
    here = urlsplit(f"http://localhost{back}" if back.startswith("/") else "")
    query = [(key, value) for key, value in parse_qsl(here.query) if key != "judged"]
    query += [("judged", judged)] if judged else []
    place = request.args.get("at", "")
    target = f"/{quote(here.path.lstrip('/'), safe=_IN_PATH)}?{urlencode(query)}"
    response = redirect(f"{target}#{quote(place)}" if place else target, 303)
    response.set_cookie(_COOKIE, quote(by), max_age=_YEAR, httponly=True, samesite="Strict")
    return response
