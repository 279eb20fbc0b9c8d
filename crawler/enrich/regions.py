"""Find administrative regions of China, and resolve each to its GB/T 2260 code.

``find_regions`` returns one dictionary per mention; consecutive levels (山东省青岛市市北区) are one:

==============  =================================================================================
``code``        GB/T 2260, six digits; ISO 3166-2 (``TW-TPE``) for Taiwan's cities and counties;
                empty when the name is shared and nothing near decides
``name``        current official name of the deepest level
``level``       ``province``, ``city`` or ``county``
``path``        official names from the province down
``candidates``  codes it may be; only where ``code`` is empty
``former``      the name written, where it is no longer in force (胶南市 → 黄岛区)
``text``        as published
``span``        ``[start, end]`` in the text given
==============  =================================================================================

A county name shared by several cities (鼓楼区, 市中区) takes the one under a region written directly
before it, else the one under the region mentioned last, else under any mentioned, else in the
province of ``context``.  Short county names (昆山, 朝阳) count under their parent (北京朝阳), beside their
full name, or when they are known to mean nothing else.  Names inside street names, newspapers,
exchanges and companies are left out.
"""

from __future__ import annotations

import re
from collections import deque
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crawler.enrich.aligned import Words, align, read_table

if TYPE_CHECKING:
    from collections.abc import Iterable

PROVINCE_OF_ISO = {
    "BJ": "110000", "TJ": "120000", "HE": "130000", "SX": "140000", "NM": "150000", "LN": "210000",
    "JL": "220000", "HL": "230000", "SH": "310000", "JS": "320000", "ZJ": "330000", "AH": "340000",
    "FJ": "350000", "JX": "360000", "SD": "370000", "HA": "410000", "HB": "420000", "HN": "430000",
    "GD": "440000", "GX": "450000", "HI": "460000", "CQ": "500000", "SC": "510000", "GZ": "520000",
    "YN": "530000", "XZ": "540000", "SN": "610000", "GS": "620000", "QH": "630000", "NX": "640000",
    "XJ": "650000", "TW": "710000", "HK": "810000", "MO": "820000",
}  # fmt: skip
"""ISO 3166-2 letters of a province → GB/T 2260."""

_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|哈萨克族|傣族|黎族|"
    "傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯|锡伯族|阿昌族|普米族|塔吉克|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春|各族|(?<!内)蒙古|壮"
)
_LONG = re.compile(rf"(?:{_PEOPLES})*(?:自治[区州县旗]|特别行政区)$")
_SUFFIX = re.compile(r"(?:地区|新区|林区|特区|[省市区县州盟旗])$")
_OTHER_WORD = re.compile(
    r"市(?=[场值盈面占况售价净]|民(?![政生营间航宗兵族主建革盟进办情事警国意众法]))|区(?=[域划间块别位号]|分(?![局行公院会部校店社支]))|县(?=[级域乡])|旗(?=[下舰帜])|省(?=[钱时心力])"
)
"""A name's last character that rather begins a word: 青岛市场 is 青岛 and 市场."""
_FORMER_SUFFIX = re.compile(r"县(?![级域])")
_PART_OF_NAME = re.compile(
    r"[东西南北中]?[一二三四五六七八九十]?(?:路(?![演径由况桥网线])|街(?![头区道])|大道|大街|支路)|"
    r"[^，。；、\s]{0,4}(?:日报|晚报|早报|晨报|商报|都市报|青年报|证券报|经济报|时报|电视台|卫视)|"
    r"(?:证券|期货|黄金|商品|联合|数据|钻石|石油天然气)?(?:交易所|联交所|证交所|期交所|清算所)|银行间同业|证交所|联交所|"
    r"综指|成指|成份指数"
)
_PERSON = re.compile(
    r"(?:记者|发言人|董事长|经理|总裁|主席|主任|书记|[省市县区局部厅处行院校会]长|分析师|研究员|教授|律师|作者|编辑)"
    r"[:： ]?"
    r"[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏汪姜"
    r"姚谭廖邹熊陆郝孔崔康毛邱秦顾侯邵孟段雷钱汤尹黎贺赖龚]$"
)
"""What stands before a given name that is also a place: 发言人沈丹阳."""
_LOCATED = re.compile(r"[^\u4e00-\u9fff]|[在于赴到往从来省市]")
_GAP = re.compile(r"[ ·/\-]?$")


class Region(NamedTuple):
    """One row of the table, with its ancestors' codes."""

    code: str
    name: str
    level: str
    parents: tuple[str, ...]
    """Codes from the nearest ancestor up."""
    key: str
    """The name as ``align`` writes it."""


class _Surface(NamedTuple):
    """A way of writing a region."""

    regions: tuple[Region, ...]
    """Whom it may mean; empty for a word that only looks like a region."""
    full: bool
    weak: bool
    """Means something else too: needs its parent or its full name in the text."""

    @property
    def is_guess(self) -> bool:
        """A short form that counts only with support."""
        return self.weak and not self.full


