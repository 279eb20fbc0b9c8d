"""What findings and marked spans are worth, given the rest of the page.

The tagger says how much like spam each character is; decision trees weigh that together with what the rules,
the n-grams, the word lists and the page say of a span, whoever found it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crawler.spam.evidence import FEATURES, features, rule_name
from crawler.spam.finding import FUNCTION_WORDS, Finding, odds, score
from crawler.spam.harmless import is_furniture, is_listed_here, leads_to_buttons, says_nothing
from crawler.spam.kinds import kind_of
from crawler.spam.links import sold_links
from crawler.spam.marked import MOST, spans
from crawler.spam.page import HEAD
from crawler.spam.weighing import SURE_WORD, Place, told_again
from crawler.spam.widening import WHOLE, from_sign, widened, with_signs

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
_HAN, _NO_FORMULA = re.compile("[\u4e00-\u9fff]"), 0.5
"""Share of Han characters in a phrase that is spelt oddly and is no formula."""
_PLAIN = 12.0
"""Log-odds of the n-grams of what no outlet and no headline has: hung on a title, that is believed too."""
_MEAN, _ANCHOR, _WEIGHT, _COVERED, _CRIME, _QUOTED, _SENTENCES, _OF_SENTENCE, _SHARE = map(
    FEATURES.index,
    ("mean", "anchor", "weight", "covered", "crime", "quoted", "sentences", "of_sentence", "share"),
)
_PAGE_CRIME, _PAGE_GAMING, _ENCLOSED, _ODD = map(
    FEATURES.index, ("page_crime", "page_gaming", "enclosed", "odd")
)
_DOUBT = 0.25
"""Log-odds such a finding loses for each that its characters are, on average, against being spam."""
_RAISED, _OUTSIDE = 0.65, 1.0
"""Log-odds added to the trees' word, which say how many genuine texts are risked for what is found; and taken
off what is shown outside the article, where sites list headlines and offers of every kind.  A title as a
whole without a listed word gets no such benefit: nobody injects a title alone.  Set by hand."""
_REPORTED, _FLAGGED = 2, 0.85
"""Words of police, courts and regulators that make a text a report, and the most log-odds that what may be
its own is given (a score of 0.7)."""
_OF_THE_ARTICLE, _AGAIN = frozenset({"head", "attribute"}), 0.3
"""Places that describe the article (its head, attributes), and the share of a description's words that the
article has too, where it reports of crimes or of gaming, from which the description is a report as well."""
_CLASSICAL = re.compile("[兮矣焉哉曰吾汝尔岂]")
"""Words of classical verse and prose, two of which no seller writes: networks know too few poems."""
_GOES_ON = re.compile(
    r"\W*(?:同时|并|亦|也|还|而|但|且|又|以及|因此|从而|以便|否则|此外|其中|即使|虽然|尽管|只要|如果|由于|为了|使得|既|仍|均|则)"
)
"""How a clause begins that goes on with the sentence's own thought; what is put into one does not."""
_BY_ITSELF = 0.9
"""Log-odds of the trees from which a part of a sentence without a listed word is cut."""


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


def weighed(page: Page, findings: Sequence[Finding], cut: float) -> list[Finding]:
    """Return the rules' findings and the tagger's spans with the score that all evidence together gives.

    Of a page with more findings than any article's, the rest keep the score their rules gave.  ``cut`` is the
    score from which a span is cut: what is widened to a whole row depends on it.
    """
    findings = worth_weighing(page, findings)
    findings, rest = findings[:MOST], findings[MOST:]
    places = candidates(page, findings)
    if not places:
        return []
    rows = features(page, places, findings)
    values = page.trained.trees.scores(rows).tolist()
    judged = [_judged(page, *of) for of in zip(places, rows, values, strict=True)]
    told = [_of_rule(page, f, span) for f, span in zip(findings, judged, strict=False)]
    marked = [_of_tagger(page, span) for span in judged[len(findings) :] if not _is_own(span)]
    return widened(page, [*rest, *told, *marked], findings, cut)


@dataclass(slots=True, frozen=True)
class _Judged:
    """A span with what is known of it and what that makes of it."""

    place: Place
    row: npt.NDArray[np.float64]
    """As ``FEATURES`` says."""
    total: float
    """Log-odds that all of it is spam: the trees' word and what is added to it by hand."""
    inside: bool
    """It is a part of a sentence."""
    doubtful: bool
    """A person should look."""


def _judged(page: Page, place: Place, row: npt.NDArray[np.float64], value: float) -> _Judged:
    """Add to the trees' word what is set by hand."""
    unit = place.unit
    inside = _is_of_a_sentence(place, row)
    doubtful = _is_doubtful(page, place, row, value, inside=inside)
    whole_title = unit.field == "title" and row[_SHARE] > WHOLE and row[_WEIGHT] == 0
    total = value + _RAISED * (not whole_title)
    total -= _OUTSIDE * (unit.field == "page" and not _is_hidden_to_sell(unit, row))
    return _Judged(place, row, min(total, _FLAGGED) if doubtful else total, inside, doubtful)


def _of_rule(page: Page, f: Finding, span: _Judged) -> Finding:
    """Return a rule's finding with the score of its span, or the rule's own where that is believed."""
    row, total = span.row, span.total
    if f.unit.field != "page" and _is_believed(f, row, doubtful=span.doubtful):
        total = max(total, odds(f.score) + _DOUBT * min(0.0, row[_MEAN]))
    why = f"{f.evidence}; {_reads_like_spam(row)}" if row[_MEAN] > 0 else f.evidence
    start = from_sign(span.place)
    if start < f.start:
        f = replace(f, start=start, kind="title_suffix")
    return replace(f, score=score(total), rule=f"{f.rule}+{page.trained.trees.rule}", evidence=why)


