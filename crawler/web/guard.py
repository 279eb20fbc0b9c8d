"""Who may ask: this machine under a name of its own, and decisions only from our own pages.

A page of the web that a reader has open can send requests here.  It cannot read the answers, unless its own
name is made to lead to this machine (DNS rebinding): so the name asked for must be an address, or
``localhost``.  It can send forms: so a form must come from a page of ours and bear a word that only those
have.
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from flask import Request, Response

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Not `no-referrer`: with it browsers hide where a form of ours comes from.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Looks at requests before anything else does; a refusal is a sentence that says why."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)
        """What a form must bear; another one with every start."""

    def refusal(self, request: Request) -> str:
        """Return why a request is not answered; empty: it is."""
        host = request.headers.get("Host", "")
        if not _is_ours(host):
            return f"“{host[:100]}” is no name of this dashboard: ask for it by address, or as localhost."
        if request.method in {"GET", "HEAD"}:
            return ""
        if request.headers.get("Origin") not in {f"http://{host}", f"https://{host}"}:
            return "This form was not sent from a page of this dashboard."
        if not hmac.compare_digest(request.form.get("token", "").encode(), self.token.encode()):
            return "This page is from an earlier start of the dashboard: go back, reload it, decide again."
        return ""


def _is_ours(host: str) -> bool:
    """Return whether a ``Host`` header is one that no other site can have."""
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or bool(ipaddress.ip_address(name))
    except ValueError:
        return False


def add_headers(response: Response) -> Response:
    """Return the response with what tells browsers to run nothing and to show it nowhere else."""
    response.headers.update(HEADERS)
    return response
