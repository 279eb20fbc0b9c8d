"""Pages for training the tagger: canonical text with one label a character, spam or not.

Spam pages come from ``bench/spam_pages.py``.  For every place an attacker uses there is a genuine
counterpart put into the same place (a section bar, an outlet's suffix, a clause of another report, a
contact line): what is to be learnt is what is written there, not that something is.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from bench.spam_builder import Made
from bench.spam_forms import (
    BRACKETS,
    CRUMB,
    FOOT,
    ROWS,
    SLOTS,
    TITLE_SIGNS,
    byline,
    companies,
    few_or_many,
    joined,
    keyword_line,
    names_in,
    person,
    words_of,
)
from bench.spam_hiding import HIDINGS
from bench.spam_layouts import LAYOUTS
from bench.spam_pages import page, strip
from bench.spam_texts import (
    clean_texts,
    development_pages,
    genuine_anchor,
    hard_negatives,
    real_messages,
    records,
)
from bench.spam_words import (
    CITIES,
    FOLDS,
    SURNAMES,
    Words,
    by_group,
    data_lines,
    dictionary,
    family,
    of_fold,
    paragraph,
    templates,
    trades,
    words_by_kind,
)
from bench.written_pages import NO_LAYOUTS
from crawler.spam.canonical import canonicals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from crawler.items import Draft

T = TypeVar("T")

LONGEST = 2000
"""Characters of a page; a longer one is cut to a window."""
LAYOUT_WEIGHTS = {
    "A": 4,
    "A1": 2,
    "A2": 3,
    "B": 3,
    "C": 5,
    "E": 10,
    "F": 14,
    "G": 16,
    "H": 12,
    "I": 8,
    "J": 3,
    "K": 0.5,
    "L": 9,
    "M": 4,
    "N": 8,
    "O": 9,
    "P": 4,
    "Q": 8,
    "R": 3,
    "S": 5,
    "T": 5,
    "U": 5,
    "V": 3,
    "X": 6,
    "Y": 3,
    "Z": 5,
}
IN_A_SITE, WHOLE_SITE, ABOVE, BELOW = 0.35, 0.35, 25, 40
"""How often a written page stands between the menus and lists of a real one, and between all of them; and the
most texts of either where it does not."""
PARAGRAPH = 40
"""Characters from which a text is an article's."""
SPLICED = frozenset("IT")
"""Layouts of whole stories: only beside news can they be told from supplements' own."""


