"""Measure enrichment beside its peers: ``make bench-enrich``.

Accuracy on the labelled cases of ``tests/crawler/enrich``: ours as the tests count it, and, so that peers
can be compared, by what every tool gives: the set of codes of a text (regions), the set of sums of money
(amounts).  The cases were written with this project; peers are measured on ground they did not choose.
Speed: milliseconds per article of 2,000 characters (the one below), the best of many passes.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crawler.enrich.aligned import align
from crawler.enrich.amounts import find_amounts
from crawler.enrich.regions import find_regions
from crawler.enrich.stocks import find_stocks

if TYPE_CHECKING:
    from collections.abc import Callable

CASES = Path(__file__).parents[1] / "tests" / "crawler" / "enrich"
PASSES = 40
CHARS = 2_000
STORY = (
    "　　本报讯（记者 李样）记者昨日从市统计局获悉，今年前三季度，全市规模以上工业增加值同比增长6.2%"
    "，增速比上半年提高0.4个百分点；固定资产投资完成1862.5亿元，其中民间投资占比达到五成以上。青"
    "岛市市北区、崂山区和胶州市的新签约项目较多，计划总投资2—3亿元的有12个。\n"
    "　　市发展改革委有关负责人表示，下一步将继续优化营商环境，推动重点项目早开工、早投产、早见效，让企业"
    "有更多的获得感。今年以来，有关部门先后走访企业一千余家，帮助解决用工、用地、融资等方面的问题，线上办"
    "理事项的比例进一步提高，群众办事不再来回跑。\n"
    "　　从资本市场看，海信视像（600060）和赛轮轮胎（601058.SH）相继发布三季报，分别实现净"
    "利润16.8亿元和30.2亿元。分析人士认为，随着海外市场需求逐步恢复，出口型企业的订单有望保持平稳"
    "，但原材料价格和汇率的变化仍需要密切关注，企业应当做好相应的准备。\n"
    "　　据介绍，山东省近年来加快建设现代化产业体系，传统产业改造升级步伐加快，新的增长动力正在形成。多位"
    "受访的企业负责人说，他们对明年的经营有信心，将继续加大研发投入，培养技术人才，同时把更多的精力放在产"
    "品质量和客户服务上面，走稳走好每一步。\n"
)


def rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (CASES / f"{name}.tsv").read_text("utf-8").splitlines()[1:]]


def expected(cell: str) -> list[tuple[str, str]]:
    """Return (left, right) of each ``left=right`` or ``left@right``."""
    mark = "@" if "@" in cell else "="
    return [(left, right) for left, _, right in (one.partition(mark) for one in cell.split(";") if one)]


def our_stocks(text: str) -> set[str]:
    return {f"{s['code']}.{s['exchange']}" for s in find_stocks(text)}


def our_regions(text: str) -> set[str]:
    return {r["code"] for r in find_regions(text) if r["code"]}


def our_money(text: str) -> set[float]:
    return {round(abs(a["value"]), 4) for a in find_amounts(text) if a["currency"]}


OURS = {"stocks": our_stocks, "regions": our_regions, "money": our_money}


def peers() -> dict[str, tuple[str, Callable[[str], set[Any]]]]:
    """Name → (what it finds, function); those that are installed."""
    found: dict[str, tuple[str, Callable[[str], set[Any]]]] = {}
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with contextlib.suppress(ImportError):
            cpca = importlib.import_module("cpca")

            def cpca_regions(text: str) -> set[str]:
                codes = cpca.transform_text_with_addrs(text)["adcode"]
                return {c for c in codes if isinstance(c, str)}

            found["cpca"] = "regions", cpca_regions
        with contextlib.suppress(ImportError):
            jionlp = importlib.import_module("jionlp")

            def jionlp_money(text: str) -> set[float]:
                sums = (m["detail"]["num"] for m in jionlp.ner.extract_money(text, with_parsing=True) or [])
                first = (s[0] if isinstance(s, list) else s for s in sums)
                return {round(abs(float(s)), 4) for s in first if s not in (None, "null")}

            found["jionlp"] = "money", jionlp_money
    return found


def truth(kind: str) -> list[tuple[str, set[Any]]]:
    if kind == "stocks":
        return [(t, {code for code, _ in expected(e)}) for t, e in rows("stocks")]
    if kind == "regions":
        return [(t, {code for code, _ in expected(e)}) for t, context, e in rows("regions") if not context]
    cases = []
    for text, default, cell in rows("amounts"):
        units = [(left.split(" "), text) for left, text in expected(cell)]
        money = {
            round(abs(float(u[0].split("~")[0])), 4)
            for u, _ in units
            if u[1][:3].isupper() and u[1][:3].isalpha()
        }
        if not default:
            cases.append((text, money))
    return cases


def score(find: Callable[[str], set[Any]], cases: list[tuple[str, set[Any]]]) -> tuple[float, float, int]:
    """Return precision, recall and the number of cases a tool failed on with an exception."""
    right = wrong = missed = failed = 0
    for text, wanted in cases:
        try:
            got = find(text)
        except Exception:  # a peer's crash is a finding; ours is a bug
            if find in OURS.values():
                raise
            got, failed = set(), failed + 1
        right += len(got & wanted)
        wrong += len(got - wanted)
        missed += len(wanted - got)
    return right / max(right + wrong, 1), right / max(right + missed, 1), failed


def speed(find: Callable[[str], Any], texts: list[str]) -> float:
    """Milliseconds per text, the best of several passes."""
    best = float("inf")
    for _ in range(PASSES):
        align.cache_clear()
        start = time.perf_counter()
        for text in texts:
            find(text)
        best = min(best, time.perf_counter() - start)
    return best / len(texts) * 1000


def together(text: str) -> None:
    find_stocks(text)
    find_regions(text)
    find_amounts(text)


def main() -> None:
    articles = [(STORY * 4)[:CHARS]]
    tools = {f"ours: {kind}": (kind, find) for kind, find in OURS.items()}
    print(f"{'tool':16}{'finds':10}{'cases':>6}{'precision':>11}{'recall':>9}{'failed':>8}{'ms/2,000':>10}")
    for name, (kind, find) in {**tools, **peers()}.items():
        cases = truth(kind)
        precision, recall, failed = score(find, cases)
        took = speed(find, articles)
        print(f"{name:16}{kind:10}{len(cases):6}{precision:11.1%}{recall:9.1%}{failed:8}{took:10.2f}")
    print(f"{'ours: together':16}{'all':10}{'':6}{'':28}{speed(together, articles):10.2f}")


if __name__ == "__main__":
    main()
