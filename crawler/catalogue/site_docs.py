"""docs/sites.md, docs/papers.md and docs/coverage.svg, written from the site files and the catalogue."""

# ruff: noqa: E501  (prose, tables and a drawing: a line is a line of the document)

from __future__ import annotations

import inspect
import re
import sys
from collections import Counter, defaultdict
from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crawler.site import NewsSpider

REGIONS = {
    "CN-BJ": "北京", "CN-TJ": "天津", "CN-HE": "河北", "CN-SX": "山西", "CN-NM": "内蒙古", "CN-LN": "辽宁",
    "CN-JL": "吉林", "CN-HL": "黑龙江", "CN-SH": "上海", "CN-JS": "江苏", "CN-ZJ": "浙江", "CN-AH": "安徽",
    "CN-FJ": "福建", "CN-JX": "江西", "CN-SD": "山东", "CN-HA": "河南", "CN-HB": "湖北", "CN-HN": "湖南",
    "CN-GD": "广东", "CN-GX": "广西", "CN-HI": "海南", "CN-CQ": "重庆", "CN-SC": "四川", "CN-GZ": "贵州",
    "CN-YN": "云南", "CN-XZ": "西藏", "CN-SN": "陕西", "CN-GS": "甘肃", "CN-QH": "青海", "CN-NX": "宁夏",
    "CN-XJ": "新疆", "HK": "香港", "MO": "澳門", "TW": "台灣", "SG": "新加坡", "MY": "马来西亚",
}  # fmt: skip

_TILES = {
    "CN-HL": (9, 0), "CN-NM": (6, 1), "CN-LN": (8, 1), "CN-JL": (9, 1), "CN-XJ": (1, 2), "CN-NX": (4, 2),
    "CN-SX": (5, 2), "CN-HE": (6, 2), "CN-BJ": (7, 2), "CN-TJ": (8, 2), "CN-QH": (2, 3), "CN-GS": (3, 3),
    "CN-SN": (4, 3), "CN-HA": (5, 3), "CN-SD": (6, 3), "CN-XZ": (1, 4), "CN-SC": (3, 4), "CN-CQ": (4, 4),
    "CN-HB": (5, 4), "CN-AH": (6, 4), "CN-JS": (7, 4), "CN-SH": (8, 4), "CN-GZ": (4, 5), "CN-HN": (5, 5),
    "CN-JX": (6, 5), "CN-ZJ": (7, 5), "CN-YN": (3, 6), "CN-GX": (4, 6), "CN-GD": (5, 6), "CN-FJ": (6, 6),
    "TW": (8, 6), "CN-HI": (4, 7), "MO": (5, 7), "HK": (6, 7), "MY": (1, 7), "SG": (2, 7),
}  # fmt: skip
"""Column and row of each region's tile: neighbours on the map are neighbours here."""

NOT_COVERED = (
    (
        "证券时报 数字报",
        "CN-GD",
        "epaper.stcn.com",
        "only the entry address is known; the web site is covered (`stcn`)",
    ),
    ("华商报", "CN-SN", "ehsb.hspress.net", "only the entry address is known"),
    ("每日商报", "CN-ZJ", "hzdaily.hangzhou.com.cn/mrsb", "only the entry address is known"),
    (
        "温州商报",
        "CN-ZJ",
        "szb.66wz.com",
        "only the entry address is known; seems to be a script application with an API",
    ),
    ("西藏商报", "CN-XZ", "e.xzxw.com/xzsb", "only the entry address is known"),
    (
        "乌鲁木齐晚报",
        "CN-XJ",
        "wlmqszb.womob.cn",
        "general; crawlable from the catalogue: `-a id=wulumuqiwanbao`",
    ),
    ("云南经济日报", "CN-YN", "", "no public scraper found"),
    ("新疆经济报", "CN-XJ", "", "no public scraper found"),
    ("齐鲁财经、大众财经", "CN-SD", "", "channel pages of portals; no selectors found"),
    (
        "上海证券报 网站",
        "CN-SH",
        "www.cnstock.com",
        "no selectors found; the paper is covered (`cnstock_epaper`)",
    ),
    ("TechNews 財經", "TW", "finance.technews.tw", "no selectors found"),
    ("Plataforma、澳門商報", "MO", "", "no selectors found"),
)
"""Outlet, region, address, what is missing."""

