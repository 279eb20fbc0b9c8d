"""Walls of flashes: many short items in one page, one of which was asked for.

The headline tells which: it stands in one of several items made alike, or begins the text of one.  That
item alone is the article.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from crawler.extract.document_title import key
from crawler.extract.scoring import worth

if TYPE_CHECKING:
    from crawler.extract.blocks import Node, Page
    from crawler.items import Fragment

_FEWEST = 4
"""Items alike that make a wall."""
_LONGEST = 700
"""Characters of a flash."""
_ITEMS = frozenset({"article", "li", "tr", "dl", "table"})
_STEPS = 5
_SHORTEST_TITLE = 6
_RUNNING = 8.0
_OPENED = re.compile(
    r"^[^\w【\[［「]{0,3}(?:\d{1,2}[:：]\d\d(?:[:：]\d\d)?[^\w【\[［「]{0,3})?(?P<bracket>[【\[［「])?"
)
_STATE_CLASS = re.compile(
    r"\.(?:active|current|cur|on|first|last|selected|show|open|next|hot|top|red)(?=\.|$)"
)
_ITEM_NUMBER = re.compile(r"\d{3,}")
_NUMBERED = re.compile(r"#[\w-]*\d[\w-]*|\d+")


def asked_for(page: Page, headline: int, title: str) -> range | None:
    """Return the indexes of the flash that was asked for; ``None`` where the page is no wall of them.

    ``headline``: the index of the headline's block, -1 when none is; ``title``: its text.
    """
    said = key(title)
    if headline < 0 and len(said) >= _SHORTEST_TITLE:
        blocks = zip(page.fragments, page.nodes, strict=False)
        headline = next((f.index for f, n in blocks if n.tag != "title" and key(f.text) == said), -1)
    if headline >= 0:
        return _item(page, headline) or _run(page, headline) or _opened(page, said)
    return _opened(page, said)


def addressed(page: Page, url: str) -> tuple[range, int] | None:
    """Return the flash that the page's address names by its number, and its headline's index (-1: none).

    For pages whose title names the stream only: ``/live#f1002``, ``/live/1002.html`` and an item with that
    number in its id, among others alike.
    """
    numbers = _ITEM_NUMBER.findall(url.partition("://")[2].partition("/")[2])
    if not numbers:
        return None
    wanted = re.compile(rf"#[a-zA-Z_-]*{numbers[-1]}(?:$|[.])")
    for item in page.all_nodes:
        if not wanted.search(item.ident):
            continue
        alike = {n for n in page.all_nodes if n.parent is item.parent and _kind(n) == _kind(item)}
        if len(alike) < _FEWEST:
            continue
        blocks = _held(page, alike, item.depth).get(item, [])
        texts = [i for i in blocks if _is_text(page.fragments[i])]
        if texts and sum(len(page.fragments[i].text) for i in blocks) <= _LONGEST:
            heads = [
                i for i in blocks if i < texts[0] and len(key(page.fragments[i].text)) >= _SHORTEST_TITLE
            ]
            return range(blocks[0], blocks[-1] + 1), heads[-1] if heads else -1
    return None


def _kind(node: Node) -> tuple[str, str]:
    """Return what items of one list have in common: the tag, names without numbers and states."""
    return node.tag, _common_name(node.ident)


@lru_cache(maxsize=20_000)  # a site's pages name their elements alike
def _common_name(ident: str) -> str:
    return _STATE_CLASS.sub("", _NUMBERED.sub("", ident))


def _item(page: Page, headline: int) -> range | None:
    """Find the item around the headline, among others that hold a headline and a text each."""
    own = page.nodes[headline]
    items = own.chain()[:_STEPS]
    parents = {node.parent: node for node in items if node.parent is not None}
    alike: dict[Node, list[Node]] = {node: [] for node in items}
    for node in page.all_nodes:
        if (
            node.parent
            and (item := parents.get(node.parent))
            and node.tag == item.tag
            and _kind(node) == _kind(item)
        ):
            alike[item].append(node)
    for item in items:
        if len(alike[item]) >= _FEWEST and (item.ident or item.tag in _ITEMS):
            held = _held(page, set(alike[item]), item.depth)
            flashes = [n for n, found in held.items() if _is_flash(page, found, own)]
            if item in flashes and len(flashes) >= max(_FEWEST, 0.7 * len(held)):
                return range(held[item][0], held[item][-1] + 1)
    return None


def _held(page: Page, items: set[Node], depth: int) -> dict[Node, list[int]]:
    """Return the blocks in each of some elements of one depth."""
    held: dict[Node, list[int]] = {}
    for i, own in enumerate(page.nodes):
        node: Node | None = own
        while node is not None and node.depth > depth:
            node = node.parent
        if node is not None and node in items:
            held.setdefault(node, []).append(i)
    return held


def _is_flash(page: Page, blocks: list[int], own: Node) -> bool:
    """Tell an item of one headline like the page's, and a short text."""
    fragments, nodes = page.fragments, page.nodes
    heads = [i for i in blocks if nodes[i].tag == own.tag and _kind(nodes[i]) == _kind(own)]
    texts = [fragments[i] for i in blocks if i not in heads[:1]]
    size = sum(len(f.text) for f in texts)
    return bool(heads) and size <= _LONGEST and any(map(_is_text, texts))


