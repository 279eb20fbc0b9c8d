"""Our extraction and the peers' on the same labelled pages, in one run: ``make bench-extract``.

Body: F1 of character bigrams, white space left out.  Title: equal but for white space, signs and a site's
tail in the gold.  Date: same day.  Reporters: all names of the gold and no other.  Editor line: share of
pages whose body holds a line naming an editor.  Seconds: process time of one core; peers get decoded text.
``ours, declared``: the same pages with selectors for title and body, as a site file has them, derived from
where the generic path found both.  ``bare lxml.html``: what it takes to parse the decoded page, no more.
"""

from __future__ import annotations

import argparse
import collections
import gzip
import json
import re
import statistics
import subprocess
import time
from datetime import datetime, timedelta, timezone
from os.path import commonpath
from pathlib import Path

from lxml import html as lxml_html

from crawler.extract import extract_html
from crawler.extract.charset import decode
from crawler.extract.selectors import Selectors
from crawler.items import Article, Draft
from crawler.text.dates import parse_date
from crawler.text.normalise import normalise

CHINA = timezone(timedelta(hours=8))
SHORT = 250
EDITOR = re.compile(r"^\W*(?:责任编辑|責任編輯|责编|責編|编辑|編輯|校对|校對)\s*[:：]", re.MULTILINE)


def grams(text: str) -> collections.Counter[str]:
    text = re.sub(r"\s+", "", text or "")
    return collections.Counter(text[i : i + 2] for i in range(len(text) - 1))


def f1(ours: str, gold: str) -> float:
    a, b = grams(ours), grams(gold)
    return 2 * sum((a & b).values()) / max(1, sum(a.values()) + sum(b.values()))


def bare(text: str) -> str:
    return re.sub(r"[\s\W_]+", "", text or "").lower()


def same_title(ours: str, gold: str) -> bool:
    first = re.split(r"\s*[_|｜]\s*|\s+[-–—]\s*|--", gold)[0]
    return bool(ours) and bare(ours) in {bare(gold), bare(first)}


def day_of(raw: str, now: datetime) -> str:
    found = parse_date(raw, now=now) if raw else None
    return found.at.astimezone(CHINA).strftime("%Y-%m-%d") if found else ""


def names(text: str) -> set[str]:
    return {n for n in re.split(r"[\s,，、;；/|]+", text or "") if n}


def pages(folder: Path) -> list[tuple[str, Path, dict]]:
    found = []
    for gold in sorted(folder.glob("pages*/*/*.json")):
        html = gold.with_name(gold.stem + ".html.gz")
        if html.exists():
            found.append((f"{gold.parent.name}/{gold.stem}", html, json.loads(gold.read_text())))
    return found


_STEP = re.compile(r"[a-z]\w*(?:[.#][A-Za-z_][\w-]*)*")


def declared(draft: Draft) -> Selectors | None:
    """Return selectors of the elements in which title and body were found; none where they have no names."""
    paths = [f.path.rpartition("/")[0] for f in draft.fragments if f.role == "body" and f.path]
    shared = commonpath(paths).split("/") if paths else []
    named = [s for s in shared if _STEP.fullmatch(s) and ("." in s or "#" in s)]
    title = next((f.path.rpartition("/")[2] for f in draft.fragments if f.role == "title"), "")
    return Selectors(title=title if _STEP.fullmatch(title) else "", body=named[-1]) if named else None


def bare_parses(rows: list[tuple[str, Path, dict]]) -> list[dict]:
    results = []
    for turn, (name, path, _) in enumerate([*rows[:2], *rows]):
        text = re.sub(r"^\s*<\?xml[^>]*>", "", decode(gzip.decompress(path.read_bytes())).text)
        start = time.process_time()
        lxml_html.document_fromstring(text)
        seconds = time.process_time() - start
        if turn >= 2:
            results.append({"page": name, "seconds": seconds, "timed_only": True})
    return results


def ours(rows: list[tuple[str, Path, dict]], selectors: dict[str, Selectors] | None = None) -> list[dict]:
    """Return what we find; ``selectors``: of the pages to take as declared, all others are left out."""
    now = datetime(2026, 1, 1, tzinfo=CHINA)
    if selectors is not None:
        rows = [row for row in rows if row[0] in selectors]
    results = []
    for turn, (name, path, gold) in enumerate([*rows[:2], *rows]):
        body = gzip.decompress(path.read_bytes())
        start = time.process_time()
        draft = extract_html(body, url=gold.get("url") or "", now=now, selectors=(selectors or {}).get(name))
        seconds = time.process_time() - start
        if turn < 2:
            continue
        article = Article(draft=draft, url=draft.url, fetched_at=now)
        normalise(article)
        results.append(
            {
                "tool": "ours",
                "page": name,
                "seconds": seconds,
                "text": "\n".join(f.text for f in draft.fragments if f.role == "body"),
                "title": draft.title,
                "date": article.published_at.astimezone(CHINA).strftime("%Y-%m-%d")
                if article.published_at
                else "",
                "author": " ".join([*article.byline.reporters, *article.byline.correspondents]),
                "source": article.source.name,
                "rejected": draft.not_article,
                "declared": declared(draft),
            }
        )
    return results


