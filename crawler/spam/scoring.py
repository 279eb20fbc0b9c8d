"""What findings and marked spans are worth, given the rest of the page.

The tagger says how much like spam each character is; decision trees weigh that together with what the rules,
the n-grams, the word lists and the page say of a span, whoever found it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from crawler.spam.appeals import CONTACT
from crawler.spam.elsewhere import SIGNS
from crawler.spam.evidence import FEATURES, features, rule_name
from crawler.spam.finding import FUNCTION_WORDS, SENTENCE, Finding, odds, score
from crawler.spam.harmless import is_furniture, is_listed_here, says_nothing
from crawler.spam.links import sold_links
from crawler.spam.marked import MOST, spans
from crawler.spam.page import HEAD, SEPARATORS
from crawler.spam.titles import HANGS, bare_name
from crawler.spam.weighing import SURE_WORD, Place, told_again

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from crawler.spam.page import Page, Unit

_OF_THE_TEXT = frozenset(
    {
        *("title_suffix", "keyword_line", "inline_clause", "brand_in_sentence", "bracketed_phrase"),
        *("odd_spelling", "call_to_action"),
    }
)
"""Rules about a phrase in the article's own text: of a listed word, they are believed."""
_OF_MANY_WORDS = frozenset({"keyword_line", "call_to_action"})
"""Those of which a listed word is only a part; of the others it has to be most."""
_MOSTLY = 0.5
"""Share of a phrase such words are where it is nothing else."""
_PLAIN = 12.0
"""Log-odds of the n-grams of what no outlet and no headline has: hung on a title, that is believed too."""
_MEAN, _ANCHOR, _WEIGHT, _COVERED, _CRIME, _QUOTED, _SENTENCES, _OF_SENTENCE, _SHARE = map(
    FEATURES.index,
    ("mean", "anchor", "weight", "covered", "crime", "quoted", "sentences", "of_sentence", "share"),
)
_PAGE_CRIME, _PAGE_GAMING, _ENCLOSED = map(FEATURES.index, ("page_crime", "page_gaming", "enclosed"))
_DOUBT = 0.25
"""Log-odds such a finding loses for each that its characters are, on average, against being spam."""
_RAISED, _INSIDE, _OUTSIDE = 1.1, 0.2, 1.0
"""Log-odds added to the trees' word, which say how many genuine texts are risked for what is found; taken off
a part of a sentence without a listed word, where most genuine text is; and off what is shown outside the
article, where sites list headlines and offers of every kind.  A title as a whole without a listed word
gets no such benefit: nobody injects a title alone.  Set by hand."""
_REPORTED, _FLAGGED = 2, 0.85
"""Words of police, courts and regulators that make a text a report, and the most log-odds that what may be
its own is given (a score of 0.7)."""
_OF_THE_ARTICLE, _AGAIN = frozenset({"head", "attribute"}), 0.3
"""Places that say of the article what it says, and share of a text's words that it has, where it reports of
crimes or of gaming, from which they do."""
_BY_ITSELF = 1.5
"""Log-odds the trees give from which a part of a sentence goes that no such word is in."""
_WHOLE = 0.95
"""Share of its sentences that is all of them."""


def worth_weighing(page: Page, findings: Sequence[Finding]) -> list[Finding]:
    """Leave out what another rule has found more surely, and what the tagger is quite certain is text."""
    import numpy as np

    best: dict[tuple[int, int, int], Finding] = {}
    sums = np.concatenate(([0.0], np.cumsum(page.tags, dtype=np.float64)))
    starts = np.array([f.unit.start + f.start for f in findings], dtype=np.int64)
    ends = np.array([f.unit.start + f.end for f in findings], dtype=np.int64)
    hopeful = (ends > starts) & (sums[ends] - sums[starts] >= _HOPELESS * (ends - starts))
    for f, may_be in zip(findings, hopeful.tolist(), strict=True):
        if not may_be or _is_harmless(page, Place(f.unit, f.start, f.end)):
            continue
        place = (f.unit.order, f.start, f.end)
        if place not in best or best[place].score < f.score:
            best[place] = f
    return list(best.values())


_HOPELESS = -5.0
"""Mean log-odds of a span's characters below which no rule makes it spam."""


def candidates(page: Page, findings: Sequence[Finding]) -> list[Place]:
    """Return the spans to weigh: those of the findings, in their order, then what else the tagger marks."""
    told = [Place(f.unit, f.start, f.end) for f in findings]
    known = {(p.unit.order, p.start, p.end) for p in told}
    marked = [p for p in (*spans(page), *sold_links(page)) if not _is_harmless(page, p)]
    return told + list(
        {at: p for p in marked if (at := (p.unit.order, p.start, p.end)) not in known}.values()
    )


