"""What spam is called that the tagger marked and no rule has found: by where it stands, and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.spam.appeals import CONTACT
from crawler.spam.finding import SENTENCE

if TYPE_CHECKING:
    from crawler.spam.weighing import Place


def kind_of(place: Place) -> str:
    """Return the kind of a span (``SpamSpan.kind``)."""
    unit, text = place.unit, place.text
    whole = len(text) >= 0.9 * len(unit.text)
    if unit.hidden:
        return "hidden_text"
    if unit.field == "title" or (unit.order <= 1 and not whole):
        return "title_suffix"
    if CONTACT.search(text):
        return "call_to_action"
    if len(text) >= _STORY and SENTENCE.search(text):
        return "spliced_story"
    if whole:
        return "head_line" if unit.order <= 3 else "link_block"
    before, after = unit.text[: place.start][-1:], unit.text[place.end :][:1]
    return "brand_replacement" if before.isalnum() and after.isalnum() else "inline_clause"


_STORY = 40
"""Characters from which advertising with sentences is a story."""
