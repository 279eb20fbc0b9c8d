"""Scripts that treat those whom search engines send, or search engines themselves, apart from readers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.script_writes import decoded, from_base64, unescaped

if TYPE_CHECKING:
    from crawler.extract.addresses import Addresses

_LONGEST = 8000
"""Characters of a script that are read: those of kits are short, libraries ask for browsers by the dozen."""
_NEAR = 500
"""Characters between asking who comes and leading him elsewhere."""
_ENGINE = re.compile(
    r"baidu|sogou|\bso\\*\.com|\b360|haosou|\bsm\\*\.cn|shenma|yisou|google|bing\b|toutiao", re.IGNORECASE
)
_CRAWLER = re.compile(r"spider|[a-z]bot\b|[\"'/|(]baidu[\"'/|)]", re.IGNORECASE)
_LEADS = re.compile(
    r"location(?:\.href)?\s*(?:=(?!=)|\.(?:replace|assign)\s*\()\s*[\"'`]\s*((?:https?:)?//[^\"'`\s]+)"
)
_LOADS = re.compile(
    r"<(?:script|iframe|SCRIPT|IFRAME)[^<>]{0,300}?\b(?:src|SRC)\s*=\s*[\"'\\]*((?:https?:)?//[^\"'\s<>\\]+)"
)
_LEADS_BY_NAME = re.compile(
    r"location(?:\.href)?\s*(?:=(?!=)|\.(?:replace|assign)\s*\()\s*([A-Za-z_$][\w$]{0,40})\s*(?=[;)}\r\n]|$)"
)
"""Leads to an address that stands under a name."""
_OF_LOCATION = re.compile(r"location\s*\[\s*([\"'])(href|replace|assign)\1\s*\]")
_HIDDEN_ADDRESS = re.compile(r"atob\s*\(\s*([\"'])([A-Za-z0-9+/]{12,400}={0,2})\1\s*\)")
_SOURCE = re.compile(
    r"\.src\s*=\s*[\"'`]\s*((?:https?:)?//[^\"'`\s]+)|getScript\s*\(\s*[\"'`]((?:https?:)?//[^\"'`\s]+)"
)
_TITLES = re.compile(r"document\.title\s*=(?!=)")
_SOLD = re.compile(
    r"//[^/?#]+\.(?:vip|cc|top|xyz|bet|win|icu|casino|cyou|sbs|buzz)(?::\d+)?(?:[/?#]|$)", re.IGNORECASE
)
"""Endings of addresses that papers hardly ever send their readers to."""
_HEX = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u00[0-9a-fA-F]{2})")
_SHOWN = 300


def may_cloak(code: str) -> bool:
    """Tell quickly whether a script may be one."""
    return len(code) <= _LONGEST and (
        "location" in code
        or "document.title" in code
        or "<script" in code
        or "<iframe" in code
        or "fromCharCode" in code
        or "p,a,c,k,e" in code
        or "\\x" in code
    )


def cloaking(code: str, addresses: Addresses) -> str:
    """Return the part of a script that leads readers elsewhere, or deceives engines; empty when none does.

    That is: another address or title, or a script or frame of another site, for those alone whom a search
    engine sends, or for engines; a script of another site that is written in character codes; and an
    address that papers do not send readers to.
    """
    if "\\x" in code and _HEX.search(code):
        code = unescaped(code)
    code = _plain(code)
    for text in (code, *decoded(code)):
        apart = "referrer" in text or "pider" in text or "bot" in text or "baidu" in text
        leads = [m for m in _LEADS.finditer(text) if _leaves(m[1], addresses)]
        leads += [
            m for m in _LEADS_BY_NAME.finditer(text) if apart and _leaves_by_name(text, m[1], addresses)
        ]
        loads = []
        if apart or text is not code:
            loads = [m for m in _LOADS.finditer(text) if _leaves(m[1], addresses)]
        for m in (*leads, *loads, *_TITLES.finditer(text)) if apart else ():
            near = text[max(0, m.start() - 2 * _NEAR) : m.end() + _NEAR]
            is_engine = "serAgent" in near and _CRAWLER.search(near)
            if is_engine or (m.re is not _TITLES and "referrer" in near and _ENGINE.search(near)):
                return _excerpt(near)
        if sold := next((m for m in leads if leads_to_sellers(m[1], addresses)), None):
            return _excerpt(text[sold.start() : sold.end()])
        if loads and text is not code:
            return _excerpt(text[loads[0].start() : loads[0].end()])
    return ""


def may_load(handler: str) -> bool:
    """Tell quickly whether a picture's handler may bring in a script."""
    return "script" in handler.lower() or "atob" in handler or "fromCharCode" in handler


def loads_a_script(handler: str, addresses: Addresses) -> str:
    """Return the part of a picture's handler that brings in a script of another site; empty when none does.

    Pages put another picture there, or hide it; a script is brought in by who may write only attributes.
    """
    if len(handler) > _LONGEST:
        return ""
    code = _plain(unescaped(handler) if _HEX.search(handler) else handler)
    for text in (code, *decoded(code)):
        makes = "createElement" in text and "script" in text.lower()
        found = [m for m in _SOURCE.finditer(text) if makes or m[2]] + list(_LOADS.finditer(text))
        if any(_leaves(m[1] or m[2], addresses) for m in found):
            return _excerpt(text)
    return ""


def _plain(code: str) -> str:
    """Return a script with properties of ``location`` in brackets, and addresses in Base64, spelt out."""
    if "[" in code:
        code = _OF_LOCATION.sub(r"location.\2", code)
    if "atob" in code:
        code = _HIDDEN_ADDRESS.sub(lambda m: f'"{text}"' if (text := from_base64(m[2])) else m[0], code)
    return code


def _leaves_by_name(code: str, name: str, addresses: Addresses) -> bool:
    """Tell whether a name in a script stands for another site's address."""
    given = re.search(rf"(?<![\w$.]){re.escape(name)}\s*=\s*[\"'`]\s*((?:https?:)?//[^\"'`\s]+)", code)
    return given is not None and _leaves(given[1], addresses)


def leads_to_sellers(address: str, addresses: Addresses) -> bool:
    """Tell whether an address that readers are led to unasked is one that papers do not lead to."""
    return bool(_SOLD.search(address)) and _leaves(address, addresses)


def _leaves(address: str, addresses: Addresses) -> bool:
    """Tell whether an address is another site's; where the page's own is not known, any may be."""
    return not addresses.base or addresses.offsite(addresses.absolute(address))


def _excerpt(text: str) -> str:
    return " ".join(text.split())[:_SHOWN]
