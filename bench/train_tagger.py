"""Train ``crawler/spam/data/tagger.npz``: ``make train-spam`` (PyTorch; over an hour on one core).

Pages come from ``bench/tagged_pages.py``, seen once, and ``bench/written_pages.py``, seen often, and often
between the furniture of a real page, without which networks lose their way in one.  Against learning their
phrases by heart, which costs half of what is found of unseen ones: Han characters of spam are exchanged for
others in two fifths of the pages, fewer of the rest, characters are made unknown, and pairs are left out of
half of the pages.  Seeds are fixed, and one thread adds up in one order: the same machine makes the same
file.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from bench.spam_texts import ROOT
from bench.spam_words import language
from bench.tagged_pages import Material, labelled, made_pages
from bench.train_spam import tagger_inputs_hash
from bench.written_pages import NO_LAYOUTS, drawn_once
from crawler.spam import dictionary, tagger
from crawler.spam.canonical import points_of
from crawler.spam.dictionary import Dictionary

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    Ids = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float32]

TARGET = ROOT / "crawler/spam/data/tagger.npz"
VERSION = "7"
SEED = 20261130
PAGES, DRAWS = 30_000, 14
"""Generated pages, and how often each written one is seen: half of them seen 12 times, a network found a
fourteenth less than after 20."""
NETWORKS = 4
"""The first ones cost their time on every page, the others on what those mark (``tagger.READ_ALL``)."""
BATCH = 16
"""Pages a step: with 32, and so half as many steps, a network found a fifteenth less."""
EMBEDDING, HIDDEN = 24, 32
"""Numbers per character: a wider network finds little more and costs its square."""
INLINE = 8.0
"""Extra weight of spam inside a text that is not all spam: it is short, and the hardest."""
COMMON_TRIPLE = 30
"""How often jieba's list counts words with three characters that are common together."""
EDGE, EDGES = 12.0, 0.5
"""Weight of a span's first and last characters among all others, and of both answers beside the first."""


@dataclass(slots=True)
class Pages:
    """Pages as ids, labels and weights per character."""

    letters: str
    ids: list[Ids]
    repeated: list[Ids]
    """Per character, on how many lines its pair stands."""
    labels: list[Floats]
    weights: list[Floats]
    han: npt.NDArray[np.bool_]
    """Per id, whether it is a Han character."""
    points: npt.NDArray[np.int64]
    """Per id, its code point where it is one, else 0."""
    enders: list[int]
    """Ids of the newline, then of what ends a sentence."""


def pages(fold: int = -1, half: int = -1, without: frozenset[str] = NO_LAYOUTS, share: float = 1.0) -> Pages:
    """Draw a share of the pages and number their characters; what stands in fewer than four is unknown."""
    rng = Random(SEED)
    made_ones = made_pages(SEED, round(share * PAGES), fold, without=without)
    drawn = [labelled(rng, made) for made in made_ones]
    sites = Material(fold)
    drawn += [
        labelled(rng, sites.in_a_site(rng, made))
        for _ in range(round(share * DRAWS))
        for made in drawn_once(rng, half, fold=fold, without=without)
    ]
    seen = Counter(c for text, _ in drawn for c in set(text))
    letters = "".join(sorted(c for c, n in seen.items() if n >= 4 and (c == "0" or not c.isdigit())))
    numbers = {c: i for i, c in enumerate(letters, tagger.UNKNOWN + 1)}
    points = dictionary.han(np.array([0] * (tagger.UNKNOWN + 1) + [ord(x) for x in letters]))
    numbers |= dict.fromkeys("0123456789", numbers["0"])
    enders = [numbers[c] for c in tagger.ENDERS]
    newline = enders[0]
    ids = [np.array([numbers.get(c, tagger.UNKNOWN) for c in text], dtype=np.int64) for text, _ in drawn]
    repeated = [tagger.lines_with_pair(points_of(text)) for text, _ in drawn]
    labels = [label.astype(np.float32) for _, label in drawn]
    weights = [1 + INLINE * _inline(x == newline, y) for x, y in zip(ids, labels, strict=True)]
    return Pages(letters, ids, repeated, labels, weights, points > 0, points, enders)


def _inline(newlines: npt.NDArray[np.bool_], labels: Floats) -> Floats:
    """Return 1 for spam in lines that are not all spam, else 0."""
    line = np.cumsum(newlines)
    size, spam = np.bincount(line), np.bincount(line, weights=labels)
    return ((spam > 0) & (spam < size - 2))[line].astype(np.float32) * labels


@cache
def words_known() -> Dictionary:
    """Return how common pairs and triples are inside the language's words."""
    pairs: Counter[str] = Counter()
    triples: Counter[str] = Counter()
    for word, count in language():
        for size, found in ((2, pairs), (3, triples)):
            for at in range(len(word) - size + 1):
                found[word[at : at + size]] += count
    classes = (
        {pair: 1 + min(dictionary.CLASSES_OF_PAIRS - 2, int(math.log10(n + 1))) for pair, n in pairs.items()},
        {triple: 1 + (n > COMMON_TRIPLE) for triple, n in triples.items()},
    )
    tables = [np.zeros(dictionary.BUCKETS, dtype=np.uint8) for _ in classes]
    for number, (table, found) in enumerate(zip(tables, classes, strict=True)):
        for text, of in found.items():
            bucket = dictionary.buckets(dictionary.han(points_of(text)))[number][0]
            table[bucket] = max(table[bucket], of)
    return Dictionary(*tables)