def _is_harmless(page: Page, place: Place) -> bool:
    unit = place.unit
    is_code = unit.source is not None and unit.source.kind == "code"
    return is_code or says_nothing(unit, place.start, place.end) or is_listed_here(page, place)


def weighed(page: Page, findings: Sequence[Finding]) -> list[Finding]:
    """Return the rules' findings and the tagger's spans with the score that all evidence together gives.

    Of a page with more findings than any article's, the rest keep the score their rules gave.
    """
    findings = worth_weighing(page, findings)
    findings, rest = findings[:MOST], findings[MOST:]
    places = candidates(page, findings)
    if not places:
        return []
    rows = features(page, places, findings)
    learnt = page.trained.trees
    found = list(rest)
    for n, (place, row, value) in enumerate(zip(places, rows, learnt.scores(rows).tolist(), strict=True)):
        unit = place.unit
        whole_title = unit.field == "title" and row[_SHARE] > _WHOLE and row[_WEIGHT] == 0
        total = value + _RAISED * (not whole_title)
        inside = _is_of_a_sentence(place, row)
        total -= _INSIDE * (inside and row[_WEIGHT] < SURE_WORD)
        total -= _OUTSIDE * (unit.field == "page" and not _is_hidden_to_sell(unit, row))
        doubtful = _is_doubtful(page, place, row, value, inside=inside)
        if doubtful:
            total = min(total, _FLAGGED)
        why = f"reads like spam ({row[_MEAN]:+.1f} a character), unlike the text around it"
        if n < len(findings):
            f = findings[n]
            if unit.field != "page" and _is_believed(f, row, doubtful=doubtful):
                total = max(total, odds(f.score) + _DOUBT * min(0.0, row[_MEAN]))
            why = f"{f.evidence}; {why}" if row[_MEAN] > 0 else f.evidence
            if _from_sign(place) < f.start:
                f = replace(f, start=_from_sign(place), kind="title_suffix")
            found.append(replace(f, score=score(total), rule=f"{f.rule}+{learnt.rule}", evidence=why))
        elif not is_furniture(place) and not (inside and _is_text(row)):
            if row[_WEIGHT] >= 2:
                why += ", with listed words"
            rule = f"marked_span@4+{page.trained.tagger.rule}+{learnt.rule}"
            found.append(Finding(unit, *_with_signs(place), _kind(place), score(total), rule, why))
    told = {_ending(f): odds(f.score) for f in findings}
    found = [_with_brackets(f) for f in found]
    return _whole_lines(page, _whole_rows(page, _reconciled(_but_for_signs(found), told)))


def _with_brackets(f: Finding) -> Finding:
    """Return a finding with both brackets around it, or none: half a pair would be left behind."""
    text, start, end = f.unit.text, f.start, f.end
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before + after in _BRACKETS:
        start, end = start - 1, end + 1
    elif before + text[end - 1] in _BRACKETS and before not in text[start:end]:
        start -= 1
    elif text[start] + after in _BRACKETS and after not in text[start:end]:
        end += 1
    else:
        return f
    hung = end == len(text) and _kind(Place(f.unit, start, end)) == "title_suffix"
    return replace(f, start=start, end=end, kind="title_suffix" if hung else f.kind)


_BRACKETS = frozenset({"()", "[]", "【】", "〔〕", "<>"})


def _is_hidden_to_sell(unit: Unit, row: npt.NDArray[np.float64]) -> bool:
    """Say whether a text is hidden and leads elsewhere, or has a listed word: sites hide layers too."""
    return unit.hidden and bool(unit.leaves or row[_WEIGHT] > 0)


def _but_for_signs(findings: list[Finding]) -> list[Finding]:
    """Give what differs in signs at its ends alone one score, the surest: a phrase, and it with its comma."""
    cores = [_core(f) for f in findings]
    surest: dict[tuple[int, int, int], float] = {}
    for core, f in zip(cores, findings, strict=True):
        surest[core] = max(f.score, surest.get(core, 0.0))
    return [replace(f, score=surest[core]) for core, f in zip(cores, findings, strict=True)]


def _core(f: Finding) -> tuple[int, int, int]:
    """Return where a finding stands without the signs at its ends."""
    text = _text(f)
    rest = text.lstrip(SIGNS)
    start = f.end - len(rest)
    return f.unit.order, start, start + len(rest.rstrip(SIGNS))


