"""Doorway pages: whole articles that advertise, in the shell of a paper's page.

No line gives one away: a fluent guide to betting names no brand for paragraphs.  So boosted decision trees
look at all of the article at once.  Training and data: ``bench/train_doorways.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spam.finding import SALE, odds

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from crawler.spam.page import Page, Unit

    Floats = npt.NDArray[np.float64]

FEATURES = (
    *("length", "texts"),
    *("tags_mean", "tags_least", "tags_middle", "tags_most"),
    *("marked", "doubted", "not_cleared"),
    *("passage_mean", "passage_least", "passage_middle", "sold", "perhaps_sold"),
    *("title_tags", "title_passage"),
    *("listed_words", "seller_words", "crime", "gaming"),
)
"""Of an article, in this order: characters and texts; mean log-odds of the tagger in its texts, and which
share of it has more than 0, -2.5 and -4; log-odds of the n-grams that they advertise, and which share has
more than 0 and -2; both of the title; different words of betting and lottery lists, of sellers, of crime and
of the gaming trade."""
_LINE, _SHORTEST, _TEXTS = 12, 50, 2
"""Characters of a line that is prose, and of the shortest article that is judged; the fewest such lines."""
_UNKNOWN = -9.0
"""What is said of a title that is not there."""
_SURE = odds(0.8)
"""Log-odds from which a page is set aside."""


def doorway(page: Page) -> str:
    """Say why the page is an advertisement dressed as an article; empty when it is not."""
    prose = prose_of(page)
    if not is_long_enough(prose):
        return ""
    value = float(page.trained.doorways.scores(features(page, prose)[None])[0])
    if value < _SURE:
        return ""
    marked = [u for u in prose if page.mean_tag(u) > 0]
    share = sum(len(u.text) for u in marked) / sum(len(u.text) for u in prose)
    return (
        f"as a whole like an advertisement ({value:+.1f}); {len(marked)} of {len(prose)} paragraphs"
        f" read like spam ({share:.0%} of the text)"
    )


def prose_of(page: Page) -> list[Unit]:
    """Return the lines of the article that are sentences, or all where none is."""
    own = [u for u in page.units if u.field == "body" and len(u.text) >= _LINE]
    return [u for u in own if u.sentences] or own


def is_long_enough(prose: list[Unit]) -> bool:
    """Say whether there is enough of an article to be judged as a whole."""
    return len(prose) >= _TEXTS and sum(len(u.text) for u in prose) >= _SHORTEST


def features(page: Page, prose: list[Unit]) -> Floats:
    """Return what ``FEATURES`` says of an article whose lines of sentences are ``prose``."""
    import numpy as np

    size = np.array([len(u.text) for u in prose], dtype=np.float64)
    part = size / size.sum()
    tags = np.array([page.mean_tag(u) for u in prose])
    passage = np.array([u.passage for u in prose])
    title = next((u for u in page.units if u.field == "title"), None)
    listed = {
        page.text[h.start : h.end]
        for u in page.units[:_FIRST]
        for h in u.hits
        if u.field != "page" and h.kind in ("gambling", "lottery", "brand")
    }
    crime, gaming = page.subject
    return np.array(
        [
            *(size.sum(), len(prose)),
            *(part @ tags, tags.min(), np.median(tags), tags.max()),
            *(part @ (tags > least) for least in (0, -2.5, -4)),
            *(part @ passage, passage.min(), np.median(passage)),
            *(part @ (passage > least) for least in (0, -2)),
            *((page.mean_tag(title), title.passage) if title else (_UNKNOWN, _UNKNOWN)),
            len(listed),
            len(set(SALE.findall("\n".join(u.text for u in prose)))),
            len(crime),
            len(gaming),
        ]
    )


_FIRST = 200
"""Texts of a page whose listed words are counted."""
