# ruff: noqa: E501  (tables)
"""Measure the spam detector: ``make bench-spam``.

Generated pages, every layout of ``bench/spam_layouts.py``, plain and hidden spelling, half of them Traditional.
Models, each trained without one family of trades and without a quarter of everything else: words, message
templates, genuine texts, sites.  ``words``: pages of trades the model knows, made of words it and the word lists
have never seen.  ``trades``: pages of the family it has never seen at all.  Genuine texts are judged by the model
that has not seen them, and the clean ones by the shipped, which have.  Written pages: each half by models and
trees that have learnt from the other.  Beside it, on the same pages, the filters people use.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any

from bench import spam_pages
from bench.held_out import held_out, held_out_tagger
from bench.spam_builder import Made
from bench.spam_hiding import HIDINGS, traditional
from bench.spam_layouts import LAYOUTS
from bench.spam_texts import SHARED, clean_texts, doubtful, hard_negatives, records
from bench.spam_words import FOLDS, Words, family, held_out_words, of_fold, trades
from bench.train_spans import trees_without
from bench.written_pages import HALVES, layout_of, written_pages
from crawler.items import Fragment
from crawler.spam import find_spam, trees
from crawler.spam.model import codes
from crawler.spam.trained import Trained
from crawler.spam.vocabulary import Lexicon, lexicon, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.spam import Verdict

SEED = 99
SENTENCE_ENDS = "。！？!?…”」』）)"


# ── What is measured ────────────────────────────────────────────────────────────────────────────
def judge(lines: list[str], trained: Trained | None = None) -> Verdict:
    """Judge a page given as lines, as ``scrapy clean`` does."""
    return find_spam([Fragment(i, x, kind="line") for i, x in enumerate(lines)], trained=trained)


def places(lines: list[str], verdict: Verdict) -> list[list[tuple[int, int]]]:
    """Return, per line, what was cut."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    found: list[list[tuple[int, int]]] = [[] for _ in lines]
    for s in verdict.spans:
        if s.state == "cut":
            found[s.fragment].append((s.start - starts[s.fragment], s.end - starts[s.fragment]))
    return found


@dataclass(slots=True)
class Tally:
    """Characters and lines of spam, found and not, and what else was cut."""

    pages: int = 0
    rejected: int = 0
    spam: int = 0
    hit: int = 0
    cut: int = 0
    lines: int = 0
    line_hits: int = 0
    cut_lines: int = 0
    right_lines: int = 0
    seconds: float = 0.0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def add(self, made: Made, found: list[list[tuple[int, int]]]) -> None:
        """Count a page in."""
        self.pages += 1
        gold: list[set[int]] = [set() for _ in made.lines]
        for n, a, b in made.spans:
            gold[n] |= set(range(a, b))
        for line, g, f in zip(made.lines, gold, found, strict=True):
            c = {i for a, b in f for i in range(a, b)}
            self.spam += len(g)
            self.cut += len(c)
            self.hit += len(g & c)
            self.lines += bool(g)
            self.line_hits += bool(g) and len(g & c) >= 0.9 * len(g)
            self.cut_lines += bool(c)
            self.right_lines += bool(c) and len(c & g) >= 0.9 * len(c)
            if g and len(g & c) < 0.9 * len(g):
                self.missed.append("".join(line[i] for i in sorted(g))[:90])
            if len(c - g) > 2:
                self.wrong.append("".join(line[i] for i in sorted(c - g))[:90])

    def row(self, name: str) -> str:
        """Return the table's row."""
        if self.rejected == self.pages and not self.spam:
            return f"{name:12} {self.pages:5}  all {self.rejected} pages set aside"
        return (
            f"{name:12} {self.pages:5} {_share(self.hit, self.spam):>9} {_share(self.hit, self.cut):>9}"
            f" {_share(self.line_hits, self.lines):>9} {_share(self.right_lines, self.cut_lines):>9}"
            f" {1000 * self.seconds / max(1, self.pages):8.1f}"
        )


Tallies = dict[str, Tally]
HEAD = f"{'':12} {'pages':>5} {'recall':>9} {'precision':>9} {'recall':>9} {'precision':>9} {'ms/page':>8}\n{'':18} {'by character':^19} {'by line':^19}"


def _share(part: float, whole: float) -> str:
    return f"{100 * part / whole:.2f} %" if whole else "–"


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────
def articles(fold: int) -> list[list[str]]:
    """Return bodies of four paragraphs: of the clean texts, else of the few the tests have."""
    texts = [t for t in clean_texts(fold, only=True) if len(t) > 60] or list(spam_pages.PARAGRAPHS) * 2
    Random(5).shuffle(texts)
    return [texts[i : i + 4] for i in range(0, len(texts) - 3, 4)]


