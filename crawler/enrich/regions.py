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
province of ``context``.  Names inside street names, newspapers, exchanges and companies are left out.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from crawler.enrich.aligned import align, read_table

PROVINCE_OF_ISO = dict(
    zip(
        "BJ TJ HE SX NM LN JL HL SH JS ZJ AH FJ JX SD HA HB HN GD GX HI CQ SC GZ YN XZ SN GS QH NX XJ TW HK MO".split(),
        "110000 120000 130000 140000 150000 210000 220000 230000 310000 320000 330000 340000 350000 360000 370000 "
        "410000 420000 430000 440000 450000 460000 500000 510000 520000 530000 540000 610000 620000 630000 640000 "
        "650000 710000 810000 820000".split(),
        strict=True,
    )
)
"""ISO 3166-2 letters of a province → GB/T 2260."""

_PEOPLES = (
    "蒙古族|回族|藏族|维吾尔|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克|哈萨克族|傣族|黎族|"
    "傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜|柯尔克孜族|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|"
    "锡伯|锡伯族|阿昌族|普米族|塔吉克|怒族|鄂温克族|德昂族|保安族|裕固族|独龙族|鄂伦春|各族|蒙古|壮"
)
_LONG = re.compile(rf"(?:{_PEOPLES})*(?:自治[区州县旗]|特别行政区)$")
_SUFFIX = re.compile(r"(?:地区|新区|林区|特区|[省市区县州盟旗])$")
_SUFFIX_STOPS = {
    "市": "场值盈面占况售价净",
    "区": "域划分间块别位号",
    "县": "级域乡",
    "旗": "下舰帜",
    "省": "钱时心力",
}
_STREET = re.compile(
    r"[东西南北中]?[一二三四五六七八九十]?(?:路(?![演径由况桥网线])|街(?![头区道])|大道|大街|支路)|"
    r"[^，。；、\s]{0,4}(?:日报|晚报|早报|晨报|商报|都市报|青年报|证券报|经济报|时报|电视台|卫视)|"
    r"(?:证券|期货|黄金|商品|联合|数据|钻石|石油天然气)?(?:交易所|联交所|证交所|期交所|清算所)|银行间同业|证交所|联交所"
)
_LOCATED = re.compile(r"(?:^|[^\u4e00-\u9fff]|[在于赴到往从至来与及、])$")
_MAX_GAP = re.compile(r"[ ·/\-]?$")


class Region(NamedTuple):
    """One row of the table, with its ancestors' codes."""

    code: str
    name: str
    level: str
    parents: tuple[str, ...]
    """Codes from the nearest ancestor up."""


class _Match(NamedTuple):
    start: int
    end: int
    surface: str
    regions: tuple[Region, ...]
    bare: bool
    """A short form, or a name too weak to stand alone: needs support from the text."""


class _Tables(NamedTuple):
    regions: dict[str, Region]
    index: dict[str, dict[str, tuple[tuple[Region, ...], bool]]]
    """First two characters → surface → (regions, needs support); blockers have no regions."""
    full_of_short: dict[str, set[str]]


@cache
def _tables() -> _Tables:
    rows = {row[0]: row for row in (*read_table("regions"), *read_table("regions_by_hand"))}
    regions: dict[str, Region] = {}
    for code, (_, name, level, parent) in rows.items():
        parents: list[str] = []
        while parent:
            parents.append(parent)
            parent = rows[parent][3]
        regions[code] = Region(code, name, level, tuple(parents))
    surfaces: dict[str, tuple[list[Region], bool]] = {}
    full_of_short: dict[str, set[str]] = {}
    weak = {row[0] for row in read_table("region_names_weak")}
    safe = {row[0] for row in read_table("region_names_safe")}

    def add(surface: str, region: Region, needs: bool) -> None:  # noqa: FBT001
        entry = surfaces.setdefault(surface, ([], needs))
        if region not in entry[0]:
            entry[0].append(region)
        surfaces[surface] = (entry[0], entry[1] and needs)

    for region in regions.values():
        full = align(region.name)
        add(full, region, full in weak or len(full) == 2)
    for region in regions.values():
        full = align(region.name)
        for short in _shorts(full):
            if (
                short in surfaces
                and any(r.level != "county" for r in surfaces[short][0])
                and region.level != "province"
            ):
                continue
            needs = short in weak or (region.level == "county" and short not in safe)
            full_of_short.setdefault(short, set()).add(full)
            add(short, region, needs)
    for name, code, _ in read_table("former_regions"):
        add(name, regions[code], len(name) == 2 or name in weak)
    index: dict[str, dict[str, tuple[tuple[Region, ...], bool]]] = {}
    for surface in sorted(surfaces, key=len, reverse=True):
        found, needs = surfaces[surface]
        index.setdefault(surface[:2], {})[surface] = (tuple(found), needs)
    blockers = [row[0] for row in read_table("region_blockers")]
    blockers += [
        align(r[2]) for r in read_table("stocks") if len(r[2]) >= 4 and any(s in r[2] for s in surfaces)
    ]
    for word in blockers:
        index.setdefault(word[:2], {}).setdefault(word, ((), False))
    for key, words in index.items():
        index[key] = dict(sorted(words.items(), key=lambda w: -len(w[0])))
    return _Tables(regions, index, full_of_short)


