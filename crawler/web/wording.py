"""How values are said on pages: times, addresses, languages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from markupsafe import Markup

from crawler.text.clock import CHINA

if TYPE_CHECKING:
    from crawler.store.snippets import Snippet

_LANGUAGES = {"hans": "zh-Hans", "hant": "zh-Hant"}


def time(at: datetime | None, precision: str | None = "minute") -> str:
    """Return a moment as a ``time`` element, local (+08:00), no finer than it is known."""
    if not isinstance(at, datetime):
        return "unknown"
    local = at.astimezone(CHINA)
    formats = {"day": "%Y-%m-%d", "second": "%Y-%m-%d %H:%M:%S"}
    shown = local.strftime(formats.get(precision or "", "%Y-%m-%d %H:%M"))
    machine = shown if precision == "day" else local.isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(machine, shown)


def link(url: str, words: str = "") -> str:
    """Return a link out of here, which says nothing of where it stood; plain text where it is no http(s)."""
    try:
        is_web = urlsplit(url).scheme in {"http", "https"}
    except ValueError:
        is_web = False
    if not is_web:
        return Markup("{}").format(words or url)
    return Markup('<a href="{}" rel="noreferrer noopener external">{}</a>').format(url, words or url)


def language(article: dict[str, Any] | None) -> str:
    """Return the value of ``lang`` for an article's original text."""
    return _LANGUAGES.get(((article or {}).get("script") or {}).get("detected", ""), "zh")


def marked(snippet: Snippet) -> str:
    """Return a snippet with the terms that were found as ``mark``."""
    parts, at = [], 0
    for start, end in snippet.marks:
        parts += [Markup("{}<mark>{}</mark>").format(snippet.text[at:start], snippet.text[start:end])]
        at = end
    return Markup("").join([*parts, snippet.text[at:]])


def short(value: Any, length: int = 300) -> str:
    """Return a value as text, not longer than ``length``."""
    text = "" if value is None else str(value)
    return text if len(text) <= length else text[: length - 1] + "…"
