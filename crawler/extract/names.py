"""Personal names in bylines: what can be one, and where one ends and the next begins.

A name is only looked for where a marker (记者, 通讯员, 责编 …) says that one follows; this module
decides which of the following characters are it.  Names stay as published, in either script.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from crawler.text.outlets import is_known_outlet

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = r"\u3400-\u9fff\U00020000-\U000323af"
DOTS = "·•・‧･∙⋅"

_RUN = re.compile(
    rf"(?P<dotted>[{HAN}]{{1,12}}(?: ?[{DOTS}．.] ?[{HAN}A-Z][{HAN}A-Z]{{0,11}}){{1,4}})"
    rf"|(?P<han>[{HAN}]+)"
    r"|(?P<latin>[A-Za-z][A-Za-z.'’-]*(?: [A-Z][A-Za-z.'’-]*){0,3})"
)
_JOIN = re.compile(r"[\s、,，/／;；&＆|｜丨︱+]+")
_AND = re.compile(r"和|與|与|及")
# 张 三 and 王 小 明: names of two or three characters set wide
_SPACED = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ \u3000]{{1,3}}[{HAN}]){{1,7}}(?![{HAN}])")
_SPACED_DOT = re.compile(rf"([{HAN}]+) ([{DOTS}]) (?=[{HAN}])")  # 阿布都拉 · 吐尔逊
_MOMENT = re.compile(r"[今昨前][天日]|[刚剛]|[上下]午|星期|[周週][一二三四五六日]")
_TITLED = re.compile(  # 张局长, 李总: addressed, not named
    rf"^[{HAN}]{{1,2}}(?:[局处處市省县縣区區部院校会會行科所社台站组組厂廠]长|[局處市省縣區部院校會行科所社站組廠]長|主任|书记|書記|总裁|總裁|老师|老師|教授|博士"
    r"|律师|律師|先生|女士|小姐|经理|經理|主席|董事|总监|總監|医生|醫生|同志|[总總董])$"
)
_ASKING = re.compile("[请請您你]|如有|联系|聯繫|侵权|侵權")
_POST = re.compile(  # 青岛大学教授: what somebody is
    r"(?:教授|研究员|研究員|分析师|分析師|经济学家|經濟學家|评论员|評論員|评论人|顾问|顧問|主任|院长|院長|所长|所長|部长|部長|总裁|總裁|经理|經理|董事长|董事長"
    r"|秘书长|会长|會長|记者|記者|编辑|編輯|博士|律师|律師|合伙人|创始人|創辦人|委员|委員|书记|局长|局長|专家|專家)$"
)
_CODE = re.compile(r"[_ ]?(?:[A-Z]{1,4}\d{2,6}|[A-Z]{2,4}_?\d+|\d{2,6})$")

# The end of an organisation's name.  One character is enough only after three others.
_ORG_END = re.compile(
    r"(?:日报|晚报|早报|商报|时报|周报|都市报|晨报|导报|快报|参考报|报社|报业|日報|晚報|早報|商報|時報|週報|晨報|導報|快報|報社|報業|新闻|新聞|新闻网|在线|在綫|網站|网站|客户端"
    r"|财经|財經|传媒|傳媒|媒体|媒體|全媒体|融媒|频道|頻道|杂志|雜誌|周刊|週刊|月刊|通讯社|通訊社|电视台|電視台|电台|電台|广播|廣播|出版社|编辑部|編輯部|编辑室|工作室|团队|團隊|小组|小組|报道组|評論員|研究院|研究所|研究中心|中心"
    r"|公司|集团|集團|银行|銀行|证券|證券|基金|保险|大学|大學|学院|學院|学校|学会|协会|協會|联合会|聯合會|工商联|工商聯|商会|商會|委员会|委員會|政府|办公室|辦公室|管理局|公安局|税务局|法院|检察院|医院|醫院|街道|社区|支行|分行|分局|支队|大队|宣传部|党委|纪委|发改委|国资委|工信局|商务局"
    r"|总编室|總編室|发布|發布|视角|观察|觀察|评论|論壇|论坛|智库|智庫|资讯|資訊|快讯|快訊|之声|之聲|热线|平台|号|號|网络|網絡|科技|软件|軟體|技术|技術|系统|专栏|专刊|縱橫|纵横|直播|视频|视界|日刊)$"
    rf"|[{HAN}A-Za-z0-9]{{3,}}[报報网網社台臺刊局部委厅廳院所会會处處办辦组組队隊]$|[{HAN}]{{2,}}[馆館]$"
)
LATIN_OUTLET = re.compile(r"[A-Za-z] ?(?:News|Times|Daily|Weekly|Media|TV|Club|Magazine|Studio)$")
"""How outlets end that call themselves in Latin letters: DoNews, Money Times."""
_FILED = re.compile(rf"([{HAN}]{{2}})(?:综合|綜合|现场|現場|摄影|攝影)?(?:报道|報道|報導|报导)")
_WIRED = re.compile(r"\d{1,2}日(?:[专專特]|[综綜]合外?)*[电電讯訊]")
_NAME_AND_TOWN = 5
"""Characters of a name of three and a town at least."""
_PLACE_WORD = re.compile(
    r"(?:综合|綜合|现场|現場|专题|獨家|独家|联合|聯合|采访|採訪|整理|编译|編譯|外电|外電)+$"
)
_TAIL = re.compile(
    r"(?:[对對]本文[亦也]?有[贡貢][献獻]|(?:综合|綜合|摄影|攝影|采写|專題|专题|连线|連線|图文|圖文|联合|聯合)?(?:报道|報道|報導|报导)"
    r"|(?:特|專|专|综合外|綜合外)?[电電][讯訊]?|专访|專訪|特稿|采写|採寫|采访|採訪|整理|编译|編譯|撰写|撰文|文[图圖]|摄影|攝影|[摄攝]|供稿|供图|出自|等|(?<=..)[赞讚])$"
)


def word_lines(name: str) -> list[str]:
    """Return the lines of a file of ``byline_words``, comments left out."""
    text = files("crawler.extract").joinpath("byline_words", name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def _words(name: str) -> list[str]:
    return " ".join(word_lines(name)).split()


@cache
def _common_surnames() -> frozenset[str]:
    return frozenset("".join(_words("common_surnames.txt")))


@cache
def _surnames() -> frozenset[str]:
    return frozenset("".join(_words("surnames.txt")))


@cache
def _compound_surnames() -> frozenset[str]:
    return frozenset(_words("compound_surnames.txt"))


def _is_compound(han: str) -> bool:
    return han[:2] in _compound_surnames() or han[:3] in _compound_surnames()


@cache
def _places() -> frozenset[str]:
    return frozenset(_words("places.txt"))


@cache
def _not_names() -> frozenset[str]:
    return frozenset(w.lower() for w in _words("not_names.txt"))


def is_organisation(text: str) -> bool:
    """Tell the name of an outlet, office or company by how it ends."""
    return bool(_ORG_END.search(text.strip()))


@cache
def _words_like_names() -> frozenset[str]:
    rows = (line.split() for line in word_lines("words_like_names.txt"))
    return frozenset(row[0] + rest for row in rows for rest in row[1:])


_LONGEST_PART = 8
"""Characters between the dots of a name at most: more are a headline's with a dot in it."""


