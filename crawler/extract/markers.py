"""The words that say who follows (记者, 通讯员, 责任编辑, 来源, 文/ …), and a line cut at them.

The words are in ``byline_words/markers.txt``.  A line is read flattened: one form of brackets, bars,
colons and blanks, words set wide (``本 报 记 者``) closed, a word in brackets (``【记者】``) opened.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from crawler.extract.names import HAN, word_lines

if TYPE_CHECKING:
    from collections.abc import Iterable

Role = Literal["reporter", "correspondent", "editor", "reviewer", "source", "other", "stop"]

_FLAT = str.maketrans(
    dict.fromkeys("：︰∶﹕", ":")
    | dict.fromkeys("丨︱｜│▏", "|")
    | dict.fromkeys("（〔［【﹙[", "(")
    | dict.fromkeys("）〕］】﹚]", ")")
    | dict.fromkeys("／∕╱", "/")
    | dict.fromkeys("\u3000\xa0\t\r\u2002\u2003\u2009", " ")
    | {"，": ",", "﹑": "、", "；": ";", "\n": "。"}
)
LONGEST = 1000
"""Characters of a line that are read; a credit is no longer."""
_UNSEEN = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
_WIDE = re.compile(
    rf"(?<![{HAN}])(?:本 +[报報] +)?(?:[记記] +者|通 +[讯訊] +[员員]|[责責] +任 +[编編] +[辑輯]"
    rf"|[责責] +[编編]|[编編] +[辑輯]|作 +者|[来來] +源|[摄攝] +影|校 +[对對]|[审審] +核|撰 +文)(?![{HAN}])"
)
_IN_BRACKETS = re.compile(
    rf"\(((?:[{HAN}·/]{{2,12}}?)?(?:[记記]者|作者|撰文|撰稿|采写|文字|通[讯訊][员員]|[来來]源|[责責]任[编編][辑輯]|[责責][编編]"
    rf"|[编編][辑輯]|校[对對]|[审審]核|[统統][筹籌]|策[划劃]|[摄攝]影))\) ?(?=[{HAN}A-Za-z])"
)
_PRIZED = re.compile(
    "[^ (]《[^》]{1,30}》$"
)  # 一等奖《江畔》作者: of that work; 《江畔》作者 writes in that column
_NAME_IN_BRACKETS = re.compile(rf":\(([{HAN}、 ]{{2,16}})\)")
"""编辑:(张三): the label's brackets are around the name."""
_RANK_IN_BRACKETS = re.compile(
    rf"(?<=[{HAN}])\((?:[实實見见][习習]生?|[实實見见][习習](?:[编編][辑輯]|[记記]者))\)"
)
"""责编：张三(实习生)、李四: what somebody is, behind the name."""
_GLUE = re.compile(r" ?[:|/‧•・·] ?| +|")


@cache
def words() -> dict[str, str]:
    """Return the word groups as alternations, longest word first."""
    rows = (line.split() for line in word_lines("markers.txt"))
    return {name: "|".join(sorted(group, key=len, reverse=True)) for name, *group in rows}


@cache
def markers() -> re.Pattern[str]:
    """Return what a marker looks like in a flattened line; the group's name is its role."""
    w = words()
    rank = rf"(?:(?:{w['rank']}|[驻駐][\u3400-\u9fff]{{1,3}})*)"
    own = "(?:本报|本報)?"
    marked = "(?= ?[:/|‧•・·])"
    both = r" ?[/、&+和|]? ?"  # between 文 and 图
    pictures = "(?:图|圖|摄影?|攝影?|视频|影|表)"
    return re.compile(
        rf"(?P<other>(?:本报|全媒体|首席|融媒体)?(?:{w['camera']})(?:记者|記者|来源|來源)"
        rf"|(?:(?<![{HAN}])|(?<=[报報网網社体體]))(?:视频|視頻)(?:记者|記者)"
        rf"|(?:{w['source_else']})(?:来源|來源)"
        rf"|(?!{pictures} ?[/、&+和|] ?文)(?:{w['other']}|(?<![{HAN}])[图圖摄攝影]){marked}"
        rf"|(?<=[ 、,/])(?:摄影|攝影) (?=[{HAN}]{{2,4}}(?![{HAN}]))(?!报道|報道|報導))"
        rf"|(?P<correspondent>{own}{rank}(?:特约|特約)(?:{w['special']})?|{own}(?:职工)?(?:{w['correspondent']})|供稿{marked})"
        rf"|(?P<source>(?:{w['source_kind']})?(?:来源|來源|稿源)(?:[于於]|自)?"
        rf"|(?:信源|来自|來自|源自){marked}|{w['source']})"
        rf"|(?P<editor>(?:{w['editor_rank']})*(?:{w['editor']})|(?<![{HAN}])[网網]?[编編]{marked})"
        rf"|(?P<reviewer>{w['proof']}|(?:{w['proof_marked']}){marked})"
        rf"|(?P<reporter>(?:报道|報導|報道|报导|撰文|采访|採訪) ?[．.•・·、&和及/] ?(?:摄影|攝影){marked}"
        rf"|{rank}(?:记者|記者)(?:组|組)?|{rank}(?:{w['writer']})"
        rf"|(?:文 ?[/、&+和|] ?|(?<![{HAN}])文 ?){pictures}|{pictures}{both}文"
        rf"|(?:{w['writer_marked']}|(?<![{HAN}])文){marked}"
        r"|(?<![A-Za-z])[Bb]y(?= [A-Z])|^[Bb]y(?= [\u3400-\u9fff]{2,4}(?: on |$))|(?<=:\d\d )by(?= \w))"
        rf"|(?P<stop>(?:[发發][布佈表稿]|更新|刊登)?(?:{w['stop']}))"
    )