def _is_text(fragment: Fragment) -> bool:
    return not fragment.hidden and worth(fragment) >= _RUNNING


def _run(page: Page, headline: int) -> range | None:
    """Find the headline's text in a flat run of headlines and texts, some of them before it."""
    own = page.nodes[headline]
    look = _look(own)
    heads = [
        i
        for i, node in enumerate(page.nodes)
        if node.parent is own.parent and node.tag == own.tag and _look(node) == look
    ]
    if len(heads) < _FEWEST or (heads[0] == headline and own.tag != "dt"):
        return None  # behind the headline they may be its text's subheads
    at = heads.index(headline)
    stop = heads[at + 1] if at + 1 < len(heads) else headline + 1 + (heads[1] - heads[0] - 1)
    for start, end in pairwise(heads):
        texts = page.fragments[start + 1 : end]
        if not any(map(_is_text, texts)) or sum(len(f.text) for f in texts) > _LONGEST:
            return None
    return range(headline, min(stop, len(page.nodes)))


def _look(node: Node) -> tuple[str, str, bool]:
    element = node.element
    bold = (
        not (element.text or "").strip()
        and len(element) > 0
        and element[0].tag in {"b", "strong"}
        and not (element[0].tail or "").strip()
    )
    return *_kind(node), bold


def _opened(page: Page, title: str) -> range | None:
    """Find the block that the title opens, among blocks alike that are opened in the same way."""
    if len(title) < _SHORTEST_TITLE:
        return None
    for i, fragment in enumerate(page.fragments):
        if len(fragment.text) < len(title) or not _is_text(fragment) or page.nodes[i].tag == "title":
            continue
        opened = _OPENED.match(fragment.text)
        rest = fragment.text[opened.end() :] if opened else ""
        said = key(rest)
        if not said.startswith(title) or len(said) < len(title) + _SHORTEST_TITLE:
            continue  # another text, or a list of headlines with their hours
        ways, place = _ways(page, i), _place(page.nodes[i])
        alike = [j for j, node in enumerate(page.nodes) if _place(node) == place]
        texts = [j for j in alike if _is_text(page.fragments[j])]
        same = [j for j in texts if _ways(page, j) & ways]
        if len(same) >= _FEWEST and len(same) >= 0.8 * len(texts) and len(fragment.text) <= _LONGEST:
            following = next((j for j in same if j > i), i + 1)
            return range(i, following if following - i <= _FEWEST else i + 1)
    return None


def _ways(page: Page, i: int) -> set[str]:
    """Return how a block is opened: by a bracket, a time, words in bold."""
    opened = _OPENED.match(page.fragments[i].text)
    element = page.nodes[i].element
    ways = set()
    if opened and opened["bracket"]:
        ways.add("bracket")
    if opened and ":" in opened.group().replace("：", ":"):
        ways.add("time")
    if not (element.text or "").strip() and len(element) and element[0].tag in {"b", "strong"}:
        ways.add("bold")
    return ways


def _place(node: Node) -> tuple[tuple[str, str], tuple[str, str]]:
    return _kind(node), _kind(node.parent) if node.parent else ("", "")