GONE = (
    (
        "厦门日报、厦门晚报、海西晨报 数字报",
        "epaper.xmnn.cn",
        "moved in 2026-07 to epaper.xmrb.com and dzb.sunnews.cn, another system",
    ),
    ("青岛财经日报 数字报 (old host)", "epaper.qdcaijing.com", "now www.qdcaijing.cn"),
    ("北京商报 数字报 (old host)", "epaper.bjbusiness.com.cn", "now epaper.bbtnews.com.cn"),
    ("义乌商报 (old host)", "szb.ywcity.cn", "now szb1.ywcity.cn; issues before 2024 are still read there"),
)
"""Outlet, address, where to."""

CHALLENGES = (
    ("aliyun_waf", "status 200, `acw_sc__v2` and `arg1` in a short page", "RSSHub segmentfault/utils.ts"),
    ("jiasule", "status 521, or `__jsl_clearance`", "YungGuo08/WebSpider#1"),
    ("cloudflare", "`cf-mitigated: challenge`, or `_cf_chl_opt`", "Cloudflare's documentation"),
    ("captcha, blocked", "few words, among them those a guard says", "DIYgod/RSSHub#11260, #11823"),
    (
        "script_cookie",
        "a page without words whose script sets a cookie and reloads",
        "what the first two have in common",
    ),
)


SITES_INTRO = """\
# Sites

Written by `make docs-sites` from the site files; do not edit. {sites} sites ({hans} simplified, {hant} traditional) and {papers} digital newspapers of the catalogue ([papers.md](papers.md)) in {covered} of {regions} regions. To add one: [add-a-site.md](add-a-site.md).

![Sites and digital newspapers per region](coverage.svg)

*Evidence*: A = a public scraper showed list and article selectors, A- = with gaps, B = addresses only. Nothing here was fetched live when it was written: `verified_at` of the collection `sites` is set by `scrapy doctor` on the day a site worked, and is empty until then.

## Families

| family | sites | papers | what it is |
|---|---:|---:|---|"""

GUARDS_INTRO = """
## Guards that are recognised

A challenge page is set aside (`challenge`), three in a row end the crawl; none is ever got round.

| kind | sign | source |
|---|---|---|"""

PAPERS_INTRO = """\
# Digital newspapers

Written by `make docs-sites` from `spiders/papers/papers.jsonl`; do not edit. {papers} papers; `scrapy crawl paper -a id=ID` reads the newest issue of any of them (`-a date=`, `-a since=` as for every site).

Of the {business} business papers all pages are read, of the others the finance pages. Addresses and selectors are facts of 2023-04 from a public scraper (xiaoxiaosuaxuan/newscrapy); none was verified since. Where a site file exists (last column), prefer it. Regions are those of the city or province in the name; national papers stand under 北京."""


def level_of(spider: type[NewsSpider]) -> str:
    """Return the evidence a site's docstring states: ``A``, ``A-`` or ``B``, and from where."""
    text = " ".join((inspect.getdoc(sys.modules[spider.__module__]) or "").split())
    found = re.search(r"(?:Evidence )?\b(A-|A|B)(?= \(|:)(?: \(([^)]*)\)|: ([^.;,]*))", text)
    return f"{found[1]}: {found[2] or found[3]}" if found else ""


def about(spider: type[NewsSpider]) -> str:
    """Return what a site's docstring says beside its evidence: caveats."""
    text = " ".join((inspect.getdoc(sys.modules[spider.__module__]) or "").split())
    rest = re.split(r"(?:Evidence )?\b(?:A-|A|B)(?: \([^)]*\)|: [^.;,]*)", text, maxsplit=1)
    return re.sub(r"^[\s.;:,]+", "", rest[1] if len(rest) > 1 else "")


