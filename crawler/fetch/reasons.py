"""Why a request gave no page, in one word: ``rejected_items.reason``, and which of the words may pass.

They are written down by ``failures`` when a request fails, and read back, perhaps a week later, by whoever
decides when to try again: both take them from here.
"""

TIMEOUT = "timeout"
NO_SUCH_HOST = "no_such_host"
CONNECTION_REFUSED = "refused"
CONNECTION_LOST = "connection_lost"
CUT_SHORT = "cut_short"
CHALLENGE = "challenge"
NOT_ARCHIVED = "not_archived"
"""The page came, and could not be kept: no fault of the site's."""

NETWORK = (
    TIMEOUT, NO_SUCH_HOST, CONNECTION_REFUSED, CONNECTION_LOST, CUT_SHORT, "http_5", "http_408",
)  # fmt: skip
"""How the reasons begin that the next try may not meet any more: the line's, or a server's bad hour."""
PASSING = (*NETWORK, "http_429", CHALLENGE)
"""The same of those that pass, but not by trying again at once."""
GONE = {"http_404": 404, "http_410": 410, "not_found": 200}
"""Reason → status: what says that an article was withdrawn."""


def of_status(status: int) -> str:
    """Return the reason an answer with a status of failure is."""
    return f"http_{status}"
