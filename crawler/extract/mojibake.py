"""Characters that are not what was written: spoilt before the page was sent, or by reading it.

Counted, never mended: what the right character was is known in part only.  Text of another encoding is
looked for by what its most frequent characters and marks turn into; most pages hold none of it and cost
no more than these look-ups.
"""

from __future__ import annotations

import re

# UTF-8 read as Latin (ä¸å›½), GBK and Big5 read as Latin (µÄ is 的, ¡A a comma)
_UTF8_AS_LATIN = re.compile("[\u00c3-\u00ef][\u0080-\u00bf\u0152-\u0178\u02c6\u2013-\u203a\u20ac\u2122]{1,2}")
_LATIN_SIGNS = ("Ã", "ä", "å")
_PAIRS_AS_LATIN = re.compile("(?:[\u00a1-\u00fe][\u0040-\u007e\u00a1-\u00fe]){4,}")
_PAIR_SIGNS = (("µ", "Ä"), ("£", "¬"), ("ª", "º"))
# UTF-8 read as GBK: ， begins with 锛, 。 with 銆, 的 with 鐨
_GBK_SIGNS = ("锛", "銆", "鐨")
_RUN = re.compile("[\u0080-\U0010ffff]{4,}")
_MOST = 0.5


def mojibake(text: str) -> int:
    """Return how many characters of a decoded page are not what was written, about.

    U+FFFD, 锟斤拷 (U+FFFD sent as UTF-8, read as GBK), lost control characters, and text that was read in a
    wrong encoding once and stored so.
    """
    # One character is found in a sixth of the time a string takes
    wrong = text.count("\ufffd") if "\ufffd" in text else 0
    if "锟" in text:
        wrong += 3 * text.count("锟斤拷")
    if "\x80" in text:
        wrong += text.count("\x80")
    if any(sign in text for sign in _LATIN_SIGNS):
        wrong += sum(len(m) for m in _UTF8_AS_LATIN.findall(text))
    if any(first in text and second in text for first, second in _PAIR_SIGNS):
        wrong += sum(len(m.group()) for m in _PAIRS_AS_LATIN.finditer(text))
    if any(sign in text for sign in _GBK_SIGNS):
        wrong += sum(len(run) for run in _RUN.findall(text) if _was_utf8(run))
    return wrong


def _was_utf8(run: str) -> bool:
    """Tell 鍖椾含 from Chinese: its bytes in GBK are UTF-8 for the most part."""
    raw = run.encode("gb18030", "ignore")
    # Two bytes of GBK are often a letter of UTF-8; three in a row are hardly ever a Chinese character
    chinese = sum(char > "\u07ff" for char in raw.decode("utf-8", "ignore"))
    return 3 * chinese > _MOST * len(raw)
