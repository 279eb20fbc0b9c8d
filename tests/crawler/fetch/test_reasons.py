"""What a failed request is called, and that whoever tries again understands the word."""

from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import HtmlResponse
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.fetch.failures import NotArchivedError, reason_of
from crawler.fetch.reasons import NETWORK, NOT_ARCHIVED, PASSING


def answered(status):
    return HttpError(HtmlResponse("http://a.example/", status=status), "ignored")


@pytest.mark.parametrize(
    ("error", "reason", "may_pass"),
    [
        (DownloadTimeoutError(), "timeout", "at once"),
        (CannotResolveHostError(), "no_such_host", "at once"),
        (DownloadConnectionRefusedError(), "refused", "at once"),
        (ResponseDataLossError(), "cut_short", "at once"),
        (DownloadFailedError(), "connection_lost", "at once"),
        (answered(500), "http_500", "at once"),
        (answered(503), "http_503", "at once"),
        (answered(408), "http_408", "at once"),
        (answered(429), "http_429", "later"),
        (answered(404), "http_404", ""),
        (answered(403), "http_403", ""),
        (DownloadCancelledError(), "too_large", ""),
        (IgnoreRequest("Forbidden by robots.txt"), "robots", ""),
        (ValueError("odd"), "fetch_error", ""),
    ],
)
def test_what_is_written_down_is_what_is_tried_again(error, reason, may_pass):
    failure = Failure(error)
    failure.request = Request("http://a.example/")
    found, _ = reason_of(failure)
    assert found == reason
    assert found.startswith(NETWORK) == (may_pass == "at once")
    assert found.startswith(PASSING) == bool(may_pass)


def test_what_our_own_disk_did_not_take_is_told_apart():
    assert reason_of(SimpleNamespace(value=NotArchivedError("full")))[0] == NOT_ARCHIVED