def pages(fold: int, count: int, *, unknown_trade: bool = False) -> Iterator[Made]:
    """Yield ``count`` pages of each layout; of a fold: of its words, or of the trades left out with it."""
    rng = Random(SEED + fold)
    pool = articles(fold)
    if unknown_trade:
        words = Words(family(fold))
    else:
        known = [t for t in trades() if fold < 0 or t not in family(fold)]
        words = Words(known, fold, only=fold >= 0)
    for layout in LAYOUTS:
        for i in range(count if layout != "K" else -(-count // 5)):
            hiding = rng.choice(list(HIDINGS)) if i % 2 else "plain"
            body = pool[rng.randrange(len(pool))]
            if i % 4 >= 2:
                body = [traditional(rng, x) for x in body]
            yield spam_pages.page(rng, layout, body, words, hiding, fold=fold, only=fold >= 0)


def unseen(fold: int) -> Lexicon:
    """Return the word lists without what the model of a fold has not seen either."""
    return Lexicon(held_out_words(fold))


def written() -> tuple[Tallies, int, int]:
    """Judge the written pages, each half by what has learnt from the other.

    Return a tally per layout of the hacked ones, how many genuine ones there are, and how many lost something.
    """
    found: Tallies = defaultdict(Tally)
    genuine = lost = 0
    for half in range(HALVES):
        judges = Trained(held_out(half=half), lexicon(), held_out_tagger(half=half), trees_without(half))
        pages = written_pages(half, only=True)
        measure([replace(m, layout=layout_of(m)) for m in pages if m.spans], judges, found)
        clean = [judge(m.lines, judges) for m in pages if not m.spans]
        genuine += len(clean)
        lost += sum(any(s.state == "cut" for s in verdict.spans) for verdict in clean)
    return {name: found[name] for name in sorted(found) if name != "~plain"}, genuine, lost


def measure(made_pages: list[Made], trained: Trained | None, into: Tallies) -> None:
    """Add to a tally per layout and per hiding (``~name``)."""
    for made in made_pages:
        begin = time.process_time()
        verdict = judge(made.lines, trained)
        spent = time.process_time() - begin
        found = places(made.lines, verdict)
        for name in (made.layout, "~" + made.hiding):
            into[name].add(made, found)
            into[name].seconds += spent
            into[name].rejected += bool(verdict.doorway)


# ── What people use ─────────────────────────────────────────────────────────────────────────────
def bad_words(lines: list[str]) -> list[str]:
    """C4: a page with a bad word goes, whole (the words: ours of weight 3, the strictest list there is)."""
    text = "\n".join(lines).lower()
    return [] if any(w in text for w, (_, weight) in terms().items() if weight == 3) else lines


def fineweb(lines: list[str]) -> list[str]:
    """FineWeb's own three: few lines with end punctuation, repeated lines, or short ones: the page goes."""
    full = [x for x in lines if x.strip()]
    ended = sum(x.rstrip()[-1] in SENTENCE_ENDS + '."' for x in full) / max(1, len(full))
    seen: set[str] = set()
    repeated = sum(len(x) for x in full if x in seen or seen.add(x))  # type: ignore[func-returns-value]
    short = sum(len(x) < 30 for x in full) / max(1, len(full))
    return [] if ended <= 0.12 or repeated >= 0.1 * sum(map(len, full)) or short >= 0.67 else lines


def end_punctuation(lines: list[str]) -> list[str]:
    """c4-zh: only lines that end with an end of sentence stay."""
    return [x for x in lines if x.rstrip()[-1:] and x.rstrip()[-1] in SENTENCE_ENDS]


def _html(lines: list[str]) -> str:
    from html import escape

    paragraphs = "\n".join(f"<p>{escape(x)}</p>" for x in lines)
    return f"<html><head><meta charset='utf-8'></head><body><article>{paragraphs}</article></body></html>"


def justext_lines(lines: list[str]) -> list[str]:
    """JusText, without a stop list (it has none for Chinese)."""
    import justext

    found = justext.justext(_html(lines).encode(), frozenset(), stopwords_low=0.0, stopwords_high=0.0)
    return [p.text for p in found if not p.is_boilerplate]


def trafilatura_lines(lines: list[str]) -> list[str]:
    """Trafilatura, precision favoured."""
    import trafilatura

    return (trafilatura.extract(_html(lines), favor_precision=True, deduplicate=False) or "").split("\n")


def ours(trained: Trained | None) -> Callable[[list[str]], list[str]]:
    """Return this detector in the form of the others."""

    def kept(lines: list[str]) -> list[str]:
        verdict = judge(lines, trained)
        if verdict.doorway:
            return []
        left = []
        for line, gone in zip(lines, places(lines, verdict), strict=True):
            at, parts = 0, []
            for a, b in sorted(gone):
                parts.append(line[at:a])
                at = b
            left.append("".join([*parts, line[at:]]))
        return left

    return kept


def outcome(made: Made, kept: list[str]) -> tuple[bool, bool]:
    """Return (is the spam gone, is the article whole) of what a filter left of a page."""
    text = _letters("".join(kept))
    gold = [_letters(made.lines[n][a:b]) for n, a, b in made.spans]
    gone = not text if made.reject else sum(g in text for g in gold if g) <= 0.1 * len(gold)
    rest = []
    for n, line in enumerate(made.lines):
        at = 0
        for m, a, b in made.spans:
            if m == n:
                rest.append(line[at:a])
                at = b
        rest.append(line[at:])
    whole = made.reject or all(_letters(x) in text for x in rest if len(x) > 30)
    return gone, whole


def _letters(text: str) -> str:
    return "".join(re.findall(r"\w", text))


def compare(made_pages: list[Made], trained: Trained | None) -> None:
    """Print the table of the filters people use."""
    filters: dict[str, Callable[[list[str]], list[str]]] = {
        "this detector": ours(trained),
        "C4 bad words": bad_words,
        "FineWeb rules": fineweb,
        "c4-zh line ends": end_punctuation,
        "jusText": justext_lines,
        "trafilatura": trafilatura_lines,
    }
    print(f"\n{'on the same pages':18} {'spam gone':>10} {'article whole':>14} {'both':>8} {'ms/page':>8}")
    for name, kept in filters.items():
        begin = time.process_time()
        try:
            results = [outcome(made, kept(made.lines)) for made in made_pages]
        except ImportError as error:
            print(f"{name:18} not installed ({error.name})")
            continue
        spent = time.process_time() - begin
        n = len(results)
        print(
            f"{name:18} {_share(sum(g for g, _ in results), n):>10} {_share(sum(w for _, w in results), n):>14}"
            f" {_share(sum(g and w for g, w in results), n):>8} {1000 * spent / n:8.1f}"
        )


# ── Development data ────────────────────────────────────────────────────────────────────────────
def clean_cuts(
    trained: Trained | None, fold: int, *, traditional: bool, step: int = 1
) -> tuple[int, list[tuple[str, str]]]:
    """Return how many clean texts were looked at, and (rule, text cut) of those that lost something."""
    from opencc import OpenCC

    convert = OpenCC("s2t").convert if traditional else str
    total, lost = 0, []
    for i, r in enumerate(records("clean_finance.jsonl.gz")):
        if (fold >= 0 and i % FOLDS != fold) or i % step or doubtful(r["text"]):
            continue
        total += 1
        gone = [s for s in judge(convert(r["text"]).split("\n"), trained).spans if s.state == "cut"]
        if gone:
            lost.append((gone[0].rule, gone[0].text))
    return total, lost


def never_spam(trained: Trained | None, fold: int) -> tuple[int, list[tuple[str, str, str]]]:
    """Return how many hard negatives and furniture lines there are, and (name, rule, text) of false cuts."""
    found = []
    total = 0
    named = [(name, text.split("\n")) for name, text in hard_negatives()]
    furniture = [(r["id"], r["lines"]) for r in records("chrome.jsonl.gz")]
    for group in (named, furniture):
        for name, lines in of_fold(group, fold, only=True):
            total += 1
            spans = judge(lines, trained).spans
            found += [(name, s.rule, s.text) for s in spans if s.state == "cut"]
    return total, found


def labelled(trained: Trained | None, fold: int = -1) -> Iterator[tuple[str, Tally, bool]]:
    """Yield (name, tally, set aside) of the labelled pages: synthetic by layout, real ones each."""
    layouts: dict[str, Tally] = defaultdict(Tally)
    for r in of_fold(records("synthetic.jsonl.gz"), fold, only=True):
        flags = r.get("spam", [])
        spans = [(n, 0, len(r["lines"][n])) for n, s in enumerate(flags) if s] or [tuple(r["span"])]
        made = Made(r["layout"], r["lines"], spans)
        layouts[r["layout"]].add(made, places(made.lines, judge(made.lines, trained)))
    for name, tally in layouts.items():
        yield name, tally, False
    for r in of_fold(records("real_lines.jsonl.gz"), fold, only=True):
        spans = [(n, 0, len(x)) for n, (x, s) in enumerate(zip(r["lines"], r["spam"], strict=True)) if s]
        made = Made(r["kind"], r["lines"], spans)
        verdict = judge(made.lines, trained)
        tally = Tally()
        tally.add(made, places(made.lines, verdict))
        yield r["id"], tally, bool(verdict.doorway)


def knowing_less(fold: int) -> Trained:
    """Return what a page is judged with when a fold is left out of n-grams, word lists and tagger.

    The trees are those shipped: they have learnt what marks of witnesses are worth, not words.
    """
    return Trained(held_out(fold), unseen(fold), held_out_tagger(fold), trees.load())


def microseconds(trained: Trained) -> tuple[float, float, float]:
    """Return the CPU time of n-grams, of the tagger and of all that judges, per fragment of 40 characters.

    Of a page of 250 fragments, best of five.
    """
    lines = [x[:40] for body in articles(-1)[:100] for x in body][:250]
    text = "\n".join(lines)
    starts = [i * 41 for i in range(len(text) // 41)]
    works = (
        lambda: trained.model.sums(codes(text)).scores(starts, [x + 40 for x in starts]),
        lambda: trained.tagger.tags(text),
        lambda: judge(lines, trained),
    )
    best = [1.0, 1.0, 1.0]
    for n, work in enumerate(works):
        for _ in range(5):
            begin = time.process_time()
            work()
            best[n] = min(best[n], time.process_time() - begin)
    a, b, c = (1e6 * x / len(lines) for x in best)
    return a, b, c


def table(tallies: Tallies, *, show: bool) -> None:
    """Print a tally per row."""
    print(HEAD)
    for name, tally in tallies.items():
        if name == "J":
            print(f"{'J':12} {tally.pages:5}   {tally.rejected} set aside as doorways")
            continue
        print(tally.row(name))
        if show and not name.startswith("~"):
            lines = [f"    missed {x}" for x in tally.missed[:8]] + [
                f"    wrong  {x}" for x in tally.wrong[:8]
            ]
            print(*lines, sep="\n")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--count", type=int, default=10, help="pages of each layout, fold and kind")
    options.add_argument("--step", type=int, default=1, help="every so many clean texts")
    options.add_argument(
        "--folds",
        type=int,
        nargs="+",
        default=list(range(FOLDS)),
        help="which of the folds 0 to 3",
    )
    options.add_argument("--show", action="store_true", help="print what was missed and wrongly cut")
    chosen = options.parse_args()
    kinds: dict[str, Tallies] = {"words": defaultdict(Tally), "trades": defaultdict(Tally)}
    clean: dict[str, list[Any]] = {
        "clean texts": [0, []],
        "… in Traditional": [0, []],
        "hard negatives": [0, []],
    }
    real: list[str] = []
    for fold in chosen.folds:
        whole = knowing_less(fold)
        genuine = replace(whole, words=lexicon())  # of genuine texts the word lists hold nothing back
        for kind, tallies in kinds.items():
            print(f"fold {fold}: pages of unseen {kind} …", file=sys.stderr, flush=True)
            measure(list(pages(fold, chosen.count, unknown_trade=kind == "trades")), whole, tallies)
        if (SHARED / "spam").exists():
            print(f"fold {fold}: genuine texts …", file=sys.stderr, flush=True)
            for label, traditional in (("clean texts", False), ("… in Traditional", True)):
                total, lost = clean_cuts(genuine, fold, traditional=traditional, step=chosen.step)
                clean[label][0] += total
                clean[label][1] += [f"{rule}: {text[:80]!r}" for rule, text in lost]
            total, wrong = never_spam(genuine, fold)
            clean["hard negatives"][0] += total
            clean["hard negatives"][1] += [f"{name} {rule}: {text[:80]!r}" for name, rule, text in wrong]
            real += [t.row(name[:12]) + "   set aside" * aside for name, t, aside in labelled(genuine, fold)]
    for kind, tallies in kinds.items():
        print(f"\nunseen {kind}")
        table(tallies, show=chosen.show)
    print("\nwritten pages, each half as those judge it that have learnt from the other")
    tallies, genuine_pages, lost_pages = written()
    table(tallies, show=chosen.show)
    print(f"{genuine_pages} genuine ones that resemble them, {lost_pages} lost something")
    first = chosen.folds[0]
    compare([m for m in pages(first, chosen.count) if m.layout != "K"], knowing_less(first))
    total, lost = clean_cuts(None, -1, traditional=False, step=chosen.step)
    clean["clean texts, by the shipped models"] = [total, [f"{rule}: {text[:80]!r}" for rule, text in lost]]
    for label, (total, lost) in clean.items():
        rate = 10_000 * len(lost) / max(1, total)
        print(f"\n{label}: {total} looked at, {len(lost)} cuts ({rate:.1f} in 10,000)")
        print(*(f"    {x}" for x in lost), sep="\n")
    grams, tags, whole_page = microseconds(knowing_less(first))
    print(
        f"\nCPU a fragment of 40 characters: n-grams {grams:.1f} µs, tagger {tags:.0f} µs, all {whole_page:.0f} µs"
    )
    print("\nlabelled development pages, by the model that has not seen them\n" + HEAD)
    print(*real, sep="\n")


if __name__ == "__main__":
    main()