def table(
    results: dict[str, list[dict]], rows: list[tuple[str, Path, dict]], index: dict[str, dict[str, str]]
) -> None:
    golds = {name: gold for name, _, gold in rows}
    columns = (
        "hand",
        "all",
        "financial",
        "short",
        "hant",
        "title",
        "date",
        "reporters",
        "editor",
        "ms",
        "p90 ms",
        "mean ms",
    )
    print(f"{len(rows)} pages, {sum(bool(g.get('text')) for g in golds.values())} with a labelled text")
    print(f"{'':18}" + "".join(f"{c:>11}" for c in columns))
    for tool, found in results.items():
        cells: dict[str, list[float]] = collections.defaultdict(list)
        for result in found:
            gold = golds[result["page"]]
            facts = index.get(result["page"], {})
            cells["ms"].append(result["seconds"] * 1e3)
            if result.get("timed_only"):
                continue
            if gold.get("text"):
                score = f1(result.get("text") or "", gold["text"])
                cells["all"].append(score)
                if gold.get("text_kind") == "hand":
                    cells["hand"].append(score)
                if facts.get("financial") == "1":
                    cells["financial"].append(score)
                if len(gold["text"]) <= SHORT:
                    cells["short"].append(score)
                if facts.get("script") == "hant":
                    cells["hant"].append(score)
                cells["editor"].append(bool(EDITOR.search(result.get("text") or "")))
            if gold.get("title") and "title" in result:
                cells["title"].append(same_title(result["title"] or "", gold["title"]))
            if gold.get("date") and "date" in result:
                now = datetime(2026, 1, 1, tzinfo=CHINA)
                raw = result["date"] or ""
                day = raw if re.fullmatch(r"\d{4}-\d\d-\d\d", raw) else day_of(raw, now)
                cells["date"].append(day == gold["date"][:10])
            if gold.get("author") and "author" in result:
                cells["reporters"].append(names(result["author"]) == names(gold["author"]))
        line = f"{tool:18}"
        for column in columns:
            values = cells["ms"] if column.endswith("ms") else cells[column]
            if not values:
                line += f"{'-':>11}"
            elif column == "ms":
                line += f"{statistics.median(values):11.1f}"
            elif column == "p90 ms":
                line += f"{statistics.quantiles(values, n=10)[-1]:11.1f}"
            elif column == "mean ms":
                line += f"{statistics.mean(values):11.1f}"
            else:
                line += f"{statistics.mean(values):11.4f}"
        print(line)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument(
        "--peers", default=".venv-bench/bin/python", help="interpreter that has the peers; empty: none"
    )
    parser.add_argument(
        "--worst", type=int, default=0, help="show that many of our worst bodies and wrong titles"
    )
    options = parser.parse_args()
    rows = pages(options.data)
    if not rows:
        raise SystemExit(f"no labelled pages under {options.data}")
    index = {}
    for table_file in options.data.glob("pages*/INDEX.tsv"):
        head, *lines = [line.split("\t") for line in table_file.read_text().splitlines()]
        index.update({line[0]: dict(zip(head, line, strict=False)) for line in lines})
    results = {"ours": ours(rows)}
    sites = {r["page"]: r["declared"] for r in results["ours"] if r["declared"]}
    # Only timed: the selectors are our own result, their accuracy would say nothing.
    results["ours, declared"] = [{**r, "timed_only": True} for r in ours(rows, sites)]
    results["bare lxml.html"] = bare_parses(rows)
    if options.peers and Path(options.peers).exists():
        listing = "".join(f"{name}\t{path}\n" for name, path, _ in rows)
        script = Path(__file__).with_name("extract_peers.py")
        run = subprocess.run(
            [options.peers, script], input=listing, stdout=subprocess.PIPE, text=True, check=True
        )
        for line in run.stdout.splitlines():
            if line.startswith("{"):
                result = json.loads(line)
                results.setdefault(result["tool"], []).append(result)
    table(results, rows, index)
    golds = {name: gold for name, _, gold in rows}
    rejected = [(r["page"], r["rejected"]) for r in results["ours"] if r["rejected"]]
    print(f"rejected by us: {rejected or 'none'}")
    if options.worst:
        scored = sorted(
            (f1(r["text"], golds[r["page"]]["text"]), r["page"])
            for r in results["ours"]
            if golds[r["page"]].get("text")
        )
        for score, name in scored[: options.worst]:
            print(f"  {score:.3f} {name}")
        for r in results["ours"]:
            gold = golds[r["page"]].get("title")
            if gold and not same_title(r["title"], gold):
                print(f"  title {r['page']}: {r['title']!r}, gold {gold!r}")
            author = golds[r["page"]].get("author")
            if author and names(author) != names(r["author"]):
                print(f"  reporters {r['page']}: {r['author']!r}, gold {author!r}")
            date = golds[r["page"]].get("date")
            if date and date[:10] != r["date"]:
                print(f"  date {r['page']}: {r['date']!r}, gold {date!r}")


if __name__ == "__main__":
    main()
