import pytest

from crawler.items import SpamSpan, uncut_body
from crawler.spam import restore
from crawler.store.judged import carry_reviews, respect

AD = "加微信领牛股"


def judged(text, start, state="restored", field="body"):
    return {
        "_id": "x", "article": "a", "field": field, "start": start, "end": start + len(text), "text": text,
        "kind": "link_block", "score": 0.9, "rule": "rule@1", "state": state, "reviewed_by": "li",
    }  # fmt: skip


def found(uncut, text, rule="other@1"):
    start = uncut.index(text)
    return SpamSpan("body", start, start + len(text), text, "link_block", 0.9, rule)


@pytest.mark.parametrize(
    ("uncut", "cuts", "said", "clean", "states"),
    [
        (f"一。{AD}二。", [AD], [(AD, 2, "restored")], f"一。{AD}二。", ["restored"]),
        (f"新的。一。{AD}二。", [AD], [(AD, 2, "restored")], f"新的。一。{AD}二。", ["restored"]),
        # another rule finds nearly the same text: the judgement is of the text, not of the rule
        (f"一。{AD}二。", [f"。{AD}二"], [(AD, 2, "restored")], f"一。{AD}二。", ["restored"]),
        (f"一。{AD}二。", [AD[:4]], [(AD, 2, "restored")], f"一。{AD}二。", ["restored"]),
        # a far wider cut goes, but for what was restored
        (
            f"一。{'赌场' * 9}{AD}{'博彩' * 9}二。",
            [f"{'赌场' * 9}{AD}{'博彩' * 9}"],
            [(AD, 2, "restored")],
            f"一。{AD}二。",
            ["cut", "restored", "cut"],
        ),
        (f"一。{AD}二。", [], [(AD, 2, "confirmed")], "一。二。", ["confirmed"]),
        ("一。二。", [], [(AD, 2, "restored")], "一。二。", []),
        # it stands twice: what was said of one place is not said of the other
        (f"{AD}一。{AD}", [], [(AD, 8, "confirmed")], f"{AD}一。", ["confirmed"]),
        (
            f"{AD}一。{AD}",
            [],
            [(AD, 0, "confirmed"), (AD, 8, "restored")],
            f"一。{AD}",
            ["confirmed", "restored"],
        ),
    ],
)
def test_a_judgement_holds_where_its_text_stands(make_article, uncut, cuts, said, clean, states):
    article = make_article(text=uncut)
    article.spam_spans = [found(uncut, text) for text in cuts]
    respect(article, [judged(*one) for one in said])
    assert article.body.original == clean
    assert [s.state for s in sorted(article.spam_spans, key=lambda s: s.start)] == states
    assert restore(clean, article.spam_spans) == uncut_body(article.draft.fragments)
    assert article.spam.spans == sum(state != "restored" for state in states)


def test_a_reviewer_stays_known_while_the_judgement_holds():
    stored = [judged(AD, 2), judged("甲", 20, "confirmed")]
    new = [
        judged(AD, 5) | {"reviewed_by": None},
        judged("甲", 30, "cut") | {"reviewed_by": None},
        judged(AD, 40, "cut") | {"reviewed_by": None},
    ]
    carried = carry_reviews(new, stored)
    said = [(s["state"], s["reviewed_by"]) for s in carried]
    assert said == [("restored", "li"), ("confirmed", "li"), ("cut", None)]
