# ruff: noqa: E501  (tables)
"""Measure the spam detector: ``make bench-spam``.

Generated pages, every layout of ``bench/spam_layouts.py``, plain and hidden spelling, half of them Traditional.
Models, each trained without one family of trades and without a quarter of everything else: words, message
templates, genuine texts, sites.  ``words``: pages of trades the model knows, made of words it and the word lists
have never seen.  ``trades``: pages of the family it has never seen at all.  Genuine texts are judged by the model
that has not seen them, and the clean ones by the shipped, which have.  Written pages: each half by models and
trees that have learnt from the other, bare, within sites, and mixed with each other.  Beside it, on the same pages, the filters people use.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from bench import spam_pages
from bench.held_out import held_out, held_out_tagger
from bench.spam_builder import Made
from bench.spam_hiding import HIDINGS, traditional
from bench.spam_layouts import LAYOUTS
from bench.spam_peers import compare
from bench.spam_tally import HEAD, Tallies, Tally, as_lines, count, judge, measure, places
from bench.spam_texts import SHARED, clean_texts, doubtful, hard_negatives, records
from bench.spam_words import FOLDS, Words, family, held_out_words, of_fold, trades
from bench.train_doorways import doorways_without
from bench.train_spans import Laid, as_html, in_a_site, trees_without
from bench.written_pages import HALVES, drawn_once, layout_of, written_pages
from crawler.spam import trees
from crawler.spam.model import codes
from crawler.spam.trained import Trained
from crawler.spam.vocabulary import Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 99


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


BARE = "bare"
IN_SITES = "within a site: between the furniture of development pages"
MIXED = "mixed: genuine ones with another page's spam, hacked ones with lines of another text"
EVERY = 3
"""Every so many written pages are put into a site: such a page takes more than twice as long."""


def laid_out(half: int, where: str) -> Iterator[Laid]:
    """Lay a half of the written pages out, ``where`` being one of the three above."""
    rng = Random(SEED)
    pages = written_pages(half, only=True)
    if where == IN_SITES:
        for made in pages[::EVERY]:
            yield in_a_site(rng, as_html(rng, made, lines=0.0), share=1.0)
        return
    if where == MIXED:
        drawn = zip(pages, drawn_once(rng, half, only=True), strict=True)
        pages = [mixed for made, mixed in drawn if len(mixed.lines) > len(made.lines)]
    for made in pages:
        yield made, as_lines(made.lines), ""


def written(where: str) -> tuple[Tallies, int, int]:
    """Judge the written pages, each half by what has learnt from the other.

    Return a tally per layout of the hacked ones, how many genuine ones there are, and how many lost something
    of their own.
    """
    found: Tallies = defaultdict(Tally)
    genuine = lost = 0
    for half in range(HALVES):
        witnesses = held_out(half=half), lexicon(), held_out_tagger(half=half)
        judges = Trained(*witnesses, trees_without(half), doorways_without(half))
        for made, fragments, title in laid_out(half, where):
            layout = layout_of(made)
            own = count(replace(made, layout=layout), fragments, title, judges, found)
            genuine += layout == "genuine"
            lost += layout == "genuine" and own
    return {name: found[name] for name in sorted(found) if name not in {"~plain", "genuine"}}, genuine, lost


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
    return Trained(held_out(fold), unseen(fold), held_out_tagger(fold), *trees.load())


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
    for where in (BARE, IN_SITES, MIXED):
        print(f"\n{where}")
        tallies, genuine_pages, lost_pages = written(where)
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
