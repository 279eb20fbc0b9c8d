"""Text a page hides behind what it shows: folded over a button, or withheld by a wall."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.element_names import name_sign
from crawler.extract.scoring import worth

if TYPE_CHECKING:
    from crawler.extract.blocks import Node
    from crawler.extract.scoring import ScoredPage

_UNFOLD = re.compile(
    r"展[开開](?:全文|剩[余餘]|[阅閱][读讀]|更多|正文|[内內]容)?|(?:[阅閱][读讀]|查看|[显顯]示)(?:全文|剩[余餘]|余下|更多|正文)|[余餘]下全文"
)
_FOLDED = frozenset({"display:none", "zero-size", "hidden attribute"})


def rest(scored: ScoredPage, container: Node, last: int) -> list[int]:
    """Return the rest of the text that stands hidden behind its ``last`` block, by a button to show it."""
    around = container.parent or container
    folded: list[int] = []
    opened = False
    for i in range(last + 1, len(scored.fragments)):
        fragment = scored.fragments[i]
        if fragment.hidden:
            named_caption = name_sign(scored.nodes[i]) == -2
            if fragment.hidden_by in _FOLDED and scored.nodes[i].lies_in(around) and not named_caption:
                folded.append(i)
        elif opened:
            break
        elif len(fragment.text) <= 16 and _UNFOLD.search(fragment.text):
            if folded or i + 1 >= len(scored.fragments) or not scored.fragments[i + 1].hidden:
                break
            opened = True  # the button stands over what it unfolds
        elif scored.worths[i] > 30 or not scored.nodes[i].lies_in(around):
            return []
    else:
        return []
    worths = [worth(scored.fragments[i]) for i in folded]
    against = -sum(w for w in worths if w < 0)
    return folded if sum(w for w in worths if w >= 8) > max(30.0, 10 * against) else []


def withheld(scored: ScoredPage, container: Node, taken: list[int]) -> bool:
    """Tell whether the container hides more running text than is ``taken`` of it, as log-in walls do."""
    shown = sum(max(scored.worths[i], 0.0) for i in taken)
    # What is shown may be one child only: look as far around as nothing else is shown.
    around = container
    while around.parent and around.parent.depth > 1 and around.parent.stats <= 1.1 * container.stats:
        around = around.parent
    kept = 0.0
    for i, fragment in enumerate(scored.fragments):
        if (
            fragment.hidden
            and fragment.hidden_by in {"display:none", "visibility"}
            and scored.nodes[i].lies_in(around)
        ):
            kept += max(worth(fragment), 0.0)
    return kept > max(shown, 150.0)
