"""The lines and pieces of a page that credit somebody: where ``byline`` has something to read."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extract.line_credits import Found, read_line
from crawler.extract.markers import flat, has_marker, markers, segments
from crawler.extract.names import DOTS, HAN, is_organisation, is_place, joined, names_in
from crawler.extract.signatures import is_name_line
from crawler.extract.source import URL_NOTE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Fragment

_LEFT_OVER_CHARS = 4
_LEFT_OVER = re.compile(rf"[{HAN}A-Za-z0-9]")
_FILLERS = re.compile(
    r"(?:(?:19|20)\d\d|二[〇○零]\S{2})[-年./](?:\d{1,2}|[一二三四五六七八九十]{1,2})[-月./](?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})日?"
    r"|(?:[今昨前][天日]|(?:星期|周|週)[一二三四五六日天]|\d{1,2}(?:分[钟鐘]|小[时時]|天)前)(?= |$)"
    r"|\d{1,2}:\d\d(?::\d\d)?|\d{1,2}月\d{1,2}日|本报|本報|本网|本網|本刊|本台|[讯訊电電]"
    r"|(?:综合|綜合|摄影|攝影|专题|联合|連線|连线)?(?:报道|報道|報導|报导)|(?:专|專|特)?[电電](?!话)|\d{1,2}日(?=[综綜专專电電讯訊])"
    r"|[\w.+-]+@[\w.-]+|(?:电话|電話|微信号?)[:：]?[\w-]{5,}|[图圖文摄攝]|\(\w{1,3}\)"
    r"|(?:[阅閱][读讀]|全文)?(?:[约約需共]|[时時][长長]:?)? ?\d+ ?(?:分[钟鐘]|字)"
    r"(?:[读讀]完|[阅閱][读讀])?(?= |$)"
    r"|[A-Z]{1,4}_?\d{2,6}|返回搜狐[、,]?查看更多|第?\d{1,5}期"
)


# Cheap: a line without one of these says nothing about who wrote it, or only by its dateline
_HINT = re.compile(
    r"[记記][ \u3000]*者|[张張][贴貼]|[发發]表|[编編][ \u3000]*[辑輯審审譯译缉緝校]"
    r"|[责責][编編]|[来來][源自]|稿|作者|撰|通[讯訊联][员員]|供|[转轉载載摘选出]自"
    r"|(?:19|20)\d\d ?[-年/.]|[发發][布佈](?:[者人]|[单單]位|[机機][构構]|部[门門])"
    r"|原[载載]|出[处處]|[評评論论][員员]|主[笔筆编編]|[执執]笔|執筆|特[派约約]|[采採]|[实實][习習]|文字"
    r"|[文编編] ?[/／|｜丨︱:：‧・]|[/／] ?[文图圖摄攝]|[图圖摄攝影] ?[/／|｜丨︱:：]|整理"
    rf"|[报報网網社闻聞刊经經]\s?(?:[/／]\s?|(?=\s))\s?[{HAN}]{{2,4}}(?:[\s、]|$)"
    r"|[报報][道導导]|[讯訊电電]|[Bb]y |校|[审審]|[□■◎]|^[(（【〔\[]"
    rf"|^[{HAN}]{{2,4}} ?[／/] ?[{HAN}]{{2,4}}$"
)


_TWO_SENTENCES = re.compile(rf"[。!?！？](?=[{HAN}])")


def is_byline_line(text: str) -> bool:
    """Tell a whole line that says who wrote, edited or supplied the text, and nothing more."""
    return len(text) <= 160 and _is_byline_line(text)


@lru_cache(maxsize=1024)  # asked for roles, credits and what stands beside a headline
def _is_byline_line(text: str) -> bool:
    if _TWO_SENTENCES.search(text) or not _HINT.search(text):
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
    others = [name for s in parts if s.role == "other" for name in names_in(s.text, loose=s.strong)]
    for word in sorted([*found.people(), *others, *(n for _, n in found.sources)], key=len, reverse=True):
        rest = rest.replace(word, " ")
    rest = _FILLERS.sub(" ", markers().sub(" ", URL_NOTE.sub(" ", rest)))
    pieces = [p for p in re.split(r"[\s、,:|/();]+", rest) if p and not (_is_town(p) or is_organisation(p))]
    left = len(_LEFT_OVER.findall(" ".join(pieces)))
    return left <= (0 if line.endswith("。") else _LEFT_OVER_CHARS)


def _is_town(text: str) -> bool:
    return is_place(text) or (text[-1] in "市縣县" and is_place(text[:-1]))


def is_signature(text: str) -> bool:
    """Tell a line of nothing but names, such as papers set under a headline; evidence only there."""
    return is_name_line(flat(text))


_SENTENCE = re.compile("[。!?！？]")
_CREDITED = frozenset(("reporter", "correspondent", "editor", "reviewer"))


def has_credit(text: str) -> bool:
    """Tell a short line that, among other things, says who wrote, edited or supplied the text."""
    if is_byline_line(text):
        return True
    if len(text) > 100 or _SENTENCE.search(text) or not _HINT.search(text):
        return False
    line = flat(text)
    if not 2 <= len(line) <= 70 or _SENTENCE.search(line):
        return False
    parts = [s for s in segments(line) if s.role in _CREDITED]
    if not parts or not (any(s.strong for s in parts) or parts[-1].spaced):
        return False
    found = Found()
    read_line(text, found)
    # Without a colon, the names must close the line: 星期二 记者 张三
    closing = any(line.endswith(name) for name in found.people())
    return bool(found.people()) and (closing or any(s.strong for s in parts))


_BRACKET = r"[（(【〔\[][^（()）】【〔〕\[\]。]{2,60}[）)】〕\]]"
_NAMES = rf"[{HAN}{DOTS}、 　]{{2,20}}?"
_SAYS = rf"(?:\s*(?:本报|本報)?(?:记者|記者)\s*{_NAMES}(?:报道|報道|報導)(?=[：:，,。\s]))?"
_NOT_THEN = "(?![向于於曾常方时時应應明和从從])"
_THEN = r"(?=昨|今日|今天|日前|近日|从|從|自|在|获悉|獲悉|了解|走访|报道|報道|\s+\d{1,2}月\d)"
_TOLD = "(?:报道|報道|報導|报导)"
_HEAD_FRAMES = tuple(
    re.compile(rf"^\s*{frame}")
    for frame in (
        rf"(?:(?:{_BRACKET}|《[^》。]{{2,40}}》(?!\d))\s*){{1,2}}{_SAYS}",
        rf"《?[^。，,（(]{{2,24}}?(?:[讯訊电電]|消息)\s*{_BRACKET}",
        rf"[^。，,（(\s]{{2,16}}\s?{_BRACKET}(?=\s?\d{{1,2}}月\d{{1,2}}日(?:[讯訊电電]|{_TOLD}))",
        rf"《?[^。，,（(\s]{{2,16}}\d{{1,2}}日(?:综合|綜合|专|專)*(?:[讯訊电電]|消息){_SAYS}",
        rf"[^。，,（(\s]{{2,14}}?(?:专|專)?[讯訊](?=[\s　，,]){_SAYS}",
        r"[^。，,（(\s]{2,14}(?:消息(?=[：:，,])|[获獲]悉(?=，))",
        r"[^。，,（(\s]{2,8}?\d{1,2}月\d{1,2}日[丨|｜]",
        rf"[^\s。，,]{{0,16}}(?:记者|記者)\s*[{HAN}{DOTS}、 　]{{2,20}}[/／][^。，,\s]{{0,8}}{_TOLD}",
        rf"[^\s。，,]{{0,16}}(?:记者|記者|特派员|特派員)\s*{_NAMES}\s[{HAN}、]{{2,8}}{_TOLD}(?=\s)",
        # 江畔网 张三 实习记者 李四 王五 今年…: set apart by blanks, a paper before them
        rf"(?![据據有一多该該各])(?:[^\s。，,]{{2,12}}[网網报報刊社台]|本[报報网網刊台])(?:\s+[{HAN}]{{2,3}}){{0,2}}\s*(?:[{HAN}]{{2}})?(?:记者|記者)(?:\s+(?![今昨近日目当當从從])[{HAN}]{{2,3}}){{1,4}}(?=\s+\S)",
        # 本报记者张三昨日从…获悉: named at the very beginning, of this paper or agency
        rf"(?![据據有一多该該各])[^\s。，,]{{0,12}}(?:记者|記者) ?{_NOT_THEN}[{HAN}]{{2,3}}{_THEN}",
    )
)
_TAIL_DATELINE = re.compile(rf"(?:^|[。！？”」])\s*([{HAN}]{{2,12}}[讯訊]\s*{_BRACKET})\s*$")
"""…需求。江畔时事讯（张三）: a dateline set behind the text."""
_TOLD_FRAME = re.compile(rf"[（(【〔][^（()）】【〔〕。]{{2,30}}{_TOLD}[）)】〕]")
"""…釐清死因。（王曉彤／台中報導）《江畔》關心你: who told it, where something else closes the paragraph."""
_AT_END = 40
_TAIL_FRAME = re.compile(rf"(?:{_BRACKET}\s*){{1,3}}\d{{0,8}}\s*$")
_OVER = re.compile(r"\s*[（(]完[）)]\s*$")
_LAST_WORDS = re.compile(r"[。！？”」]\s*(?P<credit>[^。！？”」]{2,60})$")


def _head(text: str) -> str:
    """Return what opens a paragraph and credits somebody, or nothing."""
    return next(
        (m.group() for frame in _HEAD_FRAMES if (m := frame.match(text[:160])) and _says(m.group())), ""
    )


def _tails(text: str, *, last: bool) -> list[str]:
    """Return what closes a paragraph and credits somebody.  A bare name signs the ``last`` one only."""
    text = _OVER.sub("", text[-160:])
    if not (m := _TAIL_FRAME.search(text)):
        told = _TOLD_FRAME.search(text[-80:])
        return [told[0]] if told and _says(told[0]) else _last_words(text)
    if last and (dated := _TAIL_DATELINE.search(text)) and _says(dated[1]):
        return [dated[1]]
    pieces = re.findall(_BRACKET, m.group())
    return [p for p in pieces if (last or has_marker(p) or _TOLD_FRAME.fullmatch(p)) and _says(p)]


def _last_words(text: str) -> list[str]:
    """Return what stands behind a paragraph's last full stop and credits somebody."""
    m = _LAST_WORDS.search(text)
    credit = m["credit"] if m else ""
    return [credit] if has_marker(credit) and is_byline_line(credit) and _says(credit) else []


