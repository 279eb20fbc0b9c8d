"""Challenge pages: what a site's guard answers instead of the page, often with status 200.

They are recognised so that they are never taken for articles; nothing here helps to pass them.
Sources of the markers are public crawlers' issues, listed in docs/sites.md.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST = 96 * 1024
"""Guards' pages are small; anything longer is content."""
_MOST_TEXT = 400
"""Readable characters a guard's page has at most: an article that quotes a marker has more."""

_SCRIPTS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("aliyun_waf", (b"acw_sc__v2", b"arg1")),
    ("aliyun_waf", (b"aliyun_waf_", b"<script")),
    ("aliyun_waf", (b"aliyuncaptcha", b"<script")),
    ("jiasule", (b"__jsl_clearance",)),
    ("cloudflare", (b"_cf_chl_opt",)),
    ("cloudflare", (b"cf-browser-verification",)),
    ("incapsula", (b"_incapsula_resource",)),
    ("sucuri", (b"sucuri_cloudproxy_js",)),
    ("ddos_guard", (b"ddos-guard", b"<script")),
    ("datadome", (b"captcha-delivery.com",)),
    ("tencent_waf", (b"turing.captcha.qcloud.com",)),
    ("geetest", (b"initgeetest",)),
    ("baidu_yunjiasu", (b"yunjiasu", b"<script")),
    ("wangsu", (b"wzws_cid",)),
    ("wangsu", (b"wzwsquestion",)),
    ("probe", (b"/_guard/", b"<script")),
)
"""Kind, and markers (lower case) that a guard's page carries together."""

_WORDS = re.compile(
    r"安全验证|安全驗證|人机验证|人機驗證|访问验证|訪問驗證|滑动验证|拖动滑块|拖動滑塊|点击按钮进行验证|验证您是真人"
    r"|驗證您是真人|拖[动動]滑[块塊]|滑[块塊]填充|[完通][成过過]验[证證]后|完成驗證後|确认您不是机器人|請完成驗證|请完成验证|正在检查您的浏览器|正在检测您的浏览器|浏览器安全检查"
    r"|checking your browser|just a moment|verify you are (a )?human|are you a robot|unusual traffic"
    r"|enable javascript and cookies to continue",
    re.IGNORECASE,
)
_BLOCKED = re.compile(
    r"(访问|訪問|请求|請求|IP).{0,12}(被拦截|被攔截|被阻断|被阻斷|被拒绝|被拒絕|已被封|被禁止)|访问过于频繁|訪問過於頻繁"
    r"|请求过于频繁|对网站造成安全威胁|疑似攻击行为|access denied|request blocked|you have been blocked",
    re.IGNORECASE,
)
_SETS_COOKIE = re.compile(rb"document\.cookie\s*=", re.IGNORECASE)
_RELOADS = re.compile(rb"location(?:\.href)?\s*=|location\.(?:reload|replace|assign)\s*\(", re.IGNORECASE)
_UNREADABLE = re.compile(
    r"<(script|style|head)\b.*?(</\1\s*>|\Z)|<!--.*?(-->|\Z)|<[^>]*>", re.DOTALL | re.IGNORECASE
)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)


def challenge_kind(status: int, headers: Mapping[str, str] | None, body: bytes) -> str:
    """Return which guard answered (``aliyun_waf``, ``jiasule``, ``captcha`` …), or ``""`` for a page.

    ``status`` alone never decides, save 521 (加速乐) and what a guard's own header states; ``headers``
    names are taken in any case.
    """
    names = {key.lower(): value.lower() for key, value in (headers or {}).items()}
    if names.get("cf-mitigated") == "challenge":
        return "cloudflare"
    if "x-datadome" in names and status == 403:
        return "datadome"
    if len(body) > _LONGEST:
        return ""
    kind = _by_script(status, body)
    wordy = not kind
    if wordy and not _may_be_worded(status, body):
        return ""
    page = _text(body)
    readable = "".join(_UNREADABLE.sub(" ", page).split())
    if len(readable) > _MOST_TEXT:
        return ""
    if kind:
        return kind
    title = _TITLE.search(page)
    said = f"{title[1] if title else ''} {_UNREADABLE.sub(' ', page)}"
    if _WORDS.search(said):
        return "captcha"
    if _BLOCKED.search(said):
        return "blocked"
    return ""


def says_so(text: str) -> bool:
    """Tell words by which a guard asks to be convinced: of a page's title, or of all a short page says."""
    return len(text) <= _MOST_TEXT and bool(_WORDS.search(text))


def _by_script(status: int, body: bytes) -> str:
    lower = body.lower()
    for kind, markers in _SCRIPTS:
        if all(marker in lower for marker in markers):
            return kind
    if status == 521 and b"<script" in lower:
        return "jiasule"
    if b"<script" in lower and _SETS_COOKIE.search(body) and _RELOADS.search(body):
        return "script_cookie"
    return ""


def _may_be_worded(status: int, body: bytes) -> bool:
    """Return whether reading the page's words is worth it: most pages are no guard's."""
    return status >= 400 or len(body) < 24 * 1024


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return body.decode("gb18030", "replace")
