"""Taking out furniture inside the element that holds the article, before the text and behind its end."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract import text_end, wording
from crawler.extract.anchor import ABSTRACT_NAME, DATE_LINE
from crawler.extract.document_title import key
from crawler.extract.line_groups import kind_of, signed_off, staff_credits, verses
from crawler.extract.scoring import RUNNING

if TYPE_CHECKING:
    from crawler.extract.scoring import ScoredPage

_SALUTATION = re.compile(
    r"(?:各|致|尊敬的|[亲親][爱愛]的)[^。，]{1,30}[:：]|[^。，]{0,24}(?:[单單]位|公司|[银銀]行|[会會][员員]|[机機][构構]|政府|[委局])[:：]"
)
_MENU = re.compile(r"(?:[\u4e00-\u9fff]{2,6}[\s|｜]+){3,}[\u4e00-\u9fff]{2,6}")
_WORD = re.compile(r"[\w\ufffd]")
_SIGNS = 3
"""Signs without a word that part two pieces of a text: ///, ***."""
_OF_AUTHOR = re.compile(r"^\W*(?:本文)?(?:作者|[筆笔]者)(?:[为為系係是])[^。]{2,40}\W*$")
_CALLS = re.compile(
    r"\W*(?:[\w \u3000]{1,6}[:：]\s*)?\(?\+?\d{2,4}\)?[\d\s-]{6,16}"
    r"|\W*(?:[\u4e00-\u9fff][\s\u3000]*){1,4}[:：]|[A-Z]{2,6}[:：]"
    r"|[^。，：:]{2,16}(?:[線线]|[電电][話话])[:：]\s*\d[\d-]{2,14}(?:[（(][^（()）]{2,10}[）)])?[；;。]?"
)
"""A telephone's number, the label of one or of an address, a helpline with its number, as a line."""
_OF_TEXT = re.compile(
    r"^[\W_]*[（(](?:本文|原文|本稿|此文|文章|[网網]文)[^（()）]{0,120}(?:[转轉][载載]|提供|刊[登载載发發]|[发發]表|[首原][发發载載]|摘[自编編]|[编編][译譯]|授[权權])"
    r"[^（()）]{0,100}[）)]\s*(?:[（(][^（()）]{2,60}[）)]\s*)*$"
)
"""A note in brackets on where the text comes from: （本文訊息由某某提供，經某某修訂後刊登）."""
_PRINTED = re.compile(
    r"\W*(?:本文|原文|此文|本稿)(?:原|首|已)?(?:刊|[载載]|[发發]表|刊[载載登]|[发發])[于於]《[^《》]{2,20}》[^。，]{0,30}\W*"
)
"""本文刊于《某某日报》2026年11月20日第3版: which printed issue a text was in."""
_OVER = re.compile(r"\W{0,2}(?:完|全文完|[完]毕|[结結]束)\W{0,2}")
_LEADING = 3
_NEAR, _LINE = 6, 40
"""Blocks around a line over the text among which it stands once more, and its characters."""
_EVENT = re.compile(r"\W*(?:日期|[时時][间間])\s*[:：]")
_EVENTS = 4
"""Lines of days and hours that make a list of events."""
_SUMMARY, _FURTHER = 16, 30
"""Characters of a summary, and blocks among which a sentence is looked for that a box of its name holds."""
_HEAD, _LINKS = 8, 3
"""Characters of a heading over links to other articles, and how many there are at least."""
_HEADLINE, _WITH_SUBTITLE = 10, 2.5
"""Characters of a headline that is known by them; and how much longer it is with its subtitle at most."""
_OFFER = 24
"""Characters of a line over offers that are links, at most."""
_LABELLED = re.compile(r"^\W*(?:摘要|[导導][读讀语語]|提要)\W*|^【[^】]{2,60}】")
_LAST_PART = 0.6
"""The share of a text behind which a film's credits end it."""


