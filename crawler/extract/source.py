"""Which outlet supplied a text: after 来源, before 记者, in a dateline, in the bar beside the date."""

from __future__ import annotations

import re
from functools import cache

from crawler.extract.markers import markers, words
from crawler.extract.names import DOTS, HAN, LATIN_OUTLET, is_organisation, is_place
from crawler.text.outlets import is_known_outlet
from crawler.text.quotes import QUOTES

OPENERS = "□■◎○●◆◇▲△★☆⊙*•·-—–>》「『“\"' ("
_BEFORE_MARKER = re.compile(rf"([{HAN}A-Za-z0-9{DOTS}.+/《》_-]{{2,30}}?) ?$")
URL_NOTE = re.compile(r"\((?:https?://)?(?:www\.)?[\w.-]+\.(?:com|cn|net|org)[^)]*\)", re.IGNORECASE)
_FILED_FROM = re.compile(rf"\([{HAN}、]{{2,8}},$")  # 《科创板日报》（上海，记者
_COLUMN = re.compile(r"[“「『][^“”「」]{1,12}[”」』]$")  # 新华社“新华视点”记者
_DAY = r"(?:\d{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_DATED = re.compile(
    rf"^[》/]? ?(?P<place>[\u3400-\u9fff]{{0,8}}?)(?:\([\u3400-\u9fff]{{1,8}}\))?\s?(?:\d{{4}}年)?"
    rf"(?P<day>(?:{_DAY}月)?(?:{_DAY}日)(?:{_DAY}时)?)?(?:电|電)?"
    r"\(?(?:(?:综合外|綜合外|综合|綜合|专|專|快|图文|特)*(?:讯|訊|电|電)|(?P<told>消息|报道|報道|報導|[获獲]悉))"
    r"(?!\(\d{4,6}|[视視子动動力商影信气氣池讯訊员員息社])"
)
_REPORTED = re.compile(
    rf"^(?P<outlet>[{HAN}A-Za-z0-9{DOTS}-]{{3,12}}?)》?(?:综合|綜合)?(?:报道|報道|報導)(?=[:)]|$)"
)
_WIRE = re.compile(  # 格隆汇8月19日丨, 中新经纬11月22日电
    rf"^(?P<outlet>[{HAN}A-Za-z0-9]{{2,8}}?) ?\d{{1,2}}月\d{{1,2}}日 ?[|电電讯訊]"
)
_DATE_AND_NAME = re.compile(
    rf"^(?:(?:https?://|www\.)[\w./-]{{4,40}}[ |]+)?"
    rf"\(?(?:19|20)\d\d ?[-年./] ?\d{{1,2}} ?[-月./] ?\d{{1,2}}日?[ ·|]{{0,4}}"
    rf"(?:\d{{1,2}}:\d\d(?::\d\d)?)?[ ·|]{{0,4}}"
    rf"(?P<name>[{HAN}A-Za-z0-9{DOTS}]{{2,14}})"
    r"(?:(?: {2,}| ?\|| (?=分享|微信|微博|字[号號]|收藏|打印|[评評浏瀏][论論览覽]|[阅閱][读讀])).*|\))?$"
)
_NAME_AND_DATE = re.compile(  # 江畔融媒 3小时前
    rf"^(?P<name>[{HAN}A-Za-z0-9{DOTS}]{{2,14}})[ ·|]{{1,4}}"
    r"(?:\d{1,2} ?(?:分[钟鐘]|小[时時]|天)前|[昨今前]天"
    r"|\d{1,2}[-月/.]\d{1,2}日? \d{1,2}:\d\d|(?:19|20)\d\d ?[-年/.]\d{1,2}[-月/.]\d{1,2})"
)
_PRINTED = re.compile(  # 《人民日报》（2026年11月22日 02版）
    rf"《 ?(?P<outlet>[{HAN}]{{2,12}}) ?》 ?\(? ?(?:19|20)\d\d年 ?\d{{1,2}}月 ?\d{{1,2}}日[^)]{{0,12}}版"
)
_ACCORDING = re.compile(
    rf"\(?(?:[均皆]?[据據]|[综綜]合自?) ?《?(?P<outlet>[{HAN}A-Za-z0-9、{DOTS}]{{3,30}})》?\)?。?"
)
_SOURCE_END = re.compile(
    r"[;)。]|,(?! )|(?:19|20)\d\d ?[-年./]|\d{1,2}[-月]\d{1,2}|\d{1,2}:\d\d|https?://|\(|<|\s{2,}|→|»|>"
    r"| ?(?:IP ?(?:[属屬]地|地址)|[发發][布佈表][于於] ?:)"
    r"| (?=字|浏览|阅读|点击|评论|分享|打印|我要|手机|关注|人参与|举报|\d)"
)
_ADDRESS = re.compile(rf"^(?:https?://|www\.)[\w./-]{{4,40}} +(?=[{HAN}])")  # of the site, before its name
_ACCOUNT = re.compile(r"^(?:微信)?(?:公众号|公眾號|公众平台|微信号)[:：]?(?=[ “「\"'《【])[ “「\"'《]*")
_WHEN = re.compile("[今昨][天日]|日前|近日")  # 某公司今天发布消息
_PAPER_OF_SITE = re.compile(rf"[{HAN}]{{2,8}}[网網] ?[-—－·]+ ?《([^》]{{2,12}})》$")  # 人民网-《人民日报》
_ENDED = re.compile(r"[”」\"](?:微信)?公[众眾][号號]$|等?(?:综合|綜合)整理$|等$")
_QUOTED = re.compile(r"《([^》]{2,20})》(?! ?[、,/])")
_COLLECTED = re.compile("(?:[综綜]合|整理)$")  # 江畔财经综合: an outlet's own, of several
_APP_BUTTON = re.compile("(?:下[载載]|打[开開]|安[装裝]|手[机機]|新[闻聞]|官方|移[动動])+客[户戶]端")
_APP = re.compile(rf"(?!下[载載]|打[开開]|安[装裝]|[关關]注|[扫掃本])[{HAN}]{{2,8}}客[户戶]端")
_PAPER = re.compile("[日晚早晨午时時周週][报報刊]")  # of a name cut before it: 科技·日报
_PARTS = re.compile(f"[/{DOTS}]")
_LATIN_OUTLET = re.compile(rf"[A-Za-z]{{2,8}} [{HAN}]{{2,4}}(?<=[财財新资資][经經闻聞讯訊])")  # Now 財經
_LATIN_GAP = re.compile(r"[A-Za-z0-9·・-] [A-Za-z]")


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(f"(?:{words()['outlet_end']})$")


