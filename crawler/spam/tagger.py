"""The second trained part: small convolutional networks that mark, character by character, what is spam.

Where the n-grams of ``model.py`` know phrases, these know how they sit in a page: they read each
character with fourteen on either side, on how many lines of the page its pair stands (what is injected
shares no words with the article, or a name alone), how common it is inside words with those after it (a
dictionary has many more words than pages to learn from do), the mean and the greatest values of its
sentence, the mean of its line and that of the page.  Input is canonical text; digits are one class.
Layers: embeddings of characters, hashed pairs, counts and commonness, three dilated convolutions, the
means, those of line and page also as factors (to tell what is unlike its surroundings), one output.
Networks that differ only in where their training began, and in what order it went, err in different
places: the mean of their answers is right more often than any.  So the first ones read the whole page,
and the others read again the lines near what those mark: a quarter of a page, where nearly all is that
they can set right.  Training, seeds and data: ``bench/train_tagger.py``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Any

from crawler.spam import dictionary, weights
from crawler.spam.canonical import points_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.dictionary import Dictionary

    Floats = npt.NDArray[np.float32]

NAME = "char-tagger"
WIDTH = 5
"""Characters a convolution sees."""
DILATIONS = (1, 2, 4)
PAIRS = 1 << 15
"""Buckets of character pairs."""
UNKNOWN = 1
LINES = 3
"""Lines with a pair are counted so far."""
ANSWERS = 3
"""Log-odds per character: it is spam, a span begins with it, a span ends with it."""
ENDERS = "\n。!?;"
"""What ends a line, and what else ends a sentence, in canonical text."""
READ_ALL = 2
"""Networks that read the whole page."""
_NEAR, _MARKED = 2, 0.0
"""Lines before and after a marked one that are read again, and log-odds from which a character is marked."""
_FILE = "tagger.npz"
_ROWS = 48
"""Characters multiplied at a time: so few that OpenBLAS does not spread them over threads,
which wait for each other longer than they work."""
_CHUNK = 20 * _ROWS
"""Characters handed over at a time: windows laid out for more of them would not stay in the cache."""


def pair_buckets(ids: Any, following: Any) -> Any:
    """Return the bucket of each character with the one after it (arrays or tensors of ids)."""
    return (ids * 40503 + following * 30011) % 65521 % PAIRS


def lines_with_pair(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    """Return on how many of a page's lines, to ``LINES``, each character stands with the one after it.

    ``points`` are the code points of its canonical text.  0 where either is no Han character.
    """
    import numpy as np

    wide = points.astype(np.uint64)
    han = (points >= 0x4E00) & (points <= 0x9FFF)
    both = np.flatnonzero(han[:-1] & han[1:])
    found = np.zeros(len(points), dtype=np.intp)
    if not len(both):
        return found
    line = np.cumsum(points == ord("\n"), dtype=np.uint64)[both]
    pairs = wide[both] << np.uint64(42) | wide[both + 1] << np.uint64(21) | line
    order = pairs.argsort()
    pairs = pairs[order]
    once_a_line = np.append(True, pairs[1:] != pairs[:-1])
    pairs >>= np.uint64(21)
    starts = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1]))
    lines = np.minimum(np.add.reduceat(once_a_line, starts, dtype=np.intp), LINES)
    found[both[order]] = lines.repeat(np.diff(starts, append=len(pairs)))
    return found


@dataclass(slots=True, frozen=True)
class Network:
    """The weights of one network."""

    characters: Floats
    pairs: Floats
    known: Floats
    """Per number of lines with a pair, and per class of the dictionary ``((LINES + 1) * classes, …)``."""
    kernels: tuple[Floats, Floats, Floats]
    """Per convolution ``(WIDTH, from, to)``."""
    biases: tuple[Floats, Floats, Floats]
    line: Floats
    sentence: Floats
    page: Floats
    line_bias: Floats
    sentence_bias: Floats
    page_bias: Floats
    factor: Floats
    factor_bias: Floats
    line_factor: Floats
    line_factor_bias: Floats
    page_factor: Floats
    middle: Floats
    middle_bias: Floats
    out: Floats
    out_bias: Floats

    def answers(self, read: _Read) -> Floats:
        """Return the answers for each character.  Shape ``(len(text), ANSWERS)``.

        Part by part: what a part goes through finds it in the processor's cache.
        """
        import numpy as np

        count, width = len(read.ids), len(self.out)
        parts = [slice(at, min(at + _CHUNK, count)) for at in range(0, count, _CHUNK)]
        embedded, windows = _windows(count, self.characters.shape[1], DILATIONS[0])
        np.take(self.characters, read.ids, axis=0, out=embedded, mode="clip")
        embedded += self.pairs.take(read.buckets, axis=0)
        embedded += self.known.take(read.known, axis=0)
        first, windows_of_first = _windows(count, width, DILATIONS[1])
        for part in parts:
            np.maximum(_product(windows[part], self.kernels[0], self.biases[0]), 0, out=first[part])
        second, windows_of_second = _windows(count, width, DILATIONS[2])
        for part in parts:
            rows = _product(windows_of_first[part], self.kernels[1], self.biases[1])
            rows += first[part]
            np.maximum(rows, 0, out=second[part])
        around, factors = self._context(second, read)
        found = np.empty((count, ANSWERS), dtype=np.float32)
        for part in parts:
            own = second[part]
            rows = _product(own, self.factor)
            rows *= factors.take(read.line_of[part], axis=0)
            rows += _product(windows_of_second[part], self.kernels[2])
            rows += own
            rows += around.take(read.sentence_of[part], axis=0)
            middle = _product(_relu(rows), self.middle, self.middle_bias)
            middle += rows
            found[part] = _product(_relu(middle), self.out, self.out_bias)
        return found

    def _context(self, second: Floats, read: _Read) -> tuple[Floats, Floats]:
        """Return what is added all along a sentence, biases included, and the factors of each line."""
        import numpy as np

        sums: Floats = np.add.reduceat(second, read.sentences, axis=0)
        most = np.maximum.reduceat(second, read.sentences, axis=0)
        lines: Floats = np.add.reduceat(sums, read.sentences_of_lines, axis=0)
        lines /= read.of_line[:, None]
        page = sums.sum(axis=0) / np.float32(len(second))
        line = _product(lines, self.line, self.line_bias + page @ self.page + self.page_bias)
        factors = _product(lines, self.line_factor, self.line_factor_bias + page @ self.page_factor)
        pooled = np.hstack((sums / read.of_sentence[:, None], most))
        around = _product(pooled, self.sentence, self.sentence_bias + self.biases[2])
        line += factors * self.factor_bias
        around += line.take(read.line_of[read.sentences], axis=0)
        return around, factors


@dataclass(slots=True, frozen=True)
class _Read:
    """A page as the networks read it: ids of characters, of pairs, and of what is known of them.

    Of lines and sentences: their lengths, and in which each character stands; where sentences begin, and
    which are the first of a line.
    """

    ids: npt.NDArray[np.int64]
    buckets: npt.NDArray[np.int64]
    known: npt.NDArray[np.intp]
    of_line: Floats
    line_of: npt.NDArray[np.intp]
    sentences: npt.NDArray[np.intp]
    of_sentence: Floats
    sentence_of: npt.NDArray[np.intp]
    sentences_of_lines: npt.NDArray[np.intp]


@dataclass(slots=True, frozen=True)
class Tagger:
    """Some networks.  ``vocabulary`` maps code points to ids."""

    vocabulary: npt.NDArray[np.uint16]
    dictionary: Dictionary
    networks: tuple[Network, ...]
    version: str

    @property
    def rule(self) -> str:
        """What spans carry: ``name@version``."""
        return f"{NAME}@{self.version}"

    def tags(self, text: str) -> Floats:
        """Return the answers for each character of a page's canonical text, its lines split by newlines.

        They are the mean of the networks'; away from what the first ones mark, theirs.
        Shape ``(ANSWERS, len(text))``.
        """
        import numpy as np

        if not text:
            return np.zeros((ANSWERS, 0), dtype=np.float32)
        read = self._read(text)
        first, others = self.networks[:READ_ALL], self.networks[READ_ALL:]
        found = _mean(first, read)
        near = _near(found[:, 0], read)
        if others and near.any():
            part = self._laid_out(read.ids[near], read.buckets[near], read.known[near])
            share = np.float32(len(others) / len(self.networks))
            found[near] += share * (_mean(others, part) - found[near])
        return np.ascontiguousarray(found.T)

    def _read(self, text: str) -> _Read:
        import numpy as np

        points = points_of(text)
        ids = self.vocabulary[np.minimum(points, len(self.vocabulary) - 1)].astype(np.int64)
        known = lines_with_pair(points) + (LINES + 1) * self.dictionary.classes(dictionary.han(points))
        return self._laid_out(ids, pair_buckets(ids, np.append(ids[1:], 0)), known)

    def _laid_out(
        self, ids: npt.NDArray[np.int64], buckets: npt.NDArray[np.int64], known: npt.NDArray[np.intp]
    ) -> _Read:
        """Find the lines and sentences of what is to be read."""
        import numpy as np

        newline, *others = self.vocabulary[points_of(ENDERS)]
        is_newline = ids == newline  # belongs to the line it begins
        ends = is_newline.copy()
        for ender in others:
            ends[1:] |= ids[:-1] == ender
        lines, sentences = _starts(is_newline), _starts(ends)
        of_line, of_sentence = (np.diff(x, append=len(ids)) for x in (lines, sentences))
        return _Read(
            ids=ids,
            buckets=buckets,
            known=known,
            of_line=of_line.astype(np.float32),
            line_of=np.arange(len(lines)).repeat(of_line),
            sentences=sentences,
            of_sentence=of_sentence.astype(np.float32),
            sentence_of=np.arange(len(sentences)).repeat(of_sentence),
            sentences_of_lines=sentences.searchsorted(lines),
        )


def _mean(networks: Sequence[Network], read: _Read) -> Floats:
    """Return the mean of the networks' answers for each character."""
    import numpy as np

    total = networks[0].answers(read)
    for network in networks[1:]:
        total += network.answers(read)
    return total / np.float32(len(networks))


