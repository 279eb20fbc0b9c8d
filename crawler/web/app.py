"""The dashboard as a WSGI application: its parts put together, and what it says when something is wrong."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app, render_template, request
from pymongo.errors import ConnectionFailure, OperationFailure, PyMongoError
from werkzeug.exceptions import HTTPException

from crawler.command_line import server_words
from crawler.store.alive import state_of
from crawler.store.connection import DatabaseUnavailableError, in_brief
from crawler.store.embedded import EmbeddedServerError
from crawler.web import wording
from crawler.web.guard import Guard, add_headers

if TYPE_CHECKING:
    from collections.abc import Callable

    from pymongo.database import Database
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

LONGEST_FORM = 64 * 1024


@dataclass(slots=True)
class Parts:
    """What the pages work with."""

    database: Database[dict[str, Any]]
    settings: BaseSettings
    guard: Guard
    revive: Callable[[], bool]
    """Starts an embedded server that died; True when it had to."""


def parts() -> Parts:
    """Return the parts of the dashboard that answers the present request."""
    return current_app.extensions["dashboard"]


def make_app(
    database: Database[dict[str, Any]],
    settings: BaseSettings,
    *,
    revive: Callable[[], bool] = lambda: False,
) -> Flask:
    """Return the application; ``database`` is read, decisions open their own."""
    from crawler.web.decisions import decisions, reviewer
    from crawler.web.pages import pages

    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LONGEST_FORM
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    said = (wording.time, wording.link, wording.language, wording.marked, wording.short, state_of)
    app.jinja_env.filters.update({function.__name__: function for function in said})
    guard = Guard()
    app.extensions["dashboard"] = Parts(database, settings, guard, revive)
    app.context_processor(lambda: {"token": guard.token, "by": reviewer(), "database": database.name})
    app.before_request(_refuse)
    app.after_request(add_headers)
    app.register_blueprint(pages)
    app.register_blueprint(decisions)
    app.register_error_handler(HTTPException, _http_error)
    for kind in (PyMongoError, DatabaseUnavailableError, EmbeddedServerError):
        app.register_error_handler(kind, _database_error)
    app.register_error_handler(Exception, _our_error)
    return app


def problem(title: str, words: str, code: int) -> tuple[str, int]:
    """Return a page that says what is wrong."""
    return render_template("problem.html", title=title, words=words), code


def _refuse() -> tuple[str, int] | None:
    refusal = parts().guard.refusal(request)
    return problem("Not answered", refusal, 403) if refusal else None


def _http_error(error: HTTPException) -> Any:
    if error.response is not None:  # a redirect of the router's
        return error.response
    return problem(error.name, error.description or "", error.code or 500)


def _database_error(error: Exception) -> tuple[str, int]:
    """Say that the database is away, or what it refuses; bring an embedded one back where it died."""
    if isinstance(error, OperationFailure):
        return problem("MongoDB refuses", server_words(error), 500 if error.code != 13 else 403)
    words = str(error) if isinstance(error, DatabaseUnavailableError) else in_brief(error)
    if isinstance(error, ConnectionFailure | DatabaseUnavailableError):
        try:
            if parts().revive():
                return problem("The database was away", "It had stopped and was started again: reload.", 503)
        except (EmbeddedServerError, OSError) as reason:
            words = str(reason)
    return problem("The database is away", f"{words}. When it is back, reload.", 503)


def _our_error(error: Exception) -> tuple[str, int]:
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    words = f"{type(error).__name__}; the terminal that runs the dashboard says more."
    return problem("A mistake of ours", words, 500)
