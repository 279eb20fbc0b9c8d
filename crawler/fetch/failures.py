"""Why a request gave no page, in one word."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import TimeoutError as TwistedTimeoutError

from crawler.extract.challenge import challenge_kind
from crawler.fetch import reasons
from crawler.fetch.security import PRIVATE, REFUSED_NAMES

if TYPE_CHECKING:
    from scrapy.http import Response
    from twisted.python.failure import Failure


class NotArchivedError(RuntimeError):
    """The page came, and could not be kept in the archive: no fault of the site's."""


_BY_CLASS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (DownloadCancelledError, "too_large"),
    (NotArchivedError, reasons.NOT_ARCHIVED),
    ((DownloadTimeoutError, TwistedTimeoutError, TimeoutError), reasons.TIMEOUT),
    (CannotResolveHostError, reasons.NO_SUCH_HOST),
    (DownloadConnectionRefusedError, reasons.CONNECTION_REFUSED),
    (ResponseDataLossError, reasons.CUT_SHORT),
    (DownloadFailedError, reasons.CONNECTION_LOST),
)
_IGNORED = (
    ("robots.txt", "robots"),  # first: what kept us from reading it is told behind
    ("max redirections", "redirect_loop"),
    ("offsite", "offsite"),
    (PRIVATE, "private_address"),
    ("exceeded", "too_large"),
)


def reason_of(failure: Failure) -> tuple[str, str]:
    """Return ``(reason, detail)`` of a failed request: what a ``Rejection`` is made of."""
    error = failure.value
    if isinstance(error, HttpError):
        response = error.response
        kind = challenge_kind(response.status, header_texts(response), response.body)
        return (reasons.CHALLENGE, kind) if kind else (reasons.of_status(response.status), "")
    detail = str(error).strip() or type(error).__name__
    if isinstance(error, IgnoreRequest):
        for part, reason in _IGNORED:
            if part in detail.lower():
                return reason, detail
        return "ignored", detail
    if isinstance(error, CannotResolveHostError):
        host = urlsplit(failure.request.url).hostname or ""  # type: ignore[attr-defined]
        if host in REFUSED_NAMES:
            return "private_address", REFUSED_NAMES[host]
    for classes, reason in _BY_CLASS:
        if isinstance(error, classes):
            return reason, detail
    return "fetch_error", f"{type(error).__name__}: {detail}"


def header_texts(response: Response) -> dict[str, str]:
    """Return a response's headers as text."""
    return {
        key.decode("latin-1"): b", ".join(values).decode("latin-1")
        for key, values in response.headers.items()
    }
