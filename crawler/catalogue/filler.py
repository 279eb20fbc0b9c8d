"""Replace a page's text by filler of the same shape, so that its markup can be kept without its article.

Each Chinese character becomes one of a few hundred, always the same one: many become one, so nothing
can be read back, yet a headline stays the same in the list, in the title and in the metadata.  Latin
letters become ``x``.  Digits, punctuation, dates and the words that label fields stay.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import Any
from zlib import crc32

_HANS = (
    "今年以来各地企业订单充足生产线保持满负荷运转市场预期稳定向好有关部门表示将继续优化营商环境"
    "支持扩大投资银行信贷产品期限最长可达项目建设进度加快港口货物吞吐量增长消费回暖需求上升成本下降"
    "业内人士分析认为政策叠加是主要原因但部分行业仍面临压力应当合理安排库存留意汇率波动"
)
_HANT = (
    "今年以來各地企業訂單充足生產線保持滿負荷運轉市場預期穩定向好有關部門表示將繼續優化營商環境"
    "支持擴大投資銀行信貸產品期限最長可達項目建設進度加快港口貨物吞吐量增長消費回暖需求上升成本下降"
    "業內人士分析認為政策疊加是主要原因但部分行業仍面臨壓力應當合理安排庫存留意匯率波動"
)
_KEPT = re.compile(
    r"(?:本报|本報|本刊)?(?:记者|記者|通讯员|通訊員|实习生|責任編輯|责任编辑|编辑|編輯|作者|来源|來源|发布时间|發布時間"
    r"|更新时间|更新時間|时间|時間|首页|首頁|上一页|上一頁|下一页|下一頁|第\w{1,3}版|版权所有|版權所有|我的位置|当前位置"
    r"|社址|导读|導讀|公告|广告|廣告|图片新闻|圖片新聞|经济|經濟|财经|財經|金融|证券|證券)"
    r"|今天|昨天|今日|昨日|前天|上午|下午|刚刚|剛剛|[分小]?[钟鐘时時][之]?前|\d+\s*[年月日天时時分秒]|[零〇一二三四五六七八九十]+[年月日]"
)
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_LATIN = re.compile(r"[A-Za-z]")
_TEXT_ATTRIBUTES = re.compile(
    r"(\s(?:alt|title|content|data-title|data-alt|placeholder|value)\s*=\s*)(\"[^\"]*\"|'[^']*')",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(
    r"^\s*(?:https?:|/|\d[\d\s:/.TZ+-]*$|[a-z0-9_-]+(?:=[a-z0-9_.-]+)?$|text/html)", re.IGNORECASE
)
_PIECES = re.compile(
    r"(<!--.*?-->|<script\b[^>]*>.*?</script\s*>|<style\b.*?</style\s*>|<!\[CDATA\[.*?\]\]>|<[^>]*>)",
    re.DOTALL | re.IGNORECASE,
)
_KEPT_SCRIPT = re.compile(
    r"createPageHTML\([^)]*\)|(?:window\.|top\.|self\.)?location(?:\.href)?\s*=\s*['\"][^'\"]+['\"]"
    r"|location\.(?:replace|assign)\([^)]*\)"
)


def filler(text: str, script: str = "hans") -> str:
    """Return ``text`` with its words replaced; same length, same shape.  ``script``: ``hans`` or ``hant``."""
    alphabet = _HANT if script == "hant" else _HANS
    out, at = [], 0
    for kept in [*_KEPT.finditer(text), None]:
        piece = text[at : kept.start() if kept else len(text)]
        piece = _CHINESE.sub(lambda c: alphabet[crc32(c[0].encode()) % len(alphabet)], piece)
        out.append(_LATIN.sub("x", piece))
        if kept:
            out.append(kept[0])
            at = kept.end()
    return "".join(out)


def fill_html(html: str, script: str = "hans") -> str:
    """Return a page (or feed) with the text of elements, comments and attributes replaced, its tags kept."""
    return "".join(_filled(piece, script) for piece in _PIECES.split(html))


def _filled(piece: str, script: str) -> str:
    lower = piece[:9].lower()
    if lower.startswith("<script"):
        return _script(piece, script)
    if lower.startswith("<style"):
        return piece
    if piece.startswith("<![CDATA["):
        inner = piece[9:-3]
        return (
            f"<![CDATA[{fill_html(inner, script) if '<' in inner or not _NO_TEXT.match(inner) else inner}]]>"
        )
    if piece.startswith("<!--"):
        return f"<!--{fill_html(piece[4:-3], script)}-->"
    if piece.startswith("<"):
        return _TEXT_ATTRIBUTES.sub(
            lambda m: m[1] + m[2][0] + _attribute(m[2][1:-1], script) + m[2][0], piece
        )
    return escape(_words(unescape(piece), script), quote=False)


def _attribute(value: str, script: str) -> str:
    return value if _NO_TEXT.match(value) else escape(filler(unescape(value), script))


def _words(text: str, script: str) -> str:
    """Replace a text node; addresses and bare dates in feeds stay."""
    return (
        text
        if re.match(r"\s*(?:https?://\S+|\w{3}, \d\d? \w{3} \d{4}.*)\s*$", text)
        else filler(text, script)
    )


def _script(piece: str, script: str) -> str:
    opening, _, rest = piece.partition(">")
    body = rest.rpartition("</")[0]
    if "json" in opening.lower():
        try:
            body = json.dumps(fill_json(json.loads(body, strict=False), script), ensure_ascii=False)
        except ValueError:
            body = ""
    else:
        body = ";".join(_KEPT_SCRIPT.findall(body))
    return f"{opening}>{body}</script>"


def fill_json(value: Any, script: str = "hans") -> Any:
    """Return JSON with the text of its strings replaced; addresses, dates, ids and schema words stay."""
    if isinstance(value, dict):
        return {
            key: inner if key.startswith("@") else fill_json(inner, script) for key, inner in value.items()
        }
    if isinstance(value, list):
        return [fill_json(inner, script) for inner in value]
    if not isinstance(value, str) or not _CHINESE.search(value):
        return value
    if value.lstrip()[:1] in {"{", "["}:
        try:
            return json.dumps(fill_json(json.loads(value, strict=False), script), ensure_ascii=False)
        except ValueError:
            pass
    return fill_html(value, script) if "<" in value else filler(value, script)
