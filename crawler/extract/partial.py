"""Is the text whole, or a teaser in front of a paywall?  The answer errs on the side of keeping."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.index_page import CUT_SHORT

if TYPE_CHECKING:
    from crawler.extract.structured import Structured
    from crawler.items import Draft

_WALL = re.compile(
    r"[-_.#](?:\w+[-_])?(?:pay|charge|subscri(?:be|ption)|fee|vip|premium)[-_]?(?:wall|lock|gate)(?:$|[-_./#])",
    re.IGNORECASE,
)
_WALL_SIGN = re.compile("wall|lock|gate")
_LONGEST_PATH = 2000


def is_partial(draft: Draft, data: Structured) -> bool:
    """Tell a teaser in front of a paywall: declared as such, or a prompt to pay right behind the text.

    Also a box there that is called a wall, when it is shown.
    """
    parts = data.article.get("hasPart")
    for thing in (data.article, *(parts if isinstance(parts, list) else [parts])):
        free = thing.get("isAccessibleForFree") if isinstance(thing, dict) else None
        if free is False or (isinstance(free, str) and free.strip().lower() == "false"):
            return True
    if data.meta.get("article:content_tier", "").lower() == "locked":
        return True
    last = max((f.index for f in draft.fragments if f.role == "body"), default=-1)
    if last < 0:
        return False
    near = draft.fragments[max(0, last - 3) : last + 12]
    if CUT_SHORT.search(draft.fragments[last].text[-3:]) and any(
        wording.heads_login(f.text) and not f.hidden for f in near[-11:]
    ):
        return True
    return any(
        wording.is_paywall(f.text)
        or (f.role != "body" and not f.hidden and len(f.path) < _LONGEST_PATH and _is_wall(f.path))
        for f in near
    )


def _is_wall(path: str) -> bool:
    return bool(_WALL_SIGN.search(path.lower()) and _WALL.search(path))
