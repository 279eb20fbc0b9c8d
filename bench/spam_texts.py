# ruff: noqa: E501  (tables)
"""Genuine texts and labelled spam that people collected, in ``../shared/data``; nothing where that is absent."""

from __future__ import annotations

import csv
import gzip
import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bench.spam_words import CITIES, of_fold
from crawler.spam.canonical import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

ROOT = Path(__file__).parents[1]
SHARED = ROOT / "../shared/data"


@cache
def records(name: str) -> list[dict[str, Any]]:
    """Read one ``.jsonl.gz`` of ``../shared/data/spam``; empty where it is absent."""
    path = SHARED / "spam" / name
    if not path.exists():
        return []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@cache
def hard_negatives() -> list[tuple[str, str]]:
    """Return (name, text) of the genuine texts that resemble spam."""
    found = []
    for path in sorted((SHARED / "spam/hard_negatives").glob("*.txt")):
        lines = path.read_text("utf-8").split("\n")
        found.append((path.stem, "\n".join(x for x in lines if not x.startswith("# "))))
    return found


def development_pages() -> Iterator[tuple[int, bytes]]:
    """Yield (number of its site, HTML) of each development page."""
    hosts: dict[str, str] = {}
    for index in sorted(SHARED.glob("pages*/INDEX.tsv")):
        with index.open(encoding="utf-8") as table:
            listed = csv.DictReader(table, delimiter="\t")
            for row in listed:  # where no address is known: pages named alike are taken for one site's
                hosts[row["id"]] = urlsplit(row["url"]).hostname or re.sub(r"\d+|_[^_]*$", "", row["id"])
    sites = sorted({"", *hosts.values()})
    for path in sorted(SHARED.glob("pages*/**/*.html.gz")):
        name = f"{path.parent.name}/{path.name.removesuffix('.html.gz')}"
        yield sites.index(hosts.get(name, "")), gzip.decompress(path.read_bytes())


@cache
def page_texts() -> list[tuple[int, str]]:
    """Return (number of its site, text) of the text nodes of the real pages: furniture and paragraphs alike."""
    from lxml import html as lxml_html

    found: dict[str, int] = {}
    for site, body in development_pages():
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            text = body.decode("gb18030", "replace")
        try:
            tree = lxml_html.fromstring(text.encode("utf-8"), parser=lxml_html.HTMLParser(encoding="utf-8"))
        except Exception:  # noqa: BLE001  an unreadable development page is simply not used
            continue
        for element in tree.iter():
            if element.tag in ("script", "style") or not isinstance(element.tag, str):
                continue
            around = (element.text, element.tail if element.getparent() is not None else None)
            for x in around:
                if x and re.search("[\u4e00-\u9fff]{2}", x):
                    found.setdefault(re.sub(r"\s+", " ", x).strip(), site)
    return sorted((site, text) for text, site in found.items())


_SOLD = re.compile(r"套现|白条提现|花呗提现|取现提额|加微信|进群|跟单|代开|养卡|荐股")
_REACH = re.compile(
    r"(?:qq|微信|v信|企鹅|\bq)[群号:【 ]{0,4}[a-z0-9_-]{5,}|加v\w{5,}|(?:花呗|白条).*(?:花呗|白条).*(?:花呗|白条)"
)
_GAMES = re.compile("时时彩|北京pk|分分彩|幸运28|龙虎和")


def doubtful(text: str) -> bool:
    """Say whether a row of the "nearly clean" texts is itself an advertisement: not fit as a negative."""
    folded = canonical(text).text
    return bool(_SOLD.search(folded) and _REACH.search(folded)) or len(set(_GAMES.findall(folded))) > 1


@cache
def clean_texts(fold: int = -1, *, only: bool = False) -> list[str]:
    """Return the clean finance texts that are no advertisements; of a fold: without its quarter, or that alone."""
    texts = (r["text"] for r in of_fold(records("clean_finance.jsonl.gz"), fold, only=only))
    return [text for text in texts if not doubtful(text)]


def genuine_anchor(rng: Random, links: dict[str, list[str]]) -> str:
    """Draw the text of a link real sites have: a section, an outlet, furniture, or these with a place."""
    a, b, c = rng.choice(links["p"]), rng.choice(links["o"]), rng.choice(links["a"])
    city = rng.choice(CITIES)
    return rng.choice(
        [a, b, c, b + c, a + c, a + rng.choice(links["p"]), city + a, city + a + "网", city + c, b + a]
    )


@cache
def real_messages() -> list[str]:
    """Return the labelled messages, with something in the place of what their authors took out."""
    found = []
    for row in records("messages.jsonl.gz"):
        text = re.sub(r"\b(?:NAME|PLACE)\b", "", row["text"].split("\n", 1)[1])
        text = re.sub(r"DIGIT", "5", text).replace("CELLPHONE", "13800000000").replace("PHONE", "4000000000")
        found.append(re.sub(r"\s+", "", text).replace("WECHAT", "微信abc123").replace("URL", "www.abc.com"))
    return found