def sites_page(spiders: Sequence[type[NewsSpider]], rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return docs/sites.md."""
    by_region = defaultdict(list)
    for spider in spiders:
        by_region[spider.region].append(spider)
    families = Counter(spider.family for spider in spiders)
    papers = Counter(str(row["family"]) for row in rows.values())
    covered = {spider.region for spider in spiders} | {str(row["region"]) for row in rows.values()}
    scripts = Counter(spider.script for spider in spiders)
    lines = [
        SITES_INTRO.format(
            sites=len(spiders), hans=scripts["hans"], hant=scripts["hant"], papers=len(rows),
            covered=len(covered), regions=len(REGIONS),
        ),
        *(
            f"| `{family}` | {families[family]} | {papers[family]} | {_family_doc(family)} |"
            for family in sorted(families | papers)
        ),
    ]  # fmt: skip
    lines += ["", "## Sites by region", ""]
    for region in [code for code in REGIONS if code in by_region]:
        lines += [
            f"### {REGIONS[region]} ({region})", "",
            "| site | outlet | family | script | host | evidence | notes |", "|---|---|---|---|---|---|---|",
        ]  # fmt: skip
        for spider in sorted(by_region[region], key=lambda s: s.name):
            host = urlsplit(spider.home_urls()[0]).netloc
            lines.append(
                f"| `{spider.name}` | {spider.outlet} | {spider.family} | {spider.script} | {host} | "
                f"{level_of(spider)} | {about(spider)} |"
            )
        lines.append("")
    lines += [
        "## Not covered, and what is missing",
        "",
        "| outlet | region | address | missing |",
        "|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row)} |" for row in NOT_COVERED]
    lines += ["", "## Moved or gone", "", "| outlet | address | |", "|---|---|---|"]
    lines += [f"| {' | '.join(row)} |" for row in GONE]
    lines += [GUARDS_INTRO, *(f"| {' | '.join(row)} |" for row in CHALLENGES)]
    return "\n".join(lines) + "\n"


def _family_doc(family: str) -> str:
    module = __import__(f"crawler.families.{family}", fromlist=["_"])
    return (inspect.getdoc(module) or "").splitlines()[0].rstrip(".").replace("|", "\\|")


def papers_page(rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return docs/papers.md."""
    business = sum(bool(row.get("business")) for row in rows.values())
    lines = [PAPERS_INTRO.format(papers=len(rows), business=business)]
    by_region = defaultdict(list)
    for row in rows.values():
        by_region[row["region"]].append(row)
    for region in [code for code in REGIONS if code in by_region]:
        lines += [
            "",
            f"## {REGIONS[region]} ({region})",
            "",
            "| id | paper | family | read | site |",
            "|---|---|---|---|---|",
        ]
        for row in sorted(by_region[region], key=lambda r: (not r.get("business"), r["id"])):
            read = "all pages" if row.get("business") else "finance pages"
            site = f"`{row['site']}`" if "site" in row else ""
            lines.append(f"| `{row['id']}` | {row['outlet']} | {row['family']} | {read} | {site} |")
    return "\n".join(lines) + "\n"


def coverage_svg(spiders: Sequence[type[NewsSpider]], rows: Mapping[str, Mapping[str, Any]]) -> str:
    """Return a tile map of the regions: one square each, its sites and its catalogue papers in figures."""
    sites = Counter(spider.region for spider in spiders)
    papers = Counter(str(row["region"]) for row in rows.values())
    side, gap, top = 78, 6, 56
    width, height = 10 * (side + gap) + gap, 8 * (side + gap) + top + 40
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="sans-serif" role="img" aria-label="Sites and digital newspapers per region">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        '<text x="10" y="24" font-size="18" fill="#222">Sites / digital newspapers of the catalogue, per region</text>',
        '<text x="10" y="44" font-size="12" fill="#666">Darker: more sites. Grey: catalogue papers only.</text>',
    ]
    for code, (column, line) in _TILES.items():
        x, y = gap + column * (side + gap), top + line * (side + gap)
        fill = (
            "#1f5f8b"
            if sites[code] >= 6
            else "#4b8fb8"
            if sites[code] >= 3
            else "#a9cce0"
            if sites[code]
            else "#e4e4e4"
        )
        ink = "#fff" if sites[code] >= 3 else "#222"
        figures = f"{sites[code]} / {papers[code]}" if code.startswith("CN-") else f"{sites[code]}"
        out.append(
            f"<g><title>{escape(REGIONS[code])}: {sites[code]} sites, {papers[code]} papers</title>"
            f'<rect x="{x}" y="{y}" width="{side}" height="{side}" rx="6" fill="{fill}"/>'
            f'<text x="{x + side / 2:g}" y="{y + 34}" font-size="16" text-anchor="middle" fill="{ink}">{REGIONS[code]}</text>'
            f'<text x="{x + side / 2:g}" y="{y + 58}" font-size="14" text-anchor="middle" fill="{ink}">{figures}</text></g>'
        )
    return "\n".join([*out, "</svg>"]) + "\n"


def documents() -> dict[str, str]:
    """Return every generated document: name under docs/ → text."""
    from scrapy.spiderloader import SpiderLoader
    from scrapy.utils.project import get_project_settings

    from crawler.families.papers import papers

    loader = SpiderLoader.from_settings(get_project_settings())
    outside = ("spiders.sample", "spiders.archive", "spiders.papers")
    spiders = [
        s for name in sorted(loader.list()) if not (s := loader.load(name)).__module__.startswith(outside)
    ]
    rows = papers()
    return {
        "sites.md": sites_page(spiders, rows),
        "papers.md": papers_page(rows),
        "coverage.svg": coverage_svg(spiders, rows),
    }


if __name__ == "__main__":
    from pathlib import Path

    for name, text in documents().items():
        Path("docs", name).write_text(text, "utf-8")