def _of_tagger(page: Page, span: _Judged) -> Finding:
    """Return what no rule has found as a finding."""
    place, row = span.place, span.row
    why = _reads_like_spam(row) + (", with listed words" if row[_WEIGHT] >= 2 else "")
    rule = f"marked_span@4+{page.trained.tagger.rule}+{page.trained.trees.rule}"
    return Finding(place.unit, *with_signs(place), kind_of(place), score(span.total), rule, why)


def _reads_like_spam(row: npt.NDArray[np.float64]) -> str:
    return f"reads like spam ({row[_MEAN]:+.1f} a character), unlike the text around it"


def _is_own(span: _Judged) -> bool:
    """Say whether what only the tagger marks is the site's own, or a part of a sentence and mostly text."""
    most_is_text = span.row[_WEIGHT] < SURE_WORD and span.row[_MEAN] < 0
    return is_furniture(span.place) or bool(span.inside and most_is_text)


def _is_hidden_to_sell(unit: Unit, row: npt.NDArray[np.float64]) -> bool:
    """Say whether a text is hidden and leads elsewhere, or has a listed word: sites hide layers too."""
    return unit.hidden and bool(unit.leaves or row[_WEIGHT] > 0)


def _is_believed(f: Finding, row: npt.NDArray[np.float64], *, doubtful: bool) -> bool:
    """Say whether a rule's word counts whatever the trees say: of listed words, of what hangs on a title."""
    name = rule_name(f)
    if name not in _OF_THE_TEXT or doubtful:
        return False
    if name == "title_suffix" and row[_ANCHOR] >= _PLAIN and row[_MEAN] > 0:
        return True
    return bool(row[_WEIGHT] >= SURE_WORD and (name in _OF_MANY_WORDS or row[_COVERED] >= _MOSTLY))


def _is_of_a_sentence(place: Place, row: npt.NDArray[np.float64]) -> bool:
    """Say whether a span is a part of a sentence, also of one that a teaser or an editor left open."""
    return bool((row[_SENTENCES] > 0 or _is_left_open(place)) and row[_OF_SENTENCE] < WHOLE)


def _is_left_open(place: Place) -> bool:
    """Say whether a span stands in a sentence without its full stop: lists do not have its words."""
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
    hiding = row[_ODD] and len(_HAN.findall(place.text)) >= _NO_FORMULA * len(place.text)
    goes_on = row[_MEAN] < 0 or _GOES_ON.match(place.text)
    if (inside and _tears_a_quotation(place.text)) or _is_shown(place):
        return True
    unsure = row[_WEIGHT] < SURE_WORD and (value < _BY_ITSELF or goes_on) and not hiding
    headline = unit.field == "title" or (unit.order < HEAD and unit.field == "body" and not unit.sentences)
    in_title = headline and (row[_QUOTED] or place.end < len(unit.text))
    reported = page.is_report or _is_reported(row)
    about_it = unit.source is not None and unit.source.hidden_by in _OF_THE_ARTICLE
    if leads_to_buttons(place) or (row[_WEIGHT] == 0 and len(_CLASSICAL.findall(place.text)) > 1):
        return True
    if about_it and row[_PAGE_CRIME] + row[_PAGE_GAMING] >= _REPORTED and told_again(page, unit) >= _AGAIN:
        return True
    return bool((reported and (row[_QUOTED] or in_title)) or (inside and (reported or unsure)))


def _is_shown(place: Place) -> bool:
    """Say whether a span has, or is in, words that its sentence tells somebody saw: 写着“…”, “…”的短信."""
    if not place.unit.sentences:
        return False
    shown = _SHOWN.finditer(place.unit.text, max(0, place.start - _LONG), place.end + _LONG)
    return any(m.start() < place.end and place.start < m.end() for m in shown)


_QUOTED_WORDS = "[“「『][^“”「」『』]{4,60}[”」』]"
_SHOWN = re.compile(
    f"(?:写[着有道]|[印标带含]有|收到|弹出|跳出|显示|[声宣号]称|打[着出])[^,。;“”「」]{{0,8}}{_QUOTED_WORDS}"
    f"|{_QUOTED_WORDS}(?:[等之一]类?)?的?"
    "(?:字样|浮窗|弹窗|小窗|窗口|短信|广告|信息|标语|帖子|口号|噱头|名义|幌子|链接|网页|页面|传单|卡片)"
)
"""Words between quotation marks with who saw them where, or what they stood on."""


def _tears_a_quotation(text: str) -> bool:
    """Say whether a span has half of a quotation: what is put into a sentence stands within one, or none."""
    return any(text.count(a) != text.count(b) for a, b in _QUOTES)


_QUOTES = (("“", "”"), ("「", "」"), ("『", "』"), ("《", "》"))


def _is_reported(row: npt.NDArray[np.float64]) -> bool:
    """Say whether a span's text reports of crimes, or names it between quotation marks as reports do."""
    named = row[_ENCLOSED] and row[_PAGE_CRIME] + row[_PAGE_GAMING] >= _REPORTED
    return bool(named or row[_CRIME] >= _REPORTED)
