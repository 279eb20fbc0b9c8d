"""Which blocks of a page are the article: the generic path, for sites nobody described.

The element whose blocks are worth most together holds the article (``scoring``), below headline and date
where those are clear (``anchor``); inside it, what is furniture by wording, name or place is taken out
again (``boilerplate``, ``teasers``, ``trimming``), and what a button unfolds is added (``folded``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from crawler.extract import anchor, boilerplate, folded, scoring, trimming, wording
from crawler.extract.anchor import ABSTRACT_NAME
from crawler.extract.document_title import key
from crawler.extract.scoring import RUNNING, ScoredPage, worth

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.items import Fragment

_TRIES = 3
_LEADS, _FAR = 8, 16
"""Blocks below the headline among which its lead stands, and behind which what is shorter than the lead is
another thing; and the marks with which a lead ends."""
_BEGINNING = 3
"""Blocks of a text that may say its lead again."""
_NAMES_PARAGRAPH = re.compile(r"^(?:para|text[-_]?(?:block|section)|content[-_]?(?:block|section))")
_MOST_BOXED = 3
"""Paragraphs in an element named for one, at most."""
_FLASH, _BRIEF = 200, 400
"""Characters below which hidden text may be the article; and below which it may be the rest of one."""


@dataclass(slots=True)
class Choice:
    """The blocks taken for the article."""

    container: Node | None
    indexes: list[int]
    confidence: float
    unfolded: list[int] = field(default_factory=list)
    """Hidden blocks that a button under the text shows."""


def choose(page: Page, title_index: int, headline: str = "") -> Choice:
    """Choose the article's blocks among what a page shows, else among what it hides for a script to show.

    ``title_index``: the block that is the headline, -1 for none; ``headline``: its text.
    """
    scored = ScoredPage(page, title_index, hidden=False, headline=headline)
    choice = _with_lead(scored, _chosen(scored))
    container = choice.container
    chars = sum(len(page.fragments[i].text) for i in choice.indexes)
    withheld = bool(container and folded.withheld(scored, container, choice.indexes))
    if chars < _BRIEF or withheld:
        other = _chosen(ScoredPage(page, title_index, hidden=True, headline=headline))
        longer = sum(len(page.fragments[i].text) for i in other.indexes) > (2 * chars + 150 if chars else 20)
        goes_on = set(choice.indexes) <= set(other.indexes)
        kept = any(map(_is_markup, (page.fragments[i] for i in other.indexes)))
        if longer and not kept and (chars < _FLASH or withheld or goes_on):
            return other
    if container and choice.indexes:
        choice.unfolded = folded.rest(scored, container, choice.indexes[-1])
        choice.indexes += [
            i
            for i in choice.unfolded
            if worth(page.fragments[i]) >= 0 and not wording.is_editor_line(page.fragments[i].text)
        ]
    return choice


def _with_lead(scored: ScoredPage, choice: Choice) -> Choice:
    """Put the lead in the headline's own element before the text; some pages tell no more than that.

    What is named a summary is the text on those alone.
    """
    title, fragments = scored.title_index, scored.fragments
    first = min(choice.indexes, default=len(fragments))
    if title < 0:
        return choice
    begun = "".join(key(fragments[i].text) for i in choice.indexes[:_BEGINNING])
    leads = (i for i in range(title + 1, min(title + _LEADS, first)) if _is_lead(scored, i))
    told = [i for i in leads if key(fragments[i].text) not in begun]
    if not told:
        return choice
    named = all(ABSTRACT_NAME.search(scored.nodes[i].ident) for i in told)
    chars = sum(len(fragments[i].text) for i in choice.indexes)
    if first >= title + _FAR and sum(len(fragments[i].text) for i in told) > chars:
        return Choice(scored.nodes[title].parent, told, 0.5)
    return choice if named else replace(choice, indexes=[*told, *choice.indexes])


def _is_lead(scored: ScoredPage, i: int) -> bool:
    """Tell a paragraph of sentences, no caption, that lies in the headline's element and in no other."""
    fragment, node = scored.fragments[i], scored.nodes[i]
    return (
        node.tag == "p"
        and node.parent is scored.nodes[scored.title_index].parent
        and fragment.text[-1] in wording.ENDS
        and not (fragment.hidden or fragment.links or fragment.kind == "caption")
        and worth(fragment) >= RUNNING
    )