def trim(scored: ScoredPage, inside: list[int]) -> list[int]:
    """Take out furniture inside the container, what stands before the text and what follows its end."""
    fragments, worths = scored.fragments, scored.worths
    end = min(text_end.next_article(scored, inside), text_end.other_box(scored, inside))
    ended = bool(inside) and inside[-1] >= end
    inside = [i for i in inside if i < end]
    total = sum(max(worths[i], 0.0) for i in inside)
    poem = verses(scored, inside)
    signed = signed_off(scored, inside)
    events = {i for i in inside if _EVENT.match(fragments[i].text)}
    credited, of_films = staff_credits(scored, inside)
    kept: list[int] = []
    seen = 0.0
    after_related = False
    for i in inside:
        fragment = fragments[i]
        text = fragment.text
        if i <= scored.title_index and scored.title_index - i < 60:
            continue
        begun = seen and i > scored.anchor
        if begun and text_end.ends_here(scored, inside, i, seen):
            break
        if i in of_films and seen > _LAST_PART * total:
            break
        if wording.heads_related(text):
            if begun and _lists_others(scored, i):
                break
            after_related = seen > 0.6 * total
            continue
        if after_related and worths[i] < 60 and not _goes_on(scored, kept, i):
            continue
        if (
            i in credited
            or (i not in signed and _is_furniture(scored, i, kept, events))
            or (not seen and kind_of(scored, i) not in poem and _opens_nothing(scored, i, inside))
        ):
            continue
        seen += max(worths[i], 0.0)
        kept.append(i)
    kept = text_end.in_one_piece(scored, kept)
    if kept and (kept[-1] in signed or kind_of(scored, kept[-1]) in poem):
        return kept
    return _tail(scored, kept, 2 if ended else 3)


def _comes_again(scored: ScoredPage, i: int) -> bool:
    """Tell a summary, named or labelled so, that one of the next blocks says again, word for word."""
    text, node = scored.fragments[i].text, scored.nodes[i]
    label = _LABELLED.match(text)
    named = any(ABSTRACT_NAME.search(n.ident) for n in node.chain()[:2])
    if not label and not named:
        return False
    said = key(text[label.end() :] if label else text)
    following = scored.fragments[i + 1 : i + 2 + (_FURTHER if named else _LEADING)]
    return len(said) >= _SUMMARY and any(said in key(f.text) for f in following)


def _is_repeated(scored: ScoredPage, i: int) -> bool:
    """Tell a line over the text that stands there twice, in two boxes called alike: a widget's."""
    text, node = scored.fragments[i].text, scored.nodes[i]
    around = range(max(0, i - _NEAR), min(len(scored.nodes), i + _NEAR + 1))
    return len(text) <= _LINE and any(
        scored.fragments[j].text == text
        and (scored.nodes[j].tag, scored.nodes[j].ident) == (node.tag, node.ident)
        and scored.nodes[j].parent is not node.parent
        for j in around
        if j != i
    )


def _heads_links(scored: ScoredPage, i: int) -> bool:
    """Tell a word or two over a list of links to other articles, and what is said where it ends."""
    text, node = scored.fragments[i].text, scored.nodes[i]
    if len(text) > _HEAD or wording.PUNCTUATION.search(text) or node.parent is None:
        return False
    listed = scored.fragments[i + 1 : i + 1 + _LINKS]
    return len(listed) == _LINKS and all(
        f.link_chars > 0.8 * len(f.text) and len(f.text) > _HEAD for f in listed
    )


def _lists_others(scored: ScoredPage, i: int) -> bool:
    """Tell a list of headlines and texts behind a heading for related articles."""
    values = scored.worths[i + 1 : i + 7]
    marks = [bool(wording.PUNCTUATION.search(f.text[-1])) for f in scored.fragments[i + 1 : i + 7]]
    pairs = zip(values[::2], values[1::2], marks[::2], strict=False)
    return sum(0 <= a < RUNNING <= b and not mark for a, b, mark in pairs) >= 2


def _is_furniture(scored: ScoredPage, i: int, kept: list[int], events: set[int]) -> bool:
    """Tell what is no text by its wording, name or kind, wherever it stands.

    ``events``: lines that say when; few of them are the article's own time, many those of what it lists.
    """
    fragment, text = scored.fragments[i], scored.fragments[i].text
    return (
        scored.worths[i] < 0
        or scored.nodes[i] in scored.bad
        or fragment.kind == "caption"
        or (len(text) >= _SIGNS and not (_WORD.search(text) or wording.PUNCTUATION.search(text)))
        or (text[0] in "▲▼△▽" and wording.is_caption(text))
        or wording.is_editor_line(text)
        or wording.is_first_title(text)
        or wording.is_picture_credit(text)
        or (wording.is_credit_line(text) and not (i in events and len(events) >= _EVENTS))
        or (_heads_links(scored, i) if kept else _is_headline(scored, text))
        or (wording.is_related_line(text) and (text[-1] in "！？!?" or not _goes_on(scored, kept, i)))
        or (len(kept) < _LEADING and _comes_again(scored, i))
        or (not kept and _is_repeated(scored, i))
    )


