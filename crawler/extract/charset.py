"""Bytes to text: which encoding a page is really in.

Order of trust: byte order mark, NULs in every other byte, strict UTF-8, the header's label, the page's
own label (well formed or not), a guess between the encodings Chinese pages use.  A mark or label is only
believed when the bytes agree: many pages say gb2312 and are UTF-8, or say UTF-8 and are GBK.  Pieces in
another encoding, as comments and advertisements stitched into a page are, are read in theirs.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.extract.mojibake import mojibake

if TYPE_CHECKING:
    from collections.abc import Mapping

_LABEL_WINDOW = 8192
_SAMPLE = 200_000
_BEGINNING = 20_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(rb"""charset\s*=?\s*["'\\]*\s*([A-Za-z][\w.:-]{2,20})""", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{3,20})""", re.IGNORECASE)
# The WHATWG mapping of the labels met on Chinese pages; Python's own names are subsets that fail.
_GB = frozenset(
    [
        "gb2312",
        "gb_2312",
        "gb_2312-80",
        "gb-2312",
        "gbk",
        "x-gbk",
        "gb18030",
        "gb-18030",
        "chinese",
        "cp936",
        "ms936",
        "euc-cn",
        "hz",
    ]
)
_BIG5 = frozenset(
    ["big5", "big-5", "big5-hkscs", "big5hkscs", "x-x-big5", "cn-big5", "big5-eten", "cp950", "ms950"]
)
_LATIN = frozenset(
    ["iso-8859-1", "iso8859-1", "latin1", "latin-1", "us-ascii", "ascii", "windows-1252", "cp1252"]
)
_GUESSES = ("utf-8", "gb18030", "big5hkscs")
# The most frequent characters of both scripts in news, and the marks of a sentence: three quarters of a
# text.  Of bytes read in a wrong encoding, less than a fifth.
_FREQUENT = frozenset(
    "，。、：；“”《》（）！？「」"
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经"
    "十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形"
    "相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展"
    "五果料象员革位入常文总次品式活设及管特件长求头基资边流路级少图山统接知较将组见计别手角期根论运农指几九区强放决西被干做必战先回"
    "则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花"
    "带安场身车例真务具万每目至达走积示议声报斗完类八华名确才科张信马节话米整空元况今集传土许步群广石记需段研界林律叫且究观越装影算低"
    "持音众书布复容际商非验连断深难近千周委素技备半办青省列习响约支般史感便团往历市克何除消构府太准精值号率族维划选标写存候毛亲快效院"
    "查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严股券银亿投融涨跌企额"
    "這個國時為來們發產會說過經對動後種點當從業應開還進現實機義間關條問題員總組見計則處東導壓濟術極認權證轉單風場車務萬積議聲報類華"
    "張馬節話況傳許廣記觀眾書復際驗連斷難備辦習響團歷構準號維劃標寫親將與數體學電無長資統較論運農區強決戰領設質變結軍黨頭邊級圖"
)
_PLAIN = 0.4
"""From this fit on a reading is right without a look at others: news has .6 to .8."""
_TAG = re.compile("<[a-zA-Z!/]")
_FOREIGN = re.compile("[^\x00-\x7f]+")
_PRIVATE = re.compile("[\ufffd\ue000-\uf8ff]")
# A piece ends where no character of these encodings goes on: none holds these bytes.
_PIECE = re.compile(rb"[^<>\r\n]+")
_MENDED = 4_000_000
"""Longer pages are not looked through for pieces in another encoding."""
_SPOILT = {"gb18030": ("锛", "銆", "鐨", "\ufffd"), "big5hkscs": ("嚗", "\ufffd")}
"""What UTF-8 for ， 。 的 begins with when it is read in another encoding."""
_SHORTEST_PIECE = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text and how it was read."""

    text: str
    encoding: str
    """The encoding used: ``utf-8``, ``gb18030``, ``big5hkscs`` …"""
    mojibake: int
    """Characters that are not what was written: U+FFFD, 锟斤拷, UTF-8 read as Latin."""
    utf8: bytes = b""
    """The page's own bytes, where these are the text in UTF-8."""


def _codec(label: str) -> str:
    """Return the codec a label means on the web; empty for labels that say nothing."""
    name = label.strip().lower()
    if name in _GB:
        return "gb18030"
    if name in _BIG5:
        return "big5hkscs"
    if name in _LATIN:
        return ""
    if name in {"utf8", "utf-8", "unicode-1-1-utf-8"}:
        return "utf-8"
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    # Codecs such as ``rot13`` and ``hex`` are no text encodings; utf-7 and idna are not for pages.
    return info.name if getattr(info, "_is_text_encoding", False) and "utf-7" not in info.name else ""