@cache
def _no_source() -> re.Pattern[str]:
    own = r"本[站网網报報刊](?:原创|原創|讯|訊|整理|综合|綜合|编辑)?"
    rights = r".*(?:版权|版權|copyright).*"
    return re.compile(rf"(?:{own}|{rights}|{words()['no_source']})", re.IGNORECASE)


def is_own(name: str) -> bool:
    """Tell 本报, 商报 and other names by which a paper means itself."""
    return bool(re.fullmatch(words()["own"], name))


def is_outlet(name: str) -> bool:
    """Tell an outlet or office by its end, or because it is listed; not a desk, not 本报."""
    if is_own(name):
        return False
    return ends_like_outlet(name) or (is_organisation(name) and name[-1] not in "组組部室")


def ends_like_outlet(name: str) -> bool:
    """Tell an outlet by how it ends (报, 网, 新闻 …) or because it is listed."""
    if _ending().search(name) or LATIN_OUTLET.search(name):
        return True
    return is_known_outlet(name) or is_known_outlet(_PARTS.split(name)[-1])


def clean_source(text: str) -> str:
    """Return the outlet what follows 来源 begins with, or nothing."""
    text = _ADDRESS.sub("", text.strip(" :|/—-_"))
    text = _ACCOUNT.sub("", text)
    if quoted := _QUOTED.match(text):
        text = quoted[1]
    if m := _SOURCE_END.search(text):
        text = text[: m.start()]
    if printed := _PAPER_OF_SITE.fullmatch(text.strip()):
        text = printed[1]
    text = text.strip(f" \xa0:|/—-_、,;·{QUOTES}").removeprefix("《").removesuffix("》")
    text = _ENDED.sub("", text.removeprefix("据").removeprefix("據"))
    if " " in text and not _LATIN_OUTLET.fullmatch(text):
        text = _first_word(text)
    collected = re.match(r"(?:综合|綜合)(?:整理)?自?[:：]?(?=.{2})", text)
    if collected and ends_like_outlet(re.split("[、,/]", text[collected.end() :])[0]):
        text = text[collected.end() :]
    if len(text) > 14 and not (
        ends_like_outlet(text) or is_organisation(text) or re.search(r"^.{2,14}[、/&·-]|[A-Za-z]", text)
    ):
        # 新华社为依法严厉打击…: a sentence went on where the name ended
        m = re.match(rf"[{HAN}]{{2,10}}?(?:社|网|網|报|報|台|新闻|新聞|财经|財經)", text)
        text = m.group() if m else ""
    if not 2 <= len(text) <= 40 or _no_source().fullmatch(text) or not re.search(rf"[{HAN}A-Za-z]", text):
        return ""
    return text


def _first_word(text: str) -> str:
    """Return 每日经济新闻 of 每日经济新闻 王辛夷, but all of EE Times China."""
    first, *rest = text.split(" ")
    for word in rest:
        if _LATIN_GAP.search(first[-1] + " " + word[0]) or first[-1] in "·・•-" or word[0] in "·・•-":
            first += " " + word
        else:
            break
    return first


