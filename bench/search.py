"""Measure search on generated articles: ``make bench-search``.

200,000 articles of 15 to 45 clauses out of a pool of 400,000, whose words are drawn by the frequencies of
``jieba``'s dictionary; a fifth of the articles in Traditional.  Queries are drawn from the articles.
Beside it: what a regular expression over the same collection takes, and what the index would find if
it held a segmenter's words instead of pairs.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import statistics
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jieba
import rjieba
from pymongo import MongoClient

from bench import processor
from crawler.store import embedded
from crawler.store.query import Filters
from crawler.store.schema import INDEXES
from crawler.store.search import search
from crawler.text.convert import to_hant
from crawler.text.search_key import SINGLES, fold, indexed, search_terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pymongo.database import Database

START = datetime(2024, 1, 1, tzinfo=UTC)
REGIONS = ("CN-SD", "CN-SH", "CN-BJ", "CN-GD", "HK", "TW", "MO")
HAN = re.compile("[㐀-鿿]+")


def vocabulary() -> tuple[list[str], list[int]]:
    """Words and cumulative weights."""
    words, weights = [], []
    for line in (Path(jieba.__file__).parent / "dict.txt").read_text("utf-8").splitlines():
        word, frequency, _ = line.split(" ")
        if 2 <= len(word) <= 4 or int(frequency) > 50_000:
            words.append(word)
            weights.append(int(frequency))
    return words, list(itertools.accumulate(weights))


class Clause(NamedTuple):
    """A piece of text with what the pipeline would make of it."""

    text: str
    key: str
    terms: str
    singles: frozenset[str]


def clauses(count: int, seed: int = 1) -> Iterator[str]:
    """Yield clauses of 5 to 14 words."""
    rng = random.Random(seed)
    words, weights = vocabulary()
    for _ in range(count):
        yield "".join(rng.choices(words, cum_weights=weights, k=rng.randint(5, 14)))


def prepared(text: str) -> Clause:
    key = fold(text)
    return Clause(text, key, search_terms(text), SINGLES.intersection(key))


def load(database: Database[dict[str, Any]], count: int) -> list[str]:
    """Store the articles, unless they are, and build the indexes; return every article's folded text."""
    is_stored = database.articles.estimated_document_count() == count
    start = time.perf_counter()
    texts = list(clauses(2 * count))
    pools = {
        "hans": [prepared(text) for text in texts],
        "hant": [prepared(to_hant(text, script="hans", tidied=False)) for text in texts[: count // 3]],
    }
    made = time.perf_counter()
    rng, keys, batch = random.Random(2), [], []
    for number in range(count):
        script = "hans" if number % 5 else "hant"
        title, *parts = rng.choices(pools[script], k=rng.randint(16, 46))
        body = "，".join(part.text for part in parts) + "。"
        singles = sorted(title.singles.union(*(part.singles for part in parts)))
        terms = "  ".join(part.terms for part in (title, *parts)) + "   " * bool(singles) + " ".join(singles)
        if number < 100:
            assert (title.terms, terms) == indexed(title.text, body)
        keys.append("，".join(part.key for part in (title, *parts)))
        batch.append(
            {
                "_id": f"{number:024x}",
                "canonical_url": f"http://news.example/{number}",
                "title": dict.fromkeys(("original", "hans", "hant"), title.text),
                "body": dict.fromkeys(("original", "hans", "hant"), body),
                "search_title": title.terms,
                "search_terms": terms,
                "published_at": START + timedelta(minutes=rng.randrange(1_000_000)),
                "site": f"site{rng.randrange(84)}",
                "region": rng.choice(REGIONS),
                "script": {"detected": script},
            }
        )
        if len(batch) == 1000 or number == count - 1:
            if not is_stored:
                database.articles.insert_many(batch, ordered=False)
            batch = []
    stored = time.perf_counter()
    database.articles.create_indexes(INDEXES["articles"])
    done = time.perf_counter()
    stats = database.command("collStats", "articles")
    print(
        f"{count:,} articles of {sum(map(len, keys)) // count} characters, "
        f"generated in {made - start:.0f} s, stored in {stored - made:.0f} s, "
        f"indexed in {done - stored:.0f} s; "
        f"{stats['storageSize'] / 1e6:,.0f} MB of data, "
        f"{stats['indexSizes']['search'] / 1e6:,.0f} MB of text index\n",
        flush=True,
    )
    return keys


def queries(keys: list[str], count: int, seed: int) -> dict[str, list[tuple[str, Filters | None]]]:
    """Return queries by kind, drawn from the articles."""
    rng = random.Random(seed)
    words = [word for word in vocabulary()[0] if len(word) > 1]

    def piece(key: str, low: int, high: int) -> str:
        run = rng.choice([run for run in HAN.findall(key) if len(run) >= high])
        length = rng.randint(low, high)
        at = rng.randrange(len(run) - length + 1)
        return run[at : at + length]

    def word(key: str) -> str:
        run = rng.choice([run for run in HAN.findall(key) if len(run) >= 8])
        return rng.choice([token for token in jieba.cut(run) if len(token) > 1] or [run[:2]])

    def some() -> str:
        return rng.choice(keys)

    def half_year() -> Filters:
        since = date(2024, 1, 1) + timedelta(days=rng.randrange(500))
        return Filters(since=since, until=since + timedelta(days=180), region=rng.choice(REGIONS))

    kinds: dict[str, Callable[[], tuple[str, Filters | None]]] = {
        "one word": lambda: (word(some()), None),
        "one word, Traditional": lambda: (to_hant(word(some()), script="hans"), None),
        "two words of an article": lambda: (" ".join(map(word, [some()] * 2)), None),
        "two words at random": lambda: (" ".join(rng.sample(words, 2)), None),
        "phrase of 5 to 8": lambda: (f'"{piece(some(), 5, 8)}"', None),
        "word without another": lambda: (f"{word(some())} -{word(some())}", None),
        "word, half a year, region": lambda: (word(some()), half_year()),
    }
    return {kind: [make() for _ in range(count)] for kind, make in kinds.items()}


def latency(
    database: Database[dict[str, Any]],
    asked: dict[str, list[tuple[str, Filters | None]]],
    server: embedded.Server,
) -> None:
    rows, everything, used = [], [], 0.0
    for kind, pairs in asked.items():
        times = []
        began = processor.seconds(server.pid)
        for text, filters in pairs:
            start = time.perf_counter()
            search(database, text, filters)
            times.append((time.perf_counter() - start) * 1000)
        spent = processor.seconds(server.pid) - began
        everything += times
        used += spent
        rows.append((kind, times, spent))
    rows.append(("all", everything, used))
    print("First page of ten, ranked, with snippets (ms; processor: mean, client and server)")
    print(f"{'queries':28}{'n':>5}{'median':>9}{'p95':>9}{'max':>9}{'processor':>11}")
    for kind, times, spent in rows:
        p95 = statistics.quantiles(times, n=20)[-1]
        print(
            f"{kind:28}{len(times):>5}{statistics.median(times):>9.1f}{p95:>9.1f}{max(times):>9.1f}"
            f"{spent / len(times) * 1000:>11.1f}"
        )
    scans = []
    for text, _ in asked["one word"][:5]:
        start = time.perf_counter()
        list(database.articles.find({"body.original": {"$regex": re.escape(text)}}, {"_id": 1}))
        scans.append((time.perf_counter() - start) * 1000)
    print(
        f"{'regular expression on body':28}{len(scans):>5}{statistics.median(scans):>9.1f}"
        f"{'':>9}{max(scans):>9.1f}"
    )
    print(f"ratio of medians: {statistics.median(scans) / statistics.median(everything):.0f}\n")


def recall(
    database: Database[dict[str, Any]], keys: list[str], asked: dict[str, list[tuple[str, Filters | None]]]
) -> None:
    """Compare with a scan of every folded text, for the unfiltered queries that find up to 2,000."""
    wanted = found = extra = compared = 0
    for pairs in asked.values():
        for text, filters in pairs[:12]:
            if filters:
                continue
            terms = re.findall(r'(-?)"?([^\s"-]+)"?', fold(text))
            required = [term for minus, term in terms if not minus]
            excluded = [term for minus, term in terms if minus]
            truth = {
                f"{number:024x}"
                for number, key in enumerate(keys)
                if all(term in key for term in required) and not any(term in key for term in excluded)
            }
            if len(truth) > 2000:
                continue
            got: set[str] = set()
            for page in itertools.count(1):
                hits = search(database, text, page=page, size=100).hits
                got |= {hit.id for hit in hits}
                if len(hits) < 100:
                    break
            compared += 1
            wanted += len(truth)
            found += len(truth & got)
            extra += len(got - truth)
    print(
        f"Recall against a scan: {found}/{wanted} = {found / wanted:.4%} "
        f"({compared} queries), {extra} wrong hits\n"
    )


def segmenters(keys: list[str], seed: int) -> None:
    """Compare what could be indexed: recall of typed pieces, entries per article, speed."""
    sample = keys[:1500]
    rng = random.Random(seed)
    asked = []
    while len(asked) < 400:
        run = rng.choice(HAN.findall(rng.choice(sample)))
        if len(run) >= 8:
            # Half of what readers type are words, half pieces of names and terms no dictionary has.
            words = [token for token in jieba.cut(run) if len(token) > 1]
            if len(asked) % 2 and words:
                asked.append(rng.choice(words))
            else:
                at = rng.randrange(len(run) - 4)
                asked.append(run[at : at + rng.randint(2, 4)])
    cutters: dict[str, Callable[[str], list[str]]] = {
        "jieba": lambda text: list(jieba.cut(text)),
        "jieba for search": lambda text: list(jieba.cut_for_search(text)),
        "rjieba": rjieba.cut,
        "rjieba for search": rjieba.cut_for_search,
        "pairs (ours)": lambda text: search_terms(text).split(),
    }
    print("What to index (1,500 articles, 400 queries: half words, half pieces)")
    print(f"{'entries by':20}{'recall':>9}{'entries':>9}{'MB/s':>8}")
    for name, cut in cutters.items():
        cut(sample[0])
        start = time.perf_counter()
        sets = [set(cut(key)) for key in sample]
        seconds = time.perf_counter() - start
        wanted = found = 0
        for query in asked:
            entries = [entry for entry in cut(query) if entry.strip()]
            truth = [number for number, key in enumerate(sample) if query in key]
            wanted += len(truth)
            found += sum(1 for number in truth if sets[number].issuperset(entries))
        size = sum(len(key.encode()) for key in sample) / 1e6
        print(f"{name:20}{found / wanted:>9.2%}{sum(map(len, sets)) // len(sets):>9}{size / seconds:>8.2f}")
    print()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--queries", type=int, default=40, help="per kind")
    parser.add_argument("--keep", help="folder of the database: filled once, then used again")
    options = parser.parse_args()
    jieba.setLogLevel(60)
    with (
        tempfile.TemporaryDirectory(prefix="bench-search-") as made,
        embedded.start(options.keep or made) as server,
    ):
        client: MongoClient[dict[str, Any]] = MongoClient(server.uri, tz_aware=True)
        keys = load(client.bench, options.articles)
        segmenters(keys, 3)
        asked = queries(keys, options.queries, 4)
        for text, filters in (pair for pairs in queries(keys, 3, 5).values() for pair in pairs):
            search(client.bench, text, filters)  # the caches a running server has
        latency(client.bench, asked, server)
        recall(client.bench, keys, asked)
        client.close()


if __name__ == "__main__":
    main()
