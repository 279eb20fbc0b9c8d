"""Findings beside each other: edges, rows, lines, what hangs on a title."""

from dataclasses import replace

import pytest

from crawler.items import Fragment
from crawler.spam import widening
from crawler.spam.detector import units
from crawler.spam.finding import Finding
from crawler.spam.page import Page

CUT = 0.8


def test_a_row_goes_whole_where_three_pieces_surely_go_and_all_is_marked():
    page = Page(units([Fragment(0, "城东老街|城西新街|南门大桥|北门书场")]))
    unit = page.units[0]
    pieces = [Finding(unit, a, a + 4, "link_block", 0.97, "polluted_bar@3", "") for a in (0, 5, 10)]
    most = Finding(unit, 0, 17, "link_block", 0.6, "marked_span@4", "")
    page.tags[:] = 4.0
    *_, row = widening.whole_rows(page, [*pieces, most], CUT)
    assert (row.start, row.end, row.score >= 0.95) == (0, len(unit.text), True)
    assert widening.whole_rows(page, [*pieces[1:], most], CUT)[-1] == most
    page.tags[:] = -1.0
    assert widening.whole_rows(page, [*pieces, most], CUT)[-1] == most


def test_a_row_goes_whole_where_what_three_pieces_leave_over_is_no_text_of_the_pages():
    page = Page(units([Fragment(0, "城东老街|城西新街|南门大桥|北门书场")]))
    unit = page.units[0]
    pieces = [Finding(unit, a, a + 4, "link_block", 0.85, "polluted_bar@3", "") for a in (0, 5, 10)]
    page.tags[:] = 0.0
    *_, row = widening.whole_rows(page, pieces, CUT)
    assert (row.start, row.end, row.score) == (0, len(unit.text), 0.85)
    assert widening.whole_rows(page, pieces[1:], CUT) == pieces[1:]
    assert widening.whole_rows(page, pieces, 0.9) == pieces, "none is cut where the threshold is higher"
    page.tags[15:] = -4.0  # a site's own
    assert widening.whole_rows(page, pieces, CUT) == pieces


def test_a_doubtful_line_between_two_that_go_goes_with_them():
    page = Page(units([Fragment(i, x) for i, x in enumerate(["城东老街", "城西新街", "南门大桥"])]))
    first, second, third = (
        Finding(unit, 0, 4, "link_block", s, "x@1", "")
        for unit, s in zip(page.units, (0.9, 0.6, 0.9), strict=True)
    )
    assert widening.whole_lines(page, [first, second, third])[-1].score > 0.8
    assert len(widening.whole_lines(page, [first, second])) == 2
    doubted = replace(second, score=0.4)
    assert len(widening.whole_lines(page, [first, doubted, third])) == 3


def test_a_doubtful_line_that_leads_to_one_that_goes_goes_with_it():
    page = Page(units([Fragment(0, "感谢阅读，更多内容请关注："), Fragment(1, "城东老街")]))
    lead, line = page.units
    doubted = Finding(lead, 5, len(lead.text), "call_to_action", 0.6, "x@1", "")
    gone = Finding(line, 0, len(line.text), "link_block", 0.9, "x@1", "")
    found = widening.whole_lines(page, [doubted, gone])
    assert [(f.unit.order, f.start, f.end) for f in found[2:]] == [(0, 0, len(lead.text))]
    assert len(widening.whole_lines(page, [doubted, replace(gone, score=0.6)])) == 2


def test_a_phrase_and_it_with_its_comma_are_equally_sure():
    unit = Page(units([Fragment(0, "产值、城东老街")])).units[0]
    bare, with_comma = (Finding(unit, a, 7, "link_block", s, "x@1", "") for a, s in ((3, 0.9), (2, 0.8)))
    assert [f.score for f in widening.equally_sure([bare, with_comma])] == [0.9, 0.9]