class _Match(NamedTuple):
    start: int
    end: int
    """One more than the text's where a suffix of former times follows."""
    text: str
    surface: _Surface


class _Tables(NamedTuple):
    regions: dict[str, Region]
    words: dict[str, _Surface]
    finder: Words
    full_names: dict[str, set[str]]
    """Short form → the official names it stands for."""
    common: set[str]
    """Names that are also common words (``region_names_weak``)."""


_REMEMBERED = 40
"""How many mentions back a shared name looks for its city."""
_LEVELS = ("province", "city", "county")


def _read_regions() -> dict[str, Region]:
    rows = {row[0]: row for row in (*read_table("regions"), *read_table("regions_by_hand"))}
    regions: dict[str, Region] = {}
    for code, (_, name, level, above) in rows.items():
        parents: list[str] = []
        while above:
            parents.append(above)
            above = rows[above][3]  # noqa: PLW2901 - climbing
        regions[code] = Region(code, name, level, tuple(parents), align(name))
    return regions


@cache
def _tables() -> _Tables:
    """Read the tables and index every way of writing (some 30 ms, on first use)."""
    regions = _read_regions()
    weak, safe, never = (
        {row[0] for row in read_table(f"region_names_{t}")} for t in ("weak", "safe", "words")
    )
    full: dict[str, list[Region]] = {}
    short: dict[str, list[Region]] = {}
    full_names: dict[str, set[str]] = {}
    for region in sorted(regions.values(), key=lambda r: _LEVELS.index(r.level)):
        full.setdefault(region.key, []).append(region)
        for form in _shorts(region.key):
            if region.level != "county" or form not in never:
                short.setdefault(form, []).append(region)
                full_names.setdefault(form, set()).add(region.key)
    for name, code, _ in read_table("former_regions"):
        if regions[code] not in full.setdefault(name, []):
            full[name].append(regions[code])
    surfaces = {n: _Surface(tuple(r), full=True, weak=n in weak) for n, r in full.items()}
    for form, named in short.items():
        known = named[0].level != "county" or form in safe
        surfaces.setdefault(form, _Surface(tuple(named), full=False, weak=form in weak or not known))
    for word in (*(row[0] for row in read_table("region_blockers")), *_companies(surfaces)):
        surfaces.setdefault(word, _Surface((), full=False, weak=False))
    return _Tables(regions, surfaces, Words(surfaces), full_names, weak)


@cache
def region_names() -> frozenset[str]:
    """Return the names of provinces, cities and counties that mean nothing else: 青岛市, 青岛."""
    return frozenset(
        word for word, surface in _tables().words.items() if surface.regions and not surface.is_guess
    )


def _companies(surfaces: dict[str, _Surface]) -> list[str]:
    """Short names of listed companies that hold a region's name: 青岛啤酒 is no mention of 青岛."""
    names = {align(row[2]) for table in ("stocks", "stocks_by_hand") for row in read_table(table)}
    return [n for n in names if len(n) >= 3 and any(n[i : i + 2] in surfaces for i in range(len(n) - 1))]


def _shorts(full: str) -> set[str]:
    """Short forms of an official name, two characters at least: 恩施土家族苗族自治州 → 恩施, 恩施州."""
    stem = _LONG.sub("", full)
    if stem != full:
        shorts = {stem, stem + "州"} if full.endswith("自治州") else {stem}
    else:
        shorts = {_SUFFIX.sub("", full)}
    return {s for s in shorts if len(s) >= 2 and s != full}


def _scan(text: str) -> list[_Match]:
    """Return leftmost-longest matches of the table's names, wrong continuations left out."""
    tables = _tables()
    matches: list[_Match] = []
    free = 0
    for at, word in tables.finder.find(text):
        surface, end = tables.words[word], at + len(word)
        if at < free:
            # A county's short form that nothing backs yields to what begins inside it: 东河南投资.
            if not (matches and matches[-1].end == free and matches[-1].surface.is_guess) or surface.is_guess:
                continue
            matches.pop()
        if surface.regions and _continues(text, (at, end), surface, tables, attached=free == at > 0):
            continue
        if surface.regions and not surface.full and surface.regions[0].level == "county":
            end += bool(_FORMER_SUFFIX.match(text, end))  # 孟津县, a district since 2021
        free = end
        if surface.regions and not _PART_OF_NAME.match(text, end):
            matches.append(_Match(at, end, word, surface))
    return matches


