"""A text with its spans in place: nothing of it is lost or doubled, however they lie."""

from hypothesis import given
from hypothesis import strategies as st

from crawler.web.marked_text import lines


def span(start, end, state="cut"):
    return {"start": start, "end": end, "state": state}


def test_a_cut_over_several_lines_says_what_it_took_from_each():
    first, second, third = lines("甲乙\n丙\n丁", [cut := span(1, 4)])
    assert [(p.text, p.span) for p in first.pieces] == [("甲", None), ("乙", cut)]
    assert first.broken_by is cut
    assert [(p.text, p.span) for p in second.pieces] == [("丙", cut)]
    assert second.ended == [cut]
    assert (second.broken_by, third.ended) == (None, [])


def test_what_is_cut_goes_before_what_is_only_flagged():
    flagged, cut = span(0, 4, "flagged"), span(1, 3)
    (line,) = lines("甲乙丙丁", [flagged, cut])
    assert [(p.text, p.span) for p in line.pieces] == [("甲", flagged), ("乙丙", cut), ("丁", flagged)]


@given(st.text(alphabet="甲乙\n", max_size=30), st.data())
def test_the_pieces_joined_are_the_text_and_every_span_is_told_once(text, data):
    place, state = st.integers(0, len(text)), st.sampled_from(["cut", "flagged"])
    drawn = data.draw(st.lists(st.tuples(place, place, state), max_size=6))
    spans = [span(min(a, b), max(a, b), state) for a, b, state in drawn if a != b]
    found = lines(text, spans)
    assert "\n".join("".join(piece.text for piece in line.pieces) for line in found) == text
    told = [id(one) for line in found for one in line.ended]
    assert sorted(told) == sorted(id(one) for one in spans)