@cache
def _not_a_marker() -> re.Pattern[str]:
    """记者会, 作者观点, 编辑部 …: the same characters in other words."""
    w = words()
    return re.compile(
        rf"(?:记者|記者)(?:{w['reporter_not']})|(?:作者|编辑|編輯|主编)(?:{w['editor_not']}|：?\d)"
        r"|文字[号號]"  # 发文字号：江政发〔2026〕12号
        r"|(?:来源|來源)(?:地|国|于网络|於網絡)|(?:审核|終審|终审)(?:通过|中|后|机制|法院)"
    )


@cache
def _no_envoy() -> re.Pattern[str]:
    return re.compile(f"(?:{words()['envoy_not']})$")


class Segment(NamedTuple):
    """A marker and the text up to the next."""

    role: Role
    marker: str
    strong: bool
    """A colon, bar or dot stands between marker and text."""
    spaced: bool
    """That, or a space."""
    before: str
    """What stands between the marker before and this one."""
    text: str


@lru_cache(maxsize=256)  # a line is looked at several times before it is left alone
def flat(raw: str) -> str:
    """Return the beginning of ``raw`` flattened, see the module."""
    line = raw[:LONGEST].translate(_UNSEEN).translate(_FLAT).strip()
    line = _WIDE.sub(lambda m: m.group().replace(" ", ""), line)
    line = _IN_BRACKETS.sub(r"\1:", line)
    if ":(" in line:
        line = _NAME_IN_BRACKETS.sub(r":\1 ", line).rstrip()
    return _RANK_IN_BRACKETS.sub("", line) if "(" in line else line


def as_published(name: str, raws: Iterable[str]) -> str:
    """Return ``name``, read from a flattened line, with the widths and marks it was published with."""
    for raw in raws:
        seen = raw.translate(_UNSEEN)
        at = seen.translate(_FLAT).find(name)
        if at >= 0:
            return seen[at : at + len(name)]
    return name


def has_marker(text: str) -> bool:
    """Tell whether a marker stands anywhere in ``text``."""
    return bool(text) and bool(markers().search(flat(text)))


def _core(m: re.Match[str]) -> int:
    """Return where the word of the marker itself begins, behind 首席, 本文 and the like."""
    word = re.search(r"(?:记者|記者|作者|编辑|編輯|主编|来源|來源|审核|终审|終審)$", m.group())
    return m.start() + (word.start() if word else 0)


def _is_marker(m: re.Match[str], line: str) -> bool:
    if m.group().endswith(("特派员", "特派員")) and _no_envoy().search(line[: m.start()]):
        return False
    core = _core(m)
    about = line[max(0, core - 2) : core] in {"关于", "關於"}  # 关于作者: a box beside every text of his
    about = about or (line.startswith("作者", core) and bool(_PRIZED.search(line, 0, core)))
    return not about and not _not_a_marker().match(line, core)


@lru_cache(maxsize=256)
def segments(line: str) -> tuple[Segment, ...]:
    """Cut a flattened line at its markers."""
    marks = [m for m in markers().finditer(line) if _is_marker(m, line)]
    found: list[Segment] = []
    for i, m in enumerate(marks):
        role: Role = m.lastgroup  # type: ignore[assignment]
        glue = _GLUE.match(line, m.end())
        at = glue.end() if glue else m.end()
        end = marks[i + 1].start() if i + 1 < len(marks) else len(line)
        before = line[marks[i - 1].end() if i else 0 : m.start()]
        strong = bool(glue and glue.group().strip())
        spaced = bool(glue and glue.group())
        found.append(Segment(role, m.group(), strong, spaced, before, line[at:end] if at <= end else ""))
    return tuple(found)