def is_usual(name: str) -> bool:
    """Tell a name that is one even without a marker beside it: 袁源, 欧阳娜娜, 阿依古丽·买买提."""
    parts = re.split(f"[{DOTS}]", name)
    if (len(parts) > 1 and max(map(len, parts)) <= _LONGEST_PART) or (len(name) > 2 and _is_compound(name)):
        return True
    return (
        len(name) in {2, 3}
        and name[0] in _common_surnames()
        and name[-1] not in "榜网網社報报会會"
        and name not in _words_like_names()
        and not _is_word(name)
    )


def is_natural(name: str) -> bool:
    """Tell what is made as names are, a surname and one or two characters, and is no known word."""
    return name not in _words_like_names() and _single(name) <= 1


def is_spelt(name: str) -> bool:
    """Tell a Tibetan or Mongol name of parts that lists have: 扎西次仁."""
    return bool(_spelt().fullmatch(name))


def is_pen_name(text: str) -> bool:
    """Tell two or three characters that are no known word, place or outlet."""
    return (
        bool(re.fullmatch(rf"[{HAN}]{{2,3}}", text))
        and _han_names(text, loose=True) == [text]
        and text not in _words_like_names()
    )


_PROVINCES = frozenset(
    (
        "江苏",
        "江蘇",
        "江西",
        "安徽",
        "云南",
        "雲南",
        "宁夏",
        "寧夏",
        "陕西",
        "陝西",
        "台湾",
        "台灣",
        "金门",
        "金門",
    )
)
_DOES = re.compile("[报報社网網台臺刊部组組站]$|^[应應何方和对對向都曾时時]|[访訪察查系繫证證悉解看]$")