class Material:
    """Genuine texts to build pages of; of a fold: without its quarter (``only``: that quarter alone)."""

    def __init__(self, fold: int = -1, *, only: bool = False) -> None:
        self.clean = [t for t in clean_texts(fold, only=only) if len(t) > 30]
        self.hard = [t for _, t in of_fold(hard_negatives(), fold, only=only)]
        self.lines = of_fold(data_lines("genuine_lines.txt"), fold, only=only)
        self.chrome = [r["lines"] for r in of_fold(records("chrome.jsonl.gz"), fold, only=only)]
        self.sites = [x for site, x in real_pages() if fold < 0 or (site % FOLDS == fold) == only]
        self.furniture = [_around(x) for x in self.sites]
        self.headlines = [re.split("[。,，;；!！\n]", t)[0][:32] for t in self.clean]
        self.headlines = [x for x in self.headlines if len(x) >= 8]
        self.companies = companies()
        self.names = of_fold(data_lines("genuine_names.txt"), fold, only=only)
        self.links = {
            kind: of_fold(words, fold, only=only) for kind, words in words_by_kind("genuine_links").items()
        }
        self.literature = of_fold(data_lines("genuine_literature.txt"), fold, only=only)
        self.leads, self.comments, self.markup = (
            of_fold(data_lines(f"genuine_{name}.txt"), fold, only=only)
            for name in ("leads", "comments", "markup")
        )
        self.rows = {kind: of_fold(x, fold, only=only) or x for kind, x in templates("genuine_rows").items()}
        self.messages = of_fold(real_messages(), fold, only=only)
        self.sentences = by_group("genuine_sentences", "genuine", fold, only=only)

    def paragraphs(self, rng: Random, count: int) -> list[str]:
        """Draw paragraphs; some long ones are cut to their first sentences."""
        found = []
        while len(found) < count:
            for x in re.split("\n+", rng.choice(self.clean)):
                if len(x) > 20:
                    found.append(_shortened(rng, x) if len(x) > 220 and rng.random() < 0.8 else x)
                    if len(found) >= count or rng.random() < 0.4:
                        break
        return found[:count]

    def carrier(self, rng: Random, count: int) -> list[str]:
        """Draw what spam is put into: text of every kind, or its kind would tell that it is clean."""
        k = rng.random()
        if k < 0.55:
            return self.paragraphs(rng, count)
        if k < 0.67:
            return [_shortened(rng, x) if len(x) > 220 else x for x in rng.choices(self.literature, k=count)]
        if k < 0.8 and self.sentences:
            pool = rng.choice(self.sentences)
            return [paragraph(rng, Words(trades()), pool) for _ in range(count)]
        pages = self.sites if k < 0.92 and self.sites else [x.split("\n") for x in self.hard]
        lines = [x for x in rng.choice(pages) if len(x) > 30]
        at = rng.randrange(max(1, len(lines) - count))
        return [x[:300] for x in lines[at : at + count]] or self.paragraphs(rng, count)

    def in_a_site(self, rng: Random, made: Made) -> Made:
        """Put some pages between what a development page has above and below its article.

        People write ten lines; a page has two hundred.
        """
        if not self.furniture or rng.random() >= IN_A_SITE:
            return made
        above, below = beside_article(rng, *rng.choice(self.furniture))
        return moved_down(replace(made, lines=[*above, *made.lines, *below]), len(above))

    def foot(self, rng: Random) -> list[str]:
        """Draw what stands under an article: as every page has it, or as few have."""
        if rng.random() < 0.3:
            return list(rng.choice(FOOT))
        found = []
        for _ in range(rng.randint(0, 3)):
            k = rng.random()
            if k < 0.4:
                pool = self.rows[rng.choice([kind for kind in BESIDE if kind in self.rows])]
                found += [self.row(rng, rng.choice(pool)) for _ in range(rng.choice((1, 1, 2, 4)))]
            elif k < 0.65:
                lines = rng.choice(self.chrome)
                at = rng.randrange(len(lines))
                found += [x for x in lines[at : at + rng.randint(1, 5)] if len(x) < 200]
            elif k < 0.8:
                found.append(rng.choice(self.leads))
            else:
                found += rng.sample(self.comments, rng.randint(1, 3))
        return found

    def row(self, rng: Random, template: str) -> str:
        """Fill in a line of a table or list."""
        slots: dict[str, Callable[[], str]] = {
            "n": lambda: str(rng.randint(1, 10 ** rng.randint(1, 4))),
            "d": lambda: str(rng.randint(1, 28)),
            "city": lambda: rng.choice(CITIES),
            "word": lambda: rng.choice(dictionary()),
            "company": lambda: rng.choice(self.companies),
            "headline": lambda: rng.choice(self.headlines),
            "name": lambda: rng.choice(SURNAMES),
        }
        return re.sub(r"\{(\w+)\}", lambda m: slots[m[1]](), template)

    def anchor(self, rng: Random) -> str:
        """Draw the text of a genuine link."""
        k = rng.random()
        if k < 0.35:
            return genuine_anchor(rng, self.links)
        if k < 0.5:
            return rng.choice(self.headlines)[: rng.randint(6, 24)]
        if k < 0.57:
            return rng.choice(self.companies)
        if k < 0.65:
            return rng.choice(self.names)
        if k < 0.72:
            return rng.choice(dictionary())
        if k < 0.8:
            return rng.choice(dictionary()) + rng.choice(dictionary())
        if k < 0.84:
            return rng.choice(CITIES) + rng.choice(dictionary())
        if k < 0.89:
            return rng.choice(self.links["k"])
        if k < 0.94:
            return rng.choice(CITIES) + rng.choice(self.links["p"]) + rng.choice(["", "网", "频道", "新闻"])
        lines = rng.choice(self.chrome)
        pieces = [p for x in lines[:6] for p in re.split(r"[|丨 _·、]+", x) if 1 < len(p) <= 30]
        return rng.choice(pieces) if pieces else rng.choice(self.links["o"])


def beside_article(rng: Random, above: list[T], below: list[T]) -> tuple[list[T], list[T]]:
    """Return what a real page has above and below its article: all of it, or the nearest texts."""
    if rng.random() < WHOLE_SITE:
        return above, below
    return above[-rng.randint(1, ABOVE) :], below[: rng.randint(1, BELOW)]


