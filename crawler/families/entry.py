"""Front doors that only lead on: meta refresh, a script that sets location, a frame."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.families.list_page import absolute

if TYPE_CHECKING:
    from crawler.families.list_page import ListPage

_REFRESH = re.compile(r"url\s*=\s*['\"]?\s*([^'\"\s>]+)", re.IGNORECASE)
_SCRIPT = re.compile(
    r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|location\.(?:replace|assign)\(\s*['\"]([^'\"]+)['\"]"
    r"|window\.open\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]_self['\"]"
)


def way_in(page: ListPage) -> list[str]:
    """Return the addresses a page leads on to, best first; ``[]`` for one that stays."""
    tree = page.tree
    lower = "translate(@http-equiv, 'REFSH', 'refsh')"
    refreshes = [_REFRESH.search(c) for c in tree.xpath(f"//meta[{lower}='refresh']/@content")]
    targets = [found[1] for found in refreshes if found]
    for script in tree.xpath("//script[not(@src)]/text() | //@onload"):
        targets.extend(next(filter(None, groups)) for groups in _SCRIPT.findall(str(script)))
    targets.extend(str(src) for src in tree.xpath("//frame/@src | //iframe/@src"))
    found = (absolute(page.base, target.strip()) for target in targets if target.strip())
    return list(dict.fromkeys(filter(None, found)))
