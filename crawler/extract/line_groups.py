"""Lines that only their neighbours explain: a poem's, what signs a notice, credits in a row."""

from __future__ import annotations

import re
from collections import defaultdict
from statistics import median
from typing import TYPE_CHECKING

from crawler.extract import wording
from crawler.extract.names import names_in
from crawler.extract.scoring import HEADLINE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.blocks import Node
    from crawler.extract.scoring import ScoredPage

_LINES, _VERSE = 6, 16
"""Lines alike that a poem has at least, and characters that half of them have at most."""
_OFFICE = re.compile(
    r"[^。，；：:]{2,36}(?:[局厅廳委部处處院办辦会會]|政府|公司|中心|[银銀]行|[协協]会|[领領][导導]小[组組]|大[学學])"
)
_DAY = re.compile(r"(?:19|20)\d\d ?年[ \d]{1,4}月[ \d]{1,4}日|二[〇○零Ｏ]\S{2}年\S{1,2}月\S{1,3}日")
_CREDITED = re.compile(
    r"\W*(?P<part>[\u4e00-\u9fff]{2,6})\s*[:：｜|丨/]\s*(?P<names>[\u4e00-\u9fffA-Za-z·、，,/ \u3000]{2,80})$"
)
_OF_FILM = re.compile(
    r"(?:[导導]演|[编編][导導]|[摄攝][影像制製]|拍[摄攝]|剪[辑輯接]|[录錄]音|配音|文案|制片|后期|[动動][画畫])"
)
"""A line of a film's credits, and words for parts that only films have."""
_CREDITS, _KNOWN = 4, 2
"""Such lines in a row with names in them, and how many of them have such a word or name editors."""


def kind_of(scored: ScoredPage, i: int) -> tuple[Node | None, str, str]:
    """Return what paragraphs of one text have in common."""
    node = scored.nodes[i]
    return node.parent, node.tag, node.ident


def verses(scored: ScoredPage, inside: Iterable[int]) -> set[tuple[Node | None, str, str]]:
    """Return the kinds of blocks that are a poem's lines: many, short, and no entries of a list."""
    lengths: dict[tuple[Node | None, str, str], list[int]] = defaultdict(list)
    for i in inside:
        if scored.nodes[i].tag not in {"li", "td", "tr", "dd", "a"} and not scored.fragments[i].links:
            lengths[kind_of(scored, i)].append(len(scored.fragments[i].text))
    return {
        kind
        for kind, sizes in lengths.items()
        if len(sizes) >= _LINES and median(sizes) < _VERSE and max(sizes) <= HEADLINE
    }


def signed_off(scored: ScoredPage, inside: list[int]) -> set[int]:
    """Return the lines with which a notice ends: an office and a day, set as its paragraphs are."""
    found: set[int] = set()
    for before, office, day in zip(inside, inside[1:], inside[2:], strict=False):
        if (
            _DAY.fullmatch(scored.fragments[day].text)
            and _OFFICE.fullmatch(scored.fragments[office].text)
            and kind_of(scored, before) == kind_of(scored, office) == kind_of(scored, day)
        ):
            found |= {office, day}
    return found


def staff_credits(scored: ScoredPage, inside: list[int]) -> tuple[set[int], set[int]]:
    """Return the lines that say in a row who did what (责编：江一舟), and those that credit a film."""
    found: set[int] = set()
    of_films: set[int] = set()
    run: dict[int, re.Match[str]] = {}
    for i in [*inside, -1]:
        if i >= 0 and (line := _CREDITED.match(scored.fragments[i].text)):
            run[i] = line
            continue
        filmed = sum(bool(_OF_FILM.search(line["part"])) for line in run.values()) >= _KNOWN
        edited = sum(wording.is_editor_line(line.string) for line in run.values()) >= _KNOWN
        named = sum(bool(names_in(r["names"], loose=True)) for r in run.values()) >= _CREDITS
        if named and (filmed or edited):
            found |= run.keys()
            of_films |= run.keys() if filmed else set()
        run = {}
    return found, of_films