def is_name_and_word(text: str) -> bool:
    """Tell two characters that are a word or a town, and a name where nothing but a name can stand: 高兴."""
    return (
        bool(re.fullmatch(rf"[{HAN}]{{2}}", text))
        and _is_word(text)
        and text[0] in _common_surnames()
        and text not in _PROVINCES
        and not _DOES.search(text)
    )


def is_place(text: str) -> bool:
    """Tell a place reports are filed from."""
    return text.strip() in _places()


@cache
def _spelt() -> re.Pattern[str]:
    words = (*_words("tibetan_names.txt"), *_words("mongol_names.txt"))
    return re.compile("(?:" + "|".join(words) + "){1,3}")


@cache
def _foreign() -> re.Pattern[str]:
    return re.compile("[" + "".join(_words("syllables.txt")) + "]+")


@cache
def _syllabic() -> re.Pattern[str]:
    return re.compile("[" + "".join(_words("yi_tibetan_syllables.txt")) + "]{4}")


_BESIDE_SPELT = re.compile("[东東智郎朗斯嘎松江周华華本先夏尖项項知主官索班公保太秀豆文毛切才让讓]{2}")
"""The other half, which lists do not have: of characters that Tibetan sounds are written with."""


def _is_half_spelt(han: str) -> bool:
    """Tell a Tibetan name of four of which lists have one half: 才让东智, 斯郎旺姆."""
    if len(han) != 4 or any(map(_is_word, (han[:2], han[2:]))):
        return False
    halves = ((han[:2], han[2:]), (han[2:], han[:2]))
    return any(_spelt().fullmatch(a) and _BESIDE_SPELT.fullmatch(b) for a, b in halves)


def _is_word(text: str) -> bool:
    return text.lower() in _not_names() or text in _places()


def _single(han: str) -> int:
    """Return what it costs to take ``han`` for one person's name; 0 is a natural one, 9 is none."""
    if _is_word(han):
        return 9
    if _spelt().fullmatch(han):
        return 0 if len(han) > 2 else 1
    for size in (3, 2):
        if han[:size] in _compound_surnames():
            return 0 if len(han) - size in {1, 2} else 9
    if 3 <= len(han) <= 6 and _foreign().fullmatch(han) and han[0] not in _common_surnames():
        return 1
    if _syllabic().fullmatch(han) or _is_half_spelt(han):
        return 1
    if han[0] not in _surnames():
        return 9
    return {2: 1, 3: 0, 4: 4}.get(len(han), 9)


_PAIRS = 4
"""Characters that Tibetan and Yi names most often have."""


def _without_town(han: str) -> str:
    """Cut the town before a Tibetan name: 玛曲扎西次仁."""
    towns = (han[:size] for size in (3, 2) if len(han) - size >= _PAIRS)
    return next((han[len(t) :] for t in towns if t in _places()), han)


