# ruff: noqa: ARG001  (every way of hiding has the same signature)
"""How spammers write a text so that filters miss it, and readers do not."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from opencc import OpenCC


def wide(rng: Random, text: str) -> str:
    """Full width."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" and c not in "|_,-" else c for c in text)


def zero_width(rng: Random, text: str) -> str:
    """Invisible characters inside words."""
    return "".join(
        c + rng.choice("\u200b\u200c\u2060\ufeff\u200d") if rng.random() < 0.4 else c for c in text
    )


def apart(rng: Random, text: str) -> str:
    """Characters held apart."""
    filler = rng.choice([" ", ".", "*", "·"])
    return re.sub(r"[\u4e00-\u9fff]{4,}", lambda m: filler.join(m[0]), text)


def homoglyph(rng: Random, text: str) -> str:
    """Look-alikes from other alphabets."""
    table = str.maketrans("aeopcxyABEKMHOPCTX", "аеорсхуАВЕКМНОРСТХ")
    return text.translate(table)


def pinyin(rng: Random, text: str) -> str:
    """Put a made-up reading in brackets after some characters."""
    return re.sub(
        r"[\u4e00-\u9fff]",
        lambda m: (
            m[0] + (f"({rng.choice(['xiàn', 'guǎn', 'shì', 'yú', 'hé'])})" if rng.random() < 0.25 else "")
        ),
        text,
    )


def emoji(rng: Random, text: str) -> str:
    """Pictures between words."""
    return "".join(c + (rng.choice("🎰🔥⚽💰🎲✅👉") if rng.random() < 0.15 else "") for c in text)


def entities(rng: Random, text: str) -> str:
    """Numeric entities encoded twice."""
    lead = rng.choice(["&#x{:x};", "&amp;#x{:x};", "&#{};", "&amp;#{};"])
    return "".join(lead.format(ord(c)) if "\u4e00" <= c <= "\u9fff" else c for c in text)


def traditional(rng: Random, text: str) -> str:
    """Convert along with the page."""
    return str(_to_traditional().convert(text))


@cache
def _to_traditional() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("s2t")


def decorated(rng: Random, text: str) -> str:
    """Signs strewn between characters, of one kind or many."""
    signs = rng.choice(("★", "❤", "~", "^", "-", "_", "*", "。", "、", "丶", "'", "♥◆●▲", "~^*-_", "①②③"))
    return "".join(c + (rng.choice(signs) if rng.random() < 0.3 else "") for c in text)


def bracketed(rng: Random, text: str) -> str:
    """Each character, or some, in brackets of its own."""
    left, right = rng.choice(("【】", "[]", "()", "（）", "「」", "〔〕", "《》", "<>"))
    share = rng.choice((1.0, 0.4))
    return "".join(left + c + right if c.isalnum() and rng.random() < share else c for c in text)


def enclosed(rng: Random, text: str) -> str:
    """Digits and letters in circles, or digits as characters."""
    digits = rng.choice(
        ("⓪①②③④⑤⑥⑦⑧⑨", "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "〇一二三四五六七八九")
    )
    found = "".join(digits[int(c)] if c in "0123456789" else c for c in text)
    if rng.random() < 0.5:
        found = re.sub("[a-z]", lambda m: chr(0x24D0 + ord(m[0]) - ord("a")), found)
    return found


def spelt(rng: Random, text: str) -> str:
    """Write some characters as their reading, with or without its tone."""
    from pypinyin import Style, lazy_pinyin

    style = rng.choice((Style.NORMAL, Style.NORMAL, Style.TONE, Style.FIRST_LETTER))
    share = rng.choice((0.25, 0.5, 1.0))
    return re.sub(
        "[\u4e00-\u9fff]",
        lambda m: lazy_pinyin(m[0], style=style)[0] if rng.random() < share else m[0],
        text,
    )


SOUNDS = str.maketrans(
    dict(
        zip(
            "微信加群号彩票博赌代开发票电话客服网站址看片免费色情裸聊贷款金钱送现老师股妹约",
            "薇芯嘉裙呺采飘搏堵袋凯法漂店话克敷罔栈止瞰骗勉沸铯请倮撩袋宽伭銭宋線佬湿古渼月",
            strict=True,
        )
    )
)
"""Characters that sound or look like others."""


def sounds(rng: Random, text: str) -> str:  # one spelling a text: a seller writes his words alike
    """Write characters that sound alike."""
    return "".join(c.translate(SOUNDS) if rng.random() < 0.6 else c for c in text)


def mixed(rng: Random, text: str) -> str:
    """Two ways at once."""
    ways = rng.sample((wide, zero_width, homoglyph, emoji, decorated, enclosed, spelt, sounds), 2)
    return ways[1](rng, ways[0](rng, text))


HIDINGS: dict[str, Callable[[Random, str], str]] = {
    "plain": lambda _rng, text: text,
    "wide": wide,
    "zero_width": zero_width,
    "apart": apart,
    "homoglyph": homoglyph,
    "pinyin": pinyin,
    "emoji": emoji,
    "entities": entities,
    "traditional": traditional,
    "decorated": decorated,
    "bracketed": bracketed,
    "enclosed": enclosed,
    "spelt": spelt,
    "sounds": sounds,
    "mixed": mixed,
}