def _says(piece: str) -> bool:
    found = Found()
    read_line(piece, found, weak=True)
    return found.anything()


def _reports(piece: str) -> bool:
    found = Found()
    read_line(piece, found, weak=True)
    return bool(found.reporters)


def find_bylines(paragraphs: Sequence[str]) -> list[str]:
    """Return the pieces of an article's text that say who wrote or supplied it, in text order.

    Looks at whole lines among the first and last six paragraphs, at what opens the first three
    (本报讯（记者 张三）…, （中央社記者王小明台北22日電）…) and closes them behind the last full stop, and
    at what closes the last six, there or in brackets.  The pieces are for ``parse_byline``; the text
    itself is not changed.
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
        if i < 3 and (head := _head(text)):
            found.append(head.strip())
        if i < 3 and not last:
            found += _last_words(text[-160:])
        if last:
            found += _tails(text, last=i == len(filled) - 1)
        elif first and (told := _TOLD_FRAME.search(text[-_AT_END:])) and _reports(told[0]):
            found.append(told[0])
    return list(dict.fromkeys(found))


_TO_AUTHOR = re.compile(
    r"(?:^|[/?&_.=-])(?:author|writer|columnist|reporter|journalist|zuozhe|bylines?)s?(?:[/?&=._-]|$)",
    re.IGNORECASE,
)


def linked_authors(fragments: Sequence[Fragment]) -> list[str]:
    """Return the names that link to an author's page (``/author/102``, ``?typeSearch=author&…``).

    ``fragments``: those beside the headline.  More than three names are a list of columnists, not a byline.
    """
    texts = (f.text[a.start : a.end].strip() for f in fragments for a in f.links if _TO_AUTHOR.search(a.href))
    names = list(dict.fromkeys(text for text in texts if names_in(text, loose=True) == [text]))
    return names if len(names) <= 3 else []
