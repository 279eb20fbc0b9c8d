"""The page as the rules see it: its texts side by side, cut into pieces, each piece weighed once."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from crawler.spam import vocabulary
from crawler.spam.canonical import points_of
from crawler.spam.finding import CRIME, GAMING
from crawler.spam.model import EDGE, codes
from crawler.spam.tagger import ANSWERS
from crawler.spam.trained import Trained, shipped
from crawler.text.frequency import joined
from crawler.text.script import one_sided

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from crawler.items import Fragment
    from crawler.spam.canonical import Canonical
    from crawler.spam.vocabulary import Lexicon

_SIGNS = frozenset({"Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "Sm", "Sk", "So", "Zs"})
"""Unicode's categories of signs; not of money's."""
STRONG = "|丨_│┃¦‖★"
"""Separators of link lists."""
PROSE = ',，、：:"“”‘’《》()（）「」『』【】[]…'
"""Punctuation sentences have too."""
STOPS = "。!?;；"
"""What ends a sentence."""
DASH = "-—–"
_OF_WORDS = "%.@'°℃‰_"
"""Signs within numbers, addresses and names: they separate nothing."""
LOOSE = "".join(
    c
    for c in map(chr, range(0x20, 0x10000))
    if unicodedata.category(c) in _SIGNS and c not in STRONG + PROSE + STOPS + DASH + _OF_WORDS
)
"""All other signs: arrows, squares, stars, slashes, spaces.  Attackers join lists by any of them."""
HAN_PAIR = re.compile("(?=([\u4e00-\u9fff]{2}))")
SEPARATORS = re.compile("[" + re.escape(STRONG + PROSE + STOPS + LOOSE + DASH) + "\n]+")
_TOP = 0x20000
_STOP = 6
STRONG_KINDS = frozenset({"brand", "gambling", "adult"})
"""Classes whose words are hardly ever a genuine link's text; lottery words are, on portals."""
LONGEST_FOR_WORDS = 120_000
"""Characters of a page the word lists are matched in; beyond it the model judges alone."""
LONGEST_FOR_TAGS = 100_000
"""Characters of a page the tagger reads; beyond it the rules judge without a second witness."""


@cache
def _classes() -> npt.NDArray[np.uint8]:
    """Separator class per code point: 0 none, 1 strong, 2 prose, 3 loose, 4 dash, 5 line, 6 sentence."""
    import numpy as np

    table = np.zeros(_TOP, dtype=np.uint8)
    for kind, signs in enumerate((STRONG, PROSE, LOOSE, DASH, "\n", STOPS), 1):
        for sign in signs:
            table[ord(sign)] = kind
    return table


@cache
def _script_sides() -> npt.NDArray[np.int8]:
    """Per code point: +1 only in Simplified, -1 only in Traditional, 0 both or neither."""
    import numpy as np

    table = np.zeros(_TOP, dtype=np.int8)
    for side, chars in zip((1, -1), one_sided(), strict=True):
        points = [point for char in chars if (point := ord(char)) < _TOP]
        table[points] = side
    return table


@dataclass(slots=True)
class Unit:
    """One text of the page: which field it belongs to, where it starts there and among all texts."""

    field: str
    base: int
    canon: Canonical
    fragment: int
    source: Fragment | None
    order: int = 0
    """Rank among the page's texts that are not blank."""
    start: int = 0
    """Where its canonical text starts in the page's."""
    first: int = 0
    last: int = 0
    """Its pieces: ``[first, last)``."""
    side: int = 0
    """Characters only Simplified has, less those only Traditional has."""
    hits: list[vocabulary.Hit] = dataclasses.field(default_factory=list)
    passage: float = 0.0
    anchor: float = 0.0
    sentences: int = 0
    """Ends of sentences in it."""
    text: str = ""
    """Canonical text."""
    hidden: bool = False
    """Whether the page hides it from readers."""
    leaves: bool = False
    """Whether it has a link to another site."""
    offsite: float = 0.0
    """Share of its characters inside links to other sites."""

    def __post_init__(self) -> None:
        """Take the text from the canonical form, and from the source what its markup says."""
        self.text = self.canon.text
        if self.source is not None:
            self.hidden = self.source.hidden
            linked = [x.end - x.start for x in self.source.links if x.offsite]
            if linked and self.canon.original:
                self.leaves, self.offsite = True, min(1.0, sum(linked) / len(self.canon.original))

    def seam(self, start: int, end: int | None = None) -> float:
        """Return how surely a word is torn where the text is parted.

        With ``end``, how surely it is one without what is between: where something was put into a word.
        """
        end = start if end is None else end
        return joined(self.text[start - 1], self.text[end]) if 0 < start <= end < len(self.text) else 0.0


_REPORTING, _ITS_TRADE = 4, 3
"""Words of crimes from which an article is a report of one, and of gaming from which that is its subject."""
HEAD = 3
"""Texts of a page without a title that may be its headline."""