def _split_run(han: str) -> list[str]:
    """Split names written without a space (``张三李四光``); empty when the run is not names."""
    if len(han) < 2 or (len(han) > 4 and "的" in han):
        return []
    if is_spelt(han):
        return [_without_town(han)]
    if _single(han) < 4 or (len(han) == 4 and _single(han) == 4 and not _two_pairs(han)):
        return [han]
    if len(han) == 4:
        return [han[:2], han[2:]] if _two_pairs(han) else []
    best: list[tuple[int, list[str]] | None] = [(0, [])] + [None] * len(han)
    for end in range(2, len(han) + 1):
        for length in (3, 2, 4):
            before = best[end - length] if end >= length else None
            cost = _single(han[end - length : end]) if before else 9
            if before and cost < 4 and (best[end] is None or before[0] + cost < best[end][0]):  # type: ignore[index]
                best[end] = (before[0] + cost, [*before[1], han[end - length : end]])
    found = best[len(han)]
    return found[1] if found else []


def _joined_by_and(han: str) -> list[str]:
    """Split 张三和李四; a name may hold the character itself (张和平, 和珅)."""
    for m in _AND.finditer(han):
        left, right = _split_run(han[: m.start()]), _split_run(han[m.end() :])
        if left and right:
            return [*left, *right]
    return []


def _two_pairs(han: str) -> bool:
    """Tell two names of two characters from one of four such as 陈方安生 (husband's surname first)."""
    return (
        _single(han[:2]) < 4 and _single(han[2:]) < 4 and han[1] not in _surnames() and not _is_compound(han)
    )


def _without_tail(han: str) -> tuple[str, bool]:
    """Cut 报道, 摄, 综合 and a place from the end of a run; say whether something was cut."""
    whole = han
    while m := (_TAIL.search(han) or _PLACE_WORD.search(han)):
        if m.start() == 0:
            return "", True
        han = han[: m.start()]
    for size in range(min(7, len(han)), 1, -1):
        if han[-size:] in _places():
            rest = han[:-size]
            if not rest:
                return "", True
            # 王小明台北 is no pair of names; 欧阳云南 is one
            if _split_run(rest) and (whole != han or _single(han) > 0):
                return rest, True
    if whole != han and len(han) in {4, 5} and not _is_compound(han):
        # 記者田磊竹崎報導: a town nobody lists; the second half begins with no usual surname
        name, rest = han[:-2], han[-2:]
        if is_usual(name) and rest[0] not in _common_surnames() and not _spelt().fullmatch(han):
            return name, True
    if whole != han and any(han[:size] in _places() for size in (2, 3, 4)):
        bare = _without_town(han)
        return (bare if bare != han and is_spelt(bare) else ""), True  # 山东冠县报道, 玛曲扎西次仁报道
    return han, whole != han


def _holds_a_town(han: str) -> bool:
    """Tell a name of three with a town nobody lists behind it: 記者姜遠珍仁川富平29日專電."""
    people = _split_run(han)
    return len(han) >= _NAME_AND_TOWN and is_usual(han[:3]) and not (people and all(map(is_usual, people)))


def _han_names(han: str, *, loose: bool, wired: bool = False) -> list[str] | None:
    """Return the names in a run of Han characters; [] to pass over it, None when the names end here.

    ``wired``: 22日電 stands behind the run, which says that a place closes it.
    """
    if _is_word(han) or is_known_outlet(han):
        return []
    if _TITLED.match(han) and not _is_compound(han):
        return [han] if loose and han[0] not in _surnames() else []  # 泥巴先生 signs so, 张先生 is addressed
    if (len(han) == 3 and han[-1] in "网網报報") or (han[-1] in "市县縣省" and han[:-1] in _places()):
        return []
    if len(han) >= 4 and is_organisation(han):
        return []
    if len(han) <= 3 and han[-1] not in "摄攝" and (names := _split_run(han)):
        return names
    han, cut = _without_tail(han)
    if wired and not cut and _holds_a_town(han):
        han = han[:3]
    names = _joined_by_and(han) or _split_run(han)
    if names or cut:
        return names
    if is_organisation(han) or _POST.search(han):
        return []
    if loose and 2 <= len(han) <= 6 and han[-1] not in "报報网網社" and not _ASKING.search(han):
        return [han]
    return None