def test_between_two_lines_that_go_whole_no_line_goes_in_part():
    page = Page(
        units([Fragment(i, x) for i, x in enumerate(["城东老街", "菌种技术转让", "城西新街", "南门大桥"])])
    )
    whole = [Finding(page.units[n], 0, 4, "link_block", 0.9, "phrase_column@1", "") for n in (0, 2)]
    part = Finding(page.units[1], 4, 6, "link_block", 0.9, "lone_phrase@3", "")
    last = Finding(page.units[3], 2, 4, "link_block", 0.9, "lone_phrase@3", "")
    found = widening.whole_lines(page, [*whole, part, last])
    assert found[:4] == [*whole, part, last]
    assert [(f.unit.order, f.start, f.end) for f in found[4:]] == [(1, 0, 6)]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("港口吞吐量增一成_[城东老街vi]p8", "城东老街vip8"),
        ("昨日[66城东老街]开业", "66城东老街"),
        ("昨日1[8城东老街]开业", "18城东老街"),
        ("港口吞吐量增一成([城东老街])", "(城东老街)"),
        ("港口【[城东】【老街]】增一成", "【城东】【老街】"),
        ("[【城东】【老街]】", "【城东】【老街】"),
        ("[城东老街]港口(图)", "城东老街"),
        ("[城东老街] | ◆港口吞吐量增一成", "城东老街 | ◆"),
        ("[城东老街]《港口》", "城东老街"),
        ("昨日[城东老街]abcdefghijk", "城东老街"),
    ],
)
def test_a_finding_takes_its_word_its_brackets_and_what_parts_it_from_a_title(text, whole):
    start, end = text.index("["), text.index("]") - 1
    unit = units([], text.replace("[", "").replace("]", ""))[0]
    widened = widening.with_edges(Finding(unit, start, end, "link_block", 0.9, "x@1", ""))
    assert unit.text[widened.start : widened.end] == whole


def cut_of(text, findings):
    """Widen findings of a title, ``(start, end, kind, score, rule)``, and return what is cut of them."""
    page = Page(units([], text))
    page.tags[:] = 0.0
    made = [Finding(page.units[0], a, b, kind, s, f"{rule}@1", "") for a, b, kind, s, rule in findings]
    return {(f.start, f.end) for f in widening.widened(page, made, made, CUT) if f.score >= CUT}


def test_what_hangs_before_what_surely_is_spam_goes_if_it_may_be():
    text = "港口吞吐量增一成_城东老街_南门大桥"
    first, last = (8, 13, "title_suffix", 0.6, "x"), (13, 18, "title_suffix", 0.95, "x")
    assert cut_of(text, [first, last]) == {(8, 13), (13, 18)}
    assert cut_of(text, [(8, 13, "title_suffix", 0.4, "x"), last]) == {(13, 18)}
    assert cut_of(text, [first, (13, 18, "title_suffix", 0.6, "x")]) == set()


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ("港口,城东老街,吞吐量,码头", True),
        ("关键词:港口,城东老街,吞吐量", False),
        ("港口|城东老街|码头", False),
    ],
)
def test_a_line_of_nothing_but_keywords_goes_with_what_is_sold_in_it(line, whole):
    name = line.index("城东")
    sold = (name, name + 4, "link_block", 0.95, "x")
    told = (0, len(line), "keyword_line", 0.6, "keyword_line")
    assert ((0, len(line)) in cut_of(line, [sold, told])) is whole


def test_a_doubtful_line_that_begins_or_ends_a_column_goes_with_it():
    lines = ["城东老街", "城西新街", "南门大桥", "北门书场"]
    page = Page(units([Fragment(i, x) for i, x in enumerate(lines)]))
    gone = [Finding(u, 0, 4, "link_block", 0.9, "x@1", "") for u in page.units]
    for n, others in ((0, gone[1:]), (3, gone[:3])):
        doubted = replace(gone[n], score=0.6)
        assert widening.whole_lines(page, [doubted, *others])[-1].unit.order == n
        assert len(widening.whole_lines(page, [doubted, *others[:2]])) == 3
