"""What link-injecting kits leave behind: empty elements, a lead-in, scripts that cloak."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.spam.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.spam.page import Page

_KIT = re.compile(r"感谢您?(?:访问|浏览)我们的(?:网站|站点).{0,12}?可能还?(?:对以下|会喜欢).{0,12}?[::]?\s*")
_DEBRIS_TAG = re.compile(r"<(/?)[a-z]{1,12}[0-9]?(?:\s+id=\"([a-z0-9]{4,8})\")?\s*/?>")
_EMPTY = " \t\n•·"


def debris(page: Page) -> Iterator[Finding]:
    """Find empty elements with one random id, printed as text: what a link-injecting kit leaves behind."""
    if "id=" not in page.text:
        return
    for unit in page.units:
        text = unit.text
        if "id=" not in text or len(text) > 20_000:
            continue
        tags = list(_DEBRIS_TAG.finditer(text))
        ids = {m[2] for m in tags if m[2]}
        if not ids or _DEBRIS_TAG.sub("", text).strip(_EMPTY):
            continue
        one = len(ids) == 1 and not min(ids).isalpha()
        if one or len({m[0] for m in tags}) >= 2:
            why = f"nothing but empty elements with {'one' if one else 'a'} random id"
            yield Finding(unit, 0, len(text), "debris", 0.97 if one else 0.9, "empty_elements@1", why)


def kit(page: Page) -> Iterator[Finding]:
    """Find the lead-in a known kit puts between footer and anchors; what follows it is the kit's."""
    if "感谢" not in page.text:
        return
    for unit in page.units:
        m = _KIT.search(unit.text) if len(unit.text) < 20_000 else None
        if not m:
            continue
        rest = [u for u in page.units[unit.order + 1 :] if len(u.text) < 5000]
        spam = sum(max(page.anchor[u.first : u.last], default=-9) > 0 for u in rest[:3])
        if m.end() < len(unit.text) or spam:
            why = "the lead-in of a link-injecting kit, anchors after it"
            yield Finding(unit, m.start(), len(unit.text), "link_block", 0.95, "kit_lead_in@1", why)


def cloaks(page: Page) -> Iterator[Finding]:
    """Find the scripts that lead elsewhere whom search engines send, or show engines another page."""
    for unit in page.units:
        if unit.source is not None and unit.source.kind == "code" and unit.source.hidden_by == "script":
            why = "a script that treats search engines, or whom they send, apart from readers"
            yield Finding(unit, 0, len(unit.text), "cloaking", 0.95, "cloaking_script@1", why)