def _labels(body: bytes, headers: Mapping[str, str] | None) -> list[str]:
    """Return the codecs the header and the page name, in that order."""
    found = []
    for key, value in (headers or {}).items():
        if key.lower() == "content-type":
            match = _CHARSET.search(value.encode("latin-1", "replace"))
            if match:
                found.append(match[1])
    head = body[:_LABEL_WINDOW]
    match = _XML_ENCODING.match(head)
    if match:
        found.append(match[1])
    found.extend(_CHARSET.findall(head)[:3])
    codecs_found = [_codec(label.decode("ascii", "ignore")) for label in found]
    return [c for c in dict.fromkeys(codecs_found) if c and not c.startswith(("utf-16", "utf_16", "utf-32"))]


def _replaced(error: UnicodeError) -> tuple[str, int]:
    """Read what browsers read and Python's codecs do not: € as one byte of GBK, Big5 of Windows."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    raw = error.object[error.start : error.start + 2]
    if error.encoding == "gb18030" and raw[:1] == b"\x80":
        return "€", error.start + 1
    if error.encoding in {"big5hkscs", "big5-hkscs"}:
        try:
            return raw.decode("cp950"), error.start + 2
        except UnicodeDecodeError:
            pass
    return "\ufffd", max(error.end, error.start + 1)


codecs.register_error("crawler.extract", _replaced)


def _decode(body: bytes, codec: str) -> str:
    errors = "crawler.extract" if codec in {"gb18030", "big5hkscs"} else "replace"
    try:
        return body.decode(codec, errors)
    except (LookupError, UnicodeError):  # a codec that knows no "replace"
        return body.decode("utf-8", "replace")


def _fit(text: str) -> float:
    """Return how well a reading reads: the share of frequent characters less four times the errors."""
    foreign = "".join(_FOREIGN.findall(text))
    if not foreign:
        return 0.0
    frequent = sum(map(_FREQUENT.__contains__, foreign))
    return (frequent - 4.0 * len(_PRIVATE.findall(foreign))) / len(foreign)


def decode(body: bytes, headers: Mapping[str, str] | None = None) -> Decoded:
    """Decode a page.  Never fails; what could not be read is counted in ``mojibake``."""
    if wide := _wide(body):
        text = _decode(body, wide).removeprefix("\ufeff")
        return Decoded(text, wide, mojibake(text))
    marked = body.startswith(codecs.BOM_UTF8)
    body = body.removeprefix(codecs.BOM_UTF8)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return Decoded(text, "utf-8", mojibake(text), body)
    labels = (["utf-8"] if marked else []) + _labels(body, headers)
    sample = body[:_SAMPLE]
    for codec in labels:
        try:
            text = body.decode(codec)
        except (LookupError, UnicodeError):
            continue
        # Single-byte and East Asian codecs of other countries accept nearly anything, GBK most of Big5.
        if _fit(text[:_BEGINNING]) >= _PLAIN or _fit(text[:_SAMPLE]) >= _PLAIN:
            return _read(body, text, codec)
    # A label breaks ties: a page of a few broken bytes is what it says it is.
    best = max(
        dict.fromkeys((*labels, *_GUESSES)), key=lambda c: _fit(_decode(sample, c)) + 0.02 * (c in labels)
    )
    return _read(body, _decode(body, best), best)


def _wide(body: bytes) -> str:
    """Return the encoding of two or four bytes a character that a page is in, or nothing."""
    for bom, codec in _BOMS[1:]:
        if body.startswith(bom) and (b"\0" in body[:_SAMPLE] or _fit(_decode(body[:_SAMPLE], codec)) > 0):
            return codec
    # Mark-up is ASCII: in pages without a mark its other bytes are NUL
    head = body[: _LABEL_WINDOW // 8 * 8]
    if 0 not in head:
        return ""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > 4 * min(even, odd) and max(even, odd) > len(head) // 40:
        codec = "utf-16-be" if even > odd else "utf-16-le"
        return codec if _TAG.search(_decode(head, codec)) else ""
    return ""


def _read(body: bytes, text: str, codec: str) -> Decoded:
    """Return a reading, with pieces in another encoding read in theirs."""
    if len(body) <= _MENDED:
        if codec == "utf-8" and "\ufffd" in text:
            text = _mended(body, codec, "gb18030")
        elif any(sign in text for sign in _SPOILT.get(codec, ())):
            text = _mended(body, codec, "utf-8")
    return Decoded(text, codec, mojibake(text))


def _mended(body: bytes, codec: str, other: str) -> str:
    """Decode piece by piece, those in ``other`` that are so for certain."""
    parts: list[str] = []
    at = 0
    for piece in _PIECE.finditer(body):
        raw = piece.group()
        if raw.isascii():
            continue
        text = _decode(raw, codec)
        if codec != "utf-8" or "\ufffd" in text:
            try:
                read = raw.decode(other)
            except UnicodeDecodeError:
                pass
            else:
                size = sum(map(len, _FOREIGN.findall(read)))
                if size >= _SHORTEST_PIECE and _fit(read) > max(_fit(text), 0.2):
                    text = read
        parts += (body[at : piece.start()].decode("ascii"), text)
        at = piece.end()
    return "".join((*parts, body[at:].decode("ascii")))
