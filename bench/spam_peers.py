"""The filters people use against spam in texts, beside this detector, on the same pages."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from bench.spam_tally import judge, places, share
from crawler.spam.vocabulary import terms

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.spam_builder import Made
    from crawler.spam.trained import Trained

SENTENCE_ENDS = "。！？!?…”」』）)"


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
            f"{name:18} {share(sum(g for g, _ in results), n):>10} {share(sum(w for _, w in results), n):>14}"
            f" {share(sum(g and w for g, w in results), n):>8} {1000 * spent / n:8.1f}"
        )
