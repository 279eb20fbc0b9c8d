from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.spam_tally import places_in
from crawler.items import Fragment, SpamSpan, page_text, uncut_body
from crawler.spam import cut, find_spam, restore


def span(text, start, end, state="cut"):
    return SpamSpan("body", start, end, text[start:end], "link_block", 0.9, "r@1", state=state)


@given(st.text(max_size=200), st.lists(st.integers(0, 200), max_size=10), st.data())
def test_what_was_cut_can_be_put_back(text, bounds, data):
    points = sorted({min(b, len(text)) for b in bounds})
    states = st.sampled_from(["cut", "confirmed", "flagged", "restored"])
    spans = [span(text, a, b, data.draw(states)) for a, b in pairwise(points)]
    assert restore(cut(text, spans), spans) == text


def test_only_cut_and_confirmed_spans_are_out_of_the_text():
    text = "甲乙丙丁"
    spans = [span(text, i, i + 1, s) for i, s in enumerate(["cut", "flagged", "restored", "confirmed"])]
    assert cut(text, spans) == "乙丙"


def test_a_span_of_another_text_is_refused():
    with pytest.raises(ValueError, match=r"body\[0:2\]"):
        cut("甲乙", [span("丙丁", 0, 2)])
    with pytest.raises(ValueError, match="was not cut"):
        restore("甲", [span("甲乙丙丁", 3, 4)])


PIECES = [
    *("公司公告，净利润增长。", "真人娱乐城官网", "|", "丨", "_", "，", "\u200b", "📈", "首页"),
    *("加微信abc12345免费领牛股", "&#x5A31;", '<p id="abcd">'),
]


@settings(deadline=None)  # the first example loads the model
@example([("000000000000", "body"), ("眞人娱乐", "body")], "")
@example([("000000000000", "body")], "丨眞人娱乐")
@given(
    st.lists(
        st.tuples(
            st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
            st.sampled_from(["body", "chrome", "title", "byline"]),
        ),
        max_size=12,
    ),
    st.text(max_size=40),
)
def test_any_page_is_judged_and_its_cuts_fit(parts, title):
    fragments = [Fragment(i, text, role=role) for i, (text, role) in enumerate(parts)]
    verdict = find_spam(fragments, title=title)
    texts = {"title": title, "body": uncut_body(fragments), "page": page_text(fragments)}
    for name, text in texts.items():
        spans = [s for s in verdict.spans if s.field == name]
        assert all(text[s.start : s.end] == s.text for s in spans)
        assert restore(cut(text, spans), spans) == text
    assert verdict == find_spam(fragments, title=title)


def test_the_benchmarks_find_cuts_in_the_fragments_they_were_made_in():
    brand = "酷游娱乐城官网注册送彩金"
    fragments = [Fragment(i, x, role="body" if i > 1 else "chrome") for i, x in enumerate(["首页", "财经"])]
    texts = ["前三季度园区产值增长一成，投资超过十亿元。", brand, "下一步将引进企业二十家，新增就业岗位。"]
    fragments += [Fragment(i, x, role="body") for i, x in enumerate(texts, 2)]
    fragments.append(Fragment(5, brand, role="chrome"))
    found = places_in(fragments, find_spam(fragments))
    assert [f.text[a:b] for f, own in zip(fragments, found, strict=True) for a, b in own] == [brand, brand]
    assert [bool(own) for own in found] == [False, False, False, True, False, True]
