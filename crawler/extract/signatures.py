"""Names that a line signs with, without a marker such as 记者 before them.

A place decides: before a slash (王小明／台北報導, 张三/文), in a bracket that is all of the line,
behind a newspaper's square (□ 袁源), or beside an outlet and nothing else (工商時報 王小明).  Names
found so must be usual ones: without a marker a doubtful name is none.
"""

from __future__ import annotations

import re

from crawler.extract.markers import markers
from crawler.extract.names import DOTS, HAN, is_natural, is_organisation, is_place, is_usual, joined, names_in
from crawler.extract.source import ends_like_outlet, is_outlet, is_own
from crawler.text.outlets import is_known_outlet

TOLD = "(?:报道|報道|報導|报导)"
_HOW = "(?:综合|綜合|现场|現場|采访|採訪|专题|專題|连线|連線|独家|獨家|摄影|攝影)?"
_WIRED = r"\d{1,2}日(?:[专專特]|[综綜]合外?)*[电電讯訊]"
_NAMES = rf"[{HAN}{DOTS} 、,]{{2,24}}"
_SLASHED = re.compile(  # 江畔新聞2026.11.02 王小明/台北報導
    rf"^[( ]*(?:[{HAN}A-Za-z]{{2,14}}(?:19|20)\d\d[-.年/]\d{{1,2}}[-.月/]\d{{1,2}}日? )?"
    rf"(?P<names>[{HAN}、, ]{{2,20}}) ?/ ?"
    rf"(?P<how>[{HAN}－-]{{0,12}}(?:{TOLD}|文|编译|編譯|外[电電]|{_WIRED})|[摄攝图圖])(?![{HAN}])"
)
_DESK = re.compile(  # 財經中心／王小明報導
    rf"^[( ]*[{HAN}]{{2,6}}(?:中心|組|组|頻道|频道) ?/ ?(?P<names>[{HAN}、, ]{{2,20}}?) ?{TOLD}"
)
_FROM_PLACE = re.compile(rf"(?P<names>[{HAN}、, ]{{2,20}}?) ?/ ?(?P<place>[{HAN}]{{2,4}})")  # 王小明／台北
_NAME_SLASH = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,4}}) ?[/|] ?"
    rf"(?P<role>文|图|圖|摄|攝|撰文|编辑|編輯|摄影|攝影)(?![{HAN}:/])"
)
_AFTER_DATELINE = re.compile(rf"(?:讯|訊|电|電) ?\((?P<names>[{HAN}{DOTS} 、,]{{2,24}})\)")
_REPORTED_BY = re.compile(rf"\((?P<names>[{HAN}{DOTS} 、,/]{{2,30}}{TOLD})\)")
_SIGNATURE = re.compile(
    rf"^(?:\((?P<closing>{_NAMES})\)|[□■◎] ?(?P<opening>{_NAMES}?)(?: ?\([^()]{{2,24}}\))?"
    rf"|\(?(?P<told>{_NAMES}?) ?{_HOW}{TOLD}(?: ?/ ?[{HAN}]{{2,6}})?\)?"
    rf"|文 +(?P<written>{_NAMES}?)(?: +[图圖摄攝].*)?"
    rf"|[□■○◎●]? ?(?P<both>{_NAMES}?) ?文 ?[/、] ?[图圖摄攝])$"
)
_WITH_OUTLET = re.compile(
    rf"^\(?(?:(?:19|20)\d\d[-年./]\d{{1,2}}[-月./]\d{{1,2}}日? ?(?:\d{{1,2}}:\d\d(?::\d\d)?)? ?)?"
    rf"(?:《(?P<quoted>[{HAN}A-Za-z0-9]{{2,12}})》 ?"
    rf"|(?P<outlet>[{HAN}A-Za-z0-9{DOTS}]{{2,14}})(?: (?:/ )?|/ ?))"
    rf"(?P<names>{_NAMES}?)(?: (?:19|20)\d\d[-年./].*)?\)?$"
)
_OF_HERE = re.compile(  # 本报甄丽娟山打根17日讯
    rf"^\(?本[报報](?P<name>[{HAN}]{{2,3}}) ?[{HAN}]{{2,4}}\d{{1,2}}日(?:综合|綜合|专|專)?(?:讯|訊|电|電)"
)
_DAY = re.compile(
    r"(?<!\d)(?:19|20)\d\d ?[-年/.] ?\d{1,2} ?[-月/.] ?\d{1,2}日?"
    r"(?: ?(?:星期|周|週)[一二三四五六日天])?(?: ?\d{1,2}:\d\d(?::\d\d)?)?"
    r"|(?<!\d)\d{1,2} ?(?:分[钟鐘]|小[时時]|天)前"
)
_TOLD_FROM = re.compile(rf" ?{_HOW}{TOLD}$")
_HOW_FILED = re.compile(f"{_HOW}{TOLD}")
_WHERE = re.compile(rf"地[区區][:：][{HAN}]{{2,8}}")  # 2026/11/20 18:58 林曉彤 報導 地區：台北市報導
_HOW_TOLD = re.compile(rf"(?:综合|綜合|整理|编译|編譯|专题|專題){TOLD}")
_LONGEST_OUTLET = 9
_APART = re.compile(rf"[ |/{DOTS}、,]+")
_MOST_NAMES = 3
_LONGEST_PART = 6
# 本贴由大卫于2005年8月12日发表, 由海姑娘张贴: how forums and blogs sign
_POSTED = re.compile(
    rf"^(?:本[贴帖文]|该文)?由 ?(?P<name>[{HAN}]{{2,6}}?|[A-Za-z]\w{{1,15}}) ?"
    r"(?:(?:于|在|於).{0,50}?)?(?:张贴|張貼|发表|發表)"
)
_RANK = r"(?:首席|高[级級]|[资資]深|特[约約]|[实實見见][习習]|[驻駐]\S{1,3})?"
_BEFORE_POST = re.compile(  # 张三 记者 2026-11-20
    rf"^(?P<names>{_NAMES}?) ?{_RANK}(?:[记記]者|[主][笔筆]|撰稿人|[专專][栏欄]作[家者])"
    rf"(?= ?(?:$|[|/{DOTS}(]|\d))"
)
_MAIL = re.compile(r"[\w.+-]+@[\w.-]+")  # 林心惠 报道 xinhui@example.sg
_CALLED = re.compile(rf"作者 ?(?P<name>[{HAN}]{{2,4}}?)(?:系|係|为|為|是)")