class Page:
    """All texts of a page with their pieces and scores."""

    def __init__(self, units: Sequence[Unit], trained: Trained | None = None) -> None:
        import numpy as np

        self.units = [u for u in units if u.text.strip()]
        at = 0
        for order, unit in enumerate(self.units):
            unit.order, unit.start = order, at
            at += len(unit.text) + 1
        self.bounds = np.array([*(u.start for u in self.units), max(at, 1)], dtype=np.int64)
        """Where the units start, and where one after the last would."""
        self.text = "\n".join(u.text for u in self.units)
        self.trained = trained or shipped()
        self.model = self.trained.model
        self.tags: npt.NDArray[np.float32]
        self.firsts: npt.NDArray[np.float32]
        self.lasts: npt.NDArray[np.float32]
        self.tags, self.firsts, self.lasts = self._tags()
        """Log-odds of each character of ``text``: to be spam, the first of a span, the last; 0 beyond
        ``LONGEST_FOR_TAGS``."""
        points = codes(self.text)
        low = np.minimum(points, _TOP - 1)
        kinds = _classes()[low]
        kinds[0] = kinds[-1] = 5
        edge = kinds > 0
        points[edge] = EDGE
        self.sums = self.model.sums(points)
        turns = np.flatnonzero(edge[1:] != edge[:-1])
        self.starts: npt.NDArray[np.int64] = turns[::2]
        self.ends: npt.NDArray[np.int64] = turns[1::2]
        flat = np.where(kinds == _STOP, np.uint8(2), kinds)  # a stop is prose punctuation too
        self.before = flat[self.starts]
        self.after = flat[self.ends + 1]
        self.anchor, self.passage = self.sums.scores(self.starts, self.ends)
        self._spare_furniture()
        bounds = self.bounds
        self.unit_of = np.searchsorted(bounds, self.starts, side="right") - 1
        pieces = np.searchsorted(self.starts, bounds).tolist()
        sides = _sides([u.canon.original for u in self.units])
        ended = np.concatenate(([0], np.cumsum(kinds == _STOP)))
        sentences = (ended[bounds[1:]] - ended[bounds[:-1] + 1]).tolist()
        anchors, passages = (x.tolist() for x in self.sums.scores(bounds[:-1], bounds[1:] - 1))
        for i, unit in enumerate(self.units):
            unit.first, unit.last = pieces[i], pieces[i + 1]
            unit.side, unit.sentences = sides[i], sentences[i]
            unit.anchor, unit.passage = anchors[i], passages[i]
        self.covered = np.zeros(len(self.starts))
        self.weight = np.zeros(len(self.starts))
        self.strong = np.zeros(len(self.starts))
        self.side = sum(u.side for u in self.units)
        """Characters only Simplified has, less those only Traditional has."""
        self.prose = [u for u in self.units if len(u.text) >= 40 and u.sentences]
        """The texts that are more than a line: sentences."""
        self.spelt_oddly = sum(u.canon.edits > 2 for u in self.prose) > 0.5 * len(self.prose)
        """Whether most of the prose has readings or invisible characters in it: no sign of hiding then."""
        self._match_words(self.trained.words)

    @cached_property
    def subject(self) -> tuple[frozenset[str], frozenset[str]]:
        """Words of crimes and of gaming in the article's title and sentences: what it may report about."""
        own = (u for u in self.units if u.field != "page")
        told = [u.text for u in own if u.sentences or u.field == "title" or u.order < HEAD]
        text = "\n".join(told)[:LONGEST_FOR_TAGS]
        return frozenset(CRIME.findall(text)), frozenset(GAMING.findall(text))

    @cached_property
    def is_report(self) -> bool:
        """Whether the article reports of crimes or of the gaming trade: names are at home there."""
        crime, gaming = self.subject
        return len(crime) >= _REPORTING or len(gaming) >= _ITS_TRADE

    @cached_property
    def gist(self) -> Counter[str]:
        """How often each pair of Han characters stands in the page's prose."""
        count: Counter[str] = Counter()
        for unit in self.prose:
            count.update(HAN_PAIR.findall(unit.text))
        return count

    def mean_tag(self, unit: Unit) -> float:
        """Return the mean log-odds of a text's characters to be spam."""
        return float(self.tags[unit.start : unit.start + len(unit.text)].mean())

    def _tags(self) -> npt.NDArray[np.float32]:
        import numpy as np

        tags = np.zeros((ANSWERS, len(self.text)), dtype=np.float32)
        tags[:, :LONGEST_FOR_TAGS] = self.trained.tagger.tags(self.text[:LONGEST_FOR_TAGS])
        return tags

    def _spare_furniture(self) -> None:
        """Take pieces that are a site's own buttons, word for word, for what they are."""
        import numpy as np

        own = vocabulary.furniture()
        longest = max(map(len, own))
        short = np.flatnonzero((self.ends - self.starts <= longest) & (self.anchor > -3.0))
        for i in short[:100_000].tolist():
            if self.text[self.starts[i] : self.ends[i]] in own:
                self.anchor[i] = -3.5

    def _match_words(self, words: Lexicon) -> None:
        import numpy as np

        if len(self.text) > LONGEST_FOR_WORDS or not len(self.starts):
            return
        found = words.hits(self.text)
        if not found:
            return
        starts, ends = np.array([h.start for h in found]), np.array([h.end for h in found])
        weights = np.array([h.weight for h in found])
        strong = np.array([h.weight if h.kind in STRONG_KINDS else 0 for h in found])
        # A hit may begin at a separator before its piece: the unit is found by its own bounds.
        places = np.maximum(np.searchsorted(self.starts, starts, side="right") - 1, 0)
        owners = np.searchsorted(self.bounds, starts, side="right") - 1
        for hit, owner in zip(found, owners.tolist(), strict=True):
            self.units[owner].hits.append(hit)
        inside = ends <= self.ends[places]
        np.add.at(self.covered, places[inside], (ends - starts)[inside])
        np.add.at(self.weight, places[inside], weights[inside])
        np.maximum.at(self.strong, places[inside], strong[inside])


def _sides(originals: list[str]) -> list[int]:
    """Count, per text as published, characters only Simplified has less those only Traditional has."""
    import numpy as np

    if not originals:
        return []
    points = points_of("\n".join(originals))
    total = np.concatenate(([0], np.cumsum(_script_sides()[np.minimum(points, _TOP - 1)], dtype=np.int64)))
    ends = np.cumsum([len(x) + 1 for x in originals]) - 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    return [int(x) for x in total[ends] - total[starts]]