def _opens_nothing(scored: ScoredPage, i: int, inside: list[int]) -> bool:
    """Tell a short line or a date before the text from its first subhead, which has others like it."""
    text, own = scored.fragments[i].text, scored.nodes[i]
    if scored.worths[i] >= 8:
        return False
    if DATE_LINE.search(text) or wording.is_bar_of_pieces(text):
        return True
    if _SALUTATION.fullmatch(text) and any(kind_of(scored, i) == kind_of(scored, j) for j in inside if j > i):
        return False
    if scored.fragments[i].kind != "table_row" and _MENU.fullmatch(text):
        return True
    if len(text) >= 12 or (text[-1] in "。！？" and kind_of(scored, i) == _kind_of_next(scored, inside, i)):
        return False
    others = (scored.nodes[j] for j in inside if j > i) if scored.fragments[i].kind == "heading" else ()
    return not any(n.tag == own.tag and n.ident == own.ident and n.parent is own.parent for n in others)


def _kind_of_next(scored: ScoredPage, inside: list[int], i: int) -> object:
    """Return the kind of the running text that follows a line, None where something else stands between."""
    following = next((j for j in inside if j > i), -1)
    return kind_of(scored, following) if following == i + 1 and scored.runs(following) else None


def _goes_on(scored: ScoredPage, kept: list[int], i: int) -> bool:
    """Tell a sentence beside the text before a box of related links: the text goes on behind it."""
    fragment, node = scored.fragments[i], scored.nodes[i]
    last = scored.nodes[kept[-1]] if kept else node
    return (
        fragment.text[-1] in wording.ENDS
        and not fragment.links
        and scored.worths[i] > 0
        and (node.parent, node.tag, node.ident) == (last.parent, last.tag, last.ident)
    )


def _tail(scored: ScoredPage, kept: list[int], fewest: int) -> list[int]:
    """Drop short lines without a mark behind the last running text, of at least ``fewest``."""
    called = False
    while kept:
        fragment = scored.fragments[kept[-1]]
        text = fragment.text
        others = len(kept) > 1
        calls = bool(_CALLS.fullmatch(text)) or (called and text[-1] in ":：")
        called = called or calls
        if (
            not _WORD.search(text)
            or (others and (_PRINTED.fullmatch(text) or (text[0] in "（(【" and _OVER.fullmatch(text))))
            or (
                others and (calls or _OF_AUTHOR.match(text) or _OF_TEXT.match(text) or _repeats(scored, text))
            )
            or _heads_files(scored, kept[-1])
            or (len(kept) >= fewest and _heads_offers(scored, kept[-1]))
            or (text.endswith((">>", "＞＞", "»")) and fragment.link_chars > 0.8 * len(text))
        ):
            kept.pop()
            continue
        if scored.worths[kept[-1]] >= 8 or wording.PUNCTUATION.search(text) or text[0] in "（(【":
            break
        if fragment.kind in {"table_row", "list_item"} or len(kept) < fewest or len(text) >= 12:
            break
        kept.pop()
    return kept


def _repeats(scored: ScoredPage, text: str) -> bool:
    """Tell the headline once more behind the text: under a picture, of a file, behind 原标题."""
    return bool(scored.headline) and _is_headline(scored, text)


def _is_headline(scored: ScoredPage, text: str) -> bool:
    """Tell the headline, alone or with its subtitle behind it, in one block."""
    own, said = key(scored.headline), key(text)
    if own == said:
        return True
    longer = len(own) >= _HEADLINE and said.startswith(own) and len(said) <= _WITH_SUBTITLE * len(own)
    marks = wording.PUNCTUATION.findall
    return longer and len(marks(text)) <= len(marks(scored.headline))


def _heads_offers(scored: ScoredPage, i: int) -> bool:
    """Tell the last line of a text, no sentence, over paragraphs like it that are links and nothing else."""
    text, node = scored.fragments[i].text, scored.nodes[i]
    if len(text) > _OFFER or text[-1] in "。！？!?…：:；”」）)】" or text[0] in "（(【":
        return False
    below = scored.nodes[i + 1 : i + 3]
    linked = (f.links and f.link_chars > 0.8 * len(f.text) for f in scored.fragments[i + 1 : i + 3])
    alike = all(n.parent is node.parent and n.tag == node.tag for n in below)
    return len(below) == 2 and alike and all(linked)


def _heads_files(scored: ScoredPage, i: int) -> bool:
    """Tell the first row of a table of files to load: the row below it is a link."""
    if scored.fragments[i].kind != "table_row" or i + 1 >= len(scored.nodes):
        return False
    below = scored.nodes[i + 1]
    return below.parent is scored.nodes[i].parent and bool(scored.fragments[i + 1].links)
