"""Who wrote, who edited and who supplied a text, from the lines in which Chinese papers say so.

Works on markers: a word that says who follows (记者, 通讯员, 责任编辑, 来源, 文/ …), then the names up
to the next marker.  Without a marker nothing is a name.  The marker's own outlet (``证券时报记者``),
a dateline (``新华社北京11月22日电``) and 来源 give the source.  Photographers, designers, translators and
the like are recognised so that they are not taken for reporters; the record has no field for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from crawler.extract.names import DOTS, HAN, is_organisation, is_place, is_usual, joined, names_in, word_lines
from crawler.items import Byline, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_Role = Literal["reporter", "correspondent", "editor", "source", "other", "stop"]

_FLAT = str.maketrans(
    dict.fromkeys("：︰∶﹕", ":")
    | dict.fromkeys("丨︱｜│▏", "|")
    | dict.fromkeys("（〔［【﹙[", "(")
    | dict.fromkeys("）〕］】﹚]", ")")
    | dict.fromkeys("／∕╱", "/")
    | dict.fromkeys("\u3000\xa0\t\r\u2002\u2003\u2009", " ")
    | {"，": ",", "﹑": "、", "；": ";", "\n": "。"}
)
_LONGEST = 1000  # characters of a line that are read; a credit is no longer
_UNSEEN = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")


@cache
def _words() -> dict[str, str]:
    """Return the word groups as alternations, longest word first."""
    rows = (line.split() for line in word_lines("markers.txt"))
    return {name: "|".join(sorted(words, key=len, reverse=True)) for name, *words in rows}


@cache
def _markers() -> re.Pattern[str]:
    w = _words()
    rank = rf"(?:(?:{w['rank']}|[驻駐][\u3400-\u9fff]{{1,3}})*)"
    own = "(?:本报|本報)?"
    marked = "(?= ?[:/|])"
    both = r" ?[/、&+和|]? ?"  # between 文 and 图
    return re.compile(
        rf"(?P<other>(?:本报|全媒体|首席|融媒体)?(?:{w['camera']})(?:记者|記者|来源|來源)"
        rf"|(?:{w['source_else']})(?:来源|來源)|(?:{w['other']}){marked})"
        rf"|(?P<correspondent>{own}{rank}(?:特约|特約)(?:{w['special']})?|{own}(?:职工)?(?:{w['correspondent']})|供稿{marked})"
        rf"|(?P<source>(?:{w['source_kind']})?(?:来源|來源|稿源)(?:[于於]|自)?|{w['source']})"
        rf"|(?P<editor>(?:{w['editor_rank']})*(?:{w['editor']})|{w['proof']}|(?:{w['proof_marked']}){marked})"
        rf"|(?P<reporter>{rank}(?:记者|記者)(?:组|組)?|{rank}(?:{w['writer']})"
        rf"|文{both}(?:图|圖|摄影?|攝影?|视频|表)|(?:图|圖|摄影|攝){both}文|(?:{w['writer_marked']}){marked}"
        r"|(?<![A-Za-z])[Bb]y(?= [A-Z])|(?<=:\d\d )by(?= \w))"
        rf"|(?P<stop>(?:[发發][布佈表稿]|更新|刊登)?(?:{w['stop']}))"
    )


@cache
def _not_a_marker() -> re.Pattern[str]:
    """记者会, 作者观点, 编辑部 …: the same characters in other words."""
    w = _words()
    return re.compile(
        rf"(?:记者|記者)(?:{w['reporter_not']})|(?:作者|编辑|編輯|主编)(?:{w['editor_not']}|：?\d)"
        r"|(?:来源|來源)(?:地|国|于网络|於網絡)|(?:审核|終審|终审)(?:通过|中|后|机制|法院)"
    )


@cache
def _ending_outlet() -> re.Pattern[str]:
    return re.compile(f"(?:{_words()['outlet_end']})$")


def _is_own(name: str) -> bool:
    return bool(re.fullmatch(_words()["own"], name))


def _is_outlet(name: str) -> bool:
    return bool(_ending_outlet().search(name) or is_organisation(name)) and not _is_own(name)


@cache
def _no_source() -> re.Pattern[str]:
    own = r"本[站网網报報刊](?:原创|原創|讯|訊|整理|综合|綜合|编辑)?"
    rights = r".*(?:版权|版權|copyright).*"
    return re.compile(rf"(?:{own}|{rights}|{_words()['no_source']})", re.IGNORECASE)


_GLUE = re.compile(r" ?[:|/] ?| +|")
_OPENERS = "□■◎○●◆◇▲△★☆⊙*•·-—–>》「『“\"' ("
_END = re.compile(r"[)。!?！？<>《]|\s{4,}")
_PHOTO_END = re.compile(r"(?<![文/、&])[ /]?(?:[摄攝]|[摄攝]影|图|圖|供图|供圖)$")
_OUTLET_BEFORE = re.compile(rf"([{HAN}A-Za-z0-9{DOTS}.+/《》_-]{{2,30}}?) ?$")
_URL_NOTE = re.compile(r"\((?:https?://)?(?:www\.)?[\w.-]+\.(?:com|cn|net|org)[^)]*\)", re.IGNORECASE)
_DATED = re.compile(
    r"^(?P<place>[\u3400-\u9fff]{0,8}?)\s?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|電)?"
    r"\(?(?:综合外|綜合外|综合|綜合|专|專|快|图文|特)*(?:讯|訊|电|電|(?<=\d日)消息)"
    r"(?!\(\d{4,6}|[视視子动動力商影信气氣池讯訊员員息社])"
)
_SOURCE_END = re.compile(
    r"[;)。]|,(?! )|(?:19|20)\d\d ?[-年./]|\d{1,2}[-月]\d{1,2}|\d{1,2}:\d\d|https?://|\(|<|\s{2,}|→|»|>"
    r"| (?=字|浏览|阅读|点击|评论|分享|打印|我要|手机|关注|人参与|举报|\d)"
)
_AUTHOR_SLASH = re.compile(
    rf"^[( ]*(?P<names>[{HAN}、, ]{{2,20}}) ?/ ?"
    rf"(?P<how>[{HAN}]{{0,8}}(?:报道|報道|報導|文|编译|編譯)|[摄攝图圖])(?![{HAN}])"
)
_NAME_SLASH = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,4}}) ?[/|] ?"
    rf"(?P<role>文|图|圖|摄|攝|撰文|编辑|編輯|摄影|攝影)(?![{HAN}:/])"
)
_NAMES_AFTER_DATELINE = re.compile(rf"(?:讯|訊|电|電) ?\((?P<names>[{HAN}{DOTS} 、,]{{2,24}})\)")
_REPORTED_BY = re.compile(rf"\((?P<names>[{HAN}{DOTS} 、,/]{{2,30}}(?:报道|報道|報導))\)")
# A signature: a bracket that is all of the line, or a newspaper's square before the name
_SIGNATURE = re.compile(
    rf"^(?:\((?P<closing>[{HAN}{DOTS} 、,]{{2,24}})\)|[□■◎] ?(?P<opening>[{HAN}{DOTS} 、,]{{2,24}})"
    rf"|(?P<told>[{HAN}{DOTS} 、,]{{2,24}}?) ?(?:报道|報道|報導)"
    rf"|文 +(?P<written>[{HAN}{DOTS} 、,]{{2,24}}?)(?: +[图圖摄攝].*)?)$"
)
# 本贴由大卫于2005年8月12日发表, 由海姑娘张贴: how forums and blogs sign
_POSTED = re.compile(
    rf"^(?:本[贴帖文]|该文)?由 ?(?P<name>[{HAN}]{{2,6}}?|[A-Za-z]\w{{1,15}}) ?"
    r"(?:(?:于|在|於).{0,50}?)?(?:张贴|張貼|发表|發表)"
)
_NATION = re.compile(r"\([美英法德日俄加澳韩韓新印意西葡荷瑞以]\)")
_LATIN_GAP = re.compile(r"[A-Za-z0-9·・-] [A-Za-z]")


class _Segment(NamedTuple):
    role: _Role
    marker: str
    strong: bool  # a colon or bar stands between marker and text
    spaced: bool  # that, or a space
    before: str
    text: str


@dataclass(slots=True)
class _Found:
    reporters: list[str] = field(default_factory=list)
    correspondents: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    sources: list[tuple[int, str]] = field(default_factory=list)  # (how weak the evidence is, name)

    def add(self, role: _Role, names: Iterable[str]) -> None:
        into = {"reporter": self.reporters, "correspondent": self.correspondents, "editor": self.editors}.get(
            role
        )
        if into is not None:
            into += [n for n in dict.fromkeys(names) if n not in into]

    def add_source(self, weakness: int, name: str) -> None:
        """Take note of a source; the least weak counts, of several the first."""
        if name:
            self.sources.append((weakness, name))

    def anything(self) -> bool:
        return bool(self.reporters or self.correspondents or self.editors or self.sources)


def _flat(raw: str) -> str:
    return raw[:_LONGEST].translate(_UNSEEN).translate(_FLAT).strip()


def _as_published(name: str, raws: Iterable[str]) -> str:
    """Return ``name``, read from a flattened line, with the widths and marks it was published with."""
    for raw in raws:
        seen = raw.translate(_UNSEEN)
        at = seen.translate(_FLAT).find(name)
        if at >= 0:
            return seen[at : at + len(name)]
    return name


def _segments(line: str) -> list[_Segment]:
    marks = [m for m in _markers().finditer(line) if not _not_a_marker().match(line, _core(m))]
    segments: list[_Segment] = []
    for i, m in enumerate(marks):
        role: _Role = m.lastgroup  # type: ignore[assignment]
        glue = _GLUE.match(line, m.end())
        at = glue.end() if glue else m.end()
        end = marks[i + 1].start() if i + 1 < len(marks) else len(line)
        before = line[marks[i - 1].end() if i else 0 : m.start()]
        strong = bool(glue and glue.group().strip())
        spaced = bool(glue and glue.group())
        segments.append(_Segment(role, m.group(), strong, spaced, before, line[at:end] if at <= end else ""))
    return segments


def _core(m: re.Match[str]) -> int:
    """Return where the word of the marker itself begins, behind 首席, 本文 and the like."""
    word = re.search(r"(?:记者|記者|作者|编辑|編輯|主编|来源|來源|审核|审核|终审|終審)$", m.group())
    return m.start() + (word.start() if word else 0)


def _clean_source(text: str) -> str:
    text = text.strip(" :|/—-_")
    if m := _SOURCE_END.search(text):
        text = text[: m.start()]
    text = text.strip(" :|/—-_、,;·\"'“”").removeprefix("《").removesuffix("》")
    text = text.removeprefix("据").removeprefix("據")
    if " " in text:
        # 每日经济新闻 王辛夷: what stands apart from the outlet is not its name; EE Times China is one
        first, *rest = text.split(" ")
        for word in rest:
            if _LATIN_GAP.search(first[-1] + " " + word[0]) or first[-1] in "·・•-" or word[0] in "·・•-":
                first += " " + word
            else:
                break
        text = first
    if len(text) > 14 and not (
        _ending_outlet().search(text)
        or is_organisation(text)
        or re.search(r"^.{2,14}[、/&·-]|[A-Za-z]", text)
    ):
        # 新华社为依法严厉打击…: a sentence went on where the name ended
        m = re.match(rf"[{HAN}]{{2,10}}?(?:社|网|網|报|報|台|新闻|新聞|财经|財經)", text)
        text = m.group() if m else ""
    if (
        len(text) < 2
        or len(text) > 40
        or _no_source().fullmatch(text)
        or not re.search(rf"[{HAN}A-Za-z]", text)
    ):
        return ""
    return text


def _outlet(before: str, marker: str) -> str:
    """Return the outlet written before a marker (``证券时报`` of 证券时报记者), or nothing."""
    before = _URL_NOTE.sub("", before).rstrip(" ()|")
    m = _OUTLET_BEFORE.search(before)
    if m is None:
        return ""
    name = re.sub(r"^\d\d(?=\D)", "", m[1]) if before[: m.start(1)].endswith(":") else m[1]
    name = name.lstrip(_OPENERS).removeprefix("文/").strip("/·").replace("《", "").replace("》", "").strip()
    quoted = m[1].startswith("《")  # 《财经》 is a paper, 财经记者 has none
    parts = [name, *re.split(f"[/{DOTS}]", name)]
    if len(name) < 2 or re.search(r"\d日|^本[报報网網刊台臺社站]", name) or (_is_own(name) and not quoted):
        return ""
    if not any(map(_is_outlet, parts)) and not (quoted and marker.endswith(("记者", "記者"))):
        return ""
    return (
        ""
        if re.match(r"(?:据|據|对|對|向|告诉|告訴|接受|由|和|与|以及|一位|有|多家|中国)[^/]*$", name)
        and len(name) <= 3
        else name
    )


_REPORTED = re.compile(
    rf"^(?P<outlet>[{HAN}A-Za-z0-9{DOTS}]{{3,12}}?)(?:综合|綜合)?(?:报道|報道|報導)(?=[:)]|$)"
)

_WIRE = re.compile(  # 格隆汇8月19日丨, 中新经纬11月22日电
    rf"^(?P<outlet>[{HAN}A-Za-z0-9]{{2,8}}?) ?\d{{1,2}}月\d{{1,2}}日 ?[|电電讯訊]"
)


def _dateline(line: str) -> str:
    """Return the outlet of a dateline (新华社北京11月22日电, 北京商报讯, 【明報專訊】), or nothing."""
    text = line.lstrip(_OPENERS + "《").removeprefix("据").removeprefix("據")
    reported = _REPORTED.match(text)
    if reported and _is_outlet(reported["outlet"]):
        return reported["outlet"]
    for size in range(2, min(17, len(text))):
        name = text[:size]
        if re.search(r"[、,。:;() ]|记者|記者", name):
            break
        if not _ending_outlet().search(name):
            continue
        m = _DATED.match(text[size:])
        if m is None or m["place"][:1] in tuple("网網社报報台臺"):
            continue
        if _ending_outlet().search(m["place"]) and not is_place(m["place"]):
            continue
        if not m["place"] or is_place(m["place"]) or re.search(r"\d日", m.group()):
            return "" if _is_own(name) else name.strip("《》")
    wire = _WIRE.match(text)
    return wire["outlet"] if wire and not is_place(wire["outlet"]) and wire["outlet"][0] != "本" else ""


def _read_line(raw: str, found: _Found, *, weak: bool = False) -> None:
    """Read one line into ``found``; ``weak``: its source counts less (from running text)."""
    line = _NATION.sub("", _flat(raw))
    if not line:
        return
    before = len(found.reporters)
    _read_slashes(line, found)
    found.add_source(2, _dateline(line))
    found.add_source(3, _dated_outlet(line))
    dated = _NAMES_AFTER_DATELINE.search(line)
    if dated and not _markers().search(dated["names"]):
        found.add("reporter", names_in(dated["names"]))
    segments = _segments(line)
    if not segments:
        _read_signature(line, found)
    inherited = ""
    for i, s in enumerate(segments):
        following = segments[i + 1] if i + 1 < len(segments) else None
        if following and s.role == "reporter" and s.strong and _outlet_only(s.text, following.marker):
            continue
        inherited = _read_segment(s, found, inherited, weak=weak)
    flat = joined(line)
    found.reporters[before:] = sorted(found.reporters[before:], key=lambda n: flat.find(n) % _LONGEST)


def _read_slashes(line: str, found: _Found) -> None:
    """Read 张三/文 李四/图 and 王小明／台北報導."""
    for m in _NAME_SLASH.finditer(line):
        if m["role"] in {"文", "撰文"}:
            found.add("reporter", names_in(m["name"]))
        elif m["role"] in {"编辑", "編輯"}:
            found.add("editor", names_in(m["name"]))
    if posted := _POSTED.match(line):
        found.add("reporter", names_in(posted["name"], loose=True))
    slash = _AUTHOR_SLASH.match(line)
    if slash and slash["how"] not in {"摄", "攝", "图", "圖"}:
        found.add("reporter", names_in(slash["names"]))
        found.add_source(
            1, next((p for p in slash["names"].split() if _is_outlet(p)), "") if found.reporters else ""
        )


_DATE_AND_NAME = re.compile(
    rf"^\(?(?:19|20)\d\d ?[-年./] ?\d{{1,2}} ?[-月./] ?\d{{1,2}}日?[ ·|]{{0,4}}"
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?)?[ ·|]{{0,4}}"
    rf"(?P<name>[{HAN}A-Za-z0-9{DOTS}]{{2,14}})(?: {{2,}}.*)?$"
)


def _dated_outlet(line: str) -> str:
    """Return the outlet of an information bar that is a date and a name: 2019年09月07日 04:04 北京日报."""
    m = _DATE_AND_NAME.match(line)
    name = m["name"].strip(DOTS) if m else ""
    return name if _ending_outlet().search(name) and not _is_own(name) and not _markers().search(name) else ""


def _outlet_only(text: str, marker: str) -> bool:
    """Tell 采写：南都见习记者: what stands between two markers, tight before the second, is its paper."""
    return marker.endswith(("记者", "記者")) and bool(re.fullmatch(rf"[{HAN}A-Za-z0-9/{DOTS}]{{2,16}}", text))


def _read_signature(line: str, found: _Found) -> None:
    """Read （姚峰 上海报道）, and （袁源） or □ 袁源 where they are the whole line."""
    if m := _REPORTED_BY.search(line):
        found.add("reporter", names_in(m["names"]))
    if m := _SIGNATURE.match(line):
        signed = m["closing"] or m["opening"] or m["told"] or m["written"]
        names = names_in(signed)
        if names and all(map(is_usual, names)) and len("".join(names)) == len(re.sub(r"[ 、,]", "", signed)):
            found.add("reporter", names)


def _read_segment(s: _Segment, found: _Found, inherited: str, *, weak: bool) -> str:
    """Read what follows one marker; return the role an immediately following marker takes over."""
    if s.role == "source":
        if s.strong or s.marker[-1] in "于於自" or s.text[:1].isascii():
            found.add_source(3 if weak else 0, _clean_source(s.text))
        return ""
    if s.role == "stop":
        return ""
    end = _END.search(s.text)
    text = (s.text[: end.start()] if end else s.text).rstrip(" 、,|-—")
    photographs = inherited == "other" and s.role == "reporter" and not s.before.strip(" :|/(")
    role: _Role = "other" if photographs else s.role
    if not text:
        return role if s.strong or role == "other" else ""
    if (role == "reporter" and _PHOTO_END.search(text)) or (not s.strong and text[0] in ",、;"):
        return ""
    names = _names_of(s, text)
    found.add(role, names)
    if names and role in {"reporter", "correspondent"}:
        found.add_source(1, _outlet(s.before, s.marker))
    return ""


_BY_NAME = ("记者", "記者", "通讯员", "通訊員", "实习生", "實習生", "报道", "報道", "報導", "整理")


def _names_of(s: _Segment, text: str) -> list[str]:
    # 记者 and 通讯员 are people with their own names; 作者 and 编辑 may use a pen name
    by_name = s.marker.endswith(_BY_NAME)
    names = names_in(text, loose=s.strong and not by_name)
    if not s.spaced:
        # 记者张三了解: four characters set tight against the marker are no name
        names = [n for n in names if len(n) != 4 or is_usual(n)]
    return names


def _bare(raw: str, role: _Role, found: _Found) -> None:
    """Read a field that is a name by its place (meta author), without a marker."""
    line = _flat(raw)
    if not line or len(line) > 60 or "://" in line or "@" in line:
        return
    # A handle such as songqi or L_104485 is an account, not a name
    names = [n for n in names_in(line, loose=True) if re.search(rf"[{HAN} ]|^[A-Z][a-z]+$", n)]
    if re.search(rf"[{HAN}]{{5}}", line) and not all(map(is_usual, names)):
        names = []  # 青网新闻张毅: where such a name begins is a guess
    found.add(role, names)
    if role != "reporter":
        return
    for piece in line.split(" "):
        if piece not in names and (_ending_outlet().search(piece) or is_organisation(piece)):
            found.sources.append((4, piece))
            return


def parse_byline(
    raws: Sequence[str], *, author: str = "", editor: str = "", source: str = ""
) -> tuple[Byline, Source]:
    """Split the strings that say who wrote, edited or supplied a text.

    ``raws``: such lines in page order.  ``author``, ``editor``, ``source``: what the page holds in a
    field of that meaning (meta tags, JSON-LD, a site's selectors), with or without a marker.  Names
    come in order of appearance, as published, each once; job titles, places, verbs and photographers
    are left out.  A bare ``author`` counts only when no line names a reporter.
    """
    found = _Found()
    for raw in raws:
        _read_line(raw, found)
    if _has_marker(author):
        _read_line(author, found)
    elif author and not found.reporters:
        own = _Found()
        _bare(author, "reporter", own)
        found.add("reporter", [n for n in own.reporters if n not in found.editors])
        found.sources += own.sources
    if _has_marker(editor):
        _read_line(editor, found)
    elif editor:
        _bare(editor, "editor", found)
    _read_source(source, found)
    name = min(found.sources, key=lambda s: s[0])[1] if found.sources else ""
    lines = (*raws, *(() if raws else (author, editor)))
    raw = "\n".join(dict.fromkeys(line.strip() for line in lines if line.strip()))
    name = _as_published(name, (*raws, author, source)) if name else ""
    return Byline(raw, found.reporters, found.correspondents, found.editors), Source(name)


def _has_marker(text: str) -> bool:
    return bool(text) and bool(_markers().search(_flat(text)))


def _read_source(source: str, found: _Found) -> None:
    """Read a source field: it outweighs every line, and may hold names beside the outlet."""
    marked = _Found()
    if _has_marker(source):
        _read_line(source, marked)
        found.add("reporter", marked.reporters)
        found.add("correspondent", marked.correspondents)
        found.add("editor", marked.editors)
    if marked.sources:
        found.add_source(-1, min(marked.sources, key=lambda s: s[0])[1])
    elif source and not marked.anything():
        found.add_source(-1, _clean_source(_flat(source)))


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
    line = _flat(text)
    if not 2 <= len(line) <= 120 or re.search(r"[。!?！？][^)]", line):
        return False
    found = _Found()
    _read_line(text, found)
    segments = _segments(line)
    if not found.anything() and not any(
        s.strong and s.role in {"editor", "source", "reporter"} for s in segments
    ):
        return False
    rest = joined(line)
    for words in (found.reporters, found.correspondents, found.editors, [n for _, n in found.sources]):
        for word in sorted(words, key=len, reverse=True):
            rest = rest.replace(word, " ")
    rest = _FILLERS.sub(" ", _markers().sub(" ", _URL_NOTE.sub(" ", rest)))
    pieces = [p for p in re.split(r"[\s、,:|/();]+", rest) if p and not (is_place(p) or is_organisation(p))]
    left = len(_LEFT_OVER.findall(" ".join(pieces)))
    return left <= (0 if line.endswith("。") else _LEFT_OVER_CHARS)


def is_signature(text: str) -> bool:
    """Tell a line of nothing but names, such as papers set under a headline; evidence only there."""
    line = joined(_flat(text))
    if not 2 <= len(line) <= 24 or not re.fullmatch(rf"[{HAN}{DOTS} 、]+", line):
        return False
    first, *others = [p for p in re.split(r"[ 、]", line) if p] or [""]
    names = names_in(first)
    if "".join(names) != first or not names or not all(map(is_usual, names)):
        return False
    return all(2 <= len(n) <= 3 or is_usual(n) for n in others)


def has_credit(text: str) -> bool:
    """Tell a short line that, among other things, says who wrote, edited or supplied the text."""
    if is_byline_line(text):
        return True
    line = _flat(text) if len(text) <= 100 and _HINT.search(text) else ""
    if not 2 <= len(line) <= 70 or re.search(r"[。!?！？]", line):
        return False
    found = _Found()
    for s in _segments(line):
        if s.strong and s.role in {"reporter", "correspondent", "editor"}:
            _read_segment(s, found, "", weak=False)
    return found.anything()


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
            if m is None or (m in tails and i < len(filled) - 1 and not _has_marker(m.group())):
                continue
            piece = _Found()
            _read_line(m.group(), piece, weak=True)
            if piece.anything():
                found.append(m.group().strip())
    return list(dict.fromkeys(found))