class Network(nn.Module):
    """The network of ``crawler.spam.tagger``, as PyTorch trains it."""

    def __init__(self, letters: int, enders: list[int]) -> None:
        super().__init__()
        self.newline, *rest = enders
        self.register_buffer("enders", torch.tensor(rest))
        self.characters = nn.Embedding(letters, EMBEDDING, padding_idx=0)
        self.pairs = nn.Embedding(tagger.PAIRS, EMBEDDING)
        self.repeated = nn.Embedding(tagger.LINES + 1, EMBEDDING)
        nn.init.normal_(self.characters.weight, std=0.3)
        nn.init.normal_(self.pairs.weight, std=0.05)
        self.words = nn.Embedding(dictionary.CLASSES, EMBEDDING)
        nn.init.normal_(self.repeated.weight, std=0.1)
        nn.init.normal_(self.words.weight, std=0.1)
        widths = zip((EMBEDDING, HIDDEN, HIDDEN), tagger.DILATIONS, strict=True)
        reach = tagger.WIDTH // 2
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, HIDDEN, tagger.WIDTH, padding=reach * step, dilation=step)
            for width, step in widths
        )
        self.line, self.page = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.sentence = nn.Linear(2 * HIDDEN, HIDDEN)
        self.factor, self.line_factor = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.page_factor = nn.Linear(HIDDEN, HIDDEN, bias=False)
        self.middle, self.out = nn.Linear(HIDDEN, HIDDEN), nn.Linear(HIDDEN, tagger.ANSWERS)
        self.drop = nn.Dropout(0.1)

    def embed(self, ids: torch.Tensor, repeated: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        following = torch.cat([ids[:, 1:], torch.zeros_like(ids[:, :1])], 1)
        pairs = self.pairs(tagger.pair_buckets(ids, following))
        if self.training:
            pairs = pairs * (torch.rand(len(ids), 1, 1) > 0.5) * (torch.rand(*ids.shape, 1) > 0.2)
        return self.drop(self.characters(ids) + pairs) + self.repeated(repeated) + self.words(words)

    def forward(self, ids: torch.Tensor, repeated: torch.Tensor, words: torch.Tensor) -> torch.Tensor:
        there = (ids > 0).float()
        first, second, third = self.convolutions
        characters = (self.embed(ids, repeated, words) * there[..., None]).transpose(1, 2)
        one = functional.relu(first(characters)) * there[:, None]
        two = (functional.relu(second(one) + one) * there[:, None]).transpose(1, 2)
        first_of_line = ids == self.newline
        ended = functional.pad(torch.isin(ids, self.enders)[:, :-1], (1, 0))
        mean, _, number = _pooled(two, there, first_of_line)
        lines, line_factors = self.line(mean)[number], self.line_factor(mean)[number]
        *pooled, number = _pooled(two, there, first_of_line | ended)
        sentences = self.sentence(torch.cat(pooled, 1))[number]
        of_page = two.sum(1) / there.sum(1, keepdim=True).clamp(min=1)
        page, page_factors = self.page(of_page)[:, None], self.page_factor(of_page)[:, None]
        unlike = self.factor(two) * (line_factors + page_factors)
        three = third(two.transpose(1, 2)).transpose(1, 2) + two + lines + sentences + page + unlike
        three = functional.relu(three)
        four = functional.relu(self.middle(self.drop(three)) + three)
        logits: torch.Tensor = self.out(four)
        return logits


def _pooled(
    values: torch.Tensor, there: torch.Tensor, first: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return the mean and the greatest of each value in each part of the pages, and each character's part.

    ``first`` says where parts begin; each page, a row of ``values``, begins one too.
    """
    first = first.clone()
    first[:, 0] = True
    starts = first.flatten().nonzero()[:, 0]
    lengths = torch.diff(starts, append=torch.tensor([first.numel()]))
    flat = values.reshape(-1, values.shape[2])
    sizes = torch.segment_reduce(there.flatten(), "sum", lengths=lengths).clamp(min=1)
    sums = torch.segment_reduce(flat, "sum", lengths=lengths, axis=0)
    most = torch.segment_reduce(flat, "max", lengths=lengths, axis=0)
    return sums / sizes[:, None], most, (first.flatten().cumsum(0) - 1).view(first.shape)


def _loss(
    logits: torch.Tensor, labels: torch.Tensor, weights: torch.Tensor, in_line: torch.Tensor
) -> torch.Tensor:
    """Return how wrong the answers are: is a character spam, the first of a span, the last of one.

    ``in_line`` is false of newlines: spans end at them.
    """
    own = labels * in_line
    before, after = functional.pad(own[:, :-1], (1, 0)), functional.pad(own[:, 1:], (0, 1))
    there = (weights > 0).float()
    answers = (labels, own * (1 - before), own * (1 - after))
    counts = (weights, *(there * (1 + EDGE * x) for x in answers[1:]))
    parts = [
        functional.binary_cross_entropy_with_logits(logits[..., n], wanted, count, reduction="sum")
        / count.sum()
        for n, (wanted, count) in enumerate(zip(answers, counts, strict=True))
    ]
    return parts[0] + EDGES * (parts[1] + parts[2])


def _batches(drawn: Pages, rng: np.random.Generator) -> Iterator[tuple[Ids, Ids, Ids, Floats, Floats]]:
    """Yield ids, counts, classes, labels and weights of pages of like length, with the noise of the head."""
    order = sorted(range(len(drawn.ids)), key=lambda i: len(drawn.ids[i]))
    groups = [order[i : i + BATCH] for i in range(0, len(order), BATCH)]
    common = np.concatenate([x[y == 0] for x, y in zip(drawn.ids[:3000], drawn.labels[:3000], strict=True)])
    common = common[drawn.han[common]]
    for number in rng.permutation(len(groups)):
        group = groups[number]
        shape = (len(group), len(drawn.ids[group[-1]]))
        ids, repeated = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        labels, weights = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        for row, i in enumerate(group):
            size = len(drawn.ids[i])
            ids[row, :size], labels[row, :size] = drawn.ids[i], drawn.labels[i]
            weights[row, :size], repeated[row, :size] = drawn.weights[i], drawn.repeated[i]
        one, han = (len(group), 1), drawn.han[ids]
        noisy = rng.random(one) < 0.4
        of_spam, of_rest = noisy * rng.random(one) * 0.5, noisy * rng.random(one) * 0.15
        other = han & (rng.random(shape) < np.where(labels > 0, of_spam, of_rest))
        ids[other] = rng.choice(common, int(other.sum()))
        ids[han & (rng.random(shape) < (rng.random(one) > 0.4) * rng.random(one) * 0.25)] = tagger.UNKNOWN
        yield ids, repeated, words_known().classes(drawn.points[ids]), labels, weights


def train(**chosen: Any) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of a tagger trained on ``pages(**chosen)``."""
    drawn = pages(**chosen)
    networks = [_trained(drawn, SEED + n) for n in range(NETWORKS)]
    stored = {name: np.stack([x[name] for x in networks]) for name in networks[0]}
    about = {"letters": drawn.letters, "version": VERSION, "inputs": tagger_inputs_hash()}
    return stored | words_known().stored() | {name: np.array(value) for name, value in about.items()}


def _trained(drawn: Pages, seed: int) -> dict[str, npt.NDArray[Any]]:
    """Return the arrays of one network; ``seed`` sets where it begins, its noise and its pages' order."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    net = Network(len(drawn.han), drawn.enders)
    learner = torch.optim.AdamW(net.parameters(), lr=2e-3, weight_decay=1e-4, fused=True)
    steps = -(-len(drawn.ids) // BATCH)
    rate = torch.optim.lr_scheduler.OneCycleLR(learner, 3e-3, total_steps=steps)
    recent = 0.0
    for step, batch in enumerate(_batches(drawn, np.random.default_rng(seed)), 1):
        ids, repeated, words, labels, weights = (torch.from_numpy(x) for x in batch)
        loss = _loss(net(ids, repeated, words), labels, weights, ids != net.newline)
        learner.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        learner.step()
        rate.step()
        recent += 0.01 * (loss.item() - recent)
        if step % 200 == 0:
            print(f"{step} of {steps} batches, loss {recent:.4f}", file=sys.stderr, flush=True)
    return _stored(net)


def _stored(net: Network) -> dict[str, npt.NDArray[Any]]:
    """Return the weights as ``crawler.spam.tagger.of`` reads them."""
    found: dict[str, npt.NDArray[Any]] = {}
    for name in ("characters", "pairs"):
        values = getattr(net, name).weight.detach().numpy()
        scale = np.float32(np.percentile(np.abs(values), 99.95) / 127)
        found[name] = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        found[f"{name}_scale"] = scale
    for i, layer in enumerate(net.convolutions):
        found[f"kernel{i}"] = layer.weight.detach().numpy().transpose(2, 1, 0).astype(np.float16)
        found[f"bias{i}"] = layer.bias.detach().numpy().astype(np.float16)
    for name in ("repeated", "words"):
        found[name] = getattr(net, name).weight.detach().numpy().astype(np.float16)
    for name in ("line", "sentence", "page", "factor", "line_factor", "page_factor", "middle", "out"):
        layer = getattr(net, name)
        found[name] = layer.weight.detach().numpy().T.astype(np.float16)
        if layer.bias is not None:
            found[f"{name}_bias"] = layer.bias.detach().numpy().astype(np.float16)
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    options.add_argument("--output", type=Path, default=TARGET)
    options.add_argument(
        "--fold", type=int, default=-1, help="leave a family of trades and a quarter of the rest out"
    )
    chosen = options.parse_args()
    np.savez_compressed(chosen.output, **train(fold=chosen.fold))
    print(f"{chosen.output}: {chosen.output.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
