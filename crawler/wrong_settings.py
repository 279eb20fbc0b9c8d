"""Which setting cannot be what is meant, said before anything starts: later it is a traceback, or nothing."""

from __future__ import annotations

import difflib
import json
import logging
import math
from typing import TYPE_CHECKING, Any

from scrapy.settings import SETTINGS_PRIORITIES, default_settings

from crawler import settings as ours

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

_SHARES = frozenset(
    {"SPAM_CUT_THRESHOLD", "SPAM_CUT_THRESHOLD_WITHOUT_PAGE", "SPAM_FLAG_THRESHOLD", "REJECT_LIMIT",
     "HEALTH_DROP", "HEALTH_LINKS_DROP", "HEALTH_REJECTS"}
)  # fmt: skip
_WHOLE = frozenset({"REVISITS_A_CRAWL"})
_SWITCHES = frozenset({"0", "1", "true", "false"})
_NOT_IN_A_DATABASES_NAME = frozenset(' .$/\\\0"')
_LIKE = 0.85
"""How like a known name an unknown one is that is a slip of the pen; others are some extension's own."""


def wrong_setting(settings: BaseSettings) -> str:
    """Return what is wrong with the first setting that is, in a line that names it; ``""``: none."""
    known = {name: value for name, value in vars(default_settings).items() if name.isupper()}
    known |= {name: value for name, value in vars(ours).items() if name.isupper()}
    given = SETTINGS_PRIORITIES["cmdline"]
    for name in sorted(settings):
        is_given = (settings.getpriority(name) or 0) >= given
        if not (is_given or hasattr(ours, name)):
            continue
        value = settings[name]
        if name not in known:
            if near := difflib.get_close_matches(name, known, n=1, cutoff=_LIKE):
                return f"-s {name}: no such setting; {near[0]} is one"
        elif why := _why_wrong(name, value, known[name]):
            return f"{name}={value}: {why}"
    return ""


def _why_wrong(name: str, value: Any, usual: Any) -> str:
    """Return why a value is none for this setting, judged by what it usually is; ``""``: it may be one."""
    if name == "LOG_LEVEL":
        levels = logging.getLevelNamesMapping()
        return "" if isinstance(value, int) or value in levels else f"not one of {', '.join(levels)}"
    if name == "MONGODB_DATABASE":
        if not value or _NOT_IN_A_DATABASES_NAME & set(value):
            return "not a database's name: at least a letter, none of . $ / \\ \" and no blank"
        return ""
    if value is None:
        return ""
    if isinstance(usual, bool):
        return "" if str(value).lower() in _SWITCHES else "neither 1 nor 0"
    if isinstance(usual, int | float) or name == "STORE_PATIENCE":
        return _why_no_number(name, value, least=usual if isinstance(usual, int | float) else 0)
    if isinstance(usual, dict):
        return _why_no_object(value)
    return ""


def _why_no_number(name: str, value: Any, *, least: float) -> str:
    try:
        number = int(value) if name in _WHOLE else float(value)
    except (ValueError, TypeError):
        return "not a number"
    if "PRIORITY" in name:
        return ""
    if not math.isfinite(number) or (number < 0 <= least):
        return "less than nothing" if number < 0 else "not a number"
    return "not between 0 and 1" if name in _SHARES and number > 1 else ""


def _why_no_object(value: Any) -> str:
    try:
        value = json.loads(value) if isinstance(value, str) else dict(value)
    except (ValueError, TypeError) as error:
        return f"no JSON object: {error}"
    return "" if isinstance(value, dict) else "no JSON object"