def moved_down(made: Made, count: int) -> Made:
    """Say where title and spam stand once ``count`` lines have been put above the page's own."""
    spans = [(n + count, a, b) for n, a, b in made.spans]
    return replace(made, spans=spans, title=made.title + count if made.title >= 0 else made.title)


def _around(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return the lines above a page's first paragraph, and those below its last."""
    paragraphs = [n for n, x in enumerate(lines) if len(x) >= PARAGRAPH] or [len(lines)]
    return lines[: paragraphs[0]], lines[paragraphs[-1] + 1 :]


def _shortened(rng: Random, text: str) -> str:
    ends = [m.end() for m in re.finditer("[。！？]", text)]
    fit = [e for e in ends if 60 < e < 300]
    return text[: rng.choice(fit)] if fit else text[:220]


@cache
def real_drafts() -> list[tuple[int, Draft]]:
    """Return (number of its site, what extraction makes of it) of each development page."""
    from crawler.extract import extract_html

    return [
        (site, extract_html(body, url="http://www.example.com/a.html")) for site, body in development_pages()
    ]


def real_pages() -> list[tuple[int, list[str]]]:
    """Return (number of its site, its fragments' texts in page order) of each development page."""
    return [(site, [f.text for f in draft.fragments if f.text.strip()]) for site, draft in real_drafts()]


def genuine(rng: Random, m: Material) -> Made:
    """Draw a genuine page."""
    foot = m.foot(rng)
    lines, title = _genuine(rng, m, foot)
    made = Made("genuine", lines, title=next((n for n, x in enumerate(lines) if title and title in x), -1))
    if title and rng.random() < 0.4:
        strip(made, foot)
    return made


def _genuine(rng: Random, m: Material, foot: list[str]) -> tuple[list[str], str]:
    """Draw the lines of a genuine page, and its title where it has one."""
    k = rng.random()
    if k < 0.12 and m.hard:
        lines = [x for x in rng.choice(m.hard).split("\n") if x.strip()]
        at = rng.randrange(len(lines))
        return lines[at : at + 12], ""
    if k < 0.27 and m.sites:
        lines = rng.choice(m.sites)
        at = rng.randrange(len(lines))
        return lines[at : at + 30], ""
    if k < 0.35:
        return rng.choice(m.chrome)[:40], ""
    if k < 0.39:
        pool = rng.choice(list(m.rows.values()))
        lines = [m.row(rng, rng.choice(pool)) for _ in range(rng.randint(2, 14))]
        return [*m.paragraphs(rng, rng.randint(0, 2)), *lines], ""
    if k < 0.44:
        lines = rng.choices(m.literature, k=rng.randint(1, 4))
        return (lines if rng.random() < 0.7 else [*lines, *m.paragraphs(rng, 1)]), ""
    if k < 0.5 and m.sentences:
        pool = rng.choice(m.sentences)
        lines = [paragraph(rng, Words(trades()), pool) for _ in range(rng.randint(1, 3))]
        return [*lines, *(m.paragraphs(rng, 1) if rng.random() < 0.5 else [])], ""
    body = m.carrier(rng, rng.randint(1, 4))
    title = rng.choice(m.headlines) if rng.random() < 0.5 else re.split("[。,，;；!！]", body[0])[0][:30]
    if rng.random() < 0.3:
        title = title[:16] + rng.choice((" ", "　")) + rng.choice(m.headlines)[:16]
    lines = [rng.choice(CRUMB), title, *body, *foot]
    for _ in range(rng.randint(0, 2)):
        distract(rng, m, lines, body)
    return lines, title


def distract(rng: Random, m: Material, lines: list[str], body: list[str]) -> None:
    """Put something genuine into a place that attackers use."""
    form = rng.choice("AABBCEFGHIKMNOPQRRSUVX")
    at = 2 + rng.randrange(len(body)) if len(lines) >= 2 + len(body) else 1
    if form in "AB":
        texts = [m.anchor(rng) for _ in range(few_or_many(rng, 25))]
        label = rng.choice(
            ["", "", "友情链接:", "热门推荐:", "相关阅读：", "Tags:", "合作媒体:", "热门股票："]
        )
        text = label + ("\n".join(texts) if rng.random() < 0.2 else joined(rng, texts))
        lines.insert(rng.choice([0, 1]) if form == "B" and rng.random() < 0.5 else len(lines), text)
    elif form == "C":
        lines.insert(
            rng.choice([0, 1]),
            joined(rng, [m.anchor(rng) for _ in range(rng.randint(3, 8))]),
        )
    elif form == "E":
        name = rng.choice(m.links["o"]) if rng.random() < 0.6 else m.anchor(rng)[:12]
        forms = [*(sign + "{}" for sign in TITLE_SIGNS), *BRACKETS, "_{}_{}", "《{}》", " {}"]
        lines[1] += rng.choice(forms).format(name, rng.choice(m.links["p"]))
    elif form == "F":
        places = names_in(rng, lines[at])
        if places:
            a, b = rng.choice(places)
            own = (
                rng.choice(rng.choice((m.companies, m.names)))
                if rng.random() < 0.7
                else "".join(rng.choices(dictionary(), k=2))
                + rng.choice(
                    ["公司", "集团", "科技", "银行", "控股", "股份", "", "体育用品", "国际酒店", "娱乐传媒"]
                )
            )
            name = lines[at][a:b]
            if rng.random() < 0.5:
                lines[:] = [x.replace(name, own) for x in lines]
            else:
                lines[at] = lines[at][:a] + own + lines[at][b:]
    elif form == "G":
        spots = [x.end() for x in re.finditer("[,，]", lines[at])]
        other = [c for c in re.split("[,，。;；\n]", rng.choice(m.clean)) if 3 <= len(c) <= 24]
        if spots and other:
            spot = rng.choice(spots)
            lines[at] = lines[at][:spot] + rng.choice(other) + "，" + lines[at][spot:]
    elif form == "H":
        line = m.row(rng, rng.choice(m.lines))
        lines.insert(rng.choice([len(lines), 2 + len(body)]), line)
    elif form == "I":
        lines.insert(at, m.paragraphs(rng, 1)[0])  # never literature: that is what content farms splice in
    elif form == "K":
        words = words_of(rng, lines[1]) + [m.anchor(rng) for _ in range(rng.choice((0, 0, 1, 2)))]
        lines.insert(rng.choice([len(lines), 2]), keyword_line(rng, rng.sample(words, len(words))))
    elif form == "M":
        texts = [m.anchor(rng) for _ in range(few_or_many(rng, 15))]
        lines += [rng.choice(m.leads), joined(rng, texts) if rng.random() < 0.6 else "\n".join(texts)]
    elif form == "N":
        lines.insert(rng.choice([0, 2, at]), m.anchor(rng))
    elif form == "O":
        lines[at] += rng.choice(["{}", "{}", *BRACKETS, "(来源:{})"]).format(
            rng.choice(
                [
                    m.anchor(rng),
                    rng.choice(m.links["o"]),
                    "记者 " + rng.choice(dictionary()),
                    rng.choice(m.names),
                ]
            )
        )
    elif form == "Q" and rng.random() < 0.5:
        credit = rng.choice(["", rng.choice(m.names), rng.choice(m.links["o"]), person(rng), m.anchor(rng)])
        spot = rng.randint(2, len(lines))
        before, after = byline(rng)
        lines.insert(spot, before + credit + after)
    elif form == "Q":
        before, after = rng.choice(SLOTS)
        text = before + (rng.choice(m.headlines) if rng.random() < 0.3 else m.anchor(rng)) + after
        lines.insert(0 if after else len(lines), text)
    elif form == "R":  # what stands beside articles and holds words of every kind
        kind = rng.choice([k for k in BESIDE if k in m.rows])
        rows = [m.row(rng, rng.choice(m.rows[kind])) for _ in range(rng.choice((1, 1, 3, 5, 8)))]
        spot = rng.choice([0, len(lines), len(lines), min(len(lines), 2 + len(body)), min(at, len(lines))])
        lines[spot:spot] = rows
    elif form == "U":
        _speakers(rng, m, lines, len(body))
    elif form == "V":
        lines[at] += rng.choice(m.markup)
    elif form == "X":
        spot = rng.choice([len(lines), min(len(lines), 2 + len(body))])
        lines[spot:spot] = rng.sample(m.comments, rng.randint(1, 4))
    elif form == "S":
        lines[1] = m.anchor(rng) + rng.choice([*TITLE_SIGNS, "，", "】"]) + lines[1]
    else:
        shape = rng.choice(ROWS)
        lines += (
            shape.format(p=m.anchor(rng), n=rng.randint(1, 99), d=rng.randint(1, 9), y=2025)
            for _ in range(rng.randint(4, 10))
        )


def _speakers(rng: Random, m: Material, lines: list[str], body: int) -> None:
    """Let paragraphs begin with who speaks, or name the same thing again and again."""
    known = rng.choice(rng.choice((m.companies, m.names)))
    name = rng.choice([person(rng), "记者", "問", "答", known, m.anchor(rng)])
    form = rng.choice(("{}：", "{}:", "【{}】", "#{}#", "{} "))
    for at in range(2, min(2 + body, len(lines))):
        if rng.random() < 0.8:
            lines[at] = form.format(name) + lines[at]


BESIDE = (
    *("hot", "related", "hotsearch", "tags", "topics", "apps", "share", "paywall", "poll", "poem", "market"),
    *(
        "finance",
        "names",
        "award",
        "shops",
        "bar",
        "head",
        "subscription",
        "ask",
        "phones",
        "crumb",
        "movie",
        "esports",
    ),
)
"""Kinds of lines that stand beside articles."""


def labelled(rng: Random, made: Made, around: int = LONGEST) -> tuple[str, np.ndarray]:
    """Canonical text of a page and a label per character; a window of it where it is long."""
    folded = canonicals(made.lines)
    texts, labels = [], []
    for n, canon in enumerate(folded):
        label = np.zeros(len(canon.text) + 1, dtype=np.uint8)
        offsets = np.asarray(canon.offsets)
        for line, a, b in made.spans:
            if line == n:
                label[:-1] |= (offsets >= a) & (offsets < b)
        label[-1] = len(canon.text) > 0 and label[:-1].all()
        texts.append(canon.text)
        labels.append(label)
    text, label = "\n".join(texts), np.concatenate(labels)[:-1]
    if len(text) > around:
        spam = np.flatnonzero(label)
        middle = int(rng.choice(spam)) if len(spam) and rng.random() < 0.85 else rng.randrange(len(text))
        start = max(0, min(len(text) - around, middle - rng.randrange(around)))
        text, label = text[start : start + around], label[start : start + around]
    return text, label


def made_pages(
    seed: int,
    count: int,
    fold: int = -1,
    *,
    without: frozenset[str] = NO_LAYOUTS,
    genuine_share: float = 0.45,
) -> Iterator[Made]:
    """Yield ``count`` pages, some genuine; ``without`` some layouts and ways of hiding.

    What a fold leaves out is one family of trades, and of everything else a quarter.
    """
    rng = Random(seed)
    material = Material(fold)
    words = Words([t for t in trades() if fold < 0 or t not in family(fold)], fold)
    weights = [LAYOUT_WEIGHTS[x] * (x not in without) for x in LAYOUTS]
    hidings = [x for x in HIDINGS if x not in without] or ["plain"]
    real = [r for r in of_fold(records("real_lines.jsonl.gz"), fold) if not r["id"].startswith("mt_")]
    for _ in range(count):
        k = rng.random()
        if k < genuine_share:
            yield genuine(rng, material)
        elif k < genuine_share + 0.05 and real:
            yield _excerpt(rng, rng.choice(real))
        else:
            hiding = "plain" if rng.random() < 0.8 else rng.choice(hidings)
            layout = rng.choices(list(LAYOUTS), weights)[0]
            count = rng.randint(1, 4)
            body = material.paragraphs(rng, count) if layout in SPLICED else material.carrier(rng, count)
            given = rng.choice(material.messages) if rng.random() < 0.1 and material.messages else ""
            foot = material.foot(rng)
            made = page(rng, layout, body, words, hiding, fold=fold, given=given, foot=foot)
            if layout == "J":
                made.spans = [(n, 0, len(x)) for n, x in enumerate(made.lines) if len(x) > 24]
            yield made


def _excerpt(rng: Random, row: dict[str, Any]) -> Made:
    """Return up to forty lines of a labelled page."""
    at = rng.randrange(max(1, len(row["lines"]) - 40))
    lines, flags = row["lines"][at : at + 40], row["spam"][at : at + 40]
    return Made(
        "real", lines, [(n, 0, len(x)) for n, (x, s) in enumerate(zip(lines, flags, strict=True)) if s]
    )