def slashed(line: str) -> tuple[list[str], list[str], str]:
    """Return the reporters, editors and outlet of names before a slash, in a flattened line."""
    reporters: list[str] = []
    editors: list[str] = []
    for m in _NAME_SLASH.finditer(line):
        if m["role"] in {"文", "撰文"}:
            reporters += names_in(m["name"])
        elif m["role"] in {"编辑", "編輯"}:
            editors += names_in(m["name"])
    if posted := _POSTED.match(line):
        reporters += names_in(posted["name"], loose=True)
    if desk := _DESK.match(line):
        return reporters + names_in(desk["names"]), editors, ""
    outlet = ""
    before = _SLASHED.match(line)
    if before and before["how"] not in {"摄", "攝", "图", "圖"} and (found := names_in(before["names"])):
        reporters += found
        outlet = next((p for p in before["names"].split() if is_outlet(p)), "")
    return reporters, editors, outlet


def _all_natural(signed: str) -> list[str]:
    """Return names behind a newspaper's square, which says that there are: surnames may be rare ones."""
    names = names_in(signed)
    whole = "".join(names) == re.sub("[ 、,]", "", signed)
    return names if whole and all(map(is_natural, names)) else []


def _all_usual(signed: str) -> list[str]:
    first, _, rest = signed.strip().partition(" ")
    if rest and ends_like_outlet(first):
        signed = rest  # 公視新聞網 陳姝君 賴振元 台北報導
    words = signed.split(" ")
    if len(words) > 1 and is_place(words[-1]):
        signed = " ".join(words[:-1])
    names = names_in(signed)
    whole = len("".join(names)) == len(re.sub(r"[ 、,]", "", signed))
    parts = (part for name in names for part in re.split(f"[{DOTS}]", name))
    named = all(len(part) <= _LONGEST_PART for part in parts)  # 【某某工业区大火・专页】 is a column
    return names if names and whole and named and all(map(is_usual, names)) else []