def _near(tags: Floats, read: _Read) -> npt.NDArray[np.bool_]:
    """Say of each character whether its line is a marked one, or one of those next to it."""
    import numpy as np

    starts = read.sentences[read.sentences_of_lines]
    tags = tags.copy()
    tags[starts[1:]] = -np.inf  # newlines: each says what the line before it is
    most = np.maximum.reduceat(tags, starts)
    marked = np.flatnonzero(most > _MARKED)
    near = np.zeros(len(most), dtype=bool)
    for step in range(-_NEAR, _NEAR + 1):
        near[np.clip(marked + step, 0, len(most) - 1)] = True
    kept: npt.NDArray[np.bool_] = near[read.line_of]
    return kept


def _starts(first: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """Return where parts begin: at 0, and where ``first`` says."""
    import numpy as np

    starts = np.flatnonzero(first)
    return starts if len(starts) and not starts[0] else np.append(0, starts)


def _windows(count: int, width: int, step: int) -> tuple[Floats, Floats]:
    """Return rows to be filled in, and the windows around each that a convolution of this step sees.

    Before the first row and after the last there are zeros.  Shapes ``(count, width)`` and
    ``(count, WIDTH, width)``, of one memory.
    """
    import numpy as np

    edge = WIDTH // 2 * step
    padded = np.zeros((count + 2 * edge, width), dtype=np.float32)
    stride, inner = padded.strides
    windows = np.lib.stride_tricks.as_strided(
        padded, (count, WIDTH, width), (stride, stride * step, inner), writeable=False
    )
    return padded[edge : edge + count], windows


def _product(values: Floats, weights: Floats, bias: Floats | None = None) -> Floats:
    """Multiply rows by a small matrix, or windows by a kernel, both laid out in rows."""
    import numpy as np

    matrix = weights.reshape(-1, weights.shape[-1])
    size, columns = matrix.shape
    rows = np.ascontiguousarray(values.reshape(-1, size))  # what overlaps is copied here at the latest
    found = np.empty((len(rows), columns), dtype=np.float32)
    whole = len(rows) - len(rows) % _ROWS
    np.matmul(rows[:whole].reshape(-1, _ROWS, size), matrix, out=found[:whole].reshape(-1, _ROWS, columns))
    np.matmul(rows[whole:], matrix, out=found[whole:])
    if bias is not None:
        found += bias
    return found


def _relu(values: Floats) -> Floats:
    import numpy as np

    return np.maximum(values, 0, out=values)


def of(stored: dict[str, npt.NDArray[np.generic]]) -> Tagger:
    """Make a tagger of its stored arrays, a row a network: int8 embeddings with a scale, float16 weights."""
    import numpy as np

    def wide(name: str, number: int) -> Floats:
        return np.asarray(stored[name][number], dtype=np.float32)

    letters = points_of(str(stored["letters"]))
    vocabulary = np.full(int(letters.max()) + 2, UNKNOWN, dtype=np.uint16)
    vocabulary[letters] = np.arange(UNKNOWN + 1, UNKNOWN + 1 + len(letters))
    vocabulary[ord("0") : ord("9") + 1] = vocabulary[ord("0")]
    made = {"characters", "pairs", "known", "kernels", "biases"}
    plain = [f.name for f in fields(Network) if f.name not in made]
    networks = [
        Network(
            characters=wide("characters", n) * wide("characters_scale", n),
            pairs=wide("pairs", n) * wide("pairs_scale", n),
            known=(wide("words", n)[:, None] + wide("repeated", n)).reshape(-1, wide("words", n).shape[1]),
            kernels=(wide("kernel0", n), wide("kernel1", n), wide("kernel2", n)),
            biases=(wide("bias0", n), wide("bias1", n), wide("bias2", n)),
            **{name: wide(name, n) for name in plain},
        )
        for n in range(len(stored["out"]))
    ]
    return Tagger(vocabulary, dictionary.of(stored), tuple(networks), str(stored["version"]))


@cache
def load() -> Tagger:
    """Load the shipped weights (once)."""
    return of(weights.shipped(_FILE))
