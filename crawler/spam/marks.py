"""What link-injecting kits leave behind: empty elements, a lead-in, scripts that cloak, readings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.spam.finding import Finding
from crawler.text.frequency import share
from crawler.text.search_key import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.spam.page import Page, Unit

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
    """Find the scripts that lead elsewhere whom search engines send, and addresses of betting houses.

    A report of the gaming trade may link to one, and its data may hold what it says of one.
    """
    for unit in page.units:
        code = unit.source.hidden_by if unit.source is not None and unit.source.kind == "code" else ""
        if code in _CLOAKS and not (code == "link" and page.is_report):
            yield Finding(unit, 0, len(unit.text), "cloaking", 0.95, *_CLOAKS[code])


_CLOAKS = {
    "script": (
        "cloaking_script@2",
        "a script that treats search engines, or whom they send, apart from readers",
    ),
    "address": ("betting_address@2", "the page goes to a betting house by itself"),
    "link": ("betting_address@2", "the page links to a betting house, or names one in its markup or scripts"),
}
"""Rule and evidence, by where code was found."""


def readings(units: Sequence[Unit]) -> list[tuple[Unit, int, int]]:
    """Return where a hacked page has readings in brackets behind common words (`試驗(yàn)箱`), if several.

    In the original: matching does not see them.  A kit's conversion of script puts them there; genuine texts
    give the reading of a rare character, primers of every one, but those are not hacked.
    """
    found, told = [], set()
    for unit in units:
        text = unit.canon.original
        plain, gone = _READING.sub("", text), 0
        for m in _READING.finditer(text) if len(plain) < len(text) else ():
            at = m.start() - gone
            gone += len(m[0])
            words = [fold(plain[at - 2 : at]), fold(plain[at - 1 : at + 1])]
            if any(len(x) > 1 and share(x) >= _COMMON for x in words):
                found.append((unit, m.start(), m.end()))
                told.add(plain[at - 1])
    return found if len(told) >= _SEVERAL else []


READINGS = "kit_readings@1"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
_LATIN = f"[a-zü{_TONED}' -]"
_READING = re.compile(rf"(?<=[\u4e00-\u9fff])[(（]{_LATIN}{{0,24}}[{_TONED}]{_LATIN}{{0,24}}[)）]")
_COMMON, _SEVERAL = 0.002, 2
"""Share of articles with a word that needs no reading, and how many different ones make a kit's work."""