def _continues(
    text: str, span: tuple[int, int], surface: _Surface, tables: _Tables, *, attached: bool
) -> bool:
    """Tell whether the last or first character belongs to another word: 青岛市|场, 和|和县, 青岛|市北区.

    ``attached``: another region ends where this one begins.
    """
    start, end = span
    if surface.full and _OTHER_WORD.match(text, end - 1):
        return True
    if not surface.full and _PERSON.search(text, max(0, start - 6), start):
        return True
    if surface.full and end - start == 2 and start and not attached and not _LOCATED.match(text, start - 1):
        return True
    overlap = tables.words.get(text[end - 1 : end + 2]) if text[end - 1] == "市" else None
    codes = {r.code for r in surface.regions}
    return overlap is not None and any(codes & set(r.parents) for r in overlap.regions)


def find_regions(text: str, *, context: str = "") -> list[dict[str, Any]]:
    """Return the regions mentioned in ``text``, in order, as described above.

    ``context`` is the outlet's region (ISO 3166-2, such as ``CN-SD``); it only decides between
    regions of one name.
    """
    matches = _scan(align(text))
    alone = (m.surface.regions[0] for m in matches if len(m.surface.regions) == 1 and not m.surface.weak)
    near = _Near(
        PROVINCE_OF_ISO.get(context.rpartition("-")[2], ""),
        {m.text for m in matches},
        deque(maxlen=_REMEMBERED),
        {region.code: region for region in alone},
        {},
        set(),
    )
    found: list[dict[str, Any]] = []
    above: tuple[Region, int, int] | None = None
    for match in matches:
        parent = above[0] if above and _GAP.fullmatch(text, above[2], match.start) else None
        choice = _resolve(match, parent, near)
        if not choice:
            above = None
            continue
        chained = above is not None and parent is not None and parent.code in choice[0].parents
        start = above[1] if chained and above else match.start
        if chained:
            found.pop()
            near.introduced.add(match.text)
        found.append(_describe(text, (start, match.end), match, choice))
        above = (choice[0], start, match.end) if len(choice) == 1 else None
        if len(choice) == 1:
            near.before.append(choice[0])
    return found


class _Near(NamedTuple):
    """What may decide between regions of one name."""

    province: str
    written: set[str]
    before: deque[Region]
    anywhere: dict[str, Region]
    """By code, in order."""
    decided: dict[str, tuple[Region, ...]]
    """Shared name → whom ``anywhere`` says it means: asked once, lists of places name it a thousand times."""
    introduced: set[str]
    """Names written under their parent so far: 广州南沙, later only 南沙."""


def _resolve(match: _Match, parent: Region | None, near: _Near) -> tuple[Region, ...]:
    """Return the one region meant, several when nothing decides, none when it is no mention."""
    regions = match.surface.regions
    if parent is not None:
        below = tuple(r for r in regions if parent.code in r.parents)
        if len(below) == 1:
            return below
        if parent.level != "county" and all(r.level == "county" for r in regions):
            return ()
    outdated = match.end - match.start > len(match.text)
    if match.surface.weak and not outdated and not _supported(match, near):
        return ()
    if not match.surface.full:
        regions = tuple(r for r in regions if r.level == regions[0].level)
    if len(regions) == 1:
        return regions
    if below := _only_one(regions, reversed(near.before)):
        return below
    if match.text not in near.decided:
        near.decided[match.text] = _only_one(regions, near.anywhere.values())
    if below := near.decided[match.text]:
        return below
    below = tuple(r for r in regions if near.province and near.province in r.parents)
    return below if len(below) == 1 else regions


def _only_one(regions: tuple[Region, ...], others: Iterable[Region]) -> tuple[Region, ...]:
    """Return the one of ``regions`` that is, or lies in, the first of ``others`` that decides; else none."""
    for region in others:
        for code in (region.code, *region.parents[:-1]):
            below = tuple(r for r in regions if code in r.parents or r.code == code)
            if len(below) == 1:
                return below
    return ()


def _supported(match: _Match, near: _Near) -> bool:
    """Tell whether the text backs a weak name: its full form stands there, or its city does before it."""
    if not match.surface.full:
        tables = _tables()
        if match.text in near.introduced and match.text not in tables.common:
            return True
        return bool(tables.full_names.get(match.text, set()) & near.written)
    cities = {code for r in near.before for code in (r.code, *r.parents)}
    return any(r.parents and r.parents[0] in cities for r in match.surface.regions)


def _describe(text: str, span: tuple[int, int], match: _Match, choice: tuple[Region, ...]) -> dict[str, Any]:
    regions, region = _tables().regions, choice[0]
    record: dict[str, Any] = {"code": region.code, "name": region.name, "level": region.level}
    record["path"] = [regions[code].name for code in reversed(region.parents)] + [region.name]
    if len(choice) > 1:
        record |= {"code": "", "path": [], "candidates": [r.code for r in choice]}
    elif match.end - match.start > len(match.text) or (match.surface.full and match.text != region.key):
        record["former"] = text[match.start : match.end]
    return record | {"text": text[slice(*span)], "span": list(span)}