def _reconciled(findings: list[Finding], told: dict[tuple[int, int, str], float]) -> list[Finding]:
    """Settle what hangs on a title with what else is said of it.

    What hangs there and is found in a line of keywords too is evidence twice: also where only the rules,
    whose log-odds ``told`` has, say so.  And with the title's last words it is no list.
    """
    hung = [f for f in findings if f.kind == "title_suffix"][:_MOST_HUNG]
    lines = [f for f in findings if rule_name(f) == "keyword_line"]
    sure: dict[int, float] = {}
    for f, g in product(lines, hung):
        if bare_name(_text(g)) not in _text(f):
            continue
        if odds(g.score) > 0:  # the trees weigh a whole line, its own words too: the rule knows which are not
            line = max(odds(f.score), told.get(_ending(f), 0.0))
            sure[id(f)] = sure[id(g)] = score(line + odds(g.score))
        elif told.get(_ending(f), 0.0) + told.get(_ending(g), 0.0) >= _SURE_TWICE:
            sure[id(f)] = sure[id(g)] = max(score(_SURE_TWICE - _UNBELIEVED), f.score, g.score)
    kept = [
        f for f in findings if rule_name(f) != "phrase_list" or not any(_is_title_and(f, g) for g in hung)
    ]
    return [replace(f, score=sure[id(f)]) if id(f) in sure else f for f in kept]


def _ending(f: Finding) -> tuple[int, int, str]:
    """Return where a finding ends, and by which rule."""
    return f.unit.order, f.end, rule_name(f)


_SURE_TWICE, _UNBELIEVED = 4.5, 2.5
"""Log-odds of both together from which they are believed though the trees do not, and what those take off."""


def _whole_rows(page: Page, findings: list[Finding]) -> list[Finding]:
    """Take all of a text without sentences where several pieces go, and the rest is none of the text either.

    What was found as most of it is believed where they surely go and the tagger marks all; else all goes
    where what they leave over is hardly less marked.
    """
    of_row: dict[int, list[Finding]] = {}
    for f in findings:
        if not f.unit.sentences:
            of_row.setdefault(f.unit.order, []).append(f)
    found = list(findings)
    for row in of_row.values():
        unit, gone = row[0].unit, [f for f in row if f.score >= _GONE]
        tags = page.tags[unit.start : unit.start + len(unit.text)]
        most = [f for f in row if f.end - f.start >= _MOST_OF_A_ROW * len(unit.text)]
        if len({f.start for f in gone if f.score >= _SURELY}) >= _PIECES and tags.mean() >= _MARKED:
            found += [replace(f, start=0, end=len(unit.text), score=max(f.score, _SURELY)) for f in most]
        elif len({f.start for f in gone}) >= _PIECES and _rest(tags, gone) >= _LEFT_OVER:
            surest = max(gone, key=lambda f: f.score)
            found.append(replace(surest, start=0, end=len(unit.text)))
    return found


def _rest(tags: npt.NDArray[np.float32], own: list[Finding]) -> float:
    """Return the mean log-odds of the characters of a row that no finding takes."""
    import numpy as np

    left = np.ones(len(tags), dtype=bool)
    for f in own:
        left[f.start : f.end] = False
    return float(tags[left].mean()) if left.any() else -np.inf


_SURELY, _PIECES, _MOST_OF_A_ROW, _MARKED = 0.95, 3, 0.8, 2.0
"""Score of a piece that surely goes, how many of them make a row, which share of it is found as one span, and
mean log-odds of all its characters."""
_GONE, _LEFT_OVER = 0.8, -0.5
"""Score of a piece that goes, and mean log-odds of what such pieces leave over where all goes with them."""


def _whole_lines(page: Page, findings: list[Finding]) -> list[Finding]:
    """Take all of a short line that is doubtful, or goes in part, where those about it go whole."""
    doubted: dict[int, Finding] = {}
    gone: set[int] = set()
    for f in findings:
        if odds(f.score) > 0 and not f.unit.sentences:
            best = doubted.setdefault(f.unit.order, f)
            if f.end - f.start > best.end - best.start:
                doubted[f.unit.order] = f
            if odds(f.score) > _GOES and f.end - f.start >= _WHOLE * len(f.unit.text):
                gone.add(f.unit.order)
    between = (f for n, f in doubted.items() if n not in gone and {n - 1, n + 1} <= gone)
    return findings + [
        replace(f, start=0, end=len(f.unit.text), score=max(f.score, score(_GOES)))
        for f in between
        if len(f.unit.text) <= _LINE and f.unit.field == page.units[f.unit.order - 1].field
    ]


_GOES, _LINE = 1.5, 40
"""Log-odds of what is surely spam, and characters of a line that is one of a column."""


_MOST_HUNG = 12
"""Findings on titles that are looked at: no genuine page has so many."""