def _shorts(full: str) -> set[str]:
    """Short forms of an official name, two characters at least: 恩施土家族苗族自治州 → 恩施, 恩施州."""
    stem = _LONG.sub("", full)
    if stem != full:
        shorts = {stem}
        if full.endswith("自治州"):
            shorts.add(stem + "州")
    else:
        shorts = {_SUFFIX.sub("", full)}
    return {s for s in shorts if len(s) >= 2 and s != full}


def _scan(text: str) -> list[_Match]:
    """Return leftmost-longest matches of the table's names, wrong continuations left out."""
    tables = _tables()
    index, matches, at, last = tables.index, [], 0, len(text) - 1
    while at < last:
        words = index.get(text[at : at + 2])
        if words is None:
            at += 1
            continue
        step = 1
        for surface, (regions, needs) in words.items():
            if not text.startswith(surface, at):
                continue
            end = at + len(surface)
            if not regions:
                step = len(surface)
                break
            if (
                text[end : end + 1] in _SUFFIX_STOPS.get(surface[-1], "")
                and text[end : end + 1]
                and len(surface) > 2
            ):
                continue
            if _splits_before(text, end, regions, tables):
                continue
            if _STREET.match(text, end):
                step = len(surface)
                break
            matches.append(_Match(at, end, surface, regions, needs))
            step = len(surface)
            break
        at += step
    return matches


def _splits_before(text: str, end: int, regions: tuple[Region, ...], tables: _Tables) -> bool:
    """青岛市北区 is 青岛 and 市北区: tell whether the match's last 市 belongs to the next name."""
    if text[end - 1] != "市":
        return False
    follows = tables.index.get(text[end - 1 : end + 1], {}).get(text[end - 1 : end + 2])
    codes = {r.code for r in regions}
    return follows is not None and any(codes & set(r.parents) for r in follows[0])


def find_regions(text: str, *, context: str = "") -> list[dict[str, Any]]:
    """Return the regions mentioned in ``text``, in order, as described above.

    ``context`` is the outlet's region (ISO 3166-2, such as ``CN-SD``); it only decides between
    regions of one name.
    """
    matches = _scan(align(text))
    province = PROVINCE_OF_ISO.get(context.rpartition("-")[2], "")
    written = {m.surface for m in matches}
    mentioned: list[Region] = [m.regions[0] for m in matches if len(m.regions) == 1 and not m.bare]
    found: list[dict[str, Any]] = []
    previous: tuple[Region, int, int] | None = None
    recent: list[Region] = []
    for match in matches:
        above = previous[0] if previous and _MAX_GAP.fullmatch(text, previous[2], match.start) else None
        choice = _resolve(text, match, above, recent, mentioned, province, written)
        if not choice:
            previous = None
            continue
        region = choice[0]
        chained = above is not None and above.code in region.parents
        start = previous[1] if chained and previous else match.start
        if chained:
            found.pop()
        found.append(_record(text, (start, match.end), match, choice))
        previous = (region, start, match.end) if len(choice) == 1 else None
        if len(choice) == 1:
            recent.append(region)
    return found


def _resolve(
    text: str,
    match: _Match,
    above: Region | None,
    recent: list[Region],
    mentioned: list[Region],
    province: str,
    written: set[str],
) -> tuple[Region, ...]:
    """Return the one region meant, several when nothing decides, none when it is no mention."""
    if above is not None:
        below = tuple(r for r in match.regions if above.code in r.parents)
        if len(below) == 1:
            return below
        if above.level != "county" and all(r.level == "county" for r in match.regions):
            return ()
    if match.bare and not _tables().full_of_short.get(match.surface, set()) & written:
        return ()
    if len(match.regions) == 1:
        return match.regions
    for region in (*reversed(recent), *mentioned):
        for code in (region.code, *region.parents[:-1]):
            below = tuple(r for r in match.regions if code in r.parents or r.code == code)
            if len(below) == 1:
                return below
    below = tuple(r for r in match.regions if province and province in r.parents)
    return below if len(below) == 1 else match.regions


def _record(text: str, span: tuple[int, int], match: _Match, choice: tuple[Region, ...]) -> dict[str, Any]:
    regions, region = _tables().regions, choice[0]
    record: dict[str, Any] = {"code": region.code, "name": region.name, "level": region.level}
    record["path"] = [regions[code].name for code in reversed(region.parents)] + [region.name]
    if len(choice) > 1:
        record |= {"code": "", "path": [], "candidates": [r.code for r in choice]}
    if match.surface not in (align(region.name), *_shorts(align(region.name))):
        record["former"] = text[match.start : match.end]
    record |= {"text": text[slice(*span)], "span": list(span)}
    return record
