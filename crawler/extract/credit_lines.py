"""The lines and pieces of a page that credit somebody: where ``byline`` has something to read."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.byline import Found, read_line
from crawler.extract.markers import flat, has_marker, markers, segments
from crawler.extract.names import DOTS, HAN, is_organisation, is_place, joined
from crawler.extract.signatures import is_name_line
from crawler.extract.source import URL_NOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

_LEFT_OVER_CHARS = 4
_LEFT_OVER = re.compile(rf"[{HAN}A-Za-z0-9]")
_FILLERS = re.compile(
    r"(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?|\d{1,2}:\d\d(?::\d\d)?|\d{1,2}月\d{1,2}日|本报|本報|本网|本網|本刊|本台|[讯訊电電]"
    r"|(?:综合|綜合|摄影|攝影|专题|联合)?(?:报道|報道|報導)|[图圖文摄攝]|\(\w{1,3}\)"
    r"|[A-Z]{1,4}_?\d{2,6}|返回搜狐[、,]?查看更多"
)


# Cheap: a line without one of these says nothing about who wrote it, or only by its dateline
_HINT = re.compile(
    r"[记記]者|[张張][贴貼]|[发發]表|[编編][辑輯審审譯译缉緝校]|[责責][编編]|[来來][源自]|稿|作者|撰|通[讯訊联][员員]|供|[转轉载載摘选]自"
    r"|原[载載]|出[处處]|[評评論论][員员]|主[笔筆编編]|[执執]笔|執筆|特[派约約]|[采採]|[实實][习習]|文字"
    r"|文 ?[/／|｜丨︱:：]|[图圖摄攝影] ?[/／|｜丨︱:：]|整理"
    r"|[报報][道導导]|[讯訊电電]|[Bb]y |校|[审審]|[□■◎]|^[(（【〔\[]"
)


def is_byline_line(text: str) -> bool:
    """Tell a whole line that says who wrote, edited or supplied the text, and nothing more."""
    if len(text) > 160 or not _HINT.search(text):
        return False
    line = flat(text)
    if not 2 <= len(line) <= 120 or re.search(r"[。!?！？][^)]", line):
        return False
    found = Found()
    read_line(text, found)
    parts = segments(line)
    if not found.anything() and not any(
        s.strong and s.role in {"editor", "reviewer", "source", "reporter"} for s in parts
    ):
        return False
    rest = joined(line)
    for word in sorted([*found.people(), *(n for _, n in found.sources)], key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = _FILLERS.sub(" ", markers().sub(" ", URL_NOTE.sub(" ", rest)))
    pieces = [p for p in re.split(r"[\s、,:|/();]+", rest) if p and not (is_place(p) or is_organisation(p))]
    left = len(_LEFT_OVER.findall(" ".join(pieces)))
    return left <= (0 if line.endswith("。") else _LEFT_OVER_CHARS)


def is_signature(text: str) -> bool:
    """Tell a line of nothing but names, such as papers set under a headline; evidence only there."""
    return is_name_line(flat(text))


_CREDITED = frozenset(("reporter", "correspondent", "editor", "reviewer"))


def has_credit(text: str) -> bool:
    """Tell a short line that, among other things, says who wrote, edited or supplied the text."""
    if is_byline_line(text):
        return True
    line = flat(text) if len(text) <= 100 and _HINT.search(text) else ""
    if not 2 <= len(line) <= 70 or re.search(r"[。!?！？]", line):
        return False
    if not any(s.strong and s.role in _CREDITED for s in segments(line)):
        return False
    found = Found()
    read_line(text, found)
    return bool(found.people())


_HEAD_FRAME = re.compile(
    r"^\s*(?:[【(（〔\[《][^】)）〕\]》。]{2,40}[】)）〕\]》]\s*){1,2}"
    r"|^\s*[^。，,（(]{2,24}?[讯訊电電]\s*[（(【〔][^）)】〕。]{2,60}[）)】〕]"
    r"|^\s*[^。，,（(\s]{2,16}\d{1,2}日(?:综合|綜合|专|專)*[讯訊电電]"
    r"|^\s*[^。，,（(\s]{2,14}?(?:专|專)?[讯訊](?=[\s　，,])"
    rf"|^\s*[^\s。，,]{{0,16}}(?:记者|記者)\s*[{HAN}{DOTS}、 　]{{2,20}}[/／]"
    r"[^。，,\s]{0,8}(?:报道|報道|報導)"
    # 本报记者张三昨日从…获悉: named at the very beginning, of this paper or agency
    r"|^\s*(?![据據有一多该該各])[^\s。，,]{0,12}(?:记者|記者) ?(?![向于於曾常方时時应應明和从從])"
    rf"[{HAN}]{{2,3}}(?=昨|今日|今天|日前|近日|从|從|自|在|获悉|獲悉|了解|走访|报道|報道)"
)
_TAIL_FRAME = re.compile(r"[（(【〔\[][^（()）【】〔〕\[\]。]{2,60}[）)】〕\]]\s*\d{0,8}\s*$")


def find_bylines(paragraphs: Sequence[str]) -> list[str]:
    """Return the pieces of an article's text that say who wrote or supplied it, in text order.

    Looks at whole lines among the first and last six paragraphs, at what opens the first three
    (本报讯（记者 张三）…, （中央社記者王小明台北22日電）…) and at brackets that close the last six.  The
    pieces are for ``parse_byline``; the text itself is not changed.
    """
    filled = [p for p in paragraphs if p.strip()]
    found: list[str] = []
    for i, text in enumerate(filled):
        first, last = i < 6, i >= len(filled) - 6
        if not (first or last):
            continue
        if has_credit(text):
            found.append(text.strip())
            continue
        heads = [_HEAD_FRAME.match(text[:160])] if i < 3 else []
        tails = [_TAIL_FRAME.search(text[-100:])] if last else []
        for m in (*heads, *tails):
            # A bare name in brackets signs the text only where the text ends
            if m is None or (m in tails and i < len(filled) - 1 and not has_marker(m.group())):
                continue
            piece = Found()
            read_line(m.group(), piece, weak=True)
            if piece.anything():
                found.append(m.group().strip())
    return list(dict.fromkeys(found))