def _is_markup(fragment: Fragment) -> bool:
    """Tell hidden mark-up kept as text for a script to show: galleries, templates."""
    return fragment.hidden and fragment.text[0] == "<" and "</" in fragment.text


def taken_from(page: Page, indexes: range, title_index: int) -> Choice:
    """Return the article's blocks among ``indexes``, which hold it and nothing else."""
    fragments = page.fragments
    taken = [
        i
        for i in indexes
        if i != title_index
        and not fragments[i].hidden
        and worth(fragments[i]) > 0
        and not wording.is_editor_line(fragments[i].text)
        and not wording.is_credit_line(fragments[i].text)
    ]
    return Choice(page.nodes[indexes[0]].parent if taken else None, taken, 0.8)


def _chosen(scored: ScoredPage) -> Choice:
    if not scored.fragments:
        return Choice(None, [], 0.0)
    weigh(scored)
    found = scoring.candidates(scored)
    if not found:
        return Choice(None, [], 0.0)
    scored.anchor = anchor.find(scored, scored.headline)
    if scored.anchor >= 0:
        own = scored.nodes[scored.anchor]
        found = [c for c in found if own.lies_in(c[0])] or found
    found.sort(key=lambda c: scoring.score(c[1]), reverse=True)
    for node, _ in found[:_TRIES]:
        choice = taken(scored, node)
        if choice.indexes:
            return choice
    return Choice(None, [], 0.0)


def weigh(scored: ScoredPage) -> None:
    """Mark furniture, count it for less, and sum up the worths."""
    scored.sum_up()
    boilerplate.mark(scored)
    for i, node in enumerate(scored.nodes):
        if scored.worths[i] > 0:
            if node in scored.bad:
                scored.worths[i] *= 0.1
            elif i < scored.title_index:
                scored.worths[i] *= 0.2
    scored.sum_up()


def taken(scored: ScoredPage, best: Node) -> Choice:
    """Return the blocks of the article when ``best`` holds it."""
    held = {best, *_siblings(scored, best)}
    for node in scored.page.all_nodes:  # parents come before their children
        if node.parent in held:
            held.add(node)
    inside = [
        i
        for i, node in enumerate(scored.nodes)
        if node in held and node.tag != "title" and (scored.hidden or not scored.fragments[i].hidden)
    ]
    chosen = trimming.trim(scored, inside)
    chars = sum(len(scored.fragments[i].text) for i in chosen)
    everything = sum(max(w, 0.0) for w in scored.worths) or 1.0
    share = sum(max(scored.worths[i], 0.0) for i in chosen) / everything
    return Choice(best, chosen, round(min(1.0, share) * min(1.0, 0.3 + chars / 400), 3))


def _siblings(scored: ScoredPage, best: Node) -> list[Node]:
    """Return the paragraphs beside a single one that was taken: few stand in no element of their own."""
    if best.parent is None:
        return []
    if best.tag != "p":
        return _boxed_alike(scored, best)
    around = [n for n in scored.page.all_nodes if n.parent is best.parent]
    at = around.index(best)
    found: list[Node] = []
    for side in (reversed(around[:at]), around[at + 1 :]):
        for node in side:
            if (node.tag, node.ident) != (best.tag, best.ident) or node.stats < RUNNING or node.against:
                break
            found.append(node)
    return found


def _boxed_alike(scored: ScoredPage, best: Node) -> list[Node]:
    """Return the boxes of paragraphs beside one: ``div.paragraph.leadin`` and ``div.paragraph``."""
    kind = best.ident.split(".")[1:2]
    if not _NAMES_PARAGRAPH.search("".join(kind)) or best.texts > _MOST_BOXED:
        return []
    return [
        node
        for node in scored.page.all_nodes
        if node.parent is best.parent
        and node is not best
        and (node.tag, node.ident.split(".")[1:2]) == (best.tag, kind)
        and node.stats >= RUNNING
        and not node.against
    ]