def signature(line: str) -> tuple[list[str], str]:
    """Return names and outlet of a flattened line without a marker: （姚峰 上海报道）, （袁源）, □ 袁源."""
    line = _MAIL.sub("", line).strip() or line
    if (m := _WITH_OUTLET.match(line)) and not _DESK.match(line):
        outlet = m["quoted"] or m["outlet"]
        named = ends_like_outlet(outlet) and not is_own(outlet)
        office = line[0] == "(" and line[-1] == ")" and is_organisation(outlet)
        if (named or office) and (found := _all_usual(_TOLD_FROM.sub("", m["names"]))):
            return found, outlet if named else ""
    if (dated := _with_day(line))[0]:
        return dated
    names: list[str] = []
    if m := _OF_HERE.match(line):
        names += _all_usual(m["name"])
    if (m := _FROM_PLACE.fullmatch(line)) and is_place(m["place"]) and not is_place(m["names"]):
        names += _all_usual(m["names"])
    if any(glued := _glued(line)):
        return glued
    if m := _REPORTED_BY.search(line):
        names += names_in(m["names"])
    if m := _SIGNATURE.match(line):
        names += _all_usual(m["closing"] or m["told"] or m["written"] or m["both"] or "")
        names += _all_natural(m["opening"] or "")
    if not names and line[0] == "(" and line[-1] == ")" and is_known_outlet(line):
        return [], line[1:-1]
    return names, ""


def _glued(line: str) -> tuple[list[str], str]:
    """Return names and outlet of (江畔新聞林曉彤、張家豪台北報導), where nothing stands between the two."""
    m = _REPORTED_BY.fullmatch(line)
    signed = _TOLD_FROM.sub("", m["names"]) if m else ""
    if is_known_outlet(whose := signed.rstrip("/ ")):
        signed = whose  # 聯合新聞網／綜合報導; 體育中心／ is a desk
    if signed != (m and m["names"]) and ends_like_outlet(signed) and _HOW_TOLD.search(line):
        return [], signed  # 江畔日報綜合報導
    for size in range(3, min(_LONGEST_OUTLET, len(signed) - 1)):
        if ends_like_outlet(signed[:size]) and not is_own(signed[:size]):
            for end in (len(signed), len(signed) - 2):
                if (found := _all_usual(signed[size:end])) and (end == len(signed) or is_place(signed[end:])):
                    return found, signed[:size]
    return [], ""


def _with_day(line: str) -> tuple[list[str], str]:
    """Return names and outlet of a line of a day, names and an outlet: 江畔日报 · 李晓彤 · 2026-11-20."""
    if not (day := _DAY.search(line)):
        return [], ""
    words = [w for w in _APART.split(f"{line[: day.start()]} {line[day.end() :]}") if w]
    words = [w for w in words if not (_HOW_FILED.fullmatch(w) or _WHERE.fullmatch(w))]
    outlets = [w for w in words if ends_like_outlet(w) and not is_own(w)]
    names = [w for w in words if w not in outlets]
    signed = 0 < len(names) <= _MOST_NAMES and len(outlets) <= 1 and all(map(is_usual, names))
    return (names, outlets[0] if outlets else "") if signed else ([], "")


def called_author(line: str) -> list[str]:
    """Return the name in 本文作者张三系青岛大学教授."""
    m = _CALLED.search(line)
    return [m["name"]] if m and is_usual(m["name"]) else []


def before_post(line: str) -> list[str]:
    """Return the names in 张三 记者 2026-11-20: a post set behind the name it belongs to."""
    m = _BEFORE_POST.match(line)
    if m is None:
        return []
    names = names_in(m["names"])
    return (
        names if "".join(names) == re.sub(r"[ 、,]", "", m["names"]) and all(map(is_natural, names)) else []
    )


def after_dateline(line: str) -> list[str]:
    """Return the names in 新京报讯（赵毅波）."""
    m = _AFTER_DATELINE.search(line)
    return names_in(m["names"]) if m and not markers().search(m["names"]) else []


def is_name_line(line: str) -> bool:
    """Tell a flattened line of nothing but names, such as papers set under a headline."""
    line = joined(line)
    if not 2 <= len(line) <= 24 or not re.fullmatch(rf"[{HAN}{DOTS} 、]+", line):
        return False
    first, *others = [p for p in re.split(r"[ 、]", line) if p] or [""]
    names = names_in(first)
    if "".join(names) != first or not names or not all(map(is_usual, names)):
        return False
    return all(2 <= len(n) <= 3 or is_usual(n) for n in others)