def joined(text: str) -> str:
    """Close names that were set with spaces inside: ``张 三`` to align with 李四光, ``王 小 明``."""

    def close(m: re.Match[str]) -> str:
        han = re.sub(r"[ \u3000]", "", m.group())
        size = 3 if len(han) == 3 else 2
        names = [han[i : i + size] for i in range(0, len(han), size)]
        return " ".join(names) if all(_single(n) < 4 for n in names) else m.group()

    def dotted(m: re.Match[str]) -> str:
        # 王嘉祺 · 新山报道, 傅雨桐 · 今天: a whole name before the dot, what follows is a place or a time
        apart = is_usual(m[1]) or (is_natural(m[1]) and _MOMENT.match(m.string, m.end()))
        return m.group() if apart else f"{m[1]}{m[2]}"

    return _SPACED.sub(close, _SPACED_DOT.sub(dotted, text))


def _pieces(text: str) -> Iterator[str]:
    for piece in _JOIN.split(text):
        if piece := piece.strip(" \u3000.-—_*:：◎●○■□◆◇★☆"):
            yield piece


def _latin(piece: str) -> bool:
    return (
        bool(re.fullmatch(r"[A-Za-z][A-Za-z.'’-]*(?: [A-Za-z][A-Za-z.'’-]*){0,3}", piece)) and len(piece) >= 2
    )


def names_in(text: str, *, loose: bool = False) -> list[str]:
    """Return the names a string after a marker begins with, as published, in order, each once.

    Reading goes on over organisations and places (``通讯员 市税务局 张三``) and stops at the first
    thing that is no name.  ``loose``: a pen name without a surname counts too (责任编辑：山石).
    """
    names: list[str] = []
    text = joined(text.strip())
    # English names hold spaces: protect them from the split
    text = re.split(r"(?<=[a-z]) (?:in|at|for|from|and) | on (?=\d)", text)[0]
    text = re.sub(r"(?<=[A-Za-z.'’-]) (?=[A-Z][A-Za-z.'’-]*)", "\x00", text)
    for raw in _pieces(text):
        piece = _CODE.sub("", raw.replace("\x00", " ")).strip(" _")
        if not piece or (piece != raw and re.fullmatch("[a-z]+", piece)):  # an account: kj005
            continue
        filed = _FILED.fullmatch(piece) if names else None
        if filed and filed[1][0] not in _common_surnames() and not _spelt().fullmatch(filed[1]):
            break  # 通讯员 张三 李四 海渝报道: two characters of which no usual name is made are a place
        found = _piece_names(piece, loose=loose)
        if found is None and not names and _is_first_of_list(piece, text):
            continue
        if found is None:
            break
        names += [n for n in found if n not in names]
    return names


def _is_first_of_list(piece: str, text: str) -> bool:
    """Tell what is passed over before a name: what may be one of four, a town before a Tibetan or Yi one."""
    at = text.find(piece) + len(piece)
    following = next(_pieces(text[at : at + 2 * _LONGEST_PART]), "")
    if re.fullmatch(rf"[{HAN}]{{2,3}}", piece):  # 昭觉 吉克阿优: a town nobody lists
        return len(following) >= _PAIRS and bool(
            _spelt().fullmatch(following) or _syllabic().fullmatch(following)
        )
    return bool(re.fullmatch(rf"[{HAN}]{{4}}", piece)) and is_usual(following)


def _piece_names(piece: str, *, loose: bool) -> list[str] | None:
    if re.fullmatch(rf"[{HAN}]+", piece):
        return _han_names(piece, loose=loose)
    m = _RUN.match(piece)
    if m and m["dotted"] and m.end() == len(piece) and len(piece) <= 30:
        piece = _TAIL.sub("", piece)
        parts = re.split(f"[{DOTS}]", piece)
        return [] if any(map(is_organisation, parts)) or _is_word(piece) else [piece]
    if _latin(piece):
        known = is_known_outlet(piece) or any(map(_is_word, (piece, *piece.split(" "))))
        known = known or bool(LATIN_OUTLET.search(piece))
        return [] if known else [piece]
    wired = bool(m and _WIRED.match(piece, m.end()))
    if m and m["han"] and (names := _han_names(m["han"], loose=False, wired=wired)):
        # 张三11月22日电, 张三(实习): what follows is no name
        return names
    return [] if is_organisation(piece) else None