def _is_title_and(f: Finding, hung: Finding) -> bool:
    """Say whether a list is one piece of a title and what hangs on it."""
    if f.unit is not hung.unit or f.end != hung.end or f.start >= hung.start:
        return False
    return sum(map(bool, SEPARATORS.split(f.unit.text[f.start : hung.start]))) == 1


def _text(f: Finding) -> str:
    return f.unit.text[f.start : f.end]


def _is_believed(f: Finding, row: npt.NDArray[np.float64], *, doubtful: bool) -> bool:
    """Say whether a rule's word counts whatever the trees say: of listed words, of what hangs on a title."""
    name = rule_name(f)
    if name not in _OF_THE_TEXT or doubtful:
        return False
    if name == "title_suffix" and row[_ANCHOR] >= _PLAIN and row[_MEAN] > 0:
        return True
    return bool(row[_WEIGHT] >= SURE_WORD and (name in _OF_MANY_WORDS or row[_COVERED] >= _MOSTLY))


def _is_text(row: npt.NDArray[np.float64]) -> bool:
    """Say whether the tagger that marks a part of a sentence takes most of it for text."""
    return bool(row[_WEIGHT] < SURE_WORD and row[_MEAN] < 0)


def _is_of_a_sentence(place: Place, row: npt.NDArray[np.float64]) -> bool:
    """Say whether a span is a part of a sentence, also of one that a teaser or an editor left open."""
    return bool((row[_SENTENCES] > 0 or _is_left_open(place)) and row[_OF_SENTENCE] < _WHOLE)


def _is_left_open(place: Place) -> bool:
    text, start, end = place.unit.text, place.start, place.end
    around = text[max(0, start - _LONG) : start] + " " + text[end : end + _LONG]
    return len(around) >= _OPEN and len(set(FUNCTION_WORDS.findall(around))) >= _GRAMMAR


_LONG, _OPEN, _GRAMMAR = 80, 40, 4
"""Characters on either side that are looked at, how many make a sentence, and different words of grammar."""


def _is_doubtful(
    page: Page, place: Place, row: npt.NDArray[np.float64], value: float, *, inside: bool
) -> bool:
    """Say whether a person should look: a quotation in a report, a clause that hardly anything speaks for.

    ``inside``: it is a part of a sentence.
    """
    unit = place.unit
    unsure = row[_WEIGHT] < SURE_WORD and value < _BY_ITSELF
    headline = unit.field == "title" or (unit.order < HEAD and unit.field == "body" and not unit.sentences)
    in_title = headline and (row[_QUOTED] or place.end < len(unit.text))
    reported = page.is_report or _is_reported(row)
    about_it = unit.source is not None and unit.source.hidden_by in _OF_THE_ARTICLE
    if about_it and row[_PAGE_CRIME] + row[_PAGE_GAMING] >= _REPORTED and told_again(page, unit) >= _AGAIN:
        return True
    return bool((reported and (row[_QUOTED] or in_title)) or (inside and (reported or unsure)))


def _is_reported(row: npt.NDArray[np.float64]) -> bool:
    """Say whether a span's text reports of crimes, or names it between quotation marks as reports do."""
    named = row[_ENCLOSED] and row[_PAGE_CRIME] + row[_PAGE_GAMING] >= _REPORTED
    return bool(named or row[_CRIME] >= _REPORTED)


def _with_signs(place: Place) -> tuple[int, int]:
    """Return the span with what was put in with it: a line's number, a clause's comma, a title's sign."""
    text, start, end = place.unit.text, place.start, place.end
    if _LABEL.fullmatch(text, 0, start) and sum(map(bool, SEPARATORS.split(text[start:end]))) > 2:
        start = 0
    rest = sum(map(str.isalnum, text[:start] + text[end:]))
    numbered = _NUMBER_OF_A_LINE.fullmatch(text, 0, start) and not any(map(str.isalnum, text[end:]))
    if numbered or rest <= _STRAY * (end - start):
        return 0, len(text)
    start = _from_sign(place)
    return start, end + (text[end : end + 1] == "," and (start == 0 or text[start - 1] in ",;。:"))


def _from_sign(place: Place) -> int:
    """Return where a span begins with the sign by which it hangs on a title."""
    if place.end == len(place.unit.text) and _kind(place) == "title_suffix":
        return len(place.unit.text[: place.start].rstrip(HANGS))
    return place.start


_LABEL = re.compile(r"\W{0,2}[\u4e00-\u9fff]{2,6} ?: ?")
"""What stands before a list and goes with all of it."""
_NUMBER_OF_A_LINE = re.compile(r"[\W_]*(?:\d{1,3}[\W_]+)?")
_STRAY = 0.02
"""Letters beside a span, in its length, that are none of anybody's words."""


def _kind(place: Place) -> str:
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
