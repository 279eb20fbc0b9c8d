"""Who wrote, who edited and who supplied a text, from the lines in which Chinese papers say so.

Works on markers: a word that says who follows (记者, 通讯员, 责任编辑, 来源, 文/ …), then the names up
to the next marker.  Without a marker nothing is a name.  The marker's own outlet (``证券时报记者``),
a dateline (``新华社北京11月22日电``) and 来源 give the source.  Photographers, designers, translators and
the like are recognised so that they are not taken for reporters; the record has no field for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from crawler.extract.names import DOTS, HAN, is_organisation, is_place, is_usual, joined, names_in
from crawler.items import Byline, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_Role = Literal["reporter", "correspondent", "editor", "source", "other", "stop"]

_FLAT = str.maketrans(
    {c: ":" for c in "：︰∶﹕"}
    | dict.fromkeys("丨︱｜│▏", "|")
    | dict.fromkeys("（〔［【﹙", "(")
    | dict.fromkeys("）〕］】﹚", ")")
    | {
        "[": "(",
        "]": ")",
        "／": "/",
        "∕": "/",
        "╱": "/",
        "，": "、",
        ",": "、",
        "﹑": "、",
        "；": ";",
        "\n": ";",
    }
    | dict.fromkeys("\u3000\xa0\t\r\u2002\u2003\u2009", " ")
)
_LONGEST = 1000  # characters of a line that are read; a credit is no longer
_UNSEEN = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")

_RANK = (
    r"(?:首席|资深|資深|高级|高級|特派|特邀|派驻|实习|實習|见习|見習|助理|全媒体|全媒體|融媒体|融媒體|融媒|新媒体|新媒體|多媒体|文字|执笔|執筆|参与|參與"
    r"|采访|採訪|调查|調查|财经|財經|[驻駐][\u3400-\u9fff]{1,3})"
)
_MARKERS = re.compile(
    r"(?P<other>(?:(?:本报|全媒体|首席|融媒体?)?(?:摄影|攝影|图片|圖片|摄像|攝像|视频|視頻|文图视频|航拍)(?:记者|記者|来源|來源|编辑器)"
    r"|(?:数据|數據|资料|資料|视频|視頻|题图|題圖|封面图?|头图|素材|图|圖|配图|音频|灵感|收入|资金|主要|水|货|電|电)(?:来源|來源)"
    r"|(?:摄影|攝影|摄像|图片|圖片|供图|供圖|配图|制图|製圖|设计|設計|海报|海報|美编|美編|美术编辑|剪辑|剪輯|配音|制作|製作|出品|策划|策劃|统筹|統籌|监制|監製|总监制"
    r"|导演|翻译|翻譯|译者|譯者|口述|签发|簽發|版式|排版|插画|插畫|漫画|漫畫|动画|出镜|拍摄|视觉|视觉设计|技术|支持|主播|播音|朗读|书法|图|圖|摄|攝|影|视频|視頻|绘图|繪圖)(?= ?[:/|])))"
    rf"|(?P<correspondent>(?:本报|本報|{_RANK})*(?:特约|特約)(?:记者|記者|通讯员|通訊員|撰稿人?|评论员|評論員|作者|研究员|作家|供稿)?"
    r"|(?:本报|本報)?(?:通讯员|通訊員|通讯記者|通联员|供稿人|(?:供稿)(?= ?[:/|])))"
    rf"|(?P<source>(?:文章|稿件|信息|訊息|消息|新闻|新聞|本文|内容|內容|资讯|資訊|原文|转载)?(?:来源|來源|稿源)(?:[于於]|自)?|出处|出處|(?:转载|轉載|转|轉|摘|选|節錄)自|原载(?:于)?|原載(?:於)?)"
    r"|(?P<editor>(?:责任|責任|责|本文|本期|本版|本栏|本欄|值班|当班|执行|執行|见习|見習|实习|實習|网络|網絡|网页|文字|新媒体|高级|首席|助理|流程|发稿|核稿|运维|每经|财经|財經|公司|市场|视频|全媒体|融媒体|电子版|栏目|专题|前端|内容|责任|总|副|网站|频道|一审|二审|三审)*"
    r"(?:编辑|編輯|编缉|編緝|主编|主編|编审|編審|责编|責編|编校)"
    r"|责任校对|責任校對|校对|校對|审校|校审|责校|编审|初审|复审|终审|审核|審核|审读|一校|二校|三校)"
    rf"|(?P<reporter>{_RANK}*(?:记者|記者)(?:组|組)?|{_RANK}*(?:评论员|評論員|撰稿人|撰稿|撰文|主笔|主筆|特派员|特派員|专栏作家|专栏作者|專欄作家|作者|采写|採寫|采编|执笔人?|執筆|实习生|實習生|文字|编译|編譯)"
    r"|(?:文 ?[/、&+和|]? ?(?:图|圖|摄影?|攝影?|视频|表)|(?:图|圖|摄影|攝) ?[/、&+和|]? ?文|(?:采访|採訪|整理|报道|報道|報導|采写|撰写|本文|文)(?= ?[:/|]))|(?<![A-Za-z])[Bb]y(?= [A-Z]))"
    r"|(?P<stop>(?:[发發][布佈表稿]|更新|刊登)?(?:时间|時間|日期)|原标题|原標題|标题|標題|字号|字號|字体|字體|浏览|瀏覽|阅读|閱讀|点击|點擊|评论|評論|分享|打印|收藏|关键词|關鍵詞|标签|標籤|版权|联系|电话|邮箱|声明|免责|扫码|举报|我要)"
)
# 记者会, 记者站, 作者观点, 编辑部 …: the same characters in other words
_NOT_A_MARKER = re.compile(
    r"(?:记者|記者)(?:会|會|站|节|節|招待|协会|們|们|团|證|证|手记|帮|行|观察|专访)"
    r"|(?:作者|编辑|編輯|主编)(?:部|室|会|会议|推荐|推薦|精选|寄语|單位|单位|观点|授权|所有|最新|最近|搜尋|简介|介绍|本人|个人|們|们|团队|：?\d)"
    r"|(?:来源|來源)(?:地|国|于网络|於網絡)|(?:审核|終審|终审)(?:通过|中|后|机制|法院)"
)
_GLUE = re.compile(r" ?[:|/] ?| +|")
_OPENERS = "□■◎○●◆◇▲△★☆⊙*•·-—–>》「『“\"' ("
_END = re.compile(r"[)。!?！？<>《]|\s{4,}")
_PHOTO_END = re.compile(r"(?<![文/、&])[ /]?(?:[摄攝]|[摄攝]影|图|圖|供图|供圖)$")
_OWN = re.compile(
    r"^(?:商报|导报|日报|晚报|时报|晨报|都市报|日報|晚報|時報|商報|本报|本報|本网|本網|本刊|本台|本臺|本社|本站|本版|本组|特区|我报|我网|笔者|今日|近日|昨日|每经|有)$"
)
_OUTLET_BEFORE = re.compile(rf"([{HAN}A-Za-z0-9{DOTS}.+/《》_-]{{2,30}}?) ?$")
_URL_NOTE = re.compile(r"\((?:https?://)?(?:www\.)?[\w.-]+\.(?:com|cn|net|org)[^)]*\)", re.IGNORECASE)
_OUTLET_END = re.compile(
    r"(?:报|報|网|網|社|台|臺|新闻|新聞|在线|在綫|财经|財經|客户端|客戶端|传媒|傳媒|全媒体|全媒體|融媒体?|融媒體?|周刊|週刊|杂志|雜誌|资讯|資訊|经济报道|經濟報道|广播|电视|频道|科技|公司|中心|時報|眼|号|云|晨刊|观察|东网|東網|视界|快报|发布)$"
)
_DATED = re.compile(
    r"^(?P<place>[\u3400-\u9fff]{0,8}?)\s?(?:\d{4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?(?:电|電)?\(?(?:综合外|綜合外|综合|綜合|专|專|快|图文|特)*(?:讯|訊|电|電)(?!\(\d{4,6}|[视視子动動力商影信气氣池讯訊员員息社])"
)
_NO_SOURCE = re.compile(
    r"^(?:本[站网網报報刊](?:原创|原創|讯|訊|整理|综合|綜合|编辑)?|网络|網絡|網路|互联网|互聯網|综合|綜合|综合整理|网络整理|網絡整理|原创|原創|转载|轉載|未知|不详|其他|其它|网络综合|网络转载|整理|投稿|自创|佚名|编辑|admin|.*(?:版权所有|版權所有|版权|copyright).*)$",
    re.IGNORECASE,
)
_SOURCE_END = re.compile(
    r"[;)。]|,(?! )|(?:19|20)\d\d ?[-年./]|\d{1,2}[-月]\d{1,2}|\d{1,2}:\d\d| (?=字|浏览|阅读|点击|评论|分享|打印|我要|手机|关注|人参与|\d)|https?://|\(|<|【|\s{2,}|→|»|>"
)
_AUTHOR_SLASH = re.compile(
    rf"^[( ]*(?P<names>[{HAN}、, ]{{2,20}}) ?/ ?(?P<how>[{HAN}]{{0,8}}(?:报道|報道|報導|文|编译|編譯)|[摄攝图圖])(?![{HAN}])"
)
_NAME_SLASH = re.compile(
    rf"(?<![{HAN}])(?P<name>[{HAN}]{{2,4}}) ?[/|] ?(?P<role>文|图|圖|摄|攝|撰文|编辑|編輯|摄影|攝影)(?![{HAN}:/])"
)
_NAMES_AFTER_DATELINE = re.compile(rf"(?:讯|訊|电|電) ?\((?P<names>[{HAN}{DOTS} 、,]{{2,24}})\)")
_REPORTED_BY = re.compile(rf"\((?P<names>[{HAN}{DOTS} 、,/]{{2,30}}(?:报道|報道|報導))\)")
# A signature: a bracket that is all of the line, or a newspaper's square before the name
_SIGNATURE = re.compile(
    rf"^(?:\((?P<closing>[{HAN}{DOTS} 、,]{{2,24}})\)|[□■◎] ?(?P<opening>[{HAN}{DOTS} 、,]{{2,24}}))$"
)
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
    marks = [m for m in _MARKERS.finditer(line) if not _NOT_A_MARKER.match(line, _core(m))]
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
        _OUTLET_END.search(text) or is_organisation(text) or re.search(r"[、/&A-Za-z·-]", text)
    ):
        # 新华社为依法严厉打击…: a sentence went on where the name ended
        m = re.match(rf"[{HAN}]{{2,10}}?(?:社|网|網|报|報|台|新闻|新聞|财经|財經)", text)
        text = m.group() if m else ""
    if len(text) < 2 or len(text) > 40 or _NO_SOURCE.match(text) or not re.search(rf"[{HAN}A-Za-z]", text):
        return ""
    return text


def _outlet(before: str) -> str:
    """Return the outlet written before a marker (``证券时报`` of 证券时报记者), or nothing."""
    before = _URL_NOTE.sub("", before).rstrip(" ")
    m = _OUTLET_BEFORE.search(before)
    if m is None:
        return ""
    name = re.sub(r"^\d\d(?=\D)", "", m[1]) if before[: m.start(1)].endswith(":") else m[1]
    name = name.lstrip(_OPENERS).removeprefix("文/").strip("/·").replace("《", "").replace("》", "").strip()
    if _OWN.match(name) or len(name) < 2 or not (_OUTLET_END.search(name) or is_organisation(name)):
        return ""
    return (
        ""
        if re.match(r"(?:据|據|对|對|向|告诉|告訴|接受|由|和|与|以及|一位|有|多家|中国)[^/]*$", name)
        and len(name) <= 3
        else name
    )


_REPORTED = re.compile(
    rf"^(?P<outlet>[{HAN}A-Za-z0-9{DOTS}]{{3,12}}?)(?:综合|綜合)?(?:报道|報道|報導)(?=:|$)"
)

_WIRE = re.compile(rf"^(?P<outlet>[{HAN}A-Za-z0-9]{{2,8}}?) ?\d{{1,2}}月\d{{1,2}}日 ?\|")  # 格隆汇8月19日丨


def _dateline(line: str) -> str:
    """Return the outlet of a dateline (新华社北京11月22日电, 北京商报讯, 【明報專訊】), or nothing."""
    text = line.lstrip(_OPENERS + "《")
    reported = _REPORTED.match(text)
    if reported and (_OUTLET_END.search(reported["outlet"]) and not _OWN.match(reported["outlet"])):
        return reported["outlet"]
    if wire := _WIRE.match(text):
        return wire["outlet"]
    for size in range(2, min(17, len(text))):
        name = text[:size]
        if re.search(r"[、,。:;() ]|记者|記者", name):
            return ""
        if not _OUTLET_END.search(name):
            continue
        m = _DATED.match(text[size:])
        if m is None or _OUTLET_END.search(m["place"]) or m["place"][:1] in tuple("网網社报報台臺"):
            continue
        if not m["place"] or is_place(m["place"]) or re.search(r"\d日", m.group()):
            return "" if _OWN.match(name) else name.strip("《》")
    return ""


def _read_line(raw: str, found: _Found, *, weak: bool = False) -> None:
    """Read one line into ``found``; ``weak``: its source counts less (from running text)."""
    line = _flat(raw)
    if not line:
        return
    for m in _NAME_SLASH.finditer(line):
        if m["role"] in {"文", "撰文"}:
            found.add("reporter", names_in(m["name"]))
        elif m["role"] in {"编辑", "編輯"}:
            found.add("editor", names_in(m["name"]))
    slash = _AUTHOR_SLASH.match(line)
    if slash and slash["how"] not in {"摄", "攝", "图", "圖"}:
        found.add("reporter", names_in(slash["names"]))
    if outlet := _dateline(line):
        found.sources.append((2, outlet))
    dated = _NAMES_AFTER_DATELINE.search(line)
    if dated and not _MARKERS.search(dated["names"]):
        found.add("reporter", names_in(dated["names"]))
    segments = _segments(line)
    if not segments:
        _read_signature(line, found)
    if outlet := _dated_outlet(line):
        found.sources.append((3, outlet))
    inherited = ""
    for i, s in enumerate(segments):
        following = segments[i + 1] if i + 1 < len(segments) else None
        if following and s.role == "reporter" and s.strong and _outlet_only(s.text, following.marker):
            continue
        inherited = _read_segment(s, found, inherited, weak=weak)


_DATE_AND_NAME = re.compile(
    rf"^\(?(?:19|20)\d\d ?[-年./] ?\d{{1,2}} ?[-月./] ?\d{{1,2}}日?[ ·|]{{0,4}}(?:\d{{1,2}}:\d\d(?::\d\d)?)?[ ·|]{{0,4}}"
    rf"(?P<name>[{HAN}A-Za-z0-9{DOTS}]{{2,14}})(?: {{2,}}.*)?$"
)


def _dated_outlet(line: str) -> str:
    """Return the outlet of an information bar that is a date and a name: 2019年09月07日 04:04 北京日报."""
    m = _DATE_AND_NAME.match(line)
    name = m["name"].strip(DOTS) if m else ""
    return name if _OUTLET_END.search(name) and not _OWN.match(name) and not _MARKERS.search(name) else ""


def _outlet_only(text: str, marker: str) -> bool:
    """Tell 采写：南都见习记者: what stands between two markers, tight before the second, is its paper."""
    return marker.endswith(("记者", "記者")) and bool(re.fullmatch(rf"[{HAN}A-Za-z0-9/{DOTS}]{{2,16}}", text))


def _read_signature(line: str, found: _Found) -> None:
    """Read （姚峰 上海报道）, and （袁源） or □ 袁源 where they are the whole line."""
    if m := _REPORTED_BY.search(line):
        found.add("reporter", names_in(m["names"]))
    if m := _SIGNATURE.match(line):
        signed = m["closing"] or m["opening"]
        names = names_in(signed)
        if names and all(map(is_usual, names)) and len("".join(names)) == len(re.sub(r"[ 、,]", "", signed)):
            found.add("reporter", names)


def _read_segment(s: _Segment, found: _Found, inherited: str, *, weak: bool) -> str:
    """Read what follows one marker; return the role an immediately following marker takes over."""
    role: _Role = s.role
    if role == "source":
        if (s.strong or s.marker[-1] in "于於自" or s.text[:1].isascii()) and (name := _clean_source(s.text)):
            found.sources.append((3 if weak else 0, name))
        return ""
    if role == "stop":
        return ""
    text = s.text
    if m := _END.search(text):
        text = text[: m.start()]
    text = text.rstrip(" 、,|-—")
    if inherited == "other" and not s.before.strip(" :|/(") and role == "reporter":
        role = "other"
    if not text:
        return role if s.strong or role == "other" else ""
    if role == "reporter" and _PHOTO_END.search(text):
        return ""
    plain = s.marker.endswith(("记者", "記者", "通讯员", "通訊員", "实习生", "實習生"))
    if not s.strong and text[0] in ",、;":
        return ""
    names = names_in(text, loose=s.strong and not plain)
    if not s.spaced:
        # 记者张三了解: four characters set tight against the marker are no name
        names = [n for n in names if len(n) != 4 or is_usual(n)]
    if not s.strong and role == "editor" and len(names) == 0:
        return ""
    found.add(role, names)
    if names and role in {"reporter", "correspondent"} and (outlet := _outlet(s.before)):
        found.sources.append((1, outlet))
    return ""


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
        if piece not in names and (_OUTLET_END.search(piece) or is_organisation(piece)):
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
    if _MARKERS.search(_flat(author)):
        _read_line(author, found)
    elif author and not found.reporters:
        own = _Found()
        _bare(author, "reporter", own)
        found.add("reporter", [n for n in own.reporters if n not in found.editors])
        found.sources += own.sources
    if editor:
        if _MARKERS.search(_flat(editor)):
            _read_line(editor, found)
        else:
            _bare(editor, "editor", found)
    flat_source = _flat(source)
    if flat_source:
        marked = _Found()
        if _MARKERS.search(flat_source):
            _read_line(source, marked)
        for role, names in (
            ("reporter", marked.reporters),
            ("correspondent", marked.correspondents),
            ("editor", marked.editors),
        ):
            found.add(role, names)  # type: ignore[arg-type]
        if marked.sources:
            found.sources += [(-1, name) for _, name in marked.sources]
        elif not marked.anything() and (name := _clean_source(flat_source)):
            found.sources.append((-1, name))
    name = min(found.sources, key=lambda s: s[0])[1] if found.sources else ""
    text = "\n".join(
        dict.fromkeys(r.strip() for r in (*raws, *(() if raws else (author, editor))) if r.strip())
    )
    name = _as_published(name, (*raws, author, source)) if name else ""
    return Byline(text, found.reporters, found.correspondents, found.editors), Source(name)


_LEFT_OVER_CHARS = 4
_LEFT_OVER = re.compile(rf"[{HAN}A-Za-z0-9]")
_FILLERS = re.compile(
    r"(?:19|20)\d\d[-年./]\d{1,2}[-月./]\d{1,2}日?|\d{1,2}:\d\d(?::\d\d)?|\d{1,2}月\d{1,2}日|本报|本報|本网|本網|本刊|本台|[讯訊电電]"
    r"|(?:综合|綜合|摄影|攝影|专题|联合)?(?:报道|報道|報導)|[图圖文摄攝]|\(\w{1,3}\)|[A-Z]{1,4}_?\d{2,6}|返回搜狐[、,]?查看更多"
)


# Cheap: a line without one of these says nothing about who wrote it, or only by its dateline
_HINT = re.compile(
    r"[记記][者]|[编編][辑輯审審译譯缉緝校]|[责責][编編]|[来來][源自]|稿|作者|撰|[通][讯訊联][员員]|供|[转轉载載摘]自|原[载載]|出[处處]|[评評论論][员員]"
    r"|主[笔筆编編]|[执執]|特[派约約]|[采採]|[实實][习習]|文字|文 ?[/／|｜丨︱:：]|[图圖摄攝] ?[/／|｜丨︱:：]|整理|[报報][道導导]|[讯訊电電]|[Bb]y |校|[审審]|[□■◎]|^[(（【〔\[]"
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
    rest = _FILLERS.sub(" ", _MARKERS.sub(" ", _URL_NOTE.sub(" ", rest)))
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
    rf"|^\s*[^\s。，,]{{0,16}}(?:记者|記者)\s*[{HAN}{DOTS}、 　]{{2,20}}[/／][^。，,\s]{{0,8}}(?:报道|報道|報導)"
)
_TAIL_FRAME = re.compile(r"[（(【〔\[][^（()）【】〔〕\[\]。]{2,60}[）)】〕\]]\s*\d{0,8}\s*$")


def find_bylines(paragraphs: Sequence[str]) -> list[str]:
    """Return the pieces of an article's text that say who wrote or supplied it, in text order.

    Looks at whole lines among the first four and last six paragraphs, at what opens the first three
    (本报讯（记者 张三）…, （中央社記者王小明台北22日電）…) and at brackets that close the last six.  The
    pieces are for ``parse_byline``; the text itself is not changed.
    """
    filled = [p for p in paragraphs if p.strip()]
    found: list[str] = []
    for i, text in enumerate(filled):
        first, last = i < 4, i >= len(filled) - 6
        if not (first or last):
            continue
        if has_credit(text):
            found.append(text.strip())
            continue
        heads = [_HEAD_FRAME.match(text[:160])] if i < 3 else []
        tails = [_TAIL_FRAME.search(text[-100:])] if last else []
        for m in (*heads, *tails):
            # A bare name in brackets signs the text only where the text ends
            if m is None or (m in tails and i < len(filled) - 1 and not _MARKERS.search(_flat(m.group()))):
                continue
            piece = _Found()
            _read_line(m.group(), piece, weak=True)
            if piece.anything():
                found.append(m.group().strip())
    return list(dict.fromkeys(found))