def outlet_before(before: str, marker: str) -> str:
    """Return the outlet written before a marker (``证券时报`` of 证券时报记者), or nothing."""
    before = _COLUMN.sub("", _FILED_FROM.sub("", URL_NOTE.sub("", before)).rstrip(" ()|"))
    m = _BEFORE_MARKER.search(before)
    if m is None:
        return ""
    name = re.sub(r"^\d\d(?=\D)", "", m[1]) if before[: m.start(1)].endswith(":") else m[1]
    name = name.lstrip(OPENERS).removeprefix("文/").strip("/·").replace("《", "").replace("》", "").strip()
    whose, _, desk = name.rpartition("/")
    if whose and is_own(desk):  # 聯合報╱本報記者
        name = whose
    for told in ("报道", "報道", "報導", "讯", "訊"):  # 环球网报道 记者, 长城网·冀云客户端讯（记者
        whose = name.removesuffix(told)
        if whose != name and not is_known_outlet(name) and any(map(ends_like_outlet, _PARTS.split(whose))):
            name = whose
    quoted = m[1].startswith("《")  # 《财经》 is a paper, 财经记者 has none
    parts = [name, *_PARTS.split(name)]
    if len(name) < 2 or re.search(r"\d日|^本[报報网網刊台臺社站]", name) or (is_own(name) and not quoted):
        return ""
    if not any(map(is_outlet, parts)) and not (quoted and marker.endswith(("记者", "記者"))):
        return ""
    spoken = re.match(r"(?:据|據|对|對|向|告诉|告訴|接受|由|和|与|以及|一位|有|多家|中国)[^/]*$", name)
    return "" if (spoken and len(name) <= 3) or name[0] in "为為系係" else name


def dateline(line: str) -> str:
    """Return the outlet of a dateline (新华社北京11月22日电, 北京商报讯, 【明報專訊】), or nothing."""
    text = line.lstrip(OPENERS + "《").removeprefix("据").removeprefix("據").removeprefix("《")
    reported = _REPORTED.match(text)
    if reported and is_outlet(name := re.sub("^(?:综合|綜合)(?=..)", "", reported["outlet"])):
        return name
    for size in range(2, min(17, len(text))):
        name = text[:size]
        if re.search(r"[、,。:;() ]|记者|記者", name):
            break
        if name[-1] in "-·/》" or not ends_like_outlet(name) or _WHEN.search(name):
            continue
        m = _DATED.match(text[size:])
        if m is None:
            continue
        begun = (
            _PAPER.match(m["place"])
            or m["place"][:1] in tuple("网網社报報台臺处處办局部司")
            or ends_like_outlet(m["place"])
        )
        if begun and not is_place(m["place"]):
            continue  # the name goes on
        after = text[size + m.end() :][:1]
        if m["told"] and not m["day"] and not _told_by(name, m["told"], after):
            continue
        if not m["place"] or is_place(m["place"]) or (m["day"] and _ending().search(name)):
            return "" if is_own(name) or "《" in name else _ENDED.sub("", name)
    wire = _WIRE.match(text)
    return wire["outlet"] if wire and not is_place(wire["outlet"]) and wire["outlet"][0] != "本" else ""


def _told_by(name: str, verb: str, after: str) -> bool:
    """Tell 央视网消息： and 财联社获悉 from other news, where no day is given."""
    if verb == "消息":
        return not after or after in ":),("
    return verb in {"获悉", "獲悉"} and (is_known_outlet(name) or name.upper().endswith("APP"))


def printed_in(line: str) -> str:
    """Return the paper of a note such as 《人民日报》（2026年11月22日 02版）, or nothing."""
    m = _PRINTED.search(line)
    return m["outlet"] if m else ""


def dated_outlet(line: str) -> str:
    """Return the outlet of an information bar that is a date and a name: 2019年09月07日 04:04 北京日报."""
    m = _DATE_AND_NAME.match(line) or _NAME_AND_DATE.match(line)
    name = m["name"].strip(DOTS) if m else ""
    return (
        name
        if ends_like_outlet(_COLLECTED.sub("", name))
        and not (is_own(name) or _APP_BUTTON.fullmatch(name) or markers().search(name))
        else ""
    )


def according_to(line: str) -> str:
    """Return the outlet of a whole line that names nothing else: （据《江畔晚报》）, 综合新华社、央视新闻."""
    m = _ACCORDING.fullmatch(line)
    name = m["outlet"] if m else ""
    return name if name and all(map(ends_like_outlet, re.split("[、,]", name))) and not is_own(name) else ""


def is_app(text: str) -> bool:
    """Tell an outlet's app by its whole name, 江畔日报客户端, from a button: 下载客户端."""
    return bool(_APP.fullmatch(text)) and not _APP_BUTTON.fullmatch(text)
